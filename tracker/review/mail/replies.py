"""What an expert's words say besides marks: what he keeps away from, what he wants.

Pure: words in, facts out. Words that can be meant in two ways say nothing here and go to a person.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from intake.campaign.campaign import Campaign
from intake.config.words import either
from intake.text.fold import HAN, simplify
from tracker.review.experts.people import avoided
from tracker.review.words import review_words

# 无需回避, 没有需要回避的 say nothing.
_AVOID: Final = re.compile(
    r"(?:(?<![无不没用])[需须应要]|申请|请|^|[，,。；;：:\s])回避(?!的|[，,、])[：:\s]{0,3}([^。；;\n]{2,60})",
    re.MULTILINE,
)
NOTHING_TO_AVOID: Final = re.compile(
    r"(?:[无不没]|不用|无需|不需要?|不必|没有需要|没有)回避|没[有得]?(?:什么|啥子?|哪个)?(?:需?要)?回避|回避的?[:：\s]{0,2}(?:无|没有)|看也?无妨"
)
_LEFT_TO_US: Final = re.compile(r"[哪你您们]|看着|决定|斟酌")  # 回避哪几个你们看着办
_OF_CASES: Final = re.compile(
    r"[A-Za-z]\s?\d|第?[\d一二三四五六七八九十、]{1,12}[篇号份]"
)  # 回避第3、7篇: of whom?
_UNNEEDED: Final = r"(?:不用|不必|无需|无须|毋需|不需要?|用不着|不要求|不申请)[^，,。；;\n]{0,3}"
_BROUGHT: Final = (
    "[交给发寄报送评看完返补弄打填行]"  # what comes later is his answer: 下周交, and not 下周就走
)
QUESTION: Final = re.compile(r"[?？]|吗|多少|怎么|何时|什么时候|哪些|能不能|可不可以")
_SCORE: Final = re.compile(r"(?<!\d)\d\d(?![\d年月日号%])")
_FEW: Final = 3
_NOBODY: Final = re.compile(  # 若找不到别人: no paper is lost
    r"[找请寻](?:不到|不着)[^，,。；;\n]{0,3}(?:人|专家|评委|合适)|(?:若|倘|如果|要是|万一|实在)[^，,。；;\n]{0,4}[找请寻](?:不到|不着)"
)
_BY: Final = re.compile(
    r"(?:[下本这]?(?:周|星期|礼拜)[一二三四五六日末天]?|月[初中底末]|\d{1,2}[日号]|[一二三四五六七八九十]{1,3}[日号]|明[天晚早日]|后[天日]|今[天晚日]|节|[\d一两二三四五六七八九十]{1,3}\s?[天日]之?以?内)"
    rf"[^，,。；;\n]{{0,8}}(?:{_BROUGHT}|奉|呈|上[^，,。；;\n]{{0,1}}$)"
)
_SURELY: Final = re.compile(
    r"前(?!后)|内|一定|必[定将会]?|肯定|准[时点保]?|保证|争取|尽量|不误|误不|放心|勿念|勿催|按[时期]"
)
_FROM_US: Final = re.compile(
    r"[给发寄送]我|(?:请|麻烦|望|盼)[^，,。；;\n]{0,10}[寄发送给]|[寄发送]来(?:材料|评分表)"
)
_ELSEWHERE: Final = re.compile(r"退出[^，,。；;\n]{0,6}(?:群|系统|登录|会议|软件|平台)")
ON_PAPER: Final = re.compile(
    r"[寄要用给发送以赐惠][^，,。；;\n]{0,8}(?:纸|打印)|(?:纸|打印|印[出好成])[^，,。；;\n]{0,8}[寄送给]|[☑✔√✓☒■]\s{0,2}纸|(?:介质|材料|方式|形式)\s?[:：]\s?纸"
)
_SAVE: Final = re.compile(
    r"除了?([^，,。；;\n]{2,30}?)(?:以外|之外|外)[，,]?[^，,。；;\n]{0,8}(?:可|行|能|没问题|接受|愿|看)"
)
TOO: Final = re.compile(r"^\s{0,2}(?:也|同样)(?:[不别勿]|[要应须请]?回避)")  # 鼓楼我们有项目，也不看
CLAUSE: Final = re.compile(r"[，,。；;！!\n]")
_AFTER: Final = r"(?=$|[的之、，,。和及与乃是\s|）)/／])"  # a stem that is a whole name
_AWAY: Final = "[不别勿免]|避"


class Wish(StrEnum):
    """What he wants, where he sends no marks."""

    LEAVE = "leave"
    AGAIN = "again"  # the papers once more
    TIME = "time"  # more of it
    PROMISE = "promise"  # says by when, and asks for nothing
    NOTHING = "nothing"  # 收到, 谢谢
    UNKNOWN = "unknown"


def read_wish(text: str) -> Wish:
    """What the words of an answer to our papers want; two wishes at once, or one beside scores, are for a person."""
    unneeded = either((*review_words().words.more_time, *review_words().words.lost))  # 不用重发
    own = re.sub(rf"{_UNNEEDED}{unneeded}", "", simplify(text))
    own = _NOBODY.sub("", own)
    if len(_SCORE.findall(own)) >= _FEW:  # marks that were not read
        return Wish.UNKNOWN
    words = review_words().words
    asks = QUESTION.search(own) is not None
    if not own.strip():  # an empty mail, or words that stand under a quotation
        return Wish.UNKNOWN
    found = {
        wish
        for wish, list_ in ((Wish.AGAIN, words.lost), (Wish.TIME, words.more_time))
        if any(word in own for word in list_)
    }
    if not _FROM_US.search(own) and any(
        word in part and re.search(_BROUGHT, part) for part in CLAUSE.split(own) for word in words.later
    ):
        found.add(Wish.TIME)
    # 我不会退出的, 要不要退出, 如果退出, 若找不到人我也能看
    if any(word in own for word in words.leaving):
        turned = re.search(
            rf"[不没别未][^，,。；;]{{0,4}}{either(words.leaving)}|{either(words.doubtful)}", own
        )
        leaves = not (turned or asks or found or _ELSEWHERE.search(own))
        return Wish.LEAVE if leaves else Wish.TIME if found == {Wish.TIME} and not asks else Wish.UNKNOWN
    if Wish.AGAIN not in found and not asks and _is_promise(own):
        return Wish.PROMISE
    if len(found) == 1:
        return found.pop()
    if found or asks or re.search(r"[A-Za-z]\s?\d", own):
        return Wish.UNKNOWN
    own = "".join(sign for sign in own if unicodedata.category(sign) not in ("So", "Sk", "Cf", "Mn"))  # 🙏
    polite = re.sub(rf"(?:{either(words.received)}|[\s，,。.！!～~、；;：:]|{either(words.sealed)})", "", own)
    return Wish.NOTHING if not polite else Wish.UNKNOWN


def _is_promise(own: str) -> bool:
    """下周三前一定寄来: it says by when he answers; with 容我, 来不及, 延期 it asks for more time."""
    asking = either(review_words().words.asking_time)
    return (
        re.search(asking, own) is None
        and not _FROM_US.search(own)
        and any(_BY.search(part) and _SURELY.search(part) for part in re.split(r"[。；;！!\n]", own))
    )


def wants_beside(text: str) -> bool:
    """Whether a mail that has marks seems to want something else as well; a person sees it then."""
    own, words = simplify(text), review_words().words
    lists = (words.leaving, words.lost, words.later, words.more_time, words.wants_paper, words.to_address)
    return (
        re.search(r"[?？]|吗", own) is not None
        or ON_PAPER.search(own) is not None
        or any(word in own for list_ in lists for word in list_)
    )


def avoids_in(own: str, campaign: Campaign) -> tuple[tuple[str, ...], bool]:
    """What he keeps away from, and whether all that he says of keeping away is understood."""
    found: dict[str, None] = {}
    understood = True
    for sentence in re.split(r"[。；;\n]", own):
        if NOTHING_TO_AVOID.search(sentence):
            continue
        kept = _AVOID.search(sentence)
        if kept is not None:
            named = _named(kept[1], campaign)
            vague = any(_LEFT_TO_US.search(name) for name in named) or _OF_CASES.search(kept[1])
            understood = understood and not vague
            found |= dict.fromkeys(named)
            continue
        if save := _SAVE.search(sentence):  # 除沛县以外均可
            named = tuple(units_in(save[1], campaign))
            understood = understood and bool(named)
            found |= dict.fromkeys(named)
            continue
        clauses = CLAUSE.split(sentence)
        away = [clause for clause in clauses if re.search(_AWAY, clause)]
        away += [before for before, clause in itertools.pairwise(clauses) if TOO.search(clause)]
        plain = any(word in sentence for word in (*review_words().words.kept_from, "回避"))
        units = [name for clause in away for name in units_in(clause, campaign)]
        units = units or ([*units_in(sentence, campaign)] if plain else [])
        found |= dict.fromkeys(units)
        understood = understood and (bool(units) or not plain)
    return tuple(found), understood


def units_in(text: str, campaign: Campaign) -> Iterator[str]:
    """The reporting units that a text names, in full, short, or by their stem: 云龙的, 贾汪、铜山."""
    if not re.search(f"[{HAN}]", text):
        return
    for unit in campaign.units:
        stem = unit.name[:-1]
        names = [name for name in (unit.name, *unit.aliases) if len(name) > 1]
        if (
            any(name in text for name in names)
            or (len(stem) > 1 and re.search(rf"{re.escape(stem)}{_AFTER}", text))
            or (len(stem) == 1 and _named_in_pair(unit.name, text))
        ):
            yield unit.name


def _named_in_pair(name: str, text: str) -> bool:
    """丰沛两县 names 丰县 and 沛县."""
    pairs = re.findall(rf"(?<![{HAN}])([{HAN}]{{2}})[两二]{name[1]}", text)
    return any(name[0] in pair for pair in pairs)


def _named(text: str, campaign: Campaign) -> tuple[str, ...]:
    """沛县，其他时间都可以: what he keeps away from, up to the first words that are no unit."""
    found, unknown = avoided(text, campaign)
    known = tuple(itertools.takewhile(lambda word: word not in unknown, found))
    return known or found[:1]
