"""Full-text search that finds two-character Chinese words.

Tokenizers of databases split Chinese at white space only (or need three characters), so text is
indexed as overlapping bigrams and a query becomes a phrase of bigrams.
"""

from __future__ import annotations

import re

from sqlalchemy import Connection, select

from intake.text.fold import nfkc
from tracker.ledger.engines.words import Phrase, add_words, drop_words, find_words
from tracker.ledger.schema import version

MOST = 500  # cases listed: to count all that hold a common word takes PostgreSQL seconds at half a million

_RUN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+|[0-9a-z]+")


def split_words(value: str) -> str:
    """Text as search words: Chinese runs as overlapping bigrams, Latin runs whole."""
    words: list[str] = []
    for run in _RUN.findall(nfkc(value).lower()):
        if run[0].isascii() or len(run) == 1:
            words.append(run)
        else:
            words.extend(run[i : i + 2] for i in range(len(run) - 1))
    return " ".join(words)


def index_version(connection: Connection, version_id: int, content: str) -> None:
    """Make a version findable."""
    add_words(connection, version_id, split_words(content))


def forget_version(connection: Connection, version_id: int, content: str) -> None:
    """Find a version no longer by the content it was indexed with."""
    drop_words(connection, version_id, split_words(content))


def find_cases(connection: Connection, query: str, limit: int = MOST) -> list[int]:
    """Ids of the cases whose text holds every word of ``query`` (split at white space), newest first.

    At most ``limit``; whoever wants to know whether there are more asks for one more.
    """
    phrases = [
        Phrase(words, start=_ends_in_one(words)) for part in query.split() if (words := split_words(part))
    ]
    ids = find_words(connection, phrases, limit * 5) if phrases else []
    if not ids:
        return []
    rows = connection.execute(select(version.c.id, version.c.case_id).where(version.c.id.in_(ids)))
    case_of = {row.id: row.case_id for row in rows}
    return list(dict.fromkeys(case_of[i] for i in ids if i in case_of))[:limit]


def _ends_in_one(words: str) -> bool:
    """One Chinese character alone (议, 3号) is the start or end of bigrams: only the start can be indexed."""
    last = words.rsplit(" ", 1)[-1]
    return len(last) == 1 and not last.isascii()
