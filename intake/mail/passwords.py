"""Passwords that a sender mentions, so that a locked archive can be opened.

They are tried on the files of the same mail and kept nowhere: what is read of the mail has
:data:`HIDDEN` in their place, so that neither ledger nor letters nor workbook can tell them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from intake.text.fold import nfkc

MAX_PASSWORDS = 8  # each try on a 7z or rar archive costs a third of a second

HIDDEN = "******"

_MENTION = re.compile(
    r"(?:密\s*码|口\s*令|pass\s?word|passwd|\bpwd\b|\bpw\b|提取码|解压码)"
    r"\s*(?:均|都|统一|仍|还)?\s*(?:设置?)?\s*(?:是|为|：|:|=|－|->|—|-)*\s*[“\"'‘「【《（(]?\s*"
    r"(?![,;!?:=])([^\s“”\"'‘’「」【】《》（）()，。；、]{1,40})",
    re.I,
)
_ASCII = re.compile(r"[!-~]+")
_HANZI_ONLY = re.compile(r"[\u4e00-\u9fff]{2,12}")
_NOT_PASSWORDS = re.compile(
    r"^(?:的|请|见|已|后|会|将|和|及|另|是|为|在|保护|压缩|文件|打开|解压|通过|短信|电话|错误|如有)"
)


def find_passwords(texts: Iterable[str]) -> tuple[str, ...]:
    """Passwords named in the texts (密码：1234，解压密码 abc), likeliest first, each once."""
    found: list[str] = []
    for text in texts:
        for mention in _MENTION.finditer(nfkc(text[:50_000])):
            found.extend(_variants(mention.group(1)))
    return tuple(dict.fromkeys(found))[:MAX_PASSWORDS]


def hide_passwords(text: str) -> str:
    """The text with :data:`HIDDEN` in place of each password that :func:`find_passwords` would find."""
    if not _MENTION.search(nfkc(text)):
        return text
    folded, origins = _fold(text)
    shown, end = [], 0
    for mention in _MENTION.finditer(folded):
        if variants := _variants(mention.group(1)):
            start = mention.start(1)
            last = start + len(max(variants, key=len)) - 1
            shown += [text[end : origins[start]], HIDDEN]
            end = origins[last] + 1
    return "".join([*shown, text[end:]])


def _fold(text: str) -> tuple[str, list[int]]:
    """The text in compatible forms, and where in the original each of its characters stands."""
    forms = [(nfkc(char), at) for at, char in enumerate(text)]
    return "".join(form for form, _ in forms), [at for form, at in forms for _ in form]


def _variants(token: str) -> list[str]:
    """The token as it may be meant: with and without the mark that ends the sentence."""
    latin = _ASCII.match(token)
    if latin:
        plain = latin.group(0).rstrip(".,;!?")
        return [variant for variant in (plain, latin.group(0).rstrip(",;")) if variant]
    if _NOT_PASSWORDS.match(token):
        return []
    hanzi = _HANZI_ONLY.match(token)
    return [hanzi.group(0)] if hanzi else []
