"""A person's word on a case: values as people write them, what they settle, taking them back."""

import pytest

from intake.model.case import Doubt
from tests.office import Office, case, desk_of, notice
from tracker.cases.corrections import confirm_case, correct_case, undo_batch
from tracker.cases.fields import CORRECTABLE, FIELD_WORDS, FIELDS
from tracker.cases.values import parse_value, show_value
from tracker.errors import OrderError
from tracker.ledger import doubts
from tracker.ledger.people import addresses
from tracker.ledger.people.corrections import Word
from tracker.ledger.records import CaseStatus

ALL = (Doubt("theme", "theme", "", ("二",)), Doubt("phone"), Doubt("near-copy", "另一篇"))


@pytest.fixture
def office(tmp_path):
    office = Office(tmp_path).at("08-04 09:00")
    office.mail("town@example.org", case("一张清单管到底", doubts=ALL))
    yield office
    office.close()


def correct(office, changes, *, how="reply", batch="b1"):
    with office.parts.ledger.begin() as connection:
        word = Word("李敏", how, "核对原件", batch)
        return correct_case(desk_of(connection, office.parts), office.cases()[0], changes, word)


def open_codes(office):
    return [doubt.code for doubt in office.ask(doubts.list_doubts)]


@pytest.mark.parametrize(
    ("field", "texts", "value"),
    [
        ("theme", ["4", "四", "（四）", "(四)", "协商民主", "（四）协商民主", "推进基层协商民主", "第四类", "主题四"], "4"),
        ("secondary", ["", " "], ""),
        ("level", ["村级", "村", "社区级", "village", "村（社区）级"], "village"),
        ("county", ["睢宁县", "睢宁", "suining"], "睢宁县"),
        ("county", ["邳县", "邳州"], "邳州市"),
        ("status", ["撤回", "withdrawn"], "withdrawn"),
        ("status", ["有效", "已登记", "active"], "active"),
        ("on_time", ["按期"], "按期"),
        ("phone", ["0516-80001170", " 0516-80001170 "], "0516-80001170"),
        ("title", ["《一核引领》", "“一核引领”"], "一核引领"),
        ("remark", [""], ""),
    ],
)  # fmt: skip
def test_values_as_people_write_them(field, texts, value):
    assert {parse_value(notice(), field, text) for text in texts} == {value}


@pytest.mark.parametrize(
    ("field", "text", "says"),
    [
        ("theme", "九", "没有主题“九”"),
        ("level", "省级", "没有层级“省级”；可用的有：县级、镇级、村级"),
        ("county", "南京", "没有报送单位“南京”"),
        ("status", "获批", "处理状态应为"),
        ("on_time", "可以", "是否按期应为“按期”或“逾期”"),
        ("phone", "问张三", "不是电话号码"),
        ("title", "", "不能为空"),
        ("remark", "长" * 301, "过长"),
        ("characters", "9", "没有“characters”这个字段"),
    ],
)
def test_value_that_makes_no_sense_is_refused_with_what_would(field, text, says):
    with pytest.raises(OrderError, match=says):
        parse_value(notice(), field, text)


def test_every_correctable_field_has_a_name():
    assert set(FIELD_WORDS) == {*CORRECTABLE, "characters"}
    assert {field.key for field in FIELDS if field.settles} <= set(CORRECTABLE)


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [
        ("theme", "4", "（四）协商民主"),
        ("level", "town", "镇级"),
        ("status", "duplicate", "重复"),
        ("title", "甲", "甲"),
    ],
)
def test_stored_values_as_people_read_them(field, value, shown):
    assert show_value(notice(), field, value) == shown


def test_word_beats_the_machine_also_in_the_next_version(office):
    correct(office, {"theme": "4", "title": "更好的名称"})
    office.at("08-04 12:00").mail("town@example.org", case("一张清单管到底", edition=2))
    (row,) = office.cases()
    assert (row.version, row["theme"], row["title"], row.values["theme"].person) == (
        2,
        "4",
        "更好的名称",
        "李敏",
    )


@pytest.mark.parametrize(
    ("changes", "left"),
    [
        ({"theme": "4"}, ["phone", "near-copy"]),
        ({"phone": "0516-80001170"}, ["theme", "near-copy"]),
        ({"status": "active"}, ["theme", "phone"]),
        ({"remark": "已核"}, ["theme", "phone", "near-copy"]),
    ],
)
def test_word_settles_its_own_doubts_and_undoing_opens_them(office, changes, left):
    correct(office, changes)
    assert open_codes(office) == left
    with office.parts.ledger.begin() as connection:
        undo_batch(desk_of(connection, office.parts), "b1", "李敏")
    assert open_codes(office) == ["theme", "phone", "near-copy"]


def test_county_moves_the_case_to_its_unit_and_back(office):
    correct(office, {"county": "沛县"})
    assert office.cases()[0].unit_key == "peixian"
    with office.parts.ledger.begin() as connection:
        undo_batch(desk_of(connection, office.parts), "b1", "李敏")
    assert office.cases()[0].unit_key == "fengxian"


def test_person_vouches_for_the_address_and_a_sender_does_not(office):
    correct(office, {"phone": "0516-80001170"}, how="sender")
    assert office.ask(lambda c: addresses.unit_of_address(c, "town@example.org")) == ""
    correct(office, {"theme": "4"})
    assert office.ask(lambda c: addresses.unit_of_address(c, "town@example.org")) == "fengxian"


def test_confirming_a_row_settles_everything(office):
    with office.parts.ledger.begin() as connection:
        word = Word("李敏", "reply", batch="b")
        confirm_case(desk_of(connection, office.parts), office.cases()[0], (), word)
    assert (office.cases()[0].confirmed, open_codes(office)) == (True, [])


@pytest.mark.parametrize(("word", "on_time"), [("逾期", False), ("按期", True)])
def test_word_on_lateness_counts_everywhere(office, word, on_time):
    from tracker.publications.export import mail_objects

    correct(office, {"on_time": word})
    assert office.cases()[0].on_time is on_time
    exported = office.ask(
        lambda c: [entry["cases"][0]["on_time"] for entry in mail_objects(c, with_text=False)]
    )
    assert exported == [on_time]


def test_withdrawn_case_does_not_count(office):
    correct(office, {"status": CaseStatus.WITHDRAWN})
    assert office.cases()[0].status is CaseStatus.WITHDRAWN
