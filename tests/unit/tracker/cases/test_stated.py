"""What a sender says of a field in plain words."""

from __future__ import annotations

import pytest

from tracker.cases.stated import stated_values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        (
            "联系人换了，现在是李小兵，电话0516-80007788，麻烦改一下。",
            {"contact": "李小兵", "phone": "0516-80007788"},
        ),
        ("联系人由张三改为李四。", {"contact": "李四"}),
        ("联系人不是张三，是李四。", {"contact": "李四"}),
        ("联系人：欧阳明，手机13800001111", {"contact": "欧阳明", "phone": "13800001111"}),
        ("案例联系人现由王丽同志负责。", {"contact": "王丽"}),
        ("联系人写错了，请更正。", {}),
        ("联系人有变化，请打办公室电话。", {}),
        ("刚才那篇题目改一下，改成《减负以后，社区在忙什么》。", {"title": "减负以后，社区在忙什么"}),
        ("《一张清单管到底》的标题改为《一张清单》", {"title": "一张清单"}),
        ("标题不是《一张清单》，应为“一张清单管到底”。", {"title": "一张清单管到底"}),
        ("题目请你们帮着改改。", {}),
        ("村名写错了，应该是小吴庄村。", {"community": "小吴庄村"}),
        ("社区名称误写成柳行社区，正确的是柳杭社区。", {"community": "柳杭社区"}),
        ("电话写错了一位，正确的是0516-80001170（原写0516-80001107）。", {"phone": "0516-80001170"}),
        ("电话0516-80001170或0516-80001171都可以。", {}),
        ("材料请查收。", {}),
    ],
)
def test_stated_values(text: str, values: dict[str, str]) -> None:
    assert stated_values(text) == values
