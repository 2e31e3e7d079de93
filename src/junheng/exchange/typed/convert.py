"""A raw column becomes values of a field; every cell that does not fit is marked with what is wrong.

Columns are converted whole. Only the distinct texts that no plain form covers are looked at one by one, by the
readers of `surface`; so a figure means the same whether it came as a number, as text or from another program.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any, Literal

import polars as pl

from junheng.dictionary import Field
from junheng.exchange.typed import surface
from junheng.exchange.typed.surface import BLANKS

Problem = Literal["type", "code", "range", "pattern", "digits", "formula", "rounded"]
"""What can be wrong with a cell; `rounded` is a doubt, the cell keeps its value."""

EXACT_FLOAT = 10**15
"""A float of more than 15 digits is no longer the figure that was typed."""

_FEW = 1_000

_DIGIT = r"\d"
"""In a pattern this would also take the digits of other scripts."""

_TURNED_DATE = r"^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$"


@dataclass(slots=True)
class Converted:
    """One column as the field's type (null where blank or wrong) and, for each problem, where it is."""

    values: pl.Series
    problems: dict[Problem, pl.Series] = field(default_factory=dict)

    def mark(self, problem: Problem, mask: pl.Series) -> None:
        """Add places with a problem."""
        if mask.any():
            self.problems[problem] = self.problems[problem] | mask if problem in self.problems else mask

    def wrong(self) -> pl.Series:
        """Return where the cell is faulty, so that its value counts for nothing."""
        masks = [mask for problem, mask in self.problems.items() if problem != "rounded"]
        return reduce(or_, masks) if masks else pl.repeat(False, self.values.len(), eager=True)


def tidy(found: pl.Series) -> pl.Series:
    """Return the column with blanks around texts taken off and blank texts as null; no number as null, too."""
    if found.dtype == pl.String:
        text = found.str.strip_chars(BLANKS)
        return text.set(text == "", None)
    if found.dtype.is_float():
        return found.set(found.is_nan().fill_null(False), None)
    return found


def as_text(column: pl.Series) -> pl.Series:
    """Return a column as the texts a person would type: whole figures without a decimal point."""
    if column.dtype == pl.Boolean:
        return pl.select(pl.when(column).then(pl.lit("TRUE")).when(~column).then(pl.lit("FALSE"))).to_series()
    if column.dtype == pl.Datetime:
        return column.dt.to_string("%Y-%m-%d %H:%M:%S").str.strip_suffix(" 00:00:00")
    if column.dtype.is_float():
        whole = ((column == column.round()) & (column.abs() < EXACT_FLOAT)).fill_null(False)
        figures = column.set(~whole, None).cast(pl.Int64).cast(pl.String)
        return figures.zip_with(whole, column.cast(pl.String))
    return column.cast(pl.String)


def by_text(texts: pl.Series, read: Callable[[str], Any], dtype: pl.DataType) -> tuple[pl.Series, pl.Series]:
    """Return `read` of every text, each distinct one read once, and where it found nothing."""
    distinct = texts.drop_nulls().unique()
    meanings = pl.Series([read(text) for text in distinct], dtype=dtype)
    if texts.len() <= _FEW:  # a frame costs more than it saves
        known = dict(zip(distinct, meanings, strict=True))
        values = pl.Series([None if text is None else known[text] for text in texts], dtype=dtype)
    else:
        pairs = pl.DataFrame({"text": distinct, "value": meanings})
        values = texts.to_frame("text").join(pairs, on="text", how="left", maintain_order="left").get_column("value")
    return values, texts.is_not_null() & values.is_null()


def blame(done: Converted, texts: pl.Series, bad: pl.Series, problem: Problem) -> None:
    """Mark bad texts: as formulas where they would be run as such, else as `problem`."""
    if not bad.any():
        return
    told, _ = by_text(texts.set(~bad, None), lambda text: surface.formula(text) or None, pl.Boolean())
    is_formula = told.fill_null(False)
    done.mark("formula", is_formula)
    done.mark(problem, bad & ~is_formula)


