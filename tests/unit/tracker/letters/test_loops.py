"""Two offices that write to each other fall silent; so does one that writes to a rude machine."""

from dataclasses import replace
from datetime import timedelta

import pytest

from intake.campaign.call import Call, Sender
from intake.mail.open import open_mail
from intake.model.case import MailKind
from intake.model.limits import Limits
from intake.pipeline import read_mail
from intake.worker.pool import CallFiles
from tests.office import ROOT, Office, case
from tracker.filing.file import file_mail
from tracker.ledger import mails
from tracker.ledger.people import addresses
from tracker.run.follow import follow_up

OTHER = "zhengji@other.example.org"


@pytest.fixture(scope="module")
def call() -> Call:
    config = ROOT / "config"
    return CallFiles(
        config / "campaigns/xuzhou-2015.toml",
        config / "places/xuzhou.toml",
        config / "lexicon/xuzhou-2015.toml",
    ).load()


@pytest.fixture
def office(tmp_path):
    office = Office(tmp_path).at("08-04 09:00")
    yield office
    office.close()


def take(office: Office, call: Call, raw: bytes) -> MailKind:
    """A raw mail is read by the real reader and filed."""
    now = office.clock.now()
    reading = read_mail(raw, call, Sender(arrived=now, own=("zhengji@example.cn",)))
    sha256 = office.parts.archive.store(raw)
    with office.parts.ledger.begin() as connection:
        mail_id, _ = mails.add_mail(connection, sha256, len(raw), now, now)
        row = mails.get_mail(connection, mail_id)
    file_mail(office.parts, row, reading, follow_up)
    return reading.kind


def written(office: Office) -> list[bytes]:
    return [content for recipient, content in office.route.sent if recipient == OTHER]


def test_every_letter_of_ours_is_known_as_automatic(office):
    office.mail(OTHER, case("一张清单管到底"))
    office.mail("px@example.cn", kind=MailKind.QUESTION, needs_person=True)
    office.until("08-11 09:00")
    kinds = {letter.row.kind.value for letter in office.letters()}
    assert kinds >= {"acknowledgement", "holding", "reminder", "digest", "recipients", "overdue"}
    for _, raw in office.route.sent:
        assert open_mail(raw, Limits()).envelope.automatic


def test_two_offices_fall_silent_at_once(tmp_path, call):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    first, second = Office(tmp_path / "a").at("08-04 09:00"), Office(tmp_path / "b").at("08-04 09:00")
    second.parts = replace(second.parts, writer=replace(second.parts.writer, email=OTHER))
    first.mail(OTHER, case("一张清单管到底"))
    first.tick()
    (letter,) = written(first)
    assert take(second, call, letter) is MailKind.AUTOMATIC
    second.at("08-04 12:00").tick()
    assert [
        row.recipient for row in (letter.row for letter in second.letters()) if "example.cn" in row.recipient
    ] == []
    first.close()
    second.close()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("known", "gets"), [pytest.param(True, 12, marks=pytest.mark.slow), (False, 2)]
)  # until twenty past midnight
def test_rude_machine_gets_twelve_letters_a_day_and_no_more(office, call, known, gets):
    """A peer that answers every letter at once, without any header that would give it away."""
    if known:
        with office.parts.ledger.begin() as connection:
            addresses.learn_address(connection, OTHER, "fengxian")
    for turn in range(46):
        raw = (
            f"From: <{OTHER}>\r\nTo: zhengji@example.cn\r\nSubject: question {turn}\r\n"
            f"Message-ID: <r{turn}@other.example.org>\r\n"
            "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
            "Content-Transfer-Encoding: 8bit\r\n\r\n"
            f"请问第{turn}件事怎么办？\r\n"
        )
        assert take(office, call, raw.encode()) is MailKind.QUESTION
        office.tick()
        office.clock.advance(timedelta(minutes=20))
    assert len(written(office)) == gets
