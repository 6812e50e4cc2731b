"""Names that several parts agree on: keys of letters to many, and notes about them."""

from __future__ import annotations

from intake.campaign.notice import Campaign, Deadline

MUTED = "reminders.muted"  # note: keys of units that a coordinator does not want reminded
RECIPIENTS_MARK = "recipients:"  # begins the key of the letter that announces a mailing
BREAKER_MARK = "breaker:"  # begins the note of an address that gets no more answers today


def reminder_prefix(campaign: Campaign, deadline: Deadline) -> str:
    """Begins the keys of the reminders of one version of the deadline."""
    return f"reminder:{campaign.id}:{deadline.announced}:{deadline.last_day}:"
