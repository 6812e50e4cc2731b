"""Contact and telephone of a case, from its cells, its closing lines, the sheet and the mail."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from intake.config.words import either, spaced
from intake.model.case import Doubt, Evidence, Fact, Where
from intake.understand.identify.parse.labels import LABELS, values_of
from intake.understand.identify.parse.names import (
    SURNAMES,
    is_familiar,
    person_as_shown,
    person_of,
    persons_in,
)
from intake.understand.identify.parse.phones import NEAR, Phone, phones_in
from intake.understand.identify.parse.units import parse_unit
from intake.understand.identify.seen import Seen

_CONTACT_LINE = re.compile(
    rf"{either(spaced(LABELS.contact_lines))}"
    r"(?:及联系电话|及电话|、电话)?\s*(?:[:：]|(?:[均都皆也]|一律|统一)?[是为](?!我))?\s*([^；;。\n]{2,30})"
)
_LABEL_ALONE = re.compile(rf"\s{{0,9}}{either(spaced(LABELS.contact_lines))}\s{{0,4}}[:：]\s{{0,9}}")
_PHONE_LINE = re.compile(
    r"(?:联系电话|联系方式|电\s*话|手\s*机(?:号码|号)?)\s*[:：]?\s*([\d\s（）()+\-－—转OolI]{6,40})"
)
_PHONE_WORD = re.compile(
    r"[\s（(：:，,、\-—_]{0,9}+(?:(?:联系|办公|移动)?电\s{0,9}话|联系方式|手\s{0,9}机(?:号码?)?|座机|单位电话|(?<![\u4e00-\u9fff])[办手宅]|[Tt][Ee][Ll])?[\s：:（(.]{0,9}+$"
)
_BEHIND = re.compile(r"[\s（(：:，,、]*(?:请?找|请?联系|问)?([\u4e00-\u9fff]{2,4})(?![\u4e00-\u9fff])")
_SOUGHT = re.compile(r"(?:找|联系)([小老][\u4e00-\u9fff])(?![\u4e00-\u9fff])")
_OFFICE_END = re.compile(
    r"(?:民政|[办局所科站镇乡村]|政府|社区|委会|街道|办公室|致电|联系|咨询|助理员?|干事|科员|主任|所长|科长|站长|书记|文书|会计|支书|村官|社工|专干|专员|秘书|营长|镇长|乡长|队长|会长|经理|安全员|管理员|网格员|工作人员|我是|[我叫])$"
)
_CHECKER = re.compile(r"(?:审核|审批|签发|校对|复核|领导)(?:人)?\s*[:：]?$")  # not whom one calls
_DUTY_BEFORE = re.compile(
    r"(?:主任|[所科站会组校院馆园厂店班]长|书记|秘书|经理|安全员)[\s：:]+$|找$"
)  # 会长 刀学明, 老街村找刀学英
_FAMILIAR = re.compile(r"[小老][\u4e00-\u9fff]")
_PARTED = re.compile(r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff])[ \u3000]+([\u4e00-\u9fff])$")


@dataclass(frozen=True, slots=True)
class _Said:
    value: str
    where: Where
    quote: str
    source: str
    confidence: float
    odd: bool = False


def find_contact(seen: Seen) -> tuple[Fact, tuple[Doubt, ...]]:
    """The contact's name."""
    said = [s for s in _contacts(seen) if not seen.call.places.is_region(s.value) and not _is_place(seen, s)]
    return _settle(said, "contact")


def _is_place(seen: Seen, said: _Said) -> bool:
    """转钟祥的案例: a county without its 市 may look like a person."""
    if said.where is not Where.LETTER:
        return False
    return any(
        mention.kind == "county" and mention.text == said.value
        for mention in seen.call.places.mentions(said.value, loose=True)
    )


def find_phone(seen: Seen, contact: str = "") -> tuple[Fact, tuple[Doubt, ...]]:
    """The contact's telephone, in one form; of several on a line the one behind his name."""
    return _settle(list(_phones(seen, contact)), "phone")


def _settle(said: list[_Said], field: str) -> tuple[Fact, tuple[Doubt, ...]]:
    if not said:
        return Fact(waits=False), (Doubt(field, field),)
    first = said[0]
    own = [s for s in said if s.where == first.where and (s.confidence >= 0.9 or s.where is Where.LETTER)]
    rivals = [s for s in own if s.value != first.value]
    if first.where is Where.LETTER:  # a labelled name there stands above one beside a telephone
        rivals = [s for s in rivals if s.confidence == first.confidence and not _same_person(s, first)]
    different = next(iter(rivals), None)
    places = (Evidence(s.where, s.quote[:80], s.source) for s in said if s.value == first.value)
    evidence = tuple(dict.fromkeys(places))[:3]
    if first.odd:
        fact = Fact(first.value, 0.4, evidence, waits=True)
        return fact, (Doubt("phone-odd", field, first.value),)
    if different is not None and field == "contact":
        choices = (first.value, different.value)
        doubt = Doubt("contact-conflict", field, f"{first.value}、{different.value}", choices)
        return Fact(first.value, 0.7, evidence, choices, waits=True), (doubt,)
    half = field == "contact" and is_familiar(first.value)  # 小韩: whom to ask for, not yet a name
    return Fact(
        first.value, min(0.6, first.confidence) if half else first.confidence, evidence, waits=half
    ), ()


