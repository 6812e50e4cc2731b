"""``zhengji read`` and ``zhengji places check``: what needs no ledger."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import typer

from intake.campaign.notice import Campaign
from intake.model.case import DocumentKind, Reading
from intake.model.doubts import sentence
from intake.worker.pool import CallFiles, Failed, Readers
from tracker.errors import OrderError
from tracker.office.assets import config_dir
from tracker.office.folder import DataDir
from tracker.publications.export import READING_FORMAT, reading_object

LABELS = (
    ("title", "名称"),
    ("subtitle", "副题"),
    ("unit", "单位"),
    ("county", "县区"),
    ("town", "镇街"),
    ("community", "村社"),
    ("level", "层级"),
    ("theme", "主题"),
    ("contact", "联系人"),
    ("phone", "电话"),
    ("characters", "字数"),
)
FILE_WORDS = {
    DocumentKind.CASE: "案例",
    DocumentKind.FORM: "推荐表",
    DocumentKind.SHEET: "汇总表",
    DocumentKind.PHOTO: "照片",
    DocumentKind.SCAN: "扫描件",
    DocumentKind.OTHER: "其他",
}


def read(paths: Iterable[Path], *, as_json: bool, campaign: Path | None) -> None:
    """Read mails or documents and print what they say, one JSON object a file if asked."""
    from intake.campaign.notice import load_campaign

    found = list(_files(paths))
    files = shipped_files(campaign)
    shown = load_campaign(files.campaign)
    with (
        TemporaryDirectory() as folder,
        Readers(_with_texts(files, Path(folder))) as readers,
    ):
        for path, reading in zip(found, readers.read_files(found), strict=True):
            if isinstance(reading, Failed):
                if as_json:
                    typer.echo(json.dumps({"format": READING_FORMAT, "path": str(path), "failed": reading.why,
                                           "doubts": [{"code": "unread", "text": reading.why}],
                                           "cases": [], "documents": []}, ensure_ascii=False))  # fmt: skip
                else:
                    typer.echo(f"{path}：{reading.why}")
            elif as_json:
                typer.echo(json.dumps(reading_object(str(path), reading), ensure_ascii=False))
            else:
                _print(path, reading, shown)


def _with_texts(files: CallFiles, folder: Path) -> CallFiles:
    """The same files, with recognition at once and its texts kept only for this command."""
    return replace(files, recognised=folder, ocr=True)


def shipped_files(campaign: Path | None) -> CallFiles:
    """The call's files without a data folder: the given campaign, or the one that was shipped."""
    from tracker.run.open import call_files

    chosen = campaign or config_dir() / "campaigns" / "xuzhou-2015.toml"
    return call_files(DataDir(chosen.parent), chosen)


def check_places(path: Path | None, data: Path) -> None:
    """Check a places file and print what is odd."""
    from intake.campaign.places.gazetteer import check_places as find_oddities
    from intake.campaign.places.gazetteer import load_places

    if path is None:
        root = DataDir(data)
        from tracker.run.open import call_files

        path = (call_files(root) if root.campaign.exists() else shipped_files(None)).places
    gazetteer = load_places(path)
    year = gazetteer_year(data)
    for key, name in gazetteer.counties.items():
        typer.echo(f"{name}　{len(gazetteer.towns_of(key, year))}个镇（街道）")
    towns = sum(len(gazetteer.towns_of(key, year)) for key in gazetteer.counties)
    typer.echo(f"{path}：写法有效，共{len(gazetteer.counties)}个县（市）区、{towns}个镇（街道）")
    findings = find_oddities(gazetteer)
    if findings:
        typer.echo(f"以下{len(findings)}处识别时会从严，请留意：")
    for finding in findings:
        typer.echo(f"  {finding}")


def gazetteer_year(data: Path) -> int | None:
    """The year of the office's call, which decides the towns; None without an office."""
    from intake.campaign.notice import load_campaign

    campaign = DataDir(data).campaign
    return load_campaign(campaign).opening.year if campaign.exists() else None


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(p for p in path.rglob("*") if p.is_file() and not p.name.startswith("."))
        elif path.is_file():
            yield path
        else:
            raise OrderError(f"找不到文件 {path}，请核对路径")


def _print(path: Path, reading: Reading, campaign: Campaign) -> None:
    from tracker.cases.values import show_value
    from tracker.sheet.out.gather import WHERE_WORDS
    from tracker.sheet.out.pages import KIND_WORDS

    typer.echo(f"【{path}】{KIND_WORDS[reading.kind]}")
    for number, case in enumerate(reading.cases, 1):
        typer.echo(f"  案例{number}")
        for name, label in LABELS:
            fact = case.facts.get(name)
            if fact is None or not (fact.value or fact.waits):
                continue
            where = "；".join(f"{WHERE_WORDS[e.where]}：{e.quote[:24]}" for e in fact.evidence[:2])
            value = show_value(campaign, name, fact.value) or "（无）"
            typer.echo(
                f"    {label}：{value}{'　待核' if fact.waits else ''}{f'（{where}）' if where else ''}"
            )
        for doubt in case.doubts:
            typer.echo(f"    疑点：{sentence(doubt)}")
    for document in reading.documents:
        kind = FILE_WORDS[document.kind]
        typer.echo(f"  文件：{document.name}　{kind}　{document.format}　{len(document.text)}字符")
    for doubt in reading.doubts:
        typer.echo(f"  疑点：{sentence(doubt)}")
