"""Frames of review: 开始评阅, 同意分配方案, A07给王建国, 3、7号入选. A sentence is one of them whole, or none.

They are looked for first, sentence by sentence, and then clause by clause; what is none of them is left
for the other frames. Titles and values can hold any of these words, so nothing is taken from inside a
sentence that says something else besides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from intake.config.words import either
from intake.text.fold import simplify
from tracker.orders.order import Doubtful, Order, Verb
from tracker.orders.understand.numbers import HANZI, number_of, read_numbers
from tracker.review.mail.acts import REASONED, Act
from tracker.review.words import review_words

_SENTENCE: Final = re.compile(r"[。；;！!？?\n]+")
_LIST_MARK: Final = re.compile(
    r"^\s*(?:[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,2})[)）、.．](?!\d)|[-•·*])\s*"
)
_TITLE: Final = re.compile(r"《([^《》]{2,80})》")
_PRINTED: Final = r"[A-Za-z]\s?-?\s?\d{1,4}"
_PRINTED_ONE: Final = r"(?<![A-Za-z])[Aa]\s?-?\s?(\d{2,4})"
_MARK_LINE: Final = re.compile(
    rf"^\s*{_PRINTED}\s?号?[\s:：,，、]{{0,4}}(?:\d|回避|[\u4e00-\u9fff]{{2,6}}\s?\d)"
)
_CASES: Final = (
    rf"(?P<cases>(?:《[^《》]{{2,80}}》|[\d\s号篇个、，,和及与跟A-Za-z\-—到至~～{HANZI}]|案例){{1,200}}?)"
)
_LISTED: Final = r"(?:按|照|对)?(?:所附|附件)(?:中|里|上)?(?:的)?(?:名单|清单)?(?:中|里|上)?(?:的)?(?:案例)?"
_CASES_2: Final = _CASES.replace("(?P<cases>", "(?P<more>")
_TOP: Final = (
    rf"(?P<top>(?:{{R}}|得分|排名|名次)?(?:的|排)?前\s?(?:\d{{1,3}}|[{HANZI}]{{1,4}})\s?(?:名|篇|个|位|件)?)"
)
DATE: Final = (
    rf"(?:(?:\d{{1,2}}|[{HANZI}]{{1,3}})月)?(?:\d{{1,2}}|[{HANZI}]{{1,3}})[日号]|\d{{1,2}}\.\d{{1,2}}"
    r"|(?:下下|下|本|这)?个?(?:周|星期|礼拜)[一二三四五六日天]|(?:大后|后|明)天"
)
_SPAN: Final = rf"(?:\d{{1,2}}|[{HANZI}]{{1,3}})个?(?:工作日|天|日|周|星期)"
_LONGER: Final = (
    rf"(?:(?:延长|延期|延后|延|推迟|宽限|放宽|顺延|改)(?:到|至|为)(?P<value>{DATE})"
    rf"|(?:延长|延期|延后|延|推迟|宽限|放宽|顺延)(?P<span>{_SPAN}))(?:前)?(?:交|返回|截止)?"
)
_BRACKETED: Final = re.compile(  # （他在行）; （村级除外） may turn the order round
    r"\s?[（(]([^（()）\d除不先只待暂再若如另但别未]{2,60})[）)]\s*$"
)
_REASON: Final = re.compile(r"\s*(?:因为?|由于|鉴于|考虑到?|理由|原因)[^\d]*$")
_LONGEST: Final = 200  # characters of an order with its reason
_ONLY: Final = re.compile(r"只评|\d\s?[号篇、]")
_ALL: Final = r"(?:案例)?(?:都|均|全|全部|也|定为|定|拟|确定|列为)*"


@dataclass(frozen=True, slots=True)
class Found:
    """Orders of a text, and the sentences that are none."""

    orders: tuple[Order, ...]
    rest: str
    guesses: tuple[Doubtful, ...] = ()  # what sentences most likely want, to be asked


def read_review(text: str, experts: Sequence[str], prefix: str) -> Found:
    """Orders about review in the new text of a mail.

    Args:
        text: what she wrote.
        experts: names of the experts on the list.
        prefix: of the numbers of cases (``XZ``).
    """
    marks, text = _read_marks(text, experts)
    orders = [*marks]
    rest = []
    for sentence in re.split(r"(?<=[。；;！!？?\n])", text):
        bare = _SENTENCE.sub("", sentence)
        if found := _read(bare, experts, prefix):
            orders.append(found)
            continue
        parts = [
            (part, _read(part, experts, prefix)) for part in re.split(r"[，,]", _BRACKETED.sub(r"，\1", bare))
        ]
        parts = _with_reasons(parts)
        named = [order for _, order in parts if order is not None]
        if any(order.field == Act.OPEN for order in named) and any(_ONLY.search(part) for part, _ in parts):
            named = []  # which cases are to be read is not understood: a round with all would be wrong
        orders += named
        left = "，".join(part for part, order in parts if order is None and not _is_said(part)) + "\n"
        rest.append(left if named else sentence)
    return Found(tuple(dict.fromkeys(orders)), "".join(rest))


def _with_reasons(parts: Sequence[tuple[str, Order | None]]) -> list[tuple[str, Order | None]]:
    """The clauses with the orders; what stands behind one, or before it with 因为, is kept with it as its reason."""
    found: list[tuple[str, Order | None]] = []
    before, last = "", -1  # 因为 …; the place of the order that stands nearest before
    for part, order in parts:
        given = order
        if order is not None:
            last = len(found)
            if before and order.field in REASONED:
                given, before = replace(order, text=f"{before}，{order.text}"), ""
        elif last < 0 and _REASON.match(part):
            before = part
        elif last >= 0 and not re.search(r"\d", part) and not _is_filler(part):
            head, of = found[last]
            if of is not None and of.field in REASONED and len(of.text) < _LONGEST:
                found[last] = head, replace(of, text=f"{of.text}，{part.strip()}")
        found.append((part, given))
    return found


def _is_said(part: str) -> bool:
    """Whether a clause wants nothing of its own: how the order beside it is done, or 因为 … why."""
    return _is_filler(part) or _REASON.match(part) is not None


def _read(sentence: str, experts: Sequence[str], prefix: str) -> Order | None:
    """The one order that a sentence is."""
    written = sentence.strip()
    bare = _stripped(_LIST_MARK.sub("", simplify(written)).strip())
    if not bare or len(bare) > 400:
        return None
    for act, pattern in _frames():
        if match := pattern.fullmatch(bare):
            return _order(act, written, match.groupdict(), prefix)
    return _about_expert(bare, written, experts)


def _is_filler(part: str) -> bool:
    """请登记, 名单见附件: says how the order beside it is to be done."""
    return (
        re.fullmatch(rf"{either(review_words().orders.filler)}*", _stripped(simplify(part).strip()))
        is not None
    )


def _order(act: Act, written: str, said: dict[str, str | None], prefix: str) -> Order | None:
    cases = said.get("cases") or said.get("more") or ""
    titles = _TITLE.findall(cases)
    serials = read_numbers(_TITLE.sub(" ", cases), prefix)
    if "cases" in said and said["cases"] is not None and not (titles or serials):
        return None
    if act is Act.PUBLISH and any(word in written for word in review_words().orders.show):
        return None  # 公示名单给我看看: to look at it begins nothing
    value = (said.get("value") or said.get("span") or "").strip()
    if act is Act.LEAVE and (printed := re.findall(_PRINTED_ONE, cases)):
        return Order(Verb.REVIEW, written, (), act.value, " ".join(f"A{number}" for number in printed))
    if re.search(_PRINTED_ONE, cases) and act in (Act.JOIN, Act.VISIT_DAY):
        return None
    if said.get("top"):
        value = str(number_of((said["top"] or "").partition("前")[2]))
    if act is Act.OPEN and not value:
        value = next((word for word in review_words().orders.rounds if word in written), "")
    words = (said.get("words") or "").strip()
    return Order(Verb.REVIEW, written, serials, act.value, value or "\n".join(titles), words=words)


def _about_expert(bare: str, written: str, experts: Sequence[str]) -> Order | None:
    """王建国退出, A07给王建国, 收回王建国的A07."""
    name = next((name for name in sorted(experts, key=len, reverse=True) if name in bare), "")
    if not name:
        return None
    words = review_words().orders
    who = f"{re.escape(name)}{either(words.people)}?"
    r = either(words.reviewing)
    once = "(?:再|重新|重)(?:发|寄)(?:一次|一遍|一份|一下)?"
    changes = (
        (Act.EXTEND, rf"(?:给|把)?{who}的?(?:{r})?(?:截止|期限|时间|日期)*(?:可以?)?{_LONGER}"),
        (
            Act.BOUND,
            rf"(?:发|出|生成|打印|做)?(?:一下)?{who}的(?:{r}材料)?装订本(?:发(?:给)?我|发来)?(?:一下|看看)?",
        ),
        (Act.AGAIN, rf"(?:{r})?材料{once}给?{who}(?:一次|一遍|一份)?"),
        (Act.AGAIN, rf"{who}的(?:{r})?材料{once}"),
        (Act.AGAIN, rf"(?:给|向){who}{once}(?:{r})?材料"),
    )
    for act, pattern in changes:
        if match := re.fullmatch(pattern, bare):
            day = match.groupdict().get("value") or match.groupdict().get("span") or ""
            return Order(Verb.REVIEW, written, (), act.value, day, words=name)
    patterns = (
        (Act.WITHDRAW, rf"(?:让|把)?{who}.{{0,12}}{either(words.leaves)}.{{0,8}}"),
        (Act.TAKE_BACK, rf"(?P<n>{_PRINTED})号?(?:从{who}.{{0,4}})?(?:收回|撤回|拿回|取回).{{0,4}}"),
        (Act.TAKE_BACK, rf"(?:收回|撤回|拿回|取回){who}的(?P<n>{_PRINTED})号?"),
        (Act.TAKE_BACK, rf"{who}(?:的|不用评|不评|不要评|回避)(?P<n>{_PRINTED})号?(?:收回|撤回)?"),
        (Act.PAIR, rf"(?P<n>{_PRINTED})号?(?:也|再)?(?:给|交给|分给|加给|交|由|请){who}(?:评|看|审|评阅)?"),
        (
            Act.PAIR,
            rf"(?:给|让|请|由)?{who}(?:再|加|多|再加|加评|再评|也)?(?:评|看|审|评阅|加)(?P<n>{_PRINTED})号?",
        ),
    )
    for act, pattern in patterns:
        if match := re.fullmatch(pattern, bare):
            printed = re.sub(r"[\s-]", "", match.groupdict().get("n") or "").upper()
            return Order(Verb.REVIEW, written, (), act.value, printed or name, words=name)
    return None


def _read_marks(text: str, experts: Sequence[str]) -> tuple[list[Order], str]:
    """王建国评分： and the lines below it, as they stand on his paper."""
    if not experts:
        return [], text
    words = review_words().orders
    named = "|".join(map(re.escape, sorted(experts, key=len, reverse=True)))
    head = re.compile(
        rf"^\W{{0,4}}(?P<name>{named}){either(words.people)}?(?:的|交来的|纸质)?(?:{either(words.reviewing)}|分数|成绩)?"
        rf"(?:表|单|如下|结果)?\s?[:：,，]?\s*(?P<line>.*)$"
    )
    orders: list[Order] = []
    rest: list[str] = []
    name, lines = "", list[str]()

    def close() -> None:
        if name and lines:
            shown = f"{name}评分（{len(lines)}行）"
            orders.append(Order(Verb.REVIEW, shown, (), Act.MARKS.value, name, words="\n".join(lines)))

    for line in text.splitlines():
        if _MARK_LINE.match(line) and name:
            lines.append(line.strip())
            continue
        match = head.match(simplify(line).strip())
        if match is None or (match["line"] and not _MARK_LINE.match(match["line"])):
            rest.append(line)
            continue
        close()
        name, lines = match["name"], [match["line"].strip()] if match["line"] else []
    close()
    return orders, "\n".join(rest)


def _stripped(text: str) -> str:
    """Without what is only polite, before and behind."""
    words = review_words().orders
    text = re.sub(rf"^(?:{either(words.polite)}|[\s，,：:])+", "", text)
    return re.sub(rf"(?:{either(words.after)}|[\s，,.．])+$", "", text)


def _lines() -> Iterator[tuple[Act, str]]:
    """Each act with how it is said; the first that fits whole words rules."""
    yield from _of_plan()
    yield from _of_round()
    yield from _of_visits()
    yield from _of_decision()


def _of_plan() -> Iterator[tuple[Act, str]]:
    words = review_words().orders
    r, people = either(words.reviewing), either(words.people)
    make, show = either(words.make), either(words.show)
    yield (
        Act.KEEP,
        rf"{either(words.accept)}(?:这个|该|上述|以上|此)?(?:专家)?(?:分配)?方案(?:办|执行|分配|分)?",
    )
    yield Act.KEEP, rf"(?:分配)?方案{either(words.accept)}|{either(words.accept)}.{{0,4}}方案分(?:配|案)?"
    yield Act.PLAN, rf"(?:{show}|{make})?(?:一下|个|份)?(?:专家|{r}|案例)?(?:的)?分配(?:方案|情况|表|案例)"
    yield Act.PLAN, rf"(?:给{people})?(?:分配|分案)(?:一下)?(?:案例)?(?:给{people})?"
    yield Act.INVITE, rf"(?:发信|写信|发函)?邀请(?:各位|全部|全体|名单上的?|这些|所有)?{people}(?:参加{r}?)?"
    yield Act.INVITE, rf"(?:给|向)(?:各位|全部|全体|所有)?{people}发(?:出)?邀请(?:信|函)?"
    yield (
        Act.REMIND,
        rf"{either(words.urge)}(?:一下|一催|各位|还|没|未|有|的|{r}|交|返回|回){{0,8}}{people}.{{0,10}}",
    )
    yield Act.REMIND, rf"{people}.{{0,8}}{either(words.urge)}(?:一下|一催)?"


def _of_round() -> Iterator[tuple[Act, str]]:
    words = review_words().orders
    r, people = either(words.reviewing), either(words.people)
    make, send, show = either(words.make), either(words.send), either(words.show)
    yield (
        Act.PROGRESS,
        rf"(?:{show})?(?:一下)?(?:{people})?{r}(?:的)?(?:进度|进展|情况|到哪了?|怎么样了?|收齐没有|齐了没有?|齐了吗?)",
    )
    yield (
        Act.PROGRESS,
        rf"(?:还有)?(?:哪些|哪几位|哪位|几位|多少)?{people}(?:还)?(?:有谁|谁)?{either(words.lacking)}.{{0,6}}",
    )
    yield Act.PROGRESS, rf"{people}(?:的)?(?:{r}|分数)?(?:到|收|交|返回)(?:了|齐|多少|几).{{0,6}}"
    yield (
        Act.SEND,
        rf"(?:给|向)?(?:各位)?{people}?{send}(?:出|送)?(?:{r})?(?:案例)?材料(?:和{r}表)?(?:给(?:各位)?{people})?",
    )
    yield Act.SEND, rf"(?:{r})?(?:案例)?材料(?:和{r}表)?{send}(?:给|出|送|出去)?(?:各位)?{people}?"
    yield Act.SEND, rf"(?:给|向)(?:各位)?{people}{send}{r}表|{send}{r}(?:材料|表)(?:给.{{0,4}}{people})?"
    yield (
        Act.EXPERTS,
        rf"(?:{show}|{make}|登记|录入|更新|导入|附上|报)?(?:一下)?(?:{r})?{people}名单(?:见附件|附后|在附件|如附件|登记|录入|更新)*",
    )
    yield Act.EXPERTS, rf"(?:附件|附上的?)(?:里|中)?是(?:{r})?{people}名单(?:登记|录入)?"
    ours = rf"(?:这一轮|本轮|{r})"
    yield Act.EXTEND, rf"(?:{people}的?)?{r}(?:的)?(?:截止|期限|时间|日期|返回)*(?:统一|都)?{_LONGER}"
    yield Act.EXTEND, rf"{people}(?:们)?的?(?:截止|期限|时间|日期|返回|交分)*(?:统一|都)?{_LONGER}"
    yield Act.JOIN, rf"{_CASES}(?:也|都)?(?:补充|增加|加|补)(?:入|进|到|进入)?{ours}(?:里|中)?(?:来)?"
    yield Act.JOIN, rf"{_CASES}(?:也|都)?(?:参加|进入){r}|{ours}(?:里|中)?(?:增加|加上?|补上?){_CASES_2}"
    yield Act.LEAVE, rf"{_CASES}(?:都)?(?:退出|撤出|不再参加|不参加|不用参加){ours}"
    yield Act.LEAVE, rf"{_CASES}从{ours}(?:里|中)?(?:拿掉|拿出|撤出|去掉|撤下|取消|退出|删掉|撤回)"


def _of_visits() -> Iterator[tuple[Act, str]]:
    words = review_words().orders
    r, people = either(words.reviewing), either(words.people)
    make, show, visiting = either(words.make), either(words.show), either(words.visiting)
    top = _TOP.replace("{R}", r)
    yield (
        Act.VISIT_DAY,
        rf"{_CASES}(?:的)?(?:{visiting})?(?:改|安排|定|放)(?:到|在|至)(?P<value>(?:{DATE})(?:上午|下午)?)(?:去?{visiting}?|看)",
    )
    yield (
        Act.VISIT_DAY,
        rf"(?P<words>[\u4e00-\u9fff]{{2,10}}?(?:的)?(?:[两三四五六七八九十\d]{{1,2}}\s?[个篇家处])?)(?:{visiting})?(?:(?:改|安排|定|放)(?:到|在|至))?(?P<value>(?:{DATE})(?:上午|下午)?)(?:去?{visiting}|(?<=[上下]午)去)",
    )
    yield Act.ITINERARY, rf"(?:{show}|{make})?(?:一下|个|份)?(?:{visiting})?行程(?:表|安排)?"
    yield (
        Act.RESULTS,
        rf"(?:{make})?(?:一下|个|份)?(?:{people})?{r}(?:意见|结果|汇总|成绩|排名|名次|得分)(?:表)?",
    )
    yield Act.RESULTS, rf"(?:{make})?(?:一下|个|份)?(?:名次|排名|得分)(?:表)?|计分|算分|汇总(?:{r}|分数|成绩)"
    yield (
        Act.VISIT,
        rf"{_CASES}(?:已)?{visiting}(?:了|结果|情况|记录|完)?[\s:：，,]{{0,3}}(?P<words>.{{0,300}}(?:属实|存疑).{{0,300}})",
    )
    yield Act.VISITS, rf"(?:安排|组织|开展|去)?{visiting}{_CASES}"
    yield Act.VISITS, rf"{_CASES}(?:安排|要|需要|组织|去|都)*{visiting}"
    yield Act.VISITS, rf"(?:安排|组织|开展|去)?{visiting}{top}"
    yield Act.VISITS, rf"{top}(?:安排|要|需要|组织|去|都)*{visiting}"
    yield Act.VISITS, rf"{_LISTED}(?:安排|组织|开展|去|都)*{visiting}|{visiting}(?:名单|案例)?见附件"


def _of_decision() -> Iterator[tuple[Act, str]]:
    words = review_words().orders
    r, make, top = either(words.reviewing), either(words.make), _TOP.replace("{R}", either(words.reviewing))
    yield Act.DECIDE, rf"{_LISTED}{_ALL}{either(words.chosen)}|{either(words.chosen)}(?:名单|案例)见附件"
    yield Act.DROP, rf"{_CASES}{_ALL}{either(words.dropped)}"
    yield Act.DECIDE, rf"{_CASES}{_ALL}{either(words.chosen)}"
    yield Act.DECIDE, rf"(?:确定|定)?{either(words.chosen)}(?:的)?(?:是|为|案例)*[:：]?{_CASES}"
    yield Act.DECIDE, rf"{top}{_ALL}{either(words.chosen)}"
    yield (
        Act.PUBLISH,
        rf"(?:{make}|开始)?(?:一下|个|份)?(?:入选)?(?:案例)?(?:名单)?公示(?:稿|名单|文|件|公告)?",
    )
    yield (
        Act.SETTLE,
        r"第?(?P<value>\d{1,3})(?:号|条|个)?异议(?:已)?(?:处理|办结|核实|答复|解决)(?:完毕|结果|情况)?[\s:：，,]{0,3}(?P<words>.{2,300})",
    )
    yield (
        Act.SETTLE,
        r"异议第?(?P<value>\d{1,3})(?:号|条|个)?(?:已)?(?:处理|办结|核实|答复|解决)(?:完毕|结果|情况)?[\s:：，,]{0,3}(?P<words>.{2,300})",
    )
    yield (
        Act.OBJECT,
        rf"(?:登记|收到|有|记)?(?:一条|一个)?(?:(?:对|关于)?{_CASES}(?:的)?)?异议[:：，,]\s?(?P<words>.{{2,300}})",
    )
    yield from (
        (Act.THANKS, rf"(?:{make})?(?:一下|各)?感谢信"),
        (
            Act.BOUND,
            rf"(?:{make})?(?:一下|一份|个|份)?(?:本轮|这一轮|{r})?(?:材料|案例)?(?:的)?装订本(?:发(?:给)?我|发来)?(?:一下|看看)?",
        ),
    )


@cache
def _frames() -> tuple[tuple[Act, re.Pattern[str]], ...]:
    opened = _opening()
    return (*((act, re.compile(pattern)) for act, pattern in _lines()), (Act.OPEN, opened))


def _opening() -> re.Pattern[str]:
    words = review_words().orders
    r = either(words.reviewing)
    name = r"(?:“(?P<value>[^“”]{1,20})”)?"
    return re.compile(
        rf"{either(words.start)}(?:组织)?(?:{either(words.people)})?{name}(?:新|第)?(?:一轮|二轮|三轮)?的?{r}(?:一轮|工作)?了?(?:，?只?评{_CASES}(?:这?[几两三四五六七八九十\d]{{1,2}}[个篇])?)?"
    )
