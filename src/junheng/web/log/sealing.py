"""How an entry is sealed: the one definition that adding, verifying and exporting share."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable
from typing import Any

START = "0" * 64
"""What stands before the first entry's seal."""
SEALED = ("number", "at", "user_name", "channel", "address", "county_code", "act", "thing", "detail")
as_json: Callable[[Any], str] = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""Writes JSON in the one way that is sealed."""


def seal(content: tuple[Any, ...], before: str) -> str:
    """Return an entry's seal: SHA-256, as hex, over the seal before it and its content (in the order of SEALED).

    `at` is a datetime, or its text as `written` gives it.
    """
    number, at, *texts = content
    moment = written(at) if isinstance(at, dt.datetime) else at
    text = as_json([before, number, moment, *texts])
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def written(at: dt.datetime) -> str:
    """Return a moment as the seal covers it: UTC, to the microsecond."""
    return at.astimezone(dt.UTC).isoformat(timespec="microseconds")
