"""Texts of a hundred characters: a case when nothing else in the mail is one, never beside one."""

from __future__ import annotations

import io
import json
from email.message import EmailMessage
from functools import cache

import pytest
from docx import Document as WordDocument

from benchmarks.accuracy.theme import load, shipped_call
from intake.campaign.call import Call, Sender
from intake.model.case import DocumentKind, MailKind, Reading
from intake.pipeline import read_file, read_mail
from tests.paths import CORPUS

PRACTICE = (
    "中和社区的电梯要不要装，一楼和六楼吵了两年。社区请来楼上楼下十二户，在院子里摆开板凳，"
    "前后商量了九次，把出钱、采光、噪音一条一条谈清楚，写成协议贴在楼道里，最后全楼签字。"
)


@cache
def call() -> Call:
    return shipped_call()


def mail(subject: str, body: str, *files: tuple[str, str]) -> Reading:
    message = EmailMessage()
    message["From"], message["Subject"] = "a@163.com", subject
    message.set_content(body)
    for name, text in files:
        content = _word(text) if name.endswith(".docx") else text.encode()
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return read_mail(message.as_bytes(), call(), Sender())


def _word(text: str) -> bytes:
    document, buffer = WordDocument(), io.BytesIO()
    for line in text.split("\n"):
        document.add_paragraph(line)
    document.save(buffer)
    return buffer.getvalue()


def shown(reading: Reading) -> tuple[MailKind, list[str]]:
    return reading.kind, [case.value("theme") for case in reading.cases]


def test_every_passage_of_the_corpus_is_filed_with_its_theme() -> None:
    texts = [*load("themes.jsonl"), *load("themes_unseen.jsonl")]
    wrong = [
        text["id"]
        for text in texts
        if shown(read_file("1.txt", text["text"].encode(), call()))
        != (MailKind.SUBMISSION, [str(text["theme"])])
    ]
    assert wrong == []


@pytest.mark.parametrize("name", ["案例.docx", "中和社区.txt"])
def test_a_short_case_as_a_file(name: str) -> None:
    reading = mail("鼓楼区材料", "请查收。联系人张三 13900001101", (name, PRACTICE))
    assert shown(reading) == (MailKind.SUBMISSION, ["4"])
    assert reading.cases[0].flags == ("short",)


def test_a_short_case_in_the_mail_itself() -> None:
    assert shown(mail("中和社区案例", PRACTICE)) == (MailKind.SUBMISSION, ["4"])
    # without the word, or with a letter's phrases, a hundred characters are a letter
    assert shown(mail("中和社区", PRACTICE))[1] == []
    assert shown(mail("案例", f"您好！{PRACTICE}"))[1] == []
    assert shown(mail("请问案例", f"{PRACTICE}这样的能报吗？")) == (MailKind.QUESTION, [])


@pytest.mark.parametrize(
    "text",
    [
        "因防汛值班，我镇案例来不及整理，恳请延期到八月十四日报送，望予批准为盼，给你们添麻烦了，谢谢领导支持。",
        "现将我镇案例报送贵局，请予审阅。我镇高度重视此次征集活动，成立了专门班子，数易其稿，最终形成此文。",
        "图为中和社区居民在院子里摆开板凳商量加装电梯的事情，前后商量了九次，最后全楼十二户都签了字，拍于今年六月。",
        "情况说明\n我镇第二篇案例因作者住院，暂时不能交稿，待其出院以后再行补上，前面一篇以上周所交的为准，请知悉。",
        "同意推荐中和社区的材料参加评选。该社区把加装电梯这件难事办成了好事，前后商量九次，居民十分满意。",
    ],
)
def test_letters_and_captions_are_none(text: str) -> None:
    assert mail("材料", "见附件", ("1.docx", text)).cases == ()


def test_a_note_beside_a_case_belongs_to_it() -> None:
    case = json.loads((CORPUS / "cases.jsonl").read_text("utf-8").splitlines()[0])
    reading = mail(
        "案例", "", ("案例.docx", "\n".join((case["title"], *case["body"]))), ("补充.docx", PRACTICE)
    )
    assert [document.kind for document in reading.documents] == [DocumentKind.CASE, DocumentKind.OTHER]
    assert len(reading.cases) == 1


def test_two_short_files_are_two_cases() -> None:
    other = "柳桥村留守老人多，吃饭难。村里腾出三间旧教室办起食堂，请两位阿姨掌勺，每天中午给二十六位老人做饭，走不动的送到家里，一顿只收三块钱。"
    reading = mail("两篇案例", "", ("1.txt", PRACTICE), ("2.txt", other))
    assert shown(reading) == (MailKind.SUBMISSION, ["4", "3"])


TITLED = "加装电梯的九次商量\n中和社区居民委员会\n" + PRACTICE
OTHER_TITLED = "旧教室里的食堂\n柳桥村\n柳桥村留守老人多，吃饭难。村里腾出三间旧教室办起食堂，请两位阿姨掌勺，每天中午给二十六位老人做饭，走不动的送到家里，一顿只收三块钱，去年冬天也没有断过一天。"
LETTER = "现报送我区案例两篇，请查收。\n1.《加装电梯的九次商量》\n2.《旧教室里的食堂》"


def kinds(reading: Reading) -> list[str]:
    return [document.kind.value for document in reading.documents]


