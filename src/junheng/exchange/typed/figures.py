"""Figures: whole numbers and decimals, exact whatever form they come in and whatever unit the column is in."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cache

import polars as pl

from junheng.dictionary import Field, load
from junheng.exchange.typed import surface
from junheng.exchange.typed.convert import EXACT_FLOAT, Converted, as_text, blame, by_text
from junheng.exchange.typed.headline import plain

_EXACT = Context(prec=80, rounding=ROUND_HALF_UP)
_ARTEFACT = 1e-9
"""The most, in proportion, by which floats put a decimal off."""

_CLOSE = 1e-3
"""The most of the last decimal kept that may be put down to floats, however large the figure."""


def figures(column: pl.Series, target: Field, factor: Decimal) -> Converted:
    """Return a raw column as exact figures of `target`, each multiplied by `factor` (or by its own unit's).

    Decimals beyond the field's scale are rounded half up and marked `rounded`, unless they are no more than what
    floats add. Figures out of the field's bounds are marked `range`; an integer field takes no fractions.
    """
    scale = target.scale if target.type == "decimal" else 0
    if column.dtype == pl.Boolean or column.dtype.is_temporal():
        done = Converted(pl.repeat(None, column.len(), dtype=target.dtype, eager=True))
        done.mark("type", column.is_not_null())
        return done
    quick = _quick(column, target, factor, scale)
    if quick.null_count() == column.null_count():  # most columns: nothing is left for the slow reader
        done = Converted(quick if quick.dtype == target.dtype else quick.cast(target.dtype))
        _bound(done, target)
        return done
    texts = as_text(column).set(quick.is_not_null(), None)
    slow, bad = by_text(texts, lambda text: _kept(text, target, factor, scale), _KEPT)
    rounded = slow.struct.field("rounded").fill_null(False)
    done = Converted(quick.zip_with(quick.is_not_null(), slow.struct.field("value").cast(target.dtype)))
    if target.type == "integer":
        bad, rounded = bad | rounded, rounded & False
    blame(done, texts, bad, "type")
    done.mark("rounded", rounded)
    _bound(done, target)
    return done


def _quick(column: pl.Series, target: Field, factor: Decimal, scale: int) -> pl.Series:
    """Return the values of the plain forms of each type, null where the slow reader has to look."""
    if column.dtype.is_float():
        return _of_floats(column, target, factor, scale)
    power = _power(factor)
    if power is None:
        return pl.repeat(None, column.len(), dtype=target.dtype, eager=True)
    if column.dtype == pl.String:
        column = column.set(~column.str.contains(_plain_form(scale + power)).fill_null(False), None)
    elif column.dtype.is_decimal() and column.dtype.scale > scale + power:  # type: ignore[attr-defined]
        return pl.repeat(None, column.len(), dtype=target.dtype, eager=True)
    exact = column.cast(pl.Decimal(38, scale + power), strict=False)
    if power:
        exact = _times(exact, Decimal(10**power)).cast(pl.Decimal(38, scale))
    return exact.cast(target.dtype)


def _power(factor: Decimal) -> int | None:
    """Return the exponent of a factor that is a power of ten from 1 to 10^8, None for any other."""
    power = factor.adjusted()
    return power if 0 <= power <= 8 and factor == Decimal(10) ** power else None


def _plain_form(places: int) -> str:
    return rf"^[+-]?[0-9]{{1,15}}(?:\.[0-9]{{1,{places}}})?$" if places else r"^[+-]?[0-9]{1,15}$"


def _of_floats(column: pl.Series, target: Field, factor: Decimal, scale: int) -> pl.Series:
    """Return floats as whole numbers of the last decimal kept, where they are that but for a float's artefact."""
    shifted = column * float(factor.scaleb(scale))
    whole = shifted.round()
    off, size = (shifted - whole).abs(), shifted.abs()
    close = (off <= size * _ARTEFACT) & (off <= _CLOSE) & (size < EXACT_FLOAT)
    counted = whole.set(~close.fill_null(False), None).cast(pl.Int64)
    if target.type == "integer":
        return counted
    return _times(counted.cast(pl.Decimal(38, scale)), Decimal(1).scaleb(-scale))


def _times(column: pl.Series, factor: Decimal) -> pl.Series:
    """Multiply exactly. The factor is given as text: for a decimal, Polars would import NumPy."""
    places = max(-int(factor.as_tuple().exponent), 0)
    return pl.select(pl.lit(column) * pl.lit(f"{factor:f}").cast(pl.Decimal(38, places))).to_series()


_KEPT = pl.Struct({"value": pl.String, "rounded": pl.Boolean})


def _kept(text: str, target: Field, factor: Decimal, scale: int) -> dict[str, object] | None:
    """Return what is kept of a figure, as text, and whether rounding changed it; None when it is no figure."""
    value = _exact(text, target, factor)
    if value is None or abs(value) >= Decimal(10) ** (18 if scale == 0 else 37 - scale):
        return None
    kept = value.quantize(Decimal(1).scaleb(-scale), context=_EXACT)
    off = abs(value - kept)
    artefact = off <= abs(value) * Decimal(str(_ARTEFACT)) and off.scaleb(scale) <= Decimal(str(_CLOSE))
    return {"value": f"{kept:f}", "rounded": not artefact}


def _exact(text: str, target: Field, factor: Decimal) -> Decimal | None:
    """Return the exact value in the stored unit; a unit written in the cell counts before the column's."""
    read = surface.figure(text)
    if read is None:
        return None
    own = _unit_factors(target).get(plain(read.unit)) if read.unit else factor
    return None if own is None else _EXACT.multiply(read.value, own)


@cache
def _factors(unit: str) -> Mapping[str, Decimal]:
    known = load().units[unit]
    spellings = {plain(known.title.zh): Decimal(1), plain(known.title.en): Decimal(1)}
    return spellings | {plain(spelling): factor for spelling, factor in known.also.items()}


def _unit_factors(target: Field) -> Mapping[str, Decimal]:
    """Return the exact factors of the words that may stand behind a figure of this field (`7年级`, `45人`)."""
    return {plain(target.zh): Decimal(1), **(_factors(target.unit) if target.unit else {})}


def _bound(done: Converted, target: Field) -> None:
    least, most = done.values.min(), done.values.max()
    if target.min is not None and least is not None and least < target.min:  # type: ignore[operator]
        done.mark("range", (done.values < target.min).fill_null(False) & ~done.wrong())
    if target.max is not None and most is not None and most > target.max:  # type: ignore[operator]
        done.mark("range", (done.values > target.max).fill_null(False) & ~done.wrong())
