"""The words shown for an advert are the first ones in it, whatever the order of sets."""

from intake.understand.mail_kind.unwanted import Said, judge_unwanted


def test_reason_is_told_in_the_order_of_the_text() -> None:
    text = "代开发票，税点优惠，特价直销，价格从优，批发零售，样品免费试用，扫码加微信"
    assert judge_unwanted(Said("", text)) == ("advert", "税点、优惠、批发")
