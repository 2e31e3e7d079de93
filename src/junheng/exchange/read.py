"""Reading: files of any kind become the dictionary's tables, with every fault named in one pass."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import polars as pl
from msgspec import structs

from junheng.dictionary import Title, load
from junheng.exchange import checks
from junheng.exchange.mapping import plans as foreign
from junheng.exchange.model import Fault, Reading, Refused
from junheng.exchange.plan import Plan, RawSheet
from junheng.exchange.raw import sheets as raw
from junheng.exchange.raw.formulas import formula_faults
from junheng.exchange.raw.limits import DEFAULT, READABLE, Limits
from junheng.exchange.raw.sheet import Asked, Found
from junheng.exchange.typed import headers, keys
from junheng.exchange.typed.fill import Filled, fill
from junheng.exchange.words import fault, letter, refused


def read(
    paths: Sequence[Path] | Path, mapping: Path | foreign.Mapping_ | None = None, limits: Limits = DEFAULT
) -> Reading:
    """Read workbooks, CSV and Parquet (or directories of them) into the dictionary's tables.

    Sheets and files of one table are put together in the order given. With a `mapping` (a saved mapping or the
    path of one), foreign tables are read as it says. Every fault comes back in one pass, faulty cells are null;
    reading the same files again gives an equal result.

    Raises `Refused` when a file, or the mapping, cannot be read at all; it then carries the faults of all files.
    """
    loaded = _mapping(mapping)
    found = _sheets(_files([paths] if isinstance(paths, Path) else paths), loaded, limits)
    planned, faults = _plans(found.sheets, loaded)
    faults = [*found.faults, *faults]
    filled = [fill(sheet, plan, load().tables[plan.table], limits) for sheet, plan in planned]
    aside = _aside(planned, filled)
    faults = [*_formulas(found, aside, limits), *(one for one in faults if not _merged_aside(one, aside))]
    for one in filled:
        faults += one.faults
    letters = _letters(planned)
    tables, more = _tables(filled, letters, limits)
    faults += more
    faults += [_placed(one, letters) for one in checks.run(tables, limits)]
    if not any(frame.height for frame in tables.values()) and all(one.severity == "doubt" for one in faults):
        faults.append(_no_rows(tables, found.sheets))
    return Reading(
        tables=tables,
        faults=tuple(_once(faults)),
        rows=_counts(planned, filled, read=True),
        blank={sheet.label: sheet.blank for sheet in found.sheets if sheet.blank},
        filtered={
            label: rest
            for label, count in _counts(planned, filled, read=False).items()
            if (rest := count - len(aside.get(label, ())))
        },
        skipped={label: len(rows) for label, rows in aside.items()},
        columns=_columns(planned),
    )


def _columns(planned: Sequence[tuple[RawSheet, Plan]]) -> dict[str, frozenset[str]]:
    """Return, by table, the fields every sheet of it says something about."""
    found: dict[str, frozenset[str]] = {}
    for _, plan in planned:
        here = frozenset(plan.sources)
        found[plan.table] = found.get(plan.table, here) & here
    return found


def _aside(planned: Sequence[tuple[RawSheet, Plan]], filled: Sequence[Filled]) -> Mapping[str, frozenset[int]]:
    """Return, by `file|sheet`, the rows of totals and signatures that no table took."""
    totals: dict[str, set[int]] = {}
    taken: dict[str, set[int]] = {}
    for (sheet, _), one in zip(planned, filled, strict=True):
        if one.totals.any():
            totals.setdefault(sheet.label, set()).update(sheet.rows.filter(one.totals))
    for (sheet, _), one in zip(planned, filled, strict=True):
        if sheet.label in totals:
            taken.setdefault(sheet.label, set()).update(sheet.rows.filter(one.read))
    return {label: frozenset(rest) for label, rows in totals.items() if (rest := rows - taken[label])}


def _formulas(found: Found, aside: Mapping[str, frozenset[int]], limits: Limits) -> Iterator[Fault]:
    for cells, sheet in found.formulas:
        yield from formula_faults(cells, sheet, aside.get(sheet.label, frozenset()), limits.listed)


def _merged_aside(one: Fault, aside: Mapping[str, frozenset[int]]) -> bool:
    """Tell whether a fault is a merge that begins in a row of totals, where it harms nothing."""
    return one.kind == "merged" and one.row in aside.get(f"{one.file}|{one.sheet or ''}", frozenset())


def _no_rows(tables: Mapping[str, pl.DataFrame], sheets: Sequence[RawSheet]) -> Fault:
    titles = [load().tables[name].title for name in tables]
    return fault(
        "empty",
        sheets[0].file if sheets else "",
        Title(
            f"没有任何数据行（{'、'.join(title.zh for title in titles)}）",
            f"there are no rows of data ({', '.join(title.en for title in titles)})",
        ),
        Title("请在表头下逐行填写后再导入", "fill in rows below the headers and read the file again"),
    )


def _mapping(mapping: Path | foreign.Mapping_ | None) -> foreign.Mapping_ | None:
    if not isinstance(mapping, str | Path):
        return mapping
    return foreign.load_mapping(Path(mapping))


def _files(paths: Iterable[Path]) -> list[tuple[Path, str]]:
    """Return the files to read, each once, and what to call them: in a directory, their path from there.

    Where another file goes by the same name, as much of the path stands before it as tells them apart.
    """
    files: dict[Path, tuple[Path, str]] = {}
    for path in map(Path, paths):
        for one, name in _inside(path) if path.is_dir() else [(path, path.name)]:
            files.setdefault(one.resolve(), (one, name))
    return [(one, _told_apart(whole, name, files)) for whole, (one, name) in files.items()]


def _told_apart(whole: Path, name: str, others: Collection[Path]) -> str:
    parts = whole.parts
    for count in range(name.count("/") + 1, len(parts)):
        called = "/".join(parts[-count:]) if count > name.count("/") + 1 else name
        if not any(other != whole and other.as_posix().endswith(f"/{called}") for other in others):
            return called
    return whole.as_posix()


def _inside(folder: Path) -> list[tuple[Path, str]]:
    """Return the readable files in and below a directory, by name; hidden ones and Excel's lock files are no data."""
    found = []
    for one in sorted(folder.rglob("*")):
        inside = one.relative_to(folder)
        hidden = any(part.startswith(("~$", ".")) for part in inside.parts)
        if one.suffix.lower() in READABLE and not hidden and one.is_file():
            found.append((one, inside.as_posix()))
    if not found:
        raise refused(
            "unreadable",
            folder.name,
            Title("文件夹里没有可读的文件", "the directory has no file that is read"),
            Title("请放入 .xlsx、.xls、.csv 或 Parquet", "put .xlsx, .xls, .csv or Parquet there"),
        )
    return found


