"""Letters of ours that came back, told by prose: 系统退信, Undelivered Mail … and why, in Chinese.

Structured reports (RFC 3464) are read in :mod:`intake.mail.report`; here are the providers that only
write a letter, and the words for both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from intake.mail.fields import read_id
from intake.mail.headers import read_headers
from intake.mail.open import Opened
from intake.text.fold import nfkc

SUBJECT: Final = re.compile(
    r"(?:延迟|推迟|暂缓|延误)(?:投递|发送|送达)|(?:投递|发送|送达)(?:延迟|推迟|延误)|退信|退回(?:通知|邮件)|邮件(?:被)?退回|(?:邮件)?(?:投递|发送|传送|递送|寄送)(?:失败|不成功|未成功|错误|异常)|无法(?:投递|送达|传递|递送|发送)|未(?:能)?(?:送达|传递|投递|递送)(?:的邮件)?|传递(?:失败|状态)"
    r"|undeliver|delivery (?:status notification|(?:has )?failed|failure|incomplete|problem|report)|failure (?:notice|delivery)|returned mail|mail delivery (?:failed|failure|system|subsystem)|non-?delivery|mail system error|message not delivered|returned to sender|bounce|rejected:|(?:message|delivery|mail) (?:is |was |has been )?delayed|delayed:|delayed mail|still being retried",
    re.I,
)
_PROSE: Final = re.compile(
    r"(?:您|你)(?:的|发送的|发出的|发往)?[^。\n]{0,30}(?:邮件|信件|来信)[^。\n]{0,30}(?:被退回|退回|无法(?:送达|投递|发送)|未能?(?:送达|投递|发送)|(?:投递|发送)失败)|(?:邮件|信件)(?:未能|无法|没有|不能)[^。\n]{0,8}(?:送达|投递|发送|传递)|退信(?:原因|代码|说明|信息)|收件人(?:邮箱|地址|邮件地址|帐号|账号)[^。\n]{0,12}(?:不存在|已满|无效|被禁用|拒收|空间不足)"
    r"|could ?n[o']t be delivered|could not be delivered|was not delivered|(?:delivery|deliver)[^.\n]{0,40}(?:failed|failure)|undeliverable|permanent(?:ly)? (?:fatal )?(?:error|failed)|unable to deliver|did not reach|550[ -]|5\.\d\.\d|user unknown|mailbox (?:unavailable|full|not found)|no such user|recipient(?: address)? rejected|returned message",
    re.I,
)
_DELAY: Final = re.compile(
    r"(?:投递|发送|传递|送达)?(?:延迟|暂缓|推迟|延误)(?:投递|发送|送达|通知)?|暂时(?:无法|未能|不能)(?:投递|送达|发送)|(?:系统|服务器)?(?:仍|将)?(?:会)?继续尝试|稍后(?:重试|再试)|delay(?:ed)?|will (?:be )?(?:re)?tr(?:y|ied)|still (?:trying|being)|not yet been delivered|temporar",
    re.I,
)
_STILL_TRYING: Final = re.compile(
    r"继续[^。\n]{0,4}(?:尝试|投递|重试)|未能成功投递[^。\n]{0,12}重试|(?:will|shall) (?:keep|be|continue|try|retry)[^.\n]{0,30}(?:try|retr|attempt)|still (?:trying|being retried)|not yet been delivered|do(?:es)? not need to resend|无需重发|延迟通知|warning message only",
    re.I,
)
_FOR_GOOD: Final = re.compile(
    r"退信|被?退回|放弃|不再(?:尝试|投递)|permanent|gave up|giving up|returned to sender", re.I
)
_GIVEN_UP: Final = re.compile(
    r"(?:延迟|推迟|暂缓|延误)(?:投递|发送|送达)|(?:投递|发送|送达)(?:延迟|推迟|延误)|退信|退回|放弃|失败|不再(?:尝试|投递)|permanent|gave up|giving up|giv(?:e|ing) up|failed|returned to sender|undeliver",
    re.I,
)
_ADDRESS: Final = re.compile(r"[\w.+=-]{1,64}@[\w-]+(?:\.[\w-]+)+")
_BEFORE_ADDRESS: Final = re.compile(
    r"(?:收件人|收信人|收件地址|无法(?:投递|送达|发送)(?:到|至)?|recipients?|final-recipient|original-recipient|delivered to|(?<!\w)to|failed|for|rcpt to|<)[^@\n]{0,60}$",
    re.I,
)
_MACHINE: Final = re.compile(
    r"^(?:mailer-daemon|mail-daemon|postmaster|mdaemon|noreply|no-reply|system|admin|bounce)", re.I
)
_ID_LINE: Final = re.compile(r"^\s*(?:x-original-)?message-id\s*:\s*(<[^<>\s]{3,250}>)", re.I | re.M)

_WHY: Final = tuple(
    (re.compile(pattern, re.I), reason)
    for pattern, reason in (
        (r"已满|空间不足|超出(?:配额|容量)|quota|mailbox (?:is )?full|over ?quota|insufficient (?:system )?storage|[45]\.2\.2", "收件人邮箱已满"),
        (r"(?:域名|主机|服务器)[^。\n]{0,10}(?:不存在|找不到|无法(?:解析|连接|找到))|host (?:or domain name )?not found|domain (?:not found|does not exist)|unrouteable|no (?:mx|route)|name service error|nxdomain|[45]\.1\.2|[45]\.4\.[46]", "收件域名无法到达"),
        (r"禁用|停用|冻结|注销|已关闭|disabled|suspended|inactive|deactivat|[45]\.2\.1", "收件邮箱已停用"),
        (r"不存在|无此用户|没有(?:此|该|这个)(?:用户|邮箱|帐号|账号)|查无此人|无效的?(?:收件|地址|用户)|地址(?:错误|有误)|user (?:unknown|not found|doesn't exist|not exist)|unknown user|no such (?:user|recipient|mailbox|person|address)|(?:mailbox|account|address) (?:not found|unavailable|does not exist|doesn't exist|unknown)|invalid (?:recipient|user|mailbox)|recipient(?: address)? (?:rejected|not found|unknown)|not a valid|5\.1\.[01]|5\.5\.0", "收件地址不存在"),
        (r"过大|超(?:过|出)[^。\n]{0,10}大小|too (?:large|big|long)|size (?:limit|exceed)|exceeds?[^.\n]{0,20}size|5\.3\.4|5\.2\.3", "邮件过大"),
        (r"垃圾邮件|反垃圾|拒收|黑名单|内容(?:被)?拒|spam|blocked|block ?list|blacklist|rejected by|policy|content rejected|unsolicited|[45]\.7\.\d+|[45]\.6\.\d", "被对方服务器拒收"),
        (r"超时|多次(?:尝试|投递)|连接(?:失败|不上)|重试|time(?:d)? ?out|too long|expired|connection (?:refused|failed)|gave up|retry|[45]\.4\.[127]|4\.4\.\d", "多次投递未成功"),
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Returned:
    """What a bounce in prose tells; either may be ``""``."""

    message: str
    address: str


def is_bounce_prose(subject: str, text: str) -> bool:
    """Whether subject and text are those of a bounce."""
    return bool(SUBJECT.search(subject) and _PROSE.search(text)) or len(set(_PROSE.findall(text))) >= 2


def is_delay(subject: str, text: str) -> bool:
    """Whether the text only says that delivery takes longer."""
    head = f"{subject}\n{text[:1500]}"
    if _STILL_TRYING.search(head):
        return not _FOR_GOOD.search(head)
    return bool(_DELAY.search(head)) and not _GIVEN_UP.search(head)


def explain_bounce(status: str, diagnostic: str, text: str = "") -> str:
    """Why a letter came back, in Chinese; with the code where one is known."""
    for source in (f"{status} {diagnostic}", text[:4000]):
        for pattern, reason in _WHY:
            if pattern.search(source):
                return f"{reason}（{status}）" if status else reason
    shown = " ".join(diagnostic.split())[:60]
    return shown or (f"代码{status}" if status else "")


def find_returned(opened: Opened, ignored: Iterable[str]) -> Returned:
    """Which letter came back, and whose address it was; from the prose and from the copy enclosed."""
    text = f"{opened.envelope.subject}\n{opened.body.new}\n{opened.body.signature}\n{opened.body.quoted}"
    message = ""
    copies: list[str] = []
    for attachment in opened.attachments:
        head = attachment.content[:65536]
        if attachment.declared.startswith("message/") or attachment.name.lower().endswith((".eml", ".txt")):
            headers, _ = read_headers(head, 0, len(head))
            if headers.has("message-id") and not message:
                message = read_id(headers.first("message-id"))
                copies = _ADDRESS.findall(headers.text("to"))
    if not message:
        known = (*opened.envelope.in_reply_to, *opened.envelope.references[-1:])
        line = _ID_LINE.search(text)
        message = line.group(1) if line else next(iter(known), "")
    return Returned(message, _recipient(opened, text, copies, {i.lower() for i in ignored}))


def _recipient(opened: Opened, text: str, copies: list[str], ignored: set[str]) -> str:
    name, _, value = opened.envelope.automatic.partition(":")
    stated = _ADDRESS.findall(value) if name.lower() == "x-failed-recipients" else []
    text = nfkc(text)
    named = [
        m.group(0)
        for m in _ADDRESS.finditer(text)
        if _BEFORE_ADDRESS.search(text[max(0, m.start() - 70) : m.start()])
    ]
    skipped = {*ignored, opened.envelope.sender.email}
    for address in (*stated, *named, *copies, *_ADDRESS.findall(text)):
        plain = str(address).lower().strip(".")
        if plain not in skipped and not _MACHINE.match(plain):
            return plain
    return ""
