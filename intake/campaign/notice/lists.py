"""The themes that a notice enumerates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from intake.campaign.notice.outline import Line, Run, runs_in, section, wide
from intake.campaign.notice.running import named_below, named_in_text
from intake.campaign.notice.tables import Table, tables_in
from intake.campaign.notice.values import Said, ThemeText
from intake.campaign.notice.words import WORDS
from intake.config.words import either
from intake.text.fold import nfkc
from intake.text.numerals import read_number

HEADING = 16  # longest heading
DEFINITION = 400  # longest definition that stands in lines of its own
THEMES = range(2, 31)

_TITLE_END = re.compile(r"[。::;]")
_NAME_END = re.compile(r"[。::;]|——?")
_ASIDES = re.compile(r"\([^()]{1,12}\)[。;]?$")  # (任选其一)
_IN_BRACKETS = re.compile(r"([^()]{2,16})\(([^()]{2,200})\)[。;]?")  # 红色记忆(老兵、支前)
_INLINE = re.compile(r"[;。]\s?(?:\d{1,2}[.、]|\(\d{1,2}\)|[②-⑳])")  # 1.家务劳动；2.校园劳动
_SPOKEN = re.compile(r"[一二三四五六七八九]是")
_SIDES = re.compile(
    r"([二两三四五六七八九十]{1,2}|\d{1,2})\s?(?:个|大)?(?:方面|类别?|板块|角度|专题|栏目|题目|部分|大类)"
)  # 从六个方面中选一个来写
_FOLLOWING = re.compile("(?:以下|下列|如下)(?:[几三四五六七八九]个?)?(?:类|方面|方向|内容)")
_MARKED = re.compile("[打评计得]分|评[审选判价]")  # 从三个方面打分
_NAMED = re.compile(r"[^。::;,]{2,16}[::]")
_QUOTED = re.compile(r"“([^“”]{2,16})”(?:类|篇|方向|主题)?[,:](.+)")  # “舌尖守护”，讲小餐饮……
_TOLD = re.compile(rf"([^,。;::“]{{2,{HEADING}}}),({either(WORDS.theme_tells)})")
_HEADS = re.compile("序号|编号|类别|类型|主题|内容|说明|要点|名称|范围|方向|反映|释义|选题|领域|专题|板块")
_ASIDE = re.compile(
    r"名额|数量|分值|权重|时间|备注|电话|联系|单位|主体"
)  # columns that say nothing of a theme


def themes_of(lines: tuple[Line, ...]) -> tuple[Said[ThemeText], ...]:
    """The list that stands under a heading about themes: the best such heading, the first of equals."""
    best: tuple[int, tuple[Said[ThemeText], ...]] = (0, ())
    for at, line in enumerate(lines):
        heading = heading_of(line)
        weight = _weight(heading)
        if weight <= best[0]:
            continue
        items = _items(lines, at)
        if len(items) in THEMES:
            best = (weight, items)
    return (
        _in_table(lines)
        or best[1]
        or _numbered_kinds(lines)
        or _counted_before(lines)
        or _told_in_a_row(lines)
        or named_in_text(lines)
    )


def _in_table(lines: tuple[Line, ...]) -> tuple[Said[ThemeText], ...]:
    """A column of 类别, or the first of words below a heading about themes, with what stands beside each."""
    for table in tables_in(lines):
        at, rows = _column(table), tuple(zip(table.rows, table.lines, strict=True))
        if at >= 0 and not any(_HEADS.search(word) for word in table.head):
            rows = ((table.head, table.head_line), *rows)
        beside = [other for other in range(at + 1, len(table.head)) if not _ASIDE.search(table.head[other])]
        found: dict[str, list[tuple[str, str]]] = {}
        for row, line in rows:
            title = row[at] if at >= 0 else ""
            found.setdefault(title, []).append(
                ("，".join(filter(None, (row[one] for one in beside))), line.text)
            )
        if len(found) in THEMES and all(2 <= len(title) <= HEADING for title in found):
            return tuple(
                Said(
                    ThemeText(wide(title), wide("；".join(filter(None, (one for one, _ in told))))),
                    told[0][1].replace("\t", "："),
                )
                for title, told in found.items()
            )
    return ()


def _column(table: Table) -> int:
    """Where a table names themes; -1: nowhere."""
    strong = (
        at
        for at, word in enumerate(table.head)
        if WORDS.theme_strong.search(word) and not WORDS.theme_never.search(word)
    )
    below = table.before is not None and bool(_weight(heading_of(table.before)))
    plain = (at for at, word in enumerate(table.head) if below and not re.search("序号|编号|^号$", word))
    return next(strong, next(plain, -1))


def _told_in_a_row(lines: tuple[Line, ...]) -> tuple[Said[ThemeText], ...]:
    """可从五个方向中任选其一：一是“舌尖守护”，讲…；二是…, in the midst of a paragraph."""
    for line in lines:
        for run in runs_in(line.text):
            if not _tells_themes(run):
                continue
            items = _themes([*run.parts[:-1], run.parts[-1].partition("。")[0]], line.text)
            if len(items) in THEMES and all(len(item.value.title) <= HEADING for item in items):
                return items
    return ()


def _tells_themes(run: Run) -> bool:
    """Whether the words before a list speak of themes, or count as many sides of the matter as it has."""
    if WORDS.theme_never.search(run.lead) or WORDS.review.search(run.lead):
        return False
    counted = _SIDES.search(run.lead)
    if _FOLLOWING.search(run.lead) and all(_NAMED.match(part) for part in run.parts):
        return not all(WORDS.authors.search(_NAME_END.split(part)[0]) for part in run.parts)
    return bool(WORDS.theme_strong.search(run.lead)) or (
        counted is not None and read_number(counted[1]) == len(run.parts)
    )


def heading_of(line: Line) -> str:
    """What a numbered line begins with, ``""`` where it is not numbered."""
    return _TITLE_END.split(line.rest, maxsplit=1)[0] if line.style else ""


def _weight(heading: str) -> int:
    if not heading or len(heading) > HEADING or WORDS.theme_never.search(heading):
        return 0
    return 2 * bool(WORDS.theme_strong.search(heading)) + bool(WORDS.theme_weak.search(heading))


def _items(lines: tuple[Line, ...], at: int) -> tuple[Said[ThemeText], ...]:
    below = section(lines, at)
    numbered = [line for line in below if line.style]
    if numbered:
        style = numbered[0].style
        if len(numbered) == 1 and len(parts := _INLINE.split(numbered[0].rest)) > 1:
            return _themes(parts, numbered[0].text)
        own = [(at, line) for at, line in enumerate(below) if line.style == style]
        themes = _themes([line.rest for _, line in own], "")
        return tuple(
            _with_lines_below(replace(theme, quote=line.text), below[at + 1 :], style)
            for theme, (at, line) in zip(themes, own, strict=True)
        )
    if found := named_in_text((lines[at],)):
        return found
    for line in (lines[at], *below):
        said = _TITLE_END.split(line.rest, maxsplit=1)[-1] if line is lines[at] else line.rest
        if len(spoken := list(_spoken(said))) > 1:
            return _themes(spoken, line.text)
        words = _ASIDES.sub("", said).strip("。;").split("、")
        if line is lines[at] and len(words) > 2 and all(2 <= len(word) <= HEADING for word in words):
            return tuple(Said(ThemeText(word.removesuffix("等"), ""), line.text) for word in words)
    return named_below(below)


def _with_lines_below(theme: Said[ThemeText], after: tuple[Line, ...], style: str) -> Said[ThemeText]:
    """（一）课程育人, and what it means in the lines below it."""
    if theme.value.definition or len(theme.value.title) > HEADING:
        return theme
    told = []
    for line in after:
        if line.style == style or WORDS.deadline_before.search(line.text) or "@" in line.text:
            break
        told.append(line.rest.strip("。; "))
    return replace(theme, value=ThemeText(theme.value.title, wide("；".join(told))[:DEFINITION]))


def _spoken(text: str) -> Iterator[str]:
    """一是…；二是…"""
    marks = list(_SPOKEN.finditer(text))
    for mark, after in zip(marks, [*marks[1:], None], strict=False):  # of no marks, none
        yield text[mark.end() : after.start() if after else len(text)].strip(";,。 ")


def _numbered_kinds(lines: tuple[Line, ...]) -> tuple[Said[ThemeText], ...]:
    found = [line for line in lines if line.style == "kind"]
    return tuple(_theme(line.rest, line.text) for line in found) if len(found) in THEMES else ()


def _counted_before(lines: tuple[Line, ...]) -> tuple[Said[ThemeText], ...]:
    """案例围绕五类内容，选一类写：, and as many numbered lines below it, whatever their heading is called."""
    for at, line in enumerate(lines):
        said = nfkc(line.text)
        counted = _SIDES.search(said) if said.endswith(":") else None
        judged = WORDS.theme_never.search(said) or WORDS.review.search(said) or _MARKED.search(said)
        if counted is None or judged or at + 1 == len(lines):
            continue
        below = _of_one_style(lines[at + 1 :])
        if len(below) == read_number(counted[1]) and len(below) in THEMES:
            found = tuple(_theme(one.rest, one.text) for one in below)
            if all(len(one.value.title) <= HEADING and one.value.definition for one in found):
                return found
    return ()


def _of_one_style(lines: Sequence[Line]) -> list[Line]:
    """The first lines as long as they are numbered alike; none where the first has no number."""
    style = lines[0].style
    return list(takewhile(lambda one: one.style == style, lines)) if style else []


def _themes(parts: Sequence[str], quote: str) -> tuple[Said[ThemeText], ...]:
    """The parts of one paragraph; 急救抢时，写… ends at its comma where every part tells what it is about so."""
    if all(_TOLD.match(nfkc(part)) for part in parts):
        parts = [_TOLD.sub(r"\1:\2", nfkc(part), count=1) for part in parts]
    if all(_IN_BRACKETS.fullmatch(nfkc(part)) for part in parts):
        parts = [_IN_BRACKETS.sub(r"\1:\2", nfkc(part)) for part in parts]
    return tuple(_theme(part, quote) for part in parts)


def _theme(text: str, quote: str) -> Said[ThemeText]:
    """The title is what stands before the first full stop, colon or, when that is long, comma."""
    if quoted := _QUOTED.match(text.strip("。; ")):
        return Said(ThemeText(quoted[1], wide(quoted[2].strip(",。; "))), quote)
    title, _, rest = _cut(text.strip("。; "))
    return Said(ThemeText(wide(title), wide(rest.strip(",。; "))), quote)


def _cut(text: str) -> tuple[str, str, str]:
    match = _NAME_END.search(text)
    if match is None and "包括" in text:
        return text.partition(",包括")
    if match is None:
        return text, "", ""
    return text[: match.start()], match[0], text[match.end() :]
