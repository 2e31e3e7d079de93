"""Checks on the satisfaction survey (form Ⅵ)."""

from __future__ import annotations

import math
from fractions import Fraction

from junheng.assess import wording
from junheng.assess.items.each import nothing
from junheng.assess.items.registry import judges, tag
from junheng.assess.model import Culprit, Finding, Verdict
from junheng.assess.scope import Scope
from junheng.assess.terms import all_met, at_least, exact, ratio, total
from junheng.dictionary import Title, load
from junheng.standards.model import Sample, Satisfaction

PERSONS_PER_UNIT = 10_000
"""The county table carries population in units of 10,000 persons (万人)."""


def _column(scope: Scope, field: str) -> Fraction | None:
    """Return the sum of a column over the groups filed, None when none is filed or any is blank."""
    rows = scope.facts.satisfaction.to_dicts()
    return total(exact(row[field]) for row in rows) if rows else None


def _not_filed(scope: Scope) -> Title | None:
    """Name the groups of respondents that have no row."""
    filed = set(scope.facts.satisfaction["respondent"].drop_nulls())
    absent = [code for code in load().codes["respondent"].codes if code not in filed]
    if not absent:
        return None
    named = wording.joined(wording.code_name("respondent", code) for code in absent)
    return wording.title(f"没有{named.zh}的记录", f"no record of {named.en}")


def _channel(channel: Title, satisfied: Fraction | None, asked: Fraction | None, line: Fraction) -> Title:
    shown = wording.percent(ratio(satisfied, asked), line)
    valid, pleased = wording.figure(asked), wording.figure(satisfied)
    return wording.title(
        f"{channel.zh} {valid.zh}，满意 {pleased.zh}，满意度 {shown.zh}",
        f"{channel.en} {valid.en}, satisfied {pleased.en}: {shown.en}",
    )


@judges(Satisfaction)
def satisfaction(spec: Satisfaction, scope: Scope) -> Finding:
    """Judge satisfaction by questionnaires and by interviews, all groups together.

    Where the filed interviews are 0, questionnaires alone are judged; interviews left blank are unknown. The
    figures of the finding are those of the questionnaires, of the interviews when these alone fall short.
    """
    line = Fraction(spec.at_least)
    asked = wording.percent_line(line)
    demand = wording.title(f"要求满意度不低于 {asked.zh}", f"satisfaction of at least {asked.en} is asked")
    if scope.facts.satisfaction.is_empty():
        reason = wording.title("满意度调查表未填", "the satisfaction table is blank")
        return nothing(tag(spec), reason, demand, line=line, missing=("satisfaction",))
    valid, pleased = _column(scope, "questionnaires_valid"), _column(scope, "questionnaires_satisfied")
    spoken, content = _column(scope, "interviewed"), _column(scope, "interviewed_satisfied")
    by_paper: Verdict = at_least(ratio(pleased, valid), line)
    clauses = [demand, _channel(wording.title("有效问卷", "valid questionnaires"), pleased, valid, line)]
    if valid is not None and valid <= 0:
        clauses.append(wording.title("没有有效问卷可供判定", "there is no valid questionnaire to judge"))
    fields: list[tuple[str, Fraction | None]] = [
        ("questionnaires_valid", valid),
        ("questionnaires_satisfied", pleased),
        ("interviewed", spoken),
    ]
    verdicts = [by_paper]
    if spoken == 0:
        clauses.append(
            wording.title("没有访谈，只按问卷判定", "no interviews were held: questionnaires alone are judged")
        )
    else:
        fields.append(("interviewed_satisfied", content))
        verdicts.append(at_least(ratio(content, spoken), line))
        clauses.append(_channel(wording.title("访谈", "interviewed"), content, spoken, line))
    if (absent := _not_filed(scope)) is not None:
        clauses.append(absent)
    verdict = all_met(verdicts)
    by_interview = verdict == "short" and by_paper != "short"
    numerator, denominator = (content, spoken) if by_interview else (pleased, valid)
    return Finding(
        function=tag(spec),
        verdict=verdict,
        numerator=numerator,
        denominator=denominator,
        value=ratio(numerator, denominator),
        line=line,
        working=wording.sentence(*clauses, wording.UNDECIDED if verdict == "unknown" else wording.NOTHING),
        missing=tuple(name for name, figure in fields if figure is None),
    )


@judges(Sample)
def sample(spec: Sample, scope: Scope) -> Finding:
    """Judge that enough valid questionnaires came back and that parents are well among them.

    `value` is the number of valid questionnaires, `line` the larger of the least number and the share of
    residents, rounded up.
    """
    population = exact(scope.county.get("population"))
    share, parents_share = Fraction(spec.share_of_population), Fraction(spec.parents_share)
    needed = None if population is None else max(spec.least, math.ceil(population * PERSONS_PER_UNIT * share))
    valid = _column(scope, "questionnaires_valid")
    filed = {row["respondent"]: exact(row["questionnaires_valid"]) for row in scope.facts.satisfaction.to_dicts()}
    parents = filed.get("parents")
    enough: Verdict = "unknown" if needed is None else at_least(valid, needed)
    if needed is None and valid is not None and valid < spec.least:
        enough = "short"  # whatever the population, fewer than the least number is too few
    proportion = ratio(parents, valid)
    verdict = all_met((enough, at_least(proportion, parents_share)))
    asked, had = wording.percent_line(parents_share), wording.percent(proportion, parents_share)
    of_parents, shown = wording.counted(parents, "份"), wording.counted(valid, "份")
    if needed is None:
        enough_of = wording.title(
            f"要求不少于 {spec.least} 份，并达到常住人口的规定比例（常住人口未填）",
            f"asked: at least {spec.least}, and a share of the population (population blank)",
        )
    else:
        enough_of = wording.title(f"要求不少于 {needed} 份", f"asked: at least {needed}")
    culprits = []
    if at_least(proportion, parents_share) == "short":
        group = wording.code_name("respondent", "parents")
        culprits.append(
            Culprit(
                unit=scope.county_code,
                name=group.zh,
                stage=None,
                value=proportion,
                line=parents_share,
                text=wording.title(f"家长占 {had.zh}，要求 {asked.zh}", f"parents are {had.en}, {asked.en} is asked"),
            )
        )
    return Finding(
        function=tag(spec),
        verdict=verdict,
        numerator=valid,
        denominator=None if population is None else population * PERSONS_PER_UNIT,
        value=valid,
        line=Fraction(spec.least if needed is None else needed),
        working=wording.sentence(
            wording.title(f"有效问卷 {shown.zh}，{enough_of.zh}", f"valid questionnaires: {shown.en}, {enough_of.en}"),
            wording.title(
                f"其中家长 {of_parents.zh}，占比 {had.zh}，要求不低于 {asked.zh}",
                f"of them from parents: {of_parents.en}, share {had.en}, asked: at least {asked.en}",
            ),
            wording.UNDECIDED if verdict == "unknown" else wording.NOTHING,
        ),
        culprits=tuple(culprits),
        missing=tuple(
            name
            for name, figure in (("population", population), ("questionnaires_valid", valid), ("parents", parents))
            if figure is None
        ),
    )
