"""The demands beside the indicators: every kind of check a standard may name, and the verdict of each item."""

from __future__ import annotations

from junheng.assess.items import county, ratios, schools, survey
from junheng.assess.items.registry import judge_check, kinds
from junheng.assess.model import ItemResult
from junheng.assess.scope import Scope
from junheng.assess.terms import all_met
from junheng.standards.model import Item

FAMILIES = (county, ratios, schools, survey)
"""The modules whose import registers the judges."""


def judge_item(item: Item, scope: Scope) -> ItemResult:
    """Judge one item: short when any check is short, else unknown when any is unknown, else met."""
    findings = tuple(judge_check(check, scope) for check in item.check)
    return ItemResult(
        id=item.id,
        group=item.group,
        number=item.number,
        title=item.title,
        clause=item.clause,
        section=item.section,
        verdict=all_met(finding.verdict for finding in findings),
        findings=findings,
    )


def judge_items(scope: Scope) -> tuple[ItemResult, ...]:
    """Judge every item of the standard, of all groups, in the standard's order."""
    return tuple(judge_item(item, scope) for item in scope.standard.item)


__all__ = ["FAMILIES", "judge_check", "judge_item", "judge_items", "kinds"]
