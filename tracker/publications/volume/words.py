"""What people write around a volume, as data (config/words/volume.toml)."""

from __future__ import annotations

from functools import cache

from intake.config.shipped import shipped
from intake.config.toml import Strict, load_toml

ROUNDS = "一二三四五六七八九"  # 一校 … 九校: more is no volume


class CorrectionWords(Strict):
    """How readers of a proof say what is to be changed."""

    take: tuple[str, ...]  # before the words that are wrong
    units: tuple[str, ...]  # behind them: 一词
    change: tuple[str, ...]
    swap: tuple[str, ...]  # only between words in quotation marks
    mistaken: tuple[str, ...]  # the right one before, the wrong one behind
    unsure: tuple[str, ...]  # in what is to stand there, without quotation marks: it is more than that
    delete: tuple[str, ...]
    behind: tuple[str, ...]
    before: tuple[str, ...]


class AnswerWords(Strict):
    """What a reply says of each of several cases."""

    firm: tuple[str, ...]  # not what the lists below hold: 不再另发
    later: tuple[str, ...]
    brought: tuple[str, ...]
    kept: tuple[str, ...]  # after a wish to be left out: printed after all
    rest: tuple[str, ...]  # the cases that are not named
    every: tuple[str, ...]
    withdrawn: tuple[str, ...]


class RoundWords(Strict):
    """How a coordinator orders proofs."""

    polite: tuple[str, ...]  # before an order
    after: tuple[str, ...]  # behind it
    make: tuple[str, ...]
    hand: tuple[str, ...]  # over to somebody
    units: tuple[str, ...]
    look: tuple[str, ...]
    compared: tuple[str, ...]  # 和, 与
    differ: tuple[str, ...]
    done: tuple[str, ...]  # behind a correction that nobody needs any more
    drop: tuple[str, ...]  # before one
    taken: tuple[str, ...]  # changes of a book that came back
    into: tuple[str, ...]  # the volume
    stays: tuple[str, ...]  # there after all
    barred: tuple[str, ...]  # before into
    taken_out: tuple[str, ...]


class VolumeWords(Strict):
    """All lists of config/words/volume.toml."""

    declined: tuple[str, ...]  # in a column 入选: not chosen
    title_words: str  # of two signs, parted by blanks: no line of a title ends inside one
    form_text: tuple[str, ...]  # labels of a form beside or above the text itself
    line_words: tuple[str, ...]  # labels in lines of title and signature
    minors: tuple[str, ...]  # before the name of a minor
    adults: str  # signs before 学生 that mean a grown one
    given_signs: str  # of names that a child is called by
    behind_name: str  # signs that stand behind a name and are none of it
    grown_titles: tuple[str, ...]  # patterns behind a family name
    at_school: tuple[str, ...]  # patterns between a name and a school
    ages: tuple[str, ...]  # behind a name and a number
    name_heads: tuple[str, ...]  # in the head of a column of names
    age_heads: tuple[str, ...]  # in that of a column which says how old they are
    classes: tuple[str, ...]  # patterns of what only minors are in
    made_up: tuple[str, ...]  # behind or before a name: it is not the person's own
    unchanged: tuple[str, ...]  # a reply by which a text is final as it is
    doubting: tuple[str, ...]  # words in such a reply that make it a question
    faults: tuple[str, ...]  # beside corrections: one more thing is wrong
    harmless: tuple[str, ...]  # what has such words and is none
    courtesy: tuple[str, ...]  # all of a sentence among corrections that wants nothing
    swapping: tuple[str, ...]  # in a mail: its pictures take the place of others
    corrections: CorrectionWords
    answers: AnswerWords
    rounds: RoundWords
    ordinary_signs: str  # surnames that mostly begin ordinary words


@cache
def volume_words() -> VolumeWords:
    """The shipped lists, read once."""
    return load_toml(shipped("words/volume.toml"), VolumeWords)


def round_name(number: int) -> str:
    """一校; beyond those that have a name 第12校."""
    return f"{ROUNDS[number - 1] if 0 < number <= len(ROUNDS) else f'第{number}'}校"
