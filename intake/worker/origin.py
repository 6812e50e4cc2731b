"""Where reading processes come from.

On POSIX they are forked from one server that has imported the reading code and learned what every mail is
compared with: a new one is there in a few milliseconds instead of half a second, and shares that memory.
The server has read nothing and has one thread, so nothing of another mail and no held lock is copied.
Windows starts each anew.
"""

from __future__ import annotations

from multiprocessing import get_all_start_methods, get_context
from multiprocessing.context import BaseContext

WARM = "intake.worker.warm"


def process_context() -> BaseContext:
    """How reading processes are started here."""
    if "forkserver" not in get_all_start_methods():
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload([WARM])  # of no effect where the server is running already
    return context
