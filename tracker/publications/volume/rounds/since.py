"""How the volume as it would be printed now differs from a round; nothing is kept as a run."""

from __future__ import annotations

import tempfile
from pathlib import Path

from intake.worker.pool import Readers
from tracker.errors import OrderError
from tracker.office.desk import Desk
from tracker.office.parts import Parts
from tracker.publications.volume.choice import chosen_cases
from tracker.publications.volume.content.gather import Sources, gather_volume
from tracker.publications.volume.content.store import load_volume_file
from tracker.publications.volume.rounds.differences import compare_volumes
from tracker.publications.volume.rounds.show import Comparison, write_comparison
from tracker.publications.volume.rounds.take import newest_round
from tracker.publications.volume.settings import PLACE, VolumeSettings
from tracker.publications.volume.words import round_name


def compare_rounds(
    parts: Parts, readers: Readers, settings: VolumeSettings, number: int, against: int
) -> tuple[Comparison, Path]:
    """Compare a round with a later one (0: with the text as it is now).

    Raises:
        OrderError: there is no such round, or its content file is gone.
    """
    if not against:
        return compare_since(parts, readers, settings, number)
    with parts.ledger.read() as connection:
        desk = Desk(connection, parts, parts.clock.now())
        first, second = sorted(
            (newest_round(desk, number), newest_round(desk, against)), key=lambda one: one.number
        )
    before, now = (load_volume_file(parts.data.volumes / one.run) for one in (first, second))
    found = compare_volumes(before, now)
    comparison = Comparison(round_name(first.number), round_name(second.number), found)
    folder = parts.data.out / PLACE / second.run
    folder.mkdir(parents=True, exist_ok=True)
    return comparison, write_comparison(comparison, now, folder)[0]


def compare_since(
    parts: Parts, readers: Readers, settings: VolumeSettings, number: int = 0
) -> tuple[Comparison, Path]:
    """Compare with a round (0: the last); returns what differs, and the list as a Word file.

    Raises:
        OrderError: there is no such round, its content file is gone, or no case is chosen.
    """
    now = parts.clock.now()
    stamp = f"{now.astimezone(parts.campaign.zone):%Y%m%d-%H%M}"
    with parts.ledger.read() as connection, tempfile.TemporaryDirectory() as pictures:
        desk = Desk(connection, parts, now)
        before = newest_round(desk, number)
        chosen = chosen_cases(desk)
        if not chosen:
            raise OrderError("汇编中还没有案例，请先用 zhengji volume choose 选定")
        earlier = load_volume_file(parts.data.volumes / before.run)
        volume = gather_volume(desk, settings, chosen, Sources(readers, Path(pictures)), stamp)
    comparison = Comparison(round_name(before.number), "现稿", compare_volumes(earlier, volume))
    folder = parts.data.out / PLACE / f"改动对照{stamp}"
    folder.mkdir(parents=True, exist_ok=True)
    return comparison, write_comparison(comparison, volume, folder)[0]
