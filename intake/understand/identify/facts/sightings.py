"""Every place where an address of a case can stand: text, cells, names, sheet, mail."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from intake.campaign.places.gazetteer import Mention
from intake.config.words import either
from intake.model.case import Where
from intake.text.fold import HAN
from intake.understand.identify.parse.labels import LABELS, values_of
from intake.understand.identify.seen import Seen

SIGNED = 60  # characters of a closing line that may name the author's place
LETTER = 400  # characters of the mail's text that may name the place
_EMPLOYER = re.compile(rf"[{HAN}]{{0,12}}{either(LABELS.employer_ends)}\s{{0,3}}[)）]")
_SENTENCE = re.compile(r"[^：:）)]{12}[。！？；]$")  # a closing line that tells something signs nothing


@dataclass(frozen=True, slots=True)
class Sighting:
    """One place where an address was read."""

    where: Where
    mention: Mention
    quote: str
    source: str = ""
    firm: bool = True  # false: a village in running text, of which nothing but its shape says that it is one


def find_sightings(seen: Seen) -> list[Sighting]:
    """Every address, strongest place first.

    A village that is named only once, in the middle of a sentence, may be any phrase that ends in 村 or 社区
    (深挖社区资源): its sighting is not firm.
    """
    found = [*_in_document(seen), *_in_cells(seen), *_in_names(seen), *_in_sheet(seen), *_in_mail(seen)]
    others = (seen.envelope.subject, seen.body.new[:LETTER], *(d.name for d in seen.documents))
    title = seen.layout.title.title or "\n"
    said = "\n".join((seen.layout.text, *(other.replace(title, "") for other in others)))
    return [replace(s, firm=s.firm or times_named(s.mention.community, said) > 1) for s in found]


def times_named(community: str, text: str) -> int:
    """How often a village is named; the name of two characters and more also without 村 or 社区."""
    stem = community.removesuffix("社区").removesuffix("村")
    return text.count(stem if len(stem) > 1 else community) if community else 0


def mentions_of(
    seen: Seen, text: str, where: Where, source: str, *, loose: bool = False
) -> Iterator[Sighting]:
    """The addresses in a text that are ours."""
    for mention in seen.call.places.mentions(text, seen.year, loose=loose):
        place = without_employer(text, mention) if where is Where.SIGNATURE else mention
        if place is not None and place.kind != "elsewhere":
            yield Sighting(where, place, place.text, source, _is_firm(text, place, where))


def _is_firm(text: str, mention: Mention, where: Where) -> bool:
    if not mention.community:
        return True
    if where is Where.TITLE:
        return bool(mention.town)  # 新城新社区 管理新模式
    return where is not Where.OPENING or _stands_apart(text, mention)


def without_employer(text: str, mention: Mention) -> Mention | None:
    """A place without the village by which an office or company in brackets is called: 王平（青山村供水公司）."""
    if not (mention.community and _is_employer(text, mention)):
        return mention
    if not (mention.county or mention.town):
        return None
    return replace(mention, community="", kind="town" if mention.town else "county")


def _is_employer(text: str, mention: Mention) -> bool:
    start = text.find(mention.text)
    opened = max(text.rfind(sign, 0, start) for sign in "(（")
    closed = max(text.rfind(sign, 0, start) for sign in ")）")
    return opened > closed and bool(_EMPLOYER.match(text, start + len(mention.text)))


def _stands_apart(text: str, mention: Mention) -> bool:
    """Whether a name ends at a mark or with its committee: 丰县宋楼镇孙楼村，…"""
    if mention.text.endswith(("委会", "支部", "党委", "两委")):
        return True
    return not re.match(f"[{HAN}]", text[text.find(mention.text) + len(mention.text) :])


def _in_document(seen: Seen) -> Iterator[Sighting]:
    layout, name = seen.layout, seen.best.name
    for text in (layout.title.subtitle, layout.title.title):
        yield from mentions_of(seen, text, Where.TITLE, name)
    for unit in layout.units:
        if unit.mention is not None and unit.mention.kind != "elsewhere":
            yield Sighting(Where.SIGNATURE, unit.mention, unit.quote or unit.text, name)
    for line in (*layout.head, *layout.tail):
        if len(line) <= SIGNED and not _SENTENCE.search(line):
            yield from mentions_of(seen, line, Where.SIGNATURE, name)
    yield from mentions_of(seen, layout.opening, Where.OPENING, name)


def _in_cells(seen: Seen) -> Iterator[Sighting]:
    for pattern in (LABELS.unit, LABELS.county, LABELS.town, LABELS.community):
        for label, value, source in seen.pairs:
            if any(values_of([(label, value)], pattern)):
                yield from mentions_of(seen, value[:80], Where.FORM, source, loose=True)


def _in_names(seen: Seen) -> Iterator[Sighting]:
    for document, name in zip(seen.documents, seen.names, strict=True):
        for mention in name.mentions:
            if mention.kind != "elsewhere":
                firm = not mention.community or bool(mention.town) or _stands_apart(name.stem, mention)
                yield Sighting(Where.FILE, mention, document.name, document.name, firm)
        for folder in reversed(document.path):
            yield from mentions_of(seen, folder, Where.FOLDER, folder, loose=True)


def _in_sheet(seen: Seen) -> Iterator[Sighting]:
    if seen.row is None:
        return
    for name in ("unit", "county", "town", "community"):
        if value := seen.row.cells.get(name, ""):
            yield from mentions_of(seen, value, Where.SHEET, seen.row.source, loose=True)


def _in_mail(seen: Seen) -> Iterator[Sighting]:
    if seen.alone:
        yield from mentions_of(seen, seen.envelope.subject, Where.SUBJECT, "邮件主题")
        yield from list(mentions_of(seen, seen.body.new[:LETTER], Where.LETTER, "邮件正文"))[:2]
    county = seen.call.places.county_name(seen.sender.unit)
    if county:
        mention = Mention(0, 0, county, "county", county=seen.sender.unit, stated=True)
        yield Sighting(Where.SENDER, mention, seen.envelope.sender.email, "发件地址")
    if seen.alone:
        card = f"{seen.envelope.sender.name}\n{seen.body.signature}"
        yield from mentions_of(seen, card, Where.MAIL_SIGNATURE, "邮件签名")
    else:
        yield from _place_of_mail(seen)


def _place_of_mail(seen: Seen) -> Iterator[Sighting]:
    """Of a mail with several cases what it says of all of them: one county, and perhaps one town."""
    card = f"{seen.envelope.sender.name}\n{seen.body.signature}"
    found = [
        *mentions_of(seen, seen.envelope.subject, Where.SUBJECT, "邮件主题"),
        *mentions_of(seen, seen.body.new[:LETTER], Where.LETTER, "邮件正文"),
        *mentions_of(seen, card, Where.MAIL_SIGNATURE, "邮件签名"),
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
