"""Passwords that a mail mentions are hidden in everything that is read of it."""

import pytest

from intake.mail.passwords import find_passwords, hide_passwords


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("压缩包密码：zj2015，请查收", "压缩包密码：******，请查收"),
        ("密码是１２３４５６", "密码是******"),
        ("解压密码 abc123。口令为 Zm-2015 。", "解压密码 ******。口令为 ****** 。"),
        ("密码:《一家亲》", "密码:《******》"),
        ("密码见附件，密码请电话询问", "密码见附件，密码请电话询问"),
        ("㎡密码：ab12", "㎡密码：******"),
        ("材料见附件", "材料见附件"),
    ],
)
def test_passwords_are_hidden(text: str, shown: str) -> None:
    assert hide_passwords(text) == shown
    assert (shown == text) == (find_passwords([text]) == ())
