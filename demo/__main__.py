"""Replay the season of 7 July to 12 August 2015 through the real service on embedded servers.

The mails go into a real IMAP mailbox at their simulated times; the office polls it, reads, files,
answers through a real SMTP server, reminds and reports. The coordinator answers two digests.
"""

from __future__ import annotations

import email
import hashlib
import shutil
import sys
from collections import Counter
from datetime import datetime, timedelta
from email import policy
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from demo.coordinator import Coordinator
from demo.mail import BUREAU, ZONE, Made
from demo.mails import HOSTS, season_mails
from demo.review import play_review
from demo.servers import PASSWORD, USER, MailServer, Outgoing, imap_server, smtp_server
from intake.worker.pool import Readers
from tracker.cases.standing import stand, tell_missing
from tracker.ledger import cases, letters
from tracker.ledger.records import CaseStatus
from tracker.ledger.views import status
from tracker.letters.writing.words import KIND_WORDS
from tracker.office.clock import SetClock
from tracker.office.desk import Desk
from tracker.office.folder import DataDir
from tracker.office.parts import Parts
from tracker.office.secret import write_private
from tracker.publications.volume.choice import By, choose_cases, fix_final
from tracker.publications.volume.papers import write_papers
from tracker.publications.volume.run import make_volume
from tracker.publications.volume.settings import load_volume
from tracker.run.duties import Outside
from tracker.run.init import init_data
from tracker.run.open import open_office, open_readers, open_route
from tracker.run.polling import Mailbox, open_mailboxes, poll_mailboxes, sent_letters, sent_lookup
from tracker.run.replay import Arrival, Season, run_season

START = datetime(2015, 7, 7, 8, 0, tzinfo=ZONE)
UNTIL = datetime(2015, 8, 12, 18, 0, tzinfo=ZONE)
OUT = Path("demo-output")
PERSON = ("李经办", "coordinator@zhengji.example.com")


def main() -> None:
    """Run the demonstration; the folder to write to may be named on the command line."""
    console = Console()
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else OUT
    if out.exists():
        shutil.rmtree(out)
    data = out / "data"
    with imap_server() as server, smtp_server() as (port, outgoing):
        prepare_data(data, server.port, port)
        clock = SetClock(START)
        with open_office(data, clock=clock) as parts, open_readers(parts) as readers:
            mailboxes = open_mailboxes(parts)
            route = open_route(parts)

            def wait(seconds: float) -> None:
                clock.advance(timedelta(seconds=seconds))

            outside = Outside(
                readers, route, wait, sent_lookup(mailboxes), sent_since=sent_letters(mailboxes)
            )
            play(parts, outside, clock, server, outgoing, mailboxes, console)
            route.close()
            write_results(parts, outgoing, out)
            play_review(parts, readers, PERSON[0], out / "评阅")
            bind_volume(parts, readers, out, console)
            summarise(parts, outgoing, out, console)


def play(
    parts: Parts,
    outside: Outside,
    clock: SetClock,
    server: MailServer,
    outgoing: Outgoing,
    mailboxes: list[Mailbox],
    console: Console,
) -> None:
    """Step through the season with a progress bar."""
    made: list[Made] = season_mails()
    arrivals = [Arrival(mail.at, mail.name, mail.raw) for mail in made]
    coordinator = Coordinator(*PERSON, BUREAU)

    def deliver(batch: list[Arrival]) -> None:
        for arrival in batch:
            server.deliver(arrival.raw, arrival.at)
        poll_mailboxes(parts, mailboxes)

    whole = (UNTIL - START).total_seconds()
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("7月7日", total=whole)
        season = Season(arrivals, deliver, UNTIL, coordinator.answer_with(outgoing))
        for now in run_season(parts, outside, clock, season):
            local = now.astimezone(ZONE)
            progress.update(
                task,
                completed=min((now - START).total_seconds(), whole),
                description=f"{local.month}月{local.day}日",
            )


