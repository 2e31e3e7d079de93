from __future__ import annotations

import hashlib
import re
from decimal import Decimal

import polars as pl
import pytest

from junheng import demo
from junheng.demo.make import sizes
from junheng.demo.supply import variation
from junheng.dictionary import AtMost, Children, Parent, Tables, load

LATEST = 2025
PART_KEY = ["year", "school_code", "campus", "stage"]


@pytest.fixture(scope="module")
def county() -> Tables:
    return demo.county()


def latest(tables: Tables, name: str) -> pl.DataFrame:
    return tables[name].filter(pl.col("year") == LATEST)


def content(tables: Tables) -> dict[str, str]:
    return {name: hashlib.sha256(frame.write_csv().encode()).hexdigest() for name, frame in tables.items()}


def test_the_same_seed_gives_the_same_county(county: Tables) -> None:
    assert content(demo.county()) == content(county)


def test_another_seed_gives_another_county(county: Tables) -> None:
    other = demo.county(seed=1, persons=False)
    assert all(not other[name].equals(county[name]) for name in ("school", "part", "class"))


def test_persons_do_not_change_the_aggregates(county: Tables) -> None:
    without = demo.county(persons=False)
    assert without.keys() == county.keys() - {"pupil", "teacher", "equipment"}
    assert all(without[name].equals(county[name]) for name in without)


def test_tables_are_typed_as_the_dictionary_says(county: Tables) -> None:
    tables = load().tables
    assert {name: frame.schema for name, frame in county.items()} == {name: tables[name].schema for name in county}


def test_all_tables_of_the_dictionary_are_there(county: Tables) -> None:
    assert county.keys() == load().tables.keys()


def test_values_keep_to_the_dictionary(county: Tables) -> None:
    dictionary, wrong = load(), []
    for name, frame in county.items():
        for field in dictionary.tables[name].fields.values():
            column = frame[field.name]
            if field.required and column.null_count():
                wrong.append(f"{name}.{field.name} is blank")
            known = column.drop_nulls()
            if field.codes and not set(known.unique()) <= dictionary.codes[field.codes].codes.keys():
                wrong.append(f"{name}.{field.name} has other codes")
            if field.pattern and not all(re.fullmatch(field.pattern, value) for value in known.unique()):
                wrong.append(f"{name}.{field.name} breaks its pattern")
            if field.numeric and field.type != "boolean" and len(known):
                low, high = Decimal(str(known.min())), Decimal(str(known.max()))
                if (field.min is not None and low < field.min) or (field.max is not None and high > field.max):
                    wrong.append(f"{name}.{field.name}: {low} to {high}")
        if frame.select(dictionary.tables[name].key).is_duplicated().any():
            wrong.append(f"{name} has duplicate keys")
    assert wrong == []


@pytest.mark.parametrize("seed", [2025, 3, 11])
def test_the_checks_of_the_dictionary_hold(seed: int) -> None:
    tables, checks = demo.county(seed=seed, persons=seed == 2025), load().checks
    broken = [check.id for check in checks.at_most if not at_most_holds(tables, check)]
    broken += [check.id for check in checks.children if not children_hold(tables, check)]
    broken += [check.id for check in checks.parent if check.child in tables and not parent_holds(tables, check)]
    assert broken == []


def at_most_holds(tables: Tables, check: AtMost) -> bool:
    parts = pl.sum_horizontal(pl.col(part).fill_null(0) for part in check.parts)
    return bool(tables[check.table].select((parts <= pl.col(check.whole)).fill_null(True).all()).item())


def children_hold(tables: Tables, check: Children) -> bool:
    figure = pl.len().cast(pl.Int64) if check.count else pl.col(str(check.sum)).sum()
    found = tables[check.child].group_by(check.on).agg(found=figure)
    joined = tables[check.parent].join(found, on=check.on, how="left")
    return bool((joined["found"] == joined[check.equals]).all())


def parent_holds(tables: Tables, check: Parent) -> bool:
    return tables[check.child].join(tables[check.parent], on=check.on, how="anti").is_empty()


def test_44_schools_are_24_primary_8_junior_and_12_nine_year(county: Tables) -> None:
    schools = latest(county, "school").unique("school_code")
    kinds = dict(schools.group_by("kind").len().iter_rows())
    assert {kind: kinds[kind] for kind in ("211", "311", "312")} == {"211": 24, "311": 8, "312": 12}
    assert kinds["514"] == kinds["341"] == 1


