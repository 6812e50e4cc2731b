"""Several lines: each stands for itself, and what one is about falls to no other by accident."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.accuracy.orders import PARTS, Trial, campaign_names, read_trial, trials_of
from tests.office import ROOT
from tracker.orders.understand.frames.found import CASE_UNKNOWN
from tracker.orders.understand.intents import Intent, Understanding
from tracker.orders.understand.message.named.known import Known, Named
from tracker.orders.understand.model.store import load_model
from tracker.orders.understand.spans import Kind, find_spans

MODEL = load_model(ROOT / "config/lexicon/orders.json.gz")
KNOWN = Known(
    (
        Named(1, "梓潼共治", "梓潼社区", "大庙街道", "云龙区", "李四"),
        Named(2, "水岸议事亭", "柳桥村", "张集镇", "铜山区", "王五"),
    )
)


def read(text, known=KNOWN):
    return read_trial(Trial(text, frozenset(), Understanding(), campaign_names(), known=known), MODEL)


def brief(text, known=KNOWN):
    found = read(text, known)
    return (
        [(str(w.intent), w.cases or w.units or w.mails, w.field or w.words, w.value) for w in found.wishes],
        [(g.text, g.wish.cases if g.wish else ()) for g in found.guesses],
        list(found.unread),
    )


def test_a_line_that_names_an_unknown_place_is_not_about_the_case_before():
    orders, asked, unread = brief("柳桥村那篇主题改四\n高新区的联系人马晓芸，电话13300001111")
    assert orders == [("correct", (2,), "theme", "4")]
    assert (asked, unread) == ([], ["高新区的联系人马晓芸，电话13300001111"])


@pytest.mark.parametrize(
    "second",
    [
        "高新区的联系人改为马晓芸",
        "云龙的归村级",
        "凤鸣那篇联系人改为马晓芸",
        "马晓芸的电话写错了，应为13300001111",
        "《凤鸣朝阳》联系人改为马晓芸",
    ],
)
def test_what_names_something_else_falls_to_no_earlier_case(second):
    found = read(f"3号主题改四\n{second}")
    assert [wish.cases for wish in found.wishes] == [(3,)] + [()] * (len(found.wishes) - 1)
    assert [guess.wish.cases for guess in found.guesses if guess.wish] == []
    assert len(found.wishes) + len(found.guesses) + len(found.unread) >= 2


@pytest.mark.parametrize(
    ("text", "orders"),
    [
        ("3号主题改四\n联系人改为李四", [("theme", "4"), ("contact", "李四")]),
        ("3号主题改四\n这篇联系人改为李四\n另外层级改成村级", [("theme", "4"), ("contact", "李四"), ("level", "village")]),
        ("3号\n主题改四\n村级", [("theme", "4"), ("level", "village")]),
        ("3号三处：\n主题改四\n联系人李四，电话13300001111", [("theme", "4"), ("contact", "李四"), ("phone", "13300001111")]),
        ("李科长：\n3号主题改四\n谢谢\n联系人也改一下，叫李四", [("theme", "4"), ("contact", "李四")]),
    ],
)  # fmt: skip
def test_a_line_that_goes_on_is_about_the_case_before(text, orders):
    found = read(text)
    assert [(wish.cases, wish.field, wish.value) for wish in found.wishes] == [
        ((3,), field, value) for field, value in orders
    ]
    assert (found.guesses, found.unread) == ((), ())


@pytest.mark.parametrize("between", ["催一下丰县", "收件8已处理", "5号撤回，6号撤回", "凤鸣那篇撤回"])
def test_what_was_spoken_of_in_between_ends_it(between):
    found = read(f"3号主题改四\n{between}\n联系人改为李四")
    assert [wish for wish in found.wishes if wish.field == "contact"] == []
    assert found.guesses[-1].text == "联系人改为李四"
    assert found.guesses[-1].wish is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "下面几篇主题改四：\n3号\n5号\n6号撤回",
            ([("correct", (3, 5), "theme", "4"), ("withdraw", (6,), "", "")], [], []),
        ),
        ("请提醒以下单位：\n丰县\n沛县", ([("remind", ("丰县", "沛县"), "", "")], [], [])),
        (
            "备注栏：\n20号 填 缺公章\n30号 清空",
            ([("correct", (20,), "remark", "缺公章"), ("clear", (30,), "remark", "")], [], []),
        ),
        ("合并清单：\n5、6 → 4", ([], [("5、6 → 4", ())], [])),
        ("请办理以下事项：\n1. 9号撤回；\n2. 催丰县", ([("withdraw", (9,), "", ""), ("remind", ("丰县",), "", "")], [], [])),
        (
            "收件8回复：\n照片发到本邮箱\n不要压缩",
            ([("answer", (8,), "照片发到本邮箱", "")], [], ["不要压缩"]),
        ),
        ("丰县再催一遍，加一句：\n本周五前报齐", ([("remind", ("丰县",), "本周五前报齐", "")], [], [])),
    ],
)  # fmt: skip
def test_headings_and_what_stands_under_them(text, found):
    assert brief(text) == found


def test_what_is_left_as_it_is_and_what_ends_a_letter_are_not_asked_about():
    assert brief("小赵：\n3号主题改四\n4号别动\n就这样\n谢谢") == ([("correct", (3,), "theme", "4")], [], [])


def test_a_line_of_which_nothing_was_made_is_told():
    assert brief("3号主题改四\n食堂的卡还在我这") == (
        [("correct", (3,), "theme", "4")],
        [],
        ["食堂的卡还在我这"],
    )


def test_a_yes_behind_orders_answers_no_question():
    found = read("3号主题改四\n确认")
    assert [str(wish.intent) for wish in found.wishes] == ["correct"]
    assert found.unread == ("确认",)
    assert [wish.intent for wish in read("确认\n3号主题改四").wishes] == [Intent.YES, Intent.CORRECT]


@pytest.mark.parametrize(
    "text", ["嗯，你记一下啊。\n3号主题改四", "好哒\n不用啦 刚才那个问题 不是同一个\n3号主题改四"]
)
def test_talk_before_orders_is_no_yes(text):
    assert [str(wish.intent) for wish in read(text).wishes] == ["correct"]


def test_what_is_hard_to_take_back_is_carried_only_as_a_question():
    orders, asked, _ = brief("柳桥村那篇主题改四\n那个不好的不要了")
    assert orders == [("correct", (2,), "theme", "4")]
    assert [cases for _, cases in asked] in ([], [()], [(2,)])
    assert brief("柳桥村那篇主题改四\n这篇撤回")[0][1] == ("withdraw", (2,), "", "")


def test_what_is_unknown_is_not_the_case_of_the_answered_letter():
    asked = read("凤鸣那篇归村级", Known(KNOWN.cases, (2,))).guesses
    assert [(guess.wish, guess.why) for guess in asked] == [(None, CASE_UNKNOWN)]


def certain():
    """Orders of the corpus in one line that name their case by number and are understood, nothing asked."""
    marked = re.compile(
        r"\s*(?:[（(]?[\d一二三四五六七八九十①-⑩]{1,2}[)）、.．：:]|第?[一二三四五其]是|[·•●□a-zA-Z–—-])|.*[|｜\t]"
    )
    for trial in [trial for part in PARTS for trial in trials_of(part)][::4]:
        numbered = any(s.kind is Kind.CASES for s in find_spans(trial.text, campaign_names()))
        if "\n" in trial.text.strip() or trial.known != Known() or marked.match(trial.text) or not numbered:
            continue
        found = read(trial.text, Known())
        sure = found.wishes and all(w.cases and w.intent not in (Intent.YES, Intent.NO) for w in found.wishes)
        if sure and not found.guesses and not found.unread and not trial.text.rstrip().endswith((":", "：")):
            yield trial.text, found.wishes


CERTAIN = list(certain())


def test_there_are_enough_of_them():
    assert len(CERTAIN) > 200


def apart(lines):
    """Lines of which no two are about one case: 8号撤, and then 8号恢复, are asked together."""
    kept, named = [], set()
    for text, wishes in lines:
        cases = {n for w in wishes for n in (*w.cases, *([int(w.value)] if w.intent is Intent.MERGE else ()))}
        if cases.isdisjoint(named):
            kept.append((text, wishes))
            named |= cases
    return kept


@given(st.lists(st.sampled_from(CERTAIN), min_size=2, max_size=6).map(apart))
def test_joined_lines_order_just_what_they_order_alone(lines):
    found = read("\n".join(text for text, _ in lines), Known())
    assert found == Understanding(tuple(dict.fromkeys(wish for _, wishes in lines for wish in wishes)))
