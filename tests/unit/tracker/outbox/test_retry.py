"""What becomes of a letter that a server did not take."""

from datetime import UTC, datetime, timedelta

import pytest

from tracker.errors import SendDeferred, SendError, SendPaused, SendRefused, SendUnknown
from tracker.ledger.records import Fate, LetterKind, LetterRow, LetterState
from tracker.outbox.retry import decide, goes_again, knows_no_such_user

NOW = datetime(2015, 8, 3, 2, 25, tzinfo=UTC)
LETTER = LetterRow(
    id=1,
    key="k",
    kind=LetterKind.ACKNOWLEDGEMENT,
    unit="",
    recipient="a@b.cn",
    subject="回执",
    message_id="<m@b.cn>",
    state=LetterState.UNKNOWN,
    attempts=1,
    created_at=NOW - timedelta(hours=2),
    due_at=NOW - timedelta(hours=2),
    expires_at=None,
    sent_at=None,
    response="",
)


@pytest.mark.parametrize(
    ("error", "attempts", "state", "minutes", "counted"),
    [
        (SendPaused("421 HL:REP"), 9, LetterState.DEFERRED, 20, False),
        (SendDeferred("451 busy"), 0, LetterState.DEFERRED, 2, True),
        (SendDeferred("451 busy"), 3, LetterState.DEFERRED, 16, True),
        (SendDeferred("451 busy"), 8, LetterState.DEFERRED, 240, True),
        (SendDeferred("451 busy"), 9, LetterState.FAILED, None, True),
        (SendRefused("550 no such user"), 0, LetterState.FAILED, None, True),
        (SendUnknown("broken off"), 0, LetterState.UNKNOWN, None, True),
        (SendError("not foreseen"), 0, LetterState.FAILED, None, True),
    ],
)
def test_fate(error, attempts, state, minutes, counted):
    due_at = None if minutes is None else NOW + timedelta(minutes=minutes)
    assert decide(error, attempts, NOW) == Fate(state, str(error), due_at, counted)


@pytest.mark.parametrize(
    ("error", "nobody"),
    [
        (SendRefused("550 5.1.1 rejected"), True),
        (SendRefused("550 user does not exist"), True),
        (SendRefused("550 收件人不存在"), True),
        (SendRefused("552 5.2.2 mailbox full"), False),
        (SendRefused("554 DT:SPM"), False),
        (SendDeferred("450 no such user for now"), False),
    ],
)
def test_no_such_user(error, nobody):
    assert knows_no_such_user(error) is nobody


@pytest.mark.parametrize(
    ("changes", "again"),
    [
        ({}, True),
        ({"sent_at": NOW - timedelta(minutes=30)}, True),
        ({"sent_at": NOW - timedelta(minutes=29)}, False),
        ({"attempts": 2}, True),
        ({"attempts": 3}, False),
        ({"kind": LetterKind.REMINDER}, False),
        ({"kind": LetterKind.DIGEST}, False),
    ],
)
def test_what_is_unknown_goes_again(changes, again):
    fields = {name: getattr(LETTER, name) for name in LetterRow.__slots__}
    assert goes_again(LetterRow(**{**fields, **changes}), NOW) is again
