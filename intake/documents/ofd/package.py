"""The parts of an OFD package: documents, current versions, pages, templates, resources.

Names in the wild are absolute or relative to the part, to its folder's base location or to the
root, in any case, and Chinese folder names lack the mark of UTF-8; elements come with the
standard's namespace, another one, or none. Only local names are compared.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from intake.documents.packages.xml import Package, open_package, parse_xml, rescue_xml
from intake.model.errors import Damaged, OverLimit
from intake.model.limits import Limits

ROOT: Final = "OFD.xml"
MOST_DOCUMENTS: Final = 50
MOST_RESOURCES: Final = 100_000
_PREFIX: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*+(?>(?:<(?:\?[^>]*+>|!--.*?-->)\s*+)*)<([A-Za-z_][\w.-]*+):[A-Za-z]", re.S
)
_PREFIXED: Final = re.compile(rb"\s[\w.-]+:(?:ID|BaseLoc|Boundary)\s*=")

Element = etree._Element


def local(element: Element) -> str:
    """The name of an element without namespace or prefix."""
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2] if isinstance(tag, str) else ""


def children(element: Element | None, *names: str) -> Iterator[Element]:
    """Child elements of these names, in order."""
    if element is not None:
        for child in element:
            if local(child) in names:
                yield child


def child(element: Element | None, name: str) -> Element | None:
    """The first child of a name."""
    return next(children(element, name), None)


def value(element: Element | None, name: str) -> str:
    """The text of the first child of a name, or the attribute of that name."""
    found = child(element, name)
    if found is not None:
        return "".join(str(text) for text in found.itertext()).strip()
    return attribute(element, name).strip()


def attribute(element: Element | None, name: str) -> str:
    """An attribute, ``""`` when absent."""
    return "" if element is None else element.get(name, "")


def _bare(root: Element) -> Element:
    """The tree with the prefixes of its attributes taken away."""
    for element in root.iter():
        for key, text in list(element.attrib.items()):
            plain = str(key).rpartition("}")[2].rpartition(":")[2]
            if plain != key and plain not in element.attrib:
                element.set(plain, text)
    return root


@dataclass(frozen=True, slots=True)
class PageSource:
    """One page: its content, the templates behind and before it, and its paper."""

    content: Element
    part: str
    templates: tuple[Element, ...]
    resources: Resources
    areas: tuple[Element | None, ...]  # where the paper's size may be said, best first


@dataclass(slots=True)
class Resources:
    """What pages refer to by number: composite units and media."""

    units: dict[str, Element] = field(default_factory=dict)
    media: dict[str, str] = field(default_factory=dict)  # part names

    def over(self, other: Resources) -> Resources:
        """These, and of the others what these lack."""
        return Resources({**other.units, **self.units}, {**other.media, **self.media})


@dataclass(slots=True)
class Container:
    """An open OFD package."""

    package: Package
    limits: Limits
    more_pages: bool = False
    attached: int = 0  # files attached to the document
    starts: list[int] = field(default_factory=lambda: [0])  # first pages of its documents
    images: list[tuple[float, str]] = field(default_factory=list)  # of each page the largest: area, part
    parts: list[list[str]] = field(default_factory=list)  # of each page, of all its images
    _names: dict[str, str] = field(default_factory=dict)
    _broken: bool = False

    @property
    def damaged(self) -> bool:
        """Whether something could not be read whole."""
        return self._broken or self.package.damaged

    def find(self, target: str, *folders: str) -> str:
        """The name of the part meant by a location, seen from one of several folders; ``""`` if none."""
        plain = target.strip().replace("\\", "/")
        if not plain:
            return ""
        tries = [posixpath.join(folder, plain) for folder in folders] if not plain.startswith("/") else []
        for path in (*tries, plain):
            name = posixpath.normpath(path).lstrip("/")
            if self.package.has(name):
                return name
            if known := self._names.get(name.casefold()):
                return known
        return ""

    def tree(self, name: str) -> Element | None:
        """The root of an XML part; None, and the container damaged, if there is none."""
        if not name:
            self._broken = True
            return None
        data = _declared(self.package.read(name))
        try:
            root = parse_xml(data)
        except Damaged:
            self._broken = True
            try:
                root = rescue_xml(data)
            except Damaged:
                return None
        return _bare(root) if _PREFIXED.search(data) else root

    def largest_image(self, page: int) -> bytes:
        """The bytes of the largest picture on a page that was drawn."""
        area, name = self.images[page] if page < len(self.images) else (0.0, "")
        return self.package.read(name, self.limits.unpacked_bytes) if area and name else b""

    def image(self, page: int, number: int) -> bytes:
        """The bytes of one of the images of a page that was drawn.

        Raises:
            ReadingError: they cannot be had.
        """
        name = self.parts[page][number]
        return self.package.read(name, self.limits.unpacked_bytes) if name else b""

    def pages(self) -> Iterator[PageSource]:
        """The pages of every document of the package, in order."""
        count = 0
        part = ""
        for main, page in self._all_pages():
            if count >= self.limits.pages:
                self.more_pages = True
                return
            if count and main != part:
                self.starts.append(count)
            count, part = count + 1, main
            yield page

    def _all_pages(self) -> Iterator[tuple[str, PageSource]]:
        """Each page with the main part of its document."""
        found = False
        for main in self._documents():
            root = self.tree(main)
            if root is None:
                continue
            document = _Document(self, root, posixpath.dirname(main))
            self.attached += document.count_attached()
            for page in document.pages():
                found = True
                yield main, page
        if not found:  # the lists of pages are lost
            self._broken = True
            for name in sorted(self._lying_about(), key=_by_numbers):
                content = self.tree(name)
                if content is not None:
                    yield "", PageSource(content, name, (), Resources(), (child(content, "Area"),))

    def _lying_about(self) -> list[str]:
        names = ((name, name.replace("\\", "/").casefold()) for name in self.package.names())
        return [name for name, plain in names if plain.endswith("content.xml") and "/tpls/" not in plain]

    def _documents(self) -> Iterator[str]:
        """The main part of each document, the current version where there are several."""
        root = self.tree(self.find(ROOT))
        bodies = [] if root is None else [node for node in root.iter() if local(node) == "DocBody"]
        found = [name for body in bodies[:MOST_DOCUMENTS] if (name := self._document(body))]
        if not found:
            found = [n for n in self.package.names() if posixpath.basename(n).casefold() == "document.xml"]
            found = sorted(found)[:MOST_DOCUMENTS]
            self._broken = True
        yield from dict.fromkeys(found)

    def _document(self, body: Element) -> str:
        versions = child(body, "Versions")
        for version in children(versions, "Version"):
            if attribute(version, "Current").lower() in {"true", "1"}:
                name = self.find(attribute(version, "BaseLoc"), "")
                root = self.tree(name) if name else None
                if found := self.find(value(root, "DocRoot"), posixpath.dirname(name), ""):
                    return found
        return self.find(value(body, "DocRoot"), "")


def _by_numbers(name: str) -> list[tuple[int, str]]:
    """A key that puts Page_10 behind Page_9."""
    return [(int(number or 0), word) for word, number in re.findall(r"(\D+)(\d{0,9})", name)]


def open_container(content: bytes, limits: Limits) -> Container:
    """Open an OFD.

    Raises:
        Damaged, OverLimit: as :func:`intake.documents.packages.xml.open_package`.
    """
    package = open_package(content, limits)
    container = Container(package, limits)
    for name in package.names():
        for charset in ("utf-8", "gb18030"):
            try:
                meant = name.encode("cp437").decode(charset)
            except UnicodeError:
                continue
            container._names.setdefault(meant.replace("\\", "/").lstrip("/").casefold(), name)
            break
    return container


def _declared(data: bytes) -> bytes:
    """The part with the prefix of its root declared, which some programs forget."""
    match = _PREFIX.match(data[:4096])
    if not match:
        return data
    prefix = match[1]
    if b"xmlns:" + prefix in data[:8192] or prefix in {b"xml", b"xsi"}:
        return data
    at = match.end()
    while at < len(data) and data[at : at + 1] not in b" \t\r\n/>":
        at += 1
    return data[:at] + b" xmlns:" + prefix + b'="http://www.ofdspec.org/2016"' + data[at:]


@dataclass(slots=True)
class _Document:
    """One document: its pages with the templates and resources they use."""

    container: Container
    root: Element
    folder: str
    _common: Element | None = None
    _templates: dict[str, tuple[str, str]] = field(default_factory=dict)  # number → part, order
    _drawn: dict[str, Element | None] = field(default_factory=dict)

    def pages(self) -> Iterator[PageSource]:
        self._common = child(self.root, "CommonData")
        shared = self._resources(self._common, self.folder, "PublicRes", "DocumentRes")
        for node in children(self._common, "TemplatePage"):
            part = self.container.find(attribute(node, "BaseLoc"), self.folder, "")
            self._templates[attribute(node, "ID")] = (part, attribute(node, "ZOrder"))
        listed = child(self.root, "Pages")
        for node in children(listed if listed is not None else self.root, "Page"):
            part = self.container.find(attribute(node, "BaseLoc"), self.folder, "")
            content = self.container.tree(part)
            if content is not None:
                yield self._page(content, part, shared)

    def _page(self, content: Element, part: str, shared: Resources) -> PageSource:
        own = self._resources(content, posixpath.dirname(part), "PageRes")
        templates = []
        for node in children(content, "Template"):
            name = self._templates.get(attribute(node, "TemplateID"), ("", ""))[0]
            if name not in self._drawn and len(self._drawn) < self.container.limits.pages:
                self._drawn[name] = self.container.tree(name) if name else None
            template = self._drawn.get(name)
            if template is not None:
                templates.append(template)
                own = own.over(self._resources(template, posixpath.dirname(name), "PageRes"))
        areas = (
            child(content, "Area"),
            *(child(t, "Area") for t in templates),
            child(self._common, "PageArea"),
        )
        return PageSource(content, part, tuple(templates), own.over(shared), areas)

    def _resources(self, parent: Element | None, folder: str, *names: str) -> Resources:
        found = Resources()
        for node in children(parent, *names):
            name = self.container.find(
                "".join(str(text) for text in node.itertext()), folder, self.folder, ""
            )
            root = self.container.tree(name) if name else None
            if root is not None:
                self._add_resources(root, posixpath.dirname(name), found)
        return found

    def _add_resources(self, root: Element, folder: str, found: Resources) -> None:
        base = attribute(root, "BaseLoc").strip().replace("\\", "/")
        inside = posixpath.join(folder, base) if not base.startswith("/") else base.lstrip("/")
        for node in root.iter():
            kind = local(node)
            if kind in {"CompositeGraphicUnit", "CompositeGraphicsUnit", "VectorG"}:
                found.units[attribute(node, "ID")] = node
            elif kind == "MultiMedia":
                found.media[attribute(node, "ID")] = self.container.find(
                    value(node, "MediaFile"), inside, folder
                )
            if len(found.units) + len(found.media) > MOST_RESOURCES:
                raise OverLimit("资源过多")

    def count_attached(self) -> int:
        """How many files people attached to the document (GB/T 33190-2016, clause 20)."""
        name = self.container.find(value(self.root, "Attachments"), self.folder, "")
        root = self.container.tree(name) if name else None
        return sum(attribute(node, "Visible").lower() != "false" for node in children(root, "Attachment"))
