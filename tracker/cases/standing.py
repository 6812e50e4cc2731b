"""Where the call stands: counts by unit, theme and level, computed from the ledger's cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from intake.campaign.campaign import Campaign
from intake.campaign.entries import Unit
from tracker.ledger.records import CaseRow, CaseStatus
from tracker.ledger.shown import Alike, count_alike


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

    @property
    def is_over(self) -> bool:
        """Whether the unit has sent more than the notice lets it."""
        return self.unit.maximum is not None and self.cases > self.unit.maximum


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

    @property
    def silent(self) -> tuple[UnitStanding, ...]:
        """Units of which not one case is there, though some are expected: 未报送."""
        return tuple(unit for unit in self.missing if not unit.cases)

    @property
    def partial(self) -> tuple[UnitStanding, ...]:
        """Units that count as reported and have sent fewer than their minimum: 未报足."""
        return tuple(unit for unit in self.missing if unit.cases)

    @property
    def spared(self) -> tuple[UnitStanding, ...]:
        """Units that have sent nothing, and of which nothing is expected."""
        return tuple(unit for unit in self.units if not unit.cases and not unit.is_short)

    @property
    def over(self) -> tuple[UnitStanding, ...]:
        """Units that have sent more than their maximum: which of them count is for a person to say."""
        return tuple(unit for unit in self.units if unit.is_over)


def tell_missing(standing: Standing) -> str:
    """未报送：丰县、沛县；未报足：睢宁县（已报1篇，应报2篇）"""
    silent = "、".join(unit.unit.name for unit in standing.silent) or "无"
    partial = "、".join(
        f"{unit.unit.name}（已报{unit.cases}篇，应报{unit.unit.minimum}篇）" for unit in standing.partial
    )
    return f"未报送：{silent}" + (f"；未报足：{partial}" if partial else "")


def stand_now(campaign: Campaign, connection: Connection) -> Standing:
    """Where the call stands by the ledger, without looking at any case."""
    return _stand(campaign, count_alike(connection))


def stand(campaign: Campaign, rows: Iterable[CaseRow]) -> Standing:
    """Count the active cases, each looked at once: a hundred thousand need not be held."""
    active = (row for row in rows if row.status is CaseStatus.ACTIVE)
    return _stand(
        campaign,
        (
            Alike(row.unit_key, row["theme"], row["level"], bool(row.waiting), 1, row.sent_at)
            for row in active
        ),
    )


def _stand(campaign: Campaign, groups: Iterable[Alike]) -> Standing:
    tallies = {unit.key: _Tally() for unit in campaign.active_units()}
    whole, unplaced, waiting = _Tally(), 0, 0
    for group in groups:
        whole.add(group)
        waiting += group.cases if group.waits else 0
        if group.unit_key in tallies:
            tallies[group.unit_key].add(group)
        else:
            unplaced += group.cases
    return Standing(
        units=tuple(_unit_standing(unit, tallies[unit.key]) for unit in campaign.active_units()),
        cases=whole.cases,
        unplaced=unplaced,
        themes={theme.number: whole.themes.get(theme.number, 0) for theme in campaign.themes},
        levels={level.key: whole.levels.get(level.key, 0) for level in campaign.levels},
        undecided_themes=whole.cases - whole.with_theme,
        undecided_levels=whole.cases - whole.levels.total(),
        waiting=waiting,
    )


@dataclass(slots=True)
class _Tally:
    """Counts of some cases."""

    cases: int = 0
    with_theme: int = 0
    themes: Counter[int] = field(default_factory=Counter)
    levels: Counter[str] = field(default_factory=Counter)
    last_sent: datetime | None = None

    def add(self, group: Alike) -> None:
        self.cases += group.cases
        if group.theme:
            self.with_theme += group.cases
        if group.theme.isdigit():
            self.themes[int(group.theme)] += group.cases
        if group.level:
            self.levels[group.level] += group.cases
        self.last_sent = group.last_sent if self.last_sent is None else max(self.last_sent, group.last_sent)


def _unit_standing(unit: Unit, tally: _Tally) -> UnitStanding:
    return UnitStanding(unit, tally.cases, dict(tally.levels), dict(tally.themes), tally.last_sent)
