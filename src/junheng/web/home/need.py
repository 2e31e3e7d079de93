"""One thing that needs a person, as their first page lists it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from django.utils import timezone

from junheng.web.base.words import say


@dataclass(frozen=True, slots=True)
class Need:
    """What it is (`words`), what is known of it (`details`), where it is done; `urgent` first, `note` needs nothing."""

    words: str
    url: str
    details: list[str] = field(default_factory=list)
    weight: Literal["urgent", "todo", "note"] = "todo"


def until(due: date) -> str:
    """Return how long it is to a last day."""
    days = (due - timezone.localdate()).days
    if days < 0:
        return say(f"已逾期 {-days} 天", f"{-days} days late")
    if days == 0:
        return say("今天截止", "due today")
    return say(f"还有 {days} 天（{due}）", f"due in {days} days ({due})")
