"""The runbook has every alarm, metric and log line, and the dashboard draws what is there."""

from __future__ import annotations

import ast
import json
import re

from tests.paths import ROOT
from tracker.run.watch.alarms import CODES
from tracker.run.watch.metrics import FIGURES

PAGE = (ROOT / "docs" / "runbook.zh-CN.md").read_text(encoding="utf-8")
DASHBOARD = json.loads((ROOT / "docs" / "grafana.json").read_text(encoding="utf-8"))
MOST_LIKELY = 15


def section(title: str) -> str:
    return PAGE.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def test_every_metric_is_explained_as_the_exposition_explains_it() -> None:
    rows = re.findall(r"^\| `(zhengji_\w+)` \| (.+) \|$", section("监控指标"), re.MULTILINE)

    assert dict(rows) == FIGURES
    assert len(rows) == len(FIGURES)


def test_every_alarm_says_what_to_do() -> None:
    heads = re.split(r"^### (.+)\n", section("报警"), flags=re.MULTILINE)[1:]
    said = dict(zip(heads[::2], heads[1::2], strict=True))

    assert tuple(said) == CODES
    assert [code for code, text in said.items() if len(text) < 60] == []


def test_the_most_likely_troubles() -> None:
    rows = re.findall(r"^\| (\d+) \| ([^|]+) \| ([^|]+) \|$", section("常见故障"), re.MULTILINE)

    assert [int(number) for number, _, _ in rows] == list(range(1, MOST_LIKELY + 1))


def test_every_log_line_is_explained() -> None:
    written = set()
    for path in (ROOT / "tracker").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                called = node.func.value
                if isinstance(called, ast.Name) and called.id == "log" and node.args:
                    written.add(ast.literal_eval(node.args[0]))

    assert written == set(re.findall(r"`([a-z ]+)`", " ".join(re.findall(r"^\| (`.+?) \|", section("日志"), re.MULTILINE)))) - {"event"}  # fmt: skip


def test_the_dashboard_draws_every_metric_and_no_other() -> None:
    drawn = {
        name
        for panel in DASHBOARD["panels"]
        for target in panel["targets"]
        for name in re.findall(r"zhengji_\w+", target["expr"])
    }

    assert drawn == set(FIGURES)


def test_panels_have_their_own_place_and_number() -> None:
    places = [(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in DASHBOARD["panels"]]

    assert len(set(places)) == len({panel["id"] for panel in DASHBOARD["panels"]}) == len(places)
