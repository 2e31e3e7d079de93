"""One derivation, every engine: the figures of lists of persons, against a plain second implementation."""

from __future__ import annotations

import datetime as dt
import random
import shutil
from collections import defaultdict
from decimal import Decimal
from importlib.util import find_spec

import polars as pl
import pytest
from facts_tables import frame

from junheng.dictionary import load
from junheng.facts import persons

ENGINES = [
    "memory",
    "polars",
    "duckdb",
    pytest.param(
        "spark",
        marks=[
            pytest.mark.spark,
            pytest.mark.skipif(find_spec("pyspark") is None, reason="PySpark is not installed"),
            pytest.mark.skipif(shutil.which("java") is None, reason="there is no Java"),
            # Narwhals touches pandas where PySpark has it; the warning is about that, not about us.
            pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning"),
        ],
    ),
]

TEACHING = {"classroom", "music", "art", "science", "computer", "library", "indoor_sports", "auxiliary"}


def invented(seed, pupils=1500):
    """Lists of a few schools: several campuses, years and stages, a few blanks, edges of every band."""
    rng = random.Random(seed)

    def codes(name):
        return list(load().codes[name].codes)

    def maybe(value, blank=0.004):
        return None if rng.random() < blank else value

    def place(stages=("primary", "junior")):
        stage = {"stage": rng.choice(stages)} if stages else {}
        code, campus = f"211100000{rng.randrange(4)}", rng.choice(["", "", "东校区", None])
        return {"year": rng.choice([2024, 2025]), "school_code": code, "campus": campus, **stage}

    def born(year):
        return dt.date(year, *rng.choice([(8, 31), (9, 1), (9, 2), (2, 28), (10, 1), (1, 31)]))

    roll = [
        {
            **place(), "pupil_id": str(number), "pupil_sex": maybe(rng.choice("12")), "grade": maybe(rng.randint(1, 9)),
            "class_no": maybe(rng.choice(["1", "2", "(3)班"])), "boarder": maybe(rng.random() < 0.3),
            "migrant": maybe(rng.random() < 0.3), "left_behind": maybe(rng.random() < 0.3),
            "disability": maybe(rng.choice(["none"] * 9 + ["visual"])), "new_entrant": maybe(rng.random() < 0.2),
            "in_zone": maybe(rng.random() < 0.9),
        }
        for number in range(pupils)
    ]  # fmt: skip
    staff = [
        {
            **place(("primary", "junior", None) if number % 97 == 0 else ("primary", "junior")),
            "teacher_id": str(number), "birth_date": maybe(born(rng.choice([1969, 1974, 1975, 1989, 1990, 1999]))),
            "full_time": maybe(rng.random() < 0.9), "degree": maybe(rng.choice(codes("degree"))),
            "professional_title": maybe(rng.choice(codes("professional_title"))),
            "backbone_level": maybe(rng.choice(codes("backbone_level"))),
            "subject": maybe(rng.choice(codes("subject"))), "certified": maybe(rng.random() < 0.97),
            "training_hours": maybe(rng.choice([0, 359, 360, 361, 900])),
        }
        for number in range(pupils // 5)
    ]  # fmt: skip
    rooms = [
        {
            **place(()), "room_no": str(number), "room_kind": maybe(rng.choice(codes("room_kind"))),
            "room_area": maybe(Decimal(rng.randint(1, 99999)) / 100), "networked_multimedia": maybe(rng.random() < 0.6),
        }
        for number in range(pupils // 10)
    ]  # fmt: skip
    special = {"school_code": "2111000009", "year": 2025, "campus": "", "room_kind": "music", "room_no": "m"}
    items = [
        {**place(()), "asset_no": str(number), "book_value": maybe(Decimal(rng.randint(1, 10**9)) / 100, 0.02)}
        for number in range(pupils // 10)
    ]
    classes = [
        {**place(), "grade": 1, "class_no": str(number), "class_pupils": maybe(rng.randint(20, 60), 0.05)}
        for number in range(pupils // 20)
    ]
    return {
        "pupil": frame("pupil", *roll),
        "teacher": frame("teacher", *staff),
        "room": frame("room", *rooms, {**special, "room_area": Decimal(96)}),
        "equipment": frame("equipment", *items),
        "class": frame("class", *classes),
    }


def both(*answers):
    """Return the three-valued conjunction: no beats blank, blank beats yes."""
    return False if False in answers else None if None in answers else True


def is_in(value, *wanted):
    return None if value is None else value in wanted


def count(rows, answer):
    answers = [answer(row) for row in rows]
    return None if None in answers else sum(answers)


def add_up(rows, field, answer=lambda row: True):
    answers = [answer(row) for row in rows]
    if None in answers or any(yes and row[field] is None for row, yes in zip(rows, answers, strict=True)):
        return None
    return sum((row[field] for row, yes in zip(rows, answers, strict=True) if yes), start=0)


def different(rows, *fields):
    values = [tuple(row[field] for field in fields) for row in rows]
    return None if any(None in value for value in values) else len(set(values))


def age(row):
    if row["birth_date"] is None:
        return None
    first = dt.date(row["year"], 9, 1)
    born = row["birth_date"]
    return first.year - born.year - ((born.month, born.day) > (first.month, first.day))


def between(value, low, high):
    return None if value is None else low <= value <= high


def of_pupils(rows):
    return {
        "pupils": len(rows),
        "girls": count(rows, lambda r: is_in(r["pupil_sex"], "2")),
        "boarders": count(rows, lambda r: r["boarder"]),
        "migrant_pupils": count(rows, lambda r: r["migrant"]),
        "left_behind_pupils": count(rows, lambda r: r["left_behind"]),
        "disabled_pupils": count(rows, lambda r: None if r["disability"] is None else r["disability"] != "none"),
        "grades": different(rows, "grade"),
        "classes": different(rows, "grade", "class_no"),
        "entrants": count(rows, lambda r: r["new_entrant"]),
        "entrants_in_zone": count(rows, lambda r: both(r["new_entrant"], r["in_zone"])),
    }


def of_teachers(rows):
    def full(answer):
        return count(rows, lambda r: both(r["full_time"], answer(r)))

    return {
        "staff": len(rows),
        "full_time_teachers": count(rows, lambda r: r["full_time"]),
        **{
            f"teachers_{degree}": full(lambda r, degree=degree: is_in(r["degree"], degree))
            for degree in ("postgraduate", "bachelor", "associate", "upper_secondary", "below")
        },
        "backbone_teachers": full(lambda r: is_in(r["backbone_level"], "province", "city", "county")),
        **{
            f"{subject}_teachers": full(lambda r, subject=subject: is_in(r["subject"], subject))
            for subject in ("pe", "music", "art", "arts")
        },
        "teachers_senior_title": full(lambda r: is_in(r["professional_title"], "full_senior", "senior")),
        "teachers_middle_title": full(lambda r: is_in(r["professional_title"], "middle")),
        "teachers_up_to_35": full(lambda r: between(age(r), 0, 35)),
        "teachers_36_to_50": full(lambda r: between(age(r), 36, 50)),
        "teachers_over_50": full(lambda r: between(age(r), 51, 200)),
        "certified_teachers": full(lambda r: r["certified"]),
        "trained_360_teachers": full(lambda r: between(r["training_hours"], 360, 10**6)),
    }


def of_rooms(rows):
    def full_register(kind, figure):
        return figure if any(row["room_kind"] == kind for row in rows) else None

    def teaching(row):
        return is_in(row["room_kind"], *TEACHING)

    return {
        "teaching_area": full_register("classroom", add_up(rows, "room_area", teaching)),
        "indoor_sports_area": full_register(
            "classroom", add_up(rows, "room_area", lambda r: is_in(r["room_kind"], "indoor_sports"))
        ),
        "sports_ground_area": full_register(
            "sports_ground", add_up(rows, "room_area", lambda r: is_in(r["room_kind"], "sports_ground"))
        ),
        "multimedia_rooms": full_register(
            "classroom", count(rows, lambda r: both(teaching(r), r["networked_multimedia"]))
        ),
        "classrooms": full_register("classroom", count(rows, lambda r: is_in(r["room_kind"], "classroom"))),
    }


ORACLES = {
    "pupil": of_pupils,
    "teacher": of_teachers,
    "room": of_rooms,
    "equipment": lambda rows: {"equipment_value": add_up(rows, "book_value")},
    "class": lambda rows: {"pupils": add_up(rows, "class_pupils"), "classes": len(rows)},
}


def expected(name, records):
    target = load().tables["school" if name in {"room", "equipment"} else "part"]
    groups = defaultdict(list)
    for row in records.rows(named=True):
        groups[tuple((row[key] or "") if key == "campus" else row[key] for key in target.key)].append(row)
    rows = [dict(zip(target.key, key, strict=True)) | ORACLES[name](members) for key, members in groups.items()]
    schema = {field: target.schema[field] for field in rows[0]}
    return pl.DataFrame(rows, schema=schema).sort(target.key)


@pytest.fixture(scope="module")
def parquet(tmp_path_factory):
    """Two counties' lists: single files, and a folder of files for the pupils as a province keeps them."""
    home, lists = tmp_path_factory.mktemp("lists"), invented(7)
    for name, records in lists.items():
        if name == "pupil":
            for place, piece in enumerate((records[:700], records[700:])):
                folder = home / name / f"county_code=11010{place}"
                folder.mkdir(parents=True)
                piece.write_parquet(folder / "0.parquet")
        else:
            records.write_parquet(home / f"{name}.parquet")
    return home, lists


@pytest.fixture(scope="module")
def spark():
    from pyspark.sql import SparkSession

    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.ui.enabled", "false")
        .config("spark.log.level", "ERROR")
        .getOrCreate()
    )
    yield session
    session.stop()


@pytest.fixture(params=ENGINES)
def records(request, parquet):
    home, lists = parquet
    if request.param == "memory":
        return lists
    session = request.getfixturevalue("spark") if request.param == "spark" else None
    return persons.from_parquet(home, engine=request.param, session=session)


def test_every_engine_gives_the_figures_of_the_plain_second_implementation(records, parquet):
    tallied = persons.aggregate(records)

    for name, given in parquet[1].items():
        wanted = expected(name, given)
        got = tallied[name].select(wanted.columns).sort(wanted.columns[: len(persons.KEYS[persons.target(name)])])
        assert got.schema == wanted.schema
        assert got.equals(wanted), name


def test_every_engine_gives_the_classes_of_the_roll(records, parquet):
    sizes = defaultdict(int)
    keys = ["year", "school_code", "campus", "stage", "grade", "class_no"]
    for row in parquet[1]["pupil"].with_columns(pl.col("campus").fill_null("")).rows(named=True):
        sizes[tuple(row[key] for key in keys)] += 1

    got = persons.aggregate(records)[persons.CLASS_ROWS]
    assert got.schema == load().tables["class"].schema
    assert {tuple(row[:-1]): row[-1] for row in got.rows()} == {k: n for k, n in sizes.items() if None not in k}


def test_every_figure_the_dictionary_tallies_is_compared_here():
    for name, rules in persons.tallies().items():
        rows = invented(1, 200)[name].rows(named=True)
        assert set(ORACLES[name](rows)) == {rule.field for rule in rules}


def test_the_invented_lists_reach_unknown_and_known_figures(parquet):
    for name, given in parquet[1].items():
        figures = expected(name, given)
        assert figures.null_count().sum_horizontal().item() > 0, name
        assert figures.drop_nulls().height > 0, name


def test_a_list_that_is_not_there_is_not_tallied(tmp_path):
    assert persons.aggregate(persons.from_parquet(tmp_path)) == {}
