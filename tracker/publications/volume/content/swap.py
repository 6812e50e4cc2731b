"""Pictures that were mailed in place of others: put where the old one stood, as far as anybody can tell which."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from intake.config.words import either
from intake.text.fold import nfkc, plain
from intake.text.numerals import read_number
from tracker.publications.volume.content.model import Block, Image
from tracker.publications.volume.words import volume_words

LEAST_NAME: Final = 3  # signs of a caption by which a picture is known
_DIGITS: Final = re.compile(r"\d+")
_NUMBER: Final = r"(?P<{name}>[0-9一二三四五六七八九十]{{1,3}})"
_LEAD: Final = re.compile(r"^\s{0,3}图\s{0,2}[0-9一二三四五六七八九十]{1,3}[\s:：.、]{0,3}")
_NUMBERED: Final = re.compile(
    rf"图(?:片|号)?[ :：]{{0,2}}{_NUMBER.format(name='a')}(?![0-9张个幅月日年])"
    rf"|第{_NUMBER.format(name='b')}[张幅个](?:图|照|相)?|(?:图片|照片)[ :：]{{0,2}}{_NUMBER.format(name='c')}(?![0-9张个幅月日年])"
)


def wants_swap(said: str) -> bool:
    """Whether a mail says that its pictures take the place of others."""
    return _swapping().search(nfkc(said)) is not None


def swap_pictures(
    blocks: Sequence[Block], photos: Sequence[Block], said: str
) -> tuple[tuple[Block, ...], tuple[str, ...]]:
    """The blocks with the pictures of a mail in them, in place of others where the mail says so, else behind.

    Returns also what an editor should know: which were replaced, and of which nobody can tell.
    """
    if not wants_swap(said):
        return (*blocks, *photos), ()
    found = list(blocks)
    places = [at for at, block in enumerate(found) if isinstance(block, Image)]
    old = [block for block in found if isinstance(block, Image)]
    new = [photo for photo in photos if isinstance(photo, Image)]
    targets = find_targets(old, new, said)
    left: list[Block] = [photo for photo in photos if not isinstance(photo, Image)]
    remarks = []
    for photo, target in zip(new, targets, strict=True):
        if target is None or not photo.file:
            left.append(photo)
            remarks.append(f"来信要用“{photo.name}”换图片，未能认定换哪一张，附在文末，请核对")
            continue
        found[places[target]] = _in_place(old[target], photo)
        remarks.append(
            f"图{target + 1}“{old[target].caption or old[target].name}”已换成来信所附“{photo.name}”"
        )
    return (*found, *left), tuple(remarks)


def find_targets(old: Sequence[Image], new: Sequence[Image], said: str) -> list[int | None]:
    """Which old picture each new one replaces: by its name, by what the mail says, or because there is only one."""
    targets = [_only(set(_of_file(old, photo.name.rpartition(".")[0] or photo.name))) for photo in new]
    free = [at for at in dict.fromkeys(_named(old, said)) if at not in targets]
    open_ones = [at for at, target in enumerate(targets) if target is None]
    if free and len(free) == len(open_ones):
        for at, target in zip(open_ones, free, strict=True):
            targets[at] = target
    elif not free and len(old) == len(new) == len(open_ones) == 1:
        targets = [0]
    twice = {target for target in targets if target is not None and targets.count(target) > 1}
    return [None if target in twice else target for target in targets]


def _named(old: Sequence[Image], said: str) -> Iterator[int]:
    """The pictures that words name: by number, or by caption or the name of their file."""
    yield from _numbered(old, said)
    letters = _letters(said)
    yield from (at for at, image in enumerate(old) if any(_calls(letters, name) for name in _names(image)))


def _of_file(old: Sequence[Image], name: str) -> Iterator[int]:
    """The same of a file's name: IMG_002 is not IMG_001, whatever letters they share."""
    yield from _numbered(old, name)
    letters, digits = _letters(name), _DIGITS.findall(nfkc(name))
    for at, image in enumerate(old):
        alike = (one for one in _names(image) if _calls(letters, one))
        if any(not digits or _DIGITS.findall(nfkc(one)) in ([], digits) for one in alike):
            yield at


def _numbered(old: Sequence[Image], said: str) -> Iterator[int]:
    for match in _NUMBERED.finditer(nfkc(said)):
        number = read_number(match["a"] or match["b"] or match["c"]) or 0
        if 0 < number <= len(old):
            yield number - 1


def _names(image: Image) -> tuple[str, str]:
    """What a picture is called: its caption, its file."""
    return _LEAD.sub("", image.caption), image.name.rpartition(".")[0]


def _calls(letters: str, name: str) -> bool:
    """Whether words, of which the letters are given, call a picture by this name or by a part of it."""
    own = _letters(name)
    return len(own) >= LEAST_NAME and (own in letters or _is_part(letters, own))


def _is_part(said: str, name: str) -> bool:
    """Whether what is said is the beginning or end of a name: a file called 议事亭现场 for 议事亭现场照片."""
    return LEAST_NAME < len(said) < len(name) and (name.startswith(said) or name.endswith(said))


def _only(found: set[int]) -> int | None:
    return next(iter(found)) if len(found) == 1 else None


def _in_place(old: Image, new: Image) -> Image:
    """A new picture with caption and width of the old one."""
    wide, high = new.pixels
    height = old.width_mm * high / wide if wide else 0.0
    return replace(new, caption=old.caption, width_mm=old.width_mm, height_mm=height)


def _letters(text: str) -> str:
    return "".join(sign for sign in plain(text) if sign.isalnum())


@cache
def _swapping() -> re.Pattern[str]:
    return re.compile(either(volume_words().swapping))
