"""Content streams split into operators and operands; pdfminer's own tokenizer is the referee (ISO 32000-1, 7.8.2)."""

# mypy: disable-error-code="misc"

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdfminer.psparser import LIT, PSEOF, PSKeyword, PSLiteral, PSStackParser

from intake.documents.pdf.content import MAX_DEPTH, MAX_OPERANDS, TOKENS_A_TICK, operations

Operation = tuple[bytes, list[Any]]


def parsed(data: bytes) -> list[Operation]:
    return list(operations(data, lambda: None))


class Referee(PSStackParser):
    """Operators of pdfminer's parser, each with the operands before it."""

    def do_keyword(self, pos: int, token: PSKeyword) -> None:
        values = [value for _, value in self.curstack]
        self.curstack.clear()
        self.add_results((pos, (token.name, values)))


def refereed(data: bytes) -> list[Operation]:
    parser, found = Referee(BytesIO(data)), []
    try:
        while True:
            found.append(parser.nextobject()[1])
    except PSEOF:
        return found


@pytest.mark.parametrize(
    ("data", "operands"),
    [
        (b"1", [1]),
        (b"+1 -1 007", [1, -1, 7]),
        (b"1.5 -1.5 .5 -.5 5. +5.", [1.5, -1.5, 0.5, -0.5, 5.0, 5.0]),
        (b"0.5.2 --3 12-4", [0.5, -3.0, 12.0]),  # as real programs write numbers
        (b"12345678901234567890123", [12345678901234567890123.0]),
        (b"- . +", []),  # of what is no number nothing is left
        (b"true false null", [True, False, None]),
        (b"/Name /A#20B /A#zz / /\xe4\xb8\xb0", [LIT("Name"), LIT("A B"), LIT("A#zz"), LIT(""), LIT("丰")]),
        (b"<48 6 9 a>", [bytes.fromhex("48 69 a0")]),
        (b"<> <4> <4\n8>", [b"", b"@", b"H"]),
        (b"(plain)", [b"plain"]),
        (b"()", [b""]),
        (b"(a(b)c)", [b"a(b)c"]),
        (b"(a\\(b\\)\\\\c)", [b"a(b)\\c"]),
        (b"(\\n\\r\\t\\b\\f\\x)", [b"\n\r\t\b\fx"]),
        (b"(\\101\\1012\\7\\53\\0533)", [b"AA2\x07++3"]),
        (b"(\\777)", [b"\xff"]),  # what does not fit in a byte loses its highest bit
        (b"(\\8)", [b"8"]),
        (b"(a\\\nb\\\r\nc\\\rd)", [b"abcd"]),  # a line that goes on
        (b"(a\rb\r\nc\nd)", [b"a\nb\nc\nd"]),  # every end of a line is one
        (b"[1 (a) /B [2]]", [[1, b"a", LIT("B"), [2]]]),
        (b"[]", [[]]),
        (b"<</A 1/B[2]/C<</D(e)>>>>", [{"A": 1, "B": [2], "C": {"D": b"e"}}]),
        (b"<</A 1/B>>", [{"A": 1}]),  # a key without value
        (b"1%comment (with\n2", [1, 2]),
        (b"1 ] >> ) } 2", [1, 2]),  # nothing was open
        (b"1/A(b)<63>[2]3", [1, LIT("A"), b"b", b"c", [2], 3]),  # without blanks
        (b"", []),
    ],
)
def test_operands_before_an_operator(data: bytes, operands: list[Any]) -> None:
    assert parsed(data + b" Op") == [(b"Op", operands)]


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"", []),
        (b"1 2", []),  # no operator takes them
        (b"q Q", [(b"q", []), (b"Q", [])]),
        (b"1 2 m 3 4 l S", [(b"m", [1, 2]), (b"l", [3, 4]), (b"S", [])]),
        (b"T* ' \" f* B*", [(b"T*", []), (b"'", []), (b'"', []), (b"f*", []), (b"B*", [])]),
        (b"(a)Tj(b)'", [(b"Tj", [b"a"]), (b"'", [b"b"])]),
        (b"\x00q\x0cQ\tn\r\n", [(b"q", []), (b"Q", []), (b"n", [])]),
        (b"(never closed Tj", [(b"never", []), (b"closed", []), (b"Tj", [])]),
        (b"[1 2 Tj", []),  # an array that never ends takes all
        (b"[1 Tj 2] TJ", [(b"TJ", [[1, 2]])]),
    ],
)
def test_operators_in_order(data: bytes, found: list[Operation]) -> None:
    assert parsed(data) == found


