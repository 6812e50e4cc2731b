"""Shares of single units beside those of every county."""

import pytest

from intake.campaign.notice.read import read_notice


@pytest.mark.parametrize(
    ("said", "own"),
    [
        (
            "每个县市区总工会报送3至6篇，株洲经开区工会报送1至2篇，市属各产业工会不少于1篇。",
            [("株洲经开区", 1, 2), ("市属各产业工会", 1, 0)],
        ),
        ("每县（市、区）限报5个，赣州经开区、蓉江新区限报2个。", [("赣州经开区", 0, 2), ("蓉江新区", 0, 2)]),
        ("每县报送3篇；高新区、白沟新城各3篇。", [("高新区", 3, 0), ("白沟新城", 3, 0)]),
        ("每县市推荐2至4个，度假区推荐1个。", [("度假区", 1, 0)]),
        ("每县4篇，两个高新区各报送不少于1篇。", [("高新区", 1, 0)]),
        (
            "报送单位\t名额\n靖江市、泰兴市\t各6篇\n海陵区\t5\n",
            [("靖江市", 6, 0), ("泰兴市", 6, 0), ("海陵区", 5, 0)],
        ),
        ("每个县（市、区）报送不少于2篇，每校限报1篇。", []),
        ("评出一等奖10个、二等奖20个，《项目申报书》1份。", []),
    ],
)
def test_the_share_of_a_single_unit(said: str, own: list[tuple[str, int, int]]) -> None:
    found = read_notice(f"关于征集案例的通知\n{said}").own_quotas
    assert [(name, quota.least, quota.most) for name, quota in found] == own
