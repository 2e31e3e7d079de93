"""Checks on the county's own statements and figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

import msgspec

from junheng.assess import wording
from junheng.assess.items.each import Subject, each, nobody, nothing
from junheng.assess.items.registry import judges, tag
from junheng.assess.model import Finding, Verdict
from junheng.assess.scope import Scope
from junheng.assess.terms import at_least, exact, total
from junheng.dictionary import Title, load
from junheng.standards.model import Absent, Attested, NotLess, Number, Points, Rating, Value, YearsSince
from junheng.standards.names import names

_YES, _NO = wording.title("是", "yes"), wording.title("否", "no")


def _undecided(verdict: Verdict) -> Title:
    """Return the clause that ends the sentence of a check that cannot be judged."""
    return wording.UNDECIDED if verdict == "unknown" else wording.NOTHING


def _statements(function: str, scope: Scope, fields: tuple[str, ...], *, wanted: bool) -> Finding:
    """Judge statements of the county's row that must all be as `wanted`; a blank one is unknown."""
    subjects = []
    for field in fields:
        said, name = scope.county.get(field), wording.name_of(field)
        verdict: Verdict = "unknown" if said is None else "met" if bool(said) is wanted else "short"
        state = wording.BLANK if said is None else _YES if said else _NO
        subjects.append(
            Subject(
                unit=scope.county_code,
                name=name.zh,
                verdict=verdict,
                value=exact(said),
                line=Fraction(wanted),
                text=wording.title(f"{name.zh}：{state.zh}", f"{name.en}: {state.en}"),
                missing=(field,) if said is None else (),
            )
        )
    asked = _YES if wanted else _NO
    demand = wording.title(f"要求为“{asked.zh}”", f"asked: {asked.en}")
    finding = each(function, subjects, noun=wording.title("情况", "statements"), measure="项", demand=demand)
    veto = wording.NOTHING
    if finding.verdict == "short" and not wanted:
        named = wording.joined(wording.name_of(field) for field in fields if scope.county.get(field))
        veto = wording.title(f"一票否决：{named.zh}", f"vetoed by: {named.en}")
    return msgspec.structs.replace(
        finding,
        working=wording.sentence(
            wording.joined(subject.text for subject in subjects), demand, veto, _undecided(finding.verdict)
        ),
    )


@judges(Attested)
def attested(spec: Attested, scope: Scope) -> Finding:
    """Judge statements that must all be true."""
    return _statements(tag(spec), scope, spec.fields, wanted=True)


@judges(Absent)
def absent(spec: Absent, scope: Scope) -> Finding:
    """Judge vetoes: statements that must all be false."""
    return _statements(tag(spec), scope, spec.fields, wanted=False)


def _lines(spec: Value) -> Iterator[tuple[str, Fraction]]:
    lines: tuple[tuple[str, Number | None], ...] = (
        ("at_least", spec.at_least),
        ("at_most", spec.at_most),
        ("below", spec.below),
    )
    for kind, line in lines:
        if line is not None:
            yield kind, Fraction(line)


_ASKED = {
    "at_least": wording.title("不低于", "at least"),
    "at_most": wording.title("不高于", "at most"),
    "below": wording.title("低于", "below"),
}


def _margin(kind: str, value: Fraction, line: Fraction) -> tuple[bool, Fraction]:
    """Return whether the line is kept and by how much: the smallest of these is the worst figure."""
    margin = value - line if kind == "at_least" else line - value
    return margin > 0 or (margin == 0 and kind != "below"), margin


def _bound(field: str, kind: str, line: Fraction) -> Title:
    asked, unit = _ASKED[kind], wording.unit_of(field)
    shown = wording.plain(line).zh
    return wording.title(f"{asked.zh} {shown} {unit.zh}".rstrip(), f"{asked.en} {shown} {unit.en}".rstrip())


