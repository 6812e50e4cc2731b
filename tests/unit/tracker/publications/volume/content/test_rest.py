"""A case in several files: what one file leaves of its text, which other file has the rest, and where it stands."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.documents.blocks.flat import text_of
from intake.model.blocks import Block, Heading, Note, Paragraph, Picture
from tracker.publications.volume.content.part import lacking, place_in, rest_of, without_head

TITLE = Heading("水岸议事亭里话家常", 1)
OFFICE = Paragraph("沛县民政局")
CAUSE = Paragraph("柳桥村临河而居，前些年停车难、晾晒难，居民议论多。")
WAYS = Paragraph("村里在河边修起议事亭，谁家有事谁开口，当面说当面办。")
FRUIT = Paragraph("一年下来，亭里办结的事件件有着落，居民都说好。")
SCENE = Picture("a.png", b"x")
NOTE = Note("n1", "数字由镇提供")
FIRST: tuple[Block, ...] = (TITLE, OFFICE, CAUSE, WAYS)
WHOLE = text_of((*FIRST, FRUIT))
FOREIGN = Paragraph("会议定于下周召开，请各单位派人参加，并于会前报送名单。")


@pytest.mark.parametrize(
    ("blocks", "lacks"),
    [
        ((), WHOLE),
        (FIRST, FRUIT.text),
        ((*FIRST, FRUIT), ""),
        ((TITLE, SCENE, NOTE, WAYS, FRUIT), f"{OFFICE.text}\n{CAUSE.text}"),
        ((FOREIGN,), WHOLE),
    ],
)
def test_the_lines_that_no_block_has(blocks: Sequence[Block], lacks: str) -> None:
    assert lacking(blocks, WHOLE) == "\n".join(line for line in lacks.splitlines() if line.strip())


@given(st.lists(st.sampled_from([TITLE, OFFICE, CAUSE, WAYS, FRUIT]), max_size=5))
def test_what_a_file_has_and_what_it_lacks_are_the_whole_text(blocks: list[Block]) -> None:
    lines = {line for line in WHOLE.splitlines() if line.strip()}
    lacks = set(lacking(blocks, WHOLE).splitlines())

    assert lacks | {block.text for block in blocks if not isinstance(block, Picture)} == lines
    assert not lacks & {block.text for block in blocks if not isinstance(block, Picture)}


@pytest.mark.parametrize(
    ("other", "own"),
    [
        ((FRUIT,), (FRUIT,)),
        ((FRUIT, SCENE), (FRUIT, SCENE)),
        ((SCENE, FRUIT), (SCENE, FRUIT)),
        ((FRUIT, FOREIGN, FOREIGN), ()),
        ((FOREIGN,), ()),
    ],
)
def test_another_file_is_the_cases_if_most_of_it_is_the_rest_of_its_text(
    other: Sequence[Block], own: Sequence[Block]
) -> None:
    assert tuple(rest_of(other, WHOLE, lacking(FIRST, WHOLE))) == tuple(own)


@pytest.mark.parametrize(
    ("blocks", "line"),
    [
        ((TITLE,), TITLE.text),
        ((FRUIT,), FRUIT.text),
        ((OFFICE, WAYS), WAYS.text),  # by its longest line
        ((FOREIGN, CAUSE), CAUSE.text),
        ((SCENE, CAUSE), CAUSE.text),
    ],
)
def test_a_part_stands_where_its_longest_line_is(blocks: Sequence[Block], line: str) -> None:
    assert place_in(blocks, WHOLE) == WHOLE.splitlines().index(line)


@pytest.mark.parametrize("blocks", [(), (SCENE,), (NOTE,), (FOREIGN,)])
def test_a_part_that_has_no_line_of_the_text_stands_behind_it(blocks: Sequence[Block]) -> None:
    assert place_in(blocks, f"{CAUSE.text}\n{WAYS.text}") == 2
    assert place_in(blocks, "") == 0


@pytest.mark.parametrize(
    ("later", "kept"),
    [
        ((FRUIT,), (FRUIT,)),
        ((TITLE, OFFICE, FRUIT), (FRUIT,)),
        ((Paragraph("（接上篇）"), TITLE, FRUIT, OFFICE), (FRUIT, OFFICE)),
        ((TITLE, SCENE, FRUIT), (SCENE, FRUIT)),
        ((TITLE, OFFICE), (TITLE, OFFICE)),
        ((*[OFFICE] * 8, FRUIT), (*[OFFICE] * 8, FRUIT)),
        ((), ()),
    ],
)
def test_a_later_part_says_not_again_whose_it_is_and_keeps_its_pictures(
    later: Sequence[Block], kept: Sequence[Block]
) -> None:
    assert tuple(without_head(later, FIRST, WHOLE)) == tuple(kept)
