"""What is made of inputs of another hand, whole mails through reading: ``python -m benchmarks.accuracy.unseen``.

The inputs are in tests/corpus/unseen; nobody tuned anything to them before the first figures.
"""

from __future__ import annotations

import base64
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

from benchmarks.accuracy import learn_unwanted
from intake.campaign.call import Call, Sender
from intake.campaign.learned import Example, train
from intake.mail.open import open_mail, read_envelope
from intake.model.case import CaseReading, MailKind, Reading
from intake.model.limits import Limits
from intake.pipeline import read_mail
from intake.understand.mail_kind import sales_likeness
from intake.understand.theme.classify import classify
from intake.worker.pool import CallFiles

ROOT = Path(__file__).parents[2]
UNSEEN = ROOT / "tests/corpus/unseen"
ARRIVED = Sender(arrived=datetime(2015, 8, 3, 1, tzinfo=UTC))
UNREADABLE = b"\xd0\xcf\x11\xe0" + bytes(600)  # a file is there, and nobody knows what is in it


def main() -> None:
    """Print the tables."""
    call = call_of("xuzhou")
    for part, positions in (("odd", 1), ("even", 0)):
        show(
            f"forwards, {part}",
            Counter(judge_own(path) for path in forwards() if int(path.name[:2]) % 2 == positions),
        )
        show(f"From lines, {part}", Counter(judge_from(*pair) for pair in from_lines()[1 - positions :: 2]))
    for hand in ("", "2", "3", "4", "5", "6", "7", "8", "9"):
        for name in (f"people{hand}", f"adverts{hand}"):
            show(f"{name}, not learned from", Counter(judge_untaught(call, name)))
    for name in ("places", "places2", "places3"):
        judged = (judge_places(call_of(one.get("call", "xuzhou")), one) for one in load(name))
        show(name, Counter(verdict for verdicts in judged for verdict in verdicts))
    for name in ("themes", "themes2", "themes3", "themes4"):
        show(name, Counter(verdict for one in load(name) for verdict in judge_themes(call, one)))
    show("siblings of three confirmed cases", Counter(judge_siblings(call, siblings_of(load("themes3")))))


CALLS = {"xuzhou": "xuzhou-2015", "hengyang": "hengyang-care-2025", "wuhu": "wuhu-papers-2024"}


@cache
def call_of(city: str) -> Call:
    """The shipped call of a city."""
    config, name = ROOT / "config", CALLS[city]
    lexicon = config / f"lexicon/{name}.toml"
    places = config / f"places/{city}.toml"
    return CallFiles(config / f"campaigns/{name}.toml", places, lexicon if lexicon.exists() else None).load()


def load(name: str) -> list[dict[str, Any]]:
    """The inputs of one file, in order."""
    return [json.loads(line) for line in (UNSEEN / f"{name}.jsonl").read_text("utf-8").splitlines()]


def show(name: str, counts: Counter[str]) -> None:
    """A table of verdicts."""
    print(name, *(f"  {count:4d}  {verdict}" for verdict, count in sorted(counts.items())), sep="\n")


def forwards() -> list[Path]:
    """Bodies with another's words in them, the sender's own words in the first line."""
    return sorted((UNSEEN / "forwards").glob("*.txt"))


def judge_own(path: Path) -> str:
    """Whether the words that count as the sender's own are his; white space does not count."""
    first, _, text = path.read_text("utf-8").partition("\n")
    wanted = "".join(json.loads(first)["own"].split())
    body = open_mail(f"Content-Type: text/plain; charset=utf-8\n\n{text}".encode(), Limits()).body
    found = "".join(body.own.split())
    return "own: right" if found == wanted else "own: too little" if found in wanted else "own: too much"


def from_lines() -> list[tuple[bytes, str]]:
    """Values of a From field, each with the address a mail program answers to, ``""`` for none."""
    lines = (UNSEEN / "from_forms.txt").read_bytes().splitlines()
    meant = (UNSEEN / "from_addresses.txt").read_text("utf-8").split("\n")
    bare = [re.sub(rb"\\x([0-9A-F]{2})", lambda found: bytes([int(found[1], 16)]), line) for line in lines]
    return list(zip(bare, meant, strict=False))


def judge_from(value: bytes, address: str) -> str:
    """Whether the address of a From line is found."""
    found = read_envelope(b"From: " + value + b"\r\n\r\n").sender.email
    return f"address: {'right' if found == address else 'wrong'}"


def judge_kind(call: Call, one: dict[str, Any]) -> str:
    """Whether a mail is set aside as unwanted, shown as one that may be, or answered as any other."""
    reading = read_mail(raw_of(one), call, ARRIVED)
    if reading.kind is MailKind.MAYBE_ADVERT:
        return "shown, unanswered"
    return "set aside" if reading.kind in (MailKind.ADVERT, MailKind.SPAM) else "kept"


def raw_of(one: dict[str, Any]) -> bytes:
    """The raw mail of a row, all its files unreadable; with the heads and the page that it has."""
    files = [(name, UNREADABLE, "application/octet-stream") for name in one.get("attachments", ())]
    return write_raw(
        one["from"], one["subject"], one["text"], files, one.get("html", ""), one.get("heads", {})
    )


