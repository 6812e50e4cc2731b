"""File names from outside, passwords in the text, secrecy marks."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from intake.mail.filenames import MAX_NAME_BYTES, best_name, clean_folders, clean_name, invent_name
from intake.mail.passwords import find_passwords
from intake.model.case import Attachment, Format
from intake.understand.secrecy import secrecy_mark


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("丰县材料.doc", "丰县材料.doc"),
        ("C:\\Users\\张三\\丰县材料.doc", "丰县材料.doc"),
        ("../../etc/passwd", "passwd"),
        ("a/b/", "b"),
        ("甲\u202egpj.exe", "甲gpj.exe"),
        ("a\x00b\r\nc.doc", "ab c.doc"),
        ("  两 个   空格 .doc ", "两 个 空格 .doc"),
        ("结尾的点.doc...", "结尾的点.doc"),
        ("..", ""),
        ("", ""),
        ("长" * 200 + ".docx", "长" * 57 + "….docx"),
    ],
)
def test_clean_name(name: str, clean: str) -> None:
    assert clean_name(name) == clean


@given(st.text(max_size=300))
@example('0"\\')
def test_a_clean_name_is_no_path(name: str) -> None:
    clean = clean_name(name)
    assert not set(clean) & set("/\\\0\r\n\u202e")
    assert clean not in {".", ".."}
    assert len(clean.encode()) <= MAX_NAME_BYTES
    assert clean_name(clean) == clean


@pytest.mark.parametrize(
    ("path", "folders"),
    [
        ("材料/丰县", ("材料", "丰县")),
        ("..\\..\\丰县\\.", ("丰县",)),
        ("D:/丰县/凤城", ("丰县", "凤城")),
        ("/".join("abcdefghij"), ("a", "b", "c", "d", "e", "f", "g", "h／i／j")),
        ("", ()),
    ],
)
def test_clean_folders(path: str, folders: tuple[str, ...]) -> None:
    assert clean_folders(path) == folders


@pytest.mark.parametrize(
    ("format_", "content", "name"),
    [
        (Format.DOCX, b"", "未命名附件1.docx"),
        (Format.IMAGE, b"\x89PNG", "未命名附件1.png"),
        (Format.IMAGE, b"?", "未命名附件1.jpg"),
        (Format.UNKNOWN, b"", "未命名附件1"),
    ],
)
def test_invented_names(format_: Format, content: bytes, name: str) -> None:
    assert invent_name(1, format_, content) == name


def test_best_of_several_readings() -> None:
    garbled = "丰县材料.doc".encode().decode("gb18030", "replace")
    assert best_name([garbled, "丰县材料.doc"]) == "丰县材料.doc"
    assert best_name(["????.doc", "丰县材料.doc"]) == "丰县材料.doc"
    assert best_name(["first.doc", "second.doc"]) == "first.doc"
    assert best_name([]) == ""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("压缩包密码：zj2015", ("zj2015",)),
        ("解压密码为“丰县民政”，请查收", ("丰县民政",)),
        ("密码是 abc123。", ("abc123", "abc123.")[:1]),
        ("密码：１２３４", ("1234",)),
        ("password: P@ss!, thanks", ("P@ss", "P@ss!")),
        ("口令 8888", ("8888",)),
        ("密码请见短信", ()),
        ("密码错误，打不开", ()),
        ("没有提到", ()),
    ],
)
def test_passwords(text: str, found: tuple[str, ...]) -> None:
    assert find_passwords([text]) == found


@given(st.lists(st.text(max_size=100), max_size=4))
def test_any_text_may_name_passwords(texts: list[str]) -> None:
    assert len(find_passwords(texts)) <= 8


@pytest.mark.parametrize(
    ("subject", "text", "name", "mark"),
    [
        ("秘密★1年", "", "", "秘密★1年"),
        ("案例", "机密★长期\n关于……", "", "机密★长期"),
        ("案例", "绝密\n某局文件", "", "绝密"),
        ("案例", "密级：秘密\n", "", "密级：秘密"),
        ("案例", "", "【机密】材料.doc", "【机密】"),
        ("居民的小秘密", "社区里没有秘密，人人都能看账本。", "秘密花园.doc", ""),
        ("案例", "正文" * 150 + "\n秘密\n", "", ""),
    ],
)
def test_secrecy_marks(subject: str, text: str, name: str, mark: str) -> None:
    attachments = [Attachment(name, b"")] if name else []
    assert secrecy_mark(subject, text, attachments) == mark
