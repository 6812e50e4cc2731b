from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.campaign.campaign import load_campaign
from tracker.filing.lateness import Sending, believe_sending, is_on_time

NOON = datetime(2015, 8, 10, 4, 0, tzinfo=UTC)


def minutes(count: int) -> datetime:
    return NOON + timedelta(minutes=count)


@pytest.mark.parametrize(
    ("date", "received", "arrived", "expected"),
    [
        pytest.param(minutes(0), [minutes(1)], minutes(2), Sending(minutes(0), "date"), id="agrees"),
        pytest.param(minutes(10), [minutes(1)], minutes(2), Sending(minutes(10), "date"), id="clock-ahead"),
        pytest.param(minutes(-119), [minutes(0)], minutes(2), Sending(minutes(-119), "date"), id="outbox"),
        pytest.param(minutes(-2000), [minutes(0)], minutes(2), Sending(minutes(0), "received"), id="backdated"),
        pytest.param(minutes(60), [minutes(1)], minutes(2), Sending(minutes(1), "received"), id="future"),
        pytest.param(None, [minutes(5), minutes(1)], minutes(9), Sending(minutes(1), "received"), id="no-date"),
        pytest.param(None, [], minutes(9), Sending(minutes(9), "arrived"), id="nothing-else"),
        pytest.param(minutes(8), [], minutes(9), Sending(minutes(8), "date"), id="no-stamps"),
        pytest.param(
            minutes(-5), [minutes(-4), minutes(900)], minutes(700), Sending(minutes(-5), "date"), id="stamp-after-arrival"
        ),
    ],
)  # fmt: skip
def test_believe_sending(date, received, arrived, expected):
    assert believe_sending(date, received, arrived) == expected


@given(
    date=st.none() | st.integers(-5000, 5000),
    received=st.lists(st.integers(-5000, 0), max_size=4),
)
def test_believed_time_is_never_far_before_the_first_server(date, received):
    arrived = minutes(0)
    found = believe_sending(None if date is None else minutes(date), [minutes(r) for r in received], arrived)

    first = min((minutes(r) for r in received), default=arrived)
    assert first - timedelta(hours=2) <= found.at <= first + timedelta(minutes=15)


def test_cutoff_is_the_end_of_the_last_day():
    campaign = load_campaign(Path("config/campaigns/xuzhou-2015.toml"))

    last_second = datetime(2015, 8, 10, 15, 59, 59, tzinfo=UTC)
    assert is_on_time(campaign, last_second, last_second)
    assert not is_on_time(campaign, last_second + timedelta(seconds=1), last_second)
