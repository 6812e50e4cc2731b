"""Who reads what: the cheapest flow through cases and experts.

First of all every case has its readers; a shortage is named, never hidden. Then nobody reads many more
than others (each further case of an expert costs more than the one before), each case has somebody who
wished its theme, and the rest follow wishes. Pairs that stand are never moved.

Solved by networkx, whose network simplex with integers is exact; an optimum equal to that of scipy's
solver is a test. Side rules that are no flow (say, two experts never on one case) are not modelled.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from tracker.review.experts.avoid import Expert, Paper

if TYPE_CHECKING:
    import networkx

Pair = tuple[int, int]  # expert id, case id

_NO_READER: Final = 10_000_000
_LOAD: Final = 2_000  # times 1, 3, 5 …: the sum of squares
_NO_SPECIALIST: Final = 900
_NO_WISH: Final = 1


@dataclass(frozen=True, slots=True)
class Shortage:
    """A case that lacks readers."""

    case_id: int
    missing: int
    barred: tuple[int, ...]  # ids of experts who must not read it
    full: tuple[int, ...]  # ids of experts who have as many as they are willing to read


@dataclass(frozen=True, slots=True)
class Assignment:
    """Pairs old and new, and what could not be had."""

    pairs: frozenset[Pair]
    new: frozenset[Pair]
    shortages: tuple[Shortage, ...]

    def loads(self) -> Counter[int]:
        """Number of cases of each expert who has any."""
        return Counter(expert for expert, _ in self.pairs)


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be solved."""

    papers: Sequence[Paper]
    experts: Sequence[Expert]
    barred: Mapping[Pair, str]
    readers: int  # experts a case
    standing: frozenset[Pair] = frozenset()  # told to the experts, or set by hand; kept as they are
    done: frozenset[Pair] = frozenset()  # those of them that have marks: they count, though the expert left


def assign(task: Task) -> Assignment:
    """Give every case its readers.

    Standing pairs of experts who are gone, without marks, or barred are let go; all others stay.
    """
    active = {expert.id for expert in task.experts if expert.active}
    known = {paper.id for paper in task.papers}
    kept = frozenset(
        pair
        for pair in task.standing
        if (pair[0] in active or pair in task.done) and pair[1] in known and pair not in task.barred
    )
    new = _solve(task, kept)
    pairs = kept | new
    return Assignment(pairs, new, tuple(_shortages(task, pairs)))


@dataclass(frozen=True, slots=True)
class _Alike:
    """Cases that are the same to every expert: one node, which makes the network ten times smaller."""

    lack: int  # readers that each of them needs
    open_to: tuple[Expert, ...]
    wishing: frozenset[int]  # ids of those among them who wished the theme
    wants_specialist: bool


def _solve(task: Task, kept: frozenset[Pair]) -> frozenset[Pair]:
    import networkx

    groups = _group(task, kept)
    total = sum(alike.lack * len(cases) for alike, cases in groups.items())
    if not total:
        return frozenset()
    load_of = Counter(expert for expert, _ in kept)
    graph = networkx.MultiDiGraph()
    graph.add_node("end", demand=total)
    for expert in dict.fromkeys(expert for alike in groups for expert in alike.open_to):
        could = sum(len(cases) for alike, cases in groups.items() if expert in alike.open_to)
        _add_expert(graph, expert, load_of[expert.id], could)
    for place, (alike, cases) in enumerate(groups.items()):
        _add_group(graph, place, alike, len(cases))
    _, flow = networkx.network_simplex(graph)
    return frozenset(
        pair
        for place, (alike, cases) in enumerate(groups.items())
        for pair in _deal_out(cases, _shares(flow, place, alike))
    )


def _group(task: Task, kept: frozenset[Pair]) -> dict[_Alike, list[int]]:
    readers_of = Counter(case for _, case in kept)
    active = [expert for expert in task.experts if expert.active]
    groups: dict[_Alike, list[int]] = {}
    for paper in task.papers:
        lack = task.readers - readers_of[paper.id]
        if lack <= 0:
            continue
        taken = {e.id for e in active if (e.id, paper.id) in task.barred or (e.id, paper.id) in kept}
        free = tuple(e for e in active if e.id not in taken)
        wishing = frozenset(e.id for e in active if paper.theme is not None and paper.theme in e.wishes)
        has_one = any(case == paper.id and expert in wishing for expert, case in kept)
        here = frozenset(e.id for e in free) & wishing
        groups.setdefault(_Alike(lack, free, here, bool(here) and not has_one), []).append(paper.id)
    return groups


def _add_expert(graph: networkx.MultiDiGraph, expert: Expert, load: int, could: int) -> None:
    """Each further case costs more; no more than he is willing to read."""
    room = could if expert.most is None else max(0, min(could, expert.most - load))
    for further in range(room):
        graph.add_edge(("expert", expert.id), "end", capacity=1, weight=_LOAD * (2 * (load + further) + 1))


def _add_group(graph: networkx.MultiDiGraph, place: int, alike: _Alike, count: int) -> None:
    """Arcs from cases to experts; to the first of those who wished the theme, a case may go for less."""
    cases, special, plain = ("cases", place), ("special", place), ("plain", place)
    units = alike.lack * count
    graph.add_node(cases, demand=-units)
    graph.add_edge(cases, "end", capacity=units, weight=_NO_READER)
    if alike.wants_specialist:
        graph.add_edge(cases, special, capacity=count, weight=0)
        graph.add_edge(cases, plain, capacity=count, weight=_NO_SPECIALIST)
        graph.add_edge(cases, plain, capacity=units - count, weight=0)
    else:
        graph.add_edge(cases, plain, capacity=units, weight=0)
    for expert in alike.open_to:
        person = ("expert", expert.id)
        if expert.id in alike.wishing:
            pair = ("pair", place, expert.id)
            graph.add_edge(pair, person, capacity=count, weight=0)
            graph.add_edge(plain, pair, capacity=count, weight=0)
            if alike.wants_specialist:
                graph.add_edge(special, pair, capacity=count, weight=0)
        else:
            graph.add_edge(plain, person, capacity=count, weight=_NO_WISH)


def _shares(flow: Mapping[Any, Any], place: int, alike: _Alike) -> list[Pair]:
    """``(expert id, how many of these cases)``, those who wished the theme first."""
    found = []
    for expert in sorted(alike.open_to, key=lambda expert: expert.id not in alike.wishing):
        start = ("pair" if expert.id in alike.wishing else "plain", place)
        arcs = flow[(*start, expert.id) if expert.id in alike.wishing else start]
        found.append((expert.id, sum(arcs.get(("expert", expert.id), {}).values())))
    return found


def _deal_out(cases: Sequence[int], shares: Iterable[tuple[int, int]]) -> Iterable[Pair]:
    """Like cards: nobody gets a case twice, as no share is larger than the number of cases."""
    deck = itertools.cycle(cases)
    for expert, count in shares:
        for case in itertools.islice(deck, count):
            yield expert, case


def _shortages(task: Task, pairs: frozenset[Pair]) -> Iterable[Shortage]:
    readers, loads = Counter(case for _, case in pairs), Counter(expert for expert, _ in pairs)
    for paper in task.papers:
        missing = task.readers - readers[paper.id]
        if missing <= 0:
            continue
        others = [expert for expert in task.experts if expert.active and (expert.id, paper.id) not in pairs]
        barred = tuple(expert.id for expert in others if (expert.id, paper.id) in task.barred)
        full = tuple(
            expert.id
            for expert in others
            if expert.id not in barred and expert.most is not None and loads[expert.id] >= expert.most
        )
        yield Shortage(paper.id, missing, barred, full)
