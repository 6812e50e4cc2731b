"""The main flow: one raw mail in, everything that can be read from it out. Pure, no clock."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from intake.campaign.call import Call, Sender
from intake.documents.read import read_document
from intake.documents.result import Text
from intake.documents.sniff import sniff
from intake.documents.tables.labels import labelled_lines
from intake.mail.addresses import is_writable
from intake.mail.open import Opened, open_mail
from intake.mail.own import name_author
from intake.mail.passwords import MAX_PASSWORDS
from intake.mail.words.html import struck_words
from intake.model.case import (
    UNANSWERED,
    Attachment,
    Body,
    CaseReading,
    Document,
    DocumentKind,
    Doubt,
    Envelope,
    Format,
    MailKind,
    Reading,
)
from intake.model.errors import ReadingError
from intake.understand.identify import identify
from intake.understand.mail_kind.kind import mail_kind
from intake.understand.mail_kind.matter import BODY_READER, is_pasted_case
from intake.understand.papers.counted import miss_cases
from intake.understand.papers.kind import document_kind
from intake.understand.papers.listed import list_works
from intake.understand.papers.own_labels import with_usual_labels, with_usual_lines
from intake.understand.papers.read import read_papers
from intake.understand.papers.scans import settle_scans
from intake.understand.papers.short import is_called, settle_short, short_body
from intake.understand.papers.split import split_cases
from intake.understand.secrecy import secrecy_mark
from intake.understand.theme.classify import classify
from intake.understand.theme.stated import LISTED
from intake.unpack.cloud.links import find_links
from intake.unpack.containers import unpack

NOTHING: Mapping[int, str] = MappingProxyType({})
BODY_NAME = "邮件正文"
MOST_STRUCK = 3  # passages that a doubt repeats
SHOWN = 60  # characters of an address that nobody can write to, as people are told of it
# 写在信里。题目：夜里的点名: what the case is called begins a line of its own.
_CALLED_IN_LINE = re.compile(r"(?<=[。！；;])(?=(?:案例|材料|文章|作品)?(?:名称|标题|题目)[：:])")
CASE_IN_BODY = 250  # characters of new text that may be a case pasted into the mail


def read_mail(raw: bytes, call: Call, sender: Sender, refused: Mapping[int, str] = NOTHING) -> Reading:
    """Read one mail completely.

    ``refused`` names attachments of the mail, by position, that are not to be opened, each with its
    doubt: it broke a limit before, or time is not enough for all. Never raises for what the mail
    contains; limits of time and memory are the worker's (:mod:`intake.worker.pool`).
    """
    opened = open_mail(raw, call.limits)
    opened = replace(opened, envelope=name_author(opened.envelope, sender.own))
    if refused:
        opened = _without(opened, refused)
    return _unless_writable(read_opened(opened, call, sender))


def read_part(raw: bytes, call: Call, sender: Sender, sha256: str) -> Reading:
    """Read one file of a mail, by its hash, as a case: a person said that it is one. No case where it has no text."""
    opened = open_mail(raw, call.limits)
    passwords = tuple(dict.fromkeys((*opened.passwords, *sender.passwords)))
    files = unpack(opened.attachments, call.limits, passwords).attachments
    mine = tuple(one for one in files if hashlib.sha256(one.content).hexdigest() == sha256)[:1]
    alone = replace(opened, attachments=mine)
    reading = read_opened(alone, call, sender)
    if reading.secret or reading.cases:
        return reading
    documents = tuple(
        replace(one, kind=DocumentKind.CASE) if one.text and one.reader != BODY_READER else one
        for one in reading.documents
    )
    identified = identify(documents, opened.body, opened.envelope, call, sender)
    cases = tuple(_add_theme(case, documents, alone, call) for case in identified.cases if case.text)
    return replace(reading, documents=documents, cases=cases)


def _unless_writable(reading: Reading) -> Reading:
    """A person must know of a mail that no letter can answer."""
    email = reading.envelope.sender.email
    if reading.secret or reading.kind in UNANSWERED or is_writable(email):
        return reading
    shown = email if len(email) <= SHOWN else f"{email[:SHOWN]}…"
    doubt = Doubt("sender-unwritable", detail=shown or "无")
    return replace(reading, doubts=(*reading.doubts, doubt), needs_person=True)


def read_file(name: str, content: bytes, call: Call) -> Reading:
    """Read one file as if it had come alone in a mail; a mail is read as a mail."""
    if sniff(content, name) is Format.EML:
        return read_mail(content, call, Sender())
    attachment = Attachment(name, content, hashlib.sha256(content).hexdigest())
    return read_opened(Opened(Envelope(), Body(), attachments=(attachment,)), call, Sender())


def _without(opened: Opened, refused: Mapping[int, str]) -> Opened:
    doubts = [
        Doubt(refused[index], attachment.name)
        for index, attachment in enumerate(opened.attachments)
        if index in refused
    ]
    kept = tuple(a for index, a in enumerate(opened.attachments) if index not in refused)
    return replace(opened, attachments=kept, doubts=(*opened.doubts, *doubts))


def read_opened(opened: Opened, call: Call, sender: Sender) -> Reading:
    """Read a mail whose MIME is open already."""
    secret = secrecy_mark(opened.envelope.subject, opened.body.new, opened.attachments)
    if secret:
        return _sealed(opened, secret)
    passwords = tuple(dict.fromkeys((*opened.passwords, *sender.passwords)))
    unpacked = unpack(opened.attachments, call.limits, passwords)
    documents = read_documents(unpacked.attachments, opened, call, sender.earlier)
    if found := next((mark for d in documents if (mark := secrecy_mark("", d.text[:200], ()))), ""):
        return _sealed(opened, found)
    links = find_links(opened.body.new, opened.html, opened.envelope.date)
    identified = identify(documents, opened.body, opened.envelope, call, sender)
    cases = tuple(_add_theme(case, documents, opened, call) for case in identified.cases)
    verdict = mail_kind(opened, documents, links, call, sender)
    missed = miss_cases(f"{opened.envelope.subject}\n{opened.body.new}", len(cases), documents)
    about_files = (*unpacked.doubts, *_file_doubts(documents), *identified.doubts, *missed)
    doubts = (*opened.doubts, *(() if verdict.kind in UNANSWERED else about_files), *verdict.doubts)
    return Reading(
        envelope=opened.envelope,
        body=opened.body,
        kind=verdict.kind,
        kind_reason=verdict.reason,
        intent=verdict.intent,
        documents=documents,
        cases=cases if verdict.kind in CARRIES_CASES else (),
        links=links,
        doubts=tuple(dict.fromkeys(doubts)),
        needs_person=verdict.needs_person,
        about_message=verdict.about_message,
        about_address=verdict.about_address,
    )


CARRIES_CASES = frozenset({MailKind.SUBMISSION, MailKind.CORRECTION, MailKind.QUESTION, MailKind.EXTENSION})


def probe_attachment(raw: bytes, call: Call, sender: Sender, index: int) -> float:
    """Read a mail as if it had only this attachment; returns the seconds of the processor that it took.

    Used after a mail broke a limit, to find out which attachment is to blame.
    """
    started = time.process_time()
    opened = open_mail(raw, call.limits)
    read_opened(replace(opened, attachments=opened.attachments[index : index + 1]), call, sender)
    return time.process_time() - started


def recognise_file(name: str, content: bytes, call: Call, sha256: str = "") -> dict[str, Text]:
    """Recognise the scans in a mail or a single file: texts by the hash of their files.

    ``sha256`` asks for one of them; else all that need it are done.

    Raises:
        ReadingError: the one that was asked for cannot be recognised.
    """
    from intake.documents.scan.recognise import recognise

    own = hashlib.sha256(content).hexdigest()
    if sniff(content, name) is Format.EML or sha256 not in {"", own}:
        opened = open_mail(content, call.limits)
    else:
        opened = Opened(Envelope(), Body(), attachments=(Attachment(name, content, own),))
    attachments = unpack(opened.attachments, call.limits, opened.passwords).attachments
    found: dict[str, Text] = {}
    for attachment in attachments:
        digest = attachment.sha256 or hashlib.sha256(attachment.content).hexdigest()
        if digest in found or (sha256 and digest != sha256):
            continue
        try:
            document = read_document(attachment, call.limits)
            if sha256 or document.needs_ocr:
                found[digest] = _sealed_text(recognise(attachment.content, document.format, call.limits))
        except ReadingError:
            if sha256:
                raise
    return found


def take_passwords(sender: Sender, call: Call) -> Sender:
    """The sender with the passwords that stand in other mails of his, read from the archive."""
    mails = (path.read_bytes() for path in sender.told_in if path.exists())
    told = (word for raw in mails for word in open_mail(raw, call.limits).passwords)
    return replace(sender, passwords=tuple(dict.fromkeys((*sender.passwords, *told)))[:MAX_PASSWORDS])


def count_attachments(raw: bytes, call: Call) -> int:
    """How many attachments the mail itself has."""
    return len(open_mail(raw, call.limits).attachments)


def read_documents(
    attachments: tuple[Attachment, ...], opened: Opened, call: Call, known: tuple[str, ...] = ()
) -> tuple[Document, ...]:
    """Text of every attachment, several cases in one file split, and of the body when it is long.

    ``known`` are titles of the sender's earlier cases.
    """
    found: list[Document] = []
    for attachment in attachments:
        found.extend(read_papers(attachment, call, known))
    if body := _body_document(opened, found, call.campaign.item):
        found[:0] = _with_struck(_pasted(with_usual_lines(body, call.campaign)), opened.html)
    found = with_usual_labels(found, call.campaign)
    return settle_short(settle_scans(found, call.recognition), opened, call.campaign.item)


def _pasted(body: Document) -> tuple[Document, ...]:
    """Several cases pasted one behind the other are as many; what goes before the first is the letter's."""
    if body.kind is not DocumentKind.CASE:
        return (body,)
    parts = tuple(part for part in split_cases(body) if part.kind is DocumentKind.CASE)
    return tuple(replace(part, name=BODY_NAME) for part in parts) if len(parts) > 1 else (body,)


