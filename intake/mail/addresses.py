"""Mail addresses as senders write them: read leniently, judged strictly (RFC 5322 par. 3.4).

The only reader of addresses. Whatever a field holds, reading gives values and never raises; whether
a letter can be addressed to one is asked of :func:`is_writable`.
"""

from __future__ import annotations

import re

from intake.mail.headers import MAX_VALUE_BYTES, decode_header, decode_words
from intake.model.case import Address
from intake.text.clean import clean_text

MAX_ADDRESSES = 200
MAX_ADDRESS_CHARS = 320  # RFC 3696 erratum 1690: 64 before the @, 255 after it

# RFC 5321 par. 4.1.2 and 4.5.3.1: a dot-atom at a host name of two labels or more.
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_LOCAL = re.compile(rf"(?=.{{1,64}}\Z)(?!.*=\?){_ATOM}(?>(?:\.{_ATOM})*)")
_HOST = re.compile(rf"(?=.{{1,253}}\Z)(?>(?:{_LABEL}\.)+)(?!\d+\Z){_LABEL}")


def is_writable(email: str) -> bool:
    """Whether a letter can surely be addressed so.

    Narrower than RFC 5321: quoted local parts, address literals and single labels are refused by most
    providers; what needs SMTPUTF8 (RFC 6531) or would be read as an encoded word is never sent to.
    """
    local, _, host = email.rpartition("@")
    return bool(_LOCAL.fullmatch(local[:65]) and _HOST.fullmatch(host[:254]))


_TOKEN = re.compile(
    r"\"(?>(?:[^\"\\]|\\.)*)\"?"  # a quoted name
    r"|\((?>(?:[^()\\]|\\.)*)\)?"  # a comment
    r"|<[^<>]*>?"
    r"|[,;，；]"
    r"|:"
    r"|[^\"(<,;，；:]+"
    r"|.",
    re.DOTALL,
)
_SEPARATORS = frozenset(",;，；")
_SPACES = re.compile(r"\s+")
_RUN = re.compile(r"[^\s<>()＜＞（）\[\]:;,，；\"“”‘’'|]++")
_DOMAIN = re.compile(r"[A-Za-z0-9.\-_\u0080-\uffff]*[A-Za-z0-9\u0080-\uffff]")
_WIDE = str.maketrans("＜＞＠．", "<>@.")  # typed with a Chinese keyboard
_ENCODED_WORD = re.compile(rb"(=\?[^?\s]+\?[bBqQ]\?[^?]*\?=)")


def read_addresses(value: bytes) -> tuple[Address, ...]:
    """The addresses of a From, To, Cc or Reply-To value in order; groups are flattened.

    An entry without an address keeps its name with ``email`` empty, so that it can be shown. A
    domain of another script is given in its ASCII form (IDNA 2003).
    """
    found: list[Address] = []
    words: list[str] = []
    for piece in _TOKEN.findall(_decode(value)):
        if piece in _SEPARATORS:
            _finish(words, found)
            words = []
        elif piece == ":" and not any("@" in word for word in words):
            words = []  # the name of a group
        else:
            words.append(piece)
        if len(found) >= MAX_ADDRESSES:
            return tuple(found)
    _finish(words, found)
    return tuple(found)


def names_only(value: bytes, email: str) -> bool:
    """Whether every reader of mail must find this one address in a From or Sender value and no other."""
    words = [word.strip().lower() for word in _TOKEN.findall(_decode(value))]
    telling = [word for word in words if "@" in word or word.startswith("<") or word in {*_SEPARATORS, ":"}]
    shown = f"<{email}>"
    return is_writable(email) and telling in ([email], [shown], [f'"{email}"', shown])


def _decode(value: bytes) -> str:
    """The value as text; raw 8-bit is decoded before it is cut at commas: a GBK byte may look like one."""
    value = value[:MAX_VALUE_BYTES]
    if value.isascii():
        return value.decode("ascii")
    return "".join(
        piece.decode("ascii", "replace") if piece.startswith(b"=?") else decode_words(piece)
        for piece in _ENCODED_WORD.split(value)
    )


