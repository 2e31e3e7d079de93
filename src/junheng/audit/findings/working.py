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
from junheng.audit.slips import Slip
from junheng.dictionary import Title

_LONGEST_LABEL, _PAIR = 14, 2
_EQUATED = frozenset("=＝≈÷×")
"""Signs of an equation: what stands with them before a figure is no name of it."""
_MOST_PARTS = 8
_SHARES = frozenset({"ratio", "growth"})
_POINTS = "百分点"
_NUMERALS = {"亿": 10**8, "万": 10**4}
_REACH, _BETWEEN, _CUT = 120, 8, "…"
"""How far before a figure its name is looked for, and how many characters between the two are quoted."""

_LASTING, _SINCE = frozenset("年月"), re.compile("^(?:以?来|期?间)")
_BOUNDS = ("及以上", "及以下", "以上", "以下", "以内")
Span = tuple[int, int]


class Teller:
    """Words the relations of one text."""

    def __init__(self, clean: Clean, items: Mapping[int, Item]) -> None:
        self.text = clean.text
        self.items = items
        self.headings = Headings(clean, [item.quantity for item in items.values()])
        self._labels: dict[int, str] = {}
        self._heads: set[int] = set()
        self._ends = {item.quantity.end: item for item in items.values()}

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
        return _filled(words().said["unjudged"], total=self.quoted(relation.total))

    def _values(self, relation: Relation, judged: Judgement) -> dict[str, dict[str, str]]:
        """Return what stands in the places of a sentence, by language."""
        total, unit = relation.total, "%" if relation.kind in _SHARES else relation.unit
        numeral = self._numeral(total, unit)
        step = printed_step(total)
        gap = abs(rounded(judged.computed, step / 100 if step else Fraction(0)) - total.value)
        sides = [self._grown(relation, part) or self.term(part) for part in relation.parts]
        made = {}
        for language in ("zh", "en"):
            change = words().said["fall" if judged.computed < 0 else "rise"].in_language(language)
            made[language] = {
                "first": sides[0] if sides else "",
                "second": sides[-1] if sides else "",
                "computed": _amount(judged.computed, step, unit, language, numeral),
                "change": change.format(size=figure(abs(judged.computed), step)),
                "total": self.quoted(total),
                "where": self._where(relation, language),
                "parts": _joined(relation, sides, language),
                "gap": _amount(gap, step, _POINTS if unit == "%" else unit, language, numeral),
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
            self._heads.add(start)

    def _remarks(self, judged: Judgement) -> list[Title]:
        slip = judged.explained
        if slip is None or slip.name not in words().slip:
            return []
        said, values = words().slip[slip.name], {"figure": self.quoted(slip.term) if slip.term else ""}
        zh, en = (said.in_language(one).format(meant=self._meant(slip, one), **values) for one in ("zh", "en"))
        return [Title(zh, en)]

    def _meant(self, slip: Slip, language: str) -> str:
        """Return the figure that was probably meant; blank where there is none."""
        unit = slip.term.sources[0].unit if slip.term and slip.term.sources else ""
        if slip.meant is None or slip.term is None:
            return "" if slip.meant is None else figure(slip.meant, Fraction(0))
        meant, step = slip.meant, printed_step(slip.term)
        if len(slip.term.sources) == 1 and slip.term.value:
            # A side counts in the unit of the total (0.135 of 3.2万个); the figure is told as it is printed (1350个).
            by = abs(Fraction(slip.term.sources[0].value) / slip.term.value)
            meant, step = meant * by, step * by
        return _amount(meant, step, unit, language, self._numeral(slip.term, unit))

    def _numeral(self, term: Term, unit: str) -> str:
        """Return the largest of 万 and 亿 a figure is printed with (1亿2千万元), where its unit does not have it."""
        printed = "".join(map(self.printed, term.sources))
        return next((one for one in _NUMERALS if one in printed and one not in unit), "")

    def quoted(self, term: Term) -> str:
        """Return a side in quotation marks as the text has it, with what it is called; without them where it has not.

        The words between the name and the figure (食堂共有50个) are quoted, or … for many. A figure that was worked
        out, or is called by the heads of its table, stands nowhere as it is told.
        """
        told = self.term(term)
        if len(term.sources) != 1:
            return told
        quantity, name = term.sources[0], self.name(term.sources[0])
        item = self.items.get(quantity.start)
        if not name:
            return _quote(told)
        if item is None or quantity.start in self._heads:
            return told
        bound = self._bound(quantity)
        begin = bound.quantity.start if bound is not None else item.label_start
        before = "".join(self.text[max(begin, quantity.start - _REACH) : quantity.start].split())
        start = before.rfind(name)
        if start < 0:
            return told
        between = before[start + len(name) :]
        return _quote(f"{name}{between if len(between) <= _BETWEEN else _CUT}{self.printed(quantity)}")

    def term(self, term: Term) -> str:
        """Return a side as printed, with what it is called: 公办58所."""
        if len(term.sources) == 1:
            return self.name(term.sources[0]) + self.printed(term.sources[0])
        if not term.sources:
            return figure(term.value, 2 * term.slack)
        inner = "、".join(self.printed(one) for one in term.sources)
        return f"{figure(term.value, 2 * term.slack)}（{inner}）"

    def _grown(self, relation: Relation, part: Term) -> str:
        """Return what a figure came to by a change told of it (71件＋8件＝79件); blank of other sides."""
        before = relation.parts[0].value
        if relation.kind != "growth" or len(part.sources) != _PAIR or part is not relation.parts[-1] or not before:
            return ""
        first, step = part.sources
        for joined, value in (("sum", first.exact + step.exact), ("difference", first.exact - step.exact)):
            if value == part.value / before * first.exact:
                reached = figure(value / first.scale, min(Fraction(first.step), Fraction(step.step)))
                return f"{self.printed(first)}{words().joined[joined]}{self.printed(step)}＝{reached}{first.unit}"
        return ""

    def printed(self, quantity: Quantity) -> str:
        """Return a quantity as the text prints it, without the spaces and breaks inside."""
        return "".join(self.text[quantity.start : quantity.end].split())

    def name(self, quantity: Quantity) -> str:
        """Return what a quantity is called in a working: its label without the words of a change (由…增加到…)."""
        known = self._labels.get(quantity.start)
        if known is None:
            bound = self._bound(quantity)
            raw = "".join(self.text[bound.quantity.start : quantity.start].split()) if bound is not None else ""
            known = raw if 0 < len(raw) <= _LONGEST_LABEL else self._whole(quantity, _bare(self.label(quantity)))
            self._labels[quantity.start] = known
        return known

    def _whole(self, quantity: Quantity, name: str) -> str:
        """Return a name with the end that belongs to its last word (实际下达) put back."""
        item = self.items.get(quantity.start)
        for word in words().labels["whole"]:
            if item is not None and item.label.endswith(word) and name.endswith(word[:-1]):
                return name + word[-1]
        return name

    def _bound(self, quantity: Quantity) -> Item | None:
        """Return the figure a label begins with: 30岁 of `30岁及以下512人`, 600分 of `600分以上38人`."""
        item = self.items.get(quantity.start)
        if item is None or item.mark or not item.label.startswith(_BOUNDS):
            return None
        return self._ends.get(item.label_start)

    def label(self, quantity: Quantity) -> str:
        """Return the end of a quantity's label, nothing where it is long: what its fingerprint and its span take in."""
        item = self.items.get(quantity.start)
        raw = item.label[-4 * _LONGEST_LABEL :] if item else ""
        if item is not None and self.text[item.label_start - 1 : item.label_start] in _LASTING:
            raw = _SINCE.sub("", item.label)[-4 * _LONGEST_LABEL :]  # 五年来公开招聘教师: 来 belongs to the years
        label = _stripped("".join(raw.split()), *_edges("front", "back"))
        return label if len(label) <= _LONGEST_LABEL and _EQUATED.isdisjoint(label) else ""

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


def _amount(value: Fraction, step: Fraction, unit: str, language: str, numeral: str) -> str:
    """Return a figure that was worked out with its unit; in 万 or 亿 from there on, where the report tells it so."""
    names = list(_NUMERALS)
    for name in names[names.index(numeral) :] if numeral else ():
        if abs(value) >= _NUMERALS[name]:
            return f"{figure(value / _NUMERALS[name], step / _NUMERALS[name])}{name}{unit}"
    digits = figure(value, step)
    if unit not in {_POINTS, f"个{_POINTS}"}:
        return digits + unit
    return digits + words().said["point_unit" if digits == "1" else "points_unit"].in_language(language)


def _quote(text: str) -> str:
    return words().said["quoted"].zh.format(text=text)


def _filled(title: Title, **values: str) -> Title:
    return Title(title.zh.format_map(values), title.en.format_map(values))


def _bare(label: str) -> str:
    """Return a label without what leads from one figure to the next: 由2018年 is 2018年, 增加到 is nothing."""
    bare = _stripped(label, *_edges("changing_front", "changing_back"))
    for word in words().labels["before_year"]:
        # Between two years it is what joins them: 2021至2023年.
        bare = re.sub(f"(?<![0-9年]){word}(?=(?:19|20)[0-9][0-9]年)", "", bare)
    return "" if bare in words().labels["alone"] else bare


def _stripped(label: str, front: tuple[str, ...], back: tuple[str, ...]) -> str:
    kept = tuple(words().labels["kept"])
    while label and ((label.startswith(front) and not label.startswith(kept)) or label.endswith(back)):
        for word in front:
            label = label if label.startswith(kept) else label.removeprefix(word)
        for word in back:
            label = label.removesuffix(word)
    return label


@cache
def _edges(front: str, back: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words that are taken off the front and the back of a label."""
    return tuple(words().labels[front]), tuple(words().labels[back])
