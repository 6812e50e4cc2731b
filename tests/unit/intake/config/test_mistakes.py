"""Every mistake in a file is named in Chinese: file, key, what was found, what was expected."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from intake.config.toml import Strict, load_toml
from intake.model.errors import ConfigError


class Colour(StrEnum):
    """Two of them."""

    RED = "red"
    BLUE = "blue"


class Inner(Strict):
    """One of several."""

    name: str = Field(min_length=2, max_length=4)
    at: time | None = None


class Sample(Strict):
    """A value of every kind."""

    text: str = ""
    count: int = Field(default=1, ge=1, le=9)
    share: float = Field(default=0.5, gt=0, lt=1)
    is_on: bool = False
    day: date | None = None
    at: time | None = None
    moment: datetime | None = None
    place: Path | None = None
    word: Literal["a", "b"] = "a"
    colour: Colour = Colour.RED
    code: str = Field(default="123456", pattern=r"^\d{6}$")
    few: Annotated[tuple[int, ...], Field(min_length=1, max_length=2)] = (1,)
    names: dict[str, str] = Field(default_factory=dict)
    inner: Inner | None = None
    many: tuple[Inner, ...] = ()


def read(folder: Path, text: str | bytes) -> Sample:
    path = folder / "x.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_toml(path, Sample)


def why(folder: Path, text: str | bytes) -> str:
    with pytest.raises(ConfigError) as caught:
        read(folder, text)
    assert str(caught.value).startswith("配置有误：")
    return caught.value.detail.replace(f"{folder / 'x.toml'}", "FILE")


def without_line(told: str) -> str:
    return re.sub(r"^FILE 第 \d+ 行：", "FILE：", told)


def test_everything_that_is_written_is_read(tmp_path: Path) -> None:
    text = """\ufefftext = " 甲 "
