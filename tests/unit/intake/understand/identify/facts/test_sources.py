"""Where the facts of a case may stand, source by source, and which of several counts."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.campaign.call import Call, Sender
from intake.model.case import Address, Body, Document, DocumentKind, Doubt, Envelope, Fact, Format, Where
from intake.understand.identify.facts.author import find_unit, without_author
from intake.understand.identify.facts.contact import find_contact, find_phone
from intake.understand.identify.facts.level import level_key, stated_level
from intake.understand.identify.facts.sightings import find_sightings, times_named
from intake.understand.identify.facts.title import find_title
from intake.understand.identify.group import Group
from intake.understand.identify.parse.sheet_rows import SheetRow
from intake.understand.identify.seen import Seen, see_case
from intake.worker.pool import CallFiles
from tests.paths import CONFIG

TITLE = "小板凳议事会开到楼栋口"
TOLD = "过去大家各忙各的，有话没处说，一件小事能拖上半年。去年春天，几位退休教师把桌椅搬到树下，约定逢五逢十坐一坐，谁有难处谁先讲。"
TEXT = f"{TITLE}\n丰县宋楼镇人民政府\n一、背景\n{TOLD}\n二、做法\n{TOLD}"


@cache
def call() -> Call:
    files = (
        CONFIG / "campaigns/xuzhou-2015.toml",
        CONFIG / "places/xuzhou.toml",
        CONFIG / "lexicon/xuzhou-2015.toml",
    )
    return CallFiles(*files).load()


def see(text: str = TEXT, name: str = "案例.docx", pairs: tuple[tuple[str, str], ...] = (), **more) -> Seen:
    """A case in one file; ``subject``, ``letter``, ``signature``, ``shown``, ``row``, ``alone`` are the mail's."""
    document = Document(name, Format.DOCX, DocumentKind.CASE, text, pairs)
    envelope = Envelope(
        subject=more.get("subject", ""), sender=Address("a@163.example", more.get("shown", ""))
    )
    body = Body(new=more.get("letter", ""), signature=more.get("signature", ""))
    mail = (body, envelope, Sender(unit=more.get("unit", "")))
    return see_case(Group((0,)), [document], mail, call(), more.get("row"), alone=more.get("alone", True))


def row(**cells: str) -> SheetRow:
    return SheetRow(cells.pop("title", TITLE), "", cells, "汇总表.xls")


@pytest.mark.parametrize(
    ("seen", "name", "where"),
    [
        (see(pairs=(("联系人", "张志强"),)), "张志强", Where.FORM),
        (see(pairs=(("联系人及电话", "张志强 13812345678"),)), "张志强", Where.FORM),
        (see(f"{TEXT}\n联系人：张志强"), "张志强", Where.SIGNATURE),
        (see(f"{TEXT}\n联 系 人：张志强"), "张志强", Where.SIGNATURE),
        (see(f"{TEXT}\n联系人：\n张志强"), "张志强", Where.SIGNATURE),
        (see(f"{TEXT}\n张志强 13812345678"), "张志强", Where.SIGNATURE),
        (see(row=row(contact="张志强")), "张志强", Where.SHEET),
        (see(row=row(both="张志强 13812345678")), "张志强", Where.SHEET),
        (see(letter="您好，联系人：张志强。"), "张志强", Where.LETTER),
        (see(letter="我是丰县宋楼镇的张志强，案例请查收。"), "张志强", Where.LETTER),
        (see(signature="张志强\n丰县宋楼镇"), "张志强", Where.MAIL_SIGNATURE),
        (see(shown="张志强"), "张志强", Where.MAIL_SIGNATURE),
        (see(pairs=(("负责人", "张志强"),)), "张志强", Where.FORM),
    ],
)
def test_where_a_contact_may_stand(seen: Seen, name: str, where: Where) -> None:
    fact, doubts = find_contact(seen)
    assert (fact.value, fact.evidence[0].where, fact.waits, doubts) == (name, where, False, ())


def test_the_stronger_place_counts_and_both_are_shown_where_they_agree() -> None:
    fact, _ = find_contact(see(pairs=(("联系人", "张志强"),), row=row(contact="李文华"), shown="王建国"))
    assert (fact.value, fact.confidence, len(fact.evidence)) == ("张志强", 0.96, 1)
    fact, _ = find_contact(see(pairs=(("联系人", "张志强"),), row=row(contact="张志强")))
    assert [one.where for one in fact.evidence] == [Where.FORM, Where.SHEET]


def test_two_contacts_in_one_form_are_asked_about() -> None:
    fact, doubts = find_contact(see(pairs=(("联系人", "张志强"), ("联系人", "李文华"))))
    assert (fact.value, fact.choices, fact.waits) == ("张志强", ("张志强", "李文华"), True)
    assert doubts == (Doubt("contact-conflict", "contact", "张志强、李文华", ("张志强", "李文华")),)


