"""Which table a sheet is, and which column feeds which field: the dictionary's own layout, as people keep it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, cached_property
from pathlib import PurePosixPath

from junheng.dictionary import Dictionary, Field, Table, Title, load
from junheng.exchange.model import Fault
from junheng.exchange.plan import Plan, RawSheet, Source
from junheng.exchange.template.layout import CODES, EXAMPLE, FAULTS, GUIDE
from junheng.exchange.typed.headline import plain, split_unit
from junheng.exchange.words import doubt, fault, letter, shorten

_SILENT = tuple(plain(text) for text in (GUIDE.zh, GUIDE.en, CODES.zh, CODES.en, FAULTS.zh, "说明", "readme"))
_EXAMPLES = tuple(plain(text) for text in (EXAMPLE.zh, EXAMPLE.en))
_OF_WHICH = "其中"


class TableHeaders:
    """The plain headers of one table and the field each stands for."""

    def __init__(self, table: Table) -> None:
        self.table = table

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """Return the fields by plain header: name, both titles, and the title without `其中：` where that is clear."""
        found: dict[str, Field] = {}
        short: dict[str, list[Field]] = {}
        for one in self.table.fields.values():
            for header in (one.zh, one.en, one.name):
                found.setdefault(plain(header), one)
            if (title := plain(one.zh)).startswith(_OF_WHICH):
                short.setdefault(title.removeprefix(_OF_WHICH), []).append(one)
        for header, fields in short.items():
            if len(fields) == 1:
                found.setdefault(header, fields[0])
        return found

    def find(self, header: str) -> tuple[Field, str | None] | None:
        """Return the field of a header and the unit the header names, None for an unknown header.

        A header that is whole a title (`所在乡镇(街道)`) is taken as it is; else its last bracket is the unit.
        """
        if (whole := self.fields.get(plain(header))) is not None:
            return whole, None
        name, unit = split_unit(header)
        known = self.fields.get(name)
        return None if known is None else (known, unit)


@cache
def tables() -> Mapping[str, TableHeaders]:
    """Return the headers of every table of the dictionary, by table name."""
    return {table.name: TableHeaders(table) for table in load()}


@cache
def known_headers() -> frozenset[str]:
    """Return the plain headers of all tables, for finding the row they stand in."""
    return frozenset(header for table in tables().values() for header in table.fields)


@dataclass(slots=True)
class Matched:
    """The plans for sheets that are tables, and what was wrong or odd with sheets and headers."""

    plans: list[tuple[RawSheet, Plan]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def plans(sheets: Sequence[RawSheet]) -> Matched:
    """Return how each sheet fills a table of the dictionary, by its title, else by its headers.

    Faults: key columns that are not there, a header that is there twice, a unit that is not known, no table at
    all. Doubts: sheets and columns that are no part of the dictionary, required columns that are not there.
    """
    matched = Matched()
    for sheet in sheets:
        table = _table_of(sheet)
        if table is None:
            matched.faults += _no_table(sheet)
            continue
        sources, faults = _sources(sheet, table)
        matched.faults += faults
        if all(name in sources or table.table.fields[name].default is not None for name in table.table.key):
            matched.plans.append((sheet, Plan(table.table.name, sources)))
    if not matched.plans and not any(one.severity == "fault" for one in matched.faults):
        matched.faults.append(_nothing(sheets))
    return matched


def _table_of(sheet: RawSheet) -> TableHeaders | None:
    titles = [plain(title) for title in ([sheet.sheet] if sheet.sheet else _stems(sheet.file))]
    title = titles[0]
    if title.startswith(_EXAMPLES):
        return None
    for table in tables().values():
        if {plain(table.table.title.zh), plain(table.table.title.en), plain(table.table.name)} & set(titles):
            return table
    filled = [header for header in sheet.headers if header]
    scores = {name: len({f.name for h in filled if (f := _field(table, h))}) for name, table in tables().items()}
    best = max(scores, key=lambda name: (scores[name], _named(title, tables()[name].table)))
    enough = scores[best] >= 3 and 2 * scores[best] >= len(filled)
    named = _named(title, tables()[best].table) and scores[best] >= 2
    return tables()[best] if enough or named else None


def _stems(file: str) -> list[str]:
    """Return the names a file goes by: its own without the ending, and those of the folders it is in."""
    path = PurePosixPath(file)
    return [path.stem, *path.parts[:-1]]


def _field(table: TableHeaders, header: str) -> Field | None:
    found = table.find(header)
    return found[0] if found else None


def _named(title: str, table: Table) -> bool:
    return any(plain(name) in title for name in (table.title.zh, table.title.en, table.name))


def _no_table(sheet: RawSheet) -> Iterator[Fault]:
    title = plain(sheet.sheet or "")
    if sheet.sheet and (title.startswith(_EXAMPLES) or title in _SILENT or "说明" in title):
        return
    yield doubt(
        "sheet",
        sheet.file,
        Title(
            f"不是数据字典中的表，未读取（{sheet.frame.height} 行）",
            f"no table of the dictionary; it was not read ({sheet.frame.height} rows)",
        ),
        Title(
            f"要读取请改名为其中之一：{'、'.join(t.table.title.zh for t in tables().values())}",
            f"to have it read, name it one of: {', '.join(t.table.title.en for t in tables().values())}",
        ),
        sheet=sheet.sheet,
    )


def _nothing(sheets: Sequence[RawSheet]) -> Fault:
    names = shorten("、".join(sheet.sheet or sheet.file for sheet in sheets))
    return fault(
        "sheet",
        sheets[0].file if sheets else "",
        Title(f"没有找到任何数据表（读到：{names or '无'}）", f"no table was found (sheets: {names or 'none'})"),
        Title(
            "请使用模板（junheng template），表头不要改动；外来表格请配映射文件",
            "use the template (junheng template) with its headers unchanged; for a foreign table write a mapping",
        ),
    )


def _sources(sheet: RawSheet, table: TableHeaders) -> tuple[dict[str, Source], list[Fault]]:
    found: dict[str, tuple[int, Source]] = {}
    faults: list[Fault] = []
    for place, header in enumerate(sheet.headers):
        match = table.find(header) if header else None
        if match is None:
            faults += _unknown(sheet, place, header)
            continue
        target, unit = match
        factor = _factor(target, unit)
        if factor is None:
            faults.append(_unknown_unit(sheet, place, target, unit or ""))
        elif target.name in found:
            faults.append(_twice(sheet, place, found[target.name][0], target))
        else:
            found[target.name] = (place, Source(columns=(place,), factor=factor))
            if unit is None and target.shown and plain(header) != plain(target.name):
                faults.append(_no_unit(sheet, place, target))
    faults += _absent(sheet, table.table, found)
    return {name: source for name, (_, source) in found.items()}, faults


def _factor(target: Field, unit: str | None) -> Decimal | None:
    if unit is None or target.unit is None:
        return Decimal(1)
    known = load().units[target.unit]
    spellings = {plain(known.title.zh): Decimal(1), plain(known.title.en): Decimal(1)}
    spellings |= {plain(spelling): factor for spelling, factor in known.also.items()}
    return spellings.get(unit)


def _at(sheet: RawSheet, place: int, name: str | None = None) -> dict[str, object]:
    return {
        "sheet": sheet.sheet,
        "row": sheet.header_row or None,
        "column": letter(place),
        "header": sheet.headers[place] or None,
        "field": name,
    }


def _unknown(sheet: RawSheet, place: int, header: str) -> Iterator[Fault]:
    if header:
        yield doubt(
            "header",
            sheet.file,
            Title("不是数据字典中的列，未读取", "not a column of the dictionary; it was not read"),
            Title("如应读取，请按模板改列名", "if it should be read, use the template's header"),
            **_at(sheet, place),
        )
    elif filled := sheet.frame.height - sheet.frame.get_column(f"c{place}").null_count():
        yield fault(
            "header",
            sheet.file,
            Title(f"这一列有 {filled} 格数据，但没有列名", f"this column has {filled} cells but no header"),
            Title("请补列名；表头若是合并单元格，请取消合并", "enter its header; take merged header cells apart"),
            **_at(sheet, place),
        )


def _unknown_unit(sheet: RawSheet, place: int, target: Field, unit: str) -> Fault:
    known: Dictionary = load()
    name = known.units[target.unit or ""]
    allowed = "、".join(dict.fromkeys([name.title.zh, *name.also]))
    return fault(
        "unit",
        sheet.file,
        Title(f"单位只认：{allowed}", f"units understood here: {allowed}"),
        Title(
            "请把列名中的单位改为其中之一并换算数值；这一列未读取",
            "use one of these units and convert the figures; the column was not read",
        ),
        value=unit,
        **_at(sheet, place, target.name),
    )


def _twice(sheet: RawSheet, place: int, first: int, target: Field) -> Fault:
    return fault(
        "header",
        sheet.file,
        Title(
            f"“{target.zh}”出现两次（{letter(first)} 列和 {letter(place)} 列）",
            f"“{target.en}” is there twice (columns {letter(first)} and {letter(place)})",
        ),
        Title("请删去或改名其中一列；只读了前一列", "remove or rename one of them; only the first was read"),
        **_at(sheet, place, target.name),
    )


def _no_unit(sheet: RawSheet, place: int, target: Field) -> Fault:
    unit = load().units[target.unit or ""].title
    return doubt(
        "unit",
        sheet.file,
        Title(
            f"列名没有单位，按“{unit.zh}”读取（模板用的是“{target.shown}”）",
            f"the header names no unit; read in {unit.en} (the template uses {target.shown})",
        ),
        Title(
            f"请在列名后写明单位，如“{target.zh}({target.shown})”",
            f"name the unit in the header, such as “{target.en}({target.shown})”",
        ),
        **_at(sheet, place, target.name),
    )


def _absent(sheet: RawSheet, table: Table, found: Mapping[str, object]) -> Iterator[Fault]:
    near = {split_unit(header)[0]: header for header in sheet.headers if header}
    for target in table.fields.values():
        if target.name in found or not target.required or plain(target.zh) in near:
            continue
        severe = target.name in table.key or target.name == "kind"
        make = fault if severe else doubt
        yield make(
            "header" if severe else "missing",
            sheet.file,
            Title(
                f"表“{table.title.zh}”缺少{'关键' if severe else '必填'}列“{target.zh}”",
                f"the table {table.title.en} has no column “{target.en}”, which is required",
            ),
            Title("请按模板补上这一列", "add the column as in the template")
            if severe
            else Title("请补上这一列；在此之前按未填处理", "add the column; until then it counts as not filled in"),
            sheet=sheet.sheet,
            row=sheet.header_row or None,
            field=target.name,
        )
