"""Whether the text of an HTML element can be seen: styles that hide it, colours that are the background's.

Reads what mail programs honour: style attributes, bgcolor and color, and simple rules of a style sheet.
What is not understood counts as seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

MAX_SHEET_CHARS = 200_000
_SAME = 12  # of 255 a channel: no eye tells such colours apart
_TINY = 2.0  # CSS pixels of type that nobody reads
_FAR = -500.0  # CSS pixels outside the page

# A quick look: HTML without any of these hides nothing.
MAY_HIDE = re.compile(
    r"\b(?:display|visibility|opacity|overflow|clip|transform|mso-hide)\s*:|\bhidden\b|font(?:-size)?\s*:\s*[012.]"
    r"|:\s*-\d{3}|#fff|#f[0-9a-f]f|\b(?:white|snow|ivory|transparent)|rgba?\(|bgcolor|background",
    re.I,
)

Colour = tuple[int, int, int]
WHITE: Colour = (255, 255, 255)
BLACK: Colour = (0, 0, 0)


@dataclass(frozen=True, slots=True)
class Look:
    """How the text directly in an element looks; a colour that is not known is None."""

    colour: Colour | None = BLACK
    background: Colour | None = WHITE
    tiny: bool = False
    gone: bool = False  # with everything inside

    @property
    def shows(self) -> bool:
        """Whether a person can see the text."""
        return not (self.gone or self.tiny or _is_same(self.colour, self.background))


Rules = Mapping[str, str]  # simple selector, lower case → declarations


def read_rules(sheets: Iterable[str]) -> Rules:
    """The rules of style sheets for a tag, a class or an id; those under @media and the like are left out."""
    rules: dict[str, str] = {}
    for sheet in sheets:
        depth, selectors = 0, ""
        for piece in _PIECE.findall(_without_comments(sheet[:MAX_SHEET_CHARS])):
            if piece == "{":
                depth += 1
            elif piece == "}":
                depth, selectors = max(0, depth - 1), ""
            elif depth == 0:
                selectors = piece
            elif depth == 1 and not selectors.lstrip().startswith("@"):
                for selector in selectors.lower().split(","):
                    rules[selector.strip()] = f"{rules.get(selector.strip(), '')};{piece}"
    return rules


_PIECE = re.compile(r"[{}]|[^{}]+")


def _without_comments(sheet: str) -> str:
    """By cutting, for a pattern is quadratic on comments that never end."""
    first, *rest = sheet.replace("<!--", "").replace("-->", "").split("/*")
    return first + "".join(piece.partition("*/")[2] for piece in rest)


def see(above: Look, tag: str, attributes: Mapping[str, str], rules: Rules) -> Look:
    """The look of an element inside one that looks like ``above``."""
    if above.gone or not (attributes or rules):
        return above
    style = _style_of(tag, attributes, rules)
    background, colour, tiny = above.background, above.colour, above.tiny
    pictured = attributes.get("background") or "url(" in style.get("background-image", "")
    for said in (attributes.get("bgcolor"), style.get("background"), style.get("background-color")):
        if said and said not in _INHERITED:
            background = _read_colour(said, background)
    background = None if pictured else background
    for said in (attributes.get("color") if tag == "font" else None, style.get("color")):
        if said and said not in _INHERITED:
            colour = _read_colour(said, background)
    if (size := _pixels(style.get("font-size", ""))) is not None:
        tiny = size <= _TINY
    elif _NO_SIZE.match(style.get("font", "")):
        tiny = True
    return Look(colour, background, tiny, gone="hidden" in attributes or _is_gone(style))


_INHERITED = frozenset(("inherit", "initial", "unset", "currentcolor"))
_NO_SIZE = re.compile(r"0(?:px|pt)?[\s/]")


def _style_of(tag: str, attributes: Mapping[str, str], rules: Rules) -> dict[str, str]:
    """The declarations for an element, the stronger later."""
    declared: dict[str, str] = {}
    for declaration in declarations(tag, attributes, rules).lower().split(";"):
        name, colon, value = declaration.partition(":")
        if colon:
            declared[name.strip()] = value.replace("!important", "").strip()
    return declared


def declarations(tag: str, attributes: Mapping[str, str], rules: Rules) -> str:
    """What rules and its own style attribute say of an element, the stronger behind."""
    parts: list[str] = []
    if rules:
        classes = attributes.get("class", "").lower().split()[:20]
        keys = ("*", tag, *(f"{head}.{name}" for name in classes for head in ("", tag)))
        own = attributes.get("id", "").lower()
        parts = [rules.get(key, "") for key in (*keys, f"#{own}", f"{tag}#{own}")]
    return ";".join((*parts, attributes.get("style", "")))


def _is_gone(style: Mapping[str, str]) -> bool:
    if style.get("display") == "none" or style.get("visibility") in {"hidden", "collapse"}:
        return True
    if style.get("mso-hide") == "all" or _number(style.get("opacity", "")) in _NOTHING:
        return True
    if "hidden" in style.get("overflow", "") and any(
        (size := _pixels(style.get(side, ""))) is not None and size <= _TINY
        for side in ("height", "max-height", "width", "max-width")
    ):
        return True
    placed = style.get("position") in {"absolute", "fixed", "relative"}
    sides = ("text-indent", "margin-left", "margin-top", *(("left", "top", "right") if placed else ()))
    if any((at := _pixels(style.get(side, ""))) is not None and at <= _FAR for side in sides):
        return True
    return "rect(0" in style.get("clip", "") or "scale(0)" in style.get("transform", "")


_NOTHING = frozenset((0.0, 0.01, 0.02))
_NUMBER = re.compile(r"[+-]?(?:\d{1,9}(?:\.\d{0,9})?|\.\d{1,9})")
_UNITS = {
    "": 1.0,
    "px": 1.0,
    "pt": 4 / 3,
    "em": 16.0,
    "rem": 16.0,
    "%": 0.16,
    "vw": 10.0,
    "vh": 10.0,
    "cm": 38.0,
}


def _number(text: str) -> float | None:
    found = _NUMBER.match(text)
    return float(found.group(0)) if found else None


def _pixels(text: str) -> float | None:
    """A CSS length in pixels, None for what is no length."""
    found = _NUMBER.match(text)
    if found is None:
        return None
    unit = text[found.end() :].strip()
    return float(found.group(0)) * _UNITS[unit] if unit in _UNITS else None


_HEX = re.compile(r"#?([0-9a-f]{6}|[0-9a-f]{3})\b")
_RGB = re.compile(r"rgba?\(([^()]{1,60})\)")
_NAMES: dict[str, Colour] = {
    "white": WHITE,
    "black": BLACK,
    "snow": (255, 250, 250),
    "ivory": (255, 255, 240),
    "ghostwhite": (248, 248, 255),
    "whitesmoke": (245, 245, 245),
    "floralwhite": (255, 250, 240),
    "red": (255, 0, 0),
    "blue": (0, 0, 255),
    "green": (0, 128, 0),
    "yellow": (255, 255, 0),
    "gray": (128, 128, 128),
    "grey": (128, 128, 128),
    "silver": (192, 192, 192),
    "navy": (0, 0, 128),
}


def _read_colour(text: str, behind: Colour | None) -> Colour | None:
    """A CSS or HTML colour; a transparent one shows what is behind; None for what is not understood."""
    text = text.strip().lower()
    word = text.split(" ", 1)[0]
    if "url(" in text or "gradient" in text or "var(" in text:
        return None
    if word in {"transparent", "none"}:
        return behind
    if word in _NAMES:
        return _NAMES[word]
    if found := _RGB.match(text):
        return _from_rgb(found.group(1), behind)
    if found := _HEX.match(text):
        digits = found.group(1)
        wide = digits if len(digits) == 6 else "".join(digit * 2 for digit in digits)
        return int(wide[:2], 16), int(wide[2:4], 16), int(wide[4:], 16)
    return None


def _from_rgb(inside: str, behind: Colour | None) -> Colour | None:
    numbers = [
        _number(piece.strip()) for piece in inside.replace("/", ",").replace(" ", ",").split(",") if piece
    ]
    if len(numbers) > 3 and numbers[3] is not None and numbers[3] < 0.05:
        return behind
    channels = [min(255, max(0, round(number))) for number in numbers[:3] if number is not None]
    return (channels[0], channels[1], channels[2]) if len(channels) == 3 else None


def _is_same(one: Colour | None, other: Colour | None) -> bool:
    if one is None or other is None:
        return False
    return max(abs(a - b) for a, b in zip(one, other, strict=True)) <= _SAME
