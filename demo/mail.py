"""One mail as a Chinese provider delivers it, and what all mails of the demonstration share."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.header import Header
from email.utils import format_datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
BUREAU = "shequ@zhengji.example.com"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class Made:
    """One mail of the season."""

    name: str  # file name
    at: datetime
    raw: bytes


def make_mail(
    name: str,
    at: datetime,
    sender: str,
    sender_name: str,
    subject: str,
    body: str,
    parts: list[tuple[str, str, bytes]],
    headers: dict[str, str] | None = None,
) -> Made:
    """A mail as a Chinese provider would deliver it, two minutes after it was written."""
    boundary = f"----=_Part_{abs(hash_text(name)):x}"
    lines = [
        f"Received: from mail.example.cn (unknown [192.0.2.7]) by mx.example.com; {format_datetime(at)}",
        f"From: {Header(sender_name, 'gb18030').encode()} <{sender}>",
        f"To: <{BUREAU}>",
        f"Subject: {Header(subject, 'gb18030').encode()}",
        f"Date: {format_datetime(at - timedelta(minutes=2))}",
        f"Message-ID: <{name.removesuffix('.eml')}@mail.example.cn>",
        *(f"{key}: {value}" for key, value in (headers or {}).items()),
        "MIME-Version: 1.0",
        f'Content-Type: multipart/mixed; boundary="{boundary}"',
        "",
        f"--{boundary}",
        "Content-Type: text/plain; charset=gb18030",
        "Content-Transfer-Encoding: base64",
        "",
        _encode(body.encode("gb18030")),
    ]
    for file_name, mime, content in parts:
        lines += [
            f"--{boundary}",
            f'Content-Type: {mime}; name="{Header(file_name, "gb18030", maxlinelen=900).encode()}"',
            "Content-Transfer-Encoding: base64",
            f'Content-Disposition: attachment; filename="{Header(file_name, "gb18030", maxlinelen=900).encode()}"',
            "",
            _encode(content),
        ]
    lines += [f"--{boundary}--", ""]
    return Made(name, at, "\r\n".join(lines).encode("ascii"))


def hash_text(text: str) -> int:
    """A number from a text, the same in every process."""
    return int.from_bytes(text.encode()[-7:], "big")


def _encode(content: bytes) -> str:
    return base64.encodebytes(content).decode("ascii").replace("\n", "\r\n").rstrip()
