"""doctor tries everything for real and says what to do: on Dovecot and a recording SMTP server."""

import os
import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.flow.dovecot import PASSWORD, Dovecot
from tests.flow.smtp_stub import SmtpStub
from tracker.ledger.engines.store import Ledger
from tracker.ledger.letters import put_letter, settle_letter
from tracker.ledger.records import Fate, LetterKind, LetterState, NewLetter
from tracker.office.folder import DataDir
from tracker.office.private import make_private
from tracker.office.secret import write_private
from tracker.run.doctor import Finding, run_checks
from tracker.run.examine import examine_ledger
from tracker.run.init import init_data

USER = "doctor@example.cn"


@pytest.fixture
def smtp() -> SmtpStub:
    with SmtpStub() as running:
        yield running


def office(
    root: Path, dovecot: Dovecot, smtp: SmtpStub, *, password: str = PASSWORD, extra: str = ""
) -> Path:
    root.mkdir()
    write_private(root / "secrets.toml", f'main = "{password}"\n')
    init_data(root)
    (root / "settings.toml").write_text(
        f'[[mailboxes]]\nname = "main"\nhost = "127.0.0.1"\nport = {dovecot.tls_port}\nuser = "{USER}"\n'
        f'ca_file = "{dovecot.authority}"\n{extra}'
        f'[smtp]\nhost = "127.0.0.1"\nport = {smtp.port}\ntls = "none-for-tests"\nfrom_address = "b@example.cn"\n',
        encoding="utf-8",
    )
    campaign = root / "campaign.toml"
    text = campaign.read_text("utf-8")
    text = text.replace("last_day = 2015-08-10", "last_day = 2035-08-10").replace("2015-07-07", "2035-07-09")
    text += '\n[[coordinators]]\nname = "李经办"\nemail = "li@example.cn"\n'
    campaign.write_text(text, encoding="utf-8")
    return root


def by_name(findings: tuple[Finding, ...]) -> dict[str, Finding]:
    return {finding.name: finding for finding in findings}


def test_a_sound_office(tmp_path: Path, dovecot: Dovecot, smtp: SmtpStub) -> None:
    root = office(tmp_path / "d", dovecot, smtp)
    found = by_name(run_checks(root, send_test="clerk@example.cn"))
    assert [name for name, finding in found.items() if finding.state == "fail"] == []
    assert found["收件邮箱 main"].text.startswith("登录正常，TLS")
    assert found["收件邮箱 main 文件夹"].text == "INBOX：0封"
    assert (found["收件邮箱 main 垃圾箱"].text, found["收件邮箱 main 已发送"].text) == ("Junk", "Sent")
    assert found["截止时间"].text == "2035年8月10日（星期五）24时"
    assert found["信函模板"].state == "ok"
    assert found["经办人"].text == "李经办"
    assert found["试发邮件"].text == "已发往 clerk@example.cn"
    assert smtp.recipients == ["clerk@example.cn"]
    assert {found["节假日"].state, found["单位邮箱"].state} == {"warn"}
    assert all(
        finding.remedy
        for finding in found.values()
        if finding.state == "warn" and "未找到" not in finding.text
    )


def test_limits_that_contradict_each_other(tmp_path: Path, dovecot: Dovecot, smtp: SmtpStub) -> None:
    root = office(tmp_path / "d", dovecot, smtp)
    with (root / "settings.toml").open("a", encoding="utf-8") as file:
        file.write("per_day = 60\n")
    found = [finding for finding in run_checks(root) if finding.name == "发信限额"]
    assert [(finding.state, finding.text) for finding in found] == [
        ("warn", "strangers_per_day（40）超过 per_day（60）的一半，陌生来信每天至多答复30封"),
        ("ok", "一次提醒12个单位约需2分钟，在限额之内"),
    ]


