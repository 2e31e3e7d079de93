"""Whatever bytes come in, only a reading or a refusal comes out. `JUNHENG_FUZZ` sets how many examples are tried."""

from __future__ import annotations

import io
import os
import re
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import exchange_books as books
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from junheng.exchange import Limits, Reading, Refused, read

LIMITS = Limits(file_bytes=1 << 20, expanded_bytes=32 << 20, rows=100_000, cells=2_000_000)
FUZZ = settings(
    max_examples=int(os.environ.get("JUNHENG_FUZZ", "60")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
NAMES = st.sampled_from(["county.xlsx", "county.xls", "学校情况.csv", "school.parquet"])
MAGIC = st.sampled_from(
    [
        b"",
        b"PK\x03\x04",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"PAR1",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\xfe\xff",
        b"<?xml",
    ]
)


def outcome(content: bytes, name: str) -> Reading | Refused:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        try:
            return read([path], limits=LIMITS)
        except Refused as refusal:
            return refusal


def check(content: bytes, name: str) -> None:
    found = outcome(content, name)
    assert found.faults or isinstance(found, Reading)
    for fault in found.faults:
        assert fault.file == name
        assert fault.text("zh") and fault.text("en")


@cache
def workbook() -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        return books.unpacked(books.write(Path(folder) / "a.xlsx", books.sound()))


@cache
def sound(name: str) -> bytes:
    if name.endswith(".xlsx"):
        return books.packed(workbook())
    if name.endswith(".xls"):
        return books.xls(books.sound())
    if name.endswith(".csv"):
        return books.csv_text(books.sound()["学校情况"]).encode()
    buffer = io.BytesIO()
    pl.DataFrame({"year": [2025], "school_code": ["3142000101"], "campus": [""], "kind": ["211"]}).write_parquet(buffer)
    return buffer.getvalue()


@st.composite
def mutated(draw: st.DrawFn, content: bytes) -> bytes:
    """Overwrite, cut out, repeat or insert a few pieces."""
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, max(len(content) - 1, 0)))
        length = draw(st.integers(0, 40))
        piece = draw(
            st.one_of(st.binary(max_size=12), st.sampled_from(PIECES), st.just(content[place : place + length]))
        )
        end = place + draw(st.sampled_from([0, len(piece), length]))
        content = content[:place] + piece + content[end:]
    return content


PIECES = [
    b"<", b">", b"</c>", b'<c r="A9"><v>1</v></c>', b'<c r="ZZ99999"><v>1</v></c>', b'<c t="e"><v>#N/A</v></c>',
    b"<f>A1</f>", b'r="A1048577"', b't="s"', b't="b"', b't="d"', b"99999999", b"4294967296", b"-1", b"1e400", b"NaN",
    b"\0", b"\xff\xfe", b"&#0;", b"&x;", b'<mergeCell ref="A1:XFD9"/>', b'"', b"\n", b",,,,", b"<!DOCTYPE x>", b"<x:",
    b'xmlns:x="y"', "学年".encode(), "（万元）".encode(),
]  # fmt: skip


@FUZZ
@given(MAGIC, st.binary(max_size=600), NAMES)
def test_any_bytes_are_read_or_refused(magic: bytes, content: bytes, name: str) -> None:
    check(magic + content, name)


@FUZZ
@given(st.data(), NAMES)
def test_any_mutation_of_a_file_is_read_or_refused(data: st.DataObject, name: str) -> None:
    check(data.draw(mutated(sound(name))), name)


@FUZZ
@given(st.data())
def test_any_mutation_inside_a_package_is_read_or_refused(data: st.DataObject) -> None:
    parts = dict(workbook())
    name = data.draw(st.sampled_from(sorted(name for name in parts if name.startswith(("xl/w", "xl/s", "xl/_")))))
    parts[name] = data.draw(mutated(parts[name]))
    check(books.packed(parts), "county.xlsx")


FIGURE = re.compile(rb'(?<=")[^"<>]+(?=")|(?<=<v>)[^<>]+(?=<)')
VALUES = st.sampled_from(
    [
        b"0",
        b"7",
        b"99",
        b"1048576",
        b"-3",
        b"4294967296",
        b"1e308",
        b"NaN",
        b"",
        b" ",
        b"1.5",
        b"ABC",
        b"A99999999",
        b"&#65;",
    ]
)


@FUZZ
@given(st.data())
def test_any_other_figures_in_sound_markup_are_read_or_refused(data: st.DataObject) -> None:
    parts = dict(workbook())
    name = data.draw(
        st.sampled_from(["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml"])
    )
    for _ in range(data.draw(st.integers(1, 3))):
        places = [found.span() for found in FIGURE.finditer(parts[name])]
        start, end = data.draw(st.sampled_from(places))
        parts[name] = parts[name][:start] + data.draw(VALUES) + parts[name][end:]
    check(books.packed(parts), "county.xlsx")


@FUZZ
@given(st.lists(st.lists(st.text(max_size=8), max_size=15), max_size=6))
def test_any_table_of_texts_is_read_or_refused(rows: list[list[str]]) -> None:
    check(books.csv_text([books.SCHOOL, *rows]).encode("utf-8", "surrogatepass"), "学校情况.csv")


@pytest.mark.parametrize("name", ["county.xlsx", "county.xls", "学校情况.csv"])
def test_the_files_mutated_here_are_sound_to_begin_with(name: str) -> None:
    make: Callable[[str], bytes] = sound
    assert isinstance(found := outcome(make(name), name), Reading)
    assert found.wrong == ()
