"""Spelling variants brought to one form, with the place of every character kept."""

from intake.mail.headers import decode_header
from intake.text.clean import clean_text
from intake.text.fold import Folded, fold, nfkc, plain, simplify, usual_hanzi


def test_traditional_and_compatible_forms() -> None:
    assert simplify("豐縣鎮民政辦　ＡＢ１２⼈") == "丰县镇民政办　AB12人"
    assert simplify("丰县") == "丰县"


def test_spaces_between_hanzi_are_remembered() -> None:
    folded = fold("甲 縣　民政局 2015 年")
    assert folded == Folded("甲县民政局 2015 年", (0, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13), frozenset({1, 2}))
    assert folded.origin(0, 2) == (0, 3)


def test_plain_text_of_themes() -> None:
    assert plain("ＡＢ①共38.5%，见 https://a.example/b?c=d 拨12349") == "ab共,见  拨12349"
    assert nfkc("①②ｶ（Ａ）") == "12カ(A)"


def test_radicals_and_compatibility_forms_are_the_hanzi_that_was_meant() -> None:
    assert usual_hanzi("⼀枚⺠政⼈⻅⾥⼾⿈⻢⻓ 豈 丽") == "一枚民政人见里户黄马长 豈 丽"
    assert usual_hanzi("ﬁ①（Ａ）") == "ﬁ①（Ａ）"
    assert clean_text("⺠政⼈⺠") == "民政人民"
    assert decode_header(b"=?utf-8?b?4rqg5pS/?=") == "民政"
