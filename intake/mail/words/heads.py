"""Heads of earlier mails inside a mail's text: marks, header fields, “… 写道：”, quotation signs.

Two readers ask: :mod:`intake.mail.words.quote` sorts a text and must lose nothing, so it wants proof that a
line begins history; :func:`find_foreign` says how far the sender's own words surely go, so a likeness is
enough for it. Lines are given without their ends.
"""

from __future__ import annotations

import re

MAX_FLAT = 5_000  # characters of a line in which a head without line breaks is looked for

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
    rf"|^{_DASHES}\s*[\u4e00-\u9fff]{{0,8}}转发[\u4e00-\u9fff]{{0,8}}\s*{_DASHES}$"  # 来自微信转发
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
_WROTE = re.compile(r"(?:写道|编写|wrote|寫道)\s*+(?:[:：]\s*+)?$", re.I)
_ATTRIBUTION = re.compile(
    rf"^(?:在|于|At|On)?\s*.{{0,80}}?{_DATE}.{{0,250}}(?:写道|编写|wrote|寫道)\s*[:：]?\s*$", re.I
)
_EVIDENCE = re.compile(r"@|\d{1,2}[:：]\d{2}|&lt;")
_QUOTED = re.compile(r"^\s*[>＞] ?")


def is_quoted(line: str) -> bool:
    """Whether a line stands behind a quotation sign."""
    return _QUOTED.match(line) is not None


def unquote_line(line: str) -> str:
    """The line with one quotation sign less."""
    return _QUOTED.sub("", line, count=1)


def is_forward_mark(line: str) -> bool:
    """Whether a line says that a forwarded mail follows."""
    return _FORWARD_MARK.match(line) is not None


def is_field(line: str) -> bool:
    """Whether a line is a header field of an earlier mail, or several of them."""
    return bool(_FIELD.match(line) or _FLAT_HEAD.search(line[:MAX_FLAT]))


def attribution_length(lines: list[str], at: int) -> int:
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


def head_length(lines: list[str], at: int) -> int:
    """How many lines from ``at`` are the head of an earlier mail: mark and header fields."""
    line = lines[at].strip().strip("|").strip()
    if not line:
        return 0
    if _REPLY_MARK.match(line) or is_forward_mark(line):
        return 1 + _fields_length(lines, at + 1)
    if _BARE_ORIGINAL.match(line):
        fields = _fields_length(lines, at + 1)
        return 1 + fields if fields else 0
    if _FROM.match(line) and _count_fields(lines, at) >= 3:
        return _fields_length(lines, at)
    return 1 if _FLAT_HEAD.search(line[:MAX_FLAT]) else 0


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
        if is_field(line):
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


# --- how far the sender's own words surely go ------------------------------------------------------

