"""The drill: half a season, a backup, more mails and letters, the machine lost, restored elsewhere.

Nothing goes out twice and nothing is lost, whether the provider keeps what was sent or not. Dovecot and a recording
SMTP server, whose letters are put into the Sent folder as providers do.
"""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from intake.worker.pool import Readers
from tests.flow.dovecot import PASSWORD, Dovecot
from tests.flow.office_process import work
from tests.flow.smtp_stub import SmtpStub
from tests.paths import CORPUS
from tracker.ledger.letters import list_letters
from tracker.ledger.people.addresses import learn_address
from tracker.ledger.views.status import list_mails, reconcile
from tracker.office.clock import SetClock
from tracker.office.folder import DataDir
from tracker.office.private import exposed_paths
from tracker.office.secret import write_private
from tracker.outbox.held import held_letters, release_letters
from tracker.outbox.restored import end_pending
from tracker.run.backup import restore_backup, write_backup
from tracker.run.init import init_data
from tracker.run.open import call_files, open_office

ZONE = ZoneInfo("Asia/Shanghai")
LI = "limin@example.cn"
CASES = [json.loads(line) for line in (CORPUS / "cases.jsonl").read_text("utf-8").splitlines()[:7]]


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2015-07-{text.replace(' ', 'T')}").replace(tzinfo=ZONE)


def mail(number: int, sender: str, when: datetime) -> bytes:
    message, case = EmailMessage(), CASES[number - 1]
    message["From"], message["To"], message["Subject"] = sender, "bureau@example.cn", "案例材料"
    message["Message-ID"], message["Date"] = f"<m{number}@county.example.cn>", when
    message.set_content("\n".join([case["title"], case["unit"], *case["body"]]))
    return message.as_bytes()


@dataclass
class Office:
    """An office and the world around it; ``keeps`` says whether the provider keeps letters in Sent."""

    dovecot: Dovecot
    smtp: SmtpStub
    readers: Readers
    user: str
    root: Path
    keeps: bool = True
    kept: int = 0
    sent: list[EmailMessage] = field(default_factory=list)

    def receive(self, number: int, sender: str, when: str) -> None:
        with self.dovecot.client(self.user) as client:
            client.append("INBOX", mail(number, sender, at(when)), (), at(when))

    def work(self, *times: str) -> None:
        for when in times:
            work(self.root, [at(when)], self.readers)
            fresh, self.kept = self.smtp.letters[self.kept :], len(self.smtp.letters)
            self.sent += [message_from_bytes(raw, policy=policy.default) for raw in fresh]
            if self.keeps:
                with self.dovecot.client(self.user) as client:
                    for raw in fresh:
                        client.append("Sent", raw, (), at(when))

    def names(self) -> Counter[str]:
        return Counter(str(letter["X-Zhengji-Letter"]) for letter in self.sent)

    def answered(self) -> set[str]:
        return {str(letter["In-Reply-To"]) for letter in self.sent if letter["In-Reply-To"]}


@pytest.fixture(scope="module")
def readers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Readers]:
    root = tmp_path_factory.mktemp("readers")
    init_data(root)
    with Readers(call_files(DataDir(root))) as readers:
        yield readers


@pytest.fixture(params=["kept", "not kept", "no folder"])
def office(
    request: pytest.FixtureRequest, dovecot: Dovecot, mailbox_user: str, readers: Readers, tmp_path: Path
) -> Iterator[Office]:
    root = tmp_path / "first"
    init_data(root)
    with SmtpStub() as smtp:
        sent = '\nsent = ""' if request.param == "no folder" else ""
        (root / "settings.toml").write_text(
            f'[[mailboxes]]\nname = "main"\nhost = "127.0.0.1"\nport = {dovecot.tls_port}\nuser = "{mailbox_user}"\n'
            f'ca_file = "{dovecot.authority}"{sent}\n[smtp]\nhost = "127.0.0.1"\nport = {smtp.port}\n'
            'tls = "none-for-tests"\nfrom_address = "bureau@example.cn"\n[reading]\nocr = false\n',
            encoding="utf-8",
        )
        with (root / "campaign.toml").open("a", encoding="utf-8") as file:
            file.write(f'\n[[coordinators]]\nname = "李敏"\nemail = "{LI}"\n')
        give_password(root)
        with open_office(root, clock=SetClock(at("20 09:00"))) as parts, parts.ledger.begin() as connection:
            learn_address(connection, "a@county.example.cn", "fengxian")  # a stranger has one answer a day
        yield Office(dovecot, smtp, readers, mailbox_user, root, keeps=request.param == "kept")


