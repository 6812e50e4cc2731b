"""The exposition by equality, against the grammar of the format, and with the ledger out of reach."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from tests.office import Office
from tracker.errors import LedgerAway
from tracker.ledger.engines.store import Ledger
from tracker.run.watch.metrics import FIGURES, list_samples, write_metrics
from tracker.run.watch.vitals import take_vitals, vitals_without

LINE = re.compile(
    r"# HELP (?P<help>[a-z_]+) [^\\\n]+|# TYPE (?P<type>[a-z_]+) gauge"
    r'|(?P<name>[a-z_]+)(?:\{[a-z]+="[a-z-]+"\})? -?[0-9.e+]+'
)
EXPECTED = """\
zhengji_service_up 1
zhengji_service_last_sign_timestamp_seconds 1438732800
zhengji_troubles 1
zhengji_duty_last_success_timestamp_seconds{duty="poll"} 1438732500
zhengji_duty_last_success_timestamp_seconds{duty="send"} 1438732800
zhengji_duty_failing_since_timestamp_seconds{duty="publish"} 1438729200
zhengji_ledger_up 1
zhengji_ledger_bytes 1000
zhengji_disk_free_bytes 2000000000
zhengji_mails{state="archived"} 2
zhengji_mails{state="filed"} 1
zhengji_mails{state="quarantined"} 1
zhengji_oldest_mail_waiting_seconds 420
zhengji_mails_unaccounted 0
zhengji_last_poll_timestamp_seconds{mailbox="main"} 1438732800
zhengji_scans_waiting 0
zhengji_cases{status="active"} 0
zhengji_cases{status="withdrawn"} 0
zhengji_cases{status="duplicate"} 0
zhengji_doubts_open 2
zhengji_items_set_apart 0
zhengji_letters{state="held"} 0
zhengji_letters{state="queued"} 0
zhengji_letters{state="sending"} 0
zhengji_letters{state="sent"} 5
zhengji_letters{state="deferred"} 0
zhengji_letters{state="failed"} 0
zhengji_letters{state="unknown"} 0
zhengji_letters{state="cancelled"} 0
zhengji_oldest_letter_waiting_seconds 0
"""


def values(text: str) -> str:
    return "".join(f"{line}\n" for line in text.splitlines() if not line.startswith("#"))


def test_every_figure_of_a_working_office(busy: Office) -> None:
    vitals = take_vitals(busy.parts)
    assert vitals.books is not None
    assert vitals.books.size > 100_000
    known = replace(vitals, disk_free=2_000_000_000, books=replace(vitals.books, size=1000))

    assert values(write_metrics(known)) == EXPECTED


def test_the_exposition_is_well_formed_and_each_figure_is_explained_before_it(busy: Office) -> None:
    explained: dict[str, set[str]] = {}
    for line in write_metrics(take_vitals(busy.parts)).splitlines():
        found = LINE.fullmatch(line)
        assert found is not None, line
        kind = next(kind for kind in ("help", "type", "name") if found[kind])
        seen = explained.setdefault(found[kind], set())
        assert kind == "help" or "help" in seen, line
        assert kind != "name" or "type" in seen, line
        seen.add(kind)


def test_every_figure_has_its_explanation(busy: Office) -> None:
    office = busy.at("08-05 17:01")
    (office.folder / "backup").mkdir()
    (office.folder / "backup" / "zhengji-20150805.zip").write_bytes(b"")
    office.tick()

    assert {sample.name for sample in list_samples(take_vitals(office.parts))} == set(FIGURES)


def test_letters_that_wait_and_the_digest(busy: Office) -> None:
    busy.route.trouble = {}
    with busy.parts.ledger.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE letter SET state = 'deferred', due_at = '2015-08-04T00:05:00Z' WHERE id IN (2, 3)"
        )
        connection.exec_driver_sql("UPDATE letter SET state = 'failed' WHERE id = 4")
    found = values(write_metrics(take_vitals(busy.parts)))

    assert 'zhengji_letters{state="deferred"} 2\nzhengji_letters{state="failed"} 1\n' in found
    assert "zhengji_oldest_letter_waiting_seconds 86400\n" in found


def test_nobody_is_named(busy: Office) -> None:
    busy.mail("zhangsan@example.cn", body="张三 13912345678")
    text = write_metrics(take_vitals(busy.parts))

    assert ("@" in text, "example" in text, "张三" in text) == (False, False, False)


def test_an_office_in_which_nothing_has_happened(tmp_path: Path) -> None:
    office = Office(tmp_path)
    found = values(write_metrics(take_vitals(office.parts)))
    office.close()

    assert found.startswith("zhengji_service_up 0\nzhengji_ledger_up 1\n")
    assert "timestamp" not in found


def test_without_its_ledger_it_still_tells_of_service_and_disk(
    busy: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_: Ledger) -> object:
        raise LedgerAway("db 上的 zhengji")

    monkeypatch.setattr(Ledger, "read", away)
    vitals = take_vitals(busy.parts)

    assert vitals == vitals_without(busy.parts.data, busy.clock.now(), vitals.why)
    assert vitals.why == "台账所在的数据库暂时无法使用：db 上的 zhengji"
    names = [sample.name for sample in list_samples(vitals)]
    assert "zhengji_service_up" in names
    assert [(s.name, s.value) for s in list_samples(vitals) if "ledger" in s.name] == [
        ("zhengji_ledger_up", 0)
    ]
