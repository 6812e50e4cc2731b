"""An invitation as a mail program shows it (RFC 5545)."""

from __future__ import annotations

import re

from intake.text.clean import clean_text

_FOLD = re.compile(r"\r?\n[ \t]")
_LINE = re.compile(r"(?P<name>[A-Za-z-]{1,40})(?:;[^:\n]{0,400})?:(?P<value>.*)")
_MOMENT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})\d{2}(Z?))?")
_ESCAPED = re.compile(r"\\([\\;,nN])")
_SHOWN = {"SUMMARY": "", "DTSTART": "时间：", "LOCATION": "地点：", "DESCRIPTION": ""}
MAX_LINES = 2_000


def invitation(text: str) -> str:
    """What the first event says: its subject, time, place and words, one a line; ``""`` for no event."""
    found: dict[str, str] = {}
    inside = False
    for line in _FOLD.sub("", text).splitlines()[:MAX_LINES]:
        match = _LINE.fullmatch(line.strip())
        if match is None:
            continue
        name, value = match["name"].upper(), match["value"].strip()
        if (name, value.upper()) in {("BEGIN", "VEVENT"), ("BEGIN", "VTODO")}:
            inside = True
        elif inside and name == "END":
            break
        elif inside and name in _SHOWN and value:
            found.setdefault(name, _moment(value) if name == "DTSTART" else _ESCAPED.sub(_sign, value))
    return clean_text("\n".join(f"{_SHOWN[name]}{found[name]}" for name in _SHOWN if name in found))


def _sign(found: re.Match[str]) -> str:
    return "\n" if found[1] in "nN" else found[1]


def _moment(value: str) -> str:
    match = _MOMENT.fullmatch(value)
    if match is None:
        return value
    year, month, day, hour, minute, universal = match.groups()
    date = f"{year}年{int(month)}月{int(day)}日"
    return f"{date}{int(hour)}:{minute}{'（世界协调时）' if universal else ''}" if hour else date
