"""Numbers in digits and in Chinese: cases, days, telephones."""

from __future__ import annotations

import re

DIGITS = "零一二三四五六七八九"
HANZI = DIGITS + "十百廿卅"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩"
TENS = {"十": 10, "廿": 20, "卅": 30}
LONGEST_RANGE = 300  # cases


def hanzi_number(text: str) -> int:
    """十一 → 11, 二十三 → 23, 廿三 → 23, 零四二 → 42, 一百零五 → 105; 0 when there is none."""
    if len(text) > 1 and all(char in DIGITS for char in text):
        return int("".join(str(DIGITS.index(char)) for char in text))
    total = current = 0
    for char in text:
        if char == "百":
            total, current = total + (current or 1) * 100, 0
        elif char == "十":
            total, current = total + (current or 1) * 10, 0
        elif char in TENS:
            total, current = total + TENS[char], 0
        elif char in DIGITS:
            current = DIGITS.index(char)
    return total + current


def number_of(text: str) -> int:
    """A number in digits or Chinese; 0 when there is none."""
    if circled := re.search(f"[{CIRCLED}]", text):
        return CIRCLED.index(circled[0]) + 1
    digits = re.search(r"\d{1,6}", text)
    return int(digits.group()) if digits else hanzi_number(text)


def read_numbers(text: str, prefix: str = "") -> tuple[int, ...]:
    """3、5号和七号 → (3, 5, 7); XZ-001到XZ-003 → (1, 2, 3)."""
    if prefix:
        # XZ一014: the input method made a numeral of the dash
        text = re.sub(rf"{prefix}\s*[-—－_]?\s*一?(?=\d)|{prefix}", " ", text, flags=re.IGNORECASE)
        # a dash in front belongs to the number, but 001-003 are three
        text = re.sub(r"(?<![\d号\s])\s*[-—－]\s*(?=0\d\d)", " ", text)
    found: list[int] = []
    until = False
    for part in re.findall(rf"\d{{1,6}}|[{HANZI}]{{1,4}}|[-—–~～至到]", text):
        if part in "-—–~～至到":
            until = bool(found)
            continue
        number = number_of(part)
        if until and found[-1] < number <= found[-1] + LONGEST_RANGE:
            found.extend(range(found[-1] + 1, number + 1))
        else:
            found.append(number)
        until = False
    return tuple(dict.fromkeys(found))


def read_phone(written: str) -> str:
    """A telephone number in digits: 幺三八… and all kinds of dashes made plain."""
    text = "".join(str(DIGITS.index(char)) if char in DIGITS else char for char in written.strip())
    return re.sub(r"[-—－ ,，]+", "-", text) if text.startswith("0") else re.sub(r"\D", "", text)
