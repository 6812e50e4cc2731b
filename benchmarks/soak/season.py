"""Days of an office in a world full of faults; each ends in quiet and is accounted for."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from benchmarks.soak.audit import Account, audit
from benchmarks.soak.child import Child, Tick
from benchmarks.soak.peers import Peers
from benchmarks.soak.post import BUREAU, LI, Arrival, Post
from intake.failpoints import POINTS
from tracker.office.folder import DataDir
from tracker.office.secret import write_private
from tracker.run.init import init_data

ZONE = ZoneInfo("Asia/Shanghai")
FIRST = datetime(2015, 7, 13, tzinfo=ZONE)  # a Monday; the notice's last day is August 10th
UNIT = "minzheng@fengxian.example.com"
DISK = "200m"
QUIET = (
    "18:30",
    "19:40",
    "20:50",
    "22:00",
    "23:10",
)  # nothing goes wrong any more: everything must come right
KINDS = (
    "kill", "kill", "kill", "failpoint", "disk", "back", "ahead", "moody", "moody", "password", "lines", "uids", "flood",
    "none", "none", "none", "none", "none", "none", "workers",
)  # fmt: skip


@dataclass
class Season:
    """One office, its world, and the story of the day."""

    root: Path
    peers: Peers
    rng: random.Random
    disk: Path | None  # a file system of its own that may be filled
    arrivals: list[Arrival] = field(default_factory=list)
    story: list[str] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)
    explained: Counter[str] = field(default_factory=Counter)
    kills: int = 0

    def __post_init__(self) -> None:
        """The office's folder as a person sets it up."""
        self.post = Post(self.rng)
        make_office(self.root, self.peers)
        self.child = Child(self.root)

    def day(self, number: int) -> Account:
        """Day ``number`` from 0, with everything that goes wrong on it, and its account."""
        date = FIRST + timedelta(days=number)
        self.story.clear()
        now = date.replace(hour=7, minute=30)
        while now.hour < 18:
            self._hour(now)
            now += timedelta(minutes=self.rng.randint(15, 110))
        self.peers.be_good()
        for clock in QUIET:
            hour, minute = map(int, clock.split(":"))
            self._work(date.replace(hour=hour, minute=minute), backup=clock == QUIET[-1])
        self.child.stop()
        self._drop_old_backups()
        account = audit(self.root, self.peers.world(self.arrivals, frozenset({UNIT}), self.kills, date))
        self.explained = account.explained
        return account

    def _hour(self, now: datetime) -> None:
        kind = self.rng.choice(KINDS)
        self.done[kind] += 1
        for one in self.post.some(now, flood=kind == "flood"):
            self.arrivals.append(one)
            self.peers.deliver(one.raw, now)
            self.done["mails"] += 1
            if one.what != "flood":
                self.story.append(f"{now:%H:%M} mail: {one.what}")
        if kind != "none":
            self.story.append(f"{now:%H:%M} {kind}")
        {"kill": self._kill, "failpoint": self._failpoint, "disk": self._fill}.get(kind, self._other)(
            now, kind
        )
        if kind in ("password", "moody", "lines"):  # for about an hour
            self._work(now + timedelta(minutes=10))
            self.peers.be_good()
        if kind == "password":  # a refused password is asked for again after six hours by the machine's clock
            self.child.stop()

    def _other(self, now: datetime, kind: str) -> None:
        match kind:
            case "back":
                self._work(now - timedelta(hours=self.rng.randint(1, 9)))
            case "ahead":
                self._work(now + timedelta(days=1, hours=self.rng.randint(0, 3)))
            case "moody":
                self.peers.be_moody(self.rng)
            case "password":
                self.peers.refuse_password()
            case "lines":
                self.peers.break_lines(self.rng)
            case "uids":
                self.peers.number_anew(self.rng)
            case "workers":
                self.child.stop()
                self.child.start(workers=True)
        self._work(now)

    def _kill(self, now: datetime, _kind: str) -> None:
        self._work(now, kill_after=self.rng.random() * 1.1)
        self._work(now + timedelta(minutes=5))

    def _failpoint(self, now: datetime, _kind: str) -> None:
        self.child.stop()
        point = f"{self.rng.choice(sorted(POINTS))}:{self.rng.randint(1, 3)}"
        self.story.append(f"{now:%H:%M} dies at {point}")
        self.child.start(point)
        self._work(now, dies=True)
        self.child.stop()
        self._work(now + timedelta(minutes=5))

    def _fill(self, now: datetime, _kind: str) -> None:
        if self.disk is None:
            self._work(now)
            return
        with full(self.disk, self.rng.randrange(400) * 1024):
            self._work(now)
            self._work(now + timedelta(minutes=6))
        self._work(now + timedelta(minutes=12))

    def _work(
        self, now: datetime, *, kill_after: float | None = None, backup: bool = False, dies: bool = False
    ) -> None:
        told = self.child.work(Tick(now, backup), kill_after)
        if told is None:
            self.peers.smtp.wait_for_end()
        moody = "DOT" in self.peers.smtp.script or any("drop" in r for r in self.peers.smtp.script.values())
        for one in self.peers.listen(doubtful=told is None or moody):
            if f"To: {LI}".encode() in one.content:
                self.post.letters.append(one.content)
        if told is None:
            self.kills += 1
            self.story.append(f"{now:%H:%M} died{'' if dies or kill_after is not None else ' by itself'}")
            if not dies and kill_after is None:
                raise RuntimeError("the office died by itself")

    def _drop_old_backups(self) -> None:
        """The disk is small: one is kept."""
        for old in sorted(DataDir(self.root).backup.glob("*.zip"))[:-1]:
            old.unlink()


def make_office(root: Path, peers: Peers) -> None:
    """A data folder as it is set up by hand, with the coordinator and a unit that has an address."""
    root.mkdir(mode=0o700)
    write_private(root / "secrets.toml", f'main = "{peers.imap.password}"\n')
    init_data(root)
    (root / "settings.toml").write_text(
        f'[[mailboxes]]\nname = "main"\nhost = "127.0.0.1"\nport = {peers.imap.port}\nuser = "{peers.imap.user}"\n'
        f'tls = "plain-for-tests"\nsent = ""\njunk = ""\n[smtp]\nhost = "127.0.0.1"\nport = {peers.smtp.port}\n'
        f'tls = "none-for-tests"\nfrom_address = "{BUREAU}"\n[reading]\nocr = false\n',
        encoding="utf-8",
    )
    campaign = root / "campaign.toml"
    text = campaign.read_text("utf-8").replace(f'# addresses = ["{UNIT}"]', f'addresses = ["{UNIT}"]')
    campaign.write_text(f'{text}\n[[coordinators]]\nname = "李敏"\nemail = "{LI}"\n', encoding="utf-8")


@contextmanager
def full(disk: Path, free: int) -> Iterator[None]:
    """Leave ``free`` bytes on a file system."""
    filler = disk / "filler"
    status = os.statvfs(disk)
    size = max(0, status.f_bavail * status.f_frsize - free)
    with filler.open("wb") as file, suppress(OSError):
        os.posix_fallocate(file.fileno(), 0, size)
    try:
        yield
    finally:
        filler.unlink()


@contextmanager
def small_disk(place: Path) -> Iterator[Path | None]:
    """A small file system in memory; None where none may be mounted."""
    place.mkdir(mode=0o700)
    words = ["mount", "-t", "tmpfs", "-o", f"size={DISK},mode=0700", "tmpfs", str(place)]
    if (
        not sys.platform.startswith("linux")
        or subprocess.run(words, capture_output=True, check=False).returncode
    ):
        yield None
        return
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)
