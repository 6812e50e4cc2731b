"""The experts of a round, as the coordinator speaks of them by mail: a list, a new one, a word about one."""

from __future__ import annotations

from tracker.errors import OrderError
from tracker.ledger.review.experts import ExpertRow, find_expert, list_experts, put_expert
from tracker.office.desk import Desk
from tracker.review.experts.declared import put_listed
from tracker.review.experts.people import NO_MORE_AVOIDS, change_person, is_list, new_person, read_people
from tracker.review.experts.unclear import settle_avoids
from tracker.review.mail.acts import Asked
from tracker.review.progress import described
from tracker.review.rounds import look_for


def take_list(desk: Desk, asked: Asked) -> str:
    """Take an enclosed list of experts; without one, say who is on it."""
    listed = next((lines for lines in enclosed(asked) if is_list(lines)), None)
    if listed is None:
        known = list_experts(desk.connection)
        if not known:
            raise OrderError("还没有专家名单，请把名单（第一行写姓名、单位、县区、邮箱等栏名）作为附件发来")
        return f"共{len(known)}位专家：" + "；".join(described(desk, expert) for expert in known)
    people = read_people(listed, desk.campaign)
    if not people.experts:
        raise OrderError("；".join(people.remarks))
    said = [*people.remarks, *put_listed(desk, people.experts)]
    remarks = f"。请核对：{'；'.join(said)}" if said else ""
    return f"已登记{len(people.experts)}位专家：{'、'.join(e.name for e in people.experts)}{remarks}"


def take_word(desk: Desk, asked: Asked) -> str:
    """What is said of one expert; a new one is put on the list."""
    if asked.value:
        known = expert_named(desk, asked.value)
        changed, said = change_person(asked.words, known, desk.campaign)
        if not said:
            raise OrderError(f"没有看懂{known.name}改什么，可写：回避某县、最多8篇、改用纸质、邮箱改为……")
        put_expert(desk.connection, changed, desk.now)
        if NO_MORE_AVOIDS in said or changed.avoids != known.avoids:
            settle_avoids(desk, changed, asked.who)
        return f"{known.name}：{'，'.join(said)}{_stale(desk, changed)}"
    new = new_person(asked.words, desk.campaign)
    if new is None:
        raise OrderError("没有看懂专家的姓名，请写：加一位专家：姓名，单位，邮箱")
    if find_expert(desk.connection, new.name) is not None:
        raise OrderError(f"{new.name}已在专家名单中")
    put_expert(desk.connection, new, desk.now)
    said = [new.unit, new.email or "没有邮箱，用纸质"]
    return f"已登记专家{new.name}（{'，'.join(filter(None, said))}），下一步可回复“邀请专家”"


def _stale(desk: Desk, expert: ExpertRow) -> str:
    """The cases that an expert has and must not read any more."""
    table = look_for(desk)
    barred = (
        [number for number, case in table.of(expert.id).items() if (expert.id, case) in table.barred]
        if table
        else []
    )
    return f"；已分给他的{'、'.join(barred)}应收回，请回复“分配方案”重新分配" if barred else ""


def enclosed(asked: Asked) -> list[list[str]]:
    """The lines of each enclosed document."""
    return [document.text.splitlines() for document in asked.documents if document.text.strip()]


def expert_named(desk: Desk, name: str) -> ExpertRow:
    """The expert of this name.

    Raises:
        OrderError: nobody is called so.
    """
    found = find_expert(desk.connection, name)
    if found is None:
        raise OrderError(f"专家名单中没有“{name}”")
    return found
