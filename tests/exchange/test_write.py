from __future__ import annotations

import datetime as dt
import time
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from junheng.dictionary import Tables, load
from junheng.exchange import write_parquet, write_template, write_workbook
from junheng.exchange.atomic import write_whole
from junheng.exchange.read import read
from junheng.exchange.template.blank import example_of
from junheng.exchange.template.layout import columns


def table_of(name: str, **values: list[object]) -> pl.DataFrame:
    table = load().tables[name]
    frame = pl.DataFrame(
        {field: pl.Series(field, held, dtype=table.fields[field].dtype) for field, held in values.items()}
    )
    return table.conform(frame)


def school(**values: list[object]) -> pl.DataFrame:
    rows = len(next(iter(values.values())))
    held = {
        "year": [2025] * rows,
        "county_code": ["990121"] * rows,
        "school_code": [f"21990001{place:02}" for place in range(rows)],
        "school_name": [f"第{place}小学" for place in range(rows)],
        "kind": ["211"] * rows,
        "locale": ["111"] * rows,
        "sponsor": ["7"] * rows,
        **values,
    }
    return table_of("school", **held)


def sheet_rows(path: Path, name: str) -> list[dict[str, object]]:
    sheet = openpyxl.load_workbook(path)[name]
    head, *rows = list(sheet.iter_rows(values_only=True))
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_a_filled_workbook_has_exactly_the_templates_headers_choices_and_rules(tmp_path: Path) -> None:
    tables = {table.name: example_of(table) for table in load()}
    write_workbook(tmp_path / "filled.xlsx", tables)
    write_template(tmp_path / "template.xlsx")
    filled = openpyxl.load_workbook(tmp_path / "filled.xlsx")
    template = openpyxl.load_workbook(tmp_path / "template.xlsx")
    for table in load():
        one, other = filled[table.title.zh], template[table.title.zh]
        assert [cell.value for cell in one[1]] == [cell.value for cell in other[1]]
        rules = [
            sorted(
                (str(rule.sqref), rule.type, rule.formula1, rule.formula2)
                for rule in sheet.data_validations.dataValidation
            )
            for sheet in (one, other)
        ]
        assert rules[0] == rules[1]
        assert one.freeze_panes == other.freeze_panes


def test_yuan_stand_in_wan_yuan_exactly(tmp_path: Path) -> None:
    amounts = ["1234567.89", "0.01", "10000", "999999999.99", "0"]
    write_workbook(tmp_path / "t.xlsx", {"school": school(equipment_value=[Decimal(each) for each in amounts])})
    shown = [row["教学仪器设备值(万元)*"] for row in sheet_rows(tmp_path / "t.xlsx", "学校情况")]
    assert [Decimal(str(each)) for each in shown] == [
        Decimal("123.456789"), Decimal("0.000001"), Decimal(1), Decimal("99999.999999"), Decimal(0),
    ]  # fmt: skip


def test_more_digits_than_a_spreadsheet_keeps_are_written_as_text() -> None:
    table = load().tables["county"]
    column = next(each for each in columns(table, load(), "zh") if each.field.name == "gdp_per_head")
    values = pl.Series([Decimal("1234567890123456789.12"), Decimal("0.30")], dtype=pl.Decimal(38, 2))
    assert column.cells(values) == ["1234567890123456789.12", 0.3]


def test_figures_and_days_that_a_spreadsheet_would_change_are_written_as_text(tmp_path: Path) -> None:
    surveys = table_of(
        "satisfaction", year=[2025, 2025], county_code=["990121"] * 2, respondent=["pupils", "parents"],
        questionnaires_sent=[9_007_199_254_740_993, 12],
    )  # fmt: skip
    teachers = table_of(
        "teacher", year=[2025, 2025], school_code=["2199000101"] * 2, stage=["primary"] * 2,
        teacher_id=["T1", "T2"], full_time=[True, True], birth_date=[dt.date(1899, 12, 31), dt.date(1900, 3, 1)],
    )  # fmt: skip
    write_workbook(tmp_path / "t.xlsx", {"satisfaction": surveys, "teacher": teachers})
    sent = [row["发放问卷数(个)"] for row in sheet_rows(tmp_path / "t.xlsx", "满意度调查")]
    assert sent == ["9007199254740993", 12]
    born = [row["出生日期"] for row in sheet_rows(tmp_path / "t.xlsx", "教职工名册")]
    assert born == ["1899-12-31", dt.datetime(1900, 3, 1)]  # noqa: DTZ001
    tables = read([tmp_path / "t.xlsx"]).tables
    assert tables["satisfaction"]["questionnaires_sent"].to_list() == [9_007_199_254_740_993, 12]
    assert tables["teacher"]["birth_date"].to_list()[1] == dt.date(1900, 3, 1)


