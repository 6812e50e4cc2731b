"""A file of a mail as papers: read, judged by what it is for, and cut into its cases."""

from __future__ import annotations

from collections.abc import Collection

from intake.campaign.call import Call
from intake.documents.read import read_document, take_recognised
from intake.model.case import Attachment, Document
from intake.understand.papers.kind import judge
from intake.understand.papers.listed import read_list
from intake.understand.papers.own_labels import with_usual_lines
from intake.understand.papers.split import split_cases


def read_papers(attachment: Attachment, call: Call, known: Collection[str] = ()) -> tuple[Document, ...]:
    """The documents in one file, each with its kind; several only when it holds several cases.

    ``known`` are titles of the sender's earlier cases.

    A scan that was recognised before has the text that was found. Never raises: a document
    without text says why in its doubts.
    """
    document = read_document(attachment, call.limits)
    if document.needs_ocr and call.recognised and (text := call.recognised.get(document.sha256)):
        document = take_recognised(document, text, call.limits)
    return split_cases(read_list(judge(with_usual_lines(document, call.campaign))), known)
