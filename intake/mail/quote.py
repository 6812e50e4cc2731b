"""A mail's text split into what is new, the signature, and quoted history.

The rule behind every doubt here: text must not get lost. History that is not recognised stays in
``new``; a forwarded mail is what its sender wants read, so it counts as new.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from intake.mail.signature import cut_signature
from intake.model.case import Body

COVER_CHARS = 200  # own text of a forwarding mail up to which the forwarded text counts as new
MAX_LEVELS = 20  # mails forwarded inside forwarded mails
MAX_LINES = 100_000

_DASHES = r"[-—_=*─~]{2,}"
_REPLY_MARK = re.compile(
    rf"^{_DASHES}\s*(?:回复的?|答复的?)?(?:原始?邮件(?:信息|内容)?|邮件原件|原始信息|原邮件内容|回复邮件"
    rf"|Original(?: Message| Mail| Email)?|Replied Message|Reply Message)\s*{_DASHES}$",
    re.I,
)
_BARE_ORIGINAL = re.compile(r"^(?:Original|原始邮件|Original Message|---\s*Original\s*---)$", re.I)
_FORWARD_MARK = re.compile(
    rf"^{_DASHES}\s*(?:以下(?:是|为))?(?:已|被)?(?:转发(?:的)?(?:邮件|信息|消息)(?:信息|内容)?"
    rf"|Forwarded (?:message|mail|email)(?: from .{{0,80}})?|Forward(?:ed)?)\s*(?:{_DASHES})?$"
    r"|^(?:开始|以下(?:是|为))(?:被)?转发的?(?:邮件|信息)(?:内容)?\s*[:：]?$"
    r"|^Begin forwarded message\s*[:：]?$",
    re.I,
)
_FROM = re.compile(
    r"^[|*\s]*(?:发\s*件\s*人|寄件人|寄件者|发送人|发信人|From)[*\s]*(?:[:：]|[|\t])[*\s]*\S?", re.I
)
_FIELD = re.compile(
    r"^[|*\s]*(?:发\s*件\s*人|发送人|发信人|寄件者|发送时间|发送日期|发件时间|发件日期|寄件日期|日\s*期|时\s*间|收\s*件\s*人|收信人|抄\s*送\s*人?"
    r"|密\s*送|主\s*[题旨]|标\s*题|附\s*件|重要性|回复(?:至|给)?"
    r"|From|Sent(?: Time| at)?|Date|To|Cc|Bcc|Subject|Reply-To|Importance|Attachments?)[*\s]*(?:[:：]|[|\t])",
    re.I,
)
_FLAT_HEAD = re.compile(r"发件人[:：].{1,120}(?:发送时间|发送日期|日期)[:：].{1,80}收件人[:：]")
_DATE = (
    r"(?:\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}|\d{1,2}/\d{1,2}/\d{2,4}"
    r"|[A-Z][a-z]{2,8}\.? \d{1,2}(?:,|日)|\d{1,2} [A-Z][a-z]{2,8})"
)
_DATED = re.compile(_DATE)
_WROTE = re.compile(r"(?:写道|编写|wrote|寫道)\s*[:：]?\s*$", re.I)
_ATTRIBUTION = re.compile(
    rf"^(?:在|于|At|On)?\s*.{{0,80}}?{_DATE}.{{0,250}}(?:写道|编写|wrote|寫道)\s*[:：]?\s*$", re.I
)
_EVIDENCE = re.compile(r"@|\d{1,2}[:：]\d{2}|&lt;")
_OWN_SECTION = re.compile(r"^从\S{0,16}邮箱\S{0,4}发来的\S{0,4}附件")
_QUOTED = re.compile(r"^\s*[>＞] ?")


@dataclass(slots=True)
class _Split:
    """Lines sorted so far."""

    new: list[str] = field(default_factory=list)
    quoted: list[str] = field(default_factory=list)
    forwarded: list[str] = field(default_factory=list)
    signature: list[str] = field(default_factory=list)


def split_body(text: str, forwarded: bool | None = None) -> Body:
    """Split the text of a mail; never raises, never loses a line of content.

    ``forwarded``: whether the subject says that the mail forwards another (True), or answers one
    (False). A forwarded mail's text goes to ``new`` unless the sender wrote a longer text himself;
    the header lines above it are dropped.
    """
    return _split(text.split("\n")[:MAX_LINES], forwarded, MAX_LEVELS)


def _split(lines: list[str], forwarded: bool | None, levels: int) -> Body:
    found = _Split()
    at = 0
    citing = _cites(lines)
    before_history = False
    while at < len(lines):
        line = lines[at]
        if citing and _QUOTED.match(line):
            found.quoted.append(line)
            at += 1
        elif length := _attribution(lines, at):
            found.quoted.extend(lines[at : at + length])
            at += length
            if not _next_is_quoted(lines, at):
                _keep_history(lines[at:], found)
                break
        elif start := _head_length(lines, at):
            before_history = True
            _part_ways(lines, at, start, found, forwarded, levels)
            break
        else:
            found.new.append(line)
            at += 1
    return _assemble(found, before_history)


def _assemble(found: _Split, before_history: bool) -> Body:
    new, signature = cut_signature("\n".join(found.new), before_history=before_history)
    parts = [part for part in (new.strip("\n"), "\n".join(found.forwarded).strip("\n")) if part.strip()]
    return Body(
        new="\n".join(parts),
        signature="\n".join(filter(None, (signature, *found.signature))),
        quoted="\n".join(found.quoted).strip("\n"),
    )


def _cites(lines: list[str]) -> bool:
    """Whether ``>`` lines are quotation: one alone may be anything."""
    count = 0
    for at, line in enumerate(lines):
        if line.lstrip()[:1] in {">", "＞"}:
            count += 1
            if count >= 2 or _attribution(lines, max(0, at - 1)) or _attribution(lines, max(0, at - 2)):
                return True
    return False


def _next_is_quoted(lines: list[str], at: int) -> bool:
    following = next((line for line in lines[at : at + 4] if line.strip()), "")
    return following.lstrip()[:1] in {">", "＞"}


def _attribution(lines: list[str], at: int) -> int:
    """How many lines (0 to 3) from ``at`` say who wrote what follows."""
    first = lines[at]
    if not first.strip() or len(first) > 300 or not (_DATED.search(first) or "@" in first):
        return 0
    joined = ""
    for length in (1, 2, 3) if _DATED.search(first) else (1, 2):
        if at + length > len(lines):
            return 0
        joined = f"{joined} {lines[at + length - 1].strip()}".strip()
        if _WROTE.search(joined):
            known = len(joined) < 350 and _ATTRIBUTION.match(joined) and _EVIDENCE.search(joined)
            return length if known else 0
        if not lines[at + length - 1].strip():
            return 0
    return 0


def _head_length(lines: list[str], at: int) -> int:
    """How many lines from ``at`` are the head of an earlier mail: mark and header fields."""
    line = lines[at].strip().strip("|").strip()
    if not line:
        return 0
    if _REPLY_MARK.match(line) or _FORWARD_MARK.match(line):
        return 1 + _fields_length(lines, at + 1)
    if _BARE_ORIGINAL.match(line):
        fields = _fields_length(lines, at + 1)
        return 1 + fields if fields else 0
    if _FROM.match(line) and _count_fields(lines, at) >= 3:
        return _fields_length(lines, at)
    return 1 if _FLAT_HEAD.search(line) else 0


def _count_fields(lines: list[str], at: int) -> int:
    length = _fields_length(lines, at)
    return sum(bool(_FIELD.match(line)) for line in lines[at : at + length])


def _fields_length(lines: list[str], at: int) -> int:
    """How many lines from ``at`` are header fields of the earlier mail, blank lines among them."""
    start = at
    last = at
    blanks = 0
    while at < len(lines) and at - start < 24:
        line = lines[at].strip().lstrip("> ").strip()
        if _FIELD.match(line) or _FLAT_HEAD.search(line):
            last = at + 1
            blanks = 0
        elif not line.strip("|-— :"):
            blanks += 1
            if blanks > 3:
                break
        elif last == start or not _continues_field(lines, at, last):
            break  # only a field can run on
        at += 1
    return last - start


def _continues_field(lines: list[str], at: int, last: int) -> bool:
    """A long recipient list or subject runs on; more fields follow within two lines."""
    if at != last or at == 0:
        return False
    return (
        any(_FIELD.match(line.strip().lstrip("> ")) for line in lines[at + 1 : at + 3])
        and len(lines[at]) < 200
    )


def _part_ways(
    lines: list[str], at: int, head: int, found: _Split, forwarded: bool | None, levels: int
) -> None:
    """Decide whether what follows a head is history or a forwarded mail, and file it."""
    content = lines[at + head :]
    mark = lines[at].strip().strip("|").strip()
    forwards = bool(_FORWARD_MARK.match(mark)) or forwarded is True
    own = _own_length(found.new)
    if forwarded is None and own == 0:
        forwards = True  # nothing new but what was passed on
    if not forwards or own > COVER_CHARS or levels == 0:
        found.quoted.extend(lines[at : at + head])
        _keep_history(content, found)
        return
    found.quoted.extend(_run_on(lines[at + 1 : at + head]))
    inner = _split(_unquote(content), None, levels - 1)
    found.forwarded.append(inner.new)
    if inner.signature:
        found.signature.append(inner.signature)
    if inner.quoted:
        found.quoted.append(inner.quoted)


def _run_on(head: list[str]) -> list[str]:
    """Lines of a head that are no fields: a long subject, or content that was taken for one."""
    plain = ((line, line.strip().lstrip("> ").strip()) for line in head)
    return [
        line
        for line, words in plain
        if words.strip("|-— :") and not (_FIELD.match(words) or _FLAT_HEAD.search(words))
    ]


def _own_length(lines: list[str]) -> int:
    text, _ = cut_signature("\n".join(lines), before_history=True)
    return sum(not character.isspace() for character in text)


def _unquote(lines: list[str]) -> list[str]:
    """One level of ``>`` taken off when the whole text carries it."""
    filled = [line for line in lines if line.strip()]
    marked = sum(line.lstrip()[:1] in {">", "＞"} for line in filled)
    if not filled or marked < 0.8 * len(filled):
        return lines
    return [_QUOTED.sub("", line, count=1) for line in lines]


def _keep_history(lines: list[str], found: _Split) -> None:
    """File history; the list of large attachments that QQ puts under it is the sender's own."""
    for at in range(len(lines) - 1, max(-1, len(lines) - 60), -1):
        if _OWN_SECTION.match(lines[at].strip()):
            found.quoted.extend(lines[:at])
            found.new.extend(["", *lines[at:]])
            return
    found.quoted.extend(lines)
