"""Share of judgement in the intake of a mail: whose case, which theme, whether it was here before."""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.made.corpus import make_corpus
from benchmarks.speed.intake import WARM, product
from benchmarks.speed.measure import Row, seconds
from intake.campaign.call import Sender
from intake.mail.open import open_mail
from intake.pipeline import _add_theme, read_documents
from intake.text.likeness import bands, normalise, signature
from intake.understand.identify import identify
from intake.unpack.containers import unpack
from tracker.office.folder import DataDir
from tracker.run.open import call_files


def bench(count: int = 46, times: int = 3) -> list[Row]:
    """The row of the table."""
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        (base / "mails").mkdir()
        paths = make_corpus(base / "mails", count)
        whole = min(product(paths, base / f"office{turn}") for turn in range(times)) / (count - WARM)
        call = call_files(DataDir(base / "office0")).load()
        opened = [open_mail(path.read_bytes(), call.limits) for path in paths]
        documents = [
            read_documents(unpack(m.attachments, call.limits, ()).attachments, m, call) for m in opened
        ]

        def judge() -> None:
            for mail, files in zip(opened, documents, strict=True):
                for case in identify(files, mail.body, mail.envelope, call, Sender()).cases:
                    bands(signature(normalise(_add_theme(case, files, mail, call).text)))

        judge()
        spent = min(seconds(judge) for _ in range(times)) / count
    ratio = spent / whole
    detail = f"{spent * 1000:.1f} ms ÷ {whole * 1000:.1f} ms"
    return [
        Row(
            "identification, theme and likeness ÷ intake of the mail",
            f"{ratio:.2f} ({detail})",
            "0.33",
            ratio <= 1 / 3,
        )
    ]
