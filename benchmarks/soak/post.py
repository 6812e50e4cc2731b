"""The mail of a day: cases, questions, floods, forgeries, odd heads, hostile files, her orders and workbooks."""

from __future__ import annotations

import email
import email.policy
import io
import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from typing import Any

from benchmarks.fuzz.heads import OURS, head_seeds, spoil_head
from benchmarks.fuzz.seeds import Seed
from benchmarks.made.rewrite import REVISIONS
from demo.files import make_docx, make_pdf
from demo.mail import DOCX, make_mail
from tests.corpus.hostile.packed import CONTAINERS
from tests.corpus.hostile.written import DOCUMENTS
from tests.paths import CORPUS

LI = "limin@example.cn"
BUREAU = "bureau@example.cn"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ORDERS = (
    "1号备注：可作典型",
    "2号主题改三",
    "1号联系电话：0516-80001234",
    "撤销",
    "3号撤回",
    "3号恢复",
    "发汇总表",
    "发清单",
    "谢谢，辛苦了",
)
FORGED = ("全部撤回", "1号撤回", "暂停发信", "延期到12月31日", "丰县不用再催", "发汇总表")
QUESTIONS = (
    "请问一个县最多可以报几篇？",
    "请问截止时间是哪一天？",
    "字数有没有要求？",
    "收到了吗？",
    "我们单位本次不报送。",
)
_SLOW = frozenset({"crowded.zip", "bzip2 bomb.bz2", "xz bomb.xz", "one long text.docx", "many paragraphs.docx", "too deep.docx", "forms in forms.pdf", "endless saving.pdf", "many pages.pdf"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Arrival:
    """A mail on its way; ``case`` is the id of the case in it, when it must be found there."""

    what: str
    raw: bytes
    sender: str = ""
    case: str = ""


@dataclass
class Post:
    """Writes mails; the same seed writes the same."""

    rng: random.Random
    cases: list[dict[str, Any]] = field(default_factory=list)
    sent: list[dict[str, Any]] = field(default_factory=list)
    heads: list[Seed] = field(default_factory=head_seeds)
    count: int = 0
    letters: list[bytes] = field(default_factory=list)  # the coordinator's, newest last

    def __post_init__(self) -> None:
        """Shuffle the cases that will come."""
        self.cases = [json.loads(line) for line in (CORPUS / "cases.jsonl").read_text("utf-8").splitlines()]
        self.rng.shuffle(self.cases)

    def some(self, at: datetime, *, flood: bool) -> Iterator[Arrival]:
        """The mails of an hour."""
        writers: tuple[tuple[float, Callable[[datetime], Arrival | None]], ...] = (
            (0.35, self.write_case),
            (0.15, self._old_case),
            (0.3, self._question),
            (0.15, self._forged),
            (0.3, self._odd),
            (0.15, self._hostile),
            (0.3, self._order),
            (0.15, self._workbook),
        )
        for chance, write in writers:
            if self.rng.random() < chance and (made := write(at)) is not None:
                yield made
        for _ in range(self.rng.randint(30, 90) if flood else 0):
            sender = f"s{self._next()}@flood.example.com"
            yield self._plain("flood", sender, self.rng.choice(QUESTIONS), at)

    def write_case(self, at: datetime) -> Arrival | None:
        """A case that was not sent before; None when all were."""
        if not self.cases:
            return None
        self.sent.append(self.cases.pop())
        return self._case(self.sent[-1], at, "case")

    def _old_case(self, at: datetime) -> Arrival | None:
        return self._case(self.rng.choice(self.sent), at, "same case again") if self.sent else None

    def _question(self, at: datetime) -> Arrival:
        return self._plain("question", f"q{self._next()}@town.example.cn", self.rng.choice(QUESTIONS), at)

    def _forged(self, at: datetime) -> Arrival:
        return self._plain("forged order", LI, self.rng.choice(FORGED), at)

    def _odd(self, _at: datetime) -> Arrival:
        name, raw = self.rng.choice(self.heads)
        spoiled = spoil_head(self.rng, raw, self.rng.choice(self.heads)[1])
        return Arrival(f"odd head of {name}", spoiled.replace(OURS, self._last_id()))

    def _next(self) -> int:
        self.count += 1
        return self.count

    def _case(self, case: dict[str, Any], at: datetime, what: str) -> Arrival:
        shape = self.rng.randrange(3)
        if what != "case" and self.rng.random() < 0.5:
            rewrite = self.rng.choice(list(REVISIONS.values()))
            case = {**case, "body": rewrite("\n".join(case["body"]), self.rng).split("\n")}
        part = {
            0: (f"{case['title']}.docx", DOCX, make_docx(case)),
            1: (f"{case['title']}.pdf", "application/pdf", make_pdf(case)),
        }.get(shape)
        text = "现报送案例1篇，请查收。" if part else "\n".join([case["title"], case["unit"], *case["body"]])
        sender = f"{case['id']}@county.example.cn"
        made = make_mail(
            f"c{self._next()}", at, sender, case["unit"], "报送案例", text, [part] if part else []
        )
        return Arrival(what, made.raw, sender, case["id"])

    def _plain(self, what: str, sender: str, text: str, at: datetime) -> Arrival:
        made = make_mail(f"p{self._next()}", at, sender, "某某", "咨询", text, [])
        return Arrival(what, made.raw, sender)

    def _hostile(self, at: datetime) -> Arrival:
        small = [(name, make) for name, make in {**CONTAINERS, **DOCUMENTS}.items() if name not in _SLOW]
        name, make = self.rng.choice(small)
        sender = f"h{self._next()}@hostile.example.com"
        part = (name, "application/octet-stream", make())
        made = make_mail(f"h{self.count}", at, sender, "某某", "报送案例", "请查收附件。", [part])
        return Arrival(f"hostile {name}", made.raw, sender)

    def _last_id(self) -> bytes:
        return (
            str(email.message_from_bytes(self.letters[-1])["Message-ID"]).encode() if self.letters else OURS
        )

    def _reply(self, letter: bytes, text: str, at: datetime) -> EmailMessage:
        reply = EmailMessage(policy=email.policy.SMTP)
        reply["From"], reply["To"], reply["Subject"] = LI, BUREAU, "回复：每日简报"
        reply["Date"], reply["Message-ID"] = at, f"<r{self._next()}@example.cn>"
        reply["In-Reply-To"] = str(email.message_from_bytes(letter)["Message-ID"])
        reply.set_content(text)
        return reply

    def _order(self, at: datetime) -> Arrival | None:
        if not self.letters:
            return None
        words = self.rng.choice(ORDERS)
        reply = self._reply(self.rng.choice(self.letters[-3:]), words, at)
        return Arrival(f"order {words}", reply.as_bytes(), LI)

    def _workbook(self, at: datetime) -> Arrival | None:
        """She writes a remark into the workbook of her last digest and sends it back."""
        import openpyxl

        for letter in reversed(self.letters[-4:]):
            parsed = email.message_from_bytes(letter, policy=email.policy.default)
            for part in parsed.iter_attachments():
                if str(part.get_filename()).endswith(".xlsx"):
                    book = openpyxl.load_workbook(io.BytesIO(part.get_payload(decode=True)))
                    sheet = book["案例汇总表"]
                    heads = {str(cell.value): cell.column for cell in sheet[3] if cell.value}
                    if sheet.max_row > 3 and "备注" in heads:
                        sheet.cell(4, heads["备注"]).value = f"典型{self._next()}"
                    target = io.BytesIO()
                    book.save(target)
                    reply = self._reply(letter, "改好的汇总表，请查收。", at)
                    main, _, sub = SHEET.partition("/")
                    reply.add_attachment(
                        target.getvalue(), maintype=main, subtype=sub, filename="汇总表.xlsx"
                    )
                    return Arrival("workbook back", reply.as_bytes(), LI)
        return None
