"""A line that is nothing but entries is read as a form is, each character explained, or not at all."""

import pytest

from benchmarks.accuracy.orders import campaign_names, lexicon_of_orders
from tracker.orders.understand.fold import fold
from tracker.orders.understand.intents import Intent
from tracker.orders.understand.message.entries import read_entries


def read(text):
    names, lexicon = campaign_names(), lexicon_of_orders()
    found = read_entries(fold(text, names, lexicon), names, lexicon)
    return [(w.cases, w.field, w.value if w.intent is Intent.CORRECT else None) for w in found]


def of(number, **fields):
    return [((number,), name, value) for name, value in fields.items()]


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        (
            "5号题目改成红色物业点亮幸福小区，单位是鼓楼区民政局，电话13805201234",
            of(5, title="红色物业点亮幸福小区", unit="鼓楼区民政局", phone="13805201234"),
        ),
        ("2号主题四，第二主题二", of(2, theme="4", secondary="2")),
        ("5号主题改为第三个，第二主题改为第五个", of(5, theme="3", secondary="5")),
        ("５号主题改為三，層級改為村級", of(5, theme="3", level="village")),
        (
            "5号镇改成张集镇村改成邓楼村电话改成13805201234",
            of(5, town="张集镇", community="邓楼村", phone="13805201234"),
        ),
        ("请把5号的村名清空，电话改成138 0520 1234", of(5, community=None, phone="13805201234")),
        ("5号副标题、备注都不要", of(5, subtitle=None, remark=None)),
        ("5号：主题4，联系人王海霞不变，村级", of(5, theme="4", level="village")),
        # commas belong to what is noted, and so do words that would else be a condition, a wish, a question
        ("7号初审意见：材料扎实，建议推荐", of(7, opinion="材料扎实，建议推荐")),
        ("7号备注：如果有照片请补，等他们报新稿再说", of(7, remark="如果有照片请补，等他们报新稿再说")),
        ("7号备注：缺照片。初审意见：可以", of(7, remark="缺照片", opinion="可以")),
    ],
)
def test_entries_are_read(text, entries):
    assert read(text) == entries


@pytest.mark.parametrize(
    "text",
    [
        "5号主题四",  # one alone is read in other ways
        "5号题目改成红色物业单位是鼓楼区民政局，电话13805201234",  # where does the title end?
        "5号标题叫《红色》点亮，联系人刘阳",
        "5号主题四，电话先别动",
        "5号主题四，联系人是不是刘阳",
        "5号主题四，镇级吗",
        "不要把5号主题改四，层级改村级",
        "如果5号主题四，层级就改村级",
        "5号和7号的电话弄反了，主题四",
        "5号主题九，层级村级",
        "主题四，层级村级",
        "22号备注：1月、3月各报过一次省里。就这句，原样填。",
        "13号单位写成了街道办，报送单位应是云龙区民政局",
        "11号副标题删了，题目都怪长",
        "7号级别应是镇街，落款是王陵街道",
    ],
)
def test_what_is_not_all_entries_is_not_read(text):
    assert read(text) == []
