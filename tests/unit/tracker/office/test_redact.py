"""What could name a person is masked however it is written and whatever stands before it."""

import pytest

from tracker.office.logs import redact_event
from tracker.office.redact import mask, mask_log


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("电话13912345678", "电话139****5678"),
        ("+8613912345678", "+86139****5678"),
        ("008613912345678", "0086139****5678"),
        ("+86 139-1234-5678", "+86 139****5678"),
        ("139 1234 5678转张三", "139****5678转张三"),
        ("0516-83212345", "0516-****345"),
        ("051683212345", "0516****345"),
        ("(0516)83212345", "(0516)****345"),
        ("（0516）8321 2345", "（0516）****345"),
        ("010－6552123", "010－****123"),
        ("320311198001011234", "320311********1234"),
        ("身份证32031119800101123X。", "身份证320311********123X。"),
        ("邮箱zhangsan@qq.com", "邮箱z***@qq.com"),
        ("<zhang.san@xz.gov.cn>", "<z***@xz.gov.cn>"),
        ("_zhang@xz.gov.cn", "_***@xz.gov.cn"),
        ("2015年8月10日，1234字，编号XZ-003", "2015年8月10日，1234字，编号XZ-003"),
        ("139123456789", "139123456789"),
        ("", ""),
    ],
)
def test_mask(text, masked):
    assert mask(text) == masked
    assert mask(masked) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("a1 LOGIN bot secret", "a1 LOGIN ***"),
        ("登录password=abc", "登录password=***"),
        ("token：xyz", "token：***"),
        ("tokens taken", "tokens taken"),
    ],
)
def test_mask_log(text, masked):
    assert mask_log(text) == masked


def test_every_text_of_an_entry_is_masked_however_deep():
    entry = {"event": "sent", "to": ["fx@example.cn", {"phone": "13912345678"}], "count": 3, "at": None}
    assert redact_event(None, "info", entry) == {
        "event": "sent",
        "to": ["f***@example.cn", {"phone": "139****5678"}],
        "count": 3,
        "at": None,
    }
