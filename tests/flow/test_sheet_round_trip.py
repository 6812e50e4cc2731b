"""The workbook out and back, through LibreOffice, the shared folder, the folder ``in`` and the mail."""

from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime

import pytest
from sqlalchemy import select

from intake.worker.pool import Readers
from tests.unit.tracker.sheet.season import Hand, give_back, issue, open_season, say, small, values_now
from tracker.ledger import mails
from tracker.ledger.schema import doubt, letter
from tracker.run.duties import Outside, file_archived, work_through
from tracker.run.open import open_readers
from tracker.sheet.out.publish import publish_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def office(tmp_path):
    with open_season(tmp_path / "office", small()) as office:
        yield office


@pytest.fixture
def readers(office):
    with open_readers(office.parts) as readers:
        yield readers


def work(office, readers: Readers) -> None:
    office.clock.advance(timedelta(minutes=20))
    work_through(office.parts, Outside(readers, None, lambda _: None, lambda _: None))


def lines(taken):
    return [(line.serial, line.heading, line.before, line.after) for line in taken.lines]


@pytest.mark.slow
@pytest.mark.parametrize("suffix", ["xlsx", "xls"])
def test_saved_by_libreoffice(office, resave, suffix):
    """Untouched, then edited, sorted and with a column of her own: saved before and after."""
    assert give_back(office, resave(issue(office), suffix)).is_empty

    hand = Hand(resave(issue(office), "xlsx"))
    hand.put("XZ-001", "主题", "六").put("XZ-002", "联系电话", "13800001102").put("XZ-003", "层级", "省级")
    hand.add_column("批示", {"XZ-003": "同意"}).sort("案例编号").type_row(
        **{"案例名称": "纸质案例", "县(市)区": "沛县"}
    )
    content = resave(hand.save(), suffix)

    taken = give_back(office, content)

    assert sorted(lines(taken)) == [
        (1, "主题", "（一）治理结构", "六"),
        (2, "联系电话", "0516-80001101", "13800001102"),
        (3, "批示", "", "同意"),
    ]
    assert [made.title for made in taken.new] == ["纸质案例"]
    assert [(r.serial, r.heading) for r in taken.refusals] == [(3, "层级")]
    assert taken.conflicts == taken.gone == taken.remarks == []
    again = give_back(office, content)
    assert (again.lines, again.new, again.conflicts, len(again.refusals)) == ([], [], [], 1)


@pytest.mark.slow
def test_edited_where_it_was_published(office, readers):
    """Her saved edits are read before the next edition takes the file's place."""
    work(office, readers)
    target = office.parts.data.out / "汇总表.xlsx"
    edited = Hand(target.read_bytes()).put("XZ-001", "主题", "六").put("XZ-002", "备注", "已核").save()
    target.write_bytes(edited)
    say(office, 3, contact="杜文")

    publish_workbook(office.parts)  # a change is due, but her edits are not read yet
    assert target.read_bytes() == edited
    work(office, readers)

    now = values_now(office)
    assert [now["XZ-001"]["theme"], now["XZ-002"]["remark"], now["XZ-003"]["contact"]] == [
        "6",
        "已核",
        "杜文",
    ]
    shown = Hand(target.read_bytes())
    assert [shown.cell("XZ-001", "主题").value, shown.cell("XZ-003", "联系人").value] == [
        "（六）文化与法治",
        "杜文",
    ]
    kept = list((office.parts.data.root / "in" / "done").iterdir())
    assert [path.read_bytes() == edited for path in kept] == [True]


@pytest.mark.slow
def test_open_in_excel_gives_a_dated_copy_and_loses_no_edit(office, readers):
    work(office, readers)
    target = office.parts.data.out / "汇总表.xlsx"
    lock = target.with_name(f"~${target.name}")
    lock.write_bytes(b"")
    opened = target.read_bytes()
    say(office, 1, theme="5")

    work(office, readers)

    assert target.read_bytes() == opened
    dated = [path.name for path in target.parent.glob("汇总表-*.xlsx")]
    assert len(dated) == 1
    assert office.parts.health["sheet"] == f"汇总表正被打开或有修改尚未读入，新一期另存为“{dated[0]}”"
    target.write_bytes(Hand(opened).put("XZ-001", "联系人", "她改的").save())
    lock.unlink()
    work(office, readers)
    assert values_now(office)["XZ-001"]["contact"] == "她改的"
    assert "sheet" not in office.parts.health
    assert Hand(target.read_bytes()).cell("XZ-001", "联系人").value == "她改的"


