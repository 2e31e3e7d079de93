"""Does every record of the registry follow from its changes? Each chain is gone through from its first change on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cryptography.fernet import InvalidToken
from django.core.exceptions import ValidationError

from junheng.web.registry.encrypted import EncryptedField, decrypt
from junheng.web.registry.models import Change, Record
from junheng.web.registry.tables import MODELS, columns, key_of

Said = tuple[str, str]
State = dict[str, Any]


def compare() -> Iterator[Said | None]:
    """Yield, for each record and each chain, None when they agree, else what is wrong in Chinese and English.

    A change's `before` is what the changes so far made of the record; the last makes it what it is now. A record
    without a change, or one that should be gone, was written by another hand. Keys of persons are not told.
    """
    places = Change.objects.order_by("county_id", "table", "year").values_list("county_id", "table", "year").distinct()
    told = set(places)
    for county, name, year in sorted(told | _stored()):
        if name in MODELS:
            yield from _compare(county, name, year)


def _stored() -> set[tuple[str, str, int]]:
    found = set()
    for name, model in MODELS.items():
        rows = model._default_manager.order_by().values_list("county_id", "year").distinct()
        found |= {(county, name, year) for county, year in rows}
    return found


def _compare(county: str, name: str, year: int) -> Iterator[Said | None]:
    model = MODELS[name]
    states: dict[str, State | None] = {}
    odd: set[str] = set()
    changes = Change.objects.filter(county_id=county, table=name, year=year).order_by("pk")
    for key, *kept in changes.values_list("key", "before", "after").iterator(chunk_size=2000):
        try:
            before, after = (_values(model, each) for each in kept)
        except (ValueError, ValidationError, LookupError, InvalidToken):
            odd.add(key)
            continue
        if not _follows(states.get(key), before):
            odd.add(key)
        states[key] = None if after is None else {**(states.get(key) or {}), **after}
    where = f"{county} {name} {year}"
    for pk, key, record in _records(model, county, name, year):
        state = states.pop(key, None)
        yield (
            None
            if key not in odd and state == record
            else (
                f"{where} 记录 {pk} 与变更历史不符",
                f"{where}: record {pk} does not agree with its history",
            )
        )
    for state in states.values():
        yield (
            None
            if state is None
            else (
                f"{where} 有变更历史中的记录不在库中",
                f"{where}: a record of the history is not there",
            )
        )


def _records(model: type[Record], county: str, name: str, year: int) -> Iterator[tuple[int, str, State]]:
    fields = columns(name)
    rows = model._default_manager.filter(county_id=county, year=year).order_by("pk")
    for pk, *values in rows.values_list("pk", *fields).iterator(chunk_size=2000):
        record = dict(zip(fields, values, strict=True))
        yield pk, key_of(name, record), record


def _follows(state: State | None, before: State | None) -> bool:
    """Tell whether a change that found `before` fits on the record as it was (None: not there)."""
    if state is None or before is None:
        return state is None and before is None
    return all(field in state and state[field] == value for field, value in before.items())


def _values(model: type[Record], kept: Mapping[str, Any] | None) -> State | None:
    """Return a change's values as the record has them: moments, exact figures, numbers decrypted."""
    if kept is None:
        return None
    found = {}
    for name, value in kept.items():
        field = model._meta.get_field(name)
        secret = isinstance(field, EncryptedField) and value is not None
        found[name] = decrypt(value) if secret else field.to_python(value)
    return found
