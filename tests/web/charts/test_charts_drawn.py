from __future__ import annotations

import csv
import io
import itertools
import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import altair as alt
import msgspec
import polars as pl
import pytest

from junheng import demo
from junheng.assess import Assessment, assess, rules_of
from junheng.facts import derive
from junheng.standards import load
from junheng.web.charts.colours import on_page, on_paper
from junheng.web.charts.county import class_bands, county_map, schools
from junheng.web.charts.cv import cv_bars
from junheng.web.charts.files import specification, svg
from junheng.web.charts.model import Chart, Column
from junheng.web.charts.spread import distribution, lorenz, lorenz_points, parts_of
from junheng.web.charts.years import trend, trends

STAGES = ("primary", "junior")


@cache
def judged() -> Assessment:
    standard = load("cn.quality.2017")
    return assess(derive(demo.county(persons=False), rules_of(standard)), standard)


@cache
def all_charts(language: str = "zh") -> dict[str, Chart]:
    held = judged()
    made = {
        "schools": schools(held, language),
        "map": county_map(held, language),
        "centre": county_map(held, language, "centre"),
    }
    for stage in STAGES:
        made |= {
            f"cv {stage}": cv_bars(held, stage, language),
            f"trends {stage}": trends(held, stage, language),
            f"bands {stage}": class_bands(held, stage, language),
            f"distribution {stage}": distribution(held, stage, "L2", language),
            f"lorenz {stage}": lorenz(held, stage, "L2", language),
            f"trend cv {stage}": trend(held, stage, "L2", language),
            f"trend mean {stage}": trend(held, stage, "L2", language, "mean"),
        }
    return {name: chart for name, chart in made.items() if chart is not None}


def values(spec: Any) -> Iterator[dict[str, Any]]:
    """Yield every row of data a specification holds."""
    if isinstance(spec, dict):
        for name, held in spec.items():
            if name in {"values", "datasets"}:
                yield from held if isinstance(held, list) else [row for rows in held.values() for row in rows]
            else:
                yield from values(held)
    elif isinstance(spec, list):
        for held in spec:
            yield from values(held)


NAMES = [*all_charts()]


@pytest.mark.parametrize("name", NAMES)
def test_a_chart_is_valid_vega_lite(name: str) -> None:
    spec = specification(all_charts()[name])
    alt.Chart.from_dict(spec, validate=True)
    assert spec["width"] > 0


@pytest.mark.parametrize("name", NAMES)
def test_on_a_page_every_colour_is_a_token_and_on_paper_none_is(name: str) -> None:
    chart = all_charts()[name]
    page, paper = json.dumps(chart.draw(on_page())), json.dumps(chart.draw(on_paper()))
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b|\brgb\(", page)
    assert "var(--" in page
    assert "var(--" not in paper


@pytest.mark.parametrize("name", NAMES)
def test_a_chart_says_its_title_what_there_is_to_see_and_its_snapshot(name: str) -> None:
    for language in ("zh", "en"):
        chart = all_charts(language)[name]
        assert chart.title
        assert chart.description
        assert judged().snapshot[:19] in chart.source
        assert chart.rows
        assert all(len(row) == len(chart.columns) for row in chart.rows)


@pytest.mark.parametrize("stage", STAGES)
def test_bars_hold_the_assessments_coefficients_and_the_named_limit(stage: str) -> None:
    rows = list(values(all_charts()[f"cv {stage}"].draw(on_paper())))
    drawn = [row["cv"] for row in rows if "cv" in row and "limit" in row]
    held = [one for one in judged().county if one.stage == stage]
    composite = [one for one in judged().composite if one.stage == stage]
    assert drawn[: len(held) + len(composite)] == [float(one.cv or 0) for one in (*held, *composite)]
    limit = float(held[0].limit or 0)
    assert {row["name"] for row in rows if row.get("line") == limit} == {f"限值 {limit:g}"}


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("indicator", ["L1", "L2", "L4", "L6", "L7"])
def test_the_area_under_the_lorenz_curve_gives_the_assessments_gini(stage: str, indicator: str) -> None:
    curve = lorenz_points(parts_of(judged(), stage, indicator), indicator)
    under = sum((x2 - x1) * (y1 + y2) / 2 for (x1, y1), (x2, y2) in itertools.pairwise(curve))
    held = next(one for one in judged().inequality if (one.stage, one.indicator) == (stage, indicator))
    assert float(1 - 2 * under) == pytest.approx(held.gini, abs=1e-12)


def test_every_school_with_a_value_is_a_dot_in_the_distribution_and_the_line_is_named() -> None:
    rows = list(values(all_charts()["distribution junior"].draw(on_paper())))
    cells = {part.name: part.indicators["L2"] for part in judged().parts if part.stage == "junior"}
    dots = {row["name"]: row["value"] for row in rows if "said" in row}
    assert {name.partition("（")[0]: value for name, value in dots.items()} == {
        name: float(cell.value or 0) for name, cell in cells.items()
    }
    assert any(row.get("name") == "标准 1" for row in rows)


def test_an_unknown_school_is_said_to_be_unknown_and_is_never_a_zero() -> None:
    tables = demo.county(schools=8, seed=7, persons=False)
    part = tables["part"]
    first = part.filter((pl.col("year") == part["year"].max()) & (pl.col("stage") == "primary"))["school_code"][0]
    blank = (pl.col("school_code") == first) & (pl.col("year") == part["year"].max())
    part = part.with_columns(
        pl.when(blank).then(None).otherwise(pl.col("backbone_teachers")).alias("backbone_teachers")
    )
    standard = load("cn.quality.2017")
    held = assess(derive({**tables, "part": part}, rules_of(standard)), standard)
    dots, curve, bars = (
        distribution(held, "primary", "L2", "zh"),
        lorenz(held, "primary", "L2", "zh"),
        cv_bars(held, "primary", "zh"),
    )
    assert sum(row[1] == "无法判定" for row in dots.rows) == 1
    drawn = {row["name"] for row in values(dots.draw(on_paper())) if "said" in row}
    assert drawn == {row[0] for row in dots.rows if row[1] != "无法判定"}
    assert curve.rows == ()
    assert "无法判定" in curve.description
    line = next(row for row in values(bars.draw(on_paper())) if row.get("title", "").startswith("L2"))
    assert line["cv"] is None
    assert line["text"] == "◌ 无法判定"


def test_the_map_is_left_out_where_no_school_has_coordinates() -> None:
    bare = msgspec.structs.replace(
        judged(), parts=tuple(msgspec.structs.replace(p, longitude=None, latitude=None) for p in judged().parts)
    )
    assert county_map(bare, "zh") is None


def test_a_table_for_excel_starts_with_its_mark_and_holds_no_formula() -> None:
    chart = Chart(
        "x", "t", "d", "s", (Column("学校"), Column("值", figures=True)), (("=1+1", "1,234.5"),), lambda _: {}
    )
    rows = list(csv.reader(io.StringIO(chart.csv().removeprefix("\ufeff"))))
    assert chart.csv().startswith("\ufeff")
    assert rows == [["学校", "值"], ["'=1+1", "1234.5"], ["s"]]


def test_the_picture_for_a_file_carries_title_source_and_the_line_as_text() -> None:
    drawn = svg(all_charts()["cv junior"])
    assert "初中差异系数" in drawn
    assert "限值 0.45" in drawn
    assert judged().snapshot[:19] in drawn
    assert "<script" not in drawn
