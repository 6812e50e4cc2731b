"""What an expert gets: cases without names, one file each and all in one for printing, and his sheet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tracker.errors import OrderError
from tracker.ledger.cases import list_cases
from tracker.ledger.texts.versions import get_version
from tracker.office.desk import Desk
from tracker.publications.office_paper import add_text, add_title, open_paper, paper_bytes
from tracker.review.copies.hide import hide_names, ledger_names, names_left, place_names
from tracker.review.copies.sheets import Sheet
from tracker.review.rounds import Table

COVER = (
    "本册案例已隐去县（市、区）、镇（街道）、村（社区）、单位和人员名称。地方风物、特产、特有数字仍可能看出出处，"
    "如您看出是哪一家的，请在评分表“回避”栏注明，不必打分。评阅意见请勿外传。"
)


@dataclass(frozen=True, slots=True)
class Copy:
    """A case without names."""

    number: str  # printed
    title: str
    paragraphs: tuple[str, ...]
    doubts: tuple[str, ...]  # what may be a name and stands


def hide_cases(desk: Desk, table: Table, case_ids: Iterable[int]) -> list[Copy]:
    """Copies of cases for experts, by printed number."""
    names = known_names(desk)
    copies = []
    for case in sorted(case_ids, key=lambda case: table.numbers[case]):
        row = table.cases[case]
        text = hide_names(get_version(desk.connection, row.version_id).text, names)
        title = hide_names(row["title"], names)
        lines = tuple(line.strip() for line in text.text.splitlines() if line.strip())
        doubts = tuple(dict.fromkeys((*title.doubts, *text.doubts)))
        copies.append(Copy(table.numbers[case], title.text, lines, doubts))
    return copies


def known_names(desk: Desk) -> frozenset[str]:
    """All names that must not reach an expert: of every case in the ledger, and of the city's places."""
    return ledger_names(list_cases(desk.connection)) | place_names(desk.parts.call.places)


def write_copies(copies: Sequence[Copy], heading: str, names: Iterable[str]) -> bytes:
    """Copies as one Word document, a page each; properties are empty.

    Raises:
        OrderError: a name is still in the finished document; nothing may be sent.
    """
    paper = open_paper(14)
    add_title(paper, heading, 18)
    add_text(paper, COVER)
    for copy in copies:
        paper.add_page_break()
        paper.add_heading(f"{copy.number}　{copy.title}", 2)
        for line in copy.paragraphs:
            add_text(paper, line)
    whole = "\n".join(paragraph.text for paragraph in paper.paragraphs)
    if left := names_left(whole, names):
        raise OrderError(f"文中仍有名称：{'、'.join(left[:5])}，没有生成")
    return paper_bytes(paper)


def sheet_for(desk: Desk, table: Table, expert_id: int, own: Mapping[str, int] | None = None) -> Sheet:
    """The score sheet of an expert for the cases that he has, or for these of them."""
    names = known_names(desk)
    own = table.of(expert_id) if own is None else own
    rows = tuple(
        (number, hide_names(table.cases[case]["title"], names).text) for number, case in sorted(own.items())
    )
    return Sheet(
        round_id=table.round.id,
        expert_id=expert_id,
        heading=f"{desk.campaign.short}专家评阅表",
        expert=table.experts[expert_id].name,
        due=table.round.due,
        rules=table.rules,
        rows=rows,
    )
