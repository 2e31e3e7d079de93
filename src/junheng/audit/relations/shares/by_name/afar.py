"""Shares of a whole that is told far from them, before or behind: by its name, or by many digits.

`在校生总数为9671人……女生2843人，占在校生总数的29.4%`; `金牌12枚，占全省的60%……我省共获得20枚金牌`. Only what comes out
is read, and only where that is no accident: each whole tried adds its chance.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from junheng.audit.judge import holds
from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.ground.nearby import Near, chance, same_kind
from junheng.audit.relations.ground.wording import change, compared, holds_one, linked, scoped, stem, words
from junheng.audit.relations.shares.percentages import Told, core_name, read_told
from junheng.audit.relations.shares.wholes import holding, made_share, misprinted

_BEFORE, _BEHIND, _FAR = 60, 40, 2000
"""How many figures before and behind a share, and how many characters from it, its whole is looked for."""
_BORNE, _LOOSE, _SURE = Fraction(1, 25), Fraction(1, 100), Fraction(1, 2000)
"""How many accidents are borne: of wholes of the name told, of any, and of a single one of these."""
_NEXT, _ENDING, _FAR_OFF = 4, 6, Fraction(1, 4)
"""How many sentences on a whole is called by the same name, how much of a label is its end, and how far a misprinted
share of it lies at most."""
_ELSEWHERE = re.compile("[校镇乡县区市州省](?![长级际])|[0-9上去前]年|其中")
_STAGE = re.compile("小学|初中|高中|中学|中职|幼儿园|学前")
_NAME, _SAME = 2, 12
"""How long the name of a whole is at least; how many sentences on the others of a list follow the one that named it."""
_ALL_OF = re.compile("占(?:了)?全([国省市县区州])[^占]{0,4}$")
_NOUN = re.compile("^的?([一-鿿]{2,6})")
_WHOLE, _OPENING = words("common", "whole"), words("common", "opening")


@dataclass(slots=True)
class Afar:
    """The wholes found far from shares, each with the share that named it."""

    found: list[tuple[Item, Item]] = field(default_factory=list)
    called: dict[str, tuple[Item, Item]] = field(default_factory=dict)
    """The wholes that shares read name, by that name, each with the last of these shares."""

    def takes(self, near: Near, item: Item, made: Relation) -> None:
        """Take note of a share that was read: which whole it names, or of which its rate is."""
        sources = made.parts[-1].sources
        end = item.label[-_ENDING:]
        if made.kind != "ratio" or len(sources) != 1 or not ("占" in item.label or "率" in end):
            return
        told, at = read_told(near, item), near.at(sources[0].start)
        if told is not None and near.items[at].quantity is sources[0] and (name := _name_of_whole(told)):
            self.called[name] = near.items[at], item

    def again(self, near: Near, item: Item, told: Told | None) -> Relation | None:
        """Return the share of a whole that one before it has named: 占教师总数的….

        That leaves no other reading: in one sentence it is read whether it comes out or not, where it lies close.
        So are rates of one name, one right behind the other (本科上线率…；重点上线246人，重点上线率…).
        """
        known = self.called.get(_name_of_whole(told)) if told is not None else None
        top = _right_before(near, item)
        if known is None or top is None or told is None or not item.quantity.value:
            return None
        whole, other = known
        if told.form == "rate":
            follows = top.number == other.number + 1 and top.sentence == other.sentence
            named = follows and told.subject[-3:-1] in top.label + top.after[:_ENDING]
            own = _own_whole(near, whole, near.items[other.number - 1], top) if named else None
            if own is None:
                return None
            whole = own
        elif told.subject or item.paragraph != other.paragraph or item.sentence - other.sentence > _NEXT:
            return None
        if not same_kind(whole.quantity, top.quantity) or top.plain >= whole.plain or scoped(top.label):
            return None
        made = made_share(near, top, whole, item, "share.again")
        if holds(made):
            return made
        close = misprinted(made, _FAR_OFF / 2 if told.form == "rate" else _FAR_OFF) or _tenfold(made)
        return made if close and _may_fail(near, other, top, item) else None

    def named(self, near: Near, item: Item, told: Told | None) -> Relation | None:
        """Return the share of the whole it names, told anywhere near."""
        if not item.quantity.value or item.quantity.hedge or chance(item.quantity) > _BORNE:
            return None
        top, name, linking = _part(near, item, told)
        if top is None or not top.quantity.base:
            return None
        tried, seen = Fraction(0), set[int | Fraction]()
        for whole, borne in _wholes(near, item, top, name, linking):
            if whole.plain in seen:
                continue
            seen.add(whole.plain)
            tried += chance(item.quantity)
            if tried > borne:
                return None
            if (made := holding(near, top, whole, item, "share.afar")) is not None:
                self.found.append((whole, item))
                return made
        return None

    def following(self, near: Near, item: Item, told: Told | None) -> Relation | None:
        """Return the share of the whole that one before it has named: 女生…，占学生总数的…。寄宿生…，占7.5%."""
        if told is None or told.form != "bare" or told.subject or item.quantity.hedge or not item.quantity.value:
            return None
        top, tried = _right_before(near, item), Fraction(0)
        if top is None:
            return None
        for whole, other in reversed(self.found):
            if item.sentence - other.sentence > _SAME or item.paragraph != other.paragraph:
                return None
            tried += chance(item.quantity)
            if tried > _BORNE or near.value(whole) <= near.value(top) or not same_kind(whole.quantity, top.quantity):
                return None
            if (made := holding(near, top, whole, item, "share.afar")) is not None:
                return made
        return None


def _own_whole(near: Near, whole: Item, part: Item, top: Item) -> Item | None:
    """Return the whole of a part told like another before it: the one of its own name, if the other's had its name.

    本科生1293人，专科生1343人……本科生签约298人，签约率23.05%；专科生签约412人，签约率30.68%.
    """
    name = _unopened(whole)
    if len(name) < _NAME or not part.label.startswith(name) or top.label.startswith(name):
        return whole
    verb = part.label[len(name) :]
    own = top.label.removesuffix(verb)
    beside = near.items[max(0, whole.number - _NEXT) : whole.number + _NEXT]
    found = [one for one in beside if one.sentence == whole.sentence and _unopened(one) == own != ""]
    return found[0] if len(found) == 1 and verb and found[0] is not whole else None


def _unopened(one: Item) -> str:
    """Return the name of a figure without 其中."""
    name = stem(one.label)
    return next((name.removeprefix(word) for word in _OPENING if name.startswith(word)), name)


def _name_of_whole(told: Told) -> str:
    """Return the name of a share's whole, or that of a rate, by which the next is known to be of the same."""
    if told.form == "named":
        return core_name(told.whole)
    return told.subject[-3:] if told.form == "rate" and told.subject.endswith("率") and len(told.subject) > 2 else ""


