"""A percentage that two figures near it come to."""

from __future__ import annotations

import re
from fractions import Fraction

from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.evident.evidence import (
    BORNE,
    LEAST_DIGITS,
    LOOSE,
    PEN,
    SLIP,
    Chances,
    Read,
    about,
    by_slip,
    close,
    holds,
)
from junheng.audit.relations.evident.figures import (
    FEW,
    MOST,
    Figures,
    before,
    behind,
    changed,
    counts_same,
    digits,
    has,
    told,
)
from junheng.audit.relations.ground.nearby import chance, comes_to, told_in_words
from junheng.audit.relations.ground.terms import relation, spans
from junheng.audit.relations.ground.wording import linked, stem
from junheng.audit.relations.shares.lexicon import pattern as lexical
from junheng.audit.relations.shares.lookup import PLACES
from junheng.audit.relations.shares.percentages import core_name
from junheng.audit.relations.shares.placed import misplaced

_LONG, _LEAD, _ROW, _LESSONS = 3, 14, 2, 100
_YEAR = re.compile("(?:19|20)[0-9]{2}年")
_WHOLE_OF, _DONE = re.compile("(占|完成)([^占，,]{2,16})的$"), "完成"
_SHORT = Fraction(1, 200)
_PLACE = re.compile("[一-鿿][校镇乡县区市州省园村](?![长级际舍])")
_COUNTED = re.compile("(?<=..)(?:总数|总量|总人数|人数)$")
_COMPARING = re.compile("占?比(?:例|重|率)|占比")
"""Words of a share that hold the word of a comparison (占比, 比例)."""
_CLOSE = Fraction(1, 10)
"""How far a printed share may lie from the computed one to be told of a whole named beside it, and be wrong."""


def share(near: Figures, read: Read, item: Item) -> Relation | None:
    """Return the share a percentage is: the figure right before it, or one that bears its name, of another near."""
    figure, words = item.quantity, told()["share"]
    if figure.value == 100 or told_in_words(figure) or has(words["way"], _COMPARING.sub("", item.label)[-6:]):
        return None
    window, name, accident = before(near, item), _name(item), chance(figure)
    divided = _divided(near, read, window, item)
    if window and "占" in item.label and misplaced(near, window[0], item) is not None:
        return None  # 学生688人，其中少数民族247人，占35%: misprinted, and of none of the figures before these
    for top in [*divided, *window[:FEW]]:
        beside = top in divided or _beside(near, top, item)
        if not (beside or _named(top, name)) or _is_time(top) or _no_persons(top, item):
            continue
        chances = Chances(BORNE if beside else LOOSE)
        called = _called(item)
        for bottom in _wholes_of_list(near, read, top, item) + _wholes(near, top, window, item):
            if chances.over(accident):
                break
            if called and accident > _SHORT and not _may_be_called(read, called, bottom):
                continue  # of what it names another way, a short share comes out by chance
            if comes_to(near.exact(top), near.exact(bottom), figure) and holds(_made(top, bottom, item)):
                return _made(top, bottom, item)
    return _failing(near, read, item, window)


def _called(item: Item) -> str:
    """Return what a share names as its whole: 年初预算 of 完成年初预算的93%, 在华生 of 占在华生总数的11%."""
    found = _WHOLE_OF.search(item.label)
    return found[1] + core_name(found[2]) if found is not None else ""


def _may_be_called(read: Read, called: str, bottom: Item) -> bool:
    """Whether a figure may bear a name: it has a word of it, or is the whole of another share."""
    known = read.part(bottom, "ratio")
    proven = known is not None and known.parts[-1].sources[0] is bottom.quantity
    return (proven and _DONE not in called) or linked(called, bottom.label + bottom.after[:_LEAD])


def _divided(near: Figures, read: Read, window: list[Item], item: Item) -> list[Item]:
    """Return the whole of the list right before a share: it may be the share's part.

    大班额182个，其中小学121个，初中61个，占班级总数的16.2%.
    """
    known = read.part(window[0], "sum") if window and window[0].number == item.number - 1 else None
    wholes = near.told_of([known.total]) if known is not None else []
    return [one for one in wholes if one.sentence == item.sentence and one.number < item.number]


