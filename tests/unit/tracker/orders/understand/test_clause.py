"""One clause with everything found in it: which numbers are cases, what is denied, excepted, asked, left over."""

from datetime import date

import pytest

from benchmarks.accuracy.orders import campaign_names
from intake.campaign.campaign import load_campaign
from tests.paths import CONFIG
from tracker.orders.understand.clause import Clause, Context, is_denied, read_clause
from tracker.orders.understand.fold import fold
from tracker.orders.understand.intents import Intent, Wish
from tracker.orders.understand.names import names_of
from tracker.orders.understand.read import understand
from tracker.orders.understand.spans import Kind
from tracker.orders.understand.words import load_words

NAMES = campaign_names()
LEXICON = load_words(CONFIG / "words" / "orders.toml")


def clause(text) -> Clause:
    return read_clause(fold(text, NAMES, LEXICON), Context(NAMES, LEXICON))


def kinds(text):
    return [(span.kind, span.numbers or span.value) for span in clause(text).spans]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("11改四", (11,)),
        ("撤了26", (26,)),
        ("确认：2 4 6", (2, 4, 6)),
        ("2-4确认", (2, 3, 4)),
        ("35并到32", (35, 32)),
        ("3号确认", (3,)),
        ("3号3号确认", (3,)),
        ("除了5号，1到8号确认", (1, 2, 3, 4, 6, 7, 8)),
        ("1到4号确认，3号除外", (1, 2, 4)),
        ("18号题目照22号的写", (18,)),
        ("确认", ()),
        ("", ()),
        ("12", ()),
        ("12个", ()),
        ("收到12篇", ()),
        ("延到15号", ()),
        ("延到15", ()),
        ("收件12转给3号", (3,)),
    ],
)
def test_the_cases_that_a_clause_names(text, numbers):
    assert clause(text).numbers() == numbers


@pytest.mark.parametrize(
    ("text", "excepted"),
    [("除了5号，1到8号确认", (5,)), ("1到8号确认，3号、5号除外", (3, 5)), ("1到8号确认", ())],
)
def test_the_cases_that_a_clause_leaves_out(text, excepted):
    assert clause(text).excepted() == excepted


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("催一下丰县和沛县", ("丰县", "沛县")),
        ("丰县、丰县民政局都催", ("丰县",)),
        ("除丰县外都催一下", ()),
        ("丰县以外的都催一下", ()),
        ("不是丰县", ()),
        ("南京市丰县", ()),
        ("都催一下", ()),
    ],
)
def test_the_units_that_a_clause_names(text, units):
    assert clause(text).units() == units


@pytest.mark.parametrize(
    ("text", "mails"),
    [("收件12、13不是投稿", (12, 13)), ("收件12转收件12", (12,)), ("3号不是投稿", ())],
)
def test_the_mails_that_a_clause_names(text, mails):
    assert clause(text).mails() == mails


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("延到15号", [(Kind.DATE, (15,))]),
        ("延到15", [(Kind.DATE, (15,))]),
        ("延期时间改到31号", [(Kind.DATE, (31,))]),
        ("延到32号", [(Kind.CASES, (32,))]),
        ("3号联系人", [(Kind.CASES, (3,)), (Kind.FIELD, "contact")]),
        ("3号标题写成“甲”", [(Kind.CASES, (3,)), (Kind.FIELD, "title"), (Kind.QUOTE, "甲")]),
        ("3号主题改四", [(Kind.CASES, (3,)), (Kind.FIELD, "theme"), (Kind.NUMERAL, (4,))]),
        ("3号 镇改为大庙街道", [(Kind.CASES, (3,)), (Kind.FIELD, "town"), (Kind.TOWN, "大庙街道")]),
    ],
)
def test_days_and_fields_are_told_from_numbers_and_places(text, expected):
    assert kinds(text) == expected


def test_a_quotation_keeps_its_signs_as_they_were_written():
    (quote,) = clause("3号标题改为《ＡＢ１２號》").all(Kind.QUOTE)
    assert quote.value == "ＡＢ１２號"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("不是村级", []),
        ("不是村级是镇级", ["town"]),
        ("3号改为镇级", ["town"]),
        ("级别改成村级", ["village"]),
        ("别改成村级", []),
        ("村级", ["village"]),
    ],
)
def test_what_is_denied_is_not_said(text, said):
    assert [span.value for span in clause(text).said(Kind.LEVEL)] == said


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("3号主题改四对不", True),
        ("3号确认了吗？", True),
        ("3号确认?", True),
        ("2号4号一样不", True),
        ("3号确认", False),
        ("3号不确认", False),
    ],
)
def test_a_question_is_known_by_its_end(text, asks):
    assert clause(text).asks() is asks


@pytest.mark.parametrize(
    ("text", "loose"),
    [("3号主题改四", ""), ("3号确认", ""), ("3号葡萄", "葡萄"), ("葡萄3号荔枝", "葡萄 荔枝")],
)
def test_what_nothing_explains_is_loose(text, loose):
    found = clause(text)
    assert found.loose() == loose
    assert found.unexplained() == len(loose.replace(" ", ""))


@pytest.mark.parametrize(
    ("text", "denied"),
    [("不确认", True), ("不予确认", True), ("先别确认", True), ("级别确认", False), ("确认", False)],
)
def test_a_word_right_behind_a_denial_is_denied(text, denied):
    found = clause(text)
    cue = found.cue("confirm", "keep")
    assert cue is not None
    assert is_denied(cue, found.folded) is denied


def test_a_repair_in_front_holds_no_words():
    found = clause("哦不对改二")
    assert len(found.folded) == len("哦不对改二")
    assert kinds("哦不对改二") == [(Kind.NUMERAL, (2,))]


def test_a_context_remembers_what_was_ordered():
    context = Context(NAMES, LEXICON)
    assert (context.last(), context.did(Intent.MUTE)) == (None, False)
    context.wishes.append(Wish(Intent.MUTE, "别催了", cases=(3,)))
    assert context.last() == Wish(Intent.MUTE, "别催了", cases=(3,))
    assert [context.did(Intent.MUTE), context.did(Intent.MUTE, (3,)), context.did(Intent.MUTE, (4,))] == [
        True,
        True,
        False,
    ]


@pytest.mark.parametrize("name", ["基层", "县级科协", "小学组", "市级学会（协会）", "个人"])
def test_a_level_is_called_by_the_campaigns_own_name(name):
    shipped = load_campaign(CONFIG / "campaigns" / "xuzhou-2015.toml")
    level = shipped.levels[0].model_copy(update={"key": "own", "name": name})
    campaign = shipped.model_copy(update={"levels": (*shipped.levels[1:], level)})
    names = names_of(campaign, None, date(2015, 8, 1))

    wishes = understand(f"3号层级改{name}", names, LEXICON).wishes
    assert [(wish.field, wish.value) for wish in wishes] == [("level", "own")]
