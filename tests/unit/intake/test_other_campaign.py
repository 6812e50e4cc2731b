"""A call of another kind works by data alone: other themes, level names, deadline and numbers."""

from datetime import UTC, datetime

import pytest

from intake.campaign.call import Call
from intake.pipeline import read_file
from intake.worker.pool import CallFiles
from tests.paths import CONFIG

TEXTS = {
    1: "周末的科技馆，小讲解员站到展品前\n鼓楼区牌楼街道办事处\n街道与市科技馆签了馆校合作协议，每周六开放两个展厅，由四十名小讲解员给同龄人讲解。"
    "展品背后的道理由馆里的老师先讲一遍，孩子们再用自己的话讲。半年来参观预约一千二百人次，科普大篷车还开进了三所小学。",
    2: "一杯水为什么会“爬”上纸巾\n铜山区教育局\n我们把身边的现象编成十二个探究课单元，每个单元两个课时，先提出问题，再设计对照实验，"
    "填写记录单，最后汇报结论。学生自己控制变量，失败了就改实验方案再做。校本课程还配了实验手册和器材清单。",
    3: "社区里的机器人战队\n丰县凤城街道办事处\n街道少年宫办起机器人社团和航模队，二十六名队员每周集训两次，编程、搭建、调试都自己动手。"
    "科技节上办了模型比赛，选拔出的战队去参加市里的创新大赛，赛场上队员们临时改程序，拿回两个奖。",
    4: "流动实验室开进村小\n丰县教育局\n县里把一辆中巴改成流动实验室，每月到十一个教学点送课下乡，车上有显微镜和种植箱。"
    "留守儿童在大棚边上了第一节农业科普课，城里学校与乡村学校结对帮扶，捐赠器材三百件。",
    5: "让科学教师不再“单打独斗”\n铜山区教育局\n区里成立科学名师工作室，把分散在各校的骨干教师和科技辅导员组织起来，每两周一次集体备课，"
    "请高校专家担任科学副校长，做课例研究和听评课。一年来教师培训二十场，教研员跟到课堂里磨课。",
}


END = "\n下一步，我们还要听听孩子和家长的意见，把好的做法固定下来，让更多的孩子在身边就能学到东西，也欢迎兄弟单位前来交流。"


@pytest.fixture(scope="module")
def call() -> Call:
    return CallFiles(
        CONFIG / "campaigns" / "example-science.toml",
        CONFIG / "places" / "xuzhou.toml",
        CONFIG / "lexicon" / "example-science.toml",
    ).load()


@pytest.mark.parametrize("theme", TEXTS)
def test_themes_of_another_call(call: Call, theme: int) -> None:
    (case,) = read_file("案例.txt", (TEXTS[theme] + END).encode(), call).cases
    assert case.value("theme") == str(theme)
    assert case.value("county") in ("鼓楼区", "铜山区", "丰县")
    assert case.value("level") == ("town" if "街道" in TEXTS[theme].split("\n")[1] else "county")


def test_its_own_words_and_dates(call: Call) -> None:
    campaign = call.campaign
    assert campaign.level_name("town") == "学区级"
    assert campaign.cutoff_text(campaign.deadlines[0]) == "4月30日（星期二）17时"
    assert campaign.cutoff(campaign.deadlines[0]) == datetime(2024, 4, 30, 9, 0, tzinfo=UTC)
    assert campaign.number_format.format(serial=7) == "KJ-007"