@pytest.mark.parametrize(
    ("subject", "body", "names"),
    [
        ("鼓楼区", LETTER, ("1.docx", "2.docx")),  # the letter names them
        (
            "鼓楼区",
            "见附件",
            ("加装电梯的九次商量.docx", "鼓楼区-旧教室里的食堂（定稿）.docx"),
        ),  # their files do
        ("加装电梯的九次商量、旧教室里的食堂", "见附件", ("1.docx", "2.docx")),  # the subject does
    ],
)
def test_short_texts_that_something_names_are_cases_beside_a_long_one(
    subject: str, body: str, names: tuple[str, str]
) -> None:
    case = json.loads((CORPUS / "cases.jsonl").read_text("utf-8").splitlines()[0])
    long = "\n".join((case["title"], *case["body"]))
    reading = mail(subject, body, ("长篇.docx", long), (names[0], TITLED), (names[1], OTHER_TITLED))

    assert kinds(reading) == ["case"] * 3
    assert [found.value("title") for found in reading.cases][1:] == ["加装电梯的九次商量", "旧教室里的食堂"]


@pytest.mark.parametrize(
    "text", ["情况说明\n" + PRACTICE, "补充\n" + PRACTICE, PRACTICE, "加装电梯的九次商量\n照片三张。"]
)
def test_what_nothing_names_stays_beside_a_case(text: str) -> None:
    case = json.loads((CORPUS / "cases.jsonl").read_text("utf-8").splitlines()[0])
    long = "\n".join((case["title"], *case["body"]))
    reading = mail("案例", "见附件", ("案例.docx", long), ("2.docx", text))

    assert kinds(reading) == ["case", "other"]


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("投稿 加装电梯的九次商量", f"老师好！附件总打不开，贴在下面了。\n\n{TITLED}\n张三 13900001101"),
        ("鼓楼区案例", f"不会弄附件，写在下面。\n\n{TITLED}"),
        ("加装电梯的九次商量", f"{TITLED}"),
    ],
)
def test_a_short_case_below_a_line_to_the_office(subject: str, body: str) -> None:
    reading = mail(subject, body)

    assert [found.value("title") for found in reading.cases] == ["加装电梯的九次商量"]


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("请问", f"老师好！\n\n{PRACTICE}这样的能报吗？"),
        ("材料", f"老师好！\n\n{TITLED}"),  # neither the subject names it, nor does it speak of cases
        ("加装电梯的九次商量", "加装电梯的九次商量\n附件传不上去，请问能寄纸质的吗？"),
    ],
)
def test_a_letter_is_none(subject: str, body: str) -> None:
    assert mail(subject, body).cases == ()


def test_the_contact_that_closes_a_short_text_is_no_table() -> None:
    """One file, one contact line: 联系人：… below it made nothing of the text before."""
    reading = mail(
        "某区报送案例",
        "报送案例一篇，请收。",
        (
            "某区.docx",
            f"电梯装好了\n中和社区居民委员会\n{PRACTICE[:39]}\n{PRACTICE}\n联系人：李琼华 13872890910",
        ),
    )

    assert [(case.value("title"), case.value("contact")) for case in reading.cases] == [
        ("电梯装好了", "李琼华")
    ]


SIGNED = "{title}\n{author}\n" + PRACTICE + "全年办了三十七件，件件有回音。\n联系人：{name} 13970501123"
FIRST = SIGNED.format(title="楼上楼下一张协议", author="云龙区黄山街道", name="宋晓明")
SECOND = SIGNED.format(title="板凳上的九次商量", author="丰县宋楼镇人民政府", name="廖金花").replace(
    "中和", "张庄"
)


@pytest.mark.parametrize(
    "text",
    [
        f"{FIRST}\n{SECOND}",
        f"{FIRST}\n\n{SECOND}",
        f"案例一\n{FIRST}\n案例二\n{SECOND}",
        f"{FIRST}\n{SECOND}\n",
    ],
)
def test_two_short_cases_in_one_file(text: str) -> None:
    """Each under its title and author, the first closed by its contact: cut there, though nothing is numbered."""
    reading = mail("案例两篇", "两篇在一个文档中。", ("案例.docx", text))

    assert [case.value("title") for case in reading.cases] == ["楼上楼下一张协议", "板凳上的九次商量"]
    assert [case.value("contact") for case in reading.cases] == ["宋晓明", "廖金花"]


def test_a_contact_in_the_middle_cuts_nothing() -> None:
    """A line 联系人 above a paragraph or a heading ends no case: there is no title with an author below."""
    text = f"{FIRST}\n附：相关说明\n{PRACTICE}"

    assert len(mail("案例", "请收", ("案例.docx", text)).cases) == 1


def test_a_short_text_over_its_author_is_a_case_beside_a_long_one() -> None:
    """Nothing but its title and its author says that it is one."""
    case = json.loads((CORPUS / "cases.jsonl").read_text("utf-8").splitlines()[0])
    long = "\n".join((case["title"], *case["body"]))
    signed = TITLED.replace("中和社区居民委员会", "泉山区永安街道中和社区居民委员会")
    reading = mail("两篇", "见附件", ("案例.docx", long), ("2.docx", signed), ("推荐表.png", ""))

    assert [found.value("title") for found in reading.cases][1:] == ["加装电梯的九次商量"]


def test_a_form_of_labelled_lines_below_a_short_text_hides_no_case() -> None:
    form = "附：案例推荐表\n案例名称：加装电梯的九次商量\n层级：□县级 □镇级 ☑村级\n联系人：王明 联系电话：13800001111"
    reading = mail("泉山区", "见附件", ("1.docx", f"{TITLED}\n{form}"))

    assert [(found.value("title"), found.value("level")) for found in reading.cases] == [
        ("加装电梯的九次商量", "village")
    ]
