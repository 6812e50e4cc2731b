"""Printed numbers with a letter where a digit belongs: A1O, AlO, A0l, O7."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Final

from intake.text.fold import simplify
from tracker.review.marks.answer import Answer, Question
from tracker.review.marks.values import find_number

_ALIKE: Final = str.maketrans("OoQDIil|ZzS", "00001111225")
_WRITTEN: Final = re.compile(  # AI 3次 is none
    r"(?<![A-Za-z\d])([A-Za-z])\s?-?([\dOoQDIil|ZzS]{1,3})(?=号?[\s:：，,、（(/=|]{1,4}(?:\d{2,3}(?:\.\d)?[\s，,、/]{1,3}\d\d|[二三四五六七八九]?[十百]))"
)
MISSPELT: Final = "编号写的是“{written}”，像是{number}，请用数字重写编号和分数"


def hold_misspelt(answer: Answer, text: str, numbers: Collection[str]) -> Answer:
    """The answer without marks of cases one of whose numbers is misspelt, each asked about.

    Args:
        answer: what was read.
        text: what he wrote.
        numbers: printed numbers of his cases.
    """
    for written, number in dict(_misspelt(simplify(text), numbers)).items():
        question = Question(written, MISSPELT.format(written=written, number=number), (number,))
        kept = tuple(mark for mark in answer.marks if mark.number != number)
        answer = replace(answer, marks=kept, questions=(*answer.questions, question))
    return answer


def _misspelt(text: str, numbers: Collection[str]) -> Iterator[tuple[str, str]]:
    """What stands there, and the case that it looks like."""
    for match in _WRITTEN.finditer(text):
        written = match[1] + match[2]
        meant = find_number(match[1] + match[2].translate(_ALIKE), numbers)
        if not match[2].isdecimal() and meant is not None:
            yield written, meant
