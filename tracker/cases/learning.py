"""Learn themes from what people confirmed. The machine's own guesses never teach it."""

from __future__ import annotations

from sqlalchemy import Connection

from intake.campaign.learned import Example, save_learned, train
from tracker.ledger import cases
from tracker.ledger.events import get_note, set_note
from tracker.ledger.people.corrections import cases_said, mark_of
from tracker.ledger.texts.versions import get_version
from tracker.office.parts import Parts

LEARNED = "themes.learned"  # the mark of the confirmations that the model was made of
NEWEST = 1000  # confirmations that teach: what more would add is little, and every reader loads them all


def learn_themes(parts: Parts) -> bool:
    """Train again when a theme was confirmed or taken back since the last time.

    Returns whether there is a new model, so that the readers must load it.
    """
    now = parts.clock.now()
    with parts.ledger.read() as connection:
        mark = list(mark_of(connection, "theme", NEWEST))
        if mark == get_note(connection, LEARNED, [0, 0, 0]):
            return False
        examples = confirmed_examples(connection)
    save_learned(parts.data.learned, train(examples, len(parts.campaign.themes)))
    with parts.ledger.begin() as connection:
        set_note(connection, LEARNED, mark, now)
    return True


def confirmed_examples(connection: Connection) -> list[Example]:
    """The cases whose theme a person said or confirmed last, with their present texts."""
    examples = []
    for row in cases.each_case(connection, cases_said(connection, "theme", NEWEST)):
        theme = row.values.get("theme")
        if theme is None or not theme.person or not theme.value.isdigit():
            continue
        text = get_version(connection, row.version_id).text
        examples.append(Example(int(theme.value), text, row["title"]))
    return examples
