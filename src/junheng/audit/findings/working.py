"""A relation's working in one sentence, with the figures as the text prints them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cache

from junheng.audit.arithmetic import INCREASE, printed_step, rounded
from junheng.audit.findings.wording import words
from junheng.audit.judge import Judgement
from junheng.audit.layout import Item
from junheng.audit.model import Clean, Quantity, Relation, Term
from junheng.dictionary import Title

_LONGEST_LABEL = 14
_MOST_PARTS = 8
_SHARES = frozenset({"ratio", "growth"})

Span = tuple[int, int]


class Teller:
    """Words the relations of one text."""

    def __init__(self, clean: Clean, items: Mapping[int, Item]) -> None:
        self.text = clean.text
        self.items = items
        self._labels: dict[int, str] = {}

    def failing(self, relation: Relation, judged: Judgement) -> Title:
        """Return the working of a relation that does not hold, with the slip where one explains it."""
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
        return self._said("points", relation, judged)

    def unjudged(self, relation: Relation) -> Title:
        """Return what is said of a relation that cannot be computed."""
        return _filled(words().said["unjudged"], total=self.term(relation.total))

    def _said(self, name: str, relation: Relation, judged: Judgement) -> Title:
        title = words().said[name]
        values = self._values(relation, judged)
        zh, en = (title.in_language(one).format_map(values[one]) for one in ("zh", "en"))
        return Title(zh, en)

    def _values(self, relation: Relation, judged: Judgement) -> dict[str, dict[str, str]]:
        """Return what stands in the places of a sentence, by language."""
        total, unit = relation.total, "%" if relation.kind in _SHARES else relation.unit
        step = printed_step(total)
        near = figure(judged.computed, step)
        gap = figure(abs(rounded(judged.computed, step / 100 if step else Fraction(0)) - total.value), step)
        sides = [self.term(part) for part in relation.parts]
        same = {
            "first": sides[0] if sides else "",
            "second": sides[-1] if sides else "",
            "computed": f"{near}{unit}",
            "total": self.term(total),
        }
        made = {}
        for language in ("zh", "en"):
            shown, points = sides, words().said["points_unit"].in_language(language)
            if len(sides) > _MOST_PARTS:
                more = words().said["and_more"].in_language(language).format(count=len(sides))
                shown = [*sides[:3], more, *sides[-2:]]
            parts = words().joined[relation.kind].join(shown)
            made[language] = {**same, "parts": parts, "gap": f"{gap}{points if unit == '%' else unit}"}
        return made

    def _remarks(self, judged: Judgement) -> list[Title]:
        slip = judged.explained
        if slip is None or slip.name not in words().slip:
            return []
        unit = slip.term.sources[0].unit if slip.term and slip.term.sources else ""
        meant = "" if slip.meant is None else f"{figure(slip.meant, _grain(slip.term))}{unit}"
        return [_filled(words().slip[slip.name], figure=self.term(slip.term) if slip.term else "", meant=meant)]

    def term(self, term: Term) -> str:
        """Return a side as printed, with its label: 公办58所."""
        if len(term.sources) == 1:
            return self.label(term.sources[0]) + self.printed(term.sources[0])
        if not term.sources:
            return figure(term.value, 2 * term.slack)
        inner = "、".join(self.printed(one) for one in term.sources)
        return f"{figure(term.value, 2 * term.slack)}（{inner}）"

    def printed(self, quantity: Quantity) -> str:
        """Return a quantity as the text prints it, without the spaces and breaks inside."""
        return "".join(self.text[quantity.start : quantity.end].split())

    def label(self, quantity: Quantity) -> str:
        """Return the end of what a quantity is called."""
        known = self._labels.get(quantity.start)
        if known is None:
            item = self.items.get(quantity.start)
            label = _stripped("".join(item.label[-4 * _LONGEST_LABEL :].split()) if item else "")
            known = self._labels[quantity.start] = label if len(label) <= _LONGEST_LABEL else ""
        return known

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


def _grain(term: Term | None) -> Fraction:
    return printed_step(term) if term else Fraction(0)


def _filled(title: Title, **values: str) -> Title:
    return Title(title.zh.format_map(values), title.en.format_map(values))


def _stripped(label: str) -> str:
    front, back = _edges()
    while label and (label.startswith(front) or label.endswith(back)):
        for word in front:
            label = label.removeprefix(word)
        for word in back:
            label = label.removesuffix(word)
    return label


@cache
def _edges() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words that are taken off the front and the back of a label."""
    return tuple(words().labels["front"]), tuple(words().labels["back"])
