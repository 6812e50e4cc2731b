"""Themes and what they mean, in the many ways in which a notice may tell them."""

import pytest

from intake.campaign.notice.read import read_notice

HEAD = "关于征集故事的通知\n各县（市、区）文化局：\n现将有关事项通知如下：\n"
TAIL = "\n三、报送要求\n截稿时间是6月27日。\n"
NAMES = ["红色记忆", "家乡味道", "邻里之间"]
MEANT = ["老兵支前", "家常饮食", "左右互助"]
# How they are told, and whether it is said what they mean.
WAYS = {
    "counted behind": ("作品分红色记忆、家乡味道、邻里之间三个主题，任选其一。", False),
    "behind a label": ("主题：红色记忆、家乡味道、邻里之间（任选其一）。", False),
    "numbered in a line": ("征文主题为：1.红色记忆；2.家乡味道；3.邻里之间。", False),
    "in quotation marks": ("本次设“红色记忆”“家乡味道”“邻里之间”三个专题。", False),
    "lines without numbers": (
        "二、主题\n红色记忆：老兵支前；\n家乡味道：家常饮食；\n邻里之间：左右互助。",
        True,
    ),
    "below a sentence": (
        "二、征集内容\n重点征集以下三方面：\n红色记忆，反映老兵支前。\n家乡味道，反映家常饮食。\n邻里之间，反映左右互助。",
        True,
    ),
    "dashes": (
        "（一）征集主题\n1.红色记忆——老兵支前。\n2.家乡味道——家常饮食。\n3.邻里之间——左右互助。",
        True,
    ),
    "kinds": (
        "一、征集类别\n第一类：红色记忆。老兵支前。\n第二类：家乡味道。家常饮食。\n第三类：邻里之间。左右互助。",
        True,
    ),
    "a table": ("一、征集内容\n类别\t内容\n红色记忆\t老兵支前\n家乡味道\t家常饮食\n邻里之间\t左右互助", True),
    "a table without head": (
        "一、征集类别\n红色记忆\t老兵支前\n家乡味道\t家常饮食\n邻里之间\t左右互助",
        True,
    ),
    "a table with numbers": (
        "一、征集内容\n序号\t类别\t内容要点\n1\t红色记忆\t老兵支前\n2\t家乡味道\t家常饮食\n3\t邻里之间\t左右互助",
        True,
    ),
    "brackets": (
        "一、选题范围\n1、红色记忆（老兵支前）\n2、家乡味道（家常饮食）\n3、邻里之间（左右互助）",
        True,
    ),
    "following kinds": (
        "主要包括以下几类：（1）红色记忆：老兵支前；（2）家乡味道：家常饮食；（3）邻里之间：左右互助。",
        True,
    ),
    "a line below each": (
        "一、选题\n（一）红色记忆\n老兵支前。\n（二）家乡味道\n家常饮食。\n（三）邻里之间\n左右互助。",
        True,
    ),
    "numbers of two parts": (
        "1.征集范围\n1.1红色记忆：老兵支前。\n1.2家乡味道：家常饮食。\n1.3邻里之间：左右互助。\n2.其他",
        True,
    ),
    "told afterwards": (
        "请围绕红色记忆、家乡味道、邻里之间三个方面组织。红色记忆方面，老兵支前；家乡味道方面，家常饮食；邻里之间方面，左右互助。",
        True,
    ),
}


@pytest.mark.parametrize(("said", "meant"), WAYS.values(), ids=WAYS)
def test_themes_are_found_with_what_they_mean_however_they_are_told(said: str, meant: bool) -> None:
    themes = [theme.value for theme in read_notice(HEAD + said + TAIL).themes]
    assert [theme.title for theme in themes] == NAMES
    assert [theme.definition.removeprefix("反映") for theme in themes] == (MEANT if meant else [""] * 3)


@pytest.mark.parametrize(
    "said",
    [
        "征集内容包括背景、做法、成效。",
        "报送单位\t名额\n靖江市、泰兴市\t各6篇\n海陵区\t5篇\n姜堰区\t5篇",
        "二、材料要求\n文字材料：三千字以内。\n图片材料：不少于三张。\n视频材料：五分钟以内。",
        "案例分市级、县级、基层三个类别。",
        "活动主题：喜迎国庆。",
        "案例名称\t\t类别\t\n单位\t\t联系人\t\n电话\t\t邮箱\t",
    ],
)
def test_what_is_no_list_of_themes(said: str) -> None:
    assert read_notice(HEAD + said + TAIL).themes == ()
