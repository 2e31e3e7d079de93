"""Keeping a list to see again, and showing it to colleagues."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q, QuerySet

from junheng.web.log.chain import record as log
from junheng.web.registry.models import SavedView
from junheng.web.registry.query import Query
from junheng.web.registry.scope import Scope

MOST = 50
"""How many views one person keeps of a table."""


class Full(Exception):  # noqa: N818 (what it says)
    """There is no room for another view."""


def seen_by(scope: Scope) -> QuerySet[SavedView]:
    """Return the views of the table this person sees: the own ones and those shared in the county."""
    return (
        SavedView.objects.filter(county=scope.county, table=scope.name)
        .filter(Q(user=scope.policy.user) | Q(shared=True))
        .select_related("user")
    )


@transaction.atomic
def save(scope: Scope, name: str, query: Query, *, shared: bool) -> SavedView:
    """Keep the list under a name, over an earlier one of that name; raises Full. The caller asked the policy."""
    own = SavedView.objects.filter(user=scope.policy.user, county=scope.county, table=scope.name)
    view = own.filter(name=name).first()
    if view is None and own.count() >= MOST:
        raise Full
    view = view or SavedView(user=scope.policy.user, county=scope.county, table=scope.name, name=name)
    view.query, view.shared = query.encoded(saved=True), shared
    view.save()
    log(scope.actor, "registry.view_save", f"view:{view.pk}", county=scope.county.code, table=scope.name, shared=shared)
    return view


@transaction.atomic
def forget(scope: Scope, view: SavedView) -> None:
    """Take a view away; the caller made sure it is the person's own."""
    log(scope.actor, "registry.view_forget", f"view:{view.pk}", county=scope.county.code, table=scope.name)
    view.delete()
