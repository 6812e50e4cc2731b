"""Do all templates render, in every state, without a forbidden word?"""

from __future__ import annotations

import re
from pathlib import Path

from intake.campaign.campaign import Campaign
from tracker.errors import RenderError
from tracker.ledger.records import LetterKind
from tracker.letters.progress import DRAFT
from tracker.letters.writing.render import Rendered, render_letter, render_text
from tracker.run.preview.samples import sample_values

# A bot is a clerk: it never judges, threatens, ranks, promises or apologises for the bureau.
FORBIDDEN = (
    "审核通过",
    "不合格",
    "退回",
    "不予受理",
    "落选",
    "获奖",
    "授牌",
    "命名",
    "表彰",
    "通报批评",
    "追责",
    "后果自负",
    "收悉",
    "AI",
    "人工智能判定",
    "排名",
    "亲，",
    "抱歉",
    "对不起",
    "！",
    "!",
)
_CELL = re.compile(r"![A-Z]{1,3}\d+")  # 案例汇总表!H9 is an address, not an exclamation


def check_templates(campaign: Campaign, folders: tuple[Path, ...]) -> list[str]:
    """What is wrong with the templates, one Chinese line each; empty when all is well."""
    problems = []
    for kind, states in sample_values(campaign).items():
        for state, values in states.items():
            try:
                rendered = render_letter(kind, values, folders, campaign.timezone)
            except RenderError as error:
                problems.append(f"{kind}（{state}）：{error.detail}")
                continue
            problems += [f"{kind}（{state}）含有不宜使用的词语“{word}”" for word in forbidden_words(rendered)]
    return problems + _check_draft(campaign, folders)


def _check_draft(campaign: Campaign, folders: tuple[Path, ...]) -> list[str]:
    values = sample_values(campaign)[LetterKind.PROGRESS]["draft"]
    try:
        text = render_text(DRAFT, values, folders, campaign.timezone)
    except RenderError as error:
        return [f"progress_draft：{error.detail}"]
    found = forbidden_words(Rendered("", text, ""))
    return [f"progress_draft 含有不宜使用的词语“{word}”" for word in found]


def forbidden_words(rendered: Rendered) -> list[str]:
    """Words that a letter of ours must never contain. HTML's own marks do not count."""
    text = re.sub(r"<[^<>]*>", "", rendered.html)
    everything = _CELL.sub("", "\n".join((rendered.subject, rendered.text, text)))
    return [word for word in FORBIDDEN if word in everything]
