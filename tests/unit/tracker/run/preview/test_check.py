"""Templates that are checked before a season: every state renders, and none says what a clerk never says."""

from pathlib import Path

import pytest

from tests.office import ROOT, notice
from tracker.ledger.records import LetterKind
from tracker.letters.writing.render import Rendered
from tracker.run.preview.check import FORBIDDEN, check_templates, forbidden_words

SHIPPED = ROOT / "templates"


@pytest.fixture
def own(tmp_path) -> Path:
    return tmp_path / "templates"


def put(folder, name, text):
    (folder / "mail").mkdir(parents=True)
    (folder / "mail" / name).write_text(text, encoding="utf-8")


def test_the_shipped_templates_are_in_order():
    assert check_templates(notice(), (SHIPPED,)) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        ("材料已收到，谢谢。", []),
        ("案例汇总表!H9　主题“七”", []),
        ("案例汇总表!AB12", []),
        ("请尽快报送!", ["!"]),
        ("请尽快报送！", ["！"]),
        ("表!h9", ["!"]),
        ("抱歉，对不起！", ["抱歉", "对不起", "！"]),
        ("不予受理，退回", ["退回", "不予受理"]),
        ("AI 判定", ["AI"]),
    ],
)
@pytest.mark.parametrize("part", ["subject", "text", "html"])
def test_a_word_is_found_wherever_it_stands(text, words, part):
    rendered = Rendered(**{"subject": "", "text": "", "html": "", part: text})
    assert forbidden_words(rendered) == words


def test_marks_of_html_itself_say_nothing():
    assert forbidden_words(Rendered("", "", "<!DOCTYPE html><p class='AI!'>材料已收到</p><!-- ！ -->")) == []


@pytest.mark.parametrize("word", FORBIDDEN)
def test_each_word_is_found(word):
    assert word in forbidden_words(Rendered("", f"甲{word}乙", ""))


def test_a_word_is_said_of_each_state_that_has_it(own):
    name = f"{LetterKind.REMINDER}.txt.j2"
    shipped = (SHIPPED / "mail" / name).read_text("utf-8")
    put(own, name, f"{shipped}\n排名靠后的请抓紧。\n")
    assert check_templates(notice(), (own, SHIPPED)) == [
        f"reminder（{state}）含有不宜使用的词语“排名”" for state in ("nothing", "short", "ordered")
    ]


def test_a_template_that_does_not_render_is_said_and_the_others_are_checked(own):
    put(own, f"{LetterKind.EXTENSION}.txt.j2", "{{ nobody.knows.this }}")
    said = check_templates(notice(), (own, SHIPPED))
    assert [line.partition("：")[0] for line in said] == ["extension（nothing）", "extension（some）"]
    assert all(line.partition("：")[2] for line in said)
