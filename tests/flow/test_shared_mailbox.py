"""Two calls, one mailbox: each office takes its own mails as if it were alone and sets the other's aside."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from demo.mail import ZONE, Made, make_mail
from tests.seasons import found_office, load_season, make_season, play_mails

pytestmark = pytest.mark.slow  # each plays two seasons

LATER = timedelta(days=324)  # brings the papers' season into the weeks of the other
DAYS = re.compile(r"2024-\d{2}-\d{2}")
OF_NOBODY = {"09-advert.eml", "14-advert.eml"}  # adverts belong to no call


def later(text: str) -> str:
    return DAYS.sub(lambda day: str((datetime.fromisoformat(day[0]) + LATER).date()), text)


def offices(folder: Path, *, apart: bool) -> dict[str, tuple[Path, list[Made]]]:
    """Both offices, each with its mails; ``apart``: neither knows of the other."""
    found = {}
    for name, other in (("papers", "care"), ("care", "papers")):
        season, data = load_season(name), folder / name
        found_office(season, data)
        campaign, settings = data / "campaign.toml", data / "settings.toml"
        if name == "papers":
            campaign.write_text(later(campaign.read_text("utf-8")), "utf-8")
            season = {**season, "mails": [{**m, "at": f"{_moved(m['at'])}"} for m in season["mails"]]}
        if not apart:
            settings.write_text(f'{settings.read_text("utf-8")}\n[paths]\nbeside = ["../{other}"]\n', "utf-8")
        found[name] = (data, [replace(mail, name=f"{name}-{mail.name}") for mail in make_season(season)])
    return found


def _moved(at: str) -> datetime:
    return datetime.fromisoformat(at) + LATER


def what_came(mails: list[dict[str, Any]]) -> dict[str, Any]:
    names = (
        "title",
        "county",
        "town",
        "community",
        "level",
        "theme",
        "contact",
        "phone",
        "version",
        "on_time",
    )
    return {
        mail["file"]: (mail["kind"], [{name: case[name] for name in names} for case in mail["cases"]])
        for mail in mails
    }


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    made = offices(tmp_path_factory.mktemp("alone"), apart=True)
    return {name: what_came(play_mails(mails, data)[1]) for name, (data, mails) in made.items()}


@pytest.fixture(scope="module")
def together(
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, tuple[dict[str, Any], list[dict[str, Any]]]]:
    made = offices(tmp_path_factory.mktemp("together"), apart=False)
    every = sorted((mail for _, mails in made.values() for mail in mails), key=lambda mail: mail.at)
    played = {name: play_mails(every, data) for name, (data, _) in made.items()}
    return {name: (what_came(mails), letters) for name, (letters, mails, _) in played.items()}


@pytest.mark.parametrize(("name", "other"), [("papers", "care"), ("care", "papers")])
def test_each_call_takes_its_own(alone: Any, together: Any, name: str, other: str) -> None:
    came, letters = together[name]
    own = {file: what for file, what in came.items() if file.startswith(name) and not _is_advert(file)}
    theirs = {file: what for file, what in came.items() if file.startswith(other) and not _is_advert(file)}
    assert own == {file: what for file, what in alone[name].items() if not _is_advert(file)}
    assert set(map(str, theirs.values())) == {"('elsewhere', [])"}
    answered = {letter["to"] for letter in letters if letter["kind"] != "digest"}
    senders = {told["sender"] for told in load_season(other)["mails"]}
    assert not answered & senders


def _is_advert(file: str) -> bool:
    return file.partition("-")[2] in OF_NOBODY


def test_thread_number_and_sender_tell(tmp_path: Path) -> None:
    """A reply, a number in the subject, an address known to one call; what shows nothing goes to the newest."""
    made = offices(tmp_path, apart=False)
    (papers, mails), (care, _) = made["papers"], made["care"]
    first = next(mail for mail in mails if "01-docx" in mail.name)
    _, _, post = play_mails([first], papers)
    ours = re.search(rb"(?im)^Message-ID: (<zj\.[^>]+>)", post.letters[0])
    assert ours is not None
    at = first.at + timedelta(days=2)
    more = [
        make_mail(
            "reply.eml", at, "a@example.cn", "甲", "回复", "好的", [], {"In-Reply-To": ours[1].decode()}
        ),
        make_mail("number.eml", at, "b@example.cn", "乙", "关于LW-001", "电话13900000000", []),
        make_mail("sender.eml", at, "yuhong_jy@163.example.com", "丙", "您好", "改一下电话，谢谢。", []),
        make_mail("nothing.eml", at, "c@example.cn", "丁", "您好", "请回电。", []),
    ]
    kinds = {}
    for name, data in (("papers", papers), ("care", care)):
        kinds[name] = {mail["file"]: mail["kind"] == "elsewhere" for mail in play_mails(more, data)[1]}
    kinds["papers"].pop(first.name)
    assert kinds["papers"] == {
        "reply.eml": False,
        "number.eml": False,
        "sender.eml": False,
        "nothing.eml": True,
    }
    assert kinds["care"] == {"reply.eml": True, "number.eml": True, "sender.eml": True, "nothing.eml": False}
    assert at.tzinfo is ZONE
