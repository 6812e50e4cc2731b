"""Invented values for the letters of the volume: the last text asked for, proofs, books that come back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from intake.campaign.entries import Coordinator
from tracker.ledger.records import LetterKind
from tracker.letters.volume.returned import Shown
from tracker.letters.writing.lines import CaseLine
from tracker.run.preview.season import SENT
from tracker.run.preview.states import States, Values, vary

TITLE = "城乡社区治理和服务创新优秀案例汇编"
BOOK = (
    Shown(3, "AL-003", "一张清单管到底", ("“共办结36件”改为“共办结38件”", "增加“居民满意。”"), 0),
    Shown(7, "AL-007", "板材村的四方碰头会", ("题目由《板材村的四方碰头会》改为《板材村的碰头会》",), 2),
)


def volume_values(base: Values, lines: Sequence[CaseLine], person: Coordinator) -> dict[LetterKind, States]:
    """Kind → name of the state → values for its templates.

    Args:
        base: what every letter needs.
        lines: cases of one unit, whose last text and proof it is asked for.
        person: the coordinator who hears of a book that came back.
    """
    unit = {**base, "addressee": lines[0].place}
    return {
        LetterKind.FINAL: vary(
            {
                **unit,
                "cases": lines,
                "due": SENT.date() + timedelta(days=14),
            },
            {"asked": {"words": ""}, "words": {"words": "本次汇编由市里统一印刷，请务必按时报来。"}},
        ),
        LetterKind.PROOF: vary(
            {
                **unit,
                "round": "一校",
                "title": TITLE,
                "cases": lines,
                "due": SENT.date() + timedelta(days=14),
                "words": "",
                "has_pages": True,
                "has_differences": False,
                "left_out": [],
            },
            {
                "first": {},
                "second": {"round": "二校", "has_differences": True, "words": "图片不清的请另发原图。"},
                "editor": {
                    "addressee": "",
                    "cases": [],
                    "due": None,
                    "left_out": ["改动对照（二校与一校）.docx"],
                },
                "no-pages": {"has_pages": False},
            },
        ),
        LetterKind.BOOK: vary(
            {
                **base,
                "person": person,
                "own": True,
                "may_take": True,
                "sender": "",
                "file": "汇编（改）.docx",
                "title": TITLE,
                "printed": "一校",
                "cases": BOOK,
                "same": 10,
                "missing": [],
                "others": [],
                "moved": False,
                "comments": "",
                "is_book": True,
            },
            {
                "changed": {"missing": [{"serial": 12, "title": "老街坊的议事亭"}], "moved": True},
                "same": {"cases": (), "same": 12},
                "editor": {
                    "own": False,
                    "sender": "王编辑",
                    "cases": BOOK[:1],
                    "others": ["编者按"],
                    "is_book": False,
                },
            },
        ),
    }
