"""Totals before their lists, joined to them by a word (其中, 分别为, 按性别分) or by a bracket."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import takewhile

from junheng.audit.layout import Item
from junheng.audit.relations.ground.terms import is_share
from junheng.audit.relations.sums.abreast.abreast import in_turn
from junheng.audit.relations.sums.abreast.columns import in_turn_of, of_clauses, of_noun, own_column
from junheng.audit.relations.sums.bounds import alone, before_its_like, far_off, goes_on_alike, in_the_row
from junheng.audit.relations.sums.labels.labels import division, lacking, share_a_word
from junheng.audit.relations.sums.lists import Entry, entries, firsts, fit, noun_behind, says, total_of
from junheng.audit.relations.sums.misprints import long_slip, slipped
from junheng.audit.relations.sums.readings import LONGEST, ROWS, Readings, is_aside
from junheng.audit.relations.sums.runs import STOPS, Run, heads
from junheng.audit.relations.sums.triggers import triggers
from junheng.audit.relations.sums.unworded.onward import gone_on, may_go_on, onward
from junheng.audit.relations.sums.weighing import (
    Told,
    comes_out,
    complete,
    cut_short,
    dividing,
    one_level,
    stages,
)

_COLON = re.compile("[^：:，,。；;]{0,6}[：:][\\s]*")
_NUMBERED = re.compile("第?([一二三四五六七八九十首]|[0-9]{1,2}) ?(?:批|期|轮|次|阶段)")
_BESIDES = re.compile("(?:另|此外|还有)")
"""What opens a bracket that tells nothing of the figure before it (各类学校1738所（另有教学点775个）)."""
_OF_PLACES = re.compile("(?:[县市区州旗]{1,3}|[地设]区?市|[乡镇]{1,2}|街道|行政村|[村屯])(?:[、和（(].{0,8})?$")
_SCHOOL = "所"
"""What so many are that schools stand in: 涉及8个县市区。其中，甲县3所，…."""
_PERSONS = frozenset({"人", "人次"})
_PARTED = {one: _PERSONS - {one} for one in _PERSONS}
_PARTS = 2
_OWN = 3
"""Parts in the clause of the first that are a list by themselves, whatever is told behind it."""
_LITTLE, _SOME = 30, 12
"""A list that comes out without its last part, and is meant with it, is over by no more than this part of its total;
the second where the last part is of the family of the others and stands in their row.
"""
_WIDER = re.compile("占全[国省市县区州旗镇乡校]")
"""What tells a share of a place as a whole."""
_DOTS = re.compile("[^。\\n]{0,60}(?:…|\\.{3})")
"""What breaks a list off."""
_SHARE = "占约总数的比例为达其全部"
"""What a share may be told by without naming what it is of."""
_CLOSE = 6
"""How close, as a part of its total, a list behind a colon lies that was meant to come to it."""
_OPEN, _LOOSE = 5, 20
"""A list off by more than this part of its total may leave some out, whatever its names say."""


def read_forward(readings: Readings, run: Run) -> None:
    """Read what each connector of a run, and the bracket it stands in, joins to a total."""
    for place, join in enumerate(run.joins[:LONGEST]):
        bracket = place == 0 and run.owner is not None
        if (bracket or join) and not (bracket and _BESIDES.match(run.items[place].lead)):
            _Forward(readings, run, place, join, bracket=bracket).read()


class _Forward:
    """Reads the list behind one connector for each total it may have."""

    def __init__(self, readings: Readings, run: Run, start: int, join: str, *, bracket: bool) -> None:
        self.readings = readings
        self.run = run
        self.start = start
        self.join = join
        self.shown = "bracket" if bracket and join != "hold" else join
        self._read: list[Told] = []
        self._missed: list[Told] = []
        """Lists that do not come out and are not told as complete."""
        self._failing: dict[str, Told] = {}
        """Lists told as complete that do not come out, by the unit of the total."""
        self._done: set[str] = set()
        """What a list came out for: by unit, and by the noun behind it where the unit alone tells little (个考点)."""

    def read(self) -> None:
        """Read the nearest total of each unit."""
        nearer: set[str] = set()
        for owner, place in heads(self.run, self.start):
            total = owner.items[place]
            base = _counted(total)
            if total.quantity.kind != "number" or base in self._done or is_aside(owner, place):
                continue
            if _OF_PLACES.match(total.after) and self.run.items[self.start].unit == _SCHOOL != total.unit:
                continue
            near = self._divided(owner, place) if self.join == "split" else base not in nearer
            if self._total(owner, place, near=near):
                nearer.add(base)
        # A list that comes out for one total is not held against another.
        read = self._read
        read += [one for base, one in self._failing.items() if base not in self._done and not _used(one, read)]
        # Where one column of a list comes out (312所，91635人；…) the list is complete, in its other columns too.
        columns = {len(one.parts) for one in read if one.reading == "exact" and len(one.parts) > 1}
        # A column that came out for one total of its unit is not held against another.
        exact = [one for one in read if one.reading != "failing"]
        left = [one for one in self._missed if len(one.parts) in columns and not _used(one, exact)]
        read += [one for one in left if _in_turns(one, read)]
        self.readings.open += self._missed
        for told in read:
            self.readings.tell(told, f"{self._shown(told)}-{told.reading}")
            if self.join == "split":
                self.readings.split.add(told.total.number)

    def _shown(self, told: Told) -> str:
        """Return how a list is joined; `complete` where a colon opens it right behind its total and nothing is left."""
        slip = told.reading == "failing" and self.join.startswith("among") and long_slip(told.total, told.parts)
        if slip and dividing(self.readings.head(told.total), told.parts) in {"whole", "partition"}:
            return "whole"
        first, last = told.parts[0].item.number, told.parts[-1].item.number
        row = first == told.total.number + 1 and last - first == len(told.parts) - 1
        if self.join == "among_colon" and row and not told.total.quantity.hedge:
            target = Fraction(told.total.quantity.value)
            off = total_of(told.parts) - target
            if abs(off) * _OPEN <= target and dividing(self.readings.head(told.total), told.parts) == "whole":
                return "complete"
        return self.shown

    def _total(self, owner: Run, place: int, *, near: bool) -> bool:
        """Read the list for one total; return whether it has one. `near` is whether it may be told as complete."""
        total = owner.items[place]
        head, base = self.readings.head(total), _counted(total)
        listed = False  # it has a list that may be its own
        for every in self._lists(total, head):
            found = before_its_like(total, every, head)
            if len(found) < _PARTS:
                self._each(total, found, base)
                continue
            listed |= not (self.join.startswith("among") and far_off(total, found))
            if (beside := in_turn(owner, place, found)) is not None:
                self._done.add(base)
                self._read += beside
                break
            if (first := firsts(found)) and comes_out(total, found) is None:
                told = self._weighed(owner, place, first, near=near)
            else:
                told = own_column(total, found) or self._weighed(owner, place, found, near=near)
            short = told is None or told.reading == "failing"
            if short and (longer := self._with_next(total, found)) is not None:
                told, short = longer, False
            if short and (more := onward(self.run, total, found)):
                longer = gone_on(total, head, found, more)
                told = longer or told
                if longer is None and may_go_on(total, head, found, more):
                    continue  # what it lacks may stand there
            if told is not None and told.reading != "failing":
                self._done.add(base)
                self._read.append(told)
                break
            if told is not None:
                if _meant(told, self.join, self.run.items[self.start]) and not _loosely(told):
                    self._fails(told, base)
            elif near and total.quantity.base and all(one.sure for one in found):
                self._missed.append(Told(total, found, "failing"))
        return listed

    def _fails(self, told: Told, base: str) -> None:
        """Keep a list that does not come out: the first of its total's unit, or one much nearer to its total."""
        if any(one.total.plain == told.total.plain for one in self._failing.values()):
            base = next(iter(self._failing))
        if base not in self._failing or _much_nearer(told, self._failing[base]):
            self._failing[base] = told

    def _each(self, total: Item, found: list[Entry], base: str) -> None:
        """Read one figure for each of several names (12所小学（城、乡各6所）) as their list, where it comes out."""
        if any(one.times > 1 for one in found) and total_of(found) == Fraction(total.quantity.value):
            self._done.add(base)
            self._read.append(Told(total, found, "exact"))

    def _lists(self, total: Item, head: str) -> list[list[Entry]]:
        """Return the lists a total may have: one, or for a total without a unit one for each unit."""
        every = entries(self.run, self.start, total.quantity, head)
        if total.quantity.base:
            return [
                of_noun(total, every) or in_turn_of(total, every) or of_clauses(total, every) or every,
                *self._of_persons(total, head),
            ]
        bases = dict.fromkeys(one.item.quantity.base for one in every)
        made = [[one for one in every if one.item.quantity.base in {base, ""}] for base in bases if base]
        return made or [every]

    def _of_persons(self, total: Item, head: str) -> Iterator[list[Entry]]:
        """Yield the list of a total of persons or of times where it tells both (资助1502万人次，其中：免学费1000万人…).

        Its units differ: it is read only where it comes out.
        """
        bases = {one.quantity.base for one in self.run.items[self.start :]}
        if total.quantity.base in _PERSONS and bases >= _PERSONS:
            other = next(iter(_PARTED[total.quantity.base]))
            found = entries(self.run, self.start, total.quantity, head, also=other)
            told = comes_out(total, found) if len(found) >= _OWN else None
            if told is not None and len(told.parts) >= _OWN:
                yield told.parts

    def _weighed(self, owner: Run, place: int, found: list[Entry], *, near: bool) -> Told | None:
        total = owner.items[place]
        head = self.readings.head(total)
        labels = [one.label for one in found]
        own = [one.label for one in found if one.item.segment == found[0].item.segment]
        if stages(labels) and (len(own) < _OWN or stages(own)) and not _two_sides(labels) and not found[-1].closes:
            return None
        told = comes_out(total, found)
        if told is not None:
            return told
        short = cut_short(total, found)
        if self._is_bare(total, found):
            return Told(total, found, "failing") if _near_or_slipped(total, found, _OPEN) else None
        if len(found) >= _OWN and self._is_row(total, found) and _near_or_slipped(total, found, _CLOSE):
            return Told(total, found, "failing")
        # A split by titles or degrees may leave some out: more must speak for it.
        floor = 2 if self.shown == "split" and division(head, labels) == "attribute" else 0
        every = says("every", self.run.items[self.start].lead)  # 已全部处置到位，其中…
        floor -= triggers().weights.announced * (_announced(owner, place, found) or every)
        whole = near and one_level(self.readings.text, found) and not self._leaves_out(total, found, head)
        whole = whole and not alone(total, found, self.join, head) and not self._goes_on(found)
        full = complete(total, found, self.shown, head, floor=floor) if whole else None
        full = None if full is not None and (self._of_others(full) or self._breaks_off(full)) else full
        if short is not None and full is not None:
            target = Fraction(total.quantity.value)
            over = total_of(full.parts) - target
            one_more = len(full.parts) == len(short.parts) + 1 and goes_on_alike(head, short.parts, full.parts)
            near = over * _LITTLE <= target or (over * _SOME <= target and in_the_row(head, full.parts))
            return full if one_more and near else short
        return short or full

    def _is_bare(self, total: Item, found: list[Entry]) -> bool:
        """Return whether a colon right behind a total opens names with bare figures, to the end of the sentence.

        培训1216人次：电商426，育婴318，焊工275，农技197。: the unit of the total is theirs, and no other figure is.
        """
        bare = all(not one.item.quantity.base and one.item.quantity.kind == "number" for one in found)
        return bare and self._is_row(total, found)

    def _is_row(self, total: Item, found: list[Entry]) -> bool:
        """Return whether a colon right behind a total opens a list that goes to the end of the sentence.

        课题19项：省级3项，市级6项，县级10项。: each has a name of its own, and no other figure stands among them.
        """
        first, last = found[0].item, found[-1].item
        behind = self.run.items[found[-1].place + 1 :][:1]
        row = first.number == total.number + 1 and last.number - first.number == len(found) - 1
        closed = not behind or behind[0].segment != last.segment
        named = len({one.label for one in found}) == len(found) and all(one.label and one.times == 1 for one in found)
        loose = any(one.item.quantity.hedge for one in found) or total.quantity.hedge
        colon = self.join == "colon" and _COLON.fullmatch(first.lead[: len(first.lead) - len(first.label)])
        return bool(row and closed and named and colon and total.quantity.base and not loose)

    def _of_others(self, told: Told) -> bool:
        """Return whether the shares told with parts are of something else: 小学教师312人，学历合格的137人，占43.9%.

        What names its own whole, and that another (占全县总人口的4.8%), says nothing of it.
        """
        head = self.readings.head(told.total)
        own = [
            (one.item, share)
            for one in told.parts
            for share in takewhile(_is_part_share, self.run.items[one.place + 1 :])
            if (name := share.label.strip(_SHARE)) == "" or (share_a_word(name, head) and not _WIDER.match(share.label))
        ]
        return bool(own) and not any(is_share(one, told.total, share) for one, share in own)

    def _breaks_off(self, told: Told) -> bool:
        """Return whether a list is not told to its end: …；民办高中有在校生5944人，占10.38%；民办中职学校……."""
        last = told.parts[-1].item.quantity.end
        return _DOTS.match(self.readings.text, last) is not None

    def _leaves_out(self, total: Item, found: list[Entry], head: str) -> bool:
        """Return whether a list that falls short leaves out what the sentence, or the one before, told of besides."""
        if total_of(found) >= total.quantity.value:
            return False
        before = self.run.before.items[-ROWS:] if self.run.before is not None else []
        own = self.run.items[max(0, self.start - ROWS) : self.start]
        beside = [one.label for one in [*before, *own] if one.paragraph == total.paragraph]
        return lacking(head, [one.label for one in found], beside)

    def _with_next(self, total: Item, found: list[Entry]) -> Told | None:
        """Return the list with the figure of another counter it goes on with, where it comes to its total with it."""
        if not self._goes_on(found):
            return None
        place = found[-1].place + 1
        after = self.run.items[place]
        last = Entry(place, after, self.run.words[place], total.quantity.scale)
        made = Told(total, [*found, last], "exact")
        return made if total_of(made.parts) == Fraction(total.quantity.value) else None

    def _goes_on(self, found: list[Entry]) -> bool:
        """Return whether the list goes on with what is counted by another unit (中职46个、高职48个、表演赛1项)."""
        last, at = found[-1].item, found[-1].place + 1
        after = self.run.items[at] if at < len(self.run.items) and self.run.items[at - 1] is last else None
        if after is None or after.quantity.kind != "number" or not {after.unit, last.unit} <= triggers().counters:
            return False
        between = self.readings.text[last.quantity.end : after.quantity.start]
        return between.count("、") == 1 and not set(between) & set("，,；;。")

    def _divided(self, owner: Run, place: int) -> bool:
        """Return whether a split may divide a figure: its sentence is about it, or a split before divides it."""
        if owner.items[place].number in self.readings.split or self._named(owner.items[place]):
            return True
        return self._topic(owner, place)

    def _named(self, total: Item) -> bool:
        """Return whether a split names the figure it divides: 公办157所，民办82所；民办园中，…."""
        lead = self.run.items[self.start].lead.lstrip(STOPS)
        name, inner, _ = lead.partition("中")
        return bool(inner) and bool(total.label) and share_a_word(name, total.label)

    def _topic(self, owner: Run, place: int) -> bool:
        """Return whether a figure is what its sentence begins with: what the next divides once more (按性别分)."""
        total = owner.items[place]
        first = next(one for one in owner.items if fit(total.quantity, one.quantity) == 2)
        shared = place + 1 < len(owner.items) and owner.items[place + 1].quantity.kind == "share"
        return first is total and total.number not in self.readings.parts and not shared


