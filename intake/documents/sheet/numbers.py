"""Numbers of cells as they are shown: by their number format, dates as yyyy-mm-dd.

Formats are those of ECMA-376 part 1, 18.8.30 and 18.8.31 (BIFF has the same). Colours, fill and
alignment are left aside; fractions and powers of ten are shown as plain numbers.
"""

from __future__ import annotations

import math
import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Final, NamedTuple

GENERAL: Final = "General"
BUILT_IN: Final[dict[int, str]] = {
    0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%",
    14: "yyyy-m-d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
    20: "h:mm", 21: "h:mm:ss", 22: "yyyy-m-d h:mm", 37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00",
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 49: "@",
    # East Asian ones that have no code in the file
    **dict.fromkeys((27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58), "yyyy-m-d"),
    **dict.fromkeys((32, 33, 34, 35, 55, 56), "h:mm"),
}  # fmt: skip
LONGEST_CODE: Final = 255
LAST_DAY: Final = 2_958_466  # 1 January 10000
MOST_EXACT: Final = 1e15  # beyond, a cell does not hold every digit
MOST_DECIMALS: Final = 10
_TOKEN: Final = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|\[\$(?P<sign>[^\[\]-]*+)[^\[\]]*+\]|\[(?P<bracket>[^\[\]]*+)\]'
    r"|_.|\*.|(?P<general>General|G/通用格式)|(?P<half>AM/PM|A/P|上午/下午)|(?P<other>.)",
    re.I | re.S,
)
_MOMENT: Final = re.compile(r"[ymdhs年月日时分]", re.I)
_ASIDE: Final = re.compile(r'"[^"]*+"|\\.|\[[^\[\]]*+\]')
_ELAPSED: Final = frozenset({"h", "hh", "m", "mm", "s", "ss"})
_CONDITION: Final = re.compile(r"\[[<>=]")


class _Piece(NamedTuple):
    text: str
    literal: bool


class _Shape(NamedTuple):
    """One section of a format, taken apart."""

    kind: str  # "general", "date", "digits", "literal"
    pieces: tuple[_Piece, ...] = ()
    has_date: bool = False
    has_time: bool = False


def show_number(value: float, code: str = GENERAL, *, from_1904: bool = False) -> str:
    """A number as shown in a cell of this format.

    >>> show_number(15950000001.0), show_number(7.0, "000"), show_number(42223.0, "m月d日")
    ('15950000001', '007', '2015-08-07')
    """
    if not math.isfinite(value):
        return ""
    section, unsigned = _section(code[:LONGEST_CODE], value)
    shape = _shape(section)
    if shape.kind == "date":
        return _moment(value, shape, from_1904=from_1904) or _plain(value)
    if shape.kind == "digits" and abs(value) < MOST_EXACT:
        return _digits(abs(value) if unsigned else value, shape.pieces)
    if shape.kind == "literal":
        return "".join(piece.text for piece in shape.pieces)
    shown = _plain(value)
    if shape.kind != "general":
        return shown
    return "".join(piece.text if piece.literal else shown for piece in shape.pieces) or shown


def is_moment(code: str) -> bool:
    """Whether a format is one of dates or times."""
    return code != GENERAL and bool(_MOMENT.search(_ASIDE.sub("", code)))


def _plain(value: float) -> str:
    """Up to 15 significant digits, never with a power of ten."""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    if not 1e-12 < abs(value) < 1e21:
        return f"{value:.10g}"
    shown = format(Decimal(f"{value:.15g}"), "f")
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def _section(code: str, value: float) -> tuple[str, bool]:
    """The section of a format for a value, and whether it shows the sign itself."""
    sections = _split(code)
    if len(sections) == 1 or any(_CONDITION.search(section) for section in sections):
        return sections[0], False
    if value < 0:
        return sections[1], True
    return (sections[2], False) if value == 0 and len(sections) > 2 else (sections[0], False)


@lru_cache(maxsize=512)
def _split(code: str) -> tuple[str, ...]:
    """Sections, parted by semicolons outside quotes."""
    sections, start = [], 0
    for match in _TOKEN.finditer(code):
        if match["other"] == ";":
            sections.append(code[start : match.start()])
            start = match.end()
    return (*sections, code[start:])


@lru_cache(maxsize=512)
def _shape(section: str) -> _Shape:
    pieces: list[_Piece] = []
    letters = ""
    timed = general = False
    for match in _TOKEN.finditer(section):
        if match["quoted"] is not None or match["escaped"] or match["sign"]:
            pieces.append(_Piece(match["quoted"] or match["escaped"] or match["sign"] or "", literal=True))
        elif match["general"]:
            general = True
            pieces.append(_Piece("", literal=False))
        elif other := match["other"]:
            letters += other.lower()
            pieces.append(_Piece(other, literal=other not in "0#?.,%/E+@"))
        timed = timed or bool(match["half"]) or (match["bracket"] or "").lower() in _ELAPSED
    if general or "@" in letters or (not letters and not pieces and not timed):
        kept = tuple(piece for piece in pieces if piece.literal or not piece.text) if general else ()
        return _Shape("general", kept)
    return _date_shape(letters, timed=timed) or _number_shape(letters, tuple(pieces))


