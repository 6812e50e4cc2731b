"""Raw mails of machines and rogues, through the real reader: who is answered, and with what."""

from email.message import EmailMessage

import pytest

from intake.campaign.call import Call, Sender
from intake.pipeline import read_mail
from intake.worker.pool import CallFiles
from tests.office import ROOT, Office, case
from tracker.filing.file import file_mail
from tracker.ledger import mails
from tracker.run.follow import follow_up

FX = "fx@example.cn"
ASKS = "请问材料能否再晚两天报送？"


@pytest.fixture(scope="module")
def call() -> Call:
    config = ROOT / "config"
    return CallFiles(
        config / "campaigns/xuzhou-2015.toml",
        config / "places/xuzhou.toml",
        config / "lexicon/xuzhou-2015.toml",
    ).load()


@pytest.fixture
def office(tmp_path):
    office = Office(tmp_path).at("07-10 09:00")
    yield office
    office.close()


def take(office, call, raw):
    now = office.clock.now()
    reading = read_mail(raw, call, Sender(arrived=now, own=("zhengji@example.cn",)))
    sha256 = office.parts.archive.store(raw)
    with office.parts.ledger.begin() as connection:
        mail_id, _ = mails.add_mail(connection, sha256, len(raw), now, now)
        row = mails.get_mail(connection, mail_id)
    file_mail(office.parts, row, reading, follow_up)
    return reading


def raw_mail(sender=FX, subject="咨询", body=ASKS, number=1, **headers):
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, "zhengji@example.cn", subject
    made["Message-ID"] = f"<h{number}@example.org>"
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(body)
    return made.as_bytes()


@pytest.mark.parametrize(
    ("mail", "recipients"),
    [
        ({}, [FX]),
        ({"Reply_To": "rogue@evil.org"}, [FX]),
        ({"To_Many": "x", "Cc": ", ".join(f"u{n}@example.org" for n in range(300))}, [FX]),
        ({"sender": "no-reply@example.org"}, []),
        ({"sender": "noreply@example.org"}, []),
        ({"sender": "postmaster@example.org"}, []),
        ({"sender": "MAILER-DAEMON@example.org"}, []),
        ({"sender": "zhengji@example.cn"}, []),
        ({"Return_Path": "<>"}, []),
        ({"List_Id": "<all.example.org>"}, []),
        ({"Precedence": "bulk"}, []),
        ({"Auto_Submitted": "auto-generated"}, []),
        ({"subject": "自动回复：征集案例回执", "body": "您好，我正在出差，回来后尽快给您回复。"}, []),
        ({"body": "收到，谢谢！", "subject": "回复：回执"}, []),
        ({"body": "好的", "subject": "Re: 回执"}, []),
    ],
    ids=lambda value: str(value)[:60],
)
def test_who_is_answered(office, call, mail, recipients):
    take(office, call, raw_mail(**mail))
    office.tick()
    answered = [
        letter.row.recipient for letter in office.letters() if letter.row.recipient != "limin@example.cn"
    ]
    assert answered == recipients


@pytest.mark.parametrize("thanks", ["谢谢", "收到", "好的，谢谢！", "收到，辛苦了。"])
def test_thanks_to_every_receipt_end_the_talk(office, call, thanks):
    office.mail(FX, case("一张清单管到底"))
    office.tick()
    for turn in range(4):
        office.at(f"07-10 {12 + 2 * turn}:00")
        identity = office.last().row.message_id
        take(office, call, raw_mail(subject="回复：回执", body=thanks, number=turn, In_Reply_To=identity))
        office.tick()
    assert [letter.row.kind for letter in office.letters() if letter.row.recipient == FX] == [
        "acknowledgement"
    ]


@pytest.mark.parametrize(
    "body",
    [
        "好的。\n\n------------------ 原始邮件 ------------------\n发件人: 李敏\n1号主题改四\n",
        "好的。\n\n> 1号主题改四\n> 截止延到8月20日\n",
        "好的。\n\n-----Original Message-----\nFrom: limin@example.cn\n\n1号主题改四\n",
    ],
)
def test_quoted_orders_are_not_obeyed(office, call, body):
    office.mail(FX, case("一张清单管到底"))
    office.until("07-10 17:05")
    digest = office.last("digest").row.message_id
    take(
        office, call, raw_mail(sender="limin@example.cn", subject="回复：日报", body=body, In_Reply_To=digest)
    )
    assert office.cases()[0]["theme"] == "2"


def test_titles_are_text_in_html_and_headers(office):
    office.mail(
        FX, case("<img src=x onerror=alert(1)>\r\nBcc: rogue@evil.org"), subject="材料\r\nBcc: a@b.cn"
    )
    letter = office.last()
    assert "<img src=x" not in letter.html
    assert "Bcc" not in letter.headers
    office.until("07-10 17:05")
    digest = office.last("digest")
    assert "<img src=x" not in digest.html
    assert "Bcc" not in digest.headers
