"""Equations as the text writes them: 每人50元：49*50=2450，支出:19+30+128.5=177.5，(95+98)÷2＝96.5，320÷325=98.46%.

Two sides that stand next to each other are held against each other: terms against one figure (a sum, a difference, a
product, an average, a share), several products against as many figures (161*10.5+2*3.4=1690.5+6.8). Slogans that are
written as equations (100-1=0, “5+2=7”) are none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import accumulate, pairwise
from operator import itemgetter

from junheng.audit.judge import holds
from junheng.audit.layout import Layout
from junheng.audit.model import Clean, Quantity, Relation, Term
from junheng.audit.relations.ground.terms import TABLE, negative, relation, term, worked_out
from junheng.audit.relations.written.expressions import FIRST, NEXT, Piece, parsed, rough
from junheng.audit.relations.written.plain import plain

_EQUALS = re.compile("[=＝≈]")
_BREAK = re.compile("[\n|｜\t。；;]")
_FAR, _TWO, _SMALL = 400, 2, 10
_BEFORE = re.compile(r"[+＋\-－−–×✕*＊÷/／A-Za-z0-9０-９.．)）=＝<>≤≥%％]")
"""What a side that is read whole does not follow."""
_GOES_ON = re.compile(r"[ ]?[+＋×✕*＊÷~～^²/／]|(?<=\d)[:：]|[A-Za-z0-9０-９]|[(（]\d|[-－−–]\d|[.．]\d")
"""What may not follow a side: it goes on."""
_LARGE = frozenset("万亿")
_QUOTES = frozenset("“\"‘'「")


def find(clean: Clean, layout: Layout) -> tuple[list[Relation], list[tuple[int, int]]]:
    """Return what the written equations of a text assert, and where all stand, with those that are not read."""
    text, done = clean.text, -1
    told = None
    found: list[Relation] = []
    places: list[tuple[int, int]] = []
    for sign in _EQUALS.finditer(text):
        if sign.start() < done:
            continue
        told = {one.quantity.start: one.quantity for one in layout.items} if told is None else told
        begin, sides, done = _chain(text, sign.start(), told)
        if len(sides) > 1:
            places.append((begin, done))
        for (left, _), (right, about) in pairwise(sides):
            found.extend(_equal(text, left, right, about))
    return found, places


def outside(
    every: Iterable[Relation], written: Sequence[Relation], places: Sequence[tuple[int, int]]
) -> list[Relation]:
    """Leave out what was read of the figures of one written equation: it says itself what they make.

    Of one that is not read itself (`places`) what does not come out is left out: of (30人+40人)×200元 it has a part.
    """
    spans = sorted(span for one in written for span in one.spans)
    ends = list(accumulate((end for _, end in spans), max))
    reach = [end for _, end in places]
    return [
        one for one in every if not _inside(one, spans, ends) and not (_inside(one, places, reach) and not holds(one))
    ]


def _inside(one: Relation, spans: Sequence[tuple[int, int]], ends: Sequence[int]) -> bool:
    """Whether all figures stand in one span; `ends`: the farthest any of the spans up to each one reaches."""
    places = [each.start for term_ in (one.total, *one.parts) for each in term_.sources]
    at = bisect_right(spans, min(places), key=itemgetter(0)) - 1
    while at >= 0 and ends[at] > max(places):
        if spans[at][1] > max(places):
            return True
        at -= 1
    return False


def _chain(text: str, at: int, told: dict[int, Quantity]) -> tuple[int, list[tuple[list[Piece] | None, bool]], int]:
    """Return the sides around an equals sign and those that follow, each with whether ≈ stands before it.

    And where the first begins and the last ends.
    """
    if NEXT.match(text, at + 1) is None:
        return at, [], at + 1
    begin, start = max(0, at - _FAR), at
    for mark in _BREAK.finditer(text, begin, at):
        begin = mark.end()
    first = FIRST.search(text[begin:at])
    sides: list[tuple[list[Piece] | None, bool]] = []
    if first is not None:
        start = begin + first.start()
        whole = start == begin or not _BEFORE.match(text, start - 1)
        sides.append((parsed(text, start, at, told) if whole else None, False))
    while True:
        match = NEXT.match(text, at + 1)
        if match is None or _GOES_ON.match(text, match.end()):
            return start, sides, at + 1
        sides.append((parsed(text, *match.span(1), told), text[at] == "≈"))
        at = match.end()
        following = _EQUALS.match(text, at + (text[at : at + 1] == " "))
        if following is None:
            return start, sides, at
        at = following.start()


def _equal(text: str, left: list[Piece] | None, right: list[Piece] | None, about: bool) -> Iterator[Relation]:
    """Yield what two sides assert of each other."""
    if left is None or right is None:
        return
    if len(left) == len(right) > 1:
        made = [_made([one], other.single, about) for one, other in zip(left, right, strict=True) if other.single]
        if all(one.sign == other.sign for one, other in zip(left, right, strict=True)):
            yield from (one for one in made if one is not None and (holds(one) or plain(text, one)))
        return
    if len(right) > 1 or right[0].single is None:
        left, right = right, left
    one = _made(left, right[0].single, about) if len(right) == 1 else None
    if one is not None and not _slogan(text, one) and (holds(one) or plain(text, one)):
        yield one


def _made(pieces: Sequence[Piece], total: Quantity | None, about: bool) -> Relation | None:
    """Return the relation of terms with what they come to; None where one figure is only told again."""
    if total is None or pieces[0].sign < 0:
        return None
    total = rough(total) if about else total
    if len(pieces) == 1:
        return _quotient(pieces[0], total) if pieces[0].divisors else _product(pieces[0], total)
    return None if any(one.divisors or one.gathered or one.percent for one in pieces) else _terms(pieces, total)


def _terms(pieces: Sequence[Piece], total: Quantity) -> Relation:
    """Return what several terms make: a sum, a difference of two, the sum of products."""
    every = [each for one in pieces for each in one.factors]
    spans = _spans([*every, total])
    alone = all(one.single is not None for one in pieces)
    if alone and len(pieces) == _TWO and pieces[1].sign < 0:
        return _first(
            relation("difference", [_term(each, total, wide) for each in every], total, "written-difference", spans)
            for wide in (False, True)
        )
    if not alone and all(one.sign > 0 and len(one.factors) == _TWO for one in pieces):
        return _first(
            _multiplied([each for one in pieces for each in read(one.factors, total)], total, TABLE, spans)
            for read in (_factors, _as_printed)
        )
    return _first(
        relation("sum", [_signed(one, total, wide) for one in pieces], total, "written-sum", spans)
        for wide in (False, True)
    )


def _first(readings: Iterable[Relation]) -> Relation:
    """Return the first of some readings that comes out, or the first."""
    every = list(readings)
    return next((one for one in every if holds(one)), every[0])


def _product(piece: Piece, total: Quantity) -> Relation | None:
    """Return the factors of a term with what they make."""
    if piece.gathered or piece.percent or len(piece.factors) < _TWO or total.kind == "share":
        return None
    spans = _spans([*piece.factors, total])
    return _first(
        _multiplied(read(piece.factors, total), total, "product.written", spans) for read in (_factors, _as_printed)
    )


def _multiplied(parts: list[Term], total: Quantity, rule: str, spans: list[tuple[int, int]]) -> Relation:
    return relation("product", [*parts], total, rule, spans)


def _factors(factors: Sequence[Quantity], total: Quantity) -> list[Term]:
    """Return factors that give their product in the unit of the total: 2万人×1000元 in 万元 as 20000 and 0.1."""
    parts = [_counted(one) for one in factors]
    paid = [at for at, one in enumerate(factors) if total.base and one.base.split("/")[0] == total.base]
    if paid:
        parts[paid[0]] = _moved(_plain(term(factors[paid[0]])), total)
    elif total.unit and total.scale != 1:
        parts[-1] = _times(parts[-1], 1 / total.scale)
    return parts


def _as_printed(factors: Sequence[Quantity], _total: Quantity) -> list[Term]:
    """Return factors as they are printed: 3年×12个月, 3亩×666.67平方米."""
    return [_plain(term(one)) for one in factors]


def _quotient(piece: Piece, total: Quantity) -> Relation | None:
    """Return a figure or a bracket by another: an average, or a share or growth where it comes to per cent."""
    if len(piece.divisors) > 1 or len(piece.factors) + bool(piece.gathered) != 1:
        return None
    divisor = piece.divisors[0]
    spans = _spans([*piece.factors, divisor, *(one for _, one in piece.gathered), total])
    if total.kind != "share":
        return None if piece.percent else _average(piece, divisor, total, spans)
    top = piece.factors[0] if piece.factors else worked_out(piece.gathered)
    signs = [sign for sign, _ in piece.gathered]
    if signs == [1, -1] and piece.gathered[1][1].value == divisor.value:
        return relation("growth", [divisor, piece.gathered[0][1]], total, "written-growth", spans)
    return relation("ratio", [top, divisor], total, "written-ratio", spans)


def _average(piece: Piece, divisor: Quantity, total: Quantity, spans: list[tuple[int, int]]) -> Relation:
    """Return a figure or a bracket by another, in the unit of what it comes to."""
    if piece.factors:
        top = _term(piece.factors[0], total)
    else:
        same = all(one.base == total.base for _, one in piece.gathered)
        top = worked_out(piece.gathered, total.scale if same else None)
    return relation("average", [top, _counted(divisor)], total, "written-average", spans)


def _signed(piece: Piece, total: Quantity, wide: bool) -> Term:
    """Return a term of a sum in the unit of the total: a figure, or a product worked out."""
    if piece.single is not None:
        made = _term(piece.single, total, wide)
    else:
        value = Fraction(1)
        for one in _factors(piece.factors, total):
            value *= one.value
        made = Term(value, Fraction(0), tuple(piece.factors))
    return negative(made) if piece.sign < 0 else made


def _term(one: Quantity, total: Quantity, wide: bool = False) -> Term:
    """Return a figure in the unit of the total; one without a unit is told in that of the total, or is told `wide`.

    19+30=49万元 and 12000+8000=2万元.
    """
    bare = one.base == "" and bool(total.unit)
    return term(one, total.scale if one.base == total.base or (bare and wide) else None)


def _plain(made: Term) -> Term:
    """Return a factor as it multiplies: 40% as 0.4."""
    return _times(made, Fraction(1, 100)) if made.sources[0].kind == "share" else made


def _counted(one: Quantity) -> Term:
    """Return a number as it multiplies or divides: 40% as 0.4, 2万人 as 20000; 3年 as 3."""
    made = _plain(term(one))
    return _times(made, one.scale) if one.unit[:1] in _LARGE else made


def _moved(made: Term, total: Quantity) -> Term:
    """Return a rate in the scale of the total, which is of its dimension: 500元 in 万元."""
    return _times(made, made.sources[0].scale / total.scale)


def _times(made: Term, by: Fraction) -> Term:
    return Term(made.value * by, made.slack * by, made.sources)


def _slogan(text: str, one: Relation) -> bool:
    """Whether an equation is a figure of speech: 100-1=0, 1+1=3, what stands in quotes."""
    first = min(start for start, _ in one.spans)
    quoted = text[first - 1 : first] in _QUOTES and first > 0
    bare = not any(each.unit for part in (*one.parts, one.total) for each in part.sources)
    small = bare and all(part.value < _SMALL for part in (*one.parts, one.total))
    return quoted or small or (one.total.value == 0 and not holds(one))


def _spans(figures: Sequence[Quantity]) -> list[tuple[int, int]]:
    return [(min(one.start for one in figures), max(one.end for one in figures))]
