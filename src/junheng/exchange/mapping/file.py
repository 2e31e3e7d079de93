"""Reads a saved mapping from its TOML file, strictly: what is not known, wrong or dangling is refused with its line."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec

from junheng.dictionary import Field, Table, Title, load, toml_lines
from junheng.exchange.mapping.model import FieldSpec, Keep, Mapping_, MappingSpec, TableSpec
from junheng.exchange.model import Fault, Refused


def load_mapping(path: Path) -> Mapping_:
    """Read a saved mapping; raises `Refused` with every fault, each with its line."""
    path = Path(path)
    try:
        text = path.read_text("utf-8-sig")
        raw = tomllib.loads(text, parse_float=Decimal)
    except (OSError, ValueError, RecursionError) as error:  # figures and nesting too long end in these, too
        raise Refused(_unreadable(path, error)) from error
    mapping = Mapping_(path.name, toml_lines.lines_of(text))
    try:
        mapping = replace(mapping, spec=msgspec.convert(raw, MappingSpec))
    except msgspec.ValidationError:
        raise Refused(*_shape_faults(mapping, raw)) from None
    if faults := list(_dangling(mapping)):
        raise Refused(*faults)
    return mapping


def _unreadable(path: Path, error: Exception) -> Fault:
    return Fault(
        severity="fault",
        kind="mapping",
        file=path.name,
        expected=Title(f"映射文件读不出来({error})", f"the mapping file cannot be read ({error})"),
        remedy=Title("请检查路径、UTF-8 编码和 TOML 写法", "check its path, its UTF-8 encoding and its TOML"),
    )


def _shape_faults(mapping: Mapping_, raw: dict[str, Any]) -> list[Fault]:
    """Return what keeps the file from being a mapping: each part is tried alone, so that its line is known."""
    parts: list[tuple[toml_lines.Key, Any, Any]] = []
    tables = raw.get("table")
    for place, table in enumerate(tables if isinstance(tables, list) else []):
        fields = table.get("fields") if isinstance(table, dict) else None
        keeps = table.get("keep") if isinstance(table, dict) else None
        for name, field in fields.items() if isinstance(fields, dict) else ():
            parts.append((("table", place, "fields", name), field, FieldSpec))
        for number, keep in enumerate(keeps if isinstance(keeps, list) else ()):
            parts.append((("table", place, "keep", number), keep, Keep))
        # The inner parts are tried above: what is left here is the table's own.
        parts.append((("table", place), _without(table, fields=dict, keep=list), TableSpec))
    parts.append(((), _without(raw, table=list), MappingSpec))
    found = [
        _shape_fault(mapping, path, problem)
        for path, value, kind in parts
        if (problem := _problem(value, kind)) is not None
    ]
    return found or [_shape_fault(mapping, (), _problem(raw, MappingSpec) or "")]


def _without(value: Any, **containers: type) -> Any:
    """Return a table with the named containers emptied, so that only its own keys are tried."""
    if not isinstance(value, dict):
        return value
    return {key: type(held)() if containers.get(key) is type(held) else held for key, held in value.items()}


def _problem(value: Any, kind: Any) -> str | None:
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        return str(error)
    return None


def _shape_fault(mapping: Mapping_, path: toml_lines.Key, problem: str) -> Fault:
    quoted = problem.split("`")
    deeper = (*path, quoted[1]) if len(quoted) > 2 else path
    at = problem.partition("$.")[2].rstrip("`").partition("[")[0].partition(".")[0]
    return mapping.fault(
        (*path, at) if at and (*path, at) in mapping.lines else deeper,
        Title(f"写法不对：{problem}", f"not in the right form: {problem}"),
        Title("请对照 docs/writing-a-mapping.zh.md 改正这一处", "mend it as docs/writing-a-mapping.md says"),
    )


def _dangling(mapping: Mapping_) -> Iterator[Fault]:
    """Yield what names something that is not there, or says two things at once."""
    dictionary = load()
    if not mapping.spec.table:
        yield mapping.fault(
            (),
            Title("一张表都没有对应", "no table is mapped"),
            Title("请写至少一个 [[table]]", "write at least one [[table]]"),
        )
    for place, spec in enumerate(mapping.spec.table):
        path = ("table", place)
        table = dictionary.tables.get(spec.target)
        if table is None:
            yield mapping.fault(
                (*path, "target"),
                Title("数据字典里没有这张表", "the dictionary has no such table"),
                Title(f"可用的表：{'、'.join(dictionary.tables)}", f"tables there are: {', '.join(dictionary.tables)}"),
                spec.target,
            )
            continue
        yield from _table_faults(mapping, path, spec, table)


def _table_faults(mapping: Mapping_, path: toml_lines.Key, spec: TableSpec, table: Table) -> Iterator[Fault]:
    for name, field_spec in spec.fields.items():
        here = (*path, "fields", name)
        if (field := table.fields.get(name)) is None:
            yield mapping.fault(here, *_no_field(table), name)
        else:
            for expected, remedy in _field_problems(field, field_spec):
                yield mapping.fault(here, expected, remedy, name)
    for name in spec.relax:
        if name not in table.fields:
            yield mapping.fault((*path, "relax"), *_no_field(table), name)
    for name in table.key:
        if name not in spec.fields and table.fields[name].default is None:
            yield mapping.fault(
                path,
                Title(f"表“{table.title.zh}”的主键“{name}”没有来源", f"the key {name} of {table.name} has no source"),
                Title("请给它一列或一个常量", "give it a column or a constant"),
            )
    if spec.header_row is not None and spec.header_row < 1:
        yield mapping.fault((*path, "header_row"), Title("行号从 1 数起", "rows count from 1"), _AS_EXCEL)
    for number, keep in enumerate(spec.keep):
        if keep.comparisons != 1:
            yield mapping.fault(
                (*path, "keep", number),
                Title("每个条件恰好一种比较", "a condition makes exactly one comparison"),
                Title(
                    "请只留一种：equals、not、among、not_among、at_least、at_most", "keep one of equals, not, among, …"
                ),
            )
    yield from _twice_cleaned(mapping, path, spec)


_AS_EXCEL = Title("请填 Excel 里看到的行号", "give the row's number as Excel shows it")


def _no_field(table: Table) -> tuple[Title, Title]:
    return (
        Title(f"表“{table.title.zh}”没有这个字段", f"the table {table.name} has no such field"),
        Title(f"可用的字段：{'、'.join(table.fields)}", f"fields there are: {', '.join(table.fields)}"),
    )


def _field_problems(field: Field, spec: FieldSpec) -> Iterator[tuple[Title, Title]]:
    """Yield what is wrong with one field's entry: expectation and remedy."""
    given = (spec.column is not None) + bool(spec.columns) + (spec.constant is not None)
    if given != 1:
        yield (
            Title("来源恰好一种：column、columns 或 constant", "exactly one of column, columns and constant is given"),
            Title("请只留一种", "keep one of them"),
        )
    if len(spec.columns) > 1 and field.type not in {"integer", "decimal"}:
        yield (
            Title("只有数量才能由几列相加", "only amounts can be added up from several columns"),
            Title("请只给一列", "give one column"),
        )
    yield from _unit_problem(field, spec)
    yield from _code_problems(field, spec)
    try:
        _ = spec.steps
    except msgspec.ValidationError as error:
        yield (
            Title(f"没有这种清洗，或缺少参数：{error}", f"no such cleaning, or a parameter is left out: {error}"),
            Title("请对照 docs/writing-a-mapping.zh.md 的清洗表改正", "mend it as docs/writing-a-mapping.md says"),
        )


