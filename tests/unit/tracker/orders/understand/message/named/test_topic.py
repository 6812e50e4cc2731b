"""A sentence that names its case before what is done to it means that case; a name among other matters means none."""

import pytest

from benchmarks.accuracy.orders import campaign_names, lexicon_of_orders
from tests.unit.tracker.orders.test_nickname import CASES
from tracker.orders.understand.message.named.known import Known
from tracker.orders.understand.message.named.refer import resolve


def resolved(text: str) -> str:
    return resolve(text, Known(CASES), campaign_names(), lexicon_of_orders()).text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("道德银行我跟处长商量过了，算服务体系", "9号我跟处长商量过了，算服务体系"),
        ("时间银行是前年的稿子，不能算今年的，去掉", "11号是前年的稿子，不能算今年的，去掉"),
        ("沛县来电话，互助养老进农家他们不报了，撤掉吧", "沛县来电话，4号他们不报了，撤掉吧"),
        ("会客厅我看了两遍。时间银行问过李娟了，主题改成三", "会客厅我看了两遍。11号问过李娟了，主题改成三"),
        ("老周那篇归二", "9号归二"),
        ("孙梅说她那篇要改主题二", "7号要改主题二"),
        ("红色物业是谁报的", "5号是谁报的"),
        ("会客厅现在是第几类", "16号现在是第几类"),
    ],
)
def test_the_case_that_a_sentence_is_about(text: str, expected: str) -> None:
    assert resolved(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "道德银行和时间银行我都看了，写得好，撤不撤再说",  # two
        "道德银行看了，领导表扬了",  # nothing is done
        "道德银行我看了。算服务体系",  # another sentence
        "养老的事我问了，算服务体系",  # these words may be anybody's
        "5号我看了，道德银行也看了，算服务体系",  # a number is the case
        "题目改成道德银行，算服务体系",  # what a field is to hold
        "铜山区来过电话，算服务体系",
    ],
)
def test_what_names_no_case_for_what_follows(text: str) -> None:
    assert resolved(text) == text