def test_blank_stays_blank_and_zero_stays_zero(tmp_path: Path) -> None:
    write_workbook(tmp_path / "t.xlsx", {"school": school(books=[0, None])})
    assert [row["图书册数(册)"] for row in sheet_rows(tmp_path / "t.xlsx", "学校情况")] == [0, None]


def test_text_that_looks_like_a_formula_is_text(tmp_path: Path) -> None:
    names = ["=1+1", "+86", "-3", "@SUM(A1)", '=HYPERLINK("http://x")', "{=1}"]
    write_workbook(tmp_path / "t.xlsx", {"school": school(school_name=names)})
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx")["学校情况"]
    cells = [row[4] for row in sheet.iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == names
    assert [cell.data_type for cell in cells[1:4]] == ["s"] * 3
    assert all(cell.quotePrefix for cell in cells[:5])
    with zipfile.ZipFile(tmp_path / "t.xlsx") as package:
        for name in package.namelist():
            if name.startswith("xl/worksheets/sheet"):
                assert b"<f>" not in package.read(name)


def test_codes_dates_and_statements_are_written_as_people_read_them(tmp_path: Path) -> None:
    pupils = table_of(
        "pupil",
        year=[2025, 2025],
        school_code=["0099000101", "2199000101"],
        stage=["primary", "junior"],
        pupil_id=["G001", "00123456789012345678"],
        pupil_sex=["1", None],
        birth_date=[dt.date(2016, 9, 1), None],
        grade=[3, 7],
        class_no=["2", "1"],
        boarder=[True, False],
        disability=["none", "hearing"],
    )
    write_workbook(tmp_path / "t.xlsx", {"pupil": pupils})
    first, second = sheet_rows(tmp_path / "t.xlsx", "学生名册")
    assert first["学校标识码*"] == "0099000101"
    assert second["学籍号*"] == "00123456789012345678"
    assert (first["学段*"], second["学段*"]) == ("小学", "初中")
    assert (first["性别"], second["性别"]) == ("1 男", None)
    assert first["出生日期"] == dt.datetime(2016, 9, 1)  # noqa: DTZ001
    assert second["出生日期"] is None
    assert (first["是否寄宿"], second["是否寄宿"]) == ("是", "否")
    assert second["残疾类别"] == "听力残疾"


def test_a_code_that_is_not_in_its_list_is_written_as_it_is(tmp_path: Path) -> None:
    write_workbook(tmp_path / "t.xlsx", {"school": school(kind=["SK"])})
    assert sheet_rows(tmp_path / "t.xlsx", "学校情况")[0]["办学类型*"] == "SK"


def test_columns_that_are_no_fields_are_left_out(tmp_path: Path) -> None:
    frame = school(books=[5]).with_columns(origin=pl.lit("a|b|2"))
    write_workbook(tmp_path / "t.xlsx", {"school": frame})
    assert "origin" not in sheet_rows(tmp_path / "t.xlsx", "学校情况")[0]


def test_a_text_longer_than_a_cell_is_refused_and_the_earlier_file_stays(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    path.write_bytes(b"earlier")
    with pytest.raises(ValueError, match="32,767"):
        write_workbook(path, {"school": school(school_name=["长" * 40_000])})
    assert path.read_bytes() == b"earlier"
    assert list(tmp_path.iterdir()) == [path]


def test_thirty_thousand_pupils_are_written_in_seconds(tmp_path: Path) -> None:
    rows = 30_000
    pupils = table_of(
        "pupil",
        year=[2025] * rows,
        school_code=["2199000101"] * rows,
        stage=["primary"] * rows,
        pupil_id=[f"G{place:09}" for place in range(rows)],
        pupil_sex=["1"] * rows,
        birth_date=[dt.date(2016, 9, 1)] * rows,
        grade=[3] * rows,
        class_no=["2"] * rows,
        boarder=[True] * rows,
    )
    begun = time.perf_counter()
    write_workbook(tmp_path / "t.xlsx", {"pupil": pupils})
    assert time.perf_counter() - begun < 30  # about 3 s alone on one core
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx", read_only=True)["学生名册"]
    assert sheet.max_row == rows + 1


def test_write_whole_puts_the_file_in_place_only_on_success(tmp_path: Path) -> None:
    path = tmp_path / "out.txt"
    with write_whole(path) as temporary:
        temporary.write_text("new", "utf-8")
        assert not path.exists()
    assert path.read_text("utf-8") == "new"

    def fail() -> None:
        with write_whole(path) as again:
            again.write_text("half", "utf-8")
            raise RuntimeError("stopped")

    with pytest.raises(RuntimeError, match="stopped"):
        fail()
    assert path.read_text("utf-8") == "new"
    assert list(tmp_path.iterdir()) == [path]


def test_parquet_keeps_tables_exactly(tmp_path: Path) -> None:
    tables = {table.name: example_of(table) for table in load()}
    write_parquet(tmp_path, tables)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(f"{name}.parquet" for name in tables)
    for name, frame in tables.items():
        assert pl.read_parquet(tmp_path / f"{name}.parquet").equals(frame)


def test_parquet_by_county_takes_the_county_from_the_school_and_replaces_what_was_there(tmp_path: Path) -> None:
    schools = school(county_code=["990121", "990122"], books=[1, 2])
    codes = schools["school_code"].to_list()
    parts = table_of(
        "part",
        year=[2025] * 3,
        school_code=[codes[1], codes[0], "2199999999"],
        stage=["primary"] * 3,
        pupils=[20, 10, 30],
    )
    write_parquet(tmp_path, {"part": parts})
    (tmp_path / "mine.txt").write_text("kept", "utf-8")
    for _ in range(2):
        write_parquet(tmp_path, {"school": schools, "part": parts}, by_county=True)
        assert sorted(path.name for path in tmp_path.iterdir()) == ["mine.txt", "part", "school"]
        found = {
            path.parent.name: pl.read_parquet(path, hive_partitioning=False)["pupils"].to_list()
            for path in (tmp_path / "part").glob("*/*.parquet")
        }
        assert found == {"county=990121": [10], "county=990122": [20], "county=unknown": [30]}
        assert pl.read_parquet(tmp_path / "school" / "county=990122" / "rows.parquet", hive_partitioning=False).equals(
            schools[1:]
        )


def ordinary_text() -> st.SearchStrategy[str]:
    return st.text("一二三校园abcXYZ012·()（）", min_size=1, max_size=12).filter(lambda text: text == text.strip())


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_reading_back_gives_the_same_tables(data: st.DataObject, tmp_path: Path) -> None:
    tables = data.draw(random_tables())
    language = data.draw(st.sampled_from(["zh", "en"]))
    path = tmp_path / "round.xlsx"
    write_workbook(path, tables, language)
    reading = read([path])
    assert not [each.text() for each in reading.wrong if each.kind not in {"parent", "at_most", "stages"}]
    for name, frame in tables.items():
        got = reading.tables[name]
        for column in frame.columns:
            assert got[column].to_list() == frame[column].to_list(), (name, column)


@st.composite
def random_tables(draw: st.DrawFn) -> Tables:
    rows = draw(st.integers(1, 4))
    dictionary = load()
    made: dict[str, pl.DataFrame] = {}
    for name in ("county", "school", "part", "pupil", "equipment"):
        table = dictionary.tables[name]
        columns_of: dict[str, pl.Series] = {}
        for field in table.fields.values():
            must = field.required or field.name in table.key or field.default is not None
            values = [draw(value_of(field, place, dictionary, must=must)) for place in range(rows)]
            columns_of[field.name] = pl.Series(field.name, values, dtype=field.dtype)
        made[name] = table.conform(pl.DataFrame(columns_of))
    return made


def value_of(field, place: int, dictionary, *, must: bool) -> st.SearchStrategy[object]:
    match field.type:
        case "year":
            held: st.SearchStrategy[object] = st.just(2025) if field.name == "year" else st.integers(1990, 2030)
        case "integer":
            low = int(field.min or 0)
            held = st.integers(low, int(field.max) if field.max is not None else 10**9)
        case "decimal":
            low, high = int(field.min or 0), int(field.max if field.max is not None else 10**8)
            held = st.integers(low * 10**field.scale, high * 10**field.scale).map(
                lambda digits: Decimal(digits).scaleb(-field.scale)
            )
        case "boolean":
            held = st.booleans()
        case "date":
            held = st.dates(dt.date(1950, 1, 1), dt.date(2025, 1, 1))
        case "code":
            held = st.sampled_from(list(dictionary.codes[field.codes].codes))
        case _:
            held = text_of(field, place)
    return held if must else st.none() | held


def text_of(field, place: int) -> st.SearchStrategy[str]:
    if field.name == "campus":
        return st.just("")
    if field.name == "county_code":
        return st.just(f"0{place:05}")
    if field.pattern == r"\d{10}":
        return st.just(f"00{place:08}")
    if field.pattern is not None:
        return st.just("99012120160901123X")
    if field.name.endswith(("_id", "_no")):
        return st.just(f"0{place}")
    return ordinary_text()
