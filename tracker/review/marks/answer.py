"""What one reply or sheet says of its cases: marks taken, and what has to be asked.

Nothing is guessed: a mark off the scale, a case said in two ways, a sheet on a ten-point scale become
questions, with the line they stand in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from intake.campaign.review import ReviewRules

_TEN: Final = 10
_SLIP: Final = re.compile(r"(?<![一二三四五六七八九])十[一二三四五六七八九]")  # 十八 for 八十
_FEW: Final = 3  # marks below this say nothing of a habit
LONGEST_COMMENT: Final = 2000  # characters kept
SURELY: Final = "核对无误"  # low marks that he has confirmed
WEIGHED: Final = "{number}各项都不超过权重（{said}），各项满分都是{scale}分，没有登记；确是这样打的，请在分数后写“核对无误”"
LOW: Final = "{said}有不超过10分的，满分是{scale}分，没有登记；确是这样打的，请在分数后写“核对无误”"


@dataclass(frozen=True, slots=True)
class Mark:
    """What an expert says of one case: a mark for each criterion, or that he keeps away."""

    number: str  # printed: A07
    scores: tuple[Decimal, ...] = ()  # in the order of the criteria; empty when he keeps away
    comment: str = ""

    @property
    def avoids(self) -> bool:
        """Whether he asks not to read it."""
        return not self.scores

    @property
    def said(self) -> str:
        """In Chinese."""
        return "回避" if self.avoids else "、".join(str(score) for score in self.scores)


@dataclass(frozen=True, slots=True)
class Question:
    """What could not be taken, and why; both are shown to the expert."""

    line: str
    why: str
    about: tuple[str, ...] = ()  # cases, where it is known that no others are meant


@dataclass(frozen=True, slots=True)
class Tie:
    """That a case has to do with the expert, as he says it beside marks that are held for it."""

    number: str  # printed
    words: str  # his


@dataclass(frozen=True, slots=True)
class Answer:
    """All that one reply or sheet says."""

    marks: tuple[Mark, ...]
    questions: tuple[Question, ...]
    ties: tuple[Tie, ...] = ()
    cleared: tuple[str, ...] = ()  # cases of which he says that he need not keep away


def checked(
    line: str, number: str, scores: Sequence[Decimal], comment: str, rules: ReviewRules
) -> Mark | Question:
    """A mark, or the question which of its scores is off the scale."""
    if wrong := [score for score in scores if not 0 <= score <= rules.scale]:
        return Question(line, f"分数{wrong[0]}不在0至{rules.scale}之间")
    if (slip := _SLIP.search(line)) and any(_TEN < score < 2 * _TEN for score in scores):
        return Question(line, f"“{slip.group()}”请改用数字写，以免颠倒")
    weighed = len(scores) > 1 and all(
        score <= share for score, share in zip(scores, shares_of(rules), strict=True)
    )
    if weighed and max(scores) > _TEN and SURELY not in comment:
        said = "、".join(map(str, shares_of(rules)))
        return Question(line, WEIGHED.format(number=number, said=said, scale=rules.scale), (number,))
    return Mark(number, tuple(scores), comment[:LONGEST_COMMENT])


def shares_of(rules: ReviewRules) -> list[Decimal]:
    """What each criterion gives at most where all together come to the scale: 30, 40, 30."""
    whole = sum(criterion.weight for criterion in rules.criteria)
    return [Decimal(criterion.weight * rules.scale) / Decimal(whole) for criterion in rules.criteria]


def criteria_names(rules: ReviewRules) -> str:
    """科学性、创新性、实践性."""
    return "、".join(criterion.name for criterion in rules.criteria)


def collect(rows: Iterable[Mark | Question | None], rules: ReviewRules) -> Answer:
    """Rows as one answer: a case said twice, or a whole sheet of marks up to ten, is asked about."""
    marks: dict[str, Mark] = {}
    questions: list[Question] = []
    twice: dict[str, Question] = {}
    for row in rows:
        if isinstance(row, Question):
            questions.append(row)
        elif row is not None:
            before = marks.setdefault(row.number, row)
            if (before.scores, before.avoids) != (row.scores, row.avoids):
                twice[row.number] = Question(
                    row.number, f"{row.number}有两种写法：{before.said}，{row.said}，请说明以哪个为准"
                )
    taken = [mark for number, mark in marks.items() if number not in twice]
    questions += twice.values()
    unsaid = [mark for mark in taken if mark.scores and SURELY not in mark.comment]
    given = [score for mark in unsaid for score in mark.scores]
    if len(unsaid) >= _FEW and max(given) <= _TEN < rules.scale:
        questions.append(
            Question(
                "整份",
                f"各项分数都不超过{_TEN}分，满分应为{rules.scale}分；请确认是否按{_TEN}分制打的，暂未登记",
            )
        )
        taken = [mark for mark in taken if mark not in unsaid]
    low = [
        mark
        for mark in taken
        if mark.scores
        and rules.scale > _TEN
        and (max(mark.scores) <= _TEN or any(0 < score <= _TEN for score in mark.scores))
        and SURELY not in mark.comment
    ]
    questions += [Question(mark.number, LOW.format(said=mark.said, scale=rules.scale)) for mark in low]
    taken = [mark for mark in taken if mark not in low]
    return Answer(tuple(taken), tuple(questions))