def _may_fail(near: Near, other: Item, top: Item, item: Item) -> bool:
    """Whether a share is told with the one before it, of the same school, place and year."""
    elsewhere = _ELSEWHERE.search(near.text[other.quantity.end : top.quantity.start]) is not None
    stage = _STAGE.search(top.label)
    elsewhere = elsewhere or (stage is not None and stage[0] not in near.items[other.number - 1].label)
    sound = item.sentence == other.sentence and not (elsewhere or item.quantity.hedge)
    return sound and near.unbroken(top, item)


def _tenfold(made: Relation) -> bool:
    """Whether a share of few digits lies close to ten times what is printed, or a tenth of it: 0.3% for 2.94%."""
    computed = made.parts[0].value * 100 / made.parts[1].value
    return any(abs(computed * by - made.total.value) * 20 <= made.total.value for by in (10, Fraction(1, 10)))


def _right_before(near: Near, item: Item) -> Item | None:
    """Return the count right before a share in its sentence, or before another share of it (占总人口的…，占…的…)."""
    one = near.items[item.number - 1] if item.number else None
    if one is not None and one.number and one.quantity.kind == "share" and "占" in one.label and item.label[:1] == "占":
        one = near.items[one.number - 1]
    counts = one is not None and one.sentence == item.sentence and one.quantity.kind == "number"
    return one if one is not None and counts and not change(one.label) and not one.quantity.hedge else None


def _part(near: Near, item: Item, told: Told | None) -> tuple[Item | None, str, bool]:
    """Return the part of a share, the name of its whole, and whether a whole must bear that name."""
    child = next(iter(item.children), None)
    if told is None:
        noun = _NOUN.match(item.after)
        alone = child is not None and len(item.children) == 1 and child.number == item.number + 1
        sound = alone and noun is not None and child is not None and child.quantity.kind == "number"
        return (child, noun[1], True) if sound and noun is not None else (None, "", True)
    top = _right_before(near, item)
    if top is None or told.subject:
        return None, "", True
    if told.form == "named":
        return top, core_name(told.whole), False
    if _ALL_OF.search(item.label) is not None:
        # 占全省的: of the same thing.
        kind = stem(top.label)[-2:] or top.after[:2]
        return (top, kind, True) if len(kind) > 1 else (None, "", True)
    return None, "", True


def _wholes(near: Near, item: Item, top: Item, name: str, linking: bool) -> Iterator[tuple[Item, Fraction]]:
    """Yield the counts near a share that may be its whole, those that bear its name first, each with what is borne."""
    limit, counted = top.plain, top.quantity.base
    found = [
        one
        for one in _counts(near, item)
        if one.plain > limit and one.quantity.base == counted and not (change(one.label) or compared(one.label))
    ]
    named = [one for one in found if len(name) > 1 and linked(name, one.label[-12:] + one.after[:8])]
    # What is told as a total is rather meant than what is not.
    named.sort(key=lambda one: not holds_one(one.label + one.after[:8], _WHOLE))
    yield from ((one, _BORNE) for one in named)
    if not linking and chance(item.quantity) <= _SURE:
        known = {one.number for one in named}
        others = sorted((one for one in found if one.number not in known), key=lambda one: -one.plain)
        yield from ((one, _LOOSE) for one in others)


def _counts(near: Near, item: Item) -> Iterator[Item]:
    """Yield the counts near a share, those before it first, the nearest first."""
    before = near.items[max(0, item.number - _BEFORE) : item.number][::-1]
    for one in [*before, *near.items[item.number + 1 : item.number + 1 + _BEHIND]]:
        if one.quantity.kind == "number" and abs(one.quantity.start - item.quantity.start) <= _FAR:
            yield one
