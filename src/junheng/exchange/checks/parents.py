"""Rows that refer to a row of another table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from junheng.dictionary import Dictionary, Parent, Title
from junheng.exchange.checks import words
from junheng.exchange.model import Fault

_ROWS = "@rows"


def absent(dictionary: Dictionary, given: Mapping[str, pl.DataFrame]) -> Iterator[Fault]:
    """Yield one doubt for each table that others refer to and that was not given: nothing could be compared."""
    absent: dict[str, list[str]] = {}
    for check in dictionary.checks.parent:
        if check.child in given and check.parent not in given:
            absent.setdefault(check.parent, []).append(check.child)
    for parent, children in absent.items():
        title = dictionary.tables[parent].title
        names = [dictionary.tables[child].title for child in children]
        file, sheet, _ = words.origin(given[children[0]].row(0, named=True))
        yield Fault(
            severity="doubt",
            kind="parent",
            file=file,
            sheet=sheet,
            expected=Title(
                f"没有“{title.zh}”表，{'、'.join(f'“{name.zh}”' for name in names)}无从与它核对",
                f"there is no table {title.en}: {', '.join(name.en for name in names)} could not be compared with it",
            ),
            remedy=Title(f"请一并给出“{title.zh}”表", f"give the table {title.en} too"),
        )


def orphans(check: Parent, dictionary: Dictionary, child: pl.DataFrame, parent: pl.DataFrame) -> Iterator[Fault]:
    """Yield a fault for each key that rows of `child` have and `parent` lacks: at the first of them, with their number.

    One row of the parent that is missing or misread leaves many behind; they are one thing to mend.
    """
    on = list(check.on)
    alone = child.filter(pl.all_horizontal(pl.col(on).is_not_null())).join(
        parent, on=on, how="anti", maintain_order="left"
    )
    if alone.is_empty():
        return
    counted = alone.with_columns(pl.len().over(on).alias(_ROWS)).unique(on, keep="first", maintain_order=True)
    table, above = dictionary.tables[check.child], dictionary.tables[check.parent]
    last = table.fields[_telling(check.on)]
    for row in counted.iter_rows(named=True):
        key = [words.value(dictionary, table.fields[name], row[name]) for name in check.on if row[name] != ""]
        many = row[_ROWS] > 1
        expected = Title(
            f"“{above.title.zh}”表里没有 {'、'.join(word.zh for word in key)}"
            + (f"，本表有 {row[_ROWS]} 行属于它，这是第一行" if many else ""),
            f"the table {above.title.en} has no {', '.join(word.en for word in key)}"
            + (f"; {row[_ROWS]} rows here belong to it, this is the first" if many else ""),
        )
        remedy = Title(
            f"请核对学年、代码，或在“{above.title.zh}”表补上{'或改正' if many else ''}这一行",
            f"check the year and the codes, or add {'or mend ' if many else ''}the row in the table {above.title.en}",
        )
        yield words.fault(row, "parent", check.severity, last, (expected, remedy), value=str(row[last.name]))


def _telling(on: Sequence[str]) -> str:
    """Return the key that most likely is wrong: the school's code, else the last one."""
    return "school_code" if "school_code" in on else on[-1]
