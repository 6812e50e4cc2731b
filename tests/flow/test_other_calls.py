"""The shipped calls of other kinds, each a season of its own mails: the ledger, the letters, their words.

The mails are in ``tests/corpus/seasons``, what is expected in ``season/``; after a wanted change run once
with ``ZHENGJI_REFRESH=1`` and read the difference line by line.
"""

from __future__ import annotations

import email
from collections.abc import Iterator
from email import policy
from pathlib import Path
from typing import Any

import pytest

from demo.mail import Made
from tests.flow.season_player import Post
from tests.flow.test_season import assert_expected, letter_lines, mail_lines
from tests.ledgers import POSTGRES, USUAL
from tests.seasons import found_office, load_season, make_season, play_mails

# Words of the first call that no letter of another may say of its own.
FOREIGN = {
    "papers": ("案例", "社区", "民政", "徐州", "镇级", "村级"),
    "care": ("徐州", "社区治理", "基层政权", "论文"),
}
# What a clerk reads and the office cannot, each with its reason.
KNOWN = {
    "从一个人备课到一群人备课": {"town": "火龙街道", "phone": "13955310011"},  # asked; told in the next mail
    "山冲里的巡回理发摊": {"contact": ""},  # 邓科 is a surname and an office: asked for
}
pytestmark = pytest.mark.slow  # two seasons more; test_season.py stands for them in make test
Played = tuple[dict[str, Any], list[dict[str, Any]], list[dict[str, Any]], Post]


@pytest.fixture(scope="module", params=["papers", "care"])
def come(request: pytest.FixtureRequest) -> tuple[dict[str, Any], list[Made]]:
    """A season and its mails: files say when they were made, so they are made once."""
    season = load_season(request.param)
    return season, make_season(season)


def play(come: tuple[dict[str, Any], list[Made]], data: Path, database: str = USUAL) -> Played:
    season, made = come
    found_office(season, data)
    return season, *play_mails(made, data, database)


@pytest.fixture(scope="module")
def played(come: tuple[dict[str, Any], list[Made]], tmp_path_factory: pytest.TempPathFactory) -> Played:
    return play(come, tmp_path_factory.mktemp("season") / "data")


def _name(played: Played) -> str:
    return "papers" if "papers" in played[0]["call"] else "care"


def test_every_letter_and_every_mail(played: Played) -> None:
    _, letters, mails, _ = played
    assert_expected(f"{_name(played)}-letters.jsonl", letter_lines(letters, mails))
    assert_expected(f"{_name(played)}-mails.jsonl", mail_lines(mails))


def test_a_ledger_in_postgresql_makes_the_same_letters_byte_for_byte(
    come: tuple[dict[str, Any], list[Made]], played: Played, tmp_path: Path
) -> None:
    assert play(come, tmp_path / "data", POSTGRES) == played

    assert not (tmp_path / "data" / "ledger.db").exists()


def test_what_a_clerk_reads(played: Played) -> None:
    """Title, place, level, theme, contact and telephone of every work, by the ledger as by a clerk."""
    season, _, mails, _ = played
    levels = _levels(season["call"])
    by_file = {mail["file"]: mail for mail in mails}
    read = [
        {**case, "level": levels[case["level"]], "phone": case["phone"].replace("-", "")}
        for told in season["mails"]
        if told.get("works")
        for case in by_file[f"{told['name']}.eml"]["cases"]
    ]
    expected = [
        {**_blank(work), **KNOWN.get(work["title"], {})}
        for told in season["mails"]
        for work in told.get("works", ())
    ]
    assert [{name: case[name] or "" for name in _FIELDS} for case in read] == expected


_FIELDS = ("title", "county", "town", "community", "level", "theme", "contact", "phone")


def _blank(work: dict[str, Any]) -> dict[str, Any]:
    found = {name: work.get(name, "") for name in _FIELDS}
    return {**found, "phone": found["phone"].replace("-", "")}


def _levels(call: str) -> dict[str, str]:
    from intake.campaign.campaign import load_campaign
    from tests.paths import CONFIG

    return {level.key: level.name for level in load_campaign(CONFIG / "campaigns" / f"{call}.toml").levels}


def test_letters_speak_of_their_own_call(played: Played) -> None:
    season, _, mails, post = played
    said = [str(season["mails"]), *(case["title"] for mail in mails for case in mail["cases"])]
    for text in _texts(post):
        for title in said[1:]:
            text = text.replace(title, "")  # noqa: PLW2901 - what a sender wrote is his word
        found = [word for word in FOREIGN[_name(played)] if word in text]
        assert found == [], text


def _texts(post: Post) -> Iterator[str]:
    for content in post.letters:
        letter = email.message_from_bytes(content, policy=policy.default)
        for kind in ("plain", "html"):
            body = letter.get_body((kind,))
            assert body is not None
            yield f"{letter['Subject']}\n{body.get_content()}"


def test_a_required_form_is_asked_for_at_once(played: Played) -> None:
    """Every work that came without its form is asked for it in the answer to its mail, and no other is."""
    season, _, _, post = played
    if _name(played) == "papers":
        assert not any("未见推荐表" in text for text in _texts(post))
        return
    without = {
        work["title"] for told in season["mails"] for work in told.get("works", ()) if not work["form"]
    }
    text = "\n".join(_texts(post))
    asked = {
        work["title"] for told in season["mails"] for work in told.get("works", ()) if f"《{work['title']}》：未见推荐表" in text
    }  # fmt: skip
    assert asked == without
