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

_EQUALS = re.compile("[=＝≈]")
_BREAK = re.compile("[\n|｜\t。；;]")
_FAR, _TWO, _SMALL = 400, 2, 10
_BEFORE = re.compile(r"[+＋\-－−–×✕*＊÷/／A-Za-z0-9０-９.．)）=＝<>≤≥%％]")
"""What a side that is read whole does not follow."""
_GOES_ON = re.compile(r"[ ]?[+＋×✕*＊÷~～^²/／]|(?<=\d)[:：]|[A-Za-z0-9０-９]|[(（]\d|[-－−–]\d|[.．]\d")
"""What may not follow a side: it goes on."""
_QUOTES = frozenset("“\"‘'「")


def find(clean: Clean, layout: Layout) -> Iterator[Relation]:
    """Yield what the written equations of a text assert."""
    text, done = clean.text, -1
    told = None
    for sign in _EQUALS.finditer(text):
        if sign.start() < done:
            continue
        told = {one.quantity.start: one.quantity for one in layout.items} if told is None else told
        sides, done = _chain(text, sign.start(), told)
        for (left, _), (right, about) in pairwise(sides):
            yield from _equal(text, left, right, about)


def outside(every: Iterable[Relation], written: Sequence[Relation]) -> list[Relation]:
    """Leave out what was read of the figures of one written equation: it says itself what they make."""
    spans = sorted(span for one in written for span in one.spans)
    ends = list(accumulate((end for _, end in spans), max))
    return [one for one in every if not _inside(one, spans, ends)]


def _inside(one: Relation, spans: Sequence[tuple[int, int]], ends: Sequence[int]) -> bool:
    """Whether all figures stand in one span; `ends`: the farthest any of the spans up to each one reaches."""
    places = [each.start for term_ in (one.total, *one.parts) for each in term_.sources]
    at = bisect_right(spans, min(places), key=itemgetter(0)) - 1
    while at >= 0 and ends[at] > max(places):
        if spans[at][1] > max(places):
            return True
        at -= 1
    return False


def _chain(text: str, at: int, told: dict[int, Quantity]) -> tuple[list[tuple[list[Piece] | None, bool]], int]:
    """Return the sides around an equals sign and those that follow, each with whether ≈ stands before it."""
    begin = max(0, at - _FAR)
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
            return sides, at + 1
        sides.append((parsed(text, *match.span(1), told), text[at] == "≈"))
        at = match.end()
        following = _EQUALS.match(text, at + (text[at : at + 1] == " "))
        if following is None:
            return sides, at
        at = following.start()


def _equal(text: str, left: list[Piece] | None, right: list[Piece] | None, about: bool) -> Iterator[Relation]:
    """Yield what two sides assert of each other."""
    if left is None or right is None:
        return
    if len(left) == len(right) > 1:
        made = [_made([one], other.single, about) for one, other in zip(left, right, strict=True) if other.single]
        if all(one.sign == other.sign for one, other in zip(left, right, strict=True)):
            yield from (one for one in made if one is not None)
        return
    if len(right) > 1 or right[0].single is None:
        left, right = right, left
    one = _made(left, right[0].single, about) if len(right) == 1 else None
    if one is not None and not _slogan(text, one):
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
    figures = [one.single for one in pieces]
    if None not in figures:
        plain = [one for one in figures if one is not None]
        spans = _spans([*plain, total])
        if len(pieces) == _TWO and pieces[1].sign < 0:
            return relation("difference", list(plain), total, "written-difference", spans)
        return relation("sum", [_signed(one, total) for one in pieces], total, "written-sum", spans)
    every = [each for one in pieces for each in one.factors]
    if all(one.sign > 0 and len(one.factors) == _TWO for one in pieces):
        made = relation("product", list(every), total, TABLE, _spans([*every, total]))
        parts = [_moved(_plain(one), total) if at % 2 else _plain(one) for at, one in enumerate(made.parts)]
        return Relation(made.kind, tuple(parts), made.total, made.unit, made.spans, made.rule)
    return relation("sum", [_signed(one, total) for one in pieces], total, "written-sum", _spans([*every, total]))


def _product(piece: Piece, total: Quantity) -> Relation | None:
    """Return the factors of a term with what they make."""
    if piece.gathered or piece.percent or len(piece.factors) < _TWO:
        return None
    parts = [_plain(term(one)) for one in piece.factors]
    paid = [at for at, one in enumerate(piece.factors) if total.base and one.base.split("/")[0] == total.base]
    if paid:
        parts[paid[0]] = _moved(parts[paid[0]], total)
    elif total.scale != 1:
        parts[-1] = _moved(parts[-1], total)
    return relation("product", list(parts), total, "product.written", _spans([*piece.factors, total]))


def _quotient(piece: Piece, total: Quantity) -> Relation | None:
    """Return a figure or a bracket by another: an average, or a share or growth where it comes to per cent."""
    if len(piece.divisors) > 1 or len(piece.factors) + bool(piece.gathered) != 1:
        return None
    divisor = piece.divisors[0]
    spans = _spans([*piece.factors, divisor, *(one for _, one in piece.gathered), total])
    top = piece.factors[0] if piece.factors else worked_out(piece.gathered)
    if total.kind != "share":
        return None if piece.percent else relation("average", [top, term(divisor)], total, "written-average", spans)
    signs = [sign for sign, _ in piece.gathered]
    if signs == [1, -1] and piece.gathered[1][1].value == divisor.value:
        return relation("growth", [divisor, piece.gathered[0][1]], total, "written-growth", spans)
    return relation("ratio", [top, divisor], total, "written-ratio", spans)


def _signed(piece: Piece, total: Quantity) -> Term:
    """Return a term of a sum in the unit of the total: a figure, or a product worked out."""
    scale = total.scale if total.unit else piece.factors[-1].scale
    terms = [term(one, scale if one.base == total.base else None) for one in piece.factors]
    terms = [_plain(one) for one in terms] if len(terms) > 1 else terms
    value, slack = Fraction(1), Fraction(0)
    for one in terms:
        value *= one.value
    if len(terms) == 1:
        slack = terms[0].slack
    made = Term(value, slack, tuple(piece.factors))
    return negative(made) if piece.sign < 0 else made


def _plain(made: Term) -> Term:
    """Return a factor as it multiplies: 40% as 0.4."""
    by = Fraction(1, 100) if made.sources[0].kind == "share" else Fraction(1)
    return Term(made.value * by, made.slack * by, made.sources)


def _moved(made: Term, total: Quantity) -> Term:
    """Return a term in the scale of the total, where that has one: 500元 in 万元."""
    own = made.sources[0]
    by = (own.scale if own.base else Fraction(1)) / total.scale if total.unit else Fraction(1)
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
