"""Publishing writes over nobody's edits."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.unit.tracker.sheet.season import open_season, say, small
from tracker.sheet.out.publish import NAME, is_open, publish_now, publish_workbook


@pytest.mark.parametrize(
    "lock", ["~$汇总表.xlsx", "~$总表.xlsx", "~$表.xlsx", ".~lock.汇总表.xlsx#", ".~汇总表.xlsx"]
)
def test_a_file_that_is_open_elsewhere(tmp_path, lock):
    path = tmp_path / NAME
    assert not is_open(path)
    (tmp_path / lock).touch()
    assert is_open(path)


def test_a_new_edition_only_after_a_change_and_not_too_often(tmp_path):
    with open_season(tmp_path / "office", small()) as office:
        parts, minutes = office.parts, timedelta(minutes=office.parts.settings.schedule.workbook_minutes)
        assert publish_workbook(parts)
        assert not publish_workbook(parts)  # nothing has changed
        say(office, 1, remark="看过")
        assert not publish_workbook(parts)  # too soon
        office.clock.advance(minutes)
        assert publish_workbook(parts)


def test_an_edited_file_stays_and_old_copies_beside_it_go(tmp_path):
    with open_season(tmp_path / "office", small()) as office:
        written: list[Path] = [publish_now(office.parts)]
        target = written[0]
        target.write_bytes(target.read_bytes() + b"edited")
        edited = target.read_bytes()
        for _ in range(5):
            office.clock.advance(timedelta(minutes=1))
            written.append(publish_now(office.parts))

        assert [path.name for path in written] == [
            "汇总表.xlsx", *(f"汇总表-20150803-170{minute}.xlsx" for minute in range(1, 6)),
        ]  # fmt: skip
        assert target.read_bytes() == edited
        assert sorted(path.name for path in target.parent.glob("*.xlsx")) == [
            *(f"汇总表-20150803-170{minute}.xlsx" for minute in (3, 4, 5)), "汇总表.xlsx",
        ]  # fmt: skip
        assert (
            office.parts.health["sheet"]
            == "汇总表正被打开或有修改尚未读入，新一期另存为“汇总表-20150803-1705.xlsx”"
        )
