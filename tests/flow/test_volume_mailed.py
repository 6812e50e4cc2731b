"""The volume asked for by mail: an office with real parts reads the order, makes the volume and sends it."""

from __future__ import annotations

import email
import email.policy
import io
import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from docx import Document

from intake.worker.pool import Readers
from tests.flow.test_volume import case_file, mail
from tests.office import Route
from tests.programs import need
from tracker.ledger import letters, mails
from tracker.office.clock import SetClock
from tracker.office.desk import Desk
from tracker.office.parts import Parts
from tracker.publications.volume.choice import By, by_lines, choose_cases, leave_out
from tracker.run.duties import Outside, work_through
from tracker.run.init import init_data
from tracker.run.open import open_office, open_readers

pytestmark = pytest.mark.slow  # mails are read by workers, the volume is made whole

HER = "limin@example.cn"
BEGIN = datetime(2015, 8, 3, 2, 30, tzinfo=UTC)
SETTINGS = """
[smtp]
host = "localhost"
tls = "none-for-tests"
from_address = "zhengji@example.cn"
seconds_between = 0
enclosure_mib = {mib}
"""
PERSON = f'\n[[coordinators]]\nname = "李敏"\nemail = "{HER}"\n'


class Working:
    """The office at work; mails are put into its archive as the mailbox would bring them."""

    def __init__(self, parts: Parts, clock: SetClock, readers: Readers) -> None:
        self.parts, self.clock, self.readers = parts, clock, readers
        self.route = Route()

    def take(self, raw: bytes) -> Working:
        """A mail comes, and all duties are done."""
        now = self.clock.now()
        sha256 = self.parts.archive.store(raw)
        with self.parts.ledger.begin() as connection:
            mails.add_mail(connection, sha256, len(raw), now, now)
        return self.work()

    def work(self) -> Working:
        def wait(seconds: float) -> None:
            self.clock.advance(timedelta(seconds=seconds))

        work_through(self.parts, Outside(self.readers, self.route, wait, lambda _id, _since: False))
        assert self.parts.health == {}
        return self

    def order(self, text: str) -> Working:
        """She replies to the newest letter that she has."""
        with self.parts.ledger.read() as connection:
            mine = [row for row in letters.list_letters(connection) if row.recipient == HER]
        made = EmailMessage()
        made["From"], made["To"], made["Subject"] = HER, "zhengji@example.cn", "回复：进度"
        made["In-Reply-To"] = mine[-1].message_id
        made["Message-ID"] = f"<order{len(mine)}@example.cn>"
        made["Date"] = self.clock.now()
        made.set_content(text)
        return self.take(made.as_bytes())

    def choose(self, *numbers: str) -> None:
        with self.parts.ledger.begin() as connection:
            desk = Desk(connection, self.parts, self.clock.now())
            choose_cases(desk, by_lines(desk, numbers).cases, By("李敏"))

    def drop(self, number: str) -> None:
        with self.parts.ledger.begin() as connection:
            desk = Desk(connection, self.parts, self.clock.now())
            leave_out(desk, by_lines(desk, [number]).cases, By("李敏"))

    def sent(self, words: str) -> tuple[str, str, dict[str, bytes]]:
        """Subject, text and files of the newest letter to her whose subject has these words."""
        for to, content in reversed(self.route.sent):
            found = email.message_from_bytes(content, policy=email.policy.default)
            if to == HER and words in str(found["Subject"]):
                files = {
                    str(part.get_filename()): part.get_payload(decode=True)
                    for part in found.iter_attachments()
                }
                return str(found["Subject"]), found.get_body(("plain",)).get_content(), files
        raise AssertionError(f"no letter “{words}”")


