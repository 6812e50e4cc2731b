"""An order of nobody known is told in our words: no value that was written but a day."""

import pytest

from tracker.orders.order import Order, Verb
from tracker.orders.outline import outline


@pytest.mark.parametrize(
    ("order", "said"),
    [
        (Order(Verb.CORRECT, "x", (3, 5), "phone", "13911112222"), "3、5号改联系电话"),
        (Order(Verb.CORRECT, "x", (3,), "title", "秘密"), "3号改案例名称"),
        (Order(Verb.CONTACT, "x", field="张三", value="13911112222"), "改联系电话"),
        (Order(Verb.EXTEND, "x", value="2015-08-20"), "截止延到8月20日"),
        (Order(Verb.EXTEND, "x", value="2015-08-20T18:00:00", units=("丰县",)), "丰县截止延到8月20日"),
        (Order(Verb.EXTEND, "x", value="打13911112222"), "截止延到另一日期"),
        (Order(Verb.REVIEWED, "x", (8,)), "收件8已处理"),
        (Order(Verb.MUTE, "x", units=("丰县", "沛县")), "丰县、沛县不再催报"),
    ],
)
def test_outline(order: Order, said: str) -> None:
    assert outline(order) == said


@pytest.mark.parametrize("verb", Verb)
def test_every_order_has_words_of_ours(verb: Verb) -> None:
    told = outline(Order(verb, "标记", (1,), "标记", "标记"))
    assert told
    assert "标记" not in told
