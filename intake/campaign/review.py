"""How experts' reading is counted: criteria, weights, how many read a case, what becomes of extremes."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from intake.config.toml import Strict

WHOLE = 100  # weights add up to it


class Band(Strict):
    """What a range of marks means, printed on the sheet."""

    low: int = Field(ge=0)
    high: int
    words: str  # 优秀


class Criterion(Strict):
    """One thing that experts give marks for."""

    name: str  # 科学性
    weight: int = Field(ge=1, le=WHOLE)  # of a hundred
    asks: str = ""  # what it looks at, printed on the sheet


BANDS = (
    Band(low=90, high=100, words="优秀"),
    Band(low=80, high=89, words="良好"),
    Band(low=60, high=79, words="一般"),
    Band(low=0, high=59, words="较差"),
)
CRITERIA = (
    Criterion(name="科学性", weight=30, asks="做法合乎政策法规和基层治理规律，思路清楚，材料可信"),
    Criterion(name="创新性", weight=40, asks="有别于一般做法，对解决难点问题有新的办法"),
    Criterion(name="实践性", weight=30, asks="已经做成，有成效，别处可以照着做"),
)


class ReviewRules(Strict):
    """The rules of a round of reading, ``[review]`` of a campaign; frozen when the first sheet leaves."""

    criteria: tuple[Criterion, ...] = Field(default=CRITERIA, min_length=1, max_length=10)
    scale: int = Field(default=100, ge=5, le=1000)  # highest mark
    bands: tuple[Band, ...] = BANDS
    readers: int = Field(default=3, ge=1, le=15)  # experts a case
    drop_from: int = Field(default=5, ge=3)  # from so many marks on the highest and the lowest do not count
    alarm: int = Field(default=20, ge=1)  # spread of totals that is put before the meeting
    ties: tuple[str, ...] = ("创新性", "实践性")  # compared in this order; then the meeting decides
    honour: str = ""  # what chosen cases are called in the public list and letters of thanks; "": no honour
    workdays: int = Field(default=10, ge=1, le=90)  # for reading

    @model_validator(mode="after")
    def _fits(self) -> Self:
        names = [criterion.name for criterion in self.criteria]
        if len(set(names)) < len(names):
            raise ValueError("criteria 中有两项同名")
        total = sum(criterion.weight for criterion in self.criteria)
        if total != WHOLE:
            raise ValueError(f"criteria 的 weight 合计是 {total}，应为 {WHOLE}")
        if unknown := [name for name in self.ties if name not in names]:
            raise ValueError(f"ties 中的“{unknown[0]}”不是评阅项目；可用的有：{'、'.join(names)}")
        if wrong := [band for band in self.bands if not band.low <= band.high <= self.scale]:
            raise ValueError(f"bands 中“{wrong[0].words}”的分数段不在 0 至 {self.scale} 之间")
        return self
