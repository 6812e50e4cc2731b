"""``zhengji replay``: a whole season from a folder of mails."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli.options import Arrivals, CampaignFile, Data
from tracker.errors import SettingsError

if TYPE_CHECKING:
    from tracker.run.replay import Arrival

A_DAY = 86400.0  # seconds of the wall clock that recognition may take between two steps of a replay


def replay(
    folder: Annotated[Path, typer.Argument(help=".eml 文件夹，或一处征集的数据目录。")],
    data: Data,
    since: Annotated[str, typer.Option("--from", help="模拟开始时间，如 2015-07-07T08:00。")] = "",
    until: Annotated[str, typer.Option("--until", help="模拟结束时间。")] = "",
    arrivals: Arrivals = None,
    campaign: CampaignFile = None,
) -> None:
    """用一个文件夹的邮件重演整个征集期，信件写入 DIR/sent；给的是数据目录的，按其来信从头到尾重演一遍，起止时间可不写。"""
    from intake.campaign.campaign import load_campaign
    from tracker.ledger.cases import list_cases
    from tracker.ledger.letters import list_letters
    from tracker.office.clock import SetClock
    from tracker.office.folder import DataDir
    from tracker.outbox.eml import FolderRoute
    from tracker.run.duties import Outside
    from tracker.run.init import take_call
    from tracker.run.open import call_files, open_office, open_readers
    from tracker.run.replay import Season, import_arrivals, run_season

    came, lasted = _found(folder, data, arrivals)
    if campaign is not None:
        call_files(DataDir(campaign.parent), campaign)  # refused before anything is overwritten
        take_call(campaign, DataDir(data))
    start, end = _lasting((since, until), lasted, load_campaign(data / "campaign.toml").timezone)
    mails, clock = list(came), SetClock(start)
    with open_office(data, clock=clock) as parts, open_readers(parts) as readers:

        def wait(seconds: float) -> None:
            clock.advance(timedelta(seconds=seconds))

        outside = Outside(readers, FolderRoute(parts.data.sent), wait, lambda _id, _since: False, A_DAY)
        for _ in run_season(parts, outside, clock, Season(mails, import_arrivals(parts), end)):
            pass
        with parts.ledger.read() as connection:
            rows, sent = list_cases(connection), list_letters(connection)
        typer.echo(f"收件{len(mails)}封，{parts.campaign.item}{len(rows)}篇，信件{len(sent)}封。", err=True)


def _found(
    folder: Path, data: Path, arrivals: Path | None
) -> tuple[Iterable[Arrival], tuple[datetime, datetime] | None]:
    """Found the data folder; the mails, and how long the office lasted whose they are."""
    from intake.source.directory import open_folder
    from tracker.run.founding.replayed import found_beside, is_office, recall
    from tracker.run.init import init_data
    from tracker.run.replay import Arrival

    if is_office(folder):
        past = recall(folder)
        found_beside(folder, data)
        return past.arrivals, (past.since, past.until)
    init_data(data)
    return (Arrival(found.arrived, found.name, found.raw) for found in open_folder(folder, arrivals)), None


def _lasting(
    said: tuple[str, str], lasted: tuple[datetime, datetime] | None, zone: str
) -> tuple[datetime, datetime]:
    """From when until when: as said, else as long as the office lasted."""
    from tracker.run.replay import parse_time

    try:
        start, end = (
            parse_time(text, zone) if text or lasted is None else lasted[place]
            for place, text in enumerate(said)
        )
    except ValueError as error:
        raise SettingsError("--from 和 --until 的格式如 2015-07-07T08:00") from error
    return start, end
