"""What shares told sentences further on are of: a base that a row of them proves, or those a rate is told of by name.

`教师4892人，……。从年龄看，35岁以下1418人，占29%；36至50岁2104人，占43%`: one percentage that comes out over a figure
far before it may be an accident, several in a row are none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import groupby
from math import prod

from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.ground.nearby import Near, alike, chance, same_kind
from junheng.audit.relations.ground.wording import holds_one, scoped, stem, wording, words
from junheng.audit.relations.shares.percentages import Told
from junheng.audit.relations.shares.rows.parallel import of_list_elsewhere
from junheng.audit.relations.shares.wholes import holding, made_share, misprinted

_BACK, _PARAGRAPHS, _SENTENCES = 60, 4, 24
"""How many figures, paragraphs and sentences before a share its base may stand."""
_LOOSE, _LINKED = Fraction(1, 100), Fraction(4, 100)
_SURE = Fraction(1, 1000)
"""How many accidents are borne: of a row that comes out, of a base proved elsewhere, of a row of which one fails."""
_OPENING = words("common", "opening")
_SAMPLE = words("share", "sample")
_KIN = 4
_NOUN = 2
"""How many characters of its noun a base shares with its part."""
_PROVEN, _VERY_CLOSE = 3, Fraction(1, 40)
_TENTH = 10
_EACH, _CHILD, _PERSONS = "个", "幼儿", frozenset({"人", "名"})
"""Children are counted in 个 as well as in 人."""
Share = tuple[Told, Item]


@dataclass(slots=True)
class Bases:
    """The wholes that shares already read have proved, and the shares left without one."""

    proven: list[Item] = field(default_factory=list)
    left: list[Share] = field(default_factory=list)
    bare: list[Share] = field(default_factory=list)
    """All shares told by 占 alone, with their parts."""
    read: dict[int, Item] = field(default_factory=dict)
    """The whole of each share read, by the number of its percentage."""

    def proves(self, near: Near, made: Relation) -> None:
        """Take note of the whole of a share that was read."""
        sources = made.parts[-1].sources
        if made.kind != "ratio" or len(sources) != 1:
            return
        whole = near.item(sources[0].start)
        if whole is not None and whole.quantity is sources[0]:
            self.proven.append(whole)
            self.read[near.at(made.total.sources[0].start)] = whole

    def of_proven(self, near: Near) -> Iterator[Relation]:
        """Yield the shares left that come out over a whole proved elsewhere in the text before them."""
        proven = sorted({one.number: one for one in self.proven}.values(), key=lambda one: one.number)
        at = 0
        for told, top in sorted(self.left, key=lambda one: one[1].number):
            while at < len(proven) and proven[at].number < top.number:
                at += 1
            tried = Fraction(0)
            for bottom in proven[max(0, at - _PROVEN) : at][::-1]:
                if not _may_be(near, bottom, top) or told.item.sentence - bottom.sentence > _SENTENCES:
                    continue
                tried += _accident(near, top, bottom, told)
                if tried > _LINKED:
                    break
                if (made := holding(near, top, bottom, told.item, "share.base")) is not None:
                    yield made
                    break
            else:
                yield from self._going_on(near, told, top)

    def _going_on(self, near: Near, told: Told, top: Item) -> Iterator[Relation]:
        """Yield a share that goes on right behind a row of them over one whole, and lies very close.

        留守儿童246人。双方外出139人，占56.5%；父亲外出88人，占35.8%；母亲外出19人，占7.7%。祖辈监护187人，占76.8%.
        """
        row = [self.read.get(number) for number in range(top.number - 1, top.number - 2 * _PROVEN, -2)]
        bottom = row[0]
        if (
            bottom is None
            or any(one is not bottom for one in row)
            or told.subject
            or told.item.number != top.number + 1
        ):
            return
        last = near.items[top.number - 1]
        beside = last.paragraph == top.paragraph and top.sentence - last.sentence <= 1
        if not beside or not _may_be(near, bottom, top) or not same_kind(bottom.quantity, top.quantity):
            return
        if len(told.item.quantity.value.as_tuple().digits) < _PROVEN:
            return  # 占9.8% is soon near
        made = made_share(near, top, bottom, told.item, "share.base")
        if even([(told, top)], bottom) and unhedged(near, bottom, [(told, top)]) and misprinted(made, _VERY_CLOSE):
            yield made


def _accident(near: Near, top: Item, bottom: Item, told: Told) -> Fraction:
    """Return how likely a share comes out by accident; a tenth told in words counts where it is exact (一成)."""
    if told.item.quantity.step >= _TENTH:
        exact = near.value(top) * 100 == Fraction(told.item.quantity.value) * near.value(bottom)
        return Fraction(_TENTH) / near.value(bottom) if exact and near.value(bottom) else Fraction(1)
    return chance(told.item.quantity)


def _may_be(near: Near, bottom: Item, top: Item) -> bool:
    counted = alike(bottom.quantity, top.quantity) or (
        bottom.unit == _EACH and _CHILD in bottom.label[-_KIN:] + top.label[-_KIN:] and top.unit in _PERSONS
    )
    return bool(counted) and near.value(bottom) > near.value(top) > 0


def of_one_base(near: Near, left: Sequence[Share], chain: Sequence[Share]) -> dict[int, Relation]:
    """Return the shares of a row over one figure before it: all of them come out, or their parts add up to it."""
    plain = [(told, top) for told, top in left if not told.subject]
    if len(plain) < 2 or len({top.number for _, top in plain}) < len(plain):
        return {}
    whole = sum((near.value(top) for _, top in chain), Fraction(0)) if len(plain) == len(chain) else Fraction(0)
    seen: set[Fraction] = set()
    for bottom in _before(near, plain[0][1]):
        value = near.value(bottom)
        if value in seen or not all(_may_be(near, bottom, top) for _, top in plain):
            continue
        seen.add(value)
        made = {
            told.item.number: one
            for told, top in plain
            if (one := holding(near, top, bottom, told.item, "share.row")) is not None
        }
        luck = prod((chance(told.item.quantity) for told, _ in plain if told.item.number in made), start=Fraction(1))
        if len(made) == len(plain) and luck * len(seen) <= _LOOSE:
            return made
        proved = value == whole and len(made) * 2 >= len(plain)
        proved = proved or (len(made) * 3 >= len(plain) * 2 and luck * len(seen) <= _SURE and even(plain, bottom))
        if proved and made and unhedged(near, bottom, plain):
            return {
                told.item.number: made.get(told.item.number) or made_share(near, top, bottom, told.item, "share.row")
                for told, top in plain
            }
    return {}


def unhedged(near: Near, bottom: Item, row: Sequence[Share]) -> bool:
    """Whether nothing about a row and its base is hedged or masked."""
    hedged = any(one.quantity.hedge for told, top in row for one in (told.item, top, bottom))
    return not hedged and near.unbroken(bottom, row[-1][0].item)


def even(row: Sequence[Share], bottom: Item) -> bool:
    """Whether the parts of a row stand side by side: counted alike, of the size told, none a part of another."""
    alone = not any(scoped(top.label) or top.label.strip().startswith(_OPENING) for _, top in row)
    return alone and all(same_kind(top.quantity, bottom.quantity) and _sized(told, top, bottom) for told, top in row)


def _sized(told: Told, top: Item, bottom: Item) -> bool:
    """Whether what is printed is at least half and at most double what is computed."""
    share = top.quantity.exact * 100 / bottom.quantity.exact
    return share < 2 * Fraction(told.item.quantity.value) < 4 * share


def _before(near: Near, item: Item) -> Iterator[Item]:
    """Yield the counts before a row, the nearest first, up to some paragraphs back."""
    for at in range(item.number - 1, max(-1, item.number - 1 - _BACK), -1):
        one = near.items[at]
        if one.paragraph < item.paragraph - _PARAGRAPHS or one.sentence < item.sentence - _SENTENCES:
            return
        if one.quantity.kind == "number":
            yield one


def of_sample(near: Near, top: Item, told: Told) -> Relation | None:
    """`应验收学校98所。……随机抽查学校20所，占20.4%`: what a sample is drawn from, the one figure of its name."""
    label = stem(top.label)
    if told.subject or len(label) < _NOUN or not holds_one(label, _SAMPLE):
        return None
    noun = label[-_NOUN:]
    found = {
        near.value(one): one
        for one in near.labelled(noun, top)
        if stem(one.label).endswith(noun) and _near_enough(one, top) and same_kind(one.quantity, top.quantity)
        if not holds_one(one.label, _SAMPLE)
    }
    if len(found) != 1:
        return None
    bottom = next(iter(found.values()))
    if not _may_be(near, bottom, top):
        return None
    sure = unhedged(near, bottom, [(told, top)]) and _close(told, top, bottom) and top.number == told.item.number - 1
    return holding(near, top, bottom, told.item, "share.sample") or (
        made_share(near, top, bottom, told.item, "share.sample") if sure else None
    )


def of_kin(near: Near, top: Item, told: Told) -> Relation | None:
    """`在校学生11238人……。高中2所，在校生5743人，占51.1%`: of those of the same name told sentences before."""
    label, accident = stem(top.label), chance(told.item.quantity)
    if told.subject or len(label) < _NOUN or not told.item.quantity.value:
        return None
    tried = Fraction(0)
    for bottom in near.labelled(label, top, _KIN):
        tried += accident
        if tried > _LOOSE:
            return None
        fits = _near_enough(bottom, top) and same_kind(bottom.quantity, top.quantity) and _may_be(near, bottom, top)
        if fits and (made := holding(near, top, bottom, told.item, "share.kin")) is not None:
            return made
    return None


def _near_enough(one: Item, top: Item) -> bool:
    return one.paragraph >= top.paragraph - _PARAGRAPHS and one.sentence >= top.sentence - _SENTENCES


def _close(told: Told, top: Item, bottom: Item) -> bool:
    """Whether what is printed lies within a quarter of what is computed."""
    worth = top.quantity.exact * 100 / bottom.quantity.exact / Fraction(told.item.quantity.value)
    return Fraction(3, 4) < worth < Fraction(4, 3)


@dataclass(slots=True)
class Rates:
    """Rates of one name told one after the other: 近视800人，检出率40%；龋齿300人，检出率15%；肥胖90人，检出率9%."""

    told: list[tuple[Told, Item, Relation | None]] = field(default_factory=list)

    def take(self, told: Told, top: Item | None, made: Relation | None) -> None:
        """Take note of a rate with the figure before it."""
        if told.form == "rate" and top is not None and top.number == told.item.number - 1:
            self.told.append((told, top, made))

    def failing(self, near: Near) -> Iterator[Relation]:
        """Yield the rates over a list told elsewhere, and those failing over the one base of those beside them."""
        for _, group in groupby(self._rows(), key=lambda one: one[0]):
            row = [one for _, one in group]
            unread = {told.item.quantity.start for told, _, made in row if made is None}
            if parallel := list(of_list_elsewhere(near, [(told, top) for told, top, _ in row])):
                yield from (one for one in parallel if one.total.sources[0].start in unread)
                continue
            bottoms = {made.parts[-1].sources for _, _, made in row if made is not None}
            proved = sum(made is not None for _, _, made in row)
            if proved < _PROVEN - 1 or proved == len(row) or len(bottoms) != 1 or len(next(iter(bottoms))) != 1:
                continue
            bottom = near.item(next(iter(bottoms))[0].start)
            if bottom is None:
                continue
            for told, top, made in row:
                if made is None and even([(told, top)], bottom) and unhedged(near, bottom, [(told, top)]):
                    yield made_share(near, top, bottom, told.item, "share.row")

    def _rows(self) -> Iterator[tuple[int, tuple[Told, Item, Relation | None]]]:
        """Yield the rates with the number of their row: the same name, nothing but counts and rates between."""
        row, last = 0, None
        for one in self.told:
            told, top, _ = one
            follows = last is not None and top.number == last.item.number + 1 and told.subject == last.subject
            if last is not None and not (follows and told.item.sentence <= last.item.sentence + 1):
                row += 1
            last = told
            yield row, one


def of_due(near: Near, top: Item, told: Told) -> Relation | None:
    """`毕业6207人。……合计5940人，升学率95.7%`: those a rate is told of, found by their name anywhere before."""
    names = next((each for word, each in wording()["share"]["of"].items() if told.subject.endswith(word)), ())
    tried = Fraction(0)
    for name in names:
        for bottom in near.labelled(name, top, 4):
            if not stem(bottom.label).endswith(name) or not _may_be(near, bottom, top):
                continue
            tried += chance(told.item.quantity)
            if tried > _LOOSE:
                return None
            if (made := holding(near, top, bottom, told.item, "share.due")) is not None:
                return made
    return None
