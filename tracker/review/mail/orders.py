"""What the coordinator orders by mail of a round: each act one function, told in one Chinese line.

Papers that an act makes (plan, minutes, public list, kits) go to her in one letter at once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from tracker.errors import OrderError
from tracker.ledger.cases import list_cases
from tracker.ledger.records import CaseRow
from tracker.ledger.review.decided import (
    list_visits,
)
from tracker.ledger.review.rounds import latest_round, list_rounds
from tracker.ledger.texts import submissions
from tracker.letters.original import Paper, Request, put_papers
from tracker.letters.reminders import in_office_hours, say_later
from tracker.letters.writing.draft import DOCX, Enclosure
from tracker.office.desk import Desk
from tracker.publications.volume.choice import by_lines
from tracker.review.amend import pair_by_hand, take_back
from tracker.review.copies.papers import known_names
from tracker.review.decide.chosen import Best, best_cases, named_cases, settled_best
from tracker.review.decide.publish import (
    begin_publication,
    change_words,
    chosen_rows,
    decide,
    periods,
    write_public_list,
)
from tracker.review.decide.thanks import write_thanks
from tracker.review.experts.people import is_list
from tracker.review.mail.acts import Act, Asked
from tracker.review.mail.changes import again, end_objection, extend, join, leave, take_objection, visit_day
from tracker.review.mail.experts import enclosed, expert_named, take_list, take_word
from tracker.review.mail.letters import invite, remind_now, send_papers, tell_when_all_is_in
from tracker.review.mail.photos import settle_shown
from tracker.review.mail.printed import File, bound_file, paper_files, zipped
from tracker.review.marks.lines import read_lines
from tracker.review.marks.take import Came, settle_ties, take_answer
from tracker.review.minutes import minutes_of, write_minutes
from tracker.review.progress import (
    ends,
    held_lines,
    note_minutes,
    opening_remarks,
    progress_lines,
    shortage_lines,
    whole_words,
    write_plan,
)
from tracker.review.rounds import (
    Table,
    begin_round,
    keep_plan,
    leave_house,
    look_at,
    propose,
    unclear_words,
    unsent,
    withdraw,
)
from tracker.review.visits.findings import read_findings, record_findings
from tracker.review.visits.plan import arrange, said_days, write_kits
from tracker.review.words import day_words

ZIP: Final = "application/zip"
UNNAMED: Final = "评阅"  # a round to which she gives no name
MOST_FILES: Final = 10  # enclosed one by one; more go as one zip


# What writes the same papers on the office's computer, when they are too large for a letter.
COMMANDS: Final = {
    Act.PLAN: "plan",
    Act.SEND: "papers 目录",
    Act.BOUND: "bound 装订本.docx",
    Act.RESULTS: "results 评审意见.docx",
    Act.VISITS: "visits 目录",
    Act.PUBLISH: "publish 公示.docx",
    Act.THANKS: "thanks 目录",
}


def carry_out_review(desk: Desk, asked: Asked) -> str:
    """Do it; returns what was done in one Chinese line.

    Raises:
        OrderError: it cannot be done; says why.
    """
    return _ACTS[asked.act](desk, asked)


def _open(desk: Desk, asked: Asked) -> str:
    lines = [*(f"{serial}号" for serial in asked.serials)]
    chosen = named_cases(desk, lines) if lines else listed_cases(desk, asked) or list_cases(desk.connection)
    if not asked.value and latest_round(desk.connection, UNNAMED) is not None:
        raise OrderError("已有一轮评阅；再评一轮请写明名称，如“开始复评，只评3、5、7号”")
    begin_round(desk, asked.value or UNNAMED, chosen, asked.who)
    table = look_at(desk)
    return (
        f"已开始“{table.round.name}”，共{len(table.numbers)}篇，印号{ends(list(table.numbers.values()))}；"
        "下一步可回复“邀请专家”或“分配方案”"
        + "".join(f"。请注意：{line}" for line in opening_remarks(desk, table))
    )


def _invite(desk: Desk, asked: Asked) -> str:
    del asked
    table = look_at(desk)
    count = invite(desk, table, list(table.experts.values()))
    if not count:
        raise OrderError("没有待邀请的专家：名单为空，或都已邀请过，或没有邮箱")
    return f"已邀请{count}位专家{_later(desk)}"


def _plan(desk: Desk, asked: Asked) -> str:
    table = look_at(desk)
    found = propose(table)
    content = write_plan(table, found, desk.campaign.short)
    goes = _give(desk, asked, "分配方案", [("分配方案.docx", content)])
    held = "".join(f"；{line}" for line in held_lines(table))
    lacking = f"；{'；'.join(shortage_lines(table, found)) or whole_words(table)}{held}"
    loads = [count for count in found.loads().values() if count]
    range_ = f"每位{min(loads)}至{max(loads)}篇" if loads else "还没有可评的专家"
    return f"{len(loads)}位专家，{range_}{lacking}；方案{goes}，采用请回复“同意分配方案”"


def _keep(desk: Desk, asked: Asked) -> str:
    table = look_at(desk)
    found = propose(table)
    if not found.pairs:
        raise OrderError("没有可以分配的专家，请先登记专家名单")
    keep_plan(desk, table, found, asked.who)
    lacking = "；".join(shortage_lines(table, found)) or whole_words(table)
    return f"已采用分配方案，{lacking}；下一步请回复“发评阅材料”"


def _send(desk: Desk, asked: Asked) -> str:
    table = look_at(desk)
    if not table.standing:
        raise OrderError("还没有分配案例，请先回复“同意分配方案”")
    experts = list(table.experts.values())
    sent = send_papers(desk, table, experts, asked.who)
    table = look_at(desk)
    waiting = [e for e in experts if e.id in unsent(table)]
    on_paper = [e for e in waiting if (e.paper or not e.email) and e.id not in table.unclear]
    held = [unclear_words(table, e.id) for e in waiting if e.id in table.unclear]
    if not (sent or on_paper):
        raise OrderError("；".join(held) or "材料都已发出，没有新分配的案例")
    told = [f"材料已发给{sent}位专家{_later(desk)}"] if sent else []
    if on_paper:
        leave_house(desk, table, [expert.id for expert in on_paper], asked.who)
        table = look_at(desk)
        names = known_names(desk)
        files = [file for expert in on_paper for file in paper_files(desk, expert, names)]
        goes = _give(desk, asked, "纸质评阅材料", files)
        told.append(f"用纸质的{'、'.join(e.name for e in on_paper)}，供打印的材料{goes}")
    due = table.round.due
    told += held
    return "；".join(told) + (f"；{day_words(due)}截止，计分规则自此固定" if due else "")


def _bound(desk: Desk, asked: Asked) -> str:
    name, file, hint = bound_file(desk, _round_named(desk, asked), asked.words)
    return f"{name}{_give(desk, asked, '装订本', [file])}{hint}"


def _progress(desk: Desk, asked: Asked) -> str:
    return "；".join(progress_lines(desk, _round_named(desk, asked)))


def _round_named(desk: Desk, asked: Asked) -> Table:
    """The round whose name her words have, else the last one."""
    names = [one.name for one in list_rounds(desk.connection) if one.name in asked.text]
    return look_at(desk, max((name for name in names if name != UNNAMED), key=len, default=""))


def _remind(desk: Desk, asked: Asked) -> str:
    table = look_at(desk)
    only = expert_named(desk, asked.value).id if asked.value else 0
    told, silent = remind_now(desk, table, asked.key, only=only)
    if not (told or silent):
        raise OrderError(f"{asked.value}没有尚未返回的评分" if asked.value else "没有尚未返回的评分")
    done = [f"已提醒{'、'.join(told)}{_later(desk)}"] if told else []
    return "；".join([*done, *([f"用纸质或没有邮箱的请电话联系：{'、'.join(silent)}"] if silent else [])])


def _withdraw(desk: Desk, asked: Asked) -> str:
    who = expert_named(desk, asked.words)
    table = look_at(desk)
    before = len(table.of(who.id))
    withdraw(desk, table, who.id, asked.text, asked.who)
    kept = len(look_at(desk).of(who.id))
    return f"{who.name}已退出，已评的{kept}篇保留，收回{before - kept}篇；补请专家请回复“分配方案”"


def _pair(desk: Desk, asked: Asked) -> str:
    who = expert_named(desk, asked.words)
    table = look_at(desk)
    case = _printed(table, asked)
    gives = asked.act is Act.PAIR
    (pair_by_hand if gives else take_back)(desk, table, (who.id, case), asked.text, asked.who)
    settle_ties(desk, table, who.id, [table.numbers[case]], asked.who)
    return f"{table.numbers[case]}已{'给' if gives else '从'}{who.name}{'' if gives else '处收回'}" + (
        "，材料随下次“发评阅材料”送出" if gives else ""
    )


def _printed(table: Table, asked: Asked) -> int:
    """The case of a printed number, or of a number of the ledger."""
    by_number = {number: case for case, number in table.numbers.items()}
    by_serial = {row.serial: case for case, row in table.cases.items()}
    case = by_serial.get(asked.serials[0]) if asked.serials else by_number.get(asked.value)
    if case is None:
        wanted = f"{asked.serials[0]}号不在这一轮中" if asked.serials else f"没有印号{asked.value}"
        raise OrderError(f"{wanted}；印号为{ends(list(table.numbers.values()))}")
    return case


def _marks(desk: Desk, asked: Asked) -> str:
    who = expert_named(desk, asked.value)
    table = look_at(desk)
    if table.round.frozen_at is None:
        raise OrderError("评阅材料还没有发出")
    answer = read_lines(asked.words, table.rules, tuple(table.of(who.id)))
    taken = take_answer(desk, table, who.id, answer, Came("typed", asked.sha256, asked.who))
    settle_ties(desk, table, who.id, [mark.number for mark in answer.marks], asked.who)
    settle_shown(desk, who, asked.who)
    wrong = "；".join(f"{question.line}　{question.why}" for question in answer.questions)
    if not taken:
        raise OrderError(wrong or "没有读到分数")
    tell_when_all_is_in(desk, look_at(desk))
    return f"{who.name}登记{len(taken)}篇：{'；'.join(taken)}" + (f"。未登记：{wrong}" if wrong else "")


def _results(desk: Desk, asked: Asked) -> str:
    table = _round_named(desk, asked)
    minutes = minutes_of(desk, table)
    scored = [one for one in minutes.results if one.mean is not None]
    if not scored:
        raise OrderError("还没有评分返回")
    note_minutes(desk, table)
    goes = _give(desk, asked, "评审意见", [("评审意见.docx", write_minutes(minutes))])
    lacking = sum(1 for one in minutes.results if one.missing)
    held = sum(1 for one in scored if one.alarm or one.tied)
    return (
        f"{len(scored)}篇有评分"
        + (f"，{lacking}篇份数不足" if lacking else "")
        + (f"，{held}篇请合议" if held else "")
        + f"；评审意见{goes}"
    )


def _visits(desk: Desk, asked: Asked) -> str:
    named = _named_cases(desk, asked)
    best = best_cases(desk, asked.top or 0) if not named else Best(())
    rows = named or list(best.rows)
    planned = arrange(desk, rows)
    goes = _give(desk, asked, "察看材料", write_kits(desk, rows, planned))
    remarks = "".join(f"。请注意：{remark}" for remark in best.remarks)
    return f"已排{len(planned)}篇：{said_days(rows, planned)}；行程、记录表和问卷{goes}{remarks}"


def _itinerary(desk: Desk, asked: Asked) -> str:
    planned = [one for one in list_visits(desk.connection) if not one.truth]
    if not planned:
        raise OrderError("没有待察看的案例，请先安排，如“前20名安排实地察看”")
    rows = list_cases(desk.connection, [one.case_id for one in planned])
    goes = _give(desk, asked, "察看材料", write_kits(desk, rows, planned))
    return f"待察看{len(planned)}篇：{said_days(rows, planned)}；行程和记录表{goes}"


def _visit(desk: Desk, asked: Asked) -> str:
    (row, *more) = _wanted(desk, asked)
    if more:
        raise OrderError("察看结果请一篇一句")
    found = read_findings(asked.words)
    said = record_findings(desk, row, found, asked.who)
    photos = [document.name for document in asked.documents if document.name]
    if photos and submissions.attach_mail(desk.connection, asked.mail_id, row.id):
        said += f"；所附{'、'.join(photos)}已归入该案例"
    return said


def _decide(desk: Desk, asked: Asked) -> str:
    rows = _wanted(desk, asked)
    chosen = asked.act is Act.DECIDE
    decide(desk, rows, asked.who, asked.text, chosen=chosen)
    named = "、".join(f"{row.serial}号《{row['title']}》" for row in rows)
    return f"{named}已登记为{'入选' if chosen else '不入选'}，现共入选{len(chosen_rows(desk))}篇"


def _publish(desk: Desk, asked: Asked) -> str:
    days = begin_publication(desk, asked.who)
    rows = chosen_rows(desk)
    content = write_public_list(desk, rows, days)
    goes = _give(desk, asked, "公示", [("公示.docx", content)])
    again = f"（第{count}次公示）" if (count := len(periods(desk))) > 1 else ""
    changed = f"。请注意：{words}" if (words := change_words(desk)) else ""
    return (
        f"公示期{day_words(days.first)}至{day_words(days.last)}{again}，{len(rows)}篇，公示稿{goes}{changed}"
    )


def _thanks(desk: Desk, asked: Asked) -> str:
    files = write_thanks(desk)
    if not files:
        raise OrderError("还没有入选案例，也没有专家返回评分")
    goes = _give(desk, asked, "感谢信", files)
    return f"感谢信{len(files)}封{goes}，请核对后盖章寄出"


def _later(desk: Desk) -> str:
    return say_later(desk, in_office_hours(desk.parts, desk.now))


def _wanted(desk: Desk, asked: Asked) -> list[CaseRow]:
    """The cases that are named, those of an enclosed list, or so many of the best where their places stand."""
    return _named_cases(desk, asked) or settled_best(desk, asked.top or 0)


def _named_cases(desk: Desk, asked: Asked) -> list[CaseRow]:
    if asked.lines:
        return named_cases(desk, asked.lines)
    return listed_cases(desk, asked) if asked.top is None else []


def listed_cases(desk: Desk, asked: Asked) -> list[CaseRow]:
    """The cases of an enclosed list; [] where none is enclosed.

    Raises:
        OrderError: a line of it names no case, or several.
    """
    for lines in enclosed(asked):
        if not is_list(lines) and by_lines(desk, lines).cases:
            return named_cases(desk, lines)
    return []


def _give(desk: Desk, asked: Asked, name: str, files: Sequence[File]) -> str:
    """Send her what an act has made, many files as one zip; returns how it reaches her."""
    packed = [(f"{name}.zip", zipped(files))] if len(files) > MOST_FILES else files
    mime, ending = (ZIP, "zip") if len(files) > MOST_FILES else (DOCX, "docx")
    given = tuple(
        Enclosure(file, content, mime, f"{asked.act}-{place}.{ending}")
        for place, (file, content) in enumerate(packed, 1)
    )
    if not desk.parts.settings.smtp.may_enclose(b"".join(file.content for file in given)):
        return f"超出附件大小上限，请在征集所用电脑上运行 zhengji review {COMMANDS[asked.act]}"
    request = Request(f"{asked.key}:{asked.act}", asked.email)
    put_papers(desk, request, [Paper(name, name, given)])
    return "另函发送"


_ACTS: dict[Act, Callable[[Desk, Asked], str]] = {
    Act.EXPERTS: take_list,
    Act.EXPERT: take_word,
    Act.OPEN: _open,
    Act.INVITE: _invite,
    Act.PLAN: _plan,
    Act.KEEP: _keep,
    Act.SEND: _send,
    Act.BOUND: _bound,
    Act.PROGRESS: _progress,
    Act.REMIND: _remind,
    Act.WITHDRAW: _withdraw,
    Act.PAIR: _pair,
    Act.TAKE_BACK: _pair,
    Act.MARKS: _marks,
    Act.EXTEND: extend,
    Act.JOIN: join,
    Act.LEAVE: leave,
    Act.AGAIN: again,
    Act.RESULTS: _results,
    Act.VISITS: _visits,
    Act.VISIT_DAY: visit_day,
    Act.ITINERARY: _itinerary,
    Act.VISIT: _visit,
    Act.DECIDE: _decide,
    Act.DROP: _decide,
    Act.PUBLISH: _publish,
    Act.OBJECT: take_objection,
    Act.SETTLE: end_objection,
    Act.THANKS: _thanks,
}
