"""The index of words by which texts are found: FTS5 in SQLite, an array with a GIN index in PostgreSQL.

A text comes as words (tracker/ledger/views/search.py makes bigrams of it), a query as phrases of such
words. Both databases find the same: FTS5 by positions, PostgreSQL by the words that a phrase holds and
then a look at the words themselves, for its own text search keeps no position behind the 16,383rd.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, text

LONGEST_MARK = 64  # characters; an entry of a GIN index holds at most 2,700 bytes


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that follow each other; of the last one only the ``start`` may be known."""

    words: str
    start: bool = False


def add_words(connection: Connection, version_id: int, words: str) -> None:
    """Make a version findable by its words."""
    if _is_sqlite(connection):
        statement = "INSERT INTO search(rowid, words) VALUES (:id, :words)"
        connection.execute(text(statement), {"id": version_id, "words": words})
        return
    connection.execute(
        text("INSERT INTO search(version_id, words, marks) VALUES (:id, :words, :marks)"),
        {"id": version_id, "words": f" {words} ", "marks": sorted(_marks(words))},
    )


def drop_words(connection: Connection, version_id: int, words: str) -> None:
    """Forget a version, which was added with these words."""
    if _is_sqlite(connection):
        # A table without content forgets a row only when it is told the row's words.
        statement = "INSERT INTO search(search, rowid, words) VALUES ('delete', :id, :words)"
        connection.execute(text(statement), {"id": version_id, "words": words})
        return
    connection.execute(text("DELETE FROM search WHERE version_id = :id"), {"id": version_id})


def find_words(connection: Connection, phrases: Sequence[Phrase], most: int) -> list[int]:
    """The newest versions, at most so many, that hold every phrase."""
    if _is_sqlite(connection):
        match = " AND ".join(f'"{phrase.words}"{"*" if phrase.start else ""}' for phrase in phrases)
        statement = "SELECT rowid FROM search WHERE search MATCH :match ORDER BY rowid DESC LIMIT :most"
        found = connection.execute(text(statement), {"match": match, "most": most})
    else:
        marks = set().union(*(_marks(phrase.words) for phrase in phrases))
        # The words are bigrams, digits and small letters: no sign of theirs means anything to LIKE.
        likes = {
            f"like{number}": f"% {phrase.words}{'' if phrase.start else ' '}%"
            for number, phrase in enumerate(phrases)
        }
        held = "".join(f" AND words LIKE :{name}" for name in likes)
        statement = (
            f"SELECT version_id FROM search WHERE marks @> CAST(:marks AS text[]){held}"  # noqa: S608 - names
            " ORDER BY version_id DESC LIMIT :most"
        )
        found = connection.execute(text(statement), {"marks": sorted(marks), "most": most, **likes})
    return list(found.scalars())


def _is_sqlite(connection: Connection) -> bool:
    return connection.dialect.name == "sqlite"


def _marks(words: str) -> set[str]:
    """What the index knows of words: each, and its first character, by which a single one is found."""
    listed = words.split()
    return {word[:LONGEST_MARK] for word in listed} | {word[0] for word in listed}
