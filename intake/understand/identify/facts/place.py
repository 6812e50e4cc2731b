"""County, town and community of a case, from everything that says where it comes from.

The order is fixed (strongest first) and frequency never counts: experience of other places that a
text quotes may fill half of it. Different counties in strong places, or a sender of another
county, leave the value waiting with both readings.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from intake.model.case import Doubt, Evidence, Fact, Where
from intake.understand.identify.facts.reach import Reach, find_reach
from intake.understand.identify.facts.sightings import Sighting, find_sightings, mentions_of, times_named
from intake.understand.identify.parse.units import DEPTHS, Depth
from intake.understand.identify.seen import Seen

_CONFIDENCE = {
    Where.TITLE: 0.97,
    Where.SIGNATURE: 0.98,
    Where.FORM: 0.97,
    Where.OPENING: 0.93,
    Where.FILE: 0.92,
    Where.FOLDER: 0.92,
    Where.SHEET: 0.95,
    Where.SUBJECT: 0.9,
    Where.LETTER: 0.85,
    Where.SENDER: 0.85,
    Where.MAIL_SIGNATURE: 0.75,
}
# Places whose word stands by itself; a different county in two of them is a conflict.
_AUTHORS = frozenset((Where.SIGNATURE, Where.FORM, Where.SHEET))
_STRONG = frozenset((Where.TITLE, Where.SIGNATURE, Where.FORM, Where.FILE, Where.FOLDER, Where.SHEET))


SURE = 0.75  # below this a value waits for a person
LOOSE = 0.7  # a village named in a title without its town may be any word that ends in 村
TWICE = 0.8  # in the title and in the file's name, say, it is one


@dataclass(frozen=True, slots=True)
class Place:
    """What was decided, and the doubts about it."""

    county: Fact
    town: Fact
    community: Fact
    key: str  # of the county
    doubts: tuple[Doubt, ...]
    reach: Reach


def find_place(seen: Seen, stated: str = "") -> Place:
    """Decide county, town and community of a case; ``stated`` is the level that it states itself."""
    sightings = find_sightings(seen)
    doubts: list[Doubt] = []
    key, county = _county(seen, sightings, doubts)
    fitting = [s for s in sightings if s.mention.county in ("", key) and s.where is not Where.SENDER]
    reach = find_reach(seen, fitting, stated)
    town_name, town = (
        _town(fitting, key, doubts) if reach.holds("town") else ("", _told(fitting, reach, "town"))
    )
    if not key and town_name:
        key, county = _county_of_town(seen, sightings, town_name, county, doubts)
    community = (
        _community(seen, fitting, town_name) if reach.holds("village") else _told(fitting, reach, "village")
    )
    if not (community.value or seen.alone):
        community = _of_several(seen, fitting)
    notes = [s.mention.repaired for s in fitting if s.mention.repaired]
    doubts += [Doubt("repaired", "", note) for note in dict.fromkeys(notes)]
    return Place(county, town, community, key, tuple(dict.fromkeys(doubts)), reach)


def _told(sightings: list[Sighting], reach: Reach, depth: Depth) -> Fact:
    """No place of the author's; where it may yet be one, what was told of is offered."""
    if not reach.other or DEPTHS.index(reach.other) < DEPTHS.index(depth):
        return Fact()
    names = (s.mention.town if depth == "town" else s.mention.community for s in sightings)
    return Fact(choices=tuple(dict.fromkeys(filter(None, names)))[:4], waits=True)


def _county(seen: Seen, sightings: list[Sighting], doubts: list[Doubt]) -> tuple[str, Fact]:
    stated = [s for s in sightings if s.mention.county and s.mention.sure and not s.mention.choices]
    stated = stated or [s for s in sightings if s.mention.county and not s.mention.choices]
    if not stated:
        offered = _county_choices(seen, sightings)
        doubts.append(Doubt("county", "county", f"（{'或'.join(offered)}）" if offered else "", offered))
        return "", Fact(choices=offered, waits=True)
    first = stated[0]
    key = first.mention.county
    agreeing = [s for s in stated if s.mention.county == key]
    against = [s for s in stated if s.mention.county != key and s.where in _STRONG]
    against = against if first.where in _STRONG else []
    # 云龙区和平街道, where 和平街道 is another district's
    against += [s for s in sightings if s.mention.stated and s.mention.choices and s.mention.county != key]
    sender = next((s for s in stated if s.where is Where.SENDER and s.mention.county != key), None)
    name = seen.call.places.county_name(key)
    evidence = _evidence(agreeing)
    confidence = _CONFIDENCE[first.where] if first.mention.sure else 0.7
    choices: tuple[str, ...] = ()
    if against:
        other = seen.call.places.county_name(against[0].mention.county)
        choices = (name, other)
        detail = f"（{_WORDS[first.where]}为{name}，{_WORDS[against[0].where]}为{other}）"
        doubts.append(Doubt("county", "county", detail, choices))
        evidence += (Evidence(against[0].where, against[0].quote, against[0].source),)
        confidence = 0.6
    elif sender is not None:
        other = seen.call.places.county_name(sender.mention.county)
        choices = (name, other)
        doubts.append(Doubt("county-conflict", "county", f"正文为{name}，发件单位为{other}", choices))
        evidence += (Evidence(Where.SENDER, sender.quote, sender.source),)
        confidence = 0.6
    elif confidence < SURE:
        doubts.append(Doubt("county", "county", f"（似为{name}）", (name,)))
    return key, Fact(
        name, confidence, evidence, choices, waits=confidence < SURE, note=first.mention.repaired
    )


