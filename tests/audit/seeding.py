"""Reports with true relations of every class in many wordings, and the same reports with one figure spoiled.

A `Case` is one sentence or table with the claims it makes; a report is a case of each class between paragraphs that
claim nothing. `spoilt` changes one figure, unit or order so that a claim no longer holds, by its own arithmetic.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import pairwise
from itertools import product as combinations
from math import prod
from pathlib import Path
from typing import Any

Values = dict[str, Decimal]
WORDINGS: dict[str, dict[str, Any]] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
SLOT = re.compile(r"\{([a-z])\}")
WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")
UNITS = {"万元": "元", "亿元": "万元", "元": "万元", "万平方米": "平方米", "万册": "册"}
ARITHMETIC: dict[str, Callable[[list[Fraction]], Fraction]] = {
    "sum": lambda p: sum(p, Fraction(0)),
    "product": lambda p: Fraction(prod(p)),
    "table": lambda p: sum((a * b for a, b in zip(p[::2], p[1::2], strict=True)), Fraction(0)),
    "ratio": lambda p: p[0] / p[1] * 100,
    "growth": lambda p: (p[1] - p[0]) / p[0] * 100,
    "rise": lambda p: p[1] / (p[0] - p[1]) * 100,
    "difference": lambda p: p[0] - p[1],
    "average": lambda p: p[0] / p[1],
}
"""What each kind of claim comes to; `table` is heads times rates added up, `rise` a growth by (after, increase)."""
SPOILS = ("swap", "zero", "unit", "points", "off", "stale", "order")


@dataclass(frozen=True)
class Claim:
    """What a case asserts: slots of the parts and the total; `scale` leads a slot's figure to the total's unit."""

    kind: str
    parts: tuple[str, ...]
    total: str
    scale: dict[str, Fraction] = field(default_factory=dict)

    def holds(self, values: Values, wide: frozenset[str] = frozenset()) -> bool:
        """Tell whether the figures agree, allowing for the rounding of those with decimals or in 万 (`wide`)."""
        total = Fraction(values[self.total])
        step = _step(values[self.total])
        if _rounded(self._worked_out(values, (0,) * len(self.parts)), step) == total:
            return True
        moves = [(0,) if _step(values[slot]) == 1 and slot not in wide else (-1, 1) for slot in self.parts]
        if all(len(move) == 1 for move in moves):
            return False
        ends = [self._worked_out(values, move) for move in combinations(*moves)]
        return max(ends) > total - Fraction(step) / 2 and min(ends) < total + Fraction(step) / 2

    def worked_out(self, values: Values) -> Fraction:
        """Return what the parts come to."""
        return self._worked_out(values, (0,) * len(self.parts))

    def told(self, values: Values) -> tuple[str, list[float], float]:
        """Return the claim as an audit tells it: kind, parts and total in the total's unit."""
        scaled = [Fraction(values[slot]) * self.scale.get(slot, 1) for slot in self.parts]
        kind = "product" if self.kind == "table" else "growth" if self.kind == "rise" else self.kind
        return kind, [float(one) for one in scaled], float(values[self.total])

    def _worked_out(self, values: Values, moves: tuple[int, ...]) -> Fraction:
        parts = [
            (Fraction(values[slot]) + Fraction(_step(values[slot])) * move / 2) * self.scale.get(slot, 1)
            for slot, move in zip(self.parts, moves, strict=True)
        ]
        return ARITHMETIC[self.kind](parts)


