"""Orders about review that no frame is: the act is learned from what hands wrote, the rest is what the words name.

A sentence is read whole, or by its clauses where these hold several acts. What is likely and uses all
that is named is done; what is less likely, or leaves out a person, a case or a number, is asked.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from intake.text.fold import simplify
from tracker.orders.order import Doubtful, Order
from tracker.orders.understand.frames.found import UNSURE
from tracker.orders.understand.frames.review import Found
from tracker.orders.understand.model.needs import order_of
from tracker.orders.understand.model.sentence import Sentence, Setting
from tracker.orders.understand.numbers import HANZI
from tracker.orders.understand.spans import Kind
from tracker.orders.understand.words import FIELD
from tracker.review.mail.acts import ASKING, Act
from tracker.review.words import review_words

SURE: Final = 0.8  # an act this likely is done
SEEMLY: Final = 0.6  # one that can be put right with a word
POSSIBLE: Final = 0.3  # below this it is not even a guess …
HARDLY: Final = 0.1  # … but where nothing else was understood
NOT_READ: Final = "与评阅有关，没有看懂"
LONGEST: Final = 400  # characters of a sentence
CAREFUL: Final = frozenset((Act.SEND, Act.PUBLISH, Act.INVITE, Act.WITHDRAW, Act.KEEP, Act.OPEN))
OWN_WORDS: Final = frozenset((Act.OBJECT, Act.SETTLE, Act.VISIT, Act.MARKS, Act.EXPERT))
GIVING: Final = frozenset(
    (Act.VISITS, Act.DECIDE, Act.INVITE, Act.SEND, Act.REMIND, Act.PAIR, Act.OPEN, Act.PUBLISH, Act.KEEP)
)
BEFORE: Final = frozenset((Act.EXPERTS, Act.EXPERT, Act.OPEN, Act.INVITE))  # a round
_SENTENCE: Final = re.compile(r"(?<=[。；;！!？?\n])")
_CLAUSE: Final = re.compile(r"[，,。；;！!？?\n]+")
_JOIN: Final = re.compile(r"[，,；;\n]+")
COLLECTED: Final = frozenset((Kind.CASES, Kind.UNIT, Kind.MAIL, Kind.THEME, Kind.LEVEL, Kind.TOWN))
_CASE_OR_OBJECTION: Final = re.compile(rf"(?<!第)(?:\d|[{HANZI}])号的?异议")
_BELONGS: Final = re.compile(
    r"\s*(?:[A-Za-z]\s?-?\s?\d{1,4}\s?号?[\s:：,，、是为]{0,4}[\d一二三四五六七八九]|(?:满意度(?:调查)?|调查)?问卷|满意|发放|发了)"
)
_QUOTED: Final = re.compile(r"《[^《》]*》|“[^“”]*”|[:：].*", re.DOTALL)


def read_learned(text: str, setting: Setting) -> Found:
    """Orders about review in what the frames left of a mail."""
    orders: list[Order] = []
    guesses: list[Doubtful] = []
    rest: list[str] = []
    for words in _sentences(text):
        if both := _of_both(words, setting):
            orders += both.orders
            guesses += both.guesses
            rest.append(both.rest)
            continue
        found = _read(words, setting) if words.strip() and len(words) <= LONGEST else None
        if found is None and words.strip() and setting.begun and _names_review(Sentence(words, setting)):
            guesses.append(guess_unread(words, setting) or Doubtful(words.strip(), NOT_READ))
        elif found is None:
            rest.append(words)
        else:
            orders += found[0]
            guesses += found[1]
    return Found(tuple(dict.fromkeys(orders)), "".join(rest), tuple(guesses))


def _of_both(words: str, setting: Setting) -> Found | None:
    """A sentence of which some clauses are about review and others about collecting; None for any other.

    丰县延到15号，专家那边谁还没交: each goes its own way, and nothing about an expert is read as if it
    were about the units.
    """
    if not words.strip() or len(words) > LONGEST:
        return None
    parts: tuple[list[str], list[str]] = ([], [])  # of review, of collecting
    neither: list[str] = []  # belongs to what follows
    chosen: list[str] | None = None
    for clause in filter(str.strip, _JOIN.split(words)):
        sentence = Sentence(clause, setting)
        if _names_review(sentence):
            chosen = parts[0]
        elif _collects(sentence):
            chosen = parts[1]
        if chosen is None:
            neither.append(clause)
            continue
        chosen += [*neither, clause]
        neither = []
    review, collecting = parts
    if not (review and collecting):
        return None
    orders: list[Order] = []
    guesses: list[Doubtful] = []
    said = "，".join(review)
    found = _read(said, setting)
    if found is not None:
        orders, guesses = found
    elif setting.begun:
        guesses.append(guess_unread(said, setting) or Doubtful(said.strip(), NOT_READ))
    else:
        return None
    return Found(tuple(orders), "，".join(collecting) + "\n", tuple(guesses))


def _names_review(sentence: Sentence) -> bool:
    """Whether a clause is of experts, printed numbers or marks, and of no field of a case."""
    known = any(name != "?" for name in sentence.named)
    known = known and not any(meaning.startswith(FIELD) for meaning in _meanings(sentence))
    return known or bool(sentence.numbers) or _is_of_review(sentence.text)


def _collects(sentence: Sentence) -> bool:
    """Whether a clause is about a case, a unit or a mail, or those that are missing, and likely about no round."""
    if _meanings(sentence) & {"missing", "workbook"}:
        return True
    named = any(span.kind in COLLECTED for span in sentence.spans)
    return named and _likeliest(sentence)[1] < POSSIBLE


def _meanings(sentence: Sentence) -> set[str]:
    folded = sentence.plain
    return {
        meaning for cue in sentence.setting.lexicon.cues(folded, 0, len(folded)) for meaning in cue.meanings
    }


def _is_of_review(words: str) -> bool:
    """Whether it speaks of experts or marks, so that it orders nothing of the collecting (3号专家跟贾汪区有关系)."""
    spoken = review_words().orders
    bare = _QUOTED.sub(" ", simplify(words))
    return any(word in bare for word in (*spoken.reviewing, *spoken.only_review))


def guess_unread(words: str, setting: Setting) -> Doubtful | None:
    """What words in which nobody found an order most likely want of a round."""
    whole = Sentence(words, setting)
    act, chance = _likeliest(whole)
    if chance < HARDLY or len(words) > LONGEST or _is_open(whole, act):
        return None
    order = order_of(act, whole, words.strip())
    return Doubtful(words.strip(), UNSURE, order) if order else None


def _sentences(text: str) -> list[str]:
    """Sentences; lines of marks and the counts of a survey stay with what they belong to."""
    found: list[str] = []
    for words in _SENTENCE.split(text):
        if found and found[-1].strip() and _BELONGS.match(words):
            found[-1] += words
        else:
            found.append(words)
    return found


def _read(words: str, setting: Setting) -> tuple[list[Order], list[Doubtful]] | None:
    """The orders of a sentence, or what they are likely to be; None where it is about something else."""
    whole = Sentence(words, setting)
    shown = words.strip().rstrip("。；;！!")
    if several := _by_clauses(whole):
        return several
    act, chance = _likeliest(whole)
    early = not (setting.begun or act in BEFORE or _is_of_review(words))
    if chance < POSSIBLE or early or _is_open(whole, act):
        return None
    order = order_of(act, whole, shown)
    if order is None:
        return None
    if chance >= _sure(act) and _uses_all(order, whole) and not _is_rivalled(act, whole):
        return [order], []
    return [], [Doubtful(shown, UNSURE, order)]


def _sure(act: Act) -> float:
    """How likely an act must be to be done."""
    return SURE if act in CAREFUL else SEEMLY


def _is_rivalled(act: Act, whole: Sentence) -> bool:
    """Whether another act is likely as well."""
    rival = max((p for label, p in whole.chances.items() if label != act), default=0.0)
    return act not in ASKING and rival > whole.chances[act] / 2


def _by_clauses(whole: Sentence) -> tuple[list[Order], list[Doubtful]] | None:
    """The orders of a sentence that holds several, each in a clause of its own; None for any other."""
    found: list[Order] = []
    likely = True
    last = whole
    open_words = review_words().guess_words.open
    for clause in filter(str.strip, _CLAUSE.split(whole.text)):
        sentence = Sentence(clause, whole.setting)
        act, chance = _likeliest(sentence)
        if any(word in sentence.plain for word in open_words):
            return None
        if chance < SEEMLY:
            continue
        order = order_of(act, sentence, clause.strip()) or order_of(
            act, _joined(last, sentence), clause.strip()
        )
        if order is None or not _uses_all(order, sentence):
            return None
        last = sentence
        if not any(replace(order, text="") == replace(one, text="") for one in found):
            found.append(order)
            likely = likely and chance >= _sure(act)
    used = {name for order in found for name in (order.value, order.words)}
    complete = all(any(name in said for said in used) for name in (*whole.named, *whole.numbers))
    cases = {serial for order in found for serial in order.serials}
    if len({order.field for order in found}) < 2 or not complete or (cases and cases < set(whole.cases)):
        return None
    return (found, []) if likely else ([], [Doubtful(order.text, UNSURE, order) for order in found])


def _joined(before: Sentence, after: Sentence) -> Sentence:
    """A clause that leaves out the number named before it (A10从王建国那里收回，给吴芳)."""
    number = before.numbers[0] if len(before.numbers) == 1 and not after.numbers else ""
    return Sentence(f"{number}{after.text}", after.setting)


def _likeliest(sentence: Sentence) -> tuple[Act, float]:
    label = max(sentence.chances, key=lambda one: sentence.chances[one])
    return Act(label), sentence.chances[label]


def _is_open(sentence: Sentence, act: Act) -> bool:
    """Whether it is a plan, a wish not to, or a question: none of these is an order, but a look may be asked for."""
    found = [word for word in review_words().guess_words.open if word in sentence.plain]
    asking = review_words().guess_words.asking
    return bool(found) and not (act in ASKING and all(word in asking for word in found))


def _uses_all(order: Order, sentence: Sentence) -> bool:
    """Whether the order uses every person, case, number and unit that is named."""
    act = Act(order.field)
    said = f"{order.value} {order.words}"
    if act is Act.SETTLE and _CASE_OR_OBJECTION.search(sentence.plain):
        return False  # 9号的异议, 9号异议: the case or the objection
    people = all(name in said for name in sentence.named)
    numbers = all(number in said for number in sentence.numbers)
    if act in ASKING:
        return True
    if act in GIVING and any(word in sentence.plain for word in review_words().guess_words.turned):
        return False
    cases = act in OWN_WORDS or set(sentence.cases) <= {
        *order.serials,
        int(order.value or 0) if order.value.isdecimal() else 0,
    }
    return people and numbers and cases and (act in OWN_WORDS or not sentence.units)
