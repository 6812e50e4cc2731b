"""Copies for paper, CSV and the folder of originals."""

import csv
import io
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from tests.unit.tracker.sheet.season import Hand, issue, open_season, small
from tracker.cli.app import app
from tracker.errors import OrderError
from tracker.ledger import mails
from tracker.office.desk import Desk
from tracker.publications.originals import safe_name
from tracker.run.open import open_readers
from tracker.sheet.out.csv import csv_bytes, inert
from tracker.sheet.out.gather import gather_edition
from tracker.sheet.out.originals import _unique, _write, copy_originals
from tracker.sheet.out.printed import bulletin_words, write_county_copies


@pytest.fixture
def office(tmp_path):
    with open_season(tmp_path / "office", small()) as office:
        yield office


def edition(office):
    with office.parts.ledger.read() as connection:
        made = gather_edition(Desk(connection, office.parts, office.clock.now()), 1)
        return replace(made, flow=(), chunks=list(made.chunks))


def test_county_copy_is_merged_and_masked(tmp_path):
    stories = small()
    stories[1].update(county="丰县", town="凤城街道", phone="13800001102")
    stories[2].update(county="丰县", town="凤城街道")
    with open_season(tmp_path / "office", stories) as office:
        count = write_county_copies(edition(office), tmp_path / "copy.xlsx")

    book = openpyxl.load_workbook(tmp_path / "copy.xlsx")
    rows = [[cell.value for cell in row] for row in book["丰县"].iter_rows(min_row=3)]
    assert (count, book.sheetnames) == (3, ["全市", "丰县"])
    assert sorted(str(area) for area in book["全市"].merged_cells.ranges) == ["A1:L1", "B4:B6"]
    assert sorted(str(area) for area in book["丰县"].merged_cells.ranges) == ["A1:L1", "B5:B6"]
    assert rows[0] == ["序号", "镇(街道)", "村(社区)", "层级", "案例名称", "主题", "字数", "报送单位", "联系人", "联系电话", "发送时间", "备注"]  # fmt: skip
    assert [row[1] for row in rows[1:]] == ["", "凤城街道", None, "合计"]
    assert [row[9] for row in rows[1:4]] == ["0516-****101", "138****1102", "0516-****101"]
    assert rows[-1][:7] == [3, "合计", None, None, None, None, 1240]


NONE = (
    "沛县",
    "睢宁县",
    "邳州市",
    "新沂市",
    "铜山区",
    "贾汪区",
    "云龙区",
    "徐州经济技术开发区",
    "徐州市新城区",
)


def test_bulletin_counts_in_words_and_ranks_nobody(office):
    made = edition(office)

    assert bulletin_words(made.campaign, made.standing, made.made_at, made.cutoff) == [
        "截至8月3日17时，应报单位12个，已报送3个，共收到案例3篇。截止时间为8月10日（星期一）24时。",
        "已按要求完成报送的单位：丰县、鼓楼区、泉山区。",
        f"尚未收到材料的单位：{'、'.join(NONE)}，请抓紧报送；如已寄出，请与我处核对。",
    ]


@pytest.mark.parametrize(("encoding", "mark"), [("gb18030", b""), ("utf-8", b"\xef\xbb\xbf")])
def test_csv_in_both_encodings(office, encoding, mark):
    content = csv_bytes(edition(office), encoding)

    rows = list(csv.reader(io.StringIO(content.removeprefix(mark).decode(encoding))))
    assert content.startswith(mark)
    assert rows[0][:3] == ["序号", "案例编号", "县(市)区"]
    assert [row[:8] for row in rows[1:]] == [
        ["1", "XZ-001", "丰县", "", "", "县级", "一核引领 多元共治", "（一）治理结构"],
        ["2", "XZ-002", "鼓楼区", "丰财街道", "", "镇级", "“红色圆桌”连起一条街", "（二）治理方式"],
        ["3", "XZ-003", "泉山区", "湖滨街道", "望湖社区", "村级", "三驾马车——望湖社区纪实", "（四）协商民主"],
    ]


@given(st.text(max_size=40))
def test_no_csv_cell_begins_like_a_formula(text):
    shown = inert(text)
    assert shown.lstrip()[:1] not in ("=", "+", "-", "@")
    assert "\n" not in shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [("=1+1", "'=1+1"), ("+86 516", "'+86 516"), (" @SUM(A1)", "' @SUM(A1)"), ("13800001102", "\t13800001102"),
     ("0516", "\t0516"), ("2015", "2015"), ("两\n行", "两 行")],
)  # fmt: skip
def test_inert_cells(text, shown):
    assert inert(text) == shown


@given(st.text(max_size=80), st.text(max_size=20))
def test_names_stay_inside_the_folder(title, county):
    for name in (safe_name(title), _unique(set(), county, f"徐州市-{title}", ".docx")):
        assert Path(name).name == name or name == ""
        assert not set(name) & set('<>:"/\\|?*\x00')
        assert name not in (".", "..")
        assert len(name.encode()) <= 255


@pytest.mark.parametrize(
    ("text", "name"),
    [("../../etc/passwd", "..／..／etc／passwd".strip(". ")), ("CON", "_CON"), ("a:b*c?", "a：b＊c？"), ("名\u202e字. ", "名字")],
)  # fmt: skip
def test_safe_names(text, name):
    assert safe_name(text) == name


