"""A mail's text split into what is new, the signature, and quoted history.

The rule behind every doubt here: text must not get lost. History that is not recognised stays in
``new``; a forwarded mail is what its sender wants read, so it counts as new.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from intake.mail.words.heads import (
    attribution_length,
    find_foreign,
    head_length,
    is_field,
    is_forward_mark,
    is_quoted,
    unquote_line,
    without_cited,
)
from intake.mail.words.signature import cut_signature
from intake.model.case import Body

COVER_CHARS = 200  # own text of a forwarding mail up to which the forwarded text counts as new
MAX_LEVELS = 20  # mails forwarded inside forwarded mails
MAX_LINES = 100_000

_OWN_SECTION = re.compile(r"^从\S{0,16}邮箱\S{0,4}发来的\S{0,4}附件")


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
    the header lines above it are dropped. ``own`` errs the other way: it holds nothing that may be
    another's, and is empty when a forward does not show where that begins.
    """
    lines = text.split("\n")[:MAX_LINES]
    body = _split(lines, forwarded, MAX_LEVELS)
    own, alone = _own_words(lines if forwarded else without_cited(lines))
    if forwarded and alone:
        own = ""  # a forward whose end of own words is not to be seen
    passes_on = body.passes_on or bool(forwarded)
    quotes = (find_foreign(lines) or (len(lines), 0))[0] < len(lines)
    cited = "\n".join(lines) if quotes and not passes_on else ""
    return replace(body, own=own, cited=cited, passes_on=passes_on)


def _own_words(lines: list[str]) -> tuple[str, bool]:
    """What stands above all that may be another's, without the signature; and whether it is all there is."""
    foreign = find_foreign(lines)
    if foreign is None:
        return cut_signature("\n".join(lines))[0], True
    at, column = foreign
    own = "\n".join([*lines[:at], *(line[:column] for line in lines[at : at + 1])])
    return cut_signature(own, before_history=True)[0], False


def _split(lines: list[str], forwarded: bool | None, levels: int) -> Body:
    found = _Split()
    at = 0
    citing = _cites(lines)
    before_history = False
    while at < len(lines):
        line = lines[at]
        if citing and is_quoted(line):
            found.quoted.append(line)
            at += 1
        elif length := attribution_length(lines, at):
            found.quoted.extend(lines[at : at + length])
            at += length
            if not _next_is_quoted(lines, at):
                _keep_history(lines[at:], found)
                break
        elif start := head_length(lines, at):
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
        passes_on=bool(found.forwarded),
    )


def _cites(lines: list[str]) -> bool:
    """Whether ``>`` lines are quotation: one alone may be anything."""
    count = 0
    for at, line in enumerate(lines):
        if line.lstrip()[:1] in {">", "＞"}:
            count += 1
            if (
                count >= 2
                or attribution_length(lines, max(0, at - 1))
                or attribution_length(lines, max(0, at - 2))
            ):
                return True
    return False


def _next_is_quoted(lines: list[str], at: int) -> bool:
    following = next((line for line in lines[at : at + 4] if line.strip()), "")
    return following.lstrip()[:1] in {">", "＞"}


def _part_ways(
    lines: list[str], at: int, head: int, found: _Split, forwarded: bool | None, levels: int
) -> None:
    """Decide whether what follows a head is history or a forwarded mail, and file it."""
    content = lines[at + head :]
    mark = lines[at].strip().strip("|").strip()
    forwards = is_forward_mark(mark) or forwarded is True
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
    return [line for line, words in plain if words.strip("|-— :") and not is_field(words)]


def _own_length(lines: list[str]) -> int:
    text, _ = cut_signature("\n".join(lines), before_history=True)
    return sum(not character.isspace() for character in text)


def _unquote(lines: list[str]) -> list[str]:
    """One level of ``>`` taken off when the whole text carries it."""
    filled = [line for line in lines if line.strip()]
    marked = sum(line.lstrip()[:1] in {">", "＞"} for line in filled)
    if not filled or marked < 0.8 * len(filled):
        return lines
    return [unquote_line(line) for line in lines]


def _keep_history(lines: list[str], found: _Split) -> None:
    """File history; the list of large attachments that QQ puts under it is the sender's own."""
    for at in range(len(lines) - 1, max(-1, len(lines) - 60), -1):
        if _OWN_SECTION.match(lines[at].strip()):
            found.quoted.extend(lines[:at])
            found.new.extend(["", *lines[at:]])
            return
    found.quoted.extend(lines)
