"""Corrections that come back for a round: which case each is about, and whether it can be done as it is written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from intake.model.case import Envelope
from tracker.errors import OrderError
from tracker.ledger import doubts, mails
from tracker.ledger.cases import get_case
from tracker.ledger.events import record_event
from tracker.ledger.letters import replied_letter
from tracker.ledger.published.rounds import Correction, Round, add_corrections, list_corrections, list_rounds
from tracker.ledger.records import LetterKind, MailRow
from tracker.office.desk import Desk
from tracker.publications.volume.content.correct import count_text, short
from tracker.publications.volume.content.model import Case, Volume
from tracker.publications.volume.content.store import load_volume_file
from tracker.publications.volume.rounds.lines import Said, read_lines
from tracker.publications.volume.words import volume_words

NAMES = "一二三四五六七八九"  # 一校 … 九校: more is no volume


@dataclass(frozen=True, slots=True)
class Reader:
    """Who read a proof: his address or name, his mail, and the numbers of the cases that he may correct (none: all)."""

    who: str
    mail_id: int = 0
    cases: tuple[str, ...] = ()


def round_name(number: int) -> str:
    """一校"""
    return f"{NAMES[number - 1]}校"


def proof_answered(desk: Desk, envelope: Envelope) -> tuple[Round, tuple[str, ...]] | None:
    """The round whose proof a mail answers, and the cases that were sent with it (none: all)."""
    letter = replied_letter(desk.connection, envelope)
    if letter is None or letter.kind is not LetterKind.PROOF:
        return None
    for one in list_rounds(desk.connection):
        for sent in one.sent:
            if sent.key == letter.key:
                return one, sent.cases
    return None


def take_proof(desk: Desk, row: MailRow, envelope: Envelope, text: str) -> None:
    """Keep the corrections in a mail that answers a proof; one that says nothing else waits for nobody."""
    answered = proof_answered(desk, envelope)
    if answered is None:
        return
    said, rest = read_lines(text)
    if not said:
        return
    one, cases = answered
    taken = take_corrections(desk, one, said, Reader(row.from_email, row.id, cases))
    if all(not correction.why for correction in taken) and not _asks(rest):
        mails.update_mail(desk.connection, row.id, needs_person=False, wants_answer=True)
        open_ones = [doubt.id for doubt in doubts.list_doubts(desk.connection, mail_id=row.id)]
        doubts.settle_doubts(desk.connection, desk.now, row.from_email, ids=open_ones)
    else:
        mails.update_mail(desk.connection, row.id, needs_person=True, wants_answer=True)


def take_corrections(desk: Desk, one: Round, said: Sequence[Said], reader: Reader) -> tuple[Correction, ...]:
    """Keep corrections of a round; each with what keeps it from being done, in Chinese, and no id if it stood before.

    Raises:
        OrderError: what was sent in that round is no longer there.
    """
    volume = load_volume_file(desk.parts.data.volumes / one.run)
    made = tuple(_correction(desk, one, volume, line, reader) for line in said)
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


def _correction(desk: Desk, one: Round, volume: Volume, said: Said, reader: Reader) -> Correction:
    own = [case for case in volume.cases if not reader.cases or case.number in reader.cases]
    case, why = _find(own, one, said)
    row = get_case(desk.connection, _serial(case.number)) if case is not None else None
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


def _find(cases: Sequence[Case], one: Round, said: Said) -> tuple[Case | None, str]:
    """The case that a correction is about, and why it cannot be done as it is written."""
    named = list(_named(cases, one, said))
    among = named or cases
    holding = [(case, count) for case in among if (count := count_text(case.blocks, said.old))]
    if not holding and named:  # the page may be that of another proof
        holding = [(case, count) for case in cases if (count := count_text(case.blocks, said.old))]
    if len(holding) == 1 and holding[0][1] == 1:
        return holding[0][0], ""
    if not holding:
        best = named[0] if len(named) == 1 else cases[0] if len(cases) == 1 else None
        return best, f"正文中没有找到“{short(said.old)}”"
    if len(holding) > 1:
        return None, f"有{len(holding)}篇都有“{short(said.old)}”，请写明是哪一篇"
    return holding[0][0], f"“{short(said.old)}”有{holding[0][1]}处，请连同前后几个字写明"


def _named(cases: Sequence[Case], one: Round, said: Said) -> Iterator[Case]:
    """The cases that the words name by number, title or page."""
    if said.serial or said.title:
        for case in cases:
            if _serial(case.number) == said.serial or (said.title and said.title == case.title):
                yield case
    elif said.page:
        on_page = _on_page(one, said.page)
        yield from (case for case in cases if case.number in on_page)


def _on_page(one: Round, page: int) -> tuple[str, ...]:
    starts = [first for _, first in one.pages if first <= page]
    last = max(starts, default=0)
    return tuple(number for number, first in one.pages if first == last)


def _serial(number: str) -> int:
    found = re.search(r"(\d{1,9})\D{0,9}$", number)
    return int(found[1]) if found else 0


def _asks(rest: str) -> bool:
    """Whether what stands beside corrections wants something else: 图片换一张可以吗."""
    return any(word in rest for word in volume_words().doubting)


def tell_proof(desk: Desk, row: MailRow) -> Iterator[str]:
    """What is said to a sender of the corrections in his mail."""
    mine = [one for one in list_corrections(desk.connection) if one.mail_id == row.id]
    done = [one for one in mine if not one.why]
    if done:
        yield f"更正{len(done)}处已登记，下一校照改：" + "；".join(show_correction(one) for one in done)
    for one in mine:
        if one.why:
            yield f"{show_correction(one)}：未能照改，{one.why}"


def show_correction(one: Correction) -> str:
    """XZ-003第3页第2行“甲”改为“乙”"""
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
        for correction in corrections:
            if correction.round == one.number:
                state = f"未改：{correction.why}" if correction.why else "照改"
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
