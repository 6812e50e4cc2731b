"""What ``zhengji doctor`` tries in the data folder: room, modes, the ledger, the clock."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Literal

from sqlalchemy import URL

from intake.campaign.campaign import Campaign
from intake.model.errors import IntakeError
from intake.model.system import why
from intake.source.imap.source import ImapSource
from tracker.cases.deadlines import load_deadlines
from tracker.errors import TrackerError
from tracker.ledger import letters
from tracker.ledger.engines.store import Ledger
from tracker.ledger.events import set_note
from tracker.ledger.records import LetterState
from tracker.letters.extension import ask_which, find_edit
from tracker.office.folder import DataDir
from tracker.office.private import exposed_paths
from tracker.office.secret import is_exposed
from tracker.outbox.restored import is_pending

State = Literal["ok", "warn", "fail"]
LOW_DISK = 2 * 1024**3  # bytes
CLOCK_SLACK = 300  # seconds
BUSY_SECONDS = 5.0  # how long the ledger may be held by others
CHECKED = "doctor.checked"  # the note by which writing is tried
RECENT = timedelta(days=7)  # letters by which the clocks are compared
SET_CLOCK = "请校准本机时间（开启自动对时）"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found; ``remedy`` says what to do."""

    name: str
    state: State
    text: str
    remedy: str = ""


def examine_folder(data: DataDir) -> Iterator[Finding]:
    """Whether the folder can be written, has room, and is the owner's alone."""
    if not data.root.is_dir():
        yield Finding("数据目录", "fail", f"找不到 {data.root}", f"运行 zhengji init --data {data.root}")
        return
    if problem := _try_writing(data.root):
        yield Finding("数据目录", "fail", f"{data.root} 不能写入（{problem}）", "请更改目录权限或另选目录")
        return
    free = shutil.disk_usage(data.root).free
    state: State = "ok" if free >= LOW_DISK else "warn"
    remedy = "" if state == "ok" else "请清理磁盘，至少留出 2GB"
    yield Finding("数据目录", state, f"可写，剩余{free // 1024**2}MB", remedy)
    secrets = [path for path in (data.secrets, data.key) if path.exists()]
    exposed = [path for path in secrets if is_exposed(path)]
    for path in exposed:
        yield Finding("授权码文件", "fail", f"{path.name} 可被本机其他用户读取", f'执行 chmod 600 "{path}"')
    if os.name != "nt" and data.secrets.exists() and not exposed:
        yield Finding("授权码文件", "ok", "仅本人可读")
    if others := [path for path in exposed_paths(data) if path not in secrets]:
        yield Finding(
            "文件权限",
            "warn",
            f"{len(others)}个文件或目录可被本机其他用户读取，如 {others[0]}",
            f'服务启动时自动改正；也可执行 chmod -R go= "{data.root}"',
        )


def examine_workbook(folder: Path) -> Finding:
    """Whether the workbook can be published into a folder outside the data folder."""
    if not folder.is_dir():
        return Finding("汇总表目录", "warn", f"{folder} 尚不存在，发布时建立", "如为共享文件夹，请确认已连接")
    if problem := _try_writing(folder):
        return Finding(
            "汇总表目录",
            "fail",
            f"{folder} 不能写入（{problem}）",
            "请更改目录权限，或改 [paths] 的 workbook",
        )
    return Finding("汇总表目录", "ok", f"{folder} 可写")


def examine_ledger(place: Path | URL) -> Finding:
    """Write to the ledger, as every mail does, and read it back."""
    if not _may_exist(place):
        return Finding("台账", "ok", "尚未建立，首次运行时建立")
    now = datetime.now(UTC)
    try:
        ledger = Ledger.open(place, busy_seconds=BUSY_SECONDS)
    except TrackerError as error:
        return _cannot_write(place, str(error))
    try:
        with ledger.begin() as connection:
            set_note(connection, CHECKED, now.isoformat(), now)
        with ledger.read() as connection:
            whole = ledger.is_whole(connection)
            pending = is_pending(connection)
    except (TrackerError, OSError) as error:
        return _cannot_write(place, str(error))
    finally:
        ledger.close()
    if not whole:
        return _cannot_write(place, "内容已损坏")
    if pending is not None:
        return Finding(
            "台账",
            "warn",
            "由备份恢复，待发的信尚未与发件箱核对",
            "服务运行时自动核对；没有“已发送”文件夹的，请查看 zhengji letters held 后放行",
        )
    return Finding("台账", "ok", "可写，内容完好" if isinstance(place, Path) else f"可写（{place}）")