def judge_untaught(call: Call, name: str) -> Iterator[str]:
    """The verdict on every mail of a file that is among the examples, as it would be were none of its writer's."""
    mails = load(name)
    hand = name.removeprefix("people").removeprefix("adverts")
    own = {_squeeze(one["text"]) for kind in ("people", "adverts") for one in load(f"{kind}{hand}")}
    taught = (mail for mail in sales_likeness.shipped_mails() if _squeeze(mail[0].text) not in own)
    model = learn_unwanted.learn(taught)
    with patch.object(sales_likeness, "shipped_model", lambda: model):
        yield from (judge_kind(call, one) for one in mails)


def _squeeze(text: str) -> str:
    return "".join(text.replace("|", "/").split())


def judge_places(call: Call, one: dict[str, Any]) -> Iterator[str]:
    """For place and level: right, stated as doubtful, or wrong without a word."""
    text = "\n".join(filter(None, (one["title"], one["text"], one.get("signature", ""))))
    case = read_case(call, text, one["file_name"] or "案例")
    for field in ("county", "town", "community", "level"):
        found = case.value(field) if case else ""
        found = call.places.county_name(found) or found if field == "county" else found
        found = "community" if field == "level" and found == "village" else found
        yield f"{field}: {'right' if found == one[field] else 'in doubt' if in_doubt(case, field) else 'silent'}"


def judge_themes(call: Call, one: dict[str, Any]) -> Iterator[str]:
    """For texts of one, two or no theme: what is named first, and whether the second is."""
    case = read_case(call, f"{one['title']}\n{one['text']}", one["title"][:20])
    first, second = (case.value("theme"), case.value("secondary")) if case else ("", "")
    outside = case is not None and "theme-none" in {doubt.code for doubt in case.doubts}
    yield f"{'no theme' if one.get('none') else 'a theme'}: said to be of none: {outside}"
    if one.get("none"):
        yield f"no theme: {'in doubt' if in_doubt(case, 'theme') else 'settled'}"
    elif one.get("also"):
        truth = {str(one["theme"]), str(one["also"])}
        yield f"two themes, the main one first: {first == str(one['theme'])}"
        yield f"two themes, both named: {truth == {first, second}}"
    else:
        yield f"one theme: {first == str(one['theme'])}"


def siblings_of(texts: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Texts on one matter that the lexicon does not name, by the matter."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for one in texts:
        if one.get("group"):
            groups.setdefault(one["group"], []).append(one)
    return groups


def judge_siblings(call: Call, groups: dict[str, list[dict[str, Any]]]) -> Iterator[str]:
    """Two of five texts on a matter, after the other three were confirmed as of their theme, or of another."""
    themes = len(call.campaign.themes)
    for own in groups.values():
        for start in range(len(own)):
            turned = own[start:] + own[:start]
            for theme in range(1, themes + 1):
                examples = [Example(theme, one["text"], one["title"]) for one in turned[:3]]
                taught = replace(call, learned=train(examples, themes))
                for one in turned[3:]:
                    moved = classify(one["title"], one["text"], taught).themes[0].theme == theme
                    said = "its own" if theme == one["theme"] else "another"
                    yield f"confirmed as of {said} theme, siblings there: {moved}"


def in_doubt(case: CaseReading | None, field: str) -> bool:
    """Whether a person is asked about the field."""
    if case is None or not case.value(field):
        return True
    return case.facts[field].waits or field in {doubt.code for doubt in case.doubts}


def read_case(call: Call, text: str, name: str) -> CaseReading | None:
    """The case that is read from a text file in a mail without words."""
    stem = name.rsplit(".", 1)[0]
    reading = read(call, "a@163.example", "案例", "附件", [(f"{stem}.txt", text.encode(), "text/plain")])
    return reading.cases[0] if reading.cases else None


def read(call: Call, sender: str, subject: str, text: str, files: list[tuple[str, bytes, str]]) -> Reading:
    """A raw mail with these parts, read as any other."""
    return read_mail(write_raw(sender, subject, text, files), call, ARRIVED)


def write_raw(
    sender: str,
    subject: str,
    text: str,
    files: list[tuple[str, bytes, str]],
    page: str = "",
    heads: dict[str, str] | None = None,
) -> bytes:
    """A raw mail with these parts, beside the text its page in HTML, and further fields (``To`` instead of ours)."""
    mail = EmailMessage()
    mail["Subject"] = subject.replace("\n", " ")
    mail["Date"], mail["Message-ID"] = "Mon, 03 Aug 2015 09:00:00 +0800", "<unseen@example.cn>"
    for name, value in {"To": "zhengji@example.cn", **(heads or {})}.items():
        mail[name] = value
    mail.set_content(text or " ")
    if page:
        mail.add_alternative(page, subtype="html")
    for name, content, kind in files:
        main_type, _, sub_type = kind.partition("/")
        mail.add_attachment(content, maintype=main_type, subtype=sub_type, filename=name)
    name, _, address = sender.rpartition("<")
    word = base64.b64encode(name.strip('" ').encode()).decode()
    head = f"From: =?utf-8?b?{word}?= <{address.strip('> ')}>\r\n".encode()
    return head + mail.as_bytes()


if __name__ == "__main__":
    main()
