"""The assessment as one JSON document, and the JSON Schema of that document.

Figures are JSON numbers, each the one nearest to the exact value (integers when whole); unknown is null. Where no
finite decimal gives a value exactly, `exact` adds it as a fraction `n/d`, unless that is too long to be of use.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from junheng.assess.model import Assessment, Verdict
from junheng.assess.rule import joint
from junheng.assess.shapes import (
    COUNT,
    FIGURE,
    FIGURE_OR_NULL,
    TEXT,
    TEXT_OR_NULL,
    TEXTS,
    VERDICT,
    VERDICT_OR_NULL,
    WHOLE,
    WHOLE_OR_NULL,
    YES_NO_OR_NULL,
    YES_OR_NO,
    Key,
    Kind,
    Schema,
    by_name,
    choice,
    exact_text,
    many,
    plain,
    record,
)

_WORDS = record("Words", "A text in Chinese and English.", Key("zh", TEXT, "Chinese"), Key("en", TEXT, "English"))

_SNAPSHOT = plain("string", pattern="^(sha256:[0-9a-f]{64})?$")

_EXACT = "The exact value as a fraction n/d, where no finite decimal gives it and the fraction is short."

_CELL = record(
    "Cell",
    "One indicator of one school part: value = factor x numerator / denominator.",
    Key("numerator", FIGURE_OR_NULL, "What is counted (this stage's share of shared quantities); null is unknown."),
    Key("denominator", FIGURE_OR_NULL, "What it is divided by (pupils); null is unknown."),
    Key("value", FIGURE_OR_NULL, "The indicator's value; null is unknown."),
    Key("exact", TEXT, _EXACT, lambda cell: exact_text(cell.value), optional=True),
    Key("line", FIGURE_OR_NULL, "What the standard asks; null where it sets no line for the stage."),
    Key("floor", FIGURE_OR_NULL, "The least that is tolerated (a share of the line); null where there is none."),
    Key("verdict", VERDICT_OR_NULL, "Whether the line is reached; null where there is none."),
    Key("above_floor", YES_NO_OR_NULL, "Whether the floor is reached; null when unknown or not asked."),
    Key("shortfall", FIGURE_OR_NULL, "What the school must add to reach the line, numerator's unit; 0 when reached."),
    Key("shortfall_floor", FIGURE_OR_NULL, "What is missing to the floor, in the numerator's unit; 0 when reached."),
    Key("near", YES_OR_NO, "Whether the value lies close to its line (within 5 %), on either side."),
    Key("missing", TEXTS, "Names of the fields that are unknown."),
)

_PART = record(
    "Part",
    "One judged school part: a school (or campus) in one stage.",
    Key("unit", TEXT, "School code, with the campus where that counts as a school of its own."),
    Key("school", TEXT, "School code, ten digits."),
    Key("campus", TEXT, "Campus; blank where there is one."),
    Key("name", TEXT, "Name of the school."),
    Key("stage", TEXT, "Stage: primary, junior, ..."),
    Key("kind", TEXT_OR_NULL, "Kind of school (GB/T 33782-2017)."),
    Key("locale", TEXT_OR_NULL, "Locale code (城乡分类)."),
    Key("sponsor", TEXT_OR_NULL, "Sponsor code (举办者)."),
    Key("pupils", WHOLE_OR_NULL, "Pupils of the stage; null is unknown."),
    Key("classes", WHOLE_OR_NULL, "Classes of the stage; null is unknown."),
    Key("grades", WHOLE_OR_NULL, "Grades of the stage; null is unknown."),
    Key("verdict", VERDICT_OR_NULL, "The part's verdict; null where the standard asks nothing of it."),
    Key("met", COUNT, "Indicators that reach their line."),
    Key("short", COUNT, "Indicators below their line."),
    Key("unknown", COUNT, "Indicators that cannot be judged."),
    Key("indicators", by_name(_CELL), "The indicators by id."),
    Key("longitude", FIGURE_OR_NULL, "Degrees east; null is unknown."),
    Key("latitude", FIGURE_OR_NULL, "Degrees north; null is unknown."),
    Key("origin", TEXT_OR_NULL, "Where the records stand: file|sheet|row, several joined by a semicolon."),
)

_EXCLUDED = record(
    "Excluded",
    "A school part the standard does not judge.",
    Key("unit", TEXT, "School code, with the campus where that counts as a school of its own."),
    Key("name", TEXT, "Name of the school."),
    Key("stage", TEXT, "Stage."),
    Key("kind", TEXT_OR_NULL, "Kind of school."),
    Key("pupils", WHOLE_OR_NULL, "Pupils; null is unknown."),
    Key("reason", TEXT, "Why: kind, sponsor, stage, small_point or no_pupils."),
    Key("text", _WORDS, "The reason in words."),
)

_COUNTY = record(
    "CountyIndicator",
    "One indicator over all judged parts of a stage, weighted by pupils.",
    Key("stage", TEXT, "Stage."),
    Key("indicator", TEXT, "Indicator id."),
    Key("parts", COUNT, "Judged school parts."),
    Key("numerator", FIGURE_OR_NULL, "County total; null when any part's figure is unknown."),
    Key("denominator", FIGURE_OR_NULL, "County pupils; null when any part's figure is unknown."),
    Key("mean", FIGURE_OR_NULL, "County total over county pupils, times the factor."),
    Key("exact", TEXT, _EXACT, lambda held: exact_text(held.mean), optional=True),
    Key("sd", FIGURE_OR_NULL, "Pupil-weighted standard deviation around the mean."),
    Key("cv", FIGURE_OR_NULL, "Coefficient of variation: sd / mean; null when unknown or the mean is 0."),
    Key("limit", FIGURE_OR_NULL, "The most the standard allows; null where it sets no limit."),
    Key("verdict", VERDICT_OR_NULL, "Whether the limit is kept; null where there is none."),
    Key("schools_met", COUNT, "Parts that reach the line."),
    Key("schools_short", COUNT, "Parts below the line."),
    Key("schools_unknown", COUNT, "Parts whose value is unknown."),
    Key("missing", TEXTS, "Units whose value is unknown."),
)

_COMPOSITE = record(
    "Composite",
    "Mean of a stage's coefficients of variation.",
    Key("stage", TEXT, "Stage."),
    Key("cv", FIGURE_OR_NULL, "The mean; null when any coefficient is unknown."),
    Key("limit", FIGURE_OR_NULL, "The most the standard allows; null where it sets no limit."),
    Key("verdict", VERDICT_OR_NULL, "Whether the limit is kept; null where there is none."),
)

_CULPRIT = record(
    "Culprit",
    "A school, class or group that keeps a check from being met.",
    Key("unit", TEXT, "School code or name of the group."),
    Key("name", TEXT, "Name."),
    Key("stage", TEXT_OR_NULL, "Stage, where it matters."),
    Key("value", FIGURE_OR_NULL, "What there is; null is unknown."),
    Key("line", FIGURE_OR_NULL, "What is asked."),
    Key("text", _WORDS, "In words."),
)

_FINDING = record(
    "Finding",
    "One check of an item with its working.",
    Key("function", TEXT, "Name of the check."),
    Key("verdict", VERDICT, "Its verdict."),
    Key("numerator", FIGURE_OR_NULL, "Numerator, where the check is a ratio."),
    Key("denominator", FIGURE_OR_NULL, "Denominator, where the check is a ratio."),
    Key("value", FIGURE_OR_NULL, "The figure judged; null when unknown or not a figure."),
    Key("line", FIGURE_OR_NULL, "What is asked."),
    Key("working", _WORDS, "The working in one sentence."),
    Key("culprits", many(_CULPRIT), "What keeps it from being met."),
    Key("missing", TEXTS, "Names of the fields that are unknown."),
)

_ITEM = record(
    "Item",
    "One demand beside the indicators.",
    Key("id", TEXT, "Item id."),
    Key("group", TEXT, "precondition, guarantee, quality, work, recognition or veto."),
    Key("number", WHOLE, "Number in its group."),
    Key("title", _WORDS, "Title."),
    Key("clause", TEXT, "Where the standard asks it."),
    Key("section", TEXT_OR_NULL, "Section of the bureau that answers for it."),
    Key("verdict", VERDICT, "Met when all findings are; for a veto, met means that it does not apply."),
    Key("findings", many(_FINDING), "Its checks."),
)


def _group_verdict(items: Sequence[Any]) -> Verdict | None:
    return joint(item.verdict for item in items) if items else None


_RECOGNITION = record(
    "Recognition",
    "Public recognition: satisfaction of those who were asked.",
    Key("verdict", VERDICT_OR_NULL, "Verdict of all its items; null where the standard has none.", _group_verdict),
    Key("items", many(_ITEM), "The items.", tuple),
)

_UNKNOWN = record(
    "Unknown",
    "A figure that is missing and what it keeps from being judged.",
    Key("where", choice("part", "item", "county"), "What cannot be judged."),
    Key("unit", TEXT_OR_NULL, "School code."),
    Key("name", TEXT_OR_NULL, "Name of the school."),
    Key("stage", TEXT_OR_NULL, "Stage."),
    Key("indicator", TEXT_OR_NULL, "Id of the indicator or item."),
    Key("fields", TEXTS, "Names of the fields that are unknown."),
    Key("text", _WORDS, "In words."),
)

_INDICATOR = record(
    "Indicator",
    "An indicator of the standard.",
    Key("id", TEXT, "Indicator id."),
    Key("title", _WORDS, "Title."),
    Key("clause", TEXT, "Where the standard asks it."),
    Key("unit", TEXT, "Unit of the numerator and of the shortfall."),
    Key("times", FIGURE, "Factor of the value (100 for per hundred pupils)."),
    Key("better", choice("more", "less"), "Which direction is better."),
    Key("whole", YES_OR_NO, "Whether shortfalls are counted in whole units."),
    Key("lines", by_name(FIGURE), "Line by stage."),
    Key("cv_limits", by_name(FIGURE), "Limit of the coefficient of variation by stage."),
)

_APPLIED = record(
    "Applied",
    "The standard that was applied.",
    Key("id", TEXT, "Id."),
    Key("title", _WORDS, "Title."),
    Key("document", TEXT, "Document and its number."),
    Key("stages", TEXTS, "Stages it judges."),
    Key("at_least", WHOLE_OR_NULL, "Indicators a school part must meet; null where schools get no verdict."),
    Key("floor", FIGURE_OR_NULL, "Share of the line the others must reach."),
    Key("switches", TEXTS, "Transitional rules that were on."),
    Key("indicators", many(_INDICATOR), "Its indicators."),
)

_COMPONENT = record(
    "Component",
    "One group of demands.",
    Key("id", TEXT, "resources, guarantee, quality, work, recognition, precondition or veto."),
    Key("title", _WORDS, "Title."),
    Key("verdict", VERDICT, "Its verdict."),
    Key("text", _WORDS, "What it comes from, in words."),
)

_ROOM = record(
    "RoomNeed",
    "Special rooms a unit needs and has.",
    Key("unit", TEXT, "School code."),
    Key("name", TEXT, "Name of the school."),
    Key("classes", WHOLE_OR_NULL, "Classes; null is unknown."),
    Key("room", choice("music", "art"), "Kind of room."),
    Key("needed", WHOLE_OR_NULL, "Rooms needed; null is unknown."),
    Key("there", WHOLE_OR_NULL, "Rooms large enough; null is unknown."),
    Key("too_small", COUNT, "Rooms that are too small."),
    Key("missing", WHOLE_OR_NULL, "Rooms still needed; null is unknown."),
)

_BAND = record(
    "ClassBand",
    "Classes of a stage by size.",
    Key("stage", TEXT, "Stage."),
    Key("band", TEXT, "Pupils in the class, from-to."),
    Key("classes", COUNT, "Classes in the band."),
    Key("pupils", WHOLE_OR_NULL, "Pupils in them; null is unknown."),
)

_OVERSIZE = record(
    "Oversize",
    "A class or school above its limit.",
    Key("kind", choice("class", "school"), "What is too large."),
    Key("unit", TEXT, "School code."),
    Key("name", TEXT, "Name of the school."),
    Key("stage", TEXT_OR_NULL, "Stage."),
    Key("label", TEXT, "Which class or school."),
    Key("pupils", COUNT, "Pupils."),
    Key("limit", COUNT, "The most there may be."),
    Key("band", TEXT_OR_NULL, "Size band of a class (56-65 大班额, 66+ 超大班额); null for a school."),
)

_ALERT = record(
    "Alert",
    "Something to look at.",
    Key("kind", choice("worse", "near"), "Turned worse against last year, or near its line."),
    Key("unit", TEXT_OR_NULL, "School code; null for the county."),
    Key("name", TEXT_OR_NULL, "Name of the school."),
    Key("stage", TEXT_OR_NULL, "Stage; null for an item."),
    Key("indicator", TEXT_OR_NULL, "Id of the indicator or item; null for the verdict of the whole part."),
    Key("before", FIGURE_OR_NULL, "Last year's figure."),
    Key("now", FIGURE_OR_NULL, "This year's figure."),
    Key("line", FIGURE_OR_NULL, "The line or limit."),
    Key("text", _WORDS, "In words."),
)

_INEQUALITY = record(
    "Inequality",
    "Inequality beyond the standard, weighted by pupils; null where a measure is not defined.",
    Key("stage", TEXT, "Stage."),
    Key("indicator", TEXT, "Indicator id."),
    Key("gini", FIGURE_OR_NULL, "Gini coefficient."),
    Key("theil", FIGURE_OR_NULL, "Theil's T."),
    Key("theil_between", FIGURE_OR_NULL, "Its part between locales."),
    Key("theil_within", FIGURE_OR_NULL, "Its part within locales."),
    Key("mcloone", FIGURE_OR_NULL, "McLoone index."),
    Key("range_ratio", FIGURE_OR_NULL, "Federal range ratio."),
)

_TREND = record(
    "TrendPoint",
    "One year of one indicator.",
    Key("year", WHOLE, "School year."),
    Key("stage", TEXT, "Stage."),
    Key("indicator", TEXT, "Indicator id."),
    Key("parts", COUNT, "Judged school parts."),
    Key("schools_met", COUNT, "Parts that reach the line."),
    Key("mean", FIGURE_OR_NULL, "County mean."),
    Key("cv", FIGURE_OR_NULL, "Coefficient of variation."),
)

_ASSESSMENT = record(
    "Assessment",
    "One county in one school year, judged by one standard.",
    Key("standard", TEXT, "Id of the standard.", lambda held: held.standard.id),
    Key("snapshot", _SNAPSHOT, "Content hash of the records."),
    Key("verdict", VERDICT, "The county's verdict."),
    Key("county_code", TEXT, "County code (GB/T 2260)."),
    Key("county_name", TEXT_OR_NULL, "Name of the county; null when it was not filed."),
    Key("year", WHOLE, "School year judged (the year it starts in)."),
    Key("applied", _APPLIED, "The standard in short.", lambda held: held.standard),
    Key("components", many(_COMPONENT), "Verdicts by group of demands."),
    Key("parts", many(_PART), "Judged school parts."),
    Key("excluded", many(_EXCLUDED), "School parts that are not judged."),
    Key("county", many(_COUNTY), "The county's means and coefficients of variation."),
    Key("composite", many(_COMPOSITE), "Composite coefficients of variation."),
    Key("items", many(_ITEM), "Items of guarantee, quality and government work."),
    Key("recognition", _RECOGNITION, "Public recognition."),
    Key("preconditions", many(_ITEM), "Preconditions."),
    Key("vetoes", many(_ITEM), "Vetoes; met means that the veto does not apply."),
    Key("unknown", many(_UNKNOWN), "What cannot be judged, and what is missing."),
    Key("rooms", many(_ROOM), "Special rooms."),
    Key("class_bands", many(_BAND), "Classes by size."),
    Key("oversize", many(_OVERSIZE), "Classes and schools above their limit."),
    Key("alerts", many(_ALERT), "Alerts."),
    Key("inequality", many(_INEQUALITY), "Inequality beyond the standard."),
    Key("trend", many(_TREND), "The years before, and this one."),
    Key("notes", many(_WORDS), "What a reader of the figures must know."),
)

_ASSESSMENTS = record(
    "Assessments",
    "Several counties, judged by one standard.",
    Key("standard", TEXT, "Id of the standard.", lambda held: held[0].standard.id),
    Key("snapshot", _SNAPSHOT, "Content hash of the records.", lambda held: held[0].snapshot),
    Key("verdict", VERDICT, "Met when every county is; short when any is.", _group_verdict),
    Key("counties", many(_ASSESSMENT), "The counties.", tuple),
)


def _written(result: Assessment | Sequence[Assessment]) -> tuple[Kind, Any]:
    if isinstance(result, Assessment):
        return _ASSESSMENT, result
    if not result:
        raise ValueError("there is no assessment to write")
    return (_ASSESSMENT, result[0]) if len(result) == 1 else (_ASSESSMENTS, result)


def to_json(result: Assessment | Sequence[Assessment]) -> bytes:
    """Return the JSON document of one assessment, or of several counties assessed by the same standard.

    Raises ValueError when there is none.
    """
    kind, value = _written(result)
    return msgspec.json.encode(kind.write(value))


def json_schema() -> Schema:
    """Return the JSON Schema (2020-12) of what `to_json` writes."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Junheng assessment",
        "description": "What `junheng assess --json` prints: one county, or several. Unknown figures are null.",
        "oneOf": [_ASSESSMENT.schema, _ASSESSMENTS.schema],
        "$defs": dict(sorted(_ASSESSMENTS.definitions.items())),
    }
