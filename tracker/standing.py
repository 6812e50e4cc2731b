"""Where the call stands: counts by unit, theme and level, computed from the ledger's cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from intake.campaign import Campaign, Unit
from tracker.records import CaseRow, CaseStatus


@dataclass(frozen=True, slots=True)
class UnitStanding:
    """What one reporting unit has sent."""

    unit: Unit
    cases: int
    levels: dict[str, int]  # level key → cases
    themes: dict[int, int]  # theme number → cases
    last_sent: datetime | None

    @property
    def is_short(self) -> bool:
        """Whether something is still expected from the unit."""
        return self.cases < self.unit.minimum


@dataclass(frozen=True, slots=True)
class Standing:
    """The whole call at one moment; units in official order."""

    units: tuple[UnitStanding, ...]
    cases: int
    unplaced: int  # cases whose unit is not known yet
    themes: dict[int, int]
    levels: dict[str, int]
    undecided_themes: int
    undecided_levels: int
    waiting: int  # cases with a field that waits for a person

    @property
    def reported(self) -> int:
        """How many units have sent at least one case."""
        return sum(unit.cases > 0 for unit in self.units)

    @property
    def missing(self) -> tuple[UnitStanding, ...]:
        """Units that have sent nothing, or fewer than their minimum."""
        return tuple(unit for unit in self.units if unit.is_short)


def stand(campaign: Campaign, rows: Iterable[CaseRow]) -> Standing:
    """Count the active cases."""
    active = [row for row in rows if row.status is CaseStatus.ACTIVE]
    units = tuple(
        _unit_standing(unit, [row for row in active if row.unit_key == unit.key])
        for unit in campaign.active_units()
    )
    themes = Counter(int(row["theme"]) for row in active if row["theme"].isdigit())
    levels = Counter(row["level"] for row in active if row["level"])
    placed = {unit.unit.key for unit in units}
    return Standing(
        units=units,
        cases=len(active),
        unplaced=sum(row.unit_key not in placed for row in active),
        themes={theme.number: themes.get(theme.number, 0) for theme in campaign.themes},
        levels={level.key: levels.get(level.key, 0) for level in campaign.levels},
        undecided_themes=sum(not row["theme"] for row in active),
        undecided_levels=sum(not row["level"] for row in active),
        waiting=sum(bool(row.waiting) for row in active),
    )


def _unit_standing(unit: Unit, rows: Sequence[CaseRow]) -> UnitStanding:
    return UnitStanding(
        unit=unit,
        cases=len(rows),
        levels=dict(Counter(row["level"] for row in rows if row["level"])),
        themes=dict(Counter(int(row["theme"]) for row in rows if row["theme"].isdigit())),
        last_sent=max((row.sent_at for row in rows), default=None),
    )
