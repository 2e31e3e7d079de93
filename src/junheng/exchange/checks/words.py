"""How a contradiction is put into words, and where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Context, Decimal
from typing import Any

from junheng.dictionary import Dictionary, Field, Severity, Table, Title
from junheng.exchange.model import Fault

_EXACT = Context(prec=60)


def stage(dictionary: Dictionary, table: Table, row: Mapping[str, Any]) -> Title:
    """Return the stage that a sentence about a row begins with; nothing where the table has none."""
    if "stage" not in table.fields or row["stage"] is None:
        return Title("", "")
    title = value(dictionary, table.fields["stage"], row["stage"])
    return Title(title.zh, f"{title.en}: ")


def unit(dictionary: Dictionary, field: Field) -> str:
    """Return the unit figures of a field are shown in, with the space before it; nothing for a bare number."""
    return f" {field.shown or dictionary.units[field.unit].title.zh}" if field.unit else ""


def number(dictionary: Dictionary, field: Field, stored: Decimal | int) -> str:
    """Return a figure of a field in the unit it is shown in."""
    factor = dictionary.units[field.unit].factor(field.shown) if field.unit and field.shown else None
    return plain(stored if factor is None else _EXACT.divide(Decimal(stored), factor))


def value(dictionary: Dictionary, field: Field, value: object) -> Title:
    """Return a value in words: a code by its title, a year with 学年, else as it is."""
    if field.codes is not None and (code := dictionary.codes[field.codes].codes.get(str(value))) is not None:
        return Title(code.zh, code.en)
    return (
        Title(f"{value} {field.zh}", f"{field.en} {value}") if field.type == "year" else Title(str(value), str(value))
    )


def plain(value: Decimal | int) -> str:
    """Return a figure without trailing zeros and without an exponent."""
    text = f"{value:f}" if isinstance(value, Decimal) else str(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


def count_zh(columns: int) -> str:
    """Return how many columns there are, as a sentence says it."""
    return "两列" if columns == 2 else f"这 {columns} 列"


def origin(row: Mapping[str, Any]) -> tuple[str, str | None, int | None]:
    """Return file, sheet and row of a frame's row."""
    file, _, rest = str(row.get("origin") or "").partition("|")
    sheet, _, number = rest.rpartition("|")
    return file, sheet or None, int(number) if number.isdigit() else None


def fault(
    row: Mapping[str, Any],
    kind: str,
    severity: Severity,
    field: Field,
    words: tuple[Title, Title],
    *,
    value: str | None = None,
) -> Fault:
    """Return a fault at the cell of a frame's row; `words` are what was expected and what to do."""
    file, sheet, number = origin(row)
    return Fault(
        severity=severity,
        kind=kind,
        file=file,
        sheet=sheet,
        row=number,
        header=field.zh,
        field=field.name,
        value=value,
        expected=words[0],
        remedy=words[1],
    )
