"""Read a TOML file into a frozen pydantic model; every mistake is named in Chinese."""

from __future__ import annotations

import difflib
import re
import tomllib
from datetime import date, time
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError, ValidationInfo, field_validator

from intake.config.line import line_of
from intake.model.errors import ConfigError
from intake.model.system import what_to_do, why

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails


class Strict(BaseModel):
    """Base of all configuration values: frozen, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    @field_validator("*", mode="before")
    @classmethod
    def _no_number_for_time(cls, value: Any, info: ValidationInfo) -> Any:
        # pydantic reads numbers as seconds: “at = 8” would be eight seconds past midnight.
        wanted = _types(cls.model_fields[info.field_name].annotation) if info.field_name else set()
        if isinstance(value, (int, float)) and wanted and wanted <= {date, time, type(None)}:
            raise ValueError(_EXPECTED["date_type" if date in wanted else "time_type"])
        return value


M = TypeVar("M", bound=BaseModel)


def load_toml(path: Path, model: type[M]) -> M:
    """Read ``path`` as ``model``.

    Raises:
        ConfigError: the file is missing, is not TOML, or a key is unknown, missing or wrong;
            the text has one line a mistake: file, line, key, what was found, what was expected.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        data = tomllib.loads(text)
    except FileNotFoundError as error:
        raise ConfigError(f"找不到文件 {path}") from error
    except OSError as error:
        raise ConfigError(f"不能读取 {path}：{why(error)}，{what_to_do(error)}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path} 不是 UTF-8 编码，请另存为 UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path} 写法有误：{_place(error, path)}") from error
    try:
        return model.model_validate(data)
    except ValidationError as error:
        lines = [f"{path}{_line(text, detail)}：{_explain(detail, model)}" for detail in _own(error.errors())]
        raise ConfigError("\n".join(lines)) from error


def _own(details: list[ErrorDetails]) -> list[ErrorDetails]:
    """Without what the library says of a list only because an item in it is wrong: too short by that one."""
    wrong = [detail["loc"] for detail in details]
    return [
        detail
        for detail in details
        if detail["type"] != "too_short"
        or not any(loc != detail["loc"] and loc[: len(detail["loc"])] == detail["loc"] for loc in wrong)
    ]


def _line(text: str, detail: ErrorDetails) -> str:
    """Where an editor has to go; of what is missing, where it belongs."""
    number = line_of(text, tuple(part for part in detail["loc"] if part != "[key]"))
    return f" 第 {number} 行" if number else ""


def _explain(detail: ErrorDetails, model: type[BaseModel]) -> str:
    parts = (part for part in detail["loc"] if part != "[key]")  # the library's word for a wrong key
    key = ".".join(str(part + 1) if isinstance(part, int) else part for part in parts)
    kind = detail["type"]
    if kind == "extra_forbidden":
        known = _known_keys(model, detail["loc"])
        near = difflib.get_close_matches(str(detail["loc"][-1]), known, 1)
        meant = f"，是否应为 {near[0]}" if near else ""
        return f"{key} 不是可用的设置项{meant}；可用的有：{'、'.join(known)}"
    if kind == "missing":
        return f"缺少 {key}"
    if kind == "value_error" and isinstance(detail["input"], dict):  # about several keys together
        return f"{f'{key} ' if key else ''}应为{_expected(kind, detail)}"
    if kind in ("tuple_type", "list_type") and isinstance(detail["input"], dict):
        return f"{key} 可有多个，小节标题应为双方括号 [[{key}]]"
    found = repr(detail["input"])
    if len(found) > 60:
        found = found[:57] + "…"
    return f"{key} 的值是 {found}，应为{_expected(kind, detail)}"


def _place(error: tomllib.TOMLDecodeError, path: Path) -> str:
    """Where a file stops being TOML, with the usual reason in Chinese offices: full-width marks."""
    found = re.search(r"line (\d+)", str(error))
    if found is None:
        twice = "overwrite" in str(error)
        return "最后一项写了两次" if twice else "文件没有写完，请检查最后的引号和括号"
    number = int(found[1])
    line = path.read_text(encoding="utf-8-sig").splitlines()[number - 1 : number]
    marks = "".join(dict.fromkeys(re.findall("[“”‘’＝，［］＂]", "".join(line))))
    reason = f"含有全角标点 {marks}，请改用半角" if marks else "请检查引号、等号和括号"
    if "overwrite" in str(error):
        reason = "同一项写了两次"
    elif re.search(r"=\s*\d{1,2}:\d{1,2}", "".join(line)):
        reason = "时间要写全，如 08:40:00"
    elif re.search(r"\d{4}-\d{1,2}-\d{1,2}", "".join(line)):
        reason = "日期要写全，如 2015-08-10"
    return f"第 {number} 行，{reason}"


def _types(annotation: Any) -> set[Any]:
    """The types a field may have: those of a union, else itself."""
    arguments = getattr(annotation, "__args__", None)
    return set(arguments) if arguments and not isinstance(annotation, type) else {annotation}


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
    "date_from_datetime_inexact": "日期，如 2015-08-10",
    "time_parsing": "时间，如 08:40:00",
    "time_type": "时间，如 08:40:00",
    "datetime_parsing": "日期时间，如 2015-08-10T24:00",
    "tuple_type": "列表，如 [1, 2]",
    "list_type": "列表，如 [1, 2]",
    "dict_type": "小节，如 [名称]",
    "model_type": "小节，如 [名称]",
    "path_type": "路径（加引号）",
    "finite_number": "数字",
}
# By what is peculiar to a pattern; the last fits any.
_PATTERNS = (
    (r"\d{6}", "六位数字"),
    ("#[", "颜色，如 #1F3864"),
    ("4e00", "汉字名称"),
    ("", "小写字母、数字和 - 组成的代号"),
)
_BOUNDS = {
    "greater_than": ("gt", "大于"),
    "greater_than_equal": ("ge", "不小于"),
    "less_than": ("lt", "小于"),
    "less_than_equal": ("le", "不大于"),
}
# Of lengths; {} stands for the bound.
_LENGTHS = {
    "string_too_short": ("min_length", "至少{}个字"),
    "string_too_long": ("max_length", "至多{}个字"),
    "too_short": ("min_length", "至少{}项"),
    "too_long": ("max_length", "至多{}项"),
}


def _expected(kind: str, detail: ErrorDetails) -> str:
    if kind in _EXPECTED:
        return _EXPECTED[kind]
    context = detail.get("ctx", {})
    if kind in ("literal_error", "enum"):
        return f"以下之一：{str(context.get('expected', '')).replace(' or ', '、').replace(', ', '、')}"
    if kind == "string_pattern_mismatch":
        pattern = str(context.get("pattern"))
        return next(said for mark, said in _PATTERNS if mark in pattern)
    if kind in _BOUNDS:
        bound, said = _BOUNDS[kind]
        return f"{said} {str(context.get(bound)).removesuffix('.0')} 的数"
    if kind in _LENGTHS:
        bound, said = _LENGTHS[kind]
        return said.format(context.get(bound))
    if kind == "value_error":
        return str(context.get("error", ""))
    return "另一种写法，请对照设置说明"
