"""A picture that is mailed in place of another stands where that one stood; of which nobody can tell is asked."""

from __future__ import annotations

import pytest

from tracker.publications.volume.content.model import Block, Image, Line
from tracker.publications.volume.content.swap import swap_pictures, wants_swap


def image(name: str, caption: str = "") -> Image:
    return Image(f"{name}.jpg", f"{name}.jpg", name, (900, 600), 120, 80, caption)


TEXT = Line("paragraph", "正文")
HALL, YARD = image("a", "图1 议事厅现场"), image("b", "图2 小院改造之后")
TWO: tuple[Block, ...] = (TEXT, HALL, TEXT, YARD)


def put(old: Image, new: Image) -> Image:
    return Image(new.name, new.file, new.sha256, new.pixels, old.width_mm, 80, old.caption)


@pytest.mark.parametrize(
    ("said", "name", "place"),
    [
        ("请把图2换成附件的照片。", "新", 3),
        ("图二换一张，见附件", "新", 3),
        ("第2张照片请替换为所附照片", "新", 3),
        ("照片1不清，请换成这张", "新", 1),
        ("“小院改造之后”这张图换成附件", "新", 3),
        ("所附照片替换原来的", "图2", 3),
        ("所附照片替换原来的", "议事厅现场", 1),
    ],
)
def test_words_or_name_tell_which(said: str, name: str, place: int) -> None:
    new = image(name)
    blocks, remarks = swap_pictures(TWO, [new], said)

    old = TWO[place]
    assert isinstance(old, Image)
    expected = (*TWO[:place], put(old, new), *TWO[place + 1 :])
    assert blocks == expected
    assert remarks == (f"图{place // 2 + 1}“{old.caption}”已换成来信所附“{new.name}”",)


def test_the_only_picture_is_meant() -> None:
    new = image("新")
    blocks, _ = swap_pictures((TEXT, HALL), [new], "照片换一张清楚的")

    assert blocks == (TEXT, put(HALL, new))


def test_of_which_nobody_can_tell_stands_behind_and_is_said() -> None:
    new = image("新")
    blocks, remarks = swap_pictures(TWO, [new], "照片换一张清楚的")

    assert blocks == (*TWO, new)
    assert remarks == ("来信要用“新.jpg”换图片，未能认定换哪一张，附在文末，请核对",)


def test_two_are_put_in_the_order_of_the_words() -> None:
    first, second = image("x"), image("y")
    blocks, _ = swap_pictures(TWO, [first, second], "图2、图1请换成所附两张照片")

    assert blocks == (TEXT, put(HALL, second), TEXT, put(YARD, first))


@pytest.mark.parametrize("said", ["补几张照片", "附上活动照片两张", "第2张照片是小院"])
def test_pictures_that_replace_nothing_stand_behind(said: str) -> None:
    new = image("新")

    assert not wants_swap(said)
    assert swap_pictures(TWO, [new], said) == ((*TWO, new), ())
