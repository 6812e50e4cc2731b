"""Alarm mails: one when it begins, once a day while it lasts, one when all is over; none while all is well."""

from __future__ import annotations

import email
import email.policy
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.office import BOT, Route
from tracker.errors import SendDeferred
from tracker.office.folder import DataDir
from tracker.office.settings import Settings
from tracker.run.watch.alarms import Alarm
from tracker.run.watch.tell import Post, tell_alarms

START = datetime(2026, 5, 6, 8, tzinfo=UTC)
SILENT = Alarm("mailbox-silent", "收件邮箱 main 已5小时没有连通", "请运行 zhengji doctor", "main")
DISK = Alarm("disk-low", "数据目录所在磁盘仅余3MB", "请清理磁盘")


@pytest.fixture
def post(tmp_path: Path) -> Post:
    settings = Settings.model_validate(
        {"smtp": {"host": "localhost", "from_address": BOT}, "watch": {"to": ["admin@example.cn"]}}
    )
    return Post(settings, DataDir(tmp_path), Route())


def subjects(post: Post) -> list[str]:
    assert isinstance(post.route, Route)
    return [
        email.message_from_bytes(content, policy=email.policy.default)["Subject"].removeprefix(
            "【征集系统值守】"
        )
        for _, content in post.route.sent
    ]


def play(post: Post, story: list[tuple[float, tuple[Alarm, ...]]]) -> list[tuple[float, str]]:
    """Call it at these hours; what went at which."""
    went = []
    for hour, alarms in story:
        before = len(subjects(post))
        tell_alarms(post, alarms, START + timedelta(hours=hour))
        went += [(hour, subject) for subject in subjects(post)[before:]]
    return went


def test_a_whole_alarm(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socket.gethostname", lambda: "server1")
    assert tell_alarms(post, (SILENT, DISK), START) == 1
    assert isinstance(post.route, Route)
    [(recipient, content)] = post.route.sent
    letter = email.message_from_bytes(content, policy=email.policy.default)
    headers = {name: letter[name] for name in ("From", "To", "Subject", "Auto-Submitted")}

    assert recipient == "admin@example.cn"
    assert headers == {
        "From": f"征集系统 <{BOT}>",
        "To": "admin@example.cn",
        "Subject": "【征集系统值守】需要处理：收件邮箱 main 已5小时没有连通等2项",
        "Auto-Submitted": "auto-generated",
    }
    assert letter.get_content() == (
        "收件邮箱 main 已5小时没有连通。\n处理办法：请运行 zhengji doctor。（运行手册：mailbox-silent）\n\n"
        "数据目录所在磁盘仅余3MB。\n处理办法：请清理磁盘。（运行手册：disk-low）\n\n"
        f"机器：server1　数据目录：{post.data.root}\n"
    )


@pytest.mark.parametrize(
    ("story", "expected"),
    [
        ([(0, ()), (24, ()), (48, ())], []),  # all is well: silence
        (
            [(0, (DISK,)), (0.1, (DISK,)), (23.9, (DISK,)), (24, (DISK,)), (25, (DISK,))],
            [(0, "需要处理：数据目录所在磁盘仅余3MB"), (24, "需要处理：数据目录所在磁盘仅余3MB")],
        ),
        (
            [(0, (DISK,)), (1, (SILENT, DISK)), (2, (SILENT, DISK))],
            [(0, "需要处理：数据目录所在磁盘仅余3MB"), (1, "需要处理：收件邮箱 main 已5小时没有连通等2项")],
        ),
        (
            [(0, (DISK,)), (1, ()), (1.5, ()), (2, ()), (3, ()), (9, ())],
            [(0, "需要处理：数据目录所在磁盘仅余3MB"), (2, "已恢复正常")],
        ),
        (  # it comes and goes: one letter a day
            [(hour / 4, (DISK,) if hour % 2 else ()) for hour in range(90)],
            [(0.25, "需要处理：数据目录所在磁盘仅余3MB")],
        ),
        (  # over, then new: told again at once
            [(0, (DISK,)), (1, ()), (3, ()), (4, (DISK,))],
            [
                (0, "需要处理：数据目录所在磁盘仅余3MB"),
                (3, "已恢复正常"),
                (4, "需要处理：数据目录所在磁盘仅余3MB"),
            ],
        ),
        (  # a clock set back does not silence it
            [(0, (DISK,)), (-5, (DISK,))],
            [(0, "需要处理：数据目录所在磁盘仅余3MB"), (-5, "需要处理：数据目录所在磁盘仅余3MB")],
        ),
    ],
)
def test_when_it_is_told(
    post: Post, story: list[tuple[float, tuple[Alarm, ...]]], expected: list[tuple[float, str]]
) -> None:
    assert play(post, story) == expected


def test_a_letter_that_did_not_go_is_tried_again(post: Post) -> None:
    assert isinstance(post.route, Route)
    post.route.trouble["admin@example.cn"] = [SendDeferred("busy")]
    with pytest.raises(SendDeferred):
        tell_alarms(post, (DISK,), START)

    assert play(post, [(0.1, (DISK,)), (0.2, (DISK,))]) == [(0.1, "需要处理：数据目录所在磁盘仅余3MB")]


def test_nobody_to_tell_and_a_damaged_note(post: Post) -> None:
    nobody = Post(Settings(), post.data, post.route)
    assert tell_alarms(nobody, (DISK,), START) == 0
    assert tell_alarms(Post(post.settings, post.data, None), (DISK,), START) == 0
    post.data.alarms.write_text("{", encoding="utf-8")
    assert tell_alarms(post, (DISK,), START) == 1
