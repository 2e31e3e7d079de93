"""Changes of figures: read from what was typed, put on a copy of the records, held against the dictionary."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any, Literal, Self

import polars as pl

from junheng.dictionary import Field, Tables, Title, load
from junheng.exchange import Fault
from junheng.exchange.checks import run
from junheng.exchange.typed.surface import boolean, figure, folded
from junheng.facts import Ground
from junheng.facts.amend import records

Place = tuple[str, str, str, str]
"""A record: table, school code, campus, stage (blank for the school's own)."""

_ADDED = re.compile(r"[+\-−]")
_PLAIN = re.compile(r"-?[0-9]+(\.[0-9]+)?")
MOST_DIGITS = 15
"""Figures of more digits before the point are mistakes."""


@dataclass(frozen=True, slots=True)
class Change:
    """One figure of one record: `set` to `value`, or `value` added to what is there (`add`, may be negative).

    `value` is text in the stored unit: an exact decimal, or `true`/`false`.
    """

    table: str
    school: str
    campus: str
    stage: str
    field: str
    how: Literal["set", "add"]
    value: str

    @property
    def place(self) -> Place:
        """Return the record it changes."""
        return self.table, self.school, self.campus, self.stage

    @classmethod
    def of(cls, kept: Mapping[str, str]) -> Self:
        """Return a change as it was kept."""
        return cls(**{name: kept[name] for name in cls.__slots__})

    def kept(self) -> dict[str, str]:
        """Return the change as it is kept."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong (or odd) with a change; `field` is None where it cannot be pinned to one."""

    place: Place | None
    field: str | None
    text: Title
    severity: Literal["fault", "doubt"] = "fault"


def read(place: Place, field: Field, typed: str) -> Change | Wrong | None:
    """Return what was typed as a change: `45`, `+3`, `-2`, `1.5 万元`, 是; None where it is blank."""
    text = folded(typed)
    if not text:
        return None
    if field.type == "boolean":
        said = boolean(text)
        if said is None:
            return Wrong(place, field.name, Title("请填是或否", "enter yes or no"))
        return Change(*place, field.name, "set", "true" if said else "false")
    found = figure(text)
    factor = None if found is None else _factor(field, found.unit)
    if found is None or factor is None or abs(found.value.adjusted()) > MOST_DIGITS:
        return Wrong(
            place,
            field.name,
            Title("请填一个数，或 +3、-2 这样的增减数", "enter a figure, or what is added: +3, -2"),
        )
    return _exact(place, field, "add" if _ADDED.match(text) else "set", found.value * factor)


def checked(change: Change, field: Field) -> Change | Wrong:
    """Return a change a program gave, in the stored unit, as `read` returns what a person types."""
    if field.type == "boolean":
        if change.how == "set" and change.value in {"true", "false"}:
            return change
        return Wrong(change.place, field.name, Title("应以 set 填 true 或 false", "set it to true or false"))
    if not _PLAIN.fullmatch(change.value) or abs(Decimal(change.value).adjusted()) > MOST_DIGITS:
        return Wrong(change.place, field.name, Title("应为一个数，如 3、-2、1.5", "a figure is asked: 3, -2, 1.5"))
    return _exact(change.place, field, change.how, Decimal(change.value))


def _exact(place: Place, field: Field, how: Literal["set", "add"], value: Decimal) -> Change | Wrong:
    """Return the change when the field can hold its value exactly: nothing is ever rounded."""
    scale = field.scale if field.type == "decimal" else 0
    exact = value.quantize(Decimal(1).scaleb(-scale))
    if value != exact:
        least = (
            Title("应为整数", "a whole number is asked") if not scale else Title("小数位数过多", "too many decimals")
        )
        return Wrong(place, field.name, least)
    return Change(*place, field.name, how, f"{exact:f}")


def typed(change: Change, field: Field) -> str:
    """Return a change as a person would type it."""
    if field.type == "boolean":
        return "yes" if change.value == "true" else "no"
    value = Decimal(change.value) / (_factor(field, "") or 1)
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"+{text}" if change.how == "add" and not text.startswith("-") else text


def _factor(field: Field, unit: str) -> Decimal | None:
    if field.unit is None:
        return None if unit else Decimal(1)
    spelling = unit or field.shown
    return Decimal(1) if not spelling else load().units[field.unit].factor(spelling)


@dataclass(frozen=True, slots=True)
class Applied:
    """The records of the schools touched, as they are to be, and what is wrong with that."""

    schools: frozenset[str]
    tables: Tables
    wrong: tuple[Wrong, ...]

    @property
    def sound(self) -> bool:
        """Tell whether nothing but doubts was found."""
        return all(wrong.severity == "doubt" for wrong in self.wrong)


def apply(
    held: Ground,
    changes: Sequence[Change],
    derived: Mapping[tuple[Place, str], Any],
    faults: Callable[[frozenset[str], Tables | None], Sequence[Fault]],
) -> Applied:
    """Put the changes on a copy of the schools' records and hold it against the dictionary's bounds and checks.

    `derived` gives the figure that stands for a blank one (worked out from others): what an addition adds to; a blank
    figure that nothing is known of stays blank. `faults` is `faults_of` for the snapshot.
    """
    schools = frozenset(change.school for change in changes)
    was = {name: records(held, name, schools) for name in ("school", "part")}
    rows = {name: frame.to_dicts() for name, frame in was.items()}
    places = {_place(name, row): row for name, some in rows.items() for row in some}
    wrong: list[Wrong] = []
    for change in changes:
        row = places.get(change.place)
        if row is None:
            wrong.append(
                Wrong(change.place, change.field, Title("快照里没有这条记录", "the snapshot has no such record"))
            )
            continue
        wrong += _put(row, change, derived.get((change.place, change.field)))
    now = {name: pl.DataFrame(some, schema=was[name].schema, orient="row") for name, some in rows.items()}
    if not wrong or all(one.severity == "doubt" for one in wrong):
        wrong += _contradictions(faults, schools, now)
    return Applied(schools, now, tuple(wrong))


def _place(table: str, row: Mapping[str, Any]) -> Place:
    return table, row["school_code"], row["campus"] or "", row.get("stage") or ""


def _put(row: dict[str, Any], change: Change, derived: Any) -> Iterable[Wrong]:
    field = load().tables[change.table].fields[change.field]
    if field.type == "boolean":
        row[change.field] = change.value == "true"
        return
    amount = Decimal(change.value)
    if change.how == "add":
        base = row[change.field] if row[change.field] is not None else derived
        if base is None:
            text = Title("原值未填，增减后仍按未填计", "it was not filed, so it stays unknown")
            yield Wrong(change.place, change.field, text, "doubt")
            return
        amount += Decimal(base)
    if (field.min is not None and amount < field.min) or (field.max is not None and amount > field.max):
        yield Wrong(change.place, change.field, _bounds(field, amount))
        return
    if field.type == "integer" and amount != int(amount):
        yield Wrong(change.place, change.field, Title("应为整数", "a whole number is asked"))
        return
    row[change.field] = int(amount) if field.type == "integer" else amount


def _bounds(field: Field, amount: Decimal) -> Title:
    factor = _factor(field, "") or Decimal(1)
    low, high = ("" if bound is None else f"{bound / factor:f}" for bound in (field.min, field.max))
    asked = f"{low}—{high}" if low and high else f"≥ {low}" if low else f"≤ {high}"
    shown = f"{(amount / factor).normalize():f}"
    return Title(f"改后为 {shown}，应在 {asked} 之间", f"it becomes {shown}; asked: {asked}")


def _contradictions(
    faults: Callable[[frozenset[str], Tables | None], Sequence[Fault]], schools: frozenset[str], now: Tables
) -> Iterable[Wrong]:
    """Yield what the dictionary's checks say of the changed records and did not say of them before."""
    before = {_key(fault) for fault in faults(schools, None)}
    places = {(name, str(number)): _place(name, row) for name in now for number, row in enumerate(now[name].to_dicts())}
    for fault in faults(schools, now):
        if _key(fault) in before:
            continue
        expected, remedy = fault.expected, fault.remedy
        yield Wrong(
            places.get((fault.sheet or "", str(fault.row))),
            fault.field,
            Title(f"{expected.zh}。{remedy.zh}", f"{expected.en}. {remedy.en}"),
            fault.severity,
        )


def _key(fault: Fault) -> tuple[Any, ...]:
    return fault.kind, fault.sheet, fault.row, fault.field


def faults_of(held: Ground, earlier: Tables, schools: frozenset[str], now: Tables | None) -> list[Fault]:
    """Return what the dictionary's checks say of the schools' records (as they are, where `now` is None).

    `earlier` holds the tables of last year too, for jumps. A fault's sheet and row are the table and the place among
    its rows.
    """
    found = {}
    for name in ("school", "part"):
        frame = records(held, name, schools) if now is None else now[name]
        numbered = frame.with_row_index("_n").with_columns(pl.format("|{}|{}", pl.lit(name), "_n").alias("origin"))
        last = earlier.get(name, frame.head(0)).filter(
            pl.col("school_code").is_in(list(schools)) & (pl.col("year") == held.year - 1)
        )
        found[name] = pl.concat([numbered.drop("_n"), last], how="diagonal")
    classes = records(held, "class", schools)
    return run({**found, "class": classes.with_columns(pl.lit("|class|0").alias("origin"))})
