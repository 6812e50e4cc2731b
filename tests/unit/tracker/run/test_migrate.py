"""The ledger moved into a database and back: nothing lost, nothing doubled, wherever it broke off."""

import zipfile
from contextlib import closing

import pytest
from sqlalchemy import update

from intake.source.archive.mails import Archive
from tests.ledgers import POSTGRES, make_ledger
from tests.office import Office, case
from tests.postgres import server
from tracker.errors import AlreadyRunning, LedgerError, SettingsError
from tracker.ledger.engines.copy import weigh
from tracker.ledger.engines.store import Ledger
from tracker.ledger.schema import case as case_table
from tracker.ledger.schema import mail
from tracker.ledger.views.search import find_cases
from tracker.office.folder import DataDir
from tracker.office.lock import only_one
from tracker.office.settings import load_settings
from tracker.publications.export import letter_objects, mail_objects
from tracker.run.backup import restore_backup, write_backup
from tracker.run.migrate import copy_originals, move_ledger, plan_move
from tracker.run.open import ledger_place

HAND_WRITTEN = (
    '[smtp]\nper_day = 99 # ours\n\n[ledger]\n# url = "postgresql://a@b/c"\n[log]\nlevel = "INFO"\n'
)


@pytest.fixture
def place():
    return server().create()


@pytest.fixture
def folder(tmp_path):
    """An office with letters, versions, a pair of which the later is kept, and settings of its own."""
    folder = tmp_path / "office"
    folder.mkdir()
    (folder / "settings.toml").write_text(HAND_WRITTEN, encoding="utf-8")
    with closing(Office(folder, place=make_ledger(folder, "sqlite"))) as office:
        office.at("08-04 09:00").mail("fx@example.cn", case("一张清单管到底"))
        office.mail("px@example.cn", case("院落议事", "沛县"), case("楼道公约", "沛县"))
        office.mail("fx@example.cn", case("一张清单管到底", edition=2))
        office.until("08-06 10:00")
        with office.parts.ledger.begin() as connection:
            connection.execute(update(case_table).where(case_table.c.id == 1).values(duplicate_of=3))
            connection.execute(update(mail).where(mail.c.id == 1).values(copy_of=2))
            connection.execute(update(mail).where(mail.c.id == 1).values(trouble="甲\0乙"))
    return folder


def look(place):
    """Everything that a ledger holds, says and finds."""
    with closing(Ledger.open(place)) as ledger, ledger.read() as connection:
        return (
            weigh(connection),
            list(mail_objects(connection, with_text=True)),
            list(letter_objects(connection)),
            find_cases(connection, "楼道公约"),
        )


def told_nobody(_table, _rows):
    pass


def test_there_and_back_is_the_same_ledger(folder, place):
    before = look(folder / "ledger.db")

    held = move_ledger(folder, place.render_as_string(), told_nobody)

    settings = load_settings(folder)
    assert held == before[0]
    assert (settings.ledger.url, settings.smtp.per_day) == (place.render_as_string(), 99)
    assert "per_day = 99 # ours" in (folder / "settings.toml").read_text(encoding="utf-8")
    assert ledger_place(settings, DataDir(folder)) == place
    assert look(place) == before == look(folder / "ledger.db.moved")
    assert before[3] == [3]

    move_ledger(folder, "sqlite", told_nobody)

    assert load_settings(folder).ledger.url == ""
    assert look(folder / "ledger.db") == before


def test_the_office_goes_on_where_it_was(folder, place):
    move_ledger(folder, place.render_as_string(), told_nobody)

    with closing(Office(folder, place=place)) as office:
        office.count = 10
        row = office.at("08-06 11:00").mail("qs@example.cn", case("红色物业", "泉山区"))
        assert (row.id, [found.serial for found in office.cases()]) == (4, [1, 2, 3, 4])


def test_a_dry_run_counts_and_changes_nothing(folder, place):
    plan = plan_move(folder, place.render_as_string())

    assert (plan.rows["mail"], plan.rows["case_"], set(plan.there.values())) == (3, 3, {0})
    assert not Ledger.exists(place)
    assert (folder / "settings.toml").read_text(encoding="utf-8") == HAND_WRITTEN


@pytest.mark.slow
@pytest.mark.parametrize("stop", [1, 5, 9])
def test_a_move_that_broke_off_goes_on(folder, place, stop):
    before = look(folder / "ledger.db")
    copied = []

    def break_off(table, rows):
        copied.append(table)
        if len(copied) == stop:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        move_ledger(folder, place.render_as_string(), break_off)
    assert load_settings(folder).ledger.url == ""
    assert sum(plan_move(folder, place.render_as_string()).there.values()) > 0

    again = []
    move_ledger(folder, place.render_as_string(), lambda table, _rows: again.append(table))

    assert set(again).isdisjoint(copied)
    assert look(place) == before


