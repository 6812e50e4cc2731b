"""Counts of a questionnaire: checked against each other, never shown without how many answered."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from tracker.review.visits.kit import LEVELS

FEW: Final = 30  # answers below which a rate says little


@dataclass(frozen=True, slots=True)
class Survey:
    """发放, 回收, 有效, and of the valid ones how many chose each level."""

    given: int
    returned: int
    valid: int
    levels: tuple[int, int, int, int]

    @property
    def rate(self) -> Decimal:
        """(满意 + 基本满意) ÷ 有效, per cent to one place."""
        share = Decimal(100 * (self.levels[0] + self.levels[1])) / self.valid
        return share.quantize(Decimal("0.1"), ROUND_HALF_UP)

    @property
    def said(self) -> str:
        """As printed."""
        few = f"，不足{FEW}份，仅供参考" if self.valid < FEW else ""
        return f"满意率{self.rate}%（有效问卷{self.valid}份{few}）"


def read_survey(counts: tuple[int, ...]) -> Survey | str:
    """The counts as a survey, or in Chinese why they cannot be right."""
    if len(counts) != 3 + len(LEVELS):
        return f"应有7个数：发放、回收、有效、{'、'.join(LEVELS)}"
    given, returned, valid, *levels = counts
    if min(counts) < 0:
        return "份数不能是负数"
    if not given >= returned >= valid:
        return f"应当发放（{given}）不少于回收（{returned}），回收不少于有效（{valid}）"
    if sum(levels) != valid:
        return f"四档合计{sum(levels)}份，与有效问卷{valid}份不符"
    if not valid:
        return "没有有效问卷"
    return Survey(given, returned, valid, (levels[0], levels[1], levels[2], levels[3]))
