"""The words by which papers are told apart (config/words/papers.toml)."""

from __future__ import annotations

from typing import Final

from intake.config.words import AnyCase, AnyLine, AnyOf, WordLists, load_words


class PaperWords(WordLists):
    """What forms, lists and letters are called, and what only some of them say."""

    sheet: AnyOf
    sheet_head: AnyOf
    form: AnyOf
    case_cell: AnyOf
    title_cell: AnyOf
    with_case: AnyOf
    letter_title: AnyOf
    letter: AnyOf
    only_letter: AnyOf
    office: AnyOf
    to_us: AnyLine
    greeting: AnyOf
    announced: AnyOf
    put: AnyOf
    here: AnyOf
    pasted: AnyOf
    in_mail: AnyOf
    sealed: AnyOf
    signed: AnyOf
    scanned: AnyCase


PAPER_WORDS: Final = load_words("papers", PaperWords)
