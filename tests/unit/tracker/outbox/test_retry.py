"""What becomes of a letter that a server did not take."""

from datetime import UTC, datetime, timedelta

import pytest

from tracker.errors import SendDeferred, SendError, SendPaused, SendRefused, SendUnknown
from tracker.ledger.records import Fate, LetterKind, LetterRow, LetterState
from tracker.outbox.retry import (
    classify,
    classify_login,
    decide,
    goes_again,
    is_password_wrong,
    knows_no_such_user,
)

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


# docs/reliability.md, “What a server's reply means”, row by row: state and minutes until the next attempt
@pytest.mark.parametrize(
    ("code", "text", "attempts", "state", "minutes", "counted"),
    [
        (421, "4.3.2 shutting down", 0, LetterState.DEFERRED, 2, True),
        (450, "4.7.1 greylisted", 1, LetterState.DEFERRED, 4, True),
        (452, "4.2.2 mailbox full", 9, LetterState.FAILED, None, True),
        (421, "HL:REP 163", 9, LetterState.DEFERRED, 20, False),
        (550, "too frequent", 0, LetterState.DEFERRED, 20, False),
        (550, "5.7.1 connection refused by policy", 0, LetterState.DEFERRED, 30, True),
        (550, "5.7.1 connection refused by policy", 1, LetterState.FAILED, None, True),
        (550, "5.1.1 user unknown", 0, LetterState.FAILED, None, True),
        (550, "User not found", 0, LetterState.FAILED, None, True),
        (550, "收件人不存在", 0, LetterState.FAILED, None, True),
        (550, "looks like spam", 0, LetterState.FAILED, None, True),
        (551, "not local", 0, LetterState.FAILED, None, True),
        (552, "5.2.2 mailbox full", 0, LetterState.FAILED, None, True),
        (552, "message too large", 0, LetterState.FAILED, None, True),
        (554, "DT:SPM 163", 0, LetterState.FAILED, None, True),
    ],
)
def test_table_of_replies(code, text, attempts, state, minutes, counted):
    fate = decide(classify(code, text), attempts, NOW)
    wait = None if fate.due_at is None else (fate.due_at - NOW).total_seconds() / 60
    assert (fate.state, wait, fate.counted) == (state, minutes, counted)


@pytest.mark.parametrize(
    ("code", "wrong"), [(535, True), (534, True), (501, True), (454, False), (421, False)]
)
def test_a_login_refused_for_now_is_no_wrong_password(code, wrong):
    error = classify_login(code, "text")
    assert type(error) is SendPaused
    assert is_password_wrong(error) is wrong


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
    assert goes_again(LetterRow(**{**fields, **changes}), NOW, looked=True) is again


@pytest.mark.parametrize(("hours", "again"), [(0.5, False), (3.9, False), (4, True)])
def test_it_waits_longer_while_nobody_can_look_whether_it_went(hours, again):
    fields = {name: getattr(LETTER, name) for name in LetterRow.__slots__}
    handed = LetterRow(**{**fields, "sent_at": NOW - timedelta(hours=hours)})
    assert goes_again(handed, NOW, looked=False) is again
