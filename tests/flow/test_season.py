"""A whole season through the real duties: exactly the right letters to the right people at the right times.

The expected letters and mails are in ``season/``; after a wanted change run the test once with
``ZHENGJI_REFRESH=1`` and read the difference line by line before committing it.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from demo.__main__ import UNTIL
from tests.flow.season_player import Post, Span, at, play_season
from tests.ledgers import POSTGRES
from tracker.office.clock import SetClock
from tracker.outbox.held import held_letters, release_letters
from tracker.run.open import open_office

EXPECTED = Path(__file__).parent / "season"
DAY = timedelta(days=1)
TO_UNITS = ("reminder", "extension")


def letter_lines(letters: list[dict[str, Any]], mails: list[dict[str, Any]]) -> list[str]:
    """Each letter in a line, the mails it answers by the names of their files."""
    files = {mail["sha256"]: mail["file"] for mail in mails}
    return [
        json.dumps(
            {
                **{
                    name: letter[name]
                    for name in ("kind", "unit", "to", "subject", "due_at", "sent_at", "state")
                },
                "answers": [files[sha256] for sha256 in letter["answers"]],
            },
            ensure_ascii=False,
        )
        for letter in letters
    ]


def mail_lines(mails: list[dict[str, Any]]) -> list[str]:
    """What became of each mail: its kind and doubts, and of each case what people rely on."""
    names = (
        "number", "title", "county", "town", "community", "level", "theme", "contact", "phone", "on_time",
        "version", "version_of", "duplicate_of", "status",
    )  # fmt: skip
    return [
        json.dumps(
            {
                **{name: mail[name] for name in ("file", "kind", "needs_person")},
                "doubts": [doubt["code"] for doubt in mail["doubts"]],
                "cases": [{name: case.get(name) for name in names} for case in mail["cases"]],
            },
            ensure_ascii=False,
        )
        for mail in mails
    ]


def assert_expected(name: str, lines: list[str]) -> None:
    path = EXPECTED / name
    if os.environ.get("ZHENGJI_REFRESH"):
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert lines == path.read_text(encoding="utf-8").splitlines()


@dataclass(frozen=True)
class Season:
    """The whole season as it was played: what was sent, byte for byte, and a line a letter and a mail."""

    sent: list[bytes]
    letters: list[str]
    mails: list[str]


def play_whole(folder: Path, **options: Any) -> Season:
    post = Post()
    letters, mails = play_season(folder, post=post, before=_put_key, **options)
    return Season(post.letters, letter_lines(letters, mails), mail_lines(mails))


def _put_key(data: Path, _at: datetime) -> None:
    """The same key of Message-IDs in every folder."""
    (data / "secret.key").write_text("5a" * 32)
    (data / "secret.key").chmod(0o600)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Season:
    return play_whole(tmp_path_factory.mktemp("season") / "data")


@pytest.mark.slow  # make demo plays it too
def test_every_letter_and_every_mail(whole: Season) -> None:
    assert_expected("letters.jsonl", whole.letters)
    assert_expected("mails.jsonl", whole.mails)


@pytest.mark.slow
def test_a_ledger_in_postgresql_makes_the_same_letters_byte_for_byte(tmp_path: Path, whole: Season) -> None:
    assert play_whole(tmp_path / "postgres", database=POSTGRES) == whole

    assert not (tmp_path / "postgres" / "ledger.db").exists()


# The last ten days again, with breaks. Each variant is compared with the same days without a break.

LATE_START, HALF = at("08-03 08:00"), at("08-02 00:00")


def second_half(arrival: Any) -> bool:
    return bool(arrival.at >= HALF)


@pytest.fixture(scope="module")
def unbroken(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[str], list[str]]:
    return _play(tmp_path_factory.mktemp("unbroken"), [(LATE_START, UNTIL)])


def _play(folder: Path, spans: list[Span], **options: Any) -> tuple[list[str], list[str]]:
    letters, mails = play_season(folder / "data", spans, keep=second_half, **options)
    return letter_lines(letters, mails), mail_lines(mails)


@pytest.mark.slow
def test_restarts_change_nothing(tmp_path: Path, unbroken: tuple[list[str], list[str]]) -> None:
    times = [LATE_START, *(at("08-03 12:00") + timedelta(hours=8 * n) for n in range(14)), UNTIL]
    spans = list(pairwise(times))

    assert _play(tmp_path, spans) == unbroken


@pytest.mark.slow
def test_nights_and_a_weekend_off(tmp_path: Path, unbroken: tuple[list[str], list[str]]) -> None:
    days = [LATE_START + n * DAY for n in range(10)]
    spans = [(day, day + timedelta(hours=10)) for day in days if day.weekday() < 5]

    letters, mails = _play(tmp_path, spans)

    assert sorted(mails) == sorted(unbroken[1])
    assert _not_answers(letters) == _not_answers(unbroken[0])
    assert _answered(letters) == _answered(unbroken[0])


def _not_answers(lines: list[str]) -> list[tuple[str, str, str, str]]:
    """What is due by the calendar: kind, recipient, subject, day."""
    found = map(json.loads, lines)
    return sorted((x["kind"], x["to"], x["subject"], x["sent_at"][:10]) for x in found if not x["answers"])


def _answered(lines: list[str]) -> Counter[str]:
    return Counter(file for line in lines for file in json.loads(line)["answers"])


@pytest.mark.slow
def test_three_days_off(tmp_path: Path, unbroken: tuple[list[str], list[str]]) -> None:
    """Reminders that nobody sent in time are left out, mails are all answered, each once."""
    off, on = at("08-04 12:00"), at("08-07 14:00")

    letters, mails = _play(tmp_path, [(LATE_START, off), (on, UNTIL)])

    due = {json.dumps(line, ensure_ascii=False) for line in _not_answers(unbroken[0])}
    sent = {json.dumps(line, ensure_ascii=False) for line in _not_answers(letters)}
    assert {tuple(json.loads(line)[::3]) for line in due - sent} == {
        ("digest", "2015-08-04"), ("digest", "2015-08-05"), ("digest", "2015-08-06"), ("digest", "2015-08-07"),
        ("recipients", "2015-08-05"), ("reminder", "2015-08-05"),
        ("recipients", "2015-08-07"),
    }  # fmt: skip
    # The last morning's reminder is made up for in the afternoon. 丰县 gets one, too: she says that it
    # is to be left alone in answer to a digest that was never sent.
    assert [tuple(json.loads(line)[i] for i in (0, 1, 3)) for line in sorted(sent - due)] == [
        ("digest", "coordinator@zhengji.example.com", "2015-08-07"),
        ("recipients", "coordinator@zhengji.example.com", "2015-08-07"),
        ("reminder", "minzheng@fengxian.example.cn", "2015-08-07"),
    ]
    assert sorted(mails) == sorted(line for line in unbroken[1] if "reply-0804" not in line)
    assert _answered(letters) == _answered(unbroken[0]) - Counter(["reply-0804.eml"])


@pytest.mark.slow
def test_extension_in_mid_season(tmp_path: Path) -> None:
    """Moved on 5 August to the 20th: told once to every unit, everything after it counts anew."""
    last = at("08-21 18:00")

    def extend(data: Path, now: datetime) -> None:
        if now == at("08-05 06:00"):
            campaign = data / "campaign.toml"
            more = (
                '\n[[deadlines]]\nlast_day = 2015-08-20\nannounced = 2015-08-05\nreason = "应部分县区要求"\n'
            )
            campaign.write_text(campaign.read_text("utf-8") + more, encoding="utf-8")
        if now == at("08-05 09:00"):
            with open_office(data, clock=SetClock(now)) as parts, parts.ledger.begin() as connection:
                assert release_letters(connection, held_letters(connection), "李敏", now)

    spans = [
        (LATE_START, at("08-05 05:00")),
        (at("08-05 06:00"), at("08-05 08:50")),
        (at("08-05 09:00"), last),
    ]
    letters, mails = _play(tmp_path, spans, before=extend)

    found = [json.loads(line) for line in letters]
    told = [x for x in found if x["kind"] == "extension"]
    assert Counter(x["to"] for x in told).most_common(1)[0][1] == 1
    assert {x["sent_at"][:10] for x in told} == {"2015-08-05"}
    days = Counter((x["sent_at"][:10], x["subject"]) for x in found if x["kind"] == "reminder")
    assert_expected(
        "extension.jsonl", [json.dumps([*day, n], ensure_ascii=False) for day, n in sorted(days.items())]
    )
    assert not [x for x in found if x["kind"] == "late"]
    assert [x["sent_at"] for x in found if x["kind"] == "overdue"] == ["2015-08-21T00:40:00Z"]
    assert all(case["on_time"] for line in mails for case in json.loads(line)["cases"])


@pytest.mark.slow
def test_the_same_bytes_each_time(tmp_path: Path) -> None:
    """Message-IDs, boundaries, dates and the workbook in the digest included."""

    def play(name: str) -> list[bytes]:
        post = Post()
        span = (at("08-05 08:00"), at("08-06 08:00"))
        play_season(tmp_path / name, [span], keep=lambda mail: mail.at >= at("08-04 18:00"), post=post)
        return post.letters

    first, second = play("first"), play("second")
    assert len(first) > 15
    assert first == second
