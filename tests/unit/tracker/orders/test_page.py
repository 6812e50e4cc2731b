"""docs/orders.md: every example in it is understood, and every order is in it."""

from dataclasses import replace

import pytest

from benchmarks.accuracy.orders import campaign_names
from tests.office import ROOT, notice
from tracker.cases.fields import BY_NAME
from tracker.orders.order import Verb
from tracker.orders.parse import VERBS, order_of
from tracker.orders.reply import show_examples
from tracker.orders.understand.message.daily.first import split_off
from tracker.orders.understand.model.store import load_model
from tracker.orders.understand.read import understand
from tracker.orders.understand.words import load_words

PAGE = (ROOT / "docs/orders.md").read_text(encoding="utf-8")
WRITTEN = [line.split("`")[1] for line in PAGE.splitlines() if line.startswith("| `")]
QUOTED = ["截止改到8月10日"]


LATER = "延期一周"  # counted from the deadline that rules, so it is asked back


def parse(text):
    lexicon = load_words(ROOT / "config/words/orders.toml")
    names = replace(campaign_names(), people=("周敏",))
    found, _ = split_off(text, (names, lexicon, load_model(ROOT / "config/lexicon/orders.json.gz")))
    return found if found.wishes else understand(text, names, lexicon)


def orders(text):
    found = parse(text)
    return [order_of(wish) for wish in (*found.wishes, *(guess.wish for guess in found.guesses))]


@pytest.mark.parametrize("text", [*WRITTEN, *show_examples(notice()), *QUOTED])
def test_example_is_an_order_and_nothing_else(text):
    found = parse(text)
    assert found.unread == ()
    assert len(found.guesses) == (text == LATER)
    assert len(orders(text)) == (2 if "村改为" in text or "睢宁县邱集镇" in text else 1)


def test_every_order_has_an_example():
    # Orders about review are on a page of their own: tests/unit/tracker/review/test_orders.py.
    # Those about proofs, too: test_volume.py.
    collected = set(Verb) - {Verb.REVIEW, Verb.PROOFS}
    assert {order.verb for text in WRITTEN for order in orders(text)} == collected == set(VERBS.values())


def test_every_correctable_field_has_an_example():
    fields = {order.field for text in WRITTEN for order in orders(text) if order.verb is Verb.CORRECT}
    assert {field.key for field in BY_NAME.values()} - fields <= {
        "level",
        "county",
        "town",
        "community",
        "unit",
        "on_time",
    }
