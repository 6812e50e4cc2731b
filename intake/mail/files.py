"""The files of a mail: what a person meant to send, with the best reading of each name.

Signatures, calendars and cards are left out, with the reason. Containers are opened later, by
:mod:`intake.unpack.containers`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote

from intake.documents.sniff import sniff
from intake.mail.filenames import best_name, clean_name, invent_name, shorten_name
from intake.mail.headers import decode_header, decode_words, read_headers
from intake.mail.parts import Part, Tree
from intake.mail.words.body import LetterText
from intake.model.case import Attachment

_LEFT_OUT = (
    (
        re.compile(r"(?:application|text)/(?:ics|calendar|x-ics)"),
        re.compile(r"\.(?:ics|vcs)$", re.I),
        "日历邀请",
    ),
    (re.compile(r"text/(?:x-)?vcard|text/directory|text/x-vcf"), re.compile(r"\.vcf$", re.I), "名片"),
    (
        re.compile(r"application/(?:x-)?pkcs7-signature|application/pgp-(?:signature|encrypted|keys)"),
        re.compile(r"\.(?:p7s|asc|sig)$", re.I),
        "数字签名",
    ),
    (re.compile(r"text/(?:x-amp-html|watch-html)"), None, "正文的另一种形式"),
    (re.compile(r"application/applefile|application/mac-binhex40"), None, "Mac 资源文件"),
    (re.compile(r"message/external-body|text/x-moz-deleted"), None, "已移除的附件"),
)
_REPORTS = frozenset(
    (
        "message/delivery-status",
        "message/disposition-notification",
        "message/feedback-report",
        "text/rfc822-headers",
    )
)
_CID = re.compile(r"(?:cid:|src\s*=\s*[\"']?\s*cid%3[aA])([^\"'\s>)]+)", re.I)


@dataclass(frozen=True, slots=True)
class Files:
    """Attachments in order; ``left_out`` are (name or type, reason)."""

    attachments: tuple[Attachment, ...]
    left_out: tuple[tuple[str, str], ...] = ()


def collect_files(tree: Tree, text: LetterText) -> Files:
    """Every part that is no text of the letter, as an attachment; never raises."""
    shown = {unquote(cid) for cid in _CID.findall(text.html)} if text.html else set()
    found: list[Attachment] = []
    left_out: list[tuple[str, str]] = []
    unnamed = 0
    for position, part in enumerate(tree.parts):
        if position in text.used or _is_returned(part):
            continue
        content = part.content()
        name = _name_of(part, content)
        if reason := _reason_to_leave_out(part, name):
            left_out.append((name or part.type, reason))
            continue
        if not content.strip() and not name:
            continue
        if not name:
            unnamed += 1
            name = invent_name(unnamed, sniff(content), content)
        found.append(
            Attachment(
                name=name,
                content=content,
                declared=part.type,
                inline=_is_inline(part, name, shown),
                charset=part.parameters.token("charset"),
            )
        )
    for enclosed in text.enclosed:
        name = best_name([decode_words(enclosed.name)])
        if not name:
            unnamed += 1
            name = invent_name(unnamed, sniff(enclosed.content), enclosed.content)
        found.append(Attachment(name, enclosed.content, declared="application/octet-stream"))
    return Files(tuple(found), tuple(left_out))


def _is_returned(part: Part) -> bool:
    """A part of a bounce or receipt: about our letter, not a file of the sender."""
    if part.type in _REPORTS:
        return True
    return part.type == "message/rfc822" and part.inside("report") is not None


def _name_of(part: Part, content: bytes) -> str:
    candidates = [name for name in part.names() if name.strip()]
    if candidates:
        return best_name(candidates)
    if part.type == "message/rfc822":
        headers, _ = read_headers(content, 0, len(content))
        subject = clean_name(re.sub(r"[/\\]+", "／", headers.text("subject")))
        return shorten_name(f"{subject or '转发邮件'}.eml")
    if part.type == "application/ms-tnef":
        return "winmail.dat"
    for field in ("content-description", "content-location"):
        name = clean_name(decode_header(part.headers.first(field)))
        if re.search(r"\.[A-Za-z0-9]{2,5}$", name):
            return name
    return ""


def _reason_to_leave_out(part: Part, name: str) -> str:
    generic = part.type in {"application/octet-stream", "text/plain"}
    for types, names, reason in _LEFT_OUT:
        if types.fullmatch(part.type) or (generic and names is not None and names.search(name)):
            return reason
    return ""


_IMAGE_NAME = re.compile(r"\.(?:jpe?g|png|gif|bmp|tiff?|webp|heic)$", re.I)


def _is_inline(part: Part, name: str, shown: set[str]) -> bool:
    """Whether the HTML shows the picture in its text (RFC 2392)."""
    if not shown or not (part.type.startswith("image/") or _IMAGE_NAME.search(name)):
        return False
    identity = part.headers.first("content-id").decode("latin-1").strip().strip("<>").strip()
    return bool(identity) and identity in shown
