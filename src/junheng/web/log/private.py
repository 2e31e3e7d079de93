"""Keeping persons out of the log: who reads the log must not read the registry in it.

Acts write no person's field in clear. Should one do so all the same, it is withheld here: values under the name of
a person's field of the dictionary (name, identity number, date of birth …) and anything that looks like an identity
number, wherever it stands.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from junheng.dictionary import load

WITHHELD = "***"
IDENTITY = re.compile(r"(?<!\d)\d{17}[\dXx](?![\dXx])")


@lru_cache(maxsize=1)
def person_fields() -> frozenset[str]:
    """Return the names of the dictionary's fields that tell of a person."""
    return frozenset(
        field.name
        for table in load()
        for field in table.fields.values()
        if field.sensitivity not in {"public", "internal"}
    )


def withhold(detail: Any) -> Any:
    """Return the detail (JSON values) without what is told of a person; None stays None, so that a blank is seen."""
    if isinstance(detail, dict):
        hidden = person_fields()
        return {
            key: WITHHELD if key in hidden and value is not None else withhold(value) for key, value in detail.items()
        }
    if isinstance(detail, list | tuple | set | frozenset):
        return [withhold(each) for each in detail]
    return plain(detail) if isinstance(detail, str) else detail


def plain(text: str) -> str:
    """Return a text as the log keeps it: identity numbers withheld, what no database takes replaced."""
    text = text.encode("utf-8", "replace").decode().replace("\x00", "�")
    return IDENTITY.sub(lambda found: found[0][:6] + "*" * 12, text)
