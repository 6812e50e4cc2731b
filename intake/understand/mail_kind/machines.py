"""Mails that no person wrote: our own letters, bounces, receipts, automatic replies, notices.

Headers decide (RFC 3834, 3464, 8098); the words of subject and text stand in where Chinese
providers send none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from intake.campaign.call import Sender
from intake.config.words import AnyCase, AnyOf, WordLists, Words, either, load_words
from intake.mail.open import Opened
from intake.mail.own import is_own_letter
from intake.mail.report import Report
from intake.model.case import MailKind
from intake.understand.mail_kind.bounces import (
    BOUNCES,
    explain_bounce,
    find_returned,
    is_bounce_prose,
    is_delay,
)
from intake.understand.mail_kind.letter import bare_subject
from intake.understand.mail_kind.unwanted import Said, judge_unwanted


class MachineWords(WordLists):
    """What letters say that no person wrote, by their kind."""

    servers: Words
    robots: Words
    providers: Words
    auto_start: Words
    auto_subject: AnyCase
    this_mail: Words
    auto_text: AnyCase
    receipt_start: Words
    receipt_subject: AnyCase
    receipt_text: AnyOf
    receipt_plain: AnyOf  # enough without any other sign
    notice: AnyOf


_WORDS: Final = load_words("machines", MachineWords)

_MACHINE: Final = re.compile(rf"^{either(_WORDS.servers)}(?:[+@.-])", re.I)
_ROBOT: Final = re.compile(rf"^{either(_WORDS.robots)}\S*@", re.I)
_PROVIDER: Final = re.compile(rf"@(?:[\w-]+\.)*{either(_WORDS.providers)}\.(?:com|cn|net|com\.cn)$", re.I)
_BULK: Final = re.compile(r"^(?:Precedence|List-Id|x-loop)", re.I)
_WEAK: Final = re.compile(r"^(?:Precedence|List-Id|x-loop|X-Loop|Return-Path|Content-Type)", re.I)
_RECALL: Final = re.compile(r"^\W{0,2}(?:撤回|召回|recall)\s*[:：]", re.I)


@dataclass(frozen=True, slots=True)
class Machine:
    """What a machine's mail is; ``message`` and ``address`` as in Reading.about_*."""

    kind: MailKind
    reason: str
    message: str = ""
    address: str = ""


def find_machine(opened: Opened, sender: Sender, *, has_case: bool) -> Machine | None:
    """What a mail without an author is, None when a person seems to have written it.

    ``has_case``: the mail brings a case. Weak signs (a null return path, Precedence: bulk, words in the
    text) do not count against one: nothing that a unit sends may be lost.
    """
    envelope = opened.envelope
    if is_own_letter(envelope, sender.own):
        return Machine(MailKind.AUTOMATIC, "本系统发出的邮件")
    if opened.report is not None:
        return _read_report(opened, opened.report, sender)
    automatic = envelope.automatic
    if found := _returned_by_words(opened, sender, has_case=has_case):
        return found
    weak = _BULK.match(automatic) or (has_case and _WEAK.match(automatic))
    if automatic and not weak:
        if automatic.lower().startswith("x-failed-recipients"):
            return _bounce(opened, sender)
        return Machine(MailKind.AUTOMATIC, automatic)
    # What a list or bulk mail brings decides: see automatic_at_last.
    return None if has_case else _written_by_machine(opened)


def automatic_at_last(opened: Opened) -> Machine | None:
    """A mail with only weak signs of a machine, when nothing else is known of it."""
    if opened.envelope.automatic:
        return Machine(MailKind.AUTOMATIC, opened.envelope.automatic)
    return None


def is_recall(subject: str) -> bool:
    """Outlook's wish to take a mail back (撤回: …)."""
    return bool(_RECALL.match(subject))


