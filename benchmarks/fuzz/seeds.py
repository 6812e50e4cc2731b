"""Files and mails to spoil: every format that the tests and the demo can make."""

from __future__ import annotations

import gzip
import io
import tarfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

from benchmarks.made.corpus import load_cases
from demo.files import freeze_zip, make_docx, make_form, make_pdf
from demo.mails import season_mails
from tests.corpus.hostile.mailed import MAILS
from tests.corpus.hostile.packed import CONTAINERS, zipped
from tests.corpus.hostile.written import DOCUMENTS
from tests.files.docx_files import SHAPES
from tests.files.ofd_files import Manner, make_ofd, set_text
from tests.files.xls_files import Tab, make_old, make_xls

LARGEST = 200_000  # bytes; larger seeds are left to the tests
Seed = tuple[str, bytes]  # name and content; a mail ends in .eml


def make_seeds(more: Path | None = None) -> list[list[Seed]]:
    """All seeds, always in the same order, in groups that are spoiled equally often.

    The files of the folder ``more`` are a group of their own.
    """
    groups = [[] for _ in range(6)]  # type: list[list[Seed]]
    for name, data in (*_documents(), *_packed(), *_mails()):
        groups[_GROUPS.get(name.rpartition(".")[2], 0)].append((name, data))
    groups[5] = list(_hostile())
    if more is not None:
        groups.append([(path.name, path.read_bytes()) for path in sorted(more.iterdir()) if path.is_file()])
    return [[seed for seed in group if 0 < len(seed[1]) <= LARGEST] for group in groups]


_GROUPS = {"eml": 1, "pdf": 2, "ofd": 3, "xls": 4, "xlsx": 4, "et": 4}  # others: 0; hostile ones: 5


def _documents() -> Iterator[Seed]:
    cases = load_cases()[::12]
    for number, case in enumerate(cases):
        yield f"{number}.docx", make_docx(case)
        yield f"{number} form.docx", make_form(case)
        yield f"{number}.pdf", make_pdf(case)
        yield f"{number}.rtf", make_rtf(case)
        yield f"{number}.html", make_html(case).encode("gb18030")
        yield f"{number}.txt", "\n".join([case["title"], *case["body"]]).encode("gb18030")
    for name, shape in SHAPES.items():
        if name == "with_docx":  # the inner zip carries the time of its making
            continue
        yield f"{name}.docx", freeze_zip(shape(cases[0]))
    for number, manner in enumerate(
        (
            Manner(),
            Manner(unit="word", matrix=True),
            Manner(prefix="", composite=True),
            Manner(blocks=True, versioned=True),
        )
    ):
        yield f"{number}.ofd", make_ofd(set_text(cases[1]["title"], cases[1]["body"][:6]), manner)
    yield from _sheets()


def _sheets() -> Iterator[Seed]:
    cells: dict[tuple[int, int], Any] = {(0, 0): "优秀案例汇总表"}
    for column, head in enumerate(("序号", "案例名称", "报送单位", "联系人", "联系电话", "字数", "时间")):
        cells[1, column] = head
    for row, case in enumerate(load_cases()[:12], 2):
        values = (
            float(row),
            case["title"],
            case["unit"],
            case["contact"],
            case["phone"],
            1585.0,
            ("yyyy/m/d", 42223.0),
        )
        cells |= {(row, column): value for column, value in enumerate(values)}
    tab = Tab("汇总", cells, [(0, 0, 0, 6)])
    yield "0.xls", make_xls([tab])
    yield "1.xls", make_xls([tab, Tab("隐", {(0, 0): "字"}, state=1)], room=200)
    yield "2.et", make_old({(0, 0): "案例名称", (0, 1): "楼道议事会"})
    yield "0.xlsx", make_xlsx(cells)


