"""Adverts and fraud by several signs, and what keeps a person's mail from being taken for one."""

import gzip
import json

import pytest

from benchmarks.accuracy.kind import CORPUS, judge, the_call
from benchmarks.accuracy.learn_unwanted import examples_hash
from intake.model.case import MailKind
from intake.understand.mail_kind.sales_likeness import WEIGHTS, pieces_of, sales_likeness, shipped_model
from intake.understand.mail_kind.unwanted import (
    ALIKE,
    HARDLY_SAID,
    NEITHER,
    SURE,
    UNREAD,
    Said,
    judge_unwanted,
)
from tests.paths import CONFIG

HARD = [
    line for line in (CORPUS / "people_hard.txt").read_text("utf-8").splitlines() if not line.startswith("#")
]


def test_reason_is_told_in_the_order_of_the_text() -> None:
    text = "代开发票，税点优惠，特价直销，价格从优，批发零售，样品免费试用，扫码加微信"
    assert judge_unwanted(Said("", text), alike=SURE) == (MailKind.ADVERT, "税点、优惠、批发")


UNWANTED = (MailKind.ADVERT, MailKind.SPAM)


def kind_of(subject: str, text: str, name: str = "", files: tuple[str, ...] = ()) -> MailKind:
    mail = {"id": "u", "subject": subject, "body": text, "sender": f'"{name}" <a@b.example>' if name else ""}
    mail["files"] = [{"name": file, "kind": "unread"} for file in files]
    return judge({key: value for key, value in mail.items() if value}).kind


def set_aside(subject: str, text: str, name: str = "", files: tuple[str, ...] = ()) -> str:
    kind = kind_of(subject, text, name, files)
    return str(kind) if kind in UNWANTED else ""


def unanswered(subject: str, text: str, name: str = "", files: tuple[str, ...] = ()) -> bool:
    return kind_of(subject, text, name, files) in (*UNWANTED, MailKind.MAYBE_ADVERT)


@pytest.mark.parametrize("line", HARD)
def test_no_person_vanishes(line: str) -> None:
    subject, _, text = line.partition("|")
    assert set_aside(subject, text) == ""


@pytest.mark.parametrize("name", ["红十字会", "华夏职业培训学校"])
def test_who_calls_up_the_communities_is_looked_at(name: str) -> None:
    mail = {"id": "u", "subject": "培训", "body": "救护员培训班招生，免费发证书，请各社区统一报名。"}
    verdict = judge({**mail, "sender": f'"{name}" <a@b.example>'})
    assert verdict.needs_person
    assert verdict.kind not in UNWANTED


OFFER = "我公司专业从事上门维修，量大从优，欢迎来电洽谈，报价单备索。"


@pytest.mark.parametrize(
    ("text", "files"),
    [
        (OFFER, ()),
        ("本店茶叶礼盒八折，50盒起订，货到付款。", ()),
        ("无抵押贷款，当天放款，额度五十万，加微信。", ()),
        ("职称论文包发表，三十天见刊，版面费八折。", ("期刊目录.doc",)),
        ("旅行社推出黄山三日游，每人680元，可按培训费开票。", ("行程.doc",)),
        ("打印耗材清仓，满300减50，免费送货上门，无效退款，不要的撤掉。", ()),
        ("您的邮箱容量已满，请立即点击链接验证账号，否则停用。", ()),
        ("我是局长，现在开会，先帮我转两万给王总，回头还你。", ()),
    ],
)
def test_several_signs_make_an_advert(text: str, files: tuple[str, ...]) -> None:
    assert unanswered("您好", text, files=files)


@pytest.mark.parametrize(
    ("text", "files"),
    [
        (OFFER, ("颐乐园案例.docx",)),  # nobody could read it
        (OFFER + "请问民营机构能不能报送案例？", ()),  # waits for an answer
        (OFFER + "材料 https://pan.baidu.com/s/1abcdEFG 提取码 ab12", ()),
    ],
)
def test_what_stops_the_judgement(text: str, files: tuple[str, ...]) -> None:
    assert not unanswered("您好", text, files=files)


SALE = "代开各类发票，税点优惠，价格从优，欢迎来电洽谈，加微信，办公用品批发。"


@pytest.mark.parametrize(
    ("subject", "more", "files"),
    [
        ("Re: 合作", "", ()),  # answers something
        ("合作", "请转告各社区。", ()),  # a sign that only persons show
        ("画册报价", "贵处要的画册每本12元。", ()),  # what was asked for
        ("报价", "上回说好的价。", ()),
        ("培训", "转来市里的培训通知。", ()),  # what is passed on
    ],
)
def test_what_makes_a_person_look(subject: str, more: str, files: tuple[str, ...]) -> None:
    assert kind_of("合作", SALE) is MailKind.ADVERT
    assert kind_of("合作", SALE, files=("报价单.xls",)) is MailKind.ADVERT
    assert kind_of(subject, SALE + more, files=files) is MailKind.MAYBE_ADVERT


def test_who_asks_for_something_of_the_calls_is_answered_whatever_else_he_is_like() -> None:
    assert judge(
        {"id": "u", "subject": "手机换号", "body": "联系人手机换号了，新号13800008001，旧号不用了"}
    ).kind is (MailKind.CORRECTION)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (OFFER + "丰县的几家敬老院都用我们的锅炉。", ""),  # sent to all the country it would name no county
        (OFFER, "沛县龙固镇 王师傅"),
        (OFFER + "我妈在你们隔壁楼住。", ""),
        (OFFER + "您预订的二十本证书已印好，请来取。", ""),
    ],
)
def test_who_is_tied_to_the_call_or_the_office_sends_no_mass_mail(text: str, name: str) -> None:
    assert set_aside("您好", OFFER) == "advert"
    assert not unanswered("您好", text, name)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (
            "Dear Sir, my mother was adopted in 1962, an agency asks for payment of USD 600. Is there an official certificate",
            "",
        ),
        (
            "Dear Sir, we are a factory, best price, samples on payment, our products are wholesale for you and others",
            "spam",
        ),
    ],
)
def test_english_of_a_person_and_of_a_factory(text: str, verdict: str) -> None:
    assert set_aside("Inquiry", text) == verdict


