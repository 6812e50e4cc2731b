"""What mail header fields mean: dates and message identifiers (RFC 5322, leniently).

Every function takes the raw value and never raises; what cannot be understood is left out.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

from intake.mail.headers import MAX_VALUE_BYTES

CHINA = timezone(timedelta(hours=8))
MAX_ID_CHARS = 900  # a header line may have 998
MAX_IDS = 100

_SPACES = re.compile(r"\s+")

# --- dates ---------------------------------------------------------------------------------------

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
    for name in (names,)
}
_TIME = (
    r"(?P<hour>\d{1,2})\s*[:：.]\s*(?P<minute>\d{2})(?:\s*[:：.]\s*(?P<second>\d{2})(?:\.\d+)?)?"
    r"\s*(?P<half>[AaPp]\.?[Mm]\b)?"
)
_ZONE = r"\s*(?P<zone>(?:GMT|UTC|UT)?\s*[+-]\d{1,2}:?\d{0,2}\b|Z\b|[A-Z]{2,5}\b)?"
_DATES = (
    re.compile(  # Mon, 3 Aug 2015 10:25:00 +0800
        rf"(?P<day>\d{{1,2}})[\s-]+(?P<month>[A-Za-z]{{3}})[a-z]{{0,6}}[\s,-]+(?P<year>\d{{2,4}})[\s,]+{_TIME}{_ZONE}"
    ),
    re.compile(  # Mon Aug  3 10:25:00 CST 2015 (C and Java), Aug 3, 2015 10:25 AM
        rf"(?P<month>[A-Za-z]{{3}})[a-z]{{0,6}}\s+(?P<day>\d{{1,2}})\s+{_TIME}{_ZONE}\s+(?P<year>\d{{4}})"
    ),
    re.compile(
        rf"(?P<month>[A-Za-z]{{3}})[a-z]{{0,6}}\s+(?P<day>\d{{1,2}}),?\s+(?P<year>\d{{4}})[\s,]+(?:at\s+)?{_TIME}{_ZONE}"
    ),
    re.compile(  # 2015-08-03T10:25:00+08:00, 2015年8月3日 10:25
        r"(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})"
        rf"(?:[T\s日(（）)，,]|星期.|周.)*(?P<part>上午|下午|中午|凌晨|早上|晚上)?\s*{_TIME}{_ZONE}"
    ),
)
# Chinese servers write CST for China Standard Time; RFC 5322 par. 4.3 would read it as American.
_ZONES = {"GMT": 0, "UT": 0, "UTC": 0, "Z": 0, "EST": -5, "EDT": -4, "PST": -8, "PDT": -7, "JST": 9, "HKT": 8}


def read_date(text: str) -> datetime | None:
    """The moment a date string names, in UTC; None when there is none that can be believed.

    Without a zone, and with the zone CST, the time is Chinese. Years before 1990 are taken for a
    clock that was never set; a date in the future is kept as it is.
    """
    for pattern in _DATES:
        if found := pattern.search(text[:500]):
            return _build_date(found)
    return None


def _build_date(found: re.Match[str]) -> datetime | None:
    parts = found.groupdict()
    month = _MONTHS.get(parts["month"].lower()) if parts["month"].isalpha() else int(parts["month"])
    year = int(parts["year"])
    if year < 100:
        year += 2000 if year < 70 else 1900
    elif year < 1000:
        year += 1900  # 115: years since 1900, printed by C programs
    hour = _full_hour(int(parts["hour"]), (parts.get("part") or ""), (parts["half"] or "").lower())
    if month is None or not 1990 <= year <= 2100:
        return None
    try:
        local = datetime(
            year,
            month,
            int(parts["day"]),
            hour,
            int(parts["minute"]),
            min(int(parts["second"] or 0), 59),
            tzinfo=_zone(parts["zone"] or ""),
        )
    except ValueError:
        return None
    return local.astimezone(UTC)


def _full_hour(hour: int, part: str, half: str) -> int:
    afternoon = half.startswith("p") or part in {"下午", "晚上"} or (part == "中午" and hour < 10)
    if afternoon and hour < 12:
        return hour + 12
    midnight = half.startswith("a") or part in {"凌晨", "上午"}
    return 0 if midnight and hour == 12 else hour


def _zone(text: str) -> timezone:
    compact = re.sub(r"\s", "", text.upper())
    offset = re.search(r"([+-])(\d{1,2}):?(\d{2})?$", compact)
    if offset is None:
        return timezone(timedelta(hours=_ZONES.get(compact, 8)))
    hours, minutes = int(offset.group(2)), int(offset.group(3) or 0)
    if hours > 14 or minutes > 59:
        return CHINA
    span = timedelta(hours=hours, minutes=minutes)
    return timezone(-span if offset.group(1) == "-" else span)


# --- identifiers ---------------------------------------------------------------------------------

_IN_BRACKETS = re.compile(r"<([^<>]*)>")
# RFC 5322 par. 3.6.4, leniently: printable ASCII. What a reader could take for an encoded word, and so
# decode into anything, is no identifier.
_ID = re.compile(rf"(?!.*=\?)[!-;=?-~]{{1,{MAX_ID_CHARS}}}")


def is_identifier(text: str) -> bool:
    """Whether a text is a message identifier that can stand in a letter's head, brackets included."""
    return text[:1] == "<" and text[-1:] == ">" and _ID.fullmatch(text[1:-1]) is not None


def read_ids(value: bytes) -> tuple[str, ...]:
    """Message identifiers in angle brackets, blanks inside removed, in order, each once.

    What breaks the grammar is left out: an identifier goes into letters as it is.
    """
    text = value[:MAX_VALUE_BYTES].decode("latin-1")
    found = [_SPACES.sub("", inner) for inner in _IN_BRACKETS.findall(text)]
    if not any(found):
        found = [token.strip("<>,;") for token in text.split() if "@" in token]
    return tuple(dict.fromkeys(filter(is_identifier, (f"<{inner}>" for inner in found))))[:MAX_IDS]


def read_id(value: bytes) -> str:
    """The identifier of a Message-ID field, ``""`` when it is missing, empty or breaks the grammar."""
    if found := read_ids(value):
        return found[0]
    bare = _SPACES.sub("", value[:MAX_VALUE_BYTES].decode("latin-1")).strip("<>")
    return f"<{bare}>" if is_identifier(f"<{bare}>") else ""
