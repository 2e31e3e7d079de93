"""What became of records: who, when, what before and after, in words; for those who may see the record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from cryptography.fernet import InvalidToken
from django.db.models import QuerySet

from junheng.dictionary import Field
from junheng.web.base.words import bi, say
from junheng.web.registry.encrypted import decrypt
from junheng.web.registry.models import Change
from junheng.web.registry.scope import Scope
from junheng.web.registry.tables import MODELS, key_of
from junheng.web.registry.values import from_stored, masked, shown

SOURCES = {
    "form": bi("页面填写", "form"),
    "bulk": bi("批量修改", "bulk edit"),
    "import": bi("导入", "import"),
    "filing": bi("填报审核通过", "filing accepted"),
    "undo": bi("撤销", "undo"),
    "demo": bi("初始数据", "first data"),
}
LATEST = 100
"""How many changes a page shows."""


@dataclass(frozen=True, slots=True)
class Told:
    """One change of one record in words: `kind` is added, changed or removed; `values` field, before, after."""

    change: Change
    scope: Scope
    kind: str
    values: Sequence[tuple[Field, str, str]]

    @property
    def source(self) -> Any:
        """Return where the change came from, in words."""
        return SOURCES.get(self.change.batch.source, self.change.batch.source)


def of_record(scope: Scope, record: Any) -> list[Told]:
    """Return the latest changes of one record; the caller made sure it may be seen."""
    key = key_of(scope.name, vars(record))
    changes = Change.objects.filter(county=scope.county, table=scope.name, year=record.year, key=key)
    return [_told(scope, change) for change in _latest(changes)]


def of_school(scopes: Iterable[Scope], school: str) -> list[Told]:
    """Return the latest changes of a school's records, of the tables whose rows are seen in that school."""
    seen = {
        scope.name: scope
        for scope in scopes
        if scope.by_school and scope.may("registry.view", school)
        and (not scope.of_persons or scope.may("registry.persons", school))
    }  # fmt: skip
    if not seen:
        return []
    county = next(iter(seen.values())).county
    changes = Change.objects.filter(county=county, school_code=school)
    if len(seen) < len(MODELS):
        changes = changes.filter(table__in=seen)
    return [_told(seen[change.table], change) for change in _latest(changes)]


def _latest(changes: QuerySet[Change]) -> QuerySet[Change]:
    return changes.select_related("batch", "batch__undone_by").order_by("-pk")[:LATEST]


def _told(scope: Scope, change: Change) -> Told:
    before, after = change.before or {}, change.after or {}
    kind = "added" if change.before is None else "removed" if change.after is None else "changed"
    names = [name for name in scope.fields if name in before or name in after]
    if kind != "changed":
        names = [name for name in names if (after or before).get(name) not in {None, ""}]
    return Told(
        change,
        scope,
        kind,
        [
            (
                scope.fields[name],
                _said(scope, change, name, before.get(name)),
                _said(scope, change, name, after.get(name)),
            )
            for name in names
        ],
    )


def _said(scope: Scope, change: Change, name: str, stored: Any) -> str:
    field = scope.fields[name]
    sight = scope.sight(name, change.school_code)
    if sight == "hidden":
        return say("不可见", "not shown")
    if stored is None:
        return shown(field, None)
    if name == "identity_number":
        return _number(stored)
    return shown(field, from_stored(field, stored), exact=True)


def _number(stored: str) -> str:
    """Return an identity number of the history, masked; the history keeps it encrypted."""
    try:
        return masked(decrypt(stored))
    except InvalidToken:
        return say("无法解密", "cannot be decrypted")
