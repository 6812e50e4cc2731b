"""Frames about several cases or drafts of which one counts."""

from __future__ import annotations

import re

from tracker.orders.understand.clause import Clause, Context
from tracker.orders.understand.frames.found import WHICH_KEPT, WHICH_OTHER, Found
from tracker.orders.understand.intents import Guess, Intent, Wish
from tracker.orders.understand.numbers import number_of
from tracker.orders.understand.spans import Kind, Span

_IS_COPY_OF = re.compile(r"[是即系为]\s*+$")
_TOGETHER = re.compile(r"\s*(?:[和跟与同及、]|[^\u4e00-\u9fff])*\s*$")
_NUMBERED = re.compile(r"第?(?:\d{1,2}|[一二三四五六七八九十]{1,2})[次稿版]|v\d")
_LATEST = re.compile(r"新|最|后|末|终")
_FIRST = re.compile(r"原|前|旧|初|老|首")
_ORIGINAL = re.compile(r"原")
_BEST = re.compile(r"留[^，,]{0,8}(?:最|较|的那)")  # 留写得最全的那个
_NOT_USED = re.compile(r"别用|不用|不要用|弃")


def read_merge(clause: Clause, context: Context, numbers: tuple[int, ...]) -> Found:
    """Which cases are one, and which of them stays."""
    found = clause.said(Kind.CASES)
    previous = next((w for w in reversed(context.wishes) if w.intent is Intent.MERGE), None)
    if previous is not None and not (len(found) == 1 and len(found[0].numbers) > 1):
        return _stays(clause, context, previous, found)
    if _draft_of(clause, found):
        return [Wish(Intent.MERGE, clause.text, found[0].numbers, value=str(found[1].numbers[-1]))]
    if not clause.numbers() and any(w.intent is Intent.KEEP and w.cases == numbers for w in context.wishes):
        return []  # 86号跟87号别并，题目一样而已
    if not clause.means("merge") and not (
        clause.means("into") and context.earlier and not clause.means("keep", "set", "withdraw")
    ):
        return None
    every = tuple(dict.fromkeys(n for span in found for n in span.numbers))
    if len(every) == 1 and context.earlier and every[0] not in context.earlier and clause.means("into"):
        # 40号重复，归入36号
        return [Wish(Intent.MERGE, clause.text, context.earlier, value=str(every[0]))]
    every = every or numbers
    if len(every) < 2:
        if clause.means("withdraw", "set") or not clause.numbers():
            return None
        return Guess(clause.text, WHICH_OTHER, about=(every, ""))
    keep = _kept(clause, found, every)
    return [Wish(Intent.MERGE, clause.text, tuple(n for n in every if n != keep), value=str(keep))]


def _stays(clause: Clause, context: Context, previous: Wish, found: list[Span]) -> Found:
    """A clause behind a merge: 留38, or only 合并一下."""
    together = tuple(dict.fromkeys((*previous.cases, int(previous.value))))
    if not found and _BEST.search(clause.folded):
        context.wishes.remove(previous)
        return Guess(clause.text, WHICH_KEPT, previous)
    if not found:
        return [] if clause.means("merge") else None
    keep = found[-1].numbers[-1]
    meant = clause.means("merge", "into", "keep") or re.search(r"留|为准", clause.folded)
    if not meant or (keep not in together and not clause.means("into")):
        return None
    context.wishes.remove(previous)
    return [Wish(Intent.MERGE, previous.text, tuple(n for n in together if n != keep), value=str(keep))]


def _draft_of(clause: Clause, found: list[Span]) -> bool:
    """21号是20号的修改稿."""
    if len(found) != 2 or not clause.all(Kind.VERSION):
        return False
    return bool(_IS_COPY_OF.search(clause.folded[found[0].end : found[1].start]))


def _kept(clause: Clause, found: list[Span], every: tuple[int, ...]) -> int:
    for span in found:
        before = clause.folded[: span.start].rstrip()
        if clause.lexicon.ends_with("into", before):
            return span.numbers[-1]
    if len(found) > 1:
        between = clause.folded[found[0].end : found[1].start]
        if _IS_COPY_OF.search(between) or not _TOGETHER.fullmatch(between):
            return found[-1].numbers[-1]  # 24号即20号之重复件
    return every[0]


def read_version(clause: Clause, context: Context, numbers: tuple[int, ...]) -> Found:
    """Which draft of a case counts."""
    versions = clause.said(Kind.VERSION)
    if (
        not versions
        or _draft_of(clause, clause.said(Kind.CASES))
        or (clause.means("merge") and len(clause.all(Kind.CASES)) > 1)
        or clause.means("withdraw")
        or (clause.all(Kind.FIELD) and not _NUMBERED.match(versions[-1].value))
    ):
        return None
    if (
        clause.means("original", "give", "show")
        and not clause.means("use", "set", "restore")
        and _ORIGINAL.match(versions[-1].value)
    ):
        return [Wish(Intent.ORIGINAL, clause.text, numbers)]  # 21号原来的稿子给我瞧瞧
    if _NOT_USED.search(clause.folded[: versions[-1].start]) and len(versions) == 1:
        return []
    if (
        not clause.means("use", "set", "transfer", "restore")
        and clause.unexplained() > 1
        and len(versions) < 2
    ):
        return None
    if context.did(Intent.VERSION, numbers) or context.did(Intent.MERGE):
        if not clause.means("use"):
            return []
        context.wishes[:] = [
            w for w in context.wishes if w.intent is not Intent.VERSION or w.cases != numbers
        ]
    word = versions[-1].value
    number = number_of(word) if _NUMBERED.match(word) else 0
    if not number and not _LATEST.search(word):
        if not _FIRST.search(word):
            return Guess(clause.text, "请写明是第几稿")
        number = 1
    return [Wish(Intent.VERSION, clause.text, numbers, value=str(number or ""))]
