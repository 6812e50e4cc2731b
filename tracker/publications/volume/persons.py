"""Personal data in what is printed: telephones, identity numbers, names of minors. Found, never changed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Final

from intake.text.fold import nfkc
from intake.understand.identify.parse.names import SURNAMES
from tracker.publications.volume.content.model import Block, Case, Footnote, Grid, Image, Line, Volume
from tracker.publications.volume.words import volume_words

_GAP: Final = "[ .·‐‑–—-]{0,2}"
_MOBILE: Final = re.compile(rf"(?<!\d)(?:(?:00)?86{_GAP})?1[3-9]\d(?:{_GAP}\d{{4}}){{2}}(?!\d)")
_LANDLINE: Final = re.compile(
    rf"(?<!\d)(?:\(0\d{{2,3}}\)|0\d{{2,3}}){_GAP}[2-9]\d{{2,3}}{_GAP}\d{{4}}(?!\d)"
    r"|(?:(?<=电话|传真|座机|热线)|(?<=电话:|传真:|座机:|热线:|电话为|电话是))[2-9]\d{6,7}(?!\d)"
)
_IDENTITY: Final = re.compile(
    r"(?<![0-9A-Za-z])[1-9]\d{5}(?:19|20)\d{2}(?:0\d|1[0-2])[0-3]\d\d{3}[0-9Xx](?![0-9A-Za-z])"
)
_LABELLED: Final = re.compile(  # a number with a wrong digit is a person's, too, when it is called so
    r"(?:身份证|证件)(?:证?号码?|编号)?\s{0,3}(?:[:为是]\s{0,3})?\(?"
    r"(?P<number>\d(?:[ -]?\d){13,16}[ -]?[0-9Xx])(?![0-9A-Za-z])"
)
_MAIL: Final = re.compile(r"(?<![\w.])[\w.+-]{2,40}@[\w-]{1,40}(?:\.[A-Za-z]{2,10}){1,3}", re.ASCII)
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999
_CHECKS: Final = "10X98765432"
GROWN: Final = 18


def personal_data(volume: Volume) -> Iterator[str]:
    """A remark for each thing found, masked in its middle; several that look alike then are counted."""
    for case in volume.cases:
        for remark, found in Counter(remark for remark, _ in dict.fromkeys(_in_case(case))).items():
            yield f"{case.number} {remark}" + (f"（{found}个，遮去部分不同）" if found > 1 else "")


def _in_case(case: Case) -> Iterator[tuple[str, str]]:
    """A remark, and what it was found of."""
    texts = [nfkc(printed) for printed in texts_of(case.blocks)]  # １３９１２３４０００６ is a number, too
    whole = "\n".join(texts)
    for text in texts:
        for what, pattern in (
            ("手机号码", _MOBILE),
            ("电话号码", _LANDLINE),
            ("身份证号", _IDENTITY),
            ("邮箱", _MAIL),
        ):
            for found in pattern.finditer(text):
                if pattern is not _IDENTITY or is_identity(found[0]):
                    yield f"有{what} {_masked(found[0])}", re.sub(r"[\s.·‐‑–—-]", "", found[0])
        for found in _LABELLED.finditer(text):
            yield f"有身份证号 {_masked(found['number'])}", re.sub(r"[ -]", "", found["number"])
        for found in _minor().finditer(text):
            age = found["years"]
            name = found["after"] or found["before"]
            if (age is None or int(age) < GROWN) and not _is_made_up(name, whole):
                yield f"疑有未成年人姓名“{name}”，请隐去", name


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


@cache
def _minor() -> re.Pattern[str]:
    """小学生王小明, or 王小明（9岁）."""
    words = volume_words()
    first = "".join(sorted(SURNAMES - set(words.ordinary_signs)))
    name = rf"(?:[{first}][\u4e00-\u9fff]{{1,2}}|小[{first}])"
    who = "|".join(sorted(words.minors, key=len, reverse=True))
    years = "|".join(words.ages)
    return re.compile(
        rf"(?:{who})(?P<after>{name}(?![\u4e00-\u9fff]{{0,1}}(?:社区|村|镇)))"
        rf"|(?P<before>{name})[，,（(、]?(?:今年|年仅|才)?(?P<years>\d{{1,2}})(?:{years})"
    )
