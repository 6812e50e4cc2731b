"""Frozen values that travel from raw mail to the ledger.

Text values are never ``None``: missing text is ``""``. All times are aware datetimes in UTC.
Everything here pickles, because it crosses from the reading worker to the parent process.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Where(StrEnum):
    """Where in a submission a value was seen, strongest first (docs/concepts)."""

    TITLE = "title"  # title or subtitle of the document
    OPENING = "opening"  # first 300 characters of the document
    SIGNATURE = "signature"  # the unit line under the title or at the end of the document
    FORM = "form"  # a labelled cell or line: 报送单位：…
    FILE = "file"  # file name
    FOLDER = "folder"  # folder name inside an archive
    SHEET = "sheet"  # a row of the 汇总表 that came along
    SUBJECT = "subject"  # subject of the mail
    LETTER = "letter"  # the mail's own new text
    SENDER = "sender"  # registered or learned address
    MAIL_SIGNATURE = "mail-signature"  # display name or signature block of the mail
    BODY = "body"  # elsewhere in the document
    THREAD = "thread"  # the earlier mail or case that this one answers
    COUNTED = "counted"  # computed from the text


@dataclass(frozen=True, slots=True)
class Evidence:
    """One place where a value was seen: ``quote`` is the text, ``source`` the file or 邮件正文."""

    where: Where
    quote: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A value with its evidence.

    ``confidence`` is a probability (0 to 1). ``waits`` is true when a person must confirm the
    value before it may be relied on. ``choices`` are the readings between which it hangs.
    """

    value: str = ""
    confidence: float = 0.0
    evidence: tuple[Evidence, ...] = ()
    choices: tuple[str, ...] = ()
    waits: bool = False
    note: str = ""  # Chinese: a repair or reservation, e.g. “丕州”按“邳州”识别


class Format(StrEnum):
    """What the bytes of a file are, found from the bytes themselves."""

    DOCX = "docx"
    DOC = "doc"
    RTF = "rtf"
    PDF = "pdf"
    OFD = "ofd"
    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    TEXT = "text"
    HTML = "html"
    WORDML = "wordml"
    ODT = "odt"
    IMAGE = "image"
    ZIP = "zip"
    RAR = "rar"
    SEVENZIP = "7z"
    TAR = "tar"
    GZIP = "gzip"
    TNEF = "tnef"
    EML = "eml"
    MSG = "msg"
    PPT = "ppt"
    WORKS = "works"
    EMPTY = "empty"
    UNKNOWN = "unknown"


class DocumentKind(StrEnum):
    """What a file is for."""

    CASE = "case"  # 案例正文
    FORM = "form"  # 推荐表 / 申报表
    SHEET = "sheet"  # 汇总表
    PHOTO = "photo"
    SCAN = "scan"  # 盖章扫描件
    OTHER = "other"


class MailKind(StrEnum):
    """What a mail wants; the export uses these words."""

    SUBMISSION = "submission"
    CORRECTION = "correction"
    WITHDRAWAL = "withdrawal"
    QUESTION = "question"
    EXTENSION = "extension"
    AUTOMATIC = "automatic"
    BOUNCE = "bounce"
    RECEIPT = "receipt"
    ADVERT = "advert"
    SPAM = "spam"
    MAYBE_ADVERT = "maybe-advert"  # one of the two, or a person: somebody looks, nobody answers
    COMMAND = "command"
    LINK_ONLY = "link-only"
    ELSEWHERE = "elsewhere"  # for another call that shares the mailbox
    OTHER = "other"


