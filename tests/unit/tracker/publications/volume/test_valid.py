"""What Word is strict about in a file: the order of elements (ECMA-376 part 1, annex A), parts, numbers that stand once."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from openxml_audit import OpenXmlValidator

from tests.volume import sample_volume
from tracker.publications.report.letter import Heads, write_letter, write_table
from tracker.publications.volume.word.cover_sheet import measure_cover, write_cover_docx
from tracker.publications.volume.word.write import write_docx

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ORDER = {  # children in the order of the schema, as far as we write them
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
    "snapToGrid spacing ind contextualSpacing mirrorIndents jc textDirection textAlignment outlineLvl rPr sectPr",
    "rPr": "rStyle rFonts b bCs i iCs strike color spacing w kern position sz szCs highlight u vertAlign lang",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblW jc tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook",
    "tcPr": "tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
    "trPr": "cantSplit trHeight tblHeader jc",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType pgNumType "
    "cols vAlign titlePg textDirection docGrid",
    "settings": "zoom mirrorMargins defaultTabStop evenAndOddHeaders characterSpacingControl noLineBreaksAfter noLineBreaksBefore "
    "footnotePr compat themeFontLang "
    "decimalSymbol listSeparator",
    "style": "name basedOn next qFormat pPr rPr",
    "footnotePr": "pos numFmt numStart numRestart footnote",
}  # fmt: skip
HEADS = Heads("徐民函〔2015〕18号", "省民政厅", "优秀案例征集", "市民政局", "李敏", "80800000")


def write_volume(folder: Path, design: str) -> Path:
    write_docx(sample_volume(folder, design), folder, folder / "v.docx")
    return folder / "v.docx"


def write_papers(folder: Path, kind: str) -> Path:
    volume = sample_volume(folder)
    match kind:
        case "cover":
            write_cover_docx(volume, measure_cover(volume, 200), folder / "v.docx")
        case "letter":
            write_letter(volume, HEADS, folder / "v.docx")
        case _:
            write_table(volume, folder / "v.docx")
    return folder / "v.docx"


@pytest.fixture(scope="module", params=["书刊版", "公文版", "cover", "letter", "table"])
def written(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("valid")
    make = write_volume if request.param.endswith("版") else write_papers
    return make(folder, request.param)


@pytest.fixture(scope="module")
def parts(written: Path) -> dict[str, Any]:
    with zipfile.ZipFile(written) as file:
        return {name: file.read(name) for name in file.namelist()}


def faults_of(path: Path) -> list[str]:
    """What a validator finds that was not written by us."""
    return [str(error) for error in OpenXmlValidator().validate(str(path)).errors]


@pytest.mark.slow
def test_a_validator_of_schema_and_references_finds_nothing(written: Path) -> None:
    assert faults_of(written) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("wrong", "right", "said"),
    [
        (r'r:embed="\w+"', 'r:embed="rId999"', "The relationship 'rId999'"),
        (r'<w:pStyle w:val="BodyText"/>', '<w:pStyle w:val="Nix"/>', "Style 'Nix' referenced"),
        (r'footnoteReference w:id="1"', 'footnoteReference w:id="99"', "Footnote '99' referenced"),
        (r'(<w:pStyle [^>]*/>)(<w:spacing [^>]*/>)', r"\2\1", "Unexpected element 'pStyle'"),
        (r'extent cx="\d+"', 'extent cx="-5"', "Value -5 is less"),
    ],
)  # fmt: skip
def test_the_validator_sees_what_is_wrong(tmp_path: Path, wrong: str, right: str, said: str) -> None:
    with (
        zipfile.ZipFile(write_volume(tmp_path, "书刊版")) as file,
        zipfile.ZipFile(tmp_path / "x.docx", "w") as broken,
    ):
        for name in file.namelist():
            content = file.read(name)
            if name == "word/document.xml":
                content = re.sub(wrong, right, content.decode(), count=1).encode()
            broken.writestr(name, content)

    assert said in " ".join(faults_of(tmp_path / "x.docx"))


def trees(parts: dict[str, bytes]) -> Iterator[tuple[str, Any]]:
    return (
        (name, etree.fromstring(content))
        for name, content in parts.items()
        if name.endswith((".xml", ".rels"))
    )


def test_elements_stand_in_the_order_of_the_schema(parts: dict[str, bytes]) -> None:
    seen: Counter[str] = Counter()
    for name, tree in trees(parts):
        for element in tree.iter(*(f"{W}{tag}" for tag in ORDER)):
            tag = etree.QName(element).localname
            order = ORDER[tag].split()
            children = [etree.QName(child).localname for child in element]
            assert [child for child in children if child not in order] == [], (name, tag)
            assert children == sorted(children, key=order.index), (name, tag)
            repeated = {child for child, count in Counter(children).items() if count > 1}
            assert repeated <= {"headerReference", "footerReference", "footnote"}, (name, tag)
            seen[tag] += 1
    assert {"pPr", "rPr", "sectPr", "settings", "style"} <= seen.keys()


def test_every_part_is_known_and_every_relationship_leads_to_one(parts: dict[str, bytes]) -> None:
    types = etree.fromstring(parts["[Content_Types].xml"])
    by_name = {one.get("PartName") for one in types if one.get("PartName")}
    by_suffix = {one.get("Extension") for one in types if one.get("Extension")}
    for name in parts.keys() - {"[Content_Types].xml"}:
        assert f"/{name}" in by_name or name.rpartition(".")[2] in by_suffix
    for name, tree in trees(parts):
        if name.endswith(".rels"):
            base = Path(name).parent.parent
            for one in tree:
                target = one.get("Target")
                path = Path(target.lstrip("/")) if target.startswith("/") else base / target
                shown = "/".join(_straight(path.parts))
                assert shown in parts, (name, target)


def test_nothing_of_another_template_is_in_it(parts: dict[str, bytes]) -> None:
    """Styles beside ours make Word repair the file; a preview would show another document."""
    assert [name for name in parts if "stylesWithEffects" in name or "thumbnail" in name] == []


def test_numbers_of_bookmarks_pictures_and_notes_stand_once(parts: dict[str, bytes]) -> None:
    document = etree.fromstring(parts["word/document.xml"])
    for path in ("//w:bookmarkStart/@w:id", "//w:bookmarkStart/@w:name", "//*[local-name()='docPr']/@id", "//w:footnoteReference/@w:id"):  # fmt: skip
        found = document.xpath(path, namespaces={"w": W.strip("{}")})
        assert len(found) == len(set(found)), path
    begun = document.xpath("count(//w:fldChar[@w:fldCharType='begin'])", namespaces={"w": W.strip("{}")})
    ended = document.xpath("count(//w:fldChar[@w:fldCharType='end'])", namespaces={"w": W.strip("{}")})
    assert begun == ended


def named(parts: dict[str, bytes], path: str) -> list[Any]:
    document = etree.fromstring(parts["word/document.xml"])
    return list(document.xpath(path, namespaces={"w": W.strip("{}")}))


def test_links_and_page_numbers_lead_to_bookmarks_that_word_takes(parts: dict[str, bytes]) -> None:
    marks = named(parts, "//w:bookmarkStart/@w:name")
    asked = [code.split()[1] for code in named(parts, "//w:instrText/text()") if code.split()[0] == "PAGEREF"]
    assert {*named(parts, "//w:hyperlink/@w:anchor"), *asked} <= {*marks}
    assert all(re.fullmatch(r"[A-Za-z]\w{0,39}", mark) for mark in marks)
    assert sorted(named(parts, "//w:bookmarkStart/@w:id")) == sorted(named(parts, "//w:bookmarkEnd/@w:id"))


def test_fields_stand_one_in_another_and_whole(parts: dict[str, bytes]) -> None:
    open_: list[str] = []
    for kind in named(parts, "//w:fldChar/@w:fldCharType"):
        if kind == "begin":
            open_.append(kind)
        else:
            assert open_[-1] == {"separate": "begin", "end": "separate"}[kind]
            open_[-1:] = ["separate"] if kind == "separate" else []
    assert open_ == []


def test_tables_are_whole(parts: dict[str, bytes]) -> None:
    """Each row as wide as its table, at most 63 columns; a cell ends with a paragraph, and one goes on only below one."""
    for table in named(parts, "//w:tbl"):
        width = len(table.findall(f"{W}tblGrid/{W}gridCol"))
        above: set[int] = set()
        for row in table.findall(f"{W}tr"):
            at, reaching = 0, set()
            for cell in row.findall(f"{W}tc"):
                span, merge = cell.find(f"{W}tcPr/{W}gridSpan"), cell.find(f"{W}tcPr/{W}vMerge")
                assert cell[-1].tag == f"{W}p"
                if merge is not None:
                    assert merge.get(f"{W}val") == "restart" or at in above
                    reaching.add(at)
                at += int(span.get(f"{W}val")) if span is not None else 1
            assert at == width <= 63
            above = reaching


def test_sizes_are_of_something(parts: dict[str, bytes]) -> None:
    for size in named(parts, "//*[local-name()='extent' or local-name()='ext']"):
        assert min(int(size.get("cx")), int(size.get("cy"))) > 0
    assert all(0 < int(number) < 2**31 for number in named(parts, "//*[local-name()='docPr']/@id"))
    for text in named(parts, "//w:t"):
        kept = text.get("{http://www.w3.org/XML/1998/namespace}space") == "preserve"
        assert kept or text.text == text.text.strip()


def test_sections_end_where_they_may_and_begin_as_word_knows(parts: dict[str, bytes]) -> None:
    sections = named(parts, "//w:sectPr")
    assert sections[-1].getparent()[-1] is sections[-1]
    assert [etree.QName(one.getparent()).localname for one in sections] == ["pPr"] * (len(sections) - 1) + [
        "body"
    ]
    assert {*named(parts, "//w:sectPr/w:type/@w:val")} <= {"nextPage", "oddPage"}
    assert named(parts, "//w:numPr") == []  # no list needs a part that is not there


def test_footnotes_have_the_two_lines_that_each_has(parts: dict[str, bytes]) -> None:
    if "word/footnotes.xml" in parts:
        notes = etree.fromstring(parts["word/footnotes.xml"])
        kinds = [(note.get(f"{W}id"), note.get(f"{W}type")) for note in notes][:2]
        assert kinds == [("-1", "separator"), ("0", "continuationSeparator")]
        settings = etree.fromstring(parts["word/settings.xml"])
        assert [one.get(f"{W}id") for one in settings.iterfind(f"{W}footnotePr/{W}footnote")] == ["-1", "0"]


def test_word_opens_it_in_its_own_mode(parts: dict[str, bytes]) -> None:
    settings = etree.fromstring(parts["word/settings.xml"])
    modes = {one.get(f"{W}name"): one.get(f"{W}val") for one in settings.iter(f"{W}compatSetting")}

    assert modes["compatibilityMode"] == "15"
    assert settings.find(f"{W}themeFontLang").get(f"{W}eastAsia") == "zh-CN"


def _straight(names: tuple[str, ...]) -> list[str]:
    """A path without ``..``."""
    found: list[str] = []
    for name in names:
        if name == "..":
            found.pop()
        else:
            found.append(name)
    return found