def _boolean(column: pl.Series, target: Field, relaxed: bool) -> Converted:
    if column.dtype == pl.Boolean:
        return Converted(column)
    texts = as_text(column)
    values, bad = by_text(texts, surface.boolean, pl.Boolean())
    done = Converted(values)
    blame(done, texts, bad, "type")
    return done


def _year(column: pl.Series, target: Field, relaxed: bool) -> Converted:
    texts = as_text(column)
    values, bad = by_text(texts, surface.year, pl.Int32())
    done = Converted(values)
    blame(done, texts, bad, "type")
    return done


def _date(column: pl.Series, target: Field, relaxed: bool) -> Converted:
    if column.dtype in {pl.Date, pl.Datetime}:
        values = column.cast(pl.Date)
        done = Converted(values)
        done.mark("range", (~values.dt.year().is_between(surface.EARLIEST, surface.LATEST)).fill_null(False))
        return done
    texts = as_text(column)
    plain = texts.str.to_date("%Y-%m-%d", strict=False) if column.dtype == pl.String else None
    if plain is not None:
        plain = plain.set((~plain.dt.year().is_between(surface.EARLIEST, surface.LATEST)).fill_null(False), None)
        texts = texts.set(plain.is_not_null(), None)
    elif column.dtype.is_float():  # 2016.1 as a number may have been October
        fraction = (column != column.round()).fill_null(False)
        values, bad = by_text(texts.set(fraction, None), surface.date, pl.Date())
        done = Converted(values)
        done.mark("type", bad | fraction)
        return done
    values, bad = by_text(texts, surface.date, pl.Date())
    done = Converted(values if plain is None else plain.zip_with(plain.is_not_null(), values))
    blame(done, texts, bad, "type")
    return done


def _code(column: pl.Series, target: Field, relaxed: bool) -> Converted:
    texts = as_text(column)
    reader = surface.code_reader(target.codes or "")
    values, bad = by_text(texts, reader.read, pl.String())
    if relaxed:
        values, bad = values.zip_with(~bad, texts), pl.repeat(False, texts.len(), eager=True)
    done = Converted(values)
    blame(done, texts, bad, "code")
    return done


def _text(column: pl.Series, target: Field, relaxed: bool) -> Converted:
    if column.dtype in {pl.Date, pl.Datetime}:
        done = Converted(pl.repeat(None, column.len(), dtype=pl.String, eager=True))
        done.mark("type", column.is_not_null())
        return done
    texts = as_text(column)
    done = Converted(texts)
    if column.dtype == pl.String:
        done.mark("type", texts.str.contains(_TURNED_DATE).fill_null(False))
        suspect = texts.str.contains(r"^[=+\-@＝＋－＠]").fill_null(False)
        told, _ = by_text(texts.set(~suspect, None), lambda text: surface.formula(text) or None, pl.Boolean())
        done.mark("formula", told.fill_null(False))
    elif column.dtype.is_float():
        done.mark("digits", (column.abs() >= EXACT_FLOAT).fill_null(False))
    if target.pattern is not None and not relaxed:
        texts = texts.str.normalize("NFKC").str.replace_all(r"[\s'’]", "")
        done.values = texts
    done.mark("digits", texts.str.contains(f"^(?:{surface.LOST_DIGITS.pattern})$").fill_null(False) & ~done.wrong())
    if target.pattern is not None and not relaxed:
        fits = texts.str.contains(f"^(?:{target.pattern.replace(_DIGIT, '[0-9]')})$")
        done.mark("pattern", (~fits).fill_null(False) & ~done.wrong())
    return done


CONVERTERS: Mapping[str, Callable[[pl.Series, Field, bool], Converted]] = {
    "boolean": _boolean,
    "year": _year,
    "date": _date,
    "code": _code,
    "text": _text,
}
"""Fields that are no figures, by type."""
