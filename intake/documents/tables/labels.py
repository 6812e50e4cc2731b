"""Labels such as 报送单位 and 联 系 人, and the labelled lines of any text.

Which label means which field is decided in intake/identify; here a label is only told from
ordinary words, and tied to its value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from intake.config.toml import Strict
from intake.config.words import Split, WordLists, load_words

LONGEST_LABEL: Final = 14  # characters without blanks
LONGEST_LINE: Final = 160  # labelled lines are short; longer ones are prose
LONGEST_VALUE: Final = 80


class _Joined(Strict):
    """Every front before every back."""

    fronts: Split = ("",)
    backs: Split

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(front + back for front in self.fronts for back in self.backs)


class _Cells(WordLists):
    strong: tuple[_Joined, ...]  # mean themselves wherever they stand before a colon
    weak: Split  # also ordinary words: only at the beginning of a line, a cell or a bracket
    other: tuple[_Joined, ...]
    last: Split  # how labels end


_CELLS: Final = load_words("cells", _Cells)
_STRONG: Final = tuple(word for joined in _CELLS.strong for word in joined.words)
_OTHER_CELLS: Final = tuple(word for joined in _CELLS.other for word in joined.words)

_BLANKS: Final = "[ \t\u00a0\u3000]*"
_KNOWN: Final = frozenset((*_STRONG, *_CELLS.weak, *_OTHER_CELLS))
_ENDINGS: Final = re.compile(rf"[\u4e00-\u9fff]{{1,8}}({'|'.join(_CELLS.last)})")
_SEPARATORS: Final = re.compile(r"[/／、及和或与]")
_LAST_SIGNS: Final = frozenset("：:*＊）)") | {word[-1] for word in (*_KNOWN, *_CELLS.last)}
_BRACKETED: Final = re.compile(r"[（(][^（）()]{0,20}[）)]")
_LEAD: Final = re.compile(r"^(?:[\d０-９]{1,2}[.．、]|[（(]?[一二三四五六七八九十]{1,2}[）)、]|[*＊※★·●■◆]+)")


def spaced(label: str) -> str:
    """A pattern for a label whose characters may stand apart: 联 系 人."""
    return _BLANKS.join(map(re.escape, label))


def plain_label(text: str) -> str:
    """A label as written in a cell, without blanks, number, brackets and colon."""
    squeezed = "".join(text.split()).rstrip("：:*＊")
    if squeezed in _KNOWN:
        return squeezed
    squeezed = _LEAD.sub("", squeezed)
    if squeezed in _KNOWN:
        return squeezed
    return _BRACKETED.sub("", squeezed).rstrip("：:")


def is_known_label(text: str) -> bool:
    """Whether a cell holds a label, going by its words."""
    return bool(known_label(text))


def may_be_label(text: str) -> bool:
    """A cheap test before others: whether a text is short and ends as labels do."""
    return len(text) <= 3 * LONGEST_LABEL and text.rstrip()[-1:] in _LAST_SIGNS


def known_label(text: str) -> str:
    """The label that a cell holds, going by its words, as :func:`plain_label` gives it; else ``""``."""
    if not may_be_label(text):
        return ""
    label = plain_label(text)
    if label in _KNOWN:
        return label
    if len(label) > LONGEST_LABEL:
        return ""
    parts = _SEPARATORS.split(label)
    if len(parts) > 1 and all(part in _KNOWN for part in parts):
        return label
    return label if label.endswith(_CELLS.last) and _ENDINGS.fullmatch(label) else ""


def _alternation(labels: tuple[str, ...]) -> str:
    return "|".join(spaced(label) for label in sorted(labels, key=len, reverse=True))


def _one_of(at: int, *labels: str) -> str:
    """A pattern for the character that stands there in some label: a cheap test before all of them."""
    return f"[{re.escape(''.join(sorted({label[at] for label in labels})))}]"


_NOTE: Final = rf"(?:{_BLANKS}[（(][^（）()：:]{{1,16}}[）)])?"
_LABELLED: Final = re.compile(
    rf"(?={_one_of(0, *_STRONG, *_CELLS.weak)})(?:(?P<strong>{_alternation(_STRONG)})|(?<![\u4e00-\u9fffA-Za-z])(?P<weak>{_alternation(_CELLS.weak)}))"
    rf"{_NOTE}{_BLANKS}(?:[：:]{_BLANKS}|(?=[\d+][\d-]{{2}}))",
    re.I,
)
# A cheap test before it: some label's last sign, and what must follow a label.
_MAYBE_LABELLED: Final = re.compile(
    rf"{_one_of(-1, *_STRONG, *_CELLS.weak)}{_NOTE}{_BLANKS}(?:[：:]|[\d+][\d-]{{2}})",
    re.I,
)
_UNMARKED: Final = re.compile(
    rf"[（(【\[]?(?P<label>{_alternation((*_STRONG, '作者', '电话', '手机'))}){_NOTE}"
    r"[ \t\u3000]+(?P<value>\S.*)"
)
_BLANK: Final = re.compile("[ \t\u3000]")
_VALUE_END: Final = " \t\u3000，,；;、。|｜/／"


def labelled_lines(text: str) -> tuple[tuple[str, str], ...]:
    """The (label, value) pairs of lines such as ``报送单位：…  联系人：…``, in order, once each."""
    found: dict[tuple[str, str], None] = {}
    for line in text.split("\n"):
        if len(line) <= LONGEST_LINE and (_MAYBE_LABELLED.search(line) or _BLANK.search(line)):
            found.update(dict.fromkeys(_pairs_of_line(line.lstrip("\f"))))
    return tuple(found)


def _pairs_of_line(line: str) -> Iterator[tuple[str, str]]:
    matches = list(_LABELLED.finditer(line))
    ends = [match.start() for match in matches[1:]] + [len(line)]
    for match, end in zip(matches, ends, strict=False):
        value = _trim_value(line[match.end() : end])
        if value:
            yield plain_label(match["strong"] or match["weak"]), value
    if not matches and len(line) <= LONGEST_VALUE and _BLANK.search(line):
        alone = _UNMARKED.fullmatch(line)
        if alone and not is_known_label(alone["value"]):
            value = _trim_value(alone["value"])
            if value and "。" not in value:
                yield plain_label(alone["label"]), value


def _trim_value(raw: str) -> str:
    value = raw.split("\t", maxsplit=1)[0].strip(_VALUE_END)
    for opening, closing in ("（）", "()", "【】", "[]"):
        if value.endswith(closing) and opening not in value:
            value = value[:-1].rstrip(_VALUE_END)
    return value if len(value) <= LONGEST_VALUE else ""
