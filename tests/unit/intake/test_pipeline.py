"""Whole files and mails read: cases, facts and kind, on the invented corpus in three forms."""

import io
import json
from typing import Any

import pytest
from docx import Document

from demo.files import make_docx, make_form, make_pdf, make_zip
from intake.campaign.call import Call, Sender
from intake.model.case import Doubt, MailKind
from intake.pipeline import read_file, read_mail
from intake.worker.pool import CallFiles
from tests.paths import ROOT

CONFIG = ROOT / "config"
CASES = [
    json.loads(line) for line in (ROOT / "tests" / "corpus" / "cases.jsonl").read_text("utf-8").splitlines()
]
FIELDS = ("title", "subtitle", "unit", "county", "town", "level", "contact", "phone")


@pytest.fixture(scope="module")
def call() -> Call:
    return CallFiles(
        CONFIG / "campaigns" / "xuzhou-2015.toml",
        CONFIG / "places" / "xuzhou.toml",
        CONFIG / "lexicon" / "xuzhou-2015.toml",
    ).load()


def plain(text: str) -> str:
    return text.replace(" ", "")


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
@pytest.mark.parametrize(
    ("make", "name"), [(make_docx, "{title}.docx"), (make_form, "推荐表.docx"), (make_pdf, "1.pdf")]
)
def test_facts_in_every_form(call: Call, case: dict[str, Any], make: Any, name: str) -> None:
    reading = read_file(name.format(title=case["title"]), make(case), call)
    (found,) = reading.cases
    assert reading.kind is MailKind.SUBMISSION
    assert {f: plain(found.value(f)) for f in FIELDS} == {f: plain(case[f]) for f in FIELDS}
    if case["community"]:
        assert found.value("community") == case["community"]
    assert all(found.facts[f].evidence for f in FIELDS if found.value(f))


def mail(body: str, *files: tuple[str, bytes], subject: str = "报送案例") -> bytes:
    from email.message import EmailMessage

    made = EmailMessage()
    made["From"], made["Subject"] = "clerk@county.example.cn", subject
    made.set_content(body)
    for name, content in files:
        made.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return made.as_bytes()


def test_one_case_in_several_forms_is_one_case(call: Call) -> None:
    case = CASES[0]
    raw = mail("请查收。", ("正文.pdf", make_pdf(case)), (f"{case['title']}.docx", make_docx(case)))
    (found,) = read_mail(raw, call, Sender()).cases
    assert found.documents == (1, 0)  # Word before PDF
    assert found.value("title").replace(" ", "") == case["title"].replace(" ", "")


def test_several_cases_in_an_archive(call: Call) -> None:
    files = {f"{case['county']}/{case['title']}.docx": make_docx(case) for case in CASES[:4]}
    reading = read_mail(mail("共4篇。", ("材料.zip", make_zip(files))), call, Sender())
    assert sorted(found.value("title") for found in reading.cases) == sorted(c["title"] for c in CASES[:4])


def test_the_summary_sheet_is_checked_against_what_came(call: Call) -> None:
    import io

    from docx import Document as Word

    word = Word()
    word.add_paragraph("案例汇总表")
    table = word.add_table(rows=3, cols=4)
    lines = [
        ("序号", "案例名称", "报送单位", "联系人"),
        ("1", CASES[0]["title"], CASES[0]["unit"], "周庆和"),
        ("2", "没有寄来的一篇", "云龙区民政局", "李四"),
    ]
    for row, line in zip(table.rows, lines, strict=True):
        for cell, text in zip(row.cells, line, strict=True):
            cell.text = text
    buffer = io.BytesIO()
    word.save(buffer)
    raw = mail("请查收。", ("汇总表.docx", buffer.getvalue()), ("案例.docx", make_docx(CASES[0])))
    reading = read_mail(raw, call, Sender(unit="yunlong"))
    assert [(d.code, d.about) for d in reading.doubts] == [("sheet-missing", "没有寄来的一篇")]


def test_text_and_sender_of_different_counties_are_both_shown(call: Call) -> None:
    case = CASES[0]
    raw = mail("请查收。", ("案例.docx", make_docx(case)))
    (found,) = read_mail(raw, call, Sender(unit="fengxian", confirmed=True)).cases
    county = found.facts["county"]
    assert (county.value, county.choices, county.waits) == ("云龙区", ("云龙区", "丰县"), True)
    assert "county-conflict" in [doubt.code for doubt in found.doubts]


def test_experience_of_other_places_never_wins(call: Call) -> None:
    case = {
        **CASES[0],
        "body": [*CASES[0]["body"], "我们学习了南京市鼓楼区和长丰县、泉山区、泉山区、泉山区的做法。" * 20],
    }
    (found,) = read_file("案例.docx", make_docx(case), call).cases
    assert (found.value("county"), found.facts["county"].waits) == ("云龙区", False)


@pytest.mark.parametrize(
    ("wrong", "right"), [("丕州市民政局", "邳州市"), ("雎宁县民政局", "睢宁县"), ("丰  县民政局", "丰县")]
)
def test_slips_are_repaired_with_a_note(call: Call, wrong: str, right: str) -> None:
    case = {
        **CASES[0],
        "subtitle": "",
        "unit": wrong,
        "body": [t.replace("云龙区", "我地") for t in CASES[0]["body"]],
    }
    (found,) = read_file("案例.docx", make_docx(case), call).cases
    assert found.value("county") == right


def test_a_secret_mail_is_sealed(call: Call) -> None:
    reading = read_mail(
        mail("内容", ("案例.docx", make_docx(CASES[0])), subject="秘密★ 材料"), call, Sender()
    )
    assert (reading.secret, reading.cases, reading.documents, reading.body.new) == ("秘密★", (), (), "")
    assert [doubt.code for doubt in reading.doubts] == ["secret"]


