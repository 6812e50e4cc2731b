import email
from datetime import UTC, datetime
from email import policy
from email.header import decode_header, make_header

import pytest

from tracker.ledger.records import LetterKind
from tracker.letters.writing.compose import compose
from tracker.letters.writing.draft import Draft, Enclosure, Thread
from tracker.letters.writing.render import Rendered
from tracker.office.writer import Writer, letter_name, message_id

WRITER = Writer("bot@example.com", "徐州市民政局基层政权和社区建设处", "example.com", b"k" * 32)
NOW = datetime(2015, 8, 3, 2, 25, tzinfo=UTC)
RENDERED = Rendered("【案例征集】回执：材料已收到（无需回复）", "您好。\n.点开头\n", "<p>您好。</p>")


def pack(rendered=RENDERED, **changes):
    draft = Draft(**{"kind": LetterKind.ACKNOWLEDGEMENT, "key": "k1", "recipient": "a@b.cn", **changes})
    return compose(WRITER, draft, rendered, NOW)


def test_headers_of_a_reply():
    identity, raw = pack(thread=Thread("<m2@b.cn>", ("<m0@b.cn>", "<m1@b.cn>")))
    letter = email.message_from_bytes(raw, policy=policy.default)
    # The newer policy joins encoded words of a display name with a space; the older reads RFC 2047.
    headers = email.message_from_bytes(raw)

    assert {
        name: str(make_header(decode_header(headers[name])))
        for name in headers
        if name not in ("MIME-Version", "Content-Type")
    } == {
        "From": "徐州市民政局基层政权和社区建设处 <bot@example.com>",
        "To": "a@b.cn",
        "Subject": RENDERED.subject,
        "Date": "Mon, 03 Aug 2015 10:25:00 +0800",
        "Message-ID": identity,
        "In-Reply-To": "<m2@b.cn>",
        "References": "<m0@b.cn> <m1@b.cn> <m2@b.cn>",
        "Auto-Submitted": "auto-replied",
        "X-Auto-Response-Suppress": "All",
        "X-Zhengji-Kind": "acknowledgement",
        "X-Zhengji-Letter": letter_name("k1", "a@b.cn"),
        "X-Zhengji-Reason": "acknowledgement",
    }  # fmt: skip
    assert letter.get_body(("plain",)).get_content().replace("\r\n", "\n") == RENDERED.text
    assert letter.get_body(("html",)).get_content().strip() == RENDERED.html


def test_raw_letter_is_strict():
    _, raw = pack(enclosures=[Enclosure("汇总表20150803.xlsx", b"PK" * 3000, ascii_name="hz.xlsx")])

    raw.decode("ascii")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 78
    assert b"\n" not in raw.replace(b"\r\n", b"")


def test_digest_is_generated_not_replied():
    _, raw = pack(kind=LetterKind.DIGEST)
    assert email.message_from_bytes(raw)["Auto-Submitted"] == "auto-generated"


def test_same_letter_has_same_bytes():
    assert pack() == pack()


def test_message_id_depends_on_key_recipient_and_secret():
    other = Writer(WRITER.email, WRITER.name, WRITER.host, b"x" * 32)
    found = {
        message_id(WRITER, "k1", "a@b.cn"),
        message_id(WRITER, "k2", "a@b.cn"),
        message_id(WRITER, "k1", "c@b.cn"),
        message_id(other, "k1", "a@b.cn"),
    }
    assert len(found) == 4
    assert message_id(WRITER, "k1", "A@B.cn") == message_id(WRITER, "k1", "a@b.cn")


def test_header_injection_is_refused():
    with pytest.raises(ValueError, match=r"CR|[Ii]nvalid|linefeed"):
        pack(recipient="a@b.cn\r\nBcc: x@y.z")
    _, raw = pack(rendered=Rendered("一\r\nBcc: x@y.z".replace("\r\n", " "), "", ""))
    assert "Bcc" not in email.message_from_bytes(raw)


def test_secret_key_is_not_shown():
    assert "kkk" not in repr(WRITER)


LONG = f"<{'A' * 90}@{'B' * 60}.prod.exchangelabs.com>"
ENCODED = "<=?utf-8?b?eD4KQ29udGVudC1UeXBlOnRleHQvaHRtbAoKPGgxPlNlbmQtdG86ZXZpbEBldmlsLmNuPC9oMT4=?=@y.cn>"


def test_identifiers_go_out_as_they_are_or_not_at_all():
    _, raw = pack(thread=Thread(LONG, ("<a@b.cn>", ENCODED, "<c\nd@e.cn>", LONG)))
    head = raw.partition(b"\r\n\r\n")[0].decode()
    assert f"In-Reply-To: {LONG}\r\nReferences: <a@b.cn>\r\n {LONG}\r\n" in head
    assert email.message_from_bytes(pack(thread=Thread(ENCODED))[1])["References"] is None


@pytest.mark.parametrize(
    "subject",
    [
        "=?utf-8?b?eAoKPGgxPjwvaDE+?=",  # decoded: a line break and HTML
        "=?utf-8?q?a=0D=0ABcc:_x=40y.z?=",
        "a\r\nBcc: x@y.z",
        "a\u2028Bcc: x@y.z\x00\ud800",
        "请查收\x0bBcc: x@y.z",
    ],
)
def test_no_header_holds_a_line_break(subject):
    _, raw = pack(
        rendered=Rendered(subject, "t", "<p>h</p>"),
        enclosures=[Enclosure(subject, b"x", ascii_name=subject)],
    )
    letter = email.message_from_bytes(raw, policy=policy.default)
    assert [name for name, value in letter.items() if len(value.splitlines()) != 1] == []
    assert (letter["Bcc"], letter.get_content_type()) == (None, "multipart/mixed")
    assert [part.get_content_type() for part in letter.walk()][1:] == [
        "multipart/alternative", "text/plain", "text/html", "application/octet-stream"]  # fmt: skip


@pytest.mark.parametrize(
    "recipient", ["a..b@c.cn", "单@丰县.中国", "a:b@c.cn", "pei@163", "", "a@b.cn,c@d.cn"]
)
def test_what_cannot_be_written_to_is_refused(recipient):
    with pytest.raises(ValueError, match="invalid recipient"):
        pack(recipient=recipient)
