"""What a server's reply means: again when, pause, never, unknown. docs/reliability.md has the table.

Classes of replies are those of RFC 5321 par. 4.2.1 and RFC 3463; what the large Chinese providers
mean stands only in the text (guide: mail providers).
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from tracker.errors import SendDeferred, SendError, SendPaused, SendRefused, SendUnknown
from tracker.ledger.records import ANSWERS, Fate, LetterRow, LetterState

FIRST_RETRY = timedelta(minutes=2)
LONGEST_RETRY = timedelta(hours=4)
GIVE_UP = 10  # attempts
ONCE_MORE = timedelta(minutes=30)  # after a 550 without a reason: often a list or load of the moment
LOGIN_REFUSED = "发信登录被拒绝，请检查授权码"
PAUSE = timedelta(minutes=20)  # when the provider asks the account to slow down
GRACE = timedelta(minutes=30)  # how long an unknown answer waits before the same bytes go again
UNREAD = LONGEST_RETRY  # and how long while the Sent folder, which would tell, cannot be read
MOST_RESENT = 3  # times an unknown letter is handed over before a person must look

# Tokens of NetEase and Tencent in the text of a reply (guide: mail providers).
_PAUSE = re.compile(
    r"MI:(?:SFQ|CEL|DMC|CCL)|HL:(?:REP|ICC|IFC|MEP)|RP:DRC|too frequent|frequency limit|quota exceeded"
    r"|sending quota|too many (?:mails|messages|connections)",
    re.IGNORECASE,
)
# The addressee's mailbox is full (RFC 3463 X.2.2): his trouble, no reason for the account to pause.
_FULL = re.compile(
    r"\b[45]\.2\.2\b|over ?quota|(?:mailbox|recipient|user)\b.{0,40}\b(?:full|quota)|quota exceeded.{0,40}mailbox"
    r"|(?:邮箱|信箱|收件人).{0,20}(?:已满|超限|空间不足)",
    re.IGNORECASE,
)
_SPAM = re.compile(r"DT:SPM|spam|suspect", re.IGNORECASE)
_TOKEN = re.compile(r"\b([A-Z]{2}:[A-Z0-9]{2,5})\b")
_NO_SUCH_USER = re.compile(
    r"5\.1\.1|user (?:unknown|not found|does(?: not|n't) exist|not exist)|unknown user|no such user"
    r"|invalid (?:user|recipient|mailbox)|mailbox (?:not found|unavailable)|用户不存在|收件人不存在",
    re.IGNORECASE,
)


def classify(code: int, text: str) -> SendError:
    """The retry class of a refusal, by code and the provider's token (RFC 5321 par. 4.2)."""
    found = _TOKEN.search(text)
    token = found.group(1) if found else ""
    detail = f"{code} {text}"[:300]
    if code == 535 or (_PAUSE.search(text) and not _FULL.search(text)):
        return SendPaused(detail, code, token)
    if _passes(code):
        return SendDeferred(detail, code, token)
    if _SPAM.search(text):
        return SendRefused(detail, code, token or "SPAM")
    return SendRefused(detail, code, token)


def classify_login(code: int, text: str) -> SendError:
    """What a refused login means: the whole account waits, for a while (4xx) or for another password."""
    return SendPaused(f"{code} {text}"[:300] if _passes(code) else LOGIN_REFUSED, code, "AUTH")


def is_password_wrong(error: SendError) -> bool:
    """Whether a login was refused for good: trying the same password again locks accounts."""
    return error.token == "AUTH" and not _passes(error.code)  # noqa: S105 - the token of a reply


def _passes(code: int) -> bool:
    return 400 <= code < 500  # RFC 5321 par. 4.2.1


def decide(error: SendError, attempts: int, now: datetime) -> Fate:
    """What becomes of a letter that was not taken, after ``attempts`` earlier ones."""
    response = str(error)
    match error:
        case SendPaused():
            # The account is at fault, not the letter: days without a valid password must not use it up.
            return Fate(LetterState.DEFERRED, response, now + PAUSE, counted=False)
        case SendDeferred() if attempts + 1 < GIVE_UP:
            return Fate(LetterState.DEFERRED, response, now + min(FIRST_RETRY * 2**attempts, LONGEST_RETRY))
        case SendRefused(code=550, token="") if not attempts and not knows_no_such_user(error):
            return Fate(LetterState.DEFERRED, response, now + ONCE_MORE)
        case SendUnknown():
            return Fate(LetterState.UNKNOWN, response)
        case _:
            return Fate(LetterState.FAILED, response)


def knows_no_such_user(error: SendError) -> bool:
    """Whether the server refused a letter because nobody has its address."""
    return isinstance(error, SendRefused) and _NO_SUCH_USER.search(str(error)) is not None


def goes_again(letter: LetterRow, now: datetime, *, looked: bool) -> bool:
    """Whether a letter whose fate is not known is handed over once more, with the same bytes.

    Only an answer is worse lost than doubled; everything else waits for a person. ``looked``: it was
    looked for where it would be had it gone, or there is no such place.
    """
    waited = now - handed_at(letter)
    return (
        letter.kind in ANSWERS and letter.attempts < MOST_RESENT and waited >= (GRACE if looked else UNREAD)
    )


def handed_at(letter: LetterRow) -> datetime:
    """When a letter was handed over last, as far as that is known."""
    return letter.sent_at or letter.created_at
