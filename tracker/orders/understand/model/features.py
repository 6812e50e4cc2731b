"""What the model looks at: pieces of the text with its names made marks, and what stands around a mention."""

from __future__ import annotations

from tracker.orders.understand.items import Piece
from tracker.orders.understand.model.mentions import COARSE, Mention, Tokens
from tracker.orders.understand.words import Lexicon

LONGEST = 4  # tokens of one piece
AROUND = 4  # tokens looked at on each side of a mention


def of_text(tokens: Tokens, text: Piece, lexicon: Lexicon) -> frozenset[str]:
    """For the question what a text wants."""
    row = [piece for piece in tokens.tokens if not piece.isspace()]
    found = {"bias"}
    plain = [COARSE.get(token[1:2], token) if token[0] == "<" else token for token in row]
    for some in (row, plain):
        for length in range(1, LONGEST + 1):
            found |= {"".join(some[at : at + length]) for at in range(len(some) - length + 1)}
    kinds = [piece for piece in plain if len(piece) == 3 or piece in COARSE.values()]
    found |= {"has" + kind for kind in kinds}
    found |= {"k" + a + b for a, b in zip(["^", *kinds], [*kinds, "$"], strict=True)}
    found.add("ks" + "".join(kinds[:5]))
    found.add(f"len{min(len(row) // 4, 8)}")
    meanings = _meanings(tokens, text, lexicon)
    found |= {"m:" + meaning for meaning in meanings}
    found |= {f"mk:{meaning}{kind}" for meaning in meanings for kind in set(kinds)}
    return frozenset(found)


def _meanings(tokens: Tokens, piece: Piece, lexicon: Lexicon) -> set[str]:
    at = 0
    found: set[str] = set()
    for end, after in (*((m.start, m.end) for m in tokens.mentions), (len(piece.folded), 0)):
        for cue in lexicon.cues(piece.folded, at, end):
            found |= cue.meanings
        at = after
    return found


def of_mention(tokens: Tokens, mention: Mention, intents: frozenset[str]) -> frozenset[str]:
    """For the question what part a mention plays, where the text wants ``intents``."""
    row = tokens.tokens
    first, last = _tokens_of(tokens, mention)
    before = row[max(0, first - AROUND) : first]
    after = row[last : last + AROUND]
    mark = mention.mark
    found = {mark, f"{mark}bias"}
    for length in range(1, AROUND + 1):
        found.add(f"{mark}<{''.join(before[-length:])}")
        found.add(f"{mark}>{''.join(after[:length])}")
    found.add(f"{mark}<>{''.join(before[-1:])}{''.join(after[:1])}")
    same = [m for m in tokens.mentions if m.mark == mark]
    if mention in same:
        found.add(f"{mark}first" if same[0] == mention else f"{mark}later")
        if same[-1] == mention:
            found.add(f"{mark}last")
        if len(same) == 1:
            found.add(f"{mark}only")
    order = [m.mark for m in tokens.mentions if m.end <= mention.start]
    behind = [m.mark for m in tokens.mentions if m.start >= mention.end]
    found.add(f"{mark}p{''.join(order[-2:])}")
    found.add(f"{mark}n{''.join(behind[:2])}")
    found |= {f"{mark}has{kind}" for kind in {*order, *behind}}
    found |= {f"{mark}i:{intent}" for intent in intents}
    found |= {f"{mark}{'f' if not order else 'l'}i:{intent}" for intent in intents}
    found |= {f"{mark}<{token}i:{intent}" for intent in intents for token in before[-1:]}
    if mark in "nvz":
        found.add(f"{mark}len{mention.end - mention.start}")
        inside = row[first:last]
        found |= {f"{mark}in{token}" for token in inside}
        found.add(f"{mark}head{''.join(inside[:1])}")
        found.add(f"{mark}tail{''.join(inside[-1:])}")
        found |= {f"{mark}in{token}" for token in inside if token[0] == "<"}
    return frozenset(found)


def _tokens_of(tokens: Tokens, mention: Mention) -> tuple[int, int]:
    inside = [
        at
        for at, place in enumerate(tokens.places)
        if mention.start <= place < mention.end and 0 < at < len(tokens.places) - 1
    ]
    return (inside[0], inside[-1] + 1) if inside else (1, 1)
