"""Letters of thanks (感谢信) in Word, to be stamped: to units whose cases were chosen, to experts who read.

The words say what was done and thank for it. Whether the cases carry an honour is the campaign's to say
(``honour`` in ``[review]``); without it none is named.
"""

from __future__ import annotations

from itertools import groupby

from intake.mail.filenames import clean_name
from tracker.ledger.review.experts import list_experts
from tracker.ledger.review.rounds import latest_round, standing_marks
from tracker.office.desk import Desk
from tracker.publications.office_paper import add_signature, add_text, add_title, open_paper, paper_bytes
from tracker.review.decide.publish import chosen_rows
from tracker.review.words import day_words


def write_thanks(desk: Desk) -> list[tuple[str, bytes]]:
    """File name and document of each letter: units in official order, then experts."""
    return [*_to_units(desk), *_to_experts(desk)]


def _to_units(desk: Desk) -> list[tuple[str, bytes]]:
    order = {unit.key: place for place, unit in enumerate(desk.campaign.units)}
    names = {unit.key: unit.name for unit in desk.campaign.units}
    rows = sorted(
        (row for row in chosen_rows(desk) if row.unit_key in order),
        key=lambda row: (order[row.unit_key], row.serial),
    )
    honour = desk.campaign.review.honour
    letters = []
    for key, group in groupby(rows, key=lambda row: row.unit_key):
        titles = "、".join(f"《{row['title']}》" for row in group)
        became = f"入选“{honour}”" if honour else "入选"
        text = (
            f"在{desk.campaign.title}工作中，你单位报送的{titles}{became}。感谢你单位和基层同志的支持与付出，"
            "请代向参与实践和材料整理的同志转达谢意。"
        )
        letters.append(_letter(desk, names[key], text))
    return letters


def _to_experts(desk: Desk) -> list[tuple[str, bytes]]:
    found = latest_round(desk.connection)
    if found is None:
        return []
    given = standing_marks(desk.connection, found.id)
    letters = []
    for expert in list_experts(desk.connection):
        count = sum(bool(mark.scores) for mark in given if mark.expert_id == expert.id)
        if count:
            text = f"在{desk.campaign.title}工作中，您认真评阅{desk.campaign.item}{count}篇，提出了宝贵意见。谨对您的支持表示衷心感谢。"
            letters.append(_letter(desk, expert.name, text, "老师"))
    return letters


def _letter(desk: Desk, to: str, text: str, title: str = "") -> tuple[str, bytes]:
    paper = open_paper(16)
    add_title(paper, "感 谢 信", 22)
    paper.add_paragraph(f"{to}{title}：")
    add_text(paper, text)
    paper.add_paragraph("")
    today = desk.now.astimezone(desk.campaign.zone).date()
    add_signature(paper, desk.campaign.signature.office, day_words(today))
    return f"感谢信（{clean_name(to) or '专家'}）.docx", paper_bytes(paper)
