"""Text in seven bits is read by its escapes, and everything else is left to others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.text.charset import decode_bytes
from intake.text.shifted import read_shifted

HANZI = st.text(alphabet="社区治理民政局丰县宋楼镇案例报送", min_size=1, max_size=20)


def iso_2022_cn(text: str) -> bytes:
    """GB 2312 of seven bits, line by line (RFC 1922)."""
    return b"\n".join(
        b"\x1b$)A\x0e" + bytes(byte & 0x7F for byte in line.encode("gb2312")) + b"\x0f"
        for line in text.split("\n")
    )


@pytest.mark.parametrize(
    ("data", "codec", "read"),
    [
        ("案例abc".encode("hz"), "", ("案例abc", "hz")),
        ("案例abc".encode("hz"), "hz", ("案例abc", "hz")),
        ("abc".encode("hz"), "", None),
        (b"~{not hz~}", "", None),
        ("案例".encode("utf-7"), "utf_7", ("案例", "utf_7")),
        ("案例".encode("utf-7"), "", None),  # it looks like ASCII, so somebody must say it
        (iso_2022_cn("案例"), "", ("案例", "iso-2022-cn")),
        (iso_2022_cn("案例\n报送"), "iso2022_jp", ("案例\n报送", "iso-2022-cn")),
        (b"abc " + iso_2022_cn("案例") + b" def", "", ("abc 案例 def", "iso-2022-cn")),
        (b"\x1b$)G" + iso_2022_cn("案例"), "", None),  # a set that is not read here
        ("漢字".encode("iso2022_jp"), "", ("漢字", "iso2022_jp_2")),
        ("漢字".encode("iso2022_jp"), "iso2022_jp", ("漢字", "iso2022_jp")),
        ("한글".encode("iso2022_kr"), "", ("한글", "iso2022_kr")),
        ("案例".encode("gb18030"), "hz", None),
        ("案例".encode(), "", None),
        (b"\x1b$B\xff", "", None),
        (b"", "hz", ("", "hz")),
        (b"", "", None),
    ],
)
def test_by_its_escapes(data: bytes, codec: str, read: tuple[str, str] | None) -> None:
    assert read_shifted(data, codec) == read


@given(HANZI, st.sampled_from(("hz", "iso-2022-cn", "iso2022_jp_2")))
def test_whatever_is_written_between_escapes_comes_back(text: str, codec: str) -> None:
    text = "案例民政" if codec == "iso2022_jp_2" else text
    data = iso_2022_cn(text) if codec == "iso-2022-cn" else text.encode(codec)
    decoded = decode_bytes(data)
    assert (decoded.text, decoded.sure) == (text, True)


@given(st.binary(max_size=60), st.sampled_from(("", "hz", "utf_7", "iso2022_kr", "iso2022_jp")))
def test_any_bytes_are_read_or_left(data: bytes, codec: str) -> None:
    found = read_shifted(data, codec)
    assert found is None or isinstance(found[0], str)
    decoded = decode_bytes(b"\x1b$)A" + data, codec)
    assert isinstance(decoded.text, str)