def test_teaching_points_stand_on_both_sides_of_50_pupils(county: Tables) -> None:
    points = latest(county, "school").filter(pl.col("kind") == "218").select("school_code")
    pupils = latest(county, "part").join(points, on="school_code")["pupils"]
    assert pupils.min() < 50 <= pupils.max()


def test_one_nine_year_school_has_a_campus_with_primary_classes_alone(county: Tables) -> None:
    stages = latest(county, "part").filter(pl.col("campus") != "").group_by("school_code", "campus").agg("stage")
    assert stages["school_code"].n_unique() == 1
    assert sorted(map(sorted, stages["stage"].to_list())) == [["junior", "primary"], ["primary"]]


def test_about_30_000_pupils_are_in_the_compulsory_stages(county: Tables) -> None:
    pupils = latest(county, "part").filter(pl.col("stage").is_in(["primary", "junior"]))["pupils"].sum()
    assert 28_500 <= pupils <= 31_500


def test_no_year_jumps_but_in_the_one_school_meant_to(county: Tables) -> None:
    steady = [field.name for field in load().tables["part"].fields.values() if field.steady]
    ordered = county["part"].sort("year")
    before = [pl.col(name).shift(1).over("school_code", "campus", "stage").alias(f"_{name}") for name in steady]
    jumps = ordered.with_columns(before).filter(
        pl.any_horizontal((pl.col(name) - pl.col(f"_{name}")).abs() > 0.2 * pl.col(f"_{name}") for name in steady)
    )
    assert jumps["school_code"].n_unique() == 1
    assert len(jumps) <= 3


def test_the_town_grows_and_the_edge_empties(county: Tables) -> None:
    settings = pl.col("locale").str.slice(0, 1)
    rows = county["part"].join(county["school"], on=["year", "school_code", "campus"])
    by_year = rows.group_by("year", setting=settings).agg(pl.col("pupils").sum()).sort("year")
    series = {key[0]: frame["pupils"].to_list() for key, frame in by_year.group_by("setting")}
    assert series["1"] == sorted(series["1"])
    assert series["2"] == sorted(series["2"], reverse=True)


def test_the_centre_is_crowded_and_the_edge_is_wide(county: Tables) -> None:
    schools = latest(county, "school").filter(pl.col("kind") == "211")
    rows = schools.join(latest(county, "part"), on=["year", "school_code", "campus"]).with_columns(
        urban=pl.col("locale").str.starts_with("11"),
        sports=(pl.col("sports_ground_area") + pl.col("indoor_sports_area")).cast(pl.Float64) / pl.col("pupils"),
        size=pl.col("pupils") / pl.col("classes"),
    )
    urban, others = rows.filter("urban"), rows.filter(pl.col("locale").str.starts_with("2"))
    assert urban["size"].mean() > others["size"].mean()
    assert urban["sports"].mean() < others["sports"].mean()


@pytest.mark.parametrize("seed", [2025, 3, 11])
def test_the_junior_backbone_coefficient_is_over_its_limit(seed: int) -> None:
    rows = latest(demo.county(seed=seed, persons=False), "part").filter(pl.col("stage") == "junior")
    pupils = rows["pupils"].to_list()
    rates = [count / total for count, total in zip(rows["backbone_teachers"], pupils, strict=True)]
    assert 0.45 < variation(rates, pupils) < 0.56


def test_disabled_childrens_enrolment_is_181_of_198(county: Tables) -> None:
    row = latest(county, "county").row(0, named=True)
    placed = ("disabled_in_special_schools", "disabled_in_special_classes", "disabled_inclusive")
    assert row["disabled_children"] == 198
    assert sum(row[name] for name in placed) + row["disabled_home_teaching"] == 181


def test_disabled_pupils_are_taught_where_the_county_says(county: Tables) -> None:
    row = latest(county, "county").row(0, named=True)
    found = dict(county["pupil"].filter(pl.col("disability") != "none").group_by("placement").len().iter_rows())
    assert found["inclusive"] == row["disabled_inclusive"]
    assert found["home"] == row["disabled_home_teaching"]


def test_some_classes_are_over_55_and_most_are_of_standard_size(county: Tables) -> None:
    classes = latest(county, "class").filter(pl.col("stage").is_in(["primary", "junior"]))
    limit = pl.when(pl.col("stage") == "primary").then(45).otherwise(50)
    assert 0.94 < classes.select((pl.col("class_pupils") <= limit).mean()).item() < 0.99
    assert 0 < classes.filter(pl.col("class_pupils") > 55).height < 30


