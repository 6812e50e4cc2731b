"""The structured log: JSON lines without personal data, kept for a fortnight."""

from __future__ import annotations

import logging
import sys
from collections.abc import MutableMapping
from logging.handlers import TimedRotatingFileHandler
from pathlib import Path
from typing import Any

import structlog

from tracker.office.redact import mask_log

KEEP_DAYS = 14


def start_log(folder: Path, level: str = "INFO") -> None:
    """Send the log to ``folder/zhengji.log``; libraries' own chatter below WARNING is dropped."""
    folder.mkdir(parents=True, exist_ok=True)
    handler = TimedRotatingFileHandler(
        folder / "zhengji.log", when="midnight", backupCount=KEEP_DAYS, encoding="utf-8"
    )
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                redact_event,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
            foreign_pre_chain=[structlog.stdlib.add_log_level, structlog.processors.TimeStamper(fmt="iso")],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    # IMAP libraries print LOGIN at debug level; nothing may switch that on by accident.
    logging.getLogger("imapclient").setLevel(logging.WARNING)
    for name in ("service", "zhengji"):
        logging.getLogger(name).setLevel(level)
    structlog.configure(
        processors=[
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def keep_quiet() -> None:
    """For a command that keeps no log: only what went wrong, to standard error."""
    if structlog.is_configured():
        return
    structlog.configure(
        processors=[structlog.stdlib.add_log_level, redact_event, structlog.processors.KeyValueRenderer()],
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),  # as it is when a line is written
        cache_logger_on_first_use=False,
    )


def redact_event(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Mask every text of a log entry, and what any other value would be written as."""
    return {key: _masked(value) for key, value in event.items()}


def _masked(value: Any) -> Any:
    if isinstance(value, str):
        return mask_log(value)
    if isinstance(value, dict):
        return {
            mask_log(key) if isinstance(key, str) else key: _masked(inner) for key, inner in value.items()
        }
    if isinstance(value, list | tuple | set | frozenset):
        return [_masked(inner) for inner in value]
    return value if value is None or isinstance(value, int | float) else mask_log(repr(value))