def _read_report(opened: Opened, report: Report, sender: Sender) -> Machine:
    message, address = report.original_message_id, report.recipient
    if report.report_type == "disposition-notification":
        return Machine(MailKind.RECEIPT, f"已读回执 {report.action}".strip(), message, address)
    if report.action == "delayed":
        return Machine(MailKind.AUTOMATIC, "投递延迟通知", message, address)
    if report.action in {"delivered", "relayed", "expanded"}:
        return Machine(MailKind.RECEIPT, f"投递成功通知 {report.action}", message, address)
    if not report.action and is_delay(opened.envelope.subject, _text(opened)):
        return Machine(MailKind.AUTOMATIC, "投递延迟通知", message, address)
    returned = find_returned(opened, sender.own)
    why = explain_bounce(report.status, report.diagnostic, _text(opened)) or "退信"
    return Machine(MailKind.BOUNCE, why, message or returned.message, address or returned.address)


def _returned_by_words(opened: Opened, sender: Sender, *, has_case: bool) -> Machine | None:
    """A bounce, or a notice of delay, in prose; a person who passes one on is no machine.

    A mail server encloses our letter, which may read like a case.
    """
    subject, replies, forwards = bare_subject(opened.envelope.subject)
    by_machine = _by_machine(opened)
    named = bool(BOUNCES.subject.search(subject))
    says_automatic = opened.envelope.automatic.startswith("Auto-Submitted")
    if not named and (says_automatic or not by_machine):
        return None  # a letter of another office may speak of bounces
    if (has_case or not by_machine) and (replies or forwards):
        return None
    if has_case and not (by_machine and named):
        return None
    text = _text(opened)
    if not is_bounce_prose(subject, text) and not (by_machine and named):
        return None
    if is_delay(subject, text):
        returned = find_returned(opened, sender.own)
        return Machine(MailKind.AUTOMATIC, "投递延迟通知", returned.message, returned.address)
    return _bounce(opened, sender)


def _written_by_machine(opened: Opened) -> Machine | None:
    """A receipt, an automatic reply or a provider's notice that shows in its words only."""
    subject, replies, forwards = bare_subject(opened.envelope.subject)
    text = f"{opened.body.new}\n{opened.body.signature}"[:20_000]
    if not replies and not forwards:
        if _WORDS.receipt_subject.search(subject) and (len(text) < 400 or _WORDS.receipt_text.search(text)):
            message = next(iter((*opened.envelope.in_reply_to, *opened.envelope.references[-1:])), "")
            return Machine(MailKind.RECEIPT, f"已读回执：{subject[:30]}", message)
        if len(text) < 400 and _WORDS.receipt_plain.search(f"{subject}\n{text}"):
            return Machine(MailKind.RECEIPT, f"已读回执：{subject[:30]}")
        if _WORDS.auto_subject.search(subject) and judge_unwanted(Said(subject, text))[0] is None:
            return Machine(MailKind.AUTOMATIC, f"主题“{subject[:30]}”")
    said = _WORDS.auto_text.search(text)
    if said and (not replies or len(text) < 300) and judge_unwanted(Said(subject, text))[0] is None:
        return Machine(MailKind.AUTOMATIC, f"正文“{said.group(0)[:30]}”")
    address = opened.envelope.sender.email
    if (
        _ROBOT.match(address)
        and _PROVIDER.search(address)
        and _WORDS.notice.search(f"{subject}\n{text[:600]}")
    ):
        return Machine(MailKind.AUTOMATIC, "邮箱服务商通知")
    return None


def _bounce(opened: Opened, sender: Sender) -> Machine:
    text = _text(opened)
    returned = find_returned(opened, sender.own)
    status = re.search(r"(?<![\d.])[45]\.\d{1,2}\.\d{1,3}(?![\d.])", text)
    why = explain_bounce(status.group(0) if status else "", "", text) or "退信"
    return Machine(MailKind.BOUNCE, why, returned.message, returned.address)


def _by_machine(opened: Opened) -> bool:
    """Whether a mail server wrote it; an automatic letter alone is no sign of that."""
    envelope = opened.envelope
    if envelope.return_path == "" or _MACHINE.match(envelope.sender.email):
        return True
    return envelope.automatic.lower().startswith(("content-type: multipart/report", "x-failed-recipients"))


def _text(opened: Opened) -> str:
    body = opened.body
    return "\n".join(filter(None, (body.new, body.signature, body.quoted)))[:20_000]