def test_a_move_that_was_done_and_not_yet_used_is_used(folder, place):
    move_ledger(folder, place.render_as_string(), told_nobody)
    (folder / "ledger.db.moved").rename(folder / "ledger.db")  # as if the process had died before

    copied = []
    move_ledger(folder, place.render_as_string(), lambda table, _rows: copied.append(table))

    assert (copied, (folder / "ledger.db").exists()) == ([], False)


def test_a_ledger_that_changed_in_between_is_noticed(folder, place):
    def break_off(table, _rows):
        if table == "mail":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        move_ledger(folder, place.render_as_string(), break_off)
    with closing(Ledger.open(folder / "ledger.db")) as ledger, ledger.begin() as connection:
        connection.execute(update(mail).where(mail.c.id == 1).values(subject="另一个"))

    with pytest.raises(LedgerError, match="mail 与原台账不一致，原台账未改动"):
        move_ledger(folder, place.render_as_string(), told_nobody)
    assert (folder / "ledger.db").exists()


def test_another_ledger_is_not_overwritten(folder, tmp_path):
    taken = make_ledger(tmp_path, POSTGRES)
    with closing(Office(tmp_path, place=taken)) as office:
        office.mail("fx@example.cn", case("别处的案例"))
    before = look(taken)

    for move in (plan_move, lambda root, to: move_ledger(root, to, told_nobody)):
        with pytest.raises(SettingsError, match="目标中已有另一份台账"):
            move(folder, taken.render_as_string())

    assert (look(taken), (folder / "ledger.db").exists()) == (before, True)


@pytest.mark.parametrize(
    ("to", "said"),
    [
        ("sqlite", "台账已经在"),
        ("postgresql://a:geheim@b/c", "不含密码的 url"),
        ("mysql://a@b/c", "--to 应为 sqlite，或 url = "),
        ("", "--to 应为 sqlite"),
    ],
)
def test_where_it_cannot_go_is_said(folder, to, said):
    with pytest.raises(SettingsError) as refused:
        move_ledger(folder, to, told_nobody)
    assert said in str(refused.value)
    assert "geheim" not in str(refused.value)


def test_from_one_database_to_another_goes_by_way_of_the_file(folder, place):
    move_ledger(folder, place.render_as_string(), told_nobody)

    with pytest.raises(SettingsError) as refused:
        move_ledger(folder, place.set(database="another").render_as_string(), told_nobody)

    assert refused.value.detail == (
        "台账已经在数据库中；要换一个数据库，请先 zhengji migrate --to sqlite，再迁往新库"
    )


def test_not_while_the_office_is_at_work(folder, place):
    with only_one(folder), pytest.raises(AlreadyRunning):
        move_ledger(folder, place.render_as_string(), told_nobody)


def test_a_backup_holds_the_ledger_of_a_database(folder, place, tmp_path, monkeypatch):
    """Where PostgreSQL's own tools are missing; with them: test_dump.py."""
    monkeypatch.setattr("tracker.run.backup.find_dumper", lambda _place: None)
    before = look(folder / "ledger.db")
    move_ledger(folder, place.render_as_string(), told_nobody)

    write_backup(DataDir(folder), tmp_path / "b.zip", place=place)

    with zipfile.ZipFile(tmp_path / "b.zip") as bundle:
        bundle.extract("ledger.db", tmp_path)
    assert look(tmp_path / "ledger.db") == before
    restored = DataDir(tmp_path / "restored")
    restore_backup(tmp_path / "b.zip", restored)
    with pytest.raises(SettingsError, match="不能同时使用"):
        ledger_place(load_settings(restored.root), restored)


def test_originals_are_copied_to_where_the_settings_put_them(tmp_path, folder):
    """A share takes them once; what the ledger names and nobody has is told."""
    (folder / "settings.toml").write_text('[archive]\nplace = "../share"\n', encoding="utf-8")
    own = Archive(folder / "archive")
    mails = sorted(own.list())

    assert copy_originals(folder) == (len(mails), len(mails))
    assert copy_originals(folder) == (len(mails), 0)
    share = Archive(tmp_path / "share")
    assert {sha: share.load(sha) for sha in share.list()} == {sha: own.load(sha) for sha in mails}
    for archive in (share, own):
        archive.path(mails[0]).unlink()
    with pytest.raises(SettingsError, match=f"1封来信的原件两处都没有，如 {mails[0][:12]}"):
        copy_originals(folder)


def test_originals_stay_where_the_settings_name_no_other_place(folder):
    with pytest.raises(SettingsError, match=r"\[archive\] 中填写 place"):
        copy_originals(folder)
