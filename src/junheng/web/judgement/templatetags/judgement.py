"""`{% judgement_tabs %}`: the feature's own menu, about the snapshot in view."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse

from junheng.web.base.words import bi
from junheng.web.judgement.scope import kept

register = template.Library()

TABS = (
    ("judgement:index", "judgement.view", bi("总览", "Overview")),
    ("judgement:items", "judgement.view", bi("条目", "Items")),
    ("judgement:compare", "judgement.view", bi("比较", "Compare")),
    ("judgement:scenarios", "judgement.scenario", bi("情景方案", "Scenarios")),
    ("judgement:counties", "judgement.view", bi("各县", "Counties")),
)
"""Address, act, words."""


@register.inclusion_tag("judgement/tabs.html", takes_context=True)
def judgement_tabs(context: dict[str, Any]) -> dict[str, Any]:
    """Show what this person may open of the feature; the counties only to who has several."""
    request = context["request"]
    tabs = []
    for name, act, words in TABS:
        if not request.policy.may(act) or (name == "judgement:counties" and not _several(request)):
            continue
        try:
            address = reverse(name)
        except NoReverseMatch:
            continue
        tabs.append({"address": address + kept(request), "words": words, "here": request.path == address})
    return {"judgement_tabs": tabs}


def _several(request: Any) -> bool:
    return "viewer" in request.policy.roles or len({grant.county_id for grant in request.policy.grants}) > 1
