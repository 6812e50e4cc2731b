"""What is said to whoever mails pictures in place of others: which they replace, or that nobody can tell."""

from __future__ import annotations

from collections.abc import Iterator

from intake.model.case import DocumentKind
from tracker.errors import OrderError
from tracker.ledger import mails
from tracker.ledger.cases import list_cases
from tracker.ledger.published.volume import list_choices, list_runs
from tracker.ledger.records import CaseRow, MailRow
from tracker.ledger.texts.documents import list_documents
from tracker.ledger.texts.submissions import ATTACHED, submissions_of
from tracker.office.desk import Desk
from tracker.publications.volume.content.model import Image
from tracker.publications.volume.content.store import load_volume_file
from tracker.publications.volume.content.swap import find_targets, wants_swap


def tell_swaps(desk: Desk, row: MailRow) -> Iterator[str]:
    """Of each picture of a mail that is to take the place of another: of which; asked where that is not known."""
    said = f"{row.subject}\n{mails.body_of(desk.connection, row.id)}"
    if not wants_swap(said):
        return
    choices = list_choices(desk.connection)
    put = [one.case_id for one in submissions_of(desk.connection, row.id) if one.role == ATTACHED]
    for case in list_cases(desk.connection, [case_id for case_id in put if case_id in choices]):
        old = _printed(desk, case)
        listed = list_documents(desk.connection, row.id)
        new = [Image(one.name) for one in listed if one.kind == DocumentKind.PHOTO]
        for photo, target in zip(new, find_targets(old, new, said), strict=True):
            if target is not None:
                yield f"“{photo.name}”换下《{case['title']}》图{target + 1}"
            elif old:
                yield (
                    f"《{case['title']}》有{len(old)}张图片，“{photo.name}”换哪一张未能认定，"
                    "请回信写明（如：图2换成所附照片）并再附照片"
                )


def _printed(desk: Desk, case: CaseRow) -> list[Image]:
    """The pictures of a case as they were printed last."""
    for run in reversed(list_runs(desk.connection)):
        if all(one.number != case.number for one in run.cases):
            continue
        try:
            volume = load_volume_file(desk.parts.data.volumes / run.name)
        except OrderError:
            return []
        printed = (one for one in volume.cases if one.number == case.number)
        return [block for one in printed for block in one.blocks if isinstance(block, Image)]
    return []
