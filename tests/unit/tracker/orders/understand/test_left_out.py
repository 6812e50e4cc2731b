"""A case that a message names and no order takes up is told, whatever else was understood."""

import pytest

from benchmarks.accuracy.orders import campaign_names, lexicon_of_orders
from tests.unit.tracker.orders.understand.reading import read
from tracker.orders.understand.fold import fold
from tracker.orders.understand.intents import Guess, Intent, Understanding, Wish
from tracker.orders.understand.message.left_out import tell_left_out

MARKED = Wish(Intent.MARK, "15号标重点，28那个重点取消", (15,))


def left(text: str, *wishes: Wish, guesses: tuple[Guess, ...] = ()) -> tuple[str, ...]:
    piece = fold(text, campaign_names(), lexicon_of_orders())
    return tell_left_out(Understanding(wishes, guesses), piece, campaign_names(), lexicon_of_orders()).unread


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("15号标重点，28那个重点取消", ("28那个重点取消",)),
        ("15号标重点。新沂17撤，20号改四", ("新沂17撤", "20号改四")),
        ("15号标重点，28号不动", ()),
        ("15号标重点，12号之前要", ()),
        ("15号标重点，收件28号收到", ()),
        ("15号标重点，28号楼的事再看", ()),
        ("15号标重点，第二十八号作废", ("第二十八号作废",)),
        ("15号标重点，收件28那封算了结", ("收件28那封算了结",)),
        ("15号标重点；次要主题就写一", ("次要主题就写一",)),
        ("15号标重点，备注加一句材料待补", ("备注加一句材料待补",)),
        ("15号标重点，备注不动", ()),
        ("除第28号外，15号标重点", ()),
    ],
)
def test_what_is_said_of_another_case_is_told(text: str, told: tuple[str, ...]) -> None:
    assert left(text, MARKED) == told


def test_what_is_asked_or_passed_on_is_not_told_again() -> None:
    text = "15号标重点，28号撤掉"
    asked = Guess("28号撤掉", "像是要撤回", Wish(Intent.WITHDRAW, "28号撤掉", (28,)))
    answer = Wish(Intent.ANSWER, text, mails=(3,), words="28号撤掉")

    assert left(text, MARKED, guesses=(asked,)) == ()
    assert left(text, MARKED, answer) == ()


def test_where_nothing_is_to_be_done_nothing_is_added() -> None:
    assert left("28号撤掉", Wish(Intent.SHOW, "15号给我看看", (15,))) == ()


def test_a_whole_message_tells_what_no_order_took_up() -> None:
    found = read("15号标重点，28那个重点取消")

    assert {number for wish in found.wishes for number in wish.cases} | {
        28 for words in found.unread if "28" in words
    } == {15, 28}
