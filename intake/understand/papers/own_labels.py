"""Labels that only this call's form has, read as the usual ones: 案例实施单位 → 报送单位, 课程名称 → 案例名称."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from intake.campaign.campaign import Campaign
from intake.campaign.entries import FormField
from intake.model.case import Document, Row

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
_SIGNS = str.maketrans("", "", " \t\u3000：:*＊")


def with_usual_labels(documents: Iterable[Document], campaign: Campaign) -> list[Document]:
    """The documents, the labels of the campaign's form, and of its own word, in their cells exchanged for the usual ones."""
    own = {f"{campaign.item}{ending}": USUAL["title"] for ending in ("名称", "题目", "标题")} | {
        label.translate(_SIGNS): USUAL[field] for field, labels in campaign.form.items() for label in labels
    }
    return [
        replace(
            document,
            pairs=tuple((_usual(label, own), value) for label, value in document.pairs),
            rows=tuple(Row(tuple(_usual(cell, own) for cell in row.cells)) for row in document.rows),
        )
        for document in documents
    ]


def _usual(label: str, own: dict[str, str]) -> str:
    return own.get(label.translate(_SIGNS), label)
