"""Who reads what: never a barred pair, never a hidden shortage, never a standing pair moved."""

from __future__ import annotations

import itertools
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.properties import examples
from tracker.review.experts.assign import Assignment, Pair, Shortage, Task, assign
from tracker.review.experts.avoid import Expert, Paper, barred_pairs

COUNTIES = ("丰县", "沛县", "睢宁", "")


@st.composite
def tasks(draw: st.DrawFn, cases: int = 12, people: int = 6) -> Task:
    papers = [
        Paper(number, f"A{number:02}", draw(st.integers(1, 3)), draw(st.sampled_from(COUNTIES[:3])))
        for number in range(1, draw(st.integers(1, cases)) + 1)
    ]
    experts = [
        Expert(
            number,
            f"专家{number}",
            county=draw(st.sampled_from(COUNTIES)),
            most=draw(st.one_of(st.none(), st.integers(0, cases))),
            wishes=draw(st.frozensets(st.integers(1, 3), max_size=2)),
        )
        for number in range(1, draw(st.integers(1, people)) + 1)
    ]
    return Task(papers, experts, barred_pairs(experts, papers), draw(st.integers(1, 3)))


def check(task: Task, found: Assignment) -> None:
    """What holds of every answer."""
    readers, loads = Counter(case for _, case in found.pairs), found.loads()
    most = {expert.id: expert.most for expert in task.experts}
    active = {expert.id for expert in task.experts if expert.active}
    assert not found.pairs & task.barred.keys()
    assert {expert for expert, _ in found.pairs} <= active
    assert all(count <= task.readers for count in readers.values())
    assert all(loads[key] <= limit for key, limit in most.items() if limit is not None)
    missing = {paper.id: task.readers - readers[paper.id] for paper in task.papers}
    assert {short.case_id: short.missing for short in found.shortages} == {
        case: count for case, count in missing.items() if count
    }


def cost(task: Task, pairs: frozenset[Pair]) -> tuple[int, int, int, int]:
    """Worst first: readers missing, squares of loads, cases without one who wished the theme, other pairs."""
    wishes = {expert.id: expert.wishes for expert in task.experts}
    theme = {paper.id: paper.theme for paper in task.papers}
    fits = {pair for pair in pairs if theme[pair[1]] in wishes[pair[0]]}
    wanted = {
        paper.id
        for paper in task.papers
        if any(paper.theme in e.wishes and (e.id, paper.id) not in task.barred for e in task.experts)
    }
    return (
        task.readers * len(task.papers) - len(pairs),
        sum(count**2 for count in Counter(expert for expert, _ in pairs).values()),
        len(wanted - {case for _, case in fits}),
        len(pairs - fits),
    )


def best(task: Task) -> tuple[int, int, int, int]:
    """By trying everything."""
    choices = []
    for paper in task.papers:
        free = [e.id for e in task.experts if (e.id, paper.id) not in task.barred]
        some = range(min(task.readers, len(free)) + 1)
        choices.append([chosen for count in some for chosen in itertools.combinations(free, count)])
    most = {expert.id: expert.most for expert in task.experts}
    found = []
    for chosen in itertools.product(*choices):
        pairs = frozenset(
            (expert, paper.id)
            for paper, readers in zip(task.papers, chosen, strict=True)
            for expert in readers
        )
        loads = Counter(expert for expert, _ in pairs)
        if all(limit is None or loads[key] <= limit for key, limit in most.items()):
            found.append(cost(task, pairs))
    return min(found)


@settings(max_examples=examples(60))
@given(tasks(cases=4, people=3))
def test_nothing_is_better(task: Task) -> None:
    found = assign(task)

    check(task, found)
    assert cost(task, found.pairs) == best(task)


@given(tasks(), st.data())
def test_withdrawals_move_no_other_pair(task: Task, data: st.DataObject) -> None:
    found = assign(task)
    gone: set[int] = set()
    for _ in range(3):
        gone.add(data.draw(st.sampled_from([expert.id for expert in task.experts])))
        experts = [
            Expert(e.id, e.name, e.unit, e.county, e.most, e.wishes, active=e.id not in gone)
            for e in task.experts
        ]
        later = Task(task.papers, experts, task.barred, task.readers, found.pairs)
        before, found = found, assign(later)
        check(later, found)
        assert {pair for pair in before.pairs if pair[0] not in gone} <= found.pairs


def test_a_shortage_says_who_is_barred_and_who_is_full() -> None:
    papers = [Paper(1, "A01", 1, "丰县"), Paper(2, "A02", 1, "沛县")]
    experts = [Expert(1, "甲", county="丰县"), Expert(2, "乙", most=1), Expert(3, "丙", county="丰县")]

    found = assign(Task(papers, experts, barred_pairs(experts, papers), 2))

    assert found.pairs == {(1, 2), (3, 2), (2, 1)}
    assert found.shortages == (Shortage(1, 1, barred=(1, 3), full=()),)


def test_the_same_task_has_the_same_answer() -> None:
    papers = [Paper(number, f"A{number:02}", number % 6, "丰县") for number in range(1, 60)]
    experts = [Expert(number, f"专家{number}", wishes=frozenset({number % 6})) for number in range(1, 8)]
    task = Task(papers, experts, {}, 3)

    assert assign(task) == assign(task)
    assert sorted(assign(task).loads().values()) == [25, 25, 25, 25, 25, 26, 26]


def test_hand_made_pairs_come_first() -> None:
    papers = [Paper(1, "A01", 1, "丰县"), Paper(2, "A02", 1, "丰县")]
    experts = [Expert(1, "甲"), Expert(2, "乙")]

    found = assign(Task(papers, experts, {}, 1, standing=frozenset({(1, 1), (1, 2)})))

    assert found == Assignment(frozenset({(1, 1), (1, 2)}), frozenset(), ())