def _same_person(one: _Said, other: _Said) -> bool:
    """小李 and 李静."""
    return is_familiar(one.value) or is_familiar(other.value)


def _contacts(seen: Seen) -> Iterator[_Said]:
    for label, value, source in seen.pairs:
        pair = [(label, value)]
        if any(values_of(pair, LABELS.contact)) or any(values_of(pair, LABELS.both)):
            for name in _first_person(value):
                sure = 0.6 if is_familiar(name) else 0.96
                yield _Said(name, Where.FORM, f"{label}：{value}", source, sure)
    yield from _contacts_in_lines(seen)
    yield from _contacts_in_sheet(seen)
    yield from _contacts_in_mail(seen)
    yield from _heads_in_form(seen)


def _heads_in_form(seen: Seen) -> Iterator[_Said]:
    """负责人 of a form, whom one calls where no other contact is named."""
    for label, value, source in seen.pairs:
        if any(values_of([(label, value)], LABELS.head)):
            for name in _first_person(value):
                yield _Said(name, Where.FORM, f"{label}：{value}", source, 0.75)


def _contacts_in_lines(seen: Seen) -> Iterator[_Said]:
    """Names in the lines above and below the text: labelled, in a unit's line, beside a telephone."""
    for line in (*seen.layout.tail, *seen.layout.head):
        for match in _CONTACT_LINE.finditer(line):
            for name in _first_person(match[1]):
                yield _Said(name, Where.SIGNATURE, line, seen.best.name, 0.95)
    yield from _contacts_below_labels(seen)
    for unit in seen.layout.units:
        for name in unit.persons[:1]:
            yield _Said(name, Where.SIGNATURE, unit.quote, seen.best.name, 0.9)
    for name, line in _before_phones("\n".join((*seen.layout.tail, *seen.layout.head))):
        yield _Said(name, Where.SIGNATURE, line, seen.best.name, 0.85)
    for name, line in _above_phones("\n".join(seen.layout.tail)):
        yield _Said(name, Where.SIGNATURE, line, seen.best.name, 0.8)


def _contacts_below_labels(seen: Seen) -> Iterator[_Said]:
    """联系人：, and the name on the next line."""
    for lines in (seen.layout.head, seen.layout.tail):
        for label, line in pairwise(lines):
            for name in _first_person(line) if _LABEL_ALONE.fullmatch(label) else ():
                yield _Said(name, Where.SIGNATURE, f"{label}{line}", seen.best.name, 0.9)


def _contacts_in_sheet(seen: Seen) -> Iterator[_Said]:
    if seen.row is not None:
        cell = seen.row.cells.get("contact") or seen.row.cells.get("both", "")
        for name in _first_person(cell):
            yield _Said(name, Where.SHEET, cell, seen.row.source, 0.93)


def _first_person(text: str) -> list[str]:
    plain = _without_phones(text)
    whole = persons_in(plain, labelled=True)[:1]
    return whole or [name for piece in re.split(r"[，,、\s（(]+", plain) if (name := _behind_duty(piece))][:1]


def _behind_duty(text: str) -> str:
    """The name behind a duty without a blank: 村支书苏永, 社区的社工小汪"""
    for size in (3, 2, 4):
        tail = text[-size:]
        if _OFFICE_END.search(text[:-size].removesuffix("的")) and (
            name := person_of(tail, labelled=bool(_FAMILIAR.fullmatch(tail)))
        ):
            return name
    return ""


def _contacts_in_mail(seen: Seen) -> Iterator[_Said]:
    yield from _contacts_in_names(seen)
    for text, where, source in _letters(seen):
        for match in _CONTACT_LINE.finditer(text):
            for name in _first_person(match[1]):
                yield _Said(name, where, match[0], source, 0.85)
        beside = (*_before_phones(text), *_above_phones(text), *_in_office(text), *_introduced(text))
        yield from (_Said(name, where, line, source, 0.8) for name, line in beside)
        apart = (*_at_the_head(text, seen), *_who_wrote(text))
        yield from (_Said(name, where, line, source, 0.75) for name, line in apart)
    for line in seen.body.signature.split("\n"):
        for name in persons_in(_without_phones(line))[:1]:
            yield _Said(name, Where.MAIL_SIGNATURE, line, "邮件签名", 0.75)
    shown = seen.envelope.sender.name
    if (name := person_as_shown(shown)) and not _names_place(name, seen):
        yield _Said(name, Where.MAIL_SIGNATURE, seen.envelope.sender.name, "发件人", 0.7)


