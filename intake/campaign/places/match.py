"""Find places in a text: longest names first, neighbours joined into one address.

City, county, town and village standing together are one :class:`Mention`. A chain that begins in
another city is a mention of elsewhere, whatever its other names are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Literal

from intake.campaign.places.community import community_at
from intake.campaign.places.names import SUFFIXES
from intake.campaign.places.surface import Surface, Town
from intake.campaign.places.words import WORDS
from intake.config.words import either
from intake.text.fold import HAN, Folded

MentionKind = Literal["region", "county", "town", "community", "elsewhere"]


@dataclass(frozen=True, slots=True)
class Mention:
    """One address as found. ``start`` and ``end`` are positions in the text as given."""

    start: int
    end: int
    text: str
    kind: MentionKind  # the deepest part that is named
    county: str = ""  # key; "" when none is named and none follows
    town: str = ""  # official name with its kind
    community: str = ""
    stated: bool = False  # the county is named, not concluded from its town
    sure: bool = True  # false: a short form, or a town that the file does not know
    known: bool = True  # false: a town that the file does not know
    valid: bool = True  # false: the town did not exist in the year asked for
    choices: tuple[tuple[str, str], ...] = ()  # readings (county key, town) when several are possible
    repaired: str = ""  # Chinese note: “丕州”按“邳州”识别


@dataclass(frozen=True, slots=True)
class Hit:
    """One spelling found in the folded text."""

    start: int
    end: int
    spelling: str
    surface: Surface


@dataclass(slots=True)
class Chain:
    """An address while it is being read."""

    start: int
    end: int
    county: str = ""
    counties: tuple[str, ...] = ()
    town: Town | None = None
    unknown: str = ""  # a town that the file does not know
    community: str = ""
    region: bool = False
    foreign: bool = False
    sure: bool = True
    exact: bool = False  # a full name stands in it, so it needs no company
    choices: tuple[Town, ...] = ()
    repairs: list[str] = field(default_factory=list)


# What may stand between a county and its town: 云龙区人民政府子房街道办事处.
_JOINT = re.compile(r"(?:人民政府|政府|管委会|管理委员会|委员会|委|辖区|下辖|所辖|的)?$")
_TOWN_OFFICE = re.compile(r"人民政府|政府|党委|党工委|民政|社会事务")
# 湖北路社区, 上海花园: streets and estates called after other places.
_NAMED_AFTER = re.compile(r"[东西南北中]?(?:路|街(?!道)|大道|巷)|(?:花园|花苑|家园|新村|新苑|公馆)")
_UNKNOWN_TOWN = re.compile(rf"([{HAN}]{{2,5}}?)(街道办事处|街道办|街道|镇|乡|苏木)(?![村镇乡级])")
_LONGER = re.compile(rf"(?:^|[^{HAN}])[大小东西南北新老上下前后]$")
_ZONE = re.compile(r"(?:经济技术开发区|经济开发区|高新技术产业开发区|高新区|经开区|开发区)")
_OUTSIDE = re.compile(rf"([{HAN}]{{1,6}})(?:市|省|自治州|自治县)$")
_COMMON_BEFORE = re.compile(f"{either(WORDS.not_outside)}$")


def _is_former(chain: Chain, after: str) -> bool:
    """大吴镇建平村, 大吴镇人民政府: a town called by the kind it had, before its village or its office."""
    town = chain.town
    if town is None or chain.choices or not any(f"“{town.base}" in note for note in chain.repairs):
        return False
    return bool(chain.community) or bool(_TOWN_OFFICE.match(after))


@dataclass(frozen=True, slots=True)
class Finder:
    """Joins hits into addresses for one places file."""

    parents: dict[str, str] = field(default_factory=dict)  # key → key of the administrative district
    bare: dict[str, Surface] = field(default_factory=dict)  # names of towns without their kind
    zones: dict[str, tuple[Town, ...]] = field(default_factory=dict)  # by county
    longest_bare: int = 0  # characters of the longest of them
    region: re.Pattern[str] = re.compile("(?!)")  # names of province and city

    def chains(self, folded: Folded, hits: list[Hit], year: int | None, *, loose: bool) -> list[Chain]:
        """Addresses in order; chains that turn out to be no address are left out."""
        found: list[Chain] = []
        current: Chain | None = None
        for hit in hits:
            if current is not None and self._joins(folded, current, hit):
                self._extend(current, hit, year)
                continue
            if current is not None:
                self._complete(folded, current, year)
                if hit.start < current.end:
                    continue  # read as part of a longer name after its county
            current = self._begin(folded, hit, year)
            if current is not None:
                found.append(current)
        if current is not None:
            self._complete(folded, current, year)
        return [chain for chain in found if self._counts(folded, chain, loose=loose)]

    def _begin(self, folded: Folded, hit: Hit, year: int | None) -> Chain | None:
        if hit.surface.kind == "trap":
            return None
        if hit.surface.kind == "elsewhere" and _NAMED_AFTER.match(folded.text, hit.end):
            return None
        if hit.surface.kind == "town" and _LONGER.search(folded.text[max(0, hit.start - 2) : hit.start]):
            return None  # 小黄山街道 is not 黄山街道
        chain = Chain(hit.start, hit.start)
        before = folded.text[max(0, hit.start - 8) : hit.start]
        outside = _OUTSIDE.search(before)
        if outside and not _COMMON_BEFORE.search(outside[1]) and hit.surface.kind != "region":
            chain.foreign = True
        self._extend(chain, hit, year)
        return chain

    def _joins(self, folded: Folded, chain: Chain, hit: Hit) -> bool:
        if hit.surface.kind in ("trap", "region") or chain.community:
            return False
        gap = folded.text[chain.end : hit.start]
        if hit.surface.kind == "elsewhere":
            return not gap and chain.foreign
        if gap and (hit.surface.kind != "town" or not _JOINT.fullmatch(gap)):
            return False
        if gap == "的" and not chain.county:
            return False
        if hit.surface.kind == "county":
            return not chain.county or chain.foreign or bool(self._zone(chain.county, hit.spelling))
        return chain.town is None and not chain.unknown

    def _extend(self, chain: Chain, hit: Hit, year: int | None) -> None:
        surface = hit.surface
        chain.end = hit.end
        chain.exact = chain.exact or surface.sure
        if surface.kind == "elsewhere":
            chain.foreign = True
        elif surface.kind == "region":
            chain.region = True
        elif surface.kind == "county":
            zone = self._zone(chain.county, hit.spelling) if chain.county else None
            if zone is not None:
                chain.town, chain.sure = zone, True
            else:
                chain.county = surface.counties[0]
                chain.sure = surface.sure or chain.region
                self._note(chain, hit)
        else:
            self._take_town(chain, hit, year)

    def _take_town(self, chain: Chain, hit: Hit, year: int | None) -> None:
        towns = hit.surface.towns
        if chain.county:
            towns = self._inside(towns, chain.county)
            if not towns:
                chain.unknown, chain.choices = hit.spelling, hit.surface.towns
                return
            chain.sure = True
        else:
            chain.sure = hit.surface.sure
        alive = tuple(town for town in towns if town.exists(year)) or towns
        own = tuple(town for town in alive if not town.shared) or alive
        if not chain.county:
            chain.counties = tuple(dict.fromkeys(town.county for town in alive))
        if len({town.name for town in own}) == 1 and len({town.county for town in own}) == 1:
            chain.town = own[0]
            if len(chain.counties) > 1:
                chain.choices = alive
        else:
            chain.choices, chain.sure = own, False
        self._note(chain, hit)

    def _inside(self, towns: tuple[Town, ...], county: str) -> tuple[Town, ...]:
        own = tuple(town for town in towns if town.county == county)
        if own:
            return own
        parent = self.parents.get(county, "")
        return tuple(replace(town, county=county) for town in towns if parent and town.county == parent)

    def _note(self, chain: Chain, hit: Hit) -> None:
        if hit.surface.right and not (len(chain.choices) > 1):
            chain.repairs.append(f"“{hit.spelling}”按“{hit.surface.right}”识别")

    def _zone(self, county: str, spelling: str) -> Town | None:
        """The zone that 开发区 means after the name of its county."""
        if not _ZONE.fullmatch(self.region.sub("", spelling)):
            return None
        high = "高新" in spelling
        return next((z for z in self.zones.get(county, ()) if ("高新" in z.name) == high), None)

    def _complete(self, folded: Folded, chain: Chain, year: int | None) -> None:
        """Read on after the last name: a bare or unknown town, then a village."""
        if chain.foreign or not (chain.county or chain.town or chain.choices):
            return
        if chain.county and not (chain.town or chain.unknown or chain.choices):
            self._read_town(folded, chain, year)
        village = community_at(folded, chain.end)
        if village is not None:
            chain.community, chain.end = village.name, village.end

    def _read_town(self, folded: Folded, chain: Chain, year: int | None) -> None:
        text, start = folded.text, chain.end
        match = _UNKNOWN_TOWN.match(text, start)
        if match and not WORDS.no_town.search(match[1]) and not self._known_at(text, start):
            if start + 1 in folded.gaps or not any(start < gap < match.end() for gap in folded.gaps):
                self._unknown_town(chain, match)
            return
        for length in range(min(self.longest_bare, len(text) - start), 1, -1):
            surface = self.bare.get(text[start : start + length])
            towns = self._inside(surface.towns, chain.county) if surface else ()
            if surface and towns and not WORDS.other_things.match(text, start + length):
                hit = Hit(start, start + length, text[start : start + length], surface)
                if match and match.end() > hit.end:
                    return  # a full name begins here and is found on its own
                self._extend(chain, hit, year)
                chain.sure = False
                return

    def _known_at(self, text: str, start: int) -> bool:
        """Whether a bare name at ``start`` is followed by its own kind (then a hit finds it)."""
        return any(
            text[start : start + n] in self.bare and text.startswith(SUFFIXES, start + n)
            for n in range(2, self.longest_bare + 1)
        )

    def _unknown_town(self, chain: Chain, match: re.Match[str]) -> None:
        kind = "街道" if match[2].startswith("街道") else match[2]
        name = match[1] + kind
        guess = self._one_wrong(chain.county, match[1], kind)
        chain.end = match.end()
        if guess is not None:
            chain.town = guess
            chain.repairs.append(f"“{name}”按“{guess.name}”识别")
        else:
            chain.unknown = name

    def _one_wrong(self, county: str, stem: str, kind: str) -> Town | None:
        """A town of three or more characters in this county that differs in one of them."""
        if len(stem) < 3:
            return None
        near = {
            town
            for base, surface in self.bare.items()
            if len(base) == len(stem) and sum(a != b for a, b in zip(base, stem, strict=True)) == 1
            for town in surface.towns
            if town.county == county and town.name.endswith(kind)
        }
        return near.pop() if len(near) == 1 else None

    def _counts(self, folded: Folded, chain: Chain, *, loose: bool) -> bool:
        """Whether a chain is an address at all: short forms need company."""
        if chain.foreign or chain.region or chain.exact:
            return True
        if not chain.county:
            return (loose and not chain.repairs) or _is_former(chain, folded.text[chain.end :])
        if chain.town or chain.unknown or chain.choices:
            return True
        after = folded.text[chain.end :]
        if WORDS.other_things.match(after):
            return False
        return bool(WORDS.offices.match(after)) or (loose and not re.match(f"[{HAN}]", after))

    def mention(self, text: str, folded: Folded, chain: Chain, year: int | None) -> Mention:
        """The chain as a value."""
        start, end = folded.origin(chain.start, chain.end)
        written = text[start:end]
        if chain.foreign:
            return Mention(start, end, written, "elsewhere")
        town = chain.town
        county = chain.county or (town.county if town else "")
        if not county and len(chain.counties) == 1:
            county = chain.counties[0]
        name = town.name if town else chain.unknown
        if chain.community:
            kind: MentionKind = "community"
        elif name or chain.choices:
            kind = "town"
        else:
            kind = "county" if county else "region"
        return Mention(
            start,
            end,
            written,
            kind,
            county=county,
            town=name,
            community=chain.community,
            stated=bool(chain.county),
            sure=chain.sure and not chain.unknown,
            known=not chain.unknown,
            valid=town.exists(year) if town else True,
            choices=tuple((t.county, t.name) for t in chain.choices),
            repaired="；".join(chain.repairs),
        )
