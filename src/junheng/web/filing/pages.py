"""The pages of a filing (pages.toml): which fields stand together, in what order, and what a round asks of them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

import msgspec

from junheng.dictionary import Title, load
from junheng.web.registry.tables import table

Asked = Mapping[str, Iterable[str]]
"""Table → names of the fields a round asks."""


class Group(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Fields of one table that stand together; `list` shows the records as rows of a table."""

    title: Title
    table: str
    fields: tuple[str, ...]
    list: bool = False


class Page(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One page of the form."""

    id: str
    title: Title
    group: tuple[Group, ...]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    carried: tuple[str, ...]
    page: tuple[Page, ...]


@lru_cache(maxsize=1)
def _file() -> _File:
    text = files("junheng.web.filing").joinpath("pages.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), _File)


def pages(asked: Asked | None = None) -> tuple[Page, ...]:
    """Return the pages in order, with the fields a round asks (all by default); pages without any are left out."""
    if asked is None:
        return _file().page
    found = []
    for page in _file().page:
        groups = []
        for group in page.group:
            fields = tuple(name for name in group.fields if name in asked.get(group.table, ()))
            if fields:
                groups.append(msgspec.structs.replace(group, fields=fields))
        if groups:
            found.append(msgspec.structs.replace(page, group=tuple(groups)))
    return tuple(found)


def carried() -> tuple[str, ...]:
    """Return the fields of the school that are taken over from the year before in every round."""
    return _file().carried


def every_field() -> dict[str, list[str]]:
    """Return all fields that can be asked, by table, in the order of the pages."""
    found: dict[str, list[str]] = {}
    for page in pages():
        for group in page.group:
            found.setdefault(group.table, []).extend(group.fields)
    return found


def listed() -> frozenset[str]:
    """Return the tables that are shown as lists of records."""
    return frozenset(group.table for page in pages() for group in page.group if group.list)


def page_of(name: str, field: str) -> str:
    """Return the id of the page a field stands on; for a key field, that of its table's first group."""
    first = ""
    for page in pages():
        for group in page.group:
            if group.table == name:
                if field in group.fields:
                    return page.id
                first = first or page.id
    return first


def key_names(name: str) -> tuple[str, ...]:
    """Return the key fields a school writes itself: those behind year and school code."""
    return tuple(field for field in load().tables[name].key if field not in {"year", "school_code", "county_code"})


def required(name: str, field: str) -> bool:
    """Tell whether the field has to be filled in or its blank explained."""
    return bool(table(name).fields[field].required)


def chosen(asked: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return what is asked in the order of the pages, without names that cannot be asked."""
    every = every_field()
    found = {name: [field for field in fields if field in asked.get(name, ())] for name, fields in every.items()}
    return {name: fields for name, fields in found.items() if fields}