def _finish(words: list[str], found: list[Address]) -> None:
    """Make one entry of the tokens between two commas."""
    email, rest = _find_email(words)
    if not email and any("=?" in word for word in words):  # the whole entry as one encoded word
        email, rest = _find_email(_TOKEN.findall(decode_header("".join(words).encode("utf-8", "ignore"))))
    if not email and (typed := "".join(words)) != (narrow := typed.translate(_WIDE)):
        email, rest = _find_email(_TOKEN.findall(narrow))
    name = _display_name(rest)
    if email or name:
        found.append(Address(email, "" if name.lower() == email else name))


def _find_email(words: list[str]) -> tuple[str, list[str]]:
    """The address in an entry's tokens, ``""`` when there is none, and the tokens beside it."""
    for word in reversed(words):
        if word.startswith("<") and (email := _settle(word.strip("<>"))):
            return email, [other for other in words if other is not word]
    comments = [word for word in words if word.startswith("(")]
    plain = "".join(word for word in words if not word.startswith("("))
    if _QUOTED.fullmatch(plain.strip()):
        return _settle(plain), comments
    if bare := _find_bare(" ".join(words)):
        return _settle(bare), [word.replace(bare, "", 1) for word in words]
    if bare := _find_bare("@".join(side.strip() for side in plain.split("@"))):
        return _settle(bare), comments
    return "", words


def _find_bare(text: str) -> str:
    for run in _RUN.findall(text):
        local, _, host = run.rpartition("@")
        if local and (domain := _DOMAIN.match(host)):
            return f"{local}@{domain.group(0)}"
    return ""


_SCHEME = re.compile(r"(?:mailto|smtp)\s*:\s*", re.I)
_COMMENT = re.compile(r"\([^()]*\)")
_QUOTED = re.compile(r'"((?>(?:[^"\\]|\\.)*))"\s*@([^\s<>"@]+)')
_DOTTED = re.compile(rf"{_ATOM}(?>(?:\.{_ATOM})*)")


def _settle(spec: str) -> str:
    """An address without its clothes: encoded words, comments, schemes, routes, quotes, blanks."""
    if "=?" in spec:
        spec = decode_header(spec.encode("utf-8", "ignore"))
    spec = _COMMENT.sub("", _SPACES.sub(" ", clean_text(spec))).strip()
    if scheme := _SCHEME.match(spec):
        spec = spec[scheme.end() :].partition("?")[0]
    if quoted := _QUOTED.fullmatch(spec):
        local, host = quoted.groups()
        local = local if _DOTTED.fullmatch(local) else f'"{local}"'
    else:
        spec = spec.replace(" ", "").strip("'\"")
        if spec.startswith("@"):  # a source route (RFC 5322 par. 4.4)
            spec = spec.rpartition(":")[2]
        local, _, host = spec.rpartition("@")
    host = _to_ascii(host)
    return f"{local}@{host}".lower()[:MAX_ADDRESS_CHARS] if local and host else ""


def _to_ascii(host: str) -> str:
    host = host.rstrip(".。")
    if host.isascii() or len(host) > 255:
        return host
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host


def _display_name(words: list[str]) -> str:
    plain = [word for word in words if not word.startswith("(")]
    comment = [word.strip("()") for word in words if word.startswith("(")]
    text = "".join(_unquote(word) for word in plain)
    if not text.strip():
        text = " ".join(comment)
    decoded = decode_header(text.encode("utf-8", "ignore")) if "=?" in text else clean_text(text)
    return _SPACES.sub(" ", decoded).strip(" '\"“”‘’<>,;")[:200]


def _unquote(word: str) -> str:
    if not word.startswith('"'):
        return word
    return re.sub(r"\\(.)", r"\1", word[1:-1] if word.endswith('"') and len(word) > 1 else word[1:])
