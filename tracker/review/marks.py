"""Marks as experts write them: “A07 85 90 88”, “A07：科学性八十五、创新性90分…”, “A12 回避”.

What is clear is taken; what is not is asked, with the line it stands in. Nothing is guessed: a number
that was not given to this expert, a mark off the scale, a sheet on a ten-point scale become questions.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from intake.campaign.review import ReviewRules
from intake.text.fold import simplify
from intake.text.numerals import read_number
from tracker.review.words import review_words

_NUMBER: Final = re.compile(
    r"^[\s（(【\[]{0,8}(?:案例|编号|第)?\s{0,4}([A-Za-z]?)\s{0,4}-?\s{0,4}(\d{1,4})\s{0,4}(?:号|篇)?[\s）)】\].、，,:：—-]*"
)
_SPOKEN: Final = "[零〇一二两三四五六七八九十百]{1,5}"
_MARK: Final = re.compile(
    rf"(\d{{1,4}}(?:\.\d{{1,2}})?|{_SPOKEN}(?=\s{{0,4}}分|[\s，,、/；;。|]|$))\s{{0,4}}分?"
)
_BETWEEN: Final = re.compile(r"[\s，,、/；;。|:：=＝分-]*")
_AVOID: Final = re.compile(r"回避")
_MENTIONED: Final = re.compile(r"([A-Za-z])\s{0,2}-?(\d{1,4})(?!\d)")
_SECOND_WORD: Final = re.compile(r"(?:改|应|更正|修正|调整)[^\d]{0,6}\d|(?:^|\s)[-−]\d")
_COMMENT: Final = re.compile(r"^[\s，,、；;。:：]{0,20}(?:评语|意见|理由|说明)?[\s:：]{0,8}")
_LISTED: Final = re.compile(r"^\d{1,2}\s?[.．、)）]\s{0,4}(?=[A-Za-z]\s?\d)")
_CELLS: Final = re.compile(r"[\t|]")
_TEN: Final = 10
_FEW: Final = 3  # marks below this say nothing of a habit
LONGEST_COMMENT: Final = 2000  # characters kept


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


@dataclass(frozen=True, slots=True)
class Question:
    """What could not be taken, and why; both are shown to the expert."""

    line: str
    why: str


@dataclass(frozen=True, slots=True)
class Answer:
    """All that one reply or sheet says."""

    marks: tuple[Mark, ...]
    questions: tuple[Question, ...]


def read_lines(text: str, rules: ReviewRules, numbers: Collection[str]) -> Answer:
    """Marks in a mail's own words.

    Args:
        text: what the expert wrote, without quotation.
        rules: criteria and scale.
        numbers: printed numbers of the cases given to him.
    """
    rows: list[Mark | Question | None] = []
    columns: list[int] = []
    for line in text.splitlines():
        folded = _LISTED.sub("", simplify(line).strip())
        cells = [cell.strip() for cell in _CELLS.split(folded.strip("| "))]
        if found := _headed(cells, rules):
            columns = found
            continue
        if columns and len(cells) > max(columns):
            rows.append(_row_below(cells, columns, rules, numbers))
            continue
        parts = _parts(folded, rules, numbers)
        if parts:
            rows += parts
            continue
        match = _NUMBER.match(folded)
        if match is not None and _says_marks(folded[match.end() :], rules):
            rows.append(_read_row(line.strip(), match, folded[match.end() :], rules, numbers))
        elif _mentions(folded, numbers):
            rows.append(Question(line.strip()[:60], "没有读懂，请每篇一行写“编号 分数 分数 …”"))
    return collect(rows, rules)


def _headed(cells: Sequence[str], rules: ReviewRules) -> list[int]:
    """Where number and marks stand below a line of headings, whatever their order; [] for any other line."""
    names = [criterion.name for criterion in rules.criteria]
    if not set(names) <= set(cells):
        return []
    number = next((place for place, cell in enumerate(cells) if cell not in names and "编号" in cell), 0)
    return [number, *(cells.index(name) for name in names)]


def _row_below(
    cells: Sequence[str], columns: Sequence[int], rules: ReviewRules, numbers: Collection[str]
) -> Mark | Question | None:
    """A row of a table in a mail's words; a line that only parts heading and rows is none."""
    if not any(char.isdigit() for char in cells[columns[0]]):
        return None
    return read_row([cells[place] for place in columns], rules, numbers)


