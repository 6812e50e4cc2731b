"""Arguments and options that several commands share. Typer and the standard library only."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

HERE = Path("zhengji-data")

Data = Annotated[Path, typer.Option("--data", help="数据目录。", envvar="ZHENGJI_DATA")]
Number = Annotated[str, typer.Argument(help="案例编号，如 3 或 3号。")]
Arrivals = Annotated[Path | None, typer.Option(help="到达时间表（JSON 行）。")]
CampaignFile = Annotated[Path | None, typer.Option(help="征集活动文件。")]
Reason = Annotated[str, typer.Option(help="理由。")]
Out = Annotated[Path | None, typer.Option("--out", help="写入此文件。")]
By = Annotated[str, typer.Option("--by", help="修改人姓名。")]
