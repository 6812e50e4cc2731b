"""Invented values for the letters of a round of reading: invitation, papers, marks and what is due."""

from __future__ import annotations

from datetime import timedelta

from intake.campaign.entries import Coordinator
from tracker.ledger.records import LetterKind
from tracker.review.marks.answer import Question as Unclear
from tracker.run.preview.season import SENT
from tracker.run.preview.states import States, Values, vary

EXPERT = {"expert": "王建国"}
CRITERIA = {"criteria": "科学性、创新性、实践性"}
MARKS: States = {
    "all": {
        "taken": ["A03　科学性85　创新性90　实践性88", "A07　回避"],
        "questions": [Unclear("A12 85 190 88", "分数190不在0至100之间")],
        "missing": ["A12"],
        "notes": [],
    },
    "none": {
        "taken": [],
        "questions": [],
        "missing": ["A03", "A07", "A12"],
        "notes": [
            "没有读到分数。请填好评分表作为附件回复，或在回信中逐行写编号和分数；其他事项请与我处联系。"
        ],
    },
}


def expert_values(base: Values, person: Coordinator) -> dict[LetterKind, States]:
    """Kind → name of the state → values for its templates.

    Args:
        base: what every letter needs.
        person: the coordinator who hears that all marks are in.
    """
    return {
        LetterKind.INVITATION: {
            "asked": {**base, **EXPERT, **CRITERIA, "cases": 60, "share": 18, "workdays": 10}
        },
        LetterKind.PAPERS: vary(
            {
                **base,
                **EXPERT,
                **CRITERIA,
                "numbers": ["A03", "A07", "A12"],
                "scale": 100,
                "due": SENT + timedelta(days=14),
            },
            {
                "sent": {"example": "A03 85 90 88", "enclosed": True},
                "too-large": {"example": "A03 85 90 88", "enclosed": False},
            },
        ),
        LetterKind.MARKS: vary({**base, **EXPERT, "due": SENT + timedelta(days=14)}, MARKS),
        LetterKind.MARKS_DUE: vary(
            {**base, **EXPERT, "missing": ["A07", "A12"], "due": SENT + timedelta(days=3)},
            {
                "before": {"past": False, "notice": ""},
                "past": {"past": True, "notice": ""},
                "changed": {"past": False, "notice": "评阅截止时间改为2015年9月15日。"},
            },
        ),
        LetterKind.MARKS_IN: {
            "all": {
                **base,
                "person": person,
                "name": "初评",
                "cases": 60,
                "marks": 180,
                "alarms": 4,
                "lacking": "",
            }
        },
    }
