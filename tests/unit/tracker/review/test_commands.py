"""A round by commands alone, as the coordinator's office does it."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from docx import Document
from typer.testing import CliRunner

from tests.unit.tracker.sheet.season import invented, open_season
from tracker.cli.app import app

PEOPLE = "姓名\t工作单位\t县区\t邮箱\t最多篇数\n" + "\n".join(
    f"专家{number}\t{unit}\t{county}\t{mail}\t"
    for number, unit, county, mail in (
        ("甲", "某大学", "", "jia@example.cn"),
        ("乙", "丰县民政局", "丰县", "yi@example.cn"),
        ("丙", "某研究院", "", ""),
        ("丁", "某党校", "", "ding@example.cn"),
    )
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    with open_season(tmp_path / "data", invented(6)):
        pass
    (tmp_path / "专家.txt").write_text(PEOPLE, "utf-8")
    return tmp_path / "data"


def run(data: Path, *words: str, code: int = 0) -> list[str]:
    result = CliRunner().invoke(app, ["review", *words, "--data", str(data)])
    assert result.exit_code == code, result.output
    return result.output.splitlines()


@pytest.mark.slow
def test_from_the_list_to_the_minutes(data: Path, tmp_path: Path) -> None:
    assert run(data, "experts", str(tmp_path / "专家.txt"))[-1] == "共4位专家"
    assert run(data, "open", "初评", "--by", "陈秀兰")[0] == "已开始“初评”，共6篇，印号A01至A06"
    assert run(data, "plan")[-1] == "以上为方案，未写入；采用请加 --save"
    assert (
        run(data, "plan", "--save")[-1] == "已采用。下一步：zhengji review papers 目录 生成隐名材料和评分表"
    )

    out = tmp_path / "评阅"
    lines = run(data, "papers", str(out))
    assert sorted(path.name for path in out.iterdir()) == ["专家丁", "专家丙", "专家乙", "专家甲"]
    assert lines[-1].startswith("请各位专家于")
    for place in out.iterdir():
        assert sorted(path.name for path in place.iterdir()) == [
            "评分表.docx",
            "评分表.xlsx",
            "评阅案例.docx",
        ]

    waiting = run(data, "status")
    assert waiting[0].startswith("初评：6篇，已收评分0份，截止")
    sheet = out / "专家甲" / "评分表.docx"
    sheet.write_bytes(filled(sheet.read_bytes()))
    taken = run(data, "take", "专家甲", str(sheet))
    assert taken[0].startswith("专家甲：登记")
    assert all("科学性88　创新性90　实践性85" in line for line in taken[1:])
    refused = run(data, "take", "专家丙", "--line", "A99 85 90 88", "--photo", "IMG_1.jpg", code=1)
    assert refused == ["专家丙：登记0篇", "  未登记：A99 85 90 88　编号“A99”不在给您的案例之中"]

    assert run(data, "results", str(tmp_path / "评审意见.docx"))[-1] == f"已生成 {tmp_path / '评审意见.docx'}"
    audit = run(data, "audit", taken[1].split()[0])
    assert any(line.startswith("评分：专家甲　科学性88、创新性90、实践性85　") for line in audit)
    assert run(data, "withdraw", "专家丁", "--reason", "出差")[-1].startswith("专家丁已退出")


def test_what_cannot_be_done_says_what_to_do(data: Path) -> None:
    def fails(*words: str) -> str:
        from tracker.errors import TrackerError

        result = CliRunner().invoke(app, ["review", *words, "--data", str(data)])
        assert isinstance(result.exception, TrackerError)
        return str(result.exception)

    assert "请先用 zhengji review open 开始一轮" in fails("plan")
    run(data, "open", "初评")
    assert "请先运行 zhengji review plan --save" in fails("papers", str(data / "out"))
    assert "请用 --reason 写明理由" in fails("pair", "专家甲", "A01")
    assert "名单中没有“专家甲”" in fails("take", "专家甲", "--line", "A01 1 2 3")
    assert "“初评”中没有A99" in fails("audit", "A99")


def filled(content: bytes) -> bytes:
    document = Document(io.BytesIO(content))
    for row in document.tables[0].rows[1:]:
        for place, value in enumerate(("88", "90", "85"), 2):
            row.cells[place].text = value
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
