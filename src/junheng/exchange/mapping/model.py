"""A saved mapping in shapes: which column of a foreign table feeds which field, and how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import msgspec

from junheng.dictionary import Title, toml_lines
from junheng.exchange.mapping.clean import Cleaning, Step, step
from junheng.exchange.model import Fault

Number = int | Decimal


class Spec(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Base of everything read from a mapping file: unknown keys are refused."""


class FieldSpec(Spec, frozen=True, kw_only=True):
    """Where one field's values come from: a column, several columns added up, or a constant.

    `unit` is the unit the column is in, where its header does not say (万元). `translate` maps found texts to
    codes or values, after the cleanings in `clean`. `expected` asks for a doubt at each blank cell of a field
    that the dictionary does not require.
    """

    column: str | None = None
    columns: tuple[str, ...] = ()
    constant: str | bool | int | None = None
    unit: str | None = None
    translate: Mapping[str, str] = {}
    clean: tuple[str | Step, ...] = ()
    expected: bool = False

    @property
    def sources(self) -> tuple[str, ...]:
        """Return the headers of the columns the field is made of; none for a constant."""
        return self.columns if self.column is None else (self.column,)

    @property
    def steps(self) -> tuple[Cleaning, ...]:
        """Return the cleanings in order; raises `msgspec.ValidationError` for one that is not there."""
        return tuple(step(raw) if isinstance(raw, str) else raw for raw in self.clean)

    @property
    def constant_text(self) -> str | None:
        """Return the constant as it would stand in a cell."""
        if isinstance(self.constant, bool):
            return "true" if self.constant else "false"
        return None if self.constant is None else str(self.constant)


class Keep(Spec, frozen=True, kw_only=True):
    """A condition that a row must meet to be read; exactly one comparison. A blank cell does not meet it.

    `reason` says in words why the other rows are left out. Texts are compared without outer spaces, and whole
    numbers without `.0`.
    """

    column: str
    reason: Title | str
    equals: str | int | None = None
    differs: str | int | None = msgspec.field(default=None, name="not")
    among: tuple[str | int, ...] | None = None
    not_among: tuple[str | int, ...] | None = None
    at_least: Number | None = None
    at_most: Number | None = None

    def __post_init__(self) -> None:
        """Refuse a bound that no figure can be held against."""
        if not all(Decimal(bound).is_finite() for bound in (self.at_least, self.at_most) if bound is not None):
            raise ValueError("a bound is a figure")

    @property
    def comparisons(self) -> int:
        """Return how many comparisons are given (one is right)."""
        given = (self.equals, self.differs, self.among, self.not_among, self.at_least, self.at_most)
        return sum(comparison is not None for comparison in given)

    @property
    def words(self) -> Title:
        """Return the reason in both languages."""
        return self.reason if isinstance(self.reason, Title) else Title(self.reason, self.reason)


class TableSpec(Spec, frozen=True, kw_only=True):
    """How a sheet feeds one table.

    `sheet` is a sheet's name or a pattern with `*` (for files without sheets, the file's name); without it, the
    sheets that carry the columns are taken. `once` reads rows that say the same only once (a county's name
    repeated at each of its schools). `relax` names fields whose pattern and code list do not apply.
    """

    target: str
    fields: Mapping[str, FieldSpec]
    sheet: str | None = None
    header_row: int | None = None
    once: bool = False
    relax: tuple[str, ...] = ()
    keep: tuple[Keep, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the headers the table needs, for fields and for conditions, each once."""
        names = [name for spec in self.fields.values() for name in spec.sources]
        return tuple(dict.fromkeys([*names, *(keep.column for keep in self.keep)]))


class MappingSpec(Spec, frozen=True, kw_only=True):
    """The whole file. `source`, `language` and `encoding` are notes for people."""

    title: Title
    table: tuple[TableSpec, ...]
    source: str = ""
    language: str = ""
    encoding: str = ""


_NOTHING = MappingSpec(title=Title("", ""), table=())


@dataclass(frozen=True, slots=True)
class Mapping_:  # noqa: N801 (`Mapping` is the abstract class everywhere)
    """A mapping that was read and found sound, with the lines its keys stand on."""

    file: str
    lines: Mapping[toml_lines.Key, int]
    spec: MappingSpec = _NOTHING

    def fault(self, path: toml_lines.Key, expected: Title, remedy: Title, value: str | None = None) -> Fault:
        """Return a fault at the line of `path` in the mapping file."""
        return Fault(
            severity="fault",
            kind="mapping",
            file=self.file,
            row=toml_lines.line_of(self.lines, path)[0],
            value=value,
            expected=expected,
            remedy=remedy,
        )
