"""The names of WordprocessingML, and where the parts of a package are.

Strict files (ISO/IEC 29500 Strict) and WordML 2003 use other namespaces for the same elements;
:func:`canonical` rewrites them, so that every walk knows one spelling.
"""

from __future__ import annotations

import posixpath
import re
from typing import Final

from lxml import etree

from intake.documents.packages.xml import Package
from intake.model.errors import Damaged

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
M: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
DGM: Final = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
WP: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
WPG: Final = "{http://schemas.microsoft.com/office/word/2010/wordprocessingGroup}"
V: Final = "{urn:schemas-microsoft-com:vml}"
O: Final = "{urn:schemas-microsoft-com:office:office}"  # noqa: E741 - the prefix Office uses
AML: Final = "{http://schemas.microsoft.com/aml/2001/core}"
WX: Final = "{http://schemas.microsoft.com/office/word/2003/auxHint}"

VAL: Final = W + "val"

_STRICT: Final = b"http://purl.oclc.org/ooxml/"
_STRICT_PATHS: Final = re.compile(
    rb"http://purl\.oclc\.org/ooxml/(wordprocessingml|drawingml|officeDocument)/"
    rb"(main|relationships|math|diagram|wordprocessingDrawing|picture)"
)
_WORDML: Final = b"http://schemas.microsoft.com/office/word/2003/wordml"


def canonical(data: bytes) -> bytes:
    """The XML with the namespaces of transitional WordprocessingML."""
    if _STRICT in data:
        data = _STRICT_PATHS.sub(rb"http://schemas.openxmlformats.org/\1/2006/\2", data)
    if _WORDML in data:
        data = data.replace(_WORDML, W[1:-1].encode())
    return data


def is_on(element: etree._Element | None) -> bool:
    """Whether a toggle property is set (its ``val`` may be left out, true, 1 or on)."""
    return element is not None and element.get(VAL, "1") not in {"0", "false", "off", "none"}


Relations = dict[str, tuple[str, str]]  # id → (last word of the type, part name or outside address)


def relations_of(package: Package, part: str) -> Relations:
    """The relations of a part (``""``: of the package); empty when there are none."""
    folder, name = posixpath.split(part)
    path = posixpath.join(folder, "_rels", f"{name}.rels")
    if not package.has(path):
        return {}
    found: Relations = {}
    for node in package.xml(path).iterchildren("{*}*"):  # entities and comments have no attributes
        kind = node.get("Type", "").rpartition("/")[2]
        target = node.get("Target", "")
        if node.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        found[node.get("Id", "")] = (kind, target)
    return found


def main_part(package: Package) -> str:
    """The name of the main document part.

    Raises:
        Damaged: the package has none.
    """
    for kind, target in relations_of(package, "").values():
        if kind == "officeDocument" and package.has(target):
            return target
    candidates = [name for name in package.names() if re.fullmatch(r"word/document\d*\.xml", name, re.I)]
    if not candidates:
        raise Damaged("缺少正文")
    return candidates[0]


def part_of_kind(package: Package, relations: Relations, kind: str, usual: str) -> bytes:
    """The bytes of the one related part of a kind, ``b""`` when absent."""
    names = [target for type_, target in relations.values() if type_ == kind]
    for name in (*names, usual):
        if package.has(name):
            return canonical(package.read(name))
    return b""
