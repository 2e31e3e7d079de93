"""Floor 2: what the state asks, as dated, sourced data, and its strict reader."""

from junheng.standards.errors import Problem, StandardError
from junheng.standards.model import Check, Condition, Indicator, Item, Standard
from junheng.standards.reader import check, listing, load
from junheng.standards.render import render

__all__ = [
    "Check",
    "Condition",
    "Indicator",
    "Item",
    "Problem",
    "Standard",
    "StandardError",
    "check",
    "listing",
    "load",
    "render",
]