def test_who_warns_of_fraud_is_none() -> None:
    asks = "您的邮箱容量已满，请立即点击链接验证账号，否则停用。"
    assert set_aside("通知", asks) == "spam"
    assert set_aside("通知", "近日有人发“" + asks + "”，请勿点击任何链接，谨防受骗。") == ""


def test_programs_of_strangers_are_set_aside_whatever_they_are_called() -> None:
    for name in ("案例.pdf.exe", "推荐表.doc.scr", "汇总表.xlsx .js"):
        assert set_aside("案例报送", "请查收。", files=(name,)) == "spam"


def test_an_archive_that_opens_itself_is_looked_at() -> None:
    assert kind_of("案例报送", "请查收。", files=("我镇案例.exe",)) is MailKind.MAYBE_ADVERT


@pytest.mark.parametrize("files", [("方案.pdf",), ("图样.jpg",), ("证明.pdf",)])
def test_a_file_of_no_telling_name_stops_only_what_is_hardly_an_advert(files: tuple[str, ...]) -> None:
    assert unanswered("合作", OFFER, files=files)
    assert not unanswered("合作", "我公司可以上门维修电梯，在贵街道已经做了三个小区。", files=("证明.pdf",))


def test_likeness_is_learned_and_tells_a_vendor_who_works_for_the_office_from_one_who_sells() -> None:
    bill = Said("8月网费账单", "孙科，上月网费账单发给您，核对后盖章回传。", "电信小李", ("账单.pdf",))
    offer = Said("企业宽带", "企业宽带八折，当天安装，包年再送两个月，扫码办理。", "宽带小李", ("套餐.jpg",))
    assert sales_likeness(bill) < 0 < ALIKE + SURE < sales_likeness(offer)


def test_the_shipped_weights_were_learned_from_the_shipped_examples() -> None:
    stored = json.loads(gzip.decompress((CONFIG / WEIGHTS).read_bytes()))
    assert stored["examples"] == examples_hash()
    assert shipped_model().keys() >= {"always"} & pieces_of(Said("", ""))


@pytest.mark.parametrize("subject", ["停车难？", "还在为停车发愁？"])
def test_a_bare_question_mark_in_an_advert_asks_nothing(subject: str) -> None:
    assert set_aside(subject, "道闸、地锁厂家直销，免费安装，欢迎来电洽谈。") == "advert"


def test_a_word_of_latin_letters_is_no_advert() -> None:
    assert judge_unwanted(Said("test", "", "", ()), alike=1.0) == NEITHER


def test_an_offer_takes_nothing_back() -> None:
    verdict = judge({"id": "u", "subject": "材料", "body": "无效全额退款，不满意的撤回材料。"})
    assert verdict.kind is not MailKind.WITHDRAWAL


def test_words_and_likeness_are_added_up_and_nothing_is_set_aside_without_a_word() -> None:
    one = Said("", "优惠优惠优惠，特价特价，五折。" + "此外无他。" * 12)
    assert judge_unwanted(one)[0] is MailKind.MAYBE_ADVERT  # words alone are never sure
    assert judge_unwanted(one, alike=-1.0)[0] is None
    assert judge_unwanted(one, alike=SURE - 0.4)[0] is MailKind.MAYBE_ADVERT
    assert judge_unwanted(one, alike=SURE)[0] is MailKind.ADVERT
    assert judge_unwanted(Said("", "今天天气很好。"), alike=SURE * 9)[0] is MailKind.MAYBE_ADVERT
    assert judge_unwanted(Said("", f"请转告：{one.text}"), alike=SURE * 9)[0] is MailKind.MAYBE_ADVERT
    assert judge_unwanted(Said("Re: 合作", one.text), alike=SURE * 9)[0] is MailKind.MAYBE_ADVERT


def test_one_word_in_a_line_or_two_needs_more_likeness() -> None:
    line = Said("包裹", "一件到付12元，先放着了。")
    assert judge_unwanted(line, alike=SURE)[0] is MailKind.MAYBE_ADVERT
    assert judge_unwanted(line, alike=HARDLY_SAID)[0] is MailKind.ADVERT


def test_a_file_that_nobody_could_read_asks_for_more_likeness_unless_its_name_sells() -> None:
    text = "优惠优惠优惠，特价特价，五折。" + "此外无他。" * 12
    for names, alike, kind in (
        (("报价单.xls",), SURE, MailKind.ADVERT),
        (("zzz.doc",), SURE, MailKind.MAYBE_ADVERT),
        (("zzz.doc",), SURE + UNREAD, MailKind.ADVERT),
    ):
        assert judge_unwanted(Said("", text, files=names, unread=names), alike=alike)[0] is kind


def test_the_words_of_the_call_are_no_signs() -> None:
    text = Said("", "上门服务，一站式。" + "此外无他。" * 12)
    assert judge_unwanted(text, alike=SURE) == (MailKind.ADVERT, "一站式、上门服务")
    assert judge_unwanted(text, the_call().lexicon, alike=SURE)[0] is MailKind.MAYBE_ADVERT
