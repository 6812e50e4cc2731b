"""``zhengji run`` as a new user starts it: a real process, Dovecot, an SMTP server, SIGTERM."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from tests.flow.dovecot import PASSWORD, Dovecot
from tests.flow.smtp_stub import SmtpStub
from tests.paths import ROOT
from tests.waiting import wait_for
from tracker.office.secret import write_private
from tracker.run.init import init_data

CASE = json.loads((ROOT / "tests" / "corpus" / "cases.jsonl").read_text("utf-8").splitlines()[0])


def mail(number: int) -> bytes:
    text = "\r\n".join([CASE["title"], CASE["unit"], *CASE["body"]])
    now = datetime.now(UTC).strftime("%a, %d %b %Y %H:%M:%S +0000")
    return (
        f"From: clerk{number}@county.example.cn\r\nTo: bureau@example.cn\r\nDate: {now}\r\nSubject: case\r\n"
        f"Message-ID: <run{number}@county.example.cn>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n"
    ).encode()


@pytest.fixture
def smtp() -> Iterator[SmtpStub]:
    with SmtpStub() as running:
        yield running


def prepare(root: Path, server: Dovecot, user: str, smtp: SmtpStub, more: str = "") -> Path:
    root.mkdir()
    write_private(root / "secrets.toml", f'main = "{PASSWORD}"\n')
    init_data(root)
    (root / "settings.toml").write_text(
        f'[[mailboxes]]\nname = "main"\nhost = "127.0.0.1"\nport = {server.tls_port}\nuser = "{user}"\n'
        f'ca_file = "{server.authority}"\n'
        f'[smtp]\nhost = "127.0.0.1"\nport = {smtp.port}\ntls = "none-for-tests"\nfrom_address = "bureau@example.cn"\n'
        f"[schedule]\nwork_seconds = 1\npoll_minutes = 1\n{more}",
        encoding="utf-8",
    )
    last = (datetime.now(UTC) + timedelta(days=20)).date()
    campaign = root / "campaign.toml"
    text = campaign.read_text("utf-8").replace("last_day = 2015-08-10", f"last_day = {last.isoformat()}")
    campaign.write_text(text, encoding="utf-8")
    return root


def start(root: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tracker", "run", "--data", str(root)],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip


@pytest.mark.slow  # three processes, and the seconds between two looks
def test_run_answers_stops_cleanly_and_refuses_a_twin(
    tmp_path: Path, dovecot: Dovecot, mailbox_user: str, smtp: SmtpStub
) -> None:
    dovecot.deliver(mailbox_user, mail(1))
    root = prepare(tmp_path / "data", dovecot, mailbox_user, smtp)
    service = start(root)
    try:
        wait_for(lambda: len(smtp.letters) >= 1)
        twin = subprocess.run(
            [sys.executable, "-m", "tracker", "run", "--data", str(root)],
            cwd=ROOT, capture_output=True, text=True, timeout=30, check=False,
        )  # fmt: skip
        assert twin.returncode == 2
        assert "已有一个征集服务在运行" in twin.stderr
        wait_for((root / "out" / "汇总表.xlsx").exists)
    finally:
        service.send_signal(signal.SIGTERM)
        output, _ = service.communicate(timeout=30)
    assert service.returncode == 0
    assert "服务已停止" in output
    letter = message_from_bytes(smtp.letters[0], policy=policy.default)
    assert (letter["To"], letter["In-Reply-To"]) == ("clerk1@county.example.cn", "<run1@county.example.cn>")
    assert letter["Auto-Submitted"] == "auto-replied"
    assert CASE["title"] in letter.get_body(("plain",)).get_content()
    log = "".join(path.read_text("utf-8") for path in (root / "log").iterdir() if path.is_file())
    assert "started" in log
    assert CASE["contact"] not in log
    assert "clerk1@" not in log
    assert PASSWORD not in log


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_killed_service_goes_on_where_it_was(
    tmp_path: Path, dovecot: Dovecot, mailbox_user: str, smtp: SmtpStub
) -> None:
    dovecot.deliver(mailbox_user, mail(1))
    root = prepare(tmp_path / "data", dovecot, mailbox_user, smtp)
    service = start(root)
    wait_for(lambda: len(smtp.letters) >= 1)
    service.kill()
    service.communicate()
    dovecot.deliver(mailbox_user, mail(2))
    service = start(root)
    try:
        wait_for(lambda: len(smtp.recipients) >= 2)
        time.sleep(1)
    finally:
        service.terminate()
        service.communicate(timeout=30)
    assert sorted(smtp.recipients) == ["clerk1@county.example.cn", "clerk2@county.example.cn"]


def events(root: Path) -> list[str]:
    """What its log tells, in order."""
    path = root / "log" / "zhengji.log"
    return (
        [json.loads(line)["event"] for line in path.read_text("utf-8").splitlines()] if path.exists() else []
    )


@pytest.mark.slow  # two processes, and the minute between two polls
def test_of_two_services_on_one_ledger_one_polls_and_the_other_takes_over(
    tmp_path: Path, dovecot: Dovecot, mailbox_user: str, smtp: SmtpStub
) -> None:
    from tests.postgres import fresh_ledger

    dovecot.deliver(mailbox_user, mail(1))
    more = f'[ledger]\nurl = "{fresh_ledger().render_as_string()}"\n[archive]\nplace = "../originals"\n'
    first, second = (prepare(tmp_path / name, dovecot, mailbox_user, smtp, more) for name in "ab")
    services = [start(first)]
    try:
        wait_for(lambda: len(smtp.letters) >= 1)
        services.append(start(second))
        wait_for(lambda: "standing by" in events(second))
        dovecot.deliver(mailbox_user, mail(2))
        services[0].send_signal(signal.SIGTERM)
        services[0].communicate(timeout=30)
        wait_for(lambda: len(smtp.letters) >= 2, seconds=90)
    finally:
        for service in services:
            service.terminate()
        said = [service.communicate(timeout=30)[0] for service in services[1:]]

    assert [service.returncode for service in services] == [0, 0]
    assert "本机待命" in said[0]
    assert "took over" in events(second)
    assert sorted(smtp.recipients) == ["clerk1@county.example.cn", "clerk2@county.example.cn"]
