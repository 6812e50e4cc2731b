"""A line with words around its marks, case by case: A01（85，90，88）；A02 科学和实践都是80，创新只能给65.

A case is taken only when every number that follows it is understood, and nothing said there may turn it
round. What is not is asked, case by case.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from intake.campaign.review import ReviewRules
from intake.config.words import either
from tracker.review.marks.answer import Mark, Question, checked, criteria_names
from tracker.review.marks.pieces import Kind, Piece, cut
from tracker.review.marks.values import without_total
from tracker.review.words import review_words

_AND: Final = re.compile(r"[\s、，,/和及与=]{0,4}(?:[-—~～到至]{1,2})?[\s、，,/和及与=]{0,4}")
_TO: Final = re.compile(r"[-—~～到至]")
_LEAD: Final = re.compile(
    r"[\s:：，,、|（(]{0,6}(?:[两三四五六七八九十\d]\s?篇|三项(?:分数)?|各项|这篇|此篇|得分|评分|分数|打分|成绩|的|我|都|均|各|分别|依次|[给打评定为是]|[嘛呢啊]){0,6}[\s:：，,|（(=]{0,6}"
)  # between a case and scores in a row
_BESIDE: Final = re.compile(r"[\s、/和与及跟同]{0,4}")  # between criteria that share a score
_SHARED: Final = re.compile(r"都|均|全|一律|各")
_FOR_EACH: Final = re.compile(rf"{_SHARED.pattern}|每|皆|同|一样|[两二三四五六七八九十\d]\s?篇")
_GIVEN: Final = re.compile(
    r"\s{0,4}(?:[扣减加]了?\s?\d{1,2}\s?分?\s?(?=即|就是|为|是|得|=)即?)?(?:方面|[上嘛呢吧啊我也就只可能应该还都均全各]|一律|可以|得分|评分|分数){0,4}(?:[给打得为是评定到记]|[给打评]它?个?|[定评记]为){0,2}(?:了|分)?[\s:：=＝(（]{0,4}"
)  # the words before a score
_ROW: Final = re.compile(r"[\s，,、/；;。|:：=＝分和与及()（）-]{1,6}")  # between scores in a row
_RESPECTIVE: Final = re.compile(r"[和与及、，,\s分/]{1,4}")
_REMARK: Final = re.compile(r"^[\s，,、；;。:：)）分]{0,20}(?:评语|意见|理由|说明)?[\s:：]{0,8}")
# 回避制度写得好, 回避图片里的牌匾 are no wish to keep away.
AWAY: Final = re.compile(r"回避(?=$|[\s，,。.；;：:（(）)!！?？、了吧]|评|处理|为[宜好]|不必|不予|的\s*$)")
UNSAID: Final = r"(?:[不无没]|不用|无需|不需要?|不必|没有需要|要不要|是否(?:需要|应当?|要)?|该不该|用不用|需不需要|算不算)$"
_PLEADING: Final = re.compile(r"(?:申请|需要|应当|应该|我要|要求|[我请要需])?回避(?:的)?[是有]?[\s:：，,]*$")
_OR: Final = re.compile(
    r"[\s+&＋/、，,（(）)~?？|·.-]{0,6}(?:或者?|还是|or|OR)?[\s+&＋/、，,（(）)~?？|·.-]{0,6}"
)
SEVERAL: Final = "一行里有{numbers}几个编号、一组分数，是几篇都这样打，还是其中一篇？请每篇一行"
_KEPT: Final = 60


@dataclass(frozen=True, slots=True)
class _Group:
    """Cases named together, and what follows up to the next."""

    numbers: tuple[str, ...]
    text: str
    pieces: tuple[Piece, ...]  # places count from the beginning of the text


def read_clauses(text: str, rules: ReviewRules, numbers: Collection[str]) -> list[Mark | Question]:
    """Marks of a simplified line, and questions about its other cases; [] where it names none of his."""
    pieces = cut(text, rules, numbers)
    places = [at for at, piece in enumerate(pieces) if piece.kind is Kind.CASE]
    if not places:
        return []
    every = tuple(dict.fromkeys(pieces[at].value for at in places if pieces[at].value))
    head = text[: pieces[places[0]].start]
    before = pieces[: places[0]]
    unknown = [pieces[at] for at in places if not pieces[at].value]
    strange = any(re.match("[A-Za-z]", text[piece.start :]) is None for piece in unknown) or (
        bool(unknown) and _TO.search(text) is not None
    )
    if (
        before
        and not strange
        and len(places) == 1
        and not re.search(r"[^\s）)。.；;号]", text[pieces[-1].end :])
    ):
        return _read_group(
            _Group(every, head.rstrip("（( "), tuple(before)), "", rules
        )  # 科学85 创新90 实践88（A03）
    if strange or before or re.search(_turning(), head) or re.search(r"(?:^|\s)[-−]\d", text):
        return [_asked(text, every)]
    groups = _grouped(text, pieces, places, numbers)
    return _settle([_read_group(group, head, rules) for group in groups], groups, text)


def keeps_away(text: str) -> bool:
    """Whether a text says 回避 and not 不回避, 无需回避."""
    return any(not re.search(UNSAID, text[: away.start()].rstrip()[-8:]) for away in AWAY.finditer(text))


def _is_his_own(text: str) -> bool:
    """Whether a text says that a case comes from his own people, and that he does not read it."""
    words = review_words().marks
    return (
        re.search(either(words.related), text) is not None
        and re.search(either(words.refusing), text) is not None
        and not re.search("不是|并非|没有", text)
    )


def _settle(
    read: Sequence[Sequence[Mark | Question]], groups: Sequence[_Group], text: str
) -> list[Mark | Question]:
    """All groups together: a case that is named in two of them is asked; so is all, where the end may be about all."""
    named = [number for group in groups for number in group.numbers]
    last = groups[-1]
    end = last.pieces[-1].end if last.pieces else 0
    if (
        len(groups) > 1
        and re.search(_turning(), last.text[end:])
        and re.search(r"都|全|均|皆|以上|上面|前面", last.text[end:])
    ):
        return [_asked(text, tuple(dict.fromkeys(named)))]
    rows: list[Mark | Question] = []
    joined = {
        at + 1 for at, group in enumerate(groups[:-1]) if not group.pieces and _OR.fullmatch(group.text)
    }
    for at, (group, found) in enumerate(zip(groups, read, strict=True)):
        if at in joined:  # A02或A03 84 86 90
            rows.append(_asked(groups[at - 1].numbers[-1] + groups[at - 1].text, group.numbers))
            continue
        twice = tuple(number for number in group.numbers if named.count(number) > 1)
        rows += [_asked(group.numbers[0] + group.text, group.numbers)] if twice else found
    return rows


def _asked(line: str, numbers: tuple[str, ...], why: str = "") -> Question:
    why = why or "没有读懂，请每篇一行写“编号 分数 分数 …”"
    return Question(line.strip()[:_KEPT], why, numbers)


def _turning() -> str:
    words = review_words().marks
    return either((*words.turned, *words.unsure, *words.hedged))


def _grouped(
    text: str, pieces: Sequence[Piece], places: Sequence[int], numbers: Collection[str]
) -> list[_Group]:
    """The cases, those in a row or in a range together, each with what follows."""
    groups: list[_Group] = []
    run: list[str] = []
    for at, after in zip(places, [*places[1:], len(pieces)], strict=True):
        run.append(pieces[at].value)
        end = pieces[after].start if after < len(pieces) else len(text)
        between = text[pieces[at].end : end]
        if after < len(pieces) and after == at + 1 and _AND.fullmatch(between):
            if _TO.search(between):
                run += _from_to(run[-1], pieces[after].value, numbers)
            continue
        start = pieces[at].end
        inside = tuple(
            Piece(piece.kind, piece.value, piece.start - start, piece.end - start)
            for piece in pieces[at + 1 : after]
        )
        groups.append(_Group(tuple(dict.fromkeys(run)), between, inside))
        run = []
    return groups


def _from_to(first: str, last: str, numbers: Collection[str]) -> list[str]:
    ordered = sorted(numbers)
    return ordered[ordered.index(first) : ordered.index(last) + 1]


def _read_group(group: _Group, head: str, rules: ReviewRules) -> list[Mark | Question]:
    """回避, the marks of each, one mark for every criterion; what is none of these is asked."""
    shown = f"{'、'.join(group.numbers)}{group.text}"
    if "" in group.numbers:
        return [_asked(shown, group.numbers, "有的编号不在给您的案例之中")]
    asks = re.search(r"[?？吗]|行不行|好不好", group.text)
    if not group.pieces:
        away = keeps_away(group.text) or (
            _PLEADING.search(head) is not None and not re.search(UNSAID, head.partition("回避")[0][-8:])
        )
        if (away or _is_his_own(group.text)) and not asks:
            return [Mark(number) for number in group.numbers]
        return [_asked(shown, group.numbers)]
    alike = [piece for piece in group.pieces if piece.kind is Kind.ALIKE]
    if alike or asks or "回避" in group.text or re.search(_turning(), _without_titles(group.text)):
        return [_asked(shown, group.numbers)]
    scores = _scores(group, rules)
    if scores is None:
        return [
            _asked(
                shown, group.numbers, f"应有{len(rules.criteria)}项分数（{criteria_names(rules)}），没有读全"
            )
        ]
    if len(group.numbers) > 1 and not re.search(_FOR_EACH, f"{head}{group.text[: group.pieces[-1].start]}"):
        return [_asked(shown, group.numbers, SEVERAL.format(numbers="、".join(group.numbers)))]
    comment = _REMARK.sub("", group.text[group.pieces[-1].end :], count=1).strip("，,；;。 ")
    rows = [checked(shown, number, scores, comment, rules) for number in group.numbers]
    return [row if isinstance(row, Mark) else _asked(row.line, group.numbers, row.why) for row in rows]


def _without_titles(text: str) -> str:
    return re.sub(r"《[^《》]{1,80}》|“[^“”]{1,40}”", "", text)


def _scores(group: _Group, rules: ReviewRules) -> list[Decimal] | None:
    """The scores of each criterion; ``None`` where any number or name is left over."""
    kinds = [piece.kind for piece in group.pieces]
    wanted = len(rules.criteria)
    scores = [Decimal(piece.value) for piece in group.pieces if piece.kind is Kind.SCORE]
    if Kind.ODD in kinds:
        return None
    if Kind.CRITERION not in kinds:
        if kinds == [Kind.EVERY, Kind.SCORE]:
            given = _GIVEN.fullmatch(group.text[group.pieces[0].end : group.pieces[1].start])
            return scores * wanted if given else None  # 三项平均86 is no mark
        loose = group.pieces[kinds.count(Kind.EVERY) :]
        led = _LEAD.fullmatch(_without_titles(group.text[: loose[0].start])) if loose else None
        in_row = (
            led
            and kinds[kinds.count(Kind.EVERY) :] == [Kind.SCORE] * len(loose)
            and all(
                _ROW.fullmatch(group.text[one.end : other.start]) for one, other in itertools.pairwise(loose)
            )
        )
        one_each = Kind.EVERY not in kinds or not re.search(
            r"都|均|一律", group.text[: loose[0].start if loose else 0]
        )
        found = without_total(scores, rules)
        return found if in_row and one_each and len(found) == wanted else None
    return None if Kind.EVERY in kinds else _by_name(group, wanted)


def _by_name(group: _Group, wanted: int) -> list[Decimal] | None:
    """Scores behind the names of their criteria, each once."""
    told: dict[int, Decimal] = {}
    names: list[Piece] = []
    given: list[Piece] = []
    for piece in (*group.pieces, None):
        if given and (piece is None or piece.kind is Kind.CRITERION):
            if (pairs := _pair(group.text, names, given)) is None or set(pairs) & set(told):
                return None
            told |= pairs
            names, given = [], []
        if piece is not None:
            (names if piece.kind is Kind.CRITERION else given).append(piece)
    return [told[place] for place in range(wanted)] if not names and len(told) == wanted else None


def _pair(text: str, names: Sequence[Piece], given: Sequence[Piece]) -> dict[int, Decimal] | None:
    """科学85; 科学和实践都是80; 创新性与实践性85和88."""
    if not names:
        return None
    values = [Decimal(piece.value) for piece in given]
    words = text[names[-1].end : given[0].start]
    if not _GIVEN.fullmatch(re.split("[，,。；;]", words)[-1]):
        return None
    joined = all(_BESIDE.fullmatch(text[a.end : b.start]) for a, b in itertools.pairwise(names))
    if not joined or any(
        not _RESPECTIVE.fullmatch(text[a.end : b.start]) for a, b in itertools.pairwise(given)
    ):
        return None
    if len(values) == 1 and len(names) > 1:
        values = values * len(names) if _SHARED.search(words) else []
    return (
        {int(name.value): value for name, value in zip(names, values, strict=True)}
        if len(values) == len(names)
        else None
    )
