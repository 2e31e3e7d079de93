"""What the checklist of items is told about the archive."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from junheng.web.base.words import say, title
from junheng.web.evidence.models import visible
from junheng.web.evidence.tree import Slot, tree
from junheng.web.judgement.items import Held
from junheng.web.judgement.service import Judged


def held(request: Any, found: Judged, items: Iterable[str]) -> dict[str, Held]:
    """Return, by item, how many files this person may see and what is still missing, in words."""
    county, year = found.snapshot.county_id, found.snapshot.year
    if not request.policy.may("evidence.view", county=county):
        return {}
    files = visible(request.policy).filter(county_id=county, year=year)
    groups = tree(county, year, found.standard, files, request.policy.schools("evidence.view", county))
    wanted = set(items)
    return {
        node.id: Held(
            files=len(node.files),
            missing=tuple(_missing(slot) for slot in node.slots if slot.missing),
            address=f"{reverse('evidence:item', args=[node.id])}?year={year}",
        )
        for group in groups
        for node in group.nodes
        if node.id in wanted
    }


def _missing(slot: Slot) -> str:
    name = title(slot.wanted.title)
    if not slot.schools:
        return name
    return say(f"{name}（{len(slot.schools)} 所学校）", f"{name} ({len(slot.schools)} schools)")
