"""Lists and the figure they come to: what a list adds up to is what it divides, wherever that was told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import accumulate, combinations, groupby

from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.evident.evidence import LOOSE, Chances, Read, by_slip
from junheng.audit.relations.evident.figures import (
    FEW,
    Figures,
    Number,
    changed,
    pattern,
    same,
    worth,
)
from junheng.audit.relations.evident.listed.missed import Missed
from junheng.audit.relations.evident.listed.others import twice_told
from junheng.audit.relations.evident.listed.rows import (
    THREE,
    called_total,
    closed,
    in_two,
    is_total,
    measure,
    nameless,
    no_part,
    opens_list,
    summed,
)
from junheng.audit.relations.ground.wording import compared
from junheng.audit.relations.sums.labels.classes import by_name
from junheng.audit.relations.sums.labels.labels import contrary, division, on_a_scale, share_a_word

_FEWEST, _LEAST, _SMALL, _FEW, _LARGE, _SURE = 5, 10, 20, 50, 100, 1000
"""What a list must come to, to be told from chance: of kinds in one row with their total, right behind it, of three
and more parts, of two right behind it, any other, one that is told pages away."""
_LONGEST, _PARTS, _PAGE, _PAGES, _AFTER, _ABOVE, _AMONG, _NOUN = 30, 12, 12, 30, 3, 2, 4, 4

_CLOSED = re.compile("[^。；;\\n（(]{0,60}[)）]")
_PAIR, _MENDED, _SHORT, _KINDS = 2, "hazard_mended", 8, frozenset({"whole", "partition", "kindred"})
_PLACES = ("小学", "中学", "学校", "幼儿园", "中心校", "教学点", "镇", "乡", "村", "县", "区", "街道")


class Lists:
    """The lists of a text, sentence by sentence, each held against the figures of the text."""

    def __init__(self, near: Figures, read: Read) -> None:
        self.near, self.read = near, read
        self._runs: dict[tuple[str, int], list[Item]] = {}
        self._ended: list[list[Item]] = []
        self._sentence = -1
        self._total: Item | None = None
        self._missed = Missed(near, read)

    def take(self, item: Item) -> Iterable[Relation]:
        """Take in one figure; return the sums of the lists of the sentence that ends before it, to be gone through."""
        place = (self.near.bases[item.number], item.bracket)
        if item.sentence != self._sentence:
            return self._begun(place, item)
        self._put(place, item)
        return ()

    def _begun(self, place: tuple[str, int], item: Item) -> Iterator[Relation]:
        """Yield the sums of a sentence that has ended, and take in the first figure of the next."""
        broken = self._runs.pop(place) if self._broken(place, item) else None
        yield from self.end()
        self._sentence = item.sentence
        if broken is not None:
            self._runs[place] = broken
            self._missed.joined.add(item.sentence)
        self._put(place, item)

    def _put(self, place: tuple[str, int], item: Item) -> None:
        run = self._runs.get(place)
        if run is not None and changed(item) and not _of_another_year(item):
            # 保留198所，减少148所，其中…: what follows a change divides the change.
            self._ended.append(self._runs.pop(place))
            run = None
        if self.near.counts[item.number] and not item.label.endswith("或"):
            if run is None:
                self._runs[place] = [item]
            else:
                run.append(item)

    def _broken(self, place: tuple[str, int], item: Item) -> bool:
        """Whether a list goes on behind a full stop that broke it: 学校204所，其中幼儿园75所，小学95所。初中34所。."""
        run = self._runs.get(place, [])
        if len(run) < THREE or not is_total(run[0]) or not 1 < len(item.label) <= _SHORT:
            return False
        behind = self.near.text[item.label_start - 1 : item.label_start] == "。"
        told = sum(map(worth, run[1:]))
        open_yet = told < run[0].plain < 2 * told
        row = run[-1].number >= item.number - 2
        return behind and open_yet and row and division(run[0].label, [run[-1].label, item.label]) in _KINDS

    def end(self) -> Iterator[Relation]:
        """Yield the sums of the lists of the sentence that ends here."""
        if not self._runs and not self._ended:
            return
        for (base, bracket), run in self._runs.items():
            if bracket and (made := self._unclosed(self._runs.get((base, _around(run[0])), []), run)) is not None:
                yield made
        runs, self._runs, self._ended = [*self._ended, *self._runs.values()], {}, []
        for run in runs:
            if 1 < len(run) <= _LONGEST:
                yield from self._sums(run)

    def _unclosed(self, before: list[Item], inside: list[Item]) -> Relation | None:
        """Return a list that goes on in a bracket nobody closed: 小学29所（另有教学点8个，初中9所，高中2所。."""
        row = [one for one in before if one.number < inside[0].number]
        if len(row) <= 1 or len(inside) < THREE or _CLOSED.match(self.near.text, inside[-1].quantity.end):
            return None
        for left in range(1, len(inside) - 1):
            parts = [*row[1:], *inside[left:]]
            reached = sum(map(worth, parts))
            if reached <= row[0].plain:
                return summed(parts, row[0]) if reached == row[0].plain else None
        return None

    def _sums(self, run: list[Item]) -> Iterator[Relation]:
        sums = [0, *accumulate(map(worth, run))]
        base = self.near.bases[run[0].number]
        for length in range(min(len(run), _PARTS), 1, -1):
            for start in range(len(run) - length + 1):
                value = sums[start + length] - sums[start]
                if not self.near.valued(base, value):
                    continue
                parts = run[start : start + length]
                if self._told_in_part(parts) or self._clause_by_clause(parts):
                    continue
                total = self._of(run, start, parts, value)
                if total is not None:
                    self._total = total
                    self.read.outdo({one.quantity.start for one in parts})
                    yield summed(parts, total)
        if (made := self._missed.read_in(run, self._total)) is not None:
            yield made

    def _of(self, run: list[Item], start: int, parts: list[Item], value: Number) -> Item | None:
        """Return the figure some parts come to: before them, or behind them where it is told as a total."""
        if (len(parts) == 2 and (no_part(parts) or _divides(parts[1]) or _taken_off(parts[0]))) or twice_told(parts):
            return None
        figure = max((one.quantity for one in parts), key=lambda one: len(one.value.as_tuple().digits))
        steps = value / figure.scale / Fraction(figure.step or 1)
        size = steps
        head = run[start - 1] if start else None
        if len(parts) >= THREE and not (start == 1 and len(parts) == len(run) - 1 and self._of_its_noun(run[0], parts)):
            size = min(steps, Fraction(value) / measure(self.near, parts))
        first = parts[0]
        far = _PAGES if len(parts) >= THREE and size >= _SURE else _PAGE
        for one in self._valued(first, value, far, head):
            if one in parts or _of_others(one, parts) or self._sibling(one, run, head, parts):
                continue
            if compared(one.label) or (len(parts) == _PAIR and _row_of_places(one, parts)):
                # 教师1846人，比上年的1836人增加10人，其中…: of the first
                continue
            if one.number < first.number:
                least = self._least_before(one, run, start, parts)
            elif one.number <= parts[-1].number + _AFTER and is_total(one):
                least = _SMALL
            elif len(parts) >= THREE and not start and is_total(one):
                least = _LARGE  # told again, pages on: 2019年共落实395人
            else:
                continue
            if size < _LARGE and len(parts) == THREE and (any(map(nameless, parts)) or in_two(parts)):
                continue  # 27人到山区支教；1人获评…，3人获评…: figures with no names of their own
            if _told_of_others(one, parts):
                continue
            if size >= least and (len(parts) >= THREE or not self.read.total(one, "sum") or _contrary(parts)):
                return one
        return None

    def _valued(self, first: Item, value: Number, far: int, head: Item | None) -> Iterable[Item]:
        """Return the figures of a value about a list; only its head where a colon opens it (女职工119人：25岁以下…)."""
        if head is not None and opens_list(self.near, head):
            return [head] if head.plain == value else []
        return self.near.valued_about(self.near.bases[first.number], value, first, far)

    def _least_before(self, one: Item, run: list[Item], start: int, parts: list[Item]) -> int:
        """Return how many steps a figure told before a list must have to be its whole: the surer its place, fewer."""
        first, last = parts[0], start + len(parts) == len(run)
        head = run[start - 1] if start else None
        many = len(parts) >= THREE or closed(parts)
        in_place = one is head or (first.bracket and one.number == first.number - 1)
        if in_place and self._row_of_kinds(one, parts):
            return _FEWEST if last else _SMALL
        if one.segment < first.segment and _fills_its_clause(run, start, parts):
            # 小学教师42名。……高中：语文4名、数学4名、…；小学：语文15名、数学14名、…
            start, last = 0, True
        places = in_place and _of_places(one, parts, run[start + len(parts) :])
        if not last and not places:
            return _SMALL if in_place and len(parts) > THREE else _LARGE
        if places or (many and (in_place or self._again(one, head))):
            return _LEAST
        if in_place:
            return _FEW if parts[-1].number - one.number == len(parts) else _LARGE
        if not start and on_a_scale(one.label, [each.label for each in parts]):
            return _LEAST  # 教师13人。高级教师10人。本科学历3人，专科9人，中师1人。
        nearest, alike = one.number >= first.number - _ABOVE, share_a_word(first.label, parts[-1].label)
        return _SMALL if not start and (many or (nearest and (alike or first.bracket))) else _LARGE

    def _again(self, one: Item, head: Item | None) -> bool:
        """Whether a list that came to a figure ends right before another: 教师30名，本科9人、…；小高17人、…."""
        known = self.read.sums.get(one.quantity.start)
        return known is not None and head is not None and known.parts[-1].sources[0].start == head.quantity.start

    def _row_of_kinds(self, total: Item, parts: list[Item]) -> bool:
        """Whether parts are kinds of what was told right before them, each named (高中9所，普高4所，民办5所)."""
        names = [one.label or one.after for one in parts]  # 62所为小学，21所为初中
        named = len(set(names)) == len(parts) >= THREE and not any(map(nameless, parts))
        if not named or parts[-1].segment != total.segment:
            return False
        row = parts[-1].number - total.number == len(parts)
        sure = _KINDS if row else {"whole", "partition"}
        return division(total.label, names) in sure

    def _of_its_noun(self, total: Item, parts: list[Item]) -> bool:
        """Whether parts are kinds of the very noun of their whole: 15个教学班，……初一5个班，初二5个班，初三5个班."""
        noun = total.after
        named = noun and all(one.label.endswith(noun[-1]) or (one.after and noun.endswith(one.after)) for one in parts)
        return bool(named) and self._row_of_kinds(total, parts)

    def _told_in_part(self, parts: list[Item]) -> bool:
        """Whether some parts are read already; that two of them are added up once more behind the list is no reason."""
        known = [one for part in parts if (one := self.read.part(part, "sum")) is not None]
        if known and len(parts) > THREE:
            # 考点23个：甲区7个；乙区6个；丙区4个；丁区2个；戊区4个: that 4 and 2 make 6 is an accident.
            own = {one.quantity.start for one in parts}
            known = [one for one in known if not _within(one, own)]
        behind = all(one.total.sources[0].start > parts[-1].quantity.start for one in known)
        return bool(known) and not (behind and all(len(one.parts) < len(parts) for one in known))

    def _clause_by_clause(self, parts: list[Item]) -> bool:
        """Whether parts are several lists, each of a clause and of a figure of its own (高中：…；初中：…；小学：…)."""
        if parts[0].segment == parts[-1].segment:
            return False
        base = self.near.bases[parts[0].number]
        lists = [list(each) for _, each in groupby(parts, key=_segment)]
        return all(len(one) >= THREE and self.near.valued(base, sum(map(worth, one))) for one in lists)

    def _sibling(self, one: Item, run: list[Item], head: Item | None, parts: list[Item]) -> bool:
        """Whether a figure stands in one row with the parts (应用240人、保育200人、…): it is no total of some."""
        at = one.number + 1
        row = at < len(self.near.items) and self.near.items[at].mark == "、"
        ended = one is head and parts[-1] is run[-1]  # 教师503人、小学310人、初中193人: all that follows it
        return row and one in run and not is_total(one) and not ended


def told_apart(near: Figures, read: Read, item: Item) -> Relation | None:
    """Return the two figures told apart that a total told behind them (全县共录取5812人) is the sum of."""
    if item.plain < _LARGE or not called_total(item.label[-12:]):
        return None
    chances, value = Chances(LOOSE), item.plain
    figures = [one for one in same(near, item)[:FEW] if one.number < item.number and one.quantity.value]
    figures = [one for one in figures if share_a_word(one.label, item.label) and not changed(one)]
    for one, two in combinations(figures, 2):
        if chances.over(item.quantity.scale / value):
            return None
        if read.together(one, two, item) or no_part([two, one, item]):
            continue
        made = summed([two, one], item)
        if one.plain + two.plain == value or by_slip(made, "swapped"):
            return made
    return None


def _row_of_places(one: Item, parts: list[Item]) -> bool:
    """Whether a figure and those it might divide into are told of one place each, all named by what they are."""
    names = [each.label.strip() for each in (one, *parts)]
    if not all(name.endswith(_PLACES) and name not in _PLACES for name in names):
        return False
    return not any(names[0] in name for name in names[1:])


def _contrary(parts: list[Item]) -> bool:
    """Whether two parts are the two sides of one thing (男生, 女生): a total may be divided by them once more."""
    return contrary([one.label for one in parts]) or _divide(parts)


def _divide(parts: list[Item]) -> bool:
    """Return whether two parts leave nothing out by the words on both sides (当场改的82条已改，36条限期整改)."""
    mended = by_name()[_MENDED]
    own = [mended.member(one.label + "，" + one.after) for one in parts]
    return len(parts) == _PAIR and mended.divides("", own) is not None


def _of_others(total: Item, parts: list[Item]) -> bool:
    """Whether a figure counts pupils and parts teachers, or the other way round."""
    people = by_name()["people"]
    own = people.member(total.label)
    return bool(own) and any(people.member(one.label[-_NOUN:]) not in {"", own} for one in parts)


def _of_places(total: Item, parts: list[Item], behind: list[Item]) -> bool:
    """Whether parts are schools or places, all of their row: 获奖16人，一中11人，二中5人. Nobody is at two of them."""
    row = parts[-1].segment == total.segment and all(map(_is_place, parts))
    return row and not (behind and _is_place(behind[0]))


def _is_place(one: Item) -> bool:
    """Whether a figure is told by nothing but the name of a school or a place."""
    return pattern("list", "place").search(one.label.strip()) is not None


def _segment(one: Item) -> int:
    return one.segment


def _around(one: Item) -> int:
    """Return in which bracket that of a figure stands, 0 for none."""
    return one.parent.bracket if one.parent is not None else 0


def _fills_its_clause(run: list[Item], start: int, parts: list[Item]) -> bool:
    """Whether three or more parts are all of a run that stands between two ；."""
    own = parts[0].segment
    if len(parts) < THREE or parts[-1].segment != own:
        return False
    end = start + len(parts)
    return not (start and run[start - 1].segment == own) and not (end < len(run) and run[end].segment == own)


def _of_another_year(one: Item) -> bool:
    """Whether a change is told beside a figure, against another year (比上年增加7人): the list goes on behind it."""
    return pattern("list", "year_before").search(one.label) is not None


def _within(one: Relation, starts: set[int]) -> bool:
    """Whether a sum of two is told within some figures, its total among them."""
    own = {source.start for part in (*one.parts, one.total) for source in part.sources}
    return len(one.parts) == 2 and own <= starts


def _told_of_others(total: Item, parts: list[Item]) -> bool:
    """Whether two parts, in two clauses of a sentence without their whole, tell of two things (35名；学历…251人)."""
    one, two = parts[0], parts[-1]
    apart = len(parts) == 2 and one.segment != two.segment and total.sentence != one.sentence
    return apart and not share_a_word(one.label + one.after, two.label + two.after)


def _taken_off(one: Item) -> bool:
    """Whether a figure is told as taken off what was told before it (核减岗位9名，实际招聘236名)."""
    return pattern("gap", "removed").search(one.label[-_SHORT:]) is not None


def _divides(one: Item) -> bool:
    """Whether a figure is told as part of the one before it (93个县，其中，15个县…): both are no parts of a whole."""
    return (one.label or one.lead.lstrip("，,、；;。 ")).startswith("其中") or "其中" in one.lead[:_AMONG]