def prepare_data(data: Path, imap_port: int, smtp_port: int) -> None:
    """A data folder for the demonstration: the shipped call, with addresses and a coordinator."""
    data.mkdir(parents=True)
    # A real office has a key of its own; here every run must write the same letters.
    write_private(DataDir(data).key, hashlib.sha256(b"demo").hexdigest())
    init_data(data)
    campaign = data / "campaign.toml"
    lines = []
    keys = {key: f"minzheng@{key}.example.cn" for key in HOSTS.values()}
    for line in campaign.read_text(encoding="utf-8").splitlines():
        lines.append(line)
        key = line.removeprefix('key = "').rstrip('"')
        if line.startswith('key = "') and key in keys:
            number = 2001 + list(keys).index(key)
            lines += [
                f'addresses = ["{keys[key]}"]',
                f'contact = "王科{number % 100}"',
                f'phone = "0516-8000{number}"',
            ]
    lines += ["", "[[coordinators]]", f'name = "{PERSON[0]}"', f'email = "{PERSON[1]}"', ""]
    campaign.write_text("\n".join(lines), encoding="utf-8")
    (data / "settings.toml").write_text(
        f"""[[mailboxes]]
name = "main"
host = "127.0.0.1"
port = {imap_port}
tls = "plain-for-tests"
user = "{USER}"

[smtp]
host = "127.0.0.1"
port = {smtp_port}
tls = "none-for-tests"
from_address = "{BUREAU}"

[reading]
workers = 2
""",
        encoding="utf-8",
    )
    secrets = data / "secrets.toml"
    secrets.write_text(f'main = "{PASSWORD}"\n', encoding="utf-8")


def write_results(parts: Parts, outgoing: Outgoing, out: Path) -> None:
    """Every letter as .eml and .html, the workbook, and what to open first."""
    folder = out / "letters"
    folder.mkdir(parents=True)
    for number, raw in enumerate(outgoing.letters, 1):
        letter = email.message_from_bytes(raw, policy=policy.default)
        sent = letter["Date"].datetime.astimezone(ZONE)
        name = f"{number:03d}-{sent:%m%d-%H%M}-{letter['X-Zhengji-Kind']}"
        (folder / f"{name}.eml").write_bytes(raw)
        html = letter.get_body(("html",))
        if html is not None:
            (folder / f"{name}.html").write_text(html.get_content(), encoding="utf-8")
    shutil.copyfile(parts.data.out / "汇总表.xlsx", out / "汇总表.xlsx")
    (out / "先看这里.txt").write_text(
        "汇总表.xlsx　　　　　最后一期汇总表\n"
        "汇编/　　　　　　　　全部案例的汇编：Word 稿、校样、准印证数据、三审三校单\n"
        "评阅/　　　　　　　　四位专家的一轮评阅：方案、隐名案例、评分表、评审意见、察看材料、公示、感谢信\n"
        "letters/　　　　　　 全部信件，按发出顺序；.html 可用浏览器打开\n"
        "　　…-digest.html　　每日报送情况\n"
        "　　…-reminder.html　催报\n"
        "　　…-order.html　　 对经办人指令的答复\n"
        "data/　　　　　　　　数据目录；可运行 zhengji status --data data\n",
        encoding="utf-8-sig",
    )


def bind_volume(parts: Parts, readers: Readers, out: Path, console: Console) -> None:
    """The season ends with the volume of its cases, each in the version that counts."""
    with parts.ledger.begin() as connection:
        desk = Desk(connection, parts, parts.clock.now())
        rows = [row for row in cases.list_cases(connection) if row.status is CaseStatus.ACTIVE]
        choose_cases(desk, rows, By(PERSON[0], "演示"))
        for row in rows:
            fix_final(desk, row, row.version, By(PERSON[0]))
    made = make_volume(parts, readers, load_volume(parts))
    for line in write_papers(made)[:3]:
        console.print(line)
    shutil.copytree(made.docx.parent, out / "汇编")


def summarise(parts: Parts, outgoing: Outgoing, out: Path, console: Console) -> None:
    """A few lines about what happened."""
    with parts.ledger.read() as connection:
        standing = stand(parts.campaign, cases.list_cases(connection))
        account = status.reconcile(connection)
        kinds = Counter(KIND_WORDS[letter.kind] for letter in letters.list_letters(connection))
    console.print(f"已报单位 {standing.reported}/{len(standing.units)}，案例 {standing.cases} 篇")
    console.print(tell_missing(standing))
    console.print(
        f"收件 {account.total} 封 = 含案例 {account.with_cases} + 其他 {account.others} "
        f"+ 待处理 {account.queue}，差 {account.difference}"
    )
    console.print(
        f"发信 {len(outgoing.letters)} 封：" + "，".join(f"{k} {n}" for k, n in kinds.most_common())
    )
    console.print(f"结果在 {out.resolve()}，请先看 先看这里.txt")


if __name__ == "__main__":
    main()