def _with_struck(pasted: tuple[Document, ...], html: str) -> tuple[Document, ...]:
    """The documents of the letter; where a case is in them, the first says what was crossed out and left out."""
    first, *rest = pasted
    if first.kind is not DocumentKind.CASE or not (words := struck_words(html)):
        return pasted
    shown = "”“".join(words[:MOST_STRUCK])
    doubt = Doubt("partial", BODY_NAME, f"有{len(words)}处文字划了删除线，没有收入（“{shown}”）")
    return (replace(first, doubts=(*first.doubts, doubt)), *rest)


def _body_document(opened: Opened, others: list[Document], item: str) -> Document | None:
    """The mail's own text as a document, when it could be a case pasted into the mail."""
    text = _CALLED_IN_LINE.sub("\n", opened.body.new)
    if list_works(text):
        return None
    if short := short_body(opened, item):
        pairs = labelled_lines(short) if is_called(short.partition("\n")[0], item) else ()
        return Document(
            BODY_NAME, Format.TEXT, DocumentKind.CASE, text=short, pairs=pairs, reader=BODY_READER
        )
    if sum(not c.isspace() for c in text) < CASE_IN_BODY:
        return None
    if any(d.kind is DocumentKind.CASE for d in others) and len(text) < 4 * CASE_IN_BODY:
        return None
    document = Document(BODY_NAME, Format.TEXT, text=text, reader=BODY_READER)
    kind = document_kind(document)
    if kind in {DocumentKind.CASE, DocumentKind.OTHER}:  # here a letter goes before a case, or is all
        kind = DocumentKind.CASE if is_pasted_case(text) else DocumentKind.OTHER
    return replace(document, kind=kind)


