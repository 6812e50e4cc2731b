"""Word files that hide names in odd places: whatever was in them, no name leaves the office."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pypdfium2
import pytest
from docx import Document

from tests.files.hidden_names import FILES, OWN, TITLES, make_file
from tests.flow.test_volume import mail, run
from tests.programs import need
from tracker.review.copies.search import names_in_file

pytestmark = pytest.mark.slow  # mails are read by workers, each command starts its own

# What the copy has of each file behind the invented story.
SHOWN = {
    "headers": ["横页上的一句话。"],
    "chart": ["［此处图片不能显示］"],  # its place is kept, nothing of what it says
    "embedded_sheet": ["［此处图片不能显示］"],
    "text_box": ["××村支书××"],
    "notes": ["见注", "见注", "注：数字由××镇提供", "注：××村××口述"],
    "picture": ["图1  ××主持碰头会"],
    "comments": ["数字已经核对过。"],
    "fields": ["作者 ××，单位 ××村村委会详见附文"],
    "tracked": ["牵头的是××村支书。"],
    "broken_up": ["××说", "××同志带头", "××同志", "××镇的做法"],
    "signs": ["样式名里有名称。", "带头人××村=129"],
    "other_text": ["××补充：××村已推广"],
    "former": ["××县老城里，××区撤并以前，××县的乡亲也来学。", "××县来人参观。"],
    "numbering": [
        "第1条（××镇）先把要议的事贴在门口，三天以后开会。",
        "第2条（××镇）会上人人发言，记在本子上，当场念一遍。",
        "就这样办了两年。",
    ],
}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hidden")
    mails, data = folder / "mails", folder / "data"
    mails.mkdir()
    for number, name in enumerate(FILES, 1):
        made = mail(TITLES[name], "丰县宋楼镇板材村", make_file(name), number)
        (mails / f"{number:02}.eml").write_bytes(made)
    (folder / "专家.txt").write_text("姓名\t工作单位\n王建国\t某大学", "utf-8")
    run("init", data)
    run("import", mails, "--data", data)
    run("review", "experts", folder / "专家.txt", "--data", data)
    run("review", "open", "初评", "--data", data)
    run("review", "plan", "--save", "--data", data)
    return data


def test_no_hidden_name_reaches_an_expert(data: Path, tmp_path: Path) -> None:
    said = run("review", "papers", tmp_path, "--data", data).splitlines()

    assert said[:5] == [
        f"王建国：{len(FILES)}篇，{tmp_path / '王建国'}",
        (
            "请核对A11中是否有名称：文中有1处线条、箭头、框一类的图形没有排入、嵌入的表格或文件没有排入，已留出位置，请补图、"
            "图片1张（看有无牌匾、人名、二维码）"
        ),
        "请核对A12中是否有名称：图片1张（看有无牌匾、人名、二维码）",
        (
            "请核对A17中是否有名称：文中有1处图表（柱形图、饼图等）没有排入、图表没有排入，已留出位置，请补图、"
            "图片1张（看有无牌匾、人名、二维码）"
        ),
        "请核对A18中是否有名称：文中有1处注音（拼音）没有排入",
    ]
    paper = tmp_path / "王建国" / "评阅案例.docx"
    assert shown_behind_the_story(paper) == SHOWN
    assert [
        [[cell.text for cell in row.cells] for row in table.rows] for table in Document(str(paper)).tables
    ] == [
        [["××"], ["××"], ["××"]],
        [["负责人：××（××）", "负责人：××（××）"], ["村\u3000××村", "每月逢五"]],
    ]
    said_of = [p.text for p in Document(str(paper)).paragraphs if p.text.startswith("［原件有")]
    assert "［原件有本册未能印出的内容：文中有1处图表（柱形图、饼图等）没有排入］" in said_of
    assert [text for text in said_of if ".docx" in text] == []  # names of files tell whose they are
    section = Document(str(paper)).sections[0]
    assert (
        round(section.page_width.mm),
        round(section.page_height.mm),
        len(Document(str(paper)).sections),
    ) == (210, 297, 1)
    whole = unpacked(paper.read_bytes())
    assert [word for word in (*OWN, "zhaoshouzheng", "80001234", "邳县") if word.encode() in whole] == []


def test_the_bound_copies_as_pdf(data: Path, tmp_path: Path) -> None:
    need("soffice")
    bound = tmp_path / "装订本.pdf"

    run("review", "bound", bound, "--data", data)

    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(bound)]
    text = "".join("".join(pages).split())
    assert "××村支书××" in text
    assert [word for word in OWN if word in text] == []
    assert names_in_file(bound.read_bytes(), ("村支书", "××说", "××村", "宋楼镇")) == (
        "××村",
        "××说",
        "村支书",
    )


def shown_behind_the_story(paper: Path) -> dict[str, list[str]]:
    """What stands behind the three paragraphs of the story, by file."""
    by_title = {title: name for name, title in TITLES.items()}
    found: dict[str, list[str]] = {}
    texts: list[str] = []
    for paragraph in Document(str(paper)).paragraphs:
        text = paragraph.text.strip()
        if name := by_title.get(text.partition("\u3000")[2]):
            texts = found[name] = []
        elif text and not text.startswith("［原件有"):
            texts.append(text)
    behind = {
        name: [text for text in texts[3:] if not text.startswith("联系人：××")]
        for name, texts in found.items()
    }
    return {name: texts for name, texts in behind.items() if texts}


def unpacked(content: bytes) -> bytes:
    """Everything in a Word file, decompressed."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return b"".join(packed.read(name) for name in packed.namelist())
