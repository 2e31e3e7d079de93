"""Which rows of a county's records a figure may be told of: stages, kinds of school, places, owners."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from junheng.audit.against.names import Key, names
from junheng.audit.against.rows import Scope


def scopes(key: Key, *, rooms: bool, rate: bool) -> Iterator[Scope]:
    """Yield the rows a figure may be told of: first by stage, then by kind of school, then with what may count too.

    `rooms` says that it is told of buildings and equipment, which some reports tell by kind with all that belongs;
    `rate` that it is a rate of persons, which is told by stage.
    """
    groups = [names().groups[name] for name in key.groups]
    found: list[Scope] = []
    if not groups:
        wide = names().groups["compulsory"]
        groups, found = [wide], [Scope(), Scope(stages=frozenset((*wide.stages, "senior")))]
    stages, kinds, also, more = (
        frozenset(chain.from_iterable(fields))
        for fields in zip(*((one.stages, one.kinds, one.also, one.also_stages) for one in groups), strict=True)
    )
    if all(one.stages for one in groups):
        found.append(Scope(stages=stages))
        found.extend([Scope(stages=stages | more)] if more else [])
    if rate and all(one.stages for one in groups):
        yield from _narrowed(key, found)
        return
    found.extend([Scope(kinds=kinds), Scope(filed=kinds)])
    if rooms or also == {"teaching_point"}:
        found.extend(Scope(kinds=kinds | more) for more in ({one} for one in sorted(also)))
        found.extend([Scope(kinds=kinds | also)] if also else [])
    yield from _narrowed(key, found)


def school_kinds(key: Key) -> Iterator[tuple[Scope, Sequence[str]]]:
    """Yield the schools that may be meant, as they were filed first, with the kinds counted beside their own."""
    groups = [names().groups[name] for name in key.groups]
    found: list[tuple[Scope, Sequence[str]]] = [] if groups else [(Scope(), ())]
    groups = groups or [names().groups["schools"]]
    kinds = [kind for one in groups for kind in one.kinds]
    also = [kind for one in groups for kind in one.also if kind not in kinds]
    for more in ([], *([one] for one in also), *(also[:to] for to in range(2, len(also) + 1))):
        chosen = frozenset((*kinds, *more))
        found.extend([(Scope(filed=chosen), more), (Scope(kinds=chosen), more)])
    for scope, counted in found:
        yield from ((one, counted) for one in _narrowed(key, [scope]))


def _narrowed(key: Key, found: Sequence[Scope]) -> Iterator[Scope]:
    place = names().places.get(key.place)
    for groups in place.groups if place else (None,):
        for one in found:
            yield one._replace(
                places=None if groups is None else frozenset(groups),
                owner=key.owner or None,
                boarding=key.boarding or None,
            )