def give_password(root: Path) -> None:
    (root / "secrets.toml").unlink(missing_ok=True)
    write_private(root / "secrets.toml", f'main = "{PASSWORD}"\n')


def live_and_lose(office: Office, backup: Path) -> None:
    """Two days: a backup at 10:40 of the first, with a letter that could not go yet; the end at 11:00 of the second."""
    office.receive(1, "a@county.example.cn", "20 09:50")
    office.receive(2, "b@county.example.cn", "20 09:55")
    office.work("20 10:00")
    office.receive(3, "c@county.example.cn", "20 10:20")
    office.smtp.script["RCPT"] = ["451 later"]
    office.work("20 10:25")
    office.smtp.script.clear()
    with open_office(office.root, clock=SetClock(at("20 10:40"))) as parts:  # as in a running service
        write_backup(parts.data, backup, parts.clock)
    office.work("20 11:10")
    office.receive(4, "a@county.example.cn", "20 11:20")
    office.work("20 11:25", "20 17:00")
    office.receive(5, "a@county.example.cn", "21 09:00")
    office.receive(6, "d@county.example.cn", "21 09:10")
    office.work("21 09:30", "21 10:35")
    shutil.rmtree(office.root)


@pytest.mark.slow
def test_restored_elsewhere_nothing_goes_twice_and_nothing_is_lost(office: Office, tmp_path: Path) -> None:
    backup = tmp_path / "backup.zip"
    live_and_lose(office, backup)
    before = len(office.sent)
    assert office.answered() == {f"<m{number}@county.example.cn>" for number in range(1, 7)}
    assert [str(letter["To"]) for letter in office.sent].count(LI) == 1  # the digest of the first day

    office.receive(7, "e@county.example.cn", "21 11:30")
    office.root = tmp_path / "another" / "machine"
    restore_backup(backup, DataDir(office.root), SetClock(at("21 12:00")))
    give_password(office.root)
    office.work("21 12:05", "21 12:10", "21 13:20", "21 14:30", "21 17:00")

    fresh = office.sent[before:]
    if not office.keeps:
        assert [(str(letter["To"]), letter["X-Zhengji-Kind"]) for letter in fresh] == [(LI, "urgent")]
        with (
            open_office(office.root, clock=SetClock(at("21 17:05"))) as parts,
            parts.ledger.begin() as connection,
        ):
            held = {row.recipient for row in held_letters(connection)}
            assert held == {LI, *(f"{name}@county.example.cn" for name in "acde")}
            new = [row for row in held_letters(connection) if row.recipient.startswith("e@")]
            release_letters(connection, new, "李敏", parts.clock.now())
            end_pending(connection, parts.clock.now())
        office.work("21 17:10")
        fresh = office.sent[before:]
    assert Counter(str(letter["To"]) for letter in fresh) == Counter(
        {LI: 2 if office.keeps else 1, "e@county.example.cn": 1}
    )
    assert max(office.names().values()) == 1
    assert office.answered() == {f"<m{number}@county.example.cn>" for number in range(1, 8)}
    with open_office(office.root) as parts, parts.ledger.read() as connection:
        account = reconcile(connection)
        assert (account.total, account.difference, account.queue) == (7, 0, 0)
        mails = {row.message_id: row.state for row in list_mails(connection)}
        assert mails == dict.fromkeys((f"<m{number}@county.example.cn>" for number in range(1, 8)), "filed")
        gone = {row.recipient for row in list_letters(connection) if row.state == "sent"}
        assert gone >= {"b@county.example.cn", "e@county.example.cn"}
        if office.keeps:
            assert gone == {LI, *(f"{name}@county.example.cn" for name in "abcde")}
            assert held_letters(connection) == []
    assert exposed_paths(DataDir(office.root)) == []
