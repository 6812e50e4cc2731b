"""The theme that a county states itself: “主题：（三）”, “类别：三社联动”, “申报主题三”.

Only a labelled value or a numbered theme counts; the same words in running text are left to
:mod:`intake.understand.theme.classify`. A list of all themes, as in a quoted notice, states nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from intake.campaign.campaign import Campaign
from intake.model.case import Evidence, Where
from intake.text.fold import nfkc
from intake.text.numerals import read_number
from intake.understand.identify.parse.labels import is_denied, names_in, ticked

EDGE_HEAD, EDGE_TAIL = 600, 400  # characters of a document in which a labelled line may stand
ALIKE = 0.6  # likeness of a written theme name to the campaign's
_NUMBER = r"[一二三四五六七八九十]|\d{1,2}"
_KIND = r"(?:主题|类别|类型|类目|选题|领域|板块|方向)"
_LABEL = re.compile(
    rf"^\W*(?:\d+[.、])?(?:案例|申报|所属|报送|参评|对应|征集|推荐|主要|内容|作品|材料|选择|符合|归属)*{_KIND}"
    r"(?:类别|名称|分类|方向|编号|序号|领域|属于|是|为)?\s*[:\s]\s*(?P<value>\S.{0,40})$"
)
_PAIR_LABEL = re.compile(rf"{_KIND}|所属方面|所选方面|案例分类|征集内容")
_NOT_PAIR = re.compile("文件|单位|人员|级别|层级|主体|活动主题|关键词|主题词|研究方向|发展方向")
_AFTER = r"(?:类|项|个?方面|个?主题)"
_INLINE = re.compile(
    rf"(?:主题|类别|选题)\s*+(?:(?:为|是|属于?|:)\s*+)?(?:\(\s*+(?P<a>{_NUMBER})\s*+\)|(?:第\s*+)?(?P<b>{_NUMBER})(?:{_AFTER}|(?![A-Za-z0-9%一-鿿])))"
    rf"|第\s*+\(?(?P<c>{_NUMBER})\)?\s*+(?:个?主题|类主题|项主题|类案例|个?方面)"
    rf"|\((?P<d>{_NUMBER})\)\s*+(?:主题|类(?!\w)|方面)"
    rf"|(?:属于?|归入?|列入|对应|报)\s*+(?:通知|征集)?(?:[中的]\s*+)?(?:第|\()(?P<e>{_NUMBER})\)?\s*+(?:类|项|方面|主题)(?!\w{{0,20}}工作)"
)
_ALONE = re.compile(rf"^\W*(?:申报|所属|报送|参评|案例|对应|征集)*主题\s*[第(]?\s*(?:{_NUMBER})\s*[)类]?\W*$")
_VALUE = re.compile(
    rf"^(?:主题|第)?\s*+(?:[(\[]\s*+)?(?P<n>{_NUMBER})\s*+(?:[)\]]\s*+)?(?:[、.:]\s*+)?(?:个?(?:类|项|方面|主题))?(?P<rest>.*)$"
)
_DELIMITED = re.compile(
    rf"^(?:主题|第|[(\[]\s*(?:{_NUMBER})\s*[)\]]|(?:{_NUMBER})\s*(?:[、.:)]|类|个?方面|个?主题))"
)
LISTED = "汇总表所列主题"  # label of what the sheet beside a case says of it
_THEMATIC = re.compile("题|类|方面|领域|板块|方向")
_SEGMENTS = re.compile(r"[-—_·【】()\[\]\s+.:]+")
_CHOSEN = re.compile(
    rf"(?:{_KIND}(?:为|是|选|:|属于?)|(?<![不未所])选(?:择|的是|报|择了|了)?|(?<![不未])(?:申?报|投)的?(?:是|为)?|(?<!不)(?<!不要)(?<!不宜)(?<!不应)(?:归入?|列入|属于?|登记为|定为|按)|以外的)[\s“]?"
)
_BOOK = re.compile("《([^》]{2,60})》")


@dataclass(frozen=True, slots=True)
class Stated:
    """A theme that the sender names."""

    theme: int
    evidence: Evidence


def stated_theme(
    title: str,
    text: str,
    campaign: Campaign,
    stated: Sequence[str] = (),
    pairs: Iterable[tuple[str, str]] = (),
) -> tuple[Stated, ...]:
    """Every theme that is stated for this case, strongest source first, one entry a theme.

    ``stated`` are the subject, the mail's text, then file names, as far as there are any.
    """
    found: dict[int, Stated] = {}
    for theme, evidence in _statements(title, text, campaign, stated, pairs):
        found.setdefault(theme, Stated(theme, evidence))
    return tuple(found.values())


def _statements(
    title: str, text: str, campaign: Campaign, stated: Sequence[str], pairs: Iterable[tuple[str, str]]
) -> Iterator[tuple[int, Evidence]]:
    for label, value in pairs:
        if (
            _PAIR_LABEL.search(label)
            and not _NOT_PAIR.search(label)
            and (n := read_theme(ticked(value), campaign))
        ):
            where = Where.SHEET if label == LISTED else Where.FORM
            yield n, Evidence(where, f"{label}：{value}".replace("：：", "："))
    yield from _one_only(_labelled(_edges(text), campaign, Where.FORM))
    wheres = (Where.SUBJECT, Where.LETTER)
    for place, line in sorted(enumerate(stated), key=lambda item: item[0] == 1):
        where = wheres[place] if place < len(wheres) else Where.FILE
        numbered = (
            _in_letter(line, title, campaign) if where is Where.LETTER else _inline(line, campaign, where)
        )
        yield from _one_only(numbered)


def _one_only(found: Iterable[tuple[int, Evidence]]) -> list[tuple[int, Evidence]]:
    """Nothing when several themes are named in one place: a list states none of them."""
    all_found = list(found)
    return all_found[:1] if len({theme for theme, _ in all_found}) == 1 else []


def _edges(text: str) -> list[str]:
    if len(text) <= EDGE_HEAD + EDGE_TAIL:
        return text.splitlines()
    return [*text[:EDGE_HEAD].splitlines(), *text[-EDGE_TAIL:].splitlines()]


def _labelled(lines: Iterable[str], campaign: Campaign, where: Where) -> Iterator[tuple[int, Evidence]]:
    for line in lines:
        if len(line) > 60 or not _THEMATIC.search(line):
            continue
        plain = _plain(line)
        if (label := _LABEL.match(plain)) and (n := read_theme(label["value"], campaign)):
            yield n, Evidence(where, line.strip())
        elif _ALONE.match(plain):
            yield from _inline(line, campaign, where)


def _inline(line: str, campaign: Campaign, where: Where) -> Iterator[tuple[int, Evidence]]:
    plain = _plain(line)
    for match in _INLINE.finditer(plain):
        number = read_number(next(filter(None, match.groups())))
        if 1 <= number <= len(campaign.themes):
            yield number, Evidence(where, match.group().strip())
    if where in (Where.FILE, Where.SUBJECT):
        segments = {_bare(segment) for segment in _SEGMENTS.split(plain)}
        for theme in campaign.themes:
            for name in (theme.title, theme.name):
                if len(name) >= 4 and _bare(name) in segments:
                    yield theme.number, Evidence(where, name)


def _in_letter(text: str, title: str, campaign: Campaign) -> list[tuple[int, Evidence]]:
    """Statements of the mail's own text; a sentence about another case is not about this one."""
    own: list[tuple[int, Evidence]] = []
    general: list[tuple[int, Evidence]] = []
    for sentence in re.split(r"[\n。；;]|[、，,和及](?=《)", text):
        if not (_THEMATIC.search(sentence) or _CHOSEN.search(sentence)):
            continue
        found = [
            *_labelled([sentence], campaign, Where.LETTER),
            *_inline(sentence, campaign, Where.LETTER),
            *_by_name(sentence, campaign),
        ]
        if not found:
            continue
        named = [_bare(name) for name in _BOOK.findall(sentence)]
        if not named:
            general += found
        elif title and any(name in _bare(title) or _bare(title) in name for name in named):
            own += found
    return own or general


