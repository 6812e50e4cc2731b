"""What ``zhengji read --json`` prints of one reading."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from intake.model.case import (
    Address,
    Body,
    CaseReading,
    CloudLink,
    Document,
    DocumentKind,
    Doubt,
    Envelope,
    Evidence,
    Fact,
    Format,
    MailKind,
    Picture,
    Reading,
    Row,
    ThemeScore,
    Where,
)
from tests.office import ROOT
from tracker.publications.export import reading_object

PAGE = (ROOT / "docs/export.md").read_text(encoding="utf-8")
AT = datetime(2015, 7, 8, 1, 30, tzinfo=UTC)
READING = Reading(
    envelope=Envelope("<a@example.cn>", "报送案例", Address("fx@example.cn", "周庆和"), date=AT),
    body=Body("材料见附件。", "丰县民政局", "往来邮件"),
    kind=MailKind.SUBMISSION,
    kind_reason="报送",
    documents=(
        Document(
            "案例.docx",
            Format.DOCX,
            DocumentKind.CASE,
            "院落议事\n做法",
            pairs=(("联系人", "周庆和"),),
            rows=(Row(("序号", "名称")), Row(("1", "院落议事"))),
            pictures=(Picture("image1.png", "议事现场"),),
            path=("材料.zip",),
            sha256="ab" * 32,
            reader="docx",
            pages=2,
        ),
    ),
    cases=(
        CaseReading(
            "院落议事\n做法",
            {
                "title": Fact("院落议事", 0.98765, (Evidence(Where.TITLE, "院落议事", "案例.docx"),)),
                "town": Fact("宋楼镇", 0.5, waits=True, choices=("宋楼镇", "大沙河镇"), note="两处不同"),
                "theme": Fact("4", 0.9),
                "secondary": Fact("", 0.9),
                "characters": Fact("1200", 1.0),
            },
            themes=(ThemeScore(4, 0.81239, ("议事",)),),
            documents=(0,),
            doubts=(Doubt("town", "town", "（宋楼镇/大沙河镇）", ("宋楼镇", "大沙河镇")),),
            flags=("short",),
        ),
    ),
    links=(CloudLink("QQ中转站", "https://example.cn/f", "照片.zip", "12M", AT),),
    needs_person=True,
)


def test_a_reading_as_one_object():
    found = reading_object("来件.eml", READING)
    (document,), (case,) = found.pop("documents"), found.pop("cases")

    assert found == {
        "format": "zhengji.reading/1", "path": "来件.eml", "kind": "submission", "kind_reason": "报送", "intent": "",
        "needs_person": True, "secret": "", "from": "fx@example.cn", "from_name": "周庆和", "subject": "报送案例",
        "message_id": "<a@example.cn>", "date": "2015-07-08T01:30:00Z", "body": "材料见附件。", "signature": "丰县民政局",
        "links": [
            {"provider": "QQ中转站", "url": "https://example.cn/f", "name": "照片.zip", "size": "12M",
             "expires": "2015-07-08T01:30:00Z"},
        ],
        "doubts": [],
    }  # fmt: skip
    assert document == {
        "name": "案例.docx", "path": ["材料.zip"], "sha256": "ab" * 32, "format": "docx", "kind": "case", "reader": "docx",
        "pages": 2, "recognised": False, "pairs": [["联系人", "周庆和"]], "rows": [["序号", "名称"], ["1", "院落议事"]],
        "pictures": [{"name": "image1.png", "caption": "议事现场"}], "doubts": [], "text": "院落议事\n做法",
    }  # fmt: skip
    facts = case.pop("facts")
    (doubt,) = case.pop("doubts")
    assert case == {
        "title": "院落议事", "subtitle": "", "unit": "", "county": "", "town": "宋楼镇", "community": "", "level": "",
        "contact": "", "phone": "", "date": "", "theme": 4, "secondary": None, "characters": 1200,
        "themes": [{"theme": 4, "confidence": 0.8124, "words": ["议事"]}], "flags": ["short"], "waits": ["town"],
        "documents": [0], "text": "院落议事\n做法",
    }  # fmt: skip
    assert facts["title"] == {
        "value": "院落议事", "confidence": 0.9877, "waits": False, "choices": [], "note": "",
        "evidence": [{"where": "title", "quote": "院落议事", "source": "案例.docx"}],
    }  # fmt: skip
    assert {name: doubt[name] for name in ("code", "about", "choices")} == {
        "code": "town", "about": "town", "choices": ["宋楼镇", "大沙河镇"],
    }  # fmt: skip


def names(value: Any) -> Iterator[str]:
    """Every key of an object, but those of facts, which are the names of fields."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield name
            yield from names(list(inner.values()) if name == "facts" else inner)
    elif isinstance(value, list):
        for inner in value:
            yield from names(inner)


def test_every_name_of_a_reading_is_on_the_page():
    words = {name for quoted in re.findall(r"`([^`]+)`", PAGE) for name in re.findall(r"\w+", quoted)}

    assert {*names(reading_object("来件.eml", READING))} <= words


def test_a_mail_without_a_date_or_cases():
    found = reading_object("-", Reading(Envelope(), Body(), MailKind.OTHER))

    assert (found["date"], found["documents"], found["cases"], found["from"]) == (None, [], [], "")
