"""County, town and community of a case, from everything that says where it comes from.

The order is fixed (strongest first) and frequency never counts: experience of other places that a
text quotes may fill half of it. Different counties in strong places, or a sender of another
county, leave the value waiting with both readings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from intake.campaign.places.gazetteer import Mention
from intake.model.case import Doubt, Evidence, Fact, Where
from intake.understand.identify.parse.labels import LABELS, values_of
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
SIGNED = 60  # characters of a closing line that may name the author's place


@dataclass(frozen=True, slots=True)
class Sighting:
    """One place where an address was read."""

    where: Where
    mention: Mention
    quote: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """What was decided, and the doubts about it."""

    county: Fact
    town: Fact
    community: Fact
    key: str = ""  # of the county
    doubts: tuple[Doubt, ...] = ()


def find_place(seen: Seen) -> Place:
    """Decide county, town and community of a case."""
    sightings = list(_sightings(seen))
    doubts: list[Doubt] = []
    key, county = _county(seen, sightings, doubts)
    fitting = [s for s in sightings if s.mention.county in ("", key) and s.where is not Where.SENDER]
    town_name, town = _town(fitting, key, doubts)
    if not key and town_name:
        key, county = _county_of_town(seen, sightings, town_name, county, doubts)
    community = _community(fitting, town_name)
    if not (community.value or seen.alone):
        community = _of_several(seen, fitting)
    notes = [s.mention.repaired for s in fitting if s.mention.repaired]
    doubts += [Doubt("repaired", "", note) for note in dict.fromkeys(notes)]
    return Place(county, town, community, key, tuple(dict.fromkeys(doubts)))


def _sightings(seen: Seen) -> Iterator[Sighting]:
    yield from _in_document(seen)
    yield from _in_cells(seen)
    yield from _in_names(seen)
    yield from _in_sheet(seen)
    yield from _in_mail(seen)


def _all(seen: Seen, text: str, where: Where, source: str, *, loose: bool = False) -> Iterator[Sighting]:
    for mention in seen.call.places.mentions(text, seen.year, loose=loose):
        if mention.kind != "elsewhere":
            yield Sighting(where, mention, mention.text, source)


def _in_document(seen: Seen) -> Iterator[Sighting]:
    layout, name = seen.layout, seen.best.name
    for text in (layout.title.subtitle, layout.title.title):
        yield from _all(seen, text, Where.TITLE, name)
    for unit in layout.units:
        if unit.mention is not None and unit.mention.kind != "elsewhere":
            yield Sighting(Where.SIGNATURE, unit.mention, unit.quote or unit.text, name)
    for line in (*layout.head, *layout.tail):
        if len(line) <= SIGNED:
            yield from _all(seen, line, Where.SIGNATURE, name)
    opening = list(_all(seen, layout.opening, Where.OPENING, name))
    yield from opening[:1]  # what comes later may be somebody else's experience


def _in_cells(seen: Seen) -> Iterator[Sighting]:
    for pattern in (LABELS.unit, LABELS.county, LABELS.town, LABELS.community):
        for label, value, source in seen.pairs:
            if any(values_of([(label, value)], pattern)):
                yield from _all(seen, value[:80], Where.FORM, source, loose=True)


def _in_names(seen: Seen) -> Iterator[Sighting]:
    for document, name in zip(seen.documents, seen.names, strict=True):
        for mention in name.mentions:
            if mention.kind != "elsewhere":
                yield Sighting(Where.FILE, mention, document.name, document.name)
        for folder in reversed(document.path):
            yield from _all(seen, folder, Where.FOLDER, folder, loose=True)


def _in_sheet(seen: Seen) -> Iterator[Sighting]:
    if seen.row is None:
        return
    for name in ("unit", "county", "town", "community"):
        if value := seen.row.cells.get(name, ""):
            yield from _all(seen, value, Where.SHEET, seen.row.source, loose=True)


def _in_mail(seen: Seen) -> Iterator[Sighting]:
    if seen.alone:
        yield from _all(seen, seen.envelope.subject, Where.SUBJECT, "邮件主题")
        yield from list(_all(seen, seen.body.new[:400], Where.LETTER, "邮件正文"))[:2]
    county = seen.call.places.county_name(seen.sender.unit)
    if county:
        mention = Mention(0, 0, county, "county", county=seen.sender.unit, stated=True)
        yield Sighting(Where.SENDER, mention, seen.envelope.sender.email, "发件地址")
    if seen.alone:
        card = f"{seen.envelope.sender.name}\n{seen.body.signature}"
        yield from _all(seen, card, Where.MAIL_SIGNATURE, "邮件签名")
    else:
        yield from _place_of_mail(seen)


def _place_of_mail(seen: Seen) -> Iterator[Sighting]:
    """Of a mail with several cases what it says of all of them: one county, and perhaps one town."""
    card = f"{seen.envelope.sender.name}\n{seen.body.signature}"
    found = [
        *_all(seen, seen.envelope.subject, Where.SUBJECT, "邮件主题"),
        *_all(seen, seen.body.new[:400], Where.LETTER, "邮件正文"),
        *_all(seen, card, Where.MAIL_SIGNATURE, "邮件签名"),
    ]
    parts = ("county", "town", "community")
    several = [len({v for s in found if (v := getattr(s.mention, part))}) > 1 for part in parts]
    if several[0] or any(s.mention.choices for s in found):
        return
    if several[1]:
        found = [replace(s, mention=replace(s.mention, town="", community="")) for s in found]
    elif several[2]:
        found = [replace(s, mention=replace(s.mention, community="")) for s in found]
    yield from found


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


def _community(fitting: list[Sighting], town: str) -> Fact:
    """The village or community of the author: named with its town or in a cell, before any other."""
    named = [s for s in fitting if s.mention.community and (s.mention.town in ("", town) or not town)]
    placed = [s for s in named if s.mention.town or s.where in _AUTHORS]
    loose = [s for s in named if s.where in (Where.TITLE, Where.FILE, Where.SUBJECT, Where.LETTER)]
    for sighting in (*placed, *loose):
        name = sighting.mention.community
        said_in = {s.where for s in named if s.mention.community == name}
        confidence = (
            _CONFIDENCE[sighting.where] if sighting in placed else TWICE if len(said_in) > 1 else LOOSE
        )
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
            s.mention.community for s in _all(seen, letter, Where.LETTER, "") if s.mention.community
        )
    )
    return Fact(choices=named[:4], waits=True) if len(named) > 1 else Fact()


def _evidence(sightings: Iterable[Sighting]) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys(map(_shown, sightings)))[:4]


def _shown(sighting: Sighting) -> Evidence:
    return Evidence(sighting.where, sighting.quote, sighting.source)