def test_wrong_password_is_said_once_and_nothing_hides_it(
    tmp_path: Path, dovecot: Dovecot, smtp: SmtpStub
) -> None:
    found = by_name(run_checks(office(tmp_path / "d", dovecot, smtp, password="wrong-code")))
    assert found["收件邮箱 main"].state == "fail"
    assert "授权码" in found["收件邮箱 main"].remedy
    assert "wrong-code" not in str(found)


def test_missing_folder_names_those_there_are(tmp_path: Path, dovecot: Dovecot, smtp: SmtpStub) -> None:
    found = by_name(run_checks(office(tmp_path / "d", dovecot, smtp, extra='folders = ["县区来信"]\n')))
    assert found["收件邮箱 main 文件夹"].state == "fail"
    assert "INBOX" in found["收件邮箱 main 文件夹"].remedy


def test_server_that_is_not_there(tmp_path: Path, dovecot: Dovecot, smtp: SmtpStub) -> None:
    root = office(tmp_path / "d", dovecot, smtp)
    settings = (root / "settings.toml").read_text("utf-8").replace(str(dovecot.tls_port), "9")
    (root / "settings.toml").write_text(settings.replace(str(smtp.port), "9"), encoding="utf-8")
    found = by_name(run_checks(root))
    assert (found["收件邮箱 main"].state, found["发信服务器"].state) == ("fail", "fail")


@pytest.mark.skipif(os.name == "nt", reason="permissions are inherited on Windows")
def test_exposed_secrets_and_a_clock_that_is_behind(tmp_path: Path, dovecot: Dovecot, smtp: SmtpStub) -> None:
    root = office(tmp_path / "d", dovecot, smtp)
    (root / "secrets.toml").chmod(0o644)
    future = time.time() + 86_400
    os.utime(root / "campaign.toml", (future, future))
    found = by_name(run_checks(root))
    assert found["授权码文件"].remedy == "执行 chmod 600 " + f'"{root / "secrets.toml"}"'
    assert found["系统时间"].state == "fail"


@pytest.mark.parametrize("content", [None, "no certificate"])
def test_a_certificate_that_cannot_be_used(
    tmp_path: Path, dovecot: Dovecot, smtp: SmtpStub, content: str | None
) -> None:
    root = office(tmp_path / "d", dovecot, smtp)
    authority = tmp_path / "ca.pem"
    if content is not None:
        authority.write_text(content, encoding="utf-8")
    settings = (root / "settings.toml").read_text("utf-8")
    (root / "settings.toml").write_text(f'{settings}ca_file = "{authority}"\n', encoding="utf-8")
    found = by_name(run_checks(root))["发信服务器"]
    assert (found.state, str(authority) in found.text, found.remedy) == (
        "fail",
        True,
        "请核对 [smtp] 的 ca_file",
    )


def test_broken_template_and_empty_folder(tmp_path: Path, dovecot: Dovecot, smtp: SmtpStub) -> None:
    root = office(tmp_path / "d", dovecot, smtp)
    (root / "templates" / "mail").mkdir(parents=True)
    (root / "templates" / "mail" / "reminder.txt.j2").write_text("{{ 没有这个变量 }}", encoding="utf-8")
    found = by_name(run_checks(root))
    assert found["信函模板"].state == "fail"
    assert "reminder" in found["信函模板"].text

    nothing = by_name(run_checks(tmp_path / "none"))
    assert nothing["数据目录"].remedy == f"运行 zhengji init --data {tmp_path / 'none'}"


