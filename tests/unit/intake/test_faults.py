"""Mails and files that once went wrong: every fact that is read of each, against the twin beside it.

After a wanted change run once with ``ZHENGJI_REFRESH=1`` and read the difference before committing it.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from intake.campaign.call import Call, Sender
from intake.pipeline import read_file, read_mail
from intake.worker.pool import CallFiles
from tests.paths import CONFIG, CORPUS

INPUTS = sorted(path for path in (CORPUS / "faults").iterdir() if path.is_file() and path.suffix != ".json")
OWN = ("xzmzj_jzc@163.com", "bureau@mzj.example.cn")


@pytest.fixture(scope="module")
def call() -> Call:
    return CallFiles(
        CONFIG / "campaigns/xuzhou-2015.toml",
        CONFIG / "places/xuzhou.toml",
        CONFIG / "lexicon/xuzhou-2015.toml",
    ).load()


def facts(path: Path, call: Call) -> dict[str, Any]:
    """What a mail or file says, as its twin keeps it."""
    content = path.read_bytes()
    is_mail = path.suffix == ".eml"
    reading = read_mail(content, call, Sender(own=OWN)) if is_mail else read_file(path.name, content, call)
    envelope = reading.envelope
    return {
        "from": [envelope.sender.email, envelope.sender.name, envelope.sole_author],
        "identifiers": [envelope.message_id, *envelope.in_reply_to, *envelope.references],
        "subject": envelope.subject,
        "kind": [reading.kind, reading.intent, reading.needs_person],
        "own": [reading.body.own, reading.body.passes_on],
        "new": reading.body.new,
        "signature": reading.body.signature,
        "quoted": reading.body.quoted,
        "documents": [
            ["/".join((*document.path, document.name)), document.kind, len(document.text)]
            for document in reading.documents
        ],
        "cases": [case.value("title") for case in reading.cases],
        "doubts": sorted([doubt.code, doubt.about, doubt.detail] for doubt in reading.doubts),
    }


@pytest.mark.parametrize("path", INPUTS, ids=[path.stem for path in INPUTS])
def test_an_input_that_once_went_wrong(path: Path, call: Call) -> None:
    found = facts(path, call)
    twin = path.with_suffix(".json")
    if os.environ.get("ZHENGJI_REFRESH"):
        twin.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")
    assert found == json.loads(twin.read_text("utf-8"))
