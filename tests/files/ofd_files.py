"""OFD files made for tests: text set on pages, then written in the manners met in the wild."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from io import BytesIO
from typing import Literal

NAMESPACE = "http://www.ofdspec.org/2016"
WIDTH, HEIGHT = 210.0, 297.0
MARGIN, TOP, BOTTOM = 28.0, 37.0, 262.0
SIZE, LEADING = 5.6, 10.2  # millimetres: 三号, as letters of offices are set

Unit = Literal["line", "word", "char"]


@dataclass(frozen=True)
class Run:
    """Characters on one baseline with their advances, in millimetres."""

    text: str
    x: float
    y: float
    size: float = SIZE
    steps: tuple[float, ...] = ()


@dataclass(frozen=True)
class Manner:
    """How a file is written."""

    unit: Unit = "line"
    prefix: str = "ofd:"
    namespace: str = NAMESPACE
    declared: bool = True
    grouped: bool = True  # steps as "g n d"
    matrix: bool = False  # sizes and places through a CTM
    exact: bool = True  # boundaries fit the text; else every object spans the page
    folder: str = "Doc_0"
    absolute: bool = False  # locations from the root
    composite: bool = False  # every page is one composite unit
    blocks: bool = False  # objects lie in page blocks
    versioned: bool = False
    shuffled: bool = False  # objects are not in reading order
    spaced: bool = False  # the XML is indented


@dataclass
class Sheet:
    """One page: runs, and objects written as they are given."""

    runs: list[Run] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)


def advance(character: str, size: float) -> float:
    """The width of a character as fonts have it, roughly."""
    if character >= "\u2e80" or character in "“”‘’—…·":
        return size
    return size * {"i": 0.25, "l": 0.25, "m": 0.8, "W": 0.95, " ": 0.25}.get(character, 0.5)


def set_line(text: str, x: float, y: float, size: float = SIZE, stretch: float = 0.0) -> Run:
    """One line from a point, each advance longer by ``stretch``."""
    return Run(text, x, y, size, tuple(advance(c, size) + stretch for c in text))


def set_text(title: str, paragraphs: Sequence[str], *, justified: bool = True) -> list[Sheet]:
    """A title, centred and large, and indented paragraphs on as many pages as needed, numbered."""
    sheets = [Sheet()]
    y = TOP

    def put(run_text: str, x: float, size: float, stretch: float) -> None:
        nonlocal y
        if y > BOTTOM:
            sheets.append(Sheet())
            y = TOP
        sheets[-1].runs.append(set_line(run_text, x, y, size, stretch))
        y += LEADING

    large = SIZE * 1.4
    put(title, (WIDTH - sum(advance(c, large) for c in title)) / 2, large, 0.0)
    for paragraph in paragraphs:
        lines = list(break_lines(paragraph, WIDTH - 2 * MARGIN))
        for number, (line, indent) in enumerate(lines):
            width = sum(advance(c, SIZE) for c in line)
            room = WIDTH - 2 * MARGIN - indent - width
            last = number == len(lines) - 1
            put(line, MARGIN + indent, SIZE, 0.0 if last or not justified else room / max(1, len(line) - 1))
    for number, sheet in enumerate(sheets, 1):
        sheet.runs.append(set_line(f"- {number} -", WIDTH / 2 - SIZE, 280.0, SIZE * 0.8))
    return sheets


def break_lines(paragraph: str, width: float) -> Iterator[tuple[str, float]]:
    """Lines with their indents; no line begins with a closing mark."""
    indent = 2 * SIZE
    line, used = "", 0.0
    for at, character in enumerate(paragraph):
        step = advance(character, SIZE)
        if (
            used + step > width - indent
            and character not in "，。、；：？！”）》"
            and not (character.isascii() and paragraph[at - 1].isascii())
        ):
            yield line, indent
            line, used, indent = "", 0.0, 0.0
        line += character
        used += step
    if line:
        yield line, indent


def pieces(run: Run, unit: Unit) -> Iterator[Run]:
    """A run as one object, cut at every mark, or into characters."""
    if unit == "line":
        yield run
        return
    x, start, at = run.x, 0, run.x
    for number, character in enumerate(run.text):
        step = run.steps[number]
        if unit == "char" or character in "，。、；： " or number == len(run.text) - 1 or number - start >= 5:
            yield Run(run.text[start : number + 1], at, run.y, run.size, run.steps[start : number + 1])
            start, at = number + 1, x + step
        x += step


class Writer:
    """Writes one OFD."""

    def __init__(self, manner: Manner) -> None:
        self.manner = manner
        self.number = 100

    def tag(self, name: str, attributes: str = "", inner: str = "") -> str:
        """An element with the prefix of the file."""
        name = self.manner.prefix + name
        gap = "\n  " if self.manner.spaced and inner.startswith("<") else ""
        attributes = " " + attributes if attributes else ""
        return f"<{name}{attributes}>{gap}{inner}{gap}</{name}>" if inner else f"<{name}{attributes}/>"

    def root(self, name: str, inner: str, attributes: str = "") -> bytes:
        """A whole part."""
        prefix = self.manner.prefix.rstrip(":")
        declared = (
            f'xmlns{":" + prefix if prefix else ""}="{self.manner.namespace}"' if self.manner.declared else ""
        )
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            + self.tag(name, f"{declared} {attributes}".strip(), inner)
        ).encode()

    def text(self, run: Run) -> str:
        """One text object."""
        self.number += 1
        manner = self.manner
        scale = run.size if manner.matrix else 1.0
        width = sum(run.steps) if manner.exact else WIDTH
        left, top = (run.x, run.y - run.size * 0.85) if manner.exact else (0.0, 0.0)
        height = run.size * 1.1 if manner.exact else HEIGHT
        steps = [step / scale for step in run.steps[:-1]]
        delta = f'DeltaX="{self.steps(steps)}"' if steps else ""
        code = self.tag(
            "TextCode",
            f'X="{(run.x - left) / scale:.4f}" Y="{(run.y - top) / scale:.4f}" {delta}'.strip(),
            escape(run.text, quote=False),
        )
        matrix = f'CTM="{scale:.4f} 0 0 {scale:.4f} 0 0"' if manner.matrix else ""
        return self.tag(
            "TextObject",
            f'ID="{self.number}" Boundary="{left:.3f} {top:.3f} {width:.3f} {height:.3f}" Font="3" '
            f'Size="{run.size / scale:.4f}" {matrix}'.strip(),
            self.tag("FillColor", 'Value="0 0 0"') + code,
        )

    def steps(self, steps: Sequence[float]) -> str:
        """DeltaX with equal steps grouped."""
        shown = [f"{step:.4f}" for step in steps]
        if not self.manner.grouped:
            return " ".join(shown)
        out: list[str] = []
        at = 0
        while at < len(shown):
            end = at
            while end < len(shown) and shown[end] == shown[at]:
                end += 1
            out += ["g", str(end - at), shown[at]] if end - at > 2 else shown[at:end]
            at = end
        return " ".join(out)

    def page(self, sheet: Sheet, template: str = "") -> tuple[bytes, str]:
        """A page's part, and the composite unit that it draws, if it does."""
        objects = [self.text(piece) for run in sheet.runs for piece in pieces(run, self.manner.unit)]
        if self.manner.shuffled:
            objects = objects[::-2] + objects[-2::-2]
        inner = "".join([*objects, *sheet.extra])
        unit = ""
        if self.manner.composite:
            self.number += 1
            unit = self.tag(
                "CompositeGraphicUnit",
                f'ID="{self.number}" Width="210" Height="297"',
                self.tag("Content", "", inner),
            )
            inner = self.tag(
                "CompositeObject", f'ID="{self.number}9" ResourceID="{self.number}" Boundary="0 0 210 297"'
            )
        if self.manner.blocks:
            inner = self.tag("PageBlock", "", self.tag("PageBlock", "", inner))
        area = self.tag("Area", "", self.tag("PhysicalBox", "", f"0 0 {WIDTH:g} {HEIGHT:g}"))
        layer = self.tag("Content", "", self.tag("Layer", 'ID="2" Type="Body"', inner))
        return self.root("Page", area + template + layer), unit

    def write(
        self,
        sheets: Sequence[Sheet],
        template: Sheet | None = None,
        parts: Mapping[str, bytes] | None = None,
        resources: str = "",
        common: str = "",
        more: str = "",
    ) -> bytes:
        """The package."""
        folder = self.manner.folder
        lead = f"/{folder}/" if self.manner.absolute else ""
        files: dict[str, bytes] = {}
        listed = units = ""
        used = self.tag("Template", 'TemplateID="7" ZOrder="Background"') if template else ""
        for number, sheet in enumerate(sheets):
            files[f"{folder}/Pages/Page_{number}/Content.xml"], unit = self.page(sheet, used)
            listed += self.tag("Page", f'ID="{number + 10}" BaseLoc="{lead}Pages/Page_{number}/Content.xml"')
            units += unit
        if template:
            plain = Writer(Manner(prefix=self.manner.prefix, namespace=self.manner.namespace))
            files[f"{folder}/Tpls/Tpl_0/Content.xml"] = plain.page(template)[0]
            common += self.tag("TemplatePage", f'ID="7" BaseLoc="{lead}Tpls/Tpl_0/Content.xml"')
        if units:
            resources += self.tag("CompositeGraphicUnits", "", units)
        if resources:
            files[f"{folder}/DocumentRes.xml"] = self.root("Res", resources, 'BaseLoc="Res"')
            common += self.tag("DocumentRes", "", "DocumentRes.xml")
        area = self.tag("PageArea", "", self.tag("PhysicalBox", "", f"0 0 {WIDTH:g} {HEIGHT:g}"))
        common = self.tag("CommonData", "", self.tag("MaxUnitID", "", "999") + area + common)
        files[f"{folder}/Document.xml"] = self.root("Document", common + self.tag("Pages", "", listed) + more)
        files["OFD.xml"] = self.root(
            "OFD", self.tag("DocBody", "", self.body(files)), 'Version="1.1" DocType="OFD"'
        )
        return zipped({**files, **(parts or {})})

    def body(self, files: dict[str, bytes]) -> str:
        """The entry of the document; a versioned file also keeps an older draft."""
        folder = self.manner.folder
        info = self.tag("DocInfo", "", self.tag("Title", "", "测试"))
        slash = "/" if self.manner.absolute else ""
        if not self.manner.versioned:
            return info + self.tag("DocRoot", "", f"{slash}{folder}/Document.xml")
        old = Writer(Manner())
        page, _ = old.page(Sheet([set_line("这是旧稿，已经作废。", MARGIN, TOP)]))
        files[f"{folder}/Old/Page.xml"] = page
        files[f"{folder}/Old/Document.xml"] = old.root(
            "Document", old.tag("Pages", "", old.tag("Page", 'ID="1" BaseLoc="Page.xml"'))
        )
        files[f"{folder}/Versions/V2.xml"] = self.root(
            "DocVersion", self.tag("FileList") + self.tag("DocRoot", "", f"/{folder}/Document.xml"), 'ID="2"'
        )
        versions = self.tag("Version", f'ID="2" Index="2" Current="true" BaseLoc="{folder}/Versions/V2.xml"')
        return (
            info + self.tag("DocRoot", "", f"{folder}/Old/Document.xml") + self.tag("Versions", "", versions)
        )


def make_ofd(sheets: Sequence[Sheet], manner: Manner | None = None, template: Sheet | None = None) -> bytes:
    """An OFD of some pages."""
    return Writer(manner or Manner()).write(sheets, template)


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A zip with these parts."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return target.getvalue()


BODY = "我县在城关镇试点社区网格化管理，选聘网格员三百余名。"


def lines(*texts: str, size: float = SIZE) -> Sheet:
    """A page with these lines below each other."""
    return Sheet([set_line(text, MARGIN, TOP + 2 * size * number, size) for number, text in enumerate(texts)])
