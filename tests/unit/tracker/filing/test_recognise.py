"""Scans whose text comes after their mails were filed. Texts are put where recognition keeps them."""

import hashlib
import io
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from intake.documents.result import Text
from intake.documents.scan.kept import Recognition
from intake.documents.scan.recognise import is_installed
from intake.model.case import Doubt
from intake.pipeline import recognise_file
from intake.worker.pool import CallFiles
from tests.office import desk_of
from tests.paths import CONFIG
from tracker.cases.corrections import confirm_case, correct_case
from tracker.errors import LedgerFull
from tracker.filing.recognise import LEASE, recognise_waiting
from tracker.ledger import cases, doubts, mails
from tracker.ledger.people.corrections import Word
from tracker.ledger.schema import letter
from tracker.ledger.texts.documents import claim_scan, list_documents
from tracker.ledger.views.search import find_cases
from tracker.office.clock import SetClock
from tracker.outbox.eml import FolderRoute
from tracker.outbox.sending import send_due
from tracker.run.duties import Outside, answer, file_archived, work_through
from tracker.run.init import init_data
from tracker.run.open import open_office, open_readers

pytestmark = pytest.mark.skipif(not is_installed(), reason="the extra ocr is not installed")
START = datetime(2015, 7, 20, 1, 0, tzinfo=UTC)
STORY = json.loads(Path("tests/corpus/cases.jsonl").read_text(encoding="utf-8").splitlines()[3])
WHOLE = "\n".join(
    [STORY["title"], STORY["unit"], *STORY["body"], *STORY["body"], f"联系人：{STORY['contact']}    联系电话：{STORY['phone']}"]
)  # fmt: skip

BY = Word("陈秀兰", "sheet", batch="1")


