"""Two public tables from abroad load by their saved mappings alone, and nothing in them is lost unsaid.

The files are not part of the project. They are looked for in the folder that JUNHENG_SHARED names, else beside the
project; without them these tests are skipped. Every expected figure is counted here from the file itself, with the
csv module and nothing of the program.
"""

from __future__ import annotations

import csv
import os
from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import sqrt
from pathlib import Path

import polars as pl
import pytest

from junheng.assess import Assessment, assess, rules_of
from junheng.exchange import Fault, Reading, read
from junheng.facts import Facts, derive
from junheng.standards import load

ROOT = Path(__file__).parents[2]
DATA = Path(os.environ.get("JUNHENG_SHARED", ROOT.parent / "shared")) / "data"
SJKC = DATA / "my_sjkc_chinese_primary.csv"
TOCANTINS = DATA / "br_tocantins_escolas_2025.csv"

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason=f"the folder of public school data is not there: {DATA.name}")

Row = dict[str, str]


def counted(path: Path) -> dict[int, Row]:
    """Return the file's rows by the number a person sees."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return dict(enumerate(csv.DictReader(lines), 2))


def rows_of(faults: Sequence[Fault], header: str) -> set[int]:
    """Return the rows named in faults and doubts about single cells of a column."""
    return {fault.row for fault in faults if fault.header == header and fault.row is not None}


def origins(frame: pl.DataFrame) -> set[int]:
    return {int(origin.rpartition("|")[2]) for origin in frame["origin"]}


def with_facts(reading: Reading, name: str) -> tuple[Facts, str]:
    standard = ROOT / "examples" / "standards" / f"{name}.toml"
    return derive(reading.tables, rules_of(load(standard))), str(standard)


def judged(facts_and_standard: tuple[Facts, str], county: str) -> Assessment:
    facts, standard = facts_and_standard
    return assess(facts, load(standard), county=county, year=2025)


@pytest.fixture(scope="module")
def sjkc() -> Reading:
    return read([SJKC], mapping=ROOT / "examples" / "mappings" / "my-sjkc.toml")


@pytest.fixture(scope="module")
def sjkc_rows() -> dict[int, Row]:
    return counted(SJKC)


@pytest.fixture(scope="module")
def sjkc_facts(sjkc: Reading) -> tuple[Facts, str]:
    return with_facts(sjkc, "my-sjkc")


@pytest.fixture(scope="module")
def tocantins() -> Reading:
    return read([TOCANTINS], mapping=ROOT / "examples" / "mappings" / "br-tocantins.toml")


@pytest.fixture(scope="module")
def tocantins_rows() -> dict[int, Row]:
    return counted(TOCANTINS)


@pytest.fixture(scope="module")
def tocantins_facts(tocantins: Reading) -> tuple[Facts, str]:
    return with_facts(tocantins, "br-tocantins")


# --- Malaysia --------------------------------------------------------------------------------------------------------


def test_every_chinese_primary_school_of_malaysia_is_read(sjkc: Reading, sjkc_rows: Mapping[int, Row]) -> None:
    assert len(sjkc_rows) == 1304
    assert origins(sjkc.tables["school"]) == origins(sjkc.tables["part"]) == set(sjkc_rows)
    assert sjkc.tables["county"]["county_code"].to_list() == list(dict.fromkeys(r["PPD"] for r in sjkc_rows.values()))
    assert list(sjkc.rows.values()) == [1304]
    assert sum(sjkc.filtered.values()) == 0


@pytest.mark.parametrize(
    ("header", "blank", "fed"),
    [
        ("ENROLMEN", 2, "part.pupils"),
        ("GURU", 1, "part.full_time_teachers"),
        ("KOORDINATXX", 1, "school.longitude"),
        ("KOORDINATYY", 1, "school.latitude"),
    ],
)
def test_its_blanks_are_named_row_by_row_and_stay_unknown(
    sjkc: Reading, sjkc_rows: Mapping[int, Row], header: str, blank: int, fed: str
) -> None:
    table, _, field = fed.partition(".")
    without = {number for number, row in sjkc_rows.items() if not row[header].strip()}
    assert len(without) == blank
    assert rows_of(sjkc.faults, header) == without
    assert origins(sjkc.tables[table].filter(pl.col(field).is_null())) == without


def test_its_figures_are_those_of_the_file(sjkc: Reading, sjkc_rows: Mapping[int, Row]) -> None:
    part = sjkc.tables["part"]
    for field, header in (("pupils", "ENROLMEN"), ("full_time_teachers", "GURU")):
        found = {row["school_code"]: row[field] for row in part.iter_rows(named=True)}
        assert found == {r["KODSEKOLAH"]: int(r[header]) if r[header] else None for r in sjkc_rows.values()}
    codes = {"Bandar": "111", "Luar Bandar": "220"}
    for school, row in zip(sjkc.tables["school"].iter_rows(named=True), sjkc_rows.values(), strict=True):
        assert school["locale"] == codes[row["LOKASI"]]
        assert school["school_name"] == row["NAMASEKOLAH_C"].strip()
        assert school["county_code"] == row["PPD"]
        assert school["longitude"] == to_six_places(row["KOORDINATXX"])
        assert school["latitude"] == to_six_places(row["KOORDINATYY"])


def to_six_places(text: str) -> Decimal | None:
    return Decimal(text).quantize(Decimal("0.000001"), ROUND_HALF_UP) if text else None


def test_its_education_offices_are_judged_by_teachers_per_hundred_pupils(
    sjkc_facts: tuple[Facts, str], sjkc_rows: Mapping[int, Row]
) -> None:
    offices: dict[str, list[Row]] = defaultdict(list)
    for row in sjkc_rows.values():
        offices[row["PPD"]].append(row)
    for name in ("PPD MUAR", "PPD SIBU", "PPD LARUT/MATANG/SELAMA", "PPD PETALING PERDANA"):
        result = judged(sjkc_facts, name)
        (indicator,) = result.county
        schools = offices[name]
        assert len(result.parts) == len(schools)
        cells = {part.school: part.indicators["T"] for part in result.parts}
        for row in schools:
            known = bool(row["ENROLMEN"] and row["GURU"])
            value = Fraction(100 * int(row["GURU"]), int(row["ENROLMEN"])) if known else None
            assert cells[row["KODSEKOLAH"]].value == value
            verdict = "unknown" if value is None else "met" if value >= 5 else "short"
            assert cells[row["KODSEKOLAH"]].verdict == verdict
        if all(row["ENROLMEN"] and row["GURU"] for row in schools):
            pairs = [(int(row["GURU"]), int(row["ENROLMEN"])) for row in schools]
            mean = Fraction(100 * sum(t for t, _ in pairs), sum(p for _, p in pairs))
            spread = sum(p * (Fraction(100 * t, p) - mean) ** 2 for t, p in pairs) / sum(p for _, p in pairs)
            assert indicator.mean == mean
            assert indicator.cv is not None
            assert float(indicator.cv) == pytest.approx(sqrt(spread) / float(mean), rel=1e-12)
        else:
            assert (indicator.mean, indicator.cv, indicator.verdict) == (None, None, "unknown")
            assert result.verdict != "met"


# --- Brazil ----------------------------------------------------------------------------------------------------------


def active(rows: Mapping[int, Row]) -> dict[int, Row]:
    return {number: row for number, row in rows.items() if row["TP_SITUACAO_FUNCIONAMENTO"] == "1"}


def test_every_school_in_operation_is_read_and_the_others_are_counted(
    tocantins: Reading, tocantins_rows: Mapping[int, Row]
) -> None:
    kept = active(tocantins_rows)
    assert (len(tocantins_rows), len(kept)) == (2217, 1581)
    assert origins(tocantins.tables["school"]) == origins(tocantins.tables["part"]) == set(kept)
    assert list(tocantins.rows.values()) == [1581]
    assert list(tocantins.filtered.values()) == [2217 - 1581]
    (said,) = (fault for fault in tocantins.faults if fault.kind == "filtered")
    assert "636 行，原因：未在办" in said.text()
    municipalities = dict.fromkeys((row["CO_MUNICIPIO"], row["NO_MUNICIPIO"]) for row in kept.values())
    assert tocantins.tables["county"].select("county_code", "county_name").rows() == list(municipalities)


def test_lost_decimal_points_come_back(tocantins: Reading, tocantins_rows: Mapping[int, Row]) -> None:
    schools = tocantins.tables["school"].iter_rows(named=True)
    for school, row in zip(schools, active(tocantins_rows).values(), strict=True):
        assert school["latitude"] == repaired(row["LATITUDE"], 5)
        assert school["longitude"] == repaired(row["LONGITUDE"], 2)
    located = tocantins.tables["school"].drop_nulls("latitude")
    assert located["latitude"].cast(pl.Float64).is_between(-13.5, -5).all()
    assert located["longitude"].cast(pl.Float64).is_between(-50.8, -45.6).all()
    assert {fault.header for fault in tocantins.faults if fault.kind == "cleaned"} == {"LATITUDE", "LONGITUDE"}


def repaired(text: str, one_digit_from: int) -> Decimal | None:
    """Put the point where the state lies: between 5 and 13 degrees south, between 45 and 51 degrees west."""
    if not text:
        return None
    digits = text.removeprefix("-").replace(".", "")
    places = 1 if one_digit_from == 5 and int(digits[0]) >= 5 else 2
    return to_six_places(f"-{digits[:places]}.{digits[places:]}")


def test_schools_without_coordinates_are_named_row_by_row(
    tocantins: Reading, tocantins_rows: Mapping[int, Row]
) -> None:
    for header in ("LATITUDE", "LONGITUDE"):
        without = {number for number, row in active(tocantins_rows).items() if not row[header]}
        assert len(without) == 118
        assert rows_of(tocantins.faults, header) == without


def test_a_figure_the_census_itself_disbelieves_is_unknown_and_named(
    tocantins: Reading, tocantins_rows: Mapping[int, Row]
) -> None:
    columns = ("QT_DESKTOP_ALUNO", "QT_COMP_PORTATIL_ALUNO", "QT_TABLET_ALUNO")
    masked = {number for number, row in active(tocantins_rows).items() if "88888.0" in {row[c] for c in columns}}
    assert len(masked) == 1
    assert set().union(*(rows_of(tocantins.faults, column) for column in columns)) == masked
    for school, (number, row) in zip(
        tocantins.tables["school"].iter_rows(named=True), active(tocantins_rows).items(), strict=True
    ):
        total = None if number in masked else sum(int(float(row[column])) for column in columns)
        assert school["computers"] == total
        assert school["classrooms"] == int(float(row["QT_SALAS_UTILIZADAS"]))


@pytest.mark.parametrize(
    ("field", "header", "yes"),
    [
        ("library", "IN_BIBLIOTECA", "1.0"),
        ("science_lab", "IN_LABORATORIO_CIENCIAS", "1.0"),
        ("computer_room", "IN_LABORATORIO_INFORMATICA", "1.0"),
        ("sports_court", "IN_QUADRA_ESPORTES", "1.0"),
        ("internet", "IN_INTERNET", "1.0"),
        ("drinking_water", "IN_AGUA_POTAVEL", "1.0"),
        ("electricity", "IN_ENERGIA_INEXISTENTE", "0.0"),
        ("canteen", "IN_REFEITORIO", "1.0"),
    ],
)
def test_facilities_are_those_of_the_file(
    tocantins: Reading, tocantins_rows: Mapping[int, Row], field: str, header: str, yes: str
) -> None:
    found = tocantins.tables["school"][field].to_list()
    assert found == [row[header] == yes if row[header] else None for row in active(tocantins_rows).values()]


def test_columns_that_nothing_uses_are_listed_once(tocantins: Reading) -> None:
    (unused,) = (fault for fault in tocantins.faults if fault.kind == "unused")
    assert "IN_PISCINA" in unused.expected.zh
    assert "QT_SALAS_UTILIZADAS、" not in unused.expected.zh


def test_no_foreign_row_is_lost_unsaid(
    sjkc: Reading, sjkc_rows: Mapping[int, Row], tocantins: Reading, tocantins_rows: Mapping[int, Row]
) -> None:
    for reading, rows in ((sjkc, sjkc_rows), (tocantins, tocantins_rows)):
        held = origins(reading.tables["part"]) & origins(reading.tables["school"])
        named = {fault.row for fault in reading.faults if fault.row}
        assert len(set(rows) - held - named) == sum(reading.filtered.values())


def test_a_municipality_is_judged_by_computers_and_facilities(
    tocantins_facts: tuple[Facts, str], tocantins_rows: Mapping[int, Row]
) -> None:
    palmas = [row for row in active(tocantins_rows).values() if row["NO_MUNICIPIO"] == "Palmas"]
    result = judged(tocantins_facts, palmas[0]["CO_MUNICIPIO"])
    assert result.county_name == "Palmas"
    assert len(result.parts) == len(palmas)
    parts = {part.school: part for part in result.parts}
    for row in palmas:
        computers = [int(float(row[f"QT_{kind}_ALUNO"])) for kind in ("DESKTOP", "COMP_PORTATIL", "TABLET")]
        each = Fraction(sum(computers), int(float(row["QT_SALAS_UTILIZADAS"])))
        cells = parts[row["CO_ENTIDADE"]].indicators
        assert cells["C"].value == (None if 88888 in computers else each)
        assert cells["F1"].verdict == ("met" if row["IN_BIBLIOTECA"] == "1.0" else "short")
        assert cells["F7"].verdict == ("short" if row["IN_ENERGIA_INEXISTENTE"] == "1.0" else "met")


def test_reading_twice_gives_the_same(sjkc: Reading) -> None:
    again = read([SJKC], mapping=ROOT / "examples" / "mappings" / "my-sjkc.toml")
    assert again.faults == sjkc.faults
    assert all(again.tables[name].equals(frame) for name, frame in sjkc.tables.items())
