"""The shapes facts come in: a row per school part, exact, with unknowns as null."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import polars as pl

from junheng.dictionary import Title

DIMENSIONS = (
    "county_code", "year", "unit", "school_code", "campus", "stage", "school_name", "kind", "kind_group", "locale",
    "locale_group", "sponsor", "sponsor_group", "township", "boarding", "built_year", "longitude", "latitude",
    "excluded", "undecided", "share_num", "share_den",
)  # fmt: skip
"""Columns of `Facts.parts` before the figures.

`unit` identifies the row's school (the school code, or code/campus for a campus that counts as a school of its
own). `excluded` is null for rows that are judged, else why not: kind, sponsor, stage, small_point or no_pupils.
`undecided` names the blank field (kind, sponsor) without which it cannot be told whether a row is judged; its
figures are then of no use. `share_num`/`share_den` (Int64) is the exact share of the unit's shared quantities that
belongs to this stage: 1/1 for one-stage units, null when pupils of a stage are unknown. `kind_group` is that of
the filed kind, but the stage's own for a campus of a multi-stage school that holds one stage alone.
"""


@dataclass(frozen=True, slots=True)
class Rules:
    """How records become rows: what is left out and how shared quantities are split (domain: 教督〔2017〕6号).

    `weights` maps a group of kinds (`default` for the rest) to the weight of one pupil by stage.
    """

    stages: tuple[str, ...] = ("primary", "junior")
    exclude_kinds: frozenset[str] = frozenset()
    exclude_sponsors: frozenset[str] = frozenset()
    teaching_point_minimum: int | None = None
    weights: Mapping[str, Mapping[str, Fraction]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Note:
    """Something a reader of the facts must know: a figure derived, a row left out, two sources that differ."""

    kind: str
    """derived, differs, merged, missing, orphan, duplicate or unplaced (rows left out say so in `excluded`)"""
    unit: str
    """Unit or school code; blank when the note is about several."""
    stage: str | None
    field: str | None
    text: Title
    county_code: str | None = None
    """County it belongs to; None when it cannot be told."""
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """All facts of one or more counties and years.

    `parts`: DIMENSIONS, then every numeric field of the tables `part` (the stage's own) and `school` (the whole
    unit's; shared ones are to be multiplied by share_num/share_den), typed as in the dictionary, null = unknown;
    `largest_class` (Int64, pupils), `migrant_share` (Float64, for conditions only), `school_pupils` (Int64, of
    the judged stages), `origin` last when the records carried it. Rows are in no particular order.

    `schools`: a row per unit and year: the dimensions without stage, excluded and share; `stages` (list, those with
    a row), `judged` (Boolean: a part of it is judged), `pupils` and `classes` (all stages), `pupils_STAGE` and
    `classes_STAGE` (null where the unit has no such stage), `pupils_compulsory`, `classes_compulsory` and
    `migrant_pupils` (stages of the rules, added up), `migrant_share`, `largest_class`, then the figures of `school`.

    `classes` and `rooms`: rows of those tables with county_code, unit, kind_group and locale_group.
    `counties`, `satisfaction`, `work_scores`: the county tables as filed.
    """

    parts: pl.DataFrame
    schools: pl.DataFrame
    classes: pl.DataFrame
    rooms: pl.DataFrame
    counties: pl.DataFrame
    satisfaction: pl.DataFrame
    work_scores: pl.DataFrame
    notes: tuple[Note, ...] = ()
    snapshot: str = ""
    """Content hash of the records, `sha256:` and 64 hex digits."""