PASTED = """您好：
现将鼓楼区案例报送如下：

“网格+”让服务零距离
——鼓楼区丰财街道下淀社区网格化管理实践

下淀社区有居民6800户，流动人口占三成。社区将辖区划分为15个网格，每个网格配备1名网格长、2名网格员，居民诉求“一键上报、分级办理、限时反馈”。
两年来，平台受理居民诉求5200件，办结率99.1%，平均办理时间由5天缩短到1.2天。为解决老年人不会用手机的问题，网格员每周上门代办，张大娘说：“现在不用跑腿，事情就办好了。”
平台运行以来，社区可防性案件下降45%，居民满意度由78%提高到96%。去年冬天，网格员在走访中发现独居老人王某家中水管冻裂，半小时内就联系物业修好。社区还依托平台开通服务号，居民可在线预约办事、报修、查询低保公示，全年网上办理事项1260件，窗口排队时间缩短一半以上。

联系人：孙丽 电话 0516-87636655
"""


def test_a_case_pasted_below_a_line_to_the_office(call: Call) -> None:
    reading = read_mail(mail(PASTED, subject="鼓楼区案例"), call, Sender())
    (found,) = reading.cases
    values = {f: found.value(f) for f in FIELDS if f != "unit"}
    assert (reading.kind, reading.needs_person) == (MailKind.SUBMISSION, False)
    assert values == {
        "title": "“网格+”让服务零距离",
        "subtitle": "鼓楼区丰财街道下淀社区网格化管理实践",
        "county": "鼓楼区",
        "town": "丰财街道",
        "level": "village",
        "contact": "孙丽",
        "phone": "0516-87636655",
    }


@pytest.mark.parametrize("crossing", ["<s>{}</s>", '<span style="text-decoration:line-through">{}</span>'])
def test_what_is_crossed_out_in_a_pasted_case_is_left_out_and_told(call: Call, crossing: str) -> None:
    from email import message_from_bytes, policy

    struck = "两年来，平台受理居民诉求5200件"
    html = PASTED.replace(struck, crossing.format(struck)).replace("\n", "<br>")
    made = message_from_bytes(mail(PASTED, subject="鼓楼区案例"), policy=policy.default)
    made.add_alternative(f"<html><body>{html}</body></html>", subtype="html")

    reading = read_mail(made.as_bytes(), call, Sender())

    (found,) = reading.cases
    assert (struck in found.text, "办结率99.1%" in found.text) == (False, True)
    assert [doubt for doubt in reading.doubts if doubt.code == "partial"] == [
        Doubt("partial", "邮件正文", f"有1处文字划了删除线，没有收入（“{struck}”）")
    ]


def test_what_is_crossed_out_in_a_letter_without_a_case_is_not_told(call: Call) -> None:
    from email import message_from_bytes, policy

    made = message_from_bytes(mail("收到，谢谢。"), policy=policy.default)
    made.add_alternative("<p>收到，<s>稍后补报</s>谢谢。</p>", subtype="html")

    assert [doubt.code for doubt in read_mail(made.as_bytes(), call, Sender()).doubts] == ["no-case"]


def test_the_same_in_an_attached_file(call: Call) -> None:
    reading = read_file("鼓楼区案例.txt", PASTED.encode("gb18030"), call)
    assert [found.value("title") for found in reading.cases] == ["“网格+”让服务零距离"]


STORY = (
    "前些年停车难，楼道乱，居民意见大。社区成立议事会，楼长收集意见，议事会讨论，张榜公布，居民签字。" * 12
)


@pytest.mark.parametrize(
    "measure",
    ["单位：万元", "（单位：亩）", "单位:平方米", "单位：万元/年", "单位：人、户", "单位：m2", "单位：%"],
)
def test_what_figures_are_counted_in_is_no_unit(call: Call, measure: str) -> None:
    text = f"“一核五元”聚民心\n{STORY}\n{measure}\n路灯\t36\n绿化\t21\n{STORY}"
    (found,) = read_file("案例.txt", text.encode(), call).cases

    assert (found.value("title"), found.value("unit")) == ("“一核五元”聚民心", "")


@pytest.mark.parametrize(
    "cover",
    [
        "内部资料", "内部资料　注意保存", "内部资料 免费交流\n第3期", "附件1", "附件1\n优秀案例申报材料", "征求意见稿", "（供内部参考）",
        "报送单位：丰县宋楼镇人民政府", "2015年第3期（总第12期）", "徐州市民政局编印", "工作简报\n第12期", "典型材料之三",
    ],
)  # fmt: skip
def test_lines_of_a_cover_are_no_part_of_the_title(call: Call, cover: str) -> None:
    text = f"{cover}\n“一核五元”聚民心\n丰县宋楼镇人民政府\n{STORY}"
    (found,) = read_file("新建文档.txt", text.encode(), call).cases

    assert (found.value("title"), found.value("unit")) == ("“一核五元”聚民心", "丰县宋楼镇人民政府")


def test_cases_that_are_corrected_in_one_word_are_known_by_the_titles_that_came_before(call: Call) -> None:
    first, second = CASES[5], CASES[8]
    document = Document()
    for case in (first, second):  # no unit, no numbering, no page of their own: nothing but their titles
        for line in (case["title"], *case["body"]):
            document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    titles = (second["title"], "另一篇", first["title"])

    reading = read_mail(mail("改好了，见附件。", ("定稿.docx", out.getvalue())), call, Sender(earlier=titles))

    assert [case.value("title") for case in reading.cases] == [first["title"], second["title"]]
    assert [case.text.split("\n")[1:] for case in reading.cases] == [first["body"], second["body"]]
