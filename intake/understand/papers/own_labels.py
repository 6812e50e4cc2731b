"""Labels that only this call's form has, read as the usual ones: 案例实施单位 → 报送单位, 课程名称 → 案例名称."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from intake.campaign.campaign import Campaign
from intake.campaign.entries import FormField
from intake.model.case import Document, Row
from intake.text.fold import nfkc

USUAL: dict[FormField, str] = {
    "title": "案例名称",
    "unit": "报送单位",
    "county": "所属县区",
    "town": "所在乡镇",
    "community": "所在村社区",
    "level": "层级",
    "theme": "主题",
    "contact": "联系人",
    "phone": "联系电话",
}
LONGEST = 120  # characters of a labelled line
_SIGNS = str.maketrans("", "", " \t\u3000：:*＊")


def with_usual_labels(documents: Iterable[Document], campaign: Campaign) -> list[Document]:
    """The documents, the labels of the campaign's form, and of its own word, in their cells exchanged for the usual ones."""
    own = _own_labels(campaign)
    return [
        replace(
            document,
            pairs=tuple((_usual(label, own), value) for label, value in document.pairs),
            rows=tuple(Row(tuple(_usual(cell, own) for cell in row.cells)) for row in document.rows),
        )
        for document in documents
    ]


def with_usual_lines(document: Document, campaign: Campaign) -> Document:
    """The document, such labels at the beginning of its lines exchanged: 做法名称：夜读 → 案例名称：夜读."""
    own = _own_labels(campaign)
    lines = document.text.split("\n")
    told: list[tuple[str, str]] = []
    for at, line in enumerate(lines):
        label, mark, value = nfkc(line[:LONGEST]).partition(":") if len(line) <= LONGEST else ("", "", "")
        if mark and value.strip() and (usual := own.get(label.translate(_SIGNS))):
            lines[at] = f"{usual}：{value.strip()}"
            told.append((usual, value.strip()))
    if not told:
        return document
    pairs = tuple(dict.fromkeys((*document.pairs, *told)))
    return replace(document, text="\n".join(lines), pairs=pairs)


def _own_labels(campaign: Campaign) -> dict[str, str]:
    return {f"{campaign.item}{ending}": USUAL["title"] for ending in ("名称", "题目", "标题")} | {
        label.translate(_SIGNS): USUAL[field] for field, labels in campaign.form.items() for label in labels
    }


def _usual(label: str, own: dict[str, str]) -> str:
    return own.get(label.translate(_SIGNS), label)
