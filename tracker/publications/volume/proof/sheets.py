"""The files for the printing house: the cover as one sheet, and the inner part filled up to whole folds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tracker.publications.volume.content.model import Volume
from tracker.publications.volume.proof.cover import write_cover
from tracker.publications.volume.proof.data import Inner
from tracker.publications.volume.proof.write import is_installed, write_proof
from tracker.publications.volume.sums import count_sheets, multiple_of
from tracker.publications.volume.word.cover_sheet import COVER_PAGES, measure_cover, write_cover_docx

UNKNOWN: Final = "页数不明，不能算出书脊；请装 zhengji[volume] 或 LibreOffice 后再出付印文件"


def write_print(volume: Volume, pictures: Path, count: int | None, docx: Path) -> Iterator[str]:
    """Write both beside the Word file of a run; says in Chinese what was written.

    ``count`` are the pages of its proof with the cover; None where nothing could count them.
    """
    if count is None:
        yield UNKNOWN
        return
    sheets = count_sheets(count - COVER_PAGES, multiple_of(volume), volume.layout.folio)
    cover, inner = (docx.with_name(f"{docx.stem}（付印{part}）.pdf") for part in ("封面", "内文"))
    measures = measure_cover(volume, sheets.pages)
    if write_cover(volume, sheets.pages, cover) is not None:
        yield f"封面：{cover.name}，{measures.shown}，裁切框已标在文件中"
    else:
        written = cover.with_suffix(".docx")
        write_cover_docx(volume, measures, written)
        why = "未能排出 PDF" if is_installed() else "本机没有装 zhengji[volume]"
        yield f"封面：{written.name}，{measures.shown}；{why}，只有 Word 稿，请印刷厂按此尺寸制版"
    if write_proof(volume, pictures, inner, Inner(sheets.filler)):
        yield f"内文：{inner.name}，{sheets.pages}页（末尾补空白{sheets.filler}页），{sheets.shown}印张"
    else:
        yield f"内文请由 Word 稿另存为 PDF，去掉前{COVER_PAGES}页封面，末尾补空白{sheets.filler}页，共{sheets.pages}页"
