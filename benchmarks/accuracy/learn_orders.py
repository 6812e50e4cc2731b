"""Learn what orders say from the corpus of hands: ``python -m benchmarks.accuracy.learn_orders``.

Writes config/lexicon/orders.json.gz. With ``--without HAND …`` nothing is written: the model is learned
from the other hands and measured on these, which is what a hand that nobody has seen would find. Each
order is learned as it was written and twice more in shorter words, because some people write whole
sentences and some write as little as they can. How far a reading can be trusted is learned from hands
that had no part in what read them.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from benchmarks.accuracy import review
from benchmarks.accuracy.arrays import learn
from benchmarks.accuracy.orders import (
    BROAD,
    FRESH,
    LAST,
    PARTS,
    ROOT,
    Trial,
    campaign_names,
    expectations,
    known_names,
    lexicon_of_orders,
    names_for,
    read_trial,
    trials_of,
)
from tracker.orders.understand import read
from tracker.orders.understand.fold import fold
from tracker.orders.understand.intents import Deed, Understanding, deeds_of
from tracker.orders.understand.items import Piece
from tracker.orders.understand.message.daily.first import split_off
from tracker.orders.understand.message.named.refer import resolve
from tracker.orders.understand.model import features
from tracker.orders.understand.model.decide import units_of
from tracker.orders.understand.model.judge import NOTHING, Model, readings_of, text_of
from tracker.orders.understand.model.linear import Linear
from tracker.orders.understand.model.mentions import Tokens, find_mentions
from tracker.orders.understand.model.parts import label_of, parts_in, used_by
from tracker.orders.understand.model.sentence import features_of
from tracker.orders.understand.model.store import save_model
from tracker.orders.understand.model.trust import RIGHT, candidates_of, describe, is_possible
from tracker.orders.understand.names import Names
from tracker.review.mail.acts import Act

WEIGHTS = ROOT / "config/lexicon/orders.json.gz"
SEVERAL_LINES = "twentysecond"  # what each line wants is not said: nothing to learn from
# Some show what a hand finds of which nothing was learned; with 27, aa and ab, which name cases and
# everyday orders as the frames read them, hands that are not learned were asked more (docs/orders.md).
APART = ("twentysixth", "twentyseventh", "aa", "ab", "ac", "ad")
HANDS = tuple(dict.fromkeys(part.split()[0] for part in PARTS if part not in (SEVERAL_LINES, *APART)))
SHORT = "short"  # forms that a model must never lose, beside the examples of docs/orders.md …
COLLEAGUE = "周敏"  # in the examples of docs/orders.md
WEIGHT = 3  # … each learned so many times
# Hands whose orders are examples of what wants nothing of a round.
COLLECTING = tuple(hand for hand in HANDS if hand not in (*LAST, *FRESH, *BROAD))
SEED = 7
NONE = Linear((), {})
# Hands that were measured before anybody looked at them, apart from those that the frames were made by.
FOLDS = (
    ("tenth", "thirteenth", "sixteenth", "eighteenth"),
    ("eleventh", "fourteenth", "nineteenth", "seventeenth"),
    ("twelfth", "fifteenth", "twentieth", "twentyfirst"),
    ("twentythird", "twentyfourth", "twentyfifth"),
)
LEAST_WEIGHED = 3  # readings that a feature must stand in
SHORTER = 2  # more examples of each order, in fewer words
_COURTESY = (
    "请 麻烦 谢谢 多谢 您好 你好 把 将 的 了 吧 啊 呀 哈 一下 帮我 帮忙 劳驾 烦请 烦 兹 应 予以 即可 为宜 辛苦 "
    "这个 那个 那篇 这篇 案例 现 经核 有劳 老师"
).split()
_LEFT_OUT = re.compile("|".join(sorted(_COURTESY, key=len, reverse=True)))
_SET = re.compile(r"改成|改为|改到|调整为|归到|归入|应为|应该是|更正为|列入")
_INSTEAD = ("改", "", "", " ", "→", "是")
_LEVELS = {
    "镇街级": ("镇街",),
    "镇级": ("镇", "镇街"),
    "村级": ("村", "村居", "村社"),
    "县级": ("县",),
    "村居级": ("村居",),
}
_KEPT = re.compile(r"《[^》]*》|“[^”]*”|[:：].*", re.DOTALL)  # values and words that are passed on
_NUMBER_SIGN = re.compile(r"(?<=\d)\s*号(?!楼|前|后|以|之)")


@dataclass(frozen=True, slots=True)
class Example:
    """One order made ready for learning."""

    tokens: Tokens
    features: frozenset[str]
    deeds: frozenset[Deed]


def examples(hand: str) -> Iterator[Example]:
    """The orders of a hand, each followed by shorter ones that mean the same."""
    chosen = random.Random(f"{SEED} {hand}")
    for text, deeds in expectations(hand):
        yield _example(text, deeds, known_names(hand))
        for turn in range(SHORTER):
            shorter = shorten(text, chosen, (0.75, 0.35)[turn % 2])
            if shorter and shorter != text:
                yield _example(shorter, deeds, known_names(hand))


def _example(text: str, deeds: frozenset[Deed], names: Names) -> Example:
    piece: Piece = fold(text, names, lexicon_of_orders())
    tokens = find_mentions(piece, names, lexicon_of_orders())
    return Example(tokens, features.of_text(tokens, piece, lexicon_of_orders()), deeds)


def shorten(text: str, chosen: random.Random, share: float) -> str:
    """The same in fewer words: without courtesy, marks and some words of setting."""

    def drop(found: re.Match[str], instead: str = "") -> str:
        return instead if chosen.random() < share else found[0]

    parts = []
    at = 0
    for kept in (*_KEPT.finditer(text), None):
        part = text[at : kept.start() if kept else len(text)]
        part = _NUMBER_SIGN.sub(drop, part)
        part = _LEFT_OUT.sub(drop, part)
        part = re.sub("[，,。；]", lambda found: drop(found, " "), part)
        for level, forms in _LEVELS.items():
            if chosen.random() < share:
                part = part.replace(level, chosen.choice(forms))
        part = _SET.sub(lambda found: drop(found, chosen.choice(_INSTEAD)), part)
        parts += [part, kept[0] if kept else ""]
        at = kept.end() if kept else at
    return re.sub(" +", " ", "".join(parts)).strip()


def learn_from(hands: Iterable[str], reviewers: Iterable[str] = review.HANDS) -> Model:
    """A model of the orders of some hands, and of those about review of others."""
    chosen = tuple(hands)
    known = {hand: list(examples(hand)) for hand in chosen}
    short = list(short_forms())
    trust = learn_trust(known, short)
    return replace(_readers([*known.values(), short]), acts=learn_acts(reviewers), trust=trust)


def _readers(known: Iterable[Sequence[Example]]) -> Model:
    """What texts want and what parts mentions play, by some hands."""
    every = [one for some in known for one in some]
    wants = learn([(one.features, frozenset(map(label_of, one.deeds))) for one in every])
    return Model(wants, learn([pair for one in every for pair in _parts(one)]), NONE, NONE)


def short_forms() -> Iterator[Example]:
    """Short orders as data, and the examples of docs/orders.md as the frames read them."""
    names, lexicon = replace(campaign_names(), people=(COLLEAGUE,)), lexicon_of_orders()
    written = [*expectations(SHORT)]
    for way in ways():
        everyday = split_off(way, (names, lexicon, Model(NONE, NONE, NONE, NONE)))[0]
        found = everyday if everyday.wishes else read.understand(way, names, lexicon)
        wishes = (*found.wishes, *(guess.wish for guess in found.guesses if guess.wish is not None))
        written.append((way, frozenset(deed for wish in wishes for deed in deeds_of(wish))))
    for text, deeds in written:
        yield from [_example(text, deeds, names)] * WEIGHT


def learn_trust(known: Mapping[str, Sequence[Example]], short: Sequence[Example]) -> Linear:
    """Which readings are right: of hands that nobody looked at before, read by what the others taught."""
    weighed: list[tuple[frozenset[str], frozenset[str]]] = []
    for fold_out in FOLDS:
        model = _readers([*(some for hand, some in known.items() if hand not in fold_out), short])
        weighed += [pair for hand in fold_out if hand in known for pair in _weighed(hand, model)]
    return learn(weighed, least=LEAST_WEIGHED)


def _weighed(hand: str, model: Model) -> Iterator[tuple[frozenset[str], frozenset[str]]]:
    """Every reading of a hand's orders, described, and whether it is what the hand wanted."""
    names, lexicon = names_for(hand), lexicon_of_orders()
    for trial in (trial for part in PARTS if part.split()[0] == hand for trial in trials_of(part)):
        text = resolve(trial.text, trial.known, names, lexicon).text
        units = units_of(fold(text, names, lexicon))
        if len(units) > 1:
            continue
        framed = read.understand(text, names, lexicon)
        whole = text_of(units[0], model, names, lexicon)
        found = [
            one for one in readings_of(units[0], model, names, lexicon) if is_possible(one, whole, lexicon)
        ]
        for candidate in candidates_of(framed, whole, found, lexicon):
            done = replace(trial, understood=Understanding(tuple(candidate.reading.wishes)))
            right = bool(trial.expected) and done.result == "right"
            yield describe(candidate, framed, whole, found, lexicon), frozenset([RIGHT] if right else [])


