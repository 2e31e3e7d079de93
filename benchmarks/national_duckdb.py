"""The nation's facts and verdicts in hand-written DuckDB SQL: what a good analyst would write for this one standard.

Figures come as BIGINT and DOUBLE in native tables. There is nothing here about campuses, doubled or missing rows,
transitional rules or other standards; ties are decided with a tolerance.
"""

from __future__ import annotations

from typing import NamedTuple

import duckdb
import polars as pl


class Asked(NamedTuple):
    """An indicator of the standard."""

    numerator: str
    times: int
    primary: str
    junior: str
    whole: bool


INDICATORS = {
    "L1": Asked("above", 100, "4.2", "5.3", True),
    "L2": Asked("backbone_teachers", 100, "1", "1", True),
    "L3": Asked("pe_teachers + music_teachers + art_teachers + arts_teachers", 100, "0.9", "0.9", True),
    "L4": Asked("share * (teaching_area - indoor_sports_area)", 1, "4.5", "5.8", False),
    "L5": Asked("share * (sports_ground_area + indoor_sports_area)", 1, "7.5", "10.2", False),
    "L6": Asked("share * equipment_value", 1, "2000", "2500", False),
    "L7": Asked("share * multimedia_rooms", 100, "2.3", "2.4", True),
}
NAMES = tuple(INDICATORS)
VERDICT = "ENUM('met', 'short', 'unknown')"


def _cells() -> str:
    columns = []
    for name, asked in INDICATORS.items():
        line = f"(CASE stage WHEN 'primary' THEN {asked.primary}::DOUBLE ELSE {asked.junior}::DOUBLE END)"
        lack = f"{line} * pupils / {asked.times} - {name}"
        lack_floor = f"0.85 * {line} * pupils / {asked.times} - {name}"
        top = "greatest(0, ceil({} - 1e-9))" if asked.whole else "greatest(0, {})"
        columns.append(
            f"""{name} AS {name}_numerator, pupils::DOUBLE AS {name}_denominator,
            {asked.times} * {name} / pupils AS {name}_value,
            (CASE WHEN {lack} <= 1e-9 THEN 'met' WHEN {lack} > 1e-9 THEN 'short' ELSE 'unknown' END)::{VERDICT}
                AS {name}_verdict,
            {lack_floor} <= 1e-9 AS {name}_above_floor,
            CASE WHEN {lack} IS NOT NULL THEN {top.format(lack)} END AS {name}_shortfall,
            CASE WHEN {lack} IS NOT NULL THEN {top.format(lack_floor)} END AS {name}_shortfall_floor"""
        )
    return ",\n".join(columns)


FIGURES = f"""
CREATE OR REPLACE TEMP TABLE figures AS
WITH weighted AS (
    SELECT year, school_code, campus, stage, pupils,
        coalesce(teachers_above_degree, CASE stage
            WHEN 'primary' THEN teachers_postgraduate + teachers_bachelor + teachers_associate
            WHEN 'junior' THEN teachers_postgraduate + teachers_bachelor END) AS above,
        backbone_teachers, pe_teachers, music_teachers, art_teachers, arts_teachers
    FROM part
),
kinds AS (
    SELECT year, school_code, campus, county_code, kind, teaching_area, indoor_sports_area, sports_ground_area,
        equipment_value, multimedia_rooms
    FROM school
    WHERE kind NOT IN ('111', '342', '361', '362', '363', '364', '365', '366', '367', '368', '369', '371',
                       '511', '512', '513', '514', '519')
),
totals AS (
    SELECT year, school_code, campus,
        CASE WHEN count(pupils) = count(*) THEN sum(pupils * CASE
            WHEN kind = '341' THEN (CASE stage WHEN 'junior' THEN 100 ELSE 120 END)
            WHEN stage = 'primary' THEN 100 WHEN stage = 'junior' THEN 110 ELSE 132 END) END AS together
    FROM weighted JOIN kinds USING (year, school_code, campus)
    WHERE kind IN ('312', '341', '345')
    GROUP BY ALL
),
shares AS (
    SELECT county_code, w.year, school_code AS unit, stage, pupils, w.* EXCLUDE (year, school_code, stage, pupils),
        k.* EXCLUDE (county_code, year, school_code, campus),
        CASE WHEN kind NOT IN ('312', '341', '345') THEN 1.0::DOUBLE
             ELSE pupils * CASE
                WHEN kind = '341' THEN 100
                WHEN stage = 'primary' THEN 100 ELSE 110 END / nullif(together, 0)::DOUBLE END AS share
    FROM weighted w JOIN kinds k USING (year, school_code, campus) LEFT JOIN totals t USING (year, school_code, campus)
    WHERE stage IN ('primary', 'junior') AND coalesce(pupils > 0, true)
        AND NOT coalesce(kind = '218' AND pupils < 50, false)
)
SELECT county_code, year, stage, unit, pupils,
    {", ".join(f"{asked.numerator} AS {name}" for name, asked in INDICATORS.items())}
FROM shares
"""

