"""The covering letter, the table and the texts of a report, read back by another library."""

from dataclasses import replace

import pytest
from docx import Document

from tests.volume import sample_volume
from tracker.publications.report.letter import TO_FILL, Heads, write_letter, write_table, write_text
from tracker.publications.report.make import _new_folder

FULL = Heads(
    "徐民〔2015〕18号",
    "江苏省民政厅",
    "城乡社区治理和服务创新优秀案例征集",
    "徐州市民政局",
    "李敏",
    "0516-80000000",
    "根据《通知》要求",
)
EMPTY = Heads("", "", "案例征集", "市民政局", "", "")


@pytest.fixture(scope="module")
def volume(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pictures")
    return folder, sample_volume(folder)


def texts(path):
    return [paragraph.text for paragraph in Document(str(path)).paragraphs]


def letter(volume, heads, folder):
    write_letter(volume, heads, folder / "letter.docx")
    return texts(folder / "letter.docx")


def test_a_letter_with_everything_known(volume, tmp_path):
    _, made = volume
    count = len(list(made.cases))
    said = [line.replace("\n", "") for line in letter(made, FULL, tmp_path)]
    assert [line for line in said if line] == [
        "徐民〔2015〕18号",
        "关于报送城乡社区治理和服务创新优秀案例的函",
        "江苏省民政厅：",
        f"根据《通知》要求，我单位组织开展了{FULL.call}工作，经遴选，现将{count}篇案例的定稿随函报送，请审阅。",
        "附件：1. 案例汇总表",
        "　　　2. 案例文本及原件",
        "徐州市民政局",
        day(made),
        "（联系人：李敏，0516-80000000）",
    ]


def day(made):
    year, month, rest = made.made_at.split("T")[0].split("-")
    return f"{int(year)}年{int(month)}月{int(rest)}日"


def test_what_nobody_said_is_left_to_be_filled_in(volume, tmp_path):
    said = [line for line in letter(volume[1], EMPTY, tmp_path) if line]
    assert said[0] == f"{TO_FILL}发文字号"
    assert said[2] == f"{TO_FILL}："
    assert said[3].startswith("我单位组织开展了案例征集工作，")
    assert said[-1] == "（联系人：待填）"


@pytest.mark.parametrize(
    ("contact", "phone", "said"),
    [("李敏", "", "（联系人：李敏）"), ("", "0516-80000000", "（联系人：0516-80000000）")],
)
def test_of_whom_to_ask_what_is_known_stands_there(volume, tmp_path, contact, phone, said):
    assert letter(volume[1], replace(FULL, contact=contact, phone=phone), tmp_path)[-1] == said


@pytest.mark.parametrize("signed", ["局", "徐州市民政局", "徐州市和谐社区建设工作领导小组办公室" * 2])
def test_whoever_signs_stands_above_the_date(volume, tmp_path, signed):
    said = [line for line in letter(volume[1], replace(FULL, signed=signed), tmp_path) if line]
    assert said[-3:-1] == [signed, day(volume[1])]


@pytest.mark.parametrize(
    "call", ["征集", "案例征集", "优秀案例", "城乡社区治理和服务创新优秀案例" * 4 + "征集"]
)
def test_the_title_is_of_the_call_however_long_and_loses_the_word_for_calling(volume, tmp_path, call):
    title = "".join(letter(volume[1], replace(FULL, call=call), tmp_path)[1].split("\n"))
    assert title == f"关于报送{call.removesuffix('征集')}的函"


def test_the_table_has_a_row_for_each_case_in_print_order_and_no_telephone(volume, tmp_path):
    _, made = volume
    write_table(made, tmp_path / "table.docx")
    (table,) = Document(str(tmp_path / "table.docx")).tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == ["序号", "编号", "案例名称", "报送单位", "主题", "层级", "字数"]
    assert [row[0] for row in rows[1:]] == [str(n) for n in range(1, len(rows))]
    assert [(row[1], row[2], row[3], row[5], row[6]) for row in rows[1:]] == [
        (one.number, one.title, one.unit, one.level, str(one.characters)) for one in made.cases
    ]
    assert [row[4] for row in rows[1:]] == [
        part.title.rpartition("　")[2] for part in made.parts for _ in part.cases
    ]


def test_a_table_of_no_case_has_its_head(volume, tmp_path):
    write_table(replace(volume[1], parts=()), tmp_path / "table.docx")
    (table,) = Document(str(tmp_path / "table.docx")).tables
    assert len(table.rows) == 1


def test_a_call_that_names_its_things_otherwise_is_written_so(volume, tmp_path):
    made = replace(volume[1], item="经验材料")
    assert "附件：1. 经验材料汇总表" in letter(made, FULL, tmp_path)
    write_table(made, tmp_path / "table.docx")
    assert "经验材料汇总表" in texts(tmp_path / "table.docx")


def test_the_text_of_one_case_holds_it_and_no_other(volume, tmp_path):
    pictures, made = volume
    first, second, *_ = made.cases
    write_text(made, second.number, pictures, tmp_path / "text.docx")
    said = "".join(texts(tmp_path / "text.docx")).replace("\n", "")
    assert second.title in said
    assert first.title not in said


def test_a_case_that_is_not_in_the_volume_has_no_text(volume, tmp_path):
    with pytest.raises(StopIteration):
        write_text(volume[1], "XZ-999", volume[0], tmp_path / "text.docx")
    assert list(tmp_path.iterdir()) == []


def test_each_report_has_a_folder_of_its_own(tmp_path):
    root = tmp_path / "out" / "上报"
    made = [_new_folder(root, "上报材料-20150907") for _ in range(3)]
    made[1].rmdir()
    made.append(_new_folder(root, "上报材料-20150907"))
    assert [path.name for path in made] == [f"上报材料-20150907{end}" for end in ("", "-2", "-3", "-2")]
    assert all(path.is_dir() for path in made)
