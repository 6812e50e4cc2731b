"""The clock of hosts that share a database: its time, not theirs."""

from datetime import UTC, datetime, timedelta

from tracker.office import clock
from tracker.office.clock import ASK_SECONDS, SharedClock

THEN = datetime(2015, 8, 3, 2, 25, tzinfo=UTC)


def test_asked_seldom_and_running_on_between(monkeypatch):
    ran, asked = 100.0, []
    monkeypatch.setattr(clock, "_running", lambda: ran)

    def ask():
        asked.append(ran)
        return THEN + timedelta(hours=len(asked))

    shared = SharedClock(ask)
    told = []
    for seconds in (0.0, 2.0, ASK_SECONDS, 0.5):
        ran += seconds
        told.append(shared.now() - THEN)

    assert told == [
        timedelta(hours=1),
        timedelta(hours=1, seconds=2),
        timedelta(hours=2),  # asked anew, after a sleep of the machine too
        timedelta(hours=2, seconds=0.5),
    ]
    assert asked == [100.0, 107.0]


def test_it_runs():
    shared = SharedClock(lambda: THEN)

    assert THEN <= shared.now() <= shared.now() < THEN + timedelta(minutes=1)
