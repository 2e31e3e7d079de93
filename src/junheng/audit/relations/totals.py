"""Totals with their parts, told before them or behind them, in brackets, in the same sentence or the next."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from junheng.audit.layout import Item, Layout
from junheng.audit.model import Clean, Relation, Term
from junheng.audit.relations.again import divided_again
from junheng.audit.relations.labels import division, in_one_row, is_a_step, named_alike, on_a_scale
from junheng.audit.relations.lists import FARTHEST, Entry, Run, entries, fit, heads, runs, total_of
from junheng.audit.relations.scattered import scattered
from junheng.audit.relations.terms import relation
from junheng.audit.relations.triggers import triggers
from junheng.audit.relations.weighing import Told, comes_out, complete, cut_short, is_total, related, stages

_AND = {"", "和", "及", "与"}
_ROW = {"、", "和", "及", "与", "，", ","}
_LONGEST = 400
"""Of so many figures of one sentence or bracket totals are read, at most: no person writes more."""
_ROWS = 20
"""How many figures behind one are looked at where no word joins them to it."""
_ALIKE = 3
"""Parts of the same names that show two lists, or a list and a total, to belong together."""
_SMALL = 20
"""Below this, figures that merely stand one behind the other come out too often by chance."""


def find(clean: Clean, layout: Layout) -> Iterator[Relation]:
    """Yield the sums the text asserts: totals and parts in the unit of the total, each reading once."""
    if not layout.items:
        return
    reader = _Reader(clean.text, layout)
    reader.read()
    for told, rule in reader.told:
        parts: list[Term] = [part for one in told.parts for part in one.terms]
        yield relation("sum", list(parts), told.total.quantity, rule, [_span(clean.text, told)])
    for total, items, rule, spans in scattered(clean.text, layout, reader.taken, reader.parts):
        yield relation("sum", [one.quantity for one in items], total.quantity, rule, spans)


def _own_column(total: Item, found: list[Entry]) -> Told | None:
    """Return the list of the parts in the total's own unit, where these come to it and all that could be do not."""
    own = [one for one in found if one.item.quantity.base == total.quantity.base]
    if not 1 < len(own) < len(found) or total.quantity.value < _SMALL or comes_out(total, found) is not None:
        return None
    return Told(total, own, "exact") if total_of(own) == Fraction(total.quantity.value) else None


def _in_turn(total: Item, found: list[Entry]) -> list[Entry]:
    """Return the parts in the total's own unit where those of a kin unit are another column (11所，教学班38个；…)."""
    own = [one for one in found if one.item.quantity.base == total.quantity.base]
    other = [one for one in found if one.item.quantity.base != total.quantity.base]
    turns = {two.place - one.place for one, two in zip(own, other, strict=False)}
    if len(own) < 2 or len(own) != len(other) or turns not in ({1}, {-1}):
        return []
    schools = all(triggers().words["institution"].search(one.label) for one in own)
    return [] if schools or comes_out(total, found) is not None else own


def _span(text: str, told: Told) -> tuple[int, int]:
    items = [told.total, *(one.item for one in told.parts)]
    first = min(items, key=lambda one: one.number)
    start = first.label_start
    while start < first.quantity.start and text[start].isspace():
        start += 1
    return start, max(one.quantity.end for one in items)


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
    return join != "colon" or (behind and not (first.mark in "：:" and not first.label))


def _closing(told: Told) -> bool:
    """Tell whether a total behind its list closes it: it is no less than a part, and no part is called a total."""
    value = told.total.quantity.value
    return not any(one.value > value or one.label.rstrip("有计").endswith(("共", "累")) for one in told.parts)


