from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from junheng import demo
from junheng.dictionary import Tables
from junheng.exchange import Reading, read
from junheng.facts import Rules, derive
from junheng.facts.persons import KEYS, aggregate, target


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("demo") / "new" / "county"
    assert demo.write(out, schools=12, seed=8) == [out / "county.xlsx", out / "persons.xlsx"]
    return out


@pytest.fixture(scope="module")
def tables() -> Tables:
    return demo.county(schools=12, seed=8)


@pytest.fixture(scope="module")
def reading(folder: Path) -> Reading:
    return read([folder / "county.xlsx", folder / "persons.xlsx"])


def test_nothing_else_is_left_in_the_folder(folder: Path) -> None:
    assert sorted(path.name for path in folder.iterdir()) == ["county.xlsx", "persons.xlsx"]


def test_it_reads_back_without_a_fault_and_with_a_handful_of_doubts(reading: Reading) -> None:
    assert reading.wrong == ()
    assert len(reading.faults) <= 3
    assert {fault.kind for fault in reading.faults} <= {"jump"}


def test_what_is_read_is_what_was_made(reading: Reading, tables: Tables) -> None:
    assert reading.tables.keys() == tables.keys()
    different = [name for name in tables if not reading.tables[name].select(tables[name].columns).equals(tables[name])]
    assert different == []


def test_facts_with_persons_are_the_facts_without(tables: Tables) -> None:
    without = {name: frame for name, frame in tables.items() if name not in {"pupil", "teacher", "equipment"}}
    both = derive(tables, Rules())
    assert [note.text.zh for note in both.notes if note.kind == "differs"] == []
    assert both.parts.equals(derive(without, Rules()).parts)


@pytest.mark.parametrize("name", ["pupil", "class", "teacher", "room", "equipment"])
def test_each_list_tallies_to_exactly_the_aggregate_figures(name: str, tables: Tables) -> None:
    counted = aggregate({name: tables[name].filter(pl.col("year") == 2025)})[name]
    table, keys = target(name), list(KEYS[target(name)])
    filed = tables[table].filter(pl.col("year") == 2025).select(counted.columns)
    assert filed.sort(keys).equals(counted.sort(keys))
    assert len(counted.columns) > len(keys)


def test_a_province_is_written_as_parquet_by_county_too(tmp_path: Path) -> None:
    written = demo.write(tmp_path, schools=230, seed=3)
    assert written == [tmp_path / "county.xlsx", tmp_path / "parquet"]
    everything = demo.county(schools=230, seed=3)
    for name in ("school", "part", "class", "room"):
        stored = pl.read_parquet(tmp_path / "parquet" / name / "**" / "*.parquet", hive_partitioning=False)
        assert len(stored) == len(everything[name])
    first = read([tmp_path / "county.xlsx"]).tables["school"]
    assert first["county_code"].unique().to_list() == ["990101"]


def test_the_same_seed_writes_the_same_tables_again(folder: Path, tmp_path: Path, reading: Reading) -> None:
    demo.write(tmp_path, schools=12, seed=8)
    again = read([tmp_path / "county.xlsx", tmp_path / "persons.xlsx"]).tables
    assert all(again[name].drop("origin").equals(reading.tables[name].drop("origin")) for name in again)
