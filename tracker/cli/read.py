"""``zhengji read`` and ``zhengji places check``: what needs no ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tracker.cli.options import HERE, CampaignFile, Data
from tracker.errors import OrderError, SettingsError

if TYPE_CHECKING:
    from intake.campaign.campaign import Campaign
    from intake.model.case import Reading
    from intake.worker.pool import CallFiles

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
    "case": "案例",
    "form": "推荐表",
    "sheet": "汇总表",
    "photo": "照片",
    "scan": "扫描件",
    "other": "其他",
}


def read(
    paths: Annotated[list[Path], typer.Argument(help="邮件或文档。")],
    as_json: Annotated[bool, typer.Option("--json", help="每件输出一行 JSON。")] = False,
    campaign: CampaignFile = None,
) -> None:
    """读取邮件或文档，显示文字、要素和疑点，不写台账。"""
    import json
    from dataclasses import replace
    from tempfile import TemporaryDirectory

    from intake.campaign.campaign import load_campaign
    from intake.worker.pool import Failed, Readers
    from tracker.publications.export import reading_object

    found = list(_files(paths))
    if not found:
        raise OrderError(f"{'、'.join(map(str, paths))} 中没有文件，请核对路径")
    files = _shipped_files(campaign)
    shown = load_campaign(files.campaign)
    with TemporaryDirectory() as folder:
        # With recognition at once, its texts kept only for this command.
        files = replace(files, recognised=Path(folder), ocr=True)
        with Readers(files) as readers:
            for path, reading in zip(found, readers.read_files(found), strict=True):
                if isinstance(reading, Failed):
                    typer.echo(
                        json.dumps(_failed(path, reading.why), ensure_ascii=False)
                        if as_json
                        else f"{path}：{reading.why}"
                    )
                elif as_json:
                    typer.echo(json.dumps(reading_object(str(path), reading), ensure_ascii=False))
                else:
                    _print(path, reading, shown)


def _failed(path: Path, why: str) -> dict[str, Any]:
    """What ``--json`` says of a file that could not be read at all."""
    from tracker.publications.export import READING_FORMAT

    return {
        "format": READING_FORMAT,
        "path": str(path),
        "failed": why,
        "doubts": [{"code": "unread", "text": why}],
        "cases": [],
        "documents": [],
    }


def _shipped_files(campaign: Path | None) -> CallFiles:
    """The call's files without a data folder: the given campaign, or the one that was shipped."""
    from tracker.office.assets import default_campaign
    from tracker.office.folder import DataDir
    from tracker.run.open import call_files

    chosen = campaign or default_campaign()
    return call_files(DataDir(chosen.parent), chosen)


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(p for p in path.rglob("*") if p.is_file() and not p.name.startswith("."))
        elif path.is_file():
            yield path
        else:
            raise OrderError(f"找不到文件 {path}，请核对路径")


def _print(path: Path, reading: Reading, campaign: Campaign) -> None:
    from intake.model.doubts import sentence
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


def check_places_file(
    path: Annotated[Path | None, typer.Argument(help="地名文件；默认检查本活动所用。")] = None,
    data: Data = HERE,
) -> None:
    """检查地名资料。"""
    from intake.campaign.places.gazetteer import check_places, load_places
    from tracker.office.folder import DataDir
    from tracker.run.open import call_files

    if path is None:
        root = DataDir(data)
        path = (call_files(root) if root.campaign.exists() else _shipped_files(None)).places
    villages = path.with_name(f"{path.stem}-villages.csv")
    gazetteer = load_places(path, villages if villages.exists() else None)
    year = _year(data)
    for key, name in gazetteer.counties.items():
        typer.echo(f"{name}　{len(gazetteer.towns_of(key, year))}个镇（街道）")
    towns = sum(len(gazetteer.towns_of(key, year)) for key in gazetteer.counties)
    typer.echo(f"{path}：写法有效，共{len(gazetteer.counties)}个县（市）区、{towns}个镇（街道）")
    if gazetteer.villages:
        typer.echo(f"{villages}：{len(gazetteer.villages)}个村（社区）")
    findings = check_places(gazetteer)
    if findings:
        typer.echo(f"以下{len(findings)}处识别时会从严，请留意：")
    for finding in findings:
        typer.echo(f"  {finding}")


def make_places_file(
    province: Annotated[str, typer.Argument(help="省、自治区、直辖市，如 浙江省。")],
    city: Annotated[str, typer.Argument(help="市、州、盟，如 湖州市；直辖市不写。")] = "",
    county: Annotated[str, typer.Argument(help="县（市、区）；写了则以它的镇（街道）为报送单位。")] = "",
    data: Data = HERE,
    out: Annotated[Path | None, typer.Option(help="写到此文件；默认写入数据目录的 places。")] = None,
) -> None:
    """由全国名单生成一个市（州）或县的地名文件，供核对修改。"""
    from intake.campaign.places.country import load_country
    from intake.campaign.places.make import draft_places
    from intake.campaign.places.write import places_text
    from tracker.office.folder import DataDir

    draft = draft_places(load_country(), province, city, county)
    places = draft.places
    target = out or DataDir(data).places / f"{places.city}.toml"
    if target.exists():
        raise SettingsError(f"{target} 已存在，不覆盖；请改名，或用 --out 写到别处")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(places_text(draft), encoding="utf-8")
    typer.echo(f"已写入 {target}：{len(places.county)}个报送单位")
    if draft.left:
        typer.echo(f"另有{len(draft.left)}个单位未列入，见文件末尾")
    typer.echo(
        f'请核对后在 campaign.toml 中写 places = "{target.stem}"，再运行 zhengji places check {target}'
    )


def _year(data: Path) -> int | None:
    """The year of the office's call, which decides the towns; None without an office."""
    from intake.campaign.campaign import load_campaign
    from tracker.office.folder import DataDir

    campaign = DataDir(data).campaign
    return load_campaign(campaign).opening.year if campaign.exists() else None
