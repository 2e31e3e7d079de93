"""What stands beside an item: the scores a sum is made of, and the survey of satisfaction."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from junheng.assess import ItemResult
from junheng.dictionary import load
from junheng.report import figures
from junheng.report.words import code_word
from junheng.standards.model import Points
from junheng.web.base.words import language, title
from junheng.web.judgement.service import Judged


def scores(found: Judged, held: ItemResult) -> Iterator[tuple[str, str, str, str]]:
    """Yield id, title, full score and score of what a sum of points is made of."""
    rule = next(rule for rule in found.standard.item if rule.id == held.id)
    frame = found.facts.work_scores
    rows = frame.filter((frame["year"] == found.snapshot.year) & (frame["county_code"] == found.assessment.county_code))
    scores = {row["item"]: row["score"] for row in rows.to_dicts()}
    for check in rule.check:
        if isinstance(check, Points):
            for name, most in check.most.items():
                words = title(check.titles[name]) if name in check.titles else ""
                blank = figures.blank_word(language())
                yield name, words, figures.plain(most), figures.number(scores.get(name), 1, blank=blank)


def survey(found: Judged) -> Iterator[tuple[str, list[str]]]:
    """Yield what each group of respondents was filed with, in the dictionary's columns."""
    frame = found.facts.satisfaction
    rows = frame.filter((frame["year"] == found.snapshot.year) & (frame["county_code"] == found.assessment.county_code))
    names = survey_fields()
    held = {row["respondent"]: row for row in rows.to_dicts()}
    for code in load().codes["respondent"].codes:
        row = held.get(code, {})
        texts = [figures.number(row.get(name), 0, blank=figures.blank_word(language())) for name in names]
        yield (
            code_word("respondent", code, language()),
            [
                *texts,
                _share(row.get("questionnaires_satisfied"), row.get("questionnaires_valid")),
                _share(row.get("interviewed_satisfied"), row.get("interviewed")),
            ],
        )


def survey_fields() -> list[str]:
    """Return the figures of the satisfaction table."""
    table = load().tables["satisfaction"]
    return [name for name, field in table.fields.items() if field.numeric and name not in table.key]


def _share(part: int | None, whole: int | None) -> str:
    if part is None or not whole:
        return figures.NONE
    return figures.percent(Fraction(part, whole))
