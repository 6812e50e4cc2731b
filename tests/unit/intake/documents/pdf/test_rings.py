"""Forms that draw themselves are found; forms that only share their resources are not; bombs are."""

from __future__ import annotations

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.documents.pdf.rings import draws_itself, inflates_too_far
from tests.corpus.hostile.written import PDF, forms, one_page, pdf, stream, zlib_bomb

FORM = b"/Type/XObject/Subtype /Form/BBox[0 0 9 9]"


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (PDF["a form in itself.pdf"](), True),
        (PDF["forms in forms.pdf"](), True),
        (PDF["a form in itself.pdf"]()[:460], True),  # no cross-reference table
        (one_page(stream(b"/X Do"), more={10: stream(zlib.compress(b"q /X Do Q"), FORM + b"/Resources<</XObject<</X 10 0 R>>>>")}), True),
        # resources that all share, in which each form is named but not drawn
        (one_page(stream(b"/X Do"), more={10: stream(b"0 0 m", FORM + b"/Resources 11 0 R"), 11: b"<</XObject<</X 10 0 R>>>>"}), False),
        (one_page(stream(b"/X Do"), more={10: stream(b"/X Do", FORM + b"/Resources 11 0 R"), 11: b"<</XObject 12 0 R>>", 12: b"<</X 10 0 R>>"}), True),
        (one_page(stream(b"/X Do"), more={10: stream(b"/X Do", FORM + b"/Resources<</XObject<</X 11 0 R>>>>"), 11: stream(b"", FORM)}), False),
        (PDF["a picture of miles.pdf"](), False),
        (b"", False),
        (b"/Form 1 0 obj stream", False),
    ],
)  # fmt: skip
def test_rings(content: bytes, found: bool) -> None:
    assert draws_itself(content) is found


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (PDF["flate bomb.pdf"](), True),
        (PDF["packed twice.pdf"](), True),
        (one_page(stream(zlib.compress(b"BT ET"), b"/Filter/FlateDecode")), False),
        (one_page(stream(zlib_bomb(100), b"/Subtype/Image/Filter/FlateDecode")), False),
        (one_page(stream(b"no zlib", b"/Filter/FlateDecode")), False),
        (pdf({n: stream(zlib_bomb(30), b"/Filter/FlateDecode") for n in range(1, 12)}), True),
        (b"", False),
    ],
)
def test_bombs(content: bytes, found: bool) -> None:
    assert inflates_too_far(content) is found


def test_long_rings() -> None:
    assert draws_itself(one_page(stream(b"/X Do"), more=forms(3000, 1)))


@given(
    st.lists(
        st.sampled_from(
            [b"1 0 obj", b"<<", b">>", b"/Subtype/Form", b" stream\n", b"/X Do", b"/X 1 0 R", b"endobj "]
        )
    )
)
def test_any_order_of_words_ends(pieces: list[bytes]) -> None:
    draws_itself(b"".join(pieces))
    inflates_too_far(b"".join(pieces))
