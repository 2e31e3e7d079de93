"""Shapes of JSON: how a value is written and what its JSON Schema is, from one definition."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

Schema = dict[str, Any]

EXACT_DIGITS = 60
"""Fractions that need more characters than this are given as numbers only."""


def number(value: Fraction | Decimal | float | None) -> int | float | None:
    """Return `value` as a JSON number: an integer when whole, else the nearest float; None is unknown."""
    if value is None or isinstance(value, int | float):
        return value
    over, under = value.as_integer_ratio()
    return over if under == 1 else over / under


def exact_text(value: Fraction | None) -> str | None:
    """Return `n/d` for a short fraction that no finite decimal gives, else None."""
    if value is None:
        return None
    rest = value.denominator
    for factor in (2, 5):
        while rest % factor == 0:
            rest //= factor
    text = f"{value.numerator}/{value.denominator}" if value.denominator.bit_length() < 4 * EXACT_DIGITS else ""
    return text if rest > 1 and 0 < len(text) <= EXACT_DIGITS else None


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of value: how it is written, its schema, and the definitions its schema refers to."""

    write: Callable[[Any], Any]
    schema: Schema
    definitions: Mapping[str, Schema] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a record: its value comes from the attribute `name` unless `get` says otherwise.

    An `optional` key is left out when its value is None.
    """

    name: str
    kind: Kind
    help: str
    get: Callable[[Any], Any] | None = None
    optional: bool = False

    def of(self, value: Any) -> Any:
        """Return the key's value, not yet written."""
        return getattr(value, self.name) if self.get is None else self.get(value)


def _as_is(value: Any) -> Any:
    return value


def plain(*types: str, **more: Any) -> Kind:
    """Return a kind of value that is written as it is."""
    return Kind(_as_is, {"type": types[0] if len(types) == 1 else list(types), **more})


def choice(*values: str | None) -> Kind:
    """Return one of several words."""
    return Kind(_as_is, {"enum": list(values)})


def many(kind: Kind) -> Kind:
    """Return an array of `kind`."""
    return Kind(
        lambda values: [kind.write(value) for value in values],
        {"type": "array", "items": kind.schema},
        kind.definitions,
    )


def by_name(kind: Kind) -> Kind:
    """Return an object whose keys are names and whose values are of `kind`."""
    return Kind(
        lambda values: {name: kind.write(value) for name, value in values.items()},
        {"type": "object", "additionalProperties": kind.schema},
        kind.definitions,
    )


def record(title: str, help_text: str, *keys: Key) -> Kind:
    """Return an object with exactly `keys`, defined once under `title` in the schema."""

    def write(value: Any) -> dict[str, Any]:
        written = {}
        for key in keys:
            held = key.of(value)
            if held is not None or not key.optional:
                written[key.name] = key.kind.write(held)
        return written

    schema = {
        "title": title,
        "description": help_text,
        "type": "object",
        "properties": {key.name: {**key.kind.schema, "description": key.help} for key in keys},
        "required": [key.name for key in keys if not key.optional],
        "additionalProperties": False,
    }
    definitions: dict[str, Schema] = {}
    for key in keys:
        definitions |= key.kind.definitions
    definitions[title] = schema
    return Kind(write, {"$ref": f"#/$defs/{title}"}, definitions)


TEXT = plain("string")
TEXT_OR_NULL = plain("string", "null")
TEXTS = many(TEXT)
YES_OR_NO = plain("boolean")
YES_NO_OR_NULL = plain("boolean", "null")
COUNT = plain("integer", minimum=0)
WHOLE = plain("integer")
WHOLE_OR_NULL = plain("integer", "null")
FIGURE = Kind(number, {"type": "number"})
FIGURE_OR_NULL = Kind(number, {"type": ["number", "null"]})
VERDICT = choice("met", "short", "unknown")
VERDICT_OR_NULL = choice("met", "short", "unknown", None)
