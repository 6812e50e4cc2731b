"""What could name a person is masked however it is written and whatever stands before it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
        ("139－1234－5678", "139****5678"),
        ("139.1234.5678", "139****5678"),
        ("139‑1234‑5678", "139****5678"),
        ("139  1234  5678", "139****5678"),
        ("１３９１２３４５６７８", "１３９****５６７８"),
        ("０５１６－８３２１２３４５", "０５１６－****３４５"),
        ("0516 - 8321 2345", "0516 - ****345"),
        ("zhang＠xz.gov.cn", "z***@xz.gov.cn"),
        ("a@b.cn，c.d@e.com.cn", "a***@b.cn，c***@e.com.cn"),
        (
            "版本 1.38.0，2015-08-03 10:25:30，共 12345678 字节",
            "版本 1.38.0，2015-08-03 10:25:30，共 12345678 字节",
        ),
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
        ('{"password": "abc"}', '{"password***'),
        ("授权码：abcdefgh", "授权码：***"),
        ("密码 = a b", "密码 = *** b"),
        ("请更换授权码", "请更换授权码"),
        ("密码错误", "密码错误"),
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


class Odd:
    """A value that the writer of the log would show by its own words."""

    def __repr__(self):
        return "Odd(fx@example.cn)"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (ValueError("550 fx@example.cn unknown"), "ValueError('550 f***@example.cn unknown')"),
        (Odd(), "Odd(f***@example.cn)"),
        (b"LOGIN bot secret", "b'LOGIN ***"),
        ({"fx@example.cn": 3, 7: "x"}, {"f***@example.cn": 3, 7: "x"}),
        ({(1, 2): "13912345678"}, {(1, 2): "139****5678"}),
        (("13912345678", 1.5, True), ["139****5678", 1.5, True]),
    ],
)
def test_what_is_no_text_is_masked_as_it_would_be_written(value, written):
    assert redact_event(None, "info", {"value": value}) == {"value": written}


digits = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
gaps = st.sampled_from(["", "-", " ", "－", "—", ".", "  "])


@given(
    digits,
    gaps,
    gaps,
    st.sampled_from(["", "电话", "（", "+86 ", "tel:"]),
    st.sampled_from(["", "转张三", "）"]),
)
def test_no_mobile_number_passes_however_it_is_grouped(number, first, second, before, after):
    written = f"{before}{number[:3]}{first}{number[3:7]}{second}{number[7:]}{after}"

    masked = mask(written)

    assert number[3:7] not in masked.replace(number[7:], "")
    assert (masked.startswith(before), masked.endswith(number[7:] + after)) == (True, True)
    assert mask(masked) == masked
