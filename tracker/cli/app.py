"""The command ``zhengji``: which commands there are, in the order of the help page.

Each is declared in the file of its group. Errors that a person can do something about end in one
Chinese line and exit status 2.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

import typer

from tracker.cli import (
    correct,
    decide,
    ledger,
    letters,
    read,
    replay,
    review,
    run,
    setup,
    sheet,
    volume,
)

GROUPS = {
    "": "征集：用一个邮箱办好案例征集，收件、登记、回执、催报、汇总。",
    "places": "地名资料。",
    "themes": "主题判别。",
    "letters": "信函模板。",
    "sheet": "汇总表。",
    "review": "专家评阅。",
    "volume": "案例汇编。",
}
COMMANDS: dict[str, Callable[..., None]] = {
    "init": setup.init,
    "doctor": setup.doctor,
    "deadline": setup.settle_deadline,
    "run": run.run,
    "worker": run.worker,
    "import": run.import_folder,
    "metrics": run.metrics,
    "watch": run.watch,
    "replay": replay.replay,
    "read": read.read,
    "export": ledger.export,
    "status": ledger.status,
    "cases": ledger.cases,
    "show": ledger.show,
    "compare": ledger.compare,
    "backup": setup.backup,
    "restore": setup.restore,
    "migrate": setup.migrate,
    "correct": correct.correct,
    "confirm": correct.confirm,
    "reread": correct.reread_archive,
    "recount": ledger.recount,
    "places make": read.make_places_file,
    "places check": read.check_places_file,
    "themes report": correct.report_themes,
    "themes suggest": correct.suggest_themes,
    "letters preview": letters.preview,
    "letters held": letters.list_held,
    "letters log": letters.list_log,
    "letters release": letters.release,
    "letters drop": letters.drop,
    "letters check": letters.check,
    "sheet build": sheet.build,
    "sheet import": sheet.import_sheet,
    "sheet undo": sheet.undo,
    "sheet county": sheet.county,
    "sheet bulletin": sheet.bulletin,
    "sheet csv": sheet.csv,
    "sheet originals": sheet.originals,
    "review experts": review.experts,
    "review open": review.open_round,
    "review plan": review.plan,
    "review pair": review.pair,
    "review withdraw": review.withdraw,
    "review invite": review.invite,
    "review papers": review.papers,
    "review bound": review.bound,
    "review send": review.send,
    "review extend": review.extend,
    "review add": review.add,
    "review remove": review.remove,
    "review take": decide.take,
    "review status": review.status,
    "review results": decide.results,
    "review audit": decide.audit,
    "review visits": decide.visits,
    "review visit": decide.visit,
    "review decide": decide.decide,
    "review publish": decide.publish,
    "review thanks": decide.thanks,
    "review object": decide.object_,
    "volume choose": volume.choose,
    "volume list": volume.list_chosen,
    "volume invite": volume.invite,
    "volume final": volume.final,
    "volume make": volume.make,
    "volume proof": volume.proof,
    "volume proofs": volume.proofs,
    "volume compare": volume.compare,
    "volume web": volume.web,
    "volume report": volume.report,
    "volume which": volume.which,
}


def _assemble() -> typer.Typer:
    """All commands below their groups."""
    groups = {
        name: typer.Typer(
            name=name or "zhengji",
            help=said,
            no_args_is_help=True,
            add_completion=False,
            rich_markup_mode=None,
            pretty_exceptions_enable=False,
        )
        for name, said in GROUPS.items()
    }
    whole = groups[""]
    for name, group in groups.items():
        if name:
            whole.add_typer(group, name=name)
    for words, command in COMMANDS.items():
        group_name, _, name = words.rpartition(" ")
        groups[group_name].command(name)(command)
    return whole


app = _assemble()


def main() -> None:
    """Entry point of the command."""
    from intake.model.errors import IntakeError
    from tracker.cli.chinese import run_in_chinese
    from tracker.errors import TrackerError

    for stream in (sys.stdout, sys.stderr):
        # A Windows console or a pipe may have a narrow encoding; Chinese must come out whole.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        raise SystemExit(run_in_chinese(app, "zhengji"))
    except (IntakeError, TrackerError) as error:
        typer.echo(f"错误：{error}", err=True)
        raise SystemExit(2) from error
    except OSError as error:  # no permission, disk full, a folder where a file should be
        typer.echo(f"错误：无法读写 {error.filename or ''}：{error.strerror or error}", err=True)
        raise SystemExit(2) from error


if __name__ == "__main__":
    main()
