"""Workbooks that come back as files: which are seen, in which order, what becomes of each."""

import os
import shutil
from dataclasses import replace

import pytest

from intake.campaign.entries import Coordinator
from tests.unit.tracker.sheet.season import Hand, open_season, small, values_now
from tracker.sheet.out.publish import NAME, publish_now
from tracker.sheet.take.watch import person_of, returned_files, take_returned


class Here:
    """Reads in this process what the office has read in another."""

    def run(self, work, given, seconds):
        return work(given)


class Late:
    """A reading that takes too long, or whose process ends."""

    def __init__(self, error):
        self.error = error

    def run(self, work, given, seconds):
        raise self.error


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    folder = tmp_path_factory.mktemp("published") / "office"
    with open_season(folder, small()) as office:
        publish_now(office.parts)
    return folder


@pytest.fixture
def office(published, tmp_path):
    shutil.copytree(published, tmp_path / "office")
    with open_season(tmp_path / "office", small()) as office:
        yield office


def put(office, name, content=b"", *, age=0):
    folder = office.parts.data.returned
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(content)
    os.utime(path, (1_400_000_000 - age, 1_400_000_000 - age))
    return path


def edited(office, **changes):
    hand = Hand((office.parts.data.out / NAME).read_bytes())
    for heading, value in changes.items():
        hand.put("XZ-001", heading, value)
    return hand.save()


def names(office):
    return [(found.key, found.published) for found in returned_files(office.parts)]


def left(office):
    return sorted(
        path.relative_to(office.parts.data.returned).as_posix()
        for path in office.parts.data.returned.rglob("*")
        if path.is_file()
    )


def test_as_it_was_published_it_is_not_looked_at(office):
    assert names(office) == []
    assert take_returned(office.parts, Here()) == 0


def test_files_are_seen_oldest_first_and_by_name_where_they_are_as_old(office):
    for name, age in [("b.xlsx", 5), ("a.xlsx", 5), ("新.XLSX", 1), ("旧.et", 9), ("c.csv", 0), ("d.ods", 7)]:
        put(office, name, age=age)
    assert names(office) == [
        (f"in/{name}", False) for name in ("旧.et", "d.ods", "a.xlsx", "b.xlsx", "新.XLSX", "c.csv")
    ]


@pytest.mark.parametrize("name", [".hidden.xlsx", "~$a.xlsx", "a.docx", "a.xlsx.part", "xlsx", "a.pdf"])
def test_what_is_hidden_or_no_workbook_is_passed_over(office, name):
    put(office, name)
    assert names(office) == []


def test_folders_and_links_are_passed_over(office, tmp_path):
    put(office, "a.xlsx").unlink()
    (office.parts.data.returned / "a.xlsx").mkdir()
    (tmp_path / "elsewhere.xlsx").write_bytes(b"")
    (office.parts.data.returned / "b.xlsx").symlink_to(tmp_path / "elsewhere.xlsx")
    assert names(office) == []


def test_what_is_open_in_a_program_waits_until_it_is_closed(office):
    put(office, "a.xlsx")
    lock = put(office, "~$a.xlsx")
    assert names(office) == []
    lock.unlink()
    assert names(office) == [("in/a.xlsx", False)]


def test_an_edited_file_is_taken_once_and_put_away_with_its_time(office):
    put(office, "改过.xlsx", edited(office, 联系人="李敏"))
    assert take_returned(office.parts, Here()) == 1
    assert values_now(office)["XZ-001"]["contact"] == "李敏"
    assert left(office) == ["done/20150803-1700-改过.xlsx"]
    assert take_returned(office.parts, Here()) == 0
    assert "sheet-in" not in office.parts.health


def test_two_files_of_one_name_and_minute_are_both_kept(office):
    content = edited(office, 联系人="李敏")
    for _ in range(3):
        put(office, "改过.xlsx", content)
        take_returned(office.parts, Here())
    assert left(office) == [f"done/20150803-1700-改过{n}.xlsx" for n in ("-2", "-3", "")]


def test_a_file_edited_where_it_was_published_stays_and_a_copy_is_kept(office):
    path = office.parts.data.out / NAME
    path.write_bytes(edited(office, 联系人="李敏"))
    assert names(office) == [(f"out/{NAME}", True)]
    assert take_returned(office.parts, Here()) == 1
    assert values_now(office)["XZ-001"]["contact"] == "李敏"
    assert path.exists()
    assert left(office) == [f"done/20150803-1700-{NAME}"]
    assert names(office) == []


def test_half_a_copy_is_given_a_second_look_before_it_is_refused(office):
    put(office, "坏.xlsx", b"PK")
    assert take_returned(office.parts, Here()) == 0
    assert left(office) == ["坏.xlsx"]
    assert "sheet-in" not in office.parts.health
    put(office, "坏.xlsx", edited(office, 联系人="李敏"))
    assert take_returned(office.parts, Here()) == 1
    assert left(office) == ["done/20150803-1700-坏.xlsx"]


def test_a_file_that_stays_unreadable_is_refused_told_of_and_forgotten_when_removed(office):
    put(office, "坏.xlsx", b"PK")
    for _ in range(2):
        take_returned(office.parts, Here())
    assert left(office) == ["refused/20150803-1700-坏.xlsx"]
    assert office.parts.health["sheet-in"] == "“20150803-1700-坏.xlsx”未能读取：文件已损坏或不完整"
    (office.parts.data.returned / "refused/20150803-1700-坏.xlsx").unlink()
    take_returned(office.parts, Here())
    assert "sheet-in" not in office.parts.health


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (TimeoutError(), "读取超时，文件可能过大"),
        (RuntimeError("ended"), "读取程序异常退出，文件可能损坏"),
        (MemoryError(), "读取程序异常退出，文件可能损坏"),
    ],
)
def test_a_reader_that_fails_is_told_in_a_sentence(office, error, why):
    put(office, "大.xlsx", b"PK")
    for _ in range(2):
        assert take_returned(office.parts, Late(error)) == 0
    assert office.parts.health["sheet-in"] == f"“20150803-1700-大.xlsx”未能读取：{why}"


def test_one_bad_file_keeps_no_other_back(office):
    put(office, "坏.xlsx", b"PK", age=9)
    put(office, "好.xlsx", edited(office, 联系人="李敏"))
    assert take_returned(office.parts, Here()) == 1
    assert left(office) == ["done/20150803-1700-好.xlsx", "坏.xlsx"]


def test_whose_edits_they_are(office):
    one = office.parts.campaign.coordinators[0]
    other = Coordinator(name="王强", email="wq@example.cn")
    reads = Coordinator(name="赵六", email="zl@example.cn", orders=False)

    def told(editor, *people):
        campaign = office.parts.campaign.model_copy(update={"coordinators": people})
        found = person_of(replace(office.parts, call=replace(office.parts.call, campaign=campaign)), editor)
        return found.name if found else None

    assert [told(editor, one) for editor in (one.name, f" {one.name} ", "", "别人")] == [one.name] * 4
    assert [told(editor, one, other) for editor in (one.name, "王强", "", "别人")] == [
        one.name,
        "王强",
        None,
        None,
    ]
    assert [told(editor, one, reads) for editor in ("赵六", "")] == [one.name, one.name]
    assert told("赵六", reads) is None
    assert (
        told(
            "",
        )
        is None
    )
