"""Personal data in what is printed: telephones, identity numbers, names of minors. Found, never changed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from intake.text.fold import nfkc
from intake.text.numerals import read_number
from intake.understand.identify.parse.names import SURNAMES
from tracker.publications.volume.content.model import (
    Block,
    Case,
    Footnote,
    Grid,
    GridCell,
    Image,
    Line,
    Volume,
)
from tracker.publications.volume.word.table import MOST_COLUMNS, covered_rows
from tracker.publications.volume.words import volume_words

_GAP: Final = "[ .·‐‑–—-]{0,2}"
_MOBILE: Final = re.compile(rf"(?<!\d)(?:(?:00)?86{_GAP})?1[3-9]\d(?:{_GAP}\d{{4}}){{2}}(?!\d)")
_ALIKE: Final = "OoQIlBSZ〇零○一二三四五六七八九壹贰叁肆伍陆柒捌玖幺"
_LIKE_DIGITS: Final = str.maketrans(_ALIKE, "000118520001234567891234567891")
_DIGIT: Final = f"[0-9{_ALIKE}]"
_BETWEEN: Final = "[ .·‐‑–—_*a-zA-Z-]".replace("a-zA-Z", "a-km-npr-zAC-HJ-NPRT-Y")  # no sign of both kinds
_ODD_MOBILE: Final = re.compile(  # 138OO13800O, 一三八…, 138a1234b5678, 1-3-8-…
    rf"(?<![0-9A-Za-z]){_DIGIT}(?:{_BETWEEN}{{0,2}}{_DIGIT}){{10}}(?![0-9A-Za-z])"
)
_TELEPHONE: Final = re.compile(r"1[3-9]\d{9}")
_LANDLINE: Final = re.compile(
    rf"(?<!\d)(?:\(0\d{{2,3}}\)|0\d{{2,3}}){_GAP}[2-9]\d{{2,3}}{_GAP}\d{{4}}(?!\d)"
    r"|(?:(?<=电话|传真|座机|热线)|(?<=电话:|传真:|座机:|热线:|电话为|电话是))[2-9]\d{6,7}(?!\d)"
)
_IDENTITY: Final = re.compile(
    r"(?<![0-9A-Za-z])[1-9]\d{5}(?:19|20)\d{2}(?:0\d|1[0-2])[0-3]\d\d{3}[0-9Xx](?![0-9A-Za-z])"
)
_IDENTITY_15: Final = re.compile(  # of before 1999: no century, no check sign
    r"(?<![0-9A-Za-z])[1-68]\d{5}\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?![0-9A-Za-z])"
)
_PROVINCES: Final = frozenset(
    str(code)
    for first, last in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65))
    for code in range(first, last + 1)
)  # GB/T 2260
_CARD: Final = re.compile(r"(?<![0-9A-Za-z])[3-69]\d{3}(?:[ -]?\d{4}){3}(?:[ -]?\d{1,3})?(?![0-9A-Za-z])")
_DASHED: Final = re.compile("[ -]")
_LABELLED: Final = re.compile(  # a number with a wrong digit is a person's, too, when it is called so
    r"(?:身份证|证件)(?:证?号码?|编号)?\s{0,3}(?:[:为是]\s{0,3})?\(?"
    r"(?P<number>\d(?:[ -]?\d){13,16}[ -]?[0-9Xx])(?![0-9A-Za-z])"
)
_MAIL: Final = re.compile(r"(?<![\w.])[\w.+-]{2,40}@[\w-]{1,40}(?:\.[A-Za-z]{2,10}){1,3}", re.ASCII)
_CHAT: Final = re.compile(
    r"(?<![0-9A-Za-z])(?:QQ(?:号码?|群号?)?[: ]{0,2}[1-9]\d{4,10}(?!\d)|微信号?:[A-Za-z][0-9A-Za-z_-]{5,19}(?![0-9A-Za-z]))",
    re.I,
)
_WEB: Final = re.compile(r"https?://[!-~]{1,2000}", re.I)  # the digits of an address are no telephone
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999
_CHECKS: Final = "10X98765432"
GROWN: Final = 18
LONGEST_HEAD: Final = 8  # signs of the head of a column
_NAME: Final = re.compile(r"[\u4e00-\u9fff·]{2,5}")


def personal_data(volume: Volume) -> Iterator[str]:
    """A remark for each thing found, masked in its middle; several that look alike then are counted."""
    for case in volume.cases:
        found_here = dict.fromkeys(_in_case(case, int(volume.made_at[:4])))
        for remark, found in Counter(remark for remark, _ in found_here).items():
            yield f"{case.number} {remark}" + (f"（{found}个，遮去部分不同）" if found > 1 else "")


def _in_case(case: Case, year: int) -> Iterator[tuple[str, str]]:
    """A remark, and what it was found of."""
    texts = [nfkc(printed) for printed in texts_of(case.blocks)]  # １３９１２３４０００６ is a number, too
    whole = "\n".join(texts)
    for text in texts:
        yield from _numbers_in(text)
        for found in _minor().finditer(text):
            name = next(found[kind] for kind in _NAMED if found[kind])
            age = found["years"] or found["age"] or "0"
            if read_number(age) < GROWN and not _is_made_up(name, whole):
                yield f"疑有未成年人姓名“{name}”，请隐去", name
    for block in case.blocks:
        for name in _minors_listed(block, year) if isinstance(block, Grid) else ():
            if not _is_made_up(name, whole):
                yield f"疑有未成年人姓名“{name}”（在表格中），请隐去", name


def _numbers_in(text: str) -> Iterator[tuple[str, str]]:
    """Numbers by which a person is found; each as the kind that is surest."""
    text = _WEB.sub(" ", text)
    for number in _cards_in(text):
        yield f"疑有银行卡号 {_masked(number)}", number
    text = _CARD.sub(lambda found: "" if is_card(_DASHED.sub("", found[0])) else found[0], text)
    for what, pattern in (
        ("手机号码", _MOBILE),
        ("电话号码", _LANDLINE),
        ("身份证号", _IDENTITY),
        ("邮箱", _MAIL),
        ("QQ、微信号", _CHAT),
    ):
        for found in pattern.finditer(text):
            if pattern is not _IDENTITY or is_identity(found[0]):
                yield f"有{what} {_masked(found[0])}", re.sub(r"[\s.·‐‑–—-]", "", found[0])
    for found in _LABELLED.finditer(text):
        yield f"有身份证号 {_masked(found['number'])}", _DASHED.sub("", found["number"])
    yield from _odd_numbers(_LABELLED.sub("", text))


def _cards_in(text: str) -> Iterator[str]:
    for found in _CARD.finditer(text):
        number = _DASHED.sub("", found[0])
        if is_card(number):
            yield number


def _odd_numbers(text: str) -> Iterator[tuple[str, str]]:
    """Identity numbers of before 1999, and telephones written so that none finds them."""
    for found in _IDENTITY_15.finditer(text):
        if found[0][:2] in _PROVINCES:
            yield f"疑有15位身份证号 {_masked(found[0])}", found[0]
    for found in _ODD_MOBILE.finditer(text):
        number = re.sub(_BETWEEN, "", found[0])
        digits = number.translate(_LIKE_DIGITS)
        parts = set(re.findall(f"{_BETWEEN}+", found[0]))
        is_disguised = number != digits or any(part.isalpha() for part in parts)
        is_spaced = len(re.findall(f"{_BETWEEN}+", found[0])) == len(digits) - 1 and len(parts) == 1
        if _TELEPHONE.fullmatch(digits) and (is_disguised or is_spaced) and not _MOBILE.fullmatch(found[0]):
            yield f"疑有手机号码 {_masked(digits)}", digits


def _minors_listed(grid: Grid, year: int) -> Iterator[str]:
    """The names in a table that stand beside an age below 18, a class of a school or a late year of birth."""
    words = volume_words()
    rows = [
        [nfkc("".join("".join(cell.lines).split())) for cell, _ in _widened(row)]
        for row in covered_rows(grid)
    ]
    named: dict[int, None] = {}
    aged: dict[int, None] = {}
    for row in rows:
        heads = {at: text for at, text in enumerate(row) if len(text) <= LONGEST_HEAD}
        here = [at for at, text in heads.items() if any(word in text for word in words.name_heads)]
        if here:
            named = dict.fromkeys(here)
            aged = dict.fromkeys(
                at for at, text in heads.items() if any(word in text for word in words.age_heads)
            )
            continue
        if any(at < len(row) and _says_minor(row[at], year) for at in aged):
            yield from (row[at] for at in named if at < len(row) and _NAME.fullmatch(row[at]))


def _widened(row: Sequence[tuple[GridCell, bool]]) -> Iterator[tuple[GridCell, bool]]:
    """A row with a cell for each of its columns."""
    for cell, is_covered in row:
        yield from [(cell, is_covered)] * max(1, min(cell.columns, MOST_COLUMNS))


def _says_minor(text: str, year: int) -> bool:
    years = "|".join(volume_words().ages)
    if age := re.fullmatch(rf"(?:约|满)?(\d{{1,2}})(?:{years})?", text):
        return int(age[1]) < GROWN
    if born := re.match(r"((?:19|20)\d\d)[年.\-/]", text + "年"):
        return 0 <= year - int(born[1]) < GROWN
    return any(re.search(one, text) for one in volume_words().classes)


def texts_of(blocks: tuple[Block, ...]) -> Iterator[str]:
    """Every text that is printed of some blocks."""
    for block in blocks:
        match block:
            case Line() | Footnote():
                yield block.text
            case Image():
                yield block.caption
            case Grid():
                yield block.caption
                for row in block.rows:
                    yield "　".join("".join(cell.lines) for cell in row)


def is_card(number: str) -> bool:
    """Whether a number has the check digit of a bank card (ISO/IEC 7812-1, annex B), and is no identity number."""
    if _IDENTITY.fullmatch(number) and is_identity(number):
        return False
    digits = [int(digit) for digit in reversed(number)]
    return sum(digits[::2]) % 10 == -sum(sum(divmod(2 * digit, 10)) for digit in digits[1::2]) % 10


def is_identity(number: str) -> bool:
    """Whether a number has the check sign of an identity card (GB 11643-1999)."""
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return _CHECKS[total % 11] == number[-1].upper()


def _is_made_up(name: str, whole: str) -> bool:
    """Whether a text says of a name, or of all its names, that it is another than the person's: 张悦（化名）."""
    made_up = "|".join(volume_words().made_up)
    return bool(
        re.search(
            rf"(?:{made_up})[:为叫是]?{name}"
            rf"|{name}[\u4e00-\u9fff]?\((?:[^()]{{0,6}}[,、;])?[系为]?(?:{made_up})"
            rf"|{name}[\u4e00-\u9fff、]{{0,20}}\([均都皆][系为是]?(?:{made_up})"
            rf"|(?:文中|本文|文内|所涉)[^。\n]{{0,12}}[均都皆][系为是]?(?:{made_up})",
            whole,
        )
    )


