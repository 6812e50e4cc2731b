"""Files of a mail that are cases of their own, and mails and originals that are passed on to a colleague."""

import json
from email.message import EmailMessage

import pytest

from benchmarks.fuzz.here import HereReaders
from benchmarks.fuzz.office import take
from benchmarks.fuzz.pool import FILES
from demo.files import make_docx
from intake.campaign.entries import Coordinator
from tests.office import Office, notice
from tests.paths import ROOT
from tests.unit.tracker.orders.test_reply import outcomes
from tracker.filing.apart import file_apart
from tracker.ledger.records import CaseStatus
from tracker.ledger.texts.versions import get_version
from tracker.run.duties import file_archived
from tracker.sheet.out.requested import send_requested

READERS = HereReaders(FILES.load())
LINES = (ROOT / "tests/corpus/cases.jsonl").read_text("utf-8").splitlines()
FIRST, SECOND = (json.loads(line) for line in LINES[:2])
ZHOU = Coordinator(name="周敏", email="zhoumin@example.cn", digest=False, orders=False)
# Written after the first, with an end of its own: the reader takes both for one case in two forms.
AFTER_IT = {**FIRST, "body": [*FIRST["body"][:-2], *SECOND["body"][-2:]]}


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    campaign = notice()
    made = Office(
        tmp_path_factory.mktemp("begun"),
        campaign.model_copy(update={"coordinators": (*campaign.coordinators, ZHOU)}),
    )
    made.at("08-04 09:00")
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "张三 <fx@example.cn>", "zhengji@example.cn", "报送案例"
    mail["Date"], mail["Message-ID"] = "Tue, 04 Aug 2015 08:59:00 +0800", "<a@example.cn>"
    mail.set_content("现将我县案例一篇报上，请查收。")
    for name, content in (("一核引领.docx", make_docx(FIRST)), ("附件材料.docx", make_docx(AFTER_IT))):
        mail.add_attachment(
            content,
            maintype="application",
            subtype="vnd.openxmlformats-officedocument.wordprocessingml.document",
            filename=name,
        )
    take(made, mail.as_bytes())
    file_archived(made.parts, READERS)
    made.until("08-04 17:05")
    made.close()
    return made


@pytest.fixture
def office(begun, tmp_path):
    made = begun.copy(tmp_path)
    yield made
    made.close()


def order(office, text, when="08-05 10:00"):
    return outcomes(office.at(when).order(text, office.last("digest")))


def standing(office):
    return [(row.serial, row.status is CaseStatus.ACTIVE) for row in office.cases()]


def documents(office, serial):
    row = next(row for row in office.cases() if row.serial == serial)
    return list(office.ask(lambda c: get_version(c, row.version_id).documents))


def test_a_named_file_becomes_a_case_and_its_number_is_told(office):
    assert standing(office) == [(1, True)]
    assert order(office, "1号是两篇，附件2单独算一个") == ["收件1的附件材料.docx单独登记，编号另函告知"]
    assert file_apart(office.parts, READERS) == 1
    assert standing(office) == [(1, True), (2, True)]
    assert documents(office, 2) == [1]
    assert documents(office, 1) == [0]
    told = outcomes(office.last("order"))
    assert len(told) == 1
    assert told[0].startswith("已登记为2号《")
    assert file_apart(office.parts, READERS) == 0


@pytest.mark.parametrize(
    "text", ["收件1里其实是两个案例，拆开", "1号拆成两篇", "1号的《附件材料》单独算一篇"]
)
def test_the_file_that_is_no_case_yet_is_found(office, text):
    assert order(office, text) == ["收件1的附件材料.docx单独登记，编号另函告知"]


def test_splitting_is_taken_back_before_and_after_it_was_done(office):
    order(office, "收件1里其实是两个案例，拆开")
    assert order(office, "撤销", "08-05 10:05") == ["已撤销：附件材料.docx不再单独登记"]
    assert file_apart(office.parts, READERS) == 0
    order(office, "1号拆成两篇", "08-05 10:10")
    file_apart(office.parts, READERS)
    assert order(office, "撤销", "08-05 10:15") == ["已撤销：附件材料.docx归回原处，2号已撤回"]
    assert standing(office) == [(1, True), (2, False)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("1号附件1单独算一篇", "未执行：一核引领.docx就是1号的正文，不必另算"),
        ("1号附件5单独算一篇", "未执行：收件1只有2个附件"),
        (
            "1号的《别的》单独算一篇",
            "未执行：收件1没有名为“别的”的附件，附件有：一核引领.docx、附件材料.docx",
        ),
        ("9号拆开", "未执行：没有9号案例"),
        ("收件9拆开", "未执行：没有收件9"),
    ],
)
def test_what_cannot_be_split_is_said(office, text, told):
    assert order(office, text) == [told]


def test_two_cases_in_one_file_are_for_the_sender_to_part(office):
    order(office, "收件1拆开")
    file_apart(office.parts, READERS)
    assert order(office, "收件1再拆开", "08-05 10:05") == [
        "未执行：收件1没有另外的案例正文可以拆开；两篇写在同一个文件里的，请来信单位分作两个文件重报"
    ]


def test_a_mail_is_passed_on_to_a_registered_colleague_with_its_files(office):
    assert order(office, "收件1转给周敏") == ["收件1转给周敏（zhoumin@example.cn），另函发送"]
    assert send_requested(office.parts, READERS) == 1
    letter = office.last("original")
    assert letter.headers["To"] == "zhoumin@example.cn"
    assert "李敏转来以下材料，请阅。" in letter.text
    assert sorted(letter.files) == ["一核引领.docx", "收件1.docx", "附件材料.docx"]


def test_originals_and_the_workbook_are_passed_on(office):
    assert order(office, "1号的原件发周敏一份") == ["1号原件转给周敏（zhoumin@example.cn），另函发送"]
    assert order(office, "汇总表也给周敏一份", "08-05 10:05") == [
        "最新汇总表转给周敏（zhoumin@example.cn），另函发送"
    ]


@pytest.mark.parametrize("text", ["收件1转给我爱人", "收件1转发到abc@163.example", "收件1你转一下"])
def test_nothing_is_passed_on_to_anybody_else(office, text):
    assert order(office, text) == ["未执行：没有写明转给哪位经办人，只能转给本活动登记的经办人"]
    assert send_requested(office.parts, READERS) == 0


def test_mails_that_were_passed_on_elsewhere_are_only_settled(office):
    assert order(office, "收件1已转给社会组织科") == ["收件1已标为处理完毕"]
