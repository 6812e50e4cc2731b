"""How many single units send, where the notice says it of them: 高新区、白沟新城各3篇."""

from __future__ import annotations

import re
from collections.abc import Iterator

from intake.campaign.notice.outline import Line, without_blanks
from intake.campaign.notice.tables import tables_in
from intake.campaign.notice.terms import read_quota
from intake.campaign.notice.values import Quota
from intake.text.fold import nfkc

LONGEST = 60  # characters that name whose share it is

_CLAUSE = re.compile(r"[,;。\n]")
_ASKED = re.compile(
    r"(?:可|须|应|至少|原则上|限|共|各|均|分别){0,8}(?:报送|推荐|申报|上报|选送|提交|限报|报|不少于|不超过|不多于|至少|最多|至多)"
)
_COUNTED = re.compile(r"^(?:其中|另外)?(?:[二两三四五六]个|各)?|各$")
_OFFICE = re.compile(
    r"(?<=[区城县市])(?:总?工会|科协|妇联|团工?委|教育局|[\u4e00-\u9fff]{2,6}局|[\u4e00-\u9fff]{2,6}部门|分局|管委会)$"
)
_HEAD_OF_SHARES = re.compile("名额|数量|篇数|个数|份额|指标")


def own_quotas(lines: tuple[Line, ...]) -> tuple[tuple[str, Quota], ...]:
    """Names of units, as the notice calls them, with the share of each; none of what it says of every county."""
    return (*_in_tables(lines), *_in_clauses(lines))


def _in_clauses(lines: tuple[Line, ...]) -> Iterator[tuple[str, Quota]]:
    for line in lines:
        for clause in () if "\t" in line.text else _CLAUSE.split(without_blanks(nfkc(line.text))):
            asked = _ASKED.search(clause) or re.search(r"各?(?=\d{1,2}[至—-]?\d{0,2}[篇个件])", clause)
            if asked is None or not 0 < asked.start() <= LONGEST or re.match("每|各(?!自)", clause):
                continue
            if quota := read_quota(clause[asked.start() :]):
                yield from ((name, quota) for name in _names(clause[: asked.start()]))


def _in_tables(lines: tuple[Line, ...]) -> Iterator[tuple[str, Quota]]:
    """单位 | 名额: 靖江市、泰兴市 | 各6篇"""
    for table in tables_in(lines):
        at = next((at for at, word in enumerate(table.head) if _HEAD_OF_SHARES.search(word)), 0)
        for row in table.rows if at else ():
            said = re.fullmatch(r"各?(\d{1,3})", nfkc(row[at]))  # a number alone is a share, too
            if quota := read_quota(f"{said[1]}篇" if said else nfkc(row[at])):
                yield from ((name, quota) for name in _names(nfkc(row[at - 1])))


def _names(said: str) -> Iterator[str]:
    for part in re.split("[、和及与]", re.sub(r"\([^()]{1,12}\)", "", said)):
        name = _OFFICE.sub("", _COUNTED.sub("", part).removesuffix("各"))
        if 2 <= len(name) <= LONGEST and not re.search(r"每|[《》\d]|奖", name):
            yield name
