"""What there is: the shape of tables, fields, codes, units and checks (plain, immutable)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Literal

import msgspec
import polars as pl

FieldType = Literal["text", "code", "integer", "decimal", "boolean", "date", "year"]
Sensitivity = Literal["public", "internal", "personal", "sensitive", "minor"]
Severity = Literal["fault", "doubt"]


class Title(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A text in the two languages of the interface."""

    zh: str
    en: str

    def in_language(self, language: str) -> str:
        """Return the Chinese text for ``zh``, else the English one."""
        return self.zh if language == "zh" else self.en


class Code(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One code of a list; `group` and `stages` classify it (see codes.toml)."""

    zh: str
    en: str
    group: str | None = None
    stages: tuple[str, ...] = ()


class CodeList(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A code list; the order of `codes` is meaningful where the list is a scale (best first)."""

    title: Title
    source: str
    codes: Mapping[str, Code]


class Unit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A unit figures are stored in; `also` maps other spellings and units to exact factors into it."""

    title: Title
    also: Mapping[str, Decimal] = {}

    def factor(self, spelling: str) -> Decimal | None:
        """Return the exact factor that turns `spelling` into this unit, or None when it is not known."""
        return Decimal(1) if spelling == self.title.zh else self.also.get(spelling)


class Field(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One field of a table.

    `scale` is the number of decimals kept; `unit` names an entry of units.toml and is what values are stored
    in, `shown` the unit forms and templates show it in (万元). `shared` marks whole-school quantities that are
    split between stages; `derived` fields may be left blank and are then computed from others; `steady` fields
    are watched for jumps from year to year; `cell` is the place in the official declaration form.
    """

    name: str
    type: FieldType
    zh: str
    en: str
    unit: str | None = None
    shown: str | None = None
    scale: int = 0
    codes: str | None = None
    min: Decimal | None = None
    max: Decimal | None = None
    pattern: str | None = None
    default: str | None = None
    required: bool = False
    shared: bool = False
    derived: bool = False
    steady: bool = False
    sensitivity: Sensitivity = "internal"
    help: str = ""
    help_en: str = ""
    cell: str | None = None

    @property
    def title(self) -> Title:
        """Return the field's name in both languages."""
        return Title(self.zh, self.en)

    @property
    def declared(self) -> bool:
        """Tell whether the declaration form asks for the field although an assessment goes on without it."""
        return self.cell is not None and not self.required and not self.derived

    @property
    def numeric(self) -> bool:
        """Tell whether values are figures that can be added (booleans count as 0 and 1)."""
        return self.type in {"integer", "decimal", "boolean"}

    @property
    def dtype(self) -> pl.DataType:
        """Return the Polars type of the field's column."""
        match self.type:
            case "integer":
                return pl.Int64()
            case "decimal":
                return pl.Decimal(38, self.scale)
            case "boolean":
                return pl.Boolean()
            case "date":
                return pl.Date()
            case "year":
                return pl.Int32()
            case _:
                return pl.String()


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, dict=True):
    """One table: its fields in order, its key and the level its rows stand for."""

    name: str
    title: Title
    help: Title
    key: tuple[str, ...]
    level: Literal["county", "school", "part", "class", "record", "person"]
    fields: Mapping[str, Field]

    @cached_property
    def schema(self) -> pl.Schema:
        """Return the Polars schema of a frame of this table."""
        return pl.Schema({field.name: field.dtype for field in self.fields.values()})

    def empty(self) -> pl.DataFrame:
        """Return a frame of this table without rows."""
        return pl.DataFrame(schema=self.schema)

    def conform(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return `frame` with exactly this table's columns and types: absent columns become null or their default.

        Raises `polars.exceptions.InvalidOperationError` when a value does not fit its type.
        """
        return frame.select(
            (pl.col(name).cast(field.dtype) if name in frame.columns else pl.lit(field.default, field.dtype)).alias(
                name
            )
            for name, field in self.fields.items()
        )


class AtMost(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The `parts` of a row, added up, are at most its `whole`; missing parts count as nothing here."""

    id: str
    table: str
    parts: tuple[str, ...]
    whole: str
    severity: Severity


class Children(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Rows of `child` that share the key `on`, summed or counted, equal a figure of the parent row."""

    id: str
    child: str
    parent: str
    on: tuple[str, ...]
    equals: str
    severity: Severity
    sum: str | None = None
    count: bool = False


class Parent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Every row of `child` has a row of `parent` with the same `on`."""

    id: str
    child: str
    parent: str
    on: tuple[str, ...]
    severity: Severity


class Jump(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A steady figure that moves by more than `share` against the year before is a doubt.

    Where it became `factor` times as much or as little, its unit or a decimal point may be wrong.
    """

    share: Decimal
    factor: Decimal


class Stages(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The stages that schools (rows of `school` with the same `on`) file are those of their kind.

    A stage of another kind is a `stranger`, stages `anywhere` excepted and
    kinds of the groups `indefinite`; a stage among `compulsory` that the kind has
    and no row of `part` shows is `missing`.
    """

    on: tuple[str, ...]
    anywhere: tuple[str, ...]
    indefinite: tuple[str, ...]
    compulsory: tuple[str, ...]
    stranger: Severity
    missing: Severity


class Checks(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The checks across fields and tables (checks.toml)."""

    at_most: tuple[AtMost, ...]
    children: tuple[Children, ...]
    parent: tuple[Parent, ...]
    jump: Jump
    stages: Stages


class Where(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A condition on one field of a record; exactly one comparison is given. Unknown where the field is blank.

    `age_at_least` and `age_at_most` compare the age in full years on 1 September of the record's school year.
    """

    field: str
    among: tuple[str, ...] | None = None
    other_than: tuple[str, ...] | None = None
    equals: bool | None = None
    at_least: int | None = None
    age_at_least: int | None = None
    age_at_most: int | None = None


class SumOf(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A figure of a stage that, left blank, is the sum of other figures of its row (unknown when any term is)."""

    table: str
    field: str
    stage: str
    terms: tuple[str, ...]
    source: str


class Tally(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A figure of `table` worked out from the records of `list`: how many, the `sum` of a field, or `distinct` values.

    Only records that fulfil all of `where` count. With `needs`, the figure is unknown for a school whose list
    holds no such record (the list is then not a full register).
    """

    table: str
    field: str
    list: str
    sum: str | None = None
    distinct: tuple[str, ...] = ()
    where: tuple[Where, ...] = ()
    needs: Where | None = None


class Derived(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How figures follow from other figures and from lists (derived.toml)."""

    sum_of: tuple[SumOf, ...] = ()
    tally: tuple[Tally, ...] = ()


class Dictionary(msgspec.Struct, frozen=True):
    """The whole dictionary: what there is, before anyone asks what it should be."""

    tables: Mapping[str, Table]
    codes: Mapping[str, CodeList]
    units: Mapping[str, Unit]
    checks: Checks
    derived: Derived = Derived()

    def __iter__(self) -> Iterator[Table]:
        return iter(self.tables.values())

    def field(self, table: str, name: str) -> Field:
        """Return one field; raises KeyError when there is none of that name."""
        return self.tables[table].fields[name]

    def problems(self) -> list[str]:
        """Return what contradicts itself in the dictionary's own files; empty when they are sound."""
        found = []
        for table in self:
            found += [f"{table.name}: key {key} is not a field" for key in table.key if key not in table.fields]
            for field in table.fields.values():
                where = f"{table.name}.{field.name}"
                if (field.type == "code") != (field.codes is not None):
                    found.append(f"{where}: a code field names its code list, and no other field does")
                if field.codes is not None and field.codes not in self.codes:
                    found.append(f"{where}: no code list {field.codes}")
                if field.unit is not None and field.unit not in self.units:
                    found.append(f"{where}: no unit {field.unit}")
                elif field.shown is not None and (not field.unit or self.units[field.unit].factor(field.shown) is None):
                    found.append(f"{where}: {field.shown} is not a way to show {field.unit}")
                if field.pattern is not None:
                    re.compile(field.pattern)
        for check in self.checks.at_most:
            fields = self.tables[check.table].fields
            found += [
                f"check {check.id}: no field {name}" for name in (*check.parts, check.whole) if name not in fields
            ]
        rules: list[SumOf | Tally] = [*self.derived.sum_of, *self.derived.tally]
        for rule in rules:
            found += [
                f"derived {rule.table}.{rule.field}: no field {table}.{name}"
                for table, name in _named(rule)
                if table not in self.tables or name not in self.tables[table].fields
            ]
        return found


def _named(rule: SumOf | Tally) -> list[tuple[str, str]]:
    """Return the fields a rule names, as (table, field)."""
    own = [(rule.table, rule.field)]
    if isinstance(rule, SumOf):
        return own + [(rule.table, term) for term in rule.terms]
    conditions = [*rule.where, *([rule.needs] if rule.needs else [])]
    names = [*rule.distinct, *([rule.sum] if rule.sum else []), *(condition.field for condition in conditions)]
    return own + [(rule.list, name) for name in names]


Tables = Mapping[str, pl.DataFrame]
"""Frames by table name, typed by `Table.conform`; a frame may carry `origin` (file|sheet|row) behind its fields."""
