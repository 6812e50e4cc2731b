"""Hostile documents: entity bombs, depth, absurd numbers, rings of parts, pictures without end."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Mapping

from tests.corpus.hostile.packed import MIB, deflated, lying_zip, zipped

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
LAUGHS = "<!DOCTYPE x [<!ENTITY a0 'ha'>" + "".join(
    f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12)
) + "]>"  # fmt: skip
OUTSIDE = '<!DOCTYPE x [<!ENTITY out SYSTEM "file:///etc/hostname"><!ENTITY % far SYSTEM "http://127.0.0.1:9/x">%far;]>'


def docx(body: str, parts: Mapping[str, str | bytes] | None = None, head: str = "", rels: str = "") -> bytes:
    """A Word file around a body."""
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships><Relationship Id="a" Type="{KIND}officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"{head}<w:document {W} {R}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": f"<Relationships>{rels}</Relationships>",
        **(parts or {}),
    }
    return zipped({name: data.encode() if isinstance(data, str) else data for name, data in files.items()})


def para(text: str) -> str:
    """One paragraph."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def relation(kind: str, target: str, *, outside: bool = False) -> str:
    """One relationship."""
    mode = ' TargetMode="External"' if outside else ""
    return f'<Relationship Id="r{kind}" Type="{KIND}{kind}" Target="{target}"{mode}/>'


def nested(opening: str, closing: str, depth: int, inner: str = "") -> str:
    """The same thing inside itself."""
    return opening * depth + inner + closing * depth


TABLE = ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>")
DOCX: dict[str, Callable[[], bytes]] = {
    "laughs.docx": lambda: docx(para("&a11;"), head=LAUGHS),
    "outside.docx": lambda: docx(para("&out;"), head=OUTSIDE),
    "quadratic.docx": lambda: docx(para("&a;" * 50_000), head=f"<!DOCTYPE x [<!ENTITY a '{'x' * 50_000}'>]>"),
    "deep tables.docx": lambda: docx(nested(*TABLE, 240, para("内"))),
    "too deep.docx": lambda: docx(nested(*TABLE, 100_000, para("内"))),
    "many paragraphs.docx": lambda: docx("<w:p/>" * 1_600_000),
    "one long text.docx": lambda: docx(para("字" * 3_000_000)),
    "bomb.docx": lambda: lying_zip("word/document.xml", deflated(2000, b" "), 2000 * MIB, declared=100),
    "absurd numbers.docx": lambda: docx(
        '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2000000000"/></w:tcPr>'
        + para("甲")
        + "</w:tc></w:tr></w:tbl>"
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="99999999999999999999"/><w:numId w:val="-7"/></w:numPr></w:pPr></w:p>'
        '<w:p><w:r><w:sym w:char="FFFFFFFFFF"/><w:t>乙</w:t></w:r></w:p>'
    ),
    "parts in a ring.docx": lambda: docx(
        '<w:altChunk r:id="raFChunk"/>' + para("甲"), rels=relation("aFChunk", "document.xml")
    ),
    "itself inside.docx": lambda: docx(
        '<w:altChunk r:id="raFChunk"/>' * 50,
        {"word/a.docx": docx('<w:altChunk r:id="raFChunk"/>' * 50, rels=relation("aFChunk", "/word/a.docx"))},
        rels=relation("aFChunk", "a.docx"),
    ),
    "parts outside.docx": lambda: docx(
        '<w:altChunk r:id="raFChunk"/><w:altChunk r:id="rhtml"/>' + para("甲"),
        rels=relation("aFChunk", "../../../../etc/hostname")
        + relation("html", "file:///etc/hostname", outside=True),
    ),
    "styles in a ring.docx": lambda: docx(
        '<w:p><w:pPr><w:pStyle w:val="a"/></w:pPr><w:r><w:t>甲</w:t></w:r></w:p>',
        {
            "word/styles.xml": f'<w:styles {W}><w:style w:styleId="a"><w:basedOn w:val="b"/><w:pPr><w:numPr/></w:pPr></w:style>'
            '<w:style w:styleId="b"><w:basedOn w:val="a"/></w:style></w:styles>'
        },
        rels=relation("styles", "styles.xml"),
    ),
    "six thousand parts.docx": lambda: docx(para("甲"), {f"word/{n}.xml": b"" for n in range(6000)}),
    "repeated cells.odt": lambda: zipped(
        {
            "mimetype": b"application/vnd.oasis.opendocument.text",
            "META-INF/manifest.xml": b"<x/>",
            "content.xml": (
                '<o:document-content xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
                ' xmlns:t="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:b="urn:oasis:names:tc:opendocument:xmlns:table:1.0">'
                '<o:body><o:text><t:p>甲<t:s t:c="999999999"/>乙</t:p><b:table>'
                '<b:table-row b:number-rows-repeated="1000000000"><b:table-cell b:number-columns-repeated="1000000000"/>'
                "</b:table-row></b:table></o:text></o:body></o:document-content>"
            ).encode(),
        }
    ),
}


