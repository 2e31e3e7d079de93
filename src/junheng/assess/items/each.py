"""Demands on each of a list: every statement, every school, every class.

A finding of this kind counts: `value` is how many are known to fail and `line` is 0 (none may); `numerator` is how
many fulfil the demand out of `denominator`, both None while any is undecided. It is short as soon as one is known
to fail and met only when all are known to fulfil the demand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from junheng.assess import wording
from junheng.assess.model import Culprit, Finding, Verdict
from junheng.assess.terms import all_met
from junheng.dictionary import Title


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One of the list: its verdict, and when it fails what it has and what is asked."""

    unit: str
    name: str
    verdict: Verdict
    text: Title
    stage: str | None = None
    value: Fraction | None = None
    line: Fraction | None = None
    missing: tuple[str, ...] = ()

    def culprit(self) -> Culprit:
        """Return the subject as one that keeps its check from being met."""
        return Culprit(
            unit=self.unit, name=self.name, stage=self.stage, value=self.value, line=self.line, text=self.text
        )


def each(
    function: str,
    subjects: Sequence[Subject],
    *,
    noun: Title,
    measure: str,
    demand: Title,
    gaps: Sequence[Subject] = (),
) -> Finding:
    """Judge a demand on each of `subjects`; nothing to judge is unknown, with that said.

    `noun` says what they are (学校, schools), `measure` is the Chinese measure word that counts them. `gaps` are
    unknown subjects that stand for any number of the list (classes that were not filed).
    """
    if not subjects and not gaps:
        return nothing(function, wording.title(f"没有可供判定的{noun.zh}", f"there are no {noun.en} to judge"), demand)
    failing = [subject for subject in subjects if subject.verdict == "short"]
    undecided = [subject for subject in subjects if subject.verdict == "unknown"]
    unknown = [*undecided, *gaps]
    met = len(subjects) - len(failing) - len(undecided)
    verdict = all_met(subject.verdict for subject in (*subjects, *gaps))
    clauses = [
        demand,
        wording.title(
            f"{noun.zh}共 {len(subjects)} {measure}，符合 {met} {measure}，不符合 {len(failing)} {measure}",
            f"{noun.en}: {len(subjects)}, complying: {met}, not complying: {len(failing)}",
        ),
    ]
    if failing:
        named = wording.some([subject.text for subject in failing], measure)
        clauses.append(wording.title(f"不符合的有：{named.zh}", f"not complying: {named.en}"))
    if unknown:
        named = wording.some([subject.text for subject in unknown], measure)
        clauses.append(wording.title(f"无法判定的有：{named.zh}", f"cannot be judged: {named.en}"))
    return Finding(
        function=function,
        verdict=verdict,
        numerator=None if unknown else Fraction(met),
        denominator=None if unknown else Fraction(len(subjects)),
        value=None if verdict == "unknown" else Fraction(len(failing)),
        line=Fraction(0),
        working=wording.sentence(*clauses),
        culprits=tuple(subject.culprit() for subject in failing),
        missing=tuple(dict.fromkeys(name for subject in unknown for name in subject.missing)),
    )


def nobody(function: str, reason: Title, demand: Title, *, line: Fraction | None = None) -> Finding:
    """Return the finding of a demand that has nobody to apply to: met, with the reason (没有……)."""
    return Finding(
        function=function,
        verdict="met",
        numerator=Fraction(0),
        denominator=Fraction(0),
        value=None,
        line=line,
        working=wording.sentence(
            demand, wording.title(f"{reason.zh}，本项不涉及", f"{reason.en}: the demand does not apply")
        ),
    )


def nothing(
    function: str, reason: Title, demand: Title, *, line: Fraction | None = None, missing: tuple[str, ...] = ()
) -> Finding:
    """Return the finding of a check that cannot be judged, with the reason."""
    return Finding(
        function=function,
        verdict="unknown",
        numerator=None,
        denominator=None,
        value=None,
        line=line,
        working=wording.sentence(demand, reason, wording.UNDECIDED),
        missing=missing,
    )
