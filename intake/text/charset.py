"""Bytes to text for Chinese mail and files.

Senders name charsets wrongly or not at all, so a claim is only a hint; what decides is whether
the bytes are valid and whether the characters are ones that people write (intake/text/hanzi.py).
Unpacking MIME and file formats is done elsewhere.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from intake.text.garbled import IMPLAUSIBLE, SAMPLE_CHARS, readability, strict
from intake.text.hanzi import weight
from intake.text.shifted import read_shifted


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with the codec that gave it; ``sure`` is false when characters may be wrong."""

    text: str
    charset: str
    sure: bool


_BOMS = (  # the UTF-32 mark begins with the UTF-16 one
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_GB_CLAIMS = re.compile(r"gb|936|euc[-_]?cn|hz", re.I)
_WESTERN = {"ascii", "iso8859_1", "iso8859_15", "cp1252"}  # what programs write that do not ask
_EAST_ASIAN = {
    "shift_jis",
    "cp932",
    "euc_jp",
    "iso2022_jp",
    "euc_kr",
    "cp949",
    "big5",
    "big5hkscs",
    "hz",
    "utf_7",
}
_CONTROL = re.compile(rb"[\x00-\x06\x0e-\x19\x1c-\x1f]")  # in no text, but in UTF-16 and binary


def decode_bytes(data: bytes, claimed: str = "") -> Decoded:
    """Decode bytes of unknown or doubtful charset; never raises.

    Order: byte order mark, 7-bit codecs when claimed or when their escapes stand there, UTF-8, a claim that
    decodes to what people write in that charset, then the best of GB 18030 (for every GB claim, too: what is
    labelled gb2312 seldom keeps to it), UTF-16 without mark, Big5 and the claimed codec.
    """
    for mark, codec in _BOMS:
        if data.startswith(mark):
            return _decode_marked(data[len(mark) :], codec)
    codec = _codec_name(claimed)
    if (shifted := read_shifted(data, codec)) is not None:
        return Decoded(*shifted, sure=True)
    says_so = codec == "utf_8" and 0 not in data  # stray control marks do not make it UTF-16
    text = strict(data, "utf-8") if says_so or not _CONTROL.search(data) else None
    if text is not None and not _is_gb_after_all(data, text, codec):
        return Decoded(text, "utf-8", sure=True)
    return _as_claimed(data, codec) or _best_of(data, codec)


def _decode_marked(data: bytes, codec: str) -> Decoded:
    text = strict(data, codec)
    if text is None:
        return Decoded(data.decode(codec, "replace"), codec, sure=False)
    return Decoded(text, codec, sure=True)


_OTHER_NAMES = {"unicode-1-1-utf-7": "utf-7", "utf8mb4": "utf-8", "unicode": "utf-16", "x-big5": "big5"}
_NOT_CHARSETS = {"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape", "mbcs", "oem"}


def _codec_name(claimed: str) -> str:
    """The Python name of a claimed charset, or ``""`` when there is none."""
    name = claimed.strip().strip("\"'").lower()
    name = _OTHER_NAMES.get(name, name)
    try:
        found = codecs.lookup(name).name.replace("-", "_") if name and "\0" not in name else ""
        "".encode(found or "ascii")  # refuses codecs that are not text, such as "hex"
    except (LookupError, UnicodeError, ValueError):
        return "gb18030" if _GB_CLAIMS.search(name) else ""
    return "" if found in _NOT_CHARSETS else found


def _is_gb_after_all(data: bytes, text: str, claimed: str) -> bool:
    """Short GB text can be valid UTF-8 by chance: “系统” reads as Greek, “泉山” as phonetic signs.

    One Hanzi is enough where GB is claimed, or where what UTF-8 gives is no letter that people write.
    """
    odd = [character for character in text if character > "\x7f"]
    if any(character >= "\u0800" for character in odd):
        return False
    claims_gb = bool(_GB_CLAIMS.search(claimed))
    usual = any(weight(character) >= 0 for character in odd)
    if claimed and not claims_gb and usual:
        return False
    chinese = strict(data, "gb18030")
    if chinese is None:
        return False
    hanzi = [character for character in chinese if character > "\x7f"]
    enough = 1 if claims_gb or not usual else 2
    return len(hanzi) >= enough and all(weight(character) >= -1.2 for character in hanzi)


# --- what is claimed -------------------------------------------------------------------------------


def _as_claimed(data: bytes, codec: str) -> Decoded | None:
    """The text as claimed, if it is what people write in that charset; None when it has to be guessed."""
    if _CONTROL.search(data):
        return None
    if codec in _WESTERN or (not codec and len(_ASCII_LETTER.findall(data[:1000])) >= _WESTERN_ENOUGH):
        return _as_western(data, codec)
    if not codec or _GB_CLAIMS.search(codec) or codec.startswith(("utf", "big5")):
        return None
    text = strict(data, codec)
    if text is None or IMPLAUSIBLE.search(text):
        return None
    return Decoded(text, codec, sure=True) if _is_of_one_script(text) else None


def _as_western(data: bytes, codec: str) -> Decoded | None:
    """Latin letters; what is called Latin-1 may hold the quotes of Windows-1252 (WHATWG Encoding par. 4.2)."""
    for name in (codec, "cp1252"):
        text = strict(data, name) if name and name != "ascii" else None
        if text is not None and not IMPLAUSIBLE.search(text):
            return Decoded(text, name, sure=True) if _is_western(text) else None
    return None


_ASCII_LETTER = re.compile(rb"[A-Za-z]")
_WESTERN_ENOUGH = 8  # letters of plain ASCII from which accented ones beside them are believed unasked
_WORD = re.compile(r"[^\W\d_]+")
_SIGNS_IN_A_ROW = re.compile("[\xa1-\xbf\xd7\xf7][\xa0-\xff]|[\xa0-\xff][\xa1-\xbf\xd7\xf7]")


def _is_western(text: str) -> bool:
    """Whether accented letters stand as words have them: small, few, beside plain ones.

    Bytes of Hanzi read so are capitals and signs in pairs.
    """
    sample = text[:SAMPLE_CHARS]
    if _SIGNS_IN_A_ROW.search(sample):
        return False
    for word in _WORD.findall(sample):
        accented = sum(character > "\x7f" for character in word)
        if accented and not (
            (len(word) == 1 and word.islower())
            or (2 * accented <= len(word) and (word.islower() or word[1:].islower()))
            or (3 * accented <= len(word) and word.isupper())
        ):
            return False
    return True


_ONE_SCRIPT = 0.9  # share of letters


def _is_of_one_script(text: str) -> bool:
    """Whether the letters beyond ASCII are of one script, capitals where words begin; Hanzi prove nothing."""
    sample = text[:SAMPLE_CHARS]
    letters = [character for character in sample if character > "\x7f" and character.isalpha()]
    scripts = Counter(_script(character) for character in letters)
    if not scripts:
        return False
    script, most = scripts.most_common(1)[0]
    if most < _ONE_SCRIPT * len(letters) or script == "CJK":
        return False
    return all(word.isupper() or not any(map(str.isupper, word[1:])) for word in _WORD.findall(sample))


def _script(character: str) -> str:
    name = unicodedata.name(character, "")
    return "KANA" if name.startswith(("HIRAGANA", "KATAKANA")) else name.partition(" ")[0]


# --- guessing --------------------------------------------------------------------------------------

_CLAIMED = 0.3  # for the codec that is claimed
_STANDS = 3.0  # more for a name, were it of rare Hanzi alone
_BRIEF = 24  # bytes: a name, a file name
_HANZI_ONLY = re.compile(
    "[\x20-\x7e\u2010-\u2026\u3000-\u3011\u3400-\u4dbf\u4e00-\u9fff\uff01-\uff5e\U00020000-\U0003ffff]+"
)
_CLEAR = 1.6  # nothing reads so well by chance, unless it is short


def _best_of(data: bytes, claimed: str) -> Decoded:
    """The reading that looks most like writing; earlier candidates win ties."""
    best: Decoded | None = None
    best_score = -100.0
    for codec, bonus in _candidates(data, claimed):
        text = strict(data, codec)
        sure = text is not None
        if text is None:
            text = _decode_loosely(data, codec)
        brief = bonus >= _CLAIMED and len(data) <= _BRIEF and _HANZI_ONLY.fullmatch(text)
        score = readability(text) + bonus + (_STANDS if brief else 0) - (0 if sure else 0.5)
        if score > best_score:
            best, best_score = Decoded(text, codec, sure=sure and score > -1), score
        if sure and score > _CLEAR and len(data) >= 40:
            break
    return best or Decoded(data.decode("latin-1"), "latin-1", sure=False)


def _candidates(data: bytes, claimed: str) -> Iterator[tuple[str, float]]:
    """Codecs to try, each with what the circumstances add to its score."""
    zeros = data.count(0)
    if zeros:
        low = data[1::2].count(0)
        yield "utf-16-le", 1.0 if low > zeros * 0.9 else 0.0
        yield "utf-16-be", 1.0 if low < zeros * 0.1 else 0.0
    claims_gb = bool(_GB_CLAIMS.search(claimed))
    yield "gb18030", 0.6 if claims_gb else 0.2
    yield "utf-8", 0.1
    if not zeros and len(data) >= 4 and len(data) % 2 == 0:
        penalty = 0.3 if len(data) >= 12 or _CONTROL.search(data) else 1.5
        yield "utf-16-le", -penalty
        yield "utf-16-be", -penalty
    yield "big5hkscs", -0.3
    if claimed and not claims_gb and claimed not in {"utf_8", "ascii"}:
        yield claimed, _CLAIMED if claimed in _EAST_ASIAN else -0.1
    yield "cp1252", -3.0


def _decode_loosely(data: bytes, codec: str) -> str:
    text = data.decode(codec, "replace")
    if codec == "gb18030":
        text = text.replace("\x80", "€")
    return text
