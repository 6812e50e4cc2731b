"""Which theme a case belongs to, how sure that is, and the words that say so.

“Unsure” is an answer: the fact then waits for a person, with its choices. A theme that the
sender states is taken; where the text strongly says otherwise, that is shown as a doubt.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from intake.campaign.call import Call
from intake.campaign.campaign import Campaign
from intake.model.case import Doubt, Evidence, Fact, ThemeScore, Where
from intake.understand.theme.score import Scales, Weighed, prepare
from intake.understand.theme.stated import Stated, stated_theme

LONGEST = 8000  # characters of a text that are judged
SURE = 0.9  # a theme found less surely waits for a person
SECOND = 0.15  # a second theme is named from this probability on
OWN, ABOVE, OWN_WORDS = 0.02, 3.0, 2  # or from this one: so many times the third's, with words of its own
STATED = 0.99  # confidence in a theme that the sender names
AGAINST, FOR = 0.9, 0.03  # the text contradicts: this sure of another theme, this little of the stated
NOTHING = 0.25  # below this even the likeliest theme is no more than a guess, and is not named
FEW_WORDS = 2  # fewer words of the lexicon: nothing to judge by


@dataclass(frozen=True, slots=True)
class ThemeVerdict:
    """Themes ranked with calibrated probabilities, and the facts that follow."""

    themes: tuple[ThemeScore, ...]
    fact: Fact
    secondary: Fact
    doubts: tuple[Doubt, ...] = ()


def classify(
    title: str,
    text: str,
    call: Call,
    stated: Sequence[str] = (),
    pairs: Iterable[tuple[str, str]] = (),
) -> ThemeVerdict:
    """Judge one case.

    Args:
        title: title and subtitle.
        text: the case's text.
        call: campaign, lexicon and what was learned.
        stated: where the sender may state the theme: subject, the mail's text, then file names.
        pairs: labelled values of the case's form.
    """
    weighed = scales_of(call).weigh(title, text[:LONGEST])
    ranked = sorted(enumerate(weighed.probabilities), key=lambda item: (-item[1], item[0]))
    themes = tuple(ThemeScore(n + 1, round(p, 4), weighed.words[n]) for n, p in ranked)
    claims = stated_theme(title, text, call.campaign, stated, pairs)
    if claims:
        return _take_stated(claims, themes, call.campaign)
    return _decide(themes, weighed, call.campaign)


def scales_of(call: Call) -> Scales:
    """The prepared scales of a call, kept with its lexicon."""
    return call.lexicon.keep(call.campaign, call.learned, prepare)


def _decide(themes: tuple[ThemeScore, ...], weighed: Weighed, campaign: Campaign) -> ThemeVerdict:
    first = themes[0]
    waits = first.confidence < SURE or weighed.hits < FEW_WORDS
    if weighed.outside:
        choices = _choices(themes)
        nearest = "或".join(_named(int(number), campaign) for number in choices)
        doubt = Doubt("theme-none", "theme", f"，最近的是{nearest}", choices)
        return ThemeVerdict(themes, Fact(choices=choices, waits=True), Fact(), (doubt,))
    if first.confidence < NOTHING:
        return ThemeVerdict(themes, Fact(waits=True), Fact(), (Doubt("theme", "theme"),))
    choices = _choices(themes)
    fact = Fact(
        value=str(first.theme),
        confidence=first.confidence,
        evidence=_words(first),
        choices=choices if waits else (),
        waits=waits,
    )
    if not waits:
        return ThemeVerdict(themes, fact, _secondary(themes, first.theme))
    detail = "，可能属于" + "或".join(_named(int(number), campaign) for number in choices)
    doubt = Doubt("theme", "theme", detail, choices)
    return ThemeVerdict(themes, fact, _secondary(themes, first.theme), (doubt,))


def _take_stated(
    claims: tuple[Stated, ...], themes: tuple[ThemeScore, ...], campaign: Campaign
) -> ThemeVerdict:
    claim = claims[0]
    own = next(score for score in themes if score.theme == claim.theme)
    top = themes[0]
    rivals = [other.theme for other in claims[1:]]
    if top.confidence >= AGAINST and own.confidence <= FOR and top.theme not in rivals:
        rivals.append(top.theme)
    doubts: tuple[Doubt, ...] = ()
    if rivals:
        numbers = (claim.theme, *rivals)
        other = "和".join(_named(number, campaign) for number in rivals)
        said = "来件中另写有" if len(claims) > 1 else "内容更接近"
        detail = f"自报{_named(claim.theme, campaign)}，{said}{other}"
        doubts = (Doubt("theme-differs", "theme", detail, tuple(map(str, numbers))),)
    fact = Fact(
        value=str(claim.theme),
        confidence=STATED if not rivals else max(own.confidence, 0.6),
        evidence=(claim.evidence, *_words(own)),
        choices=doubts[0].choices if doubts else (),
        waits=bool(doubts),
    )
    return ThemeVerdict(themes, fact, _secondary(themes, claim.theme), doubts)


def _secondary(themes: tuple[ThemeScore, ...], main: int) -> Fact:
    """The second theme: one that comes close to the first, or stands out by itself from those behind it.

    The first of two themes often takes nearly all probability; that says which is first, not that the
    text has nothing of the second.
    """
    second, *rest = (score for score in themes if score.theme != main) if len(themes) > 1 else (None,)
    if second is None or not second.words:
        return Fact()
    behind = rest[0].confidence if rest else 0.0
    apart = second.confidence >= max(OWN, ABOVE * behind) and len(second.words) >= OWN_WORDS
    if second.confidence < SECOND and not apart:
        return Fact()
    return Fact(str(second.theme), second.confidence, _words(second))


def _choices(themes: tuple[ThemeScore, ...]) -> tuple[str, ...]:
    """The likeliest themes: two, or three when the third is nearly as likely as the second."""
    third = len(themes) > 2 and themes[2].confidence > 0.6 * themes[1].confidence
    return tuple(str(score.theme) for score in themes[: 3 if third else 2])


def _words(score: ThemeScore) -> tuple[Evidence, ...]:
    return (Evidence(Where.BODY, "、".join(score.words)),) if score.words else ()


def _named(number: int, campaign: Campaign) -> str:
    theme = campaign.theme(number)
    return f"{theme.label}{theme.name}"