@dataclass(frozen=True)
class Case:
    """One piece of a report: its class, its wording with slots for the figures, the figures, what it claims."""

    name: str
    wording: str
    values: Values
    claims: tuple[Claim, ...]
    shown: dict[str, str] = field(default_factory=dict)
    """Figures printed another way than plainly."""
    spoiled: str = ""
    """The slot that was spoiled, and how."""
    how: str = ""
    readings: tuple[Claim, ...] = ()
    """What the wording may as well be read to claim: a spoiled case breaks these too."""

    def broken(self, values: Values) -> bool:
        """Tell whether a claim fails with these figures, however the wording is read."""
        wide = frozenset(re.findall(r"\{([a-z])\}[万亿]", self.wording))
        fails = any(not claim.holds(values, wide) for claim in self.claims)
        return fails and not any(claim.holds(values) for claim in self.readings)

    def written(self) -> tuple[str, dict[str, list[tuple[int, int]]]]:
        """Return the text and where each slot's figure stands in it."""
        text, places, at = "", {}, 0
        for slot in SLOT.finditer(self.wording):
            text += self.wording[at : slot.start()]
            name = slot.group(1)
            figure = self.shown.get(name) or str(self.values[name])
            places.setdefault(name, []).append((len(text), len(text) + len(figure)))
            text += figure
            at = slot.end()
        return text + self.wording[at:], places


def _step(value: Decimal) -> Decimal:
    return Decimal(1).scaleb(min(0, int(value.as_tuple().exponent)))


def _rounded(value: Fraction, step: Decimal) -> Fraction:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return Fraction(exact.quantize(step, ROUND_HALF_UP))


def _printed(value: Fraction, digits: int) -> Decimal:
    return Decimal(str(float(_rounded(value, Decimal(1).scaleb(-digits))))).quantize(Decimal(1).scaleb(-digits))


# --- the classes ------------------------------------------------------------------------------------------------


def _counts(rng: random.Random, slots: str, low: int, high: int) -> Values:
    return {slot: Decimal(rng.randint(low, high)) for slot in slots}


def _money(rng: random.Random, slots: str, low: int, high: int, digits: int) -> Values:
    return {slot: Decimal(rng.randint(low * 10**digits, high * 10**digits)).scaleb(-digits) for slot in slots}


def _total(values: Values, slots: str) -> Decimal:
    return sum((values[slot] for slot in slots), Decimal(0))


def _sum(name: str, make: Callable[[random.Random, str], Values]) -> Callable[[random.Random], Case]:
    def case(rng: random.Random) -> Case:
        slots = rng.choice(sorted(WORDINGS[name]))
        values = make(rng, slots)
        values["t"] = _total(values, slots)
        return Case(name, rng.choice(WORDINGS[name][slots]), values, (Claim("sum", tuple(slots), "t"),))

    return case


BRACKETS = _sum(
    "sum in brackets",
    lambda rng, slots: _counts(rng, slots, 12, 98),
)
AMONG = _sum(
    "sum with 其中",
    lambda rng, slots: _counts(rng, slots, 103, 2987),
)
FUNDS = _sum(
    "sum of money",
    lambda rng, slots: _money(rng, slots, 25, 980, 2),
)
ACROSS = _sum(
    "sum across sentences",
    lambda rng, slots: _counts(rng, slots, 210, 3890),
)
AFTER = _sum(
    "total after the list",
    lambda rng, slots: _counts(rng, slots, 11, 196),
)


def _levels(rng: random.Random) -> Case:
    values = _counts(rng, "abde", 13, 96)
    values["c"] = values["a"] + values["b"]
    values["t"] = values["c"] + values["d"] + values["e"]
    wording = rng.choice(WORDINGS["several levels"]["all"])
    return Case("several levels", wording, values, (Claim("sum", tuple("cde"), "t"), Claim("sum", tuple("ab"), "c")))