_RULE = re.compile(r"[-—_=*─~＿－\s]{5,}|\*{3,}")
_SAYS_SO = (
    r"(?:被|已)?(?:转发|轉發|轉寄|转寄|回复|回覆|答复|原始|原邮件|原郵件|邮件原|郵件原|来件|历史邮件|以下(?:是|为|為)?"
    r"|original|forward(?:ed)?|fwd|replied|reply|begin\s+forwarded|message\s+from|quoted?)"
)
_MARKED = re.compile(
    rf"(?<![-—_=*─~＿－<>#+])[-—_=*─~＿－<>#+]{{2,}}+\s{{0,9}}(?:[^\s\w]\s?)?{_SAYS_SO}|[-—_=─~＿－]{{10}}",
    re.I,
)
_BARE_MARK = re.compile(
    r"[\W_]*(?:(?:开始|以下|下面|下边)?(?:是|为|為|系)?(?:被|已|我|由)?(?:的)?(?:转发|轉發|轉寄|转寄)(?:自|来|过来|的)*"
    r"\S{0,20}(?:邮件|郵件|信息|消息|内容|來信|来信|原文)\S{0,6}"
    r"|(?:begin(?:ning)?\s+(?:of\s+)?)?forwarded\s+(?:message|mail|e-?mail|by|from)\b.{0,80}"
    r"|(?:原始?|原来的?)(?:邮件|郵件|信件|来信|信息|消息|内容)(?:如下|内容|信息)?"
    r"|original\s+(?:message|e-?mail))[\W_]*",
    re.I,
)
_FROM_LABEL = (
    r"(?:发\s{0,4}件\s{0,4}人|寄\s{0,4}件\s{0,4}[人者]|發\s{0,4}件\s{0,4}人|发\s{0,4}送\s{0,4}[人者]|发\s{0,4}信\s{0,4}人"
    r"|来\s{0,4}信\s{0,4}人|发\s{0,4}自|sender|from)"
)
_FROM_LINE = re.compile(rf"[^\w\n]{{0,9}}{_FROM_LABEL}[*】\]\s]{{0,9}}[:：|\t]", re.I)
_FLAT_FROM = re.compile(rf"(?<!\w){_FROM_LABEL}[*】\]\s]{{0,4}}[:：]", re.I)
_SAID = re.compile(
    r"(?:写道|写到|编写|寫道|wrote|writes|来信说|来信称|的原话|原文如下|内容如下)\s{0,9}[:：]?\s{0,9}$", re.I
)
_ANNOUNCED = re.compile(  # what follows is another's, whoever it is
    r"(?:下面|下边|以下|后面)(?:这[段些]?)?(?:内容|文字)?(?:是|为|系)?[^。；;\n]{0,16}"
    r"(?:发给|发来|来信|寄来|转来|报来|写来|写的|说的|原话|原文|来件|来函)"
)
_AHEAD = 6  # lines above a sender's field that may be fields of the same head


def find_foreign(lines: list[str]) -> tuple[int, int] | None:
    """Line and column where words of another may begin, None when all are surely the sender's own.

    A likeness of a head, a mark, a rule or a quotation is enough: what is left out gives no orders.
    """
    for at, line in enumerate(lines):
        bare = line.strip()
        if not bare:
            continue
        if (
            is_quoted(line)
            or _RULE.fullmatch(bare)
            or attribution_length(lines, at)
            or head_length(lines, at)
        ):
            return _go_up(lines, at), 0
        if len(bare) <= 100 and (_BARE_MARK.fullmatch(bare) or _SAID.search(bare)):
            return at, 0
        if _FROM_LINE.match(bare) or (_FIELD.match(bare) and _is_field_next(lines, at)):
            return _go_up(lines, at), 0
        inside = [found.start() for pattern in (_MARKED, _FLAT_FROM) if (found := pattern.search(line))]
        if inside:
            return at, min(inside)
        if _ANNOUNCED.search(line):
            return at + 1, 0
    return None


def without_cited(lines: list[str]) -> list[str]:
    """The lines without what is cited behind ``>``, so that answers between and below citations are left.

    A citation goes on to the next blank line: mail programs that wrap long lines lose the sign on what
    they wrap. What says who wrote it stands above it.
    """
    kept: list[str] = []
    citing = False
    for line in lines:
        if is_quoted(line):
            if not citing:
                _drop_attribution(kept)
            citing = True
        elif not line.strip():
            citing = False
            kept.append(line)
        elif not citing:
            kept.append(line)
    return kept


def _drop_attribution(kept: list[str]) -> None:
    """Take off the lines at the end that say who wrote what follows."""
    for length in (1, 2, 3, 4):
        at = len(kept) - length
        if at >= 0 and (found := attribution_length(kept, at)):
            rest = kept[at + found :]
            if not any(line.strip() for line in rest):
                del kept[at:]
                return


def _is_field_next(lines: list[str], at: int) -> bool:
    following = next((line for line in lines[at + 1 : at + 4] if line.strip()), "")
    return _FIELD.match(following.strip()) is not None


def _go_up(lines: list[str], at: int) -> int:
    """The first line of the head that ``at`` belongs to: a subject may stand above its sender."""
    first = at
    for above in range(at - 1, max(-1, at - 1 - _AHEAD), -1):
        bare = lines[above].strip()
        if _FIELD.match(bare):
            first = above
        elif bare:
            break
    return first