def _parts(text: str, rules: ReviewRules, numbers: Collection[str]) -> list[Mark | Question]:
    """Several cases in one line, each with all its marks: A03 89 90 92，A04 78 75 81. [] when it is not that."""
    places = [m.start() for m in _MENTIONED.finditer(text) if _find_number(m[1] + m[2], numbers)]
    if not places or (len(places) == 1 and places[0] == 0) or re.search(r"\d", text[: places[0]]):
        return []
    rows: list[Mark | Question] = []
    for start, end in zip(places, [*places[1:], len(text)], strict=True):
        part = text[start:end]
        match = _NUMBER.match(part)
        if match is None or not _says_marks(part[match.end() :], rules):
            return []
        rows.append(_read_row(part.strip(), match, part[match.end() :], rules, numbers))
    distinct = {row.number for row in rows if isinstance(row, Mark)}
    return rows if len(distinct) == len(rows) else []


def read_row(cells: Sequence[str], rules: ReviewRules, numbers: Collection[str]) -> Mark | Question | None:
    """A row of a returned sheet: printed number, a mark a criterion, 回避, 意见; ``None``: left empty."""
    wanted = len(rules.criteria)
    number, *rest = [cell.strip() for cell in cells]
    scores, others = rest[:wanted], rest[wanted:]
    avoids, comment = [*others, "", ""][:2]
    shown = " ".join(cell for cell in (number, *scores, avoids) if cell)
    if not any(scores) and not avoids:
        return None
    known = _find_number(simplify(number), numbers)
    if known is None:
        return Question(shown, f"编号“{number}”不在给您的案例之中")
    if avoids and avoids not in review_words().words.keeping:
        if any(scores):
            return Question(shown, f"{known}既写了“{avoids}”又打了分，请说明以哪个为准")
        return Mark(known, (), comment[:LONGEST_COMMENT])
    if not any(scores):
        return None
    values = [_value(simplify(cell)) for cell in scores]
    if any(value is None for value in values):
        return Question(shown, f"应有{wanted}项分数（{_names(rules)}），有的没有填或不是数字")
    return _checked(shown, known, [value for value in values if value is not None], comment, rules)


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
                    row.number, f"{row.number}有两种写法：{_words(before)}，{_words(row)}，请说明以哪个为准"
                )
    taken = [mark for number, mark in marks.items() if number not in twice]
    questions += twice.values()
    given = [score for mark in taken for score in mark.scores]
    if len([mark for mark in taken if mark.scores]) >= _FEW and max(given) <= _TEN < rules.scale:
        questions.append(
            Question(
                "整份",
                f"各项分数都不超过{_TEN}分，满分应为{rules.scale}分；请确认是否按{_TEN}分制打的，暂未登记",
            )
        )
        taken = [mark for mark in taken if mark.avoids]
    low = [mark for mark in taken if mark.scores and max(mark.scores) <= _TEN < rules.scale]
    questions += [
        Question(mark.number, f"{_words(mark)}都不超过{_TEN}分，满分是{rules.scale}分，请确认")
        for mark in low
    ]
    taken = [mark for mark in taken if mark not in low]
    return Answer(tuple(taken), tuple(questions))


def _mentions(text: str, numbers: Collection[str]) -> bool:
    """Whether a text names one of these cases by letter and number."""
    return any(_find_number(m[1] + m[2], numbers) for m in _MENTIONED.finditer(text))


def _says_marks(rest: str, rules: ReviewRules) -> bool:
    """Whether a line goes on as marks do, not as a sentence that begins with a number."""
    labels = "|".join(re.escape(criterion.name) for criterion in rules.criteria)
    return bool(
        re.match(rf"\s*(?:{labels}|回避|申请回避|需要回避|本人回避|\d|{_SPOKEN}\s*(?:分|[\s，,、/]))", rest)
    )


