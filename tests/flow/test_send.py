import pytest

from tests.flow.smtp_stub import SmtpStub
from tracker.errors import SendDeferred, SendPaused, SendRefused, SendUnknown
from tracker.outbox.eml import FolderRoute
from tracker.outbox.retry import classify
from tracker.outbox.smtp import SmtpRoute, at_once

LETTER = b"Subject: x\r\n\r\nfirst\r\n.dot\r\n..two\r\nlast"


def route_to(stub: SmtpStub, timeout: float = 5.0) -> SmtpRoute:
    return SmtpRoute("127.0.0.1", stub.port, "none-for-tests", "", lambda: "", timeout)


def deliver(stub: SmtpStub, timeout: float = 5.0) -> str:
    route = route_to(stub, timeout)
    try:
        return route.deliver("bot@a.cn", "b@b.cn", LETTER, at_once)
    finally:
        route.close()


def test_bytes_arrive_as_they_were():
    with SmtpStub() as stub:
        assert deliver(stub) == "250 taken"

    assert stub.letters == [LETTER + b"\r\n"]
    assert stub.recipients == ["b@b.cn"]


def test_one_connection_is_kept():
    with SmtpStub() as stub:
        route = route_to(stub)
        for _ in range(3):
            route.deliver("bot@a.cn", "b@b.cn", LETTER, at_once)
        route.close()

        assert (len(stub.letters), stub.connections) == (3, 1)


def test_dead_kept_connection_is_replaced():
    with SmtpStub(script={"NOOP": ["drop"]}) as stub:
        route = route_to(stub)
        route.deliver("bot@a.cn", "b@b.cn", LETTER, at_once)
        route.deliver("bot@a.cn", "b@b.cn", LETTER, at_once)
        route.close()

        assert (len(stub.letters), stub.connections) == (2, 2)


@pytest.mark.parametrize(
    ("script", "error", "letters"),
    [
        ({"GREET": ["drop"]}, SendDeferred, 0),
        ({"MAIL": ["450 MI:CEL too many"]}, SendPaused, 0),
        ({"MAIL": ["451 MI:SFQ per sender"]}, SendPaused, 0),
        ({"MAIL": ["421 HL:REP bad behaviour"]}, SendPaused, 0),
        ({"RCPT": ["450 mailbox busy"]}, SendDeferred, 0),
        ({"RCPT": ["550 User not found"]}, SendRefused, 0),
        ({"RCPT": ["drop"]}, SendDeferred, 0),
        ({"DATA": ["451 try later"]}, SendDeferred, 0),
        ({"DATA": ["drop"]}, SendDeferred, 0),
        ({"DOT": ["554 DT:SPM spam"]}, SendRefused, 1),
        ({"DOT": ["451 DT:SPM try later"]}, SendDeferred, 1),
        ({"DOT": ["drop"]}, SendUnknown, 1),
    ],
)
def test_how_a_refusal_is_classed(script, error, letters):
    with SmtpStub(script=script) as stub, pytest.raises(error) as caught:
        deliver(stub)

    assert type(caught.value) is error
    assert len(stub.letters) == letters


def test_hang_before_the_dot_is_safe_and_after_it_unknown():
    with SmtpStub(script={"DATA": ["hang"]}) as stub, pytest.raises(SendDeferred, match="超时"):
        deliver(stub, 0.3)
    with SmtpStub(script={"DOT": ["hang"]}) as stub, pytest.raises(SendUnknown, match="超时"):
        deliver(stub, 0.3)


def test_line_that_breaks_before_the_dot_leaves_nothing_unknown(monkeypatch):
    def break_off(point):
        if point == "send.before-dot":
            raise ConnectionResetError

    with SmtpStub() as stub:
        route = route_to(stub)
        with monkeypatch.context() as patch:
            patch.setattr("tracker.outbox.smtp.hit", break_off)
            with pytest.raises(SendDeferred) as caught:
                route.deliver("bot@a.cn", "b@b.cn", LETTER, at_once)
        assert (type(caught.value), stub.letters) == (SendDeferred, [])
        route.deliver("bot@a.cn", "b@b.cn", LETTER, at_once)
        route.close()
    assert (len(stub.letters), stub.connections) == (1, 2)


