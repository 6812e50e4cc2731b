"""A season replayed from the notice's last day to the decision: real mails in, real letters answered by a cast.

The coordinator and seven experts read what they are sent and write back as mails with quoted text; one sends
the workbook that he got, filled in, one marks up to ten and then anew, one withdraws in the middle, one is
late, one is on paper and typed in, one keeps away from his county, one writes plain lines.
"""

from __future__ import annotations

import email
import io
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from email import policy
from email.message import EmailMessage
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from demo.__main__ import PERSON, prepare_data
from demo.mail import BUREAU, ZONE, make_mail
from demo.mails import season_mails
from intake.documents.read import read_document
from intake.model.case import Attachment
from intake.model.limits import Limits
from tests.flow.season_player import Post, at
from tests.office import assert_expected, desk_of
from tracker.cli.app import app
from tracker.errors import SettingsError
from tracker.ledger.letters import list_letters
from tracker.office.clock import SetClock
from tracker.review.minutes import minutes_of, result_lines
from tracker.review.progress import tell_news
from tracker.review.rounds import look_at
from tracker.run.duties import Outside
from tracker.run.open import open_office, open_readers
from tracker.run.replay import Arrival, Season, import_arrivals, run_season

START, END, CASES = at("08-11 08:00"), at("09-25 18:00"), 6
Echo = Callable[[datetime], list[Arrival]]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EXPERTS = (
    ("王建国", "某大学", "", "wang@experts.example.cn", ""),
    ("李卫东", "沛县民政局", "沛县", "li@experts.example.cn", ""),
    ("赵敏", "某研究院", "", "", "纸质"),
    ("孙宁", "某学院", "", "sun@experts.example.cn", ""),
    ("周强", "某党校", "", "zhou@experts.example.cn", ""),
    ("吴芳", "某协会", "", "wu@experts.example.cn", ""),
    ("郑立", "某报社", "", "zheng@experts.example.cn", ""),
)
# Upon a letter of this kind to her she sends this, in answer to it; one step after another.
SCRIPT = (
    ("digest", "专家名单见附件，请登记。开始初评"),
    ("order", "邀请各位专家"),
    ("digest", "同意分配方案"),
    ("order", "发评阅材料"),
    ("digest", "分配方案"),
    ("order", "同意分配方案"),
    ("order", "发评阅材料"),
    ("order", "郑立延到8月28日"),
    ("order", "赵敏评分：\n{paper}"),
    ("marked", "出评审意见"),
    ("order", "前2名安排实地察看"),
    ("order", "1号9月14号上午去察看"),
    ("digest", "1号察看：属实，成效明显，问卷60 58 55 40 12 2 1"),
    ("order", "1号入选"),
    ("order", "出公示"),
    ("digest", "对1号的异议：有居民反映次数不实"),
    ("order", "异议1处理结果：经查台账属实，已答复"),
    ("order", "出感谢信"),
)
ANSWERS = {
    "wang": "愿意，最多5篇",
    "li": "同意",
    "sun": "没问题",
    "zhou": "可以的",
    "wu": "愿意参加，不用回避",
    "zheng": "OK",
}


