"""Words that are passed on as they stand: where they begin and end, to which mail they go, what is left to read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.accuracy.orders import campaign_names
from tests.paths import CONFIG
from tracker.orders.understand.fold import fold
from tracker.orders.understand.frames.passed_on import read_passed_on
from tracker.orders.understand.intents import Intent
from tracker.orders.understand.words import load_words

NAMES = campaign_names()
LEXICON = load_words(CONFIG / "words" / "orders.toml")


def read(text):
    answers, rest = read_passed_on(fold(text, NAMES, LEXICON), LEXICON)
    assert all(answer.intent is Intent.ANSWER for answer in answers)
    return [(*answer.mails, answer.words) for answer in answers], rest.written.strip()


@pytest.mark.parametrize(
    ("text", "answers", "rest"),
    [
        ("收件18回复：可以。", [(18, "可以。")], ""),
        ("收件18回复他：可以", [(18, "可以")], ""),
        ("收件18，请回复：可以", [(18, "可以")], ""),
        ("收件十八回复：可以", [(18, "可以")], ""),
        ("３号收件回复：可以", [(3, "可以")], ""),
        ("18号回复：可以", [(18, "可以")], ""),
        ("回复收件18：可以", [(18, "可以")], ""),
        ("收件18告诉他：可以", [(18, "可以")], ""),
        ("收件5问能不能报两篇，请回他：可以", [(5, "可以")], ""),
        ("收件13问能不能报俩，你回他，可以报俩", [(13, "可以报俩")], ""),
        ("回一下那个5号邮件，就说材料收到了", [(5, "材料收到了")], ""),
        ("收件12跟他说一声，可以用扫描件", [(12, "可以用扫描件")], ""),
        ("收件19，告诉他们3号材料收到", [(19, "3号材料收到")], ""),
        # another order behind a comma, what was told already: no words to be sent
        ("收件8你回他一下，3号主题改四", [], "收件8你回他一下，3号主题改四"),
        ("收件7跟他说了，3号改四", [], "收件7跟他说了，3号改四"),
        ("收件18回复：甲\n收件19回复：乙", [(18, "甲"), (19, "乙")], ""),
        ("收件18回复他：可以\n3号确认", [(18, "可以")], "3号确认"),
        ("3号确认\n收件18回复：可以", [(18, "可以")], "3号确认"),
        ("收件18，请回复：“可以；谢谢”。3号确认", [(18, "可以；谢谢")], "。3号确认"),
        ("收件18回复：可以。回完就结了", [(18, "可以")], "。回完就结了"),
        ("收件18回复如下：\n张三：\n可以", [(18, "张三：\n可以")], ""),
        ("收件18回复：ＡＢＣ　肆篇", [(18, "ＡＢＣ　肆篇")], ""),
        ("收件18回复：3号撤回，5号确认", [(18, "3号撤回，5号确认")], ""),
    ],
)
def test_words_go_to_the_mail_as_they_were_written(text, answers, rest):
    assert read(text) == (answers, rest)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "3号确认",
        "收件8回复：……",
        "收件8回复：",
        "18号回复可以",
        "收件18回复了",
        "收件1，2回复：可以",
        "请回复",
        "回复：可以",
    ],
)
def test_what_says_no_words_or_no_mail_is_left_to_be_read(text):
    assert read(text) == ([], text)


@given(
    st.integers(1, 999_999),
    st.text(alphabet="可以报两篇，谢谢。甲乙ＡＢ1234！", min_size=1, max_size=40).filter(
        lambda t: any(c.isalnum() for c in t)
    ),
)
def test_any_line_of_words_behind_a_colon_goes_whole(number, words):
    assert read(f"收件{number}回复：{words}\n3号确认") == ([(number, words)], "3号确认")


@given(
    st.lists(
        st.sampled_from(
            ["收件1", "回复", "：", "“", "”", "好", "\n", "。", "他", "3号", "如下", "……", "告诉"]
        ),
        max_size=16,
    ).map("".join)
)
def test_no_text_is_read_twice_or_lost_half(text):
    piece = fold(text, NAMES, LEXICON)
    answers, rest = read_passed_on(piece, LEXICON)
    assert len(rest.folded) == len(rest.written)
    assert len(answers) <= text.count("收件1") + text.count("3号")
    assert all(answer.words and answer.words in piece.written for answer in answers)
