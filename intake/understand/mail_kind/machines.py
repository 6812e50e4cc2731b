"""Mails that no person wrote: our own letters, bounces, receipts, automatic replies, notices.

Headers decide (RFC 3834, 3464, 8098); the words of subject and text stand in where Chinese
providers send none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from intake.campaign.call import Sender
from intake.mail.open import Opened
from intake.mail.own import is_own_letter
from intake.mail.report import Report
from intake.model.case import MailKind
from intake.understand.mail_kind.bounces import (
    SUBJECT,
    explain_bounce,
    find_returned,
    is_bounce_prose,
    is_delay,
)
from intake.understand.mail_kind.letter import bare_subject
from intake.understand.mail_kind.unwanted import judge_unwanted

_MACHINE: Final = re.compile(
    r"^(?:mailer-daemon|mail-daemon|postmaster|mdaemon|double-bounce|bounces?)(?:[+@.-])", re.I
)
_ROBOT: Final = re.compile(
    r"^(?:no-?_?reply|do-?not-?reply|noreply|notif\w*|service|system|safe|security|auto\w*|alert\w*|info|admin|10000|mail|account)\S*@",
    re.I,
)
_PROVIDER: Final = re.compile(
    r"@(?:[\w-]+\.)*(?:163|126|yeah|netease|188|qq|tencent|foxmail|sina|sohu|aliyun|alibaba|139|189|10086|outlook|microsoft|google|icoremail|coremail)\.(?:com|cn|net|com\.cn)$",
    re.I,
)
_AUTO_SUBJECT: Final = re.compile(
    r"自[动動](?:回[复覆復]|答[复覆]|应答)|^\W{0,3}(?:自动(?:发送|通知|提醒)|系统(?:自动|通知|消息|提示|公告)|(?:休假|外出|度假|出差|离岗|不在办公室)(?:中|期间)?的?(?:自动)?(?:回复|通知|提示|答复)"
    r"|auto(?:matic(?:ally)?)?[- ]?(?:reply|response|generated|answer)|autoreply|auto\s*:|out of (?:the )?office|vacation|away from|(?:message|邮件)\s*(?:recall|撤回)\s*(?:success|failure|成功|失败|结果|报告)"
    r"|(?:已接受|已拒绝|暂定|已取消|accepted|declined|tentative|canceled)\s*[:：])",
    re.I,
)
_AUTO_TEXT: Final = re.compile(
    r"(?:此|本|该|这|以上|以下)(?:邮件|信件?|封邮件|封信|是一封|是封|条消息)[^。\n]{0,8}(?:系统|自动)(?:自动)?(?:发送|回复|发出|生成|产生|答复|应答|邮件)|自动(?:回复|答复)(?:邮件|内容|信息)?(?:[,，:：。)）】」]|$)|系统(?:邮件|自动发送)[^。\n]{0,6}(?:请勿|勿|无需|请不要)(?:直接)?回复|请(?:勿|不要)(?:直接)?回复(?:此|本|该)?(?:邮件|信)"
    r"|this is an? (?:automat(?:ed|ic)|auto-?)|automatically generated|auto-?reply|i am (?:currently )?(?:out of|away)",
    re.I,
)
_RECEIPT_SUBJECT: Final = re.compile(
    r"^\W{0,2}(?:(?:已读|未读|已阅读?|读取|已查看|已打开)(?:回执)?\s*[:：]|(?:已读|阅读|读取|邮件已读|电子邮件已读|邮件阅读|查看|打开)回执|(?:read|not read|read receipt|return receipt(?: \(displayed\))?|receipt|read notification)\s*[:：(-]|read[- ]receipt|return[- ]receipt|收条\s*[:：]|回执\s*[:：]\s*已(?:阅|读|打开|查看)|disposition notification)",
    re.I,
)
_RECEIPT_TEXT: Final = re.compile(
    r"(?:邮件|来信)(?:已于|已被|已经被?|于)[^。\n]{0,40}(?:阅读|打开|查看|读取|显示)|(?:这是|此为|以下是)[^。\n]{0,20}(?:回执|收条)|(?:已读|阅读|读取)回执|(?:收件人|对方)(?:已|已经)(?:阅读|查看|打开|读取)|(?:邮件|来信)[^。\n]{0,6}(?:被|由)(?:对方|收件人)(?:阅读|查看|打开|读取)|was (?:read|displayed|opened) (?:on|at)|return receipt|has been displayed"
)
_RECEIPT_PLAIN: Final = re.compile(
    r"(?:这是|此为|本)[^。\n]{0,6}(?:阅读|已读|读取)回执|此回执(?:仅|只)?(?:表明|表示|说明)|(?:您|你)(?:的|发送的|发出的|发给[^。\n]{0,40}的)邮件[^。\n]{0,4}(?:已经?)?(?:被|由)(?:收件人|对方)?[^。\n]{0,4}(?:阅读|打开|查看|读取)|^邮件已读"
)
_NOTICE: Final = re.compile(
    r"验证码|登录(?:提醒|通知|异常)|(?:安全|异地登录|容量|空间|账单|授权码|服务|密码|到期|邮箱)(?:提醒|提示|通知|预警|告警|变更|修改)|(?:您|你)的(?:帐号|账号|邮箱)[^。\n]{0,20}(?:登录|开启|关闭|修改|设置)|备份(?:完成|成功|失败)|日志|监控(?:告警|报警)|欢迎使用|注册成功|激活",
)
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
    named = bool(SUBJECT.search(subject))
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
        if _RECEIPT_SUBJECT.search(subject) and (len(text) < 400 or _RECEIPT_TEXT.search(text)):
            message = next(iter((*opened.envelope.in_reply_to, *opened.envelope.references[-1:])), "")
            return Machine(MailKind.RECEIPT, f"已读回执：{subject[:30]}", message)
        if len(text) < 400 and _RECEIPT_PLAIN.search(f"{subject}\n{text}"):
            return Machine(MailKind.RECEIPT, f"已读回执：{subject[:30]}")
        if _AUTO_SUBJECT.search(subject) and judge_unwanted(subject, text, "")[0] != "spam":
            return Machine(MailKind.AUTOMATIC, f"主题“{subject[:30]}”")
    said = _AUTO_TEXT.search(text)
    if said and (not replies or len(text) < 300) and not judge_unwanted(subject, text, "")[0]:
        return Machine(MailKind.AUTOMATIC, f"正文“{said.group(0)[:30]}”")
    address = opened.envelope.sender.email
    if _ROBOT.match(address) and _PROVIDER.search(address) and _NOTICE.search(f"{subject}\n{text[:600]}"):
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