@dataclass
class Cast:
    """Reads what was posted since it was asked last, and writes back."""

    post: Post
    seen: int = 0  # letters
    step: int = 0  # of the script
    low: list[str] = field(default_factory=list)  # cases of the one who marked up to ten
    wrote: list[Arrival] = field(default_factory=list)

    def replies(self, now: datetime) -> list[Arrival]:
        fresh = self.post.letters[self.seen :]
        self.seen = len(self.post.letters)
        letters = [email.message_from_bytes(raw, policy=policy.default) for raw in fresh]
        replies = [
            replace(reply, at=max(reply.at, now + timedelta(minutes=40)))  # a letter may leave after its date
            for letter in letters
            if (reply := self._reply(letter)) is not None
        ]
        self.wrote += replies
        return replies

    def _reply(self, letter: EmailMessage) -> Arrival | None:
        kind, to = str(letter["X-Zhengji-Kind"]), str(letter["To"].addresses[0].addr_spec)
        name = to.partition("@")[0]
        if to == PERSON[1]:
            return self._ordered(letter, kind)
        if not to.endswith("@experts.example.cn"):
            return None
        if kind == "invitation":
            return _answer(letter, to, ANSWERS[name])
        if kind == "papers":
            return self._marked(letter, to, name)
        if kind == "marks" and name == "sun" and "不超过10分" in _text(letter):
            return _answer(letter, to, "抱歉，按百分制重报：\n" + _lines(self.low, "80 90 80"))
        if kind == "chaser" and name == "zheng" and "有变" not in str(letter["Subject"]):
            return _answer(letter, to, _lines(_own(letter), "60 60 60"))
        return None

    def _ordered(self, letter: EmailMessage, kind: str) -> Arrival | None:
        if self.step >= len(SCRIPT) or SCRIPT[self.step][0] != kind:
            return None
        words = SCRIPT[self.step][1]
        if "{paper}" in words:
            words = words.format(paper="\n".join(f"{number} 90 60 70" for number in _on_paper(self.post)))
        self.step += 1
        files = [("专家名单.xlsx", XLSX, _people())] if "名单见附件" in words else []
        return _answer(letter, PERSON[1], words, files)

    def _marked(self, letter: EmailMessage, to: str, name: str) -> Arrival | None:
        own = _own(letter)
        match name:
            case "wang":
                return _answer(letter, to, "评分表见附件。", [("评分表.xlsx", XLSX, _filled(letter))])
            case "sun":
                self.low = own
                return _answer(letter, to, _lines(own, "8 9 8"))
            case "zhou":
                return _answer(letter, to, "因出国进修，退出评阅，抱歉。")
            case "wu":
                return _answer(letter, to, "评分如下：\n" + "；".join(f"{n}（80，70，90）" for n in own))
            case "li":
                return _answer(letter, to, _lines(own, "科学性75 创新性85 实践性80"))
        return None


def _text(letter: EmailMessage) -> str:
    part = letter.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def _shown(raw: bytes) -> tuple[str, str, str]:
    """Of a letter what stands in it; files are made anew, with the moment of their making."""
    letter = email.message_from_bytes(raw, policy=policy.default)
    return str(letter["Message-ID"]), str(letter["Subject"]), _text(letter)


def _own(letter: EmailMessage) -> list[str]:
    return list(dict.fromkeys(re.findall(r"A\d\d", _text(letter).split("）")[0])))


def _lines(own: list[str], marks: str) -> str:
    return "\n".join(f"{number} {marks}" for number in own)


def _files(letter: EmailMessage) -> dict[str, bytes]:
    return {str(part.get_filename()): part.get_payload(decode=True) for part in letter.iter_attachments()}


def _filled(letter: EmailMessage) -> bytes:
    """The sheet that he got, filled in."""
    book = openpyxl.load_workbook(io.BytesIO(_files(letter)["评分表.xlsx"]))
    for row in book.active.iter_rows():
        if re.fullmatch(r"A\d\d", str(row[0].value)):
            for cell, mark in zip(row[2:], (85, 90, 88), strict=False):
                cell.value = mark
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _people() -> bytes:
    book = openpyxl.Workbook()
    for row in (("姓名", "工作单位", "县区", "邮箱", "评阅方式"), *EXPERTS):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _on_paper(post: Post) -> list[str]:
    """The printed numbers of the newest sheets that went to her for printing."""
    found: list[str] = []
    for raw in post.letters:
        letter = email.message_from_bytes(raw, policy=policy.default)
        for name, content in _files(letter).items():
            if name == "评分表（赵敏）.docx":
                text = read_document(Attachment(name, content), Limits()).text
                found += re.findall(r"^A\d\d", text, re.MULTILINE)
    return list(dict.fromkeys(found))


