"""So much a year, the years not counted: 2021年比2012年增加9486万人，年均增长1054万人; 2021至2023年共3690万元，年均….

Those of a change lie between the year it is told against and the year it is told of. That is read only where it comes
out: growth by the year is told as a compound rate too. Those of a total are told by the first and the last, or are the
five of a plan (“十四五”期间).
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache

from junheng.audit.judge import holds
from junheng.audit.layout import Item
from junheng.audit.model import Quantity, Relation, Term
from junheng.audit.relations.ground.nearby import Near, same_kind
from junheng.audit.relations.ground.terms import relation, spans, term
from junheng.audit.relations.ground.wording import KEPT, change, holds_one, linked, words
from junheng.audit.relations.rates.each import told_for
from junheng.audit.relations.rates.means.averages_alone import sized

BY_YEAR, _KINDS = "年均", frozenset({"number", "points"})
_AGAINST, _YEAR = re.compile("[比较与同](?P<year>[12]\\d{3})年"), re.compile("(?<!\\d)(?P<year>[12]\\d{3})年")
_CLAUSE, _FAR, _MOST, _TOPS, _FIVE = 30, 160, 60, 6, 5
_YEARLY = re.compile("年均|平均每年|每年平均")
_SPAN = re.compile("(?<!\\d)(?P<first>[12]\\d{3})年?[—\\-－–~～至到]{1,2}(?P<last>\\d{2,4})年(?!级)")
_AIMED = ("计划", "今后", "规划", "拟")
_PLAN = re.compile('十[一二三四五]五[”"]?(?:规划)?(?:期间|时期|五年)')


def by_year(near: Near, item: Item) -> Relation | None:
    """Return the change right before a figure, divided by the years it took."""
    top = near.items[item.number - 1] if item.number else None
    if BY_YEAR not in item.label or top is None or item.quantity.kind not in _KINDS or not item.quantity.value:
        return None
    same = top.quantity.kind == item.quantity.kind and top.quantity.base == item.quantity.base
    if not same or top.segment != item.segment or not change(top.label) or not change(item.label):
        return None
    years = _years(near.text, top)
    if years is None:
        return None
    parts: list[Quantity | Term] = [top.quantity, Term(Fraction(years), Fraction(0), ())]
    made = relation("average", parts, item.quantity, "average.years", spans([top, item]))
    return made if holds(made) else None


_SUMMED = ("累计", "共", "总", "合计")
"""What says that a figure is of all the years a sentence names."""


def over_span(near: Near, item: Item) -> Relation | None:
    """Return the total of some years right before a figure, divided by the years its sentence names."""
    if (noun := _noun(near, item)) is None or item.quantity.kind != "number" or change(item.label):
        return None
    years = _span(near.text[max(0, item.quantity.start - _FAR) : item.quantity.start])
    tops = [one for one in near.before(item, 0, _TOPS) if one.depth == item.depth and not told_for(one.label)]
    tops = [one for one in tops if same_kind(one.quantity, item.quantity) and not change(one.label)]
    if len(tops) > 1:
        tops = [one for one in tops if linked(noun, one.label)]
    if not years or len(tops) != 1 or not tops[0].quantity.base:
        return None
    made, *others = (_over(tops[0], item, each) for each in (years, years - 1, years + 1))
    if holds(made):
        return made
    hedged = any(one.quantity.hedge for one in (tops[0], item)) or not near.unbroken(tops[0], item)
    unfit = any(holds_one(one.label[-24:], (*words("common", "aim"), *_AIMED)) for one in (tops[0], item))
    unfit = unfit or not holds_one(tops[0].label[-24:], _SUMMED)
    return made if not (hedged or unfit or any(map(holds, others))) and sized(made) else None


def _noun(near: Near, item: Item) -> str | None:
    """Return what a label says is by the year; of a second figure (年均投入74万元、竣工2万平方米) its own words."""
    noun = _yearly(item.label)
    if noun is not None or item.mark != "、" or not item.number or not item.label:
        return noun
    return item.label if _yearly(near.items[item.number - 1].label) is not None else None


@lru_cache(KEPT)
def _yearly(label: str) -> str | None:
    """Return what stands behind the words that say a figure is by the year; None where there are none."""
    found = _YEARLY.search(label[-_CLAUSE:])
    return label[-_CLAUSE:][found.end() :] if found is not None else None


def _span(before: str) -> int:
    """Return how many years the last sentence of some words names by the first and the last; 0 where it names none."""
    before = before[before.rfind("。") + 1 :]
    found = [*_SPAN.finditer(before), *_PLAN.finditer(before)]
    if len(found) != 1:
        return 0
    if found[0].re is _PLAN:
        return _FIVE
    first, last = found[0]["first"], found[0]["last"]
    years = int(first[: len(first) - len(last)] + last) - int(first) + 1
    return years if 1 < years < _MOST else 0


def _over(top: Item, item: Item, years: int) -> Relation:
    by = Term(Fraction(years), Fraction(0), ())
    parts: list[Quantity | Term] = [term(top.quantity, item.quantity.scale), by]
    return relation("average", parts, item.quantity, "average.years", spans([top, item]))


def _years(text: str, top: Item) -> int | None:
    """Return how many years lie between the one a change is told against and the one it is told of."""
    start = max(0, top.quantity.start - _CLAUSE)
    against = list(_AGAINST.finditer(text, start, top.quantity.start))
    if not against:
        return None
    sentence = max(text.rfind(mark, max(0, start - _FAR), against[-1].start()) for mark in "。\n") + 1
    told = list(_YEAR.finditer(text, max(sentence, start - _FAR), against[-1].start()))
    years = int(told[0]["year"]) - int(against[-1]["year"]) if told else 0
    return years if 1 < years < _MOST else None
