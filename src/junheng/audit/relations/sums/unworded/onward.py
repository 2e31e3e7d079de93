"""Lists that go on behind a full stop: 学校201所，其中幼儿园75所，小学95所。完全中学31所.

A sentence that tells nothing but names with their numbers, right behind a list that falls short of its total, may go
on with it. Where it does, to the figure, the list is read with it; where it does not come out, what the list lacks
may still stand there, and nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from functools import partial
from itertools import accumulate, takewhile

from junheng.audit.layout import Item
from junheng.audit.relations.sums.labels.labels import alike, division
from junheng.audit.relations.sums.lists import Entry, fit, says, total_of
from junheng.audit.relations.sums.runs import STOPS, Run
from junheng.audit.relations.sums.triggers import triggers
from junheng.audit.relations.sums.weighing import Told, is_total

_SENTENCES = 3
_NAME = re.compile(r"[\u4e00-\u9fff]{2,12}")
_BESIDES = re.compile("^(?:此外|另外|另|还)[，,]?(?:还|另)?有?")
_NO_NAMES = ("change", "all", "aside", "gap", "stage", "turn", "rest")
"""The kinds of words no bare name of a part holds."""


def onward(run: Run, total: Item, found: Sequence[Entry]) -> list[list[Entry]]:
    """Return the parts the sentences right behind a list go on with, sentence by sentence; none where it is closed."""
    if run.owner is not None or total_of(found) >= total.quantity.value or found[-1].closes:
        return []
    if any(fit(total.quantity, one.quantity) == 2 for one in run.items[found[-1].place + 1 :]):
        return []
    if not all(one.label for one in found):
        return []
    names, made, after = [one.label for one in found], list[list[Entry]](), run.after
    while after is not None and len(made) < _SENTENCES and after.items[0].paragraph == total.paragraph:
        row = list(takewhile(partial(_is_part, total, names), after.items))
        rest = after.items[len(row) :]
        if not row or any(after.joins) or any(fit(total.quantity, one.quantity) for one in rest):
            break
        place = len(run.items) + sum(map(len, made))
        scale = total.quantity.scale
        made.append([Entry(place + at, one, one.label, scale) for at, one in enumerate(row)])
        if rest:
            break
        after = after.after
    return made


def _is_part(total: Item, names: Sequence[str], item: Item) -> bool:
    """Return whether an item is a bare name with its number, in the total's unit, and no part told before again."""
    figure, name = item.quantity, _BESIDES.sub("", item.lead.strip(STOPS))
    if fit(total.quantity, figure) < 2 or figure.hedge or figure.value >= total.quantity.value or item.after.strip():
        return False
    if _NAME.fullmatch(name) is None or is_total(name):
        return False
    if any(says(kind, name) for kind in _NO_NAMES) or triggers().connector.search(name):
        return False
    # 小学95所。农村小学60所: that is a part of a part.
    return not any(one in name for one in names)


def may_go_on(total: Item, head: str, found: Sequence[Entry], more: Sequence[Sequence[Entry]]) -> bool:
    """Return whether sentences may tell some of what a list lacks: parts of its kind, or no more than is missing."""
    kind = _of_kind(head, found, more)
    missing = Fraction(total.quantity.value) - total_of(found)
    return kind or (kind is None and sum(map(total_of, more)) <= missing)


def _of_kind(head: str, found: Sequence[Entry], more: Sequence[Sequence[Entry]]) -> bool | None:
    """Return whether every part is of the kind of those of a list; None where nothing tells, False for another cut."""
    names, known = [one.label for one in found], True
    for name in (_BESIDES.sub("", one.label) for row in more for one in row):
        divided = division(head, [*names, name])
        if divided == "mixed":
            return False
        if divided not in {"whole", "partition", "attribute"} and not any(alike(one, name) for one in names):
            known = False
    return known or None


def gone_on(total: Item, head: str, found: Sequence[Entry], more: Sequence[Sequence[Entry]]) -> Told | None:
    """Return the list with the sentences it goes on with, where it comes to its total with them.

    One part of another kind may come to what is missing by chance, several seldom do.
    """
    missing = Fraction(total.quantity.value) - total_of(found)
    for count, reached in enumerate(accumulate(map(total_of, more)), 1):
        if reached == missing and (sum(map(len, more[:count])) > 1 or _of_kind(head, found, more[:count])):
            return Told(total, [*found, *(one for part in more[:count] for one in part)], "exact")
    return None
