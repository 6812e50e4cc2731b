"""XML and zip packages (OOXML, OFD, ODF) from strangers, opened inside limits.

No entity is expanded, nothing is fetched, and sizes are checked twice: as declared, before
anything is unpacked, and again while unpacking, because headers lie. What the parts mean is the
readers' business.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Final

from lxml import etree

from intake.model.case import Doubt
from intake.model.errors import Damaged, Encrypted, OverLimit, Unsupported
from intake.model.limits import MIB, Limits

MAX_PARTS: Final = 5000  # entries in one document package
MAX_TAGS: Final = 1_500_000  # "<" in one part; a 300-page document has about 500,000
RATIO_FROM: Final = 10 * MIB  # parts that unpack to less may have any ratio
_LOCAL: Final = b"PK\x03\x04"
_ENCRYPTED_FLAG: Final = 0x1


def parse_xml(data: bytes) -> etree._Element:
    """The root of ``data``; comments and processing instructions are left out.

    Raises:
        Damaged: not well-formed, or nested deeper than libxml2 allows.
        OverLimit: more than :data:`MAX_TAGS` tags.
    """
    _check_tags(data)
    try:
        root = etree.fromstring(data, _parser(recover=False))
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise Damaged(_first_line(error)) from error
    return root


def rescue_xml(data: bytes) -> etree._Element:
    """As much of the tree as can be read from broken XML.

    Raises:
        Damaged: not even a root element.
        OverLimit: as :func:`parse_xml`.
    """
    _check_tags(data)
    try:
        root = etree.fromstring(data, _parser(recover=True))
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise Damaged(_first_line(error)) from error
    if root is None:
        raise Damaged
    return root


def _parser(*, recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=recover,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )


def _check_tags(data: bytes) -> None:
    if data.count(b"<") > MAX_TAGS:
        raise OverLimit("内容过多")


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0][:120]


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    offset: int  # of the local header
    method: int
    packed: int  # bytes, as declared; 0 when the local header leaves it open
    size: int  # bytes, as declared
    crc: int | None
    encrypted: bool


@dataclass(slots=True)
class Package:
    """The parts of one zip package; names are compared without case, ``\\`` counts as ``/``."""

    limits: Limits
    _content: bytes = field(repr=False)
    _entries: dict[str, _Entry] = field(repr=False)
    damaged: bool = False  # the directory is lost, or a part read so far is not whole
    is_cut: bool = False  # the directory is lost: parts may have been lost with it
    _unpacked: int = 0

    def describe_damage(self) -> Doubt:
        """What is said of a damaged package: its sender is asked only where parts may be missing."""
        return Doubt("cut-off") if self.is_cut else Doubt("partial", detail="文件不完整，已读出可读部分")

    def names(self) -> tuple[str, ...]:
        """Part names as written, in the order of the directory."""
        return tuple(entry.name for entry in self._entries.values())

    def has(self, name: str) -> bool:
        """Whether there is such a part."""
        return _key(name) in self._entries

    def read(self, name: str, most: int | None = None) -> bytes:
        """The bytes of a part, at most ``most`` (default: the limit for XML parts).

        Of a part whose data is cut or corrupt the good beginning is returned and ``damaged`` set.

        Raises:
            Damaged: no such part, or nothing of it can be unpacked.
            Encrypted: the part has a zip password.
            OverLimit: the part, or all parts read so far, are larger than allowed.
        """
        entry = self._entry(name)
        most = self.limits.xml_part_bytes if most is None else most
        _check_part(entry, most, self.limits)
        data, whole = _unpack(self._content, entry, most)
        self._count(data)
        if not whole:
            self.damaged = True
        return data

    def _entry(self, name: str) -> _Entry:
        entry = self._entries.get(_key(name))
        if entry is None:
            raise Damaged(f"缺少 {name}")
        if entry.encrypted:
            raise Encrypted
        return entry

    def _count(self, data: bytes) -> None:
        self._unpacked += len(data)
        if self._unpacked > self.limits.unpacked_bytes:
            raise OverLimit

    def beginning(self, name: str, most: int) -> tuple[bytes, bool]:
        """At most ``most`` bytes of a part however large it says it is, and whether that is all.

        Raises:
            Damaged, Encrypted, OverLimit: as :meth:`read`, but not for the size of this part.
        """
        entry = self._entry(name)
        data, whole = _unpack(self._content, entry, most, cut=True)
        self._count(data)
        if not whole and len(data) < most:
            self.damaged = True
        return data, len(data) < most

    def xml(self, name: str) -> etree._Element:
        """The root of an XML part; what can be saved of a broken one, with ``damaged`` set.

        Raises:
            Damaged, Encrypted, OverLimit: as :meth:`read` and :func:`parse_xml`.
        """
        return self.tree(self.read(name))

    def tree(self, data: bytes) -> etree._Element:
        """The root of the bytes of a part; otherwise as :meth:`xml`."""
        try:
            return parse_xml(data)
        except Damaged:
            self.damaged = True
            return rescue_xml(data)


def open_package(content: bytes, limits: Limits) -> Package:
    """Open a zip package, also one with junk around it or with its directory cut off.

    Raises:
        Damaged: no part can be found.
        OverLimit: too many parts, or they would unpack to more than allowed.
    """
    damaged = False
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            listed = archive.infolist()
        entries = [_from_directory(info) for info in listed]
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, RuntimeError, struct.error):
        damaged = True
        entries = list(_scan_headers(content))
    if not entries:
        raise Damaged
    if len(entries) > MAX_PARTS:
        raise OverLimit(f"内含 {len(entries)} 个部件")
    if sum(entry.size for entry in entries) > limits.unpacked_bytes:
        raise OverLimit
    return Package(limits, content, {_key(entry.name): entry for entry in entries}, damaged, damaged)


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").casefold()


def _from_directory(info: zipfile.ZipInfo) -> _Entry:
    return _Entry(
        info.filename,
        info.header_offset,
        info.compress_type,
        info.compress_size,
        info.file_size,
        info.CRC,
        bool(info.flag_bits & _ENCRYPTED_FLAG),
    )


def _scan_headers(content: bytes) -> Iterator[_Entry]:
    """Entries by their local headers, for files that lost the directory at their end."""
    at = content.find(_LOCAL)
    found = 0
    while at >= 0 and found <= MAX_PARTS:
        header = content[at : at + 30]
        if len(header) < 30:
            return
        flags, method = _word(header, 6), _word(header, 8)
        packed, size = _double(header, 18), _double(header, 22)
        name = content[at + 30 : at + 30 + _word(header, 26)]
        encoding = "utf-8" if flags & 0x800 else "cp437"
        yield _Entry(name.decode(encoding, "replace"), at, method, packed, size, None, bool(flags & 1))
        found += 1
        at = content.find(_LOCAL, at + 30)


def _word(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 2], "little")


def _double(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 4], "little")


def _check_part(entry: _Entry, most: int, limits: Limits) -> None:
    if entry.size > most:
        raise OverLimit
    if entry.size > RATIO_FROM and entry.size > limits.ratio * max(entry.packed, 1):
        raise OverLimit


def _unpack(content: bytes, entry: _Entry, most: int, *, cut: bool = False) -> tuple[bytes, bool]:
    """The part's bytes and whether they are whole; ``cut`` takes the beginning of a longer part."""
    header = content[entry.offset : entry.offset + 30]
    if len(header) < 30 or not header.startswith(_LOCAL):
        raise Damaged
    start = entry.offset + 30 + _word(header, 26) + _word(header, 28)
    packed = content[start : start + entry.packed] if entry.packed else content[start:]
    if entry.method == zipfile.ZIP_STORED:
        data = packed[: entry.size]
    elif entry.method == zipfile.ZIP_DEFLATED:
        data = _inflate(packed, most)
    else:
        raise Unsupported("压缩方式不常见")
    if len(data) > most:
        if cut:
            return data[:most], False
        raise OverLimit
    if entry.crc is None:
        return data, False
    return data, len(data) == entry.size and zlib.crc32(data) == entry.crc


def _inflate(packed: bytes, most: int) -> bytes:
    """Raw deflate data, at most ``most`` + 1 bytes; stops quietly where the data is corrupt."""
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        return stream.decompress(packed, most + 1)
    except zlib.error:
        pass
    # Corrupt somewhere: feed small pieces to save what comes before the fault.
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    saved = bytearray()
    try:
        for at in range(0, len(packed), 64):
            saved += stream.decompress(packed[at : at + 64], most + 1 - len(saved))
            if len(saved) > most:
                break
    except zlib.error:
        pass
    return bytes(saved)
