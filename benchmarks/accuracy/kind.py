"""How often the kind of a mail is right, on invented mails: ``python -m benchmarks.accuracy.kind``.

The mails are in tests/corpus/kinds.jsonl; their truth was written before the rules were tuned, and
every third mail (``held-out``) was not looked at while tuning. Each becomes a real message with real
headers and is opened as one; only its files are stubs that are already read, so that this measures
the judgement and not the readers.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from functools import cache
from pathlib import Path
from typing import Any

from intake.campaign.call import Call, Sender
from intake.campaign.campaign import load_campaign
from intake.campaign.lexicon import load_lexicon
from intake.campaign.places.gazetteer import load_places
from intake.mail.open import Opened, open_mail
from intake.model.case import Attachment, Document, DocumentKind, Doubt, Format, MailKind
from intake.model.limits import Limits
from intake.understand.mail_kind.kind import Verdict, mail_kind
from intake.unpack.cloud.links import find_links

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "tests/corpus"
OWN = "zhengji@example.cn"
OUR_ID = "<zj.0123456789abcdef0123456789abcdef01234567@example.cn>"


@dataclass(frozen=True, slots=True)
class Trial:
    """One mail with its truth and what was made of it."""

    mail: dict[str, Any]
    verdict: Verdict

    @property
    def right(self) -> bool:
        """Whether the kind is the truth, or one of two that are defensible; a doubtful advert expects no answer."""
        truth = {self.mail["kind"], *self.mail.get("kinds", ())}
        if self.verdict.kind is MailKind.MAYBE_ADVERT:
            return bool(truth & {MailKind.ADVERT, MailKind.SPAM, MailKind.AUTOMATIC})
        return self.verdict.kind in truth


def load_mails() -> list[dict[str, Any]]:
    """The corpus, in order."""
    lines = (CORPUS / "kinds.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


@cache
def cases() -> list[str]:
    """Texts of invented cases."""
    found = []
    for line in (CORPUS / "cases.jsonl").read_text("utf-8").splitlines():
        case = json.loads(line)
        found.append("\n".join(filter(None, (case["title"], case["subtitle"], case["unit"], *case["body"]))))
    return found


@cache
def the_call() -> Call:
    """The shipped call."""
    campaign = load_campaign(ROOT / "config/campaigns/xuzhou-2015.toml")
    lexicon = load_lexicon(ROOT / "config/lexicon/xuzhou-2015.toml")
    return Call(campaign, load_places(ROOT / "config/places/xuzhou.toml"), lexicon)


def write_mail(mail: dict[str, Any]) -> bytes:
    """The mail as bytes, with the headers that matter."""
    message = EmailMessage()
    message["From"] = mail.get("sender", "person@example.invalid")
    message["To"] = OWN
    message["Subject"] = mail["subject"]
    message["Message-ID"] = f"<{mail['id']}@example.invalid>"
    if reply := mail.get("reply"):
        message["In-Reply-To"] = OUR_ID if reply == "ours" else "<earlier@example.invalid>"
    for name, value in mail.get("headers", {}).items():
        del message[name]
        message[name] = value
    if "report" in mail:
        return message.as_bytes().rstrip() + _report(mail).encode()
    pasted = f"\n{cases()[mail['pasted']]}" if "pasted" in mail else ""
    message.set_content(mail["body"] + pasted)
    return message.as_bytes()


def _report(mail: dict[str, Any]) -> str:
    """The rest of a multipart/report (RFC 3464, RFC 8098)."""
    stated = mail["report"]
    recipient = f"Final-Recipient: rfc822; {stated['recipient']}"
    if stated["type"] == "delivery-status":
        fields = f"Reporting-MTA: dns; mx.example.invalid\n\n{recipient}\nAction: {stated['action']}\nStatus: {stated['status']}"
    else:
        fields = (
            f"{recipient}\nOriginal-Message-ID: {stated['message_id']}\n"
            f"Disposition: manual-action/MDN-sent-manually; {stated['disposition']}"
        )
    parts = (
        ("text/plain; charset=utf-8", mail["body"]),
        (f"message/{stated['type']}", fields),
        ("text/rfc822-headers", f"Message-ID: {stated['message_id']}\nTo: {stated['recipient']}"),
    )
    shown = "".join(f"--part\nContent-Type: {type_}\n\n{text}\n" for type_, text in parts)
    return f'\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type={stated["type"]}; boundary="part"\n\n{shown}--part--\n'


def stub_documents(mail: dict[str, Any], opened: Opened) -> tuple[Document, ...]:
    """The files of a mail as if they had been read."""
    found = [_stub(file["name"], file["kind"], number) for number, file in enumerate(mail.get("files", ()))]
    if len(opened.body.new) >= 250:
        found.insert(
            0, Document("邮件正文", Format.TEXT, DocumentKind.CASE, text=opened.body.new, reader="body")
        )
    return tuple(found)


def _stub(name: str, kind: str, number: int) -> Document:
    *folders, name = name.split("/")
    kind, _, text = kind.partition(":")
    path = tuple(folders)
    if kind == "case":
        return Document(name, Format.DOCX, DocumentKind.CASE, text=cases()[number], path=path)
    if kind == "unread":
        return Document(name, Format.ZIP, DocumentKind.OTHER, doubts=(Doubt("encrypted", name),))
    if kind == "empty":
        return Document(name, Format.EMPTY, DocumentKind.OTHER, doubts=(Doubt("empty", name),))
    if kind == "scan":
        return Document(name, Format.IMAGE, DocumentKind.SCAN, needs_ocr=True)
    kinds = {"sheet": DocumentKind.SHEET, "form": DocumentKind.FORM, "photo": DocumentKind.PHOTO}
    return Document(name, Format.DOCX, kinds.get(kind, DocumentKind.OTHER), text=text or name, path=path)


def judge(mail: dict[str, Any], call: Call | None = None) -> Verdict:
    """What is made of a mail of the corpus."""
    opened = open_mail(write_mail(mail), Limits())
    documents = stub_documents(mail, opened)
    files = tuple(Attachment(d.path[0] if d.path else d.name, b"") for d in documents if d.reader != "body")
    opened = Opened(opened.envelope, opened.body, opened.html, files, report=opened.report)
    links = find_links(opened.body.new, opened.html, opened.envelope.date)
    sender = Sender(coordinator=bool(mail.get("coordinator")), own=(OWN,))
    return mail_kind(opened, documents, links, call or the_call(), sender)


def try_all() -> Iterator[Trial]:
    """Every mail of the corpus, judged."""
    for mail in load_mails():
        yield Trial(mail, judge(mail))


def show(trials: list[Trial], *, details: bool) -> None:
    """Accuracy and the confusions; with ``details`` every mail that went wrong."""
    right = sum(trial.right for trial in trials)
    intents = [t for t in trials if "intent" in t.mail and t.right]
    meant = sum(t.mail["intent"] == t.verdict.intent for t in intents)
    codes = [t for t in trials if "doubts" in t.mail]
    doubted = sum(set(t.mail["doubts"]) <= {doubt.code for doubt in t.verdict.doubts} for t in codes)
    about = [t for t in trials if "about_address" in t.mail or "about_message" in t.mail]
    told = sum(
        t.verdict.about_address == t.mail.get("about_address", t.verdict.about_address)
        and t.verdict.about_message == t.mail.get("about_message", t.verdict.about_message)
        for t in about
    )
    print(f"kind {right}/{len(trials)} = {right / len(trials):.3f}", end="; ")
    print(f"intent {meant}/{len(intents)}, doubts {doubted}/{len(codes)}, about {told}/{len(about)}")
    confused = Counter((t.mail["kind"], str(t.verdict.kind)) for t in trials if not t.right)
    for (truth, seen), count in confused.most_common():
        print(f"  {truth} taken for {seen}: {count}")
    if not details:
        return
    for t in trials:
        wrong_intent = "intent" in t.mail and t.mail["intent"] != t.verdict.intent
        wrong_about = t in about and t.verdict.about_address != t.mail.get(
            "about_address", t.verdict.about_address
        )
        wrong_doubt = t in codes and not set(t.mail["doubts"]) <= {d.code for d in t.verdict.doubts}
        if not t.right or wrong_intent or wrong_about or wrong_doubt:
            print(f"  {t.mail['id']} {t.mail['kind']}/{t.mail.get('intent', '')} -> {t.verdict}")
            print(f"      {t.mail['subject']} | {t.mail['body'][:80]!r}")


def main() -> None:
    """Print the figures of both parts; ``--details`` lists the wrong ones of the tuning part."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--details", choices=("tuning", "held-out"), help="list what went wrong there")
    chosen = parser.parse_args().details
    trials = list(try_all())
    for part in ("tuning", "held-out"):
        print(f"{part}:", end=" ")
        show([trial for trial in trials if trial.mail["part"] == part], details=chosen == part)


if __name__ == "__main__":
    main()