def _by_name(sentence: str, campaign: Campaign) -> Iterator[tuple[int, Evidence]]:
    """方向：科技助农 within a line; 选新就业形态; 报的是建功立业: the whole name, said of what is sent and not denied."""
    plain = _plain(sentence)
    for match in _CHOSEN.finditer(plain):
        said = plain[match.end() :]
        for theme in campaign.themes:
            for name in dict.fromkeys((_plain(theme.title), _plain(theme.name))):
                end = match.end() + len(name)
                if len(name) < 3 or not said.startswith(name):
                    continue
                if not (is_denied(plain, match.start(), len(plain)) or is_denied(plain, match.end(), end)):
                    yield theme.number, Evidence(Where.LETTER, f"{match[0]}{name}".strip())


def read_theme(value: str, campaign: Campaign) -> int:
    """The theme that a form's cell or a short reply names, 0 when none or not a single one."""
    plain = _plain(value).strip(" :.。")
    match = _VALUE.match(plain)
    number = read_number(match["n"]) if match else 0
    if match is None or not 1 <= number <= len(campaign.themes):
        return _resembles(plain, campaign)
    rest = match["rest"].strip(" )、.:-—")
    if not rest:
        return number
    if not _DELIMITED.match(plain):  # “三社联动” begins with a numeral, too
        return _resembles(plain, campaign)
    agrees = _resembles(rest, campaign) in (number, 0) and not re.match(r"[\d个篇份条项年月]", rest)
    return number if agrees else 0


def _resembles(text: str, campaign: Campaign) -> int:
    """The one theme whose name or heading the text repeats or nearly repeats."""
    bare = _bare(text)
    if len(bare) < 3:
        return 0
    named = {
        t.number
        for t in campaign.themes
        for name in (_bare(t.name), _bare(t.title))
        if len(name) >= 3 and (names_in(bare, name) or (len(bare) >= 4 and bare in name))
    }
    if len(named) == 1:
        return named.pop()
    if named or any(is_denied(bare, at, len(bare)) for at in range(1, min(8, len(bare)))):
        return 0
    best = sorted(((_dice(bare, _bare(t.title)), t.number) for t in campaign.themes), reverse=True)
    return best[0][1] if best and best[0][0] >= ALIKE else 0


def _dice(a: str, b: str) -> float:
    first, second = ({text[i : i + 2] for i in range(len(text) - 1)} for text in (a, b))
    return 2 * len(first & second) / max(1, len(first) + len(second))


def _bare(text: str) -> str:
    return "".join(c for c in nfkc(text) if c.isalnum())


def _plain(text: str) -> str:
    return nfkc(text).replace("〔", "(").replace("〕", ")").strip()
