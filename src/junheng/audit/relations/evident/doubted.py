"""What the grammars read and do not hold, or hold weakly: it stands until a reading takes its place."""

from __future__ import annotations

from fractions import Fraction

from junheng.audit.model import Relation
from junheng.audit.relations.evident.evidence import gap, holds

NEAR = Fraction(1, 20)
"""How close to its total a list of several is believed that does not come to it, whatever its figures make besides."""
_UNJOINED, _TWO = "unjoined-exact", 2
_SURE = (
    "table",
    "bracket",
    "lines",
    "columns",
    "named-exact",
    "named-failing",
    "share.its-name",
    "share.series",
    "share.parallel",
    "growth.row",
)
"""Rules of readings that leave no other: they stand whether they hold or not."""


class Doubted:
    """The known relations that do not hold, and the weak ones, by the figures they are of: a total, or a sum's part."""

    def __init__(self) -> None:
        self._all: dict[int, Relation] = {}
        self._of: dict[tuple[str, int], list[int]] = {}

    def take(self, one: Relation) -> None:
        """Take in one."""
        place = len(self._all)
        self._all[place] = one
        for start in _figures(one):
            self._of.setdefault((one.kind, start), []).append(place)

    def give_way(self, made: Relation) -> None:
        """Leave out those whose place a reading takes: of the same figure, or of the same list and nearer to it."""
        for place in self._beside(made):
            if _instead(made, self._all[place]):
                del self._all[place]

    def outdo(self, failing: Relation) -> None:
        """Leave out weak sums of two whose figures a longer list tells that fails, but lies close to its total."""
        if failing.kind == "sum" and len(failing.parts) > _TWO and gap(failing) <= NEAR:
            for place in self._beside(failing):
                if is_weak(self._all[place]):
                    del self._all[place]

    def says(self, made: Relation) -> bool:
        """Whether one that stands says something else of the same figures."""
        return bool(self._beside(made))

    def kept(self) -> list[Relation]:
        """Return those that stand."""
        return list(self._all.values())

    def _beside(self, made: Relation) -> list[int]:
        places = {place for start in _figures(made) for place in self._of.get((made.kind, start), ())}
        return [place for place in places if place in self._all]


def is_weak(one: Relation) -> bool:
    """Whether two figures told one behind the other, and nothing else, make a sum: a longer list takes its place."""
    return one.kind == "sum" and len(one.parts) == _TWO and one.rule == _UNJOINED


def starts(one: Relation) -> set[int]:
    """Return where the figures begin that a relation's parts are made of."""
    return {source.start for part in one.parts for source in part.sources}


def _figures(one: Relation) -> set[int]:
    return starts(one) if one.kind == "sum" else {one.total.sources[0].start}


def _instead(made: Relation, doubted: Relation) -> bool:
    """Whether a reading takes the place of one that does not hold: of the same figure, or of the same list."""
    if made.kind != doubted.kind or doubted.rule.startswith(_SURE):
        return False
    if made.kind == "sum" and is_weak(doubted):
        return len(made.parts) > _TWO and (holds(made) or gap(made) <= NEAR)
    if made.kind == "sum":
        better = holds(made) or gap(made) < gap(doubted)
        return better and starts(made) >= starts(doubted)
    # The same figures the other way round are what the text says, and wrong.
    return holds(made) and starts(made) != starts(doubted)
