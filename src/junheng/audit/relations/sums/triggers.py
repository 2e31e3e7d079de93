"""The words and weights of triggers.toml, ready to be asked."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

import msgspec

from junheng.audit.model import UNIT, Quantity
from junheng.audit.relations.sums.labels.labels import any_of


class _Connectors(msgspec.Struct, frozen=True):
    among: tuple[str, ...]
    list: tuple[str, ...]
    split: tuple[str, ...]
    hold: tuple[str, ...]
    within: str
    back: tuple[str, ...]


class _Totals(msgspec.Struct, frozen=True):
    strong: tuple[str, ...]
    weak: tuple[str, ...]
    plain: tuple[str, ...]
    closing: tuple[str, ...]
    closing_before: tuple[str, ...]
    closing_behind: tuple[str, ...]


class Weights(msgspec.Struct, frozen=True):
    """How much each kind of evidence counts towards a list being meant as complete."""

    strong: int
    weak: int
    plain: int
    bracket: int
    list: int
    split: int
    colon: int
    among_colon: int
    backward: int
    among: int
    hold: int
    within: int
    none: int
    whole: int
    named: int
    partition: int
    rest: int
    kindred: int
    repeats: int
    unknown: int
    attribute: int
    mixed: int
    exceeding: int
    exceeding_mixed: int
    three: int
    many: int
    more: int
    short: int
    closes: int
    even: int
    announced: int
    slip: int
    needed: int
    near: tuple[tuple[int, int], ...]


class _File(msgspec.Struct, frozen=True):
    connectors: _Connectors
    totals: _Totals
    words: dict[str, tuple[str, ...]]
    counters: tuple[str, ...]
    works: tuple[str, ...]
    batches: tuple[str, ...]
    kin: dict[str, tuple[str, ...]]
    weights: Weights


class Triggers:
    """The words, as patterns."""

    def __init__(self, told: _File) -> None:
        self.weights = told.weights
        self.counters = frozenset(told.counters)
        self.works = frozenset(told.works)
        self.batches = frozenset(told.batches)
        links = told.connectors
        self._join = dict.fromkeys(links.among, "among") | dict.fromkeys(links.list, "list")
        self._join |= dict.fromkeys(links.hold, "hold")
        self.connector = re.compile(rf"{any_of(self._join).pattern}|:|：")
        self.among = any_of(links.among)
        gap = r"[^，,。；;：:、\s]{1,10}?"
        self.split = re.compile("|".join(f"^{re.escape(one)}".replace(r"\*", gap) for one in links.split))
        self.split_ends = any_of(one.rpartition("*")[2] for one in links.split)
        """How every split ends: where none of these stands, none is looked for."""
        self.within = re.compile(links.within)
        self.back = re.compile(rf"(?:{any_of(links.back).pattern})[^，,。；;：:、\s]{{0,10}}")
        self.strong = any_of(told.totals.strong)
        self.weak = any_of(told.totals.weak)
        self.plain = any_of(told.totals.plain)
        self.measures = any_of(told.totals.closing_behind)
        before, behind = any_of(told.totals.closing_before).pattern, any_of(told.totals.closing_behind).pattern
        counted = "[两二三四五六七八九十几各多]{1,2}(?:[类项个者校所种批次级县乡镇园处科口笔期][^，,、年]{0,3}?)?"
        self.counted = re.compile(rf"{counted}|{before}")
        words = any_of(told.totals.closing).pattern
        self.closing = re.compile(rf"(?:{before})?(?:{counted})?(?:{words})(?!算|划生)(?:{behind})?")
        self.ending = re.compile(
            rf"(?:{any_of(word for word in told.totals.closing if len(word) > 1).pattern})(?:{behind})?$"
        )
        self.words = {name: any_of(words) for name, words in told.words.items()}
        self.still = self.words["still"]
        self._kin: dict[str, set[str]] = {}
        for name, units in told.kin.items():
            for unit in units:
                self._kin.setdefault(unit, set()).add(name)

    def join(self, words: str) -> str:
        """Return the kind of connector a matched word is: among, list, hold or colon."""
        return self._join.get(words, "colon")

    def kin(self, one: Quantity, other: Quantity) -> set[str]:
        """Return the kinds of thing that both units count (institution for 所 and 个)."""
        own, others = self._kin.get(one.base), self._kin.get(other.base)
        if not own or not others:
            return set()
        if (one.scale is not UNIT and one.scale != 1) or (other.scale is not UNIT and other.scale != 1):
            return set()
        return own & others


@cache
def triggers() -> Triggers:
    """Return what triggers.toml says."""
    text = files("junheng.audit.relations.sums").joinpath("triggers.toml").read_text("utf-8")
    return Triggers(msgspec.convert(tomllib.loads(text), _File))
