"""The HTML of a mail as people see it: lines, cells, quotations, what is crossed out or hidden, links."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.mail.words.html import (
    CLOSE,
    MAX_QUOTE_DEPTH,
    MAX_STRUCK_CHARS,
    MIDDLE,
    OPEN,
    Anchor,
    count_chinese,
    find_shown,
    html_to_text,
    html_with_links,
    struck_words,
)
from tests.properties import examples


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>各位专家：</p><p>评审意见见附件。</p>", "各位专家：\n评审意见见附件。"),
        ("<div>丰县民政局<div>报送案例两篇</div>请查收</div>", "丰县民政局\n报送案例两篇\n请查收"),
        ("丰县<br>沛县<br><br>睢宁县", "丰县\n沛县\n\n睢宁县"),
        ("<p>丰县</p><p></p><p> \n </p><p>沛县</p>", "丰县\n沛县"),
        ("<p>请于8月10日\n   前报送</p>", "请于8月10日 前报送"),
        ("<pre>丰县  3篇\n沛县  2篇</pre>", "丰县  3篇\n沛县  2篇"),
        ("<p>\u3000\u3000各县（市、区）民政局：</p>", "\u3000\u3000各县（市、区）民政局："),
        ("<p>请<b>务必</b>于<font color=red>8月10日</font>前报送</p>", "请务必于8月10日前报送"),
        ("<ul><li>推荐表</li><li>照片两张</li></ul>", "推荐表\n照片两张"),
        ("<dl><dt>报送单位</dt><dd>丰县民政局</dd></dl>", "报送单位\n丰县民政局"),
        ("<h1>关于报送案例的函</h1>市民政局：<hr>请查收", "关于报送案例的函\n市民政局：\n请查收"),
        ("<p>丰县<p>沛县", "丰县\n沛县"),
        ("<b>没有<i>关上", "没有关上"),
        ("没有标记的信\n第二行", "没有标记的信 第二行"),
        ("<p>a &lt; b &amp; c &#20013;&#x56fd;</p>", "a < b & c 中国"),
        ("", ""),
    ],
)
def test_a_block_is_a_line_and_blanks_are_one(html: str, text: str) -> None:
    assert html_to_text(html) == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        (
            "<table><tr><th>单位</th><th>篇数</th></tr><tr><td>丰县</td><td>3</td></tr></table>",
            "单位\t篇数\n丰县\t3",
        ),
        ("<table><tr><td></td><td>丰县</td></tr></table>", "丰县"),
        ("<table><tr><td>丰县</td><td></td><td>3</td></tr></table>", "丰县\t\t3"),
        ("<td>丰县</td><td>沛县</td>", "丰县\t沛县"),
    ],
)
def test_cells_of_a_row_stand_in_one_line_behind_each_other(html: str, text: str) -> None:
    assert html_to_text(html) == text


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>alert('丰县')</script>",
        "<style>p { color: red }</style>",
        "<noscript>请开启脚本</noscript>",
        "<template>模板</template>",
        "<select><option>同意</option><option>不同意</option></select>",
        "<textarea>没有写完的草稿</textarea>",
        "<object>插件</object>",
        "<!-- 注释 -->",
    ],
)
def test_what_no_mail_program_shows_as_text_is_left_out(hidden: str) -> None:
    html = f"<p>同意推荐。</p>{hidden}<p>王教授</p>"
    assert html_to_text(html) == "同意推荐。\n王教授"
    assert find_shown(html) is None, "nobody hid any words"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<blockquote type=cite>请补报电话。</blockquote>", "> 请补报电话。"),
        (
            "<blockquote style='border-left:1px solid #ccc'>请补报电话。</blockquote>",
            "> 请补报电话。",
        ),
        ("<div class=gmail_quote>请补报电话。</div><p>已补。</p>", "> 请补报电话。\n已补。"),
        ("<div id=isReplyContent>请补报电话。</div>", "> 请补报电话。"),
        ("<div class=foxquote>请补报电话。</div>", "> 请补报电话。"),
        (
            "<div class='ntes-mailmaster-quote'><div class=gmail_quote>更早的</div>请补报电话。</div>",
            "> > 更早的\n> 请补报电话。",
        ),
        (
            "<p>已补。</p><p>李敏 2015-08-03 写道：</p><blockquote>请补报电话。</blockquote>",
            "已补。\n李敏 2015-08-03 写道：\n> 请补报电话。",
        ),
        ("<p>On Mon, Li wrote:</p><blockquote>old</blockquote>", "On Mon, Li wrote:\n> old"),
        ("<p>发件人：李敏</p><blockquote>请补报电话。</blockquote>", "发件人：李敏\n> 请补报电话。"),
    ],
)
def test_what_an_earlier_letter_said_is_marked_as_in_plain_text(html: str, text: str) -> None:
    assert html_to_text(html) == text


@pytest.mark.parametrize(
    "html",
    [
        "<blockquote>推荐丰县的案例。</blockquote>",
        "<blockquote style='border-left:none'>推荐丰县的案例。</blockquote>",
        "<blockquote style='border-left: 0'>推荐丰县的案例。</blockquote>",
        "<blockquote style='border-left: 0px'>推荐丰县的案例。</blockquote>",
        "<blockquote style='margin-left:40px'>推荐丰县的案例。</blockquote>",
        "<div style='border-left:1px solid'>推荐丰县的案例。</div>",
        "<div class=signature>推荐丰县的案例。</div>",
    ],
)
def test_an_indented_paragraph_is_the_writers_own(html: str) -> None:
    assert html_to_text(html) == "推荐丰县的案例。"


@pytest.mark.parametrize(
    "head",
    [
        "---------- Forwarded message ----------",
        "---------- 转发的邮件 ----------",
        "以下是转发的邮件：",
        "-------- 转发邮件信息 --------",
        "开始转发的邮件：",
        "Begin forwarded message:",
    ],
)
def test_a_forwarded_mail_is_no_quotation_wherever_its_head_stands(head: str) -> None:
    above = f"<p>{head}</p><blockquote type=cite>丰县的案例</blockquote>"
    inside = f"<div class=gmail_quote>{head}<br>丰县的案例</div>"
    assert html_to_text(above) == html_to_text(inside) == f"{head}\n丰县的案例"


def test_quotations_within_quotations_are_marked_to_a_depth_that_can_be_read() -> None:
    html = "".join(f"<blockquote type=cite>第{depth}封" for depth in range(1, 13))
    assert html_to_text(html).split("\n") == [
        f"{'> ' * min(depth, MAX_QUOTE_DEPTH)}第{depth}封" for depth in range(1, 13)
    ]


@pytest.mark.parametrize(
    "struck",
    [
        "<s>8月1日</s>",
        "<strike>8月1日</strike>",
        "<del>8月1日</del>",
        "<span style='text-decoration: line-through'>8月1日</span>",
        "<span style='TEXT-DECORATION:line-through;color:red'>8月1日</span>",
        "<span style='text-decoration-line:underline line-through'>8月1日</span>",
        "<s><b>8月</b>1日</s>",
    ],
)
def test_words_that_are_crossed_out_are_not_said_but_remembered(struck: str) -> None:
    html = f"<p>截稿{struck}8月10日</p>"
    assert html_to_text(html) == "截稿8月10日"
    assert find_shown(html) == "截稿8月10日"
    assert struck_words(html) == ("8月1日",)


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p><del>  推荐《甲》 \n 一篇 </del>推荐《乙》</p>", ("推荐《甲》 一篇",)),
        ("<p><s>丰县</s>沛县<s>3篇</s>2篇</p>", ("丰县", "3篇")),
        ("<p><s> </s>沛县</p>", ()),
        ("<p><u>丰县</u></p>", ()),
        ("<p>丰县</p>", ()),
        ("<p style='text-decoration:underline'>丰县</p>", ()),
        ("<blockquote type=cite><s>3篇</s>2篇</blockquote>", ()),  # somebody else crossed it out
        ("<p style='display:none'><s>3篇</s></p>", ()),  # nobody sees it
        (f"<s>{'一二三四五' * 9}</s>", (("一二三四五" * 9)[:MAX_STRUCK_CHARS],)),
    ],
)
def test_the_beginnings_of_what_a_writer_crossed_out(html: str, words: tuple[str, ...]) -> None:
    assert struck_words(html) == words


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<p>丰县</p><p style='display:none'>同意延期</p><p>沛县</p>", "丰县\n沛县"),
        ("<p>丰县<span style='font-size:0'>同意延期</span></p>", "丰县"),
        ("<p>丰县<span style='color:#fff'>同意延期</span></p>", "丰县"),
        (
            "<div><style>.x{display:none}</style><p>丰县</p><p class=x>同意延期</p></div>",
            "丰县",
        ),
        (
            "<html><head><style>.x{display:none}</style></head><body><p>丰县</p><p class=x>同意延期</p></body></html>",
            "丰县",
        ),
        (
            "<head><style>@media print{p{display:none}} .x{display:none}</style></head><p>丰县</p><p class=x>同意</p>",
            "丰县",
        ),
        ("<p hidden>同意延期</p>", ""),
        ("<p style='display:none'> </p><p>丰县</p>", None),  # no words are hidden
        ("<p style='background:#ffffff'>丰县</p>", None),
        ("<p>丰县</p>", None),
    ],
)
def test_what_shows_is_told_apart_only_where_words_are_hidden(html: str, shown: str | None) -> None:
    assert find_shown(html) == shown
    if shown is not None:
        assert html_to_text(html) == shown


def link(number: int, text: str) -> str:
    return f"{OPEN}{number}{MIDDLE}{text}{CLOSE}"


@pytest.mark.parametrize(
    ("html", "text", "anchors"),
    [
        (
            "<p>材料 <a href='https://pan.example.cn/s/1'>下载</a> 请收</p>",
            f"材料 {link(0, '下载')} 请收",
            [Anchor("https://pan.example.cn/s/1", {"href": "https://pan.example.cn/s/1"})],
        ),
        (
            "<p><a href='u1'>推荐表</a><a href='u2' title='案例'>正文</a></p>",
            f"{link(0, '推荐表')}{link(1, '正文')}",
            [Anchor("u1", {"href": "u1"}), Anchor("u2", {"href": "u2", "title": "案例"})],
        ),
        ("<p><a name=x>丰县</a><a href=''>沛县</a></p>", "丰县沛县", []),
        (  # NetEase keeps name and size of a large file in a link that nobody sees
            "<p>见附件</p><a href='u' style='display:none' filename='案例.doc'>下载</a>",
            "见附件",
            [Anchor("u", {"href": "u", "style": "display:none", "filename": "案例.doc"})],
        ),
        (  # inside something hidden it is hidden, too
            "<p>见附件</p><p style='display:none'><a href='u'>下载</a></p>",
            "见附件",
            [],
        ),
        (  # QQ shows size and last day where the pointer rests
            "<div title='文件大小：3M  到期时间：2015-08-10'><a href='u'>案例.rar</a></div>",
            f"文件大小：3M 到期时间：2015-08-10\n{link(0, '案例.rar')}",
            [Anchor("u", {"href": "u"})],
        ),
        ("<div title='说明'>丰县</div>", "丰县", []),
    ],
)
def test_links_are_numbered_in_the_text(html: str, text: str, anchors: list[Anchor]) -> None:
    assert html_with_links(html) == (text, anchors)


@pytest.mark.parametrize(
    ("html", "count"),
    [
        ("<p>丰县民政局</p>", 5),
        ("<p title='说明'>丰县</p><!-- 注释 --><script>'脚本'</script><style>样式</style>", 2),
        ("<p>&#20013;&#x56fd;&nbsp;&amp;</p>", 2),
        ("<p>Feng County 2015</p>", 0),
        ("", 0),
    ],
)
def test_chinese_signs_are_counted_where_they_may_be_seen(html: str, count: int) -> None:
    assert count_chinese(html) == count


TAGS = (
    "<p>|</p>|<br>|<s>|</s>|<td>|<pre>|<a href='u'>|</a>|<blockquote type=cite>|</blockquote>|<table>"
    "|<div class=gmail_quote>|</div>|<span style='display:none'>|</span>|<|&|&nbsp;|<style>|</style>"
)
PIECES = st.sampled_from([*TAGS.split("|"), "丰县", "同意", "写道：", " ", "\n"])


@settings(max_examples=examples(60))
@given(st.lists(PIECES, max_size=30).map("".join))
def test_whatever_is_sent_is_read_and_the_marks_of_links_add_no_words(html: str) -> None:
    text = html_to_text(html)
    marked, anchors = html_with_links(html)
    for number in range(len(anchors)):
        marked = marked.replace(f"{OPEN}{number}{MIDDLE}", "")
    assert words_of(marked.replace(CLOSE, "")) == words_of(text)
    assert find_shown(html) in (None, text)
    assert all(0 < len(words) <= MAX_STRUCK_CHARS for words in struck_words(html))


def words_of(text: str) -> str:
    """Without blanks, ends of lines and marks of quotations: a link without words makes a line of its own."""
    return "".join(text.replace(">", "").split())
