"""A host that stood still while another took its work over: what it may still do, and what not."""

from datetime import timedelta

import pytest

from tests.office import Office
from tracker.errors import LedgerAway, SendDeferred, SendUnknown
from tracker.filing.file import quarantine_mail
from tracker.ledger import letters, mails
from tracker.ledger.records import LetterKind, LetterState, MailState, NewLetter
from tracker.outbox.retry import GRACE
from tracker.outbox.sending import Sent, recover_sending, send_due


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    office = Office(tmp_path_factory.mktemp("begun"))
    office.at("08-03 10:25")
    with office.parts.ledger.begin() as connection:
        new = NewLetter("k", LetterKind.DIGEST, "limin@example.cn", "题", "<k@example.cn>", b"x")
        letters.put_letter(connection, new, office.clock.now())
    office.close()
    return office


@pytest.fixture
def office(begun, tmp_path):
    office = begun.copy(tmp_path)
    yield office
    office.close()


class Standing:
    """A server at which this host stands still for so long that another settles the letter."""

    name = "standing"

    def __init__(self, office, answer):
        self.office, self.answer = office, answer

    def deliver(self, sender, recipient, content, confirm):
        self.office.clock.advance(letters.LEASE + timedelta(minutes=1))
        recover_sending(self.office.parts, lambda _id, _since: False)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def state(office):
    with office.parts.ledger.read() as connection:
        return letters.list_letters(connection)[0].state


def test_that_a_server_took_a_letter_is_a_fact(office):
    done = send_due(office.parts, Standing(office, "250 taken"), lambda _: None)

    assert (done, state(office)) == (Sent(sent=1), LetterState.SENT)


def test_anything_else_is_for_whoever_has_the_letter_now(office):
    send_due(office.parts, Standing(office, SendDeferred("稍后")), lambda _: None)

    assert state(office) == LetterState.UNKNOWN


def test_a_letter_that_was_settled_meanwhile_is_not_handed_over(office, monkeypatch):
    """The pause lies between the claim and the first word to the server."""
    from tracker.outbox import sending

    claim = sending._claim

    def claim_and_stand(parts, line):
        row = claim(parts, line)
        if row is not None:
            office.clock.advance(letters.LEASE + timedelta(minutes=1))
            recover_sending(parts, lambda _id, _since: False)
        return row

    monkeypatch.setattr(sending, "_claim", claim_and_stand)

    assert send_due(office.parts, office.route, lambda _: None) == Sent(lost=1)
    assert (office.route.sent, state(office)) == ([], LetterState.UNKNOWN)


def test_who_stands_still_after_the_last_look_says_nothing_to_the_server(office, monkeypatch):
    look = letters.is_claimed

    def look_and_stand(*given):
        found = look(*given)
        office.clock.advance(letters.LEASE + timedelta(minutes=1))
        return found

    monkeypatch.setattr(letters, "is_claimed", look_and_stand)

    assert send_due(office.parts, office.route, lambda _: None) == Sent(deferred=1)
    assert (office.route.sent, state(office)) == ([], LetterState.DEFERRED)


def test_without_the_database_that_tells_whose_the_letter_is_nothing_is_said_to_its_end(office, monkeypatch):
    look, looks = letters.is_claimed, []

    def look_twice(*given):
        looks.append(given)
        if len(looks) == 2:  # before the final dot
            raise LedgerAway("数据库连不上")
        return look(*given)

    monkeypatch.setattr(letters, "is_claimed", look_twice)

    assert send_due(office.parts, office.route, lambda _: None) == Sent(deferred=1)
    assert (office.route.sent, state(office)) == ([], LetterState.DEFERRED)


