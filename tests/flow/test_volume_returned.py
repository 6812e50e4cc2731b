"""The printed book comes back corrected in Word: no case is made of it, what differs is told, and taken at her word."""

from __future__ import annotations

import email
import email.policy
import io
import subprocess
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from tests.flow.test_volume_mailed import HER, Working, working
from tests.programs import need
from tracker.ledger import letters, mails
from tracker.ledger.cases import list_cases
from tracker.ledger.published.finals import final_of
from tracker.publications.report.make import make_report
from tracker.publications.volume.content.model import Case, Line
from tracker.publications.volume.rounds.returned.compare import run_of
from tracker.publications.volume.run import Made, make_volume
from tracker.publications.volume.settings import load_volume

pytestmark = pytest.mark.slow  # mails are read by workers, the volume is made several times

EDITOR = "bianji@example.cn"
FIRST, SECOND = "小区里的议事亭", "楼道长的小账本"
Change = Callable[[Any], None]  # of a python-docx document


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Working]:
    monkeypatch.setattr("tracker.publications.volume.word.render.find_office", lambda: None)
    monkeypatch.setattr("tracker.publications.volume.run.write_proof", lambda *_: None)
    with working(tmp_path) as made:
        made.parts.data.volume.write_text(f'editors = ["{EDITOR}"]\n', encoding="utf-8")
        made.choose("1号", "2号")
        yield made


def make(office: Working) -> Made:
    made = make_volume(office.parts, office.readers, load_volume(office.parts))
    office.clock.advance(timedelta(minutes=10))
    return made


def printed(office: Working, number: str) -> Case:
    volume = make(office).volume
    return next(case for case in volume.cases if case.number == number)


