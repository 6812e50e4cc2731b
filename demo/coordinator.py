"""The invented coordinator: answers two digests in plain Chinese."""

from __future__ import annotations

import email
from collections.abc import Callable
from datetime import date, datetime, timedelta
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime

from demo.mail import ZONE
from demo.servers import Outgoing
from tracker.run.replay import Arrival

REPLIES = {
    date(2015, 7, 20): "您好，1号主题改一，2号备注：可作典型。谢谢",
    date(2015, 8, 4): "丰县不用再催\n5号撤回\n撤销",
}


class Coordinator:
    """Reads her digests half an hour later and answers some."""

    def __init__(self, name: str, address: str, bureau: str) -> None:
        self._name, self._address, self._bureau = name, address, bureau
        self._seen = 0

    def answer_with(self, outgoing: Outgoing) -> Callable[[datetime], list[Arrival]]:
        """A function that gives the replies to the digests sent since it was asked last."""

        def replies(_now: datetime) -> list[Arrival]:
            fresh = outgoing.letters[self._seen :]
            self._seen = len(outgoing.letters)
            return [reply for raw in fresh if (reply := self._reply(raw))]

        return replies

    def _reply(self, raw: bytes) -> Arrival | None:
        digest = email.message_from_bytes(raw, policy=policy.default)
        sent: datetime = digest["Date"].datetime.astimezone(ZONE)
        if digest["X-Zhengji-Kind"] != "digest" or sent.date() not in REPLIES:
            return None
        at = sent + timedelta(minutes=30)
        reply = EmailMessage(policy=policy.SMTP)
        reply["From"] = f"{self._address}"
        reply["To"] = self._bureau
        reply["Subject"] = f"回复：{digest['Subject']}"
        reply["Date"] = format_datetime(at)
        reply["Message-ID"] = f"<reply-{sent:%m%d}@zhengji.example.com>"
        reply["In-Reply-To"] = str(digest["Message-ID"])
        reply.set_content(
            f"{REPLIES[sent.date()]}\n\n------------------ 原始邮件 ------------------\n发件人: {self._bureau}\n"
        )
        return Arrival(at, f"reply-{sent:%m%d}.eml", reply.as_bytes())
