"""Open a raw mail: its headers as values, its text, its files.

Bytes of any kind give a result: what is odd becomes a doubt. Containers among the files are
opened by :mod:`intake.unpack.containers`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from intake.mail.addresses import names_only, read_addresses
from intake.mail.fields import read_date, read_id, read_ids
from intake.mail.files import collect_files
from intake.mail.headers import Headers, decode_header, read_headers
from intake.mail.parts import WHOLE, take_apart
from intake.mail.passwords import find_passwords, hide_passwords
from intake.mail.received import read_received
from intake.mail.report import Report, read_report
from intake.mail.words.body import choose_text
from intake.mail.words.quote import split_body
from intake.model.case import Address, Attachment, Body, Doubt, Envelope
from intake.model.limits import Limits
from intake.text.clean import clean_text

MAX_SUBJECT_CHARS = 500


@dataclass(frozen=True, slots=True)
class Opened:
    """One mail, opened.

    ``html`` is the HTML form of the body, ``""`` when there is none. ``left_out`` are parts that
    no person meant as a file, each with the reason. ``report`` is set for bounces and receipts.
    """

    envelope: Envelope
    body: Body
    html: str = ""
    attachments: tuple[Attachment, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    passwords: tuple[str, ...] = ()
    report: Report | None = None
    left_out: tuple[tuple[str, str], ...] = ()


def open_mail(raw: bytes, limits: Limits) -> Opened:
    """Open a mail; never raises, whatever the bytes.

    A mail over ``limits.mail_bytes`` is read as if it ended there.
    """
    doubts: list[Doubt] = []
    if len(raw) > limits.mail_bytes:
        raw = raw[: limits.mail_bytes]
        doubts.append(Doubt("oversize-mail"))
    tree = take_apart(raw, limits)
    envelope = _read_envelope(tree.headers, tree.type)
    text = choose_text(tree.parts, limits)
    files = collect_files(tree, text)
    body = split_body(text.text, _is_forward(envelope))
    names = [_stem_and_suffix(attachment.name) for attachment in files.attachments]
    return Opened(
        envelope=replace(envelope, subject=hide_passwords(envelope.subject)),
        body=_hide(body),
        html=text.html,
        attachments=tuple(
            replace(file, name=f"{hide_passwords(stem)}{suffix}")
            for file, (stem, suffix) in zip(files.attachments, names, strict=True)
        ),
        doubts=(*doubts, *tree.doubts, *_head_doubts(tree.headers, envelope), *text.doubts),
        passwords=find_passwords((body.new, envelope.subject, body.signature, *(stem for stem, _ in names))),
        report=read_report(tree),
        left_out=files.left_out,
    )


def _stem_and_suffix(name: str) -> tuple[str, str]:
    """A file's name cut before its suffix, which is no part of a password that stands in it."""
    stem, dot, suffix = name.rpartition(".")
    return (stem, dot + suffix) if dot else (suffix, "")


def _hide(body: Body) -> Body:
    return replace(
        body,
        new=hide_passwords(body.new),
        signature=hide_passwords(body.signature),
        quoted=hide_passwords(body.quoted),
        own=hide_passwords(body.own),
        cited=hide_passwords(body.cited),
    )


_FORWARD_SUBJECT = re.compile(r"^\s*\[?(?:fwd?|转发|轉寄|轉發|转寄|转)\s*[:：]", re.I)
_REPLY_SUBJECT = re.compile(r"^\s*+(?:re|回复|答复|回覆)\s*+(?:\[\d+\]\s*+)?[:：]", re.I)


def _is_forward(envelope: Envelope) -> bool | None:
    """Whether the mail passes another on (True), answers one (False), or does not say."""
    if _FORWARD_SUBJECT.match(envelope.subject):
        return True
    if _REPLY_SUBJECT.match(envelope.subject) or envelope.in_reply_to:
        return False
    return None


def _head_doubts(headers: Headers, envelope: Envelope) -> list[Doubt]:
    odd: list[str] = []
    if not headers.fields:
        odd.append("没有邮件头")
    elif not envelope.sender.email:
        odd.append("没有发件地址")
    if len(headers.all("from")) > 1:
        odd.append("有多个发件人")
    if headers.first("date").strip() and envelope.date is None:
        odd.append("发送日期无法识别")
    return [Doubt("header-odd", WHOLE, detail) for detail in odd]


# --- envelope ------------------------------------------------------------------------------------


def read_envelope(head: bytes) -> Envelope:
    """The headers at the beginning of a mail as values; never raises."""
    headers, _ = read_headers(head, 0, len(head))
    return _read_envelope(headers, "")


