"""Logs: one line a fact, for people (console) or for machines (JSON). Everything goes to standard error.

What is bound with `structlog.contextvars` (`delivery=…`) stands on every line of that context, those of libraries too.
"""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog
from structlog.typing import Processor

from app.settings import LogFormat, Settings

#: Libraries that tell at INFO what only their own developers want to know.
QUIET = (
    "alembic",
    "asyncio",
    "httpcore",
    "httpx",
    "huey",
    "multipart",
    "uvicorn.access",
    "uvicorn.error",
    "websockets",
)


def configure(settings: Settings, process: str) -> None:
    """Send the lines of structlog and of the standard library through one formatter. `process` stands on each."""
    level = logging.getLevelNamesMapping()[settings.log_level.upper()]
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        _timestamp(settings.log_format),
        _Naming(process),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(level),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, structlog.stdlib.ExtraAdder()],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_rendering(settings.log_format)],
        )
    )
    logging.basicConfig(handlers=[handler], level=level, force=True)
    logging.captureWarnings(capture=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(max(level, logging.WARNING))
    if level > logging.DEBUG:  # libraries warn each other's developers, not who runs this
        logging.getLogger("py.warnings").setLevel(logging.ERROR)


class _Naming:
    def __init__(self, process: str) -> None:
        self._process = process

    def __call__(self, _logger: object, _method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        line.setdefault("process", self._process)
        return line


def _timestamp(log_format: LogFormat) -> Processor:
    """People at a terminal read the clock on their wall; machines read UTC."""
    if log_format is LogFormat.JSON:
        return structlog.processors.TimeStamper(fmt="iso", utc=True)
    return structlog.processors.TimeStamper(fmt="%H:%M:%S", utc=False)


def _rendering(log_format: LogFormat) -> list[Processor]:
    if log_format is LogFormat.JSON:
        no_values = structlog.tracebacks.ExceptionDictTransformer(show_locals=False)  # they may be secrets
        return [structlog.processors.ExceptionRenderer(no_values), structlog.processors.JSONRenderer()]
    plain = structlog.dev.plain_traceback
    return [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=plain, pad_event_to=28)]
