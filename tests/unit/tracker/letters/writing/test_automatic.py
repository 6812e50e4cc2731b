"""Every letter that we compose is read as automatic, whoever gets it: two instances fall silent."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from benchmarks.accuracy.kind import cases, the_call
from intake.campaign.call import Sender
from intake.mail.open import open_mail
from intake.model.case import Document, DocumentKind, Format, MailKind
from intake.model.limits import Limits
from intake.understand.mail_kind.kind import Verdict, mail_kind
from tests.office import ROOT, notice
from tracker.ledger.records import LetterKind
from tracker.letters.writing.compose import compose
from tracker.letters.writing.draft import Draft, Enclosure, Thread
from tracker.letters.writing.render import render_letter
from tracker.office.writer import Writer
from tracker.run.preview.samples import sample_values

OTHER = Writer("zhengji@other.example.org", "邻市征集", "other.example.org", b"o" * 32)
NOW = datetime(2015, 8, 3, 2, 25, tzinfo=UTC)
STATES = [(kind, state) for kind, states in sample_values(notice()).items() for state in states]
SENDERS = (
    Sender(own=("zhengji@example.cn",)),
    Sender(unit="fengxian", confirmed=True, own=("zhengji@example.cn",)),
    Sender(coordinator=True, own=("zhengji@example.cn",)),
)


def write(kind: LetterKind, state: str) -> bytes:
    values = sample_values(notice())[kind][state]
    rendered = render_letter(kind, values, (ROOT / "templates",), "Asia/Shanghai")
    enclosed = (Enclosure("案例.docx", b"PK" * 50),) if kind is LetterKind.ORIGINAL else ()
    draft = Draft(kind, "k", "zhengji@example.cn", thread=Thread("<m1@example.cn>"), enclosures=enclosed)
    _, raw = compose(OTHER, draft, rendered, NOW)
    return raw


@pytest.mark.parametrize(("kind", "state"), STATES, ids=[f"{kind}-{state}" for kind, state in STATES])
def test_automatic_whoever_the_sender_is(kind: LetterKind, state: str) -> None:
    opened = open_mail(write(kind, state), Limits())
    submitted = "auto-replied" if "replied" in opened.envelope.automatic else "auto-generated"
    expected = Verdict(MailKind.AUTOMATIC, f"Auto-Submitted: {submitted}", "", (), needs_person=False)
    assert [mail_kind(opened, (), (), the_call(), sender) for sender in SENDERS] == [expected] * 3


def test_a_case_enclosed_makes_no_answer() -> None:
    opened = open_mail(
        write(LetterKind.ORIGINAL, next(iter(sample_values(notice())[LetterKind.ORIGINAL]))), Limits()
    )
    document = Document("案例.docx", Format.DOCX, DocumentKind.CASE, text=cases()[0])
    found = mail_kind(opened, (document,), (), the_call(), SENDERS[0])
    assert (found.kind, found.needs_person) == (MailKind.AUTOMATIC, True)


def test_our_own_letter_coming_back_is_automatic_without_its_headers() -> None:
    raw = write(LetterKind.REMINDER, "nothing").replace(b"Auto-Submitted: auto-generated\r\n", b"")
    opened = open_mail(raw.replace(b"X-Auto-Response-Suppress: All\r\n", b""), Limits())
    found = mail_kind(opened, (), (), the_call(), Sender(own=(OTHER.email,)))
    assert found == Verdict(MailKind.AUTOMATIC, "本系统发出的邮件", "", (), needs_person=False)
