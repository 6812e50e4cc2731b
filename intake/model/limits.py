"""The limits inside which everything from outside is read."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Caps on one mail. Sizes in bytes, times in seconds."""

    mail_bytes: int = 50 * MIB  # larger mails: header only
    mime_depth: int = 40
    mime_parts: int = 500
    archive_depth: int = 3
    archive_entries: int = 200
    unpacked_bytes: int = 300 * MIB
    ratio: int = 100  # unpacked : packed
    xml_part_bytes: int = 40 * MIB
    text_chars: int = 2_000_000
    pages: int = 200
    image_pixels: int = 60_000_000
    mail_seconds: float = 60.0  # one whole mail in the worker
    file_seconds: float = 15.0  # one file in the worker
    ocr_page_seconds: float = 60.0
    worker_bytes: int = 1536 * MIB  # address space of one worker (POSIX only)