@pytest.mark.parametrize(
    ("head", "body", "image"),
    [
        (b"/W 2/H 2/BPC 8/CS/G", b"\x00\x01\x02\x03", {"W": 2, "H": 2, "BPC": 8, "CS": LIT("G")}),
        (b"/W 3/H 1/BPC 8/CS/G", b" EI", {"W": 3, "H": 1, "BPC": 8, "CS": LIT("G")}),  # its end inside
        (b"/W 2/H 1/CS/RGB", b"a EI b", {"W": 2, "H": 1, "CS": LIT("RGB")}),
        (b"/W 9/H 1/IM true", b"\xff\x80", {"W": 9, "H": 1, "IM": True}),
        (b"/W 2/H 1/CS[/I/RGB 1(ab)]", b"ab", {"W": 2, "H": 1, "CS": [LIT("I"), LIT("RGB"), 1, b"ab"]}),
        (b"/W 99/H 99/F/AHx", b"41>", {"W": 99, "H": 99, "F": LIT("AHx")}),  # packed: its size says nothing
        (b"/W -2/H 2", b"abc", {"W": -2, "H": 2}),
        (b"/W/A/H 2", b"abc", {"W": LIT("A"), "H": 2}),
        (b"", b"abc", {}),
    ],
)
def test_an_inline_image_is_passed_over(head: bytes, body: bytes, image: dict[str, Any]) -> None:
    assert parsed(b"q BI" + head + b" ID " + body + b" EI Q") == [
        (b"q", []),
        (b"BI", []),
        (b"EI", [image]),
        (b"Q", []),
    ]


def test_an_image_that_never_ends_takes_the_rest() -> None:
    data = b"BI/W 9000000/H 9000000/CS/RGB ID abc EI (a)Tj"
    assert [name for name, _ in parsed(data)] == [b"BI", b"EI"]
    assert [name for name, _ in parsed(b"BI ID abc")] == [b"BI", b"EI"]


def test_arrays_nested_without_end_are_flat_from_some_depth_on() -> None:
    (found,) = parsed(b"[" * 100_000 + b"1" + b"]" * 100_000 + b" Op")
    value, depth = found[1][0], 0
    while isinstance(value, list) and value:
        value, depth = value[0], depth + 1
    assert (value, depth) == (1, MAX_DEPTH)


def test_operands_that_no_operator_takes_are_forgotten() -> None:
    ((_, operands),) = parsed(b"1 " * (20 * MAX_OPERANDS) + b"2 3 m")
    assert operands[-2:] == [2, 3]
    assert len(operands) <= MAX_OPERANDS + TOKENS_A_TICK


def test_a_stream_without_end_may_be_stopped() -> None:
    def stop() -> None:
        raise TimeoutError

    few = b" ".join([b"q"] * (TOKENS_A_TICK - 1))
    assert len(list(operations(few, stop))) == TOKENS_A_TICK - 1
    with pytest.raises(TimeoutError):
        list(operations(few + b" q", stop))


STRINGS = st.binary(max_size=12)
NAMES = st.text(alphabet="AbZ09.-_", min_size=1, max_size=6)
SIMPLE = st.one_of(st.integers(-(10**9), 10**9), st.booleans(), STRINGS, NAMES.map(LIT))
VALUES = st.recursive(
    SIMPLE,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(NAMES, inner, max_size=3)),
    max_leaves=8,
)
OPERATORS = st.sampled_from([b"q", b"Tj", b"TJ", b"m", b"re", b"T*", b"'", b"BT"])


def written(value: Any) -> bytes:
    if isinstance(value, bool):
        return b"true" if value else b"false"
    if isinstance(value, int):
        return str(value).encode()
    if isinstance(value, PSLiteral):
        return b"/" + str(value.name).encode()
    if isinstance(value, bytes):
        return b"<" + value.hex().encode() + b">" if len(value) % 2 else literal(value)
    if isinstance(value, list):
        return b"[" + b" ".join(map(written, value)) + b"]"
    return (
        b"<<" + b" ".join(b"/" + key.encode() + b" " + written(inner) for key, inner in value.items()) + b">>"
    )


def literal(value: bytes) -> bytes:
    escaped = {0x28: b"\\(", 0x29: b"\\)", 0x5C: b"\\\\", 0x0D: b"\\r"}
    return b"(" + b"".join(escaped.get(code, bytes((code,))) for code in value) + b")"


STREAMS = st.lists(st.tuples(OPERATORS, st.lists(VALUES, max_size=4)), max_size=6)


@given(STREAMS, st.sampled_from([b" ", b"\n", b"\r\n", b"\x00", b" % remark\n"]))
def test_what_is_written_is_read_again(stream: list[Operation], blank: bytes) -> None:
    data = b"".join(blank.join([*map(written, operands), name]) + blank for name, operands in stream)
    assert parsed(data) == stream


@given(STREAMS)
def test_another_tokenizer_finds_the_same(stream: list[Operation]) -> None:
    data = b"".join(b" ".join([*map(written, operands), name]) + b"\n" for name, operands in stream)
    assert parsed(data) == refereed(data)


@given(st.binary(max_size=80) | st.text(alphabet="()<>[]{}/%\\#0aq. \n-", max_size=60).map(str.encode))
def test_any_bytes_end_in_operators(data: bytes) -> None:
    found = parsed(data)
    assert sum(len(operands) for _, operands in found) + len(found) <= len(data) + 1
