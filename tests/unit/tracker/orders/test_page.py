"""docs/orders.md: every example in it is understood, and every order is in it."""

import pytest

from tests.office import ROOT, notice
from tracker.cases.fields import BY_NAME
from tracker.orders.grammar import FORMS, Verb
from tracker.orders.parse import _FOLD, parse_orders
from tracker.orders.reply import show_examples

PAGE = (ROOT / "docs/orders.md").read_text(encoding="utf-8")
WRITTEN = [line.split("`")[1] for line in PAGE.splitlines() if line.startswith("| `")]
QUOTED = ["截止改到8月10日"]


@pytest.mark.parametrize("text", [*WRITTEN, *show_examples(notice()), *QUOTED])
def test_example_is_an_order_and_nothing_else(text):
    parsed = parse_orders(text)
    assert parsed.unclear == ()
    assert len(parsed.orders) == (2 if "村改为" in text else 1)


def test_every_order_has_an_example():
    assert {parse_orders(text).orders[0].verb for text in WRITTEN} == set(Verb)


def test_every_form_of_the_grammar_is_shown():
    normal = [text.translate(_FOLD) for text in [*WRITTEN, "村改为王庄村", "7号村改为王庄村"]]
    shown = {pattern for text in normal for pattern, _ in FORMS if pattern.fullmatch(text)}
    assert [pattern.pattern[:40] for pattern, _ in FORMS if pattern not in shown] == []


def test_every_correctable_field_has_an_example():
    fields = {
        order.field for text in WRITTEN for order in parse_orders(text).orders if order.verb is Verb.CORRECT
    }
    assert {field.key for field in BY_NAME.values()} - fields <= {
        "level",
        "county",
        "town",
        "community",
        "unit",
        "on_time",
    }
