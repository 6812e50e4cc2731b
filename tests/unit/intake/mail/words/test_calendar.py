"""An invitation is told in a few Chinese lines (RFC 5545)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.mail.words.calendar import invitation


def event(*lines: str, kind: str = "VEVENT", end: str = "\r\n") -> str:
    return end.join(("BEGIN:VCALENDAR", f"BEGIN:{kind}", *lines, f"END:{kind}", "END:VCALENDAR", ""))


FULL = ("DTSTART:20150720T093000", "LOCATION:三楼会议室", "SUMMARY:案例评审会", "DESCRIPTION:请带材料")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (event(*FULL), "案例评审会\n时间：2015年7月20日9:30\n地点：三楼会议室\n请带材料"),
        (event(*FULL, end="\n"), "案例评审会\n时间：2015年7月20日9:30\n地点：三楼会议室\n请带材料"),
        (event("SUMMARY:甲", kind="VTODO"), "甲"),
        (event("DTSTART;VALUE=DATE:20150720"), "时间：2015年7月20日"),
        (event("DTSTART;TZID=Asia/Shanghai:20150720T140000"), "时间：2015年7月20日14:00"),
        (event("DTSTART:20150720T060000Z"), "时间：2015年7月20日6:00（世界协调时）"),
        (event("DTSTART:tomorrow"), "时间：tomorrow"),
        (event("summary;LANGUAGE=zh:小写"), "小写"),
        (event("SUMMARY:案例", "  评审会"), "案例 评审会"),  # folded: only the first blank is taken
        (event("SUMMARY:案例", "\t评审会"), "案例评审会"),
        (event("DESCRIPTION:一\\n二\\N三\\, 四\\; 五\\\\ 六"), "一\n二\n三, 四; 五\\ 六"),
        (event("SUMMARY:甲", "SUMMARY:乙"), "甲"),
        (event("SUMMARY:", "LOCATION:三楼"), "地点：三楼"),
        (event("SUMMARY:甲") + event("SUMMARY:乙", "LOCATION:二楼"), "甲"),  # the first only
        ("SUMMARY:外面\r\n" + event("LOCATION:三楼"), "地点：三楼"),
        (event(), ""),
        ("", ""),
        ("没有日程", ""),
        ("BEGIN:VEVENT\r\nSUMMARY:没有结尾", "没有结尾"),
    ],
)
def test_what_is_shown(text: str, shown: str) -> None:
    assert invitation(text) == shown


@given(
    st.text(
        st.characters(
            exclude_characters="\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029", exclude_categories=["Cs"]
        ),
        max_size=60,
    )
)
def test_any_subject_stands_in_one_place(subject: str) -> None:
    escaped = subject.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    assert invitation(event(f"SUMMARY:{escaped}", "LOCATION:三楼")).endswith("地点：三楼")


@given(st.text(max_size=200))
def test_any_text_is_read_or_left(text: str) -> None:
    assert isinstance(invitation("BEGIN:VEVENT\n" + text), str)