def test_no_file_is_written_outside(tmp_path):
    with pytest.raises(OrderError):
        _write(tmp_path.resolve(), "..", "x.txt", b"")


def test_originals_by_county_with_the_list_of_the_missing(tmp_path):
    stories = small()
    stories[1].update(
        county="丰县",
        title="一核引领 多元共治",
        sender="b@example.cn",
        body=["另一个单位的同名案例。" * 30],
        town="凤城街道",
    )
    with (
        open_season(tmp_path / "office", stories) as office,
        open_readers(office.parts) as readers,
        office.parts.ledger.read() as connection,
    ):
        copied = copy_originals(Desk(connection, office.parts, office.clock.now()), readers, tmp_path / "out")
        with pytest.raises(OrderError, match="不是空文件夹"):
            copy_originals(Desk(connection, office.parts, office.clock.now()), readers, tmp_path / "out")

    assert (copied.files, copied.cases, copied.without) == (3, 3, ())
    assert sorted(str(path.relative_to(tmp_path / "out")) for path in (tmp_path / "out").rglob("*.*")) == [
        "丰县/徐州市-丰县-一核引领 多元共治.eml",
        "丰县/徐州市-丰县-一核引领 多元共治（2）.eml",
        "泉山区/徐州市-泉山区-三驾马车.eml",
    ]


@pytest.mark.slow  # a season is read by workers
def test_originals_are_the_files_that_came(tmp_path):
    """A real mail through the real reading: the attachment comes out under the case's name."""
    docx = pytest.importorskip("docx")
    document = docx.Document()
    for line in (
        "老街坊的四季歌",
        "鼓楼区黄楼街道办事处",
        *["街坊议事会商量小区的事情，居民自己定规矩。" * 12] * 4,
    ):
        document.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    with open_season(tmp_path / "office", []) as office, open_readers(office.parts) as readers:
        note = EmailMessage()
        note["From"], note["To"], note["Subject"] = "gl@example.cn", "a@b.invalid", "报送案例"
        note["Message-ID"] = "<m@example.cn>"
        note.set_content("附件为案例材料，请查收。")
        note.add_attachment(
            buffer.getvalue(), maintype="application", subtype="octet-stream", filename="案例 最终版.docx"
        )
        sha256 = office.parts.archive.store(note.as_bytes())
        with office.parts.ledger.begin() as connection:
            mails.add_mail(connection, sha256, 1, office.clock.now() - timedelta(hours=1), office.clock.now())
        from tracker.run.duties import file_archived

        file_archived(office.parts, readers)
        with office.parts.ledger.read() as connection:
            copy_originals(Desk(connection, office.parts, office.clock.now()), readers, tmp_path / "out")

    found = list((tmp_path / "out").rglob("*.docx"))
    assert [
        (path.relative_to(tmp_path / "out").as_posix(), path.read_bytes() == buffer.getvalue())
        for path in found
    ] == [("鼓楼区/徐州市-鼓楼区-老街坊的四季歌.docx", True)]


@pytest.mark.slow
def test_commands(tmp_path):
    """Every sheet command on a real folder: what it prints and what it leaves."""
    data = tmp_path / "office"
    with open_season(data, small()) as office:
        book = issue(office)
    edited = tmp_path / "改过.xlsx"
    edited.write_bytes(Hand(book).put("XZ-001", "主题", "六").put("XZ-002", "主题", "九").save())

    def run(*words: str) -> tuple[int, list[str]]:
        done = CliRunner().invoke(app, ["sheet", *words, "--data", str(data)])
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            return 2, [str(done.exception)]
        return done.exit_code, done.output.strip().splitlines()

    taken = [
        "已采用（1）：",
        "  1号主题：（一）治理结构 → 六",
        "未采用（1）：",
        f"  案例汇总表!H5　主题“九”：没有主题“九”；可用的有：{'、'.join(['（一）治理结构', '（二）治理方式', '（三）服务体系', '（四）协商民主', '（五）三社联动', '（六）文化与法治'])}",
    ]
    assert run("import", str(edited), "--dry-run", "--by", "陈秀兰") == (
        0,
        [*taken, "以上为试运行，台账未作变动。"],
    )
    assert run("import", str(edited), "--by", "陈秀兰") == (
        0,
        [*taken, "如需撤销，请运行 zhengji sheet undo。"],
    )
    assert run("undo", "--by", "陈秀兰") == (0, ["已撤销：1号主题：（六）文化与法治 → （一）治理结构"])
    assert run("import", str(tmp_path / "无.xlsx"))[0] == 2
    (tmp_path / "坏.xlsx").write_bytes(b"PK")
    assert run("import", str(tmp_path / "坏.xlsx")) == (
        2,
        ["未能执行：“坏.xlsx”未能读取：文件已损坏或不完整"],
    )
    for name in ("build", "county", "bulletin", "csv", "originals"):
        code, lines = run(name)
        assert (code, lines[0][:3]) == (0, "已生成")
    assert len(list((data / "out").iterdir())) == 5
    assert run("county", "长丰县")[0] == 2


def test_county_copy_of_an_office_without_cases_is_one_empty_page(tmp_path):
    with open_season(tmp_path / "office", []) as office:
        count = write_county_copies(edition(office), tmp_path / "copy.xlsx")

    book = openpyxl.load_workbook(tmp_path / "copy.xlsx")
    assert (count, book.sheetnames) == (0, ["全市"])
    assert [cell.value for cell in book["全市"][4]][:3] == [0, "合计", None]
