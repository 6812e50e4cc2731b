"""The forms that orders take: one pattern a form, the whole grammar of docs/orders.md.

A pattern is matched against the whole of a clause whose full-width letters, digits and marks have
been made half width; Chinese marks that have no half-width twin (、 。 “ ”) stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from intake.text.numerals import read_number
from tracker.cases.fields import BY_NAME, FIELDS

LONGEST_RANGE = 300  # cases


class Verb(StrEnum):
    """What an order does."""

    CORRECT = "correct"  # field of cases
    PLACE = "place"  # “3号属张集镇”: which field follows from the value
    CONFIRM_CASE = "confirm-case"
    MERGE = "merge"  # cases are one; value is the serial that stays
    WITHDRAW = "withdraw"
    RESTORE = "restore"
    CONTACT = "contact"  # a named person's phone; field is the name
    EXTEND = "extend"
    MUTE = "mute"
    UNMUTE = "unmute"
    ORIGINAL = "original"
    COMPARE = "compare"  # two cases, or the versions of one
    PAUSE = "pause"
    RESUME = "resume"
    REVIEWED = "reviewed"  # mails that need nothing more
    UNDO = "undo"
    YES = "yes"
    NO = "no"
    REPORT = "report"  # how things stand, now


@dataclass(frozen=True, slots=True)
class Order:
    """One order as understood; ``text`` is the clause it was read from."""

    verb: Verb
    text: str
    serials: tuple[int, ...] = ()
    field: str = ""
    value: str = ""


def _one_of(names: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, names), key=len, reverse=True))


FIELD = _one_of(BY_NAME)
_LONG = _one_of(name for field in FIELDS for name in field.names)
_BRIEF = _one_of(name for field in FIELDS for name in field.common)
_ONE = r"(?:第?\s*(?:\d{1,5}|[一二两三四五六七八九十百]{1,4})\s*[号件篇]?)"
_RANGE = rf"{_ONE}(?:\s*[-—~至到]\s*{_ONE})?"
_SERIALS = rf"(?P<serials>{_RANGE}(?:\s*[、,，和与及]\s*{_RANGE})*)"
_THEM = rf"(?:请)?(?:把|将)?{_SERIALS}\s*:?\s*(?:案例)?(?:的)?\s*"
SET = r"(?:都|均|全部?|请)?(?:应?改为|应?改成|应?改|应为|应该是|调整为|更正为|换成|定为|是|为|[:=])"
_STOP = rf"[,、]\s*(?:第?\s*\d+\s*[号件篇]|(?:{FIELD})\s*(?:{SET}|\d))"  # another order begins
_VALUE = rf"(?P<value>(?:(?!{_STOP}).)+)"
_WHO = r"(?P<who>[\u4e00-\u9fff·]{2,6}?)"
_UNIT = r"(?P<unit>[\u4e00-\u9fff()、,]{2,40}?)"
_MAILS = r"\d{1,6}(?:\s*[、,和]\s*(?:收件)?\s*\d{1,6})*"
_DATE = r"(?:\d{4}年)?\d{1,2}月\d{1,2}[日号]?(?:\d{1,2}[时点:](?:\d{1,2}分?)?)?"
_LATER = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})(?:天|日|周|个?星期|个?工作日)|(?:本|这|下|下下)(?:周|星期)[一二三四五六日天]"
Build = Callable[[re.Match[str]], Order]


def _order(verb: Verb, *, field: str = "", group: str = "") -> Build:
    def build(found: re.Match[str]) -> Order:
        groups = found.groupdict()
        name = groups.get("field")
        value = (groups.get(group) or "").strip(" “”\"'《》。,") if group else ""
        numbers = groups.get("serials") or groups.get("serials2") or groups.get("serials3")
        return Order(
            verb,
            found.string,
            read_serials(numbers) if numbers else (),
            BY_NAME[name].key if name else field,
            value,
        )

    return build


def _contact(found: re.Match[str]) -> Order:
    return Order(Verb.CONTACT, found.string, (), found["who"], found["value"].strip())


def _merge(found: re.Match[str]) -> Order:
    keep = str(read_number(found["keep"]))
    return Order(Verb.MERGE, found.string, read_serials(found["serials"]), "", keep)


FORMS: tuple[tuple[re.Pattern[str], Build], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), build)
    for pattern, build in (
        (r"(?:请)?(?:确认|同意|可以|放行|是的?|行|ok|发吧)(?:执行|发送?|放行|办理)?吧?", _order(Verb.YES)),
        (r"(?:先)?(?:不|否|取消|不要|不用|不同意|算了|别)(?:执行|发送?|放行|办理)?了?", _order(Verb.NO)),
        (r"(?:请)?(?:撤销|撤消)(?:上一?[步条次]|刚才的?)?(?:操作|更正|修改|指令)?", _order(Verb.UNDO)),
        (r"(?:请)?(?:今天)?(?:先|暂时)?(?:暂停|停止|停一下|停|不要?|别)(?:发信|发送|发邮件|发信件)|停发|暂停", _order(Verb.PAUSE)),
        (r"(?:请)?(?:恢复|继续)(?:发信|发送|发邮件)?", _order(Verb.RESUME)),
        (
            (r"(?:请)?(?:查询|报送情况|进度|现在情况|目前情况)(?:如何|怎么?样)?了?|(?:现在|目前)?(?:一共|共)?(?:已经?)?报了(?:多少|几)篇?"),
            _order(Verb.REPORT),
        ),
        (
            (rf"(?:请|同意)?(?:把)?(?:截止(?:时间|日期)?\s*(?:{SET})?|(?=再?延|再?顺延|再?推迟))再?(?:延期?|延长|顺延|推迟|改)?(?:到|至|为)?\s*"
            rf"(?P<value>{_DATE}|{_LATER})\s*(?:截止)?"),
            _order(Verb.EXTEND, group="value"),
        ),
        (
            (rf"(?:请)?(?:把)?{_SERIALS}\s*(?:的)?\s*(?:是|属于|为)?(?:同一篇(?:案例)?|同一个(?:案例)?|同一案例|重复|一样的?|相同)\s*[,、]?\s*"
            rf"(?:保?留|以)\s*(?P<keep>{_ONE})(?:为准)?"),
            _merge,
        ),
        (
            rf"{_THEM}原[件稿文](?:发(?:送?给)?我?(?:一下|一份)?|转我|发来|给我)?",
            _order(Verb.ORIGINAL),
        ),
        (
            (rf"(?:请)?(?:比较|对比|比对)(?:一下)?\s*{_SERIALS}(?:案例)?|"
            rf"{_SERIALS.replace('serials', 'serials2')}(?:案例)?\s*(?:比较|对比|比对)(?:一下)?|{_SERIALS.replace('serials', 'serials3')}(?:改了什么|有什么(?:不同|区别))"),
            _order(Verb.COMPARE),
        ),
        (rf"{_THEM}(?:撤回|作废|撤掉|不算|剔除|删除|删掉|不是案例|不作为案例|不计数?)(?:处理)?", _order(Verb.WITHDRAW)),
        (rf"(?:请)?(?:撤回|作废|剔除|删除)\s*{_SERIALS}(?:案例)?", _order(Verb.WITHDRAW)),
        (rf"{_THEM}(?:恢复|仍算|有效)(?:登记)?|(?:请)?恢复\s*{_SERIALS.replace('serials', 'serials2')}(?:案例)?", _order(Verb.RESTORE)),
        (
            (rf"{_THEM}(?:是否按期)?\s*(?:应?按照?|算作?|应?视为|应?记为|{SET})?\s*"
            r"(?P<value>按期|逾期)(?:处理|计算|登记|报送)?(?:[,。(]?\s*(?:因为?|原因|理由)\s*[:是]?.*)?"),
            _order(Verb.CORRECT, field="on_time", group="value"),
        ),
        (
            (rf"{_THEM}(?:以|按|还是|改|仍)?(?:采用|使用|用|以|按)\s*(?P<value>第?(?:\d{{1,3}}|[一二三四五六七八九十])[稿版]|最新的?一?[稿版]?|最后一?[稿版])"
            r"(?:为准)?"),
            _order(Verb.CORRECT, field="version", group="value"),
        ),
        (
            rf"(?:确认|核对)\s*{_SERIALS}(?:无误)?|{_SERIALS.replace('serials', 'serials2')}\s*(?:都|均|全部?)?(?:确认无误|核对无误|确认|无误|没问题)",
            _order(Verb.CONFIRM_CASE),
        ),
        (rf"{_THEM}(?P<field>{_LONG})\s*{SET}?\s*{_VALUE}", _order(Verb.CORRECT, group="value")),
        (rf"{_THEM}(?P<field>{_BRIEF})\s*{SET}\s*{_VALUE}", _order(Verb.CORRECT, group="value")),
        (
            rf"{_THEM}(?:属于?|归|算|是|改为?|改成|应为|为)\s*(?P<value>[\u4e00-\u9fff()]{{1,20}}?)的?",
            _order(Verb.PLACE, group="value"),
        ),
        (rf"{_WHO}的(?:联系)?(?:电话|手机)(?:号码?)?\s*{SET}\s*(?P<value>[\d\s\-—()]{{7,20}})", _contact),
        (rf"(?:请)?(?:不用|不要|不必|无需|别)(?:再)?催(?:报)?\s*{_UNIT}(?:了)?", _order(Verb.MUTE, group="unit")),
        (rf"{_UNIT}(?:就|都)?(?:不用|不要|不必|无需|别)(?:再)?(?:催|提醒)(?:报)?(?:了)?", _order(Verb.MUTE, group="unit")),
        (rf"(?:请)?(?:恢复|继续|重新)催(?:报)?\s*{_UNIT}", _order(Verb.UNMUTE, group="unit")),
        (rf"{_UNIT}(?:恢复|继续|重新|还是?)(?:要)?(?:催|提醒)(?:报)?", _order(Verb.UNMUTE, group="unit")),
        (
            (rf"(?:收件\s*(?P<serials>{_MAILS})\s*号?|(?P<serials2>{_MAILS})\s*号?收件)\s*(?:都|均|全部?)?"
            r"(?:(?:已经?)?(?:处理|办理|阅|回复|答复|回电|联系)(?:完毕|完成|完|好|过)?了?|不用管|不用处理|无需处理|不必处理|不是案例|忽略)"),
            _order(Verb.REVIEWED),
        ),
    )
)  # fmt: skip


def read_serials(text: str) -> tuple[int, ...]:
    """3、5号和七号 → (3, 5, 7); 2至4号 → (2, 3, 4)."""
    found: list[int] = []
    number = r"(\d{1,6}|[一二两三四五六七八九十百]{1,4})"
    for first, last in re.findall(rf"{number}(?:\s*[号件篇]?\s*[-—~至到]\s*第?\s*{number})?", text):
        start = read_number(first)
        end = read_number(last) if last else start
        found.extend(range(start, min(end, start + LONGEST_RANGE) + 1) if end >= start else (start, end))
    return tuple(dict.fromkeys(found))
