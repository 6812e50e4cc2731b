"""Passwords come from the environment, a private file or the keyring, and never show themselves."""

import os
import pickle
import sys
from pathlib import Path

import pytest

from tracker.errors import SettingsError
from tracker.office.secret import (
    Secret,
    find_secret,
    hmac_key,
    is_exposed,
    read_secret,
    variable,
    write_private,
)

pytestmark = pytest.mark.skipif(os.name == "nt", reason="permissions are inherited on Windows")


def test_secret_never_shows_itself() -> None:
    secret = Secret("abcd1234")
    assert [str(secret), repr(secret), f"{secret}", "abcd" in repr([secret])] == ["***", "***", "***", False]
    assert secret.reveal() == "abcd1234"


def test_environment_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_private(tmp_path / "secrets.toml", 'smtp = "from-file"\nmain = "m"\n')
    assert read_secret("smtp", tmp_path).reveal() == "from-file"
    monkeypatch.setenv("ZHENGJI_SMTP_PASSWORD", "from-env")
    assert read_secret("smtp", tmp_path).reveal() == "from-env"
    assert read_secret("main", tmp_path).reveal() == "m"


def test_keyring_is_asked_only_when_allowed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import keyring

    asked = []

    def get_password(service: str, name: str) -> str:
        asked.append((service, name))
        return "from-keyring"

    monkeypatch.setattr(keyring, "get_password", get_password)
    with pytest.raises(SettingsError):
        read_secret("main", tmp_path)
    write_private(tmp_path / "secrets.toml", "keyring = true\n")
    assert read_secret("main", tmp_path).reveal() == "from-keyring"
    assert asked == [("zhengji", "main")]


def test_missing_secret_says_where_to_put_it(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"没有“smtp”的授权码.*secrets.toml.*ZHENGJI_SMTP_PASSWORD"):
        read_secret("smtp", tmp_path)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666])
def test_file_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "secrets.toml"
    write_private(path, 'smtp = "x"')
    path.chmod(mode)
    assert is_exposed(path)
    with pytest.raises(SettingsError, match="chmod 600"):
        read_secret("smtp", tmp_path)


@pytest.mark.parametrize("content", [b"smtp = tajna-heslo\n", "smtp = '密'\n".encode("gbk")])
def test_broken_file_does_not_leak_its_content(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "secrets.toml"
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(SettingsError) as caught:
        read_secret("smtp", tmp_path)
    assert "tajna" not in str(caught.value)


def test_key_is_made_once_and_private(tmp_path: Path) -> None:
    first = hmac_key(tmp_path)
    assert (len(first), hmac_key(tmp_path)) == (32, first)
    assert (tmp_path / "secret.key").stat().st_mode & 0o777 == 0o600


def test_private_file_is_never_replaced(tmp_path: Path) -> None:
    path = tmp_path / "key"
    assert [write_private(path, "first"), write_private(path, "second")] == [True, False]
    assert (path.read_text(), [p.name for p in tmp_path.iterdir()]) == ("first", ["key"])


@pytest.mark.parametrize("text", ["zz", "", "abcd"])
def test_damaged_key_is_refused(tmp_path: Path, text: str) -> None:
    write_private(tmp_path / "secret.key", text)
    with pytest.raises(SettingsError, match="已损坏"):
        hmac_key(tmp_path)


def test_a_secret_is_compared_but_neither_hashed_nor_pickled() -> None:
    assert (Secret("密"), Secret("密") == "密") == (Secret("密"), False)
    assert Secret("密") != Secret("蜜")
    with pytest.raises(TypeError):
        hash(Secret("密"))
    with pytest.raises(TypeError, match="not pickled"):
        pickle.dumps([Secret("密")])


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("smtp", "ZHENGJI_SMTP_PASSWORD"),
        ("ledger", "ZHENGJI_LEDGER_PASSWORD"),
        ("archive", "ZHENGJI_ARCHIVE_SECRET"),
        ("main", "ZHENGJI_PASSWORD_MAIN"),
        ("second-box", "ZHENGJI_PASSWORD_SECOND_BOX"),
    ],
)
def test_each_password_has_a_variable_of_its_own(tmp_path: Path, name: str, told: str) -> None:
    assert variable(name) == told
    assert find_secret(name, tmp_path, {told: " x \n"}) == Secret("x")
    assert find_secret(name, tmp_path, {told: "  "}) is None


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("main = ' abc '", Secret("abc")),
        ("main = ''", None),
        ("other = 'abc'", None),
        ("main = { file = 'token' }", Secret("first")),
        (f"main = {{ command = ['{sys.executable}', '-c', 'print();print(5)'] }}", Secret("5")),
        (f"main = {{ command = ['{sys.executable}', '-c', ''] }}", None),
    ],
)
def test_where_a_password_may_stand(tmp_path: Path, line: str, found: Secret | None) -> None:
    write_private(tmp_path / "secrets.toml", line)
    write_private(tmp_path / "token", "\n first \nsecond\n")

    assert find_secret("main", tmp_path, {}) == found