@pytest.mark.slow
def test_the_ledger_is_written_to(tmp_path: Path, dovecot: Dovecot, smtp: SmtpStub) -> None:
    root = office(tmp_path / "d", dovecot, smtp)
    assert by_name(run_checks(root))["台账"].text == "尚未建立，首次运行时建立"
    Ledger.open(root / "ledger.db").close()
    assert by_name(run_checks(root))["台账"].text == "可写，内容完好"
    with closing(sqlite3.connect(root / "ledger.db")) as other:
        other.execute("BEGIN IMMEDIATE")
        found = examine_ledger(root / "ledger.db")
    assert (found.state, "不能写入" in found.text) == ("fail", True)
    (root / "ledger.db").write_bytes(b"no ledger" * 1000)
    found = by_name(run_checks(root))["台账"]
    assert (found.state, "从备份恢复" in found.remedy) == ("fail", True)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="modes bind neither root nor Windows")
def test_a_ledger_that_may_not_be_written(tmp_path: Path, dovecot: Dovecot, smtp: SmtpStub) -> None:
    root = office(tmp_path / "d", dovecot, smtp)
    Ledger.open(root / "ledger.db").close()
    (root / "ledger.db").chmod(0o400)
    assert by_name(run_checks(root))["台账"].state == "fail"


@pytest.mark.skipif(os.name == "nt", reason="Windows has access lists instead of modes")
def test_what_others_may_read_is_named(tmp_path: Path, dovecot: Dovecot, smtp: SmtpStub) -> None:
    root = office(tmp_path / "d", dovecot, smtp)
    make_private(DataDir(root))
    assert "文件权限" not in by_name(run_checks(root))
    (root / "campaign.toml").chmod(0o644)
    found = by_name(run_checks(root))["文件权限"]
    assert (found.state, "campaign.toml" in found.text) == ("warn", True)


def test_a_shared_folder_that_is_away(tmp_path: Path, dovecot: Dovecot, smtp: SmtpStub) -> None:
    root = office(tmp_path / "d", dovecot, smtp)
    with (root / "settings.toml").open("a", encoding="utf-8") as file:
        file.write(f"[paths]\nworkbook = '{tmp_path / 'share'}'\n")
    assert by_name(run_checks(root))["汇总表目录"].state == "warn"
    (tmp_path / "share").mkdir()
    assert by_name(run_checks(root))["汇总表目录"].state == "ok"


@pytest.mark.parametrize(("minutes", "said"), [(0, "一致"), (30, "慢30分钟"), (-30, "快30分钟")])
def test_clocks_are_compared_by_our_letters(
    tmp_path: Path, dovecot: Dovecot, smtp: SmtpStub, mailbox_user: str, minutes: int, said: str
) -> None:
    root = office(tmp_path / "d", dovecot, smtp)
    settings = (root / "settings.toml").read_text("utf-8").replace(USER, mailbox_user)
    (root / "settings.toml").write_text(settings, encoding="utf-8")
    now = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1)
    with closing(Ledger.open(root / "ledger.db")) as ledger, ledger.begin() as connection:
        new = NewLetter("k", LetterKind.DIGEST, "a@example.cn", "x", "<one@example.cn>", b"x")
        letter_id = put_letter(connection, new, now)
        settle_letter(connection, letter_id, Fate(LetterState.SENT), now)
    with dovecot.client(mailbox_user) as client:
        raw = b"Message-ID: <one@example.cn>\r\nSubject: x\r\n\r\nx"
        client.append("Sent", raw, (), now + timedelta(minutes=minutes))
    assert said in by_name(run_checks(root))["收件邮箱 main 时间"].text


def test_a_mail_of_the_future(tmp_path: Path, dovecot: Dovecot, smtp: SmtpStub, mailbox_user: str) -> None:
    root = office(tmp_path / "d", dovecot, smtp)
    settings = (root / "settings.toml").read_text("utf-8").replace(USER, mailbox_user)
    (root / "settings.toml").write_text(settings, encoding="utf-8")
    with dovecot.client(mailbox_user) as client:
        client.append("INBOX", b"Subject: x\r\n\r\nx", (), datetime.now(UTC) + timedelta(hours=2))
    found = by_name(run_checks(root))["收件邮箱 main 时间"]
    assert (found.state, "慢120分钟" in found.text) == ("warn", True)
