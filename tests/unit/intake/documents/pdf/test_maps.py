"""Maps of fonts say the same as pdfminer's own reader makes of them, whatever form they have."""

from __future__ import annotations

from io import BytesIO

import pytest
from pdfminer.cmapdb import CMapParser, FileUnicodeMap

from intake.documents.pdf.bounds import MOST_ENTRIES, BoundedMap
from intake.documents.pdf.maps import HeaderReader, MapReader

HEAD = b"/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapType 2 def\n"
SPACES = b"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
CHARS = b"3 beginbfchar\n<01> <4E00>\n<02><6c11>\r\n<0003> <D842DFB7>\nendbfchar\n"
RANGES = b"2 beginbfrange <10> <13> <0041> <20> <22> [<4E00> <4E8C>\n<4E09>]endbfrange\n"


@pytest.mark.parametrize(
    "data",
    [
        HEAD + SPACES + CHARS + RANGES + b"endcmap\nend end",
        CHARS + RANGES + CHARS,
        RANGES + b"beginbfchar <10> <4E8C> endbfchar endcmap " + CHARS,
        b"begincmap " + CHARS + b"endcmap begincmap " + RANGES + b"endcmap",
        b"beginbfrange <FFFE> <10001> <0041> endbfrange " + CHARS,
        b"beginbfrange <01> <03> <61FE> <05> <04> <0041> endbfrange",
        b"beginbfrange <01> <05> [<0041>] <06> <06> [<0042> <0043>] <09> <09> [] endbfrange",
        b"beginbfrange <01> <03> <00410042FFFF> endbfrange",
        b"beginbfchar <01> <4 E 0 0> <02> <4E0> <> <0041> endbfchar",
        b"beginbfchar <01> /space <02> <0041> endbfchar",
        b"beginbfchar <01> <0041> % <02> <0042>\n<03> <0043> endbfchar",
        b"beginbfchar <01> <0041> <02> endbfchar beginbfchar <03> <0043>",
        b"beginbfrange <01> <0002> <0041> endbfrange beginbfchar <09> <0020> <09> <00A0> endbfchar",
        b"begincidchar 65 <0041> endcidchar begincidrange <0041> <0043> 7 endcidrange",
        b"/GBK-EUC-H usecmap " + CHARS,
        b"",
    ],
)
def test_maps_say_what_pdfminer_makes_of_them(data: bytes) -> None:
    usual, swift = FileUnicodeMap(), FileUnicodeMap()
    CMapParser(usual, BytesIO(data)).run()
    MapReader(swift, BytesIO(data)).run()
    assert swift.cid2unichr == usual.cid2unichr


def test_a_map_of_four_billion_entries_ends_when_it_is_full() -> None:
    table = BoundedMap()
    MapReader(table, BytesIO(b"beginbfrange <00000000> <FFFFFFFF> <0041> endbfrange")).run()
    assert len(table.cid2unichr) == MOST_ENTRIES


def test_an_encoding_is_read_from_the_program_of_a_font() -> None:
    program = (
        b"%!PS-AdobeFont-1.0: A\n/Encoding 256 array\n0 1 255 {1 index exch /.notdef put} for\n"
        b"dup 32/space put\ndup 33 /A put dup 34 /uni4E00 put\ndup 35 /nobody.knows put\ndup 33 /B put\n"
        b"dup 8#101 /C put\ndup 36 /f_i put readonly def"
    )
    assert HeaderReader(BytesIO(program)).get_encoding() == {32: " ", 33: "B", 34: "一", 36: "fi"}
