"""The invented season of the demo, played in process without servers, with any breaks in between."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, fields, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

from demo.__main__ import PERSON, START, UNTIL, prepare_data
from demo.coordinator import Coordinator
from demo.mail import BUREAU, ZONE
from demo.mails import season_mails
from intake.campaign.call import Sender
from intake.model.case import Reading
from intake.worker.pool import Failed, Readers
from tests.ledgers import USUAL, settle_ledger
from tracker.office.clock import SetClock
from tracker.office.parts import Parts
from tracker.outbox.smtp import Confirm
from tracker.publications.export import letter_objects, mail_objects
from tracker.run.duties import Outside
from tracker.run.open import open_office, open_readers
from tracker.run.replay import Arrival, Season, import_arrivals, run_season

Span = tuple[datetime, datetime]  # the machine is on from … until …


@dataclass
class Post:
    """Takes every letter; what was taken can be looked up, as in a folder of sent mail."""

    letters: list[bytes] = field(default_factory=list)
    name: str = "post"

    def deliver(self, _sender: str, _recipient: str, content: bytes, confirm: Confirm) -> str:
        confirm()
        self.letters.append(content)
        return "250 taken"

    def close(self) -> None:
        pass


class Remembering(Readers):
    """Real readers that need not read the same mail under the same call twice: seasons differ in the rest."""

    _known: ClassVar[dict[tuple[object, ...], Reading | Failed]] = {}

    def read_all(self, items: Iterable[tuple[Path, Sender]]) -> Iterator[Reading | Failed]:
        for path, sender in items:
            key = (
                path.name,
                replace(sender, told_in=()),
                *(told.name for told in sender.told_in),
                *self._call(),
            )
            if key not in self._known:
                self._known[key] = next(super().read_all([(path, sender)]))
            yield self._known[key]

    def _call(self) -> Iterator[object]:
        for each in fields(self._files):
            said = getattr(self._files, each.name)
            yield said.read_bytes() if isinstance(said, Path) and said.is_file() else each.name


def at(text: str) -> datetime:
    """``07-20 08:00`` of 2015."""
    return datetime.fromisoformat(f"2015-{text.replace(' ', 'T')}").replace(tzinfo=ZONE)


def _remembering(parts: Parts) -> Remembering:
    real = open_readers(parts)
    return Remembering(real._files, real._workers)


def play_season(
    data: Path,
    spans: Iterable[Span] = ((START, UNTIL),),
    *,
    keep: Callable[[Arrival], bool] = lambda _arrival: True,
    before: Callable[[Path, datetime], None] = lambda _data, _at: None,
    post: Post | None = None,
    database: str = USUAL,
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Letters and mails as ``zhengji export`` prints them, after a season in which the machine was on
    in ``spans``: each is a process of its own. ``before`` may change the data folder in between; the ledger
    stands in the data folder or in a ``database`` of its own.
    """
    prepare_data(data, 1, 1)
    settle_ledger(data, database)
    mails = [found for made in season_mails() if keep(found := Arrival(made.at, made.name, made.raw))]
    post = post or Post()
    echo = Coordinator(*PERSON, BUREAU).answer_with(post)  # type: ignore[arg-type]
    clock = SetClock(START)
    for start, until in spans:
        before(data, start)
        clock.set(max(start, clock.now()))
        with open_office(data, clock=clock) as parts, _remembering(parts) as readers:

            def wait(seconds: float) -> None:
                clock.advance(timedelta(seconds=seconds))

            outside = Outside(readers, post, wait, lambda _id, _since: False)
            here = [mail for mail in mails if mail.at <= until]
            mails = [mail for mail in mails if mail.at > until]
            for _ in run_season(parts, outside, clock, Season(here, import_arrivals(parts), until, echo)):
                pass
    with open_office(data, clock=clock) as parts, parts.ledger.read() as connection:
        return list(letter_objects(connection)), list(mail_objects(connection, with_text=False))
