"""A locked file, the letter that asks for its password, the password, the case."""

import io
import json
from email.message import EmailMessage

import py7zr
import pytest

from demo.files import make_docx
from intake.campaign.call import Call
from intake.pipeline import read_mail, take_passwords
from intake.worker.pool import CallFiles
from tests.office import Office
from tests.paths import ROOT
from tracker.filing.file import file_mail
from tracker.filing.senders import know_sender
from tracker.filing.unlock import unlock_waiting
from tracker.ledger import doubts, mails
from tracker.letters.answer import answer_waiting
from tracker.office.desk import Desk
from tracker.run.follow import follow_up

CASE = json.loads((ROOT / "tests/corpus/cases.jsonl").read_text("utf-8").splitlines()[0])


@pytest.fixture(scope="module")
def call() -> Call:
    config = ROOT / "config"
    return CallFiles(
        config / "campaigns/xuzhou-2015.toml",
        config / "places/xuzhou.toml",
        config / "lexicon/xuzhou-2015.toml",
    ).load()


class Direct:
    """Reads in this process."""

    def __init__(self, call: Call) -> None:
        self.call = call
        self.count = 0

    def read(self, path, sender):
        self.count += 1
        return read_mail(path.read_bytes(), self.call, take_passwords(sender, self.call))


@pytest.fixture
def office(tmp_path, call):
    office = Office(tmp_path).at("08-04 09:00")
    office.readers = Direct(call)
    yield office
    office.close()


def locked(password: str) -> bytes:
    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w", password=password) as archive:
        archive.writestr(make_docx(CASE), f"{CASE['title']}.docx")
    return out.getvalue()


def take(office, body, *, file=b"", sender="dev@quanshan.example.org", to=None):
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, "zhengji@example.cn", "案例材料"
    message["Message-ID"] = f"<{office.clock.now().timestamp()}@example.org>"
    if to is not None:
        message["In-Reply-To"] = to.row.message_id
    message.set_content(body)
    if file:
        message.add_attachment(
            file, maintype="application", subtype="x-7z-compressed", filename="案例材料.7z"
        )
    raw, now = message.as_bytes(), office.clock.now()
    sha256 = office.parts.archive.store(raw)
    with office.parts.ledger.begin() as connection:
        known = know_sender(connection, office.parts, sender, now)
        mail_id, _ = mails.add_mail(connection, sha256, len(raw), now, now)
        row = mails.get_mail(connection, mail_id)
    file_mail(office.parts, row, read_mail(raw, office.readers.call, known), follow_up)
    opened = unlock_waiting(office.parts, office.readers)
    with office.parts.ledger.begin() as connection:
        answer_waiting(Desk(connection, office.parts, now))
    office.send()
    return opened


def needing(office):
    return [
        mail_id for mail_id in (1, 2) if office.ask(lambda c, n=mail_id: mails.get_mail(c, n)).needs_person
    ]


def test_password_in_the_reply_opens_the_file(office):
    take(office, "材料见附件，请查收。", file=locked("Xz2015"))
    asked = office.last()
    assert (asked.row.kind.value, "设有密码" in asked.text, office.cases()) == ("supplement", True, [])

    assert take(office.at("08-04 11:00"), "解压密码是Xz2015，谢谢。", to=asked) == 1

    (row,) = office.cases()
    assert row["title"] == CASE["title"]
    letter = office.last()
    assert letter.row.kind.value == "acknowledgement"
    assert f"《{CASE['title']}" in letter.text
    assert "转经办人" not in letter.text
    assert (
        office.ask(lambda c: [d.code for d in doubts.list_doubts(c) if d.code in ("encrypted", "correction")])
        == []
    )
    assert needing(office) == []


def test_wrong_password_goes_to_a_person_once(office):
    take(office, "材料见附件，请查收。", file=locked("Xz2015"))
    asked = office.last()
    assert take(office.at("08-04 11:00"), "解压密码是12345，谢谢。", to=asked) == 0
    assert office.cases() == []
    assert office.last().row.kind.value == "holding"
    assert needing(office) == [2]
    read = office.readers.count
    unlock_waiting(office.parts, office.readers)
    assert office.readers.count == read
    assert take(office.at("08-04 13:00"), "不好意思，密码是Xz2015", to=asked) == 1
    assert len(office.cases()) == 1


def test_told_in_the_minute_after_one_letter_later(office):
    take(office, "材料见附件，请查收。", file=locked("Xz2015"))
    asked = office.last()
    take(office.at("08-04 09:01"), "解压密码是Xz2015。", to=asked)
    assert (len(office.cases()), len(office.letters())) == (1, 1)
    office.at("08-04 09:02").tick()
    assert [letter.row.kind.value for letter in office.letters("supplement", "acknowledgement", "holding")] == [
        "supplement", "acknowledgement"
    ]  # fmt: skip


def test_password_of_another_opens_nothing(office):
    take(office, "材料见附件，请查收。", file=locked("Xz2015"))
    assert take(office.at("08-04 11:00"), "解压密码是Xz2015。", sender="x@example.org") == 0
    assert office.cases() == []