def test_a_letter_that_another_host_sent_while_this_one_asked_is_not_queued_again(office):
    """Both find it unknown; one looks, queues and sends it; the other comes back from a long look with its own answer."""
    answer = NewLetter("a", LetterKind.ACKNOWLEDGEMENT, "fx@example.cn", "题", "<a@example.cn>", b"x")
    with office.parts.ledger.begin() as connection:
        letters.put_letter(connection, answer, office.clock.now())
    send_due(office.parts, Standing(office, SendUnknown("断线")), lambda _: None)
    office.clock.advance(timedelta(hours=2))
    asked = []

    def look_long(_id, _since):
        asked.append(_id)
        if len(asked) == 1:
            recover_sending(office.parts, lambda _id, _since: False)
            send_due(office.parts, office.route, lambda _: None)
        return False

    recover_sending(office.parts, look_long)
    send_due(office.parts, office.route, lambda _: None)

    assert [recipient for recipient, _ in office.route.sent].count("fx@example.cn") == 1


def test_a_letter_whose_fate_became_unknown_once_more_while_this_one_asked_is_left_alone(office):
    """The other host sent it meanwhile and lost the line, too: its grace begins anew."""
    fx = "fx@example.cn"
    answer = NewLetter("a", LetterKind.ACKNOWLEDGEMENT, fx, "题", "<a@example.cn>", b"x")
    with office.parts.ledger.begin() as connection:
        letters.put_letter(connection, answer, office.clock.now())
    office.route.trouble[fx] = [SendUnknown("超时")] * 2
    office.send()
    office.clock.advance(GRACE)

    def look(_id, _since):
        recover_sending(office.parts, lambda _id, _since: False)
        office.send()
        return False

    settled = recover_sending(office.parts, look)
    with office.parts.ledger.read() as connection:
        found = letters.letter_by_message_id(connection, "<a@example.cn>")

    assert (settled, found.state, found.attempts) == (0, LetterState.UNKNOWN, 2)


@pytest.fixture
def claimed(office):
    """A mail that this host has claimed, as it stood then."""
    now = office.clock.now()
    with office.parts.ledger.begin() as connection:
        mails.add_mail(connection, "0" * 64, 1, now, now)
        return mails.claim_mails(connection, "a", now, timedelta(minutes=30), 9)[0]


def mail_of(office):
    with office.parts.ledger.read() as connection:
        return mails.get_mail(connection, 1)


def claim_again(office, holder="b"):
    with office.parts.ledger.begin() as connection:
        mails.free_claims(connection, "a")
        assert mails.claim_mails(connection, holder, office.clock.now(), timedelta(minutes=30), 9)


def test_a_mail_is_set_apart_or_put_back_by_its_holder(office, claimed):
    with office.parts.ledger.begin() as connection:
        mails.put_back(connection, claimed, office.clock.now(), counted=False)
    assert mail_of(office).attempts == 0
    quarantine_mail(office.parts, claimed, "读不了")
    assert (mail_of(office).state, mail_of(office).trouble) == (MailState.QUARANTINED, "读不了")


def test_a_mail_that_another_host_has_stays_that_hosts(office, claimed):
    claim_again(office)

    quarantine_mail(office.parts, claimed, "读不了")
    with office.parts.ledger.begin() as connection:
        mails.put_back(connection, claimed, office.clock.now(), counted=False)
        mails.hand_back(connection, [claimed])
        assert mails.is_mail_waiting(connection, office.clock.now()) is False

    assert (mail_of(office).state, mail_of(office).attempts) == (MailState.ARCHIVED, 2)


def test_what_nobody_has_begun_is_handed_back_and_renewed_claims_last(office, claimed):
    now = office.clock.now()
    with office.parts.ledger.begin() as connection:
        mails.renew_claims(connection, "a", now + timedelta(hours=1))
        later = now + timedelta(minutes=45)
        waiting = [mails.is_mail_waiting(connection, later)]
        mails.hand_back(connection, [claimed])
        waiting.append(mails.is_mail_waiting(connection, now))

    assert (waiting, mail_of(office).attempts) == ([False, True], 0)
