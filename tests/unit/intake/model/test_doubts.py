"""Every doubt has its words, every error is a sentence for a clerk, also from another process."""

from __future__ import annotations

import ast
import errno
import pickle
import re
import socket
import ssl
from collections.abc import Iterator
from string import Formatter

import pytest

from intake.model import errors
from intake.model.case import Doubt
from intake.model.doubts import DOUBTS, Owner, cure, owner_of, sentence
from intake.model.errors import IntakeError, ReadingError
from intake.model.system import what_to_do, why
from tests.paths import ROOT

KINDS = sorted(
    (kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, IntakeError)),
    key=lambda kind: kind.__name__,
)


def codes_in_code() -> Iterator[tuple[str, str]]:
    """Every code with which the product makes a doubt, and where."""
    for package in ("intake", "tracker"):
        for path in sorted((ROOT / package).rglob("*.py")):
            text = path.read_text("utf-8")
            if "Doubt(" not in text:
                continue
            for node in ast.walk(ast.parse(text)):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Doubt" and node.args:
                    first = node.args[0]
                    if isinstance(first, ast.Constant):
                        yield str(first.value), f"{path.relative_to(ROOT)}:{node.lineno}"


def test_every_doubt_that_code_makes_is_in_the_table() -> None:
    made = list(codes_in_code())
    assert len(made) > 30
    assert [(code, where) for code, where in made if code not in DOUBTS] == []


def test_every_error_of_reading_becomes_a_doubt_of_the_table() -> None:
    reading = [kind for kind in KINDS if issubclass(kind, ReadingError)]
    assert len(reading) == 6
    assert [kind.__name__ for kind in reading if kind.code not in DOUBTS] == []


@pytest.mark.parametrize("code", DOUBTS)
def test_the_words_of_a_doubt(code: str) -> None:
    kind = DOUBTS[code]
    names = {name for _, name, _, _ in Formatter().parse(kind.sentence) if name is not None}
    assert names <= {"about", "detail"}
    assert not re.search(r"[{}]", kind.cure)
    for words in (kind.sentence, kind.cure):
        assert not words.endswith(("。", "；", "，", "！"))
        assert not re.search(r"[,;!?()]", words)  # marks of full width
        assert words == words.strip()
    assert kind.owner is not Owner.NOBODY or kind.cure in {"无需处理", "请核实发件单位"}


@pytest.mark.parametrize("detail", ["", "{about}", "{0}", "%s", "甲“乙”丙", "{detail!r:>99}"])
def test_what_a_stranger_wrote_is_never_a_template(detail: str) -> None:
    doubt = Doubt("partial", "{detail}.doc", detail)
    assert sentence(doubt) == f"“{{detail}}.doc”可能未读全：{detail}"
    assert cure(doubt) == "请对照原件核对"
    assert owner_of(doubt) is Owner.COORDINATOR


def test_the_words_of_a_call_stand_for_ours() -> None:
    doubt = Doubt("form-only", "正文.doc")
    assert sentence(doubt, lambda words: words.replace("正文", "论文")) == "“正文.doc”是推荐表，未见论文"
    assert cure(doubt, lambda words: words.replace("正文", "论文")) == "烦请补发论文（Word 文件）"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("detail", ["", "imap.example.cn:993"])
def test_an_error_comes_out_of_another_process_as_it_went_in(kind: type[IntakeError], detail: str) -> None:
    error = kind(detail)
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), again.detail, str(again)) == (kind, detail, str(error))
    assert str(error) == (f"{kind.message}：{detail}" if detail else kind.message)


@pytest.mark.parametrize("kind", KINDS)
def test_an_error_is_a_chinese_sentence(kind: type[IntakeError]) -> None:
    assert re.search(r"[\u4e00-\u9fff]", kind.message)
    assert not kind.message.endswith("。")
    assert kind.__doc__


@pytest.mark.parametrize(
    ("error", "because", "remedy"),
    [
        (OSError(errno.ENOENT, "x"), "找不到", "请核对路径"),
        (OSError(errno.ENOSPC, "x"), "磁盘空间不足", "请清理磁盘后重试"),
        (OSError(errno.EDQUOT, "x"), "磁盘空间不足", "请清理磁盘后重试"),
        (OSError(errno.EACCES, "x"), "没有权限", "请更改权限，或改用建立它的用户运行"),
        (OSError(errno.EADDRINUSE, "x"), "端口已被占用", "请换一个端口"),
        (OSError(errno.ETIMEDOUT, "x"), "没有应答", "请检查网络和地址"),
        (FileNotFoundError("raised by a library"), "找不到", "请核对路径"),
        (IsADirectoryError(), "是文件夹，应为文件", "请核对路径"),
        (ConnectionRefusedError(), "没有接受连接", "请核对地址和端口"),
        (ConnectionResetError(), "中断了连接", "请检查网络和地址"),
        (BrokenPipeError(), "中断了连接", "请检查网络和地址"),
        (TimeoutError(), "没有应答", "请检查网络和地址"),
        (socket.gaierror(-2, "x"), "找不到服务器", "请检查网络和地址"),
        (ssl.SSLError(1, "x"), "不是可用的证书，或加密连接失败", "请核对证书文件和加密方式"),
        (OSError(12345, "x"), "系统错误 12345（OSError）", "请把这一行告知维护人员"),
        (OSError("without a number"), "系统错误（OSError）", "请把这一行告知维护人员"),
        (OSError(), "系统错误（OSError）", "请把这一行告知维护人员"),
    ],
)
def test_what_the_system_refuses(error: OSError, because: str, remedy: str) -> None:
    assert (why(error), what_to_do(error)) == (because, remedy)
