"""Learn themes from what people confirmed. The machine's own guesses never teach it."""

from __future__ import annotations

from sqlalchemy import func, select

from intake.campaign.learned import Example, save_learned, train
from tracker.ledger import cases
from tracker.ledger.events import get_note, set_note
from tracker.ledger.schema import correction, version
from tracker.office.parts import Parts

LEARNED = "themes.learned"  # [number of confirmations, id of the newest one]


def learn_themes(parts: Parts) -> bool:
    """Train again when a theme was confirmed or taken back since the last time.

    Returns whether there is a new model, so that the readers must load it.
    """
    now = parts.clock.now()
    with parts.ledger.read() as connection:
        standing = connection.execute(
            select(func.count(), func.max(correction.c.id)).where(
                correction.c.field == "theme", correction.c.undone_at.is_(None)
            )
        ).one()
        mark = [standing[0], standing[1] or 0]
        if mark == get_note(connection, LEARNED, [0, 0]):
            return False
        examples = []
        for row in cases.list_cases(connection):
            theme = row.values.get("theme")
            if theme is None or not theme.person or not theme.value.isdigit():
                continue
            text = connection.execute(
                select(version.c.text).where(version.c.id == row.version_id)
            ).scalar_one()
            examples.append(Example(int(theme.value), text, row["title"]))
    save_learned(parts.data.root / "learned.json", train(examples, len(parts.campaign.themes)))
    with parts.ledger.begin() as connection:
        set_note(connection, LEARNED, mark, now)
    return True
