"""A mail's own words made ready for rules: sentences with quoted titles and typing habits removed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from intake.campaign.campaign import Campaign, number_pattern
from intake.mail.open import Opened
from intake.text.fold import nfkc
from intake.understand.papers.kind import HEADING

MAX_CHARS: Final = 20_000
COVER_LINES: Final = 6  # above a case pasted into the mail
COVER_CHARS: Final = 240
DETAIL_CHARS: Final = 40
TITLE_CHARS: Final = 5  # a line without a closing mark that is longer is a title
_ENDINGS: Final = "。！？：，；、,.!?:;~"

_PREFIX: Final = re.compile(
    r"^\s*+(?:(?P<reply>re|回复|回覆|答复|答覆|aw|sv)|(?P<forward>fwd?|转发|轉發|转寄|转))\s*+(?:\[\d++\]\s*+)?[:：]\s*+",
    re.I,
)
_OURS: Final = re.compile(
    r"<?zj\.[0-9a-f]{40}@"
)  # Message-IDs of our letters (tracker/letters/writing/compose.py)
_QUOTED: Final = re.compile(r"《[^《》\n]{0,80}》|“[^“”\n]{3,80}”|「[^「」\n]{3,80}」|『[^『』\n]{0,80}』")
_SENTENCE: Final = re.compile(r"[^。!！?？；;\n]+[。!！?？；;]*")
_SPACE: Final = re.compile(r"\s+")
_URL: Final = re.compile(r"(?:https?|ftp)://[!-~]+|www\.[!-~]+", re.I)
_HIDDEN: Final = 0xE000  # private use: stands for a quotation while sentences are cut
_MAX_QUOTES: Final = 6000
_MARK: Final = re.compile("[\ue000-\uf8ff]")


@dataclass(frozen=True, slots=True)
class Marks:
    """By what our letters and our cases are known in the words of others."""

    short: str  # in the subject of our letters
    number: re.Pattern[str] = re.compile(
        "(?!)"
    )  # case numbers, as of intake.campaign.campaign.number_pattern


def marks_of(campaign: Campaign) -> Marks:
    """The marks of a call."""
    return Marks(campaign.short, number_pattern(campaign.number_format))


@dataclass(frozen=True, slots=True)
class Sentence:
    """``shown`` as written; ``bare`` without blanks, in half width, quoted titles emptied to 《》.

    Case numbers stand in ``bare`` as № and the serial, whatever the call's numbers look like.
    """

    shown: str
    bare: str

    @property
    def detail(self) -> str:
        """One short clause for people."""
        shown = self.shown.strip(" 　。；;")
        return shown if len(shown) <= DETAIL_CHARS else f"{shown[:DETAIL_CHARS]}…"


@dataclass(frozen=True, slots=True)
class Letter:
    """What the sender says.

    ``subject`` has no Re:/Fw: left and counts as the first sentence unless the mail is a reply,
    whose subject is not the sender's. ``raw`` is the new text as written, ``bare`` all sentences
    in one. ``answers_us``: it replies to one of our letters; ``asked``: to one that asks for
    something.
    """

    subject: str
    sentences: tuple[Sentence, ...]
    raw: str
    bare: str
    replies: bool
    forwards: bool
    answers_us: bool
    asked: bool


def read_letter(
    opened: Opened,
    marks: Marks,
    *,
    body_is_case: bool = False,
    added: Iterable[str] = (),
    names: Iterable[str] = (),
) -> Letter:
    """The words of a mail.

    Of a mail that holds a case
    only what stands above the case is the letter. ``added`` are texts of letters that came as files.
    ``names`` are names and titles of what came: in the subject they are no words of the sender's.
    """
    envelope = opened.envelope
    raw = opened.body.new[:MAX_CHARS]
    text = "\n".join((_cover(raw) if body_is_case else raw, *added))
    letter = make_letter(_without_names(envelope.subject, names), text, marks)
    ours = letter.answers_us or any(_OURS.match(identity) for identity in envelope.in_reply_to)
    return replace(
        letter,
        subject=bare_subject(envelope.subject)[0],
        raw=raw,
        replies=letter.replies or bool(envelope.in_reply_to or envelope.references),
        answers_us=ours,
        asked=ours and "请补充" in envelope.subject,
    )


def make_letter(subject: str, text: str, marks: Marks) -> Letter:
    """The words of a subject, as it stands in the header, and of a text."""
    bare, replies, forwards = bare_subject(subject)
    answers_us = replies and f"【{marks.short}】" in bare
    sentences = split_sentences(text, marks)
    if not replies:
        sentences = (*split_sentences(bare, marks), *sentences)
    return Letter(
        subject=bare,
        sentences=sentences,
        raw=text,
        bare="".join(sentence.bare for sentence in sentences),
        replies=replies,
        forwards=forwards,
        answers_us=answers_us,
        asked=answers_us and "请补充" in bare,
    )


def _without_names(subject: str, names: Iterable[str]) -> str:
    for name in names:
        if len(name) >= 5:
            subject = subject.replace(name, "")
    return subject


def bare_subject(subject: str) -> tuple[str, bool, bool]:
    """The subject without its marks; whether the mail replies, whether it forwards (newest mark)."""
    replies = forwards = False
    first = True
    while found := _PREFIX.match(subject):
        if first:
            replies, forwards = bool(found["reply"]), bool(found["forward"])
            first = False
        subject = subject[found.end() :]
    return subject.strip(), replies, forwards


def split_sentences(text: str, marks: Marks) -> tuple[Sentence, ...]:
    """Sentences and lines in order, empty ones left out; addresses of pages are no words."""
    quotes: list[str] = []

    def hide(found: re.Match[str]) -> str:
        if len(quotes) >= _MAX_QUOTES:
            return found.group(0)
        quotes.append(found.group(0))
        return chr(_HIDDEN + len(quotes) - 1)

    hidden = _QUOTED.sub(hide, _URL.sub(" ", _MARK.sub("", text)))
    found: list[Sentence] = []
    for piece in _SENTENCE.findall(hidden):
        bare = strip(_MARK.sub(lambda m: _emptied(quotes, m), piece))
        bare = marks.number.sub(lambda m: f"№{m[1]}", bare)
        if bare:
            found.append(Sentence(_MARK.sub(lambda m: _restored(quotes, m), piece).strip(), bare))
    return tuple(found)


def strip(text: str) -> str:
    """Half width, lower case, no blanks."""
    return _SPACE.sub("", nfkc(text)).lower()


def _restored(quotes: list[str], found: re.Match[str]) -> str:
    number = ord(found.group(0)) - _HIDDEN
    return quotes[number] if number < len(quotes) else ""


def _emptied(quotes: list[str], found: re.Match[str]) -> str:
    quote = _restored(quotes, found)
    return quote[:1] + quote[-1:]


def _cover(text: str) -> str:
    """What stands above a pasted case: up to its title, a heading or its first long paragraph."""
    kept: list[str] = []
    for line in (line.strip() for line in text.split("\n")):
        if not line:
            continue
        titled = len(line) >= TITLE_CHARS and line[-1] not in _ENDINGS
        if HEADING.match(line) or len(line) > 150 or len(kept) == COVER_LINES or titled:
            break
        kept.append(line)
    return "\n".join(kept)[:COVER_CHARS]