def _contacts_in_names(seen: Seen) -> Iterator[_Said]:
    for document, file in zip(seen.documents, seen.names, strict=True):
        for match in _CONTACT_LINE.finditer(document.name):
            for name in _first_person(match[1].rpartition(".")[0] or match[1]):
                yield _Said(name, Where.FILE, document.name, document.name, 0.8)
        for name, _ in _before_phones(document.name.rpartition(".")[0]):
            yield _Said(name, Where.FILE, document.name, document.name, 0.75)
        if file.person:
            yield _Said(file.person, Where.FILE, document.name, document.name, 0.75)


def _names_place(text: str, seen: Seen) -> bool:
    """云龙 is a district, 王沟 a town, 王楼 the village told of: display names of offices, not persons."""
    places = seen.call.places
    counties = tuple(places.counties.values())
    towns = tuple(town.name for key in places.counties for town in places.towns_of(key, seen.year))
    if any(name.startswith(text) for name in (*counties, *towns)):
        return True
    rest = next((text[2:] for name in counties if name.startswith(text[:2])), "")
    if len(rest) > 1 and any(name.startswith(rest) for name in towns):
        return True  # 贾汪紫庄
    told = "\n".join((seen.envelope.subject, seen.body.new, seen.best.text))
    return any(text + kind in told for kind in ("村", "社区"))


def _before_phones(text: str) -> Iterator[tuple[str, str]]:
    """Names that stand right before a telephone, or behind it: 八路镇民政办 王军 15862112345"""
    for line in text.split("\n"):
        for phone in phones_in(line):
            before = _PARTED.sub(r"\1\2", _PHONE_WORD.sub("", line[max(0, phone.start - NEAR) : phone.start]))
            piece = re.split(
                r"[\s，,。；;：:、（(）)\-—_]+|(?<=[\u4e00-\u9fff])(?:请找|找|请问)(?=[\u4e00-\u9fff]{2,4}$)",
                before,
            )[-1]
            tails = [piece[-size:] for size in (2, 3, 4) if _OFFICE_END.search(piece[:-size])]
            behind = _BEHIND.match(line, phone.end)
            if _CHECKER.search(before.removesuffix(piece)):
                continue
            duty = _DUTY_BEFORE.search(before.removesuffix(piece))
            told = person_of(piece, labelled=bool(duty or _FAMILIAR.fullmatch(piece)))
            sought = _SOUGHT.match(line, phone.end)
            last = (
                person_of(sought[1], labelled=True) if sought else _who_follows(behind[1] if behind else "")
            )
            for name in filter(None, (told, *map(person_of, tails), last)):
                yield name, line.strip()
                break


def _who_follows(word: str) -> str:
    """A name behind a telephone: 13912038846，小韩"""
    return person_of(word, labelled=bool(_FAMILIAR.fullmatch(word)) and word[1] in SURNAMES)


_DUTY = re.compile(
    r"(?:(?:民政助理员?|民政干事|民政员|(?:民政|社会事务|社区)(?:办|科|所|办公室)(?:主任|科长|所长|负责人)?|经办|文书)[\s：:]+|(?:主任|书记|科长|所长|站长|会计|村长)\s*[：:]\s*)([\u4e00-\u9fff]{2,4})\s*(?:$|[，,。；;（(\d])"
)


def _in_office(text: str) -> Iterator[tuple[str, str]]:
    """Names behind their duty, on a line of their own: 民政助理 邱实"""
    for line in text.split("\n"):
        match = _DUTY.search(line.strip())
        if match and (name := person_of(match[1])):
            yield name, line.strip()


def _at_the_head(text: str, seen: Seen) -> Iterator[tuple[str, str]]:
    """李梦 铜山区棠张镇 18252190743: a line of a name, his unit and a telephone."""
    for line in text.split("\n"):
        name, *rest = line.strip().split(maxsplit=1)[:2] or [""]
        phones = phones_in(rest[0]) if rest else []
        if phones and person_of(name) and parse_unit(rest[0][: phones[0].start], seen.call.places, seen.year):
            yield person_of(name), line.strip()


_WROTE = re.compile(
    r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff]{2,3})(?:整理|撰写|撰稿|执笔|供稿)(?![\u4e00-\u9fff])"
)


