"""Lists and the figure they come to: what a list adds up to is what it divides, wherever that was told."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import accumulate, combinations

from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.evident.evidence import LOOSE, Chances, Read, by_slip, close
from junheng.audit.relations.evident.figures import (
    FEW,
    Figures,
    Number,
    before,
    changed,
    counts_same,
    has,
    pattern,
    same,
    told,
)
from junheng.audit.relations.ground.terms import relation, spans
from junheng.audit.relations.sums.labels import contrary, share_a_word
from junheng.audit.relations.sums.weighing import stages

_LEAST, _SMALL, _LARGE = 10, 20, 100
"""What a list must come to, to be told from chance: right behind its total, of three and more parts, any other."""
_LEAD = 24
_LONGEST, _PARTS, _PAGE, _THREE, _AFTER, _ABOVE = 30, 12, 12, 3, 3, 2
_BESIDE, _NEAR_COLUMN = 3, Fraction(1, 50)
"""How many figures behind a part its second column may stand, and how far that column may lie from its total."""
_NEAR, _NEAR_REST = Fraction(3, 100), Fraction(6, 100)
"""How far, of the total, a list that does not come to it may lie from it: one in place, one closed by the rest."""


class Lists:
    """The lists of a text, sentence by sentence, each held against the figures of the text."""

    def __init__(self, near: Figures, read: Read) -> None:
        self.near, self.read = near, read
        self._runs: dict[tuple[str, int], list[Item]] = {}
        self._ended: list[list[Item]] = []
        self._sentence = -1
        self._total: Item | None = None
        self._known: dict[tuple[str, Number], list[Item]] = {}
        for item in near.items:
            if item.quantity.kind == "number" and item.quantity.base:
                self._known.setdefault((item.quantity.base, near.plain(item)), []).append(item)

    def take(self, item: Item) -> Iterator[Relation]:
        """Take in one figure; yield the sums of the lists of the sentence that ends before it."""
        if item.sentence != self._sentence:
            yield from self.end()
            self._sentence = item.sentence
        figure = item.quantity
        if changed(item) and (figure.base, item.bracket) in self._runs:
            # 保留198所，减少148所，其中…: what follows a change divides the change.
            self._ended.append(self._runs.pop((figure.base, item.bracket)))
        if (
            figure.kind == "number"
            and figure.base
            and figure.value > 0
            and not self.near.aside(item)
            and not item.label.endswith("或")
        ):
            self._runs.setdefault((item.quantity.base, item.bracket), []).append(item)

    def end(self) -> Iterator[Relation]:
        """Yield the sums of the lists of the sentence that ends here."""
        runs, self._runs, self._ended = [*self._ended, *self._runs.values()], {}, []
        for run in runs:
            if 1 < len(run) <= _LONGEST:
                yield from self._sums(run)

    def _sums(self, run: list[Item]) -> Iterator[Relation]:
        sums = [0, *accumulate(map(self.near.plain, run))]
        base = run[0].quantity.base
        for length in range(min(len(run), _PARTS), 1, -1):
            for start in range(len(run) - length + 1):
                value = sums[start + length] - sums[start]
                parts = run[start : start + length]
                if (base, value) not in self._known or any(self.read.part(one, "sum") for one in parts):
                    continue
                total = self._of(run, start, parts, value)
                if total is not None:
                    self._total = total
                    yield _summed(parts, total)
        if (made := self._failing(run)) is not None:
            yield made

    def _of(self, run: list[Item], start: int, parts: list[Item], value: Number) -> Item | None:
        """Return the figure some parts come to: before them, or behind them where it is told as a total."""
        if len(parts) == 2 and (has(told()["gap"]["no_part"], _labels(parts)) or parts[1].label.startswith("其中")):
            return None
        figure = max((one.quantity for one in parts), key=lambda one: len(one.value.as_tuple().digits))
        size, last = value / figure.scale / Fraction(figure.step or 1), start + len(parts) == len(run)
        head = run[start - 1] if start else None
        many = len(parts) >= _THREE or _closed(parts)
        whole, alike = last and not start, share_a_word(parts[0].label, parts[-1].label)
        first = parts[0]
        for one in self._known.get((first.quantity.base, value), []):
            if abs(first.sentence - one.sentence) > _PAGE or one in parts:
                continue
            if one.number < first.number:
                in_place = one is head or (first.bracket and one.number == first.number - 1)
                nearest = first.number - one.number <= _ABOVE
                least = _SMALL if whole and (many or (nearest and (alike or first.bracket))) else _LARGE
                least = _SMALL if in_place and len(parts) > _THREE else least
                least = _LEAST if in_place and last and many else least
            elif one.number <= parts[-1].number + _AFTER and self._is_total(one):
                least = _SMALL
            else:
                continue
            if size >= least and (len(parts) >= _THREE or not self.read.total(one, "sum") or _contrary(parts)):
                return one
        return None

    def _is_total(self, one: Item) -> bool:
        return pattern("list", "total").search(one.label[-10:]) is not None

    def _failing(self, run: list[Item]) -> Relation | None:
        """Read a list that does not come to its whole: close to it, or but for two digits swapped."""
        closed = _closed(run)
        if not closed and stages([one.label for one in run]):
            return None
        for total, parts in self._tries(run, closed):
            if any(self.read.part(one, "sum") or self.read.total(one, "sum") for one in parts):
                continue
            if has(told()["gap"]["no_part" if len(parts) < _THREE else "never"], _labels(parts)):
                continue
            if self._apart(total, parts, run):
                continue
            if has(told()["list"]["due"], total.label[-8:]) or self._open(parts) or _crossing(parts):
                continue
            made = _summed(parts, total)
            many = len(parts) >= _THREE
            behind = total.number > parts[-1].number
            if (many and by_slip(made, "swapped")) or (behind and by_slip(made, "swapped", "unit_small")):
                return made
            near_by = _NEAR_REST if closed or _in_bracket(total, parts) else _NEAR
            if (many or closed) and close(made, near_by):
                return made
        return None

    def _apart(self, total: Item, parts: list[Item], run: list[Item]) -> bool:
        """Whether a whole told in a sentence before is not divided by a list: only words say that it is (按学段分)."""
        if total.number > parts[0].number or total in run or self._divided(parts[0]):
            return False
        if _in_bracket(total, parts):
            return False
        return not (_closed(parts) and total.number == parts[0].number - 1)

    def _open(self, parts: list[Item]) -> bool:
        """Whether parts told with their shares leave something of the whole (50人占36%，70人占50%，17人占12%)."""
        shares = [self._share(one) for one in parts]
        known = [one for one in shares if one is not None]
        return len(known) == len(parts) and abs(sum(known, Fraction(0)) - 100) > 1

    def _share(self, one: Item) -> Fraction | None:
        after = self.near.items[one.number + 1] if one.number + 1 < len(self.near.items) else None
        if after is None or after.quantity.kind != "share" or after.sentence != one.sentence or changed(after):
            return None
        return self.near.value(after)

    def _tries(self, run: list[Item], closed: bool) -> Iterator[tuple[Item, list[Item]]]:
        """Yield which figure a list may be the parts of, the likeliest first."""
        if not self.read.total(run[0], "sum"):
            yield run[0], run[1:]
        if closed:
            inner = [at for at in range(len(run) - _THREE, 0, -1) if self._share(run[at]) is None]
            yield from ((run[at], run[at + 1 :]) for at in inner)
        if self._total is not None and self._sentence - self._total.sentence <= _PAGE:
            yield self._total, run
        above = [one for one in before(self.near, run[0], FEW) if one.quantity.base == run[0].quantity.base]
        yield from ((one, run) for one in above[:_ABOVE] if not changed(one))
        at = run[-1].number + 1
        for one in self.near.items[at : at + 1]:
            if one.quantity.base == run[0].quantity.base and self._is_total(one) and one.paragraph == run[0].paragraph:
                yield one, run

    def _divided(self, first: Item) -> bool:
        """Whether a list says that it divides what was told before it: 年龄结构：, 按学段分, 其中."""
        start = max(0, first.quantity.start - _LEAD)
        return pattern("list", "split").search(self.near.text[start : first.quantity.start]) is not None


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
        if read.together(one, two, item) or has(told()["gap"]["no_part"], _labels([two, one, item])):
            continue
        made = _summed([two, one], item)
        if near.plain(one) + near.plain(two) == value or by_slip(made, "swapped"):
            return made
    return None


def beside_total(near: Figures, read: Read, item: Item) -> Relation | None:
    """Return the second column of a total (两项合计358人，资金2.3万元): what stands beside the parts of the first."""
    first = near.items[item.number - 1] if item.number else None
    known = read.sums.get(first.quantity.start) if first is not None and first.sentence == item.sentence else None
    if first is None or known is None or first.quantity.base == item.quantity.base or near.plain(item) < _LARGE:
        return None
    parts: list[Item] = []
    for part in known.parts:
        at = near.at(part.sources[0].start)
        found = [one for one in near.items[at + 1 : at + 1 + _BESIDE] if counts_same(one.quantity, item.quantity)]
        found = [one for one in found if not near.aside(one) and one.number not in {each.number for each in parts}]
        if not found or found[0] is item:
            return None
        parts.append(found[0])
    made = _summed(parts, item)
    return made if sum(map(near.plain, parts)) == near.plain(item) or close(made, _NEAR_COLUMN) else None


def _closed(parts: list[Item]) -> bool:
    """Whether the last of some parts is told as the rest: no other is left."""
    return has(told()["list"]["rest"], parts[-1].label[-8:] + parts[-1].after[:4])


def _in_bracket(total: Item, parts: list[Item]) -> bool:
    """Whether a list stands in the bracket right behind its total."""
    return bool(parts[0].bracket) and parts[0].bracket != total.bracket and total.number == parts[0].number - 1


def _contrary(parts: list[Item]) -> bool:
    """Whether two parts are the two sides of one thing (男生, 女生): a total may be divided by them once more."""
    return contrary([one.label for one in parts])


def _crossing(parts: list[Item]) -> bool:
    """Whether parts are told by names that lie across each other (职称 beside 学历 and 称号): they divide nothing."""
    return sum(any(has(cut, one.label[-8:]) for one in parts) for cut in told()["list"]["cuts"]) > 1


def _labels(parts: list[Item]) -> str:
    return "，".join(one.label[-8:] for one in parts)


def _summed(parts: list[Item], total: Item) -> Relation:
    return relation("sum", [one.quantity for one in parts], total.quantity, "evident.sum", spans([total, *parts]))
