"""Nothing of a text is lost on its way into print without a word: it stands in the Word file, or a remark names it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.documents.read import read_blocks, read_document
from intake.model.case import Attachment
from intake.model.limits import Limits
from tests.files.docx_files import cell, make_docx, para, table
from tests.properties import examples
from tests.volume import make_case, sample_volume
from tracker.publications.volume.content.cut import cut_known, left_out
from tracker.publications.volume.content.model import Block, Line, Part
from tracker.publications.volume.content.part import part_of
from tracker.publications.volume.content.read import convert
from tracker.publications.volume.word.write import write_docx

TITLE = "“一核五元”聚民心"
LONG = "居民议事当场定当场办，楼长收集意见，议事会讨论，张榜公布。" * 14  # 400 characters


def set_again(body: str, folder: Path) -> tuple[str, tuple[Block, ...], list[str]]:
    """Text, blocks and remarks of a Word file with this body."""
    attachment = Attachment("案例.docx", make_docx(body))
    text = read_document(attachment, Limits()).text
    own = part_of(read_blocks(attachment, Limits()).blocks, text)
    blocks = cut_known(tuple(convert(own, folder)), (TITLE,))
    return text, blocks, list(left_out(text, blocks, (TITLE,)))


def printed(blocks: tuple[Block, ...], folder: Path) -> str:
    """All letters of the Word file."""
    volume = sample_volume(folder, each=1)
    case = make_case(1, TITLE, "丰县", blocks)
    write_docx(replace(volume, parts=(Part(1, "一", (case,)),)), folder, folder / "v.docx")
    return letters(
        "".join(node.text or "" for node in Document(str(folder / "v.docx")).element.body.iter("{*}t"))
    )


def letters(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum())


TABLES = {
    "beside a cell of 400 characters": para("短文一段。") + table([LONG]) + table(["事项", "件数"], ["停车", "三十六"]),
    "with a cell of 400 characters in it": para("短文一段。") + table(["做法", LONG], ["件数", "三十六"], ["户数", "一百二十"]),
    "two rows of 120 columns": para("短文一段。") + table([f"栏{n}" for n in range(120)], [f"值{n}" for n in range(120)]),
    "nothing but a table": table(["事项", "件数"], ["停车", "三十六"]),
    "a text in a table of one cell": table([para("前些年停车难。") + para("后来好了。")]),
    "tables in a table": table([para("外层") + table(["内甲", "内乙"], [LONG, "内丁"]) + para("末尾")]),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_printed_whatever_stands_beside_it(name: str, tmp_path: Path) -> None:
    text, blocks, remarks = set_again(TABLES[name], tmp_path)

    assert remarks == []
    shown = printed(blocks, tmp_path)
    assert [piece for piece in text.replace("\t", "\n").splitlines() if letters(piece) not in shown] == []


def test_what_is_dropped_of_a_form_is_named(tmp_path: Path) -> None:
    form = table(
        ["案例名称", TITLE], ["联系电话", "0516-80001234"], ["主要做法", LONG], ["推荐意见", "同意推荐"]
    )

    _, blocks, remarks = set_again(form, tmp_path)

    assert blocks == (Line("heading", "主要做法", 1), Line("paragraph", LONG))
    assert remarks == ["原文有3处没有排入，请核对：“0516-80001234”；“推荐意见”；“同意推荐”"]


def test_a_form_in_front_of_the_text_is_named(tmp_path: Path) -> None:
    form = table(["案例名称", TITLE], ["推荐意见", "同意推荐"])

    _, blocks, remarks = set_again(form + para(TITLE) + para("前些年停车难。") + para("后来好了。"), tmp_path)

    assert blocks == (Line("paragraph", "前些年停车难。"), Line("paragraph", "后来好了。"))
    assert remarks == ["原文有2处没有排入，请核对：“推荐意见”；“同意推荐”"]


word = st.text("甲乙丙丁戊己庚辛壬癸子丑寅卯", min_size=1, max_size=5)
words = st.one_of(word, st.builds(lambda one, times: f"{one}。" * times, word, st.integers(1, 90)))
LABELS = (
    "案例名称",
    "联系人",
    "联系电话",
    "主要做法",
    "推荐意见",
    "单位",
)  # a label alone says nothing that could be lost


@st.composite
def tables(draw: st.DrawFn, labels: Sequence[str] = ()) -> str:
    cells = st.one_of(words, st.sampled_from(["", *labels]))
    across = draw(st.one_of(st.integers(1, 5), st.integers(18, 70)))
    rows = [
        [draw(cells) if column < 5 else f"第{column}栏" for column in range(across)]
        for _ in range(draw(st.integers(1, 4)))
    ]
    if draw(st.booleans()):
        rows[0][0] = cell(para(draw(words)) + para(draw(words)))
    return table(*rows)


def bodies(labels: Sequence[str] = ()) -> st.SearchStrategy[str]:
    return st.lists(st.one_of(st.builds(para, words), tables(labels)), min_size=1, max_size=6).map("".join)


@settings(max_examples=examples(60))
@given(bodies(LABELS))
def test_every_word_is_printed_or_named(body: str) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        text, blocks, remarks = set_again(body, folder)
        shown = printed(blocks, folder) if blocks else ""

        for piece in text.replace("\t", "\n").splitlines():
            assert piece in LABELS or letters(piece) in shown or f"“{piece.strip()}”" in "".join(remarks)


@settings(max_examples=examples(60))
@given(bodies())
def test_of_a_file_without_labels_everything_is_printed(body: str) -> None:
    with TemporaryDirectory() as name:
        _, blocks, remarks = set_again(body, Path(name))

        assert (bool(blocks), remarks) == (True, [])