def _sheets(files: Sequence[tuple[Path, str]], mapping: foreign.Mapping_ | None, limits: Limits) -> Found:
    def header_row(name: str) -> int | None:
        return None if mapping is None else foreign.header_row(mapping, name)

    asked = Asked(limits, header_row, headers.known_headers())
    found = Found()
    refusals: list[Fault] = []
    for path, name in files:
        try:
            one = raw.sheets(path, name, asked)
        except Refused as error:
            refusals += error.faults
            continue
        found.sheets += one.sheets
        found.formulas += one.formulas
        found.faults += one.faults
    if refusals:
        raise Refused(*refusals)
    return found


def _plans(
    sheets: Sequence[RawSheet], mapping: foreign.Mapping_ | None
) -> tuple[list[tuple[RawSheet, Plan]], list[Fault]]:
    if mapping is None:
        matched = headers.plans(sheets)
        return matched.plans, matched.faults
    return foreign.plans(sheets, mapping)


def _letters(planned: Sequence[tuple[RawSheet, Plan]]) -> Mapping[str, Mapping[str, str]]:
    """Return the column letters by `file|sheet` and field."""
    found: dict[str, dict[str, str]] = {}
    for sheet, plan in planned:
        letters = {name: letter(source.columns[0]) for name, source in plan.sources.items() if source.columns}
        found.setdefault(sheet.label, {}).update(letters)
    return found


def _placed(found: Fault, letters: Mapping[str, Mapping[str, str]]) -> Fault:
    """Return a fault of a cell with its column's letter, which the checks across tables do not know."""
    if found.column is not None or found.row is None or found.field is None:
        return found
    return structs.replace(found, column=letters.get(f"{found.file}|{found.sheet or ''}", {}).get(found.field))


def _tables(
    filled: Sequence[Filled], letters: Mapping[str, Mapping[str, str]], limits: Limits
) -> tuple[dict[str, pl.DataFrame], list[Fault]]:
    """Return the tables in the dictionary's order, each put together from its sheets, with its keys made unique."""
    tables: dict[str, pl.DataFrame] = {}
    faults: list[Fault] = []
    for table in load():
        frames = [one.frame for one in filled if one.table == table.name]
        if frames:
            keyed = keys.unique(table, pl.concat(frames), letters, limits)
            tables[table.name] = keyed.frame
            faults += keyed.faults
    return tables, faults


def _counts(planned: Sequence[tuple[RawSheet, Plan]], filled: Sequence[Filled], *, read: bool) -> Mapping[str, int]:
    """Return, by `file|sheet`, the rows that some table took (or that none did)."""
    rows: dict[str, list[pl.DataFrame]] = {}
    for (sheet, _), one in zip(planned, filled, strict=True):
        rows.setdefault(sheet.label, []).append(pl.DataFrame({"row": sheet.rows, "read": one.read}))
    return {label: _count(frames, read=read) for label, frames in rows.items()}


def _count(frames: Sequence[pl.DataFrame], *, read: bool) -> int:
    if len(frames) == 1:
        return int((frames[0]["read"] == read).sum())
    taken = pl.concat(frames).group_by("row").agg(pl.col("read").any())
    return int((taken["read"] == read).sum())


def _once(faults: Sequence[Fault]) -> Iterable[Fault]:
    """Return the faults without those a graver word on the same cell makes needless, and without repeats."""
    # A cell that a mapping could not make sense of is blank from then on: it was not left blank.
    graver = {
        (one.file, one.sheet, one.row, one.column)
        for one in faults
        if one.kind in {"formula", "unclear", "code"} and one.row
    }
    for one in dict.fromkeys(faults):
        if one.kind == "missing" and (one.file, one.sheet, one.row, one.column) in graver:
            continue
        yield one
