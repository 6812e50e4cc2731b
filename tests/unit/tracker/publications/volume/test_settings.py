"""volume.toml as it is given to an office: whatever line is uncommented, it stays a valid file."""

from __future__ import annotations

import re
import tomllib

import pytest

from intake.config.shipped import shipped
from tracker.publications.volume.settings import VolumeSettings

GIVEN = shipped("volume.toml").read_text(encoding="utf-8")
SETTING = re.compile(r"^# (?=[a-z_.]+ = )", re.MULTILINE)
PLACES = [found.start() for found in SETTING.finditer(GIVEN)]


@pytest.mark.parametrize("place", PLACES, ids=lambda place: GIVEN[place + 2 :].split(" ", 1)[0])
def test_each_setting_may_be_uncommented_alone(place: int) -> None:
    settings = tomllib.loads(GIVEN[:place] + GIVEN[place + 2 :])

    assert (len(settings), VolumeSettings.model_validate(settings).model_fields_set) == (1, set(settings))


def test_all_settings_may_be_uncommented_together() -> None:
    settings = tomllib.loads(SETTING.sub("", GIVEN))

    assert VolumeSettings.model_validate(settings).model_fields_set == set(VolumeSettings.model_fields)


def test_every_commented_line_is_a_setting_or_words() -> None:
    others = [line for line in GIVEN.splitlines() if line and not SETTING.match(line)]

    assert [
        line
        for line in others
        if (line != "#" and not line.startswith("# ")) or re.match(r"# *[\[{\"\]]", line)
    ] == []
    assert len(PLACES) == len(VolumeSettings.model_fields) + 3  # four fonts
