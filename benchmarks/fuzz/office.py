"""Mails with odd heads through a whole office: archived, read, filed, answered, sent, shown.

A batch of mails is a day of an office of its own. Not one may stop another, every one is filed,
whoever wants an answer gets one, every letter is sound, and the digest, the workbook and the export
of that day can be written.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import structlog

from benchmarks.fuzz.heads import OURS, head_seeds, spoil_head
from benchmarks.fuzz.here import HereReaders
from benchmarks.fuzz.letters import letter_faults
from benchmarks.fuzz.pool import FILES, Outcome
from benchmarks.fuzz.seeds import Seed
from intake.campaign.call import Call
from tests.office import Office, local, notice
from tracker.ledger import mails
from tracker.ledger.events import note_keys
from tracker.ledger.records import MailRow, MailState
from tracker.ledger.views.status import reconcile
from tracker.letters.pace import ON_ITS_WAY
from tracker.office.isolation import FAILED
from tracker.publications.export import letter_objects, mail_objects
from tracker.run.duties import Outside, work_through

EXPECTED_TROUBLES = {"send-limit"}  # health that a day of strangers brings
HOURS = tuple(f"07-21 {hour}" for hour in ("08:10", "09:00", "10:20", "11:30", "14:00"))
TOGETHER = "* together: "  # begins what cannot be laid to one mail
DAY = 200  # mails of a day: its digest, workbook and account cost as much as fifty of them
GROUP = DAY // len(HOURS)  # mails that come in an hour
MEMORY = Path(
    "/dev/shm"
)  # nothing of a day is to outlive it, and waiting for a disk takes as long as the work


@dataclass(frozen=True, slots=True)
class Taken:
    """A mail that the office took in."""

    number: int
    name: str
    mail_id: int
    seconds: float


def make_head(seed: int, number: int, seeds: Sequence[Seed]) -> Seed:
    """Input ``number`` of the run ``seed``."""
    rng = random.Random(f"head:{seed}:{number}")
    name, data = rng.choice(seeds)
    return name, spoil_head(rng, data, rng.choice(seeds)[1])


# Below: runs inside the worker process.
_seeds: list[Seed] = []
_call: Call | None = None


def start(limit: int) -> None:
    """Load what every office of this process has in common; ``limit`` is its address space in bytes."""
    global _call  # noqa: PLW0603 - one process, one call
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    _seeds.extend(head_seeds())
    _call = FILES.load()


def run(seed: int, numbers: range) -> list[Outcome]:
    """A day of an office; when what goes wrong is not of one mail, each of them has another day alone."""
    outcomes = day(seed, numbers)
    if len(numbers) == 1 or not outcomes[0].breach.startswith(TOGETHER):
        return outcomes
    alone = [day(seed, range(number, number + 1))[0] for number in numbers]
    return alone if any(outcome.breach for outcome in alone) else outcomes


def day(seed: int, numbers: range) -> list[Outcome]:
    """What became of each mail; what cannot be laid to one is laid to the first."""
    inputs = [make_head(seed, number, _seeds) for number in numbers]
    with tempfile.TemporaryDirectory(
        prefix="zhengji-fuzz-", dir=MEMORY if MEMORY.is_dir() else None
    ) as folder:
        office = Office(Path(folder), notice())
        try:
            return _play(office, inputs, numbers)
        except Exception as error:  # noqa: BLE001 - finding these is the purpose
            why = f"{type(error).__name__}: {error}"[:200]
            return [
                Outcome(number, name, "raised", 0.0, f"{TOGETHER}{why}")
                for number, (name, _) in zip(numbers, inputs, strict=True)
            ]
        finally:
            office.close()


def _play(office: Office, inputs: list[Seed], numbers: range) -> list[Outcome]:
    assert _call is not None
    readers = HereReaders(_call)

    def work(when: str, *, publishing: bool) -> None:
        office.clock.set(max(local(when), office.clock.now()))
        outside = Outside(readers, office.route, _wait(office), _never_sent, publishing=publishing)
        work_through(office.parts, outside)

    taken: list[Taken] = []
    with structlog.testing.capture_logs() as logged:
        work("07-20 17:00", publishing=False)
        ours = office.last("digest").row.message_id.encode()
        for hour, start in zip(HOURS, range(0, len(inputs), GROUP), strict=False):
            begun = time.perf_counter()
            office.at(hour)
            group = list(zip(numbers, inputs, strict=True))[start : start + GROUP]
            ids = [take(office, raw.replace(OURS, ours)) for _, (_, raw) in group]
            work(hour, publishing=False)
            each = (time.perf_counter() - begun) / len(group)
            taken += [
                Taken(number, name, mail_id, each)
                for (number, (name, _)), mail_id in zip(group, ids, strict=True)
            ]
        work("07-22 17:00", publishing=True)
    general = [*_general(office), *(_logged(entry) for entry in logged if entry["log_level"] == "error")]
    return list(_judge(office, taken, readers.raised, general))


def _wait(office: Office) -> Callable[[float], object]:
    return lambda seconds: office.clock.advance(timedelta(seconds=seconds))


def _never_sent(_message_id: str, _since: datetime) -> bool:
    return False


def take(office: Office, raw: bytes) -> int:
    """Archive and record a mail as polling does; returns its id."""
    now = office.clock.now()
    sha256 = office.parts.archive.store(raw)
    with office.parts.ledger.begin() as connection:
        return mails.add_mail(connection, sha256, len(raw), now, now)[0]


def _judge(
    office: Office, taken: list[Taken], raised: dict[str, str], general: list[str]
) -> Iterator[Outcome]:
    on_its_way = {letter.row.recipient for letter in office.letters() if letter.row.state in ON_ITS_WAY}
    for one in taken:
        row = office.ask(partial(mails.get_mail, mail_id=one.mail_id))
        faults = [*_mail_faults(row, on_its_way), *(f"{TOGETHER}{why}" for why in general if one is taken[0])]
        if row.sha256 in raised:
            faults.append(raised[row.sha256])
        ending = f"head: {row.kind or row.state}"
        yield Outcome(one.number, one.name, ending, one.seconds, "; ".join(sorted(faults))[:600])


def _mail_faults(row: MailRow, on_its_way: set[str]) -> list[str]:
    """An answer waits while another letter is on its way to the address: her orders may have stopped all."""
    faults = [] if row.state is MailState.FILED else [f"{row.state}: {row.trouble}"]
    waits = row.wants_answer and row.from_email not in on_its_way
    return [*faults, "not answered"] if waits else faults


def _general(office: Office) -> Iterator[str]:
    """What is wrong with the office at the end of the day."""
    for name, trouble in office.parts.health.items():
        if name not in EXPECTED_TROUBLES:
            yield f"{name}: {trouble}"
    with office.parts.ledger.read() as connection:
        yield from note_keys(connection, FAILED)
        if difference := reconcile(connection).difference:
            yield f"{difference} mails unaccounted for"
        json.dumps([*mail_objects(connection, with_text=True), *letter_objects(connection)]).encode()
    for letter in office.letters():
        content = office.ask(lambda connection, id_=letter.row.id: _content(connection, id_))
        for fault in letter_faults(letter.row.recipient, content):
            yield f"letter {letter.row.kind} to {letter.row.recipient}: {fault}"


def _content(connection: Any, letter_id: int) -> bytes:
    from tracker.ledger.letters import letter_bytes

    return letter_bytes(connection, letter_id)


def _logged(entry: Any) -> str:
    return f"failed in {entry.get('what')}: {entry.get('error')} at {(entry.get('where') or ['?'])[-1]}"
