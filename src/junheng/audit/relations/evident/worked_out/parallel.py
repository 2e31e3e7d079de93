"""Figures told as others beside them are, where those come out: what is told alike is worked out alike.

`小学在校生33218人,辍学69人,辍学率0.21%;初中在校生18235人,辍学418人,辍学率1.98%`: the first rate is that of those who
left school, of all pupils; so the second is meant to be, and is wrong. `小学生均3.9平方米，初中生均4.8平方米` is the
same with the figures of the two stages, wherever these stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby
from operator import attrgetter

from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.evident.evidence import LEAST_DIGITS, Read, close, holds
from junheng.audit.relations.evident.figures import Figures, digits, is_each
from junheng.audit.relations.ground.terms import relation, spans
from junheng.audit.relations.sums.labels.labels import families, share_a_word

_REACH, _ROUND, _EACH, _SHARED = 4, 10, 2, "占"
"""How many segments, and how many figures, around one that comes out its like may stand."""
_NEAR = Fraction(1, 4)
"""How far a figure told like another may lie from what it was meant to be."""


def parallel(near: Figures, read: Read, found: Sequence[Relation]) -> Iterator[Relation]:
    """Yield the shares and averages told like those found, which hold."""
    plain = [one for one in found if one.kind in {"ratio", "average"} and _plain(near, one)]
    known = {one.total.sources[0].start: one for one in plain}
    if not known:
        return
    yield from _segments(near, read, known)
    yield from _of_the_same(near, read, plain)
    yield from _of_a_list(near, read, plain)
    for start, one in known.items():
        if (item := near.item(start)) is not None:
            yield from _of_another_stage(near, read, item, one)
            yield from _in_step(near, read, item, one)


def _plain(near: Figures, one: Relation) -> bool:
    """Whether each side is one figure of the layout: a ratio (1:17.4) is none, nor are twelve months not printed."""
    terms = (*one.parts, one.total)
    return all(len(term.sources) == 1 for term in terms) and len(near.told_of(terms)) == len(terms)


def _segments(near: Figures, read: Read, known: dict[int, Relation]) -> Iterator[Relation]:
    """Yield what stands in a segment (between two ；) as in one near it: of the same kinds of figures in a row."""
    rows = [list(each) for _, each in groupby(near.items, key=attrgetter("segment"))]
    asked = {one.segment for one in near.items if one.quantity.kind == "share" or one.number in near.each}
    for at, row in enumerate(rows):
        if row[0].segment not in asked:
            continue
        shape = _shape(row)
        for other in rows[max(0, at - _REACH) : at + _REACH + 1]:
            if len(other) != len(row) or other is row or other[0].paragraph != row[0].paragraph:
                continue
            if _shape(other) == shape:
                yield from _like_row(read, known, row, other)


def _shape(row: list[Item]) -> list[tuple[str, str, int]]:
    return [(one.quantity.kind, one.quantity.base, one.depth) for one in row]


def _like_row(read: Read, known: dict[int, Relation], row: list[Item], other: list[Item]) -> Iterator[Relation]:
    """Yield what a row tells as another of the same shape does, where their names end alike."""
    numbers = {one.quantity.start: number for number, one in enumerate(other)}
    for place, item in enumerate(row):
        like = known.get(other[place].quantity.start)
        if like is None or item.quantity.start in known or other[place].label[-_EACH:] != item.label[-_EACH:]:
            continue
        if read.total(item, "ratio", "average", "growth") or not _telling(item):
            continue
        places = [numbers.get(part.sources[0].start) for part in like.parts]
        if None in places or not _of_one_name(row[places[0] or 0], other[places[0] or 0]):
            continue
        made = _made(like, [row[one] for one in places if one is not None], item)
        if holds(made) or close(made, _NEAR):
            read.take(made)
            yield made


def _of_one_name(one: Item, other: Item) -> bool:
    """Whether two parts are told alike (辍学, 辍学; not 辍学, 转出): the wholes may be other words for their kinds."""
    return one.label == other.label or share_a_word(one.label, other.label)


def _of_the_same(near: Figures, read: Read, found: Sequence[Relation]) -> Iterator[Relation]:
    """Yield what is told for each (设备8146万元，生均1780元) by the number another figure of its name is for one of."""
    numbers: dict[str, Item] = {}
    for one in found:
        if one.kind == "average" and holds(one):
            total, counted = near.told_of((one.total, one.parts[1]))
            numbers.setdefault(total.label[-_EACH:], counted)
    for item in near.items if numbers else ():
        number = numbers.get(item.label[-_EACH:])
        top = near.items[item.number - 1] if item.number else None
        if number is None or top is None or not is_each(item) or read.total(item, "average") or not _telling(item):
            continue
        if top.sentence != item.sentence or top.quantity.base != item.quantity.base or number.number > top.number:
            continue
        made = relation("average", [top.quantity, number.quantity], item.quantity, "evident.parallel",
                        spans([number, top, item]))  # fmt: skip
        if holds(made) or close(made, _NEAR):
            yield made


def _of_a_list(near: Figures, read: Read, found: Sequence[Relation]) -> Iterator[Relation]:
    """Yield the share told of a part of a list, where another part of it is told with its share of the whole.

    35岁及以下1024人，占23.3%；36至45岁1378人；46岁及以上1101人，占25.7%.
    """
    for one in found:
        if one.kind != "ratio" or not holds(one):
            continue
        top, whole = near.told_of(one.parts)
        known = read.part(top, "sum")
        if known is None or known.total.sources[0] is not whole.quantity or not holds(known):
            continue
        for part in near.told_of(known.parts):
            item = near.items[part.number + 1] if part.number + 1 < len(near.items) else part
            told = item.quantity.kind == "share" and item.sentence == part.sentence and item.label.strip() == _SHARED
            if not told or read.total(item, "ratio", "growth") or not _telling(item):
                continue
            made = _made(one, [part, whole], item)
            if holds(made) or close(made, _NEAR):
                read.take(made)
                yield made


def _telling(item: Item) -> bool:
    return not item.quantity.hedge and digits(item) >= LEAST_DIGITS - 1


def _of_another_stage(near: Figures, read: Read, item: Item, like: Relation) -> Iterator[Relation]:
    """Yield what is told of one member of a family (初中) as a figure that comes out is of another (小学).

    The figure may bear no name of its own right behind the number it is for each of: 小学生30846人，生均25.4册.
    """
    parts = near.told_of(like.parts)
    beside = parts[-1].number == item.number - 1 and parts[-1].sentence == item.sentence
    for family in families():
        bare = beside and not family.member(item.label)
        named = parts[-1] if bare else item
        own = family.member(named.label)
        if not own or family.told.attribute or any(family.member(one.label) != own for one in parts):
            continue
        names = [word for word in family.told.members[own] if word in named.label]
        for other, words in family.told.members.items():
            if other == own:
                continue
            for word in words:
                row = [_counterpart(near, one, names[0], word) for one in parts]
                row.insert(0, _behind(near, row[-1], item) if bare else _counterpart(near, item, names[0], word))
                if any(one is None for one in row):
                    continue
                told, *figures = [one for one in row if one is not None]
                if read.total(told, "ratio", "average", "growth") or not _telling(told):
                    continue
                made = _made(like, figures, told)
                if holds(made) or close(made, _NEAR):
                    yield made
        return


def _in_step(near: Figures, read: Read, item: Item, like: Relation) -> Iterator[Relation]:
    """Yield the average told as far behind that of another stage: 小学生800人，生均20册，初中生400人，生均35册."""
    if like.kind != "average":
        return
    total, number = near.told_of(like.parts[:1])[0], near.told_of(like.parts[1:])[0]
    apart = item.number - number.number
    if not 0 < apart <= _EACH or number.sentence != item.sentence:
        return
    for family in families():
        own = family.member(number.label)
        between = number.number < total.number < item.number and not family.member(total.label)
        if not own or family.told.attribute or not (between or family.member(total.label) == own):
            continue
        name = next(word for word in family.told.members[own] if word in number.label)
        for word in (word for other, words in family.told.members.items() if other != own for word in words):
            by = _counterpart(near, number, name, word)
            if by is None or by.number + apart >= len(near.items) or by.sentence != item.sentence:
                continue
            in_step = near.items[by.number + total.number - number.number] if between else None
            top = in_step if in_step is not None else _counterpart(near, total, name, word)
            if top is None or (between and (top.label != total.label or top.unit != total.unit)):
                continue
            told = near.items[by.number + apart]
            alike_told = told.label == item.label and told.unit == item.unit and told.sentence == item.sentence
            if not alike_told or read.total(told, "ratio", "average", "growth") or not _telling(told):
                continue
            made = _made(like, [top, by], told)
            if holds(made) or close(made, _NEAR):
                read.take(made)
                yield made
        return


def _counterpart(near: Figures, one: Item, name: str, other: str) -> Item | None:
    """Return the figure near one that bears its label but for another member of the family; None without just one."""
    if name not in one.label:
        return None
    wanted = one.label.removeprefix("其中").replace(name, other)
    window = near.items[max(0, one.number - _ROUND) : one.number + _ROUND]
    found = [
        each
        for each in window
        if each.label.removeprefix("其中") == wanted and each.unit == one.unit and each.paragraph == one.paragraph
    ]
    return found[0] if len(found) == 1 else None


def _behind(near: Figures, number: Item | None, like: Item) -> Item | None:
    """Return the figure right behind a number that is told as another is; None where there is none."""
    one = near.items[number.number + 1] if number is not None and number.number + 1 < len(near.items) else None
    told = one is not None and (one.label, one.unit) == (like.label, like.unit)
    return one if one is not None and told and number is not None and one.sentence == number.sentence else None


def _made(like: Relation, parts: Sequence[Item], total: Item) -> Relation:
    row = sorted([*parts, total], key=lambda one: one.number)
    return relation(like.kind, [one.quantity for one in parts], total.quantity, "evident.parallel", spans(row))