_WORDS = {
    Where.TITLE: "标题",
    Where.SIGNATURE: "落款",
    Where.FORM: "表格",
    Where.FILE: "文件名",
    Where.FOLDER: "文件夹",
    Where.SHEET: "汇总表",
    Where.OPENING: "正文",
    Where.SUBJECT: "主题",
    Where.LETTER: "来信",
    Where.SENDER: "发件地址",
    Where.MAIL_SIGNATURE: "邮件签名",
}


def _county_choices(seen: Seen, sightings: list[Sighting]) -> tuple[str, ...]:
    keys = [key for s in sightings for key in (s.mention.county, *(k for k, _ in s.mention.choices))]
    return tuple(dict.fromkeys(seen.call.places.county_name(key) for key in keys if key))[:4]


def _town(fitting: list[Sighting], key: str, doubts: list[Doubt]) -> tuple[str, Fact]:
    """The first named town of the county; a name that two towns share is offered for choice."""
    open_choice: tuple[Sighting, tuple[str, ...]] | None = None
    for sighting in fitting:
        mention = sighting.mention
        readings = tuple(
            dict.fromkeys(t for county, t in mention.choices if t and county in ("", key or county))
        )
        town = mention.town if not mention.choices else (readings[0] if len(readings) == 1 else "")
        if town and (open_choice is None or town in open_choice[1]):
            return town, _town_fact(sighting, town, fitting, doubts)
        if len(readings) > 1 and open_choice is None:
            open_choice = (sighting, readings[:4])
    if open_choice is None:
        return "", Fact()
    sighting, choices = open_choice
    doubts.append(Doubt("town", "town", f"（{'或'.join(choices)}）", choices))
    return "", Fact("", 0.4, (_shown(sighting),), choices, waits=True)


def _town_fact(sighting: Sighting, town: str, fitting: list[Sighting], doubts: list[Doubt]) -> Fact:
    mention = sighting.mention
    confidence = _CONFIDENCE[sighting.where] * (1.0 if mention.sure and mention.valid else 0.7)
    others = [
        s for s in fitting if s.mention.town not in ("", town) and s.mention.known and s.where in _STRONG
    ]
    choices: tuple[str, ...] = ()
    if others and sighting.where in _STRONG:
        choices = (town, others[0].mention.town)
        confidence = 0.55
    if confidence < SURE:
        detail = f"（{'或'.join(choices)}）" if choices else f"（似为{town}）"
        doubts.append(Doubt("town", "town", detail, choices or (town,)))
    evidence = _evidence(s for s in fitting if s.mention.town == town)
    return Fact(town, confidence, evidence, choices, confidence < SURE, mention.repaired)


def _county_of_town(
    seen: Seen, sightings: list[Sighting], town: str, before: Fact, doubts: list[Doubt]
) -> tuple[str, Fact]:
    """The county that owns the town; where another one is written before it, both are offered."""
    places = seen.call.places
    owners = {t.county for t in places.towns if t.name == town and t.exists(seen.year)}
    if len(owners) != 1:
        return "", before
    key = owners.pop()
    doubts[:] = [doubt for doubt in doubts if doubt.code != "county"]
    other = next((s for s in sightings if s.mention.stated and s.mention.county not in ("", key)), None)
    evidence = _evidence(s for s in sightings if s.mention.town == town)
    if other is None:
        return key, Fact(places.county_name(key), 0.85, evidence)
    names = places.county_name(other.mention.county), places.county_name(key)
    doubts.append(
        Doubt("county", "county", f"（{_WORDS[other.where]}为{names[0]}，{town}属{names[1]}）", names)
    )
    return other.mention.county, Fact(names[0], 0.5, evidence, names, waits=True)


def _community(seen: Seen, fitting: list[Sighting], town: str) -> Fact:
    """The village or community of the author: named with its town or in a cell, before any other."""
    named = [s for s in fitting if s.mention.community and (s.mention.town in ("", town) or not town)]
    placed = [s for s in named if s.where is not Where.OPENING and (s.mention.town or s.where in _AUTHORS)]
    told = [s for s in named if s.where is Where.OPENING and (s.mention.town or town)]
    told.sort(key=lambda s: (not s.mention.town, -times_named(s.mention.community, seen.layout.text)))
    loose = [s for s in named if s.where in (Where.TITLE, Where.FILE, Where.SUBJECT, Where.LETTER)]
    for sighting in (*placed, *told, *loose):
        name = sighting.mention.community
        said_in = {s.where for s in named if s.mention.community == name}
        confidence = _CONFIDENCE[sighting.where]
        if sighting in loose and sighting not in placed:
            confidence = TWICE if len(said_in) > 1 else LOOSE
        elif not sighting.firm:
            confidence = LOOSE
        evidence = _evidence(s for s in named if s.mention.community == name)
        return Fact(name, confidence, evidence, waits=confidence < SURE)
    return Fact()


def _of_several(seen: Seen, fitting: list[Sighting]) -> Fact:
    """The villages that the letter names, one of which may be this case's: nothing else names its place."""
    mail = (Where.SUBJECT, Where.LETTER, Where.MAIL_SIGNATURE, Where.SENDER)
    if any(s.where not in mail for s in fitting):
        return Fact()
    letter = f"{seen.envelope.subject}\n{seen.body.new[:400]}"
    named = tuple(
        dict.fromkeys(
            s.mention.community for s in mentions_of(seen, letter, Where.LETTER, "") if s.mention.community
        )
    )
    return Fact(choices=named[:4], waits=True) if len(named) > 1 else Fact()


def _evidence(sightings: Iterable[Sighting]) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys(map(_shown, sightings)))[:4]


def _shown(sighting: Sighting) -> Evidence:
    return Evidence(sighting.where, sighting.quote, sighting.source)