@judges(Value)
def value(spec: Value, scope: Scope) -> Finding:
    """Judge county figures each against its lines; `value` and `line` are those of the worst one.

    Where the county has no school of the group the check applies to it is met, unless a figure that fails was filed
    all the same: then the tables contradict each other.
    """
    county = scope.county
    figures = {field: exact(county.get(field)) for field in spec.fields}
    if spec.applies_to is not None and _none_of(spec.applies_to, scope):
        return _not_asked(spec, figures)
    given = {field: figure for field, figure in figures.items() if figure is not None}
    passed_over = spec.only_given and bool(given)
    missing = () if passed_over else tuple(field for field in spec.fields if field not in given)
    lines = tuple(_lines(spec))
    kept = {(field, kind, line): _margin(kind, figure, line) for field, figure in given.items() for kind, line in lines}
    failing = [key for key, (keeps, _) in kept.items() if not keeps]
    verdict: Verdict = "short" if failing else "unknown" if missing or not kept else "met"
    worst = min(kept, key=lambda key: kept[key]) if verdict != "unknown" else None
    texts = {field: _figure_text(field, figures[field], lines) for field in spec.fields}
    left_out = [wording.name_of(field) for field in spec.fields if field not in given] if passed_over else []
    clauses = [
        wording.joined(texts[field] for field in spec.fields if not passed_over or field in given),
        wording.title(
            f"要求{wording.joined(_bound(spec.fields[0], *bound) for bound in lines).zh}",
            f"asked: {wording.joined(_bound(spec.fields[0], *bound) for bound in lines).en}",
        ),
    ]
    if left_out:
        named = wording.joined(left_out)
        clauses.append(wording.title(f"未给出而不计的有：{named.zh}", f"not given and passed over: {named.en}"))
    subjects = [
        Subject(
            unit=scope.county_code,
            name=wording.name_of(field).zh,
            verdict="short",
            value=given[field],
            line=line,
            text=texts[field],
        )
        for field, _, line in failing
    ]
    return Finding(
        function=tag(spec),
        verdict=verdict,
        numerator=None,
        denominator=None,
        value=None if worst is None else given[worst[0]],
        line=lines[0][1] if worst is None and lines else None if worst is None else worst[2],
        working=wording.sentence(*clauses, _undecided(verdict)),
        culprits=tuple(subject.culprit() for subject in subjects),
        missing=missing,
    )


def _none_of(group: str, scope: Scope) -> bool:
    """Tell whether the county has schools and none of them is of the group of kinds; False while a kind is unknown."""
    groups = set(scope.facts.schools["kind_group"])
    return bool(groups) and None not in groups and group not in groups


def _not_asked(spec: Value, figures: Mapping[str, Fraction | None]) -> Finding:
    """Return the finding of figures of schools the county does not have: met, unknown where one was filed and fails."""
    assert spec.applies_to is not None
    lines, group = tuple(_lines(spec)), names().kind_groups[spec.applies_to]
    failing = [
        _figure_text(field, figure, lines)
        for field, figure in figures.items()
        if figure and not all(_margin(kind, figure, line)[0] for kind, line in lines)
    ]
    bounds = wording.joined(_bound(spec.fields[0], *bound) for bound in lines)
    named = wording.names(spec.fields)
    demand = wording.title(f"{named.zh}要求{bounds.zh}", f"{named.en}, asked: {bounds.en}")
    none = wording.title(f"没有{group.zh}", f"there are no {group.en}")
    if not failing:
        return nobody(tag(spec), none, demand, line=lines[0][1])
    filed, said = wording.joined(failing), wording.CONTRADICTS
    reason = wording.title(
        f"学校表中{none.zh}，却填报了{filed.zh}，{said.zh}", f"{none.en} in the school table, but {filed.en}: {said.en}"
    )
    return nothing(tag(spec), reason, demand, line=lines[0][1])


def _figure_text(field: str, figure: Fraction | None, lines: tuple[tuple[str, Fraction], ...]) -> Title:
    name, unit = wording.name_of(field), wording.unit_of(field)
    shown = wording.figure(figure, lines[0][1] if lines else None, places=4 if unit.zh == "" else 2)
    if figure is None:
        return wording.title(f"{name.zh} {shown.zh}", f"{name.en} {shown.en}")
    return wording.title(f"{name.zh} {shown.zh} {unit.zh}".rstrip(), f"{name.en} {shown.en} {unit.en}".rstrip())


@judges(NotLess)
def not_less(spec: NotLess, scope: Scope) -> Finding:
    """Judge that one county figure is at least another."""
    left, right = exact(scope.county.get(spec.left)), exact(scope.county.get(spec.right))
    verdict: Verdict = "unknown" if right is None else at_least(left, right)
    relation = {
        "met": wording.title("不低于", "at least"),
        "short": wording.title("低于", "below"),
        "unknown": wording.title("应不低于", "to be at least"),
    }[verdict]
    first, second = _figure_text(spec.left, left, ()), _figure_text(spec.right, right, ())
    return Finding(
        function=tag(spec),
        verdict=verdict,
        numerator=None,
        denominator=None,
        value=left,
        line=right,
        working=wording.sentence(
            wording.title(f"{first.zh}，{relation.zh}{second.zh}", f"{first.en}, {relation.en} {second.en}"),
            _undecided(verdict),
        ),
        missing=tuple(field for field, figure in ((spec.left, left), (spec.right, right)) if figure is None),
    )