# Machines and advertisers expect no answer (RFC 3834 par. 2), and nobody is asked about what they send; what is for
# another call is answered by that one.
UNANSWERED = frozenset(
    {
        MailKind.AUTOMATIC,
        MailKind.BOUNCE,
        MailKind.RECEIPT,
        MailKind.ADVERT,
        MailKind.SPAM,
        MailKind.MAYBE_ADVERT,
        MailKind.ELSEWHERE,
    }
)


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something a person has to settle. ``code`` is a key of :data:`intake.model.doubts.DOUBTS`."""

    code: str
    about: str = ""  # file name, or field name such as "town"
    detail: str = ""  # one short Chinese clause
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Address:
    """A mail address as claimed; ``email`` is lower-case, ``name`` decoded and cleaned.

    Whether a letter can be addressed to it says :func:`intake.mail.addresses.is_writable`.
    """

    email: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Envelope:
    """The headers of a mail as values: text on one line, without control signs or surrogates.

    ``sole_author``: exactly one From with exactly one address, and no Sender beside it, however it is
    read; only then a server's word on the From domain can be about ``sender``.
    """

    message_id: str = ""  # as RFC 5322 par. 3.6.4 has it, or ""; so are the other identifiers
    subject: str = ""
    sender: Address = Address("")
    sole_author: bool = False
    reply_to: Address = Address("")
    return_path: str | None = None  # None: header absent; "": the null path <>
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    date: datetime | None = None  # the Date header, if it parses
    received: tuple[datetime, ...] = ()  # believable Received stamps, newest first (intake/mail/received.py)
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    automatic: str = ""  # why it counts as automatic ("Auto-Submitted: auto-replied"), or ""
    authentication: str = ""  # topmost Authentication-Results, raw; "" where two claim the same server
    mark: str = ""  # X-Zhengji-Kind, which letters of this system carry


@dataclass(frozen=True, slots=True)
class Body:
    """The mail's own text, split: what is new, what is signature, what is quoted history.

    ``new`` is what the sender wants read: his words, then what he passes on. ``own`` is only what he
    surely wrote himself, above anything quoted or forwarded: orders are taken from it alone. ``cited`` is
    the whole text of a reply that quotes, as it stands: whoever knows the letter that is quoted can tell
    what was written between its lines.
    """

    new: str = ""
    signature: str = ""
    quoted: str = ""
    own: str = ""
    cited: str = ""
    passes_on: bool = False  # the mail forwards another, by its subject or by its text


@dataclass(frozen=True, slots=True)
class CloudLink:
    """A cloud attachment named in the mail; never fetched."""

    provider: str  # "QQ中转站", "网易云附件", …
    url: str
    name: str = ""
    size: str = ""  # as printed
    expires: datetime | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file a person meant to send, unpacked from MIME and containers.

    ``path`` lists the containers it came out of, outermost first: ("材料.zip", "丰县/凤城").
    The last element is a folder inside the container when there is one.
    """

    name: str
    content: bytes = field(repr=False)
    sha256: str = ""
    path: tuple[str, ...] = ()
    declared: str = ""  # MIME type as claimed
    inline: bool = False  # shown inside the HTML body (Content-ID used there)
    charset: str = ""  # charset as claimed

    @property
    def shown(self) -> str:
        """Path and name joined for people."""
        return "/".join((*self.path, self.name))


@dataclass(frozen=True, slots=True)
class Row:
    """One table row; cells are cleaned text."""

    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture inside a document."""

    name: str
    caption: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """Text read from one attachment (or the mail body, or one of several cases in a file).

    ``text`` has one paragraph a line, form cells included in reading order. ``paragraphs`` that
    began a new page carry a form feed in front in ``text``. ``pairs`` are label → value of form
    tables and labelled lines. ``rows`` are the rows of sheets and tables.
    """

    name: str
    format: Format
    kind: DocumentKind = DocumentKind.OTHER
    text: str = ""
    pairs: tuple[tuple[str, str], ...] = ()
    rows: tuple[Row, ...] = ()
    pictures: tuple[Picture, ...] = ()
    path: tuple[str, ...] = ()
    sha256: str = ""
    reader: str = ""  # which reader produced the text
    pages: int = 0  # 0: not known
    centred: tuple[str, ...] = ()  # leading lines set centred or large: title candidates
    needs_ocr: bool = False
    recognised: bool = False  # text came from OCR
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class ThemeScore:
    """One theme with its calibrated probability and the words that decided."""

    theme: int
    confidence: float
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseReading:
    """One case as understood from one mail.

    ``facts`` has the keys of :data:`FIELDS`. ``documents`` are indexes into Reading.documents,
    best text first.
    """

    text: str
    facts: dict[str, Fact]
    themes: tuple[ThemeScore, ...] = ()
    documents: tuple[int, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    flags: tuple[str, ...] = ()  # "maybe-not-case", "short", "long", "revision", "recognised"

    def value(self, name: str) -> str:
        """The value of a fact, ``""`` when missing."""
        fact = self.facts.get(name)
        return fact.value if fact else ""


FIELDS = (
    "title",
    "subtitle",
    "unit",  # reporting unit as written: 丰县宋楼镇人民政府
    "county",  # official name from the campaign: 丰县
    "town",  # with its kind: 宋楼镇
    "community",  # 柳桥村 / 望湖社区
    "level",  # key of the campaign's levels: county / town / village
    "theme",  # number as text: "3"
    "secondary",  # number as text, or ""
    "contact",
    "phone",
    "date",  # as written in the document: 2015年7月
    "characters",  # 字数 as Word/WPS count it
)


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything read from one mail."""

    envelope: Envelope
    body: Body
    kind: MailKind
    kind_reason: str = ""  # the words or header that decided
    intent: str = ""  # finer wish inside a kind: "inquiry", "choice", "phone", "replace"
    documents: tuple[Document, ...] = ()
    cases: tuple[CaseReading, ...] = ()
    links: tuple[CloudLink, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    needs_person: bool = False
    about_message: str = ""  # Message-ID of our letter that a bounce or receipt speaks of
    about_address: str = ""  # recipient that a bounce speaks of
    secret: str = ""  # secrecy mark found, e.g. “秘密★”; then nothing is indexed or converted
