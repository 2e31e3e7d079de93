"""Checks on the satisfaction survey (form Ⅵ)."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class _Survey:
    """What was filed: a sum over the groups per column (None when any is blank), and what is wrong with the groups."""

    sums: Mapping[str, Fraction | None]
    absent: tuple[str, ...]
    """Groups of respondents without a row."""
    blank: tuple[str, ...]
    """Groups with a row in which a figure is blank."""
    beyond: tuple[str, ...]
    """Groups with more satisfied than asked."""

    @property
    def whole(self) -> bool:
        """Tell whether every group is there and none contradicts itself."""
        return not self.absent and not self.beyond

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the groups that are not there or not complete, as names of missing figures."""
        lacking = {*self.absent, *self.blank}
        return tuple(f"respondent:{code}" for code in _groups() if code in lacking)

    def clauses(self) -> Iterator[Title]:
        """Say what is wrong with the groups."""
        said = wording.CONTRADICTS
        for codes, zh, en in (
            (self.absent, "没有{}的记录", "no record of {}"),
            (self.blank, "{}填写不全", "figures blank of {}"),
            (self.beyond, f"{{}}的满意数大于受访数，{said.zh}", f"more satisfied than asked of {{}}: {said.en}"),
        ):
            if codes:
                named = wording.joined(wording.code_name("respondent", code) for code in codes)
                yield wording.title(zh.format(named.zh), en.format(named.en))


def _groups() -> tuple[str, ...]:
    return tuple(load().codes["respondent"].codes)


_PAIRS = (("questionnaires_satisfied", "questionnaires_valid"), ("interviewed_satisfied", "interviewed"))


def _survey(scope: Scope, wanted: Sequence[str]) -> _Survey:
    """Return what was filed, of the columns `wanted`; every group of the code list is expected."""
    rows = scope.facts.satisfaction.to_dicts()
    figures = [{name: exact(row[name]) for name in wanted} for row in rows]
    filed = {row["respondent"] for row in rows}
    held = [(str(row["respondent"]), figure) for row, figure in zip(rows, figures, strict=True) if row["respondent"]]
    return _Survey(
        sums={name: total(figure[name] for figure in figures) if rows else None for name in wanted},
        absent=tuple(code for code in _groups() if code not in filed),
        blank=tuple(code for code, figure in held if None in figure.values()),
        beyond=tuple(code for code, figure in held if any(_more(figure, *pair) for pair in _PAIRS)),
    )


def _more(figures: Mapping[str, Fraction | None], part: str, whole: str) -> bool:
    some, of = figures.get(part), figures.get(whole)
    return some is not None and of is not None and some > of


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

    A group of respondents without a row, or with blank figures, leaves it unknown (short where the other channel is
    complete and fails). Where the filed interviews are
    0, questionnaires alone are judged; interviews left blank are unknown. The figures of the finding are those of
    the questionnaires, of the interviews when these alone fall short; while groups are missing there are none.
    """
    line = Fraction(spec.at_least)
    asked = wording.percent_line(line)
    demand = wording.title(f"要求满意度不低于 {asked.zh}", f"satisfaction of at least {asked.en} is asked")
    if scope.facts.satisfaction.is_empty():
        reason = wording.title("满意度调查表未填", "the satisfaction table is blank")
        return nothing(tag(spec), reason, demand, line=line, missing=("satisfaction",))
    papers, talks = ("questionnaires_valid", "questionnaires_satisfied"), ("interviewed", "interviewed_satisfied")
    survey = _survey(scope, (*papers, "interviewed"))
    talked = survey.sums["interviewed"] != 0
    if talked:
        survey = _survey(scope, (*papers, *talks))
    counted = wording.NOTHING if not survey.absent else wording.title("已填各组合计", "the groups filed")
    clauses = [demand, counted]
    clauses.append(_told(wording.title("有效问卷", "valid questionnaires"), survey, papers, line))
    if survey.sums["questionnaires_valid"] == 0:
        clauses.append(wording.title("没有有效问卷可供判定", "there is no valid questionnaire to judge"))
    by_paper, by_talk = _judged(survey, papers, line), _judged(survey, talks, line) if talked else "met"
    if talked:
        clauses.append(_told(wording.title("访谈", "interviewed"), survey, talks, line))
    else:
        clauses.append(
            wording.title("没有访谈，只按问卷判定", "no interviews were held: questionnaires alone are judged")
        )
    clauses += survey.clauses()
    verdict = all_met((by_paper, by_talk))
    over, under = talks if by_talk == "short" and by_paper != "short" else papers
    denominator, numerator = (survey.sums[name] if survey.whole else None for name in (over, under))
    return Finding(
        function=tag(spec),
        verdict=verdict,
        numerator=numerator,
        denominator=denominator,
        value=ratio(numerator, denominator),
        line=line,
        working=wording.sentence(*clauses, wording.UNDECIDED if verdict == "unknown" else wording.NOTHING),
        missing=(*(name for name, figure in survey.sums.items() if figure is None), *survey.missing),
    )


def _told(channel: Title, survey: _Survey, names: tuple[str, str], line: Fraction) -> Title:
    asked, pleased = names
    return _channel(channel, survey.sums[pleased], survey.sums[asked], line)


def _judged(survey: _Survey, names: tuple[str, str], line: Fraction) -> Verdict:
    asked, pleased = names
    return at_least(ratio(survey.sums[pleased], survey.sums[asked]), line) if survey.whole else "unknown"


@judges(Sample)
def sample(spec: Sample, scope: Scope) -> Finding:
    """Judge that enough valid questionnaires came back and that parents are well among them.

    A group without a row may add to the questionnaires: too few is then unknown, and so is the share of parents.

    `value` is the number of valid questionnaires, `line` the larger of the least number and the share of
    residents, rounded up.
    """
    population = exact(scope.county.get("population"))
    share, parents_share = Fraction(spec.share_of_population), Fraction(spec.parents_share)
    needed = None if population is None else max(spec.least, math.ceil(population * PERSONS_PER_UNIT * share))
    survey = _survey(scope, ("questionnaires_valid",))
    valid = survey.sums["questionnaires_valid"]
    filed = {row["respondent"]: exact(row["questionnaires_valid"]) for row in scope.facts.satisfaction.to_dicts()}
    parents = filed.get("parents")
    enough: Verdict = "unknown" if needed is None else at_least(valid, needed)
    if needed is None and valid is not None and valid < spec.least:
        enough = "short"  # whatever the population, fewer than the least number is too few
    if survey.absent and enough == "short":
        enough = "unknown"
    proportion = None if survey.absent else ratio(parents, valid)
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
            *survey.clauses(),
            wording.UNDECIDED if verdict == "unknown" else wording.NOTHING,
        ),
        culprits=tuple(culprits),
        missing=(
            *(
                name
                for name, figure in (("population", population), ("questionnaires_valid", valid), ("parents", parents))
                if figure is None
            ),
            *survey.missing,
        ),
    )
