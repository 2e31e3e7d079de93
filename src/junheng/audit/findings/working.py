"""A relation's working in one sentence, with the figures as the text prints them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cache

from junheng.audit.arithmetic import INCREASE, PAIRS, printed_step, rounded
from junheng.audit.findings.headings import Headings
from junheng.audit.findings.wording import words
from junheng.audit.judge import Judgement
from junheng.audit.layout import Item
from junheng.audit.model import Clean, Quantity, Relation, Term
from junheng.dictionary import Title

_LONGEST_LABEL = 14
_MOST_PARTS = 8
_SHARES = frozenset({"ratio", "growth"})
_POINTS = "百分点"

Span = tuple[int, int]


class Teller:
    """Words the relations of one text."""

    def __init__(self, clean: Clean, items: Mapping[int, Item]) -> None:
        self.text = clean.text
        self.items = items
        self.headings = Headings(clean, [item.quantity for item in items.values()])
        self._labels: dict[int, str] = {}

    def failing(self, relation: Relation, judged: Judgement) -> Title:
        """Return the working of a relation that does not hold, with the slip where one explains it."""
        self._name_cells(relation)
        kind = "increase" if relation.kind == "growth" and INCREASE in relation.rule else relation.kind
        values = self._values(relation, judged)
        zh, en = (words().working[kind].in_language(name).format_map(values[name]) for name in ("zh", "en"))
        for said in self._remarks(judged):
            zh += words().said["stop"].zh + said.zh
            en += words().said["stop"].en + said.en
        if judged.hedged:
            zh, en = zh + words().said["hedged"].zh, en + words().said["hedged"].en
        return Title(zh, en)

    def points(self, relation: Relation, judged: Judgement) -> Title:
        """Return what is said of a share that is printed in 百分点."""
        title = words().said["points"]
        values = self._values(relation, judged)
        zh, en = (title.in_language(one).format_map(values[one]) for one in ("zh", "en"))
        return Title(zh, en)

    def unjudged(self, relation: Relation) -> Title:
        """Return what is said of a relation that cannot be computed."""
        return _filled(words().said["unjudged"], total=self.term(relation.total))

    def _values(self, relation: Relation, judged: Judgement) -> dict[str, dict[str, str]]:
        """Return what stands in the places of a sentence, by language."""
        total, unit = relation.total, "%" if relation.kind in _SHARES else relation.unit
        step = printed_step(total)
        gap = figure(abs(rounded(judged.computed, step / 100 if step else Fraction(0)) - total.value), step)
        sides = [self.term(part) for part in relation.parts]
        made = {}
        for language in ("zh", "en"):
            change = words().said["fall" if judged.computed < 0 else "rise"].in_language(language)
            made[language] = {
                "first": sides[0] if sides else "",
                "second": sides[-1] if sides else "",
                "computed": figure(judged.computed, step) + _unit(unit, language),
                "change": change.format(size=figure(abs(judged.computed), step)),
                "total": self.term(total),
                "where": self._where(relation, language),
                "parts": _joined(relation, sides, language),
                "gap": gap + _unit(_POINTS if unit == "%" else unit, language),
            }
        return made

    def _where(self, relation: Relation, language: str) -> str:
        """Return the row or the column of a table a sum goes along, with its colon; nothing outside tables."""
        line = self.headings.line(relation)
        return words().said["where"].in_language(language).format(line=line) if line else ""

    def _name_cells(self, relation: Relation) -> None:
        """Call the figures of a table's sum by the heads of their rows or columns."""
        for start, name in self.headings.names(relation).items():
            self._labels[start] = name

    def _remarks(self, judged: Judgement) -> list[Title]:
        slip = judged.explained
        if slip is None or slip.name not in words().slip:
            return []
        unit = slip.term.sources[0].unit if slip.term and slip.term.sources else ""
        meant = "" if slip.meant is None else figure(slip.meant, _grain(slip.term))
        said, values = words().slip[slip.name], {"figure": self.term(slip.term) if slip.term else ""}
        zh, en = (said.in_language(one).format(meant=meant + _unit(unit, one), **values) for one in ("zh", "en"))
        return [Title(zh, en)]

    def term(self, term: Term) -> str:
        """Return a side as printed, with what it is called: 公办58所."""
        if len(term.sources) == 1:
            return self.name(term.sources[0]) + self.printed(term.sources[0])
        if not term.sources:
            return figure(term.value, 2 * term.slack)
        inner = "、".join(self.printed(one) for one in term.sources)
        return f"{figure(term.value, 2 * term.slack)}（{inner}）"

    def printed(self, quantity: Quantity) -> str:
        """Return a quantity as the text prints it, without the spaces and breaks inside."""
        return "".join(self.text[quantity.start : quantity.end].split())

    def name(self, quantity: Quantity) -> str:
        """Return what a quantity is called in a working: its label without the words of a change (由…增加到…)."""
        known = self._labels.get(quantity.start)
        if known is None:
            known = self._labels[quantity.start] = _bare(self.label(quantity))
        return known

    def label(self, quantity: Quantity) -> str:
        """Return the end of a quantity's label, nothing where it is long: what its fingerprint and its span take in."""
        item = self.items.get(quantity.start)
        label = _stripped("".join(item.label[-4 * _LONGEST_LABEL :].split()) if item else "", *_edges("front", "back"))
        return label if len(label) <= _LONGEST_LABEL else ""

    def span(self, quantity: Quantity) -> Span:
        """Return where a quantity stands, with its label where the two touch."""
        label = self.label(quantity)
        start = quantity.start - len(label)
        touching = bool(label) and start >= 0 and self.text[start : quantity.start] == label
        return (start if touching else quantity.start), quantity.end


