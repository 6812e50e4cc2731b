"""The invented season by which templates are checked: whole, of no real place, and the same each time."""

import re
from dataclasses import replace

import pytest

from intake.campaign.campaign import load_campaign
from tests.office import ROOT, notice
from tests.paths import CONFIG
from tracker.ledger.records import LetterKind
from tracker.letters.writing.render import render_letter
from tracker.run.preview.samples import sample_values
from tracker.run.preview.season import CASES, sample_lines, sample_standing, with_contacts

STATES = [(kind, state) for kind, states in sample_values(notice()).items() for state in states]


def test_every_kind_of_letter_has_a_sample():
    assert set(sample_values(notice())) == set(LetterKind)


def test_samples_are_the_same_each_time():
    assert sample_values(notice()) == sample_values(notice())


@pytest.mark.parametrize(("kind", "state"), STATES)
def test_a_letter_of_each_state_is_whole(kind, state):
    rendered = render_letter(
        kind, sample_values(notice())[kind][state], (ROOT / "templates",), "Asia/Shanghai"
    )
    assert rendered.subject.strip() == rendered.subject
    assert "\n" not in rendered.subject
    assert not re.search(
        r"\{[{%]|[}%]\}|\bNone\b|undefined|\bTrue\b|\bFalse\b", rendered.text + rendered.subject
    )
    assert "\n\n\n" not in rendered.text


@pytest.mark.parametrize("count", [1, 2, 3, 6])
def test_a_call_of_few_units_and_themes_has_a_season_too(count):
    campaign = notice().model_copy(
        update={"units": notice().units[:count], "themes": notice().themes[:count]}
    )
    standing = sample_standing(campaign)
    assert standing.cases == len(CASES)
    assert sum(unit.cases for unit in standing.units) == len(CASES)
    assert set(standing.themes) >= {theme.number for theme in campaign.themes}
    assert set(sample_values(campaign)) == set(LetterKind)


def test_the_lines_show_what_is_known_and_leave_open_what_is_not():
    first, second, third, fourth = sample_lines(notice())
    assert [line.level for line in (first, second, third)] == ["镇级", "村级", "镇级"]
    assert (fourth.level, fourth.place) == ("", "乙区")
    assert replace(first, title="") != first
    assert len({line.number for line in (first, second, third, fourth)}) == 4


def test_contacts_are_invented_only_where_none_is_registered():
    before, after = notice(), with_contacts(notice())
    assert {unit.key: unit.contact for unit in before.units if unit.contact} == {
        unit.key: unit.contact for unit in after.units if before.unit(unit.key).contact
    }
    assert all(unit.contact and unit.phone for unit in after.units)
    assert len({unit.phone for unit in after.units}) == len(after.units)
    assert after.signature == before.signature
    unsigned = before.model_copy(
        update={"signature": before.signature.model_copy(update={"contact": "", "phone": ""})}
    )
    signature = with_contacts(unsigned).signature
    assert (signature.contact, signature.phone) == ("李敏", "0516-80000000")


def test_samples_speak_of_the_call_that_is_previewed():
    campaign = load_campaign(CONFIG / "campaigns" / "wuhu-papers-2024.toml")
    states = sample_values(campaign)
    texts = [
        f"{rendered.subject}\n{rendered.text}"
        for kind, named in states.items()
        for values in named.values()
        for rendered in [render_letter(kind, values, (ROOT / "templates",), "Asia/Shanghai")]
    ]
    whole = "\n".join(texts)

    assert [word for word in ("民政局", "0516", "治理方式", "协商民主") if word in whole] == []
    assert "甲县教育局" in whole
    assert "0553-80000001" in whole
