"""Machine settings: the shipped file, every key in it, and mistakes explained."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from intake.config.toml import load_toml
from intake.model.errors import ConfigError
from intake.model.limits import Limits
from tests.paths import CONFIG
from tracker.office.settings import ArchivePlace, Mailbox, Settings, Smtp, is_loopback, load_settings

SHIPPED = CONFIG / "settings.toml"


def write(folder: Path, text: str) -> Path:
    (folder / "settings.toml").write_text(text, encoding="utf-8")
    return folder


def uncommented() -> str:
    """The shipped file with the comment mark before every key removed."""
    lines = []
    for line in SHIPPED.read_text(encoding="utf-8").splitlines():
        bare = line.removeprefix("# ")
        key = bare.partition(" = ")[0]
        lines.append(bare if bare.startswith("[[") or (key.isascii() and key.isidentifier()) else line)
    return "\n".join(lines)


def test_shipped_settings_are_the_defaults() -> None:
    assert load_toml(SHIPPED, Settings) == Settings()


def test_every_key_of_the_shipped_file_is_a_setting_and_shows_its_default(tmp_path: Path) -> None:
    text = uncommented().replace('host = "" #', 'host = "smtp.163.com" #')
    text = text.replace('"/srv/share/案例征集"', f'"{tmp_path.as_posix()}"')

    found = load_settings(write(tmp_path, text))

    box = found.mailboxes[0]
    assert (box.host, box.since, box.port, box.tls) == ("imap.163.com", date(2015, 7, 1), 993, "tls")
    assert box.read_timeout == Mailbox(name="a", host="h", user="u").read_timeout
    assert found.smtp.per_day == Smtp().per_day
    assert found.limits() == Limits()
    assert found.schedule == Settings().schedule


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[smtp]\nhots = 'x'\n", "smtp.hots 不是可用的设置项，是否应为 host；可用的有：host、port"),
        ("[smtp]\nport = '465a'\n", "smtp.port 的值是 '465a'，应为整数"),
        ("[smtp]\nport = 99999\n", "smtp.port 的值是 99999，应为不大于 65535 的数"),
        ("[smtp]\ntls = 'none'\n", "应为以下之一"),
        ("[smtp]\nhost = 'a.cn'\ntls = 'none-for-tests'\n", "不加密仅限本机测试"),
        ("[smtp]\nhost = 'a.cn'\n", "填写了 from_address"),
        ("[smtp]\nfrom_address = 'x'\n", "一个邮箱地址"),
        ("[[mailboxes]]\nname = 'a'\n", "mailboxes.1.host"),
        ("[[mailboxes]]\nname = '主'\nhost='h'\nuser='u'\n", "mailboxes.1.name"),
        ("[[mailboxes]]\nname='a'\nhost='h'\nuser='u'\n" * 2, "不重复的邮箱名称"),
        ("[[mailboxes]]\nname='smtp'\nhost='h'\nuser='u'\n", "smtp 以外的邮箱名称"),
        ("[mailboxes]\nname='a'\n", "双方括号"),
        ("smtp = [\n", "写法有误"),
        ("[log]\nlevel = “INFO”\n", "全角标点 “”"),
    ],
)
def test_mistakes_are_named(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load_settings(write(tmp_path, text))
    assert message in str(caught.value)
    assert "settings.toml" in str(caught.value)


def test_missing_file_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="zhengji init"):
        load_settings(tmp_path)


def test_mailboxes_become_accounts(tmp_path: Path) -> None:
    text = "[[mailboxes]]\nname='main'\nhost='h'\nuser='U@X.cn'\ntls='ssl'\nsince=2015-07-01\n"
    settings = load_settings(write(tmp_path, text + "[reading]\nmail_mib = 2\n"))

    (account,) = settings.accounts(UTC)

    assert (account.name, account.tls, account.since) == ("main", "tls", datetime(2015, 7, 1, tzinfo=UTC))
    assert account.oversize_bytes == 2 * 1024**2


@pytest.mark.parametrize(
    ("host", "local"),
    [("localhost", True), ("127.0.0.1", True), ("::1", True), ("10.0.0.1", False), ("smtp.163.com", False)],
)
def test_is_loopback(host: str, local: bool) -> None:
    assert is_loopback(host) is local


def test_workbook_may_lie_elsewhere(tmp_path: Path) -> None:
    settings = load_settings(write(tmp_path, "[paths]\nworkbook = '/srv/share'\n"))
    data = settings.data_dir(tmp_path)
    assert (data.out, data.ledger) == (Path("/srv/share"), tmp_path / "ledger.db")


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        ({}, []),
        ({"per_day": 80}, []),
        (
            {"per_hour": 20, "per_day": 30},
            ["strangers_per_day（40）超过 per_day（30）的一半，陌生来信每天至多答复15封"],
        ),
        (
            {"per_day": 50, "strangers_per_day": 60},
            [
                "strangers_per_day（60）超过 per_day（50）的一半，陌生来信每天至多答复25封",
                "per_hour（60）大于 per_day（50），以每天50封为限",
            ],
        ),
        ({"per_hour": 4}, ["per_hour（4）一天至多96封，达不到 per_day（100）"]),
        ({"seconds_between": 90.5}, ["seconds_between（90.5秒）一小时至多39封，达不到 per_hour（60）"]),
        ({"seconds_between": 60}, []),
    ],
)
def test_limits_that_contradict_each_other_are_named(limits: dict[str, float], words: list[str]) -> None:
    assert list(Smtp(**limits).contradictions()) == words


@pytest.mark.parametrize(
    ("section", "told"),
    [
        ("[[mailboxes]]\nname='a'\nhost='h'\nuser='u'\nprotocol='pop3'\nauth='xoauth2'\n", 'POP3 时的 auth = "password"'),
        ("[[mailboxes]]\nname='a'\nhost='h'\nuser='u'\nprotocol='pop3'\njunk='x'\n", "没有 folders、junk、sent 的"),
        ("[paths]\nworkbook_for_group = true\n", "同时填写了 workbook 的"),
        ("[ledger]\nurl = 'mysql://u@h/d'\n", 'url = "postgresql://用户@主机:5432/库名"'),
        ("[ledger]\nurl = 'postgresql://u@h'\n", 'url = "postgresql://用户@主机:5432/库名"'),
        ("[ledger]\nurl = 'postgresql://u@h:x/d'\n", 'url = "postgresql://用户@主机:5432/库名"'),
        ("[ledger]\nurl = 'postgresql://u:secret@h/d'\n", "不含密码的 url"),
        ("[archive]\nplace = 's3://'\n", 'place = "s3://存储桶/前缀"，或一个文件夹'),
        ("[archive]\nplace = 's3://A_B/x'\nkey_id='k'\n", 'place = "s3://存储桶/前缀"，或一个文件夹'),
        ("[archive]\nplace = 'ftp://h/x'\n", 'place = "s3://存储桶/前缀"，或一个文件夹'),
        ("[archive]\nplace = 'share'\nkey_id='k'\n", "时才填写的 endpoint 和 key_id"),
        ("[archive]\nplace = 's3://abc'\n", "填写了 key_id 的"),
        ("[archive]\nplace = 's3://abc'\nkey_id='k'\nendpoint='http://h'\n", "以 https:// 开头的 endpoint"),
        ("[archive]\nplace = 's3://abc'\nkey_id='k'\nendpoint='https://u:p@h'\n", 'endpoint = "https://主机:端口"'),
        ("[archive]\nplace = 's3://abc'\nkey_id='k'\nendpoint='h:9000'\n", 'endpoint = "https://主机:端口"'),
        ("[[mailboxes]]\nname='keyring'\nhost='h'\nuser='u'\n", "keyring 以外的邮箱名称"),
    ],
)  # fmt: skip
def test_settings_that_contradict_each_other(tmp_path: Path, section: str, told: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load_settings(write(tmp_path, section))
    assert told in str(caught.value)
    assert "secret" not in str(caught.value).replace("secrets.toml", "")


@pytest.mark.parametrize(
    ("place", "bucket"),
    [
        ("", None),
        ("share/archive", None),
        ("s3://abc", ("abc", "")),
        ("s3://abc/", ("abc", "")),
        ("s3://abc/x/y/", ("abc", "x/y")),
    ],
)
def test_where_a_bucket_is(place: str, bucket: tuple[str, str] | None) -> None:
    assert ArchivePlace(place=place, key_id="k" if bucket else "").bucket == bucket


@pytest.mark.parametrize(
    ("values", "port"),
    [
        ({}, 993),
        ({"protocol": "pop3"}, 995),
        ({"protocol": "pop3", "tls": "starttls"}, 110),
        ({"protocol": "pop3", "tls": "ssl"}, 995),
        ({"protocol": "pop3", "port": 1995}, 1995),
    ],
)
def test_the_port_goes_by_protocol_and_encryption(values: dict[str, object], port: int) -> None:
    assert Mailbox(name="a", host="h", user="u", **values).port == port


def test_a_letter_may_be_as_large_as_the_setting_says() -> None:
    smtp = Smtp(enclosure_mib=1)
    assert [smtp.may_enclose(b"x" * size) for size in (0, 1024**2, 1024**2 + 1)] == [True, True, False]
