"""``zhengji replay``: a whole season from a folder of mails."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from tracker.cli.options import Arrivals, CampaignFile, Data
from tracker.errors import SettingsError

A_DAY = 86400.0  # seconds of the wall clock that recognition may take between two steps of a replay


def replay(
    folder: Annotated[Path, typer.Argument(help=".eml 文件夹。")],
    data: Data,
    since: Annotated[str, typer.Option("--from", help="模拟开始时间，如 2015-07-07T08:00。")],
    until: Annotated[str, typer.Option("--until", help="模拟结束时间。")],
    arrivals: Arrivals = None,
    campaign: CampaignFile = None,
) -> None:
    """用一个文件夹的邮件重演整个征集期，信件写入 DIR/sent。"""
    import shutil

    from intake.campaign.notice import load_campaign
    from intake.source.directory import open_folder
    from tracker.ledger.cases import list_cases
    from tracker.ledger.letters import list_letters
    from tracker.office.clock import SetClock
    from tracker.outbox.eml import FolderRoute
    from tracker.run.duties import Outside
    from tracker.run.init import init_data
    from tracker.run.open import open_office, open_readers
    from tracker.run.replay import Arrival, Season, import_arrivals, parse_time, run_season

    init_data(data)
    if campaign is not None:
        load_campaign(campaign)  # refused before anything is overwritten
        shutil.copyfile(campaign, data / "campaign.toml")
    zone = load_campaign(data / "campaign.toml").timezone
    try:
        start, end = parse_time(since, zone), parse_time(until, zone)
    except ValueError as error:
        raise SettingsError("--from 和 --until 的格式如 2015-07-07T08:00") from error
    clock = SetClock(start)
    mails = [Arrival(found.arrived, found.name, found.raw) for found in open_folder(folder, arrivals)]
    with open_office(data, clock=clock) as parts, open_readers(parts) as readers:

        def wait(seconds: float) -> None:
            clock.advance(timedelta(seconds=seconds))

        outside = Outside(readers, FolderRoute(parts.data.sent), wait, lambda _id, _since: False, A_DAY)
        for _ in run_season(parts, outside, clock, Season(mails, import_arrivals(parts), end)):
            pass
        with parts.ledger.read() as connection:
            rows, sent = list_cases(connection), list_letters(connection)
        typer.echo(f"收件{len(mails)}封，{parts.campaign.item}{len(rows)}篇，信件{len(sent)}封。", err=True)