def _date_shape(letters: str, *, timed: bool) -> _Shape | None:
    """Date or time, told by letters outside quotes; ``m`` alone is a month."""
    kinds = set(letters)
    clock = timed or bool(kinds & set("hs"))
    dated = bool(kinds & set("yde")) and not kinds & set("0#?")
    month = "m" in kinds and not letters.strip("m月 -/.")
    return _Shape("date", (), dated or not clock, clock) if dated or clock or month else None


def _number_shape(letters: str, pieces: tuple[_Piece, ...]) -> _Shape:
    if not set("0#?") & set(letters):
        return _Shape("literal", tuple(piece for piece in pieces if piece.literal))
    return _Shape("general") if set("e/") & set(letters) else _Shape("digits", pieces)


def _moment(value: float, shape: _Shape, *, from_1904: bool) -> str:
    if from_1904:
        value += 1462
    elif 0 <= value < 60 and shape.has_date:
        value += 1  # the first two months of 1900 lie a day off: Lotus took it for a leap year
    if not 0 <= value < LAST_DAY:
        return ""
    moment = datetime(1899, 12, 30) + timedelta(seconds=round(value * 86400))  # noqa: DTZ001 - cells know no zone
    clock = moment.strftime("%H:%M:%S" if moment.second else "%H:%M")
    if not shape.has_date:
        return f"{moment.hour + 24 * int(value):02}{clock[2:]}"  # hours go on past a day
    day = f"{moment:%Y-%m-%d}"
    return f"{day} {clock}" if shape.has_time and moment.time().isoformat() != "00:00:00" else day


def _digits(value: float, pieces: tuple[_Piece, ...]) -> str:
    """Digits put into the places of a format, from the point outwards."""
    code = "".join(piece.text for piece in pieces if not piece.literal)
    number = Decimal(f"{value:.15g}") * 100 ** min(code.count("%"), 2)
    whole_code, _, rest = code.replace("%", "").partition(".")
    decimals = min(sum(place in "0#?" for place in rest), MOST_DECIMALS)
    thousands = len(code.rstrip("%")) - len(code.rstrip("%").rstrip(","))
    number /= 1000 ** min(thousands, 5)
    scaled = whole_code.rstrip(",")
    shown = format(number.copy_abs().quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP), "f")
    whole, _, fraction = shown.partition(".")
    optional = len(rest) - len(rest.rstrip("#?,"))
    least = decimals - optional
    while len(fraction) > least and fraction.endswith("0"):
        fraction = fraction[:-1]
    negative = number < 0 and bool((whole + fraction).strip("0"))
    return ("-" if negative else "") + _fill(pieces, whole, fraction, grouped="," in scaled)


def _fill(pieces: tuple[_Piece, ...], whole: str, fraction: str, *, grouped: bool) -> str:
    point = next((at for at, piece in enumerate(pieces) if piece == (".", False)), len(pieces))
    places = sum(piece.text in "0#?" for piece in pieces[:point] if not piece.literal)
    zeros = [piece.text for piece in pieces[:point] if not piece.literal and piece.text in "0#?"]
    least = len(zeros) - zeros.index("0") if "0" in zeros else 0
    digits = whole.lstrip("0").rjust(least, "0")
    if grouped:
        digits = f"{int(digits or '0'):,}" if digits else ""
        shown = [*_literals(pieces[:point], before=True), digits, *_literals(pieces[:point], before=False)]
    else:
        shown = _spread(pieces[:point], digits, places)
    if fraction:
        shown.append("." + fraction)
    tail = [piece.text for piece in pieces[point:] if piece.literal or piece.text == "%"]
    return "".join([*shown, *tail])


def _literals(pieces: tuple[_Piece, ...], *, before: bool) -> list[str]:
    places = [at for at, piece in enumerate(pieces) if not piece.literal and piece.text in "0#?"]
    first = places[0] if places else len(pieces)
    chosen = pieces[:first] if before else pieces[first:]
    return [piece.text for piece in chosen if piece.literal or piece.text == "%"]


def _spread(pieces: tuple[_Piece, ...], digits: str, places: int) -> list[str]:
    """Digits from the right into their places; what is over goes before the first."""
    shown: list[str] = []
    for piece in pieces:
        if piece.literal or piece.text == "%":
            shown.append(piece.text)
        elif piece.text in "0#?":
            if len(digits) >= places:
                over = len(digits) - places + 1
                shown.append(digits[:over])
                digits = digits[over:]
            places -= 1
    return shown