def _is_time(top: Item) -> bool:
    """Whether a figure tells time, of which nothing is a share; many 节 are lessons entered for a prize."""
    return top.quantity.base in told()["share"]["time"] and top.quantity.value < _LESSONS


def _no_persons(top: Item, item: Item) -> bool:
    """Whether a rate is of those who attend (毛入园率), and a figure counts schools."""
    return top.unit in PLACES and lexical("of_persons").search(stem(item.label)) is not None


def in_turn(near: Figures, read: Read, item: Item) -> list[Relation]:
    """Return the shares told in a row behind a list (1127人、1508人……依次占21.2%、28.4%……), each of its part in turn.

    All but one must come to the same whole: then the one that does not is wrong.
    """
    row = [item]
    while len(row) < MOST and (after := _next(near, row[-1])) is not None and after.quantity.kind == "share":
        row.append(after)
    if len(row) < _ROW or changed(item):
        return []
    parts = [one for one in before(near, item, 2 * MOST) if one.sentence == item.sentence]
    parts = [one for one in parts if parts and counts_same(one.quantity, parts[0].quantity)][: len(row)][::-1]
    if len(parts) < len(row):
        return []
    known = read.part(parts[0], "sum")
    wholes = near.told_of([known.total]) if known is not None else []
    above = [one for one in before(near, parts[0]) if counts_same(one.quantity, parts[0].quantity)]
    for whole in (*wholes, *above[:_ROW]):
        made = [_made(part, whole, one) for part, one in zip(parts, row, strict=True)]
        if sum(map(holds, made)) >= max(_ROW, len(made) - 1):
            return made
    return []


def _next(near: Figures, item: Item) -> Item | None:
    after = near.items[item.number + 1] if item.number + 1 < len(near.items) else None
    return after if after is not None and after.sentence == item.sentence else None


def _wholes(near: Figures, top: Item, window: list[Item], item: Item) -> list[Item]:
    base = top.quantity.base
    if not base:
        return []
    named = [one for one in near.labelled(stem(top.label), top) if one not in window]
    found = [*window, *behind(near, item), *named]
    return [
        one
        for one in found
        if one is not top
        and one.quantity.base == base
        and (top.plain < one.plain or item.quantity.value > 100)
        and not _of_other_years(near, top, one)
    ]


def _wholes_of_list(near: Figures, read: Read, top: Item, item: Item) -> list[Item]:
    """Return the whole of the list that a part right before a share is of, however far before it stands."""
    known = read.part(top, "sum") if top.number == item.number - 1 else None
    if known is None or not read.holds(known):
        return []
    return [one for one in near.told_of([known.total]) if one.quantity.base == top.quantity.base and one is not top]


def _of_other_years(near: Figures, top: Item, bottom: Item) -> bool:
    """Whether two figures are told of two years: what there was in one is no share of what there was in the other."""
    years = [_YEAR.findall(near.text[max(0, one.quantity.start - _LEAD) : one.quantity.start]) for one in (top, bottom)]
    return all(years) and years[0][-1] != years[1][-1]


def _made(top: Item, bottom: Item, item: Item) -> Relation:
    spanned = spans([top, bottom, item])
    return relation("ratio", [top.quantity, bottom.quantity], item.quantity, "evident.share", spanned)


def _beside(near: Figures, top: Item, item: Item) -> bool:
    """Whether a figure is the one right before a share in its sentence: at most another share stands between."""
    between = item.number - top.number - 1
    inside = top.depth > item.depth and top.parent is not item
    if inside or between > 1 or top.sentence != item.sentence:
        return False
    if between and near.items[top.number + 1].quantity.kind == "number":
        return False
    return _of_subject(top, item)


def _of_subject(top: Item, item: Item) -> bool:
    """Whether a share says of what it is told (三校学生数占…), and a figure bears that name; or it does not say."""
    subject = item.label.partition("占")
    return not subject[1] or len(subject[0]) < 2 or linked(subject[0], top.label[-12:] + top.after[:6])