@pytest.mark.parametrize("error", [SendDeferred("停顿过久"), RuntimeError("a fault of ours")])
def test_a_letter_that_must_not_go_now_is_not_ended_and_its_connection_given_up(error):
    """The last look comes after all the content: what would follow on this connection were lines of the letter."""

    def refuse():
        raise error

    with SmtpStub() as stub:
        route = route_to(stub)
        with pytest.raises(type(error), match=str(error.args[0])):
            route.deliver("bot@a.cn", "b@b.cn", LETTER, refuse)
        taken = len(stub.letters)
        assert route.deliver("bot@a.cn", "b@b.cn", LETTER, at_once) == "250 taken"
        route.close()

        assert (taken, len(stub.letters), stub.connections) == (0, 1, 2)


def test_refusal_leaves_the_connection_usable():
    with SmtpStub(script={"RCPT": ["550 no such user"]}) as stub:
        route = route_to(stub)
        with pytest.raises(SendRefused):
            route.deliver("bot@a.cn", "gone@b.cn", LETTER, at_once)
        route.deliver("bot@a.cn", "b@b.cn", LETTER, at_once)
        route.close()

        assert (stub.recipients, stub.connections) == (["gone@b.cn", "b@b.cn"], 1)


def test_starttls_is_never_given_up():
    with SmtpStub(script={"STARTTLS": ["502 no"]}) as stub:
        route = SmtpRoute("127.0.0.1", stub.port, "starttls", "u", lambda: "secret", 5.0)
        with pytest.raises(SendDeferred):
            route.deliver("bot@a.cn", "b@b.cn", LETTER, at_once)

    assert stub.letters == []


AUTH = "250-stub\r\n250 AUTH PLAIN"


def test_refused_password_is_not_tried_again_until_it_changes():
    words = ["wrong"]
    script = {"EHLO": [AUTH] * 3, "AUTH": ["535 authentication failed", "235 welcome"]}
    with SmtpStub(script=script) as stub:
        route = SmtpRoute("127.0.0.1", stub.port, "none-for-tests", "u", lambda: words[0], 5.0)
        for _ in range(5):
            with pytest.raises(SendPaused, match="请检查授权码"):
                route.deliver("bot@a.cn", "b@b.cn", LETTER, at_once)
        assert stub.connections == 1
        words[0] = "right"
        assert route.deliver("bot@a.cn", "b@b.cn", LETTER, at_once) == "250 taken"
        route.close()

    assert (stub.connections, len(stub.letters)) == (2, 1)


def test_refused_password_is_tried_again_after_hours(monkeypatch):
    now = [0.0]
    monkeypatch.setattr("tracker.outbox.smtp.monotonic", lambda: now[0])
    script = {"EHLO": [AUTH] * 3, "AUTH": ["535 authentication failed"] * 3}
    with SmtpStub(script=script) as stub:
        route = SmtpRoute("127.0.0.1", stub.port, "none-for-tests", "u", lambda: "wrong", 5.0)
        for hours in (0, 1, 5.9, 6, 7, 12.1):
            now[0] = hours * 3600
            with pytest.raises(SendPaused):
                route.deliver("bot@a.cn", "b@b.cn", LETTER, at_once)

    assert stub.connections == 3


def test_reply_that_is_none_after_the_dot_is_unknown():
    with SmtpStub(script={"DOT": ["what?"]}) as stub, pytest.raises(SendUnknown):
        deliver(stub)

    assert len(stub.letters) == 1


def test_nobody_listens():
    with SmtpStub() as stub:
        port = stub.port
    route = SmtpRoute("127.0.0.1", port, "none-for-tests", "", lambda: "", 1.0)
    with pytest.raises(SendDeferred, match="没有接受连接"):
        route.deliver("bot@a.cn", "b@b.cn", LETTER, at_once)


@pytest.mark.parametrize(
    ("code", "text", "error", "token"),
    [
        (450, "4.3.0 RP:DRC 163 smtp", SendPaused, "RP:DRC"),
        (550, "sending quota exceeded", SendPaused, ""),
        (535, "Error: authentication failed", SendPaused, ""),
        (452, "4.2.2 over quota", SendDeferred, ""),
        (552, "message too long", SendRefused, ""),
        (554, "DT:SPM 163", SendRefused, "DT:SPM"),
    ],
)
def test_classify(code, text, error, token):
    found = classify(code, text)
    assert (type(found), found.code, found.token) == (error, code, token)


def test_folder_route_writes_a_letter_once(tmp_path):
    route = FolderRoute(tmp_path / "sent")
    letter = b"Message-ID: <zj.0a1b@x.cn>\r\n\r\nhello"
    assert (
        route.deliver("a", "b", letter, at_once) == route.deliver("a", "b", letter, at_once) == "250 written"
    )
    assert [(path.name, path.read_bytes()) for path in (tmp_path / "sent").iterdir()] == [
        ("0a1b.eml", letter)
    ]
