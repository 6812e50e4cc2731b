"""The text of a Word binary file put together from its pieces, and the tables beside it."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.documents.word.doc.boxes import field_state, read_boxes, read_calls, read_fonts
from intake.documents.word.doc.document import read_doc
from intake.documents.word.doc.head import BOXES, FONTS, NOTE_CALLS, WORD_97, Fib, Stories, read_fib
from intake.documents.word.doc.lists import read_lists
from intake.documents.word.doc.pieces import (
    FILLER,
    Piece,
    decode_bytes_of_piece,
    read_pieces,
    text_of,
)
from intake.model.errors import Damaged, Unsupported
from intake.model.limits import Limits
from tests.files.ole_files import make_ole

START = 2048
LISTS, USED_LISTS, PIECES = 73, 74, 33


def head(length: int, text_end: int = START, **more: int) -> bytearray:
    """The head of a Word 97 file with room for its tables."""
    made = bytearray(START)
    struct.pack_into(
        "<4H", made, 0, more.get("ident", 0xA5EC), more.get("number", 0xC1), 0, more.get("language", 0x0804)
    )
    struct.pack_into("<H", made, 10, more.get("flags", 0))
    struct.pack_into("<II", made, 24, START, text_end)
    struct.pack_into("<i", made, 76, length)
    struct.pack_into("<H", made, 152, 93)
    return made


def placed(made: bytearray, number: int, offset: int, size: int) -> None:
    struct.pack_into("<II", made, 154 + 8 * number, offset, size)


def table_of(pieces: list[tuple[int, int, int]], lists: tuple[bytes, ...] = ()) -> bytes:
    """A CLX: property lists, then a table of (end, offset as stored, prm)."""
    ends = [0, *(end for end, _, _ in pieces)]
    plc = struct.pack(f"<{len(ends)}I", *ends)
    plc += b"".join(struct.pack("<HIH", 0, offset, prm) for _, offset, prm in pieces)
    properties = b"".join(b"\x01" + struct.pack("<H", len(one)) + one for one in lists)
    return properties + b"\x02" + struct.pack("<I", len(plc)) + plc


def document(runs: list[tuple[str, bool]], order: list[int]) -> tuple[Fib, bytes]:
    """A file whose pieces stand in the stream in any order, some in one byte a character."""
    stream, offsets = b"", {}
    for number in order:
        text, is_narrow = runs[number]
        offsets[number] = START + len(stream)
        stream += text.encode("cp1252" if is_narrow else "utf-16-le")
    end, pieces = 0, []
    for number, (text, is_narrow) in enumerate(runs):
        end += len(text)
        offset = offsets[number]
        pieces.append((end, (2 * offset) | 0x4000_0000 if is_narrow else offset, number))
    clx = table_of(pieces)
    made = head(end, START + len(stream))
    placed(made, PIECES, 0, len(clx))
    return read_fib(bytes(made) + stream), clx


RUNS = st.lists(
    st.one_of(
        st.tuples(st.text(alphabet="社区治理案例\r。“”", min_size=1, max_size=8), st.just(False)),
        st.tuples(st.text(alphabet="abc 12\r.", min_size=1, max_size=8), st.booleans()),
    ),
    min_size=1,
    max_size=8,
)


@given(RUNS, st.randoms(use_true_random=False))
def test_pieces_come_together_however_they_are_scattered(runs: list[tuple[str, bool]], chance) -> None:
    order = list(range(len(runs)))
    chance.shuffle(order)
    fib, table = document(runs, order)
    pieces = read_pieces(fib, table, Limits())
    assert (text_of(pieces, fib), pieces.is_cut) == ("".join(text for text, _ in runs), False)
    assert pieces.end == sum(len(text) for text, _ in runs)
    at = 0
    for number, (text, _) in enumerate(runs):
        for position in (at, at + len(text) - 1):
            found = pieces.piece_at(position)
            assert found is not None
            assert found.prm == number
        at += len(text)
    assert (pieces.piece_at(-1), pieces.piece_at(at)) == (None, None)


def test_property_lists_stand_before_the_table_of_pieces() -> None:
    clx = table_of([(2, START, 0)], (b"ab", b"", b"cde"))
    made = head(2, START + 4)
    placed(made, PIECES, 0, len(clx))
    fib = read_fib(bytes(made) + "社区".encode("utf-16-le"))
    assert read_pieces(fib, clx, Limits()).properties == (b"ab", b"", b"cde")


def test_a_piece_beyond_the_end_of_the_file_is_cut_to_it() -> None:
    fib, table = document([("社区治理", False), ("案例", False)], [0, 1])
    short = fib._replace(main=fib.main[:-2])
    pieces = read_pieces(short, table, Limits())
    assert (text_of(pieces, short), pieces.is_cut) == ("社区治理案", True)


@pytest.mark.parametrize("clx", [b"", b"\x02", b"\x03abc", b"\x01\xff\xff", table_of([])])
def test_without_a_table_of_pieces_the_text_stands_in_one_run(clx: bytes) -> None:
    made = head(4, START + 8)
    placed(made, PIECES, 0, len(clx))
    fib = read_fib(bytes(made) + "社区治理".encode("utf-16-le"))
    pieces = read_pieces(fib, clx, Limits())
    assert (pieces.pieces, text_of(pieces, fib)) == ((Piece(0, 4, START, 2),), "社区治理")


def test_a_file_without_text_is_damaged() -> None:
    with pytest.raises(Damaged, match="缺少正文"):
        read_pieces(read_fib(bytes(head(0))), b"", Limits())


def test_text_beyond_the_limit_is_left_and_said() -> None:
    fib, table = document([("社" * 30, False), ("区" * 30, False)], [0, 1])
    pieces = read_pieces(fib, table, Limits(text_chars=20))
    assert (text_of(pieces, fib), pieces.is_cut) == ("社" * 30 + "区" * 10, True)


@given(st.binary(max_size=120))
def test_any_table_of_pieces_is_followed_or_left(clx: bytes) -> None:
    made = head(4, START + 8)
    placed(made, PIECES, 0, len(clx))
    fib = read_fib(bytes(made) + "社区治理".encode("utf-16-le"))
    pieces = read_pieces(fib, clx, Limits())
    assert len(text_of(pieces, fib)) == pieces.end


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"abc", "abc"),
        (b"caf\xe9", "café"),
        (b"\x93a\x94", "“a”"),
        ("社区治理".encode("gb18030"), "社\0区\0治\0理\0"),
        ("社区ab".encode("gb18030"), "社\0区\0ab"),
        (b"", ""),
    ],
)
def test_one_byte_characters_are_western_or_the_halves_of_chinese_ones(data: bytes, text: str) -> None:
    fib = read_fib(bytes(head(0)))
    assert decode_bytes_of_piece(data, fib) == text.replace("\0", FILLER)
    assert len(decode_bytes_of_piece(data, fib)) == len(data)


LINES = [f"第{number}户居民说，楼道里的灯修好了，晚上回家心里亮堂。" for number in range(1, 40)]


@pytest.mark.parametrize(
    ("ident", "number", "counts"), [(0xA5EC, 0xC1, 76), (0xA5DC, 0x65, 52), (0xA698, 0x65, 52)]
)
def test_chinese_in_one_byte_characters_is_read_in_every_edition(
    ident: int, number: int, counts: int
) -> None:
    raw = "".join(f"{line}\r" for line in LINES).encode("gb18030")
    made = head(0, START + len(raw), ident=ident, number=number)
    struct.pack_into("<i", made, 76, 0)
    struct.pack_into("<i", made, counts, len(raw))
    found = read_doc(make_ole({"WordDocument": bytes(made) + raw}), Limits())
    assert (found.text.split("\n"), found.doubts) == (LINES, ())


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"ident": 0xA5DB}, Unsupported),
        ({"ident": 0x1234}, Damaged),
        ({"ident": 0xA697, "number": 0}, None),
        ({"ident": 0xA697, "number": 106}, None),
    ],
)
def test_which_files_are_words(more: dict[str, int], error: type[Exception] | None) -> None:
    content = bytes(head(0, **more))
    if error is None:
        fib = read_fib(content)
        assert (fib.version == WORD_97, fib.code_page) == (more["number"] >= 106, "gb18030")
    else:
        with pytest.raises(error):
            read_fib(content)
    with pytest.raises(Damaged):
        read_fib(content[:511])


@pytest.mark.parametrize(
    ("language", "code_page"),
    [(0x0804, "gb18030"), (0x0404, "cp950"), (0x0411, "cp932"), (0x0409, ""), (0, "")],
)
def test_the_code_page_of_a_language(language: int, code_page: str) -> None:
    assert read_fib(bytes(head(0, language=language))).code_page == code_page


def test_flags_and_lengths_of_a_head() -> None:
    made = head(5, flags=0x0304)
    struct.pack_into("<8i", made, 76, 5, 4, -3, 0, 0, 2, 1, 0)
    fib = read_fib(bytes(made))
    assert fib.stories == Stories(5, 4, 0, 0, 0, 2, 1, 0)
    assert (fib.stories.total, fib.encrypted, fib.is_complex, fib.table_names) == (
        12,
        True,
        True,
        ("1table", "0table"),
    )
    assert read_fib(bytes(head(0))).table_names == ("0table", "1table")
    assert fib.place(PIECES) == (0, 0)
    assert fib.place(500) == (0, 0)


def with_table(number: int, table: bytes, boxes: int = 0) -> Fib:
    made = head(0)
    struct.pack_into("<8i", made, 76, 9, 0, 0, 0, 0, 0, boxes, 0)
    placed(made, number, 0, len(table))
    return read_fib(bytes(made))


def font(name: str) -> bytes:
    entry = bytes(39) + name.encode("utf-16-le") + b"\0\0"
    return bytes((len(entry),)) + entry


def test_fonts_by_their_numbers() -> None:
    table = b"\0" * 4 + font("宋体") + font("KaiTi_GB2312")
    assert read_fonts(with_table(FONTS, table), table) == ["宋体", "KaiTi_GB2312"]
    assert read_fonts(with_table(FONTS, b""), b"") == []


def test_where_notes_are_called() -> None:
    table = struct.pack("<3I2H", 5, 9, 100, 1, 1)
    assert read_calls(with_table(NOTE_CALLS, table), table, NOTE_CALLS) == [5, 9]
    assert read_calls(with_table(NOTE_CALLS, b"abc"), b"abc", NOTE_CALLS) == []


def test_boxes_without_their_shapes_are_read_all_the_same() -> None:
    assert [(box.start, box.end) for box in read_boxes(with_table(BOXES, b"", 7), b"", 20)] == [(20, 27)]
    table = struct.pack("<3I", 0, 4, 7) + bytes(44)
    assert [(box.start, box.end) for box in read_boxes(with_table(BOXES, table, 7), table, 20)] == [
        (20, 24),
        (24, 27),
    ]
    assert read_boxes(with_table(BOXES, b""), b"", 20) == []


def form(kind: int, result: int, default: int, entries: tuple[str, ...] = ()) -> bytes:
    content = b"\xff" * 4 + struct.pack("<HHH", kind | result << 2, 0, 0) + struct.pack("<H", 0) + b"\0\0"
    content += struct.pack("<H", default) + struct.pack("<HH", 0, 0) * 4
    content += b"\xff\xff" + struct.pack("<HH", len(entries), 0)
    content += b"".join(struct.pack("<H", len(entry)) + entry.encode("utf-16-le") for entry in entries)
    return struct.pack("<IH", 68 + len(content), 68) + bytes(62) + content


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        (form(1, 1, 0), "☑"),
        (form(1, 0, 1), "□"),
        (form(1, 25, 1), "☑"),  # as it is by default
        (form(1, 25, 0), "□"),
        (form(2, 1, 0, ("县级", "镇级")), "镇级"),
        (form(2, 25, 0, ("县级", "镇级")), "县级"),
        (form(2, 9, 0, ("县级",)), ""),
        (form(0, 0, 0), ""),
        (form(1, 1, 0)[:60], ""),
        (b"", ""),
    ],
)
def test_form_fields_show_themselves(data: bytes, shown: str) -> None:
    assert field_state(data, 0) == shown
    assert field_state(b"before" + data, 6) == shown
    assert field_state(data, -1) == ""


def level(text: str, *, start: int = 1, name: int = 0, restart: int = 0, flags: int = 0) -> bytes:
    raw = (
        struct.pack("<iBB", start, name, flags)
        + bytes(9)
        + bytes((0,))
        + bytes(8)
        + bytes((0, 0, restart, 0))
    )
    return raw + struct.pack("<H", len(text)) + text.encode("utf-16-le")


def lists(levels: list[bytes], *, use: bytes = b"", overrides: int = 0) -> tuple[Fib, bytes]:
    """One list of one level or nine, used once."""
    definition = struct.pack("<I", 77) + bytes(22) + bytes((len(levels) == 1, 0))
    table = struct.pack("<H", 1) + definition
    used = (
        struct.pack("<I", 1)
        + struct.pack("<I", 77)
        + bytes(8)
        + bytes((overrides, 0, 0, 0))
        + b"\xff" * 4
        + use
    )
    made = head(0)
    placed(made, LISTS, 0, len(table))
    whole = table + b"".join(levels)
    placed(made, USED_LISTS, len(whole), len(used))
    return read_fib(bytes(made)), whole + used


@pytest.mark.parametrize(
    ("made", "labels"),
    [
        (lists([level("\0、", name=39)]), ["一、", "二、"]),
        (lists([level("第\0条", start=5)]), ["第5条", "第6条"]),
        (lists([level("●", name=23)]), ["", ""]),
        (lists([level("\0.")], use=struct.pack("<iI", 7, 0x10), overrides=1), ["7.", "8."]),
        (
            lists([level("\0.")], use=struct.pack("<iI", 0, 0x20) + level("（\0）", name=39), overrides=1),
            ["（一）", "（二）"],
        ),
        (lists([]), ["", ""]),
    ],
)
def test_lists_count_as_they_are_defined(made: tuple[Fib, bytes], labels: list[str]) -> None:
    numbering = read_lists(*made)
    assert [numbering.label("1", 0) for _ in labels] == labels
    assert numbering.label("2", 0) == ""


@given(st.binary(max_size=200))
def test_any_lists_are_read_or_left(table: bytes) -> None:
    made = head(0)
    placed(made, LISTS, 0, len(table))
    placed(made, USED_LISTS, 0, len(table))
    numbering = read_lists(read_fib(bytes(made)), table)
    assert isinstance(numbering.label("1", 0), str)
