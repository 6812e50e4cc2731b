"""Where an office's ledger stands: what the settings say, what the passwords add, and two ledgers at once."""

import pytest
from sqlalchemy import URL

from intake.model.errors import ConfigError
from tests.ledgers import POSTGRES, make_ledger
from tracker.errors import SettingsError
from tracker.office.folder import DataDir
from tracker.office.settings import Settings, load_settings
from tracker.run.doctor import run_checks
from tracker.run.open import ledger_place

ADDRESS = "postgresql://zhengji@db.example.cn:5432/zhengji"


def test_the_file_unless_the_settings_say_otherwise(tmp_path):
    assert ledger_place(Settings(), DataDir(tmp_path)) == tmp_path / "ledger.db"


@pytest.mark.parametrize("password", [None, "s3cret:@/"])
def test_a_database_with_the_password_that_is_kept_elsewhere(tmp_path, monkeypatch, password):
    if password is not None:
        monkeypatch.setenv("ZHENGJI_LEDGER_PASSWORD", password)
    settings = Settings.model_validate({"ledger": {"url": ADDRESS}})

    place = ledger_place(settings, DataDir(tmp_path))

    assert place == URL.create("postgresql", "zhengji", password, "db.example.cn", 5432, "zhengji")
    assert "s3cret" not in str(place)


def test_two_ledgers_are_one_too_many(tmp_path):
    (tmp_path / "ledger.db").write_bytes(b"")
    settings = Settings.model_validate({"ledger": {"url": ADDRESS}})
    with pytest.raises(SettingsError, match=r"不能同时使用.*zhengji migrate"):
        ledger_place(settings, DataDir(tmp_path))


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mysql://a@b/c", "postgresql://用户@主机"),
        ("postgresql://a@b:5432", "postgresql://用户@主机"),
        ("postgresql://a@b:port/c", "postgresql://用户@主机"),
        ("postgresql://a:geheim@b/c", "ZHENGJI_LEDGER_PASSWORD"),
    ],
)
def test_a_wrong_address_is_named_and_no_password_repeated(tmp_path, url, said):
    (tmp_path / "settings.toml").write_text(f'[ledger]\nurl = "{url}"\n', encoding="utf-8")
    with pytest.raises(ConfigError, match=said) as refused:
        load_settings(tmp_path)
    assert "geheim" not in str(refused.value)


def test_doctor_tries_the_database(tmp_path):
    place = make_ledger(tmp_path, POSTGRES)
    for database, found in ((place.database, ("ok", "可写（")), ("nowhere", ("fail", "/nowhere?host="))):
        url = place.set(database=database).render_as_string()
        (tmp_path / "settings.toml").write_text(f'[ledger]\nurl = "{url}"\n', encoding="utf-8")
        said = next(finding for finding in run_checks(tmp_path) if finding.name == "台账")
        assert (said.state, found[1] in said.text) == (found[0], True)
