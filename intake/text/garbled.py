"""The test whether text is garbage, and the repair of text that was read with a wrong codec."""

from __future__ import annotations

import re

from intake.text.hanzi import weigh

SAMPLE_CHARS = 6_000  # enough to judge a text; a place that differs is found by has_garbled_run

# Two or more Latin-1 letters in a row: normal in no language we meet, typical of bytes read as
# Latin-1. The middle dot, degree, section, plus-minus, multiplication and division signs are
# common in Chinese text and left out, as are the quotes and dashes of Windows-1252.
_LATIN_RUN = re.compile("[\xa1-\xa6\xa8-\xaf\xb2-\xb6\xb8-\xd6\xd8-\xf6\xf8-\xff€‚ƒ„†‡ˆ‰Š‹ŒŽ˜š›œžŸ]{2,}")
_HANGUL = re.compile("[가-힣]")


def strict(data: bytes, codec: str) -> str | None:
    """``data`` in a codec, None when a byte does not fit."""
    try:
        return data.decode(codec)
    except (UnicodeError, ValueError):
        return None


def readability(text: str) -> float:
    """Mean evidence a character that says anything; above 0 is writing."""
    sample = _sample(text)
    return _readability(*weigh(sample), _latin(sample))


def _readability(total: float, counted: int, latin: int) -> float:
    return (total - 3.0 * latin) / (counted + latin) if counted + latin else 0.0


def _latin(text: str) -> int:
    """How many characters stand in runs of Latin-1 letters."""
    return sum(map(len, _LATIN_RUN.findall(text)))


def _sample(text: str) -> str:
    if len(text) <= SAMPLE_CHARS:
        return text
    third = SAMPLE_CHARS // 3
    middle = len(text) // 2
    return text[:third] + text[middle : middle + third] + text[-third:]


_KNOWN_GARBAGE = re.compile("锟斤拷|烫烫烫|屯屯屯|ï»¿|ï¿½")


def looks_garbled(text: str) -> bool:
    """Whether text was read with a wrong codec or has lost its characters.

    Judged by the share of characters that nobody writes; rare names and classical words in
    otherwise normal text do not count. The fewer characters there are, the odder they must be,
    unless a strict repair proves the case.
    """
    sample = _sample(text)
    if sample.isascii():
        return False
    length = len("".join(sample.split()))
    lost = sample.count("\ufffd") + sum(map(len, _KNOWN_GARBAGE.findall(sample)))
    if lost >= 2 and lost > 0.1 * length:
        return True
    latin = _latin(sample)
    if latin > 0.3 * length and latin >= 4:
        return True
    total, counted = weigh(sample)
    if len(_HANGUL.findall(sample)) > 0.98 * counted:  # Korean; misread bytes mix it with other signs
        return False
    if counted > 0.1 * length and total / counted < _odd_below(counted):
        return True
    before = _readability(total, counted, latin)
    return before <= READS_WELL and _best_turn(sample, before) != sample


# Scripts and private signs that Chinese offices hardly write; bytes that are no text are full of them.
_RARE = "\u0180-\u02ff\u0460-\u1fff\u2c00-\u2dff\u3130-\u31bf\u3400-\u4dff\ua000-\uf8ff\ufb00-\ufdff\ufe70-\ufefe\ufff0-\ufffd"
_RARE_RUN = re.compile(rf"(?:[{_RARE}][^{_RARE}\n]{{0,3}}){{6,}}")
_RARE_SIGN = re.compile(f"[{_RARE}]")
_MIXED = 4  # pages of Unicode in one run: a text in another script is of one or two


def has_garbled_run(text: str) -> bool:
    """Whether some place in an otherwise good text is no writing: signs of many scripts in a row."""
    if not _RARE_SIGN.search(text):  # six times as fast as the search for a run
        return False
    for match in _RARE_RUN.finditer(text):
        signs = _RARE_SIGN.findall(match[0])
        foreign = [sign for sign in signs if not _HANGUL.match(sign)]
        if len(foreign) > 0.1 * len(signs) and len({ord(sign) >> 8 for sign in signs}) >= _MIXED:
            return True
    return False


def _odd_below(counted: int) -> float:
    """The mean weight under which so many characters are garbage."""
    if counted >= 24:
        return -0.6
    if counted >= 8:
        return -1.3
    return -2.2 if counted >= 4 else -10.0


_WRONG_TURNS = (  # read as, was
    ("cp1252", "utf-8"),
    ("cp1252", "gb18030"),
    ("cp1252", "big5hkscs"),
    ("gb18030", "utf-8"),
)
IMPLAUSIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd]")
READS_WELL = 1.0  # mean weight
_PLAUSIBLE = 0.5
_PLAUSIBLE_GAIN = 1.5  # mean weight; a wrong codec costs at least 3 a character


def repair_mojibake(text: str) -> str:
    """Undo one or two wrong decodings, or return ``text`` unchanged.

    Tried: Latin-1 (or Windows-1252) that is GB 18030, UTF-8 or Big5, GBK that is UTF-8, and
    UTF-8 taken for Latin-1 twice. A repair counts only when it is reversible to the last byte
    and reads clearly better.
    """
    if text.isascii():
        return text
    before = readability(text)
    return text if before > READS_WELL else _best_turn(text, before)


def _best_turn(text: str, before: float) -> str:
    """``text``, of such a readability, or the turn of it that reads clearly better."""
    turns = [_turn_back(text, wrong, right) for wrong, right in _WRONG_TURNS]
    if turns[0]:
        turns += [_turn_back(turns[0], wrong, right) for wrong, right in _WRONG_TURNS]
    best, best_score = text, max(before + _PLAUSIBLE_GAIN, _PLAUSIBLE)
    for repaired in turns:
        score = readability(repaired) if repaired and not IMPLAUSIBLE.search(repaired) else best_score
        if score > best_score:
            best, best_score = repaired, score
    return best


def _turn_back(text: str, wrong: str, right: str) -> str:
    """``text`` as it reads in the codec it was written in, ``""`` when that is not provable."""
    data = _encode(text, wrong)
    repaired = strict(data, right) if data is not None else None
    return repaired if repaired and repaired.encode(right) == data else ""


def _encode(text: str, codec: str) -> bytes | None:
    """``text`` as the bytes it was wrongly decoded from; None when it cannot have been."""
    try:
        if codec == "cp1252":
            return b"".join(map(_latin_byte, text))
        return text.encode(codec)
    except UnicodeEncodeError:
        return None


def _latin_byte(character: str) -> bytes:
    # Browsers and mailers read "latin-1" as Windows-1252, but keep its five holes as they are.
    return character.encode("latin-1" if character <= "\xff" else "cp1252")