@pytest.mark.parametrize("shown", ["", "丰县", "宋楼", "市民政局办公室", "abc123"])
def test_what_names_no_person_is_no_contact(shown: str) -> None:
    assert find_contact(see(shown=shown)) == (Fact(), (Doubt("contact", "contact"),))


def test_a_familiar_name_is_asked_for() -> None:
    fact, doubts = find_contact(see(letter="有事请找小韩，电话13912038846，小韩"))
    assert (fact.value, fact.waits, fact.confidence <= 0.6, doubts) == ("小韩", True, True, ())


@pytest.mark.parametrize(
    ("seen", "phone", "where"),
    [
        (see(pairs=(("联系电话", "13812345678"),)), "13812345678", Where.FORM),
        (see(pairs=(("联系电话", "138 1234 5678"),)), "13812345678", Where.FORM),
        (see(pairs=(("联系电话", "１３８１２３４５６７８"),)), "13812345678", Where.FORM),
        (see(pairs=(("联系人", "张志强 13812345678"),)), "13812345678", Where.FORM),
        (see(f"{TEXT}\n联系电话：13812345678"), "13812345678", Where.SIGNATURE),
        (see(row=row(phone="13812345678")), "13812345678", Where.SHEET),
        (see(letter="请查收，电话13812345678。"), "13812345678", Where.LETTER),
        (see(signature="13812345678"), "13812345678", Where.MAIL_SIGNATURE),
    ],
)
def test_where_a_telephone_may_stand(seen: Seen, phone: str, where: Where) -> None:
    fact, doubts = find_phone(seen)
    assert (fact.value, fact.evidence[0].where, doubts) == (phone, where, ())


def test_of_several_telephones_the_one_behind_the_name() -> None:
    seen = see(f"{TEXT}\n李文华 13911112222，张志强 13812345678")
    assert [find_phone(seen, name)[0].value for name in ("张志强", "李文华")] == [
        "13812345678",
        "13911112222",
    ]


def test_a_number_with_a_digit_too_few_is_asked_about() -> None:
    fact, doubts = find_phone(see(pairs=(("联系电话", "1381234567"),)))
    assert (fact.waits, fact.confidence, [doubt.code for doubt in doubts]) == (True, 0.4, ["phone-odd"])
    assert find_phone(see()) == (Fact(), (Doubt("phone", "phone"),))


@pytest.mark.parametrize(
    ("seen", "title", "where"),
    [
        (see(), TITLE, Where.TITLE),
        (see(pairs=(("案例名称", TITLE),)), TITLE, Where.FORM),
        (see(pairs=(("案例名称", "小板凳议事会"),)), TITLE, Where.TITLE),  # a cell may hold half of it
        (see(TOLD, f"{TITLE}.docx"), TITLE, Where.FILE),
        (see(TOLD, row=row()), TITLE, Where.SHEET),
        (see(TOLD, subject=f"报送《{TITLE}》"), TITLE, Where.SUBJECT),
        (see(TOLD, letter=f"现报送《{TITLE}》一篇。"), TITLE, Where.LETTER),
    ],
)
def test_where_a_title_may_stand(seen: Seen, title: str, where: Where) -> None:
    fact, _ = find_title(seen)
    assert (fact.value, fact.evidence[0].where) == (title, where)


def test_a_title_in_several_places_is_surer() -> None:
    alone, both = find_title(see())[0], find_title(see(name=f"{TITLE}.docx"))[0]
    assert (alone.value, both.value) == (TITLE, TITLE)
    assert alone.confidence < both.confidence <= 0.99
    assert [one.where for one in both.evidence] == [Where.TITLE, Where.FILE]


def test_another_title_is_offered() -> None:
    fact, _ = find_title(see(row=row(title="老街坊调解室解千家难")))
    assert (fact.value, fact.choices) == (TITLE, (TITLE, "老街坊调解室解千家难"))


def test_two_books_in_a_subject_are_no_title() -> None:
    fact, subtitle = find_title(see(TOLD, subject=f"《{TITLE}》和《老街坊调解室解千家难》"))
    assert (fact.value, subtitle) == ("", Fact())


