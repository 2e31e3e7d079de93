"""What has been read of one text's totals so far: each list with its total, each reading once."""

from __future__ import annotations

from functools import lru_cache

from junheng.audit.layout import Item
from junheng.audit.model import Quantity
from junheng.audit.relations.ground.wording import KEPT
from junheng.audit.relations.sums.lists import fit, says
from junheng.audit.relations.sums.runs import Run
from junheng.audit.relations.sums.triggers import triggers
from junheng.audit.relations.sums.weighing import Told

AND = {"", "和", "及", "与"}
"""The words between two figures of one row (13亿元和15亿元)."""
ROW = {"、", *AND - {""}, "，", ","}
LONGEST = 400
"""Of so many figures of one sentence or bracket totals are read, at most: no person writes more."""
ROWS = 20
"""How many figures behind one are looked at where no word joins them to it."""
ALIKE = 3
"""Parts of the same names that show two lists, or a list and a total, to belong together."""
SMALL = 20
"""Below this, figures that merely stand one behind the other come out too often by chance."""
_DIGITS = 3
_FARTHEST_NAME = 60


class Readings:
    """The lists told in one text, and which items are totals and parts already."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.told: list[tuple[Told, str]] = []
        """Each list with the rule that read it."""
        self.of: dict[int, list[tuple[Told, str]]] = {}
        """The same by number of the total."""
        self.taken: set[int] = set()
        """The totals that have their parts, by number of item."""
        self.parts: dict[int, set[int]] = {}
        """The totals each item is a part of, by number of item."""
        self.split: set[int] = set()
        """The totals that a split (按性别分) divides, by number of item."""
        self.open: list[Told] = []
        """Lists that do not come out and are not told as complete by themselves."""
        self.sure: set[int] = set()
        """The totals with a list that comes out exactly, by number of item."""
        self._seen: set[tuple[int, tuple[object, ...]]] = set()

    def tell(self, told: Told, rule: str) -> None:
        """Take in a list, unless the same parts, but for those of nothing, have been read for its total."""
        key = (told.total.number, tuple(sorted(one.value for one in told.parts if one.value)))
        if key in self._seen:
            return
        self._seen.add(key)
        self.told.append((told, rule))
        self.of.setdefault(told.total.number, []).append((told, rule))
        self.taken.add(told.total.number)
        if told.reading in {"exact", "cut"}:
            self.sure.add(told.total.number)
        for one in told.parts:
            self.parts.setdefault(one.item.number, set()).add(told.total.number)

    def counts_twice(self, items: list[Item]) -> bool:
        """Return whether one of some items is a part of another: together they are parts of nothing."""
        numbers = {one.number for one in items}
        return any(numbers & self.parts.get(number, set()) for number in numbers)

    def head(self, item: Item) -> str:
        """Return the words a total is named with, brackets included."""
        return self.text[max(item.label_start, item.quantity.start - _FARTHEST_NAME) : item.quantity.start]

    def are_parts(self, items: list[Item]) -> bool:
        """Return whether any of some items is a part already."""
        return any(one.number in self.parts for one in items)


def is_aside(run: Run, place: int) -> bool:
    """Return whether a figure is no total: a comparison, a price, one of a series (13亿元、14亿元和15亿元)."""
    if says("aside", run.items[place].label):
        return True
    told = run.words[place].strip("了")
    if told and _is_change(told):
        return True
    here, near = run.items[place], (place, place + 1)
    for at in near:
        if 0 < at < len(run.items) and run.words[at] in AND and run.items[at].lead in ROW:
            return fit(here.quantity, run.items[at - 1 if at == place else at].quantity) == 2
    return False


@lru_cache(KEPT)
def _is_change(words: str) -> bool:
    """Return whether words say nothing but that something changed (增加了)."""
    return triggers().words["change"].fullmatch(words) is not None


def significant(quantity: Quantity) -> bool:
    """Return whether a figure has three digits that tell: 612 and 1.26 do, 900 and 1200 are come to by chance."""
    return len(str(quantity.value).replace(".", "").strip("0")) >= _DIGITS
