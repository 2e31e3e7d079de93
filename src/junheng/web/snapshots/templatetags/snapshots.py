"""`{% left_out snapshot %}`: which schools the round behind a snapshot was closed without."""

from __future__ import annotations

from typing import Any

from django import template

from junheng.web.snapshots.left_out import left_out as find
from junheng.web.snapshots.models import Snapshot

register = template.Library()


@register.inclusion_tag("snapshots/left_out.html", takes_context=True)
def left_out(context: dict[str, Any], snapshot: Snapshot | None, act: str = "judgement.school") -> dict[str, Any]:
    """Say it in one message, nothing where none was left out; schools this person may not be told of are counted.

    A file without a request is for the county itself and names them all.
    """
    request = context.get("request")
    found = find(snapshot, request.policy if request is not None else None, act)
    return {"left_out": found, "unnamed": found.count - len(found.names)}