def _is_part_share(item: Item) -> bool:
    """Return whether an item is a share of something (占全县的4.8%)."""
    return item.quantity.kind == "share" and item.label.startswith("占")


def _near_or_slipped(total: Item, found: list[Entry], part: int) -> bool:
    """Return whether a list lies close to its total, or a slip of the pen explains why it does not come to it."""
    target = Fraction(total.quantity.value)
    return abs(total_of(found) - target) * part <= target or slipped(target, found)


def _much_nearer(told: Told, other: Told) -> bool:
    """Return whether a list lies close to its total, and comes to more than twice another total it may have had.

    专任教师4517人，按学段分：高中732人，…；按职称分：正高3人，高级1102人，…: the titles are no parts of the 732.
    """
    target = Fraction(told.total.quantity.value)
    near = abs(total_of(told.parts) - target) * _LOOSE <= target
    return near and total_of(other.parts) > 2 * other.total.quantity.value


def _announced(owner: Run, place: int, found: list[Entry]) -> bool:
    """Return whether a figure before a total tells how many parts there are, and they are numbered or of its noun."""
    numbers = [one[1] for entry in found if (one := _NUMBERED.search(entry.label)) is not None]
    before = owner.items[max(0, place - 2) : place]
    many = [one for one in before if one.quantity.value == len(found)]
    if any(one.unit in triggers().batches for one in many) and len(set(numbers)) == len(found):
        return True
    ends = [entry.label[-1:] for entry in found]
    # 全县有5个乡镇，学生4530人，其中东镇…: each is one of those that were counted, but for how the first is told.
    return len(found) >= _OWN and any(sum(end in one.after for end in ends if end) >= len(found) - 1 for one in many)