def edited(content: bytes, *changes: Change) -> bytes:
    document = Document(io.BytesIO(content))
    for change in changes:
        change(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def standing_in(document: Any, text: str) -> Any:
    """The paragraph of the first case that has a text; of a title, its heading. Which is printed first does not matter."""
    if text in (FIRST, SECOND):
        headed = (one for one in document.paragraphs if one.style.name.lower() == "heading 2")
        return next(one for one in headed if one.text == text)
    own = section(document, FIRST)
    return next(one for one in document.paragraphs if one._p in own and text in one.text)


def put(old: str, new: str) -> Change:
    """A text changed as its reader would."""

    def change(document: Any) -> None:
        paragraph = standing_in(document, old)
        paragraph.text = paragraph.text.replace(old, new)

    return change


def tracked(old: str, new: str) -> Change:
    """The same with revision marks."""

    def change(document: Any) -> None:
        from docx.oxml import parse_xml
        from docx.oxml.ns import nsdecls

        paragraph = standing_in(document, old)
        before, behind = paragraph.text.split(old, 1)
        paragraph.text = before
        marks = 'w:id="901" w:author="编辑" w:date="2015-08-04T09:00:00Z"'
        for xml in (
            f"<w:del {nsdecls('w')} {marks}><w:r><w:delText>{old}</w:delText></w:r></w:del>",
            f"<w:ins {nsdecls('w')} {marks}><w:r><w:t>{new}</w:t></w:r></w:ins>",
            f"<w:r {nsdecls('w')}><w:t>{behind}</w:t></w:r>",
        ):
            paragraph._p.append(parse_xml(xml))

    return change


def unmarked(document: Any) -> None:
    document.core_properties.keywords = ""


def section(document: Any, title: str) -> list[Any]:
    """The elements of one case in the body."""
    body = list(document.element.body)
    names = {id(p._p): (p.style.name.lower(), p.text) for p in document.paragraphs}
    start = next(
        at
        for at, one in enumerate(body)
        if names.get(id(one), ("", ""))[0] == "heading 2" and names[id(one)][1] == title
    )
    end = next(
        at
        for at in range(start + 1, len(body))
        if names.get(id(body[at]), ("", ""))[0] in ("heading 1", "heading 2")
    )
    return body[start:end]


def without(title: str) -> Change:
    def change(document: Any) -> None:
        for one in section(document, title):
            document.element.body.remove(one)

    return change


def swapped(document: Any) -> None:
    """Both cases change places."""
    first, second = section(document, FIRST), section(document, SECOND)
    kept = [deepcopy(one) for one in second]
    at = first[0]
    for one in kept:
        at.addprevious(one)
    for one in second:
        document.element.body.remove(one)


def only_cases(document: Any) -> None:
    """Nothing but the pages of the cases: several in one Word."""
    kept = [one for title in (FIRST, SECOND) for one in section(document, title)]
    for one in list(document.element.body)[:-1]:
        if one not in kept:
            document.element.body.remove(one)


def send(office: Working, sender: str, content: bytes, text: str = "书稿改好了，见附件。\n") -> None:
    with office.parts.ledger.read() as connection:
        mine = [row for row in letters.list_letters(connection) if row.recipient == sender]
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, "zhengji@example.cn", "汇编书稿"
    if mine:
        made["In-Reply-To"] = mine[-1].message_id
    made["Message-ID"] = f"<book{len(office.route.sent)}@example.cn>"
    made["Date"] = office.clock.now()
    made.set_content(text)
    made.add_attachment(content, maintype="application", subtype="octet-stream", filename="汇编（改）.docx")
    office.take(made.as_bytes())
    office.clock.advance(timedelta(minutes=10))
    office.work()


def told(office: Working, to: str = HER) -> str:
    for recipient, content in reversed(office.route.sent):
        found = email.message_from_bytes(content, policy=email.policy.default)
        if recipient == to and "返回的汇编书稿" in str(found["Subject"]):
            body = found.get_body(("plain",))
            assert body is not None
            return str(body.get_content()).replace("\r\n", "\n")
    raise AssertionError(f"no letter to {to}")


def standing(office: Working) -> list[tuple[str, int, str]]:
    with office.parts.ledger.read() as connection:
        return [(row.number, row.version, row["title"]) for row in list_cases(connection)]


def finals(office: Working) -> list[int | None]:
    with office.parts.ledger.read() as connection:
        return [final_of(connection, row.id) for row in list_cases(connection)]


def text_of(case: Case) -> str:
    return "\n".join(block.text for block in case.blocks if isinstance(block, Line))


def said(text: str) -> list[str]:
    """The lines about cases."""
    return [line for line in text.split("\n") if line[:2] in ("1号", "2号")]


@pytest.mark.parametrize("how", [put, tracked], ids=["changed", "tracked"])
@pytest.mark.parametrize("mark", [True, False], ids=["marked", "unmarked"])
def test_her_corrected_book_is_compared_and_taken(
    office: Working, how: Callable[[str, str], Change], *, mark: bool
) -> None:
    before, made = standing(office), make(office)
    changes = [how("共办结36件", "共办结38件"), *([] if mark else [unmarked])]

    send(office, HER, edited(made.docx.read_bytes(), *changes))

    assert standing(office) == before
    assert said(told(office)) == [f"1号《{FIRST}》：“共办结36件”改为“共办结38件”。"]
    assert "1篇有改动，其余1篇相同" in told(office)
    assert finals(office) == [None, None]

    office.order("采用")

    assert finals(office) == [2, None]
    assert standing(office) == before
    case = printed(office, "XZ-001")
    assert (case.version, case.title, case.unit) == (2, FIRST, "丰县宋楼镇人民政府")
    assert "共办结38件" in text_of(case)
    assert [type(one) for one in case.blocks] == [type(one) for one in made.volume.parts[0].cases[0].blocks]
    assert len(text_of(case)) == len(text_of(made.volume.parts[0].cases[0]))

    office.order("撤销")

    assert finals(office) == [None, None]
    assert "共办结36件" in text_of(printed(office, "XZ-001"))


def test_by_number_and_under_another_title(office: Working) -> None:
    made = make(office)
    content = edited(
        made.docx.read_bytes(),
        put("共办结36件", "共办结38件"),
        put(SECOND, "楼道长和他的账本"),
        put("居民满意", "居民十分满意"),
    )
    send(office, HER, content)
    shown = sorted(said(told(office)))
    assert [line[:3] for line in shown] == ["1号《", "2号《"]
    assert f"题目由《{SECOND}》改为《楼道长和他的账本》" in shown[1]

    office.order("采用2号")

    assert finals(office) == [None, 2]
    case = printed(office, "XZ-002")
    assert (case.title, case.version) == ("楼道长和他的账本", 2)
    office.order("1号不采用")
    office.order("采用")
    assert finals(office) == [None, 2]


def test_cases_left_out_and_moved_are_said(office: Working) -> None:
    made = make(office)
    send(office, HER, edited(made.docx.read_bytes(), without(SECOND)))
    assert f"来稿中没有：2号《{SECOND}》。不再编入的，请回复“2号不编入汇编”。" in told(office)
    assert "1篇文字均相同" in told(office)

    send(office, HER, edited(made.docx.read_bytes(), swapped))
    assert "次序与排印的不同" in told(office)
    assert "2篇文字均相同" in told(office)
    assert len(standing(office)) == 2


def test_several_cases_in_one_word_of_an_editor(office: Working) -> None:
    made = make(office)
    send(office, EDITOR, edited(made.docx.read_bytes(), put("共办结36件", "共办结38件"), only_cases))

    assert [row[:2] for row in standing(office)] == [("XZ-001", 1), ("XZ-002", 1)]
    assert "改动由经办人核定后采用" in told(office, EDITOR)
    print(told(office))
    assert "1篇有改动" in told(office)
    office.order("采用")
    assert finals(office) == [2, None]


def test_a_book_from_anybody_else_reaches_her_and_is_no_case(office: Working) -> None:
    made = make(office)
    send(office, "stranger@example.net", edited(made.docx.read_bytes(), put("共办结36件", "共办结38件")))

    assert [row[:2] for row in standing(office)] == [("XZ-001", 1), ("XZ-002", 1)]
    assert "1篇有改动" in told(office)
    with office.parts.ledger.read() as connection:
        rows = mails.mails_by_id(connection, range(1, 50))
    assert rows[max(rows)].needs_person


def commented(document: Any) -> None:
    """A reviewer's question beside the first case."""
    document.add_comment(standing_in(document, "共办结36件").runs, text="数据请核", author="王编辑")


def test_what_reviewers_ask_beside_the_text_is_told_and_never_printed(office: Working) -> None:
    made = make(office)
    send(office, HER, edited(made.docx.read_bytes(), put("居民满意", "居民十分满意"), commented))

    assert "来稿有1处批注，未排入：“" in told(office)
    assert "：“数据请核”（王编辑）。" in told(office)
    office.order("采用")
    assert "数据请核" not in "".join(map(text_of, make(office).volume.cases))


def test_the_report_has_each_case_alone(office: Working) -> None:
    made = make(office)
    send(
        office,
        HER,
        edited(made.docx.read_bytes(), put("共办结36件", "共办结38件"), put("居民满意", "居民十分满意")),
    )
    office.order("采用")

    report = make_report(office.parts, office.readers, load_volume(office.parts))

    originals = [path.read_bytes() for path in sorted((report.folder / "附件2 案例原件").iterdir())]
    texts = ["".join(p.text for p in Document(io.BytesIO(content)).paragraphs) for content in originals]
    assert [(FIRST in text, SECOND in text) for text in texts] == [(True, False)]
    assert "共办结36件" in "".join(texts)  # as it was sent in


def test_one_that_went_through_another_program_has_no_change(office: Working, tmp_path: Path) -> None:
    soffice = need("soffice")
    made = make(office)
    source = tmp_path / "in" / "book.docx"
    source.parent.mkdir()
    source.write_bytes(made.docx.read_bytes())
    for target, name in (
        ("docx", "MS Word 2007 XML"),
        ("odt", "writer8"),
        ("doc", "MS Word 97"),
        ("rtf", "Rich Text Format"),
    ):
        folder = tmp_path / target
        subprocess.run(
            [soffice, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", f"{target}:{name}", "--outdir", str(folder), str(source)],
            check=True, capture_output=True, timeout=300,
        )  # fmt: skip
        content = (folder / f"book.{target}").read_bytes()
        assert run_of(content) == made.volume.name, target
        send(office, HER, content)
        assert "2篇文字均相同" in told(office), target
        assert len(standing(office)) == 2
