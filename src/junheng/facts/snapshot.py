"""The content hash of records: the same figures give the same hash, whatever file and order they came in."""

from __future__ import annotations

import hashlib
import io

import polars as pl

from junheng.dictionary import Tables, load


def snapshot_id(tables: Tables) -> str:
    """Return `sha256:` and 64 hex digits over the records' values.

    Tables go by name, rows by key, columns in the dictionary's order; `origin`, empty tables and columns without
    a single value are left out, so a dictionary that has grown since gives the same hash for the same records.
    Every value is written as text: CSV tells a blank (nothing) from an empty text (two quotes), and decimals
    stand with their scale.
    """
    digest = hashlib.sha256()
    for name in sorted(tables):
        frame = _canonical(name, tables[name])
        if frame.is_empty():
            continue
        text = io.BytesIO()
        frame.write_csv(text, quote_style="necessary", line_terminator="\n")
        digest.update(f"{name}\x00{len(frame)}\x00{text.tell()}\x00".encode())
        digest.update(text.getbuffer())
    return f"sha256:{digest.hexdigest()}"


def _canonical(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    table = load().tables.get(name)
    order = list(table.fields) if table else sorted(frame.columns)
    filled = [column for column in order if column in frame.columns and frame[column].null_count() < len(frame)]
    frame = frame.select(filled)
    key = [column for column in (table.key if table else filled) if column in filled]
    if not key:
        return frame
    sorted_ = frame.sort(key, nulls_last=True)
    again = sorted_.select(pl.struct(key).rle_id().n_unique() < pl.len()).item()
    # Rows that share a key are told apart by their other values.
    return (
        frame.sort([*key, *(column for column in filled if column not in key)], nulls_last=True) if again else sorted_
    )