def _two_units(rng: random.Random) -> Case:
    slots = rng.choice(sorted(WORDINGS["two units"]))
    schools, pupils = slots[: len(slots) // 2], slots[len(slots) // 2 :]
    values = _counts(rng, schools, 11, 97) | _counts(rng, pupils, 1120, 9870)
    values["t"], values["s"] = _total(values, schools), _total(values, pupils)
    claims = (Claim("sum", tuple(schools), "t"), Claim("sum", tuple(pupils), "s"))
    return Case("two units", rng.choice(WORDINGS["two units"][slots]), values, claims)


def _ratio(rng: random.Random) -> Case:
    whole = rng.randint(860, 6890)
    values = {"b": Decimal(whole), "a": Decimal(rng.randint(whole // 5, whole - 37))}
    values["p"] = _printed(Fraction(values["a"]) / Fraction(values["b"]) * 100, rng.choice((1, 2)))
    wording = rng.choice(WORDINGS["ratio"]["all"])
    return Case("ratio", wording, values, (Claim("ratio", ("a", "b"), "p"),))


def _series(rng: random.Random) -> Case:
    values = _money(rng, "abc", 11, 29, 2) | {}
    for slot, base in zip("xyz", "abc", strict=True):
        values[slot] = _printed(Fraction(values[base]) * rng.randint(15, 24) / 100, 2)
    for slot, a, b in (("p", "x", "a"), ("q", "y", "b"), ("r", "z", "c")):
        values[slot] = _printed(Fraction(values[a]) / Fraction(values[b]) * 100, 1)
    word = rng.choice(["分别为", "依次为", "分别是"])
    wording = rng.choice(WORDINGS["series of ratios"]["all"]).replace("{W}", word)
    claims = tuple(
        Claim("ratio", pair, share) for pair, share in ((("x", "a"), "p"), (("y", "b"), "q"), (("z", "c"), "r"))
    )
    return Case("series of ratios", wording, values, claims)


def _growth(rng: random.Random) -> Case:
    before = rng.randint(10400, 48700)
    values = {"a": Decimal(before), "b": Decimal(before * rng.randint(1030, 1480) // 1000)}
    values["c"] = values["b"] - values["a"]
    values["p"] = _printed(Fraction(values["c"]) / before * 100, rng.choice((1, 2)))
    shape = rng.choice(("growth", "growth", "rise"))
    claim = Claim(shape, ("a", "b") if shape == "growth" else ("b", "c"), "p")
    wording = rng.choice(WORDINGS["growth"][shape])
    return Case("growth", wording, {slot: values[slot] for slot in values if f"{{{slot}}}" in wording}, (claim,))


def _difference(rng: random.Random) -> Case:
    values = _counts(rng, "b", 1210, 6780)
    values["t"] = Decimal(rng.randint(112, 1090))
    values["a"] = values["b"] + values["t"]
    wording = rng.choice(WORDINGS["difference"]["all"])
    return Case("difference", wording, values, (Claim("difference", ("a", "b"), "t"),))


def _points(rng: random.Random) -> Case:
    values = _money(rng, "b", 71, 88, 1)
    values["t"] = Decimal(rng.randint(12, 109)).scaleb(-1)
    values["a"] = values["b"] + values["t"]
    wording = rng.choice(WORDINGS["points"]["all"])
    return Case("points", wording, values, (Claim("difference", ("a", "b"), "t"),))


def _product(rng: random.Random) -> Case:
    values = {"a": Decimal(rng.randint(112, 1980)), "r": Decimal(rng.choice((250, 375, 500, 625, 750, 1000, 1250)))}
    if rng.random() < 0.3:
        values |= {"b": Decimal(rng.randint(112, 980)), "s": values["r"] + 125}
        values["t"] = values["a"] * values["r"] + values["b"] * values["s"]
        wording = rng.choice(WORDINGS["product"]["table"])
        return Case("product", wording, values, (Claim("table", tuple("arbs"), "t"),))
    shape, scale = rng.choice((("yuan", 1), ("wan", 10000)))
    wording = rng.choice(WORDINGS["product"][shape])
    exact = values["a"] * values["r"] / scale
    values["t"] = exact.quantize(Decimal(1)) if scale == 1 else exact.normalize().quantize(
        min(Decimal(1), Decimal(1).scaleb(int(exact.normalize().as_tuple().exponent)))
    )  # fmt: skip
    claim = Claim("product", ("a", "r"), "t", {"r": Fraction(1, scale)})
    # 人均 is an average as well, and that may have been rounded to its last digit.
    average = (Claim("average", ("t", "a"), "r"),) if "人均" in wording else ()
    return Case("product", wording, values, (claim,), readings=average)


def _average(rng: random.Random) -> Case:
    values = {"b": Decimal(rng.randint(5120, 29870))}
    values["a"] = Decimal(int(values["b"]) * rng.randint(1500, 3900) // 100)
    values["t"] = _printed(Fraction(values["a"]) / Fraction(values["b"]), rng.choice((1, 2)))
    wording = rng.choice(WORDINGS["average"]["all"])
    return Case("average", wording, values, (Claim("average", ("a", "b"), "t"),))


def _remainder(rng: random.Random) -> Case:
    values = _counts(rng, "a", 121, 890) | _counts(rng, "b", 13, 97)
    values["t"] = values["a"] + values["b"]
    wording = rng.choice(WORDINGS["remainder"]["all"])
    return Case("remainder", wording, values, (Claim("sum", ("a", "b"), "t"),))


def _repeat(rng: random.Random) -> Case:
    values = {"t": Decimal(rng.randint(121, 897))}
    values["u"] = values["t"]
    wording = rng.choice(WORDINGS["repeat"]["all"])
    return Case("repeat", wording, values, (Claim("sum", ("t",), "u"),))


def _table(rng: random.Random) -> Case:
    values = _counts(rng, "abc", 11, 97) | _counts(rng, "xyz", 1120, 9870)
    values["t"], values["s"] = _total(values, "abc"), _total(values, "xyz")
    names = rng.choice((("东片", "西片", "南片"), ("一学区", "二学区", "三学区"), ("城区", "镇区", "乡村")))
    total = rng.choice(("合计", "总计", "全县合计"))
    head = rng.choice(("片区", "区域"))
    rows = [f"| {head} | 教学点数 | 走教教师数 |", "|---|---|---|"]
    rows += [f"| {name} | {{{n}}} | {{{m}}} |" for name, n, m in zip(names, "abc", "xyz", strict=True)]
    last = f"| {total} | {{t}} | {{s}} |"
    rows = [*rows, last] if rng.random() < 0.7 else [*rows[:2], last, *rows[2:]]
    claims = (Claim("sum", tuple("abc"), "t"), Claim("sum", tuple("xyz"), "s"))
    return Case("table", "\n" + "\n".join(rows) + "\n", values, claims)


CLASSES: tuple[Callable[[random.Random], Case], ...] = (
    BRACKETS, AMONG, FUNDS, _levels, _two_units, ACROSS, AFTER, _ratio, _series, _growth, _difference, _points,
    _product, _average, _remainder, _repeat, _table,
)  # fmt: skip

PLAIN = WORDINGS["between"]["plain"]
HEADS = WORDINGS["between"]["heads"]


# --- reports and what is spoiled in them --------------------------------------------------------------------------


@dataclass(frozen=True)
class Report:
    """A report's text (Markdown), its cases and where each figure of each case stands."""

    text: str
    cases: tuple[Case, ...]
    places: tuple[dict[str, list[tuple[int, int]]], ...]


def _dressed(rng: random.Random, case: Case) -> Case:
    """Print some figures in full width or grouped."""
    shown = {}
    style = rng.random()
    for slot, value in case.values.items():
        if style < 0.06:
            shown[slot] = str(value).translate(WIDE)
        elif style < 0.12 and value >= 10000 and case.name != "product":
            shown[slot] = f"{value:,}"
    return replace(case, shown=shown)


def cases(rng: random.Random, names: int = 7) -> tuple[Case, ...]:
    """Return cases of that many classes, one of each."""
    return tuple(_dressed(rng, make(rng)) for make in rng.sample(CLASSES, names))


def report(rng: random.Random, made: tuple[Case, ...]) -> Report:
    """Set cases between headings and paragraphs that claim nothing."""
    fillers = rng.sample(PLAIN, min(len(PLAIN), len(made)))
    text, places = "县教育工作情况汇报\n\n", []
    for number, case in enumerate(made):
        if number % 2 == 0:
            text += f"{HEADS[number // 2 % len(HEADS)]}\n\n"
        filler = fillers[number % len(fillers)]
        words, slots = replace(case, wording=case.wording.replace("{F}", filler)).written()
        places.append({slot: [(a + len(text), b + len(text)) for a, b in spans] for slot, spans in slots.items()})
        text += words + ("\n\n" if case.name in ("table", "repeat") else f"{filler}\n\n")
    return Report(text, made, tuple(places))


def _swapped(figure: str, rng: random.Random) -> Iterator[str]:
    digits = [at for at, sign in enumerate(figure) if sign.isdigit()]
    pairs = [(a, b) for a, b in pairwise(digits) if figure[a] != figure[b]]
    rng.shuffle(pairs)
    for a, b in pairs:
        signs = list(figure)
        signs[a], signs[b] = signs[b], signs[a]
        if not (signs[0] == "0" and len(signs) > 1 and signs[1] != "."):
            yield "".join(signs)


def _figure(how: str, value: Decimal, rng: random.Random) -> Iterator[str]:
    """Yield the figure as it might be misprinted."""
    plain = str(value)
    if how == "swap":
        yield from _swapped(plain, rng)
    elif how == "zero":
        whole, dot, rest = plain.partition(".")
        if whole.endswith("0") and len(whole) > 1:
            yield whole[:-1] + dot + rest
        yield f"{whole}0{dot}{rest}"
    elif how == "off":
        step = _step(value)
        for by in rng.sample((1, 2, 3, 5, 10), 5):
            yield str(value + by * step)
    elif how == "stale":
        yield str((value * Decimal(rng.randint(88, 96)) / 100).quantize(_step(value)))


def spoilt(rng: random.Random, case: Case, how: str) -> Case | None:
    """Return the case with one figure spoiled so that a claim fails, or None where it cannot be spoiled in that way."""
    if how in ("unit", "points"):
        return _unit_spoilt(rng, case, how)
    if how == "order":
        return _order_spoilt(rng, case)
    totals = {claim.total for claim in case.claims}
    slots = sorted(totals if how in ("off", "stale") else case.values)
    rng.shuffle(slots)
    for slot in slots:
        for figure in _figure(how, case.values[slot], rng):
            values = case.values | {slot: Decimal(figure)}
            if case.broken(values) and Decimal(figure) > 0:
                return replace(case, values=values, shown={}, spoiled=slot, how=how)
    return None


def _unit_spoilt(rng: random.Random, case: Case, how: str) -> Case | None:
    found = []
    for slot in case.values:
        marker = f"{{{slot}}}"
        after = case.wording[case.wording.find(marker) + len(marker) :]
        if how == "points":
            if after.startswith("个百分点"):
                found.append((slot, "个百分点", "%"))
            elif after.startswith("%") and case.name == "growth":
                found.append((slot, "%", "个百分点"))
        else:
            unit = next((unit for unit in sorted(UNITS, key=len, reverse=True) if after.startswith(unit)), "")
            if unit and not case.name.startswith("series"):
                found.append((slot, unit, UNITS[unit]))
    if not found:
        return None
    slot, old, new = rng.choice(found)
    wording = case.wording.replace(f"{{{slot}}}{old}", f"{{{slot}}}{new}", 1)
    return replace(case, wording=wording, shown={}, spoiled=slot, how=how)


def _order_spoilt(rng: random.Random, case: Case) -> Case | None:
    if "相差" in case.wording:  # it says nothing of the order
        return None
    for one, other in rng.sample([("a", "b"), ("p", "q"), ("x", "y"), ("y", "z")], 4):
        if one not in case.values or other not in case.values:
            continue
        values = case.values | {one: case.values[other], other: case.values[one]}
        if case.broken(values):
            return replace(case, values=values, shown={}, spoiled=one, how="order")
    return None
