"""Read a TOML file into a frozen pydantic model; every mistake is named in Chinese."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from intake.errors import ConfigError

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails


class Strict(BaseModel):
    """Base of all configuration values: frozen, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


M = TypeVar("M", bound=BaseModel)


def load_toml(path: Path, model: type[M]) -> M:
    """Read ``path`` as ``model``.

    Raises:
        ConfigError: the file is missing, is not TOML, or a key is unknown, missing or wrong;
            the text has one line a mistake: file, key, what was found, what was expected.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise ConfigError(f"找不到文件 {path}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path} 不是 UTF-8 编码，请另存为 UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path} 不是有效的 TOML：{error}") from error
    try:
        return model.model_validate(data)
    except ValidationError as error:
        lines = [_explain(path, detail, model) for detail in error.errors()]
        raise ConfigError("\n".join(lines)) from error


def _explain(path: Path, detail: ErrorDetails, model: type[BaseModel]) -> str:
    key = ".".join(str(part + 1) if isinstance(part, int) else part for part in detail["loc"])
    kind = detail["type"]
    if kind == "extra_forbidden":
        known = "、".join(_known_keys(model, detail["loc"]))
        return f"{path}：{key} 不是可用的设置项；可用的有：{known}"
    if kind == "missing":
        return f"{path}：缺少 {key}"
    found = repr(detail["input"])
    if len(found) > 60:
        found = found[:57] + "…"
    return f"{path}：{key} 的值是 {found}，应为{_expected(kind, detail)}"


def _known_keys(model: type[BaseModel], loc: tuple[int | str, ...]) -> list[str]:
    """The keys allowed where the unknown one stands."""
    current: type[BaseModel] = model
    for part in loc[:-1]:
        if isinstance(part, int):
            continue
        info = current.model_fields.get(part)
        nested = _nested_model(info.annotation) if info else None
        if nested is None:
            break
        current = nested
    return list(current.model_fields)


def _nested_model(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        found = _nested_model(argument)
        if found is not None:
            return found
    return None


_EXPECTED = {
    "string_type": "文字（加引号）",
    "int_type": "整数",
    "int_parsing": "整数",
    "int_from_float": "整数",
    "float_type": "数字",
    "float_parsing": "数字",
    "bool_type": "true 或 false",
    "bool_parsing": "true 或 false",
    "date_type": "日期，如 2015-08-10",
    "date_parsing": "日期，如 2015-08-10",
    "date_from_datetime_parsing": "日期，如 2015-08-10",
    "time_parsing": "时间，如 08:40",
    "time_type": "时间，如 08:40",
    "datetime_parsing": "日期时间，如 2015-08-10T24:00",
    "tuple_type": "列表，如 [1, 2]",
    "list_type": "列表，如 [1, 2]",
    "dict_type": "小节，如 [名称]",
    "model_type": "小节，如 [名称]",
}


def _expected(kind: str, detail: ErrorDetails) -> str:
    if kind in _EXPECTED:
        return _EXPECTED[kind]
    context = detail.get("ctx", {})
    if kind in ("literal_error", "enum"):
        return f"以下之一：{context.get('expected', '')}"
    if kind in ("greater_than", "greater_than_equal"):
        return f"不小于 {context.get('ge', context.get('gt'))} 的数"
    if kind in ("less_than", "less_than_equal"):
        return f"不大于 {context.get('le', context.get('lt'))} 的数"
    if kind == "value_error":
        return str(context.get("error", ""))
    return str(detail["msg"])
