"""Control words of RTF that matter for text (Rich Text Format 1.9.1)."""

from __future__ import annotations

from typing import Final

# What these groups hold is never shown as text of the document.
SKIPPED: Final = frozenset(
    (
        "aftncn aftnsep aftnsepc annotation atnauthor atnid atnref atntime atrfend atrfstart author bkmkend bkmkstart"
        " buptim category colorschememapping colortbl comment company creatim datafield datastore docvar doccomm"
        " factoidname falt fldinst file filetbl fontemb fonttbl footer footerf footerl footerr formfield ftncn ftnsep"
        " ftnsepc generator g header headerf headerl headerr hl hlfr hlinkbase hlloc hlsrc hsv info keycode keywords"
        " latentstyles leveltext levelnumbers listlevel listname listoverride listoverridetable liststylename listtable"
        " manager mmathPr nonesttables nonshppict objalias objclass objdata objname objsect operator panose pgp pgptbl"
        " picprop pict pn pnseclvl printim private propname protusertbl revtbl revtim rsidtbl rxe shppict sn sp staticval"
        " stylesheet subject sv tc template themedata title txe ud userprops wgrffmtfilter windowcaption writereservation"
        " xe xform xmlattrname xmlattrvalue xmlclose xmlname xmlnstbl xmlopen"
    ).split()
)
# Groups marked as ones that older readers may skip, but that hold text.
ENTERED: Final = frozenset("footnote shpinst shptxt shprslt ud upr fldrslt listtext pntext nestedtables".split())
APART: Final = frozenset("footnote shptxt ftnalt".split())  # collected and put after the body

SIGNS: Final = {
    "tab": "\t",
    "emdash": "—",
    "endash": "–",
    "emspace": "\u3000",
    "enspace": " ",
    "qmspace": " ",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "bullet": "•",
    "line": "\n",
    "softline": "\n",
    "zwj": "",
    "zwnj": "",
}
SYMBOLS: Final = {"~": " ", "_": "-", "-": "", ":": "", "|": "", "\\": "\\", "{": "{", "}": "}", "\t": "\t"}

CHARSETS: Final = {
    0: "cp1252", 1: "", 77: "mac-roman", 128: "cp932", 129: "cp949", 134: "gb18030", 136: "cp950",
    161: "cp1253", 162: "cp1254", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250",
}  # fmt: skip
CODE_PAGES: Final = {
    936: "gb18030",
    950: "cp950",
    932: "cp932",
    949: "cp949",
    65001: "utf-8",
    54936: "gb18030",
}
