"""Checks on shares: of county figures, of figures added up over school parts, and retention."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from junheng.assess import wording
from junheng.assess.items.each import nothing
from junheng.assess.items.registry import judges, tag
from junheng.assess.model import Finding
from junheng.assess.scope import Scope
from junheng.assess.terms import Row, add_parts, all_hold, at_least, exact, holds, judged_rows, missing_figures, ratio
from junheng.dictionary import Title
from junheng.standards.model import Condition, Ratio, Retention

_NOTHING_BELOW = wording.title(
    "分母不大于 0，没有可供判定的对象", "the denominator is not above 0: there is nothing to judge"
)


class _Sum:
    """A sum of named figures: each term, the total, and how it reads."""

    def __init__(self, terms: Sequence[tuple[str, Fraction | None]]) -> None:
        self.terms = terms
        self.total = (
            None if any(figure is None for _, figure in terms) else sum((f for _, f in terms if f), Fraction(0))
        )
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
) -> Finding:
    """Judge a share against its line, with its working in one sentence."""
    value = ratio(numerator.total, denominator.total)
    asked, shown = wording.percent_line(line), wording.percent(value, line)
    verdict = at_least(value, line)
    relation = {
        "met": wording.title(f"占 {shown.zh}，不低于 {asked.zh}", f"{shown.en}, at least {asked.en}"),
        "short": wording.title(f"占 {shown.zh}，低于 {asked.zh}", f"{shown.en}, below {asked.en}"),
        "unknown": wording.title(f"要求不低于 {asked.zh}", f"asked: at least {asked.en}"),
    }[verdict]
    clauses = (
        wording.joined((*([lead] if lead else []), denominator.text(), numerator.text(), relation), "，", ", "),
        _NOTHING_BELOW if denominator.total is not None and denominator.total <= 0 else wording.NOTHING,
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


@judges(Ratio)
def county_or_parts_ratio(spec: Ratio, scope: Scope) -> Finding:
    """Judge sum of numerator over sum of denominator, of the county's row or added up over judged school parts."""
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
    rows = judged_rows(scope, stages)
    matching = [row for row in rows if all_hold(spec.where, row) is True]
    undecided = [row for row in rows if all_hold(spec.where, row) is None]
    by_stage = "（按学段计）" if len(stages) > 1 else ""
    lead = wording.title(
        f"{'符合条件的' if spec.where else ''}{_stages(stages).zh}{by_stage} {len(matching)} 所",
        f"{'matching ' if spec.where else ''}schools ({_stages(stages).en}): {len(matching)}",
    )
    if not matching and not undecided:
        asked = wording.percent_line(line)
        reason = wording.title("没有可供判定的学校", "there are no schools to judge")
        demand = wording.title(
            f"{_stages(stages).zh}要求不低于 {asked.zh}", f"{_stages(stages).en}: at least {asked.en}"
        )
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
    return _share(tag(spec), numerator, denominator, line, lead=lead, missing=missing)


def _added(rows: Sequence[Row], fields: Iterable[str]) -> _Sum:
    return _Sum([(name, add_parts(rows, name)) for name in fields])


def _undecided_fields(conditions: Sequence[Condition], rows: Sequence[Row]) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(condition.field for row in rows for condition in conditions if holds(condition, row) is None)
    )


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
    """Judge junior three-year retention over all judged junior parts; the working prints the method used."""
    official = spec.method == "official"
    rows = judged_rows(scope, ("junior",))
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
    numerator, top = _signed(rows, left)
    denominator, bottom = _signed(rows, right)
    value = ratio(numerator, denominator)
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
        _NOTHING_BELOW if denominator is not None and denominator <= 0 else wording.NOTHING,
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


def _signed(rows: Sequence[Row], terms: Sequence[tuple[str, int]]) -> tuple[Fraction | None, Title]:
    """Return the signed sum over the rows and how it reads."""
    figures = [(sign, add_parts(rows, name)) for name, sign in terms]
    added = (
        None
        if any(figure is None for _, figure in figures)
        else sum((sign * figure for sign, figure in figures if figure is not None), Fraction(0))
    )
    texts = []
    for place, (sign, figure) in enumerate(figures):
        shown, operator = wording.figure(figure), "" if place == 0 else " + " if sign > 0 else " − "
        texts.append(wording.title(operator + shown.zh, operator.replace("−", "-") + shown.en))
    return added, wording.joined(texts, "", "")
