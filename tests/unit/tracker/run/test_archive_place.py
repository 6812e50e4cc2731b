"""Where an office's raw mails lie: what the settings say, and an office whose mails lie in a bucket."""

import pytest

from intake.model.errors import ArchiveAway, ConfigError
from intake.source.archive.bucket import Bucket
from intake.source.archive.folder import Folder
from tests import buckets
from tracker.ledger import mails
from tracker.ledger.records import MailState
from tracker.office.folder import DataDir
from tracker.office.settings import Settings, load_settings
from tracker.run.doctor import run_checks
from tracker.run.open import open_archive

RAW = "From: fx@example.cn\r\nSubject: =?utf-8?b?5qGI5L6L?=\r\n\r\n丰县宋楼镇的做法。\r\n".encode()


def settings_of(**archive):
    return Settings.model_validate({"archive": archive})


@pytest.mark.parametrize(("place", "below"), [("", "office/archive"), ("../share/原件", "share/原件")])
def test_a_folder(tmp_path, place, below):
    archive = open_archive(settings_of(place=place), DataDir(tmp_path / "office"))

    assert isinstance(archive.place, Folder)
    assert archive.place.root.resolve() == tmp_path / below


def test_a_bucket_whose_secret_is_asked_for_at_the_first_use(tmp_path, monkeypatch):
    archive = open_archive(settings_of(place="s3://mails/2015/", key_id="a"), DataDir(tmp_path))

    assert isinstance(archive.place, Bucket)
    pytest.importorskip("obstore")
    with pytest.raises(ArchiveAway, match="ZHENGJI_ARCHIVE_SECRET"):
        archive.store(RAW)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ('place = "s3://"', "s3://存储桶/前缀"),
        ('place = "s3://A_B/x"\nkey_id = "a"', "s3://存储桶/前缀"),
        ('place = "ftp://host/x"', "s3://存储桶/前缀"),
        ('place = "s3://mails"', "填写了 key_id"),
        ('place = "share"\nkey_id = "a"', "时才填写"),
        ('endpoint = "https://a"', "时才填写"),
        ('place = "s3://mails"\nkey_id = "a"\nendpoint = "minio:9000"', "endpoint = "),
        ('place = "s3://mails"\nkey_id = "a"\nendpoint = "http://minio:9000"', "https:// 开头"),
        ('place = "s3://mails"\nkey_id = "a"\nendpoint = "https://u:geheim@minio"', "endpoint = "),
    ],
)
def test_a_wrong_place_is_named(tmp_path, lines, said):
    (tmp_path / "settings.toml").write_text(f"[archive]\n{lines}\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=said) as refused:
        load_settings(tmp_path)
    assert "geheim" not in str(refused.value).replace("u:geheim@minio", "")


@pytest.fixture
def bucket():
    return buckets.make_bucket()


def write_settings(folder, bucket):
    lines = f'place = "s3://{bucket}/raw"\nendpoint = "{buckets.endpoint()}"\nkey_id = "test"\n'
    (folder / "settings.toml").write_text(f"[archive]\n{lines}", encoding="utf-8")


def test_doctor_tries_the_bucket(tmp_path, monkeypatch, bucket):
    monkeypatch.setenv("ZHENGJI_ARCHIVE_SECRET", "test")
    told = []
    for name in (bucket, bucket, "nobody-made"):
        write_settings(tmp_path, name)
        told += [(one.state, one.text) for one in run_checks(tmp_path) if one.name == "原件存档"]

    assert [state for state, _ in told] == ["ok", "ok", "fail"]
    assert told[0][1] == f"s3://{bucket}/raw 可读写"
    assert "存储桶 nobody-made" in told[2][1]


def test_a_store_that_is_away_counts_no_attempt(tmp_path, monkeypatch):
    """Mails wait as they are, and are filed when it answers again."""
    pytest.importorskip("obstore")
    from tests.office import Office
    from tracker.run.duties import file_archived

    office = Office(tmp_path)
    sha256 = office.parts.archive.store(RAW)
    now = office.clock.now()
    with office.parts.ledger.begin() as connection:
        mail_id, _ = mails.add_mail(connection, sha256, len(RAW), now, now)
    away = open_archive(
        settings_of(place="s3://mails", key_id="a", endpoint="http://127.0.0.1:9"), DataDir(tmp_path)
    )
    monkeypatch.setenv("ZHENGJI_ARCHIVE_SECRET", "x")
    monkeypatch.setattr("intake.source.archive.bucket.RETRIES", 0)
    from dataclasses import replace

    file_archived(replace(office.parts, archive=away), NoReaders())

    with office.parts.ledger.read() as connection:
        row = mails.get_mail(connection, mail_id)
    assert (row.state, row.attempts, row.trouble) == (MailState.ARCHIVED, 0, "")
    office.close()


class NoReaders:
    """Nothing can be read: what would be read is taken one by one and must be nothing."""

    def read_all(self, items):
        assert list(items) == []
        return iter(())