FORM = '{path}：main 应为文字，或写为 {{ file = "文件" }} 或 {{ command = ["程序", "参数"] }}'


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("main = 5", "{path}：main 应为文字（加引号）"),
        ("main = ['a']", "{path}：main 应为文字（加引号）"),
        ("main = {}", FORM),
        ("main = { file = 5 }", FORM),
        ("main = { file = 'token', command = ['a'] }", FORM),
        ("main = { command = [] }", FORM),
        ("main = { command = ['a', 5] }", FORM),
        ("main = { file = 'none' }", "{path}：main 所写的文件 none 不能读取（找不到）"),
        ("main = { file = '.' }", "{path}：main 所写的文件 . 不能读取（是文件夹，应为文件）"),
        ("main = { file = 'gbk' }", "{path}：main 所写的文件 'gbk' 不是 UTF-8 文字，或路径有误"),
        ('main = { file = "a\\u0000b" }', "{path}：main 所写的文件 'a\\x00b' 不是 UTF-8 文字，或路径有误"),
        ("main = { file = '~nobody-is-so-called/x' }",
         "{path}：main 所写的文件 '~nobody-is-so-called/x' 不是 UTF-8 文字，或路径有误"),
        ("main = { command = ['/no/such/program'] }",
         "{path}：main 的命令 /no/such/program 不能运行（FileNotFoundError）"),
        ('main = { command = ["a\\u0000b"] }', "{path}：main 的命令 a\x00b 不能运行（ValueError）"),
        (f"main = {{ command = ['{sys.executable}', '-c', 'exit(3)'] }}",
         f"{{path}}：main 的命令 {sys.executable} 出错退出（3）"),
    ],
)  # fmt: skip
def test_what_stands_there_wrongly_is_named_without_its_content(tmp_path: Path, line: str, told: str) -> None:
    path = tmp_path / "secrets.toml"
    write_private(path, line)
    (tmp_path / "gbk").write_bytes("密码".encode("gbk"))
    (tmp_path / "gbk").chmod(0o600)
    (tmp_path / ".").chmod(0o700)

    with pytest.raises(SettingsError) as caught:
        find_secret("main", tmp_path, {})

    assert caught.value.detail == told.format(path=path)


def test_a_file_named_by_the_secrets_must_be_private_too(tmp_path: Path) -> None:
    write_private(tmp_path / "secrets.toml", "main = { file = 'token' }")
    (tmp_path / "token").write_text("x")
    (tmp_path / "token").chmod(0o644)

    with pytest.raises(SettingsError, match=r"token 可被本机其他用户读取"):
        find_secret("main", tmp_path, {})


def test_a_folder_in_the_place_of_a_private_file_is_said_to_be_one(tmp_path: Path) -> None:
    for name in ("secrets.toml", "secret.key"):
        (tmp_path / name).mkdir()

    for read in (lambda: find_secret("main", tmp_path, {}), lambda: hmac_key(tmp_path)):
        with pytest.raises(SettingsError, match=r"不能读取 .*：是文件夹，应为文件，请核对路径"):
            read()
    assert all(os.access(tmp_path / name, os.X_OK) for name in ("secrets.toml", "secret.key"))


def test_a_key_that_others_could_read_is_taken_from_them(tmp_path: Path) -> None:
    key = hmac_key(tmp_path)
    (tmp_path / "secret.key").chmod(0o644)

    assert hmac_key(tmp_path) == key
    assert not is_exposed(tmp_path / "secret.key")


def test_a_private_file_on_a_disk_without_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def link(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", link)
    path = tmp_path / "key"

    assert [write_private(path, "first"), write_private(path, "second")] == [True, False]
    assert (path.read_text(), [p.name for p in tmp_path.iterdir()]) == ("first", ["key"])