@judges(Rating)
def rating(spec: Rating, scope: Scope) -> Finding:
    """Judge a rating; `value` and `line` are places on the scale, the worst being 1."""
    scale = tuple(load().codes["rating"].codes)
    places = {code: Fraction(len(scale) - place) for place, code in enumerate(scale)}
    code = scope.county.get(spec.field)
    had, line = places.get(str(code)), places[spec.at_least]
    name, said, asked = (
        wording.name_of(spec.field),
        wording.code_name("rating", code),
        wording.code_name("rating", spec.at_least),
    )
    return Finding(
        function=tag(spec),
        verdict=at_least(had, line),
        numerator=None,
        denominator=None,
        value=had,
        line=line,
        working=wording.sentence(
            wording.title(f"{name.zh}：{said.zh}", f"{name.en}: {said.en}"),
            wording.title(f"要求达到“{asked.zh}”及以上", f"asked: {asked.en} or better"),
            _undecided(at_least(had, line)),
        ),
        missing=(spec.field,) if had is None else (),
    )


@judges(YearsSince)
def years_since(spec: YearsSince, scope: Scope) -> Finding:
    """Judge that enough years lie between the year in a field and the school year judged."""
    since, line, name = exact(scope.county.get(spec.field)), Fraction(spec.years), wording.name_of(spec.field)
    passed = None if since is None else scope.year - since
    shown, years = wording.figure(since), wording.figure(passed)
    clauses = [wording.title(f"{name.zh} {shown.zh}", f"{name.en} {shown.en}")]
    if passed is not None:
        clauses.append(
            wording.title(f"至 {scope.year} 学年满 {years.zh} 年", f"{years.en} years before school year {scope.year}")
        )
    clauses.append(wording.title(f"要求满 {spec.years} 年", f"asked: {spec.years} years"))
    return Finding(
        function=tag(spec),
        verdict=at_least(passed, line),
        numerator=None,
        denominator=None,
        value=passed,
        line=line,
        working=wording.sentence(*clauses, _undecided(at_least(passed, line))),
        missing=(spec.field,) if since is None else (),
    )


@judges(Points)
def points(spec: Points, scope: Scope) -> Finding:
    """Judge the sum of the scores; a score that is blank, below 0 or above its item's full score is unknown.

    Scores of items the standard does not have are named and do not count.
    """
    filed = {row["item"]: exact(row["score"]) for row in scope.facts.work_scores.to_dicts()}
    scores: dict[str, Fraction | None] = {}
    beyond = []
    for item, most in spec.most.items():
        score = filed.get(item)
        if score is not None and not 0 <= score <= Fraction(most):
            beyond.append(item)
            score = None
        scores[item] = score
    missing = tuple(item for item, score in scores.items() if score is None)
    full, line = sum(map(Fraction, spec.most.values()), Fraction(0)), Fraction(spec.at_least)
    asked = wording.title(
        f"要求得分不低于 {wording.plain(line).zh} 分（满分 {wording.plain(full).zh} 分）",
        f"asked: {wording.plain(line).en} of {wording.plain(full).en} points",
    )
    if not scores:
        return nothing(tag(spec), wording.title("没有评估项", "there are no items"), asked, line=line)
    got = total(scores.values())
    clauses = [asked]
    if got is not None:
        shown = wording.figure(got, line)
        clauses.append(
            wording.title(f"{len(scores)} 项合计 {shown.zh} 分", f"{len(scores)} items add up to {shown.en} points")
        )
    blank = [item for item in missing if item not in beyond]
    if blank:
        clauses.append(wording.title(f"未填：{'、'.join(blank)}", f"blank: {', '.join(blank)}"))
    if beyond:
        clauses.append(
            wording.title(f"得分超出满分范围：{'、'.join(beyond)}", f"outside their full score: {', '.join(beyond)}")
        )
    strange = sorted({str(item) for item in filed if item is not None and item not in spec.most})
    if strange:
        named = "、".join(strange), ", ".join(strange)
        clauses.append(
            wording.title(f"标准中没有、不计入的评估项：{named[0]}", f"not in the standard, not counted: {named[1]}")
        )
    clauses.append(_scores(spec, filed))
    return Finding(
        function=tag(spec),
        verdict=at_least(got, line),
        numerator=got,
        denominator=full,
        value=got,
        line=line,
        working=wording.sentence(*clauses, _undecided(at_least(got, line))),
        missing=tuple(f"score:{item}" for item in missing),
    )


def _scores(spec: Points, filed: Mapping[str, Fraction | None]) -> Title:
    """Return each item with its title, score and full score."""
    held = []
    for item, most in spec.most.items():
        shown, full = wording.figure(filed.get(item)), wording.plain(Fraction(most)).zh
        name = spec.titles.get(item, wording.NOTHING)
        held.append(
            wording.title(f"{item} {name.zh} {shown.zh}/{full}", f"{item} {name.en} {shown.en}/{full}")
            if name.zh
            else wording.title(f"{item} {shown.zh}/{full}", f"{item} {shown.en}/{full}")
        )
    listed = wording.joined(held, "；", "; ")
    return wording.title(f"各项得分：{listed.zh}", f"scores: {listed.en}")
