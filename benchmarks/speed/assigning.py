"""Who reads what: 200 cases for 15 experts, 600 for 40, three each; beside scipy's solver where it is.

``python -m benchmarks.speed.assigning`` prints the table. scipy is no dependency: its rows need
``pip install scipy`` in an environment of one's own. Its model is the same (shortage, squares of loads,
one who wished the theme, wishes), so the costs of both answers must be equal.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable

from benchmarks.speed.measure import Row, table
from tracker.review.experts.assign import Assignment, Pair, Task, assign
from tracker.review.experts.avoid import Expert, Paper, barred_pairs

SIZES = ((200, 15, 2.0), (600, 40, 8.0))  # cases, experts, seconds
READERS = 3
COUNTIES = "abcdefghij"


def invented(cases: int, people: int, seed: int = 1) -> Task:
    """Cases of ten counties and six themes; two experts in five take only so many."""
    chance = random.Random(seed)
    papers = [Paper(n, f"A{n}", chance.randint(1, 6), chance.choice(COUNTIES)) for n in range(cases)]
    fair = cases * READERS // people
    experts = [
        Expert(
            n,
            f"E{n}",
            county=chance.choice((*COUNTIES, *" " * 5)).strip(),
            most=fair + chance.randint(-10, 10) if chance.random() < 0.4 else None,
            wishes=frozenset(chance.sample(range(1, 7), 2)),
        )
        for n in range(people)
    ]
    return Task(papers, experts, barred_pairs(experts, papers), READERS)


def cost(task: Task, pairs: frozenset[Pair]) -> tuple[int, int]:
    """Readers missing and the sum of the squares of the loads: what comes first."""
    squares = sum(count**2 for count in Counter(expert for expert, _ in pairs).values())
    return task.readers * len(task.papers) - len(pairs), squares


def by_scipy(task: Task) -> frozenset[Pair] | None:
    """The same by scipy's MILP (HiGHS), or None without scipy."""
    try:
        import numpy
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import lil_matrix
    except ImportError:
        return None
    pairs = [
        (expert.id, paper.id)
        for expert in task.experts
        for paper in task.papers
        if (expert.id, paper.id) not in task.barred
    ]
    most = {e.id: len(task.papers) if e.most is None else max(0, e.most) for e in task.experts}
    steps = [(key, step) for key, limit in most.items() for step in range(limit)]
    width = len(pairs) + len(task.papers) + len(steps)
    price = numpy.zeros(width)
    price[len(pairs) : len(pairs) + len(task.papers)] = 10_000_000
    price[len(pairs) + len(task.papers) :] = [2_000 * (2 * step + 1) for _, step in steps]
    rows = lil_matrix((len(task.papers) + len(task.experts), width))
    case_row = {paper.id: row for row, paper in enumerate(task.papers)}
    expert_row = {e.id: len(task.papers) + row for row, e in enumerate(task.experts)}
    for column, (expert, case) in enumerate(pairs):
        rows[case_row[case], column] = rows[expert_row[expert], column] = 1
    for row in range(len(task.papers)):
        rows[row, len(pairs) + row] = 1
    for column, (expert, _) in enumerate(steps, len(pairs) + len(task.papers)):
        rows[expert_row[expert], column] = -1
    wanted = numpy.array([task.readers] * len(task.papers) + [0] * len(task.experts))
    upper = numpy.ones(width)
    upper[len(pairs) : len(pairs) + len(task.papers)] = task.readers
    whole = numpy.ones(width)
    solved = milp(
        price,
        constraints=LinearConstraint(rows.tocsr(), wanted, wanted),
        bounds=Bounds(0, upper),
        integrality=whole,
    )
    return frozenset(pair for pair, used in zip(pairs, solved.x, strict=False) if used > 0.5)


def timed(work: Callable[[], Assignment]) -> tuple[float, Assignment]:
    """CPU seconds, best of three, and the answer."""
    found: list[float] = []
    for _ in range(3):
        start = time.process_time()
        answer = work()
        found.append(time.process_time() - start)
    return min(found), answer


def bench(sizes: tuple[tuple[int, int, float], ...] = SIZES) -> list[Row]:
    """Rows of the table."""
    rows = []
    for cases, people, limit in sizes:
        task = invented(cases, people)
        spent, answer = timed(lambda task=task: assign(task))
        note = f"{spent:.2f} s, {len(answer.shortages)} cases short"
        start = time.process_time()
        referee = by_scipy(task)
        ok = spent <= limit
        if referee is not None:
            same = cost(task, referee) == cost(task, answer.pairs)
            ok = ok and same
            note += (
                f"; scipy {time.process_time() - start:.2f} s, {'the same cost' if same else 'ANOTHER COST'}"
            )
        rows.append(Row(f"{cases} cases to {people} experts, {READERS} each", note, f"{limit:.0f} s", ok))
    return rows


if __name__ == "__main__":
    print(table(bench()))
