"""Cases as a person names them for a step of review: by number or title, or the best of a round."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from tracker.errors import OrderError
from tracker.ledger.records import CaseRow
from tracker.office.desk import Desk
from tracker.publications.volume.choice import by_lines
from tracker.review.rounds import look_at, results

_HEADING: Final = re.compile(
    r"^\s*(?:序号|编号|印号|题目|名称|案例名称)(?:\s|$)|名单\s*$|(?:编号|题目|名称)\s*\t"
)


def named_cases(desk: Desk, lines: Sequence[str]) -> list[CaseRow]:
    """The cases that lines name.

    Raises:
        OrderError: a line names none or several.
    """
    wanted = by_lines(desk, without_headings(lines))
    if wanted.remarks:
        raise OrderError("；".join(wanted.remarks))
    return list(wanted.cases)


def without_headings(lines: Sequence[str]) -> list[str]:
    """The lines of a list without its title and the names of its columns."""
    return [line for line in lines if any(char.isdigit() for char in line) or not _HEADING.search(line)]


def best_cases(desk: Desk, top: int) -> list[tuple[CaseRow, int]]:
    """The best ``top`` of the last round, equals included, each with the marks that it still lacks.

    Raises:
        OrderError: there is no round, or nothing has marks yet.
    """
    table = look_at(desk)
    best = [one for one in results(desk, table) if one.rank and one.rank <= top]
    if not best:
        raise OrderError("没有写明是哪几篇，或者还没有评分返回，排不出名次")
    return [(table.cases[one.case], one.missing) for one in best]
