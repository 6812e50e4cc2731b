"""A file of a mail that is a case of its own: which is meant; who makes the case is tracker/filing/apart.py."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import Row

from intake.model.case import DocumentKind
from tracker.errors import OrderError
from tracker.ledger import cases, doubts
from tracker.ledger.records import CaseStatus, MailRow
from tracker.ledger.texts.apart import Apart, came_of, drop_wanted, forget_apart, want_apart, wanted_apart
from tracker.ledger.texts.documents import file_hashes, list_documents, named_files
from tracker.ledger.texts.submissions import submissions_of
from tracker.ledger.texts.versions import get_version, set_documents
from tracker.orders.acts.look import rows_of
from tracker.orders.acts.mails import mails_of
from tracker.orders.deed import Deed
from tracker.orders.order import Order

SHORTEST: Final = 250  # characters of a text that may be a case nobody pointed at
MAY_BE: Final = (DocumentKind.CASE, DocumentKind.OTHER)


def split(deed: Deed, order: Order) -> str:
    """Files of mails are to be cases of their own: the one that the order names, else all that can be.

    Raises:
        OrderError: there is no such file, or it is a case already.
    """
    rows = mails_of(deed, order) if order.is_of_mails else list(_mails_of_cases(deed, order))
    done = []
    for row in rows:
        if doubts.list_doubts(deed.connection, mail_id=row.id, code="secret", state=None):
            raise OrderError(f"收件{row.id}标有密级，不能拆分")
        texts = _texts(deed, row)
        found = [_named(row, named_files(deed.connection, row.id), order.value)] if order.value else None
        chosen = found or _others(deed, row, texts)
        for name, sha256 in chosen:
            _want(deed, row, (name, sha256))
        done.append(f"收件{row.id}的{'、'.join(name for name, _ in chosen)}")
    return f"{'；'.join(done)}单独登记，编号另函告知"


def _mails_of_cases(deed: Deed, order: Order) -> Iterator[MailRow]:
    """The mails that brought what counts of cases now."""
    for row in rows_of(deed, order):
        if "paper" in row.flags:
            raise OrderError(f"{row.serial}号没有电子来件，不能拆分")
        yield from mails_of(deed, Order(order.verb, "", (row.mail_id,)))


def _texts(deed: Deed, row: MailRow) -> dict[int, str]:
    """Serial of each case of a mail that counts → the hash of the file in which its text stands."""
    hashes = file_hashes(deed.connection, row.id)
    found = {}
    for entry in submissions_of(deed.connection, row.id):
        if entry.version_id is None:
            continue
        documents = get_version(deed.connection, entry.version_id).documents
        case = cases.list_cases(deed.connection, [entry.case_id])[0]
        if documents and case.status is CaseStatus.ACTIVE and documents[0] in hashes:
            found[case.serial] = hashes[documents[0]]
    return found


def _named(row: MailRow, files: list[tuple[str, str]], value: str) -> tuple[str, str]:
    """附件2, or a file by its name."""
    if value.isdecimal():
        at = int(value)
        if not 1 <= at <= len(files):
            raise OrderError(f"收件{row.id}只有{len(files)}个附件")
        return files[at - 1]
    fitting = [one for one in files if value in one[0] or one[0].rpartition(".")[0] in value]
    if len(fitting) != 1:
        names = "、".join(name for name, _ in files) or "无"
        raise OrderError(f"收件{row.id}没有名为“{value}”的附件，附件有：{names}")
    return fitting[0]


def _others(deed: Deed, row: MailRow, texts: dict[int, str]) -> list[tuple[str, str]]:
    """The files with a text of their own that no case has as its text."""
    hashes = file_hashes(deed.connection, row.id)
    found = {
        hashes[one.position]: one.name
        for one in list_documents(deed.connection, row.id)
        if one.position in hashes and _may_be(one) and hashes[one.position] not in texts.values()
    }
    if not found:
        raise OrderError(
            f"收件{row.id}没有另外的案例正文可以拆开；两篇写在同一个文件里的，请来信单位分作两个文件重报"
        )
    return [(name, sha256) for sha256, name in found.items()]


def _may_be(document: Row[Any]) -> bool:
    return document.kind in MAY_BE and len(document.text) >= SHORTEST


def _want(deed: Deed, row: MailRow, file: tuple[str, str]) -> None:
    name, sha256 = file
    texts = _texts(deed, row)
    if serial := next((serial for serial, text in texts.items() if text == sha256), 0):
        raise OrderError(f"{name}就是{serial}号的正文，不必另算")
    if any((one.mail, one.sha256) == (row.id, sha256) for one in wanted_apart(deed.connection)):
        raise OrderError(f"{name}已在拆分，请稍候")
    wish = Apart(row.id, sha256, name, deed.email, deed.who, deed.batch)
    want_apart(deed.connection, wish, deed.now)
    deed.can_undo("split", mail=row.id, sha256=sha256, name=name)


def undo_split(deed: Deed, mail: int, sha256: str, name: str) -> str:
    """A file is no case of its own: the case is taken out again, and the file goes back to where it was."""
    if drop_wanted(deed.connection, mail, sha256, deed.now) is not None:
        return f"{name}不再单独登记"
    done = came_of(deed.connection, mail, sha256)
    if done is None:
        return ""
    for version_id, positions in done["before"].items():
        set_documents(deed.connection, int(version_id), positions)
    rows = cases.list_cases(deed.connection, done["cases"])
    for row in rows:
        cases.set_case(deed.connection, row.id, deed.now, status=CaseStatus.WITHDRAWN)
    forget_apart(deed.connection, mail, sha256, deed.now)
    gone = f"，{'、'.join(f'{row.serial}号' for row in rows)}已撤回" if rows else ""
    return f"{name}归回原处{gone}"
