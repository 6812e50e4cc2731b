"""About sixty invented mails of one season, with the times at which they arrive."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from demo.files import make_docx, make_form, make_pdf, make_zip
from demo.mail import DOCX, ZONE, Made, make_mail
from demo.odd import odd_mails

CORPUS = Path(__file__).resolve().parent.parent / "tests" / "corpus"
SILENT = {"丰县"}  # this unit never sends: it is reminded to the end
HOSTS = {
    "丰县": "fengxian", "沛县": "peixian", "睢宁县": "suining", "邳州市": "pizhou", "新沂市": "xinyi",
    "铜山区": "tongshan", "贾汪区": "jiawang", "鼓楼区": "gulou", "云龙区": "yunlong", "泉山区": "quanshan",
    "徐州经济技术开发区": "jingkaiqu", "徐州市新城区": "xinchengqu",
}  # fmt: skip


def season_mails() -> list[Made]:
    """Every mail of the season in order of arrival; the same bytes at every call."""
    cases = [json.loads(line) for line in (CORPUS / "cases.jsonl").read_text("utf-8").splitlines()]
    others = [json.loads(line) for line in (CORPUS / "other.jsonl").read_text("utf-8").splitlines()]
    sending = [case for case in cases if case["county"] not in SILENT]
    mails = [
        *_case_mails(sending),
        *_other_mails(others),
        *_follow_ups(sending),
        *odd_mails({case["id"]: case for case in sending}),
    ]
    return sorted(mails, key=lambda mail: (mail.at, mail.name))


def address_of(case: dict[str, Any]) -> str:
    """The invented address a case is sent from: the county's bureau or the town itself."""
    host = f"{HOSTS[case['county']]}.example.cn"
    return f"minzheng@{host}" if case["level"] == "county" else f"{case['id']}@{host}"


def _case_mails(cases: list[dict[str, Any]]) -> Iterator[Made]:
    """Single mails from towns, one zip from a county, PDFs, forms, one with two cases."""
    bundled = [case for case in cases if case["county"] == "鼓楼区"]
    single = [case for case in cases if case["county"] != "鼓楼区"]
    for index, case in enumerate(single):
        at = _moment(index, case)
        name = case["title"].replace("/", "")
        shape = index % 6
        if shape == 4:
            part = (f"{name}.pdf", "application/pdf", make_pdf(case))
        elif shape == 5:
            part = (f"推荐表-{name}.docx", DOCX, make_form(case))
        else:
            part = (f"{case['county']}-{name}.docx", DOCX, make_docx(case))
        body = f"市局基政处：\n    现报送我单位案例1篇，请查收。\n{case['unit']}\n联系人：{case['contact']}　{case['phone']}"
        subject = f"{case['county']}案例：{case['title']}" if index % 3 else "案例材料"
        yield make_mail(f"case-{case['id']}.eml", at, address_of(case), case["unit"], subject, body, [part])
    files = {f"鼓楼区/{case['town'] or '区民政局'}/{case['title']}.docx": make_docx(case) for case in bundled}
    at = datetime(2015, 8, 4, 15, 20, tzinfo=ZONE)
    body = f"市局基政处：\n    现将我区{len(bundled)}篇案例打包报上，请查收。\n鼓楼区民政局"
    part = ("鼓楼区案例.zip", "application/zip", make_zip(files))
    yield make_mail(
        "case-gulou.eml", at, "minzheng@gulou.example.cn", "鼓楼区民政局", "鼓楼区案例材料", body, [part]
    )


def _moment(index: int, case: dict[str, Any]) -> datetime:
    """Few in July, most in the last week; some units only after the last reminder."""
    if case["county"] in ("睢宁县", "新沂市"):
        return datetime(2015, 8, 7, 14, 5, tzinfo=ZONE) + timedelta(hours=7 * (index % 9))
    if index < 8:
        return datetime(2015, 7, 13, 9, 12, tzinfo=ZONE) + timedelta(days=2 * index, minutes=37 * index)
    return datetime(2015, 8, 3, 8, 40, tzinfo=ZONE) + timedelta(hours=5 * (index - 8), minutes=11 * index)


def _other_mails(others: list[dict[str, Any]]) -> Iterator[Made]:
    """Questions, bounces, advertisements and all that is not a case."""
    days = (20, 6, 4, 5, 22, 30, 6, 3, 15, 4, 5, 5, 24, 8)
    for number, (other, day) in enumerate(zip(others, days, strict=True)):
        month = 7 if day > 12 else 8
        at = datetime(2015, month, day, 10, 3 + 3 * number, tzinfo=ZONE)
        headers = {}
        if other["kind"] == "out_of_office":
            headers["Auto-Submitted"] = "auto-replied"
        sender = {
            "phone_correction": "minzheng@xinyi.example.cn",
            "correction_ignore_previous": "dev-004@peixian.example.cn",
            "withdrawal": "dev-015@jiawang.example.cn",
            "extension_request": "minzheng@suining.example.cn",
            "bounce": "postmaster@mail.example.cn",
        }.get(other["kind"], f"{other['id']}@mail.example.cn")
        yield make_mail(
            f"other-{other['id']}.eml",
            at,
            sender,
            other["from_name"],
            other["subject"],
            other["body"],
            [],
            headers,
        )


def _follow_ups(cases: list[dict[str, Any]]) -> Iterator[Made]:
    """A duplicate, a revised version, a late case, 收到了吗."""
    by_id = {case["id"]: case for case in cases}
    first = by_id["dev-001"]
    part = (f"{first['title']}.docx", DOCX, make_docx(first))
    at = datetime(2015, 8, 5, 9, 0, tzinfo=ZONE)
    body = "不知上次是否收到，再发一次，请查收。"
    yield make_mail("again-dev-001.eml", at, address_of(first), first["unit"], "案例材料", body, [part])
    second = dict(by_id["dev-008"])
    second["body"] = [
        *second["body"][:-1],
        "（补充）2015年上半年，又有三个社区纳入试点，居民满意度为93%。",
        second["body"][-1],
    ]
    part = (f"{second['title']}（修改稿）.docx", DOCX, make_docx(second))
    at = datetime(2015, 8, 6, 16, 30, tzinfo=ZONE)
    body = "现报上修改稿，以此件为准。"
    yield make_mail("revised-dev-008.eml", at, address_of(second), second["unit"], "修改稿", body, [part])
    late = dict(by_id["dev-036"], title="榴园社区的“周五议事”", subtitle="")
    late["body"] = [
        "榴园社区每周五下午在广场凉亭下开议事会，居民当场提、当场议、当场定。",
        "一、做法。议题由楼长收集，社区提前三天张榜；每个议题限时二十分钟，到会居民举手表决。",
        "二、成效。一年来议事四十一次，定下修路灯、装扶手、改车棚等三十六件事，办结三十三件。",
        "三、体会。事情不怕小，只要说了算数，大家就愿意来。",
    ] * 3
    part = (f"{late['title']}.docx", DOCX, make_docx(late))
    at = datetime(2015, 8, 11, 8, 40, tzinfo=ZONE)
    yield make_mail(
        "late-dev-036.eml", at, "dev-036@jingkaiqu.example.cn", late["unit"], "补报案例", "请查收。", [part]
    )
    at = datetime(2015, 8, 7, 17, 40, tzinfo=ZONE)
    yield make_mail(
        "asked.eml",
        at,
        "minzheng@peixian.example.cn",
        "沛县民政局",
        "材料收到了吗",
        "请问我们的材料收到了吗？",
        [],
    )
