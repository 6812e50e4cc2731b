"""What a sample is: the states of a kind of letter, each with the values that its templates use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Values = dict[str, Any]
States = dict[str, Values]  # name of the state → values


def vary(base: Mapping[str, Any], states: Mapping[str, Mapping[str, Any]]) -> States:
    """Each state with what all states of its kind share."""
    return {state: {**base, **values} for state, values in states.items()}
