"""One mail, one letter, one duty never stops another, whatever is raised; after three it is set apart."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy.exc import IntegrityError

from intake.model.case import Address, Body, Envelope, MailKind, Reading
from intake.model.errors import Damaged, SourceError
from intake.worker.pool import Failed
from tests.office import Office, case, local
from tracker.errors import LedgerBusy, OrderError
from tracker.ledger import mails
from tracker.ledger.cases import list_cases
from tracker.ledger.records import CaseRow, LetterState, MailState
from tracker.letters.original import Request, put_requests, requests
from tracker.office.desk import Desk
from tracker.office.isolation import MOST_ATTEMPTS, LibraryExit, list_failures
from tracker.publications.volume.content.model import Case
from tracker.review.copies import content
from tracker.run import duties
from tracker.run.polling import Mailbox, poll_mailboxes
from tracker.sheet.out import requested

EVERY_KIND = (
    ValueError("a..b@"),
    UnicodeEncodeError("ascii", "张", 0, 1, "ordinal not in range"),
    UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte"),
    KeyError("county"),
    IndexError("list index out of range"),
    TypeError("NoneType"),
    AttributeError("sender"),
    RecursionError("maximum recursion depth exceeded"),
    MemoryError(),
    OverflowError("date value out of range"),
    ZeroDivisionError(),
    AssertionError("state"),
    StopIteration(),
    OSError(errno.EIO, "input/output error"),
    TimeoutError(),
    IntegrityError("insert", {}, ValueError("unique")),
    Damaged("附件"),
    OrderError("没有3号案例"),
    sqlite3.OperationalError("disk I/O error"),
    EOFError(),
    SystemExit(1),  # of a library: the office ends by an event
)
A, B, C = "fx@example.cn", "px@example.cn", "sn@example.cn"
QUICK = (
    ValueError,
    MemoryError,
    OSError,
    IntegrityError,
    SystemExit,
)  # make test tries these, make check and CI every kind
named = pytest.mark.parametrize(
    "error",
    [error if type(error) in QUICK else pytest.param(error, marks=pytest.mark.slow) for error in EVERY_KIND],
    ids=lambda error: type(error).__name__,
)


class Readers:
    """Gives each archived mail the reading prepared for it; reading itself has its own tests."""

    def __init__(self) -> None:
        self.readings: dict[Path, Reading | Failed] = {}

    def read_all(self, items: Iterator[tuple[Path, object]]) -> Iterator[Reading | Failed]:
        for path, _ in items:
            yield self.readings[path]

    def run(self, _work: Callable[..., object], _item: object, _seconds: float) -> object:
        raise TimeoutError


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = Office(tmp_path).at("07-10 09:00")
    yield office
    office.close()


def archive(office: Office, readers: Readers, sender: str) -> int:
    """A mail with a case arrives and waits to be filed."""
    now = office.clock.now()
    raw = f"From: {sender}\r\nMessage-ID: <{sender}>\r\n\r\n".encode()
    sha256 = office.parts.archive.store(raw)
    envelope = Envelope(f"<{sender}>", subject="案例", sender=Address(sender), date=now)
    reading = Reading(envelope, Body(""), MailKind.SUBMISSION, cases=(case(f"{sender}的做法"),))
    readers.readings[office.parts.archive.path(sha256)] = reading
    with office.parts.ledger.begin() as connection:
        return mails.add_mail(connection, sha256, len(raw), now, now)[0]


def failing(
    real: Callable[..., object], error: BaseException, hits: Callable[..., bool]
) -> Callable[..., object]:
    """``real``, raising for the one item that ``hits`` names."""

    def act(*args: object, **named: object) -> object:
        if hits(*args):
            raise error
        return real(*args, **named)

    return act


def set_back(office: Office, when: str) -> None:
    """What a set clock forbids and a wall clock does."""
    office.clock._now = local(when).astimezone(UTC)


def mail(office: Office, mail_id: int):
    return office.ask(lambda connection: mails.get_mail(connection, mail_id))


@named
def test_a_mail_that_cannot_be_filed_is_tried_three_times_and_set_apart(office, monkeypatch, error):
    readers = Readers()
    ids = [archive(office, readers, sender) for sender in (A, B, C)]
    hits = lambda _parts, row, *_: row.id == ids[1]  # noqa: E731 - the item in one line
    monkeypatch.setattr(duties, "file_mail", failing(duties.file_mail, error, hits))

    states = []
    for _ in range(3):
        duties.file_archived(office.parts, readers)
        states.append(str(mail(office, ids[1]).state))
        office.clock.advance(timedelta(minutes=6))

    assert [mail(office, number).state for number in (ids[0], ids[2])] == [MailState.FILED] * 2
    assert states == ["archived", "archived", "quarantined"]
    assert mail(office, ids[1]).needs_person
    assert len(office.cases()) == 2
    office.tick()
    urgent = [letter for letter in office.letters("urgent") if "未能处理" in letter.text]
    assert len(urgent) == 1


@named
def test_a_sender_who_cannot_be_looked_up_stops_nobody(office, monkeypatch, error):
    readers = Readers()
    ids = [archive(office, readers, sender) for sender in (A, B)]
    hits = lambda _connection, _parts, email, *_: email == A  # noqa: E731
    monkeypatch.setattr(duties, "know_sender", failing(duties.know_sender, error, hits))

    duties.file_archived(office.parts, readers)

    assert [mail(office, number).state for number in ids] == [MailState.ARCHIVED, MailState.FILED]


class Killed(BaseException):
    """The process ends, as by SIGKILL: nothing catches it."""


def test_a_mail_that_kills_the_process_is_set_apart_alone(office, monkeypatch):
    readers = Readers()
    ids = [archive(office, readers, sender) for sender in (A, B, C)]
    real = duties.file_mail
    hits = lambda _parts, row, *_: row.id == ids[0]  # noqa: E731
    monkeypatch.setattr(duties, "file_mail", failing(real, Killed(), hits))
    deaths = 0
    for _ in range(6):
        try:
            duties.file_archived(office.parts, readers)
        except Killed:
            deaths += 1
        office.restart()
        office.clock.advance(timedelta(hours=1))

    assert deaths == 3
    assert [mail(office, number).state for number in ids] == [
        MailState.QUARANTINED,
        MailState.FILED,
        MailState.FILED,
    ]


def test_no_room_is_no_fault_of_a_mail(office, monkeypatch):
    readers = Readers()
    number = archive(office, readers, A)
    full = OSError(errno.ENOSPC, "No space left on device")
    for trouble in (full, full, LedgerBusy("请稍后"), full):
        with monkeypatch.context() as patch:
            patch.setattr(duties, "file_mail", failing(duties.file_mail, trouble, lambda *_: True))
            duties.file_archived(office.parts, readers)
        office.clock.advance(timedelta(minutes=6))

    duties.file_archived(office.parts, readers)

    assert mail(office, number).state is MailState.FILED


@named
def test_what_follows_from_a_mail_never_undoes_its_filing(office, monkeypatch, error):
    readers = Readers()
    number = archive(office, readers, A)
    monkeypatch.setattr(duties, "follow_up", failing(duties.follow_up, error, lambda *_: True))

    duties.file_archived(office.parts, readers)

    assert (mail(office, number).state, mail(office, number).needs_person) == (MailState.FILED, True)
    assert [row["title"] for row in office.cases()] == [f"{A}的做法"]


@named
def test_an_answer_that_cannot_be_written_keeps_no_other_back(office, monkeypatch, error):
    from tracker.letters import answer

    monkeypatch.setattr(
        answer, "put_answer", failing(answer.put_answer, error, lambda _desk, email, _: email == A)
    )
    for sender in (A, B, C):
        office.mail(sender, case(f"{sender}的做法"))
    for _ in range(4):
        office.tick()
        office.clock.advance(timedelta(minutes=10))

    answered = {letter.row.recipient for letter in office.letters("acknowledgement", "supplement")}
    assert answered == {B, C}
    told = [letter for letter in office.letters("urgent") if "答复来信有1件未能办成" in letter.text]
    assert len(told) == 1


@named
def test_a_reminder_that_cannot_be_written_keeps_no_other_back(office, monkeypatch, error):
    from tracker.letters.writing import post

    def hits(draft_key: str) -> bool:
        return draft_key.endswith(":fengxian")

    real = post.compose
    monkeypatch.setattr(
        post, "compose", lambda *args, **more: real(*args, **more) if not hits(args[1].key) else _raise(error)
    )
    office.at("08-05 08:00").until("08-07 18:00")

    reminded = {letter.row.recipient for letter in office.letters("reminder")}
    assert reminded == {B, C, "qs@example.cn"}
    assert any("拟写信件" in letter.text for letter in office.letters("urgent"))


def _raise(error: Exception) -> None:
    raise error


@named
def test_a_letter_that_cannot_be_handed_over_keeps_no_other_back(office, error):
    office.route.trouble = {A: [error]}
    for sender in (A, B, C):
        office.mail(sender, case(f"{sender}的做法"))
    office.tick()

    answers = office.letters("acknowledgement", "supplement")
    states = {letter.row.recipient: letter.row.state for letter in answers}
    assert states == {A: LetterState.UNKNOWN, B: LetterState.SENT, C: LetterState.SENT}


@named
def test_a_duty_that_fails_stops_no_other_duty(office, monkeypatch, error):
    done = []
    outside = duties.Outside(Readers(), None, lambda _: None, lambda _id, _since: False, publishing=True)
    names = ("file_archived", "unlock_waiting", "learn_themes", "answer", "remind", "prepare_copies", "remind_experts", "put_notices", "take_returned",
             "publish", "report", "send_requested", "send", "recognise")  # fmt: skip
    for name in names:
        monkeypatch.setattr(duties, name, lambda *_, name=name: (done.append(name), _raise(error)))

    duties.work_through(office.parts, outside)

    assert done == list(names)
    assert len(office.parts.health) == len(names)


@named
def test_a_mailbox_that_fails_keeps_no_other_back(office, monkeypatch, error):
    from tracker.run import polling

    boxes = [Mailbox("first"), Mailbox("second")]
    polled = []

    def poll(_parts: object, source: str) -> int:
        polled.append(source)
        return 1 if source == "second" else _raise(error)

    monkeypatch.setattr(polling, "poll_once", poll)
    monkeypatch.setattr(polling, "look_into_junk", lambda *_: None)

    with pytest.raises(LibraryExit if isinstance(error, SystemExit) else type(error)):
        poll_mailboxes(office.parts, boxes)

    assert polled == ["first", "second"]
    assert (boxes[0].failures, boxes[1].failures) == (1, 0)


@named
def test_papers_that_cannot_be_made_keep_no_others_back(office, monkeypatch, error):
    who = office.parts.campaign.coordinators[0].email
    with office.parts.ledger.begin() as connection:
        wanted = [Request(str(n), who, missing=n == 2, workbook=n == 1) for n in (1, 2)]
        put_requests(connection, wanted, office.clock.now())
    monkeypatch.setattr(requested, "workbook_bytes", lambda _parts: _raise(error))

    sent = [requested.send_requested(office.parts, Readers()) for _ in range(MOST_ATTEMPTS + 1)]

    assert sent == [1, 0, 0, 0]
    office.tick()
    told = [letter.text for letter in office.letters("original")]
    assert ["未报送单位名单附后" in text for text in told] == [True, False]
    assert "所要的文件未能生成" in told[1]
    with office.parts.ledger.begin() as connection:
        desk = Desk(connection, office.parts, office.clock.now())
        assert (requests(connection), list_failures(desk)) == ([], [])


@named
def test_a_case_that_cannot_be_made_ready_for_experts_keeps_no_other_back(office, monkeypatch, error):
    for sender in (A, B, C):
        office.mail(sender, case(f"{sender}的做法"))
    kept = Case("", 1, False, "", "", "", "", "", 0, "", (), (), "")

    def gather(_desk: Desk, row: CaseRow, _sources: object) -> Case:
        return _raise(error) if row.serial == 2 else kept

    monkeypatch.setattr(content, "latest_round", lambda _connection: SimpleNamespace(id=1))
    monkeypatch.setattr(
        content, "round_numbers", lambda connection, _id: [r.id for r in list_cases(connection)]
    )
    monkeypatch.setattr(content, "gather_case", gather)

    assert content.prepare_copies(office.parts, Readers()) == 2
    assert len(list(office.parts.data.review.glob("*.json"))) == 2


def test_the_clock_may_be_set_back(office):
    readers = Readers()
    number = archive(office, readers, A)
    office.at("07-11 09:00")
    with office.parts.ledger.begin() as connection:
        mails.claim_mails(connection, "ahead", office.clock.now(), duties.LEASE, duties.BATCH)
    set_back(office, "07-10 09:10")

    duties.file_archived(office.parts, readers)

    assert mail(office, number).state is MailState.FILED


def test_letters_of_a_clock_that_ran_ahead_go_when_it_is_right_again(office):
    office.at("07-12 09:00").mail(A, case("一门受理"))
    set_back(office, "07-10 09:30")
    office.send()

    assert [letter.row.state for letter in office.letters()] == [LetterState.SENT]


def test_login_and_source_troubles_are_still_told(office, monkeypatch):
    from tracker.run import polling

    monkeypatch.setattr(polling, "poll_once", failing(lambda *_: 0, SourceError("连接超时"), lambda *_: True))
    with duties.duty(office.parts, "poll"):
        poll_mailboxes(office.parts, [Mailbox("box")])

    assert "连接超时" in office.parts.health["poll"]
