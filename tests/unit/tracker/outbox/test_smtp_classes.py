"""What a server's refusal means: for the letter, or for the whole account."""

from datetime import UTC

import pytest

from tests.office import Office, case, local
from tracker.errors import SendDeferred, SendPaused, SendRefused
from tracker.ledger.events import PAUSED, set_note
from tracker.outbox.retry import classify
from tracker.outbox.sending import next_sending
from tracker.outbox.smtp import SmtpRoute, at_once


@pytest.mark.parametrize(
    ("code", "text", "error"),
    [
        (421, "HL:REP 163 smtp8", SendPaused),
        (421, "HL:ICC 163", SendPaused),
        (421, "4.3.2 service shutting down", SendDeferred),
        (450, "MI:CEL 163", SendPaused),
        (450, "MI:DMC 163", SendPaused),
        (450, "DT:RBL 163", SendDeferred),
        (451, "DT:SPM 163 please try again 2min later", SendDeferred),
        (451, "MI:SFQ 163", SendPaused),
        (452, "4.2.2 mailbox quota exceeded", SendDeferred),
        (452, "too many messages", SendPaused),
        (535, "Login fail. Account is abnormal, login frequency limited", SendPaused),
        (550, "Ip frequency limited", SendPaused),
        (550, "5.1.1 user unknown", SendRefused),
        (552, "5.2.2 Quota exceeded (mailbox for user is full)", SendRefused),
        (552, "收件人邮箱已满 quota exceeded", SendRefused),
        (552, "message too large", SendRefused),
        (554, "DT:SPM 163 smtp", SendRefused),
        (554, "Mail content denied", SendRefused),
    ],
)
def test_class_of_a_refusal(code, text, error):
    assert type(classify(code, text)) is error


class Server:
    """As smtplib's: refuses what is not ASCII or breaks a line."""

    def noop(self):
        return 250, b"ok"

    def mail(self, _sender):
        return 250, b"ok"

    def rcpt(self, recipient):
        if "\n" in recipient:
            raise ValueError("line break")
        recipient.encode("ascii")
        return 250, b"ok"

    def rset(self):
        return 250, b"ok"


@pytest.mark.parametrize("recipient", ["张三@example.cn", "a@b.cn\r\nRCPT TO:<c@d.cn>"])
def test_an_address_that_cannot_be_written_fails_alone(recipient):
    route = SmtpRoute("localhost", 25, "none-for-tests", "", lambda: "")
    route._kept = Server()
    with pytest.raises(SendRefused, match="收件地址不能用于发信"):
        route.deliver("bot@a.cn", recipient, b"x", at_once)


# The clock was years ahead and is set right


@pytest.fixture
def office(tmp_path):
    office = Office(tmp_path, per_hour=1)
    yield office
    office.close()


def set_back(office, when):
    """As somebody does who sets the machine's clock right."""
    office.clock._now = local(when).astimezone(UTC)
    return office


def answers(office):
    return [letter.row.created_at for letter in office.letters() if letter.row.recipient == "fx@example.cn"]


def test_clock_set_back_holds_no_answer_for_years(office):
    office.at("2019-01-01 10:00").mail("fx@example.cn", case("一张清单管到底"))
    set_back(office, "07-10 12:00").mail("fx@example.cn", case("水岸议事亭"))
    assert answers(office) == [
        local("2019-01-01 10:00"), local("07-10 12:00")
    ]  # fmt: skip


def test_clock_set_back_a_little_still_gathers(office):
    office.at("07-10 12:00").mail("fx@example.cn", case("一张清单管到底"))
    set_back(office, "07-10 11:40").mail("fx@example.cn", case("水岸议事亭"))
    assert len(answers(office)) == 1


def test_clock_set_back_opens_pauses_and_limits(office):
    office.at("2019-01-01 10:00").mail("fx@example.cn", case("一张清单管到底"))
    office.tick()
    with office.parts.ledger.begin() as connection:
        set_note(connection, PAUSED, local("2019-01-01 10:20").isoformat(), office.clock.now())
    set_back(office, "07-10 12:00").mail("px@example.cn", case("水岸议事亭"))
    assert next_sending(office.parts) == local("07-10 12:00")