def figure(value: Fraction, step: Fraction) -> str:
    """Return a value in digits: exact where it is short, else two places more than `step` prints."""
    places = 0
    while step and places < 12 and (step * 10**places).denominator != 1:
        places += 1
    exact = rounded(value, Fraction(1, 10 ** (places + 2)))
    shown = Decimal(exact.numerator) / Decimal(exact.denominator)
    text = f"{shown:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _joined(relation: Relation, sides: list[str], language: str) -> str:
    """Return the sides with their sign between them, those in the middle of a long row left out."""
    kind: str = relation.kind
    if kind == "product" and PAIRS in relation.rule:
        sides = [words().joined["product"].join(sides[at : at + 2]) for at in range(0, len(sides), 2)]
        kind = "sum"
    if len(sides) > _MOST_PARTS:
        more = words().said["and_more"].in_language(language).format(count=len(sides))
        sides = [*sides[:3], more, *sides[-2:]]
    return words().joined[kind].join(sides)


def _unit(unit: str, language: str) -> str:
    """Return a unit as it stands behind a figure that was worked out."""
    return words().said["points_unit"].in_language(language) if unit in {_POINTS, f"个{_POINTS}"} else unit


def _grain(term: Term | None) -> Fraction:
    return printed_step(term) if term else Fraction(0)


def _filled(title: Title, **values: str) -> Title:
    return Title(title.zh.format_map(values), title.en.format_map(values))


def _bare(label: str) -> str:
    """Return a label without what leads from one figure to the next: 由2018年 is 2018年, 增加到 is nothing."""
    bare = _stripped(label, *_edges("changing_front", "changing_back"))
    for word in words().labels["before_year"]:
        bare = re.sub(f"{word}(?=(?:19|20)[0-9][0-9]年)", "", bare)
    return "" if bare in words().labels["alone"] else bare


def _stripped(label: str, front: tuple[str, ...], back: tuple[str, ...]) -> str:
    while label and (label.startswith(front) or label.endswith(back)):
        for word in front:
            label = label.removeprefix(word)
        for word in back:
            label = label.removesuffix(word)
    return label


@cache
def _edges(front: str, back: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words that are taken off the front and the back of a label."""
    return tuple(words().labels[front]), tuple(words().labels[back])
