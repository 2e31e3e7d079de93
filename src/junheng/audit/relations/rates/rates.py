"""Rates (so much for each) and the figures that go with them: the number they are paid for, and the total paid."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache

from junheng.audit.judge import holds
from junheng.audit.layout import Item
from junheng.audit.model import Relation, Term
from junheng.audit.relations.ground.nearby import Near, each_too
from junheng.audit.relations.ground.terms import relation, spans, term, worked_out
from junheng.audit.relations.ground.wording import KEPT, arrives, holds_one, one_of, wording, words

_EACH = re.compile(one_of(words("product", "each")) + ".{0,10}$")
_FROM = re.compile(one_of(words("product", "each")) + ".{0,18}[由从]$")
_BEHIND = re.compile("[/／]" + "(?:人|生|名|份|袋|套|台|所|校|班|户|个|册|本|间|件|桶|亩|平方米|次|年)")
_JOINED = re.compile("[\u4e00-\u9fff“”]{0,6}(?:[、，,]|[和及与]|以及)")
_MEAN_RATE = re.compile("(?:人均|生均|平均)每[月天年日周学]")
_TOTAL = words("product", "total")
_EACH_PERSON = words("product", "each_person")
PERIODS = words("product", "periods")
PERSONS = frozenset({"人", "名", "人次", "位"})
_HEADS = frozenset({"人", "人次"})
"""Persons and attendances: 12期，每期50人，共培训600人次."""


def rates_of(near: Near) -> list[Item]:
    """Return the figures of a text told as so much for each, in order."""
    found = near.layout.rates
    if found is None:
        found = near.layout.rates = []
        for one in near.items:
            if is_rate(near, one) or (found and (_arrived(one, found[-1]) or each_too(found[-1], one))):
                found.append(one)
    return found


def _arrived(one: Item, rate: Item) -> bool:
    """Whether a figure is what the rate right before it came to: 每校由20人增加到30人."""
    same = one.number == rate.number + 1 and one.quantity.base == rate.quantity.base and not one.mark
    return same and arrives(one.label)


def is_rate(near: Near, item: Item) -> bool:
    """Whether a figure is so much for each: 每人300元, 300元/人, 25公斤1袋."""
    figure = item.quantity
    if figure.kind != "number":
        return False
    if "/" in figure.unit or (item.after and _BEHIND.match(item.after)):
        return True
    if (not item.mark and _MEAN_RATE.match(item.label)) or _for_each(item.label):
        return True  # 612人人均每月1850元
    behind = near.items[item.number + 1] if item.number + 1 < len(near.items) else None
    return (
        behind is not None
        and behind.quantity.value == 1
        and behind.quantity.start == figure.end
        and behind.quantity.base != figure.base
    )


@lru_cache(KEPT)
def _for_each(label: str) -> bool:
    """Whether a label ends in what its figure is for each of: 每人, 每校参加测试的学生由 (20人增加到30人)."""
    return _EACH.search(label[-24:]) is not None or _FROM.search(label[-24:]) is not None


def root(rate: Item) -> str:
    """Return what a rate is paid in: 元 of 元/公斤."""
    return rate.quantity.base.split("/")[0]


def _paid_in(base: str, rate: Item) -> bool:
    paid = root(rate)
    return base == paid or (base in _HEADS and paid in _HEADS)


def counted(one: Item, rate: Item) -> bool:
    """Whether a figure may be the number a rate is paid for."""
    figure = one.quantity
    return figure.kind == "number" and one is not rate and not _paid_in(figure.base, rate) and "/" not in figure.unit


def money(one: Item, rate: Item) -> bool:
    """Whether a figure is counted in what a rate is paid in."""
    figure = one.quantity
    return one is not rate and figure.kind == "number" and bool(figure.base) and _paid_in(figure.base, rate)


def one_each(one: Item) -> bool:
    """Whether a figure says that each gets one: `每人送去大米1袋，每袋25公斤`."""
    return one.quantity.value == 1 and _EACH.search(one.label[-24:]) is not None


def is_total(near: Near, one: Item) -> bool:
    """Whether the words say that a figure is what was paid in all; `合计15人、10000元` says it of both."""
    if one.label.strip() or not one.number or one.mark not in {"、", "，", ",", ""}:
        return holds_one(one.label, _TOTAL)
    before = near.items[one.number - 1]
    beside = before.sentence == one.sentence and before.depth == one.depth
    return beside and holds_one(before.label, _TOTAL) and not is_rate(near, before)


def matches(head: Item, rate: Item) -> bool:
    """Whether a rate is told for each of what a number counts: 每人 of 人, 每期 of 期, 每校 of 所学校."""
    label = rate.label[-24:] + "每" + (rate.unit.partition("/")[2] or rate.after[:4].lstrip("/／"))
    if holds_one(label, _EACH_PERSON):
        return head.unit in PERSONS
    if holds_one(label, [f"每{name}" for name in _names_of(head)]):
        return True
    named = head.after[:6] + head.label[-6:]
    kinds = wording()["product"]["counters"]
    return any(
        noun in named and head.unit in units and (f"每{noun}" in label or f"每个{noun}" in label)
        for noun, units in kinds.items()
    )


def _names_of(head: Item) -> list[str]:
    """Return what a number counts: 盒 of 28.5万盒; of a unit that is not known the word behind it (1.2万杯)."""
    behind = head.after.strip() if len(head.after.strip()) <= 2 else ""
    return [name for name in (head.unit, head.quantity.base, "" if head.quantity.base else behind) if name]


def multiplied(heads: list[Item], rate: Item, total: Item) -> Relation:
    """Return the product of some numbers and a rate."""
    scale = rate.quantity.scale / total.quantity.scale
    numbers = [term(one.quantity, _counting(one)) for one in heads]
    figures = sorted([*heads, rate, total], key=lambda one: one.number)
    made = relation("product", [*numbers, rate.quantity], total.quantity, "product.each", spans(figures))
    parts = (*made.parts[:-1], moved(made.parts[-1], scale))
    return Relation(made.kind, parts, made.total, made.unit, made.spans, made.rule)


def joined(near: Near, head: Item, rate: Item) -> list[Item]:
    """Return the numbers told in a row up to one (教师40名、班主任25名，每人2000元), this one the last."""
    row = [head]
    while row[0].number:
        one = near.items[row[0].number - 1]
        beside = one.sentence == head.sentence and one.depth == head.depth and one.quantity.base == head.quantity.base
        if holds_one(row[0].label, words("common", "opening")):
            return row
        if not beside or not counted(one, rate) or is_rate(near, one) or not _JOINED.match(near.between(one, row[0])):
            return row
        row.insert(0, one)
    return row


def multiplied_all(heads: list[Item], rate: Item, total: Item) -> Relation:
    """Return the product of a rate and all there are of several numbers."""
    made = multiplied(heads[:1], rate, total)
    of_all = worked_out([(1, one.quantity) for one in heads], Fraction(1))
    places = spans(sorted([*heads, rate, total], key=lambda one: one.number))
    return Relation(made.kind, (of_all, *made.parts[1:]), made.total, made.unit, tuple(places), made.rule)


def product(heads: list[Item], rate: Item, total: Item) -> Relation | None:
    """Return a product where it comes out."""
    made = multiplied(heads, rate, total)
    return made if holds(made) else None


def _counting(head: Item) -> Fraction:
    """Return the scale a number is counted in: 1.2万人 as 12000, 10个月 as 10."""
    return head.quantity.scale if head.unit in PERIODS else Fraction(1)


def moved(part: Term, by: Fraction) -> Term:
    """Return a term in another unit."""
    return part if by == 1 else Term(part.value * by, part.slack * by, part.sources)
