"""From mails with Word files to the volume, by the commands alone."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest
from docx import Document
from docx.shared import Mm
from typer.testing import CliRunner

from tests.volume import picture
from tracker.cli.app import app
from tracker.publications.volume.content.model import Grid, GridCell, Image, Line
from tracker.publications.volume.content.store import load_volume_file

pytestmark = pytest.mark.slow  # mails are read by workers, each command starts its own

BODY = "为方便居民议事，社区在每个小区设立议事亭，居民代表每月碰头，事情当场议、当场定、当场有人领。" * 8


def case_file(folder: Path, title: str, unit: str) -> bytes:
    picture(folder / "p.png", 300, 200)
    document = Document()
    document.add_paragraph(title, style="Title")
    document.add_paragraph(unit)
    document.add_heading("一、背景", 1)
    document.add_paragraph(BODY)
    document.add_heading("二、做法", 1)
    document.add_paragraph(BODY + "共办结36件。")
    document.add_picture(str(folder / "p.png"), Mm(100))
    document.add_paragraph("图1 居民在议事亭议事")
    table = document.add_table(2, 2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "办理情况"
    table.cell(1, 0).text, table.cell(1, 1).text = "办结", "36"
    document.add_paragraph("三、成效")
    document.add_paragraph(BODY + "居民满意。")
    document.add_paragraph("联系人：张三　电话：13812345678")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def mail(title: str, unit: str, content: bytes, number: int) -> bytes:
    made = EmailMessage()
    made["From"], made["To"] = "fx@example.cn", "zhengji@example.cn"
    made["Subject"], made["Date"] = f"{unit}报送案例：{title}", "Mon, 03 Aug 2015 10:25:00 +0800"
    made["Message-ID"] = f"<{number}@example.cn>"
    made.set_content("请查收附件。")
    made.add_attachment(content, maintype="application", subtype="octet-stream", filename=f"{title}.docx")
    return made.as_bytes()


def run(*words: str | Path) -> str:
    result = CliRunner().invoke(app, [str(word) for word in words])
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("office")
    mails, data = folder / "mails", folder / "data"
    mails.mkdir()
    for number, (title, unit) in enumerate(
        (("小区里的议事亭", "丰县宋楼镇人民政府"), ("楼道长的小账本", "沛县大屯街道办事处")), 1
    ):
        content = case_file(folder, title, unit)
        (mails / f"{number}.eml").write_bytes(mail(title, unit, content, number))
    run("init", data)
    run("import", mails, "--data", data)
    return data


def test_from_mails_to_the_volume(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.publications.volume.word.render.find_office", lambda: None)
    listed = data.parent / "名单.txt"
    listed.write_text("入选名单\n楼道长的小账本\n1号\n", encoding="utf-8")

    assert (
        "“入选名单”没有对应的案例"
        in CliRunner().invoke(app, ["volume", "choose", "--list", str(listed), "--data", str(data)]).output
    )
    said = run("volume", "make", "--data", data)

    assert "本机没有可用的 LibreOffice，Word 稿的目录没有页码" in said
    assert "图片“图1 居民在议事亭议事”300×200像素，排100毫米宽，只有76像素/英寸" in said
    (folder,) = (data / "volumes").iterdir()
    volume = load_volume_file(folder)
    case = next(case for case in volume.cases if case.number == "XZ-001")
    assert (case.title, case.county) == ("小区里的议事亭", "丰县")
    shape = [(b.kind, b.text[:5]) if isinstance(b, Line) else b.kind for b in case.blocks]
    assert shape == [
        ("heading", "一、背景"), ("paragraph", BODY[:5]), ("heading", "二、做法"), ("paragraph", BODY[:5]), "picture",
        "table", ("heading", "三、成效"), ("paragraph", BODY[:5]),
    ]  # fmt: skip
    image, grid = (block for block in case.blocks if isinstance(block, Image | Grid))
    assert isinstance(image, Image)
    assert isinstance(grid, Grid)
    assert (image.caption, image.width_mm, (folder / "pictures" / image.file).exists()) == (
        "图1 居民在议事亭议事",
        100,
        True,
    )
    assert grid.rows == ((GridCell(("办理情况",), 2),), (GridCell(("办结",)), GridCell(("36",))))

    again = run("volume", "make", "--county", "丰县", "--data", data)
    assert "（丰县）》1篇" in again
    told = run("volume", "which", "1", "--data", data)
    assert told.count("第1稿，题为《小区里的议事亭》") == 2
    assert "原件 小区里的议事亭.docx" in told


def test_which_tells_that_a_content_file_was_edited_and_in_which_case(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.publications.volume.word.render.find_office", lambda: None)
    run("volume", "choose", "1", "2", "--data", data)
    run("volume", "make", "--data", data)
    content = max((data / "volumes").iterdir(), key=lambda folder: folder.stat().st_mtime_ns) / "content.json"
    whole = content.read_text(encoding="utf-8")
    content.write_text(whole.replace("楼道长的小账本", "楼道长的大账本"), encoding="utf-8")
    try:
        first, second = (run("volume", "which", number, "--data", data) for number in "12")
    finally:
        content.write_text(whole, encoding="utf-8")

    edited = "内容文件在排印之后被改动过"
    assert f"{edited}，本篇的文字与当时排印的一致" in first
    assert f"{edited}，其中本篇的文字已不是当时排印的，请以印成的文件和第1稿为准" in second
    assert "题为《楼道长的小账本》" in second
    assert edited not in run("volume", "which", "2", "--data", data)


def test_a_booklet_bears_neither_permit_nor_number_of_copies_of_the_volume(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.publications.volume.word.render.find_office", lambda: None)
    run("volume", "choose", "1", "2", "--data", data)
    settings = data / "volume.toml"
    settings.write_text('permit = "（2015）准印字第018号"\ncopies = 1000\n', encoding="utf-8")
    known = set((data / "volumes").iterdir())
    run("volume", "make", "--data", data)
    run("volume", "make", "--county", "沛县", "--data", data)
    settings.unlink()

    made = sorted(set((data / "volumes").iterdir()) - known)
    fronts = [load_volume_file(folder).front for folder in made]
    assert [(front.permit, front.copies) for front in fronts] == [("（2015）准印字第018号", 1000), ("", 0)]
    none = CliRunner().invoke(app, ["volume", "make", "--county", "睢宁县", "--data", str(data)])
    assert str(none.exception) == "未能执行：睢宁县没有选入汇编的案例，查看：zhengji volume list"


def test_what_is_withdrawn_after_the_choice_is_told_by_list_make_and_which(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.publications.volume.word.render.find_office", lambda: None)
    run("volume", "choose", "1", "2", "--data", data)
    run("correct", "2", "status=撤回", "--data", data)
    told = [run("volume", *words, "--data", data) for words in (("list",), ("make",), ("which", "2"))]
    run("correct", "2", "status=有效", "--data", data)

    why = "选定后已撤回，未排入；要仍然编入，请先恢复"
    assert [why in said for said in told] == [True, True, True]
    assert "撤回" not in run("volume", "list", "--data", data)


def test_what_changed_since_the_last_run_is_told(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.publications.volume.word.render.find_office", lambda: None)
    run("volume", "choose", "1", "2", "--data", data)
    run("volume", "make", "--data", data)
    run("correct", "1", "title=小区里的议事亭（修订）", "--data", data)
    run("volume", "choose", "2", "--drop", "--data", data)

    said = run("volume", "make", "--data", data)

    assert "有改动 XZ-001《小区里的议事亭（修订）》（内容）" in said
    assert "去掉 XZ-002《楼道长的小账本》" in said


def test_final_holds_a_version(data: Path) -> None:
    run("volume", "choose", "1", "--data", data)

    assert run("volume", "final", "1", "--data", data) == "XZ-001以第1稿为定稿\n"
    wrong = CliRunner().invoke(app, ["volume", "final", "1", "--version", "9", "--data", str(data)])
    assert str(wrong.exception) == "未能执行：XZ-001没有第9稿，现有第1稿"
    assert "定稿第1稿" in run("volume", "list", "--data", data)
    run("volume", "choose", "2", "--data", data)
    assert run("volume", "final", "1", "2", "--data", data) == "XZ-001以第1稿为定稿\nXZ-002以第1稿为定稿\n"
    several = CliRunner().invoke(app, ["volume", "final", "1", "2", "--version", "1", "--data", str(data)])
    assert str(several.exception) == "未能执行：--version 一次只用于一篇"
    run("volume", "final", "2", "--undo", "--data", data)


def test_the_report_holds_final_cases_only(data: Path) -> None:
    run("volume", "choose", "1", "2", "--data", data)
    run("volume", "final", "1", "--data", data)

    said = run("volume", "report", "--data", data)

    assert "XZ-002《楼道长的小账本》未定稿，没有列入" in said
    assert "1篇尚未定稿：XZ-002" in run("volume", "proof", "--dry-run", "--data", data)
    (folder,) = [path for path in (data / "out" / "上报").iterdir() if path.is_dir()]
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    assert len(names) == 4
    assert names[:2] == ["报送函（草稿）.docx", "附件1 案例汇总表.docx"]
    assert all("01 徐州市-小区里的议事亭" in name for name in names[2:])
    with zipfile.ZipFile(folder.with_name(f"{folder.name}.zip")) as bundle:
        assert sorted(bundle.namelist()) == [f"{folder.name}/{name}" for name in names]
    letter = [p.text for p in Document(str(folder / names[0])).paragraphs]
    assert "关于报送全市城乡社区治理和\n服务创新优秀案例的函" in letter
    assert (
        sum(text.startswith("我单位组织开展了全市城乡社区治理和服务创新优秀案例征集工作") for text in letter)
        == 1
    )
    (table,) = Document(str(folder / names[1])).tables
    assert [[cell.text for cell in row.cells][1:4] for row in table.rows] == [
        ["编号", "案例名称", "报送单位"],
        ["XZ-001", "小区里的议事亭（修订）", "丰县宋楼镇人民政府"],
    ]


def test_the_web_edition_tells_what_is_not_for_all_eyes(data: Path) -> None:
    said = run("volume", "web", "--data", data)

    assert "index.html" in said
    assert "1篇尚未定稿：XZ-002" in said
    assert [path.name for path in (data / "out" / "汇编").rglob("index.html")] == ["index.html"]