def test_one_figure_of_the_latest_year_is_unknown(county: Tables) -> None:
    assert latest(county, "school")["training_budget"].null_count() == 1
    assert county["school"]["training_budget"].null_count() == 1


def test_class_rows_and_pupils_agree(county: Tables) -> None:
    seats = county["pupil"].group_by(*PART_KEY, "grade", "class_no").agg(class_pupils=pl.len().cast(pl.Int64))
    joined = latest(county, "class").join(seats, on=[*PART_KEY, "grade", "class_no"], how="full", coalesce=True)
    assert joined["class_pupils"].equals(joined["class_pupils_right"], check_names=False)


def test_persons_count_up_to_the_aggregates(county: Tables) -> None:
    full_time = pl.col("full_time")
    staff = (
        county["teacher"]
        .group_by(PART_KEY)
        .agg(
            staff=pl.len().cast(pl.Int64),
            full_time_teachers=full_time.sum().cast(pl.Int64),
            teachers_bachelor=(full_time & (pl.col("degree") == "bachelor")).sum().cast(pl.Int64),
            backbone_teachers=(full_time & (pl.col("backbone_level") != "none")).sum().cast(pl.Int64),
            pe_teachers=(full_time & (pl.col("subject") == "pe")).sum().cast(pl.Int64),
            teachers_over_50=(full_time & (pl.col("year") - pl.col("birth_date").dt.year() > 51)).sum().cast(pl.Int64),
        )
    )
    pupils = (
        county["pupil"]
        .group_by(PART_KEY)
        .agg(
            pupils=pl.len().cast(pl.Int64),
            girls=(pl.col("pupil_sex") == "2").sum().cast(pl.Int64),
            boarders=pl.col("boarder").sum().cast(pl.Int64),
            entrants=pl.col("new_entrant").sum().cast(pl.Int64),
            entrants_in_zone=(pl.col("new_entrant") & pl.col("in_zone")).sum().cast(pl.Int64),
        )
    )
    for counted in (staff, pupils):
        filed = latest(county, "part").select(counted.columns)
        assert filed.sort(PART_KEY).equals(counted.sort(PART_KEY))


def test_the_equipment_ledger_adds_up_to_the_cent(county: Tables) -> None:
    key = ["year", "school_code", "campus"]
    ledger = county["equipment"].group_by(key).agg(equipment_value=pl.col("book_value").sum())
    assert ledger.sort(key).equals(latest(county, "school").select(ledger.columns).sort(key), null_equal=True)


def test_nothing_in_it_is_a_real_place_or_person(county: Tables) -> None:
    assert all(code.startswith("99") for code in county["county"]["county_code"])
    assert all(code[2:4] == "99" for code in county["school"]["school_code"])
    assert county["pupil"]["identity_number"].null_count() == len(county["pupil"])
    assert county["teacher"]["identity_number"].null_count() == len(county["teacher"])
    # East of 123.5° at these latitudes there is open sea.
    assert county["school"]["longitude"].min() > 123


def test_school_names_are_told_apart(county: Tables) -> None:
    schools = latest(county, "school").unique("school_code")
    assert schools.filter(pl.col("school_name").is_duplicated()).is_empty()


@pytest.mark.parametrize("schools", [1, 2, 5, 20, 200])
def test_other_sizes_of_one_county_work(schools: int) -> None:
    tables = demo.county(schools=schools, years=(2025,), persons=False)
    counted = tables["school"].filter(pl.col("kind").is_in(["211", "311", "312"])).unique("school_code")
    assert len(counted) == schools
    assert tables["county"]["year"].to_list() == [2025]


def test_a_province_is_many_counties_whose_schools_add_up() -> None:
    tables = demo.county(schools=300, seed=5)
    assert sizes(300) == [43, 43, 43, 43, 43, 43, 42]
    assert tables.keys() == load().tables.keys() - {"pupil", "teacher", "equipment"}
    counted = tables["school"].filter(pl.col("kind").is_in(["211", "311", "312"])).unique("school_code")
    assert len(counted) == 300
    assert counted["county_code"].n_unique() == tables["county"]["county_name"].n_unique() == 7


def test_codes_are_unique_across_the_nation() -> None:
    each = sizes(200_000)
    assert sum(each) == 200_000
    assert max(each) + 10 < 64, "a county's schools, points and others fit its share of the serials"


def test_no_school_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        demo.county(schools=0)
