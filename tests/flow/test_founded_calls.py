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
from intake.campaign.campaign import load_campaign
from tests.paths import CORPUS
from tests.seasons import load_season, make_season, play_mails
from tracker.run.founding.answers import Answers
from tracker.run.founding.confirm import confirm
from tracker.run.founding.found import found_on, make_office, read_facts
from tracker.run.founding.show import Row

FIELDS = ("title", "county", "town", "community", "level", "theme", "contact", "phone")
# How many of a season's works are read as a clerk reads them, at least: works, found, then FIELDS.
LEAST = {
    "water": (13, 13, 13, 13, 12, 12, 12, 13, 12, 13),
    "labour": (13, 10, 9, 9, 10, 10, 10, 10, 9, 8),
    "doctors": (10, 8, 8, 7, 8, 8, 7, 8, 6, 8),
    "union": (12, 10, 10, 10, 10, 10, 10, 10, 10, 10),
    "museums": (11, 10, 10, 10, 8, 10, 10, 10, 8, 10),
    "health": (19, 19, 18, 18, 19, 19, 18, 19, 19, 18),
    "schools": (14, 14, 14, 13, 14, 13, 14, 13, 12, 14),
    "readers": (19, 19, 19, 19, 19, 19, 15, 15, 18, 19),
    "veterans": (14, 13, 13, 13, 13, 13, 13, 10, 12, 11),
    "watering": (22, 22, 22, 22, 22, 22, 22, 20, 22, 22),
    "stories": (22, 20, 19, 18, 17, 18, 19, 18, 20, 20),
    "clinics": (22, 22, 22, 22, 22, 21, 22, 14, 21, 21),
    "homes": (17, 17, 17, 17, 17, 17, 17, 16, 17, 17),
    "science": (16, 16, 16, 16, 16, 16, 16, 15, 16, 16),
    "unity": (22, 21, 21, 21, 20, 21, 21, 19, 21, 21),
    "emergency": (37, 37, 37, 37, 37, 37, 37, 36, 37, 37),
    "homemaking": (34, 34, 34, 34, 34, 34, 34, 30, 34, 34),
    "families": (12, 12, 11, 11, 11, 11, 12, 11, 12, 12),
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


@pytest.mark.slow  # an office each
@pytest.mark.parametrize("name", sorted(LEAST))
def test_what_is_read_as_a_clerk_reads_it(name: str, tmp_path: Path) -> None:
    season = load_season(name)
    levels = found(season, tmp_path / "data")

    _, mails, _ = play_mails(_in_one_morning(make_season(season)), tmp_path / "data")

    cases = {mail["file"]: mail["cases"] for mail in mails}
    right: Counter[str] = Counter()
    for told in season["mails"]:
        for work in told.get("works", ()):
            right["works"] += 1
            near = [case for case in cases[f"{told['name']}.eml"] if work["title"] in (case["title"] or "")]
            right["found"] += bool(near)
            right.update(as_a_clerk(work, near[0], levels) if near else ())
    least = dict(zip(("works", "found", *FIELDS), LEAST[name], strict=True))
    assert {key: right[key] for key, count in least.items() if right[key] < count} == {}
    assert {
        told["name"] for told in season["mails"] if not told.get("works") and cases[f"{told['name']}.eml"]
    } <= {
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
