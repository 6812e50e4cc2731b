"""Words of notices (config/words/notices.toml)."""

from __future__ import annotations

from intake.config.toml import Strict
from intake.config.words import AnyOf, Split, WordLists, Words, load_words


class KindOfAuthors(Strict):
    """Senders that are no place: what a level of them is called, and how their own names end."""

    words: AnyOf
    endings: Split


class NoticeWords(WordLists):
    """How notices say what they ask for."""

    offices: Split  # endings of the names of offices
    verbs: Split
    calls: Split
    kinds: Split
    theme_strong: AnyOf
    theme_weak: AnyOf
    theme_never: AnyOf
    theme_tells: Words
    author_heads: AnyOf
    level_heads: AnyOf
    authors: AnyOf
    town_endings: Split
    village_endings: Split
    institutions: Split
    managers: Split
    items: Split  # what one thing sent in is called
    deadline_before: AnyOf
    deadline_after: Words
    no_deadline: AnyOf
    deadline_sends: AnyOf
    form: AnyOf
    sheet: AnyOf
    optional: AnyOf
    photo: AnyOf
    stamp: AnyOf
    said_by_author: AnyOf
    contact: AnyOf
    phone: AnyOf
    review: AnyOf
    visit: AnyOf
    publicity: AnyOf
    volume: AnyOf
    kinds_of_authors: tuple[KindOfAuthors, ...]


WORDS = load_words("notices", NoticeWords)
