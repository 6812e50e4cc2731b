"""HTML reads as a person sees it: blocks are lines, cells are tabs, hidden things are not there."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.documents.plain.html import read_html, read_html_text
from intake.model.case import Doubt, Row
from intake.model.errors import Damaged, OverLimit, ReadingError
from intake.model.limits import Limits

PAGES = {
    "blocks": ("<p>甲</p><div>乙<div>丙</div></div><h2>丁</h2>戊", "甲\n乙\n丙\n丁\n戊"),
    "inline": ("<p>甲<b>乙</b><span>丙</span>\n  丁</p>", "甲乙丙 丁"),
    "breaks": ("甲<br>乙<BR/>丙<hr>丁", "甲\n乙\n丙\n丁"),
    "entities": ("<p>A&amp;B&nbsp;&#20013;&lt;x&gt;&mdash;</p>", "A&B 中<x>—"),
    "blanks": ("<p>\n\u3000\u3000甲 \n乙&nbsp;</p><p>&nbsp;</p>", "甲 乙"),
    "unclosed": ("<p>甲<p>乙<td>丙", "甲\n乙\n丙"),
    "scripts and styles": ("<style>p{}</style><script>x()</script><title>题</title><p>甲</p><!-- 注 -->", "甲"),
    "hidden": (
        "<p style='display: none'>甲</p><span style='mso-hide:all'>乙</span><p hidden>丙</p><p style='visibility:hidden'>x</p><p>丁</p>",
        "丁",
    ),
    "Word's conditional comments": (
        "<p><![if !supportLists]>一、<![endif]>做法</p><!--[if gte mso 9]><xml><w:x>注</w:x></xml><![endif]--><p>甲<o:p></o:p></p>",
        "一、做法\n甲",
    ),
    "lists": (
        "<ol start=3><li>甲</li><li><p>乙</p></li></ol><ul><li>丙</li></ul><ol type=a><li>丁<ol type=I><li>戊</li></ol></li></ol>",
        "3.甲\n4.\n乙\n丙\na.丁\nI.戊",
    ),
    "verbatim": ("<pre>甲  乙\n丙</pre>", "甲  乙\n丙"),
    "forms": ("<input type=checkbox checked>县级<input type=radio>镇级<input value=张三><select><option>x</select>", "☑县级□镇级张三"),
    "new pages": (
        "<p>甲</p><br style='page-break-before:always'><p>乙</p><div style='break-before: page'>丙</div>",
        "甲\n\f乙\n\f丙",
    ),
    "cells": ("<table><tr><td>甲</td><td>乙一<br>丙一</td></tr><tr><th>丁</th></tr></table>", "甲\t乙一 丙一\n丁"),
    "nested tables": ("<table><tr><td><table><tr><td>甲</td><td>乙</td></tr></table></td></tr></table>", "甲\t乙"),
    "layout table": ("<table><tr><td><p>甲</p><p>乙</p></td></tr></table>", "甲\n乙"),
    "xhtml": ('<?xml version="1.0" encoding="gb2312"?><html xmlns="http://www.w3.org/1999/xhtml"><body><p>甲</p></body></html>', "甲"),
    "no markup": ("只有文字", "只有文字"),
    "nothing": ("<html></html>", ""),
    "zero-width": ("<p>甲\u200b\u202e乙\ufeff</p>", "甲乙"),
}  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_pages(name: str) -> None:
    page, expected = PAGES[name]

    assert read_html_text(page).text == expected


@pytest.mark.parametrize(
    ("page", "codec", "claimed"),
    [
        ("<html><head><meta charset=gb2312></head><body>中文案例</body></html>", "gbk", ""),
        ("<meta http-equiv=Content-Type content='text/html; charset=utf-8'>中文案例", "utf-8", ""),
        ("<meta charset=utf-8><body>中文案例材料报送</body>", "gbk", ""),  # the page lies
        ("<body>中文案例</body>", "gbk", "gb2312"),
        ("<body>中文案例</body>", "utf-16", ""),
        ("<meta charset=big5><body>優秀案例的說明材料</body>", "big5", ""),
    ],
)
def test_charsets(page: str, codec: str, claimed: str) -> None:
    expected = read_html_text(page).text

    assert read_html(page.encode(codec), Limits(), claimed).text == expected


def test_titles_pairs_and_rows() -> None:
    page = (
        "<p align=center>一核引领</p><h1>大标题</h1><p style='text-align:center'>云龙区民政局</p><p>正文</p>"
        "<table><tr><td>联 系 人</td><td>张三</td><td>电话</td><td>1380</td></tr></table>"
        "<table><tr><td>序号</td><td>县区</td><td>案例名称</td></tr><tr><td>1</td><td rowspan=2>丰县</td><td>甲</td></tr>"
        "<tr><td>2</td><td>乙</td></tr></table>"
    )
    text = read_html_text(page)

    assert text.centred == ("一核引领", "大标题", "云龙区民政局")
    assert text.pairs == (("联系人", "张三"), ("电话", "1380"))
    assert text.rows == (
        Row(("序号", "县区", "案例名称")),
        Row(("1", "丰县", "甲")),
        Row(("2", "丰县", "乙")),
    )


def archive(*parts: str, kind: str = "multipart/related") -> bytes:
    body = "".join(f"--x\r\n{part}\r\n" for part in parts)
    return f'MIME-Version: 1.0\r\nContent-Type: {kind}; boundary="x"\r\n\r\n{body}--x--\r\n'.encode("gbk")


def test_web_page_saved_as_one_file() -> None:
    picture = "Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\naGk="
    page = "Content-Type: text/html; charset=gb2312\r\nContent-Transfer-Encoding: 8bit\r\n\r\n<p>中文案例</p>"
    quoted = "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p>=E4=B8=AD</p>"

    assert read_html(archive(picture, page), Limits()).text == "中文案例"
    assert read_html(archive(quoted), Limits()).text == "中"
    with pytest.raises(Damaged):
        read_html(archive(picture), Limits())


def test_limits() -> None:
    with pytest.raises(OverLimit):
        read_html(b"<p>" * 100, replace(Limits(), xml_part_bytes=50))
    with pytest.raises(OverLimit):
        read_html(b"<p>x" * 1_600_000, Limits())


def test_nesting_beyond_the_parser_keeps_the_text() -> None:
    deep = "<p>头</p>" + "<div><table><tr><td>" * 3000 + "甲&amp;乙</td><td>丙" + "<style>x</style><p>尾</p>"
    text = read_html_text(deep)

    assert (text.text, text.doubts) == (
        "头\n甲&乙\t丙\n尾",
        (Doubt("partial", detail="网页嵌套过深，版式未保留"),),
    )


@given(st.text(st.sampled_from("<>/='\" pbtdrolisvx甲&#0;\n"), max_size=120))
def test_any_markup_reads(page: str) -> None:
    try:
        text = read_html_text("<p>" + page)
    except ReadingError:
        return

    assert "\x00" not in text.text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p><span style='font-family:Wingdings'>ü</span>已办好</p>", "✓已办好"),
        ('<p>谢谢<font face="Wingdings">J</font></p>', "谢谢☺"),  # as Outlook writes :-)
        (
            "<p style='font-family:Wingdings'>ü<span style='font:7.0pt \"Times New Roman\"'> a</span>好</p>",
            "✓ a好",
        ),
        ("<p><span style='font-family:宋体'>ü</span></p>", "ü"),
    ],
)
def test_signs_of_symbol_fonts_are_what_they_show(html: str, text: str) -> None:
    assert read_html_text(html).text == text
