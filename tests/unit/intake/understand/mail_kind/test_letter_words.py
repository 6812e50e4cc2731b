"""The sender's words made ready, the examples, and that nothing in a mail can raise or stall."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.accuracy.kind import the_call
from intake.campaign.call import Sender
from intake.mail.open import open_mail
from intake.model.case import MailKind
from intake.model.limits import Limits
from intake.understand.mail_kind.kind import Verdict, mail_kind
from intake.understand.mail_kind.learned import learn, rank_kinds, read_examples
from intake.understand.mail_kind.letter import Marks, bare_subject, make_letter, split_sentences
from tests.properties import examples


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("Re: 回复：转发: 案例", ("案例", True, False)),
        ("Fw: Re: 案例", ("案例", False, True)),
        ("Re[2]: 案例", ("案例", True, False)),
        ("Read: 案例", ("Read: 案例", False, False)),
        ("回复: 【案例征集】提醒", ("【案例征集】提醒", True, False)),
        ("", ("", False, False)),
    ],
)
def test_subjects(subject: str, expected: tuple[str, bool, bool]) -> None:
    assert bare_subject(subject) == expected


def test_sentences_keep_titles_for_people_and_hide_them_from_rules() -> None:
    found = split_sentences(
        "请把《撤回。的公章》改为“延期 的婚礼”！\ue000 见 http://x.example/?a=b 。谢谢", Marks("案例征集")
    )
    assert [(s.shown, s.bare) for s in found] == [
        ("请把《撤回。的公章》改为“延期 的婚礼”！", "请把《》改为“”!"),
        ("见   。", "见。"),
        ("谢谢", "谢谢"),
    ]


def test_answers_to_our_letters() -> None:
    letter = make_letter("回复: 【案例征集】回执：材料已收到，请补充（请回复）", "1", Marks("案例征集"))
    assert (letter.replies, letter.answers_us, letter.asked, letter.subject[:6]) == (
        True,
        True,
        True,
        "【案例征集】",
    )
    other = make_letter("Re: 【别的活动】回执", "1", Marks("案例征集"))
    assert (other.replies, other.answers_us) == (True, False)


EXAMPLES = """# note
[question]
咨询|请问字数要求是多少
请教|请问能不能报两篇
[withdrawal]
撤稿|请撤回我们的案例
撤|不参加了请撤下
"""


def test_learning_ignores_order_and_ranks_by_likeness() -> None:
    examples = list(read_examples(EXAMPLES))
    assert [kind for kind, _ in examples] == [MailKind.QUESTION] * 2 + [MailKind.WITHDRAWAL] * 2
    model, turned = (
        learn(examples),
        learn(sorted(examples, key=lambda e: (e[0] != MailKind.QUESTION, e[1].bare))),
    )
    letter = make_letter("", "请问我们能报几篇", Marks("案例征集"))
    assert rank_kinds(letter, model)[0][0] is MailKind.QUESTION
    for (kind, score), (other, again) in zip(
        rank_kinds(letter, model), rank_kinds(letter, turned), strict=True
    ):
        assert kind is other
        assert score == pytest.approx(again)
    assert rank_kinds(make_letter("", "zzzz qqqq", Marks("")), model) == ()


PIECES = st.sampled_from(
    ["请", "撤回", "案例", "《", "》", "“", "”", "延期", "？", "吗", "\n", "1", "退信", "自动回复", "Re: ", "已读: ", "回复: ",
     "0516-80001170", "更正", "为准", "发票", "\ue001", "@", "x@y.cn", "邮箱", "点击", "http://a.b/?c", "-----原始邮件-----\n"]
)  # fmt: skip


@settings(max_examples=examples(150))
@given(st.lists(PIECES, max_size=30).map("".join), st.lists(PIECES, max_size=60).map("".join), st.booleans())
def test_never_raises_on_words(subject: str, body: str, coordinator: bool) -> None:
    raw = f"From: a@b.cn\nContent-Type: text/plain; charset=utf-8\nSubject: {' '.join(subject.split())}\n\n{body}".encode()
    found = mail_kind(open_mail(raw, Limits()), (), (), the_call(), Sender(coordinator=coordinator))
    assert isinstance(found, Verdict)
    assert found.reason
    assert found.needs_person or not found.doubts


@settings(max_examples=examples(150))
@given(st.binary(max_size=400))
def test_never_raises_on_bytes(raw: bytes) -> None:
    assert isinstance(mail_kind(open_mail(raw, Limits()), (), (), the_call(), Sender()), Verdict)