def _answer(
    letter: EmailMessage, sender: str, words: str, files: list[tuple[str, str, bytes]] | None = None
) -> Arrival:
    """A reply with the letter quoted below, forty minutes later."""
    sent: datetime = letter["Date"].datetime.astimezone(ZONE)
    when = sent + timedelta(minutes=40)
    quoted = "\n".join(f"> {line}" for line in _text(letter).splitlines())
    body = f"{words}\n\n------------------ 原始邮件 ------------------\n发件人: {BUREAU}\n{quoted}\n"
    name = re.sub(r"\W", "", str(letter["Message-ID"]))[:24] + sender.partition("@")[0]
    headers = {"In-Reply-To": str(letter["Message-ID"])}
    made = make_mail(
        f"{name}.eml", when, sender, "", f"回复：{letter['Subject']}", body, files or [], headers
    )
    return Arrival(made.at, made.name, made.raw)


def played(data: Path, post: Post, mails: list[Arrival], echo: Echo) -> list[str]:
    """The table of results, the news and every letter but the digests, after the season."""
    prepare_data(data, 1, 1)
    clock = SetClock(START)
    with open_office(data, clock=clock) as parts, open_readers(parts) as readers:
        outside = Outside(
            readers, post, lambda s: clock.advance(timedelta(seconds=s)), lambda _id, _since: False
        )
        for _ in run_season(parts, outside, clock, Season(mails, import_arrivals(parts), END, echo)):
            pass
        with parts.ledger.begin() as connection:
            desk = desk_of(connection, parts)
            return [
                *("\t".join(line) for line in result_lines(minutes_of(desk, look_at(desk)))),
                *tell_news(desk).lines,
                *(
                    f"{letter.created_at.astimezone(ZONE):%m-%d} {letter.kind} {letter.recipient} {letter.subject}"
                    for letter in list_letters(connection)
                    if letter.kind != "digest"
                ),
            ]


def told(data: Path) -> list[str]:
    """What the commands say of an office's round: who reads what, marks, results, decision, publication."""
    out = data.with_suffix(".docx")

    def said(*words: str) -> list[str]:
        result = CliRunner().invoke(app, [*words, "--data", str(data)])
        assert result.exit_code == 0, result.output
        return [line for line in result.output.splitlines() if str(out) not in line]

    numbers = ("A01", "A02", "A03", "A04")
    lines = [*said("review", "experts"), *said("review", "status"), *said("review", "results", str(out))]
    for number in numbers:
        lines += [number, *said("review", "audit", number)]
    lines += [*said("review", "object"), *said("review", "publish", str(out))]
    return lines + read_document(Attachment(out.name, out.read_bytes()), Limits()).text.splitlines()


@pytest.mark.slow  # two times forty days of an office with real readers
def test_from_the_last_day_to_the_decision_and_once_more_by_the_command(tmp_path: Path) -> None:
    mails = [Arrival(made.at, made.name, made.raw) for made in season_mails()][:CASES]
    post = Post()
    cast = Cast(post)
    office, again = tmp_path / "office", tmp_path / "again"
    said = played(office, post, mails, cast.replies)

    assert cast.step == len(SCRIPT)
    assert_expected("season_to_decision", "\n".join(said) + "\n")

    # Whoever has the office's folder has its season: the same letters and the same round come of its mails.
    result = CliRunner().invoke(app, ["replay", str(office), "--data", str(again)])
    assert result.exit_code == 0, result.output
    sent = {_shown(path.read_bytes()) for path in (again / "sent").iterdir()}
    assert sent == set(map(_shown, post.letters))
    there = told(office)
    assert told(again) == there
    # Hashes change with every word of the letters that are quoted; both ledgers have the same ones.
    assert_expected("season_replayed", re.sub(r"原件\w{12}", "原件……", "\n".join(there) + "\n"))
    second = CliRunner().invoke(app, ["replay", str(office), "--data", str(again)])
    assert isinstance(second.exception, SettingsError)
    assert str(second.exception) == f"设置有误：{again} 中已有台账，重演请另选空目录"
