"""Log lines as JSON, one object per line, without data of persons: not in extras, not in an exception's own words."""

from __future__ import annotations

import logging
import traceback
from typing import Any

from pythonjsonlogger.json import JsonFormatter

from junheng.web.operation.requests import number

PLAIN = str | int | float | bool | None
MOST_FRAMES = 40


class Formatter(JsonFormatter):
    """Time, level, logger, message, the request's number and what the caller added.

    Of an exception it keeps the classes and the places in the code. Its message is left out: databases and parsers
    quote the values they failed on.
    """

    def __init__(self) -> None:
        super().__init__("{asctime}{levelname}{name}{message}", style="{", json_ensure_ascii=False)

    def add_fields(self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]) -> None:
        """Keep what is plain: a request object would print its query."""
        super().add_fields(log_data, record, message_dict)
        for name in [name for name, value in log_data.items() if not _plain(value)]:
            del log_data[name]
        # Django writes some lines once the request has left the middleware; they have it with them.
        known = number.get() or getattr(getattr(record, "request", None), "id", "")
        if known:
            log_data["request"] = known

    def formatException(self, exc_info: Any) -> Any:  # noqa: N802 (logging's name)
        """Return each exception of the chain, the last raised first, with the places it went through."""
        found = []
        error: BaseException | None = exc_info[1]
        while error is not None and len(found) < 5:
            frames = traceback.extract_tb(error.__traceback__)[-MOST_FRAMES:]
            where = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
            found.append({"error": f"{type(error).__module__}.{type(error).__qualname__}", "where": where})
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return found


def _plain(value: Any) -> bool:
    if isinstance(value, list | tuple):
        return all(isinstance(each, PLAIN | dict) for each in value)
    return isinstance(value, PLAIN)
