"""Each alarm at its hour and not before, and only what concerns the system administrator."""

from __future__ import annotations

import ast
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.paths import ROOT
from tracker.ledger.records import CaseStatus, LetterState, MailState
from tracker.letters.notices import LOW_DISK
from tracker.office.settings import Settings
from tracker.run.watch.alarms import CODES, DUTIES, Alarm, find_alarms
from tracker.run.watch.pulse import Pulse
from tracker.run.watch.vitals import Books, Vitals

NOW = datetime(2026, 5, 6, 8, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
BOOKS = Books(
    began=NOW - 30 * 24 * HOUR,
    mails=dict.fromkeys(MailState, 3),
    letters=dict.fromkeys(LetterState, 2),
    cases=dict.fromkeys(CaseStatus, 1),
    oldest_mail=NOW - 4 * HOUR,
    oldest_letter=NOW - 24 * HOUR,
    scans=0,
    doubts=99,
    apart=7,
    polled={"main": NOW - 4 * HOUR},
    last_digest=None,
    paused=False,
    difference=0,
    size=1,
)
WELL = Vitals(
    now=NOW,
    pulse=Pulse(
        NOW - 4 * HOUR, ("某项故障",), done={"send": NOW - 90 * HOUR}, failing={"send": NOW - 4 * HOUR}
    ),
    disk_free=LOW_DISK,
    last_backup=NOW - 48 * HOUR,
    books=BOOKS,
)
SETTINGS = Settings.model_validate({"smtp": {"host": "localhost", "from_address": "zj@example.cn"}})


def books(**values: object) -> Vitals:
    return replace(WELL, books=replace(BOOKS, **values))  # type: ignore[arg-type]


def told(vitals: Vitals, settings: Settings = SETTINGS) -> list[tuple[str, str]]:
    return [(alarm.name, alarm.text) for alarm in find_alarms(vitals, settings)]


def test_nothing_is_wrong_up_to_the_limits() -> None:
    assert told(WELL) == []


@pytest.mark.parametrize(
    ("vitals", "expected"),
    [
        (replace(WELL, pulse=None), ("service-silent", "服务尚未启动过")),
        (replace(WELL, pulse=Pulse(NOW - 5 * HOUR)), ("service-silent", "服务没有工作已5小时")),
        (replace(WELL, pulse=Pulse(NOW - 50 * HOUR, stopped=True)), ("service-silent", "服务已停止2天")),
        (
            replace(WELL, pulse=Pulse(NOW, failing={"publish": NOW - 6 * HOUR})),
            ("duty-failing:publish", "“更新汇总表”已连续6小时出错"),
        ),
        (
            replace(WELL, pulse=Pulse(NOW, failing={"tick-work": NOW - 6 * HOUR})),
            ("duty-failing:tick-work", "“tick-work”已连续6小时出错"),
        ),
        (replace(WELL, books=None, why="台账无法使用：x"), ("ledger-away", "台账无法使用：x")),
        (books(polled={"main": NOW - 5 * HOUR}), ("mailbox-silent:main", "收件邮箱 main 已5小时没有连通")),
        (books(polled={"new": None}), ("mailbox-silent:new", "收件邮箱 new 已30天没有连通")),
        (books(oldest_mail=NOW - 5 * HOUR), ("mails-stuck", "有来信已等5小时未登记")),
        (books(oldest_letter=NOW - 25 * HOUR), ("letters-stuck", "有信到点已1天未发出")),
        (books(difference=-2), ("mails-differ", "对账差-2封")),
        (replace(WELL, disk_free=LOW_DISK - 1), ("disk-low", "数据目录所在磁盘仅余499MB")),
        (replace(WELL, last_backup=NOW - 49 * HOUR), ("backup-old", "最近一次备份在2天前")),
        (replace(WELL, last_backup=None), ("backup-old", "还没有备份过")),
    ],
)
def test_each_alarm(vitals: Vitals, expected: tuple[str, str]) -> None:
    assert told(vitals) == [expected]


@pytest.mark.parametrize(
    "vitals",
    [
        replace(WELL, pulse=Pulse(NOW - 3 * HOUR, stopped=True)),  # stopped for an update
        books(oldest_letter=NOW - 90 * HOUR, paused=True),  # a coordinator said 暂停发信
        books(polled={}),  # mails are imported from a folder
        replace(books(began=None), last_backup=None),  # founded just now
        replace(books(began=NOW - HOUR, polled={"main": None}), last_backup=None),
        replace(WELL, pulse=Pulse(NOW + 2 * HOUR, failing={"send": NOW + HOUR})),  # the clock was set back
    ],
)
def test_no_alarm_for_what_is_meant_so(vitals: Vitals) -> None:
    assert told(vitals) == []


def test_without_a_server_letters_only_queue() -> None:
    assert told(books(oldest_letter=NOW - 90 * HOUR), Settings()) == []


def test_the_hours_are_settings() -> None:
    hasty = SETTINGS.model_copy(
        update={"watch": SETTINGS.watch.model_copy(update={"silent_hours": 1, "waiting_hours": 2})}
    )

    assert [name for name, _ in told(WELL, hasty)] == [
        "service-silent",
        "mailbox-silent:main",
        "mails-stuck",
        "letters-stuck",
    ]


def test_every_alarm_says_what_to_do() -> None:
    worst = replace(
        WELL, pulse=Pulse(NOW, failing={"send": NOW - 9 * HOUR}), disk_free=0, last_backup=None,
        books=replace(
            BOOKS, difference=1, polled={"main": None}, oldest_mail=NOW - 9 * HOUR, oldest_letter=NOW - 99 * HOUR
        ),
    )  # fmt: skip
    found: list[Alarm] = [
        *find_alarms(worst, SETTINGS),
        *find_alarms(replace(WELL, pulse=None, books=None, why="x"), SETTINGS),
    ]

    assert {alarm.code for alarm in found} == set(CODES)
    assert [alarm.code for alarm in found if not alarm.remedy.startswith("请")] == []


def test_every_duty_has_a_chinese_name() -> None:
    named = set()
    for path in (ROOT / "tracker").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "duty":
                words = [one.value for one in node.args if isinstance(one, ast.Constant)]
                named.update(words)

    assert named
    assert named - set(DUTIES) == set()
