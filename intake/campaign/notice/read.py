"""A notice to what it says. Nothing is invented: what is not found is left out and asked for."""

from __future__ import annotations

from intake.campaign.notice.head import (
    addressees_of,
    issued_of,
    issuer_of,
    item_of,
    number_of,
    others_of,
    title_of,
)
from intake.campaign.notice.levels import levels_of
from intake.campaign.notice.lists import themes_of
from intake.campaign.notice.outline import read_lines, sentences
from intake.campaign.notice.people import contact_of
from intake.campaign.notice.quotas import own_quotas
from intake.campaign.notice.terms import (
    deadline_of,
    length_of,
    mailbox_of,
    naming_of,
    quota_of,
    required_of,
    steps_of,
)
from intake.campaign.notice.values import NoticeFacts


def read_notice(text: str) -> NoticeFacts:
    """Everything that the text of a notice says about its call."""
    lines = read_lines(text)
    said = tuple(sentences(lines))
    issued = issued_of(lines)
    deadline = deadline_of(said, issued.value if issued else None)
    subject, file_name = naming_of(said)
    contact, phone = contact_of(lines)
    title, themes = title_of(lines), themes_of(lines)
    of_themes = {theme.quote for theme in themes}
    return NoticeFacts(
        title=title,
        item=item_of(title),
        issuer=issuer_of(lines),
        number=number_of(lines),
        issued=issued,
        last_day=deadline[0] if deadline else None,
        cutoff=deadline[1] if deadline else None,
        themes=themes,
        levels=levels_of(lines),
        length=length_of(said),
        quota=quota_of(said),
        own_quotas=own_quotas(lines),
        required=required_of(said),
        mailbox=mailbox_of(said),
        contact=contact,
        phone=phone,
        subject=subject,
        file_name=file_name,
        steps=steps_of(
            tuple(one for line in lines if line.text not in of_themes for one in sentences((line,)))
        ),
        addressees=addressees_of(lines),
        others=others_of(lines),
        text=text,
    )