def pdf(objects: Mapping[int, bytes], root: int = 1, more: bytes = b"") -> bytes:
    """A PDF of these objects."""
    out = b"%PDF-1.5\n"
    places = {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    last = max(objects)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (last + 1)
    for number in range(1, last + 1):
        out += b"%010d 00000 n \n" % places.get(number, 0)
    return out + b"trailer\n<</Size %d/Root %d 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (
        last + 1,
        root,
        more,
        start,
    )


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """A stream object."""
    return b"<</Length %d%s>>stream\n" % (len(data), entries) + data + b"\nendstream"


def one_page(
    content: bytes, resources: bytes = b"", box: bytes = b"0 0 595 842", more: dict[int, bytes] | None = None
) -> bytes:
    """A PDF of one page."""
    return pdf(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            3: b"<</Type/Page/Parent 2 0 R/MediaBox["
            + box
            + b"]/Contents 4 0 R/Resources<<"
            + resources
            + b">>>>",
            4: content,
            5: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
            **(more or {}),
        }
    )


def zlib_bomb(mebibytes: int, byte: bytes = b" ") -> bytes:
    """A zlib stream of one byte."""
    return b"\x78\x9c" + deflated(mebibytes, byte) + b"\0\0\0\0"


FONT = b"/Font<</F 5 0 R>>"
WORDS = stream(b"BT /F 12 Tf 50 700 Td (Some words on the page) Tj ET")


def forms(count: int, each: int) -> dict[int, bytes]:
    """Forms that draw one another: each ** count drawings."""
    made = {}
    for number in range(count):
        following = 10 + (number + 1) % count
        made[10 + number] = stream(
            b"/X Do " * each,
            b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>" % following,
        )
    return made


