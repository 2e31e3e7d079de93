"""Columns of a list: what stands in brackets behind its total and behind each of its parts, or in turn with them.

教职工100人（专任教师90人），其中小学60人（专任教师55人），初中40人（专任教师35人）: 55 + 35 = 90.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby, pairwise

from junheng.audit.layout import Item
from junheng.audit.relations.sums.labels.classes import named
from junheng.audit.relations.sums.labels.labels import alike
from junheng.audit.relations.sums.lists import Entry, noun_behind, total_of
from junheng.audit.relations.sums.readings import ALIKE, SMALL
from junheng.audit.relations.sums.triggers import triggers
from junheng.audit.relations.sums.weighing import Told, comes_out

_AGE = "岁"
_NOUN = 2
"""Characters of a noun by which columns are told apart (考点, 考场)."""
_OVER, _STAGE = 10, "stage"
"""Over its total by less than this part of it, a column with gaps was meant to come to it."""
_BLANK = re.compile(r"[\s\d、，,；;和及与有共设]+")


def bracket_columns(told: Told) -> Iterator[Told]:
    """Yield what the brackets of a list that comes out tell, each name that all of them have; it may fail."""
    if told.reading not in {"exact", "rounded"} or not told.total.children:
        return
    for own in told.total.children:
        quantity, name = own.quantity, _name(own)
        if quantity.kind != "number" or quantity.base == _AGE or triggers().words["aside"].search(name):
            continue
        column = [_same(own, name, one.item) for one in told.parts]
        parts = [
            Entry(place, one, name, quantity.scale) for place, one in enumerate(column) if one is not None and name
        ]
        reached = total_of(parts)
        if len(parts) < len(told.parts):
            # 学生4380人（女1902人），其中…（女76人）；…（女222人）；在园幼儿253人: some parts are told without it.
            target = Fraction(quantity.value)
            if len(parts) > 1 and target >= SMALL and 0 <= (reached - target) * _OVER < target:
                if reached == quantity.value:
                    yield Told(own, parts, "exact")
                elif _of_stages(told):
                    yield Told(own, parts, "failing")
            continue
        if reached == quantity.value:
            yield Told(own, parts, "exact")
        elif quantity.value < 2 * reached < 4 * quantity.value:
            yield Told(own, parts, "failing")


def _of_stages(told: Told) -> bool:
    """Return whether all parts of a list are stages, so that none is within another (留守儿童 may be in 小学)."""
    return any(family.told.name == _STAGE for family, _ in named([one.label for one in told.parts]))


def _same(own: Item, name: str, part: Item) -> Item | None:
    """Return the one figure in a part's bracket that has a name and the unit of the total's; None for none or two."""
    found = [one for one in part.children if _name(one) == name and one.quantity.base == own.quantity.base]
    return found[0] if len(found) == 1 else None


def _name(item: Item) -> str:
    return triggers().connector.sub("", item.label).removesuffix("有")


def of_noun(total: Item, found: list[Entry]) -> list[Entry]:
    """Return the parts that count what the total counts, by the noun behind a unit that counts anything.

    24个考点、758个考场，其中城区6个考点、262个考场；…: two columns. A part is named by the figure before it.
    """
    name = noun_behind(total)
    nouns = [noun_behind(one.item) for one in found]
    if not any(nouns) and total.unit in triggers().counters:
        return _of_name(name or total.label[-_NOUN:], found)
    if not name or total.unit not in triggers().counters or not all(nouns):
        return []
    own = [one for one, noun in zip(found, nouns, strict=True) if noun == name]
    if not 1 < len(own) < len(found):
        return []
    for before, one in pairwise(found):
        if not _BLANK.sub("", one.label) and before not in own:
            one.label = before.label
    return own


def _of_name(name: str, found: list[Entry]) -> list[Entry]:
    """Return the parts of a total's name where those of one other name stand in turn with them.

    38个考点、1061个考场，其中市区考点16个、考场438个，五县考点22个、考场623个.
    """
    own = [one for one in found if one.label.endswith(name)] if len(name) == _NOUN else []
    other = [one for one in found if one not in own]
    ends = {one.label[-_NOUN:] for one in other}
    turns = {two.place - one.place for one, two in zip(own, other, strict=False)}
    return own if len(own) == len(other) > 1 and len(ends) == 1 and turns in ({1}, {-1}) else []


def of_clauses(total: Item, found: list[Entry]) -> list[Entry]:
    """Return the parts of a total's name where each clause tells those of two names or more, in the same turn.

    教职工1412人，学生23180人。其中小学121所，教职工816人，学生14216人；初中23所，教职工442人，学生7018人；….
    """
    rows = [list(row) for _, row in groupby(found, key=lambda one: one.item.segment)]
    size = len(rows[0]) if rows else 0
    if size < _NOUN or len(rows) < ALIKE or any(len(row) != size for row in rows[:-1]) or len(rows[-1]) > size:
        return []
    columns = [[row[at] for row in rows if at < len(row)] for at in range(size)]
    names = [ending([one.label for one in column]) for column in columns]
    if min(map(len, names)) < _NOUN or len(set(names)) < size:
        return []
    own = [column for name, column in zip(names, columns, strict=True) if alike(name, total.label)]
    if len(own) != 1:
        return []
    for row, one in zip(rows, own[0], strict=False):
        one.label = row[0].label if one is row[0] else row[0].label + one.label
    return own[0]


def ending(labels: Sequence[str]) -> str:
    """Return how labels end alike (小学筛查, 初中筛查)."""
    size = 0
    while size < min(map(len, labels)) and len({one[-size - 1] for one in labels}) == 1:
        size += 1
    return labels[0][len(labels[0]) - size :]


def own_column(total: Item, found: list[Entry]) -> Told | None:
    """Return the list of the parts in the total's own unit, where these come to it and all that could be do not."""
    own = [one for one in found if one.item.quantity.base == total.quantity.base]
    if not 1 < len(own) < len(found) or total.quantity.value < SMALL or comes_out(total, found) is not None:
        return None
    return Told(total, own, "exact") if total_of(own) == Fraction(total.quantity.value) else None


def in_turn_of(total: Item, found: list[Entry]) -> list[Entry]:
    """Return the parts in the total's own unit where those of a kin unit are another column (11所，教学班38个；…)."""
    own = [one for one in found if one.item.quantity.base == total.quantity.base]
    other = [one for one in found if one.item.quantity.base != total.quantity.base]
    turns = {two.place - one.place for one, two in zip(own, other, strict=False)}
    if len(own) < 2 or len(own) != len(other) or turns not in ({1}, {-1}):
        return []
    schools = all(triggers().words["institution"].search(one.label) for one in own)
    return [] if schools or comes_out(total, found) is not None else own
