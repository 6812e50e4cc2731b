"""Lines of a reply to a proof that are no corrections: what wants something is registered, courtesy is not."""

from __future__ import annotations

import pytest

from tracker.publications.volume.rounds.wishes import asks

WISHES = """\
第6页“里地”二字前请空一格
题目下面的单位应是“秭归县屈原镇屈原庙村”
标题下面的单位应是“兴山县河长制办公室”
第21页倒数第1行“41.1万”请核一下是不是四十一万一千
第21页倒数第1行“元。”前面的“41.1万”请核一下是不是四十一万一千
第6页“13岁”请核实
第4页图1太大，请缩小
（2）第18页“明白纸”三字统一加引号
封面日期改为二〇二七年一月
第16页的表格第一栏太窄，镇名一字一行，要改
电话区号少写一位
落款时间晚一天
"""
COURTESY = """\
领导好：
贺兰：
您好！
改动如下：
校样已看，改动如下：
其余无误。
以上，谢谢您
谢谢！
兴山县水利和湖泊局
兴山县水利和湖泊局　李明
张三丰
2026年12月3日
联系电话：0717-2345678
"""


@pytest.mark.parametrize("line", WISHES.splitlines())
def test_a_line_among_corrections_that_wants_something_is_kept(line: str) -> None:
    assert asks(line, is_list=True)


@pytest.mark.parametrize("line", COURTESY.splitlines())
def test_courtesy_and_signature_want_nothing(line: str) -> None:
    assert not asks(line, is_list=True)


@pytest.mark.parametrize(
    ("line", "is_wish"),
    [
        ("第6页“13岁”请核实，其余无修改。", True),
        ("校样已看过，无修改。", False),
        ("“明白纸”那篇无修改", False),
        ("无修改，不再另发", False),
        ("第3页至第6页无修改", False),
        ("兴山县水利局", False),
    ],
)
def test_beside_agreement_only_what_points_at_a_place_is_a_wish(line: str, *, is_wish: bool) -> None:
    assert asks(line, is_list=False) is is_wish
