"""A look at the office from outside, for the system's own scheduler: a service that is dead cannot say so."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from intake.model.errors import IntakeError
from tracker.errors import TrackerError
from tracker.office.settings import load_settings
from tracker.run.open import open_office, smtp_route
from tracker.run.watch.alarms import Alarm, find_alarms
from tracker.run.watch.pulse import is_alive
from tracker.run.watch.tell import Post, tell_alarms
from tracker.run.watch.vitals import Vitals, take_vitals, vitals_without


def look_after(root: Path) -> tuple[Alarm, ...]:
    """What is wrong with the office in ``root``; mailed from here only while its service cannot do so itself.

    Raises:
        ConfigError: the settings cannot be read.
        SendError, SettingsError: the alarm could not be mailed.
    """
    settings = load_settings(root)
    data = settings.data_dir(root)
    try:
        with open_office(root, settings=settings) as parts:
            vitals: Vitals = take_vitals(parts)
    except (IntakeError, TrackerError) as error:
        vitals = vitals_without(data, datetime.now(UTC), str(error))
    alarms = find_alarms(vitals, settings)
    if not is_alive(vitals.pulse, vitals.now) and settings.smtp.host and settings.watch.to:
        route = smtp_route(settings.smtp, root)
        try:
            tell_alarms(Post(settings, data, route), alarms, vitals.now)
        finally:
            route.close()
    return alarms
