"""Whether the words around a figure may narrow it to less than its name says."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from junheng.audit.against.names import names
from junheng.audit.against.phrases import Phrase
from junheng.audit.layout import Item

BRACKETS = re.compile(r"[（(]([^（()）]*)[)）]")
_BEHIND = re.compile(r"\s*[（(]([^（()）\d]{1,30})[)）]")
_BLANKS = re.compile(r"\s+")
_MARKS = re.compile("[，,：:；;。]")
_REACH = 60


class Around:
    """The words behind and beside the figures of one text; `parse` is how its phrases are read."""

    def __init__(self, text: str, items: Sequence[Item], parse: Callable[[str], Phrase | None]) -> None:
        self._text, self._items, self._parse = text, items, parse
        self._behind = _behind_lists(items)

    def narrowed(self, item: Item, phrase: Phrase, *, postposed: bool) -> bool:
        """Whether words behind a figure, or in brackets beside it, may narrow what it is told of."""
        told = names()
        after = "" if postposed else _BLANKS.sub("", self._behind[item.number])
        if after and after not in told.rounding and not after.startswith(told.comparing):
            return True
        before = self._text[item.label_start : item.quantity.start]
        inside = [match[1] for match in BRACKETS.finditer(before)]
        behind = _BEHIND.match(self._text, item.quantity.end, item.quantity.end + _REACH)
        inside.extend([behind[1]] if behind else [])
        if any(_BLANKS.sub("", one) not in told.bracketed for one in inside):
            return True
        return self._is_part(item, phrase)

    def _is_part(self, item: Item, own: Phrase) -> bool:
        """Whether what follows says of which stock the figure is a part: 小学18所，占小学总数的72%."""
        if item.number + 1 == len(self._items):
            return False
        following = self._items[item.number + 1]
        lead = following.lead.lstrip("，,")
        if following.sentence != item.sentence or not lead.startswith("占"):
            return False
        base = self._parse(_MARKS.split(lead)[0][1:])
        if base is None or (base.plain and not base.school):
            return not own.measure
        return base.groups == own.groups and base.measure in {own.measure, ""} and not (base.school and own.measure)


def _behind_lists(items: Sequence[Item]) -> list[str]:
    """Return for each item the words behind the list it stands in: in 小学18所、初中5所完成改造 of both."""
    found = [one.after for one in items]
    following: dict[int, Item] = {}
    """The next item of each bracket."""
    for one in reversed(items):
        place, then = one.number, following.get(one.bracket)
        following[one.bracket] = one
        if then is None or then.segment != one.segment:
            continue
        joined = found[place] in names().joining and not then.mark
        if joined or (then.mark in {"、", "，", ","} and not found[place]):
            found[place] = found[then.number]
    return found
