"""Mails from addresses that no letter can reach: filed, shown to a person, and in nobody's way."""

import pytest

from intake.campaign.call import Call, Sender
from intake.pipeline import read_mail
from intake.worker.pool import CallFiles
from tests.office import Office
from tests.paths import CONFIG, CORPUS
from tracker.filing.file import file_mail
from tracker.ledger import doubts, mails
from tracker.ledger.records import REPLIES
from tracker.run.follow import follow_up

FORMS = [
    "<a..b@docomo.ne.jp>",
    "<单玉坤@丰县.中国>",
    "<josé@x.es>",
    "<a:b@evil.cn>",
    "<pei@163,com>",
    "pei@163,com",
    '"li ming"@x.cn',
    "<pei@[10.1.2.3]>",
    "<a@b@c.cn>",
    "<.@.>",
    "裴明珠",
    "<>",
    "",
    "=?utf-7?Q?+2D0-?= <+2D0-@=?utf-7?Q?+2D0-?=>",
    "\x00\ud800@x.cn",
]
ASKS = "Subject: q\r\nMessage-ID: <{}@x.cn>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n请问个人可以报送案例吗？\r\n"


@pytest.fixture(scope="module")
def call() -> Call:
    return CallFiles(
        CONFIG / "campaigns/xuzhou-2015.toml",
        CONFIG / "places/xuzhou.toml",
        CONFIG / "lexicon/xuzhou-2015.toml",
    ).load()


@pytest.fixture
def office(tmp_path):
    office = Office(tmp_path).at("07-10 09:00")
    yield office
    office.close()


def take(office, call, raw):
    """Read, filed and answered as the service does; returns the mail's row and its doubts."""
    now = office.clock.now()
    reading = read_mail(raw, call, Sender(arrived=now, own=("zhengji@example.cn",)))
    with office.parts.ledger.begin() as connection:
        mail_id, _ = mails.add_mail(connection, office.parts.archive.store(raw), len(raw), now, now)
        row = mails.get_mail(connection, mail_id)
    file_mail(office.parts, row, reading, follow_up)
    return office.ask(lambda c: (mails.get_mail(c, mail_id), doubts.list_doubts(c, mail_id=mail_id)))


def answers(office):
    """Who was sent an answer."""
    return {letter.row.recipient for letter in office.letters() if letter.row.kind in REPLIES}


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS)
def test_a_person_sees_it_and_the_rest_goes_on(office, call, form):
    raw = f"From: {form}\r\n{ASKS.format(1)}".encode("utf-8", "surrogatepass")
    row, found = take(office, call, raw)
    assert (row.kind, row.needs_person, row.wants_answer) == ("question", True, False)
    assert [doubt.code for doubt in found if doubt.owner == "coordinator"] == [
        "question",
        "sender-unwritable",
    ]
    take(office, call, f"From: fx@example.cn\r\n{ASKS.format(2)}".encode())
    office.tick()
    assert answers(office) == {"fx@example.cn"}


@pytest.mark.parametrize("name", ["25_message_id_utf7", "B2-letter-body-from-a-header"])
def test_the_answer_to_a_hostile_head_is_our_own_words(office, call, name):
    take(office, call, (CORPUS / "faults" / f"{name}.eml").read_bytes())
    office.tick()
    (to,) = answers(office)
    ((_, content),) = [letter for letter in office.route.sent if letter[0] == to]
    assert (b"evil" in content, content.count(b"Content-Type: multipart/alternative")) == (False, 1)


def test_an_address_without_end_is_told_by_its_beginning(office, call):
    address = "x" * 400 + "@att.example.com"
    _, found = take(office, call, f"From: {address}\r\n{ASKS.format('long')}".encode())
    office.at("07-10 17:00").tick()
    told = office.last("digest").text
    assert [doubt.detail for doubt in found if doubt.code == "sender-unwritable"] == [f"{'x' * 60}…"]
    assert f"（{'x' * 60}…）" in told
    assert "x" * 61 not in told
