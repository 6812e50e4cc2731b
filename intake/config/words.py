"""Lists of words (config/words/*.toml): what people write, as data, for the patterns that look for it.

A list is an array of alternatives, each a word or a small pattern (syntax of :mod:`re`); ``{name}`` in one
stands for a list further up in its file. What stands around a list is in the code that looks for it. A file is
read when the module that uses it is.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, TypeVar

from pydantic import BeforeValidator, ConfigDict, model_validator

from intake.config.shipped import shipped
from intake.config.toml import Strict, load_toml

_BETWEEN = re.compile(r"(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff])")
_REFERENCE = re.compile(r"\{([a-z_]+)\}")


def either(words: tuple[str, ...]) -> str:
    """A pattern that any of ``words`` fulfils, the first that fits; it stands in a pattern like one word."""
    return f"(?:{'|'.join(words)})"


def spaced(words: tuple[str, ...]) -> tuple[str, ...]:
    """The same words with blanks between their characters, as forms are often set: 联 系 人."""
    return tuple(_BETWEEN.sub(r"\\s*", word) for word in words)


def _split(value: Any) -> Any:
    return tuple(value.split()) if isinstance(value, str) else value


def _compile(words: Any, flags: int = 0) -> re.Pattern[str]:
    """Alternatives as one pattern, each of them a pattern of its own."""
    if not isinstance(words, list) or not words:
        raise ValueError('列表，如 ["撤回", "作废"]')
    try:
        return re.compile("|".join(map(str, words)), flags)
    except re.error as error:
        wrong = next((word for word in map(str, words) if not _is_pattern(word)), "|")
        raise ValueError(f"词语或正则表达式，“{wrong}”有误") from error


def _is_pattern(word: str) -> bool:
    try:
        re.compile(word)
    except re.error:
        return False
    return True


def _finder(flags: int = 0) -> BeforeValidator:
    return BeforeValidator(lambda words: _compile(words, flags))


def _checked(words: Any) -> Any:
    _compile(words)
    return words


Split = Annotated[tuple[str, ...], BeforeValidator(_split)]  # words in a text, parted by white space
Words = Annotated[tuple[str, ...], BeforeValidator(_checked)]  # for a pattern made in code
AnyOf = Annotated[re.Pattern[str], _finder()]  # finds any of them
AnyCase = Annotated[re.Pattern[str], _finder(re.IGNORECASE)]  # in capitals, too
AnyLine = Annotated[re.Pattern[str], _finder(re.MULTILINE)]  # ^ and $ at every line


class WordLists(Strict):
    """Lists whose alternatives may name those before them; blanks at their ends count."""

    model_config = ConfigDict(str_strip_whitespace=False)

    @model_validator(mode="before")
    @classmethod
    def _fill(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        filled: dict[str, Any] = {}
        for key, value in data.items():
            filled[key] = _filled(value, filled)
        return filled


def _filled(value: Any, before: dict[str, Any]) -> Any:
    if isinstance(value, list):
        return [_filled(one, before) for one in value]
    if isinstance(value, dict):
        return {key: _filled(one, before) for key, one in value.items()}
    if isinstance(value, str):
        return _REFERENCE.sub(lambda name: _list_of(name[1], before), value)
    return value


def _list_of(name: str, before: dict[str, Any]) -> str:
    words = before.get(name)
    if not words:
        raise ValueError(f"写在前面的列表的名称，而不是“{{{name}}}”")
    return either(tuple(map(str, words)))


M = TypeVar("M", bound=Strict)


def load_words(name: str, model: type[M]) -> M:
    """The shipped lists ``config/words/NAME.toml`` as ``model``.

    Raises:
        ConfigError: as :func:`intake.config.toml.load_toml`.
    """
    return load_toml(shipped(f"words/{name}.toml"), model)