def _add_theme(case: CaseReading, documents: tuple[Document, ...], opened: Opened, call: Call) -> CaseReading:
    """Theme and second theme, with the words that decided."""
    pairs = [pair for index in case.documents for pair in documents[index].pairs]
    if listed := case.value("theme"):
        pairs.append((LISTED, listed))
    names = [documents[index].name for index in case.documents]
    title = " ".join(filter(None, (case.value("title"), case.value("subtitle"))))
    verdict = classify(
        title, case.text, call, stated=(opened.envelope.subject, opened.body.new, *names), pairs=pairs
    )
    facts = {**case.facts, "theme": verdict.fact, "secondary": verdict.secondary}
    return replace(case, facts=facts, themes=verdict.themes, doubts=(*case.doubts, *verdict.doubts))


def _file_doubts(documents: tuple[Document, ...]) -> list[Doubt]:
    return [doubt for document in documents for doubt in document.doubts]


def _sealed_text(text: Text) -> Text:
    """Of a scan with a secrecy mark only the mark is kept: enough for its mail to be sealed."""
    mark = secrecy_mark("", text.text[:200], ())
    return Text(mark, text.reader, pages=text.pages, recognised=text.recognised) if mark else text


def _sealed(opened: Opened, mark: str) -> Reading:
    """A mail with a secrecy mark: nothing of its content leaves the archive."""
    return Reading(
        envelope=opened.envelope,
        body=Body(),
        kind=MailKind.OTHER,
        kind_reason="密级标识",
        doubts=(Doubt("secret"),),
        needs_person=True,
        secret=mark,
    )
