"""Checks across fields, tables and years (the dictionary's checks.toml), after the tables are read.

Only what is proven is reported: a blank part of a sum counts as nothing, a blank total proves nothing, and
figures of a child table are compared only where all of them are known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

import polars as pl

from junheng.dictionary import AtMost, Children, Dictionary, Field, Parent, Severity, Table, Tables, Title, load
from junheng.exchange.model import Fault

_FOUND = "@found"
_BEFORE = "@before"


def run(tables: Tables) -> list[Fault]:
    """Return what contradicts itself in `tables` (frames with `origin`, file|sheet|row), table by table.

    A fault stands at the cell of the figure that the others are held against; its column letter is not known
    here, `field` and `header` (the dictionary's title) name it.
    """
    dictionary = load()
    given = {name: frame for name, frame in tables.items() if frame.height}
    faults: list[Fault] = []
    for at_most in dictionary.checks.at_most:
        if at_most.table in given:
            faults += _at_most(at_most, dictionary, given[at_most.table])
    for children in dictionary.checks.children:
        if children.child in given and children.parent in given:
            faults += _children(children, dictionary, given[children.child], given[children.parent])
    faults += _absent_parents(dictionary, given)
    for parent in dictionary.checks.parent:
        if parent.child in given and parent.parent in given:
            faults += _parent(parent, dictionary, given[parent.child], given[parent.parent])
    for name, frame in given.items():
        faults += _jumps(dictionary, dictionary.tables[name], frame)
    return faults


def _at_most(check: AtMost, dictionary: Dictionary, frame: pl.DataFrame) -> Iterator[Fault]:
    table = dictionary.tables[check.table]
    parts = [table.fields[name] for name in check.parts]
    whole = table.fields[check.whole]
    over = (
        frame.lazy()
        .with_columns(pl.sum_horizontal(pl.col(check.parts).fill_null(0)).alias(_FOUND))
        .filter(pl.col(_FOUND) > pl.col(check.whole))
        .collect()
    )
    for row in over.iter_rows(named=True):
        counted = [part for part in parts if row[part.name]]
        expected = _exceeds(dictionary, _stage(dictionary, table, row), row, whole, counted)
        remedy = Title(
            f"请核对{'、'.join(f'“{f.zh}”' for f in [*counted, whole])}{_count_zh(len(counted) + 1)}",
            f"check the columns {', '.join(f.en for f in [*counted, whole])}",
        )
        yield _fault(row, "at_most", check.severity, whole, (expected, remedy))


def _exceeds(
    dictionary: Dictionary, stage: Title, row: Mapping[str, Any], whole: Field, parts: Sequence[Field]
) -> Title:
    """Return the sentence `小学专任教师数 42 人，本科学历 40、专科学历 5 合计 45 人，多出 3 人`."""
    unit = _unit(dictionary, whole)
    limit, found = row[whole.name], row[_FOUND]
    if len(parts) == 1:
        sums = Title(f"{parts[0].zh} {_plain(found)}{unit}", f"{parts[0].en} {_plain(found)}")
    else:
        sums = Title(
            "、".join(f"{f.zh} {_plain(row[f.name])}" for f in parts) + f" 合计 {_plain(found)}{unit}",
            ", ".join(f"{f.en} {_plain(row[f.name])}" for f in parts) + f", together {_plain(found)}",
        )
    return Title(
        f"{stage.zh}{whole.zh} {_plain(limit)}{unit}，{sums.zh}，多出 {_plain(found - limit)}{unit}",
        f"{stage.en}{whole.en} {_plain(limit)}, {sums.en}: {_plain(found - limit)} too many",
    )


def _children(check: Children, dictionary: Dictionary, child: pl.DataFrame, parent: pl.DataFrame) -> Iterator[Fault]:
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
    unit = _unit(dictionary, whole)
    title = child_table.title
    what = child_table.fields[check.sum].title if check.sum is not None else Title("行数", "number of rows")
    remedy = Title(
        f"请核对这一格和“{title.zh}”表中该校该学段的各行",
        f"check this cell and the school's rows in the table {title.en}",
    )
    for row in unlike.iter_rows(named=True):
        stage = _stage(dictionary, parent_table, row)
        filed, found = row[check.equals], row[_FOUND]
        off = _plain(abs(found - filed))
        more = Title("多出", "more") if found > filed else Title("少", "fewer")
        expected = Title(
            f"{stage.zh}{whole.zh} {_plain(filed)}{unit}，“{title.zh}”表{what.zh}{'合计' if check.sum else ''}"
            f" {_plain(found)}{unit}，{more.zh} {off}{unit}",
            f"{stage.en}{whole.en} {_plain(filed)}, {what.en} in the table {title.en} {_plain(found)}: {off} {more.en}",
        )
        yield _fault(row, "children", check.severity, whole, (expected, remedy))


def _absent_parents(dictionary: Dictionary, given: Mapping[str, pl.DataFrame]) -> Iterator[Fault]:
    """Yield one doubt for each table that others refer to and that was not given: nothing could be compared."""
    absent: dict[str, list[str]] = {}
    for check in dictionary.checks.parent:
        if check.child in given and check.parent not in given:
            absent.setdefault(check.parent, []).append(check.child)
    for parent, children in absent.items():
        title = dictionary.tables[parent].title
        names = [dictionary.tables[child].title for child in children]
        file, sheet, _ = _origin(given[children[0]].row(0, named=True))
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


def _parent(check: Parent, dictionary: Dictionary, child: pl.DataFrame, parent: pl.DataFrame) -> Iterator[Fault]:
    on = list(check.on)
    alone = child.filter(pl.all_horizontal(pl.col(on).is_not_null())).join(parent, on=on, how="anti")
    table, above = dictionary.tables[check.child], dictionary.tables[check.parent]
    last = table.fields[_telling(check.on)]
    for row in alone.iter_rows(named=True):
        words = [_value(dictionary, table.fields[name], row[name]) for name in check.on if row[name] != ""]
        expected = Title(
            f"“{above.title.zh}”表里没有 {'、'.join(word.zh for word in words)}",
            f"the table {above.title.en} has no {', '.join(word.en for word in words)}",
        )
        remedy = Title(
            f"请核对学年、代码，或在“{above.title.zh}”表补上这一行",
            f"check the year and the codes, or add the row to the table {above.title.en}",
        )
        yield _fault(row, "parent", check.severity, last, (expected, remedy), value=str(row[last.name]))


def _telling(on: Sequence[str]) -> str:
    """Return the key that most likely is wrong: the school's code, else the last one."""
    return "school_code" if "school_code" in on else on[-1]


def _jumps(dictionary: Dictionary, table: Table, frame: pl.DataFrame) -> Iterator[Fault]:
    """Yield steady figures that moved by more than the share against the year before."""
    steady = [field for field in table.fields.values() if field.steady]
    if not steady or "year" not in table.key or frame["year"].n_unique() < 2:
        return
    share = dictionary.checks.jump.share
    numerator, denominator = share.as_integer_ratio()
    on = list(table.key)
    names = [field.name for field in steady]
    before = frame.select(
        pl.col("year") + 1, *(name for name in on if name != "year"), pl.col(names).name.suffix(_BEFORE)
    )
    both = frame.join(before.unique(on, keep="none"), on=on, how="inner", maintain_order="left")
    for field in steady:
        now, then = pl.col(field.name), pl.col(f"{field.name}{_BEFORE}")
        moved = both.filter((now - then).abs() * denominator > then * numerator)
        for row in moved.iter_rows(named=True):
            yield _jump(dictionary, table, field, row, share)


def _jump(dictionary: Dictionary, table: Table, field: Field, row: Mapping[str, Any], share: Decimal) -> Fault:
    stage = _stage(dictionary, table, row)
    year, now, then = row["year"], row[field.name], row[f"{field.name}{_BEFORE}"]
    unit = _unit(dictionary, field)
    most = f"{_plain(share * 100)} %"
    expected = Title(
        f"{stage.zh}{field.zh} {year - 1} 学年 {_plain(then)}{unit}，{year} 学年 {_plain(now)}{unit}，变动超过 {most}",
        f"{stage.en}{field.en} {_plain(then)} in {year - 1}, {_plain(now)} in {year}: moved by more than {most}",
    )
    remedy = Title("如属实可不改，否则请核对两年的数据", "leave it if it is so, else check the figures of both years")
    return _fault(row, "jump", "doubt", field, (expected, remedy), value=_plain(now))


def _stage(dictionary: Dictionary, table: Table, row: Mapping[str, Any]) -> Title:
    """Return the stage that a sentence about a row begins with; nothing where the table has none."""
    if "stage" not in table.fields or row["stage"] is None:
        return Title("", "")
    title = _value(dictionary, table.fields["stage"], row["stage"])
    return Title(title.zh, f"{title.en}: ")


def _unit(dictionary: Dictionary, field: Field) -> str:
    """Return the unit as it stands behind a figure, with its space; nothing for a bare number."""
    return f" {dictionary.units[field.unit].title.zh}" if field.unit else ""


def _value(dictionary: Dictionary, field: Field, value: object) -> Title:
    """Return a value in words: a code by its title, a year with 学年, else as it is."""
    if field.codes is not None and (code := dictionary.codes[field.codes].codes.get(str(value))) is not None:
        return Title(code.zh, code.en)
    return (
        Title(f"{value} {field.zh}", f"{field.en} {value}") if field.type == "year" else Title(str(value), str(value))
    )


def _plain(value: Decimal | int) -> str:
    """Return a figure without trailing zeros and without an exponent."""
    text = f"{value:f}" if isinstance(value, Decimal) else str(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _count_zh(columns: int) -> str:
    return "两列" if columns == 2 else f"这 {columns} 列"


def _origin(row: Mapping[str, Any]) -> tuple[str, str | None, int | None]:
    """Return file, sheet and row of a frame's row."""
    file, _, rest = str(row.get("origin") or "").partition("|")
    sheet, _, number = rest.rpartition("|")
    return file, sheet or None, int(number) if number.isdigit() else None


def _fault(
    row: Mapping[str, Any],
    kind: str,
    severity: Severity,
    field: Field,
    words: tuple[Title, Title],
    *,
    value: str | None = None,
) -> Fault:
    file, sheet, number = _origin(row)
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
