"""Parquet: columns come typed and exact, so only their shape is checked here."""

from __future__ import annotations

import io

import polars as pl

from junheng.dictionary import Title
from junheng.exchange.plan import RawSheet
from junheng.exchange.raw.limits import Limits
from junheng.exchange.raw.sheet import Found, check_lengths, check_shape
from junheng.exchange.raw.zipped import damaged
from junheng.exchange.words import fault, letter


def read_parquet(data: bytes, file: str, limits: Limits) -> Found:
    """Read a Parquet file; raises `Refused` when it is damaged or beyond a limit.

    Rows count from 1. A column `origin` that an earlier reading added is left out: this file is the origin now.
    """
    found = Found()
    frame = _frame(data, file, limits)
    headers = tuple(frame.columns)
    for place, (name, dtype) in enumerate(frame.schema.items()):
        if dtype.is_nested() or dtype in {pl.Binary, pl.Object}:
            found.faults.append(
                fault(
                    "type",
                    file,
                    Title(f"列的类型 {dtype} 不是单个值", f"the column's type {dtype} is no single value"),
                    Title("请只保留数字、文字、日期和是否", "keep numbers, texts, dates and booleans only"),
                    column=letter(place),
                    header=name,
                )
            )
    frame = frame.select(
        _plain(name, dtype).alias(f"c{place}") for place, (name, dtype) in enumerate(frame.schema.items())
    )
    rows = pl.int_range(1, frame.height + 1, dtype=pl.Int64, eager=True)
    sheet = RawSheet(file, None, 0, headers, frame, rows)
    check_lengths(sheet, limits)
    found.sheets.append(sheet)
    return found


def _frame(data: bytes, file: str, limits: Limits) -> pl.DataFrame:
    # Arrow's own reader: a damaged file is an error to it, where others run out of memory. It is slow to import,
    # and only Parquet needs it.
    import pyarrow as pa  # noqa: PLC0415
    from pyarrow import parquet  # noqa: PLC0415

    try:
        with parquet.ParquetFile(io.BytesIO(data)) as opened:
            check_shape(file, None, opened.metadata.num_rows, opened.metadata.num_columns, limits)
            table = opened.read(columns=[name for name in opened.schema_arrow.names if name != "origin"])
        table.validate(full=True)
        frame = pl.from_arrow(pa.table(table.columns, names=table.column_names))  # without notes of the writer
    except (pa.ArrowException, pl.exceptions.PolarsError, OSError, ValueError, MemoryError, KeyError) as error:
        raise damaged(file) from error
    except BaseException as error:  # a panic of the conversion is no Exception; an interrupt goes on as it is
        if type(error).__name__ == "PanicException":
            raise damaged(file) from error
        raise
    if not isinstance(frame, pl.DataFrame):
        raise damaged(file)
    return frame


def _plain(name: str, dtype: pl.DataType) -> pl.Expr:
    """Return a column as one of the types a raw sheet has; decimals stay decimals, exact."""
    column = pl.col(name)
    if dtype.is_integer():
        return column.cast(pl.Int64, strict=False)
    if dtype.is_float():
        return column.cast(pl.Float64)
    if dtype.is_decimal() or dtype in {pl.Boolean, pl.Date, pl.Datetime, pl.String}:
        return column
    if dtype.is_nested() or dtype in {pl.Binary, pl.Object}:
        return pl.lit(None, pl.String)
    return column.cast(pl.String)
