"""Four processes at one ledger in PostgreSQL, without the lock that writers take: nothing twice, no gap."""

import multiprocessing
from collections import Counter
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from tests.ledgers import POSTGRES, make_ledger
from tracker.ledger import cases, letters, mails
from tracker.ledger.engines.leases import release_lease, take_lease
from tracker.ledger.engines.store import Ledger
from tracker.ledger.events import get_note, set_note
from tracker.ledger.published.issued import newest_edition, take_edition
from tracker.ledger.records import LetterKind, NewLetter
from tracker.ledger.schema import case

NOW = datetime(2015, 8, 3, 2, 25, tzinfo=UTC)
MAILS, LETTERS, CASES = 120, 60, 15  # CASES of each process
HOSTS = ("a", "b", "c", "d")


@pytest.fixture
def place(tmp_path):
    return make_ledger(tmp_path, POSTGRES)


class Undone(Exception):
    pass


def work(address, name, begin, found):
    """What one host does: claims mails and letters until none is left, numbers cases, fails now and then."""
    with closing(Ledger.open(address)) as ledger:
        begin.wait()
        claimed, handed = [], []
        while True:
            with ledger.claim() as connection:
                rows = mails.claim_mails(connection, name, NOW, timedelta(minutes=30), 3)
                fresh = [row.id for row in rows if not row.attempts]
            if not fresh:
                break
            claimed += fresh
            with ledger.begin() as connection:
                for mail_id in fresh:
                    mails.update_mail(connection, mail_id, state="filed")
        for letter_id in range(1, LETTERS + 1):
            with ledger.claim() as connection:
                if letters.claim_letter(connection, letter_id, name, NOW) is not None:
                    handed.append(letter_id)
        for number in range(CASES):
            with ledger.claim() as connection:
                cases.add_case(connection, "XZ-{serial:03d}", "", NOW)
                take_edition(connection)
            with suppress(Undone), ledger.claim() as connection:
                cases.add_case(connection, "XZ-{serial:03d}", "", NOW)
                if number % 3 == 0:
                    raise Undone
        found.put((claimed, handed))


@pytest.mark.slow  # four interpreters
def test_four_processes_claim_nothing_twice_and_number_without_gaps(place):
    with closing(Ledger.open(place)) as ledger:
        with ledger.begin() as connection:
            for number in range(MAILS):
                mails.add_mail(connection, f"{number:064}", 1, NOW, NOW)
            for number in range(LETTERS):
                new = NewLetter(f"k{number}", LetterKind.DIGEST, "a@b.cn", "题", f"<{number}@b.cn>", b"x")
                letters.put_letter(connection, new, NOW)
        spawn = multiprocessing.get_context("spawn")
        begin, found = spawn.Barrier(len(HOSTS)), spawn.Queue()
        hosts = [spawn.Process(target=work, args=(place, name, begin, found)) for name in HOSTS]
        for host in hosts:
            host.start()
        results = [found.get(timeout=60) for _ in hosts]
        for host in hosts:
            host.join(60)
        with ledger.read() as connection:
            serials = list(connection.execute(select(case.c.serial).order_by(case.c.id)).scalars())
            edition = newest_edition(connection)

    assert [host.exitcode for host in hosts] == [0] * len(HOSTS)
    for position, total in ((0, MAILS), (1, LETTERS)):
        taken = Counter(number for result in results for number in result[position])
        assert taken == dict.fromkeys(range(1, total + 1), 1)
    assert sorted(serials) == list(range(1, len(HOSTS) * (CASES + CASES - CASES // 3) + 1))
    assert edition == len(HOSTS) * CASES


ROUNDS = 12  # of each process, under a lease that it gives back each time


def count_under_lease(address, name, begin, found):
    """Reads a number and writes the next one, without any lock but the lease."""
    fences = []
    with closing(Ledger.open(address)) as ledger:
        begin.wait()
        while len(fences) < ROUNDS:
            with ledger.claim() as connection:
                lease = take_lease(connection, "count", name, timedelta(minutes=1))
            if lease is None:
                continue
            with ledger.under(lease).claim() as connection:
                set_note(connection, "count", get_note(connection, "count", 0) + 1, NOW)
            with ledger.claim() as connection:
                release_lease(connection, lease)
            fences.append(lease.fence)
    found.put((name, fences))


@pytest.mark.slow  # four interpreters
def test_a_lease_is_one_hosts_at_a_time(place):
    spawn = multiprocessing.get_context("spawn")
    begin, found = spawn.Barrier(len(HOSTS)), spawn.Queue()
    hosts = [spawn.Process(target=count_under_lease, args=(place, name, begin, found)) for name in HOSTS]
    for host in hosts:
        host.start()
    results = dict(found.get(timeout=120) for _ in hosts)
    for host in hosts:
        host.join(60)
    with closing(Ledger.open(place)) as ledger, ledger.read() as connection:
        counted = get_note(connection, "count")

    assert counted == len(HOSTS) * ROUNDS
    assert all(fences == sorted(fences) for fences in results.values())
    held = [set(fences) for fences in results.values()]
    assert len(set.union(*held)) == sum(map(len, held))  # no fence is two hosts'
