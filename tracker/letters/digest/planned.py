"""What is to be done at another time, as a letter says it."""

from __future__ import annotations

from datetime import datetime

from tracker.ledger.people.planned import Planned
from tracker.office.desk import Desk


def say_moment(desk: Desk, at: datetime) -> str:
    """8月7日（星期五）09:00, in the call's zone."""
    local = at.astimezone(desk.campaign.zone)
    return f"{local.month}月{local.day}日（星期{'一二三四五六日'[local.weekday()]}）{local:%H:%M}"


def tell_planned(desk: Desk, planned: Planned) -> str:
    """One order in a line."""
    return f"定时{planned.number}，{say_moment(desk, planned.at)}：{planned.text}（{planned.who}）"
