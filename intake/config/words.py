"""Lists of words (config/words/*.toml): what people write, as data, for the patterns that look for it.

A list is an array of alternatives, each a word or a small pattern (syntax of :mod:`re`); ``{name}`` in one
stands for a list further up in its file. What stands around a list is in the code that looks for it. A file is
read when the module that uses it is.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, TypeVar

from pydantic import BeforeValidator, model_validator

from intake.config.shipped import shipped
from intake.config.toml import Strict, load_toml

_REFERENCE = re.compile(r"\{([a-z_]+)\}")


def either(words: tuple[str, ...]) -> str:
    """A pattern that any of ``words`` fulfils, the first that fits; it stands in a pattern like one word."""
    return f"(?:{'|'.join(words)})"


def _split(value: Any) -> Any:
    return tuple(value.split()) if isinstance(value, str) else value


def _compile(value: Any) -> re.Pattern[str]:
    if not isinstance(value, list) or not value:
        raise ValueError('列表，如 ["撤回", "作废"]')
    return re.compile("|".join(map(_check, value)))


def _check(word: Any) -> str:
    try:
        re.compile(word)
    except (re.error, TypeError) as error:
        raise ValueError(f"词语或正则表达式，“{word}”有误") from error
    return str(word)


def _check_all(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(_check, words))


Split = Annotated[tuple[str, ...], BeforeValidator(_split)]  # words in a text, parted by white space
Words = Annotated[tuple[str, ...], BeforeValidator(_check_all)]  # for a pattern made in code
AnyOf = Annotated[re.Pattern[str], BeforeValidator(_compile)]  # finds any of them


class WordLists(Strict):
    """Lists whose alternatives may name those before them."""

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