PDF: dict[str, Callable[[], bytes]] = {
    "flate bomb.pdf": lambda: one_page(stream(zlib_bomb(2000), b"/Filter/FlateDecode"), FONT),
    "twenty filters.pdf": lambda: one_page(
        stream(zlib_bomb(50), b"/Filter[" + b"/FlateDecode" * 20 + b"]"), FONT
    ),
    "packed twice.pdf": lambda: one_page(
        stream(zlib.compress(zlib_bomb(2000)), b"/Filter[/FlateDecode/FlateDecode]"), FONT
    ),
    "lzw bomb.pdf": lambda: one_page(
        stream(b"\x80" + b"\x10\x20\x40\x80" * 100_000, b"/Filter/LZWDecode"), FONT
    ),
    "runs.pdf": lambda: one_page(stream(b"\x81 " * 3_000_000, b"/Filter/RunLengthDecode"), FONT),
    "pages in a ring.pdf": lambda: pdf(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 9>>",
            3: b"<</Type/Pages/Kids[2 0 R]/Count 9>>",
        }
    ),
    "many pages.pdf": lambda: pdf(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Count 150000/Kids[" + b"3 0 R " * 150_000 + b"]>>",
            3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
        }
    ),
    "deep pages.pdf": lambda: pdf(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            **{n: b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % (n + 1) for n in range(2, 5000)},
        }
    ),
    "forms in forms.pdf": lambda: one_page(stream(b"/X Do"), b"/XObject<</X 10 0 R>>", more=forms(12, 10)),
    "a form in itself.pdf": lambda: one_page(stream(b"/X Do"), b"/XObject<</X 10 0 R>>", more=forms(1, 3)),
    "endless saving.pdf": lambda: one_page(
        stream(zlib.compress(b"q " * 3_000_000), b"/Filter/FlateDecode"), FONT
    ),
    "nested brackets.pdf": lambda: one_page(stream(b"[" * 500_000 + b"]" * 500_000), FONT),
    "nested objects.pdf": lambda: one_page(WORDS, FONT + b"/Y" + b"[" * 20_000 + b"]" * 20_000),
    "a page of miles.pdf": lambda: one_page(WORDS, FONT, box=b"-1e30 -1e30 1e30 1e30"),
    "no page box.pdf": lambda: one_page(WORDS, FONT, box=b"a b c d"),
    "a font of everything.pdf": lambda: one_page(
        WORDS,
        b"/Font<</F 6 0 R>>",
        more={
            6: b"<</Type/Font/Subtype/Type0/Encoding/Identity-H/ToUnicode 7 0 R/DescendantFonts[<</Type/Font/Subtype/CIDFontType2"
            b"/BaseFont/X/CIDSystemInfo<</Registry(A)/Ordering(B)/Supplement 0>>/W[0 4294967295 1]>>]>>",
            7: stream(
                b"begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange 1 beginbfrange <00000000> <ffffffff> <0041> endbfrange"
            ),
        },
    ),
    "a picture of miles.pdf": lambda: one_page(
        stream(b"595 0 0 842 0 0 cm /X Do"),
        b"/XObject<</X 6 0 R>>",
        more={
            6: stream(
                b"x",
                b"/Type/XObject/Subtype/Image/Width 100000/Height 100000/BitsPerComponent 8/ColorSpace/DeviceRGB",
            )
        },
    ),
    "previous in a ring.pdf": lambda: pdf(
        {1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Kids[]/Count 0>>"}, more=b"/Prev 9"
    ),
    "its own length.pdf": lambda: one_page(b"<</Length 4 0 R>>stream\nBT ET\nendstream", FONT),
    "references in a ring.pdf": lambda: one_page(WORDS, b"/Font 8 0 R", more={8: b"9 0 R", 9: b"8 0 R"}),
    "words without end.pdf": lambda: one_page(
        stream(zlib.compress(b"BT /F 1 Tf (" + b"x" * 30_000_000 + b") Tj ET"), b"/Filter/FlateDecode"), FONT
    ),
    "only a head.pdf": lambda: b"%PDF-1.7\n",
    "noise.pdf": lambda: b"%PDF-1.7\n" + bytes(range(256)) * 2000,
}


