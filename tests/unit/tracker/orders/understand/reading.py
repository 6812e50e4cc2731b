"""One order by itself, as the shipped words and model understand it in the shipped call."""

from __future__ import annotations

from benchmarks.accuracy.orders import ROOT, campaign_names, lexicon_of_orders
from tracker.orders.understand.intents import Understanding
from tracker.orders.understand.message.lines import understand
from tracker.orders.understand.model.store import load_model


def read(text: str) -> Understanding:
    """What is to be done, what is asked, what was not read."""
    model = load_model(ROOT / "config/lexicon/orders.json.gz")
    return understand(text, campaign_names(), lexicon_of_orders(), model)
