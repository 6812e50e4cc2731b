"""MIME taken apart by offsets: like the standard library on sound mails, bounded on hostile ones."""

import email
import email.policy
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.mail.parts import decode_uu, find_uuencoded, take_apart
from intake.model.limits import Limits

LIMITS = Limits()


def leaves(raw: bytes) -> list[tuple[str, bytes]]:
    return [(part.type, part.content()) for part in take_apart(raw, LIMITS).parts]


def by_library(raw: bytes) -> list[tuple[str, bytes]]:
    message = email.message_from_bytes(raw, policy=email.policy.compat32)
    return [
        (part.get_content_type(), part.get_payload(decode=True))
        for part in message.walk()
        if not part.is_multipart()
    ]


content = st.binary(max_size=80)
words = st.text(max_size=60).map(lambda text: text.replace("\r", " "))


@st.composite
def mails(draw: st.DrawFn) -> bytes:
    mail = EmailMessage(policy=email.policy.SMTP)
    mail["Subject"] = "x"
    mail.set_content(draw(words), cte=draw(st.sampled_from(["base64", "quoted-printable"])))
    if draw(st.booleans()):
        mail.add_alternative(draw(words), subtype="html", cte="base64")
    for data in draw(st.lists(content, max_size=3)):
        mail.add_attachment(data, maintype="application", subtype="octet-stream", filename="甲.doc")
    for number, part in enumerate(mail.walk()):
        if part.is_multipart():
            part.set_boundary(f"b{number}")  # the library would draw it by chance
    return mail.as_bytes()


@given(mails())
def test_sound_mails_as_the_standard_library_reads_them(raw: bytes) -> None:
    assert leaves(raw) == by_library(raw)


@given(st.binary(max_size=400))
def test_any_bytes_are_a_mail(raw: bytes) -> None:
    for part in take_apart(raw, LIMITS).parts:
        assert isinstance(part.content(), bytes)


@given(mails(), st.data())
def test_cut_and_damaged_mails(raw: bytes, data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(raw)))
    take_apart(raw[:cut], LIMITS)
    place = data.draw(st.integers(0, max(0, len(raw) - 1)))
    take_apart(raw[:place] + data.draw(st.binary(max_size=4)) + raw[place + 1 :], LIMITS)


def nested(depth: int) -> bytes:
    heads = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(depth)
    )
    return b"From: a@x.cn\r\n" + heads + b"Content-Type: text/plain\r\n\r\ndeep\r\n"


@pytest.mark.parametrize(
    ("raw", "parts", "doubts"),
    [
        (b"Subject: a\r\n\r\nplain\r\n", [("text/plain", b"plain\r\n")], []),
        (b"no head at all", [("text/plain", b"no head at all")], []),
        (
            b"Content-Type: multipart/mixed; boundary=b\r\n\r\npreamble\r\n--b\r\n\r\none\r\n--b\r\n\r\ntwo\r\n--b--\r\nepilogue",
            [("text/plain", b"one"), ("text/plain", b"two")],
            [],
        ),
        (  # the last delimiter is missing
            b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\none\r\n",
            [("text/plain", b"one\r\n")],
            ["header-odd"],
        ),
        (  # the boundary parameter is wrong
            b"Content-Type: multipart/mixed; boundary=wrong\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>\r\n--b--\r\n",
            [("text/html", b"<p>")],
            [],
        ),
        (  # no Content-Type at all
            b"Subject: a\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\none\r\n--b--\r\n",
            [("text/plain", b"one")],
            [],
        ),
        (  # a boundary that is never seen
            b"Content-Type: multipart/mixed; boundary=b\r\n\r\nwords\r\n",
            [("text/plain", b"words\r\n")],
            ["header-odd"],
        ),
        (  # one boundary is the beginning of the other
            (b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: multipart/alternative; boundary=bb\r\n\r\n"
            b"--bb\r\n\r\none\r\n--bb--\r\n--b\r\n\r\ntwo\r\n--b--\r\n"),
            [("text/plain", b"one"), ("text/plain", b"two")],
            [],
        ),
        (b"Content-Type: text\r\nContent-Transfer-Encoding: BASE64 \r\n\r\nYWJj", [("text/plain", b"abc")], []),
        (b"Content-Transfer-Encoding: base64\r\n\r\n" + "丰县案例".encode("gbk"), [("text/plain", "丰县案例".encode("gbk"))], []),
        (b"Subject: a\r\r\n\r\r\nbody\r\r\n", [("text/plain", b"body\r\n")], []),
        (b"\xef\xbb\xbf\r\n\r\nSubject: a\r\n\r\nbody", [("text/plain", b"body")], []),
        (nested(200), [], ["header-odd", "too-deep"]),
    ],
)  # fmt: skip
def test_odd_mails(raw: bytes, parts: list[tuple[str, bytes]], doubts: list[str]) -> None:
    tree = take_apart(raw, LIMITS)
    assert [(part.type, part.content()) for part in tree.parts] == parts
    assert [doubt.code for doubt in tree.doubts] == doubts


def test_parts_without_number_are_cut() -> None:
    raw = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\nx\r\n" * 300_000
    tree = take_apart(raw, LIMITS)
    assert len(tree.parts) <= LIMITS.mime_parts
    assert [doubt.code for doubt in tree.doubts if doubt.code == "over-limit"] == ["over-limit"]


def test_base64_that_nobody_declared() -> None:
    raw = b"Content-Type: application/msword\r\n\r\nUEsDBBQAAAAI\r\n"
    assert leaves(raw)[0][1].startswith(b"PK\x03\x04")


@given(st.binary(min_size=1, max_size=200))
def test_uuencoded(data: bytes) -> None:
    import binascii

    lines = b"".join(binascii.b2a_uu(data[at : at + 45]) for at in range(0, len(data), 45))
    body = b"text before\n\nbegin 644 a.doc\n" + lines + b"`\nend\nand after\n"
    (found,) = find_uuencoded(body, 5)
    assert (found.name, found.content) == (b"a.doc", data)
    assert body[: found.start] + body[found.end :] == b"text before\n\nand after\n"
    assert decode_uu(body) == data


def test_the_word_begin_is_no_file() -> None:
    assert find_uuencoded(b"begin 644 is how it starts\n\nnothing follows\n" * 100, 5) == []