def png(width: int, height: int, data: bytes = b"") -> bytes:
    """A PNG that says it is so large."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
        + chunk(b"IDAT", data)
        + chunk(b"IEND", b"")
    )


def tiff_ring() -> bytes:
    """A TIFF whose pages follow one another in a ring, each with many entries."""
    entries = struct.pack("<HHII", 256, 4, 1, 100_000) + struct.pack("<HHII", 257, 4, 1, 100_000)
    return b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", 2) + entries + struct.pack("<I", 8)


PICTURES: dict[str, Callable[[], bytes]] = {
    "miles.png": lambda: png(100_000, 100_000, zlib_bomb(100, b"\0")),
    "below nothing.png": lambda: png(0xFFFFFFFF, 0x80000000),
    "no size.png": lambda: png(0, 0),
    "miles.gif": lambda: b"GIF89a" + struct.pack("<HHBBB", 65535, 65535, 0, 0, 0) + b"," * 100,
    "miles.bmp": lambda: (
        b"BM" + struct.pack("<IIIIiiHHIIiiII", 54, 0, 54, 40, 2**31 - 1, -(2**31), 1, 24, 0, 0, 0, 0, 0, 0)
    ),
    "miles.jpg": lambda: b"\xff\xd8\xff\xc0" + struct.pack(">HBHH", 17, 8, 65535, 65535) + b"\3" * 20,
    "parts without end.jpg": lambda: b"\xff\xd8" + b"\xff\xe1\0\2" * 500_000,
    "ring.tif": tiff_ring,
    "crowded.tif": lambda: (
        b"II*\0" + struct.pack("<I", 8) + b"\xff\xff" + struct.pack("<HHII", 1, 4, 0xFFFFFFFF, 0) * 65535
    ),
    "cut.webp": lambda: b"RIFF\xff\xff\xff\xffWEBPVP8X" + b"\xff" * 30,
    "cut.png": lambda: b"\x89PNG\r\n\x1a\n",
}

WORDML = (
    f'<?xml version="1.0"?><?mso-application progid="Word.Document"?>{LAUGHS}<w:wordDocument'
    ' xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"><w:body>&a11;</w:body></w:wordDocument>'
)
TEXTS: dict[str, Callable[[], bytes]] = {
    "empty.docx": lambda: b"",
    "blank.txt": lambda: b" \r\n\0\0" * 1000,
    "one byte.pdf": lambda: b"P",
    "one long line.txt": lambda: "社区治理".encode() * 4_000_000,
    "all newlines.txt": lambda: b"a\n" * 500_000,
    "noise.txt": lambda: bytes((n * 7919 + 13) % 256 for n in range(200_000)),
    "half characters.txt": lambda: b"\xd6" * 500_000,
    "utf-16.txt": lambda: b"\xff\xfe" + b"\0\xd8" * 100_000,
    "deep.rtf": lambda: b"{\\rtf1 " + b"{" * 500_000,
    "numbers.rtf": lambda: b"{\\rtf1\\uc99999999999 \\u-99999999999 ?\\bin99999999999 " + b"\\u32769?" * 100_000 + b"}",
    "objects.rtf": lambda: b"{\\rtf1{\\object{\\*\\objdata " + b"d0cf11e0" * 500_000 + b"}}{\\pict " + b"ff" * 500_000 + b"}}",
    "tables.rtf": lambda: b"{\\rtf1" + b"\\trowd\\cellx1 a\\cell\\row" * 100_000 + b"}",
    "deep.html": lambda: b"<html><body>" + b"<div>" * 300_000 + "内".encode(),
    "spans.html": lambda: b"<html><table>" + b"<tr><td colspan=999999999 rowspan=999999999>a</td></tr>" * 500 + b"</table></html>",
    "tables in tables.html": lambda: b"<html>" + b"<table><tr><td>" * 5000 + b"a",
    "attributes.html": lambda: b"<html><p " + b"a=b " * 150_000 + b">x</p></html>",
    "entities.html": lambda: b"<html><p>" + b"&amp;&#99999999999;" * 300_000 + b"</p></html>",
    "open brackets.html": lambda: b"<html>" + b"<" * 2_000_000,
    "laughs.xml": WORDML.encode,
    "deep.xml": lambda: b'<?xml version="1.0"?><?mso-application progid="Word.Document"?>' + b"<a>" * 400_000,
}  # fmt: skip

OFD: dict[str, Callable[[], bytes]] = {
    "bomb.ofd": lambda: lying_zip("OFD.xml", deflated(2000, b" "), 2000 * MIB, declared=100),
    "laughs.ofd": lambda: zipped({"OFD.xml": f"{LAUGHS}<OFD><DocBody><DocRoot>&a11;</DocRoot></DocBody></OFD>".encode()}),
    "ring.ofd": lambda: zipped(
        {
            "OFD.xml": b"<OFD><DocBody><DocRoot>OFD.xml</DocRoot></DocBody></OFD>",
            "Content.xml": b"<Page><Content><Layer>" + b"<PageBlock>" * 200 + b"</PageBlock>" * 200 + b"</Layer></Content></Page>",
        }
    ),
    "one page ten thousand times.ofd": lambda: zipped(
        {
            "OFD.xml": b"<OFD><DocBody><DocRoot>D.xml</DocRoot></DocBody></OFD>",
            "D.xml": b"<Document><Pages>" + b'<Page ID="1" BaseLoc="P.xml"/>' * 10_000 + b"</Pages></Document>",
            "P.xml": b'<Page><Content><Layer><TextObject Boundary="0 0 9 9" Size="1e308" CTM="1e308 1e308 1e308 1e308 1e308 1e308">'
            b'<TextCode X="1e308" DeltaX="g 2000000000 1e308">' + "字".encode() * 500 + b"</TextCode></TextObject></Layer></Content></Page>",
        }
    ),
    "paper of miles.ofd": lambda: zipped(
        {"Pages/Content.xml": b'<Page><Area><PhysicalBox>-1e300 0 1e300 nan</PhysicalBox></Area><Content><Layer><PathObject '
         b'Boundary="0 0 1e300 1e300"><AbbreviatedData>' + b"M 0 0 L 1e300 1e300 " * 100_000 + b"</AbbreviatedData></PathObject>"
         b"</Layer></Content></Page>", "OFD.xml": b"<OFD/>"}
    ),
}  # fmt: skip

DOCUMENTS = {**DOCX, **PDF, **PICTURES, **TEXTS, **OFD}
