"""Checks on shares: of county figures, of figures added up over school parts, and retention.

A share has nobody to apply to when there are none to count (0 of 0): the demand is met and says so. Figures that
contradict each other (more than there are, some of none) are unknown and say so.

Over school parts a check counts every compulsory school of the county: those judged by the indicators and the small
teaching points; special schools are in none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from junheng.assess import wording
from junheng.assess.items.each import nobody, nothing
from junheng.assess.items.registry import judges, tag
from junheng.assess.model import Finding
from junheng.assess.scope import Scope
from junheng.assess.terms import (
    Row,
    add_parts,
    all_hold,
    at_least,
    counted_rows,
    exact,
    filed_by_stage,
    holds,
    is_share,
    missing_figures,
    part_figure,
    ratio,
    total,
)
from junheng.dictionary import Title
from junheng.standards.model import Condition, Ratio, Retention


class _Sum:
    """A sum of named figures: each term, the total, and how it reads."""

    def __init__(self, terms: Sequence[tuple[str, Fraction | None]]) -> None:
        self.terms = terms
        self.total = total(figure for _, figure in terms)
        self.missing = tuple(name for name, figure in terms if figure is None)

    def text(self) -> Title:
        """Return the terms with their figures, and the total when there are several."""
        held = []
        for name, figure in self.terms:
            named, shown, unit = wording.name_of(name), wording.figure(figure), wording.unit_of(name)
            held.append(
                wording.title(
                    f"{named.zh} {shown.zh} {'' if figure is None else unit.zh}".rstrip(), f"{named.en} {shown.en}"
                )
            )
        terms = wording.joined(held, " + ", " + ")
        if len(held) == 1:
            return terms
        shown = wording.figure(self.total)
        return terms if self.total is None else wording.title(f"{terms.zh} = {shown.zh}", f"{terms.en} = {shown.en}")


def _share(
    function: str,
    numerator: _Sum,
    denominator: _Sum,
    line: Fraction,
    *,
    lead: Title | None = None,
    missing: tuple[str, ...] | None = None,
    conflict: Title = wording.NOTHING,
) -> Finding:
    """Judge a share against its line, with its working in one sentence; a `conflict` found before leaves it unknown."""
    asked = wording.percent_line(line)
    if numerator.total == 0 == denominator.total:
        none = wording.title(f"没有适用对象（{denominator.text().zh}）", f"there is nobody ({denominator.text().en})")
        return nobody(function, none, wording.title(f"要求不低于 {asked.zh}", f"asked: at least {asked.en}"), line=line)
    fields = tuple(name for name, _ in (*numerator.terms, *denominator.terms))
    conflict = _conflict(numerator.total, denominator.total, share=is_share(fields)) or conflict
    value = None if conflict.zh else ratio(numerator.total, denominator.total)
    shown = wording.percent(value, line)
    verdict = at_least(value, line)
    relation = {
        "met": wording.title(f"占 {shown.zh}，不低于 {asked.zh}", f"{shown.en}, at least {asked.en}"),
        "short": wording.title(f"占 {shown.zh}，低于 {asked.zh}", f"{shown.en}, below {asked.en}"),
        "unknown": wording.title(f"要求不低于 {asked.zh}", f"asked: at least {asked.en}"),
    }[verdict]
    clauses = (
        wording.joined((*([lead] if lead else []), denominator.text(), numerator.text(), relation), "，", ", "),
        conflict,
        wording.UNDECIDED if verdict == "unknown" else wording.NOTHING,
    )
    return Finding(
        function=function,
        verdict=verdict,
        numerator=numerator.total,
        denominator=denominator.total,
        value=value,
        line=line,
        working=wording.sentence(*clauses),
        missing=tuple(dict.fromkeys((*denominator.missing, *numerator.missing) if missing is None else missing)),
    )


def _conflict(numerator: Fraction | None, denominator: Fraction | None, *, share: bool) -> Title | None:
    """Say why the two cannot both be true, None when they can: some of none, or of a share more than there are."""
    if numerator is None or denominator is None:
        return None
    said = wording.CONTRADICTS
    if denominator <= 0:
        return wording.title(
            f"分母不大于 0 而分子不为 0，{said.zh}",
            f"the denominator is not above 0, the numerator is not 0: {said.en}",
        )
    if share and numerator > denominator:
        shown = wording.percent(numerator / denominator, Fraction(1))
        return wording.title(f"分子大于分母（{shown.zh}），{said.zh}", f"the share is above 1 ({shown.en}): {said.en}")
    return None


@judges(Ratio)
def county_or_parts_ratio(spec: Ratio, scope: Scope) -> Finding:
    """Judge sum of numerator over sum of denominator, of the county's row or added up over the school parts.

    School parts are those of every compulsory school, small teaching points too. No part that matches the
    conditions is met: there is nobody the demand applies to.
    """
    line = Fraction(spec.at_least)
    if spec.of == "county":
        county = scope.county
        return _share(
            tag(spec),
            _Sum([(name, exact(county.get(name))) for name in spec.numerator]),
            _Sum([(name, exact(county.get(name))) for name in spec.denominator]),
            line,
        )
    return _over_parts(spec, scope, line)


def _stages(stages: Iterable[str]) -> Title:
    return wording.joined(wording.code_name("stage", stage) for stage in stages)


def _over_parts(spec: Ratio, scope: Scope, line: Fraction) -> Finding:
    stages = spec.stages or scope.standard.stages
    rows = counted_rows(scope, stages)
    held = [(row, all_hold(spec.where, row)) for row in rows]
    matching = [row for row, holding in held if holding is True and row.get("undecided") is None]
    undecided = [row for row, holding in held if holding is not False and (holding is None or row.get("undecided"))]
    by_stage = "（按学段计）" if len(stages) > 1 else ""
    lead = wording.title(
        f"{'符合条件的' if spec.where else ''}{_stages(stages).zh}{by_stage} {len(matching)} 所",
        f"{'matching ' if spec.where else ''}schools ({_stages(stages).en}): {len(matching)}",
    )
    if not matching and not undecided:
        asked = wording.percent_line(line)
        demand = wording.title(
            f"{_stages(stages).zh}要求不低于 {asked.zh}", f"{_stages(stages).en}: at least {asked.en}"
        )
        if rows:
            none = wording.title(
                f"没有符合条件的{_stages(stages).zh}学校", "there is no school that the conditions match"
            )
            return nobody(tag(spec), none, demand, line=line)
        reason = wording.title("没有可供判定的学校", "there are no schools to judge")
        return nothing(tag(spec), reason, demand, line=line)
    numerator, denominator = _added(matching, spec.numerator), _added(matching, spec.denominator)
    missing = (
        *_undecided_fields(spec.where, undecided),
        *missing_figures(matching, (*spec.denominator, *spec.numerator)),
    )
    if undecided:
        named = wording.some([_named(row) for row in undecided])
        reason = wording.title(
            f"{named.zh}是否计入无法确定（{wording.names(missing).zh}未填）",
            f"not known whether it counts: {named.en} ({wording.names(missing).en} blank)",
        )
        asked = wording.percent_line(line)
        demand = wording.title(f"{lead.zh}，要求不低于 {asked.zh}", f"{lead.en}, at least {asked.en} is asked")
        return nothing(tag(spec), reason, demand, line=line, missing=tuple(dict.fromkeys(missing)))
    conflict = _conflicting(spec, matching)
    return _share(tag(spec), numerator, denominator, line, lead=lead, missing=missing, conflict=conflict)


def _conflicting(spec: Ratio, rows: Sequence[Row]) -> Title:
    """Name the parts that file more than they have: another part that lacks some would hide it in the sum."""
    fields = (*spec.numerator, *spec.denominator)
    if not (is_share(fields) and filed_by_stage(fields)):
        return wording.NOTHING
    found = []
    for row in rows:
        over, under = (total(part_figure(row, name) for name in names) for names in (spec.numerator, spec.denominator))
        if over is not None and under is not None and over > under:
            found.append(_named(row))
    if not found:
        return wording.NOTHING
    named, said = wording.some(found), wording.CONTRADICTS
    return wording.title(f"{named.zh}分子大于分母，{said.zh}", f"{named.en}: a share above 1, {said.en}")


def _added(rows: Sequence[Row], fields: Iterable[str]) -> _Sum:
    return _Sum([(name, add_parts(rows, name)) for name in fields])


def _undecided_fields(conditions: Sequence[Condition], rows: Sequence[Row]) -> tuple[str, ...]:
    blank = [str(row["undecided"]) for row in rows if row.get("undecided") is not None]
    blank += [condition.field for row in rows for condition in conditions if holds(condition, row) is None]
    return tuple(dict.fromkeys(blank))


def _named(row: Row) -> Title:
    stage = wording.code_name("stage", row["stage"])
    name = row.get("school_name") or row["unit"]
    return wording.title(f"{name}（{stage.zh}）", f"{name} ({stage.en})")


_METHODS = {
    "official": wording.title(
        "巩固率 =（毕业生数 − 转入 + 转出）÷（三年前七年级学生数 − 死亡）",
        "retention = (graduates - transferred in + transferred out) / (grade 7 three years before - deaths)",
    ),
    "entrants": wording.title(
        "巩固率 = 毕业生数 ÷（三年前七年级学生数 + 转入 − 转出）",
        "retention = graduates / (grade 7 three years before + transferred in - transferred out)",
    ),
}


@judges(Retention)
def retention(spec: Retention, scope: Scope) -> Finding:
    """Judge junior three-year retention over the junior parts of all schools; the working prints the method used.

    Nobody in the cohort (every figure 0) is met; a rate below 0 or above 1 is a contradiction, so unknown.
    """
    official = spec.method == "official"
    rows = counted_rows(scope, ("junior",))
    line, method = Fraction(spec.at_least), _METHODS[spec.method]
    if not rows:
        return nothing(
            tag(spec), wording.title("没有可供判定的初中", "there are no junior schools to judge"), method, line=line
        )
    left: tuple[tuple[str, int], ...] = (("graduates", 1),)
    right: tuple[tuple[str, int], ...] = (("cohort_entrants", 1),)
    if official:
        left += (("cohort_transferred_in", -1), ("cohort_transferred_out", 1))
        right += (("cohort_deaths", -1),)
    else:
        right += (("cohort_transferred_in", 1), ("cohort_transferred_out", -1))
    figures = {name: add_parts(rows, name) for name, _ in (*left, *right)}
    if all(figure == 0 for figure in figures.values()):
        none = wording.title("没有三年前入学的七年级学生", "no pupil entered grade 7 three years before")
        return nobody(tag(spec), none, method, line=line)
    numerator, top = _signed(figures, left)
    denominator, bottom = _signed(figures, right)
    conflict = _conflict(numerator, denominator, share=True)
    if numerator is not None and numerator < 0:
        said = wording.CONTRADICTS
        conflict = wording.title(f"分子小于 0，{said.zh}", f"the numerator is below 0: {said.en}")
    value = None if conflict else ratio(numerator, denominator)
    verdict = at_least(value, line)
    asked, shown = wording.percent_line(line), wording.percent(value, line)
    result = wording.NOTHING if value is None else wording.title(f"= {shown.zh}", f" = {shown.en}")
    relation = {
        "met": wording.title("不低于", "at least"),
        "short": wording.title("低于", "below"),
        "unknown": wording.title("要求不低于", "asked: at least"),
    }[verdict]
    clauses = (
        wording.title(
            f"{method.zh}=（{top.zh}）÷（{bottom.zh}）{result.zh}，{relation.zh} {asked.zh}",
            f"{method.en} = ({top.en}) / ({bottom.en}){result.en}, {relation.en} {asked.en}",
        ),
        conflict or wording.NOTHING,
        wording.UNDECIDED if verdict == "unknown" else wording.NOTHING,
    )
    return Finding(
        function=tag(spec),
        verdict=verdict,
        numerator=numerator,
        denominator=denominator,
        value=value,
        line=line,
        working=wording.sentence(*clauses),
        missing=missing_figures(rows, [name for name, _ in (*left, *right)]),
    )


def _signed(figures: Mapping[str, Fraction | None], terms: Sequence[tuple[str, int]]) -> tuple[Fraction | None, Title]:
    """Return the signed sum of the terms and how it reads."""
    held = [(sign, figures[name]) for name, sign in terms]
    added = total(None if figure is None else sign * figure for sign, figure in held)
    texts = []
    for place, (sign, figure) in enumerate(held):
        shown, operator = wording.figure(figure), "" if place == 0 else " + " if sign > 0 else " − "
        texts.append(wording.title(operator + shown.zh, operator.replace("−", "-") + shown.en))
    return added, wording.joined(texts, "", "")
