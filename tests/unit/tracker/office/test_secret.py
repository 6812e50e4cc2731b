"""Passwords come from the environment, a private file or the keyring, and never show themselves."""

import os
from pathlib import Path

import pytest

from tracker.errors import SettingsError
from tracker.office.secret import Secret, hmac_key, is_exposed, read_secret, write_private

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
