"""Single values of the dictionary's fields, between a person and the database: read from a text, and shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Context, Decimal
from functools import cache
from typing import Any

import polars as pl

from junheng.dictionary import Field, Title, load
from junheng.exchange.checks.words import number
from junheng.exchange.template.layout import NO, YES, choices_of
from junheng.exchange.typed.convert import CONVERTERS, tidy
from junheng.exchange.typed.expect import words
from junheng.exchange.typed.figures import figures
from junheng.web.base.templatetags.words import rounded
from junheng.web.base.words import language, say, title

_EXACT = Context(prec=60)
_CONTROL = {code: None for code in range(32) if chr(code) not in "\t\n"}
LARGEST = 2**63


@dataclass(frozen=True, slots=True)
class Read:
    """What a text means for a field: the value (None when blank or wrong), and what is the matter with it.

    `problem` is what was expected and what to do; it is `severe` unless the value stands all the same (rounded).
    """

    value: Any
    problem: tuple[Title, Title] | None = None
    severe: bool = False


def read(field: Field, text: str, *, longest: int | None = None) -> Read:
    """Return what a person meant by `text` (in the unit the field is shown in), as the spine reads workbooks."""
    text = text.translate(_CONTROL).strip()
    column = tidy(pl.Series([text], dtype=pl.String))
    if column.null_count():
        return Read(None)
    factor = factor_of(field)
    if field.type in {"integer", "decimal"}:
        done = figures(column, field, factor)
    else:
        done = CONVERTERS[field.type](column, field, False)
    problem = next(iter(done.problems), None)
    if problem is not None:
        severe = bool(done.wrong().any())
        return Read(None if severe else done.values[0], words(problem, field, factor), severe)
    value = done.values[0]
    if isinstance(value, str) and longest is not None and len(value) > longest:
        return Read(None, _too_long(longest), severe=True)
    if isinstance(value, int) and not -LARGEST <= value < LARGEST:
        return Read(None, words("type", field, factor), severe=True)
    return Read(value)


def _too_long(longest: int) -> tuple[Title, Title]:
    return (
        Title(f"最多 {longest} 个字", f"expected at most {longest} characters"),
        Title("请缩短后再保存", "shorten it and save again"),
    )


@cache
def factor_of(field: Field) -> Decimal:
    """Return the exact factor that turns a figure as shown into the stored one."""
    if field.unit is None or field.shown is None:
        return Decimal(1)
    return load().units[field.unit].factor(field.shown) or Decimal(1)


def unit(field: Field) -> str:
    """Return the unit the field is shown in, in the page's language; "" without one."""
    if field.unit is None:
        return ""
    return field.shown or title(load().units[field.unit].title)


def choices(field: Field) -> Mapping[str, str]:
    """Return what may be chosen, text of the stored value → words; empty for a field that is typed."""
    return _choices(field.codes or field.type, language())


@cache
def _choices(codes: str, tongue: str) -> Mapping[str, str]:
    if codes == "boolean":
        return {"true": YES.in_language(tongue), "false": NO.in_language(tongue)}
    found = load().codes.get(codes)
    return {} if found is None else choices_of(found, tongue)


def typed(field: Field, value: Any) -> str:
    """Return a value as it stands in an entry form: exact, in the unit shown, without separators; "" for a blank."""
    if value is None:
        return ""
    match value:
        case bool():
            return "true" if value else "false"
        case Decimal() | int() if field.type in {"integer", "decimal"}:
            return number(load(), field, value)
        case dt.date():
            return value.isoformat()
        case _:
            return str(value)


def shown(field: Field, value: Any, *, exact: bool = False) -> str:
    """Return a value as it is printed: codes by title, figures with separators, a blank as 未填.

    Figures of a unit that is shown in another (万元) keep two decimals unless `exact`.
    """
    if value is None or (value == "" and field.default is None):
        return say("未填", "not filed")
    match field.type:
        case "code" | "boolean":
            text = typed(field, value)
            return code_title(field, text, language())
        case "decimal":
            return _decimal(field, value, exact=exact)
        case "integer":
            return f"{value:,}" if field.unit else str(value)
        case "date":
            return value.isoformat()
    return masked(value) if field.name == "identity_number" else str(value)


@cache
def code_title(field: Field, code: str, tongue: str) -> str:
    """Return the title of a code or of yes and no; the code itself when it is not on the list."""
    if field.type == "boolean":
        return {"true": YES, "false": NO}[code].in_language(tongue)
    entry = load().codes[field.codes or ""].codes.get(code)
    return code if entry is None else Title(entry.zh, entry.en).in_language(tongue)


def _decimal(field: Field, value: Decimal, *, exact: bool) -> str:
    value = Decimal(value)
    if field.shown is None:
        return f"{value.quantize(Decimal(1).scaleb(-field.scale), context=_EXACT):,f}"
    kept = _EXACT.divide(value, factor_of(field))
    return f"{kept.normalize():,f}" if exact else f"{rounded(kept, 2):,}"


def masked(number: str) -> str:
    """Return an identity number as everybody sees it: its first four characters (province, city) and last two."""
    return f"{number[:4]}{'*' * max(len(number) - 6, 6)}{number[-2:]}" if len(number) > 8 else "*" * 8


def from_stored(field: Field, value: Any) -> Any:
    """Return a value of the history (JSON) as the Python value it was; identity numbers stay encrypted text."""
    if value is None:
        return None
    match field.type:
        case "decimal":
            return Decimal(str(value))
        case "date":
            return dt.date.fromisoformat(value)
        case _:
            return value
