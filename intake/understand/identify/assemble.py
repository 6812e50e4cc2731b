"""Put one case together: every fact with its evidence, every doubt with its field."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from intake.campaign.call import Call, Sender
from intake.model.case import (
    Body,
    CaseReading,
    Document,
    DocumentKind,
    Doubt,
    Envelope,
    Evidence,
    Fact,
    Format,
    Where,
)
from intake.understand.identify.facts.author import find_unit, without_author
from intake.understand.identify.facts.contact import find_contact, find_phone
from intake.understand.identify.facts.level import find_level, stated_level
from intake.understand.identify.facts.place import Place, find_place
from intake.understand.identify.facts.title import find_title
from intake.understand.identify.group import Group, group_documents
from intake.understand.identify.parse.count import count_characters
from intake.understand.identify.parse.dates import LABELS as DATE_LABELS
from intake.understand.identify.parse.dates import date_of, last_date
from intake.understand.identify.parse.labels import title_in_pairs
from intake.understand.identify.parse.layout import lay_out
from intake.understand.identify.parse.sheet_rows import Listed, check_sheet, rows_for, rows_of
from intake.understand.identify.parts import join_parts
from intake.understand.identify.seen import Seen, see_case
from intake.understand.identify.share import share_letter
from intake.understand.papers.case_like import why_not_case

HEAD = 200  # characters in which a text names its author
LETTER = 1500  # a covering letter is not longer, in characters
SHOWN = ("title", "county", "town", "community", "level")


@dataclass(frozen=True, slots=True)
class Identified:
    """The cases of a mail, and what is doubtful about the mail as a whole."""

    cases: tuple[CaseReading, ...]
    doubts: tuple[Doubt, ...] = ()


def identify(
    documents: tuple[Document, ...], body: Body, envelope: Envelope, call: Call, sender: Sender
) -> Identified:
    """Find the cases in the documents of a mail and whose they are; never raises."""
    year = call.campaign.opening.year
    joined = join_parts(documents, body.new, call.places, year)
    documents = joined.documents
    groups = group_documents(documents, call.places, year)
    rows = rows_of(documents)
    listed = rows_for([_listed(group, documents, call) for group in groups], rows)
    letters = _letters(documents, groups)
    alone = len(groups) == 1
    parts = share_letter(body.new, groups, documents, call)
    seen = [
        see_case(
            group,
            documents,
            (replace(body, new=text), envelope, sender),
            call,
            row,
            alone=alone,
            letters=letters,
        )
        for group, row, text in zip(groups, listed, parts, strict=True)
    ]
    cases = tuple(_assemble(one, group) for one, group in zip(seen, groups, strict=True))
    titled = [(case.value("title"), row) for case, row in zip(cases, listed, strict=True)]
    unknown = cases and not (sender.unit or sender.coordinator)
    doubts = check_sheet(rows, titled) + joined.doubts + ((Doubt("sender-unknown"),) if unknown else ())
    return Identified(cases, doubts)


def _letters(documents: tuple[Document, ...], groups: tuple[Group, ...]) -> tuple[Document, ...]:
    taken = {index for group in groups for index in group.all}
    return tuple(
        document
        for index, document in enumerate(documents)
        if index not in taken and document.kind is DocumentKind.OTHER and 0 < len(document.text) <= LETTER
    )


def _listed(group: Group, documents: tuple[Document, ...], call: Call) -> Listed:
    best = documents[group.all[0]]
    titles = [lay_out(best.text, call.places, call.campaign.opening.year).title.title]
    titles += [title_in_pairs(documents[index].pairs) for index in group.all]
    titles += [documents[index].name.rpartition(".")[0] for index in group.all]
    return Listed(tuple(filter(None, titles)), best.text[:HEAD])


def _assemble(seen: Seen, group: Group) -> CaseReading:
    title, subtitle = find_title(seen)
    stated = stated_level(seen)
    campaign = seen.call.campaign
    place = find_place(seen, campaign.depth_of(stated.value) if stated else "")
    unit = find_unit(seen)
    place = _of_city(seen, place, unit)
    if campaign.is_author(unit.value):
        title, subtitle = without_author(title, unit), without_author(subtitle, unit)
    level = find_level(seen, place, unit, stated)
    depth = campaign.depth_of(level.value)
    contact, contact_doubts = find_contact(seen)
    phone, phone_doubts = find_phone(seen, contact.value)
    count = count_characters(seen.layout.text)
    facts = {
        "title": title,
        "subtitle": subtitle,
        "unit": unit,
        "county": place.county,
        "town": place.town if place.town.value or level.value else _open(place.town),
        "community": _community(place, level, depth),
        "level": level,
        "contact": contact,
        "phone": phone,
        "date": _date(seen),
        "characters": Fact(str(count), 1.0, (Evidence(Where.COUNTED, str(count), seen.best.name),)),
    }
    if seen.row is not None and (listed := seen.row.cells.get("theme")):  # as its sender writes it
        facts["theme"] = Fact(listed, 0.93, (Evidence(Where.SHEET, listed, seen.row.source),))
    why = why_not_case(title.value, seen.layout.text, seen.best.name) if seen.layout.text else ""
    why = "" if campaign.item in why else why  # 论文体例, where papers are what was called for
    doubts = [*_field_doubts(title, level, place, depth), *place.doubts, *contact_doubts, *phone_doubts]
    flags = _flags(seen, count, why)
    if "short" in flags or "long" in flags:
        long = "too-long" if campaign.length.ask else "long"
        asked = f"{count}字，通知要求{campaign.length.asked}"
        doubts.append(Doubt("short" if "short" in flags else long, "characters", asked))
    if why:
        doubts.append(Doubt("maybe-not-case", title.value, why))
    return CaseReading(seen.layout.text, facts, (), group.all, tuple(dict.fromkeys(doubts)), flags)


def _of_city(seen: Seen, place: Place, unit: Fact) -> Place:
    """Without a county of its own, an author called after the city reports through the city's own unit."""
    own, places = seen.call.campaign.city_unit, seen.call.places
    said = {evidence.where for evidence in place.county.evidence}
    rest = places.without_regions(unit.value)
    called = rest != unit.value or bool(_OF_REGION.match(unit.value))
    if own is None or said - _OF_OTHERS or not called or _NAMES_A_TOWN.match(rest):
        return place
    told = (unit.value, *(d.name for d in seen.documents), seen.envelope.subject, seen.envelope.sender.name)
    others = [one for one in seen.call.campaign.active_units() if one.key not in places.counties]
    own = next((one for text in told for one in others if one.name in text), own)
    county = Fact(own.name, 0.85, unit.evidence)
    return replace(place, county=county, doubts=tuple(d for d in place.doubts if d.about != "county"))


