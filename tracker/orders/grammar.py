"""Plain Chinese to orders. Forgiving in form, strict in meaning: what is not sure is not an order.

One clause is one order; clauses end at a line break, ；or 。. The table :data:`FORMS` is the whole
grammar, documented in docs/orders.md.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}


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


@dataclass(frozen=True, slots=True)
class Parsed:
    """Everything understood in a reply, and the clauses that were not."""

    orders: tuple[Order, ...]
    unclear: tuple[str, ...]


FIELDS = {
    "主题": "theme",
    "类别": "theme",
    "第二主题": "secondary",
    "层级": "level",
    "级别": "level",
    "县区": "county",
    "县": "county",
    "区": "county",
    "县(市)区": "county",
    "所属县区": "county",
    "镇": "town",
    "街道": "town",
    "镇街": "town",
    "乡镇": "town",
    "镇(街道)": "town",
    "村": "community",
    "社区": "community",
    "村社": "community",
    "村(社区)": "community",
    "名称": "title",
    "案例名称": "title",
    "题目": "title",
    "标题": "title",
    "副标题": "subtitle",
    "单位": "unit",
    "报送单位": "unit",
    "联系人": "contact",
    "电话": "phone",
    "联系电话": "phone",
    "手机": "phone",
    "备注": "remark",
    "初审意见": "opinion",
    "意见": "opinion",
    "是否按期": "on_time",
}
_FIELD = "|".join(sorted(map(re.escape, FIELDS), key=len, reverse=True))
_ONE = r"(?:第?\s*(?:\d{1,5}|[一二两三四五六七八九十百]{1,4})\s*[号件篇]?)"
_SERIALS = rf"(?P<serials>{_ONE}(?:\s*[、,，和与及]\s*{_ONE})*)"
_SET = r"(?:应?改为|应?改成|应?改|应为|应该是|调整为|更正为|换成|定为|是|为|[:：=])"
_WHO = r"(?P<who>[\u4e00-\u9fff·]{2,6}?)"
_UNIT = r"(?P<unit>[\u4e00-\u9fff]{2,12}?)"

Build = Callable[[re.Match[str]], Order]


def _order(verb: Verb, *, field: str = "", group: str = "") -> Build:
    def build(found: re.Match[str]) -> Order:
        groups = found.groupdict()
        named = FIELDS.get(groups.get("field") or "", "") or field
        value = (groups.get(group) or "").strip(" “”\"'《》。，,") if group else ""
        serials = read_serials(groups["serials"]) if groups.get("serials") else ()
        return Order(verb, found.string, serials, named, value)

    return build


def _contact(found: re.Match[str]) -> Order:
    return Order(Verb.CONTACT, found.string, (), found["who"], found["value"].strip())


def _merge(found: re.Match[str]) -> Order:
    return Order(
        Verb.MERGE, found.string, read_serials(found["serials"]), "", str(read_number(found["keep"]))
    )


FORMS: tuple[tuple[re.Pattern[str], Build], ...] = tuple(
    (re.compile(pattern), build)
    for pattern, build in (
        (r"(?:请)?(?:确认|同意|可以|放行|是的?)(?:执行|发送|放行|办理)?", _order(Verb.YES)),
        (r"(?:不|否|取消|不要|不用|不同意|算了)(?:执行|发送?|放行|办理|了)?", _order(Verb.NO)),
        (r"(?:请)?(?:撤销|撤消)(?:上一?[步条次]|刚才的?)?(?:操作|更正|修改|指令)?", _order(Verb.UNDO)),
        (r"(?:请)?(?:暂停|停止|停一下)(?:发信|发送|发邮件)?", _order(Verb.PAUSE)),
        (r"(?:请)?(?:恢复|继续)(?:发信|发送|发邮件)?", _order(Verb.RESUME)),
        (r"(?:请)?(?:查询|报送情况|进度|现在情况)(?:如何|怎么样)?", _order(Verb.REPORT)),
        (
            (rf"(?:请)?(?:把)?(?:截止(?:时间|日期)?\s*(?:{_SET})?|(?=延|顺延|推迟))(?:延期?|延长|顺延|推迟|改)?(?:到|至|为)?\s*"
            r"(?P<value>(?:\d{4}年)?\d{1,2}月\d{1,2}[日号]?(?:\d{1,2}[时点:：](?:\d{1,2}分?)?)?)\s*(?:截止)?"),
            _order(Verb.EXTEND, group="value"),
        ),
        (
            (rf"(?:请)?(?:把)?{_SERIALS}\s*(?:的)?\s*(?:是|属于|为)?(?:同一篇|同一个|重复|一样的?|相同|同一案例)\s*[,，、]?\s*"
            rf"(?:保?留|以)\s*(?P<keep>{_ONE})(?:为准)?"),
            _merge,
        ),
        (rf"(?:请)?(?:把)?{_SERIALS}\s*(?:的)?原[件稿文](?:发(?:给)?我|转我|发来)?", _order(Verb.ORIGINAL)),
        (rf"(?:请)?(?:把)?{_SERIALS}\s*(?:案例)?(?:的)?(?:撤回|作废|撤掉|不算|剔除)(?:处理)?", _order(Verb.WITHDRAW)),
        (rf"(?:请)?(?:把)?{_SERIALS}\s*(?:案例)?(?:恢复|仍算|有效)(?:登记)?", _order(Verb.RESTORE)),
        (
            (rf"(?:请)?(?:把|将)?{_SERIALS}\s*(?:案例)?(?:的)?\s*(?:是否按期)?\s*(?:应?按照?|算作?|应?视为|应?记为|{_SET})?\s*"
            r"(?P<value>按期|逾期)(?:处理|计算|登记|报送)?(?:[,，。(（]?\s*(?:因为?|原因|理由)\s*[:：是]?.*)?"),
            _order(Verb.CORRECT, field="on_time", group="value"),
        ),
        (rf"(?:确认|核对)\s*{_SERIALS}(?:无误)?|{_SERIALS.replace('serials', 'serials2')}\s*(?:确认无误|核对无误|确认|无误|没问题)",
         lambda m: Order(Verb.CONFIRM_CASE, m.string, read_serials(m["serials"] or m["serials2"]))),
        (
            rf"(?:请)?(?:把|将)?{_SERIALS}\s*(?:案例)?(?:的)?\s*(?P<field>{_FIELD})\s*{_SET}?\s*(?P<value>(?:(?![,，、]\s*第?\s*\d+\s*[号件篇]).)+)",
            _order(Verb.CORRECT, group="value"),
        ),
        (
            rf"(?:请)?(?:把|将)?{_SERIALS}\s*(?:案例)?\s*(?:属于?|归|算|是|改为?|应为)\s*(?P<value>[\u4e00-\u9fff()（）]{{1,16}})",
            _order(Verb.PLACE, group="value"),
        ),
        (rf"{_WHO}的(?:联系)?(?:电话|手机)(?:号码?)?\s*{_SET}\s*(?P<value>[\d\s\-—－（）()]{{7,20}})", _contact),
        (rf"(?:请)?(?:不用|不要|不必|无需|别)(?:再)?催(?:报)?\s*{_UNIT}(?:了)?", _order(Verb.MUTE, group="unit")),
        (rf"{_UNIT}(?:就)?(?:不用|不要|不必|无需|别)(?:再)?(?:催|提醒)(?:报|了)?", _order(Verb.MUTE, group="unit")),
        (rf"(?:请)?(?:恢复|继续|重新)催(?:报)?\s*{_UNIT}", _order(Verb.UNMUTE, group="unit")),
        (rf"{_UNIT}(?:恢复|继续|重新|还是?)(?:要)?(?:催|提醒)(?:报)?", _order(Verb.UNMUTE, group="unit")),
        (
            r"收件\s*(?P<serials>\d{1,6}(?:\s*[、,，和]\s*(?:收件)?\s*\d{1,6})*)\s*(?:号)?(?:已处理|处理完毕|已阅|不用管|不是案例|已回复|已答复|忽略)",
            _order(Verb.REVIEWED),
        ),
    )
)  # fmt: skip
_SPLIT = re.compile(r"[\n；;。！!]+")
_COMMA = re.compile(r"[，,]")
_POLITE = re.compile(
    r"^(?:您好|你好|好的?|收到|谢谢|辛苦了?|麻烦了?|请(?=把|将)|另外|还有|\d{1,2}[.、．](?!\d)\s*(?=\S{2}))[，,、：:]*"
)
_EMPTY = re.compile(r"^(?:您好|你好|好的?|收到|谢谢|多谢|辛苦了?|知道了|已阅|已知悉|此致|敬礼|以上)?$")


def parse_orders(text: str) -> Parsed:
    """Read every order in the new text of a reply."""
    orders: list[Order] = []
    unclear: list[str] = []
    for clause in _SPLIT.split(unicodedata.normalize("NFKC", text)):
        _read_clause(clause.strip(), orders, unclear)
    return Parsed(tuple(orders), tuple(unclear))


def _read_clause(clause: str, orders: list[Order], unclear: list[str]) -> None:
    clause = clause.strip(" ,，、.")
    while found := _POLITE.match(clause):
        clause = clause[found.end() :].strip()
    if _EMPTY.match(clause):
        return
    order = match_form(clause)
    if order is not None:
        orders.append(order)
        return
    pieces = [piece.strip() for piece in _COMMA.split(clause) if piece.strip()]
    if len(pieces) > 1:
        understood = [match_form(piece) for piece in pieces]
        if any(understood):
            for piece, found_order in zip(pieces, understood, strict=True):
                if found_order is not None:
                    orders.append(found_order)
                elif not _EMPTY.match(piece):
                    unclear.append(piece)
            return
    unclear.append(clause)


def match_form(clause: str) -> Order | None:
    """The order that a clause is, or None."""
    for pattern, build in FORMS:
        found = pattern.fullmatch(clause)
        if found is not None:
            return build(found)
    return None


def read_serials(text: str) -> tuple[int, ...]:
    """3、5号和七号 → (3, 5, 7)."""
    found = re.findall(r"\d{1,6}|[一二两三四五六七八九十百]{1,4}", text)
    return tuple(dict.fromkeys(read_number(part) for part in found))


def read_number(text: str) -> int:
    """A number in digits or Chinese up to 999; 0 when there is none."""
    digits = re.search(r"\d+", text)
    if digits:
        return int(digits.group())
    total = current = 0
    for char in text:
        if char in DIGITS:
            current = DIGITS[char]
        elif char == "十":
            total, current = total + (current or 1) * 10, 0
        elif char == "百":
            total, current = total + (current or 1) * 100, 0
    return total + current
