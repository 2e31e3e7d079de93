"""Figures that are held against other figures: parts against their whole, a child table against its parent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import polars as pl

from junheng.dictionary import AtMost, Children, Dictionary, Field, Title
from junheng.exchange.checks import words
from junheng.exchange.model import Fault

_FOUND = "@found"


def all_at_most(checks: Sequence[AtMost], dictionary: Dictionary, frame: pl.DataFrame) -> Iterator[Fault]:
    """Yield what `at_most` finds for each of several checks of one table; one look tells which of them need it."""
    if not checks:
        return
    any_over = frame.select(_over(check).any().alias(str(place)) for place, check in enumerate(checks)).row(0)
    for check, over in zip(checks, any_over, strict=True):
        if over:
            yield from at_most(check, dictionary, frame)


def _over(check: AtMost) -> pl.Expr:
    return pl.sum_horizontal(pl.col(check.parts).fill_null(0)) > pl.col(check.whole)


def at_most(check: AtMost, dictionary: Dictionary, frame: pl.DataFrame) -> Iterator[Fault]:
    """Yield a fault for each row whose known parts, added up, are more than their whole."""
    table = dictionary.tables[check.table]
    parts = [table.fields[name] for name in check.parts]
    whole = table.fields[check.whole]
    over = frame.filter(_over(check)).with_columns(pl.sum_horizontal(pl.col(check.parts).fill_null(0)).alias(_FOUND))
    for row in over.iter_rows(named=True):
        counted = [part for part in parts if row[part.name]]
        expected = _exceeds(dictionary, words.stage(dictionary, table, row), row, whole, counted)
        remedy = Title(
            f"请核对{'、'.join(f'“{f.zh}”' for f in [*counted, whole])}{words.count_zh(len(counted) + 1)}",
            f"check the columns {', '.join(f.en for f in [*counted, whole])}",
        )
        yield words.fault(row, "at_most", check.severity, whole, (expected, remedy))


def _exceeds(
    dictionary: Dictionary, stage: Title, row: Mapping[str, Any], whole: Field, parts: Sequence[Field]
) -> Title:
    """Return the sentence `小学专任教师数 42 人，本科学历 40、专科学历 5 合计 45 人，多出 3 人`."""
    unit = words.unit(dictionary, whole)
    limit, found, over = (
        words.number(dictionary, whole, figure)
        for figure in (row[whole.name], row[_FOUND], row[_FOUND] - row[whole.name])
    )
    if len(parts) == 1:
        sums = Title(f"{parts[0].zh} {found}{unit}", f"{parts[0].en} {found}")
    else:
        sums = Title(
            "、".join(f"{f.zh} {words.number(dictionary, f, row[f.name])}" for f in parts) + f" 合计 {found}{unit}",
            ", ".join(f"{f.en} {words.number(dictionary, f, row[f.name])}" for f in parts) + f", together {found}",
        )
    return Title(
        f"{stage.zh}{whole.zh} {limit}{unit}，{sums.zh}，多出 {over}{unit}",
        f"{stage.en}{whole.en} {limit}, {sums.en}: {over} too many",
    )


def children(check: Children, dictionary: Dictionary, child: pl.DataFrame, parent: pl.DataFrame) -> Iterator[Fault]:
    """Yield a fault for each parent row whose figure is not what its known rows of the child table add up to."""
    child_table, parent_table = dictionary.tables[check.child], dictionary.tables[check.parent]
    on = list(check.on)
    figure = pl.len().cast(pl.Int64)
    known = pl.lit(True)
    if check.sum is not None:
        figure, known = pl.col(check.sum).sum(), pl.col(check.sum).is_not_null().all()
    sums = child.lazy().group_by(on).agg(figure.alias(_FOUND), known.alias("@known")).filter(pl.col("@known"))
    unlike = (
        parent.lazy()
        .join(sums, on=on, how="inner")
        .filter(pl.col(_FOUND) != pl.col(check.equals))
        .sort("origin" if "origin" in parent.columns else on)
        .collect()
    )
    whole = parent_table.fields[check.equals]
    unit = words.unit(dictionary, whole)
    title = child_table.title
    what = child_table.fields[check.sum].title if check.sum is not None else Title("行数", "number of rows")
    remedy = Title(
        f"请核对这一格和“{title.zh}”表中该校该学段的各行",
        f"check this cell and the school's rows in the table {title.en}",
    )
    for row in unlike.iter_rows(named=True):
        stage = words.stage(dictionary, parent_table, row)
        filed, found = row[check.equals], row[_FOUND]
        off = words.plain(abs(found - filed))
        more = Title("多出", "more") if found > filed else Title("少", "fewer")
        expected = Title(
            f"{stage.zh}{whole.zh} {words.plain(filed)}{unit}，“{title.zh}”表{what.zh}{'合计' if check.sum else ''}"
            f" {words.plain(found)}{unit}，{more.zh} {off}{unit}",
            f"{stage.en}{whole.en} {words.plain(filed)}, {what.en} in the table {title.en} {words.plain(found)}: "
            f"{off} {more.en}",
        )
        yield words.fault(row, "children", check.severity, whole, (expected, remedy))
