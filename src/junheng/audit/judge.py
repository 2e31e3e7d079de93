"""Whether a relation holds: exactly, within rounding, or not; and the slip that explains it where one does.

The one rule: a relation holds when the computed value rounds (half up) to the printed one, or when the parts, each
anywhere within its own rounding, can come to a value that does. The bounds themselves are not reached: 795.08 + 408.49
+ 94.35 lies 0.02 from 1297.94, four figures rounded at 0.005 explain less than 0.02, so it fails. A hedged figure (约,
近, 余 …) is given the room its word gives: see `arithmetic.leeway`.
"""

from __future__ import annotations

from fractions import Fraction
from operator import attrgetter

import msgspec

from junheng.audit import slips
from junheng.audit.arithmetic import (
    Ratio,
    bounds,
    comes_out,
    in_words,
    is_exact,
    leeway,
    loose,
    printed_step,
    reckoned,
)
from junheng.audit.model import Relation, Term

_hedge = attrgetter("hedge")
_MILLION = 10**6


class Judgement(msgspec.Struct, frozen=True, gc=False):
    """What comes of computing a relation. `off_by` is computed − total."""

    computed: Fraction
    off_by: Fraction
    holds: bool
    holds_strict: bool
    """Without allowance for the rounding of the parts: the computed value rounds (half up) to the printed one."""
    slip: str = ""
    """The name of the slip that explains a gap, blank where none does: see `slips`."""
    explained: slips.Slip | None = None
    """The slip with the figure it is in and what that figure would have been."""
    hedged: bool = False
    """Whether a figure in it is told with 约, 近, 余 …: what does not hold then is a doubt."""


def judge(relation: Relation, *, explained: bool = True) -> Judgement | None:
    """Judge one relation; None where it cannot be computed (a division by 0, a side left out).

    Looking for the slip that explains a gap takes longer than all the rest: it can be left out.
    """
    reached = reckoned(relation)
    if reached is None:
        return None
    computed = Fraction(*reached)
    gap = computed - relation.total.value
    strict = comes_out(relation.total, reached)
    hedged = _is_hedged(relation)
    if strict or _explained(relation, reached) or _in_coins(relation, gap):
        return Judgement(computed, gap, True, strict, hedged=hedged)
    slip = slips.explain(relation, computed) if explained else None
    return Judgement(computed, gap, False, False, slip.name if slip else "", slip, hedged)


def _is_hedged(relation: Relation) -> bool:
    return any(map(_hedge, relation.total.sources)) or any(map(loose, relation.parts))


def holds(relation: Relation, *, hedged: bool = True) -> bool:
    """Return whether a relation holds, without looking for the slip: what the grammars ask of each candidate.

    Without `hedged` a relation of hedged figures (约, 超) holds only where it comes out to the digits printed.
    """
    reached = reckoned(relation)
    if reached is None:
        return False
    if comes_out(relation.total, reached):
        return True
    if _in_coins(relation, Fraction(*reached) - relation.total.value):
        return True
    return (hedged or not _is_hedged(relation)) and _explained(relation, reached)


def _in_coins(relation: Relation, gap: Fraction) -> bool:
    """Return whether less than one 元 is wanting of a long account, some of whose figures are told without 角 and 分.

    办公费175892.73元，电费420000元，……，合计9252949.36元: those printed whole were rounded.
    """
    if relation.kind != "sum" or not gap or abs(gap) >= 1 or abs(gap) * _MILLION > abs(relation.total.value):
        return False
    told = [each for part in (*relation.parts, relation.total) for each in part.sources]
    in_yuan = all(each.base == "元" and each.scale == 1 for each in told)
    return in_yuan and any(each.step < 1 for each in told) and any(each.step == 1 for each in told)


def strictly(relation: Relation) -> bool:
    """Return whether a relation comes out to the digits printed, as it is: no rounding of its parts is asked for."""
    reached = reckoned(relation)
    return reached is not None and comes_out(relation.total, reached)


def _explained(relation: Relation, reached: Ratio) -> bool:
    """Return whether rounding and hedges explain the gap: strictly, the bound itself does not count."""
    total = relation.total
    hedged = [one for one in total.sources if one.hedge or in_words(one)]
    if not hedged and all(map(is_exact, relation.parts)):
        return _within(total, reached)
    reach = bounds(relation)
    if reach is None:
        return True
    below = above = max(total.slack, printed_step(total) / 2)
    for source in hedged:
        less, more = leeway(source, total.value)
        below, above = max(below, less), max(above, more)
    return reach[0] < total.value + above and reach[1] > total.value - below


def _within(total: Term, reached: Ratio) -> bool:
    """Return whether exact parts come nearer to a total than its own rounding: the same in whole numbers."""
    above, below = reached
    value, under = total.value.as_integer_ratio()
    off, under_off = abs(above * under - value * below), below * under
    slack, under_slack = total.slack.as_integer_ratio()
    step, under_step = printed_step(total).as_integer_ratio()
    return off * under_slack < slack * under_off or 2 * off * under_step < step * under_off
