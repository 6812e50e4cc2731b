"""Offices founded on the notices of strangers, and the first dozen mails of each, read beside what a clerk reads.

The notices are in ``tests/corpus/notices``, the mails in ``tests/corpus/seasons``; both were written before the
product read them. ``confirmed`` is what the clerk wrote into the page to check. docs/campaigns.md has the figures
at first sight.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from demo.mail import BUREAU, Made
from intake.campaign.call import Sender
from intake.campaign.campaign import load_campaign
from intake.pipeline import read_mail
from intake.worker.pool import CallFiles
from tests.paths import CORPUS
from tests.seasons import load_season, make_season, play_mails
from tracker.run.founding.answers import Answers
from tracker.run.founding.confirm import confirm
from tracker.run.founding.found import found_on, make_office, read_facts
from tracker.run.founding.show import Row

FIELDS = ("title", "county", "town", "community", "level", "theme", "contact", "phone")
# How many of a season's works are read as a clerk reads them, at least: works, found, then FIELDS.
LEAST = {
    "water": (13, 13, 13, 13, 12, 12, 12, 13, 11, 12),
    "labour": (13, 13, 12, 12, 13, 13, 13, 13, 12, 11),
    "doctors": (10, 10, 10, 10, 10, 10, 10, 10, 8, 10),
    "union": (12, 12, 12, 12, 12, 12, 12, 12, 12, 12),
    "museums": (11, 11, 11, 11, 9, 11, 11, 11, 9, 11),
    "health": (19, 19, 18, 18, 19, 19, 18, 19, 19, 18),
    "schools": (14, 14, 13, 13, 14, 13, 14, 13, 12, 13),
    "readers": (19, 19, 19, 19, 19, 19, 15, 16, 18, 18),
    "veterans": (14, 14, 14, 14, 14, 14, 14, 13, 13, 12),
    "watering": (22, 22, 22, 22, 22, 22, 22, 20, 22, 21),
    "stories": (22, 20, 19, 18, 18, 18, 20, 18, 20, 20),
    "clinics": (22, 22, 22, 22, 22, 21, 22, 14, 21, 21),
    "homes": (17, 17, 17, 17, 17, 17, 17, 16, 17, 16),
    "science": (16, 16, 16, 16, 16, 16, 16, 15, 15, 15),
    "unity": (22, 22, 22, 22, 21, 22, 22, 20, 22, 21),
    "emergency": (37, 37, 37, 37, 37, 37, 37, 36, 37, 36),
    "homemaking": (34, 34, 34, 34, 34, 34, 34, 30, 33, 33),
    "families": (12, 12, 11, 11, 11, 11, 12, 12, 12, 11),
    "culture": (41, 41, 41, 41, 41, 41, 41, 38, 41, 40),
    "helping": (24, 24, 24, 24, 24, 24, 24, 22, 24, 23),
    "streets": (28, 28, 28, 28, 28, 28, 28, 28, 27, 27),
}
# Mails without a work of their own that bring a text of one that came before.
NO_WORKS = {
    "09-more",
    "08-revision",
    "10-revision",
    "11-revision",
    "13-revision",
    "09-photo",
    "13-photo",
    "16-revision",
    "28-revision",
    "19-photos",
    "19-form-later",
}


def found(season: dict[str, Any], root: Path) -> dict[str, str]:
    """The data folder of the season's call; the names of its levels by key."""
    facts, said = confirm(
        read_facts(_notice(season["notice"])),
        Answers(),
        tuple(Row(name, value, "") for name, value in season["confirmed"].items()),
    )
    founding, places = found_on(facts, said)
    make_office(founding, places, root)
    settings = f'[smtp]\nhost = "localhost"\nfrom_address = "{BUREAU}"\nseconds_between = 0\n'
    (root / "settings.toml").write_text(settings, "utf-8")
    return {level.key: level.name for level in load_campaign(root / "campaign.toml").levels}


def _notice(name: str) -> Path:
    """The notice in whatever format it came."""
    return next(path for path in (CORPUS / "notices").glob(f"{name}.*") if path.suffix != ".toml")


def _in_one_morning(made: list[Made]) -> list[Made]:
    """In the order in which they came: what is read depends on no day, and a month of digests is others' concern."""
    first = made[0].at.replace(hour=8, minute=30)
    return [replace(mail, at=first + number * timedelta(minutes=2)) for number, mail in enumerate(made)]


def as_a_clerk(work: dict[str, Any], case: dict[str, Any], levels: dict[str, str]) -> list[str]:
    """The fields that were read as she reads them."""
    read = {**case, "level": levels.get(case["level"], ""), "theme": int(case["theme"] or 0)}
    hers, ours = ({**one, "phone": str(one.get("phone") or "").replace("-", "")} for one in (work, read))
    return [
        field
        for field in FIELDS
        if field in work.get("unsure", ()) or (hers.get(field) or "") == (ours[field] or "")
    ]


def read_season(season: dict[str, Any], root: Path) -> dict[str, list[dict[str, Any]]]:
    """The cases of each mail by its name, as they are read: nothing is filed, no letter is written."""
    lexicon = root / "lexicon.toml"
    places = next((root / "places").glob("*.toml"))
    call = CallFiles(root / "campaign.toml", places, lexicon if lexicon.exists() else None).load()
    names = (*FIELDS, "theme")
    return {
        mail.name.removesuffix(".eml"): [
            {name: case.value(name) for name in names} for case in read_mail(mail.raw, call, Sender()).cases
        ]
        for mail in make_season(season)
    }


@pytest.mark.slow  # an office each
@pytest.mark.parametrize("name", sorted(LEAST))
def test_what_is_read_as_a_clerk_reads_it(name: str, tmp_path: Path) -> None:
    season = load_season(name)
    levels = found(season, tmp_path / "data")

    cases = read_season(season, tmp_path / "data")

    right: Counter[str] = Counter()
    for told in season["mails"]:
        for work in told.get("works", ()):
            right["works"] += 1
            near = [case for case in cases[told["name"]] if work["title"] in (case["title"] or "")]
            right["found"] += bool(near)
            right.update(as_a_clerk(work, near[0], levels) if near else ())
    least = dict(zip(("works", "found", *FIELDS), LEAST[name], strict=True))
    assert {key: right[key] for key, count in least.items() if right[key] < count} == {}
    assert {
        told["name"] for told in season["mails"] if not told.get("works") and cases[told["name"]]
    } <= NO_WORKS


@pytest.mark.slow
def test_what_is_filed_is_what_was_read_and_corrected(tmp_path: Path) -> None:
    """One office for all: its ledger after the season."""
    season = load_season("streets")
    levels = found(season, tmp_path / "data")

    _, mails, _ = play_mails(_in_one_morning(make_season(season)), tmp_path / "data")

    cases = {mail["file"].removesuffix(".eml"): mail["cases"] for mail in mails}
    assert [
        (work["title"], as_a_clerk(work, case, levels))
        for told in season["mails"]
        for work, case in zip(told.get("works", ()), cases[told["name"]], strict=bool(told.get("works")))
    ] == [(work["title"], list(FIELDS)) for told in season["mails"] for work in told.get("works", ())]
