"""The registry of checks: one pure function per kind of check, (spec, scope) -> Finding."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from junheng.assess.model import Finding
from junheng.assess.scope import Scope
from junheng.standards.model import Check, Spec

S = TypeVar("S", bound=Spec)
Judge = Callable[[S, Scope], Finding]

_JUDGES: dict[type[Spec], Callable[[Any, Scope], Finding]] = {}


def judges(kind: type[S]) -> Callable[[Judge[S]], Judge[S]]:
    """Register a function as the judge of one kind of check."""

    def register(function: Judge[S]) -> Judge[S]:
        _JUDGES[kind] = function
        return function

    return register


def kinds() -> frozenset[type[Spec]]:
    """Return the kinds of check that have a judge."""
    return frozenset(_JUDGES)


def judge_check(check: Check, scope: Scope) -> Finding:
    """Judge one check; raises KeyError for a kind that has no judge."""
    return _JUDGES[type(check)](check, scope)


def tag(check: Spec) -> str:
    """Return the name of a check as standards write it."""
    return str(check.__struct_config__.tag)
