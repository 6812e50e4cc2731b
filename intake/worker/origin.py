"""Where reading processes come from.

On POSIX they are forked from one server that has imported the reading code and learned what every mail is
compared with: a new one is there in a few milliseconds instead of half a second, and shares that memory.
The server has read nothing and has one thread, so nothing of another mail and no held lock is copied.
Windows, and a machine without a folder for the server's socket, start each anew.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.context import BaseContext
from threading import Lock

WARM = "intake.worker.warm"
# The socket must outlive the folder in which an office keeps its temporary files, and its path may have no
# more than 107 bytes (unix(7)), which a folder named in Chinese soon has. It carries no text of a mail.
PLACES = ("/tmp", "/var/tmp", "/dev/shm")  # noqa: S108 - multiprocessing makes a folder of mode 0700 in it

_one_at_a_time = Lock()  # a worker has several pools, each begun in a thread of its own


@cache
def process_context() -> BaseContext:
    """How reading processes are started here."""
    place = next((place for place in PLACES if os.access(place, os.W_OK)), None)
    if place is None or "forkserver" not in get_all_start_methods():
        return get_context("spawn")
    from multiprocessing import forkserver

    context = get_context("forkserver")
    context.set_forkserver_preload([WARM])  # of no effect where a server is running already
    with _one_at_a_time, _temporary_files_in(place):
        forkserver.ensure_running()
    return context


@contextmanager
def _temporary_files_in(place: str) -> Iterator[None]:
    before, tempfile.tempdir = tempfile.tempdir, place
    try:
        yield
    finally:
        tempfile.tempdir = before