def _name(item: Item) -> str:
    """Return the name of a share by which its part may be known, blank for none."""
    if item.label.lstrip().startswith("占"):
        return ""  # what stands behind 占 is the whole; the part stands right before it
    return stem(item.label)[-8:].replace("学生", "")


def _named(top: Item, name: str) -> bool:
    """Whether a share bears the name of a figure: 获奖面 of 获奖作品, 近视率 of 近视的."""
    return bool(name) and linked(name, top.label[-12:] + top.after[:6])


def _failing(near: Figures, read: Read, item: Item, window: list[Item]) -> Relation | None:
    """Read a share that does not come out: of a whole it names and is close to, or but for one slip of the pen."""
    top = window[0] if window and window[0].number == item.number - 1 else None
    if (
        top is None
        or item.quantity.hedge
        or digits(item) < LEAST_DIGITS
        or has(told()["share"]["vital"], item.label[-8:])
    ):
        return None
    if top.sentence != item.sentence and not (item.sentence == top.sentence + 1 and _named(top, _name(item))):
        return None
    if not _of_subject(top, item):
        return None
    wholes = [one for one in _wholes(near, top, window, item) if one in window]
    whole = _whole_named(near, read, item, top, wholes) or _right_before(near, top, item)
    whole = whole or _slipped(near, top, item, wholes)
    return _made(top, whole, item) if whole is not None else None


def _slipped(near: Figures, top: Item, item: Item, wholes: list[Item]) -> Item | None:
    """Return the whole by which a share comes out but for one slip of the pen, if that is no accident."""
    chances = Chances(SLIP)
    for bottom in wholes:
        if chances.over(chance(item.quantity) * PEN):
            return None
        if not bottom.plain:
            continue
        worth = 100.0 * top.plain / bottom.plain
        if about(worth, item) and by_slip(_made(top, bottom, item), "swapped", "truncated"):
            return bottom
    return None


def _right_before(near: Figures, top: Item, item: Item) -> Item | None:
    """Return the whole of a share told right behind it and its part, all of one clause (参检100人，近视73人，占82%).

    Only where the clause tells nothing else, the share bears no name of its own, and lies close to what they come to.
    """
    first = near.items[top.number - 1] if top.number else None
    if first is None or first.segment != item.segment or item.label.strip() not in told()["share"]["bare"]:
        return None
    earlier = near.items[first.number - 1] if first.number else None
    alone = earlier is None or earlier.segment != first.segment
    if not alone or first.quantity.hedge or top.quantity.hedge or not counts_same(first.quantity, top.quantity):
        return None
    if first.depth or top.depth or first.mark == "、" or top.plain >= first.plain:
        return None
    return first if close(_made(top, first, item), _CLOSE * 3 / 2) else None


def _whole_named(near: Figures, read: Read, item: Item, top: Item, wholes: list[Item]) -> Item | None:
    """Return the one figure that bears the name a share gives its whole (占交流教师的), where it is close to it."""
    label = item.label
    if "占" not in label or not label.endswith("的"):
        return None
    name = _COUNTED.sub("", label[label.rfind("占") + 1 : -1])
    found = [one for one in wholes if linked(name, one.label[-12:])]
    exactly = [one for one in wholes if stem(one.label).endswith(name)] if len(name) > _LONG else []
    if exactly:
        found = exactly[:1]
    elif has(told()["share"]["whole"], name):
        of = read.part(top, "sum")
        found = [one for one in wholes if of is not None and one.quantity is of.total.sources[0]]
    part, printed = near.value(top), near.value(item)
    found = [one for one in found if one.plain]
    close = [one for one in found if abs(part / near.value(one) * 100 - printed) <= printed * _CLOSE]
    if len(close) != 1 or any(one.quantity.hedge for one in (top, close[0])):
        return None
    # 甲校……；乙校女教师12人，占教师总数的42.9%: of its own.
    elsewhere = top.segment != close[0].segment and _PLACE.search(top.label) is not None
    return None if elsewhere else close[0]
