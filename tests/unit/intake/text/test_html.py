"""The walk over HTML that mails and files share: what a page is told, in which order, how deep."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from lxml.etree import _Element

from intake.model.errors import OverLimit
from intake.text.html import strip_tags, walk_html


@dataclass
class Told:
    """Writes down what it is told; leaves out what is in a ``del``."""

    said: list[str] = field(default_factory=list)

    def begin(self, element: _Element, tag: str) -> bool:
        self.said.append(f"<{tag}{' ' + element.get('id', '') if element.get('id') else ''}>")
        return tag != "del"

    def text(self, text: str, tag: str) -> None:
        self.said.append(f"{text}@{tag}")

    def end(self, _: _Element, tag: str) -> None:
        self.said.append(f"</{tag}>")


def test_elements_and_text_in_order() -> None:
    told = Told()
    walk_html("<p id=a>甲<!-- 注 --><b>乙</b>丙<del>丁<i>戊</i></del>己<br>庚</p>", told)
    assert " ".join(told.said) == (
        "<html> <body> <p a> 甲@p <b> 乙@b </b> 丙@b <del> 己@del <br> </br> 庚@br </p> </body> </html>"
    )


def test_what_is_deeper_than_the_parser_follows_is_refused() -> None:
    deep = "<div>" * 1000 + "最里面"
    with pytest.raises(OverLimit):
        walk_html(deep, Told())
    told = Told()
    walk_html(deep, told, deepest=True)
    assert "最里面@div" in told.said
    with pytest.raises(OverLimit):
        walk_html("<div>" * 5000 + "最里面", Told(), deepest=True)


def test_nothing_to_see_is_no_elements() -> None:
    told = Told()
    for empty in ("", " ", "\0", "<!-- 注 -->"):
        walk_html(empty, told)
    assert told.said == []


@pytest.mark.parametrize(
    ("markup", "seen"),
    [
        ("<head><title>题</title><body>正文<br>二行", "正文\n二行"),  # a head need not be closed
        ("<?xml:namespace prefix = o />甲<o:p></o:p>", "甲"),
        ("甲<!-- 注 -->乙<script>x<y</script>丙&amp;", "甲乙丙&"),
        ("甲<style>没有完", "甲"),
        ("1 < 2", "1 < 2"),
    ],
)
def test_text_without_its_tags(markup: str, seen: str) -> None:
    assert strip_tags(markup).strip() == seen


def test_opening_marks_alone_take_no_time() -> None:
    assert strip_tags("<!--" * 500_000 + "甲") == ""
    assert strip_tags("<" * 2_000_000) == "<" * 2_000_000
