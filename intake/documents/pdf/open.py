"""Open a PDF with pdfminer.six inside limits: bounded streams, no loops, a deadline.

pdfminer inflates streams without bound and follows references for ever; the subclasses here put a
budget under both. Nothing is drawn or interpreted here (characters.py does that).
"""

# pdfminer ships no usable types, so its classes count as Any: mypy refuses Any as a base class.
# mypy: disable-error-code="misc"

from __future__ import annotations

import logging
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pdfminer.ascii85 import ascii85decode, asciihexdecode
from pdfminer.lzw import LZWDecoder
from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFNoValidXRef
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import (
    LITERALS_ASCII85_DECODE,
    LITERALS_ASCIIHEX_DECODE,
    LITERALS_FLATE_DECODE,
    LITERALS_LZW_DECODE,
    LITERALS_RUNLENGTH_DECODE,
    PDFObjRef,
    PDFStream,
    int_value,
)
from pdfminer.utils import apply_png_predictor, apply_tiff_predictor

from intake.documents.pdf.bounds import bound_fonts
from intake.model.errors import Damaged, Encrypted, OverLimit
from intake.model.limits import Limits

logging.getLogger("pdfminer").setLevel(logging.CRITICAL + 1)  # it reports every oddity of every file

bound_fonts()

CHUNK = 256 * 1024
SMALL_BLOCK = 64  # bytes inflated at a time where there is a fault
MAX_CHAIN = 50  # references from one object to the next


@dataclass(slots=True)
class Budget:
    """What reading one file may still cost."""

    stream_bytes: int  # of one stream, inflated
    bytes_left: int  # of all streams, inflated
    deadline: float  # time.monotonic()

    @classmethod
    def of(cls, limits: Limits) -> Budget:
        """The budget of one file."""
        return cls(limits.xml_part_bytes, limits.unpacked_bytes, time.monotonic() + limits.file_seconds)

    def tick(self) -> None:
        """Stop a file that takes too long.

        Raises:
            OverLimit: the deadline has passed.
        """
        if time.monotonic() > self.deadline:
            raise OverLimit("读取时间过长")

    def spend(self, size: int) -> None:
        """Account for inflated bytes.

        Raises:
            OverLimit: the file inflates to more than it may.
        """
        self.bytes_left -= size
        if size > self.stream_bytes or self.bytes_left < 0:
            raise OverLimit("解压后的内容过大")
        self.tick()


class BoundedStream(PDFStream):
    """A stream that inflates inside the budget. Image codecs are left alone."""

    budget: Budget
    rawdata: bytes | None

    def decode(self) -> None:
        """Fill ``data``.

        Raises:
            OverLimit: it inflates to more than it may.
            Damaged: the filter is not one for text.
        """
        data = self.rawdata or b""
        if self.decipher:
            data = self.decipher(self.objid, self.genno, data, self.attrs)
        for name, parameters in self.get_filters():
            data = _unpack(name, data, self.budget)
            if isinstance(parameters, dict) and "Predictor" in parameters:
                data = _undo_predictor(parameters, data)
        self.budget.spend(len(data))
        self.data = data
        self.rawdata = None


def _unpack(name: object, data: bytes, budget: Budget) -> bytes:
    """Undo one filter (ISO 32000-1, 7.4)."""
    cap = budget.stream_bytes
    if name in LITERALS_FLATE_DECODE:
        return _inflate(data, cap)
    if name in LITERALS_LZW_DECODE:
        return _gather(LZWDecoder(BytesIO(data)).run(), cap)
    if name in LITERALS_RUNLENGTH_DECODE:
        return _gather(_run_lengths(data), cap)
    if name in LITERALS_ASCII85_DECODE:
        return bytes(ascii85decode(data))
    if name in LITERALS_ASCIIHEX_DECODE:
        return bytes(asciihexdecode(data))
    raise Damaged("内容流的编码方式不支持")


def _inflate(data: bytes, cap: int) -> bytes:
    """Inflate; what comes before a damage is kept, as readers do."""
    inflater = zlib.decompressobj()
    parts: list[bytes] = []
    size = 0
    pending = data
    while pending and not inflater.eof:
        try:
            part = inflater.decompress(pending, CHUNK)
        except zlib.error:
            return _inflate_raw(data[2:], cap)
        pending = inflater.unconsumed_tail
        parts.append(part)
        size += len(part)
        if size > cap:
            raise OverLimit("解压后的内容过大")
        if not part and not pending:
            break
    return b"".join(parts)