def _masked(found: str) -> str:
    return f"{found[:3]}****{found[-2:]}"


_NAMED: Final = ("after", "before", "aged", "classed", "pupil")


@cache
def _minor() -> re.Pattern[str]:
    """小学生王小明, 王小明（9岁）, 12岁的王某, 三年级学生小明, 幼儿园大班的朵朵, 王小明就读于某小学."""
    words = volume_words()
    first = "".join(sorted(SURNAMES - set(words.ordinary_signs)))
    more = f"(?![{words.behind_name}])[\u4e00-\u9fff]"
    grown = "|".join(words.grown_titles)
    called = f"(?![{first}](?:{grown}))(?:[{first}]某{{1,2}}|[{first}][\u4e00-\u9fff](?:{more})?|小[{first}{words.given_signs}])"
    twice = "|".join(sign * 2 for sign in words.given_signs)
    name = f"(?:{called}|{twice})(?![\u4e00-\u9fff]?(?:社区|村|镇))"
    who = f"(?<![{words.adults}])(?:{'|'.join(sorted(words.minors, key=len, reverse=True))})"
    years = "|".join(words.ages)
    number = r"\d{1,2}|[一二三四五六七八九十]{1,3}"
    school = "|".join(words.classes)
    return re.compile(
        rf"{who}的?(?P<after>{name})"
        rf"|(?P<before>{called})(?:[,(、]|(?=\d|今年|年仅|才|刚满|现年|只有))(?:今年|年仅|才|刚满|现年|只有){{0,2}}(?P<years>{number})(?:{years})"
        rf"|(?<![\d一二三四五六七八九十])(?P<age>{number})(?:{years})(?:半|多|大)?的?(?:{who})?的?(?P<aged>{name})"
        rf"|(?:{school})(?:\(\d{{1,2}}\)班?|\d{{1,2}}班)?(?:的|{who}){{0,2}}(?<=[的班生子级友孩])(?P<classed>{name})"
        rf"|(?P<pupil>{called})[,(、]?(?:今年|现在|目前|正|现|也){{0,2}}(?:{'|'.join(words.at_school)})[\u4e00-\u9fff]{{0,10}}?(?:{school})"
    )
