"""docs/orders.md: every example in it is understood, and every order is in it."""

import re

import pytest

from tests.unit.tracker.letters.office import ROOT
from tracker.orders.grammar import FIELDS, FORMS, Verb, match_form, parse_orders
from tracker.orders.reply import EXAMPLES

PAGE = (ROOT / "docs/orders.md").read_text(encoding="utf-8")
WRITTEN = [line.split("`")[1] for line in PAGE.splitlines() if line.startswith("| `")]
QUOTED = ["截止改到8月10日"]


@pytest.mark.parametrize("text", [*WRITTEN, *EXAMPLES, *QUOTED])
def test_example_is_one_order_and_nothing_else(text):
    parsed = parse_orders(text)
    assert (len(parsed.orders), parsed.unclear) == (1, ())


def test_every_order_has_an_example():
    assert {parse_orders(text).orders[0].verb for text in WRITTEN} == set(Verb)


def test_every_form_of_the_grammar_is_shown():
    def form(text):
        return next(place for place, (pattern, _) in enumerate(FORMS) if pattern.fullmatch(text))

    normal = [re.sub(r"[（]", "(", text).replace("）", ")").replace("，", ",") for text in WRITTEN]
    shown = {form(text) for text in normal if match_form(text)}
    hidden = [pattern.pattern[:40] for place, (pattern, _) in enumerate(FORMS) if place not in shown]
    assert len(hidden) <= 2, hidden


def test_every_correctable_field_has_an_example():
    fields = {
        order.field for text in WRITTEN for order in parse_orders(text).orders if order.verb is Verb.CORRECT
    }
    assert set(FIELDS.values()) - fields <= {"level", "county", "town", "community", "unit", "on_time"}
