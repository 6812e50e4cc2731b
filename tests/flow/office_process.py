"""A whole office at work in a process of its own, so that a test can kill it.

Polls, files, answers and sends once at each of the simulated times, with the real parts. The
processes are forked from one that has imported the office, which is most of a short life.
"""

import importlib
import multiprocessing
import os
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path

from intake import failpoints
from intake.worker.pool import Readers
from tracker.office.clock import SetClock
from tracker.run.duties import Outside, work_through
from tracker.run.open import open_office, open_readers, open_route
from tracker.run.polling import open_mailboxes, poll_mailboxes, sent_letters, sent_lookup


def work(root: Path, times: list[datetime], others: Readers | None = None) -> None:
    """Work at each of the times, with readers of its own or those of ``others``."""
    clock = SetClock(times[0])
    with ExitStack() as stack:
        parts = stack.enter_context(open_office(root, clock=clock))
        readers = others or stack.enter_context(open_readers(parts))
        mailboxes = open_mailboxes(parts)
        route = open_route(parts)

        def wait(seconds: float) -> None:
            clock.advance(timedelta(seconds=seconds))

        outside = Outside(readers, route, wait, sent_lookup(mailboxes), sent_since=sent_letters(mailboxes))
        for time in times:
            clock.set(max(time, clock.now()))
            poll_mailboxes(parts, mailboxes)
            work_through(parts, outside)
        route.close()
        if parts.health:
            print(parts.health)


def work_until_killed(root: Path, times: list[datetime], failpoint: str) -> int | None:
    """The exit code of an office that dies at ``failpoint``; negative is the signal, None a long life."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    process = context.Process(target=_arm_and_work, args=(root, times, failpoint))
    process.start()
    process.join(300)
    died = process.exitcode
    process.kill()
    process.join()
    return died


def _arm_and_work(root: Path, times: list[datetime], failpoint: str) -> None:
    os.environ[failpoints.VARIABLE] = failpoint
    importlib.reload(failpoints)  # reads the variable as at the start of a process
    work(root, times)
