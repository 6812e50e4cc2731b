"""What people write about experts, as data (config/words/review.toml)."""

from __future__ import annotations

from datetime import date
from functools import cache

from intake.config.shipped import shipped
from intake.config.toml import Strict, load_toml
from intake.config.words import Split

# As shown; keys are the values of ExpertState and of MarkRow.channel.
STATES = {"listed": "待邀请", "invited": "已邀请", "willing": "同意", "declined": "谢绝", "withdrawn": "退出"}
CHANNELS = {"mail": "邮件", "sheet": "评分表", "typed": "纸质"}


class Words(Strict):
    """Lists of single words."""

    on_paper: tuple[str, ...]
    declining: tuple[str, ...]
    doubting: tuple[str, ...]
    willing: tuple[str, ...]
    adversative: tuple[str, ...]
    foreign: tuple[str, ...]
    turning: tuple[str, ...]
    harmless: tuple[str, ...]
    short_yes: tuple[str, ...]
    short_no: tuple[str, ...]
    firm: tuple[str, ...]
    relenting: tuple[str, ...]  # patterns: beside a refusal, it may be none
    accepting: tuple[str, ...]
    wants_paper: tuple[str, ...]
    to_address: tuple[str, ...]
    leaving: tuple[str, ...]
    lost: tuple[str, ...]
    later: tuple[str, ...]
    more_time: tuple[str, ...]
    asking_time: tuple[str, ...]  # patterns: a time is asked for, not promised
    doubtful: tuple[str, ...]  # patterns: what is said may not be meant, or not yet
    received: tuple[str, ...]
    sealed: tuple[str, ...]
    keeping: tuple[str, ...]
    kinds: tuple[str, ...]
    roles: tuple[str, ...]
    no_person: Split  # begin like a surname and are none
    measures: tuple[str, ...]
    kept_from: tuple[str, ...]
    offices: tuple[str, ...]


class MarkWords(Strict):
    """Words around marks that make them uncertain or turn them round."""

    unsure: tuple[str, ...]
    not_yet: tuple[str, ...]
    turned: tuple[str, ...]
    reopening: tuple[str, ...]
    related: tuple[str, ...]  # patterns: a case comes from his own people
    refusing: tuple[str, ...]  # that one he does not read
    astray: tuple[str, ...]  # patterns: beside 次序, the order of the scores is not sure
    hedged: tuple[str, ...]  # beside words around a mark: it is not the last, or not the only one
    counted: tuple[str, ...]  # behind a number that is no score, besides measures


class BesideWords(Strict):
    """Words beside marks, as patterns for one clause."""

    tied: tuple[str, ...]  # the case has to do with him, or he knows whose it is
    denials: tuple[str, ...]  # words that hold 不, 没, 无 and deny nothing
    himself: tuple[str, ...]  # he speaks of himself: a tie, unless …
    of_marking: tuple[str, ...]  # … it is of how he marks
    tied_plain: tuple[str, ...]  # the same as tied, said without naming himself
    unfinal: tuple[str, ...]
    adjusting: tuple[str, ...]  # he wants marks changed by others
    struck: tuple[str, ...]  # marks that look struck out
    unfinal_alone: tuple[str, ...]  # in a sentence that names no case and is no comment
    open_words: tuple[str, ...]  # such a sentence may say that marks are not the last …
    settled: tuple[str, ...]  # … these phrases do not
    of_text: tuple[str, ...]  # it speaks of the text …
    of_judging: tuple[str, ...]  # words of a remark about a case
    of_giving: tuple[str, ...]  # … and not of giving marks
    courteous: tuple[str, ...]  # such a sentence asks nothing
    of_others: tuple[str, ...]  # what is not yet done are other cases
    pointing: tuple[str, ...]  # at the case named before
    some: tuple[str, ...]  # cases, and it is not said which


class OrderWords(Strict):
    """Words of the coordinator's orders about review."""

    reviewing: tuple[str, ...]
    rounds: tuple[str, ...]
    polite: tuple[str, ...]
    after: tuple[str, ...]
    start: tuple[str, ...]
    show: tuple[str, ...]
    make: tuple[str, ...]
    send: tuple[str, ...]
    accept: tuple[str, ...]
    people: tuple[str, ...]
    titles: tuple[str, ...]  # behind a surname
    leaves: tuple[str, ...]
    urge: tuple[str, ...]
    lacking: tuple[str, ...]
    visiting: tuple[str, ...]
    chosen: tuple[str, ...]
    dropped: tuple[str, ...]
    published: tuple[str, ...]
    only_review: tuple[str, ...]  # said of nothing else
    filler: tuple[str, ...]


class GuessWords(Strict):
    """Words around guesses."""

    open: tuple[str, ...]  # of plans, questions and other matters: no guess is made
    turned: tuple[str, ...]  # they may turn an order round
    asking: tuple[str, ...]  # those of them that ask: a look may be asked for so


class CopyWords(Strict):
    """Words of remarks about an original."""

    unprinted: tuple[str, ...]  # patterns: something in it is not in what was read


class PhotoWords(Strict):
    """Words of a mail that brings photos: of a score sheet, or of a visit."""

    sheet: tuple[str, ...]
    visiting: tuple[str, ...]


class ReviewWords(Strict):
    """All lists of config/words/review.toml."""

    headings: dict[str, tuple[str, ...]]  # field of an expert → names of its column
    words: Words
    marks: MarkWords
    beside: BesideWords
    orders: OrderWords
    guess_words: GuessWords
    photos: PhotoWords
    copies: CopyWords


@cache
def review_words() -> ReviewWords:
    """The shipped lists, read once."""
    return load_toml(shipped("words/review.toml"), ReviewWords)


def day_words(day: date) -> str:
    """2015年9月6日; not by strftime, which takes no Chinese on some systems."""
    return f"{day.year}年{day.month}月{day.day}日"
