"""Find what native code would not come back from: forms that draw themselves, streams that inflate too far.

Goes by the bytes alone, so that it also works where the structure of the file is broken: form
streams are always objects of their own (ISO 32000-1, 7.3.8), and what they draw is named before them.
"""

from __future__ import annotations

import re
import zlib
from typing import Final, NamedTuple

from intake.model.limits import Limits

_LIMITS: Final = Limits()
MOST_OBJECTS: Final = 100_000
MOST_FORMS: Final = 5000
BLOCK: Final = 65_536  # bytes inflated at a time
SMALL_BLOCK: Final = 64
LONGEST_DICTIONARY: Final = 20_000  # bytes
LONGEST_STREAM: Final = 1_000_000  # bytes, packed or not
_OBJECT: Final = re.compile(rb"(?<!\d)(\d{1,10})\s+\d{1,5}\s+obj\b")
_REFERENCE: Final = re.compile(rb"(?<!\d)(\d{1,10})\s+\d{1,5}\s+R\b")
_NAMED: Final = re.compile(rb"/([^\s/<>\[\]()]+)\s+(\d{1,10})\s+\d{1,5}\s+R\b")
_DRAWN: Final = re.compile(rb"/([^\s/<>\[\]()]+)\s+Do\b")
_FORM: Final = re.compile(rb"/Subtype\s*/Form\b")


_FLATE: Final = re.compile(rb"/(?:FlateDecode|Fl)\b")
_IMAGE: Final = re.compile(rb"/Subtype\s*/Image\b")


class _Object(NamedTuple):
    """The dictionary of an object, and where its stream begins (0: it has none)."""

    dictionary: bytes
    stream: int


def draws_itself(content: bytes) -> bool:
    """Whether some form, through the forms it draws, comes back to itself."""
    if b"/Form" not in content:
        return False
    objects = _objects(content)
    forms = [number for number, found in objects.items() if found.stream and _FORM.search(found.dictionary)]
    drawn = {number: _drawn_by(content, objects, number) for number in forms[:MOST_FORMS]}
    done: set[int] = set()
    return any(number not in done and _returns(number, drawn, done) for number in drawn)


def _objects(content: bytes) -> dict[int, _Object]:
    found: dict[int, _Object] = {}
    for match in _OBJECT.finditer(content):
        if len(found) >= MOST_OBJECTS:
            break
        body = content[match.end() : match.end() + LONGEST_DICTIONARY]
        at, end = body.find(b"stream"), body.find(b"endobj")
        has_stream = at >= 0 and (end < 0 or at < end)
        length = at if has_stream else max(end, 0)
        found[int(match[1])] = _Object(body[:length], match.end() + at + len(b"stream") if has_stream else 0)
    return found


def _drawn_by(content: bytes, objects: dict[int, _Object], number: int) -> set[int]:
    """The objects that a form draws by name, its names looked up in it and in what it refers to."""
    names = set(_DRAWN.findall(_unpack(content, objects[number].stream)))
    if not names:
        return set()
    own = objects[number].dictionary
    near = {int(target) for target in _REFERENCE.findall(own)}
    for target in tuple(near):
        if target in objects:
            near |= {int(inner) for inner in _REFERENCE.findall(objects[target].dictionary)}
    dictionaries = [own, *(objects[target].dictionary for target in near if target in objects)]
    return {int(target) for body in dictionaries for name, target in _NAMED.findall(body) if name in names}


def inflates_too_far(content: bytes) -> bool:
    """Whether one stream, or all together, inflate to more than may be read. Images are left out."""
    if b"Fl" not in content:
        return False
    total = 0
    for found in _objects(content).values():
        times = len(_FLATE.findall(found.dictionary))
        if not (found.stream and times) or _IMAGE.search(found.dictionary):
            continue
        end = content.find(b"endstream", found.stream)
        data = content[found.stream : end if end >= 0 else len(content)].lstrip(b"\r\n")
        for _ in range(times):
            data = _inflate(data)
            total += len(data)
            if len(data) > _LIMITS.xml_part_bytes or total > _LIMITS.unpacked_bytes:
                return True
    return False


def _unpack(content: bytes, at: int) -> bytes:
    data = content[at : at + LONGEST_STREAM].lstrip(b"\r\n")
    end = data.find(b"endstream")
    data = data[:end] if end >= 0 else data
    return _inflate(data) or data  # not packed, or in a way that is not looked into


def _inflate(data: bytes) -> bytes:
    """What can be inflated, at most a little more than a stream may have."""
    found, is_whole = _inflate_by(BLOCK, data)
    # Of a block with a fault zlib gives nothing, native code what comes before it.
    return found if is_whole else _inflate_by(SMALL_BLOCK, data)[0]


def _inflate_by(block: int, data: bytes) -> tuple[bytes, bool]:
    stream = zlib.decompressobj()
    found = bytearray()
    most = _LIMITS.xml_part_bytes + 1
    try:
        for at in range(0, len(data), block):
            found += stream.decompress(data[at : at + block], most - len(found))
            if len(found) >= most or stream.eof:
                break
    except zlib.error:
        return bytes(found), False
    return bytes(found), True


def _returns(start: int, drawn: dict[int, set[int]], done: set[int]) -> bool:
    """Walk down from one form; ``done`` are those known not to lie on a ring."""
    path = {start}
    steps = [(start, iter(drawn[start]))]
    while steps:
        number, following = steps[-1]
        for target in following:
            if target in path:
                return True
            if target in drawn and target not in done:
                path.add(target)
                steps.append((target, iter(drawn[target])))
                break
        else:
            done.add(number)
            path.discard(number)
            steps.pop()
    return False