_OF_REGION = re.compile("[省市州盟](?:直|属|级)")  # 市直机关工会工委
# 三台县安居镇初级中学: of a town that the places file has not, so a person says whose it is.
_NAMES_A_TOWN = re.compile(r"[\u4e00-\u9fff]{1,4}(?:[镇乡县]|街道|苏木)")
_OF_OTHERS = frozenset((Where.OPENING, Where.LETTER))  # where a text may tell of counties that it is not from


def _community(place: Place, level: Fact, depth: str) -> Fact:
    """A guess from a title's words is none where a town or county writes: 湖边渔村的逢五会."""
    if not (level.value or place.community.value):
        return _open(place.community)
    guessed = place.community.waits and not place.community.choices
    return Fact() if guessed and depth in ("county", "town") and not level.waits else place.community


def _open(fact: Fact) -> Fact:
    """An empty cell that a person is to fill or to leave: whose case it is is not known."""
    return replace(fact, waits=True)


def _field_doubts(title: Fact, level: Fact, place: Place, depth: str) -> list[Doubt]:
    found = []
    if not title.value or title.waits:
        found.append(Doubt("title", "title", "", title.choices))
    if level.waits:
        found.append(Doubt("level", "level", "", level.choices))
    if depth in ("town", "village") and not place.town.value and not place.town.choices:
        found.append(Doubt("town", "town"))
    if depth == "village" and (place.community.waits or not place.community.value):
        found.append(Doubt("community", "community"))
    return found


def _date(seen: Seen) -> Fact:
    for label, value, source in seen.pairs:
        if "".join(label.split()) in DATE_LABELS and (found := date_of(value)):
            return Fact(found, 0.9, (Evidence(Where.FORM, f"{label}：{value}", source),))
    found = last_date([*seen.layout.head, *seen.layout.tail])
    return Fact(found, 0.9, (Evidence(Where.SIGNATURE, found, seen.best.name),)) if found else Fact()


def _flags(seen: Seen, count: int, why: str) -> tuple[str, ...]:
    length = seen.call.campaign.length
    flags = []
    if why:
        flags.append("maybe-not-case")
    if seen.best.text and length.is_short(count):
        flags.append("short")
    if length.is_long(count):
        flags.append("long")
    if any(name.revised for name in seen.names):
        flags.append("revision")
    if any(document.pictures for document in seen.documents if document.format is not Format.IMAGE):
        flags.append("pictures")
    if seen.best.recognised:
        flags.append("recognised")
    return tuple(flags)
