"""All addresses of the site, as the URL resolver knows them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLResolver, get_resolver


@dataclass(frozen=True)
class Address:
    """One address: its full name (`people:account`), its view, the names of what stands in it."""

    name: str
    view: Callable[..., Any]
    arguments: tuple[str, ...]
    path: str

    @property
    def act(self) -> str | None:
        """The act its view was marked with; None for a view without one."""
        return getattr(self.view, "act", None)

    def __str__(self) -> str:
        return self.name or self.path


def addresses() -> Iterator[Address]:
    """Walk the resolver."""
    yield from _walk(get_resolver(), "", (), "")


def _walk(resolver: URLResolver, space: str, arguments: tuple[str, ...], path: str) -> Iterator[Address]:
    for each in resolver.url_patterns:
        named = (*arguments, *each.pattern.converters)
        below = f"{path}{each.pattern}"
        if isinstance(each, URLResolver):
            inner = f"{space}{each.namespace}:" if each.namespace else space
            yield from _walk(each, inner, named, below)
        else:
            yield Address(f"{space}{each.name}" if each.name else "", each.callback, named, below)
