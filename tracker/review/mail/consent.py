"""An expert's answer to an invitation: willing or not, how many, what he keeps away from, paper or mail.

Pure: words in, facts out. He is taken to be willing only when every count, unit, address and condition in his
words is understood; anything left over leaves all open, and he is asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from intake.campaign.campaign import Campaign
from intake.config.words import either
from intake.text.fold import simplify
from intake.text.numerals import read_number
from tracker.review.mail.form import answered_by_line
from tracker.review.mail.replies import CLAUSE, NOTHING_TO_AVOID, ON_PAPER, QUESTION, TOO, avoids_in, units_in
from tracker.review.marks.values import LEGAL
from tracker.review.words import review_words

_COUNT: Final = r"(\d{1,3}|[一二两三四五六七八九十]{1,3})"
_STRONG: Final = (
    r"(?:最多|不超过|别超过|不要超过|至多|顶多|上限|≤|<=|不逾|(?i:\bmax(?:imum)?|at most|up to|no more than))"
)
_MOST: Final = re.compile(
    rf"{_STRONG}(?:[看评给发接审]我?|安排)?[为是:：]?\s{{0,3}}{_COUNT}(?:\s{{0,3}}(?:[篇个份件]|cases?|papers?)|(?=\s{{0,3}}(?:$|[，,。；;、\n])))"
    rf"|(?:只能?看|只能?评|评|以|给我)[为是]?\s{{0,3}}{_COUNT}\s{{0,3}}[篇个份件]"
    rf"|{_COUNT}\s{{0,3}}[篇个份件](?:以内|以下|之内|封顶|为限|为宜|为度)"
    rf"|最多篇数[\s:：|]{{1,4}}{_COUNT}"
)
_COUNTED: Final = re.compile(rf"{_COUNT}\s{{0,3}}(?:[篇份件]|cases?|papers?)")
# Numbers that say nothing of how many: days, hours, telephones, rooms, years of service.
_OTHERWISE: Final = re.compile(
    r"\d{1,4}\s?[年月日号点时天周岁楼室栋届位次度]|\d{5,}|\d{1,2}[:：/]\d{2}|\d{3,4}[-—]\d{3,8}|(?<!\w)\w{1,64}@[\w.-]+|@[\w.-]+"
)
_BACK: Final = re.compile(r"[这那该此](?:[一两二三四几]|个)?[个家]?(?:县|市|区|地|处)")  # 这两市免了吧
_IN_ALL: Final = re.compile(
    rf"(?:总共|合计|一共|总数|共计|总计)[^，,。；;\d]{{0,6}}{_COUNT}\s{{0,3}}[篇个份件]"
)
_ABOUT: Final = re.compile(
    r"[一二三四五六七八九][二三四五六七八九]\s?[篇个份件]|\d\s?[-—~～到至]\s?\d{1,2}\s?[篇个份件]|[篇个份件]左右"
)
_ADDRESS: Final = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}", re.ASCII)
_SENT_TO: Final = re.compile(r"[发寄用换改投传][^，,。；;\n@]{0,10}$")
_DECLINES: Final = re.compile(
    r"(?:不能|不便|无法|难以|没法|不想|不宜|不再|未能)[^，,。；;\n]{0,4}(?:参加|前来|来|评|胜任|承担|参与|接受|应邀)"
)
_BARE: Final = re.compile(r"[\s，,。.！!～~、；;：:]+")
_UNTICKED: Final = re.compile(r"[□○◻☐]\s{0,2}\w{1,8}")
_TICKED: Final = re.compile(r"[☑✔√✓☒■]\s{0,2}(\w{1,8})")
_WHETHER: Final = re.compile(
    r"是否(?:愿意|同意|能够?)?(?:参加|参评|参与|承担|接受)(?:评[阅审])?[\s:：|]{0,6}(?:[☑✔√✓☒■]\s{0,2})?(是|否|不|愿意|同意|参加|能)(?!\s{0,2}[/、或]\s{0,2}[否不])[^\n]{0,30}"
)
_POLITE: Final = re.compile(  # 不便推辞
    r"(?:不便|不好|不能|不敢|难以|岂敢|岂能|怎好|怎能)再?(?:推辞|推脱|推却|推托|拒绝|谢绝|回绝)|盛情难却|却之不恭|恭敬不如从命"
)
_TOO_MANY: Final = re.compile(
    rf"(?:^|(?<=[，,。；;、\s])){_COUNT}\s{{0,3}}[篇个份件]\s?(?:太多|多了|偏多|(?:怕|恐怕)?(?:看|评)不[完了]|吃不消)了?[，,。；;\s]"
)
_HANDED: Final = re.compile(
    r"(?:月[初中底末]|上旬|中旬|下旬|下个?月|下周|周[一二三四五六日末]|\d{1,2}[日号])[^，,。；;\n]{0,4}[交给返寄]"
)
_PLACE: Final = re.compile(r"[路号楼室街巷弄]|宿舍|邮编|收件|寄")
_PAPER: Final = re.compile(r"纸|打印|印[出好成]|快递|邮寄")


# Questions beside a consent that put no condition to it.
_PRACTICAL: Final = re.compile(
    r"(?:^|(?<=[，,。；;！!\n\s]))[^，,。；;！!？?\n]{0,8}(?:(?:啥|什么)时候(?:要|交|发|截止|开始)|何时(?:要|交|发|截止|开始)|[几多]少?天[看评交]完|(?:能|可以)?[看评]几篇|寄到哪里?|交到哪里?)[了呢啊呀]?[？?]"
)


# 推荐周敏老师, 可请周敏, beside a refusal: whom to ask instead.
_NAMES_ANOTHER: Final = re.compile(
    r"推荐|举荐|引荐|建议[^，,。；;\n]{0,4}[请找邀换聘]|可以?(?:改|另)?[请找邀聘][^，,。；;\n教]{2,}|介绍"
)


@dataclass(frozen=True, slots=True)
class Consent:
    """An answer to an invitation."""

    willing: bool | None  # None: not said, or not clearly
    most: int | None = None
    avoids: tuple[str, ...] = ()
    paper: bool = False
    email: str = ""
    asks: bool = False  # something beside, that a person answers: 什么时候要？


def read_consent(text: str, campaign: Campaign) -> Consent:
    """Whether he reads, and under what conditions; a condition that is not understood leaves all open."""
    own = answered_by_line(_UNTICKED.sub("", simplify(text).translate(LEGAL)))
    own = _TOO_MANY.sub("", _POLITE.sub("愿意", own))
    words = review_words().words
    if _BARE.sub("", own) in words.short_no:
        return Consent(willing=False)
    form = _WHETHER.search(own)
    if form is not None and form[1] in ("否", "不"):
        return Consent(willing=False)
    about_him = _without_units(own, campaign)
    if (form is None and any(word in about_him for word in words.declining)) or _DECLINES.search(about_him):
        but = re.search(either(words.adversative), own)
        half = but is not None and any(word in own[but.end() :] for word in words.willing)
        half = half or re.search(either(words.relenting), about_him) is not None
        half = half or re.search(rf"(?<![不无法能便再未]){either(words.accepting)}", own) is not None
        if half or any(word in own for word in words.doubting):
            return Consent(willing=None)
        return Consent(willing=False, asks=_NAMES_ANOTHER.search(own) is not None)
    if form is None and "是否" in own:
        return Consent(willing=None)
    own = _WHETHER.sub("", own)
    most = _IN_ALL.search(own) or _limit(own)
    avoids, understood = avoids_in(own, campaign)
    agrees = (
        form
        or any(word in own for word in words.willing)
        or any(_bare(part) in words.short_yes for part in (own, *CLAUSE.split(own)))
    )
    waits = any(word in own for word in words.later) and not any(word in own for word in words.firm)
    about = _ABOUT.search(own) is not None and not (most and _ABOUT.search(own, most.start()) is None)
    is_open = QUESTION.search(_PRACTICAL.sub("", own)) or waits or about or not understood
    if is_open or not (most or avoids or agrees) or _has_condition(own, campaign):
        return Consent(willing=None)
    paper, address = _wants_paper(own), _new_address(own)
    if paper is None or address is None or _left_over(own, avoids, most, campaign):
        return Consent(willing=None)
    number = next(filter(None, most.groups())) if most else ""
    return Consent(
        asks=_PRACTICAL.search(own) is not None or _HANDED.search(own) is not None,
        willing=True,
        most=read_number(number) if number else None,
        avoids=avoids,
        paper=paper,
        email=address,
    )


def _bare(text: str) -> str:
    """The words alone, without the particle at their end: 行啊, 好的呀."""
    return re.sub(r"(?<=.)[啊呀吧嘛哈呗哦噢啦呢]+$", "", _BARE.sub("", text)).upper()


def _left_over(own: str, avoids: tuple[str, ...], most: re.Match[str] | None, campaign: Campaign) -> bool:
    """Whether he names a count or a unit that was not taken: what is it to say?"""
    counts = {read_number(match[1]) for match in _COUNTED.finditer(own, most.end() if most else 0)} - {1}
    before = {read_number(match[1]) for match in _COUNTED.finditer(own[: most.start()])} if most else set()
    given = read_number(next(filter(None, most.groups()))) if most else None
    if counts - {given} or any(one and given and one > given for one in before):
        return not _IN_ALL.search(own)
    if _unread_number(own, most):
        return True
    clauses = [
        clause
        for sentence in re.split(r"[。；;\n]", own)
        if not NOTHING_TO_AVOID.search(sentence)
        for clause in CLAUSE.split(sentence)
        if not _PLACE.search(clause)
    ]
    return any(set(units_in(clause, campaign)) - set(avoids) for clause in clauses)


def _limit(own: str) -> re.Match[str] | None:
    """The last of the limits that he names, if all say the same or the last is a firm one: 十篇为宜，不超过十二篇."""
    found = list(_MOST.finditer(own))
    firm = [match for match in found if re.match(_STRONG, match.group())]
    return firm[-1] if firm else found[0] if found else None


def _unread_number(own: str, most: re.Match[str] | None) -> bool:
    """Whether a number stands there that is neither the limit nor of days, telephones, houses."""
    rest = own if most is None else f"{own[: most.start()]}{own[most.end() :]}"
    parts = [part for part in CLAUSE.split(rest) if not _PLACE.search(part)]
    return any(re.search(r"\d", _COUNTED.sub("", _OTHERWISE.sub("", part))) for part in parts)


def _without_units(own: str, campaign: Campaign) -> str:
    """What he says besides units that he does not want: where he agrees, 丰县的免了 is no refusal."""
    parts = re.split(r"([，,。；;！!\n])", own)
    kept = [part for part in parts if not (any(True for _ in units_in(part, campaign)) or _BACK.search(part))]
    rest = "".join(kept)
    agrees = any(word in rest for word in review_words().words.willing) or _MOST.search(rest)
    return rest if agrees else own


def _has_condition(own: str, campaign: Campaign) -> bool:
    """Whether a clause that is not understood may turn the others round: it has 但, 如果, 不, 等 …"""
    words = review_words().words
    if re.search(either(words.foreign), own) and not avoids_in(own, campaign)[0]:
        return True
    harmless = re.compile(either(words.harmless))
    for clause in CLAUSE.split(own):
        clear = harmless.sub("", clause)
        if (
            _MOST.search(clause)
            or ON_PAPER.search(clause)
            or NOTHING_TO_AVOID.search(clause)
            or TOO.search(clause)
            or avoids_in(clause, campaign)[0]
        ):
            continue
        if re.search(either(words.turning), clear) and not _ADDRESS.search(clear):
            return True
        if re.search(either(words.adversative), clear) and not (
            _MOST.search(own) or avoids_in(own, campaign)[0]
        ):
            return True
    return False


def _wants_paper(own: str) -> bool | None:
    """Paper or mail; ``None``: he speaks of paper, and it is not clear what he wants."""
    wanted = either(review_words().words.wants_paper)
    if re.search(
        rf"(?:[不别]|不用|无需|不需要?|不必)要?{wanted}|(?:[不别]要?|不用|无需|不必)寄?(?:纸|打印|邮寄|快递)",
        own,
    ):
        return False
    alone = any(part.strip() in ("纸质", "纸质版", "纸质材料", "打印版") for part in CLAUSE.split(own))
    if alone or re.search(wanted, own) or ON_PAPER.search(own):
        return True
    return None if _PAPER.search(own) else False


def _new_address(own: str) -> str | None:
    """材料请发 x@y: where he wants letters; one under his name is none. ``None``: it is not clear which."""
    wanted, stray = [], False
    for match in _ADDRESS.finditer(own):
        line = own[: match.start()].rpartition("\n")[2]
        before = re.split("[，,。；;]", line)[-1][-16:]
        if re.search("[不别勿]", before):
            continue
        if _SENT_TO.search(before) or any(word in before for word in review_words().words.to_address):
            wanted.append(match.group().lower())
        else:
            stray = (
                stray or len(line) > 8
            )  # a line of its own, with at most 电子邮箱 before it, is a signature
    return None if stray or len(set(wanted)) > 1 else wanted[0] if wanted else ""
