"""Wholes told first and divided by the sections behind them: figures of one paragraph, column by column.

`全县学校34所；在校生34477人。——小学。校数19所；在校生23014人。——初中。校数15所；在校生11463人。`

One column that comes out may be an accident; two are none, nor is one of large figures that bear one name. Where the
columns beside it come out, one that lies close to its whole was meant to.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.evident.evidence import Read, close, holds, slipped
from junheng.audit.relations.evident.figures import Figures, Number, pattern, worth
from junheng.audit.relations.ground.terms import relation, spans
from junheng.audit.relations.sums.labels.labels import share_a_word
from junheng.audit.relations.sums.triggers import triggers

_PARTS = (2, 3, 4, 5, 6, 7, 8)
_SKIPPED = 1
"""How many sections may stand between a whole and the first of its parts."""
_FAR, _ASKED = 1500, 6
_SMALL, _LARGE = 20, 100
_ENOUGH, _NAME = 2, 8
_NEAR, _NEAR_BESIDE, _SEVERAL = Fraction(1, 200), Fraction(6, 100), 2
Place = dict[str, list[Item]]
"""The figures of a section by what they count."""


def sections(near: Figures, read: Read) -> Iterator[Relation]:
    """Yield the sums of columns of sections: of paragraphs, and of the sentences within one."""
    taken: set[int] = set()
    told = [one for one in near.numbers if near.counts[one.number] and not one.depth]
    for by_paragraph in (True, False):
        places = _places(near, told, by_paragraph=by_paragraph)
        for at in range(len(places) - 2):
            for made in _divided(near, read, places, at, by_paragraph=by_paragraph):
                start = made.total.sources[0].start
                if start not in taken:
                    taken.add(start)
                    yield made


def _places(near: Figures, told: Sequence[Item], *, by_paragraph: bool) -> list[tuple[int, Place]]:
    """Return paragraphs (or sentences, with their paragraph) that tell figures, and these."""
    found: list[tuple[int, Place]] = []
    last, place, bases = -1, Place(), near.bases
    for item in told:
        number = item.paragraph if by_paragraph else item.sentence
        if number != last:
            last, place = number, {}
            found.append((item.paragraph, place))
        base = bases[item.number]
        if base in place:
            place[base].append(item)
        else:
            place[base] = [item]
    return found


def _divided(
    near: Figures, read: Read, places: Sequence[tuple[int, Place]], at: int, *, by_paragraph: bool
) -> list[Relation]:
    paragraph, head = places[at]
    best: list[Relation] = []
    for skip in range(_SKIPPED + 1):
        first = at + 1 + skip
        following = [one for place, one in places[first : first + _PARTS[-1]] if by_paragraph or place == paragraph]
        for count in _coming_out(head, following):
            found = _columns(near, read, head, following[:count])
            if len(found) > len(best):
                best = found
    return best


def _columns(near: Figures, read: Read, head: Place, parts: list[Place]) -> list[Relation]:
    """Return the columns that come out, and those close to it, where together they are no accident."""
    score = 0
    exact: list[Relation] = []
    missed: list[Relation] = []
    doubtful: list[Relation] = []
    for base, wholes in head.items():
        if any(base not in one for one in parts):
            continue
        for whole in wholes:
            column = [_like(whole, one[base]) for one in parts]
            told = [one for one in column if one is not None]
            if len(told) < len(parts) or told[-1].quantity.start - whole.quantity.end > _FAR:
                continue
            if read.total(whole, "sum") or any(read.part(one, "sum") for one in told):
                continue
            if whole.plain < _LARGE and any(map(_of_counter, told)) and len({one.after for one in told}) > 1:
                continue  # 问题38个。…涉及7个单位。…大班额减少到31个: of different things
            made = relation("sum", [one.quantity for one in told], whole.quantity, "evident.section",
                            spans([whole, *told]))  # fmt: skip
            named = all(_alike(one, whole) for one in told)
            size = whole.quantity.value / (whole.quantity.step or 1)
            if sum(map(worth, told)) == whole.plain and size >= 1:
                score += (named and size >= _LARGE) + (size >= _SMALL)
                exact.append(made)
            elif named and size >= _LARGE and (close(made, _NEAR) or holds(made)):
                score += 1
                missed.append(made)
            elif named and size >= _LARGE and (close(made, _NEAR_BESIDE) or slipped(made)):
                doubtful.append(made)
    if score < _ENOUGH or not exact:
        return []
    # Beside two columns that come out the list of sections is complete: a third was meant to come out too.
    return [*exact, *missed, *(doubtful if len(exact) >= _SEVERAL else [])]


def _coming_out(head: Place, following: Sequence[Place]) -> list[int]:
    """Return of how many sections any figure of one is the sum of one of each: a first, quick look."""
    counts: set[int] = set()
    if len(following) < _PARTS[0]:
        return []
    first, second = following[:2]
    for base, wholes in head.items():
        if base not in first or base not in second:
            continue
        sought = {one.plain for one in wholes}
        most = max(sought)
        reached: set[Number] = {0}
        for count, one in enumerate(following, 1):
            column = one.get(base)
            if column is None:
                break
            values = {item.plain for item in column[:_ASKED]}
            # What is more than every whole comes to none with more added.
            reached = {told for before in reached for value in values if (told := before + value) <= most}
            if count >= _PARTS[0] and not sought.isdisjoint(reached):
                counts.add(count)
    return sorted(counts)


def _like(whole: Item, found: list[Item]) -> Item | None:
    """Return the figure of a section that a whole is told of too: the first of its name, or the only one."""
    if _attending(whole.label) and (present := [one for one in found if _attending(one.label)]):
        return present[0]  # 招收特教学生86人，在校539人: of the two the second is told of the whole
    named = next((one for one in found if share_a_word(one.label, whole.label)), None)
    return named or (found[0] if len(found) == 1 else None)


def _alike(one: Item, whole: Item) -> bool:
    """Whether two figures bear one name: children attend a 幼儿园 (在园) as pupils do a school (在校)."""
    return share_a_word(one.label, whole.label) or (_attending(one.label) and _attending(whole.label))


def _of_counter(one: Item) -> bool:
    """Whether a figure stands in a unit of anything, so that the words behind it tell what it counts."""
    return one.unit in triggers().counters


def _attending(label: str) -> bool:
    return pattern("list", "attendance").search(label[-_NAME:]) is not None
