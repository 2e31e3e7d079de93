"""Which figures may be changed: those the standard's indicators and checks of schools read, and their wholes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from junheng.assess import facts_read
from junheng.assess.again import OF_SCHOOLS, UNNAMED
from junheng.dictionary import Field, load
from junheng.standards import Standard

TABLES = ("part", "school")


def offered(standard: Standard, switches: tuple[str, ...], table: str, stage: str) -> Mapping[str, tuple[Field, ...]]:
    """Return the fields of a record of `table` by what they are for: `resources` (indicators), `others`.

    A stage the standard does not judge offers its pupils alone: they share in rooms and grounds.
    """
    fields = load().tables[table].fields
    if table == "part" and stage not in standard.stages:
        return {"resources": (fields["pupils"],), "others": ()}
    resources = _with_terms(facts_read(standard, switches), table, stage)
    others = _with_wholes(resources | _with_terms(frozenset(_checked(standard)), table, stage), table) - resources
    able = [field for field in fields.values() if field.numeric and field.name not in load().tables[table].key]
    return {
        "resources": tuple(field for field in able if field.name in resources),
        "others": tuple(field for field in able if field.name in others),
    }


def _with_terms(names: frozenset[str], table: str, stage: str) -> frozenset[str]:
    """Add the figures that a blank one is summed up from."""
    sums = [rule for rule in load().derived.sum_of if rule.table == table and rule.stage == stage]
    return names | {term for rule in sums if rule.field in names for term in rule.terms}


def _with_wholes(names: frozenset[str], table: str) -> frozenset[str]:
    """Add the figures that others are held against, so that both can be changed together."""
    checks = [check for check in load().checks.at_most if check.table == table]
    wanted = set(names)
    while more := {check.whole for check in checks if not wanted.isdisjoint(check.parts)} - wanted:
        wanted |= more
    return frozenset(wanted)


def _checked(standard: Standard) -> Iterator[str]:
    """Yield the names the standard's checks of schools read."""
    for item in standard.item:
        for check in item.check:
            if isinstance(check, OF_SCHOOLS):
                yield from (name.removesuffix("_compulsory") for name in UNNAMED.get(type(check), ()))
                yield from _texts(msgspec.to_builtins(check))


def _texts(spec: object) -> Iterator[str]:
    if isinstance(spec, str):
        yield spec
    elif isinstance(spec, dict | list | tuple):
        for value in spec.values() if isinstance(spec, dict) else spec:
            yield from _texts(value)
