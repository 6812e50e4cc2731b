"""Blocks into the volume: what is cut, what of a file is a case's, pictures without what the camera wrote."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image as Photo

from intake.model.blocks import Caption, Cell, Heading, Note, Paragraph, Picture, Table
from tests.volume import sample_volume
from tracker.errors import OrderError
from tracker.publications.volume.content.cut import cut_known, says_only
from tracker.publications.volume.content.model import Footnote, Grid, GridCell, Image, Line
from tracker.publications.volume.content.part import part_of
from tracker.publications.volume.content.pictures import keep_picture
from tracker.publications.volume.content.read import convert
from tracker.publications.volume.content.store import load_volume_file, save_volume

KNOWN = (
    "“一核五元”聚民心",
    "沛县大屯街道的探索",
    "沛县大屯街道办事处",
    "王小平",
    "0516-80001234",
    "江苏省",
    "徐州市",
    "沛县",
)


def lines(*texts: str) -> list[Line]:
    return [Line("paragraph", text) for text in texts]


@pytest.mark.parametrize(
    ("opening", "closing"),
    [
        (["“一核五元”聚民心", "——沛县大屯街道的探索", "沛县大屯街道办事处"], []),
        (["江苏省徐州市沛县"], ["（作者单位：沛县大屯街道办事处；联系人：王小平；电话：0516-80001234）"]),
        (["“一核五元”", "聚民心"], ["联系人：王小平", "2015年7月20日"]),
        (["案例名称：一核五元聚民心"], ["沛县大屯街道办事处", "二〇一五年七月"]),
    ],
)
def test_lines_that_the_page_prints_itself_are_cut(opening: list[str], closing: list[str]) -> None:
    body = lines("大屯街道辖12个社区。", "一、背景", "王小平说，这件事办得好。")
    known = (*KNOWN, "二〇一五年七月")

    assert cut_known([*lines(*opening), *body, *lines(*closing)], known) == tuple(body)


def test_the_same_words_inside_the_text_stay() -> None:
    body = lines("前些年停车难。", "沛县大屯街道办事处", "后来好了。")

    assert cut_known(body, KNOWN) == tuple(body)
    assert not says_only("沛县大屯街道办事处主任王小平挨家走访", ("沛县大屯街道办事处", "王小平"))


def test_a_text_that_is_only_its_title_is_not_emptied() -> None:
    assert cut_known(lines("“一核五元”聚民心"), KNOWN) == tuple(lines("“一核五元”聚民心"))


FORM = Grid(
    (
        (GridCell(("案例名称",)), GridCell(("“一核五元”聚民心",))),
        (GridCell(("联系电话",)), GridCell(("15500000000",))),
    )
)


@pytest.mark.parametrize(
    "cover",
    [
        ("内部资料　注意保存", "“一核五元”聚民心", "沛县大屯街道办事处", "二〇一五年七月"),
        ("附件2", "全市优秀案例申报", "“一核五元”聚民心"),
        ("报送材料",),
    ],
)
def test_a_cover_in_front_of_the_text_is_no_part_of_it(cover: tuple[str, ...]) -> None:
    body = lines("前些年停车难。", "后来好了。")
    file = [*lines(*cover), *lines("“一核五元”聚民心", "沛县大屯街道办事处"), *body]

    assert cut_known(file, KNOWN) == tuple(body)


def test_the_title_said_again_inside_the_text_cuts_nothing_of_it() -> None:
    body = lines("前些年停车难，大家都不满意。", "“一核五元”聚民心", "后来好了。")

    assert cut_known(body, KNOWN) == tuple(body)
    headed = lines("一、背景", "“一核五元”聚民心", "后来好了。")
    assert cut_known(headed, KNOWN) == tuple(headed)


def test_a_form_in_front_of_the_text_is_no_part_of_it() -> None:
    body = lines("前些年停车难。", "后来好了。")
    file = [*lines("优秀案例申报书"), FORM, *lines("“一核五元”聚民心", "沛县大屯街道办事处"), *body]

    assert cut_known(file, KNOWN) == tuple(body)


@pytest.mark.parametrize(
    ("table", "below"),
    [
        (FORM, "背景"),  # the title does not stand again: nothing shows where the text begins
        (Grid(((GridCell(("事项",)), GridCell(("36件",))),)), "“一核五元”聚民心"),
        (
            Grid((*FORM.rows, (GridCell(("主要做法",)), GridCell(("居民议事当场定当场办。" * 10,))))),
            "“一核五元”聚民心",
        ),
    ],
)
def test_a_table_that_is_no_form_in_front_stays(table: Grid, below: str) -> None:
    file = [*lines("优秀案例一览"), table, *lines(below, "前些年停车难。")]

    assert cut_known(file, KNOWN) == tuple(file)


def test_of_a_file_with_two_cases_each_gets_its_own() -> None:
    photo = Picture("1.png", b"", caption="")
    blocks = (
        Heading("第一篇", 0), Paragraph("甲一。"), Paragraph("甲二。"), photo,
        Heading("第二篇", 0), Paragraph("乙一。"), Paragraph("乙二。"), Note("1", "注。"),
    )  # fmt: skip

    assert list(part_of(blocks, "第一篇\n甲一。\n甲二。")) == [*blocks[:4], blocks[7]]
    assert list(part_of(blocks, "第二篇\n乙一。\n乙二。")) == list(blocks[4:])
    assert list(part_of(blocks, "丙一。\n丙二。\n丙三。")) == []


def test_a_case_written_into_a_form_is_printed_without_the_fields_of_the_form() -> None:
    def row(*texts: str) -> tuple[Cell, ...]:
        return tuple(Cell(tuple(Paragraph(line) for line in text.split("\n"))) for text in texts)

    long = (
        "前些年停车难，两家为一个车位吵了三回，社区请大家坐下来商量。" * 3,
        "后来划了线，定了约，邻里和气。" * 6,
    )
    way = "先由楼长收集意见，再由议事会讨论，最后张榜公布。" * 4
    form = Table(
        (
            row("案例名称", "“一核五元”聚民心", "联系电话", "0516-80001234"),
            row("案例正文"),
            row("\n".join(long)),
            row("主要做法", way),
            row("推荐意见", "同意推荐"),
        )
    )
    text = "优秀案例推荐表\n案例名称\t“一核五元”聚民心\n联系电话\t0516-80001234\n案例正文\n" + "\n".join(
        (*long, f"主要做法\t{way}", "推荐意见\t同意推荐")
    )
    blocks = (Paragraph("优秀案例推荐表"), form)

    assert cut_known(list(convert(part_of(blocks, text), Path())), KNOWN) == (
        Line("paragraph", long[0]),
        Line("paragraph", long[1]),
        Line("heading", "主要做法", 1),
        Line("paragraph", way),
    )


def test_tables_keep_spans_and_captions_stand_once(tmp_path: Path) -> None:
    cell = Cell((Paragraph("合计"), Paragraph("（件）")), column_span=2)
    blocks = (Caption("表1 事项"), Table(((cell,),), "表1 事项"), Note("a", "注"))

    assert list(convert(blocks, tmp_path)) == [
        Grid(((GridCell(("合计", "（件）"), 2, 1),),), "表1 事项"),
        Footnote("a", "注"),
    ]


def jpeg(**values: object) -> bytes:
    out = io.BytesIO()
    Photo.new("RGB", (40, 30), "red").save(out, "JPEG", **values)
    return out.getvalue()


@pytest.mark.parametrize("content", [b"", b"no picture", jpeg()[:200], b"\x89PNG\r\n\x1a\n" + b"\0" * 9])
def test_what_cannot_be_decoded_has_no_file(tmp_path: Path, content: bytes) -> None:
    media = "image/png" if content.startswith(b"\x89") else "image/jpeg"

    assert keep_picture(Picture("坏图.jpg", content, media), tmp_path) == Image("坏图.jpg")
    assert list(tmp_path.iterdir()) == []


def test_the_content_file_gives_the_volume_back(tmp_path: Path) -> None:
    volume = sample_volume(tmp_path)
    save_volume(volume, tmp_path)

    assert load_volume_file(tmp_path) == volume


@pytest.mark.parametrize("spoilt", [b"{}", b"[", b'{"format": "other"}'])
def test_a_spoilt_content_file_is_told(tmp_path: Path, spoilt: bytes) -> None:
    (tmp_path / "content.json").write_bytes(spoilt)

    with pytest.raises(OrderError, match="已被改动"):
        load_volume_file(tmp_path)
