"""Lists and the figure they come to: what a list adds up to is what it divides, wherever that was told."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import accumulate, combinations

from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.evident.evidence import LOOSE, Chances, Read, by_slip
from junheng.audit.relations.evident.figures import (
    FEW,
    Figures,
    Number,
    changed,
    has,
    pattern,
    same,
    told,
)
from junheng.audit.relations.evident.missed import Missed
from junheng.audit.relations.evident.rows import (
    THREE,
    closed,
    in_two,
    is_total,
    labels,
    measure,
    nameless,
    summed,
)
from junheng.audit.relations.sums.labels import contrary, division, families, share_a_word

_FEWEST, _LEAST, _SMALL, _FEW, _LARGE = 5, 10, 20, 50, 100
"""What a list must come to, to be told from chance: of kinds in one row with their total, right behind it, of three
and more parts, of two right behind it, any other."""
_LONGEST, _PARTS, _PAGE, _AFTER, _ABOVE, _AMONG, _NOUN = 30, 12, 12, 3, 2, 4, 4


class Lists:
    """The lists of a text, sentence by sentence, each held against the figures of the text."""

    def __init__(self, near: Figures, read: Read) -> None:
        self.near, self.read = near, read
        self._runs: dict[tuple[str, int], list[Item]] = {}
        self._ended: list[list[Item]] = []
        self._sentence = -1
        self._total: Item | None = None
        self._missed = Missed(near, read)

    def take(self, item: Item) -> Iterator[Relation]:
        """Take in one figure; yield the sums of the lists of the sentence that ends before it."""
        if item.sentence != self._sentence:
            yield from self.end()
            self._sentence = item.sentence
        figure = item.quantity
        place = (self.near.base(item), item.bracket)
        if place in self._runs and changed(item):
            # 保留198所，减少148所，其中…: what follows a change divides the change.
            self._ended.append(self._runs.pop(place))
        if (
            figure.kind == "number"
            and place[0]
            and item.plain > 0
            and not self.near.aside(item)
            and not item.label.endswith("或")
        ):
            self._runs.setdefault(place, []).append(item)

    def end(self) -> Iterator[Relation]:
        """Yield the sums of the lists of the sentence that ends here."""
        if not self._runs and not self._ended:
            return
        runs, self._runs, self._ended = [*self._ended, *self._runs.values()], {}, []
        for run in runs:
            if 1 < len(run) <= _LONGEST:
                yield from self._sums(run)

    def _sums(self, run: list[Item]) -> Iterator[Relation]:
        sums = [0, *accumulate(map(self.near.plain, run))]
        base = self.near.base(run[0])
        for length in range(min(len(run), _PARTS), 1, -1):
            for start in range(len(run) - length + 1):
                value = sums[start + length] - sums[start]
                if not self.near.valued(base, value):
                    continue
                parts = run[start : start + length]
                if self._told_in_part(parts):
                    continue
                total = self._of(run, start, parts, value)
                if total is not None:
                    self._total = total
                    yield summed(parts, total)
        if (made := self._missed.read_in(run, self._total)) is not None:
            yield made

    def _of(self, run: list[Item], start: int, parts: list[Item], value: Number) -> Item | None:
        """Return the figure some parts come to: before them, or behind them where it is told as a total."""
        if len(parts) == 2 and (has(told()["gap"]["no_part"], labels(parts)) or _divides(parts[1])):
            return None
        figure = max((one.quantity for one in parts), key=lambda one: len(one.value.as_tuple().digits))
        steps = value / figure.scale / Fraction(figure.step or 1)
        size, last = steps, start + len(parts) == len(run)
        if len(parts) >= THREE:
            size = min(steps, Fraction(value) / measure(self.near, parts))
        head = run[start - 1] if start else None
        many = len(parts) >= THREE or closed(parts)
        whole, alike = last and not start, share_a_word(parts[0].label, parts[-1].label)
        first = parts[0]
        for one in self.near.valued_about(self.near.base(first), value, first, _PAGE):
            if one in parts or _of_others(one, parts) or self._sibling(one, run, head, parts):
                continue
            if one.number < first.number:
                in_place = one is head or (first.bracket and one.number == first.number - 1)
                nearest = first.number - one.number <= _ABOVE
                least = _SMALL if whole and (many or (nearest and (alike or first.bracket))) else _LARGE
                least = _SMALL if in_place and len(parts) > THREE else least
                least = _LEAST if in_place and last and many else least
                least = min(least, _FEW) if in_place and last and parts[-1].number - one.number == len(parts) else least
                least = _FEWEST if in_place and last and self._row_of_kinds(one, parts) else least
            elif one.number <= parts[-1].number + _AFTER and is_total(one):
                least = _SMALL
            elif len(parts) >= THREE and not start and is_total(one):
                least = _LARGE  # told again, pages on: 2019年共落实395人
            else:
                continue
            if size < _LARGE and len(parts) == THREE and (any(map(nameless, parts)) or in_two(parts)):
                continue  # 27人到山区支教；1人获评…，3人获评…: figures with no names of their own
            if size >= least and (len(parts) >= THREE or not self.read.total(one, "sum") or _contrary(parts)):
                return one
        return None

    def _row_of_kinds(self, total: Item, parts: list[Item]) -> bool:
        """Whether parts are kinds of what was told right before them, each named (高中9所，普高4所，民办5所)."""
        named = len({one.label for one in parts}) == len(parts) >= THREE and not any(map(nameless, parts))
        row = parts[-1].number - total.number == len(parts) and parts[-1].segment == total.segment
        return (
            named and row and division(total.label, [one.label for one in parts]) in {"whole", "partition", "kindred"}
        )

    def _told_in_part(self, parts: list[Item]) -> bool:
        """Whether some parts are read already; that two of them are added up once more behind the list is no reason."""
        known = [one for part in parts if (one := self.read.part(part, "sum")) is not None]
        behind = all(one.total.sources[0].start > parts[-1].quantity.start for one in known)
        return bool(known) and not (behind and all(len(one.parts) < len(parts) for one in known))

    def _sibling(self, one: Item, run: list[Item], head: Item | None, parts: list[Item]) -> bool:
        """Whether a figure stands in one row with the parts (应用240人、保育200人、…): it is no total of some."""
        at = one.number + 1
        row = at < len(self.near.items) and self.near.items[at].mark == "、"
        ended = one is head and parts[-1] is run[-1]  # 教师503人、小学310人、初中193人: all that follows it
        return row and one in run and not is_total(one) and not ended


def told_apart(near: Figures, read: Read, item: Item) -> Relation | None:
    """Return the two figures told apart that a total told behind them (全县共录取5812人) is the sum of."""
    if pattern("list", "total").search(item.label[-12:]) is None or near.plain(item) < _LARGE:
        return None
    chances, value = Chances(LOOSE), near.plain(item)
    figures = [one for one in same(near, item)[:FEW] if one.number < item.number and one.quantity.value]
    figures = [one for one in figures if share_a_word(one.label, item.label) and not changed(one)]
    for one, two in combinations(figures, 2):
        if chances.over(item.quantity.scale / value):
            return None
        if read.together(one, two, item) or has(told()["gap"]["no_part"], labels([two, one, item])):
            continue
        made = summed([two, one], item)
        if near.plain(one) + near.plain(two) == value or by_slip(made, "swapped"):
            return made
    return None


def _contrary(parts: list[Item]) -> bool:
    """Whether two parts are the two sides of one thing (男生, 女生): a total may be divided by them once more."""
    return contrary([one.label for one in parts])


def _of_others(total: Item, parts: list[Item]) -> bool:
    """Whether a figure counts pupils and parts teachers, or the other way round."""
    people = next(one for one in families() if one.told.name == "people")
    own = people.member(total.label)
    return bool(own) and any(people.member(one.label[-_NOUN:]) not in {"", own} for one in parts)


def _divides(one: Item) -> bool:
    """Whether a figure is told as part of the one before it (93个县，其中，15个县…): both are no parts of a whole."""
    return (one.label or one.lead.lstrip("，,、；;。 ")).startswith("其中") or "其中" in one.lead[:_AMONG]
