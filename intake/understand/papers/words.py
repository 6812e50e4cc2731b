"""The words by which papers are told apart (config/words/papers.toml)."""

from __future__ import annotations

import re
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
    photo: AnyOf
    whole: AnyOf
    camera: AnyCase


PAPER_WORDS: Final = load_words("papers", PaperWords)
_NUMBERS: Final = re.compile(r"[\d\W_]+")


def said_by_name(name: str) -> str:
    """What a picture's name says beside that it is one: 书房活动照片3.jpg → 书房; ``""`` for IMG_0012.JPG."""
    stem = name.rpartition(".")[0] or name
    return _NUMBERS.sub("", PAPER_WORDS.camera.sub("", stem))