def scan(number=0):
    """A PDF that holds a picture and no text."""
    image = pytest.importorskip("PIL.Image")
    buffer, picture = io.BytesIO(), image.new("RGB", (300, 424), (200 + number, 220, 220))
    canvas = Canvas(buffer, (595, 842), invariant=True)
    canvas.drawInlineImage(picture, 0, 0, 595, 842)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def printed(text):
    """A PDF with letters in it."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, (595, 842), invariant=True)
    lines = [line[at : at + 40] for line in text.split("\n") for at in range(0, len(line), 40)]
    for page in range(0, len(lines), 40):
        canvas.setFont("STSong-Light", 12)
        for at, line in enumerate(lines[page : page + 40]):
            canvas.drawString(60, 780 - 18 * at, line)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def recognised(text, *more):
    return Text(text, "ocr", pages=1, centred=(text.split("\n")[0],), recognised=True, doubts=more)


class Desk:
    """An office with one reader, and a hand that delivers mails."""

    def __init__(self, parts, readers, clock):
        self.parts, self.readers, self.clock = parts, readers, clock
        self.count = 0

    def receive(self, *files, sender="a@example.cn"):
        mail = EmailMessage()
        self.count += 1
        mail["From"], mail["Subject"], mail["Date"] = sender, "报送案例", "Mon, 20 Jul 2015 09:00:00 +0800"
        mail["Message-ID"] = f"<{self.count}@example.cn>"
        mail.set_content("您好，现报送案例一篇，请查收。")
        for name, content in files:
            mail.add_attachment(content, maintype="application", subtype="pdf", filename=name)
        raw = mail.as_bytes()
        now = self.clock.now()
        with self.parts.ledger.begin() as connection:
            mail_id, _ = mails.add_mail(connection, self.parts.archive.store(raw), len(raw), now, now)
        file_archived(self.parts, self.readers)
        return mail_id

    def learn(self, content, text):
        """What recognition would find in a file."""
        self.parts.call.recognised.put(hashlib.sha256(content).hexdigest(), text)

    def recognise(self, seconds=0.0):
        self.clock.advance(timedelta(minutes=5))
        return recognise_waiting(self.parts, self.readers, seconds)

    def ask(self, function, *arguments, **named):
        with self.parts.ledger.read() as connection:
            return function(connection, *arguments, **named)

    def case(self, serial=1):
        return self.ask(cases.get_case, serial)

    def doubts(self, **about):
        return {
            (row.code, row.about or row.detail): row.owner for row in self.ask(doubts.list_doubts, **about)
        }

    def letters(self):
        """Kinds of the letters so far, an hour later."""
        send_due(self.parts, FolderRoute(self.parts.data.root / "letters"), lambda _seconds: None)
        self.clock.advance(timedelta(minutes=61))
        answer(self.parts)
        with self.parts.ledger.read() as connection:
            return [row.kind for row in connection.execute(letter.select().order_by(letter.c.id))]


def register(campaign, address):
    """Make an address known as that of the unit from which the scans come."""
    text = campaign.read_text("utf-8")
    office = 'office = "沛县民政局"\n'
    campaign.write_text(text.replace(office, f'{office}addresses = ["{address}"]\n', 1), "utf-8")


@pytest.fixture(scope="module")
def pool(tmp_path_factory):
    """One worker for all tests; the folder of recognised texts is shared, too."""
    folder = tmp_path_factory.mktemp("office")
    init_data(folder)
    with open_office(folder) as parts, open_readers(parts) as readers:
        assert parts.call.recognition is Recognition.READY
        yield folder, readers


@pytest.fixture
def desk(pool, tmp_path):
    folder, readers = pool
    init_data(tmp_path)
    register(tmp_path / "campaign.toml", "a@example.cn")  # a stranger would hear once a day
    clock = SetClock(START)
    (tmp_path / "recognised").symlink_to(folder / "recognised", target_is_directory=True)
    (folder / "recognised").mkdir(exist_ok=True)
    with open_office(tmp_path, clock=clock) as parts:
        yield Desk(parts, readers, clock)


def test_a_scan_gets_its_case_later_and_no_second_letter(desk):
    content = scan(1)
    mail_id = desk.receive(("大屯街道案例扫描件.pdf", content))
    before = desk.case()
    assert (before.characters, before["contact"], desk.letters()) == (0, "", ["acknowledgement"])
    assert desk.doubts(mail_id=mail_id).get(("ocr-pending", "大屯街道案例扫描件.pdf")) == "nobody"
    assert not [owner for owner in desk.doubts(case_id=before.id).values() if owner == "sender"]
    desk.learn(content, recognised(WHOLE))
    assert desk.recognise() == 1
    after = desk.case()
    assert (after.serial, after.version, after["title"], after["contact"], after["phone"]) == (
        1, 1, STORY["title"], STORY["contact"], STORY["phone"],
    )  # fmt: skip
    assert after.characters > 1000
    assert "recognised" in after.flags
    assert desk.ask(find_cases, STORY["title"]) == [after.id]
    assert ("ocr-pending", "大屯街道案例扫描件.pdf") not in desk.doubts(mail_id=mail_id)
    assert [(row.ocr_state, row.kind, row.recognised) for row in desk.ask(list_documents, mail_id)] == [
        ("done", "case", True)
    ]
    assert desk.letters() == ["acknowledgement"]
    assert desk.recognise() == 0


def test_a_short_text_in_a_scan_asks_for_nothing_where_the_campaign_only_hints(desk):
    content = scan(2)
    desk.receive(("大屯街道案例扫描件.pdf", content))
    desk.learn(content, recognised("\n".join(WHOLE.split("\n")[:6])))
    desk.recognise()
    assert desk.letters() == ["acknowledgement"]
    assert desk.doubts(case_id=1)["short", "characters"] == "sender"


def test_what_is_missing_is_asked_for_once(desk):
    campaign = desk.parts.campaign
    length = campaign.length.model_copy(update={"ask": True})
    asking = campaign.model_copy(update={"length": length})
    desk.parts = replace(desk.parts, call=replace(desk.parts.call, campaign=asking))
    content = scan(30)
    desk.receive(("大屯街道案例扫描件.pdf", content))
    assert desk.letters() == ["acknowledgement"]
    desk.learn(content, recognised("\n".join(WHOLE.split("\n")[:6])))
    desk.recognise()
    assert desk.letters() == ["acknowledgement", "supplement"]
    assert desk.doubts(case_id=1)["short", "characters"] == "sender"
    assert desk.recognise() == 0
    assert len(desk.letters()) == 2


def test_a_persons_word_stays(desk):
    content = scan(3)
    desk.receive(("大屯街道案例扫描件.pdf", content))
    with desk.parts.ledger.begin() as connection:
        row = cases.get_case(connection, 1)
        correct_case(desk_of(connection, desk.parts), row, {"contact": "李主任"}, BY)
    desk.learn(content, recognised(WHOLE))
    desk.recognise()
    after = desk.case()
    assert (after["contact"], after["phone"], after["title"]) == ("李主任", STORY["phone"], STORY["title"])


def test_a_confirmed_case_gets_its_text_only(desk):
    content = scan(4)
    desk.receive(("大屯街道案例扫描件.pdf", content))
    with desk.parts.ledger.begin() as connection:
        hers = {"title": "一张清单", "theme": "4"}
        correct_case(desk_of(connection, desk.parts), cases.get_case(connection, 1), hers, BY)
        confirm_case(desk_of(connection, desk.parts), cases.get_case(connection, 1), (), BY)
    desk.learn(content, recognised(WHOLE))
    desk.recognise()
    assert (desk.case()["title"], desk.case()["theme"], desk.case().characters > 1000) == (
        "一张清单",
        "4",
        True,
    )


def test_a_scan_of_a_case_that_is_here_in_letters_is_folded_into_it(desk):
    """The stamped copy comes a day later: a number of its own until it is read, then none."""
    desk.receive(("大屯街道案例.pdf", printed(WHOLE)))
    content = scan(21)
    desk.receive(("盖章扫描件.pdf", content), sender="b@example.cn")
    desk.learn(content, recognised(WHOLE.replace("一", "-")))
    assert desk.recognise() == 1
    assert [(row.serial, str(row.status), row.duplicate_of) for row in desk.ask(cases.list_cases)] == [
        (1, "active", ""),
        (2, "duplicate", desk.case(1).number),
    ]
    assert (desk.case(1).version, "recognised" in desk.case(1).flags) == (1, False)
    assert desk.doubts(case_id=desk.case(2).id) == {}


def test_a_scan_that_a_person_spoke_of_is_not_folded(desk):
    desk.receive(("大屯街道案例.pdf", printed(WHOLE)))
    content = scan(22)
    desk.receive(("盖章扫描件.pdf", content), sender="b@example.cn")
    with desk.parts.ledger.begin() as connection:
        row = cases.get_case(connection, 2)
        correct_case(desk_of(connection, desk.parts), row, {"remark": "另有照片"}, BY)
    desk.learn(content, recognised(WHOLE.replace("一", "-")))
    desk.recognise()
    assert [str(row.status) for row in desk.ask(cases.list_cases)] == ["active", "active"]
    assert ("near-copy", STORY["title"]) in desk.doubts(case_id=desk.case(2).id)


def test_two_cases_in_one_scan_and_a_low_line(desk):
    content = scan(5)
    second = json.loads(Path("tests/corpus/cases.jsonl").read_text(encoding="utf-8").splitlines()[9])
    other = "\n".join([second["title"], second["unit"], *second["body"]])
    low = Doubt("ocr-low", "", "“不清的一行”")
    mail_id = desk.receive(("案例两篇.pdf", content))
    desk.learn(content, recognised(f"案例一\n{WHOLE}\n\f案例二\n{other}", low))
    desk.recognise()
    assert [row["title"] for row in desk.ask(cases.list_cases)] == [STORY["title"], second["title"]]
    assert desk.doubts(mail_id=mail_id).get(("ocr-low", "案例两篇.pdf")) == "coordinator"


def test_one_scan_of_two_waits_for_the_other(desk):
    first, second = scan(6), scan(7)
    desk.receive(("大屯街道案例扫描件.pdf", first), ("唐庄村案例扫描件.pdf", second))
    desk.learn(first, recognised(WHOLE))
    assert desk.recognise() == 1  # the second goes to the real engine, which has no time yet
    assert desk.case()["contact"] == ""
    desk.learn(second, recognised("唐庄村\n没有多少文字"))
    assert desk.recognise() == 1
    assert desk.case()["contact"] == STORY["contact"]


@pytest.mark.slow
def test_a_blank_scan_asks_for_the_word_file(desk):
    content = scan(8)
    mail_id = desk.receive(("案例.pdf", content))
    assert desk.recognise(120.0) == 1  # the real engine finds nothing on a grey page
    assert desk.doubts(mail_id=mail_id).get(("no-text", "案例.pdf")) == "sender"
    assert desk.letters() == ["acknowledgement", "supplement"]
    assert [row.ocr_state for row in desk.ask(list_documents, mail_id)] == ["done"]


def test_a_scan_given_up_is_for_the_sender(desk):
    content = scan(9)
    mail_id = desk.receive(("案例.pdf", content))
    for _ in range(4):  # the process died three times with the scan in hand
        with desk.parts.ledger.begin() as connection:
            claim_scan(connection, "another", desk.clock.now(), LEASE)
        desk.clock.advance(2 * LEASE)
    assert desk.recognise() == 1
    assert [row.ocr_state for row in desk.ask(list_documents, mail_id)] == ["failed"]
    assert desk.doubts(mail_id=mail_id).get(("scan-unread", "案例.pdf")) == "sender"
    assert desk.letters() == ["acknowledgement", "supplement"]


def test_another_holds_the_lease(desk):
    desk.receive(("案例.pdf", scan(10)))
    with desk.parts.ledger.begin() as connection:
        claim_scan(connection, "another", desk.clock.now(), LEASE)
    assert desk.recognise() == 0


def test_a_secret_found_in_a_scan_seals_the_mail(desk):
    content = scan(11)
    mail_id = desk.receive(("案例扫描件.pdf", content))
    desk.learn(content, recognised(f"秘密★3年\n{WHOLE}"))
    desk.recognise()
    assert "secret" in {code for code, _ in desk.doubts(mail_id=mail_id)}
    assert desk.ask(list_documents, mail_id) == []
    assert desk.letters() == ["acknowledgement"]


def test_the_same_scan_again_needs_no_recognition(desk):
    content = scan(12)
    desk.learn(content, recognised(WHOLE))
    mail_id = desk.receive(("案例扫描件.pdf", content))
    assert [row.ocr_state for row in desk.ask(list_documents, mail_id)] == ["done"]
    assert (desk.case()["contact"], desk.letters()) == (STORY["contact"], ["acknowledgement"])


def test_work_through_recognises_last(desk):
    content = scan(13)
    desk.receive(("大屯街道案例扫描件.pdf", content))
    desk.learn(content, recognised(WHOLE))
    work_through(desk.parts, Outside(desk.readers, None, lambda _: None, lambda _id, _since: False))
    assert desk.case()["contact"] == STORY["contact"]
    assert "recognise" not in desk.parts.health


def test_a_scan_with_a_secrecy_mark_seals_its_mail(desk):
    content = scan(9)
    mail_id = desk.receive(("大屯街道案例扫描件.pdf", content))
    desk.learn(content, recognised("机密★3年"))
    assert desk.recognise() == 1
    with desk.parts.ledger.read() as connection:
        row = connection.exec_driver_sql("select subject, body, kind_reason from mail").one()
        texts = connection.exec_driver_sql("select text from document").scalars().all()
    assert (tuple(row), set(texts)) == (("", "", "密级标识"), set())
    assert ("secret", "") in desk.doubts(mail_id=mail_id)


def test_of_a_scan_with_a_secrecy_mark_only_the_mark_is_kept(monkeypatch):
    whole = Text("秘密★5年\n关于某事的报告", reader="ocr", pairs=(("联系人", "张三"),), recognised=True)
    monkeypatch.setattr("intake.documents.scan.recognise.recognise", lambda *_: whole)
    call = CallFiles(
        CONFIG / "campaigns/xuzhou-2015.toml",
        CONFIG / "places/xuzhou.toml",
        CONFIG / "lexicon/xuzhou-2015.toml",
    ).load()
    (kept,) = recognise_file("a.pdf", scan(8), call).values()
    assert (kept.text, kept.pairs, kept.reader) == ("秘密★5年", (), "ocr")


def test_a_full_disk_costs_no_attempt(desk, monkeypatch):
    content = scan()
    mail_id = desk.receive(("扫描件.pdf", content))
    with monkeypatch.context() as full:
        full.setattr("tracker.outbox.outcome.ROOM", 1 << 62)  # more than any disk has
        with pytest.raises(LedgerFull):
            desk.recognise()
    tried = [row.attempts for row in desk.ask(list_documents, mail_id) if row.ocr_state == "wanted"]
    desk.learn(content, recognised(WHOLE))

    assert tried == [0]
    assert (desk.recognise(), desk.case().number) == (1, "XZ-001")
