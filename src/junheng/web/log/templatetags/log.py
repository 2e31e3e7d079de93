"""`act`, `channel`, `among` and others: what the log's templates say in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import template

from junheng.web.base.words import language, say, title
from junheng.web.log import names, persons
from junheng.web.log.verify import Fault

register = template.Library()


@register.filter
def act(name: str) -> str:
    """Return an act in words."""
    return names.act(name)


@register.filter
def channel(name: str) -> str:
    """Return the way an act came, in words."""
    known = names.channels().get(name)
    return title(known) if known is not None else name


@register.filter
def faulty(fault: Fault) -> str:
    """Return a fault of the chain in words."""
    return title(fault.words)


@register.filter
def spoken(words: Mapping[str, str] | Sequence[str]) -> str:
    """Return a pair of words, kept as a list or under `zh` and `en`, in the page's language."""
    return words[language()] if isinstance(words, Mapping) else say(*words)


@register.simple_tag
def person_fields(found: Any, purposes: Any) -> list[list[str]]:
    """Return table, field, sensitivity and purpose of each field on persons."""
    return list(persons.field_rows(found, purposes))


@register.simple_tag
def grant_lines(found: Any) -> list[list[str]]:
    """Return who may look."""
    return list(persons.grant_rows(found))


@register.filter
def table_title(name: str) -> str:
    """Return a table's title."""
    return persons.table_title(name)
