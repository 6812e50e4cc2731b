"""Two cases, or two versions of one, side by side: how alike they are and what was changed."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from intake.text.likeness import Change, differences, similarity
from tracker.errors import OrderError
from tracker.ledger import cases
from tracker.ledger.records import CaseRow
from tracker.ledger.texts.versions import get_version


@dataclass(frozen=True, slots=True)
class Comparison:
    """``alike`` is the share of the text in common, 0 to 1; ``first`` and ``second`` name the texts."""

    first: str
    second: str
    alike: float
    changes: tuple[Change, ...]

    @property
    def head(self) -> str:
        """3号与5号：92%文字相同，4处不同"""
        if not self.changes:
            return f"{self.first}与{self.second}：文字相同"
        return f"{self.first}与{self.second}：{self.alike:.0%}文字相同，{len(self.changes)}处不同"


def compare_cases(connection: Connection, first: CaseRow, second: CaseRow) -> Comparison:
    """The versions that count of two cases."""
    texts = [get_version(connection, row.version_id).text for row in (first, second)]
    return _compare(f"{first.serial}号", f"{second.serial}号", *texts)


def compare_versions(connection: Connection, row: CaseRow) -> Comparison:
    """The newest version of a case and the one before it.

    Raises:
        OrderError: there is only one.
    """
    *_, before, newest = [None, *cases.case_versions(connection, row.id)]
    if before is None:
        raise OrderError(f"{row.serial}号只有一稿；与另一篇比较请写明两个编号，如 3 5")
    return _compare(f"{row.serial}号第{before.number}稿", f"第{newest.number}稿", before.text, newest.text)


def _compare(first: str, second: str, before: str, after: str) -> Comparison:
    return Comparison(first, second, similarity(before, after), differences(before, after))


def show_difference(change: Change, most: int) -> str:
    """One change in a line; sentences are cut at ``most`` characters."""
    before, after = (_cut(text, most) for text in (change.before, change.after))
    if not before:
        return f"新增“{after}”"
    return f"“{before}”改为“{after}”" if after else f"删去“{before}”"


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
