"""Lists of words as files: lists in lists, and mistakes that name file and key."""

import re
from pathlib import Path

import pytest

from intake.config.shipped import shipped
from intake.config.toml import load_toml
from intake.config.words import AnyOf, Split, WordLists, Words, either
from intake.model.errors import ConfigError
from tests.paths import ROOT


class Sample(WordLists):
    when: Words
    late: AnyOf
    names: Split = ()


def read(folder: Path, text: str) -> Sample:
    path = folder / "sample.toml"
    path.write_text(text, "utf-8")
    return load_toml(path, Sample)


def test_a_list_stands_in_another(tmp_path: Path) -> None:
    lists = read(
        tmp_path, "when = ['明天', '下周']\nlate = ['{when}报送?', '延期{1,2}']\nnames = '''\n甲 乙\n丙'''"
    )
    assert (lists.when, lists.names) == (("明天", "下周"), ("甲", "乙", "丙"))
    assert lists.late.pattern == "(?:明天|下周)报送?|延期{1,2}"
    assert [match[0] for match in lists.late.finditer("下周报，或延期期")] == ["下周报", "延期期"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "when = ['a']\nlate = ['a']\nlater = ['b']",
            " 第 3 行：later 不是可用的设置项，是否应为 late；可用的有：when、late、names",
        ),
        ("when = ['a']", "：缺少 late"),
        ("when = ['a']\nlate = ['(']", " 第 2 行：late 的值是 ['(']，应为词语或正则表达式，“(”有误"),
        ("when = ['a']\nlate = 3", ' 第 2 行：late 的值是 3，应为列表，如 ["撤回", "作废"]'),
        ("when = ['a']\nlate = []", ' 第 2 行：late 的值是 []，应为列表，如 ["撤回", "作废"]'),
        ("when = ['[']\nlate = ['a']", " 第 1 行：when 的值是 ['[']，应为词语或正则表达式，“[”有误"),
        ("late = ['{when}']\nwhen = ['明天']", "：应为写在前面的列表的名称，而不是“{when}”"),
    ],
)
def test_mistakes_name_file_and_key(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read(tmp_path, text)
    assert str(caught.value) == f"配置有误：{tmp_path / 'sample.toml'}{told}"


def test_either_keeps_together() -> None:
    assert either(("上报", "报送")) == "(?:上报|报送)"


def test_shipped_files_are_found_or_missed() -> None:
    assert shipped("words/traditional.toml").is_file()
    with pytest.raises(ConfigError) as caught:
        shipped("words/none.toml")
    assert caught.value.detail == "安装不完整，缺少 config/words/none.toml，请重新安装"


def test_every_shipped_list_is_read() -> None:
    source = "\n".join(
        path.read_text("utf-8") for room in ("intake", "tracker") for path in (ROOT / room).rglob("*.py")
    )
    names = [path.stem for path in sorted(shipped("words").glob("*.toml"))]
    read = [name for name in names if re.search(rf'load_words\(\s*"{name}"|words/{name}\.toml', source)]
    assert read == names
