"""Marks in the words of a mail: “A07 85 90 88”, “A07：科学性八十五、创新性90分…”, “A12 回避”, tables.

What is clear is taken; what is not is asked, with the line it stands in. A line is read as one case; where
that fails, as several or as words around the marks. A case of which another line of the same mail says
something that was not understood is asked whole.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from intake.campaign.review import ReviewRules
from intake.config.words import either
from intake.text.fold import simplify
from tracker.review.marks.answer import Answer, Mark, Question, checked, collect, criteria_names
from tracker.review.marks.beside import hold_told, without_needless
from tracker.review.marks.by_criterion import read_by_criterion
from tracker.review.marks.clauses import AWAY, keeps_away, read_clauses
from tracker.review.marks.misspelt import hold_misspelt
from tracker.review.marks.pieces import cut, scores_in
from tracker.review.marks.restated import restate
from tracker.review.marks.rows import Heading, read_heading
from tracker.review.marks.signs import usual_signs
from tracker.review.marks.values import (
    SPOKEN,
    find_number,
    in_order,
    is_total,
    labelled,
    labels_of,
    orders_named,
    read_value,
    why_unknown,
    without_total,
)
from tracker.review.words import review_words

_NUMBER: Final = re.compile(
    r"^[\s（(【\[]{0,8}(?:案例|编号|第)?\s{0,4}([A-Za-z]?)\s{0,4}-?\s{0,4}(\d{1,4})\s{0,4}(?:号|篇)?[\s）)】\].、，,:：/|—-]*"
)
MENTIONED: Final = re.compile(r"([A-Za-z])\s{0,2}-?(\d{1,4})(?!\d)")
_SECOND_WORD: Final = re.compile(r"(?:改|应|更正|修正|调整)[^\d]{0,6}\d|(?:^|\s)[-−]\d")
_COMMENT: Final = re.compile(r"^[\s，,、；;。:：]{0,20}(?:评语|意见|理由|说明)?[\s:：]{0,8}")
_REMARK: Final = re.compile(r"^\s{0,4}(?:评语|意见|理由|说明)[\s:：]{1,4}(?=\S)")
_LISTED: Final = re.compile(r"^(?:\d{1,2}\s?[.．、)）]|[①-⑳])\s{0,4}(?=[A-Za-z]\s?\d)")
_ALONE: Final = re.compile(
    r"^\W{0,4}(?:案例|编号|印号)?[\s:：]{0,4}[A-Za-z]\s{0,2}-?\d{1,4}号?\s{0,4}(?:《[^《》]{1,80}》)?[\s:：。.]{0,4}$"
)
_SAME: Final = re.compile(
    r"([A-Za-z]\s{0,2}-?\d{1,4})号?(?:的?(?:分数|得分|评分))?[\s:：，,]{0,4}(?:[等照]?同|参照|[与和跟](?=.{1,12}(?:一样|相同|一致)))\s{0,2}([A-Za-z]\s{0,2}-?\d{1,4})号?(?:的?(?:分数|得分|评分))?(?:一样|相同|一致)?[\s。.，,；;]{0,4}"
)
_SAME_ABOVE: Final = re.compile(r"([A-Za-z]\s{0,2}-?\d{1,4})号?[\s:：，,]{0,4}同上[\s。.，,；;]{0,4}")
_TOTAL_NAMED: Final = re.compile(  # 总分258, 合计258, 平均86
    r"(?:总分|合计|总计|共计|平均分?|均分|综合|加权(?:后|得分)?)\s{0,2}[:：为是]?\s{0,2}(\d{1,4}(?:\.\d{1,2})?)"
)
_KEPT: Final = 60  # characters of a line that are shown
_ASKS_OF_ANOTHER: Final = re.compile(  # 上周发过一封，里面A01 80 82 85，收到没有
    r"(?:发过|寄过|报过|那封|上封|前一封|上次|上回|之前|先前|原先|里面)[^\n]{0,80}(?:[?？]|收到没|收到了没|收到吗)"
)
_IN_TURN: Final = r"依次|分别|次序|顺序"
UNREAD: Final = "没有读懂，请每篇一行写“编号 分数 分数 …”"
UNSURE: Final = "分数还不确定（左右、大概、暂定一类的说法），请写明最后的分数"


@dataclass(frozen=True, slots=True)
class _Order:
    """An order of the criteria that a line names."""

    places: tuple[int, ...] = ()
    certain: bool = False  # it says so: 依次为, 顺序是


def read_lines(text: str, rules: ReviewRules, numbers: Collection[str]) -> Answer:
    """Marks in a mail's own words.

    Args:
        text: what the expert wrote, without quotation.
        rules: criteria and scale.
        numbers: printed numbers of the cases given to him.
    """
    written = text
    text = restate(usual_signs(without_needless(text), rules), rules, numbers)
    by_criterion = read_by_criterion(text, rules, numbers)
    rows, unclear = (by_criterion, set()) if by_criterion is not None else _by_line(text, rules, numbers)
    answer = collect(rows, rules)
    if answer.marks and (why := _doubt_of_all(text, rules, numbers)):
        return Answer((), (*answer.questions, Question("整封来信", why)))
    left = unclear & {mark.number for mark in answer.marks}
    asked = [Question(number, "另有一句说到这一篇没有读懂，请写明最后的分数") for number in sorted(left)]
    kept = tuple(mark for mark in answer.marks if mark.number not in left)
    return hold_misspelt(
        hold_told(Answer(kept, (*answer.questions, *asked)), written, rules, numbers), written, numbers
    )


def _by_line(
    text: str, rules: ReviewRules, numbers: Collection[str]
) -> tuple[Sequence[Mark | Question | None], set[str]]:
    """What each line says, and the cases of which some line says what was not understood."""
    rows: list[Mark | Question | None] = []
    heading: Heading | None = None
    order = _Order()
    unclear: set[str] = set()
    same: dict[str, str] = {}
    above = ""  # the case whose marks 同上 means
    for line in _joined(text.splitlines(), rules):
        folded = _LISTED.sub("", simplify(line).strip())
        if not folded:
            continue
        if found := read_heading(folded, rules):
            heading = found
            continue
        if heading is not None and (row := heading.row(folded, rules, numbers)) is not None:
            rows.append(row)
            continue
        if named := _order_in(folded, rules):
            order = named
        if alike := _alike(folded, numbers, above):
            same |= alike
            (above,) = alike.values()
            continue
        new = _read_line(line, folded, rules, numbers)
        unclear |= _unclear(folded, new, numbers)
        rows += [_in_named_order(row, order, folded, rules) for row in new]
        above = new[-1].number if new and isinstance(new[-1], Mark) and new[-1].scores else ""
    return [*rows, *_as_others(same, rows)], unclear


def _alike(text: str, numbers: Collection[str], above: str) -> dict[str, str]:
    """A03同A05, A03 同上: a case whose marks are those of another."""
    if match := _SAME.fullmatch(text):
        first, other = (find_number(word, numbers) for word in match.groups())
        return {first: other} if first and other else {}
    match = _SAME_ABOVE.fullmatch(text)
    first = find_number(match[1], numbers) if match else None
    return {first: above} if first and above else {}


def _unclear(text: str, rows: Sequence[Mark | Question], numbers: Collection[str]) -> set[str]:
    """The cases that a line with questions is about, where it may change what another says."""
    if not _may_change(text):
        return set()
    return {
        number for row in rows if isinstance(row, Question) for number in row.about or _own(text, numbers)
    }


def _doubt_of_all(text: str, rules: ReviewRules, numbers: Collection[str]) -> str:
    """Why no mark of a mail is taken: a line that names no case says that all are not the last, or on another scale."""
    words = review_words().marks
    for line in simplify(text).splitlines():
        scale = re.search(r"(\d{1,3}|[五十百])\s?分制|满分(?:为|是|按)?\s?(\d{1,3}|[五十]|一百)", line)
        if scale and read_value((scale[1] or scale[2]).replace("一百", "百")) != rules.scale:
            return f"来信说到另一种分制，满分应为{rules.scale}分，请确认"
        if not any(_own(line, numbers)) and any(word in line for word in words.not_yet):
            return UNSURE
        if re.search(
            rf"[次顺]序[^。；;\n]{{0,12}}{either(words.astray)}|{either(words.astray)}[^。；;\n]{{0,8}}[次顺]序",
            line,
        ):
            return f"来信说各项的次序不能肯定，请按{criteria_names(rules)}的次序重写，或在分数前写上名称"
    return ""


def _may_change(text: str) -> bool:
    """Whether a line that was not read may change what another says."""
    return bool(
        re.search(r"\d", MENTIONED.sub("", text)) or re.search(either(review_words().marks.reopening), text)
    )


def _joined(lines: Sequence[str], rules: ReviewRules) -> Iterator[str]:
    """Lines; a number that stands alone together with the scores below it, a remark with what it is about."""
    wanted = len(rules.criteria)
    label = "|".join(re.escape(word) for labels in labels_of(rules) for word in labels)
    score = re.compile(
        rf"\s{{0,4}}(?:{label})?[\s:：=＝]{{0,4}}(?:\d{{1,3}}(?:\.\d{{1,2}})?|{SPOKEN})\s?分?[\s，,。;；]{{0,4}}"
    )
    place = 0
    while place < len(lines):
        line = lines[place]
        place += 1
        if _ALONE.match(simplify(line)):
            below = [
                lines[at] for at in range(place, min(place + 2 * wanted, len(lines))) if lines[at].strip()
            ][:wanted]
            if len(below) == wanted and all(score.fullmatch(simplify(one)) for one in below):
                while below:
                    below.remove(lines[place]) if lines[place] in below else None
                    line = f"{line.strip()} {lines[place].strip()}"
                    place += 1
                if place < len(lines) and _REMARK.match(lines[place]):
                    line += f" {lines[place].strip()}"
                    place += 1
        yield line


def _own(text: str, numbers: Collection[str]) -> Iterator[str]:
    """The cases that a text names by letter and number."""
    for match in MENTIONED.finditer(text):
        if found := find_number(match[1] + match[2], numbers):
            yield found


def _as_others(same: dict[str, str], rows: Sequence[Mark | Question | None]) -> Iterator[Mark | Question]:
    """A03同A05: the marks of the other, when this mail has them."""
    known = {row.number: row for row in rows if isinstance(row, Mark) and row.scores}
    for number, other in same.items():
        if other in known:
            yield Mark(number, known[other].scores)
        else:
            yield Question(number, f"这次来信中没有{other}的分数，请写明{number}各项的分数")


def _order_in(text: str, rules: ReviewRules) -> _Order | None:
    """依次为创新性、科学性、实践性, alone or before the cases of a line."""
    head = MENTIONED.split(text, maxsplit=1)[0]
    places = () if re.search(r"\d|[二三四五六七八九]十", head) else tuple(orders_named(head, rules))
    return _Order(places, re.search(_IN_TURN, head) is not None) if places else None


def _in_named_order(row: Mark | Question, order: _Order, line: str, rules: ReviewRules) -> Mark | Question:
    """Bare scores put from the order which was named before into that of the criteria."""
    if not isinstance(row, Mark) or not row.scores or order.places in ((), tuple(range(len(row.scores)))):
        return row
    *_, behind = MENTIONED.split(line, maxsplit=1)
    labels = tuple(word for words in labels_of(rules) for word in words)
    if not order.certain or re.search(either(labels), behind):
        return Question(row.number, "各项的次序与评分表不同，请在每个分数前写上名称")
    scores = tuple(row.scores[order.places.index(place)] for place in range(len(row.scores)))
    return Mark(row.number, scores, row.comment)


def _read_line(
    line: str, folded: str, rules: ReviewRules, numbers: Collection[str]
) -> Sequence[Mark | Question]:
    """What one line says: one case, else several or words around marks, else a question; [] for other words."""
    plain = _read_plain(line, folded, rules, numbers)
    if plain and _ASKS_OF_ANOTHER.search(folded):
        return [Question(line.strip()[:_KEPT], UNREAD)]
    if plain and not any(isinstance(row, Question) for row in plain):
        sure = not _is_unsure(folded)
        return plain if sure else [Question(line.strip()[:_KEPT], UNSURE)]
    by_case = read_clauses(folded, rules, numbers)
    if _is_unsure(folded):  # A01 85左右，A02 80 82 84: of one case, where others stand beside it
        apart = len(set(_own(folded, numbers))) > 1 and not _is_put_off(folded)
        if apart and any(isinstance(row, Mark) for row in by_case):
            return by_case
        return [Question(line.strip()[:_KEPT], UNSURE)] if plain else []
    return by_case if any(isinstance(row, Mark) for row in by_case) or not plain else plain


def _is_unsure(text: str) -> bool:
    words = review_words().marks
    unsure = either(words.unsure)
    near = rf"{unsure}.{{0,8}}?\d|\d\s?分?[（(，,]?\s?(?:{unsure}|[^\d，,。；;]{{0,5}}(?:吗|[?？]|行不行|好不好))"
    return re.search(near, text) is not None or _is_put_off(text)


def _is_put_off(text: str) -> bool:
    return any(word in text for word in review_words().marks.not_yet)


def _read_plain(
    line: str, folded: str, rules: ReviewRules, numbers: Collection[str]
) -> Sequence[Mark | Question]:
    parts = _parts(folded, rules, numbers)
    if parts:
        return parts
    match = _NUMBER.match(folded)
    if match is not None and _says_marks(folded[match.end() :], rules):
        return [_read_row(line.strip(), match, folded[match.end() :], rules, numbers)]
    return [Question(line.strip()[:_KEPT], UNREAD)] if any(_own(folded, numbers)) else []


def _parts(text: str, rules: ReviewRules, numbers: Collection[str]) -> list[Mark | Question]:
    """Several cases in one line, each with all its marks: A03 89 90 92，A04 78 75 81. [] when it is not that."""
    places = [m.start() for m in MENTIONED.finditer(text) if find_number(m[1] + m[2], numbers)]
    if not places or (len(places) == 1 and places[0] == 0) or re.search(r"\d", text[: places[0]]):
        return []
    rows: list[Mark | Question] = []
    for start, end in zip(places, [*places[1:], len(text)], strict=True):
        part = text[start:end]
        match = _NUMBER.match(part)
        if match is None or not _says_marks(part[match.end() :], rules):
            return []
        rows.append(_read_row(part.strip(), match, part[match.end() :], rules, numbers))
    distinct = {row.number for row in rows if isinstance(row, Mark)}
    return rows if len(distinct) == len(rows) else []


def _says_marks(rest: str, rules: ReviewRules) -> bool:
    """Whether a line goes on as marks do, not as a sentence that begins with a number."""
    labels = "|".join(re.escape(criterion.name) for criterion in rules.criteria)
    return bool(
        re.match(
            rf"\s*(?:{labels}|{AWAY.pattern}|申请回避|需要回避|本人回避|\d|{SPOKEN}\s*(?:分|[\s，,、/]))",
            rest,
        )
    )


def _read_row(
    line: str, match: re.Match[str], rest: str, rules: ReviewRules, numbers: Collection[str]
) -> Mark | Question:
    number = find_number(match[1] + match[2], numbers)
    if number is None:
        return Question(line, why_unknown(match[1] + match[2], numbers))
    if keeps_away(rest):
        if re.search(r"\d", rest):
            return Question(line, f"{number}既写了回避又打了分，请说明以哪个为准")
        return Mark(number, (), "")
    by_name = labelled(rest, rules)
    wanted = len(rules.criteria)
    scores, end = by_name if by_name is not None else in_order(rest, wanted + 1)
    written = len(scores)
    scores = without_total(scores, rules)
    if len(scores) != wanted:
        return Question(line, f"应有{wanted}项分数（{criteria_names(rules)}），读到{len(scores)}项")
    turned = re.search(rf"{either(review_words().marks.turned)}.{{0,10}}?(?:\d|{SPOKEN}分)", rest[end:])
    if turned or _SECOND_WORD.search(rest) or any(_own(rest[end:], numbers)):
        return Question(line, "这一行不止一种写法或不止一篇，请每篇一行，只写最后的分数")
    if any(not is_total(Decimal(said), scores, rules) for said in _TOTAL_NAMED.findall(rest[end:])):
        return Question(line, f"{number}各项分数与所写总分或平均分对不上，请核对")
    if scores_in(cut(_TOTAL_NAMED.sub("", rest), rules, numbers)) > written:
        return Question(line, "这一行还有别的数字没有读懂，请每篇一行，只写最后的分数")
    if by_name is None and _names_behind(rest[end:], rules):
        return Question(line, "分数后面又写了各项名称，请在每个分数前写上名称")
    if by_name is None:
        scores = _as_named(scores, rest[end:], rules)
    return checked(line, number, scores, _COMMENT.sub("", rest[end:], count=1).strip(), rules)


def _names_behind(tail: str, rules: ReviewRules) -> bool:
    """Whether criteria stand behind the scores in another order than theirs, or with doubt: (科学 实践 创新?)."""
    words = tuple(word for words in labels_of(rules) for word in words if len(word) > 1)
    found = re.search(rf"(?:{either(words)})(?:[\s、,，/和]{{1,3}}(?:{either(words)})){{1,6}}\s?[?？]?", tail)
    if found is None or re.match(r"[\s，,。(（]*(?:分别|依次)", tail):
        return False
    order = [
        place
        for word in re.findall(either(words), found.group())
        for place, own in enumerate(labels_of(rules))
        if word in own
    ]
    return order != sorted(order) or found.group()[-1] in "?？"


def _as_named(scores: list[Decimal], rest: str, rules: ReviewRules) -> list[Decimal]:
    """85、90、88分别是创新性、科学性、实践性: in the order of the criteria."""
    if not re.match(r"[\s，,。(（]*(?:分别|依次)", rest):
        return scores
    order = tuple(orders_named(rest, rules)) or tuple(range(len(scores)))
    return [scores[order.index(place)] for place in range(len(scores))]
