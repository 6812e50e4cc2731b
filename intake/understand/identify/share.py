"""Which lines of a letter speak of which case, when a mail brings several.

2.棠张镇学庄村《菜园里的公益银行》，联系人胥桂兰: such a line is about the case that it names, and
about no other. Lines that name none are about all.
"""

from __future__ import annotations

import re
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
        lines = [part for sentence in sentences for part in _at_marks(sentence, marks)]
        owners = [_owners(line, marks) for line in lines]
    shared = [line for line, owner in zip(lines, owners, strict=True) if len(owner) != 1]
    return tuple(
        "\n".join([line for line, owner in zip(lines, owners, strict=True) if owner == {number}] + shared)
        for number in range(len(groups))
    )


def _without_others(text: str, cases: Sequence[Document]) -> tuple[str, ...]:
    """The letter without the lines of the other cases that are pasted into it."""
    pasted = [{*case.text.split("\n")} if case.name == BODY_NAME else set() for case in cases]
    lines = text.split("\n")
    told = [[at for at, own in enumerate(pasted) if line.strip() and line in own] for line in lines]
    return tuple(
        "\n".join(line for line, of in zip(lines, told, strict=True) if not of or number in of)
        for number in range(len(cases))
    )


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
