"""File names from outside, made fit to show and to store: never a path, never a trick.

Decoding the bytes of a name is done where they come from (:mod:`intake.mail.headers`,
:mod:`intake.unpack.containers`); here the text is cleaned.
"""

from __future__ import annotations

import re

from intake.model.case import Format
from intake.text.clean import clean_text
from intake.text.garbled import looks_garbled, repair_mojibake

MAX_NAME_BYTES = 180  # in UTF-8; file systems allow 255, archives put a prefix in front
MAX_FOLDERS = 8  # of a path inside an archive; deeper ones are joined

_SPACES = re.compile(r"\s+")
_SEPARATORS = re.compile(r"[/\\]+")
_EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,8}$")
_LOST = re.compile(r"\?{2,}|[\ufffd\u25a1]|_{4,}")

_EXTENSIONS = {
    Format.DOCX: ".docx",
    Format.DOC: ".doc",
    Format.RTF: ".rtf",
    Format.PDF: ".pdf",
    Format.OFD: ".ofd",
    Format.XLSX: ".xlsx",
    Format.XLS: ".xls",
    Format.ODS: ".ods",
    Format.TEXT: ".txt",
    Format.HTML: ".html",
    Format.WORDML: ".xml",
    Format.ZIP: ".zip",
    Format.RAR: ".rar",
    Format.SEVENZIP: ".7z",
    Format.TAR: ".tar",
    Format.GZIP: ".gz",
    Format.TNEF: ".dat",
    Format.EML: ".eml",
    Format.MSG: ".msg",
    Format.PPT: ".ppt",
    Format.WORKS: ".wps",
}
_IMAGES = (
    (b"\xff\xd8\xff", ".jpg"),
    (b"\x89PNG", ".png"),
    (b"GIF8", ".gif"),
    (b"BM", ".bmp"),
    (b"II*\0", ".tif"),
    (b"MM\0*", ".tif"),
    (b"RIFF", ".webp"),
)


def clean_name(name: str) -> str:
    """The file name without folders, controls, bidi marks and surplus length; may be ``""``.

    The extension survives shortening.
    """
    plain = _SPACES.sub(" ", clean_text(name)).strip(" '\"")
    last = _SEPARATORS.split(plain.rstrip("/\\"))[-1].strip(" '\"")
    if last in {"", ".", ".."}:
        return ""
    return shorten_name(last.rstrip(". ") or last)


def shorten_name(name: str) -> str:
    """The name cut to :data:`MAX_NAME_BYTES`, its extension kept."""
    if len(name.encode("utf-8", "ignore")) <= MAX_NAME_BYTES:
        return name
    found = _EXTENSION.search(name)
    extension = found.group(0) if found else ""
    room = MAX_NAME_BYTES - len(extension) - 3
    stem = name[: len(name) - len(extension)].encode("utf-8", "ignore")[:room].decode("utf-8", "ignore")
    return f"{stem.rstrip()}…{extension}"


def clean_folders(path: str) -> tuple[str, ...]:
    """The folders of a path inside an archive as clean names, drive letters and dots dropped."""
    parts = (_SPACES.sub(" ", clean_text(part)).strip() for part in _SEPARATORS.split(path))
    kept = [part for part in parts if part not in {"", ".", ".."} and not re.fullmatch(r"[A-Za-z]:", part)]
    if len(kept) > MAX_FOLDERS:
        kept = [*kept[: MAX_FOLDERS - 1], "／".join(kept[MAX_FOLDERS - 1 :])]
    return tuple(shorten_name(part) for part in kept)


def invent_name(number: int, format_: Format, content: bytes) -> str:
    """A name for a file that came without one: 未命名附件1.docx."""
    extension = _EXTENSIONS.get(format_, "")
    if format_ is Format.IMAGE:
        extension = next((ext for magic, ext in _IMAGES if content.startswith(magic)), ".jpg")
    return f"未命名附件{number}{extension}"


def best_name(candidates: list[str]) -> str:
    """The best decoded of several readings of one name; the first wins ties."""
    best, best_rank = "", -100
    for candidate in candidates:
        name = clean_name(repair_mojibake(candidate))
        rank = _rank(name)
        if rank > best_rank:
            best, best_rank = name, rank
    return best


def _rank(name: str) -> int:
    if not name:
        return -50
    rank = 0
    if looks_garbled(name):
        rank -= 8
    if _LOST.search(name):
        rank -= 4
    if "=?" in name and "?=" in name:
        rank -= 6
    return rank + (1 if _EXTENSION.search(name) else 0)