def test_a_subtitle_behind_its_dash() -> None:
    title, subtitle = find_title(see(TEXT.replace(TITLE, f"{TITLE}\n——丰县宋楼镇的议事之路")))
    assert (title.value, subtitle.value) == (TITLE, "丰县宋楼镇的议事之路")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("县级", "county"),
        ("镇级", "town"),
        ("村（社区）级", "village"),
        ("社 区 级", "village"),
        ("街道", "town"),
        ("区", "county"),
        ("□县级 ☑镇级 □村级", "town"),
        ("县级□ 镇级√ 村级□", "town"),
        ("□县级 □镇级 □村级", ""),
        ("县级、镇级、村级", ""),
        ("属于村级案例", "village"),
        ("优秀", ""),
        ("", ""),
    ],
)
def test_the_level_that_a_cell_names(text: str, key: str) -> None:
    assert level_key(call().campaign, text) == key


@pytest.mark.parametrize(
    ("seen", "level", "where"),
    [
        (see(pairs=(("案例层级", "镇级"),)), "town", Where.FORM),
        (see(row=row(level="村级")), "village", Where.SHEET),
        (see(f"{TEXT}\n本案例以镇级案例申报。"), "town", Where.BODY),
        (see(pairs=(("案例层级", "镇级"),), row=row(level="村级")), "town", Where.FORM),
        (see(pairs=(("案例层级", "□县 □镇 □村"),), row=row(level="村级")), "village", Where.SHEET),
    ],
)
def test_where_a_level_is_stated(seen: Seen, level: str, where: Where) -> None:
    found = stated_level(seen)
    assert found is not None
    assert (found.value, found.evidence[0].where, found.waits) == (level, where, False)


def test_no_level_is_stated_where_none_is() -> None:
    assert stated_level(see()) is None
    assert stated_level(see(f"{TEXT}\n镇级领导到场。")) is None


@pytest.mark.parametrize(
    ("seen", "unit", "where"),
    [
        (see(), "丰县宋楼镇人民政府", Where.SIGNATURE),
        (see(f"{TITLE}\n{TOLD}", pairs=(("报送单位", "丰县 宋楼镇"),)), "丰县宋楼镇", Where.FORM),
        (see(f"{TITLE}\n{TOLD}", row=row(unit="丰县宋楼镇")), "丰县宋楼镇", Where.SHEET),
        (see(f"{TITLE}\n{TOLD}", f"丰县宋楼镇人民政府{TITLE}.docx"), "丰县宋楼镇人民政府", Where.FILE),
    ],
)
def test_where_the_reporting_unit_may_stand(seen: Seen, unit: str, where: Where) -> None:
    fact = find_unit(seen)
    assert (fact.value, fact.evidence[0].where) == (unit, where)
    assert find_unit(see(f"{TITLE}\n{TOLD}")) == Fact()


@pytest.mark.parametrize(
    ("heading", "unit", "left"),
    [
        ("小板凳议事会甲公司", "甲公司", "小板凳议事会"),
        ("甲公司", "甲公司", None),
        ("小板凳议事会", "甲公司", "小板凳议事会"),
        ("小板凳议事会", "", "小板凳议事会"),
    ],
)
def test_a_title_loses_its_author(heading: str, unit: str, left: str | None) -> None:
    found = without_author(Fact(heading, 0.9, choices=(heading, "甲")), Fact(unit, 0.9))
    assert found.value == (left or "")
    assert (found.choices == ()) is (left != heading)


@pytest.mark.parametrize(
    ("community", "text", "times"),
    [
        ("孙楼村", "孙楼村的孙楼人", 2),
        ("东门社区", "东门社区、东门口", 2),
        ("王村", "王村的王家", 1),  # one sign is everywhere
        ("村", "村村", 2),
        ("", "村", 0),
        ("孙楼村", "", 0),
    ],
)
def test_how_often_a_village_is_named(community: str, text: str, times: int) -> None:
    assert times_named(community, text) == times


def test_a_mail_of_several_cases_speaks_for_all_of_them_or_for_none() -> None:
    """What it says of one county is of all; two counties say nothing of this case."""

    def places(letter: str) -> set[str]:
        sightings = find_sightings(see(f"{TITLE}\n{TOLD}", letter=letter, alone=False))
        return {s.mention.county for s in sightings if s.where is Where.LETTER}

    assert len(places("现报送丰县宋楼镇案例三篇。")) == 1
    assert places("现报送丰县、沛县案例三篇。") == set()


@given(
    st.text(alphabet="联系人：张志强13812345678 ，。（）丰县宋楼镇《小板凳议事会》\n电话手机——", max_size=80)
)
def test_any_closing_line_is_read_and_its_evidence_is_there(tail: str) -> None:
    seen = see(f"{TEXT}\n{tail}", letter=tail)
    for fact, _ in (find_contact(seen), find_phone(seen)):
        assert bool(fact.value) == bool(fact.evidence)
        assert 0 <= fact.confidence <= 1
    assert all(one.quote for fact, _ in (find_contact(seen), find_phone(seen)) for one in fact.evidence)
