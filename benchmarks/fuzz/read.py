"""Spoiled documents and mails through reading: text or a stated doubt, inside the limits."""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path

from benchmarks.fuzz.mutate import mutate
from benchmarks.fuzz.pool import FILES, Outcome
from benchmarks.fuzz.seeds import Seed, make_seeds
from intake.campaign.call import Call, Sender
from intake.model.case import Attachment, Doubt
from intake.model.doubts import DOUBTS
from intake.model.limits import Limits


def make_input(seed: int, number: int, seeds: list[list[Seed]]) -> Seed:
    """Input ``number`` of the run ``seed``."""
    rng = random.Random(f"{seed}:{number}")
    name, data = rng.choice(rng.choice(seeds))
    return name, mutate(rng, data, rng.choice(rng.choice(seeds))[1])


# Below: runs inside the worker process.
_seeds: list[list[Seed]] = []
_call: Call | None = None


def start(limit: int, *, parts: bool, more: Path | None = None) -> None:
    global _call  # noqa: PLW0603 - one process, one call
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    _seeds.extend(make_seeds(more))
    _call = None if parts else FILES.load()


def run(seed: int, numbers: range) -> list[Outcome]:
    return [_try_one(seed, number) for number in numbers]


def _try_one(seed: int, number: int) -> Outcome:
    name, data = make_input(seed, number, _seeds)
    start = time.perf_counter()
    try:
        ending, breach = _read_mail(data) if name.endswith(".eml") else _read_file(name, data)
    except BaseException as error:  # noqa: BLE001 - finding these is the purpose
        ending, breach = "raised", f"{type(error).__name__}: {error}"[:200]
    return Outcome(number, name, ending, time.perf_counter() - start, breach)


def _read_mail(data: bytes) -> tuple[str, str]:
    if _call is None:
        from intake.mail.open import open_mail

        opened = open_mail(data, Limits())
        return _read_files(opened.attachments, opened.passwords, (*opened.doubts,), opened.body.new, "mail: ")
    from intake.pipeline import read_mail

    reading = read_mail(data, _call, Sender())
    longest = max((len(document.text) for document in reading.documents), default=0)
    return f"mail: {reading.kind}", _breach(reading.doubts, longest)


def _read_file(name: str, data: bytes) -> tuple[str, str]:
    ending, breach = _read_files((Attachment(name, data),))
    return ending, breach or ("neither text nor a doubt" if ending == "nothing" else "")


def _read_files(
    attachments: tuple[Attachment, ...],
    passwords: tuple[str, ...] = (),
    doubts: tuple[Doubt, ...] = (),
    text: str = "",
    what: str = "",
) -> tuple[str, str]:
    from intake.documents.read import read_document
    from intake.unpack.containers import unpack

    limits = Limits()
    unpacked = unpack(attachments, limits, passwords)
    documents = [read_document(attachment, limits) for attachment in unpacked.attachments]
    doubts = (*doubts, *unpacked.doubts, *(doubt for document in documents for doubt in document.doubts))
    longest = max((len(document.text) for document in documents), default=0)
    needs_ocr = any(document.needs_ocr for document in documents)
    return what + _ending(doubts, longest + len(text), needs_ocr=needs_ocr), _breach(doubts, longest)


def _ending(doubts: tuple[Doubt, ...], characters: int, *, needs_ocr: bool) -> str:
    if characters:
        return "text with doubts" if doubts else "text"
    for doubt in doubts:
        unforeseen = doubt.code == "damaged" and doubt.detail.isascii() and doubt.detail.isidentifier()
        return f"doubt: damaged ({doubt.detail})" if unforeseen else f"doubt: {doubt.code}"
    return "waits for recognition" if needs_ocr else "nothing"


def _breach(doubts: tuple[Doubt, ...], characters: int) -> str:
    unknown = {doubt.code for doubt in doubts} - set(DOUBTS)
    if unknown:
        return f"unknown doubts {unknown}"
    return "more characters than allowed" if characters > Limits().text_chars else ""
