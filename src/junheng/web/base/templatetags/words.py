"""`{% t "中文" "English" %}` and the printing of figures; available in every template without loading."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from junheng.dictionary import Title
from junheng.web.base import words

register = template.Library()

SIGNS = {
    "met": ("●", "达标", "met"),
    "short": ("▲", "不达标", "short"),
    "unknown": ("◌", "无法判定", "cannot be judged"),
    "near": ("◐", "临近", "near"),
}


@register.simple_tag
def t(zh: str, en: str, **values: Any) -> str:
    """Return the words in the page's language; `{name}` in them is replaced by the value given."""
    text = words.say(zh, en)
    return text.format(**values) if values else text


@register.filter
def titled(text: Title) -> str:
    """Return a dictionary or standard title in the page's language."""
    return words.title(text)


@register.filter
def verdict(word: str | None) -> SafeString:
    """Return a verdict with its sign; nothing for None."""
    if word not in SIGNS:
        return SafeString("")
    sign, zh, en = SIGNS[word]
    return format_html(
        '<span class="v v-{}"><span aria-hidden="true">{}</span> {}</span>', word, sign, words.say(zh, en)
    )


@register.filter
def figure(value: Any, places: int = 0) -> str:
    """Return a figure rounded half up to `places`, thousands separated; 未填 for None."""
    if value is None:
        return words.say("未填", "not filed")
    return f"{rounded(value, places):,}"


@register.filter
def wan(value: Any, places: int = 2) -> str:
    """Return an amount in yuan as 万元."""
    return figure(None if value is None else Fraction(value) / 10_000, places)


def rounded(value: Any, places: int) -> Decimal:
    """Return a figure rounded half up, exactly."""
    if isinstance(value, float):
        value = Decimal(str(value))
    exact = Fraction(value)
    scaled = exact * 10**places
    whole = (abs(scaled) * 2 + 1) // 2
    return (Decimal(int(whole) * (1 if scaled >= 0 else -1)) / 10**places).quantize(
        Decimal(1).scaleb(-places), ROUND_HALF_UP
    )