PARTS = f"""
CREATE OR REPLACE TEMP TABLE parts AS
WITH cells AS (SELECT county_code, year, stage, unit, {_cells()} FROM figures),
counted AS (
    SELECT *,
        {" + ".join(f"({name}_verdict = 'met')::UTINYINT" for name in NAMES)} AS met,
        {" + ".join(f"({name}_verdict = 'short')::UTINYINT" for name in NAMES)} AS short,
        {" + ".join(f"({name}_verdict = 'unknown')::UTINYINT" for name in NAMES)} AS unknown,
        {" OR ".join(f"coalesce(NOT {name}_above_floor, false)" for name in NAMES)} AS below_floor
    FROM cells
)
SELECT * EXCLUDE (below_floor),
    (CASE WHEN short > 1 OR below_floor THEN 'short' WHEN unknown > 0 THEN 'unknown' ELSE 'met' END)::{VERDICT}
        AS verdict
FROM counted
"""

COUNTY = f"""
CREATE OR REPLACE TEMP TABLE county AS
WITH means AS (
    SELECT county_code, year, stage, count(*) AS n, sum(pupils)::DOUBLE AS pupils_all,
        count(pupils) = count(*) AS whole,
        {
    ", ".join(f"CASE WHEN whole AND count({name}) = count(*) THEN sum({name}) END AS {name}_all" for name in NAMES)
}
    FROM figures GROUP BY ALL
),
spread AS (
    SELECT county_code, year, stage, any_value(n) AS n, any_value(pupils_all) AS pupils_all,
        {", ".join(f"any_value({name}_all) AS {name}_all" for name in NAMES)},
        {
    ", ".join(f"sum(({name} - {name}_all / pupils_all * pupils) ** 2 / pupils) AS {name}_squares" for name in NAMES)
}
    FROM figures JOIN means USING (county_code, year, stage) GROUP BY ALL
),
long AS (
    {
    " UNION ALL ".join(
        f'''SELECT county_code, year, stage, '{name}' AS indicator, n, {name}_all AS numerator,
            CASE WHEN {name}_all IS NOT NULL THEN pupils_all END AS denominator,
            {asked.times} * {name}_all / pupils_all AS mean,
            CASE WHEN {name}_all IS NOT NULL THEN {asked.times} * sqrt({name}_squares / pupils_all) END AS sd
            FROM spread'''
        for name, asked in INDICATORS.items()
    )
}
),
coefficients AS (
    SELECT *, CASE WHEN mean > 0 THEN sd / mean END AS cv,
        CASE stage WHEN 'primary' THEN 0.5 ELSE 0.45 END::DOUBLE AS lim
    FROM long
)
SELECT county_code, year, stage, indicator, n, numerator, denominator, mean, sd, cv, lim AS "limit",
    (CASE WHEN cv <= lim + 1e-12 THEN 'met' WHEN cv > lim + 1e-12 THEN 'short' ELSE 'unknown' END)::{VERDICT} AS verdict
FROM coefficients
UNION ALL
SELECT county_code, year, stage, 'composite', any_value(n), NULL, NULL, NULL, NULL,
    CASE WHEN count(cv) = count(*) THEN avg(cv) END, NULL, NULL
FROM coefficients GROUP BY county_code, year, stage
"""

VERDICTS = """
CREATE OR REPLACE TEMP TABLE verdicts AS
WITH schools AS (
    SELECT county_code, year, count(*) FILTER (verdict = 'met') AS met, count(*) FILTER (verdict = 'short') AS short,
        count(*) FILTER (verdict = 'unknown') AS unknown
    FROM parts GROUP BY ALL
),
inequality AS (
    SELECT county_code, year, bool_or(verdict = 'short') AS any_short, bool_or(verdict = 'unknown') AS any_unknown,
        count(DISTINCT stage) AS stages
    FROM county GROUP BY ALL
)
SELECT county_code, year, met, short, unknown,
    CASE WHEN short > 0 OR any_short THEN 'short'
         WHEN unknown > 0 OR any_unknown OR stages < 2 THEN 'unknown' ELSE 'met' END AS verdict
FROM schools JOIN inequality USING (county_code, year)
"""


class Nation:
    """The tables in DuckDB, and the queries over them."""

    def __init__(self, school: pl.DataFrame, part: pl.DataFrame) -> None:
        self._connection = duckdb.connect()
        for name, frame in (("school", school), ("part", part)):
            self._connection.register("frame", frame.to_arrow())
            self._connection.execute(f"CREATE TABLE {name} AS SELECT * FROM frame")
            self._connection.unregister("frame")

    def judge(self) -> None:
        """Make the tables parts, county and verdicts."""
        for query in (FIGURES, PARTS, COUNTY, VERDICTS):
            self._connection.execute(query)

    def result(self, table: str) -> pl.DataFrame:
        """Return one of the tables made."""
        held = pl.from_arrow(self._connection.sql(f"SELECT * FROM {table}").to_arrow_table())
        assert isinstance(held, pl.DataFrame)
        return held
