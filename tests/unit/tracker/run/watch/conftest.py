"""An office that has worked for two days: mails in every state, letters waiting and gone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.office import Office
from tracker.filing.file import quarantine_mail
from tracker.ledger import mails
from tracker.office.settings import Mailbox
from tracker.run.watch.pulse import Pulse, write_pulse


@pytest.fixture
def busy(tmp_path: Path) -> Iterator[Office]:
    office = Office(tmp_path, prompt=True).at("08-03 09:00")
    box = Mailbox(name="main", host="h", user="u@h")
    changed = office.parts.settings.model_copy(update={"mailboxes": (box,)})
    object.__setattr__(office.parts, "settings", changed)
    office.mail("fx@example.cn")
    office.tick()
    office.at("08-05 08:00")
    now = office.clock.now()
    with office.parts.ledger.begin() as connection:
        mails.put_cursor(connection, mails.Folder("main", "INBOX", 1), {"uid": 1, "polled_at": now})
        for number in range(3):
            mails.add_mail(connection, f"{number:064x}", 10, now, now - timedelta(minutes=number))
        apart = mails.get_mail(connection, 2)
        assert apart is not None
    quarantine_mail(office.parts, apart, "附件损坏")
    done = {"send": now, "poll": now - timedelta(minutes=5)}
    failing = {"publish": now - timedelta(hours=1)}
    write_pulse(office.parts.data.pulse, Pulse(now, ("汇总表文件夹不能写入",), done=done, failing=failing))
    office.at("08-05 08:05")
    yield office
    office.close()