def _unit_problem(field: Field, spec: FieldSpec) -> Iterator[tuple[Title, Title]]:
    if spec.unit is None:
        return
    unit = load().units[field.unit] if field.unit else None
    if unit is None or unit.factor(spec.unit) is None:
        known = [unit.title.zh, *unit.also] if unit else []
        yield (
            Title(f"单位“{spec.unit}”不能准确换算", f"the unit {spec.unit} cannot be converted exactly"),
            Title(f"可用的单位：{'、'.join(known) or '无'}", f"units there are: {', '.join(known) or 'none'}"),
        )


def _code_problems(field: Field, spec: FieldSpec) -> Iterator[tuple[Title, Title]]:
    allowed: Callable[[str], bool]
    if field.codes is not None:
        codes = load().codes[field.codes].codes
        allowed, known = codes.__contains__, list(codes)
    elif field.type == "boolean":
        known = ["true", "false"]
        allowed = known.__contains__
    else:
        return
    constant = spec.constant_text
    for value in dict.fromkeys([*spec.translate.values(), *([] if constant is None else [constant])]):
        if not allowed(value):
            yield (
                Title(f"“{value}”不在代码表里", f"{value} is not in the code list"),
                Title(f"可用的代码：{'、'.join(known)}", f"codes there are: {', '.join(known)}"),
            )


def _twice_cleaned(mapping: Mapping_, path: toml_lines.Key, spec: TableSpec) -> Iterator[Fault]:
    """Yield the columns that two fields of one table want cleaned differently."""
    first: dict[str, FieldSpec] = {}
    for name, field_spec in spec.fields.items():
        for column in field_spec.sources:
            if first.setdefault(column, field_spec).clean != field_spec.clean:
                yield mapping.fault(
                    (*path, "fields", name),
                    Title("同一列在一张表里只能有一种清洗", "a column is cleaned in one way within a table"),
                    Title("请给用到该列的字段写同样的 clean", "give the fields that use it the same clean"),
                    column,
                )
