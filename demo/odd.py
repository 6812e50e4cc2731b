"""Mails as they also come: forwarded, in HTML, raw GBK, RTF, a list alone, a question in a reply."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from demo.files import freeze_zip, make_docx
from demo.mail import DOCX, ZONE, Made, make_mail

Case = Mapping[str, Any]
TITLES = (
    "楼道里的“小议会”",
    "一本账晒在广场上",
    "银杏树下的说事角",
    "老年食堂的三张表",
    "志愿服务“存折”记",
    "村口的法治长廊",
)


def odd_mails(cases: dict[str, dict[str, Any]]) -> Iterator[Made]:
    """About a dozen mails, none of them in the usual form."""
    made = [_renamed(cases[key], title) for key, title in zip(SOURCES, TITLES, strict=True)]
    yield _forwarded(made[0])
    yield _pasted(made[1])
    yield _raw_headers(made[2])
    yield _rich_text(made[3])
    yield _only_name(made[4])
    yield _empty_file(made[5])
    yield from _letters()


SOURCES = ("dev-023", "dev-024", "dev-012", "dev-017", "dev-029", "dev-034")


def _renamed(case: Case, title: str) -> dict[str, Any]:
    """Another case of the same place: other title, other order, other figures."""
    body = [text.replace("2014", "2013").replace("三", "四") for text in reversed(case["body"])]
    return {**case, "title": title, "subtitle": "", "body": body}


def _at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2015, month, day, hour, minute, tzinfo=ZONE)


def _sender(case: Case) -> str:
    return f"{case['id']}@mail.example.cn"


def _forwarded(case: Case) -> Made:
    """The county passes a village's mail on, as an attached mail."""
    part = (f"{case['title']}.docx", DOCX, make_docx(case))
    inner = make_mail("inner.eml", _at(7, 29, 9), _sender(case), case["unit"], "案例", "请查收。", [part])
    outer = ("案例.eml", "message/rfc822", inner.raw)
    body = "现转来运河街道安澜社区案例一篇。"
    return make_mail(
        "odd-forwarded.eml",
        _at(7, 29, 10, 5),
        "minzheng@pizhou.example.cn",
        "邳州市民政局",
        "Fw: 案例",
        body,
        [outer],
    )


def _pasted(case: Case) -> Made:
    """The case stands in the mail itself."""
    body = "\n".join(
        [
            "市局：附件传不上，案例贴在下面。",
            "",
            case["title"],
            case["unit"],
            *case["body"],
            f"联系人：{case['contact']} {case['phone']}",
        ]
    )
    return make_mail(
        "odd-pasted.eml", _at(7, 30, 15, 20), _sender(case), case["unit"], "案例（正文见信）", body, []
    )


def _raw_headers(case: Case) -> Made:
    """Header fields in raw GBK, as old programs write them."""
    part = (f"{case['title']}.docx", DOCX, make_docx(case))
    plain = make_mail(
        "odd-raw.eml", _at(7, 31, 8, 40), _sender(case), case["unit"], "SUBJECT", "见附件。", [part]
    )
    lines = plain.raw.split(b"\r\n")
    fields = {
        b"From: ": f"From: {case['unit']} <{_sender(case)}>",
        b"Subject: ": f"Subject: 铁富镇案例《{case['title']}》",
    }
    for index, line in enumerate(lines[:8]):
        for start, field in fields.items():
            if line.startswith(start):
                lines[index] = field.encode("gb18030")
    return Made(plain.name, plain.at, b"\r\n".join(lines))


def _rich_text(case: Case) -> Made:
    """A file saved as RTF under the name of a Word file."""
    lines = [case["title"], case["unit"], *case["body"], f"联系人：{case['contact']}　电话：{case['phone']}"]
    escaped = "\\par\n".join("".join(f"\\'{byte:02x}" for byte in line.encode("gb18030")) for line in lines)
    head = "{\\rtf1\\ansi\\ansicpg936\\deff0{\\fonttbl{\\f0\\fcharset134 SimSun;}}\\f0 "
    part = (f"{case['title']}.doc", "application/msword", f"{head}{escaped}\\par}}".encode("ascii"))
    return make_mail(
        "odd-rtf.eml", _at(8, 3, 11, 15), _sender(case), case["unit"], "案例报送", "请查收。", [part]
    )


def _only_name(case: Case) -> Made:
    """Title and place stand only in the file's name."""
    bare = {**case, "title": case["body"][0], "unit": "", "subtitle": ""}
    part = (f"泉山区金山街道凤鸣社区-{case['title']}（定稿）.docx", DOCX, make_docx(bare))
    return make_mail("odd-name.eml", _at(8, 5, 10, 10), _sender(case), "凤鸣社区", "材料", "请查收。", [part])


def _empty_file(case: Case) -> Made:
    """A file of no bytes: the upload broke off."""
    part = (f"{case['title']}.docx", DOCX, b"")
    return make_mail(
        "odd-empty.eml", _at(8, 6, 9, 30), _sender(case), case["unit"], "汉王镇案例", "请查收。", [part]
    )


def _letters() -> Iterator[Made]:
    """Words without a case, and a list alone."""
    yield make_mail("odd-list.eml", _at(8, 4, 9, 5), "minzheng@peixian.example.cn", "沛县民政局", "沛县案例汇总表",
                    "现报上我县案例汇总表，案例由各镇直接发送。", [("沛县汇总表.xlsx", XLSX, _sheet())])  # fmt: skip
    yield make_mail("odd-when.eml", _at(8, 5, 14, 50), "minzheng@tongshan.example.cn", "铜山区民政局", "请教",
                    "请问一个镇可以报几篇？盼复。", [])  # fmt: skip
    yield make_mail("odd-thanks.eml", _at(8, 6, 15, 0), "minzheng@yunlong.example.cn", "云龙区民政局", "回复：回执",
                    "收到，谢谢。", [])  # fmt: skip
    yield make_mail("odd-list-of-ours.eml", _at(8, 8, 9, 0), "minzheng@quanshan.example.cn", "泉山区民政局", "查询",
                    "请查询我区已报案例清单。", [])  # fmt: skip


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _sheet() -> bytes:
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"created": datetime(2015, 8, 4)})  # noqa: DTZ001 - the format has no zone
    sheet = book.add_worksheet("汇总表")
    rows = (
        ("序号", "案例名称", "报送单位", "联系人", "联系电话"),
        (1, "让群众的事由群众商量着办", "沛县民政局", "仲崇礼", "0516-80001119"),
        (2, "矿区移交之后", "沛县大屯街道办事处", "朱广田", "0516-80001104"),
    )
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return freeze_zip(buffer.getvalue())
