"""After the season: four invented experts read, teams visit, people decide. What each step makes lies in 评阅/."""

from __future__ import annotations

from pathlib import Path

from intake.worker.pool import Readers
from tracker.ledger.cases import list_cases
from tracker.ledger.review.experts import put_expert
from tracker.office.desk import Desk
from tracker.office.parts import Parts
from tracker.review.copies.content import prepare_copies
from tracker.review.copies.papers import heading_of, hide_cases, known_names, sheet_for, write_copies
from tracker.review.copies.sheets import write_docx, write_xlsx
from tracker.review.decide.chosen import best_cases
from tracker.review.decide.publish import begin_publication, chosen_rows, decide, write_public_list
from tracker.review.decide.thanks import write_thanks
from tracker.review.experts.people import read_people
from tracker.review.marks.lines import read_lines
from tracker.review.marks.take import Came, take_answer
from tracker.review.minutes import minutes_of, write_minutes
from tracker.review.progress import write_plan
from tracker.review.rounds import Table, begin_round, keep_plan, leave_house, look_at, propose
from tracker.review.visits.findings import read_findings, record_findings
from tracker.review.visits.plan import arrange, write_kits

PEOPLE = (
    "姓名\t工作单位\t回避\t评阅方式",
    "王建国\t某大学\t\t纸质",
    "李卫东\t某党校\t云龙区\t纸质",
    "赵敏\t某研究院\t\t纸质",
    "孙宁\t某协会\t\t纸质",
)
BEST = 3  # cases that are visited, then chosen
FOUND = "属实，居民普遍知晓，问卷60 58 55 40 12 2 1"


def play_review(parts: Parts, readers: Readers, person: str, out: Path) -> None:
    """A round on all cases, its papers written into ``out``."""
    out.mkdir()
    with parts.ledger.begin() as connection:
        desk = Desk(connection, parts, parts.clock.now())
        for expert in read_people(PEOPLE, desk.campaign).experts:
            put_expert(connection, expert, desk.now)
        begin_round(desk, "初评", list_cases(connection), person)
        table = look_at(desk)
        plan = propose(table)
        (out / "分配方案.docx").write_bytes(write_plan(table, plan, desk.campaign.short))
        keep_plan(desk, table, plan, person)
    prepare_copies(parts, readers)
    with parts.ledger.begin() as connection:
        desk = Desk(connection, parts, parts.clock.now())
        table = look_at(desk)
        leave_house(desk, table, table.experts, person)
        _read(desk, look_at(desk), out)
        (out / "评审意见.docx").write_bytes(write_minutes(minutes_of(desk, look_at(desk))))
        _decide(desk, person, out)


def _read(desk: Desk, table: Table, out: Path) -> None:
    """Each expert gets copies and a sheet; the marks are invented, and the same in every run."""
    names = known_names(desk)
    for key, expert in table.experts.items():
        own = table.of(key)
        place = out / expert.name
        place.mkdir()
        copies = write_copies(hide_cases(desk, table, own.values()), heading_of(desk.campaign), names)
        (place / "评阅案例.docx").write_bytes(copies)
        (place / "评分表.docx").write_bytes(write_docx(sheet_for(desk, table, key)))
        (place / "评分表.xlsx").write_bytes(write_xlsx(sheet_for(desk, table, key)))
        lines = [
            f"{number} {75 + (case * 7 + key) % 20} {70 + (case * 11 + key) % 25} {72 + (case * 5 + key) % 22}"
            for number, case in own.items()
        ]
        answer = read_lines("\n".join(lines), table.rules, tuple(own))
        take_answer(desk, table, key, answer, Came("typed", "", "演示"))


def _decide(desk: Desk, person: str, out: Path) -> None:
    rows = list(best_cases(desk, BEST).rows)
    visited = out / "实地察看"
    visited.mkdir()
    for name, content in write_kits(desk, rows, arrange(desk, rows)):
        (visited / name).write_bytes(content)
    for row in rows:
        record_findings(desk, row, read_findings(FOUND), person)
    decide(desk, rows, person, "演示", chosen=True)
    days = begin_publication(desk, person)
    (out / "公示.docx").write_bytes(write_public_list(desk, chosen_rows(desk), days))
    for name, content in write_thanks(desk):
        (out / name).write_bytes(content)
