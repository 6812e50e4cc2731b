"""Which picture a new one replaces: by name, by number, one for one; never two in place of one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.publications.volume.content.model import Block, Image, Line
from tracker.publications.volume.content.swap import find_targets, swap_pictures, wants_swap


def image(name: str, caption: str = "") -> Image:
    return Image(f"{name}.jpg", f"{name}.jpg", name, (900, 600), 120, 80, caption)


HALL, YARD, POOL = (
    image("IMG_001", "图1 议事亭现场"),
    image("IMG_002", "图2 小院改造"),
    image("IMG_003", "图3 荷塘"),
)
THREE = (HALL, YARD, POOL)
NEW = "请用附件照片替换"


@pytest.mark.parametrize(
    ("names", "said", "targets"),
    [
        (["新"], "图2换成附件", [1]),
        (["新"], "第三张图换一下", [2]),
        (["新"], "图片３换成所附", [2]),
        (["新"], "图12换成附件", [None]),
        (["新"], "图0换成附件", [None]),
        (["新"], NEW, [None]),
        (["图2 小院改造"], NEW, [1]),
        (["小院改造"], NEW, [1]),
        (["图3", "图1"], NEW, [2, 0]),
        (["甲", "乙"], "图1、图3换成附件两张", [0, 2]),
        (["甲", "乙"], "图1换成附件", [None, None]),
        (["甲", "图2"], "图1、图2换成附件两张", [0, 1]),
        (["图2", "小院改造"], NEW, [None, None]),
        (["IMG_002"], NEW, [1]),
        (["IMG_007"], NEW, [None]),  # no file is another because both come from a camera
        ([], "图1换成附件", []),
    ],
)  # fmt: skip
def test_which_of_three_each_new_picture_replaces(
    names: list[str], said: str, targets: list[int | None]
) -> None:
    assert find_targets(THREE, [image(name) for name in names], said) == targets


@pytest.mark.parametrize(("old", "targets"), [((HALL,), [0]), ((), [None]), (THREE[:2], [None])])
def test_without_a_word_of_which_only_the_only_one_is_meant(
    old: tuple[Image, ...], targets: list[int | None]
) -> None:
    assert find_targets(old, [image("新")], NEW) == targets


@given(
    st.lists(st.sampled_from(["图1", "图2", "图3", "甲", "小院改造", "IMG_001"]), max_size=4),
    st.text("图片照第123一二三张、换成附件议事亭现场", max_size=20),
)
def test_no_two_new_pictures_replace_the_same_one(names: list[str], said: str) -> None:
    targets = find_targets(THREE, [image(name) for name in names], said)
    known = [target for target in targets if target is not None]

    assert len(targets) == len(names)
    assert len(known) == len(set(known))
    assert set(known) <= {0, 1, 2}


@given(
    st.lists(st.sampled_from(["图1", "图2", "甲", "IMG_001"]), max_size=3),
    st.sampled_from(["图1换成附件", "照片换一张", "附上照片", ""]),
)
def test_no_new_picture_and_no_word_is_lost(names: list[str], said: str) -> None:
    blocks: tuple[Block, ...] = (Line("paragraph", "正文"), HALL, Line("paragraph", "又一段"), YARD)
    new = [image(name) for name in names]
    swapped, remarks = swap_pictures(blocks, new, said)
    files = [block.sha256 for block in swapped if isinstance(block, Image)]

    assert [block for block in swapped if isinstance(block, Line)] == [blocks[0], blocks[2]]
    assert {one.sha256 for one in new} <= set(files)
    assert len(remarks) == (len(new) if wants_swap(said) else 0)


def test_a_picture_that_could_not_be_decoded_replaces_none() -> None:
    broken = Image("图1.jpg")

    assert swap_pictures((HALL,), [broken], NEW) == (
        (HALL, broken),
        ("来信要用“图1.jpg”换图片，未能认定换哪一张，附在文末，请核对",),
    )