@contextmanager
def working(folder: Path, mib: int = 30) -> Iterator[Working]:
    """An office with two cases, and a digest sent to her."""
    data = folder / "data"
    init_data(data)
    with (data / "campaign.toml").open("a", encoding="utf-8") as file:
        file.write(PERSON)
    shipped = (data / "settings.toml").read_text(encoding="utf-8")
    head, _, rest = shipped.partition("[smtp]\n")
    others = rest[rest.index("\n[") :]
    (data / "settings.toml").write_text(head + SETTINGS.format(mib=mib) + others, encoding="utf-8")
    clock = SetClock(BEGIN)
    with open_office(data, clock=clock) as parts, open_readers(parts) as readers:
        office = Working(parts, clock, readers)
        for number, (title, unit) in enumerate(
            (("小区里的议事亭", "丰县宋楼镇人民政府"), ("楼道长的小账本", "沛县大屯街道办事处")), 1
        ):
            office.take(mail(title, unit, case_file(folder, title, unit), number))
        clock.set(datetime(2015, 8, 3, 9, 1, tzinfo=UTC))
        yield office.work()


def test_the_order_brings_the_word_file_and_the_proof(tmp_path: Path) -> None:
    need("soffice")
    with working(tmp_path) as office:
        office.choose("1号", "2号")
        office.order("出汇编")

        subject, text, files = office.sent("案例汇编")
        assert subject == "【案例征集】案例汇编、清样（无需回复）"
        title = "《全市城乡社区治理和服务创新优秀案例汇编》"
        assert f"现将{title}Word 稿附后。" in text
        assert f"现将{title}清样附后。" in text
        word, read_me, proof = files
        assert (word, read_me) == ("全市城乡社区治理和服务创新优秀案例汇编.docx", "先看这里.txt")
        assert files[proof].startswith(b"%PDF-")
        lines = [paragraph.text for paragraph in Document(io.BytesIO(files[word])).paragraphs]
        assert {"小区里的议事亭", "楼道长的小账本"} <= set(lines)
        assert "2篇" in files[read_me].decode("utf-8-sig")


def test_what_is_too_large_is_named_with_its_place_and_made_anew_each_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.publications.volume.word.render.find_office", lambda: None)
    monkeypatch.setattr("tracker.publications.volume.run.write_proof", lambda *_: None)
    with working(tmp_path, mib=1) as office:
        office.take(mail("水岸边的长桌会", "睢宁县邱集镇人民政府", _heavy(tmp_path), 3))
        office.choose("1号", "2号", "3号")
        office.order("出汇编")

        _, text, files = office.sent("案例汇编")
        (run,) = (office.parts.data.out / "汇编").iterdir()
        assert files == {}
        assert f"超出附件大小上限，未能附上，已存放在征集所用电脑的{run}。" in text
        assert (run / "全市城乡社区治理和服务创新优秀案例汇编.docx").stat().st_size > 1024 * 1024

        office.clock.advance(timedelta(hours=2))
        office.drop("3号")
        office.order("请重出汇编")

        _, text, files = office.sent("案例汇编")
        assert "去掉 XZ-003《水岸边的长桌会》" in files["先看这里.txt"].decode("utf-8-sig")
        assert len(list((office.parts.data.out / "汇编").iterdir())) == 2


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        ('design = "圆版"', "design"),
        ("copies = 0", "copies"),
    ],
)
def test_what_keeps_it_from_being_made_is_said_once(tmp_path: Path, settings: str, why: str) -> None:
    with working(tmp_path) as office:
        office.choose("1号")
        office.parts.data.volume.write_text(settings, encoding="utf-8")
        office.order("出汇编")

        _, text, files = office.sent("案例汇编")
        assert "案例汇编未能生成：" in text
        assert why in text
        assert files == {}
        before = len(office.route.sent)
        assert len(office.work().route.sent) == before


def _heavy(folder: Path) -> bytes:
    """A case with a picture of more than a mebibyte that no packing makes smaller."""
    from docx.shared import Mm
    from PIL import Image

    noise = random.Random(7).randbytes(700 * 700 * 3)
    Image.frombytes("RGB", (700, 700), noise).save(folder / "noise.png")
    document = Document(io.BytesIO(case_file(folder, "水岸边的长桌会", "睢宁县邱集镇人民政府")))
    document.add_picture(str(folder / "noise.png"), Mm(60))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