def _read_envelope(headers: Headers, type_: str) -> Envelope:
    return_path = _return_path(headers)
    sender = _sender(headers, return_path)
    return Envelope(
        message_id=read_id(headers.first("message-id")),
        subject=headers.text("subject")[:MAX_SUBJECT_CHARS],
        sender=sender,
        sole_author=_is_sole(headers, sender.email),
        reply_to=_first_address(headers.all("reply-to")),
        return_path=return_path,
        to=_all_addresses(headers.all("to")),
        cc=_all_addresses(headers.all("cc")),
        date=read_date(decode_header(headers.first("date"))),
        received=read_received(headers.all("received")),
        in_reply_to=read_ids(headers.first("in-reply-to")),
        references=read_ids(headers.first("references")),
        automatic=_automatic(headers, type_, sender, return_path),
        authentication=_authentication(headers),
        mark=headers.text("x-zhengji-kind"),
    )


def _sender(headers: Headers, return_path: str | None) -> Address:
    """The first From with an address; without one, who sent it on behalf, then the return path."""
    named = Address("")
    for field in ("from", "sender", "x-sender", "x-original-from"):
        for value in headers.all(field):
            for address in read_addresses(value):
                if address.email:
                    return Address(address.email, address.name or named.name)
                named = named if named.name else address
    return Address(return_path or "", named.name)


def _is_sole(headers: Headers, email: str) -> bool:
    senders = headers.all("sender")
    return len(headers.all("from")) == 1 and all(
        names_only(value, email) for value in (headers.first("from"), *senders)
    )


def _first_address(values: list[bytes]) -> Address:
    found = [address for value in values for address in read_addresses(value) if address.email]
    return found[0] if found else Address("")


def _all_addresses(values: list[bytes]) -> tuple[Address, ...]:
    found = [address for value in values for address in read_addresses(value) if address.email]
    return tuple(dict.fromkeys(found))


def _return_path(headers: Headers) -> str | None:
    if not headers.has("return-path"):
        return None
    found = read_addresses(headers.first("return-path"))
    return found[0].email if found else ""


def _one_line(value: bytes) -> str:
    return " ".join(clean_text(value.decode("utf-8", "replace")).split())


def _authentication(headers: Headers) -> str:
    """The topmost result; none where another result claims the same server: one of them may be the sender's."""
    results = [_one_line(value) for value in headers.all("authentication-results")]
    servers = [_SERVER.split(result.lower(), 1)[0] for result in results]
    return results[0] if servers and servers.count(servers[0]) == 1 else ""


_SERVER = re.compile(r"[^a-z0-9.-]")  # ends an authserv-id
_AUTOMATIC_FIELDS = re.compile(
    r"x-auto-?(?:reply|respond|responder|response|generated)(?:-from)?|x-mail-autoreply|x-loop|x-failed-recipients"
)
_BULK = {"bulk", "list", "junk", "auto_reply", "auto-reply"}
_MACHINES = re.compile(r"^(?:mailer-daemon|mail-daemon|postmaster|mdaemon|double-bounce)@", re.I)
_AUTOMATIC_SUBJECT = re.compile(
    r"^\s*(?:自动回复|自动答复|自动应答|auto(?:matic)?[ -]?repl|out of (?:the )?office)", re.I
)


def _automatic(headers: Headers, type_: str, sender: Address, return_path: str | None) -> str:
    """The header that shows a mail to be automatic, as ``Name: value``; ``""`` for a person's.

    RFC 3834 and the signs that help desks go by. X-Auto-Response-Suppress alone only asks for no
    answer: offices whose server adds it to every mail must not lose their submissions.
    """
    submitted = headers.text("auto-submitted")
    if submitted and not submitted.lower().startswith("no"):
        return f"Auto-Submitted: {submitted}"
    if said := _said_by_list_or_robot(headers):
        return said
    if type_ == "multipart/report":
        return "Content-Type: multipart/report"
    if return_path == "":
        return "Return-Path: <>"
    if _MACHINES.match(sender.email):
        return f"From: {sender.email}"
    suppressed = headers.text("x-auto-response-suppress").lower()
    asked = "all" in suppressed or "autoreply" in suppressed
    if asked and _AUTOMATIC_SUBJECT.match(headers.text("subject")):
        return f"X-Auto-Response-Suppress: {suppressed}"
    return ""


def _said_by_list_or_robot(headers: Headers) -> str:
    precedence = headers.text("precedence").lower()
    if precedence in _BULK:
        return f"Precedence: {precedence}"
    if headers.has("list-id"):
        return f"List-Id: {headers.text('list-id')}"
    for name, value in headers.fields:
        if _AUTOMATIC_FIELDS.fullmatch(name):
            shown = decode_header(value)
            if shown.lower() not in {"no", "false", "0"}:
                return f"{name}: {shown}"
    return ""
