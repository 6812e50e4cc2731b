"""A whole office in a process of its own, so that a test can kill it: ``python -m … DATA TIME…``.

Polls, files, answers and sends once at each of the simulated times, with the real parts.
"""

import sys
from datetime import datetime, timedelta
from pathlib import Path

from tracker.office.clock import SetClock
from tracker.run.duties import Outside, work_through
from tracker.run.open import open_office, open_readers, open_route
from tracker.run.polling import open_mailboxes, poll_mailboxes, sent_lookup


def main(root: Path, times: list[datetime]) -> None:
    clock = SetClock(times[0])
    with open_office(root, clock=clock) as parts, open_readers(parts) as readers:
        mailboxes = open_mailboxes(parts)
        route = open_route(parts)

        def wait(seconds: float) -> None:
            clock.advance(timedelta(seconds=seconds))

        outside = Outside(readers, route, wait, sent_lookup(mailboxes))
        for time in times:
            clock.set(max(time, clock.now()))
            poll_mailboxes(parts, mailboxes)
            work_through(parts, outside)
        route.close()
        if parts.health:
            print(parts.health)


if __name__ == "__main__":
    main(Path(sys.argv[1]), [datetime.fromisoformat(text) for text in sys.argv[2:]])
