"""The ways of saying everyday orders as data (config/words/daily.toml); each must fit from end to end."""

from __future__ import annotations

from functools import cache

from intake.config.words import AnyOf, WordLists, Words, load_words


class DailyWords(WordLists):
    """Lists by what they order or ask; what each letter in them stands for is said in the file."""

    courtesy: AnyOf
    joins: AnyOf
    us: Words
    now: Words
    tells: Words
    reason: Words
    sure: Words
    none: Words
    after: Words
    zero: Words
    not_zero: AnyOf
    expect: Words
    n: Words
    two: Words
    letter: Words
    apart: Words
    more: Words
    out: Words
    own: Words
    split: Words
    not_split: AnyOf
    key: Words
    mark: Words
    unmark: Words
    marked: Words
    note: Words
    hand: Words
    post: Words
    forward: Words
    book_to: Words
    forward_whom: Words
    report: Words
    from_now: Words
    clock: Words
    send: Words
    weekend: Words
    digest_at: Words
    digest_off: Words
    digest_on: Words
    digest_workdays: Words
    digest_all_days: Words
    planned: Words
    cancel: Words
    cancel_that: Words
    lead: Words
    tail: Words
    yet: Words
    when: Words
    who: Words
    that: Words
    ask_count: Words
    ask_sender: Words
    ask_mail: Words
    ask_phone: Words
    ask_contact: Words
    ask_reminded: Words
    ask_answered: Words
    ask_when: Words
    ask_length: Words
    ask_address: Words
    ask_files: Words
    ask_last: Words
    ask_today: Words
    ask_deadline: Words
    unless_sent: Words
    sent_already: Words
    not_then: Words
    hint_zero: AnyOf
    hint_expect: AnyOf
    hint_split: AnyOf
    hint_mark: AnyOf
    hint_digest: AnyOf
    hint_not: AnyOf
    hours: dict[str, str]


@cache
def daily_words() -> DailyWords:
    """The shipped lists.

    Raises:
        ConfigError: the file is damaged.
    """
    return load_words("daily", DailyWords)