def learn_acts(reviewers: Iterable[str]) -> Linear:
    """What sentences want of a round; orders about collecting are examples of what wants nothing."""
    found = []
    for hand in reviewers:
        chosen = random.Random(f"{SEED} {hand}")
        setting = review.setting_of(hand)
        for line in filter(
            lambda one: "ask" not in one, review.load(hand)
        ):  # what is to be asked teaches nothing
            acts = frozenset(review.acts_of(line)) & set(map(str, Act))
            shorter = (shorten(line["text"], chosen, share) for share in (0.75, 0.35)[:SHORTER])
            found += [(features_of(text, setting), acts) for text in dict.fromkeys((line["text"], *shorter))]
    setting = review.setting_of("first")
    others = [*(text for hand in COLLECTING for text, _ in expectations(hand)), *ways()]
    return learn([*found, *((features_of(text, setting), frozenset[str]()) for text in others)])


def ways() -> list[str]:
    """The examples of docs/orders.md."""
    page = (ROOT / "docs/orders.md").read_text(encoding="utf-8").splitlines()
    return [way for line in page if line.startswith("| `") for way in re.findall("`([^`]+)`", line)]


def _parts(example: Example) -> Iterator[tuple[frozenset[str], frozenset[str]]]:
    mentions = (*example.tokens.mentions, *example.tokens.proposals)
    labels = frozenset(map(label_of, example.deeds)) or frozenset((NOTHING,))
    parts = parts_in(mentions, used_by(example.deeds), campaign_names())
    for mention, part in zip(mentions, parts, strict=True):
        yield features.of_mention(example.tokens, mention, labels), frozenset([part] if part else [])


def unseen(hand: str, model: Model) -> list[Trial]:
    """The orders of a hand, read with a model that does not know it."""
    return [
        replace(trial, understood=read_trial(trial, model))
        for part in PARTS
        if part.split()[0] == hand
        for trial in trials_of(part)
    ]


def main() -> None:
    """Write the weights, or measure on hands that are left out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--without", nargs="+", choices=HANDS, default=[], help="measure on these instead of writing"
    )
    left_out = parser.parse_args().without
    if not left_out:
        save_model(WEIGHTS, learn_from(HANDS))
    for hand in left_out:
        model = learn_from(other for other in HANDS if other != hand)
        found = Counter(trial.result for trial in unseen(hand, model))
        print(hand, *(f"{name} {found[name] / found.total():.3f}" for name in ("right", "asked", "wrong")))


if __name__ == "__main__":
    main()
