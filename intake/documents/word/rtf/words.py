"""Control words of RTF that matter for text (Rich Text Format 1.9.1)."""

from __future__ import annotations

from typing import Final

# What these groups hold is never shown as text of the document.
SKIPPED: Final = frozenset(
    (
        "aftncn aftnsep aftnsepc atnid atnref atntime atrfend atrfstart author bkmkend bkmkstart"
        " buptim category colorschememapping colortbl comment company creatim datafield datastore docvar doccomm"
        " factoidname falt ffname ffdeftext ffentrymcr ffexitmcr ffformat ffhelptext ffl ffstattext file filetbl"
        " fontemb footer footerf footerl footerr ftncn ftnsep ftnsepc generator g header headerf headerl headerr hl"
        " hlfr hlinkbase hlloc hlsrc hsv info keycode keywords latentstyles leveltext levelnumbers listlevel listname"
        " listoverride listoverridetable liststylename listtable manager mmathPr nonesttables nonshppict objalias"
        " objdata objname objsect operator panose pgp pgptbl picprop pn pnseclvl printim private propname"
        " protusertbl revtbl revtim rsidtbl rxe sn sp staticval subject sv tc template themedata title txe"
        " userprops wgrffmtfilter windowcaption writereservation xe xform xmlattrname xmlattrvalue xmlclose xmlname"
        " xmlnstbl xmlopen"
    ).split()
)
# Groups marked as ones that older readers may skip, but that hold text.
ENTERED: Final = frozenset(
    "shpinst shptxt shppict do dptxbxtext ud fldrslt listtext pntext nesttableprops footnote moMath mr result".split()
)
# Words whose action looks at what follows in the file.
DESTINATIONS: Final = SKIPPED | frozenset(
    "fonttbl stylesheet pict fldinst formfield sp shprslt objclass bin upr annotation atnauthor".split()
)

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
    "lbr": "\n",
    "column": "\n",
    "softline": "\n",
    "page": "\f",
}
SYMBOLS: Final = {"~": " ", "_": "-", "\\": "\\", "{": "{", "}": "}", "\t": "\t"}

CHARSETS: Final = {
    0: "cp1252", 77: "mac-roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gb18030", 136: "cp950",
    161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251",
    222: "cp874", 238: "cp1250",
}  # fmt: skip
CODE_PAGES: Final = {936: "gb18030", 54936: "gb18030", 65001: "utf-8", 10000: "mac-roman"}
