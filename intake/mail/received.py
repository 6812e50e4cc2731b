"""Received lines (RFC 5321 par. 4.4): which stamps of the way a mail took can be believed.

Every server puts its line on top, so only the lines above the mailbox's own are certain, and a sender
can write anything below. A line is believed as far as it continues the one above: the server
that wrote it is the one that the upper line took the mail from. Where names do not meet (webmail
farms call themselves otherwise inside than outside), a line may still lie a little before it.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from intake.mail.fields import read_date

UNLINKED = timedelta(hours=2)  # so much earlier than the last linked line others may be, in all
MOST = 50  # lines that are looked at

_SPACES = re.compile(r"\s+")
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_-]+)*", re.IGNORECASE)
_BY = re.compile(r"(?:^|\s)by\s+([^\s;]+)", re.IGNORECASE)
_FROM = re.compile(r"^from\s+(.*?)(?=\sby\s|;|$)", re.IGNORECASE)
_NO_NAMES = frozenset({"", "unknown", "localhost", "helo", "ehlo"})
_SECOND_LEVEL = frozenset({"ac", "co", "com", "edu", "gov", "mil", "net", "org"})  # as in gov.cn


def read_received(values: list[bytes]) -> tuple[datetime, ...]:
    """The believable stamps of Received fields, given and returned newest first."""
    found: list[datetime] = []
    taken_from: frozenset[str] = frozenset()
    anchor: datetime | None = None
    linked = True
    for value in values[:MOST]:
        text = _SPACES.sub(" ", value.decode("latin-1")).strip()
        stamp = read_date(text.rpartition(";")[2] if ";" in text else text[-80:])
        if stamp is None:
            continue
        by = _domains(match[1] if (match := _BY.search(text)) else "")
        if anchor is None or (linked and by & taken_from):
            anchor = stamp
        elif stamp < anchor - UNLINKED:
            break
        else:
            linked = False
        found.append(stamp)
        origin = _FROM.search(text)
        taken_from = by | _domains(origin[1] if origin else "")
    return tuple(found)


def _domains(text: str) -> frozenset[str]:
    """Registered domains and addresses in a clause: mx1.xz.gov.cn ([10.1.2.3]) → xz.gov.cn, 10.1.2.3."""
    found = set()
    for name in _HOST.findall(text.lower()):
        labels = name.split(".")
        if all(label.isdigit() for label in labels):
            found.add(name if len(labels) == 4 else "")
        elif len(labels) == 1:
            found.add(name)
        else:
            deep = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL
            found.add(".".join(labels[-3 if deep else -2 :]))
    return frozenset(found) - _NO_NAMES