count = 9
day = 2015-08-10
at = 08:40:00
moment = 2015-08-10T24:00:00Z
many = [{ name = "一二" }, { name = "三四", at = 09:00:00 }]
[names]
a = "b"
""".replace("T24:00:00Z", "T23:00:00")

    assert read(tmp_path, text) == Sample(
        text="甲", count=9, day=date(2015, 8, 10), at=time(8, 40), moment=datetime.fromisoformat("2015-08-10T23:00:00"),
        many=(Inner(name="一二"), Inner(name="三四", at=time(9))), names={"a": "b"},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("text = 5", "text 的值是 5，应为文字（加引号）"),
        ("count = 'x'", "count 的值是 'x'，应为整数"),
        ("count = 1.5", "count 的值是 1.5，应为整数"),
        ("count = 0", "count 的值是 0，应为不小于 1 的数"),
        ("count = 10", "count 的值是 10，应为不大于 9 的数"),
        ("share = 'half'", "share 的值是 'half'，应为数字"),
        ("share = 0", "share 的值是 0，应为大于 0 的数"),
        ("share = 1.0", "share 的值是 1.0，应为小于 1 的数"),
        ("is_on = 'perhaps'", "is_on 的值是 'perhaps'，应为true 或 false"),
        ("day = 'morgen'", "day 的值是 'morgen'，应为日期，如 2015-08-10"),
        ("day = 20150810", "day 的值是 20150810，应为日期，如 2015-08-10"),
        ("day = 2015-08-10T01:00:00", "day 的值是 datetime.datetime(2015, 8, 10, 1, 0)，应为日期，如 2015-08-10"),
        ("at = 8", "at 的值是 8，应为时间，如 08:40:00"),
        ("at = 'acht'", "at 的值是 'acht'，应为时间，如 08:40:00"),
        ("place = 5", "place 的值是 5，应为路径（加引号）"),
        ("word = 'c'", "word 的值是 'c'，应为以下之一：'a'、'b'"),
        ("colour = 'green'", "colour 的值是 'green'，应为以下之一：'red'、'blue'"),
        ("code = '12'", "code 的值是 '12'，应为六位数字"),
        ("few = []", "few 的值是 []，应为至少1项"),
        ("few = [1, 2, 3]", "few 的值是 [1, 2, 3]，应为至多2项"),
        ("few = 5", "few 的值是 5，应为列表，如 [1, 2]"),
        ("few = ['x']", "few.1 的值是 'x'，应为整数"),
        ("names = 5", "names 的值是 5，应为小节，如 [名称]"),
        ("[names]\na = 5", "names.a 的值是 5，应为文字（加引号）"),
        ("inner = 5", "inner 的值是 5，应为小节，如 [名称]"),
        ("[inner]", "缺少 inner.name"),
        ("[many]\nname = '一二'", "many 可有多个，小节标题应为双方括号 [[many]]"),
        ("[[many]]\nname = '一二'\n[[many]]\nname = '一'", "many.2.name 的值是 '一'，应为至少2个字"),
        ("[[many]]\nname = '一二三四五'", "many.1.name 的值是 '一二三四五'，应为至多4个字"),
        ("[[many]]\nname = '一二'\nnmae = 1", "many.1.nmae 不是可用的设置项，是否应为 name；可用的有：name、at"),
        ("[inner]\nname = '一二'\nat = 9", "inner.at 的值是 9，应为时间，如 08:40:00"),
        ("cuont = 1", "cuont 不是可用的设置项，是否应为 count；可用的有：" + "、".join(Sample.model_fields)),
        ("完全不同 = 1", "FILE 写法有误：第 1 行，请检查引号、等号和括号"),
        (f"text = {['x' * 80]}", f"text 的值是 ['{'x' * 55}…，应为文字（加引号）"),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be(tmp_path: Path, text: str, told: str) -> None:
    assert without_line(why(tmp_path, text)) == (told if told.startswith("FILE") else f"FILE：{told}")


def test_every_mistake_has_its_line(tmp_path: Path) -> None:
    assert why(tmp_path, "count = 0\nword = 'c'\nx = 1").splitlines() == [
        "FILE 第 1 行：count 的值是 0，应为不小于 1 的数",
        "FILE 第 2 行：word 的值是 'c'，应为以下之一：'a'、'b'",
        f"FILE 第 3 行：x 不是可用的设置项；可用的有：{'、'.join(Sample.model_fields)}",
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("text = “甲”", "第 1 行，含有全角标点 “”，请改用半角"),
        ("text ＝ '甲'", "第 1 行，含有全角标点 ＝，请改用半角"),
        ("# 一\n# 二\ncount = \n", "第 3 行，请检查引号、等号和括号"),
        ("at = 8:40", "第 1 行，时间要写全，如 08:40:00"),
        ("day = 2015-8-1", "第 1 行，日期要写全，如 2015-08-10"),
        ("count = 1\ncount = 2", "最后一项写了两次"),
        ("text = '''甲", "文件没有写完，请检查最后的引号和括号"),
        ("few = [1,", "文件没有写完，请检查最后的引号和括号"),
        ("count = 1\ncount = 2\n", "第 2 行，同一项写了两次"),
    ],
)
def test_what_is_no_toml_says_where_it_ends(tmp_path: Path, text: str, told: str) -> None:
    assert why(tmp_path, text) == f"FILE 写法有误：{told}"


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    assert why(tmp_path, "text = '甲'".encode("gbk")) == "FILE 不是 UTF-8 编码，请另存为 UTF-8"
    for path, told in (
        (tmp_path / "none.toml", "找不到文件 {}"),
        (tmp_path, "不能读取 {}：是文件夹，应为文件，请核对路径"),
    ):
        with pytest.raises(ConfigError) as caught:
            load_toml(path, Sample)
        assert caught.value.detail == told.format(path)


@given(st.text("texcount= '\"“”[]{}\n#.,-:1甲\x07", max_size=40))
def test_any_text_is_read_or_explained(text: str) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        try:
            found = read(Path(folder), text)
        except ConfigError as error:
            found = None
            explained = error.detail
        else:
            explained = "ok"
        assert (found is None) == (explained != "ok")
        assert "\n\n" not in explained
