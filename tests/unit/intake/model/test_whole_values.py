"""Values that travel: who is asked for what by a doubt, the blocks of a document, what cannot be changed."""

from __future__ import annotations

import dataclasses
import pickle

import pytest

from intake.model.blocks import Block, Cell, Heading, Paragraph, Picture, Table, all_blocks
from intake.model.case import UNANSWERED, Attachment, CaseReading, Doubt, Fact, MailKind
from intake.model.doubts import DOUBTS, Owner, cure, owner_of, sentence


@pytest.mark.parametrize("code", DOUBTS)
def test_who_must_act_is_spoken_to(code: str) -> None:
    """Nothing is asked of nobody; a sender is asked politely."""
    owner, asked = owner_of(Doubt(code)), cure(Doubt(code))

    assert asked.startswith({Owner.SENDER: ("烦请", "请"), Owner.COORDINATOR: ("请", "如"), Owner.SYSADMIN: ("请",), Owner.NOBODY: ("无需", "请")}[owner])  # fmt: skip


def test_the_call_may_have_its_own_word_for_a_case() -> None:
    def own(text: str) -> str:
        return text.replace("正文", "论文")

    assert sentence(Doubt("no-case"), own) == "来件中未发现论文"
    assert (
        sentence(Doubt("form-only", "正文.doc"), own) == "“正文.doc”是推荐表，未见论文"
    )  # not in a file's name
    assert cure(Doubt("form-only"), own) == "烦请补发论文（Word 文件）"


def cell(*blocks: Block) -> Cell:
    return Cell(blocks)


def test_blocks_come_in_the_order_of_reading_each_table_before_what_is_in_it() -> None:
    inner = Table(((cell(Paragraph("三")), cell()),))
    outer = Table(((cell(Paragraph("二"), inner), cell(Paragraph("四"))), (), (cell(Picture("p", b"")),)))
    blocks = (Heading("一", 0), outer, Paragraph("五"))

    found = list(all_blocks(blocks))

    assert found == [
        Heading("一", 0), outer, Paragraph("二"), inner, Paragraph("三"), Paragraph("四"), Picture("p", b""), Paragraph("五"),
    ]  # fmt: skip
    assert list(all_blocks(())) == []


def test_tables_in_tables_without_end_are_walked_without_a_call_in_a_call() -> None:
    block: Block = Paragraph("最里")
    for _ in range(5000):
        block = Table(((cell(block),),))

    *tables, last = all_blocks((block,))

    assert (len(tables), last) == (5000, Paragraph("最里"))


def test_values_cannot_be_changed_and_cross_to_another_process() -> None:
    reading = CaseReading("文", {"title": Fact("题", 0.9)}, doubts=(Doubt("theme"),))

    assert pickle.loads(pickle.dumps(reading)) == reading
    assert (reading.value("title"), reading.value("town")) == ("题", "")
    with pytest.raises(dataclasses.FrozenInstanceError):
        reading.text = "改"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ((), "a.doc"),
        (("材料.zip",), "材料.zip/a.doc"),
        (("材料.zip", "丰县/凤城"), "材料.zip/丰县/凤城/a.doc"),
    ],
)
def test_where_a_file_came_from_is_shown(path: tuple[str, ...], shown: str) -> None:
    assert Attachment("a.doc", b"secret", path=path).shown == shown
    assert "secret" not in repr(Attachment("a.doc", b"secret"))


def test_machines_get_no_answer_and_persons_do() -> None:
    persons = {
        MailKind.SUBMISSION, MailKind.CORRECTION, MailKind.WITHDRAWAL, MailKind.QUESTION, MailKind.EXTENSION,
        MailKind.COMMAND, MailKind.LINK_ONLY, MailKind.OTHER,
    }  # fmt: skip
    assert set(MailKind) - UNANSWERED == persons
