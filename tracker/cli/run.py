"""``run`` and ``import``: taking mail in for real; ``metrics`` and ``watch``: whether that works."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.options import HERE, Arrivals, Data
from tracker.errors import SettingsError

if TYPE_CHECKING:
    from tracker.office.parts import Parts
    from tracker.office.settings import Settings


def run(
    data: Data = HERE,
    health: Annotated[
        str, typer.Option("--health", help="在本机提供运行情况页和监控指标，如 127.0.0.1:9100。")
    ] = "",
) -> None:
    """启动服务：收件、登记、回执、催报、日报，直到按 Ctrl+C 停止。"""
    from contextlib import ExitStack
    from threading import Event

    from tracker.office.lock import only_one
    from tracker.office.logs import start_log
    from tracker.office.private import make_private
    from tracker.run.duties import Outside
    from tracker.run.live.reach import tell_unreached
    from tracker.run.live.service import Service
    from tracker.run.open import open_office, open_readers, open_route
    from tracker.run.polling import open_mailboxes, sent_letters, sent_lookup
    from tracker.run.watch.serve import parse_address, serve_health

    if health:
        parse_address(health)
    settings = _load_useful(data)
    for words in settings.smtp.contradictions() if settings.smtp.host else ():
        typer.echo(f"注意：发信限额互相矛盾：{words}", err=True)
    with (
        only_one(data),
        open_office(data) as parts,
        open_readers(parts) as readers,
        ExitStack() as beside,
    ):
        make_private(parts.data)
        _look_beside(parts)
        _refuse_unsettled(parts)
        start_log(parts.data.log, parts.settings.log.level)
        mailboxes = open_mailboxes(parts)
        route = open_route(parts) if parts.settings.smtp.host else None
        stopping = Event()  # a pause between two letters ends at once when the service is to stop
        outside = Outside(
            readers, route, stopping.wait, sent_lookup(mailboxes), sent_since=sent_letters(mailboxes)
        )
        service = Service(parts, outside, mailboxes, stopping)
        for words in tell_unreached(settings):
            typer.echo(f"注意：{words}", err=True)
        if health:
            typer.echo(f"运行情况：{beside.enter_context(serve_health(health, parts))}")
        typer.echo("服务已启动，按 Ctrl+C 停止。")
        service.run()
    typer.echo("服务已停止。")


def _load_useful(data: Path) -> Settings:
    """The settings of an office that has something to do.

    Raises:
        SettingsError: The folder is missing, or neither a mailbox nor a server for sending is set.
    """
    from tracker.office.settings import load_settings

    if not data.exists():
        raise SettingsError(f"找不到数据目录 {data}，请先运行 zhengji init --data {data}")
    settings = load_settings(data)
    if not settings.mailboxes and not settings.smtp.host:
        raise SettingsError(
            f"收件邮箱和发信服务器都没有设置，服务无事可做；请在 {data / 'settings.toml'} 中填写 [[mailboxes]] 和 [smtp]"
        )
    return settings


def worker(
    data: Data = HERE,
    queues: Annotated[
        str,
        typer.Option(
            "--queues",
            help="做哪些工作：read 登记，ocr 识别扫描件，send 发信，duty 收件和按时的工作；不写即全做。",
        ),
    ] = "",
    beside: Annotated[
        bool, typer.Option("--beside", help="设置中 beside 所列的其他征集也一并承担。")
    ] = False,
) -> None:
    """启动一个工作进程：台账在 PostgreSQL 时，可在几台机器上各启动几个，分担同一单位的工作。"""
    from contextlib import ExitStack
    from threading import Event

    from tracker.office.logs import start_log
    from tracker.run.live.worker import folders_of, open_station, parse_queues, stop_on_signals, work

    if not data.exists():
        raise SettingsError(f"找不到数据目录 {data}，请先运行 zhengji init --data {data}")
    wanted, stopping = parse_queues(queues), Event()
    with ExitStack() as stack:
        folders = folders_of(data, beside=beside)
        stations = [stack.enter_context(open_station(folder, wanted, stopping)) for folder in folders]
        for station in stations:
            _refuse_unsettled(station.parts)
        start_log(stations[0].parts.data.log, stations[0].parts.settings.log.level)
        stop_on_signals(stopping)
        typer.echo(f"工作进程已启动（{'、'.join(wanted)}；{len(stations)}项征集），按 Ctrl+C 停止。")
        work(stations)
    typer.echo("工作进程已停止。")


def _look_beside(parts: Parts) -> None:
    """Say who does this office's work already; with workers the service does not mix.

    Raises:
        SettingsError: a worker has the duties or sends; names its host.
    """
    from tracker.ledger.engines.bell import SEND
    from tracker.ledger.engines.leases import end_leases, holder_of
    from tracker.run.live.keeper import WORKER
    from tracker.run.live.leases import DUTY

    here = parts.holder.partition(":")[0]
    if not parts.settings.ledger.url:  # its folder is locked by us: whoever served it on this machine is dead
        with parts.ledger.begin() as connection:
            end_leases(connection, here)
    with parts.ledger.read() as connection:
        holder = holder_of(connection, DUTY) or holder_of(connection, SEND)
        is_worker = bool(holder) and bool(holder_of(connection, WORKER + holder))
    host = holder.partition(":")[0]
    if is_worker:
        raise SettingsError(
            f"{host} 上的工作进程（zhengji worker）正在承担这个单位的工作，请先停止它，再运行 zhengji run"
        )
    if holder:
        typer.echo(f"{host} 上的服务正在承担这个单位的工作，本机待命；它停止或中断后，由本机自动接替。")


def _refuse_unsettled(parts: Parts) -> None:
    """Nothing may go out while nobody has said what an edited deadline means.

    Raises:
        SettingsError: asks, and says how to answer.
    """
    from tracker.letters.extension import ask_which, find_edit

    with parts.ledger.read() as connection:
        edit = find_edit(connection, parts.campaign, parts.clock.now())
    if edit is not None:
        raise SettingsError(ask_which(parts.campaign, edit))


def import_folder(
    path: Annotated[Path, typer.Argument(help=".eml 文件夹、Maildir 或 mbox。")],
    data: Data = HERE,
    arrivals: Arrivals = None,
) -> None:
    """从文件夹收取邮件（不能用 IMAP 的单位）。"""
    from intake.source.directory import open_folder
    from tracker.ledger.mails import add_mail
    from tracker.office.lock import only_one
    from tracker.run.duties import file_archived
    from tracker.run.open import open_office, open_readers

    if not path.exists():
        raise SettingsError(f"找不到 {path}")
    with only_one(data), open_office(data) as parts, open_readers(parts) as readers:
        new = total = 0
        for found in open_folder(path, arrivals):
            sha256 = parts.archive.store(found.raw)
            with parts.ledger.begin() as connection:
                _, fresh = add_mail(
                    connection, sha256, len(found.raw), found.arrived, parts.clock.now(), file=found.name
                )
            total += 1
            new += fresh
        if not total:
            raise SettingsError(f"{path} 中没有邮件，应为 .eml 文件夹、Maildir 或 mbox，请核对路径")
        filed = file_archived(parts, readers)
        if new:
            parts.ledger.tidy()
    typer.echo(f"共{total}封，新收{new}封，登记{filed}封。回执将在服务运行时发出。")


def metrics(data: Data = HERE) -> None:
    """输出监控指标（Prometheus 文本格式），供监控系统采集。"""
    from tracker.run.open import open_office
    from tracker.run.watch.metrics import write_metrics
    from tracker.run.watch.vitals import take_vitals

    with open_office(data) as parts:
        typer.echo(write_metrics(take_vitals(parts)), nl=False)


def watch(data: Data = HERE) -> None:
    """检查系统是否在工作；有问题时退出码为1，服务已停的同时发报警信。请由系统的定时任务每小时运行一次。"""
    from tracker.run.watch.outside import look_after

    alarms = look_after(data)
    for alarm in alarms:
        typer.echo(f"{alarm.text}。处理办法：{alarm.remedy}。（运行手册：{alarm.code}）")
    if alarms:
        raise typer.Exit(1)
    typer.echo("工作正常。")
