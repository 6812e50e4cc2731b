"""The command ``zhengji``: which commands there are, in the order of the help page.

Each is declared in the file of its group. Every error ends in one
Chinese line and exit status 2.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import typer

from tracker.cli import (
    correct,
    ledger,
    letters,
    read,
    replay,
    run,
    setup,
    sheet,
    volume,
)
from tracker.cli.review import decide, experts, marks, papers, rounds, visits

TRACEBACK = "ZHENGJI_TRACEBACK"  # when set, an error of the program itself is shown whole
OURS = ("intake", "tracker")
ROOT = Path(__file__).parents[2]  # where the packages lie
GROUPS = {
    "": "征集：用一个邮箱办好案例征集，收件、登记、回执、催报、汇总。",
    "places": "地名资料。",
    "themes": "主题判别。",
    "letters": "信函：模板、预览、待放行的和没有发出的。",
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
    "letters export": letters.export,
    "letters sent": letters.sent,
    "letters check": letters.check,
    "sheet build": sheet.build,
    "sheet import": sheet.import_sheet,
    "sheet undo": sheet.undo,
    "sheet county": sheet.county,
    "sheet bulletin": sheet.bulletin,
    "sheet csv": sheet.csv,
    "sheet originals": sheet.originals,
    "review experts": experts.experts,
    "review open": rounds.open_round,
    "review plan": rounds.plan,
    "review pair": rounds.pair,
    "review withdraw": experts.withdraw,
    "review invite": experts.invite,
    "review papers": papers.papers,
    "review bound": papers.bound,
    "review send": papers.send,
    "review extend": rounds.extend,
    "review add": rounds.add,
    "review remove": rounds.remove,
    "review take": marks.take,
    "review status": rounds.status,
    "review results": marks.results,
    "review audit": marks.audit,
    "review visits": visits.visits,
    "review visit": visits.visit,
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
    from intake.model.system import what_to_do, why
    from tracker.cli.chinese import run_in_chinese
    from tracker.errors import TrackerError

    for stream in (sys.stdout, sys.stderr):
        # A Windows console or a pipe may have a narrow encoding; Chinese must come out whole.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        status = run_in_chinese(app, "zhengji")
    except (IntakeError, TrackerError) as error:
        _give_up(str(error), error)
    except BrokenPipeError:  # whoever read our output (head) has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(1) from None
    except OSError as error:  # no permission, disk full, a folder where a file should be
        place = f" {error.filename2 or error.filename}" if error.filename else ""
        _give_up(f"无法读写{place}：{why(error)}，{what_to_do(error)}", error)
    except OverflowError as error:  # a number of twenty digits
        _give_up("所写的数字过大，请核对", error)
    except Exception as error:  # a clerk gets a sentence, whatever is wrong with the program
        if os.environ.get(TRACEBACK):
            raise
        _give_up(
            f"程序内部出错（{_place_of(error)}），未能完成。请把这一行告知维护人员；"
            f"设置环境变量 {TRACEBACK}=1 后重新运行可看详情",
            error,
        )
    raise SystemExit(status)


def _give_up(said: str, error: Exception) -> NoReturn:
    typer.echo(f"错误：{said}", err=True)
    raise SystemExit(2) from error


def _place_of(error: Exception) -> str:
    """Kind of an error and where in our own files it arose; not its words, which may hold personal data."""
    own = [
        f"{path.relative_to(ROOT).as_posix()} 第{frame.lineno}行"
        for frame in traceback.extract_tb(error.__traceback__)
        if any((path := Path(frame.filename)).is_relative_to(ROOT / package) for package in OURS)
    ]
    return f"{type(error).__name__}，{own[-1]}"


if __name__ == "__main__":
    main()
