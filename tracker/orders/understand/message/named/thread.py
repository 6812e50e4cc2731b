"""Cases by their place in the letter that is answered (上面那个, 第二个, 前一个, 这两篇, 其余)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from typing import Final

from intake.text.numerals import read_number
from tracker.orders.understand.message.named.known import MOST_LISTED, Known, Meant
from tracker.orders.understand.words import Lexicon

ORDINAL: Final = re.compile(r"第([一二三四五六七八九\d])[个篇件](?:案例)?")
# 上面两篇都对, 这两篇合成一篇: as many as the letter names
_SEVERAL: Final = re.compile(
    r"(?:上面|前面|刚才|信里)?(?:说的|提到的|列的|的)?(?:那|这)?([两俩二三四五六七八九2-9])(?:个案例|篇|件|份)(?:案例|材料)?"
)
_REST: Final = re.compile(
    r"(?:其余|其他|剩下|余下)(?:的)?(?:几篇|[一两二三四五六七八]篇|各篇)?(?=(?:都|全|均|一律)?(?:归|放|改|算|按|确认|没问题|是))"
)
_JUST_DONE: Final = re.compile(r"(?:刚才|方才|刚刚?)(?:说?的|那个)$")


def in_thread(clause: str, known: Known, lexicon: Lexicon, *, named: bool) -> Iterator[Meant]:
    """上面那个, 第二个, 前一个: a case by its place in the letter that is answered."""
    about = known.about
    if not 0 < len(about) <= MOST_LISTED:
        return
    if several := _SEVERAL.match(clause):
        if read_number(several[1].replace("两", "二").replace("俩", "二")) == len(about) > 1:
            yield Meant(about, *several.span())
        return
    if len(about) > 1:
        places = {m.span(): read_number(m[1]) or 0 for m in ORDINAL.finditer(clause)}
        places |= {m.span(): 1 for m in lexicon.patterns["former"].finditer(clause)}
        places |= {m.span(): len(about) for m in lexicon.patterns["latter"].finditer(clause)}
        yield from (
            Meant((about[place - 1],), *span)
            for span, place in sorted(places.items())
            if 0 < place <= len(about)
        )
        if places or named:
            return
    elif named:
        return
    thread = lexicon.patterns["thread"].search(clause)
    if thread and _JUST_DONE.match(thread[0]) and lexicon.patterns["taken_back"].search(clause):
        return  # 刚才那个不算: what was done, not the case
    if thread and _is_lead(clause[: thread.start()].strip(" ，,"), lexicon):
        why = "" if len(about) == 1 else "上一封信中不止一篇"
        yield Meant((about[-1],), *thread.span(), why)


def rest_of_letter(clause: str, about: tuple[int, ...], named: Set[int]) -> Meant | None:
    """最后一篇归六，其余归二: the cases of the answered letter that were not named before."""
    found = _REST.match(clause)
    rest = tuple(serial for serial in about if serial not in named)
    if not found or not rest or not named & set(about):
        return None
    return Meant(rest, *found.span())


def _is_lead(before: str, lexicon: Lexicon) -> bool:
    """Whether a case may follow: nothing, courtesy, or 把; not 收件4那个邮箱."""
    return lexicon.ends_with("lead_in", before) or not lexicon.patterns["courtesy"].sub("", before)
