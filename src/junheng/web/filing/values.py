"""Values of a filing: kept as exact texts in the stored unit; read from what people type, and shown to them."""

from __future__ import annotations

from decimal import Context, Decimal
from typing import Any

from junheng.dictionary import Field, Title
from junheng.web.base.words import language, title
from junheng.web.registry import values as registry
from junheng.web.registry.tables import MODELS
from junheng.web.registry.values import unit

_EXACT = Context(prec=60)

__all__ = ["Misread", "change", "choices", "editable", "read", "shown", "stored", "typed", "unit"]


class Misread(Exception):  # noqa: N818 (what it says)
    """A text that is no value of its field: what was expected, what to do."""

    def __init__(self, expected: Title, remedy: Title) -> None:
        super().__init__(expected.zh)
        self.expected, self.remedy = expected, remedy

    def __str__(self) -> str:
        stop = "。" if language() == "zh" else ". "
        return f"{title(self.expected)}{stop}{title(self.remedy)}"


def read(name: str, field: Field, text: str) -> str | None:
    """Return what a person typed for a field of the table `name` as it is kept, None for a blank.

    Figures are in the unit shown and are rounded to what the field keeps. Raises Misread, with the words of the
    exchange, where the text is no value of the field.
    """
    found = registry.read(field, text, longest=MODELS[name]._meta.get_field(field.name).max_length)
    if found.problem is not None and found.severe:
        raise Misread(*found.problem)
    return stored(found.value)


def stored(value: Any) -> str | None:
    """Return a Python value of the dictionary's types as it is kept."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return str(value)


def typed(field: Field, text: str | None) -> Any:
    """Return a kept text as the Python value the registry holds."""
    if text is None:
        return None
    match field.type:
        case "integer" | "year":
            return int(text)
        case "decimal":
            return Decimal(text)
        case "boolean":
            return text == "true"
        case _:
            return text


def editable(field: Field, text: str | None) -> str:
    """Return a kept text as it stands in a form: figures plain, in the unit shown; codes and booleans as kept."""
    return registry.typed(field, typed(field, text))


def shown(field: Field, text: str | None) -> str:
    """Return a kept text for reading: figures exact with thousands separated, codes and booleans by title, 未填."""
    return registry.shown(field, typed(field, text), exact=True)


def choices(field: Field) -> list[tuple[str, str]]:
    """Return what a code or boolean field may hold, with titles in the page's language; nothing for other types."""
    return list(registry.choices(field).items())


def change(field: Field, value: str | None, last: str | None) -> str:
    """Return how a figure moved against the year before, as `+12.5 %`; blank where it says nothing."""
    if field.type not in {"integer", "decimal"} or value is None or last is None or Decimal(last) == 0:
        return ""
    moved = _EXACT.divide((Decimal(value) - Decimal(last)) * 100, abs(Decimal(last)))
    return "" if moved == 0 else f"{moved:+.1f} %"
