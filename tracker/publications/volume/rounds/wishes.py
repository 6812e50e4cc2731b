"""What a reply to a proof says besides corrections that are understood: kept in its own words for a person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from intake.config.words import either
from intake.model.case import Reading
from intake.text.fold import nfkc
from tracker.cases.stated import stated_values
from tracker.ledger.cases import get_case
from tracker.ledger.published.rounds import Correction, Round, Sent
from tracker.ledger.records import MailRow
from tracker.office.desk import Desk
from tracker.publications.volume.finals.answers import Say, verdict
from tracker.publications.volume.finals.named import name_works, works_of
from tracker.publications.volume.rounds.lines import points
from tracker.publications.volume.words import volume_words

BY_HAND: Final = "来信所述，请人工处理"
NOTHING_SAID: Final = frozenset({"nothing", "posted"})  # intents of mails that only greet
# What stands in quotation marks is of the text: no sentence of the letter ends there.
_SENTENCE: Final = re.compile(r"(?:“[^“”\n]{1,300}”|[^。；;！!？?\n])+[。；;！!？?]?")


def find_wishes(
    desk: Desk, row: MailRow, reading: Reading, read: tuple[Round, Sent, str]
) -> Iterator[Correction]:
    """What a reply wants besides corrections: kept in its own words with round and case, for a person to do.

    ``read``: the round, what was sent with it, and what is left of the reply. Beside corrections nothing but
    courtesy and signature is passed over.
    """
    one, sent, rest = read
    if reading.intent in NOTHING_SAID:
        return
    is_list = not reading.cases and rest != reading.body.own
    rows = [
        case for number in sent.cases if (case := get_case(desk.connection, serial_in(number))) is not None
    ]
    works = works_of(rows)
    for sentence in _SENTENCE.findall(rest):
        is_file = bool(reading.cases) and verdict(nfkc(sentence)) is Say.BROUGHT
        is_taken = bool(reading.intent) and reading.intent in stated_values(
            sentence
        )  # as a word on that field
        is_title = bool(name_works(sentence, works)) and not _wants(sentence)
        if is_file or is_taken or is_title or not asks(sentence, is_list=is_list):
            continue
        named = name_works(sentence, works) if len(rows) > 1 else tuple(case.id for case in rows)
        case = next((case for case in rows if named == (case.id,)), None)
        number, version, case_id = (case.number, case.version, case.id) if case is not None else ("", 0, 0)
        yield Correction(
            0, case_id, number, version, one.number, "", "", "", row.from_email, desk.now, row.id, BY_HAND,
            sentence.strip(),
        )  # fmt: skip


def asks(sentence: str, *, is_list: bool) -> bool:
    """Whether a sentence wants something; one among corrections (``is_list``) does unless it is mere courtesy."""
    agrees = verdict(nfkc(sentence)) is Say.STAYS
    clauses = re.split("[，,：:]", sentence)
    if any(points(clause) and verdict(nfkc(clause)) is Say.NOTHING for clause in clauses):
        return True
    if agrees or _wants(sentence):
        return not agrees
    return is_list and not any(_is_courtesy(words) for words in (sentence, _harmless().sub("", sentence)))


def _is_courtesy(words: str) -> bool:
    left = re.sub(r"[\s　。；;！!，,、.~～]+", " ", words).strip()
    return _courtesy().fullmatch(left) is not None or re.search(r"\w", left) is None


def _wants(sentence: str) -> bool:
    """Whether it has words of wanting: 图片换一张可以吗; 目录里漏了一篇."""
    words = volume_words()
    left = _harmless().sub("", sentence)
    doubting = (*words.doubting, *words.answers.later, *words.answers.withdrawn)
    return any(word in left for word in (*doubting, *words.faults))


def serial_in(number: str) -> int:
    """The serial number that a case's number ends with; 0: none."""
    found = re.search(r"(\d{1,9})\D{0,9}$", number)
    return int(found[1]) if found else 0


@cache
def _harmless() -> re.Pattern[str]:
    return re.compile(either(volume_words().harmless))


@cache
def _courtesy() -> re.Pattern[str]:
    return re.compile(either(volume_words().courtesy))
