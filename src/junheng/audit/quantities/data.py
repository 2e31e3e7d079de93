"""The units and the words of the grammar, as their files tell them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from functools import cache
from importlib.resources import files

import msgspec

from junheng.audit.model import Hedge, QuantityKind


class Unit(msgspec.Struct, frozen=True, kw_only=True):
    """One unit as `units.toml` has it; see there."""

    names: tuple[str, ...]
    base: str = ""
    scale: str = "1"
    kind: QuantityKind = "number"
    factor: Decimal | None = None
    given: str = ""
    unless: tuple[str, ...] = ()
    unless_chinese: tuple[str, ...] = ()
    article: bool = False
    chinese: bool = True

    @property
    def name(self) -> str:
        """Return the unit's name as it is given out."""
        return self.given or self.names[0]

    @property
    def counts_in(self) -> str:
        """Return the base unit."""
        return self.base or self.name

    @property
    def exact(self) -> Fraction:
        """Return the exact factor to the base."""
        return Fraction(self.scale)


class _Units(msgspec.Struct, frozen=True):
    unit: tuple[Unit, ...]
    per: tuple[str, ...]
    kin: tuple[tuple[str, ...], ...]
    measured: tuple[str, ...]


class _Around(msgspec.Struct, frozen=True):
    before: tuple[str, ...]
    behind: tuple[str, ...]


class Words(msgspec.Struct, frozen=True):
    """The words of `words.toml`; see there."""

    words: tuple[str, ...]
    before_one: str
    before_any: str
    before_article: str
    counted_before: str
    before_counted: str
    behind_years: tuple[str, ...]
    before_years: tuple[str, ...]
    named_before: tuple[str, ...]
    named_behind: tuple[str, ...]
    lists_behind: tuple[str, ...]
    left_over: str
    spoken_units: str
    before: dict[Hedge, tuple[str, ...]]
    behind: dict[Hedge, tuple[str, ...]]
    inside: dict[Hedge, tuple[str, ...]]
    not_hedges: _Around


def _read(name: str) -> dict[str, object]:
    return tomllib.loads(files("junheng.audit.quantities").joinpath(name).read_text("utf-8"))


@cache
def _units() -> _Units:
    return msgspec.convert(_read("units.toml"), _Units)


@cache
def words() -> Words:
    """Return the words of the grammar."""
    return msgspec.convert(_read("words.toml"), Words)


@cache
def units() -> dict[str, Unit]:
    """Return every unit by each of its spellings."""
    return {name: one for one in _units().unit for name in one.names}


def per() -> tuple[str, ...]:
    """Return what may stand behind a stroke."""
    return _units().per


def kin(left: str, right: str) -> bool:
    """Whether two units (names as quantities have them, 万 and 亿 before them allowed) may count the same things.

    所 and 个 are kin, 人 and 名, 亩 and 平方米; 人 and 元 are not. A bare number is kin to every unit that counts.
    """
    left, right = _base(left), _base(right)
    if left == right:
        return True
    if left in measured() or right in measured():
        return False
    return left in _ANY or right in _ANY or frozenset((left, right)) in _pairs()


_ANY = frozenset({"", "个"})


@cache
def _base(unit: str) -> str:
    found = units().get(unit) or units().get(unit.lstrip("万亿"))
    return found.counts_in if found else unit.lstrip("万亿")


@cache
def measured() -> frozenset[str]:
    """Return the bases of the units that measure and do not count."""
    return frozenset(_units().measured)


@cache
def _pairs() -> frozenset[frozenset[str]]:
    groups = [[_base(name) for name in group] for group in _units().kin]
    return frozenset(frozenset((a, b)) for group in groups for a in group for b in group if a != b)


def trie(words_: Iterable[str | tuple[str, Iterable[str]]]) -> str:
    """Return an expression for any of the words, the longest first; a pair tells what may not follow its word."""
    tree: dict[str, object] = {}
    for one in words_:
        word, unless = (one, ()) if isinstance(one, str) else one
        node = tree
        for letter in word:
            node = node.setdefault(letter, {})  # type: ignore[assignment]
        node[""] = tuple(unless)
    return _branches(tree)


def _branches(tree: dict[str, object]) -> str:
    choices = [
        re.escape(letter) + _branches(node)  # type: ignore[arg-type]
        for letter, node in tree.items()
        if letter
    ]
    if "" in tree:
        unless = tree[""]
        choices.append(f"(?!{trie(unless)})" if unless else "")  # type: ignore[arg-type]
    if len(choices) == 1:
        return choices[0]
    return f"(?:{'|'.join(choices)})"
