"""Workers killed at the instants for which the pool beneath has no answer: what waits is told, what follows is done."""

from __future__ import annotations

import os
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from typing import Any

import pytest

from intake.model.limits import Limits
from intake.worker import crew as crew_module
from intake.worker.crew import Crew, WorkerLostError, has_died
from tests.unit.intake.worker.test_pool import call_files, workers

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="children are found in /proc"),
]


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Crew, int]]:
    """A crew at rest, and the process of its one worker."""
    monkeypatch.setattr(crew_module, "GRACE", 1.0)
    monkeypatch.setattr(crew_module, "LOOK", 0.1)
    others = set(workers())
    crew = Crew(call_files(Limits()), workers=1, recycle=500)
    assert crew.result(crew.schedule(len, "warm", 60.0)) == 4
    [worker] = set(workers()) - others
    yield crew, worker
    crew.close()


@pytest.fixture
def crew(begun: tuple[Crew, int]) -> Crew:
    return begun[0]


def die_with_the_lock(_: object) -> None:
    """End as the kernel ends a process that is just handing over its answer."""
    frame: Any = sys._getframe()
    while "channel" not in frame.f_locals:
        frame = frame.f_back
    frame.f_locals["channel"].mutex.acquire()
    os.kill(os.getpid(), signal.SIGKILL)


def spin(_: object) -> None:
    """Work that never ends."""
    while True:
        pass


def match_for_ever(_: object) -> None:
    """The same in native code, which no exception reaches."""
    re.match("(a+)+$", "a" * 60 + "b")


def ending(crew: Crew, work: Future[Any]) -> object:
    """What the work gave, or that its worker died."""
    while not crew.has_ended(work, 0.2):
        pass
    error = work.exception()
    return work.result() if error is None else has_died(error) and "died"


def test_a_worker_that_dies_with_the_lock_ends_what_waits_and_the_next_is_done(crew: Crew) -> None:
    died = crew.schedule(die_with_the_lock, None, 1.0)
    behind = [crew.schedule(len, "ab", 1.0) for _ in range(3)]
    assert [ending(crew, work) for work in (died, *behind)] == ["died"] * 4
    with pytest.raises(WorkerLostError):
        behind[2].result()
    assert crew.result(crew.schedule(len, "abc", 60.0)) == 3


def test_a_worker_killed_between_two_works_loses_none_without_a_word(begun: tuple[Crew, int]) -> None:
    crew, worker = begun
    os.kill(worker, signal.SIGKILL)
    works = [crew.schedule(len, "ab", 60.0) for _ in range(3)]
    assert {ending(crew, work) for work in works} <= {2, "died"}
    assert crew.result(crew.schedule(len, "abc", 60.0)) == 3


def test_what_was_in_work_when_the_crew_closed_is_lost_and_nobody_waits_for_it(crew: Crew) -> None:
    works = [crew.schedule(time.sleep, 30.0, 60.0) for _ in range(2)]
    crew.close()
    assert [ending(crew, work) for work in works] == ["died"] * 2
    assert crew.result(crew.schedule(len, "abc", 60.0)) == 3


def test_a_crew_may_close_while_its_workers_answer(crew: Crew) -> None:
    """Both the pool's end and ours speak of the same work; a thread of the pool that died of it would fail this test."""
    for _ in range(5):
        works = [crew.schedule(len, "ab", 60.0) for _ in range(20)]
        assert crew.result(works[0]) == 2
        crew.close()
        assert {ending(crew, work) for work in works} <= {2, "died"}


@pytest.mark.parametrize("work", [spin, match_for_ever])
def test_work_that_uses_more_of_the_processor_than_it_may_is_ended(
    crew: Crew, work: Callable[[object], None]
) -> None:
    with pytest.raises(TimeoutError):
        crew.result(crew.schedule(work, None, 0.5))
    assert crew.result(crew.schedule(len, "abc", 60.0)) == 3


def test_work_that_the_machine_kept_waiting_is_not_ended(crew: Crew) -> None:
    assert crew.result(crew.schedule(time.sleep, 1.5, 0.5)) is None


def test_work_that_neither_works_nor_ends_is_ended_by_the_clock(crew: Crew) -> None:
    with pytest.raises(TimeoutError):
        crew.result(crew.schedule(time.sleep, 60.0, 0.5))


def test_work_may_wait_for_its_worker_as_long_as_something_goes_on(crew: Crew) -> None:
    long = [crew.schedule(time.sleep, 1.5, 5.0) for _ in range(5)]  # together longer than one may take
    assert [crew.result(work) for work in long] == [None] * 5


def test_what_is_asked_for_again_and_again_ends_too(crew: Crew) -> None:
    crew.schedule(die_with_the_lock, None, 1.0)
    behind = crew.schedule(len, "ab", 1.0)
    assert crew.has_ended(behind, 0.2) is False
    assert ending(crew, behind) == "died"
