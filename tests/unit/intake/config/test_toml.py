"""A settings file that is wrong says in Chinese where, what stands there, and what should."""

from __future__ import annotations

import re
from datetime import date, time
from pathlib import Path
from typing import Annotated, Literal

import pytest
from pydantic import Field

from intake.config.shipped import shipped
from intake.config.toml import Strict, load_toml
from intake.model.errors import ConfigError


class Server(Strict):
    host: str
    port: Annotated[int, Field(ge=1, le=65535)] = 25
    kind: Literal["tls", "plain"] = "tls"


class Unit(Strict):
    key: Annotated[str, Field(pattern="^[a-z-]+$")]
    code: Annotated[str, Field(pattern=r"^\d{6}$")] = "320300"


class Sample(Strict):
    name: Annotated[str, Field(min_length=2, max_length=5)]
    day: date | None = None
    hour: time | None = None
    share: float = 0.5
    is_on: bool = False
    server: Server | None = None
    unit: tuple[Unit, ...] = ()
    words: Annotated[tuple[str, ...], Field(min_length=1)] = ("甲",)
    path: Path = Path()


def read(folder: Path, content: str | bytes) -> Sample:
    path = folder / "sample.toml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return load_toml(path, Sample)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "缺少 name"),
        ("name = 5", "name 的值是 5，应为文字（加引号）"),
        ('name = "甲"', "name 的值是 '甲'，应为至少2个字"),
        ('name = "甲乙丙丁戊己"', "name 的值是 '甲乙丙丁戊己'，应为至多5个字"),
        ('name = "甲乙"\nday = 8', "day 的值是 8，应为日期，如 2015-08-10"),
        ('name = "甲乙"\nday = "8月"', "day 的值是 '8月'，应为日期，如 2015-08-10"),
        ('name = "甲乙"\nhour = 8', "hour 的值是 8，应为时间，如 08:40:00"),
        ('name = "甲乙"\nshare = "半"', "share 的值是 '半'，应为数字"),
        ('name = "甲乙"\nis_on = "也许"', "is_on 的值是 '也许'，应为true 或 false"),
        ('name = "甲乙"\nwords = "甲"', "words 的值是 '甲'，应为列表，如 [1, 2]"),
        ('name = "甲乙"\nwords = []', "words 的值是 []，应为至少1项"),
        ('name = "甲乙"\nserver = 5', "server 的值是 5，应为小节，如 [名称]"),
        ('name = "甲乙"\n[server]\nport = 1', "缺少 server.host"),
        ('name = "甲乙"\n[server]\nhost = "a"\nport = 0', "server.port 的值是 0，应为不小于 1 的数"),
        (
            'name = "甲乙"\n[server]\nhost = "a"\nport = 70000',
            "server.port 的值是 70000，应为不大于 65535 的数",
        ),
        ('name = "甲乙"\n[server]\nhost = "a"\nport = 1.5', "server.port 的值是 1.5，应为整数"),
        (
            'name = "甲乙"\n[server]\nhost = "a"\nkind = "ssl"',
            "server.kind 的值是 'ssl'，应为以下之一：'tls'、'plain'",
        ),
        ('name = "甲乙"\n[unit]\nkey = "a"', "unit 可有多个，小节标题应为双方括号 [[unit]]"),
        (
            'name = "甲乙"\n[[unit]]\nkey = "a"\n[[unit]]\nkey = "丰县"',
            "unit.2.key 的值是 '丰县'，应为小写字母、数字和 - 组成的代号",
        ),
        ('name = "甲乙"\n[[unit]]\nkey = "a"\ncode = "32"', "unit.1.code 的值是 '32'，应为六位数字"),
        ('name = "甲乙"\nnmae = "丙"', "nmae 不是可用的设置项，是否应为 name；可用的有：name、day、hour"),
        (
            'name = "甲乙"\n[server]\nhots = "a"\nhost = "a"',
            "server.hots 不是可用的设置项，是否应为 host；可用的有：host、port、kind",
        ),
        ('name = "甲乙"\nxyz = 1', "xyz 不是可用的设置项；可用的有："),
        ('name = "甲乙" # ”\nday = ' + '"' + "长" * 80 + '"', "的值是 '" + "长" * 56 + "…，应为日期"),
    ],
)
def test_a_wrong_value(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read(tmp_path, text)
    assert said in caught.value.detail
    assert re.search(r"sample\.toml(?: 第 \d+ 行)?：", caught.value.detail)


def test_every_mistake_has_a_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        read(tmp_path, 'name = 5\nshare = "半"\nxyz = 1')
    assert len(caught.value.detail.splitlines()) == 3


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("name = “甲乙”", "写法有误：第 1 行，含有全角标点 “”，请改用半角"),
        ('name ＝ "甲乙"', "写法有误：第 1 行，含有全角标点 ＝，请改用半角"),
        ('name = "甲乙"\nname = "丙丁"', "写了两次"),
        ('name = "甲乙', "写法有误"),
        ('name = "甲乙"\nwords = ["甲"', "写法有误：文件没有写完，请检查最后的引号和括号"),
        ('name = "甲乙"\nhour = 8:40', "写法有误：第 2 行，时间要写全，如 08:40:00"),
        ('name = "甲乙"\nday = 2015-8-10', "写法有误：第 2 行，日期要写全，如 2015-08-10"),
        ("甲乙", "写法有误：第 1 行，请检查引号、等号和括号"),
        ('name = "甲乙"'.encode("gb18030"), "不是 UTF-8 编码，请另存为 UTF-8"),
    ],
)
def test_what_is_no_toml(tmp_path: Path, content: str | bytes, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read(tmp_path, content)
    assert said in caught.value.detail


def test_a_file_that_is_not_there_or_a_folder(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="找不到文件"):
        load_toml(tmp_path / "nothing.toml", Sample)
    with pytest.raises(ConfigError, match="不能读取"):
        load_toml(tmp_path, Sample)
    with pytest.raises(ConfigError, match=r"安装不完整，缺少 config/words/nothing\.toml，请重新安装"):
        shipped("words/nothing.toml")


def test_what_is_right_is_read_with_a_mark_of_its_bytes_and_blanks_at_the_ends(tmp_path: Path) -> None:
    text = '\ufeffname = " 甲乙 "\nday = 2015-08-10\nhour = 08:40:00\n[server]\nhost = "a"\n[[unit]]\nkey = "a-b"\n'
    assert read(tmp_path, text) == Sample(
        name="甲乙", day=date(2015, 8, 10), hour=time(8, 40), server=Server(host="a"), unit=(Unit(key="a-b"),)
    )