def _read_row(
    line: str, match: re.Match[str], rest: str, rules: ReviewRules, numbers: Collection[str]
) -> Mark | Question:
    number = _find_number(match[1] + match[2], numbers)
    if number is None:
        return Question(line, f"编号“{match[1].upper()}{match[2]}”不在给您的案例之中")
    if (away := _AVOID.search(rest)) and not rest[: away.start()].rstrip().endswith(
        ("不", "无需", "不用", "不需")
    ):
        if re.search(r"\d", rest):
            return Question(line, f"{number}既写了回避又打了分，请说明以哪个为准")
        return Mark(number, (), "")
    labelled = _labelled(rest, rules)
    scores, end = labelled if labelled is not None else _in_order(rest, len(rules.criteria) + 1)
    wanted = len(rules.criteria)
    if len(scores) != wanted:
        return Question(line, f"应有{wanted}项分数（{_names(rules)}），读到{len(scores)}项")
    if _SECOND_WORD.search(rest) or _mentions(rest[end:], numbers):
        return Question(line, "这一行不止一种写法或不止一篇，请每篇一行，只写最后的分数")
    comment = _COMMENT.sub("", rest[end:], count=1).strip()
    return _checked(line, number, scores, comment, rules)


def _checked(
    line: str, number: str, scores: Sequence[Decimal], comment: str, rules: ReviewRules
) -> Mark | Question:
    if wrong := [score for score in scores if not 0 <= score <= rules.scale]:
        return Question(line, f"分数{wrong[0]}不在0至{rules.scale}之间")
    return Mark(number, tuple(scores), comment[:LONGEST_COMMENT])


def _find_number(written: str, numbers: Collection[str]) -> str | None:
    """A07 for A07, a7, A-07 and, as it is the only one with this number, for 7."""
    compact = re.sub(r"[\s号篇-]", "", written).upper()
    match = re.fullmatch(r"([A-Z]?)(\d{1,4})", compact)
    if match is None:
        return None
    found = [
        number
        for number in numbers
        if int(re.sub(r"\D", "", number) or -1) == int(match[2])
        and (not match[1] or number.upper().startswith(match[1]))
    ]
    return found[0] if len(found) == 1 else None


def _labelled(rest: str, rules: ReviewRules) -> tuple[list[Decimal], int] | None:
    """Marks behind the names of their criteria, in any order; ``None`` when none is named."""
    found: dict[str, Decimal] = {}
    end = 0
    for criterion in rules.criteria:
        place = rest.find(criterion.name)
        if place < 0:
            continue
        start = _BETWEEN.match(rest, place + len(criterion.name))
        match = _MARK.match(rest, start.end() if start else place)
        if match and (value := _value(match[1])) is not None:
            found[criterion.name] = value
            end = max(end, match.end())
    if not found:
        return None
    return [found[criterion.name] for criterion in rules.criteria if criterion.name in found], end


def _in_order(rest: str, most: int) -> tuple[list[Decimal], int]:
    """Marks one after another, until something else comes."""
    scores: list[Decimal] = []
    end = 0
    while len(scores) < most:
        start = _BETWEEN.match(rest, end)
        match = _MARK.match(rest, start.end() if start else end)
        value = _value(match[1]) if match else None
        if match is None or value is None:
            break
        scores.append(value)
        end = match.end()
    return scores, end


def _value(text: str) -> Decimal | None:
    text = text.strip().removesuffix("分").strip()
    if re.fullmatch(r"\d{1,4}(?:\.\d{1,2})?", text):
        return Decimal(text)
    return Decimal(read_number(text)) if re.fullmatch(_SPOKEN, text) else None


def _names(rules: ReviewRules) -> str:
    return "、".join(criterion.name for criterion in rules.criteria)


def _words(mark: Mark) -> str:
    return "回避" if mark.avoids else "、".join(str(score) for score in mark.scores)
