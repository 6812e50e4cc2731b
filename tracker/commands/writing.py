"""``letters preview``: looking at what goes out."""

from __future__ import annotations

from pathlib import Path

import typer

from tracker.errors import OrderError
from tracker.ledger.records import LetterKind
from tracker.letters.progress import sample_draft
from tracker.letters.writing.render import render_letter
from tracker.office.assets import config_dir, templates_dir
from tracker.office.folder import DataDir
from tracker.run.preview.samples import sample_values


def preview(kind: str, out: Path, data: Path) -> None:
    """Write every state of a kind of letter (or of ``all``) as .txt and .html."""
    from intake.campaign.notice import load_campaign

    known = [str(k) for k in LetterKind]
    folder = DataDir(data)
    source = folder.campaign if folder.campaign.exists() else config_dir() / "campaigns" / "xuzhou-2015.toml"
    campaign = load_campaign(source)
    samples = sample_values(campaign)
    wanted = list(samples) if kind == "all" else [k for k in samples if k == kind]
    if not wanted:
        raise OrderError(f"没有信函“{kind}”；可用的有：{'、'.join(k for k in known if k in samples)}、all")
    templates = tuple(path for path in (folder.root / "templates", templates_dir()) if path.is_dir())
    out.mkdir(parents=True, exist_ok=True)
    for chosen in wanted:
        for state, values in samples[chosen].items():
            rendered = render_letter(chosen, values, templates, campaign.timezone)
            name = out / f"{chosen}-{state}"
            name.with_suffix(".txt").write_text(
                f"主题：{rendered.subject}\n\n{rendered.text}", encoding="utf-8"
            )
            name.with_suffix(".html").write_text(rendered.html, encoding="utf-8")
            typer.echo(f"{name}.html　{rendered.subject}")
        if chosen is LetterKind.PROGRESS:
            draft = out / "progress-draft.docx"
            draft.write_bytes(sample_draft(campaign, samples[chosen]["draft"], templates))
            typer.echo(f"{draft}　进度通报草稿")
