"""Telephone numbers as Chinese offices write them, brought to one form.

Mobile: 13800001102. Landline: 0516-80001101, with 转 before an extension. A number without its
area code stays as written: eight digits.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_WIDE = {ord("０") + i: str(i) for i in range(10)} | dict.fromkeys(map(ord, "－–—―‐‑‒﹣─~～﹘"), "-")
_WIDE |= {ord("（"): "(", ord("）"): ")", ord("＋"): "+", ord("\u3000"): " ", ord("\u00a0"): " "}
_LETTERS = {ord("O"): "0", ord("o"): "0", ord("l"): "1", ord("I"): "1"}  # what OCR makes of digits

# A run of digits with the marks that may stand inside one number.
_RUN = re.compile(
    r"(?<![\dA-Za-z@.])(?:\+?86[- ]?)?[(]?\d(?:[ ]?[-()]{0,2}[ ]?\d){4,24}(?![\d@]|(?!ext)[A-Za-z])", re.I
)
NEAR = 80  # characters on either side of a number that can be about it
_ABROAD = re.compile(r"\+86|0086|86(?=[- ()])")  # what is dialled before a number from another country
_BETWEEN = re.compile(r"[\s、，,；;/或和]+")  # two numbers of one list
_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"(0(?:10|2\d|[3-9]\d{2}))([2-9]\d{6,7})")
_APART = re.compile(
    r"(?<=\d)(?:[ ]+(?=[01(]|20\d\d(?!\d)|[2-9]\d{7}(?!\d))|(?=\())|(?<=\d{7})\)(?=\d)"
)  # where one number ends and the next begins
_EXTENSION = re.compile(r"\s*(?:转|分机|ext\.?)\s*+(?:[:：]\s*+)?(\d{1,6})", re.I)
_NOT_PHONE = re.compile(
    r"(?:传\s*真|Q\s*Q|邮\s*编|邮政编码|身份证|微信|账号|帐号|编号|文号|工号|许可|邮\s*箱|Fax)\D{0,6}$", re.I
)
_DATE = re.compile(r"(?:19|20)\d{2}\s*[-.]\s*\d{1,2}\s*[-.]\s*\d{1,2}$")


@dataclass(frozen=True, slots=True)
class Phone:
    """A number found; ``odd`` when its digits cannot be right."""

    start: int
    end: int
    value: str
    odd: bool = False


def phones_in(text: str, *, labelled: bool = False) -> list[Phone]:
    """The numbers in ``text``, in order.

    ``labelled``: a label such as 联系电话 stands before the text, so that a number with too many or
    too few digits is returned as odd instead of being passed over.
    """
    plain = text.translate(_WIDE)
    if labelled and re.search(r"\d[OolI]|[OolI]\d", plain):
        plain = plain.translate(_LETTERS)
    found: list[Phone] = []
    for match in _RUN.finditer(plain):
        if _NOT_PHONE.search(_before(plain, match)) or _DATE.fullmatch(match[0]):
            continue
        is_next = bool(found and _BETWEEN.fullmatch(plain, found[-1].end, match.start()))
        found.extend(_numbers(plain, match, labelled=labelled or (is_next and _is_short_local(match[0]))))
    return found


def _before(plain: str, match: re.Match[str]) -> str:
    """What stands before a number, as far as it can be about it: a line may hold thousands of them."""
    return plain[max(0, match.start() - NEAR) : match.start()]


def _numbers(plain: str, match: re.Match[str], *, labelled: bool) -> list[Phone]:
    digits = _dialled(match[0])
    if _MOBILE.fullmatch(digits):
        return [Phone(match.start(), match.end(), digits)]
    landline = _LANDLINE.fullmatch(digits)
    if landline and not (labelled and _cut_short(match[0], landline)):
        return [_with_extension(plain, match.start(), match.end(), f"{landline[1]}-{landline[2]}")]
    split = _two(plain, match)
    if split:
        return split
    if re.fullmatch(r"[2-9]\d{7}", digits) and (labelled or _is_local(plain, match)):
        return [_with_extension(plain, match.start(), match.end(), digits)]
    if labelled and 5 < len(digits) < 15 and not re.fullmatch(r"(?:19|20)\d{2}\d{2,4}", digits):
        return [Phone(match.start(), match.end(), _tidy(match[0]), odd=True)]
    return []


def _dialled(written: str) -> str:
    """The digits as they are dialled at home: +86 516 80001101 is 051680001101."""
    digits = re.sub(r"\D", "", written)
    abroad = _ABROAD.match(written)
    rest = re.sub(r"\D", "", written[abroad.end() :]) if abroad else digits.removeprefix("86")
    for home in (rest, f"0{rest}") if abroad else (rest,):
        if _MOBILE.fullmatch(home) or (abroad and _LANDLINE.fullmatch(home)):
            return home
    return digits


def _is_short_local(written: str) -> bool:
    return bool(re.fullmatch(r"[68]\d{7}", re.sub(r"[- ]", "", written)))


def _is_local(plain: str, match: re.Match[str]) -> bool:
    """社会事务办 董梅 83190011: eight digits of the city behind a name, with nothing counted by them."""
    before, after = _before(plain, match), plain[match.end() : match.end() + NEAR]
    if match[0][0] in "68" and re.search(r"(?:^|\n)\s*$", before) and re.match(r"\s*(?:$|\n)", after):
        return True  # alone on its line
    return bool(
        match[0].startswith(("6", "8"))
        and re.search(r"[\u4e00-\u9fff][\s：:，,（(]+$|(?:电\s*话|座\s*机|号\s*码|致电)[是为：:\s]*$", before)
        and re.match(r"\s*(?:$|[，,。；;、）)（(\n/]|转|分机|找|联系|[,，]?\s*(?:手机|1[3-9]))", after)
    )


def _cut_short(written: str, landline: re.Match[str]) -> bool:
    """Seven digits after the area code of a city whose numbers have eight."""
    return (
        len(landline[2]) == 7
        and landline[1] in {"0516", "010", "020", "021", "025", "027", "028"}
        and "-" in written
    )


def _with_extension(plain: str, start: int, end: int, value: str) -> Phone:
    extension = _EXTENSION.match(plain, end)
    if extension:
        return Phone(start, extension.end(), f"{value}转{extension[1]}")
    return Phone(start, end, value)


def _two(plain: str, match: re.Match[str]) -> list[Phone]:
    """Numbers set with only a space or a dash between them, and extensions behind a dash."""
    pieces = list(re.finditer(r"[\d()-]+", match[0]))
    groups = _APART.split(match[0])
    if len(groups) > 1:
        found: list[Phone] = []
        offset = match.start()
        for group in groups:
            at = plain.index(group, offset)
            digits = re.sub(r"\D", "", group)
            landline = _LANDLINE.fullmatch(digits)
            if _MOBILE.fullmatch(digits):
                found.append(Phone(at, at + len(group), digits))
            elif landline:
                found.append(Phone(at, at + len(group), f"{landline[1]}-{landline[2]}"))
            elif re.fullmatch(r"[68]\d{7}", digits):
                found.append(Phone(at, at + len(group), digits))
            elif not re.fullmatch(r"20\d\d", group):
                return []
            offset = at + len(group)
        return found
    dashed = re.fullmatch(r"\(?(0\d{2,3})\)?[- ]*([2-9]\d{6,7})-(\d{1,6})", match[0].replace(" ", ""))
    if dashed and pieces:
        return [Phone(match.start(), match.end(), f"{dashed[1]}-{dashed[2]}转{dashed[3]}")]
    return []


def _tidy(written: str) -> str:
    return re.sub(r"\s+", "", written).strip("-")
