"""One table of the fields of a case: nothing that reads it says the same thing twice."""

from intake.model.case import FIELDS as READ
from intake.model.doubts import DOUBTS
from tracker.cases.fields import BY_NAME, FIELD_WORDS, FIELDS, field_word, find_field, settled_by
from tracker.sheet.columns import COLUMNS


def test_every_key_and_every_word_means_one_field():
    names = [name for field in FIELDS for name in (*field.names, *field.common)]
    assert len(names) == len(set(names)) == len(BY_NAME)
    assert len(FIELDS) == len(FIELD_WORDS) == len(set(FIELD_WORDS.values()))


def test_every_field_that_reading_finds_has_a_word():
    assert set(READ) - set(FIELD_WORDS) == set()


def test_a_word_settles_doubts_that_there_are():
    assert {code for field in FIELDS for code in field.settles} - set(DOUBTS) == set()
    assert (settled_by("town"), settled_by("remark"), settled_by("x1")) == (("town", "repaired"), (), ())


def test_the_workbook_calls_fields_as_letters_do():
    """Two columns tell of a case what is none of its fields under that name: its number and its draft."""
    named = {column.field: column.heading for column in COLUMNS if column.field}
    assert named == {key: FIELD_WORDS[key] for key in named}


def test_own_columns_and_comments_have_a_word_too():
    assert [field_word(key) for key in ("phone", "c.phone", "x1")] == ["联系电话", "联系电话批注", "自加栏目"]


def test_a_field_is_found_by_its_key_its_heading_and_what_orders_call_it():
    assert [find_field(field.word) for field in FIELDS] == [field.key for field in FIELDS]
    assert [find_field(name) for name in ("县（市）区", "Theme", " 村 ", "手机", "颜色")] == [
        "county", "theme", "community", "phone", "颜色"
    ]  # fmt: skip
