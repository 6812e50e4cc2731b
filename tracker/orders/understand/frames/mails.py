"""Frames about mails that came in: settled, or what they brought belongs to a case."""

from __future__ import annotations

import re
from dataclasses import replace

from tracker.orders.understand.clause import Clause, Context
from tracker.orders.understand.frames.found import MAIL_UNCLEAR, Found
from tracker.orders.understand.intents import Guess, Intent, Wish
from tracker.orders.understand.spans import Kind

_ONE_OF_THEM = re.compile(r"[前后]一?[个件封者]|其中")
_THE_LETTER = re.compile(r"[这那]封|此信|该信")
_NO_MORE = re.compile(r"(?:邮件|来信|信|类|性质|的|了|啊|呀){0,4}[^\u4e00-\u9fff]{0,9}$")  # 收件8是广告公司的
PLAIN = (Kind.NUMBER, Kind.NUMERAL)


def read_mails(clause: Clause, context: Context) -> Found:
    """收件18已处理, 收件19的照片给6号, 收件18和19是同一人，十九销号."""
    named = clause.mails()
    if named and (attached := _attach(clause, named)):
        context.mails = ()
        return attached
    last = context.last()
    if last is not None and last.intent is Intent.ATTACH and _THE_LETTER.search(clause.folded):
        return [Wish(Intent.DONE, clause.text, mails=last.mails)] if clause.means("done") else None
    numbers = clause.numbers()
    if context.answered and not clause.spans and not clause.loose() and clause.means("done"):
        return [Wish(Intent.DONE, clause.text, mails=context.answered)]  # 回一句“收到”，然后结掉
    mails = named or (() if numbers else _again(clause, context))
    if not mails:
        return _late(clause, context, numbers)
    if named:
        context.mails, context.about_mails = named, True
    elif len(mails) > 1 and _ONE_OF_THEM.search(clause.folded):
        return Guess(clause.text, MAIL_UNCLEAR)
    if (judged := _judged(clause, named, context)) is not None:
        return judged
    if clause.means("done") and not clause.means("hold") and not clause.asks():
        return [Wish(Intent.DONE, clause.text, mails=mails)]
    return _unclear(clause, named) if named else None


def _unclear(clause: Clause, mails: tuple[int, ...]) -> Guess:
    """What is most likely wanted: that a refusal is said to the sender (收件8不同意延期), else that it is settled."""
    wish = Wish(Intent.DONE, clause.text, mails=mails)
    if refused := clause.lexicon.patterns["refuse"].search(clause.folded):
        words = clause.piece.written[refused.start() :].strip()
        wish = replace(wish, intent=Intent.ANSWER, words=words)
    return Guess(clause.text, MAIL_UNCLEAR, wish)


def _judged(clause: Clause, named: tuple[int, ...], context: Context) -> Found:
    """收件12不是广告; 收件12是广告，以后别再给我看: without these words it is settled, and its address left alone."""
    last = context.last()
    if named and clause.means("genuine") and not clause.means("hold"):
        wish = Wish(Intent.GENUINE, clause.text, mails=named)
        return Guess(clause.text, MAIL_UNCLEAR, wish) if clause.asks() or clause.means("hedge") else [wish]
    sells = clause.cue("unwanted")
    if clause.lexicon.patterns["unseen"].search(clause.folded) and not clause.asks():
        if named and sells:
            return [Wish(Intent.ADVERT, clause.text, mails=named)]
        settled = last is not None and last.intent is Intent.DONE and not named
        if last is not None and settled and clause.lexicon.patterns["unwanted"].search(last.text):
            context.wishes.pop()
            return [replace(last, intent=Intent.ADVERT)]
    if (
        named
        and sells
        and _NO_MORE.match(clause.folded, sells.end)
        and not clause.means("hold", "hedge", "question")
    ):
        return [Wish(Intent.DONE, clause.text, mails=named)]
    return [] if context.did(Intent.GENUINE) and clause.means("done") and not named else None


def _attach(clause: Clause, mails: tuple[int, ...]) -> Found:
    numbers = clause.numbers()
    if numbers and clause.means("attach", "things"):
        return [Wish(Intent.ATTACH, clause.text, cases=numbers, mails=mails)]
    return None


def _again(clause: Clause, context: Context) -> tuple[int, ...]:
    """Plain numbers that name mails of the clause before, else those mails themselves."""
    plain = tuple(n for span in clause.all(*PLAIN) for n in span.numbers if n in context.mails)
    return plain or context.mails


def _late(clause: Clause, context: Context, numbers: tuple[int, ...]) -> Found:
    """收件35里有照片，放到14号: the case comes in a later clause."""
    waiting, context.mails = context.mails, ()
    if (
        waiting
        and numbers
        and clause.means("attach", "things")
        and not clause.all(Kind.FIELD, Kind.LEVEL, Kind.THEME)
    ):
        return [Wish(Intent.ATTACH, clause.text, cases=numbers, mails=waiting)]
    return None