class _Reader:
    """Reads the lists of one text."""

    def __init__(self, text: str, layout: Layout) -> None:
        self.text = text
        self.layout = layout
        self.told: list[tuple[Told, str]] = []
        self.taken: set[int] = set()
        """The totals that have their parts, by number of item."""
        self.parts: dict[int, set[int]] = {}
        """The totals each item is a part of, by number of item."""
        self._seen: set[tuple[int, tuple[object, ...]]] = set()
        self._split: set[int] = set()
        """The totals that a split (按性别分) divides, by number of item."""
        self._open: list[Told] = []
        """Lists that do not come out and are not told as complete by themselves."""

    def read(self) -> None:
        """Read forward lists first (they are told), then backward ones, then those that only come out."""
        found = runs(self.layout)
        for run in found:
            for place, join in enumerate(run.joins[:_LONGEST]):
                bracket = place == 0 and run.owner is not None
                if bracket or join:
                    self._forward(run, place, join, bracket=bracket)
        self._abreast_of_others()
        for run in found:
            for place in range(min(len(run.items), _LONGEST)):
                self._backward(run, place)
        for run in found:
            for place in range(min(len(run.items) - 2, _LONGEST)):
                self._unjoined(run, place)
                self._scale(run, place)
            self._following(run)
            for told in list(divided_again(run, self.parts)):
                self._tell(told, "again-exact")

    def _tell(self, told: Told, rule: str) -> None:
        key = (told.total.number, tuple(sorted(one.value for one in told.parts)))
        if key in self._seen:
            return
        self._seen.add(key)
        self.told.append((told, rule))
        self.taken.add(told.total.number)
        for one in told.parts:
            self.parts.setdefault(one.item.number, set()).add(told.total.number)

    def _head(self, item: Item) -> str:
        """Return the words a total is named with, brackets included."""
        return self.text[max(item.label_start, item.quantity.start - 60) : item.quantity.start]

    def _forward(self, run: Run, start: int, join: str, *, bracket: bool) -> None:
        done: set[str] = set()
        nearer: set[str] = set()
        read: list[Told] = []
        missed: list[Told] = []
        failing: dict[str, Told] = {}
        shown = "bracket" if bracket and join != "hold" else join
        for owner, place in heads(run, start):
            total = owner.items[place]
            base = total.quantity.base
            if total.quantity.kind != "number" or base in done or self._is_aside(owner, place):
                continue
            head = self._head(total)
            near = self._divided(owner, place) if join == "split" else base not in nearer
            for found in self._lists(run, start, total, head):
                if len(found) < 2:
                    continue
                nearer.add(base)
                column = _own_column(total, found)
                if column is not None:
                    done.add(base)
                    read.append(column)
                    break
                told = self._weighed(total, found, shown, head, near=near)
                if told is not None and told.reading != "failing":
                    done.add(base)
                    read.append(told)
                    break
                if told is not None:
                    if _meant(told, join, run.items[start]):
                        failing.setdefault(base, told)
                elif near and base and all(one.sure for one in found):
                    missed.append(Told(total, found, "failing"))
        # A list that comes out for one total is not held against another.
        read += [one for base, one in failing.items() if base not in done and not self._used(one, read)]
        # Where one column of a list comes out (312所，91635人；…) the list is complete, in its other columns too.
        columns = {len(one.parts) for one in read if one.reading == "exact" and len(one.parts) > 1}
        read += [one for one in missed if len(one.parts) in columns and self._abreast(one, read)]
        self._open += missed
        for told in read:
            self._tell(told, f"{shown}-{told.reading}")
            if join == "split":
                self._split.add(told.total.number)

    def _abreast_of_others(self) -> None:
        """Read a list that does not come out where another of the paragraph, with the same names, does.

        小学47所，其中区直5所，街道19所，乡镇23所；初中18所，其中区直3所，街道7所，乡镇7所.
        """
        whole = {
            (one.total.paragraph, tuple(part.label for part in one.parts))
            for one, _ in self.told
            if one.reading == "exact" and len(one.parts) >= _ALIKE
        }
        for one in self._open:
            labels = tuple(part.label for part in one.parts)
            value = one.total.quantity.value
            taken = one.total.number in self.taken or any(part.item.number in self.parts for part in one.parts)
            if taken or (one.total.paragraph, labels) not in whole:
                continue
            if value < 2 * total_of(one.parts) < 4 * value:
                self._tell(one, "parallel-failing")

    def _used(self, failing: Told, read: list[Told]) -> bool:
        """Return whether the parts of a list that does not come out are those of one that does."""
        taken = {part.item.number for one in read for part in one.parts}
        return any(part.item.number in taken for part in failing.parts)

    def _abreast(self, missed: Told, read: list[Told]) -> bool:
        """Return whether the parts of a list stand in turn with those of one that comes out, and are told alike."""
        for one in read:
            pairs = list(zip(one.parts, missed.parts, strict=False))
            turns = {two.place - first.place for first, two in pairs}
            if len(pairs) == len(one.parts) == len(missed.parts) and (turns <= {1} or turns <= {-1}):
                return not stages([part.label for part in missed.parts])
        return False

    def _topic(self, owner: Run, place: int) -> bool:
        """Return whether a figure is what its sentence begins with: what the next divides once more (按性别分)."""
        total = owner.items[place]
        first = next(one for one in owner.items if fit(total.quantity, one.quantity) == 2)
        shared = place + 1 < len(owner.items) and owner.items[place + 1].quantity.kind == "share"
        return first is total and total.number not in self.parts and not shared

    def _divided(self, owner: Run, place: int) -> bool:
        """Return whether a split may divide a figure: its sentence is about it, or a split before divides it."""
        return owner.items[place].number in self._split or self._topic(owner, place)

    def _lists(self, run: Run, start: int, total: Item, head: str) -> list[list[Entry]]:
        """Return the lists a total may have from a place on: one, or for a total without a unit one for each unit."""
        if total.quantity.base:
            every = entries(run, start, total.quantity, head)
            return [_in_turn(total, every) or every]
        every = entries(run, start, total.quantity, head)
        bases = dict.fromkeys(one.item.quantity.base for one in every)
        made = [[one for one in every if one.item.quantity.base in {base, ""}] for base in bases if base]
        return made or [every]

    def _weighed(self, total: Item, found: list[Entry], join: str, head: str, *, near: bool) -> Told | None:
        if stages([one.label for one in found]) and not self._two_sides(found) and not found[-1].closes:
            return None
        told = comes_out(total, found)
        if told is not None:
            return told
        short = cut_short(total, found)
        # A split by titles or degrees may leave some out: more must speak for it.
        floor = 2 if join == "split" and division(head, [one.label for one in found]) == "attribute" else 0
        full = complete(total, found, join, head, floor=floor) if near else None
        if short is not None and full is not None:
            target = Fraction(total.quantity.value)
            over = total_of(full.parts) - target
            return full if len(full.parts) == len(short.parts) + 1 and over * 30 <= target else short
        return short or full

    def _two_sides(self, found: list[Entry]) -> bool:
        return any(triggers().words["other_side"].search(one.label) for one in found)

    def _is_aside(self, run: Run, place: int) -> bool:
        """Return whether a figure is no total: a comparison, a price, one of a series (13亿元、14亿元和15亿元)."""
        if triggers().words["aside"].search(run.items[place].label):
            return True
        if triggers().words["change"].fullmatch(run.words[place].strip("了")):
            return True
        here, near = run.items[place], (place, place + 1)
        for at in near:
            if 0 < at < len(run.items) and run.words[at] in _AND and run.items[at].lead in _ROW:
                return fit(here.quantity, run.items[at - 1 if at == place else at].quantity) == 2
        return False

    def _backward(self, run: Run, place: int) -> None:
        total, label = run.items[place], run.words[place]
        found = triggers().closing.match(label) or triggers().ending.search(label)
        if found is None or total.quantity.kind != "number" or total.number in self.taken:
            return
        bare = found.end() == len(label) and found.start() == 0
        source, stop = (run, place)
        if not place and run.before is not None and bare:
            source, stop = run.before, len(run.before.items)
        first = max(0, stop - FARTHEST)
        start = max((at for at in range(first, stop) if source.joins[at]), default=first)
        listed = entries(source, start, total.quantity, "", stop)
        if len(listed) < 2 or all(found[0] in one.label for one in listed):
            return
        short: Told | None = None
        target, reached = Fraction(total.quantity.value), total_of(listed)
        for begin in range(len(listed) - 1):
            exact, reached = reached == target, reached - listed[begin].value
            if exact:
                told = Told(total, listed[begin:], "exact")
                if begin and not listed[begin].cut:
                    short = short or told
                    continue
                self._tell(told, "backward-exact")
                self._beside(run, place, source, told)
                return
        if self._backward_failing(total, label, listed, bare=bare and source is run) or short is None:
            return
        self._tell(short, "backward-exact")

    def _backward_failing(self, total: Item, label: str, listed: list[Entry], *, bare: bool) -> bool:
        if bare:
            head = label + self._head(total)
            segment = [one for one in listed if one.item.segment == total.segment]
            for parts in (segment, listed):
                floor = 0 if triggers().strong.search(label) else 1
                told = complete(total, parts, "backward", head, floor=floor) if len(parts) > 1 else None
                if told is not None and len(told.parts) == len(parts) and _closing(told):
                    self._tell(told, "backward-failing")
                    return True
        return False

    def _beside(self, run: Run, place: int, source: Run, counted: Told) -> None:
        """Read the total told beside one that came out (四类共70人，发放27500元): a part in each of the same items."""
        if place + 1 >= len(run.items) or run.joins[place + 1]:
            return
        total = run.items[place + 1]
        if fit(counted.total.quantity, total.quantity) or total.segment != counted.total.segment:
            return
        listed = entries(source, counted.parts[0].place, total.quantity, "", place if source is run else None)
        if total.quantity.kind != "number" or len(listed) != len(counted.parts):
            return
        told = comes_out(total, listed) or Told(total, listed, "failing")
        self._tell(told, f"backward-beside-{told.reading}")

    def _unjoined(self, run: Run, place: int) -> None:  # noqa: PLR0911 - each return is one reason to read nothing
        total = run.items[place]
        if total.quantity.kind != "number" or total.quantity.value <= 1 or run.joins[place + 1]:
            return
        if not fit(total.quantity, run.items[place + 1].quantity) or self._is_aside(run, place):
            return
        head = self._head(total)
        after = run.items[place + 1].quantity
        rest = triggers().words["rest"].search("".join(run.words[place + 2 : place + 4])) is not None
        if after.value > total.quantity.value and after.unit == total.quantity.unit and not rest and not is_total(head):
            return
        found = entries(run, place + 1, total.quantity, head, min(len(run.items), place + 1 + _ROWS))
        if len(found) < 2 or found[0].place != place + 1:
            return
        if any(triggers().words["gap"].search(one.label) for one in found):
            return
        told = cut_short(total, found)
        if told is not None:
            labels = [one.label for one in told.parts]
            if self._in_step(total, told.parts) or (stages(labels) and not told.parts[-1].closes):
                return
            if in_one_row(head, labels) and not is_total(head):
                return
            small = total.quantity.value < _SMALL and division(head, labels) not in {"whole", "partition"}
            if (
                told.parts[-1].closes
                or is_total(head)
                or (related(head, labels) and not small)
                or (total.quantity.value >= _SMALL and named_alike(labels))
                or (total.quantity.value >= 1000 and triggers().plain.search(head))
            ):
                self._tell(told, "unjoined-exact")
        elif is_total(head) and all(one.item.segment == total.segment and not is_total(one.label) for one in found):
            # Without a word that joins them only figures of one clause behind a total told as one are its parts.
            row = in_one_row(head, [one.label for one in found])
            if not row and total.number not in self.taken and not any(one.item.number in self.parts for one in found):
                told = complete(total, found, "", head, floor=0 if any(one.closes for one in found) else 2)
                if told is not None:
                    self._tell(told, "unjoined-failing")

    def _scale(self, run: Run, place: int) -> None:
        """Read the steps of a scale (满意, 一般, 不满意) behind the figure, with its share, that they divide."""
        total = run.items[place]
        first = place + 1 + (run.items[place + 1].quantity.kind == "share")
        if total.quantity.kind != "number" or total.quantity.value < _SMALL or total.number in self.taken:
            return
        if first >= len(run.items) or any(run.joins[place + 1 : first + 1]) or not is_a_step(run.words[first]):
            return
        head = self._head(total)
        found = entries(run, first, total.quantity, head, min(len(run.items), first + _ROWS))
        if not found or found[0].place != first or not on_a_scale(head, [one.label for one in found]):
            return
        told = complete(total, found, "", head, floor=2)
        if told is not None:
            self._tell(told, "scale")

    def _in_step(self, total: Item, parts: list[Entry]) -> bool:
        """Return whether the total is itself a part beside its parts in a list already read."""
        own = self.parts.get(total.number, set())
        return any(own & self.parts.get(one.item.number, set()) for one in parts)

    def _following(self, run: Run) -> None:
        """Read a sentence that lists the parts of what the sentence before is about, though no word joins them."""
        before = run.before
        if before is None or run.joins[0] or len(run.items) < 2 or run.items[0].paragraph != before.items[0].paragraph:
            return
        if run.items[0].number in self.parts:
            return
        first: Told | None = None
        for place, total in enumerate(before.items):
            if fit(total.quantity, run.items[0].quantity) < 2 or self._is_aside(before, place):
                continue
            told = self._followed(total, run)
            if told is not None:
                first = told
                break
        if first is not None:
            self._tell(first, f"following-{first.reading}")

    def _followed(self, total: Item, run: Run) -> Told | None:
        """Return how the list a sentence begins with makes up a total of the sentence before."""
        head = self._head(total)
        found = entries(run, 0, total.quantity, head)
        labels = [one.label for one in found]
        kinds = division(head, labels) in {"whole", "partition"} or (len(found) >= _ALIKE and named_alike(labels))
        if len(found) < 2 or found[0].place or not kinds or stages(labels):
            return None
        if total.quantity.value < _SMALL or in_one_row(head, labels):
            return None
        # Where no word joins two sentences nothing is said of figures that do not come out: they may be of two matters.
        return cut_short(total, found)
