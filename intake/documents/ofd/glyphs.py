"""Glyphs of one OFD text object and where they stand in it (GB/T 33190-2016, clause 11)."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final, NamedTuple

from intake.documents.ofd.package import Element, attribute, child, children
from intake.documents.pages.lines import is_wide

SIZE: Final = 3.7  # millimetres (小四 nearly), where the size is not said
NARROW: Final = 0.5  # em: the usual width of Latin letters and digits
WIDER: Final = dict.fromkeys("ABCDEFGHKNOPQRSTUVXYZ", 0.65) | dict.fromkeys("mMwW@%", 0.8)
NARROW_MOST: Final = 0.95  # em: steps between Latin letters up to this are their width
LEAST_WIDTH: Final = 0.15  # em


class Glyph(NamedTuple):
    """Text at a point of the object's space; ``turn`` is in degrees to the right."""

    text: str
    x: float
    y: float
    width: float
    size: float
    turn: int


def numbers(text: str) -> list[float]:
    """Numbers parted by blanks or commas; reading stops at what is none."""
    found: list[float] = []
    if not text:
        return found
    for token in text.replace(",", " ").split():
        try:
            number = float(token)
        except ValueError:
            break
        if not math.isfinite(number):
            break
        found.append(number)
    return found


def is_unseen(node: Element) -> bool:
    """Whether a text object is not painted: the layer of text under a scan."""
    if attribute(node, "Alpha").strip() == "0":
        return True
    if attribute(node, "Fill").lower() in {"false", "0"}:
        return attribute(node, "Stroke").lower() not in {"true", "1"}
    colour = child(node, "FillColor")
    return attribute(colour, "Alpha").strip() == "0"


def glyphs_of(node: Element, most: int, reach: float = 0.0) -> list[Glyph]:
    """The glyphs of a text object, at most a few more than ``most``.

    ``reach`` is the right edge of the object, in its own space: its last glyph hardly goes beyond.
    """
    size = next((abs(n) for n in numbers(attribute(node, "Size")) if n), SIZE)
    scale = next((abs(n) for n in numbers(attribute(node, "HScale")) if n), 1.0)
    reading = _quarter(attribute(node, "ReadDirection"))
    manner = _Manner(size, scale, reading, _quarter(attribute(node, "CharDirection")))
    joined = _joined_codes(node)
    glyphs: list[Glyph] = []
    x = y = 0.0
    position = 0
    for code in children(node, "TextCode"):
        text = _content(code)
        x = next(iter(numbers(attribute(code, "X"))), x)
        y = next(iter(numbers(attribute(code, "Y"))), y)
        units = list(_units(text, position, joined))
        glyphs += _placed(units, code, (x, y), manner)
        position += len(text)
        if len(glyphs) > most:
            break
    if glyphs and not is_wide(glyphs[-1].text[0]):
        last = glyphs[-1]
        room = reach - last.x
        if LEAST_WIDTH * last.size < room <= NARROW_MOST * last.size * scale:
            glyphs[-1] = last._replace(width=room)
    return glyphs


class _Manner(NamedTuple):
    """How the glyphs of an object are set."""

    size: float
    scale: float  # of the width
    reading: int  # degrees
    turn: int  # of each glyph, degrees


def _quarter(text: str) -> int:
    return next((round(n / 90) * 90 % 360 for n in numbers(text)), 0)


def _content(code: Element) -> str:
    """The characters; blanks count, line ends of the file do not."""
    text = "".join(str(part) for part in code.itertext())
    return (
        text.replace("\r", "").replace("\n", "").replace("\t", "") if "\n" in text or "\t" in text else text
    )


def _joined_codes(node: Element) -> dict[int, int]:
    """Where several characters share glyphs: first character → how many (CGTransform)."""
    found = {}
    for transform in children(node, "CGTransform"):
        position, codes, glyphs = (
            int(next(iter(numbers(attribute(transform, name))), default))
            for name, default in (("CodePosition", -1), ("CodeCount", 1), ("GlyphCount", 1))
        )
        if position >= 0 and codes > 1 and glyphs == 1:
            found[position] = codes
    return found


def _units(text: str, position: int, joined: dict[int, int]) -> Iterator[str]:
    """What one glyph shows each: mostly one character."""
    at = 0
    while at < len(text):
        count = joined.get(position + at, 1) if joined else 1
        yield text[at : at + count]
        at += count


def _placed(units: list[str], code: Element, at: tuple[float, float], manner: _Manner) -> Iterator[Glyph]:
    across = _steps(attribute(code, "DeltaX"), len(units))
    down = _steps(attribute(code, "DeltaY"), len(units))
    x, y = at
    for number, text in enumerate(units):
        em = 1.0 if is_wide(text[0]) else WIDER.get(text[0], NARROW)
        natural = em * manner.size * manner.scale * len(text)
        step = across[number] if across else (0.0 if down else _natural_step(natural, manner)[0])
        fall = down[number] if down else (0.0 if across else _natural_step(natural, manner)[1])
        yield Glyph(text, x, y, _width(text, natural, step, manner), manner.size, manner.turn)
        x, y = x + step, y + fall


def _natural_step(width: float, manner: _Manner) -> tuple[float, float]:
    turned = math.radians(manner.reading)
    return width * math.cos(turned), width * math.sin(turned)


def _width(text: str, natural: float, step: float, manner: _Manner) -> float:
    """The file does not tell widths; the step to the next glyph does, where it is not a gap."""
    step = abs(step)
    if not step:
        return natural
    if is_wide(text[0]):
        return min(natural, step)
    return step if step <= NARROW_MOST * manner.size * manner.scale * len(text) else natural


def _steps(text: str, count: int) -> list[float]:
    """``count`` steps from a list where ``g n d`` stands for n times d; the last one goes on."""
    found: list[float] = []
    tokens = iter(text.replace(",", " ").split())
    for token in tokens:
        if len(found) >= count:
            break
        try:
            if token.lower() == "g":
                repeat, step = int(float(next(tokens, "0"))), float(next(tokens, "0"))
                found += [step] * max(0, min(repeat, count - len(found)))
            else:
                found.append(float(token))
        except (ValueError, OverflowError):
            break
    if found and len(found) < count:
        found += [found[-1]] * (count - len(found))
    return found[:count]
