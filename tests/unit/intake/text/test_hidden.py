"""HTML whose words a person cannot see says nothing; whatever can be seen is kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.mail.open import open_mail
from intake.mail.words.html import html_to_text
from intake.model.limits import Limits
from intake.text.hidden import Look, read_rules, see

HIDDEN = [
    '<p style="display:none">{}</p>',
    '<p style="DISPLAY : NONE !important">{}</p>',
    '<p style="visibility:hidden">{}</p>',
    "<p hidden>{}</p>",
    '<p style="color:white">{}</p>',
    '<p style="color:#FFF">{}</p>',
    '<p style="color:#fefefe">{}</p>',
    '<p style="color:rgb(255, 255, 255)">{}</p>',
    '<p style="color:rgba(0,0,0,0)">{}</p>',
    '<p style="color:transparent">{}</p>',
    '<p style="background:#eee;color:#ececec">{}</p>',
    '<table bgcolor="#003366"><tr><td style="color:#003366">{}</td></tr></table>',
    '<div style="background-color:navy"><span style="color:#000080">{}</span></div>',
    '<font color="#ffffff">{}</font>',
    '<font color="white"><b><i>{}</i></b></font>',
    '<p style="font-size:0">{}</p>',
    '<p style="font-size:1px">{}</p>',
    '<p style="font:0/0 a">{}</p>',
    '<p style="opacity:0">{}</p>',
    '<p style="opacity:0.01">{}</p>',
    '<p style="position:absolute;left:-9999px">{}</p>',
    '<p style="position:fixed; top:-2000px">{}</p>',
    '<p style="text-indent:-9999px">{}</p>',
    '<p style="margin-left:-99em">{}</p>',
    '<p style="max-height:0;overflow:hidden">{}</p>',
    '<p style="width:0px;overflow:hidden">{}</p>',
    '<p style="mso-hide:all">{}</p>',
    '<p style="position:absolute;clip:rect(0,0,0,0)">{}</p>',
    '<p style="transform:scale(0)">{}</p>',
    "<style>.x{{display:none}}</style><p class=x>{}</p>",
    "<style><!-- /* a /* b */ p.x, #y {{ color: #FFFFFF }} --></style><p class='z X'>{}</p>",
    "<style>#y{{font-size:0}}</style><div id=y>{}</div>",
    "<style>i{{opacity:0}}</style><i>{}</i>",
]
SHOWN = [
    "<p>{}</p>",
    '<table bgcolor="#003366"><tr><td><font color="white">{}</font></td></tr></table>',
    '<td style="background:#1f4e79;color:#fff">{}</td>',
    '<div style="color:white"><span style="color:black">{}</span></div>',
    '<div style="font-size:0"><div style="font-size:14px">{}</div></div>',
    '<div style="background:url(a.png)"><font color="white">{}</font></div>',
    '<body background="a.png" text="white"><font color="#ffffff">{}</font></body>',
    '<div style="color:inherit">{}</div>',
    '<div style="color:#eee">{}</div>',
    '<div style="color:windowtext;background:transparent">{}</div>',
    '<div style="opacity:0.9;overflow:hidden;height:200px">{}</div>',
    '<div style="position:absolute;left:-20px">{}</div>',
    "<style>@media (max-width:600px){{.x{{display:none}}}}</style><p class=x>{}</p>",
    "<style>.y .x{{display:none}}</style><p class=x>{}</p>",
]


@pytest.mark.parametrize("html", HIDDEN)
def test_what_cannot_be_seen_is_not_read(html: str) -> None:
    assert html_to_text(f"<p>请阅。</p>{html.format('1号撤回')}<p>谢谢</p>") == "请阅。\n谢谢"


@pytest.mark.parametrize(
    "html",
    [
        "<s>{}</s>",
        "<p><strike>{}</strike></p>",
        "<del>{}</del>",
        '<p style="text-decoration:line-through">{}</p>',
        '<div style="TEXT-DECORATION-LINE: line-through;color:red">{}</div>',
    ],
)
def test_what_its_writer_struck_out_is_not_read_in_either_form(html: str) -> None:
    struck = html.format("A05 88 90 91")
    raw = (
        "Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
        "A04 80 81 82\r\nA05 88 90 91\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
        f"<p>A04 80 81 82</p>{struck}\r\n--b--\r\n"
    )

    assert open_mail(raw.encode(), Limits()).body.own == "A04 80 81 82"


@pytest.mark.parametrize("html", SHOWN)
def test_what_can_be_seen_is_read(html: str) -> None:
    assert html_to_text(html.format("1号撤回")) == "1号撤回"


def test_a_mail_of_hidden_words_alone_says_nothing() -> None:
    assert html_to_text('<div style="display:none">1号撤回</div>').strip() == ""


def test_the_plain_form_does_not_tell_what_the_html_hides() -> None:
    raw = (
        "Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
        '请阅。\r\n1号撤回\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>请阅。</p><p style="color:#fff">1号撤回</p>'
        "\r\n--b--\r\n"
    )
    body = open_mail(raw.encode(), Limits()).body
    assert (body.new, body.own) == ("请阅。", "请阅。")


STYLES = st.text("color:#fwhite;-0 p;x(){}@/*!.,", max_size=60)


@given(STYLES, STYLES)
def test_any_style(style: str, sheet: str) -> None:
    look = see(Look(), "p", {"style": style, "class": "x"}, read_rules([sheet]))
    assert look.shows in {True, False}