def _who_wrote(text: str) -> Iterator[tuple[str, str]]:
    """秋水整理"""
    for match in _WROTE.finditer(text):
        if name := person_of(match[1], labelled=True):
            yield name, match[0]


_INTRODUCED = re.compile(r"我(?:是|叫)([^，,。；;！!：:\n]{2,30})")


def _introduced(text: str) -> Iterator[tuple[str, str]]:
    """我是沛县河口镇孟寨村文书闵祥云"""
    for match in _INTRODUCED.finditer(text):
        told = re.split(r"[\s（(]", match[1].strip())[-1]
        if name := person_of(told) or _behind_duty(told):
            yield name, match[0]


_LAST_WORD = re.compile(r"\S{3,20}[ \u3000]+([\u4e00-\u9fff]{2,4})")  # 黄楼街道 吴晓东
_NAMED_LINE = re.compile(r"([\u4e00-\u9fff \u3000]{2,6})(?:[（(][^（()）]{2,20}[）)])?")


def _above_phones(text: str) -> Iterator[tuple[str, str]]:
    """A name on the line above its telephone: 葛亚楠（魏庄村大学生村官）"""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    for line, below in pairwise(lines):
        phones = phones_in(below, labelled=bool(_PHONE_LINE.match(below)))
        named = _NAMED_LINE.fullmatch(line) or _LAST_WORD.fullmatch(line)
        if not phones or named is None or re.search(r"[\u4e00-\u9fff]", _without_phones(below)):
            continue
        if name := person_of(named[1]):
            yield name, f"{line} {below}"


def _phones(seen: Seen, contact: str) -> Iterator[_Said]:
    yield from _phones_in_form(seen)
    yield from _phones_in_lines(seen, contact)
    if seen.row is not None:
        cell = seen.row.cells.get("phone") or seen.row.cells.get("both", "")
        yield from _said(phones_in(cell, labelled=True), Where.SHEET, cell, seen.row.source, 0.93)
    lines = [(line, where, source) for text, where, source in _letters(seen) for line in text.split("\n")]
    for name in (document.name.rpartition(".")[0] for document in seen.documents):
        yield from _said(_beside(contact, name), Where.FILE, name, name, 0.85)
    for line, where, source in lines:
        yield from _said(_beside(contact, line), where, line, source, 0.85)
    for line, where, source in lines:
        yield from _said(phones_in(line), where, line, source, 0.8)


def _phones_in_form(seen: Seen) -> Iterator[_Said]:
    for label, value, source in seen.pairs:
        pair = [(label, value)]
        if any(values_of(pair, LABELS.phone)) or any(values_of(pair, LABELS.both)):
            yield from _said(phones_in(value, labelled=True), Where.FORM, f"{label}：{value}", source, 0.96)
    for label, value, source in seen.pairs:
        if any(values_of([(label, value)], LABELS.contact)):
            yield from _said(phones_in(value), Where.FORM, f"{label}：{value}", source, 0.95)


def _phones_in_lines(seen: Seen, contact: str) -> Iterator[_Said]:
    """In the lines above and below the text."""
    for line in (*seen.layout.tail, *seen.layout.head):
        yield from _said(_beside(contact, line), Where.SIGNATURE, line, seen.best.name, 0.95)
        for match in _PHONE_LINE.finditer(line):
            yield from _said(phones_in(match[1], labelled=True), Where.SIGNATURE, line, seen.best.name, 0.95)
        yield from _said(phones_in(line), Where.SIGNATURE, line, seen.best.name, 0.9)


BESIDE = 16  # characters between a name and its telephone


def _beside(contact: str, line: str) -> list[Phone]:
    """The telephones that stand behind the contact's name."""
    at = line.find(contact) if contact else -1
    if at < 0:
        return []
    return [phone for phone in phones_in(line) if 0 <= phone.start - at - len(contact) <= BESIDE]


def _letters(seen: Seen) -> Iterator[tuple[str, Where, str]]:
    """The mail's text, its signature, and covering letters that came as files."""
    yield seen.body.new, Where.LETTER, "邮件"
    yield seen.body.signature, Where.MAIL_SIGNATURE, "邮件"
    for letter in seen.letters:
        yield letter.text, Where.LETTER, letter.name


def _said(found: list[Phone], where: Where, quote: str, source: str, confidence: float) -> Iterator[_Said]:
    for phone in found[:1]:
        yield _Said(phone.value, where, quote, source, confidence, phone.odd)


def _without_phones(text: str) -> str:
    for phone in reversed(phones_in(text, labelled=True)):
        text = text[: phone.start] + " " + text[phone.end :]
    return re.sub(r"(?:联系)?电话|手机|[:：]", " ", text)