def make_xlsx(cells: dict[tuple[int, int], Any]) -> bytes:
    """A workbook of one sheet."""
    import xlsxwriter

    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    book.set_properties({"created": datetime(2015, 7, 7, tzinfo=UTC)})
    sheet = book.add_worksheet("汇总")
    for (row, column), value in cells.items():
        if isinstance(value, tuple):
            sheet.write_number(row, column, value[1], book.add_format({"num_format": value[0]}))
        else:
            sheet.write(row, column, value)
    sheet.merge_range(0, 0, 0, 6, cells[0, 0])
    book.close()
    return target.getvalue()


def make_rtf(case: dict[str, Any]) -> bytes:
    """A case in RTF as WPS writes it, code page 936."""
    lines = "".join(f"\\pard\\fi640 {_escape(text)}\\par\n" for text in (case["title"], *case["body"]))
    table = f"\\trowd\\cellx2000\\cellx8000 {_escape('联系人')}\\cell {_escape(case['contact'])}\\cell\\row\n"
    return (
        "{\\rtf1\\ansi\\ansicpg936\\deff0{\\fonttbl{\\f0\\fcharset134 SimSun;}}\n" + lines + table + "}"
    ).encode()


def _escape(text: str) -> str:
    return "".join(f"\\'{byte:02x}" for byte in text.encode("gb18030"))


def make_html(case: dict[str, Any]) -> str:
    """A case as a web page with a form."""
    lines = "".join(f"<p style='text-indent:2em'>{text}</p>" for text in case["body"])
    form = (
        f"<table><tr><td>联系人</td><td colspan=2>{case['contact']}</td><td rowspan=2>盖章</td></tr></table>"
    )
    return f"<html><head><meta charset=gb2312><title>{case['title']}</title></head><body><h1>{case['title']}</h1>{form}{lines}</body></html>"


def _packed() -> Iterator[Seed]:
    case = load_cases()[0]
    files = {"案例.docx": make_docx(case), "文件夹/推荐表.docx": make_form(case), "说明.txt": b"text"}
    yield "files.zip", zipped(files)
    yield "zips.zip", zipped({"内层.zip": zipped(files), "外层.txt": b"text"})
    yield "one.gz", gzip.compress(files["案例.docx"], mtime=0)
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w") as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    yield "files.tar", target.getvalue()


def _mails() -> Iterator[Seed]:
    for made in season_mails()[::7]:
        yield made.name, made.raw
    files = [*_sheets(), *_packed()]
    case = load_cases()[2]
    files += [("案例.ofd", make_ofd(set_text(case["title"], case["body"][:3]))), ("案例.rtf", make_rtf(case))]
    for number, (name, data) in enumerate(files):
        yield f"with file {number}.eml", make_mail(f"附件{name}", data, number)
    inner = make_mail("案例.docx", make_docx(case), 99)
    yield "forwarded.eml", make_mail("转发.eml", inner, 100)


def make_mail(name: str, data: bytes, number: int) -> bytes:
    """A mail with text, HTML and a file."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = "报送 <sender@county.example.cn>"
    mail["To"] = "bureau@example.cn"
    mail["Subject"] = "丰县报送优秀案例"
    mail["Message-ID"] = f"<fuzz{number}@county.example.cn>"
    mail["Date"] = "Mon, 20 Jul 2015 09:00:00 +0800"
    mail.set_content("您好，现报送我单位案例一篇，请查收。\n联系人：张三，电话15950000001\n")
    mail.add_alternative("<p>您好，现报送我单位案例一篇，请查收。</p>", subtype="html")
    mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    for depth, part in enumerate(mail.walk()):
        if part.is_multipart():
            part.set_boundary(f"boundary-{number}-{depth}")
    return mail.as_bytes()


def _hostile() -> Iterator[Seed]:
    small: dict[str, Callable[[], bytes]] = {**CONTAINERS, **DOCUMENTS, **MAILS}
    for name, make in small.items():
        if name not in _LARGE:
            yield name, make()


_LARGE = frozenset(
    {
        "crowded.zip", "bzip2 bomb.bz2", "xz bomb.xz", "one long text.docx", "many paragraphs.docx", "too deep.docx",
        "forms in forms.pdf", "endless saving.pdf", "many pages.pdf",  # slow to the limit of time
    }
)  # fmt: skip