def _inflate_raw(data: bytes, cap: int) -> bytes:
    """Some files carry a broken zlib header before sound data; of a block with a fault zlib gives nothing."""
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    found = bytearray()
    for at in range(0, len(data), SMALL_BLOCK):
        try:
            found += inflater.decompress(data[at : at + SMALL_BLOCK], cap + 1 - len(found))
        except zlib.error:
            break
        if len(found) > cap:
            raise OverLimit("解压后的内容过大")
        if inflater.eof:
            break
    return bytes(found)


def _gather(parts: Iterator[bytes], cap: int) -> bytes:
    gathered: list[bytes] = []
    size = 0
    for part in parts:
        gathered.append(part)
        size += len(part)
        if size > cap:
            raise OverLimit("解压后的内容过大")
    return b"".join(gathered)


def _run_lengths(data: bytes) -> Iterator[bytes]:
    """ISO 32000-1, 7.4.5."""
    at = 0
    while at < len(data) and (length := data[at]) != 128:
        if length < 128:
            yield data[at + 1 : at + 2 + length]
            at += length + 2
        else:
            yield data[at + 1 : at + 2] * (257 - length)
            at += 2


def _undo_predictor(parameters: dict[str, Any], data: bytes) -> bytes:
    kind = int_value(parameters["Predictor"])
    colors = int_value(parameters.get("Colors", 1))
    columns = int_value(parameters.get("Columns", 1))
    bits = int_value(parameters.get("BitsPerComponent", 8))
    if not (0 < colors <= 32 and 0 < columns <= 1 << 20 and bits in {1, 2, 4, 8, 16}):
        raise Damaged("内容流的参数不合规范")
    if kind == 2:
        return bytes(apply_tiff_predictor(colors, columns, bits, data))
    if kind >= 10:
        return bytes(apply_png_predictor(kind, colors, columns, bits, data))
    return data


class _Parser(PDFParser):
    """Makes bounded streams."""

    def __init__(self, content: bytes, budget: Budget) -> None:
        self._budget = budget
        super().__init__(BytesIO(content))

    def push(self, *objs: tuple[int, Any]) -> None:
        if len(objs) == 1 and type(objs[0][1]) is PDFStream:
            objs = (self._bound(objs[0]),)
        super().push(*objs)

    def _bound(self, entry: tuple[int, Any]) -> tuple[int, Any]:
        stream = BoundedStream(entry[1].attrs, entry[1].rawdata, entry[1].decipher)
        stream.budget = self._budget
        return entry[0], stream


class _Document(PDFDocument):
    """Refuses loops of references and of cross-reference tables."""

    def __init__(self, content: bytes, password: str, budget: Budget) -> None:
        self._budget = budget
        self._seen: set[int] = set()
        super().__init__(_Parser(content, budget), password=password)

    def read_xref_from(self, parser: PDFParser, start: int, xrefs: list[Any]) -> None:
        if start in self._seen:
            return
        self._seen.add(start)
        self._budget.tick()
        try:
            super().read_xref_from(parser, start, xrefs)
        except PDFNoValidXRef:
            if not xrefs:
                raise

    def getobj(self, objid: int) -> object:
        """The object, references followed; a ring of references is null (ISO 32000-1, 7.3.10)."""
        self._budget.tick()
        found = super().getobj(objid)
        for _ in range(MAX_CHAIN):
            if not isinstance(found, PDFObjRef):
                return found
            found = super().getobj(found.objid)
        return None


def open_document(content: bytes, password: str, budget: Budget) -> Any:
    """Open with the empty password, then with the one given.

    Raises:
        Encrypted: neither opens it, or the protection is of an unknown kind.
        OverLimit: opening it passes a limit.
        Exception: what pdfminer raises for bytes that are no PDF.
    """
    for attempt in ("", password):
        try:
            return _Document(content, attempt, budget)
        except PDFEncryptionError:
            if attempt == password:
                break
    raise Encrypted