@pytest.mark.slow
def test_put_into_the_folder(office, readers):
    work(office, readers)
    folder = office.parts.data.root / "in"
    folder.mkdir(exist_ok=True)
    (folder / "汇总表（陈）.xlsx").write_bytes(Hand(issue(office)).put("XZ-001", "主题", "二").save())
    (folder / "坏文件.xlsx").write_bytes(b"PK\x03\x04 half a copy")

    work(office, readers)
    assert values_now(office)["XZ-001"]["theme"] == "2"
    assert "sheet-in" not in office.parts.health  # may still be copied
    work(office, readers)

    assert office.parts.health["sheet-in"].endswith("坏文件.xlsx”未能读取：文件已损坏或不完整")
    assert [path.name for path in folder.iterdir() if path.is_file()] == []
    with office.parts.ledger.read() as connection:
        subjects = list(
            connection.execute(select(letter.c.subject).where(letter.c.kind == "sheet")).scalars()
        )
    assert subjects == [
        "【案例征集】汇总表回传办理情况：采用1处（无需回复）",
        "【案例征集】汇总表未能读取（请处理）",
    ]
    for path in (folder / "refused").iterdir():
        path.unlink()
    work(office, readers)
    assert "sheet-in" not in office.parts.health


def mail_back(
    office, content: bytes, text: str, *, reply: str = "", name: str = "汇总表20150803.xlsx"
) -> None:
    """The coordinator's mail with a workbook and a text."""
    office.clock.advance(timedelta(minutes=30))
    note = EmailMessage()
    note["From"] = "陈秀兰 <chenxl@example.cn>"
    note["To"] = "zhengji@example.invalid"
    note["Subject"] = "Re: 汇总表"
    note["Date"] = format_datetime(office.clock.now())
    note["Message-ID"] = f"<{office.clock.now():%H%M%S}@example.cn>"
    if reply:
        note["In-Reply-To"] = reply
    note.set_content(text)
    if content:
        note.add_attachment(content, maintype="application", subtype=XLSX.partition("/")[2], filename=name)
    raw = note.as_bytes()
    sha256 = office.parts.archive.store(raw)
    with office.parts.ledger.begin() as connection:
        mails.add_mail(connection, sha256, len(raw), office.clock.now(), office.clock.now())


def letters_of(office, kind: str):
    with office.parts.ledger.read() as connection:
        return list(
            connection.execute(select(letter.c.subject, letter.c.message_id).where(letter.c.kind == kind))
        )


@pytest.mark.slow
def test_mailed_back_with_proof(office, readers):
    work(office, readers)  # 17:20: the digest goes out with the workbook
    digest = letters_of(office, "digest")[0].message_id
    edition = issue(office)
    say(office, 2, contact="韩梅")
    content = (
        Hand(edition).put("XZ-001", "主题", "六").put("XZ-002", "联系人", "韩素平").drop("XZ-003").save()
    )

    mail_back(office, content, "改好的汇总表见附件。", reply=digest)
    file_archived(office.parts, readers)

    assert values_now(office)["XZ-001"]["theme"] == "6"
    assert values_now(office)["XZ-002"]["contact"] == "韩梅"
    (answer,) = letters_of(office, "sheet")
    assert answer.subject == "【案例征集】汇总表回传办理情况：采用1处，未采用1处（请确认）"
    assert letters_of(office, "order") == letters_of(office, "holding") == []
    with office.parts.ledger.read() as connection:
        opened = connection.execute(select(doubt.c.code).where(doubt.c.state == "open")).scalars()
        assert sorted(set(opened)) == ["sheet-row-gone", "theme"]

    mail_back(office, b"", "确认", reply=answer.message_id)
    file_archived(office.parts, readers)
    assert values_now(office)["XZ-002"]["contact"] == "韩素平"

    mail_back(office, b"", "3号撤回", reply=answer.message_id)
    file_archived(office.parts, readers)
    assert values_now(office)["XZ-003"]["status"] == "withdrawn"


@pytest.mark.slow
def test_mailed_back_without_proof_changes_nothing(office, readers):
    before = values_now(office)
    mail_back(office, Hand(issue(office)).put("XZ-001", "主题", "六").save(), "见附件")

    file_archived(office.parts, readers)

    assert values_now(office) == before
    assert letters_of(office, "sheet") == []
    with office.parts.ledger.read() as connection:
        found = connection.execute(select(doubt.c.detail).where(doubt.c.code == "unproven-order")).scalars()
        assert list(found) == ["回传《汇总表20150803.xlsx》"]


@pytest.mark.slow
def test_mailed_back_untouched_is_said_so(office, readers):
    work(office, readers)
    digest = letters_of(office, "digest")[0].message_id
    mail_back(office, issue(office), "收到", reply=digest)

    file_archived(office.parts, readers)

    assert [row.subject for row in letters_of(office, "sheet")] == [
        "【案例征集】汇总表已收到，没有修改（无需回复）"
    ]
