"""The last look at a finished file: a name in any part of it, seen or unseen, keeps it from leaving the office."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from typing import Any, Final

from tracker.errors import OrderError
from tracker.review.copies.hide import names_in

_WHOLE: Final = ("p", "si", "is")  # elements whose text is read as one, whatever runs it is in
_XML: Final = (".xml", ".rels", ".vml")


def checked(content: bytes, names: Iterable[str], *known: str) -> bytes:
    """The file itself; what stands in ``known`` (whom it is for, what it is called) is no secret.

    Raises:
        OrderError: a name is still in it.
    """
    secret = [name for name in set(names) if not any(name in said for said in known)]
    if left := names_in_file(content, secret):
        raise OrderError(f"文中仍有名称：{'、'.join(left[:5])}，没有生成")
    return content


def names_in_file(content: bytes, names: Iterable[str]) -> tuple[str, ...]:
    """Names in a Word, Excel or PDF file: in text, attributes, properties, and in files inside it.

    Pictures are not looked at: ours have nothing but their pixels.
    """
    return names_in(list(_texts(content)), names)


def _texts(content: bytes) -> Iterator[str]:
    if content.startswith(b"%PDF"):
        yield from _pdf_texts(content)
    elif content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for name in packed.namelist():
                yield name
                part = packed.read(name)
                yield from _xml_texts(part) if name.endswith(_XML) else _texts(part)


def _pdf_texts(content: bytes) -> Iterator[str]:
    import pypdfium2

    with closing(pypdfium2.PdfDocument(content)) as document:
        yield from document.get_metadata_dict().values()
        for page in document:
            text = page.get_textpage().get_text_range()
            yield from text.splitlines()
            yield "".join(text.split())  # a line ends where the paper does


def _xml_texts(part: bytes) -> Iterator[str]:
    """Paragraphs in their order, whatever runs their text is in; then each text and attribute, once: styles repeat."""
    from lxml import etree

    root = etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    elements: list[Any] = list(root.iter(etree.Element))
    yield from ("".join(one.itertext()) for one in elements if etree.QName(one).localname in _WHOLE)
    yield from dict.fromkeys(
        text for one in elements for text in (one.text, one.tail, *one.attrib.values()) if text
    )
