"""Orders that only look: a case, the cases of units, who has sent nothing, how things stand."""

from __future__ import annotations

from intake.campaign.entries import Unit
from tracker.cases.compare import compare_cases, compare_versions, show_difference
from tracker.cases.standing import stand_now, tell_missing
from tracker.cases.values import show_value
from tracker.errors import OrderError
from tracker.ledger import cases
from tracker.ledger.people.reported import SAID, awaiting_units
from tracker.ledger.people.wishes import marked
from tracker.ledger.records import CaseRow, CaseStatus
from tracker.ledger.views import status
from tracker.letters.unsent import name_subject
from tracker.orders.deed import Deed
from tracker.orders.order import Order

TOLD_APART = 0.3  # texts less alike have hardly a sentence in common
MOST_CHANGES, SENTENCE = 12, 60  # of a comparison in a letter: changes, characters of a sentence
MOST_LISTED = 200  # cases in a letter
MOST_SET_ASIDE = 100  # unwanted mails in a letter
SHOWN = ("county", "town", "community", "level", "theme", "contact", "phone")


def rows_of(deed: Deed, order: Order) -> list[CaseRow]:
    """The cases of an order.

    Raises:
        OrderError: there is no such case.
    """
    found = []
    for serial in order.serials:
        row = cases.get_case(deed.connection, serial)
        if row is None:
            raise OrderError(f"没有{serial}号案例")
        found.append(row)
    return found


def name_cases(deed: Deed, order: Order) -> str:
    """3号《一核引领》、5号《水岸议事亭》: the cases that an order is about, as far as there are any."""
    found = [cases.get_case(deed.connection, serial) for serial in order.serials]
    return "、".join(f"{row.serial}号《{row['title']}》" for row in found if row is not None)


def show_cases(deed: Deed, order: Order) -> str:
    """What the ledger says of cases."""
    return "；".join(_line(deed, row) for row in rows_of(deed, order))


def _line(deed: Deed, row: CaseRow) -> str:
    values = [show_value(deed.campaign, name, row[name]) for name in SHOWN if row[name]]
    state = "" if row.status is CaseStatus.ACTIVE else show_value(deed.campaign, "status", row.status)
    late = "" if row.on_time else "逾期"
    checked = "已确认" if row.confirmed else ""
    important = "重点" if row.serial in marked(deed.connection, "case") else ""
    said = "，".join(filter(None, (*values, f"第{row.version}稿", state, late, checked, important)))
    return f"{row.serial}号（{row.number}）《{row['title']}》：{said}"


def list_cases(deed: Deed, order: Order) -> str:
    """The active cases of units, of a level or a theme, or all of them."""
    if order.field:
        return _chosen(deed, order)
    if not order.units:
        return _listed(deed, "共", None)
    return "；".join(_listed(deed, name, deed.campaign.unit(name)) for name in order.units)


def _chosen(deed: Deed, order: Order) -> str:
    """The active cases of a level or a theme."""
    found = cases.active_cases(deed.connection, None)
    rows = [row for row in cases.each_case(deed.connection, found) if row[order.field] == order.value]
    theme = deed.campaign.theme(int(order.value)) if order.field == "theme" else None
    whose = f"{theme.label}{theme.name}" if theme else deed.campaign.level_name(order.value)
    shown = "、".join(f"{row.serial}号《{row['title']}》" for row in rows[:MOST_LISTED])
    rest = "等，余下见汇总表" if len(rows) > MOST_LISTED else ""
    return f"{whose}{len(rows)}篇{'：' if rows else ''}{shown}{rest}"


def _listed(deed: Deed, whose: str, unit: Unit | None) -> str:
    found = cases.active_cases(deed.connection, None if unit is None else unit.key)
    shown = "、".join(
        f"{row.serial}号《{row['title']}》" for row in cases.each_case(deed.connection, found[:MOST_LISTED])
    )
    rest = "等，余下见汇总表" if len(found) > MOST_LISTED else ""
    return f"{whose}{len(found)}篇{'：' if found else ''}{shown}{rest}"


def list_missing(deed: Deed, order: Order) -> str:
    """The units that have sent nothing yet, or less than they are asked for."""
    del order
    standing = stand_now(deed.campaign, deed.connection)
    said = awaiting_units(deed.connection, (unit.unit for unit in standing.silent))
    zero = [unit.unit.name for unit in standing.silent if said.get(unit.unit.key) == SAID["nothing"]]
    told = f"；其中零报告：{'、'.join(zero)}" if zero else ""
    return f"{tell_missing(standing)}{told}" if standing.missing else "各单位均已报送"


def list_unwanted(deed: Deed, order: Order) -> str:
    """The mails that were set aside as adverts or fraud, newest first, by sender and subject."""
    del order
    rows = status.set_aside(deed.connection)
    shown = "；".join(f"收件{row.id}：{row.from_email}“{name_subject(row)}”" for row in rows[:MOST_SET_ASIDE])
    rest = f"等，其余{len(rows) - MOST_SET_ASIDE}封略" if len(rows) > MOST_SET_ASIDE else ""
    return f"归入广告、诈骗的来信{len(rows)}封{'：' if rows else ''}{shown}{rest}"


def report(deed: Deed, order: Order) -> str:
    """How things stand now."""
    del order
    standing = stand_now(deed.campaign, deed.connection)
    counts = f"已报{standing.reported}/{len(standing.units)}个单位，共{standing.cases}篇"
    return f"{counts}；{tell_missing(standing)}"


def compare(deed: Deed, order: Order) -> str:
    """The sentences in which two cases, or the last two drafts of one, differ."""
    first, *others = rows_of(deed, order)
    if len(others) > 1:
        raise OrderError("一次只能比较两篇，如：比较3、5号")
    if others:
        found = compare_cases(deed.connection, first, others[0])
    else:
        found = compare_versions(deed.connection, first)
    if found.alike < TOLD_APART:
        return f"{found.head}，多不相同，不逐句列出"
    lines = [show_difference(change, SENTENCE) for change in found.changes[:MOST_CHANGES]]
    left = len(found.changes) - len(lines)
    return "；".join((found.head, *lines, *([f"另有{left}处"] if left else [])))
