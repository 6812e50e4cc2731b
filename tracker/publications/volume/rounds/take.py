"""Corrections that come back for a round: which case each is about, and whether it can be done as it is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from intake.model.case import Reading
from tracker.errors import OrderError
from tracker.ledger import mails
from tracker.ledger.cases import get_case
from tracker.ledger.events import record_event
from tracker.ledger.published.rounds import (
    Correction,
    Round,
    Sent,
    add_corrections,
    drop_corrections,
    list_corrections,
    list_rounds,
    put_round,
)
from tracker.ledger.records import MailRow
from tracker.office.desk import Desk
from tracker.publications.volume.content.correct import count_text, short
from tracker.publications.volume.content.model import Case, Volume
from tracker.publications.volume.content.store import load_volume_file
from tracker.publications.volume.finals.answers import Say, read_answers, stays
from tracker.publications.volume.finals.named import works_of
from tracker.publications.volume.finals.take import settle_mail
from tracker.publications.volume.rounds.answered import proof_answered
from tracker.publications.volume.rounds.lines import Said, read_lines
from tracker.publications.volume.rounds.marked import marked_pages, take_marked, tell_marked
from tracker.publications.volume.rounds.outcome import why_open
from tracker.publications.volume.rounds.printed import load_lines, place_text
from tracker.publications.volume.rounds.wishes import find_wishes, serial_in
from tracker.publications.volume.words import round_name


@dataclass(frozen=True, slots=True)
class Reader:
    """Who read a proof: his address or name, his mail, and the numbers of the cases that he may correct (none: all)."""

    who: str
    mail_id: int = 0
    cases: tuple[str, ...] = ()


def take_proof(desk: Desk, row: MailRow, reading: Reading) -> None:
    """Keep the corrections in a mail that answers a proof, or that there are none, and its pages marked by hand.

    One that says nothing else waits for nobody.
    """
    answered = proof_answered(desk, reading.envelope)
    if answered is None:
        return
    one, sent = answered
    _take_words(desk, row, reading, answered)
    if pages := marked_pages(reading):
        case = get_case(desk.connection, serial_in(sent.cases[0])) if len(sent.cases) == 1 else None
        take_marked(desk, row, (one, sent, case), pages)


def _take_words(desk: Desk, row: MailRow, reading: Reading, answered: tuple[Round, Sent]) -> None:
    said, rest = read_lines(reading.body.own)
    one, sent = answered
    wishes = tuple(find_wishes(desk, row, reading, (one, sent, rest)))
    is_agreed = not (said or reading.cases or wishes) and stays(reading.body.own)
    agreed = [] if is_agreed else list(_agreed(desk, sent, reading.body.own, said))
    if (is_agreed or agreed) and sent.email == row.from_email:  # what another answers for him a person sees
        _agree(desk, row, answered, agreed)
    reader = Reader(row.from_email, row.id, sent.cases)
    taken = take_corrections(desk, one, said, reader) if said else ()
    if wishes:
        add_corrections(desk.connection, wishes, desk.now)
    if wishes or any(correction.why for correction in taken):
        mails.update_mail(desk.connection, row.id, needs_person=True, wants_answer=True)
    elif taken or agreed:
        settle_mail(desk, row)


def _agreed(desk: Desk, sent: Sent, text: str, said: Sequence[Said]) -> Iterator[str]:
    """The cases of which a reply says that nothing is to be changed, while it wants something in others."""
    rows = [row for number in sent.cases if (row := get_case(desk.connection, serial_in(number))) is not None]
    says = read_answers(text, works_of(rows)) if len(rows) > 1 else {}
    corrected = {one.serial for one in said} | {
        row.serial for row in rows for one in said if one.title == row["title"]
    }
    for row in rows:
        if says.get(row.id) is Say.STAYS and row.serial not in corrected:
            yield row.number


def _agree(desk: Desk, row: MailRow, answered: tuple[Round, Sent], numbers: Sequence[str]) -> None:
    """Whoever read the proof has nothing to change, in some cases (none named: at all): he is done with these."""
    one, sent = answered
    agreed = (
        replace(sent, agreed=tuple(dict.fromkeys((*sent.agreed, *numbers))))
        if numbers
        else replace(sent, agreed_at=desk.now, mail_id=row.id)
    )
    put_round(desk.connection, replace(one, sent=tuple(agreed if to == sent else to for to in one.sent)))
    detail = {"round": one.number, "cases": list(numbers or sent.cases)}
    record_event(
        desk.connection, "volume.agreed", desk.now, who=row.from_email, mail_id=row.id, detail=detail
    )
    if not numbers:
        settle_mail(desk, row)


def take_corrections(desk: Desk, one: Round, said: Sequence[Said], reader: Reader) -> tuple[Correction, ...]:
    """Keep corrections of a round; each with what keeps it from being done, in Chinese, and no id if it stood before.

    Raises:
        OrderError: what was sent in that round is no longer there.
    """
    folder = desk.parts.data.volumes / one.run
    proof = _Proof(one, load_volume_file(folder), load_lines(folder))
    made = tuple(_correction(desk, proof, line, reader) for line in said)
    _replace_open(desk, made)
    added = add_corrections(desk.connection, made, desk.now)
    ids = {(one.case_id, one.old, one.new): one.id for one in added}
    for correction in added:
        detail = {"round": one.number, "old": correction.old, "new": correction.new, "why": correction.why}
        record_event(
            desk.connection,
            "volume.correction",
            desk.now,
            who=reader.who,
            case_id=correction.case_id or None,
            mail_id=reader.mail_id or None,
            detail=detail,
        )
    return tuple(replace(one, id=ids.get((one.case_id, one.old, one.new), 0)) for one in made)


def _replace_open(desk: Desk, made: Sequence[Correction]) -> None:
    """One that could not be done and is now told so that it can is open no more: its words stand in the new one."""
    for one in list_corrections(desk.connection):
        told = one.why and one.old and not (one.is_marked or one.words)
        if told and any(_says_more(new, one) for new in made):
            drop_corrections(desk.connection, [one.id], desk.now)
            record_event(
                desk.connection,
                "volume.correction-dropped",
                desk.now,
                who=one.who,
                case_id=one.case_id or None,
                detail={"id": one.id, "old": one.old, "new": one.new, "why": "retold"},
            )


def _says_more(new: Correction, one: Correction) -> bool:
    """Whether a correction that can be done is an open one of the same reader with more around it, or of a case."""
    is_same = (new.round, new.who) == (one.round, one.who) and one.case_id in (0, new.case_id)
    is_same = is_same and one.place in ("", new.place)
    return not new.why and is_same and one.old in new.old and one.new in new.new


@dataclass(frozen=True, slots=True)
class _Proof:
    """What was sent in a round: its content, and the lines of its pages."""

    round: Round
    volume: Volume
    pages: dict[int, list[str]]


def _correction(desk: Desk, proof: _Proof, said: Said, reader: Reader) -> Correction:
    one = proof.round
    own = [case for case in proof.volume.cases if not reader.cases or case.number in reader.cases]
    case, why, said = _find(own, proof, said)
    row = get_case(desk.connection, serial_in(case.number)) if case is not None else None
    return Correction(
        0,
        row.id if row is not None else 0,
        case.number if case is not None else "",
        case.version if case is not None else 0,
        one.number,
        said.place,
        said.old,
        said.new,
        reader.who,
        desk.now,
        reader.mail_id,
        why,
    )


def _find(cases: Sequence[Case], proof: _Proof, said: Said) -> tuple[Case | None, str, Said]:
    """The case that a correction is about, why it cannot be done as it is written, and what stands there alone."""
    named = list(_named(cases, proof.round, said))
    holding = _holding(named or cases, said.old)
    if not holding and not (said.serial or said.title):  # the page may be that of another proof
        holding = _holding(cases, said.old)
    if len(holding) == 1 and holding[0][1] == 1:
        return holding[0][0], "", said
    placed = list(_placed(holding, proof, said))
    if len(placed) == 1:
        return placed[0][0], "", placed[0][1]
    if not holding:
        best = named[0] if len(named) == 1 else cases[0] if len(cases) == 1 else None
        return best, f"正文中没有找到“{short(said.old)}”", said
    if len(holding) > 1:
        return None, f"有{len(holding)}篇都有“{short(said.old)}”，请写明是哪一篇", said
    return holding[0][0], f"“{short(said.old)}”有{holding[0][1]}处，请连同前后几个字写明", said


def _holding(cases: Sequence[Case], old: str) -> list[tuple[Case, int]]:
    """The cases in which a text stands, with how often."""
    return [(case, count) for case in cases if (count := count_text(case.blocks, old))]


def _placed(holding: Sequence[tuple[Case, int]], proof: _Proof, said: Said) -> Iterator[tuple[Case, Said]]:
    """The place that page and line mean, with as much around it as it needs to stand alone in its case."""
    starts = dict(proof.round.pages)
    for case, _ in holding if said.page else ():
        pages = {page: lines for page, lines in proof.pages.items() if page >= starts.get(case.number, 0)}
        around = place_text(case.blocks, said.old, (said.page, said.place), pages)
        if around is not None:
            before, behind = around
            yield case, replace(said, old=before + said.old + behind, new=before + said.new + behind)


def _named(cases: Sequence[Case], one: Round, said: Said) -> Iterator[Case]:
    """The cases that the words name by number, title or page."""
    if said.serial or said.title:
        for case in cases:
            if serial_in(case.number) == said.serial or (said.title and said.title == case.title):
                yield case
    elif said.page:
        on_page = _on_page(one, said.page)
        yield from (case for case in cases if case.number in on_page)


def _on_page(one: Round, page: int) -> tuple[str, ...]:
    starts = [first for _, first in one.pages if first <= page]
    last = max(starts, default=0)
    return tuple(number for number, first in one.pages if first == last)


def tell_proof(desk: Desk, row: MailRow) -> Iterator[str]:
    """What is said to a sender of the corrections in his mail, or of his having none."""
    for read in list_rounds(desk.connection):
        if any(to.mail_id == row.id and to.agreed_at is not None and not to.cases for to in read.sent):
            yield f"{round_name(read.number)}无修改，已登记"
    mine = [
        replace(one, why=why_open(desk, one))
        for one in list_corrections(desk.connection)
        if one.mail_id == row.id
    ]
    done = [one for one in mine if not one.why]
    if done:
        yield f"更正{len(done)}处已登记，下一校照改：" + "；".join(show_correction(one) for one in done)
    yield from tell_marked(mine)
    wishes = "；".join(f"“{short(one.words)}”" for one in mine if one.words)
    if wishes:
        yield f"{wishes}由我处人工处理"
    for one in mine:
        if one.why and not (one.is_marked or one.words):
            yield f"{show_correction(one)}：未能照改，{one.why}"


def show_correction(one: Correction) -> str:
    """XZ-003第3页第2行“甲”改为“乙”; of a page marked by hand its name."""
    if one.is_marked or one.words:
        return f"{one.number}“{short(one.words or one.place)}”"
    what = f"改为“{short(one.new)}”" if one.new else "删去"
    return f"{one.number}{one.place}“{short(one.old)}”{what}"


def list_returns(desk: Desk) -> Iterator[str]:
    """Every round with what came of it, a line each."""
    corrections = list_corrections(desk.connection)
    for one in list_rounds(desk.connection):
        local = one.at.astimezone(desk.campaign.zone)
        due = f"，限{one.due.month}月{one.due.day}日返回" if one.due else ""
        units = sum(1 for sent in one.sent if sent.cases)
        sent = f"，发给{units}个单位" + (f"、编辑{len(one.sent) - units}人" if len(one.sent) > units else "")
        shown = sent if one.sent else "，未发出"
        yield f"{round_name(one.number)}（{local:%Y-%m-%d %H:%M}，{one.run}）《{one.title}》{shown}{due}"
        for to in one.sent:
            if to.agreed_at is not None:
                agreed = to.agreed_at.astimezone(desk.campaign.zone)
                yield f"  无修改　{to.email}　{agreed.month}月{agreed.day}日"
            elif to.agreed:
                yield f"  无修改　{'、'.join(to.agreed)}　{to.email}"
        for correction in corrections:
            if correction.round == one.number:
                why = why_open(desk, correction)
                state = f"未改：{why}" if why else "照改"
                yield f"  更正{correction.id}　{show_correction(correction)}　{correction.who}　{state}"


def newest_round(desk: Desk, number: int = 0) -> Round:
    """A round by its number; 0: the last.

    Raises:
        OrderError: there is no such round.
    """
    rounds = list_rounds(desk.connection)
    for one in reversed(rounds):
        if number in (0, one.number):
            return one
    raise OrderError(f"还没有出过{round_name(number) if number else '校样'}")
