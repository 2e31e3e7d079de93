"""What rules are made of: known names, figures that can be, lists that are not empty."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from junheng.dictionary import Title
from junheng.dictionary.toml_lines import Key
from junheng.standards.errors import Fault
from junheng.standards.model import Number
from junheng.standards.names import Names
from junheng.standards.shape import shown, unknown

_ID = re.compile(r"[\w.-]+")


@dataclass(frozen=True, slots=True)
class Around:
    """What a thing's rules need to know of the rest of the document."""

    names: Names
    stages: tuple[str, ...]
    switches: tuple[str, ...]


def all_known(
    given: Iterable[str], known: Collection[str], at: Key, lead: Title | None = None, *, whole: bool = False
) -> Iterator[Fault]:
    """Each of `given` is among `known`; `whole` when `at` is the one value itself and not a list."""
    for place, name in enumerate(given):
        if name not in known:
            yield Fault(at if whole else (*at, place), unknown(name, list(known), lead))


def keys_known(given: Iterable[str], known: Collection[str], at: Key) -> Iterator[Fault]:
    """Each of `given`, keys of the table at `at`, is among `known`."""
    yield from (Fault((*at, name), unknown(name, list(known))) for name in given if name not in known)


def each_once(given: Iterable[str], at: Key) -> Iterator[Fault]:
    """Nothing is given twice."""
    seen = set()
    for place, name in enumerate(given):
        if name in seen:
            yield Fault((*at, place), Title(f"{name} 写了两次", f"{name} is given twice"))
        seen.add(name)


def same_unit(given: Iterable[str], unit: str, at: Key, around: Around) -> Iterator[Fault]:
    """Figures that are added have the indicator's unit; yes/no has none and counts as 1 or 0."""
    for place, name in enumerate(given):
        field = around.names.figures.get(name)
        if field is not None and field.unit not in {None, unit}:
            yield Fault(
                (*at, place),
                Title(
                    f"{name}({field.zh})的单位是 {field.unit}，而本指标的单位是 {unit}",
                    f"{name} is in {field.unit}, but the indicator's unit is {unit}",
                ),
            )


def per_stage(figures: Mapping[str, Number], at: Key, around: Around) -> Iterator[Fault]:
    """Keys are stages the standard judges, and each figure is more than 0."""
    yield from keys_known(figures, around.stages, at)
    for stage, figure in figures.items():
        yield from positive(figure, (*at, stage))


def not_empty(given: Collection[Any], at: Key) -> Iterator[Fault]:
    """There is at least one."""
    if not given:
        yield Fault(at, Title("不能空着，至少写一项", "cannot be empty: write at least one"))


def usable_id(name: Any, at: Key) -> Iterator[Fault]:
    """An id can be a column name and a word of a command."""
    if isinstance(name, str) and not _ID.fullmatch(name):
        yield Fault(
            at,
            Title(
                f"{shown(name)} 不能作编号：只用字母、数字、点、横线和下划线",
                f"{shown(name)} cannot be an id: use letters, digits, dots, hyphens and underscores",
            ),
        )


def not_negative(figure: Number | None, at: Key) -> Iterator[Fault]:
    """0 or more, or not given."""
    if figure is not None and figure < 0:
        yield Fault(at, Title(f"不能是负数({figure})", f"cannot be negative ({figure})"))


def positive(figure: Number, at: Key) -> Iterator[Fault]:
    """More than 0."""
    if figure <= 0:
        yield Fault(at, Title(f"应大于 0，而这里是 {figure}", f"must be more than 0, found {figure}"))


def share(figure: Any, at: Key) -> Iterator[Fault]:
    """Between 0 and 1; per cent written as 85 is the usual slip."""
    if isinstance(figure, (int, Decimal)) and not 0 <= figure <= 1:
        yield Fault(
            at,
            Title(
                f"应在 0 和 1 之间(85% 写作 0.85)，而这里是 {figure}",
                f"must be between 0 and 1 (85 % is written 0.85), found {figure}",
            ),
        )
