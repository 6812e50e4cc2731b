"""Run through an XML part of a package without a tree, and follow the relations of a part."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final
from xml.parsers import expat  # a document type is refused below: no entities

from intake.documents.packages.xml import Package
from intake.model.errors import Damaged, OverLimit
from intake.model.limits import Limits

BLOCK: Final = 256 * 1024  # bytes given to the XML parser at a time
_CHARSET: Final = re.compile(rb"""(?:\xef\xbb\xbf)?\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)["']""")


def relations(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """Relation id → kind and target of a part; targets outside the package are left out."""
    folder, _, base = part.rpartition("/")
    name = f"{folder}/_rels/{base}.rels" if folder else f"_rels/{base}.rels"
    try:
        root = package.xml(name)
    except Damaged:
        return {}
    found: dict[str, tuple[str, str]] = {}
    for node in root.iter("{*}Relationship"):
        target = node.get("Target", "")
        if target and node.get("TargetMode") != "External":
            full = target if target.startswith("/") else posixpath.join(folder, target)
            kind = node.get("Type", "").rpartition("/")[2]
            found[node.get("Id", "")] = (kind, posixpath.normpath(full).lstrip("/"))
    return found


@lru_cache(maxsize=1024)  # asked for every element
def local(name: str) -> str:
    """An element or attribute name without its namespace or prefix."""
    return name.rpartition("}")[2].rpartition(":")[2]


def _refuse(*_: object) -> None:
    raise OverLimit("含有文档类型定义")


def stream(
    package: Package,
    part: str,
    limits: Limits,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None],
    text: Callable[[str], None],
) -> bool:
    """Run through an XML part without building a tree; False if it is longer than may be read.

    Of a broken part the good beginning is taken, and the package marked as damaged.

    Raises:
        OverLimit: it defines entities.
    """
    data, whole = package.beginning(part, limits.xml_part_bytes)
    data, charset = _known_charset(data)
    parser = expat.ParserCreate(charset)
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse
    try:
        for at in range(0, len(data), BLOCK):
            parser.Parse(data[at : at + BLOCK])
        if whole:
            parser.Parse(b"", True)  # noqa: FBT003 - expat takes it by position only
    except expat.ExpatError:
        package.damaged = True
    return whole


def _known_charset(data: bytes) -> tuple[bytes, str | None]:
    """Data in a charset that expat can read, and its name if it is not the declared one."""
    declared = _CHARSET.match(data[:200])
    name = declared[1].decode("ascii").lower() if declared else ""
    if not name or name.startswith(("utf-8", "utf-16", "us-ascii", "iso-8859-1")):
        return data, None
    try:
        return data.decode(name, "replace").encode(), "utf-8"
    except LookupError:
        return data, "utf-8"
