"""An answer to a question with a few possibilities says which of them is meant, or that it is none."""

import pytest

from benchmarks.accuracy.orders import lexicon_of_orders
from tracker.orders.understand.message.chosen import Option, Picked, read_choice, split_answer

CASES = (
    Option(30, ("30号《水岸议事亭》", "水岸议事亭", "柳桥村", "沛县")),
    Option(31, ("31号《水岸边的议事厅》", "水岸边的议事厅", "泉山区")),
)
THEMES = (
    Option(0, ("（三）服务体系", "3", "三", "服务体系")),
    Option(0, ("（五）三社联动", "5", "五", "三社联动")),
)


@pytest.mark.parametrize(
    "text",
    "30号 30 是30号那个 第一个 第一篇 前一个 前面那个 是的，30号 不是31号，是30号 30号，不是31号 沛县那篇 沛县的 柳桥村那篇 "
    "就30号吧 我说的是30号 XZ-030 30号《水岸议事亭》 您好，1 一 三十号".split(),
)
def test_the_first_of_two(text: str) -> None:
    assert read_choice(text, CASES, lexicon_of_orders()) == Picked((0,))


@pytest.mark.parametrize(
    "text", "31号 2 第二个 是第二篇 后一个 后者 最后一个 泉山那个 031号 第2个 选2 二".split()
)
def test_the_second_of_two(text: str) -> None:
    assert read_choice(text, CASES, lexicon_of_orders()) == Picked((1,))


@pytest.mark.parametrize("text", "都是 两篇都改 都要".split())
def test_both(text: str) -> None:
    assert read_choice(text, CASES, lexicon_of_orders()) == Picked((0, 1))


@pytest.mark.parametrize(("text", "other"), [("7", 0), ("第三个", 0), ("7号", 7), ("案例7", 7)])
def test_none_of_them(text: str, other: int) -> None:
    assert read_choice(text, CASES, lexicon_of_orders()) == Picked(other=other)


@pytest.mark.parametrize(
    "text", ["是", "不是", "都不是", "30号主题改五", "水岸", "30号，主题改五", "谢谢", ""]
)
def test_what_chooses_nothing(text: str) -> None:
    assert read_choice(text, CASES, lexicon_of_orders()) is None


def test_a_number_that_is_a_place_and_another_case_chooses_neither() -> None:
    two_and_three = (Option(2, ("2号《甲》",)), Option(3, ("3号《乙》",)))
    assert read_choice("2", two_and_three, lexicon_of_orders()) == Picked()
    assert read_choice("2号", two_and_three, lexicon_of_orders()) == Picked((0,))
    assert read_choice("第二个", two_and_three, lexicon_of_orders()) == Picked((1,))


@pytest.mark.parametrize(
    "text", ["五", "5", "是五", "归五", "主题五", "第五", "（五）", "三社联动", "第二个", "2"]
)
def test_a_value_by_its_name_or_place(text: str) -> None:
    assert read_choice(text, THEMES, lexicon_of_orders()) == Picked((1,))


@pytest.mark.parametrize(
    ("text", "split"),
    [
        ("2", ("2", "")),
        ("您好。\n2\n李敏", ("2", "李敏")),
        ("30号。另外5号主题改四", ("30号", "另外5号主题改四")),
        ("谢谢", ("谢谢", "")),
    ],
)
def test_the_answer_is_the_first_line_that_says_something(text: str, split: tuple[str, str]) -> None:
    assert split_answer(text, lexicon_of_orders()) == split
