"""A misprinted part told with its share: the sum and the share that both fail by it are one finding.

`教师1200人。本科及以上720人，占60.0%，专科及以下420人，占40.0%`: 480 would mend the sum and the share alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

import msgspec

from junheng.audit.arithmetic import printed_step, rounded
from junheng.audit.judge import Judgement
from junheng.audit.model import Relation, Term
from junheng.audit.slips import Slip

_ALL, _NAME = 100, "part_and_share"
Judged = tuple[Relation, Judgement | None]


def with_parts_named(relations: Sequence[Judged]) -> list[Judged]:
    """Return judged relations, the failing sums with the part that its own failing share shows to be misprinted.

    The shares that say no more than these are left out.
    """
    failing = [(one, judged) for one, judged in relations if judged is not None and not judged.holds]
    shares = {_places(one): one for one, _ in failing if one.kind == "ratio" and _single(one)}
    if not shares:
        return list(relations)
    said: dict[int, Judgement] = {}
    left: set[int] = set()
    for one, judged in failing:
        found = list(_mended(one, judged, shares)) if one.kind == "sum" and _single(one) else []
        if len(found) == 1:
            slip, share = found[0]
            said[id(one)] = msgspec.structs.replace(judged, slip=slip.name, explained=slip)
            left.add(id(share))
    return [(one, said.get(id(one), judged)) for one, judged in relations if id(one) not in left]


def _mended(
    one: Relation, judged: Judgement, shares: dict[tuple[int, int], Relation]
) -> Iterator[tuple[Slip, Relation]]:
    """Yield the parts with failing shares that mend them, and their sum, by one other figure, each with its share."""
    whole = one.total.sources[0]
    for part in one.parts:
        share = shares.get((part.sources[0].start, whole.start))
        meant = part.value - judged.off_by
        if share is None or not one.total.value or meant <= 0:
            continue
        if _comes_out(meant * _ALL / one.total.value, share.total):
            yield Slip(_NAME, part, meant), share


def _comes_out(reached: Fraction, total: Term) -> bool:
    step = printed_step(total)
    return (rounded(reached, step) if step else reached) == total.value


def _places(one: Relation) -> tuple[int, int]:
    return one.parts[0].sources[0].start, one.parts[-1].sources[0].start


def _single(one: Relation) -> bool:
    return all(len(each.sources) == 1 for each in (*one.parts, one.total))
