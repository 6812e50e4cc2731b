"""What stands beside marks and keeps them from being taken: a tie to the case, or that they are not the last.

“A02 85 90 88，这篇是我们单位的”, “以上仅供参考”. Marks of a case about which such a thing is said are held and
asked about; where it is not said which case is meant, all are.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from typing import Final

from intake.campaign.review import ReviewRules
from intake.config.words import either
from intake.text.fold import simplify
from intake.understand.identify.parse.names import SURNAMES
from tracker.review.marks.answer import Answer, Question, Tie
from tracker.review.marks.pieces import Kind, cut
from tracker.review.marks.values import SPOKEN
from tracker.review.words import review_words

_SENTENCE: Final = re.compile(r"[。；;！!\n]")
_CLAUSE: Final = re.compile(r"[，,、（）()\[\]【】：:—]|\s{2,}|(?<=\d)\s(?=[\u4e00-\u9fff])")
_ALL: Final = re.compile(r"以上|上述|上面|都|均|全部|各篇|每篇|所有|本次|这次|此次")
_DENIAL: Final = re.compile(r"[没不无非未]|从来|否")
_REMARK: Final = re.compile(r"^\s{0,4}(?:评语|意见|理由|说明|备注)")
_NAMES_HIMSELF: Final = re.compile(
    rf"^\W*(?:我|本人)(?:是|叫|系)?(?!顾问|项目|单位|成员|管)[{''.join(sorted(SURNAMES))}][\u4e00-\u9fff]{{1,2}}\W*$"
)
NOT_HIS: Final = "?"  # a case that he names and does not have
_KEPT: Final = 60  # characters of his words that are shown
TIED: Final = "来信像是说与这一篇有关，评分没有登记；应回避的请回复“{number} 回避”，不必回避的请写明“{number} 无需回避”并重写分数"
TIED_SOME: Final = (
    "来信像是说与案例有关，没有写明是哪一篇，评分都没有登记；请写明编号，应回避的写“编号 回避”，其余重写分数"
)
UNFINAL: Final = "来信说还不是最后的分数，没有登记，请打定以后再报"
STRUCK: Final = "像是划去的，没有登记；作数的请重写编号和分数，不加别的符号"
NEEDLESS: Final = re.compile(
    r"(?:无需|不必|不用|不需要?|无须|没有?必要|毋需|不应)\s?回避|可以由我评|由我评无妨"
)


class _Kind(StrEnum):
    """What a clause says."""

    TIE = "tie"
    MAYBE = "maybe"  # he speaks of himself, and not of how he marks
    OPEN = "open"  # not the last word
    STRUCK = "struck"  # crossed out


_WHY: Final = {_Kind.OPEN: UNFINAL, _Kind.STRUCK: STRUCK}


@dataclass(frozen=True, slots=True)
class _Said:
    """A clause that keeps marks from being taken, and of which cases; none: of all."""

    words: str
    numbers: tuple[str, ...]
    kind: _Kind


def hold_told(answer: Answer, text: str, rules: ReviewRules, numbers: Collection[str]) -> Answer:
    """The answer without the marks that the expert's own words speak against.

    Args:
        answer: what was read.
        text: what he wrote: a mail, or what stands on a sheet besides the table.
        rules: criteria and scale.
        numbers: printed numbers of his cases.
    """
    text = simplify(text)
    answer = replace(answer, cleared=(*answer.cleared, *_cleared(text, rules, numbers)))
    for said in dict.fromkeys(_told(text, rules, numbers)):
        answer = _without(answer, said)
    return answer


def hold_comments(answer: Answer) -> Answer:
    """The answer without the marks of rows in whose remark a tie is told, or that they are not the last."""
    for mark in answer.marks:
        for clause in _CLAUSE.split(simplify(mark.comment)):
            if kind := _kind_of(clause):
                answer = _without(answer, _Said(mark.comment[:_KEPT], (mark.number,), kind))
    return answer


def hold_named(answer: Answer, names: Iterable[str]) -> Answer:
    """The answer without marks where a subject or the name of a file says that they are not the last."""
    for name in names:
        clauses = _CLAUSE.split(simplify(name))
        if any(map(_pattern("unfinal").search, clauses)) or any(map(_is_open, clauses)):
            answer = _without(answer, _Said(name[:_KEPT], (), _Kind.OPEN))
    return answer


def unread_beside(text: str, rules: ReviewRules, numbers: Collection[str]) -> tuple[str, ...]:
    """Sentences, and clauses behind scores, of which nothing is known; whoever reads them may know more."""
    known = re.compile(either((*review_words().beside.courteous, *review_words().beside.of_text)))
    found: list[str] = []
    for sentence in filter(str.strip, _SENTENCE.split(simplify(text))):
        if cut(sentence, rules, numbers):
            found += [clause.strip()[:_KEPT] for clause in _CLAUSE.split(sentence) if _is_unknown(clause)]
            continue
        of_himself = _pattern("himself").search(sentence) and _pattern("of_marking").search(sentence)
        quiet = (_pattern(name).search(sentence) for name in ("of_others", "settled"))
        wants = _pattern("adjusting").search(sentence) and not _REMARK.match(sentence)
        if wants or not (known.search(sentence) or of_himself or _REMARK.match(sentence) or any(quiet)):
            found.append(sentence.strip()[:_KEPT])
    return tuple(dict.fromkeys(found))


def _is_unknown(clause: str) -> bool:
    """Whether words behind scores are neither a remark about the case nor anything else that is known."""
    words = re.sub(rf"第?{SPOKEN}[分号篇件个]?|[A-Za-z]?[\d.]+\s?[分号篇件]?|[^\u4e00-\u9fff]", "", clause)
    return (
        len(words) > 1 and not _pattern("of_judging").search(words) and not _pattern("settled").search(words)
    )


def without_needless(text: str) -> str:
    """The text without 无需回避 and the like: a case beside it is marked as any other."""
    return NEEDLESS.sub(" ", text)


def _kind_of(clause: str) -> _Kind | None:
    """What a clause says of marks; 与我无关 says nothing."""
    words = review_words().beside
    if _pattern("struck").search(clause):
        return _Kind.STRUCK
    if _pattern("unfinal").search(clause):
        return _Kind.OPEN
    if found := _pattern("tied").search(clause) or _pattern("tied_plain").search(clause):
        said = re.sub(either(words.denials), "", clause[: found.end()])
        return None if len(_DENIAL.findall(said)) % 2 else _Kind.TIE
    of_marking = _pattern("of_marking").search(clause) or _NAMES_HIMSELF.match(clause)
    if _pattern("himself").search(clause) and not of_marking:
        return _Kind.MAYBE
    return None


def _without(answer: Answer, said: _Said) -> Answer:
    """The answer without the marks that a clause is about; a tie is told even where no marks are."""
    away = {mark.number for mark in answer.marks if mark.avoids}
    held = [mark for mark in answer.marks if mark.scores and mark.number in (said.numbers or (mark.number,))]
    numbers = tuple(mark.number for mark in held)
    if said.kind is _Kind.TIE:
        numbers = tuple(dict.fromkeys((*numbers, *(one for one in said.numbers if one not in away))))
    numbers = tuple(number for number in numbers if number != NOT_HIS)
    if not numbers:
        return answer
    known = {tie.number for tie in answer.ties}
    is_tie = said.kind in (_Kind.TIE, _Kind.MAYBE) and bool(said.numbers)
    fresh = [number for number in numbers if number not in known]
    ties = tuple(Tie(number, said.words) for number in fresh) if is_tie else ()
    kept = tuple(mark for mark in answer.marks if mark not in held)
    asked = _asked(said, tuple(fresh) if is_tie else numbers)
    return replace(answer, marks=kept, questions=(*answer.questions, *asked), ties=(*answer.ties, *ties))


def _asked(said: _Said, numbers: tuple[str, ...]) -> Iterator[Question]:
    if said.kind in _WHY:
        yield Question(said.words, _WHY[said.kind], numbers)
    elif said.numbers:
        yield from (Question(said.words, TIED.format(number=number), (number,)) for number in numbers)
    else:
        yield Question(said.words, TIED_SOME, numbers)


def _told(text: str, rules: ReviewRules, numbers: Collection[str]) -> Iterator[_Said]:
    """All that speaks against marks, in the order in which it stands."""
    before: tuple[str, ...] = ()  # the cases of the last sentence that names any
    for sentence in filter(str.strip, _SENTENCE.split(text)):
        clauses = _clauses(sentence, rules, numbers)
        named = tuple(dict.fromkeys(number for _, own in clauses for number in own))
        shown = sentence.strip()[:_KEPT]
        for at, (clause, _) in enumerate(clauses):
            if kind := _kind_of(clause):
                yield _Said(shown, _about(clauses, at, named, before), kind)
        if not named and not _REMARK.match(sentence) and _is_open(sentence):
            yield _Said(shown, (), _Kind.OPEN)
        before = named or before


def _cleared(text: str, rules: ReviewRules, numbers: Collection[str]) -> Iterator[str]:
    """The cases of which he says that he need not keep away."""
    for sentence in _SENTENCE.split(text) if NEEDLESS.search(text) else ():
        if NEEDLESS.search(sentence) and not re.search(r"[?？吗]", sentence):
            named = (number for _, own in _clauses(sentence, rules, numbers) for number in own)
            yield from (number for number in named if number != NOT_HIS)


def _clauses(
    sentence: str, rules: ReviewRules, numbers: Collection[str]
) -> list[tuple[str, tuple[str, ...]]]:
    """The clauses of a sentence, each with the cases that it names."""
    parts = [part for part in _CLAUSE.split(sentence) if part.strip()]
    return [
        (
            part,
            tuple(piece.value or NOT_HIS for piece in cut(part, rules, numbers) if piece.kind is Kind.CASE),
        )
        for part in parts
    ]


def _about(
    clauses: Sequence[tuple[str, tuple[str, ...]]], at: int, named: tuple[str, ...], before: tuple[str, ...]
) -> tuple[str, ...]:
    """The cases that a clause is about; () when it may be any."""
    clause, own = clauses[at]
    if own:
        return own
    if _ALL.search(clause) or _pattern("some").search(clause):
        return ()
    points = _pattern("pointing").search(clause) is not None
    nearest = next((found for _, found in reversed(clauses[:at]) if found), ())
    if len(named) == 1 or (points and len(nearest) == 1):
        return named if len(named) == 1 else nearest
    if named:
        return named
    return before if points and len(before) == 1 else ()


def _is_open(sentence: str) -> bool:
    """Whether a sentence that names no case may say that the marks are not the last."""
    sentence = _pattern("of_others").sub("", sentence)
    if any(map(_pattern("unfinal_alone").search, _CLAUSE.split(sentence))):
        return True
    if _pattern("of_text").search(sentence) and not _pattern("of_giving").search(sentence):
        return False
    return _pattern("open_words").search(_pattern("settled").sub("", sentence)) is not None


@cache
def _pattern(name: str) -> re.Pattern[str]:
    """Any of the patterns of a list in config/words/review.toml."""
    return re.compile(either(getattr(review_words().beside, name)))
