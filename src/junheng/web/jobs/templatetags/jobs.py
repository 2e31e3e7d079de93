"""How long something lasts, in words."""

from __future__ import annotations

from datetime import timedelta

from django import template

from junheng.web.base.words import say

register = template.Library()


@register.filter
def lasting(time: timedelta | None) -> str:
    """Return a length of time in words, rounded to what matters; nothing for None."""
    if time is None:
        return ""
    seconds = max(round(time.total_seconds()), 0)
    if seconds < 60:
        return say(f"{seconds} 秒", f"{seconds} s")
    if seconds < 3600:
        return say(f"{seconds // 60} 分 {seconds % 60} 秒", f"{seconds // 60} min {seconds % 60} s")
    return say(f"{seconds // 3600} 小时 {seconds % 3600 // 60} 分", f"{seconds // 3600} h {seconds % 3600 // 60} min")
