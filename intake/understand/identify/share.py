"""Which lines of a letter speak of which case, when a mail brings several.

2.棠张镇学庄村《菜园里的公益银行》，联系人胥桂兰: such a line is about the case that it names, and
about no other. Lines that name none are about all.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from intake.campaign.call import Call
from intake.model.case import Document
from intake.understand.identify.group import Group
from intake.understand.identify.parse.filename import read_name
from intake.understand.identify.parse.layout import lay_out
from intake.understand.identify.parse.phones import phones_in
from intake.understand.identify.parse.title import title_key
from intake.understand.identify.parts import BODY_NAME

_BOOKED = re.compile("《([^《》]{2,60})》")
_BREAK = re.compile("[、，,；;：:。]")
SHORTEST = 4  # characters of a title or name that can be told in a line


def share_letter(
    text: str, groups: Sequence[Group], documents: Sequence[Document], call: Call
) -> tuple[str, ...]:
    """The letter as each case is to read it: its own lines first, those of other cases left out."""
    if len(groups) < 2 or any(documents[group.all[0]].name == BODY_NAME for group in groups):
        return _without_others(text, [documents[group.all[0]] for group in groups])
    named = [_marks(group, documents, call) for group in groups]
    offices = [_offices(group, documents, call) for group in groups]
    towns = [_towns(group, documents, call) for group in groups]
    marks = _telling([own | its for own, its in zip(named, offices, strict=True)], towns)
    lines = text.split("\n")
    owners = [_owners(line, marks) for line in lines]
    if len({owner for owner in owners if len(owner) == 1}) < 2:  # no list: a line may be a whole letter
        marks = _telling(named, towns)
        sentences = [part for line in lines for part in re.split(r"(?<=[。；;！])", line)]
        lines = [part for sentence in sentences for part in _at_titles(sentence, marks, call)]
        marks = _with_told(lines, marks, call)
        lines = [part for sentence in lines for part in _at_marks(sentence, marks)]
        owners = [_owners(line, marks) for line in lines]
    else:
        owners = [_owners(line, _with_told(lines, marks, call)) for line in lines]
    shared = [line for line, owner in zip(lines, owners, strict=True) if len(owner) != 1]
    return tuple(
        "\n".join([line for line, owner in zip(lines, owners, strict=True) if owner == {number}] + shared)
        for number in range(len(groups))
    )


def _without_others(text: str, cases: Sequence[Document]) -> tuple[str, ...]:
    """The letter without the lines of the other cases that are pasted into it."""
    pasted = [{*case.text.split("\n")} if case.name == BODY_NAME else set() for case in cases]
    heads = [title_key(case.text.partition("\n")[0]) if case.name == BODY_NAME else "" for case in cases]
    lines = text.split("\n")
    told = [
        [
            at
            for at, own in enumerate(pasted)
            if line.strip() and (line in own or heads[at] in map(title_key, _BOOKED.findall(line)))
        ]
        for line in lines
    ]
    return tuple(
        "\n".join(line for line, of in zip(lines, told, strict=True) if not of or number in of)
        for number in range(len(cases))
    )


def _at_titles(sentence: str, marks: Sequence[frozenset[str]], call: Call) -> list[str]:
    """丰县报甲镇的《A》、乙镇的《B》: cut before the place of each case; what they share stands first.

    Only where each has a town or village of its own before it: 甲镇报《A》、《B》 is about both.
    """
    booked = [match for match in _BOOKED.finditer(sentence) if _owners(match[1], marks)]
    if len(booked) < 2:
        return [sentence]
    cuts = []
    for start, title in zip([0, *(match.end() for match in booked)], booked, strict=False):
        before = sentence[start : title.start()].rstrip("：:的")
        breaks = [match.end() for match in _BREAK.finditer(before)]
        cuts.append(start + (breaks[-1] if breaks else 0))
    named = [
        call.places.mentions(sentence[cut : title.start()], call.campaign.opening.year)
        for cut, title in zip(cuts, booked, strict=True)
    ]
    if not all(found and (found[-1].town or found[-1].community) for found in named):
        return [sentence]
    county = call.places.county_name(named[0][-1].county) if named[0][-1].stated else ""
    pieces = [sentence[start:end] for start, end in pairwise([0, *cuts, len(sentence)])]
    return [piece for piece in (county, *pieces) if piece]


def _with_told(lines: Sequence[str], marks: Sequence[frozenset[str]], call: Call) -> list[frozenset[str]]:
    """The marks with the towns and villages that the letter names for one case alone."""
    told: list[set[str]] = [set() for _ in marks]
    for line in lines:
        owners = _owners(line, marks)
        if len(owners) == 1:
            mentions = call.places.mentions(line, call.campaign.opening.year)
            told[min(owners)] |= {place for one in mentions for place in (one.town, one.community)} - {""}
    counts = Counter(place for places in told for place in places)
    return [
        own | {place for place in places if counts[place] == 1}
        for own, places in zip(marks, told, strict=True)
    ]


def _at_marks(sentence: str, marks: Sequence[frozenset[str]]) -> list[str]:
    """《A》（联系人甲 139…）、《B》（联系人乙 138…）: cut where the next case is named.

    Only where there are several telephones: 刘集镇、棠张镇各一篇，联系人甲 139… is about both.
    """
    if len(phones_in(sentence)) < 2:
        return [sentence]
    places = [at for at, character in enumerate(sentence) if title_key(character)]
    plain = title_key(sentence)
    if len(plain) != len(places):
        return [sentence]
    begins = sorted(
        (plain.index(mark), number) for number, own in enumerate(marks) for mark in own if mark in plain
    )
    cuts = [0]
    for (_, before), (at, number) in pairwise(begins):
        if number != before:
            cuts.append(places[at])
    return [sentence[start:end] for start, end in pairwise([*cuts, len(sentence)])]


def _marks(group: Group, documents: Sequence[Document], call: Call) -> frozenset[str]:
    """By what a line can name the case: title, file name, village or town."""
    year = call.campaign.opening.year
    found: set[str] = set()
    for index in group.all:
        document = documents[index]
        name = read_name(document.name, call.places, year)
        found |= {title_key(name.title.title), title_key(document.name.rpartition(".")[0])}
        found |= {place for mention in name.mentions for place in (mention.community, mention.town)}
    layout = lay_out(documents[group.all[0]].text, call.places, year)
    found.add(title_key(layout.title.title))
    mentions = (unit.mention for unit in layout.units if unit.mention)
    found |= {place for mention in mentions for place in (mention.community, mention.town)}
    return frozenset(mark for mark in found if len(mark) >= SHORTEST or mark.endswith(("村", "镇", "嘎查")))


def _offices(group: Group, documents: Sequence[Document], call: Call) -> frozenset[str]:
    """The office that wrote the case; in a letter without a list it is the sender, too."""
    layout = lay_out(documents[group.all[0]].text, call.places, call.campaign.opening.year)
    return frozenset(title_key(unit.text) for unit in layout.units if unit.office)


def _towns(group: Group, documents: Sequence[Document], call: Call) -> frozenset[str]:
    """The towns that a case names: a line with the town of two cases is about both."""
    year = call.campaign.opening.year
    layout = lay_out(documents[group.all[0]].text, call.places, year)
    mentions = [unit.mention for unit in layout.units if unit.mention]
    for index in group.all:
        mentions += read_name(documents[index].name, call.places, year).mentions
    return frozenset(mention.town for mention in mentions if mention.town)


def _telling(marks: list[frozenset[str]], towns: list[frozenset[str]]) -> list[frozenset[str]]:
    """The marks of each case that no other case has."""
    return [
        own.difference(*(others | marks[at] for at, others in enumerate(towns) if at != number))
        for number, own in enumerate(marks)
    ]


def _owners(line: str, marks: Sequence[frozenset[str]]) -> frozenset[int]:
    plain = title_key(re.sub(r"^\s*\d{1,2}\s*[.、．）)]", "", line))
    return frozenset(number for number, own in enumerate(marks) if any(mark in plain for mark in own))
