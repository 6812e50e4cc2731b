"""Cases as a person names them for a step of review: by number or title, or the best of a round."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tracker.errors import OrderError
from tracker.ledger.records import CaseRow
from tracker.office.desk import Desk
from tracker.publications.volume.choice import by_lines
from tracker.review.rounds import lacking_words, look_at, results

_HEADING: Final = re.compile(
    r"^\s*(?:序号|编号|印号|题目|名称|案例名称)(?:\s|$)|名单\s*$|(?:编号|题目|名称)\s*\t"
)

_TOTAL: Final = re.compile(r"^\W*(?:合计|总计|小计|共计|平均)(?:[\s:：\d]|$)")


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
    return [
        line
        for line in lines
        if not _TOTAL.match(line) and (any(char.isdigit() for char in line) or not _HEADING.search(line))
    ]


@dataclass(frozen=True, slots=True)
class Best:
    """The best of a round, and in Chinese what speaks against their places."""

    rows: tuple[CaseRow, ...]
    remarks: tuple[str, ...] = ()


def best_cases(desk: Desk, top: int) -> Best:
    """The best ``top`` of the last round, equals included; whether marks are lacking, or equals stand at the edge, is said.

    Raises:
        OrderError: there is no round, or nothing has marks yet.
    """
    table = look_at(desk)
    found = results(desk, table)
    best = [one for one in found if one.rank and one.rank <= top]
    if not best:
        raise OrderError("没有写明是哪几篇，或者还没有评分返回，排不出名次")
    remarks = []
    if lacking := lacking_words(table, found):
        remarks.append(f"评分没有收齐（{lacking}），名次未定")
    edge = [one for one in best if one.rank == best[-1].rank]
    if len(best) > top:
        equal = "、".join(f"{table.cases[one.case].serial}号" for one in edge)
        remarks.append(f"第{best[-1].rank}名并列{len(edge)}篇（{equal}），前{top}名共{len(best)}篇")
    elif len(best) < top:
        remarks.append(f"有评分的只有{len(best)}篇，不足{top}篇")
    return Best(tuple(table.cases[one.case] for one in best), tuple(remarks))


def settled_best(desk: Desk, top: int) -> list[CaseRow]:
    """The best ``top`` where their places stand.

    Raises:
        OrderError: marks are lacking, equals stand at the edge, or there are fewer; a person says which.
    """
    best = best_cases(desk, top)
    if best.remarks:
        raise OrderError(f"{'；'.join(best.remarks)}；请逐篇写明，如“3、7号入选”")
    return list(best.rows)
