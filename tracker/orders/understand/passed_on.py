"""Words that are passed on as they stand: “收件18回复：…”. They are cut off before anything else is read."""

from __future__ import annotations

import re

from tracker.orders.understand.items import Piece
from tracker.orders.understand.names import Names
from tracker.orders.understand.order import Intent, Wish

_MAIL = r"(?:收件\s*(?:第\s*)?(?P<{0}>\d{{1,6}})\s*号?|(?P<{0}b>\d{{1,6}})号(?:收件|邮件|来信)?)"
_SAY = r"(?:请|帮我|帮忙)?(?:回复|答复|回信|复信|回(?![电过了])|告诉(?:他们?|对方)|跟他们?说|转告(?:他们?|对方)?)(?:一下|下|如下|他们?|对方|说)?"
_HEAD = re.compile(
    rf"(?:请|帮我|麻烦)?(?:给|把)?{_MAIL.format('a')}\s*[:：,，]?\s*{_SAY}\s*(?P<mark>[:：,，\s]|(?=[“\"「]))\s*|"
    rf"(?:请|帮我|麻烦)?{_SAY}(?:给)?{_MAIL.format('b')}\s*(?P<mark2>[:：,，\s])\s*|"
    rf"{_MAIL.format('c')}\s*[:：]\s*{_SAY}(?P<mark3>)"
)
_QUOTED = re.compile(r"[“\"「](?P<words>[^”\"」]{1,2000})[”\"」]")


def read_passed_on(item: Piece, names: Names) -> tuple[list[Wish], Piece]:
    """The answers to mails in an item, and the item without them."""
    del names
    found = _HEAD.search(item.folded)
    if found is None:
        return [], item
    groups = found.groupdict()
    bare = groups["ab"] or groups["bb"] or groups["cb"]
    if bare and "邮件" not in found[0] and "来信" not in found[0] and "收件" not in found[0] and (groups["mark"] or groups["mark2"] or "") not in (":", "："):
        return [], item
    number = int(next(groups[name] for name in ("a", "ab", "b", "bb", "c", "cb") if groups[name]))
    start = found.end()
    quoted = _QUOTED.match(item.folded, start)
    if quoted:
        words, end = item.written[quoted.start("words") : quoted.end("words")], quoted.end()
    else:
        end = len(item.folded)
        if "如下" not in found[0] and (line := item.folded.find("\n", start)) >= 0:
            end = line
        words = item.written[start:end].strip()
    if not words:
        return [], item
    wish = Wish(Intent.ANSWER, item.written[found.start() : end].strip(), mails=(number,), words=words)
    rest = Piece(item.folded[: found.start()] + "\n" + item.folded[end:], item.written[: found.start()] + "\n" + item.written[end:])
    more, rest = read_passed_on(rest, Names) if rest.folded.strip() else ([], rest)  # type: ignore[arg-type]
    return [wish, *more], rest