def _may_exist(place: Path | URL) -> bool:
    return not isinstance(place, Path) or place.exists()


def examine_deadline(place: Path | URL, campaign: Campaign) -> Iterator[Finding]:
    """Whether the deadline that the units know was edited in the campaign file."""
    if not _may_exist(place):
        return
    try:
        ledger = Ledger.open(place, busy_seconds=BUSY_SECONDS)
    except TrackerError:
        return  # said already where the ledger itself is tried
    with closing(ledger), ledger.read() as connection:
        known = (*campaign.deadlines, *load_deadlines(connection))
        whole = campaign.model_copy(update={"deadlines": known})
        edit = find_edit(connection, whole, datetime.now(UTC))
    if edit is not None:
        question, remedy = ask_which(whole, edit).split("。", 1)
        yield Finding("截止时间改动", "fail", question, remedy)


def examine_clock(data: DataDir) -> Finding:
    """A clock that runs behind its own files would date letters wrongly and miss the deadline."""
    now = datetime.now(UTC)
    known = (data.settings, data.campaign, data.ledger, data.ledger.with_name("ledger.db-wal"))
    newest = max((path.stat().st_mtime for path in known if path.exists()), default=0.0)
    local = now.astimezone().strftime("%Y-%m-%d %H:%M")
    if newest > now.timestamp() + CLOCK_SLACK:
        return Finding("系统时间", "fail", f"现为{local}，早于数据目录中文件的时间", SET_CLOCK)
    return Finding("系统时间", "ok", local)


def compare_clocks(place: Path | URL, name: str, source: ImapSource) -> Iterator[Finding]:
    """Our clock and the mail server's, by what lies in the mailbox.

    IMAP has no command for the time, but every mail has the server's own (INTERNALDATE, RFC 3501 par.
    2.3.3): none can have come in the future, and letters of ours came to the Sent folder when we sent them.
    """
    now = datetime.now(UTC)
    sent = _sent_lately(place, now)
    try:
        newest = source.newest_arrival()
        headers = source.sent_headers(now - RECENT, "MESSAGE-ID") if sent else None
    except IntakeError:
        return  # said already where the mailbox itself is tried
    ahead = [(newest - now).total_seconds()] if newest is not None and newest > now else []
    for at, raw in headers or ():
        when = next((sent[identity] for identity in sent if identity.encode() in raw), None)
        if at is not None and when is not None:
            ahead.append((at - when).total_seconds())
    skew = median(ahead) if ahead else 0.0
    if abs(skew) > CLOCK_SLACK:
        way = "慢" if skew > 0 else "快"
        yield Finding(
            f"{name} 时间", "warn", f"本机时间比邮件服务器约{way}{abs(skew) / 60:.0f}分钟", SET_CLOCK
        )
    elif ahead or newest is not None:
        yield Finding(f"{name} 时间", "ok", "与邮件服务器一致")


def _sent_lately(place: Path | URL, now: datetime) -> dict[str, datetime]:
    """Message-ID → when we handed it over."""
    if not _may_exist(place):
        return {}
    try:
        ledger = Ledger.open(place, busy_seconds=BUSY_SECONDS)
    except TrackerError:
        return {}
    try:
        with ledger.read() as connection:
            rows = letters.letters_in(connection, LetterState.SENT)
    finally:
        ledger.close()
    return {row.message_id: row.sent_at for row in rows if row.sent_at and now - row.sent_at < RECENT}


def _cannot_write(place: Path | URL, why: str) -> Finding:
    remedy = "请关闭占用它的程序、检查权限和磁盘，或从备份恢复"
    if not isinstance(place, Path):
        remedy = "请检查数据库服务、网络、secrets.toml 中的 ledger 和 [ledger] 的 url"
    return Finding("台账", "fail", f"{place} 不能写入：{why}", remedy)


def _try_writing(folder: Path) -> str:
    """Why a file cannot be written there, ``""`` when it can."""
    probe = folder / ".write-test"
    try:
        probe.write_bytes(b"1")
        probe.unlink()
    except OSError as error:
        return why(error)
    return ""
