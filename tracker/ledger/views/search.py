"""Full-text search that finds two-character Chinese words.

SQLite's tokenizers split Chinese at white space only (or need three characters), so text is
stored as overlapping bigrams and a query becomes a phrase of bigrams.
"""

from __future__ import annotations

import re

from sqlalchemy import Connection, select, text

from intake.text.fold import nfkc
from tracker.ledger.schema import version

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
    connection.execute(
        text("INSERT INTO search(rowid, words) VALUES (:id, :words)"),
        {"id": version_id, "words": split_words(content)},
    )


def find_cases(connection: Connection, query: str, limit: int = 50) -> list[int]:
    """Ids of the cases whose text holds every word of ``query`` (split at white space)."""
    phrases = [f'"{words}"' for part in query.split() if (words := split_words(part))]
    singles = [part for part in query.split() if len(part) == 1 and not part.isascii()]
    if not phrases:
        return []
    # One Chinese character alone is the start or end of bigrams: only the start can be indexed.
    match = " AND ".join(f"{p[:-1]}*" + '"' if p.strip('"') in singles else p for p in phrases)
    match = match.replace('*"', '"*')
    found = connection.execute(
        text("SELECT rowid FROM search WHERE search MATCH :q ORDER BY rowid DESC LIMIT :n"),
        {"q": match, "n": limit * 5},
    )
    ids = [row[0] for row in found]
    if not ids:
        return []
    rows = connection.execute(select(version.c.id, version.c.case_id).where(version.c.id.in_(ids)))
    case_of = {row.id: row.case_id for row in rows}
    return list(dict.fromkeys(case_of[i] for i in ids if i in case_of))[:limit]
