"""What a team found, as it is told: 属实，成效…，问卷发放60回收58有效55，满意40基本满意12不太满意2不满意1."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from intake.text.fold import simplify
from tracker.errors import OrderError
from tracker.ledger.records import CaseRow
from tracker.ledger.review.decided import Visit, put_findings
from tracker.office.desk import Desk
from tracker.review.visits.kit import LEVELS, TRUTHS
from tracker.review.visits.survey import Survey, read_survey

_HANDED: Final = ("发放", "回收", "有效")
_SEVEN: Final = re.compile(r"(?<!\d)(?:\d{1,6}[\s,，、/]{1,3}){6}\d{1,6}(?!\d)")
_MEANT: Final = {
    "发了": "发放",
    "发出": "发放",
    "收回": "回收",
    "收了": "回收",
    "真实可信": "属实",
    "真实": "属实",
    "基本上属实": "基本属实",
}
_SAID: Final = re.compile(
    r"真实可信|基本上属实|(?<![不失基])真实(?!性)|(?:发了|发出|收回|收了)(?=问卷|\s?\d)"
)
_TRUTH: Final = f"(?:{'|'.join(sorted(TRUTHS, key=len, reverse=True))})"
# What makes 属实 less than that is none of the words of the form.
_LESS: Final = re.compile(
    "(?:[不未非](?:完全|全部|尽|太|够|大|全|一定|能)?|未必|难以|难说|是否|能否|部分|多数|大体|大致|总体)"
    + _TRUTH
)
_BETWEEN: Final = re.compile(r"[，,。；;：:、\s]+")
_SURVEY_WORDS: Final = re.compile(r"(?:群众)?(?:满意度)?(?:调查)?问卷(?:[：:]|$)?|份")


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found on the spot."""

    truth: str  # one of TRUTHS
    effect: str = ""
    survey: Survey | None = None
    notes: str = ""


def read_findings(text: str) -> Findings:
    """Findings in one sentence of a person.

    Raises:
        OrderError: it does not say whether the case is true, or the counts cannot be right.
    """
    text = _SAID.sub(lambda found: _MEANT[found.group()], simplify(text))
    said = dict.fromkeys(re.findall(_TRUTH, text))
    if not said:
        raise OrderError(f"真实性请写{'、'.join(TRUTHS)}之一")
    if len(said) > 1:
        raise OrderError(f"真实性写了{'、'.join(said)}，请只写一种")
    if _LESS.search(text):
        raise OrderError(f"真实性请写{'、'.join(TRUTHS)}之一，不属实的写“存疑”并说明")
    (truth,) = said
    rest = re.sub(rf"真实性[：:\s]{{0,2}}{truth}", "", text).replace(truth, "", 1)
    counts, rest = _counts(rest)
    survey = read_survey(counts) if counts else None
    if isinstance(survey, str):
        raise OrderError(survey)
    effect = "，".join(part for part in _BETWEEN.split(rest) if part)
    return Findings(truth, effect, survey)


def record_findings(desk: Desk, row: CaseRow, found: Findings, who: str) -> str:
    """Take them into the ledger; returns what was taken in one Chinese line."""
    survey = found.survey
    counts = (survey.given, survey.returned, survey.valid, *survey.levels) if survey else ()
    visit = Visit(row.id, None, found.truth, found.effect, counts, found.notes, who)
    put_findings(desk.connection, visit, desk.now)
    said = [found.truth, found.effect, survey.said if survey else ""]
    return f"{row.number}：{'，'.join(filter(None, said))}"


def _counts(text: str) -> tuple[tuple[int, ...], str]:
    """The seven counts in order or behind their names, and the text without them; () when there are none."""
    if seven := _SEVEN.search(text):
        rest = text[: seven.start()] + text[seven.end() :]
        return tuple(map(int, re.findall(r"\d+", seven.group()))), _SURVEY_WORDS.sub("", rest)
    found: dict[str, int] = {}
    rest = text
    # 不满意 stands inside no other word, but 满意 inside three: the longer are taken out first.
    for name in sorted((*_HANDED, *LEVELS), key=len, reverse=True):
        match = re.search(rf"{name}(?:的|问卷)?[\s：:]{{0,2}}(\d{{1,6}})\s?份?", rest)
        if match:
            found[name] = int(match[1])
            rest = rest[: match.start()] + rest[match.end() :]
    if not found:
        return (), text
    lacking = [name for name in _HANDED if name not in found]
    if lacking:
        raise OrderError(f"问卷缺{'、'.join(lacking)}的份数")
    counts = tuple(found.get(name, 0) for name in (*_HANDED, *LEVELS))
    return counts, _SURVEY_WORDS.sub("", rest)