def _loosely(told: Told) -> bool:
    """Return whether a total told loosely (800余名) is far more than its list: what it lacks was not counted out."""
    target = Fraction(told.total.quantity.value)
    return bool(told.total.quantity.hedge) and (target - total_of(told.parts)) * _LOOSE > target


def _counted(total: Item) -> str:
    """Return what a figure counts: its unit, with the noun behind one that counts anything (24个考点, 758个考场)."""
    base = total.quantity.base
    return base + noun_behind(total) if total.unit in triggers().counters else base


def _meant(told: Told, join: str, first: Item) -> bool:
    """Tell whether the connector is the list's own, before the list is told not to come out.

    A colon opens it right behind the total, where it names no figure itself (补贴：90人); 分别占 opens shares.
    `first` is the item behind the connector.
    """
    parts = [one.item for one in told.parts]
    if any(one.label.startswith("占") for one in told.parts):
        return False
    if join == "list" and parts[0].sentence == told.total.sentence and parts[0].segment != told.total.segment:
        return False  # 分别为 behind a semicolon has a subject of its own
    behind = first.number - told.total.number == 1
    if join == "colon" and _titles(first):
        return False
    return join != "colon" or (behind and not (first.mark in "：:" and not first.label))


def _titles(first: Item) -> bool:
    """Return whether the words before a colon are the title of a row (一中：教师216人，学生…；二中：…), no total's."""
    words = re.split("[：:]", first.lead, maxsplit=1)[0]
    title = re.split("[，,；;]", words)
    return len(title) > 1 and ("；" in words or ";" in words or not says("cut", title[-1]))


def _used(failing: Told, read: list[Told]) -> bool:
    """Return whether the parts of a list that does not come out are those of one that does."""
    taken = {part.item.number for one in read for part in one.parts}
    return any(part.item.number in taken for part in failing.parts)


def _in_turns(missed: Told, read: list[Told]) -> bool:
    """Return whether the parts of a list stand in turn with those of one that comes out, and are told alike."""
    for one in read:
        pairs = list(zip(one.parts, missed.parts, strict=False))
        turns = {two.place - first.place for first, two in pairs}
        turn = 1 if missed.total.number > one.total.number else -1
        if len(pairs) == len(one.parts) == len(missed.parts) and turns == {turn}:
            return not stages([part.label for part in missed.parts])
    return False


def _two_sides(labels: list[str]) -> bool:
    return any(triggers().words["other_side"].search(label) for label in labels)
