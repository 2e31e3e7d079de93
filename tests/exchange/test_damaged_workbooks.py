"""Two hundred damaged files: each is refused, or read with its faults named; none gets through, none crashes."""

from __future__ import annotations

import datetime as dt
import io
import random
import re
import struct
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import exchange_books as books
import polars as pl
import pytest

from junheng.exchange import Fault, Limits, Refused, read

SEED = 20250901
COUNT = 200
SECONDS = 30
LIMITS = Limits(file_bytes=8 << 20, expanded_bytes=256 << 20)

Damage = Callable[[random.Random, Path], Path]
DAMAGES: list[Damage] = []


def damage(make: Damage) -> Damage:
    DAMAGES.append(make)
    return make


def made(folder: Path, sheets: dict[str, list[books.Row]], after: Any = None) -> Path:
    return books.write(folder / "county.xlsx", sheets, after)


def saved(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@cache
def base(folder: Path) -> Path:
    return books.write(folder / "base.xlsx", books.sound())


def with_school(folder: Path, **changes: Any) -> Path:
    sheets = books.sound()
    sheets["学校情况"][2] = books.school(2, **changes)
    return made(folder, sheets)


def repacked(folder: Path, edit: Callable[[dict[str, bytes]], None]) -> Path:
    parts = books.unpacked(base(folder))
    edit(parts)
    return saved(folder, "county.xlsx", books.packed(parts))


SHEET = "xl/worksheets/sheet1.xml"


@damage
def truncated(rng: random.Random, folder: Path) -> Path:
    content = base(folder).read_bytes()
    return saved(folder, "county.xlsx", content[: rng.randrange(1, len(content) - 1)])


@damage
def bytes_overwritten(rng: random.Random, folder: Path) -> Path:
    content = bytearray(base(folder).read_bytes())
    start = content.index(SHEET.encode()) + len(SHEET)
    for _ in range(rng.randrange(8, 64)):
        content[rng.randrange(start, start + 400)] ^= rng.randrange(1, 256)
    return saved(folder, "county.xlsx", bytes(content))


@damage
def wrong_types(rng: random.Random, folder: Path) -> Path:
    bad = rng.choice(["很多", "三间", "12,34", "见附件", "1/3", "-", "约50", True, dt.date(2025, 3, 1)])
    return with_school(folder, **{rng.choice("HIJKL"): bad})


@damage
def swapped_columns(rng: random.Random, folder: Path) -> Path:
    sheets = books.sound()
    left, right = rng.choice([(1, 2), (2, 3), (4, 6), (0, 2), (3, 7), (4, 8)])
    header = list(books.SCHOOL)
    header[left], header[right] = header[right], header[left]
    sheets["学校情况"][0] = header
    return made(folder, sheets)


@damage
def merged_cells(rng: random.Random, folder: Path) -> Path:
    def merge(_: Any, sheets: Any) -> None:
        column = rng.choice([1, 3, 5, 7])
        sheets["学校情况"].merge_range(1, column, 3, column, rng.choice(["330101", "合并"]))

    return made(folder, books.sound(), merge)


@damage
def merged_header(rng: random.Random, folder: Path) -> Path:
    def merge(_: Any, sheets: Any) -> None:
        start = rng.choice([0, 2, 4])
        sheets["学校情况"].merge_range(0, start, 0, start + 2, "学校基本情况")

    return made(folder, books.sound(), merge)


@damage
def formula_as_text(rng: random.Random, folder: Path) -> Path:
    attacks = ["=cmd|'/C calc'!A0", "@SUM(1+1)*cmd", "+1+cmd|' /C calc'!A0", '=HYPERLINK("http://x","y")', "-2+3+cmd"]
    return with_school(folder, D=rng.choice(attacks))


@damage
def formula_reaching_out(rng: random.Random, folder: Path) -> Path:
    web = ['=HYPERLINK("http://example.org","12")', '=WEBSERVICE("http://example.org")']
    text = rng.choice([*web, "='[1]外部'!A1", "=cmd|'/C calc'!A0"])
    return with_school(folder, H=books.Formula(text, 1500))


@damage
def formula_never_computed(rng: random.Random, folder: Path) -> Path:
    def edit(parts: dict[str, bytes]) -> None:
        cell = rng.choice([b"H2", b"H3", b"L4"])
        parts[SHEET], count = re.subn(
            rb'<c r="' + cell + rb'"[^>]*>.*?</c>', b'<c r="' + cell + b'"><f>SUM(A1:A2)</f></c>', parts[SHEET]
        )
        assert count == 1

    return repacked(folder, edit)


@damage
def error_values(rng: random.Random, folder: Path) -> Path:
    error = rng.choice(["#REF!", "#DIV/0!", "#N/A", "#VALUE!", "#NAME?"])
    return with_school(folder, **{rng.choice("ACHJKL"): books.Formula("=1/0", error)})


@damage
def zip_bomb(rng: random.Random, folder: Path) -> Path:
    return saved(folder, "county.xlsx", _bomb(folder, rng.choice(["sheet", "strings", "media", "lying"])))


@cache
def _bomb(folder: Path, where: str) -> bytes:
    parts = books.unpacked(base(folder))
    filler = b" " * (80 << 20)
    name = {"strings": "xl/sharedStrings.xml", "media": "xl/media/image1.bin"}.get(where, SHEET)
    head, _, rest = parts.get(name, b"<x></x>").partition(b">")
    parts[name] = head + b">" + filler + rest
    content = bytearray(books.packed(parts))
    if where == "lying":  # the directory claims a small size
        place = content.rindex(b"PK\x01\x02", 0, content.rindex(SHEET.encode()))
        struct.pack_into("<I", content, place + 24, 1000)
    return bytes(content)


@damage
def million_empty_rows(rng: random.Random, folder: Path) -> Path:
    return saved(folder, "county.xlsx", _million(folder, rng.choice(["rows", "cells"])))


@cache
def _million(folder: Path, what: str) -> bytes:
    parts = books.unpacked(books.write(folder / "empty.xlsx", {"学校情况": [books.SCHOOL]}))
    cells = '<c r="A{0}" s="1"/><c r="B{0}" s="1"/>' if what == "cells" else ""
    row = '<row r="{0}" spans="1:13" ht="18" customHeight="1">' + cells + "</row>"
    rows = "".join(row.format(number) for number in range(2, 400_000 if cells else 1_048_576))
    parts[SHEET] = parts[SHEET].replace(b"</sheetData>", rows.encode() + b"</sheetData>")
    return books.packed(parts)


@damage
def wrong_encoding(rng: random.Random, folder: Path) -> Path:
    text = books.csv_text(books.sound()["学校情况"])
    accents = text.replace("小学", "école primaire à côté").encode("latin-1", "ignore")
    choices = [
        accents,
        text.encode("utf-16-le"),
        text.encode("utf-8")[:-40] + b"\xff\xfe\xfa" + text.encode("utf-8")[-40:],
        b"\xef\xbb\xbf" + text.encode("gb18030"),
        text.encode("utf-8").decode("latin-1").encode("utf-8"),
        b"\xff\xfe" + text.encode("utf-16-le")[:-1],
        text.encode("gb18030").decode("gb18030").encode("utf-8").replace("学".encode(), "�".encode()),
    ]
    return saved(folder, "学校情况.csv", rng.choice(choices))


@damage
def entities(rng: random.Random, folder: Path) -> Path:
    name = rng.choice([SHEET, "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"])
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    outside = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    declared = rng.choice([bomb, outside])

    def edit(parts: dict[str, bytes]) -> None:
        head, end, rest = parts[name].partition(b"?>")
        parts[name] = head + end + declared + rest

    return repacked(folder, edit)


@damage
def missing_sheets(rng: random.Random, folder: Path) -> Path:
    rows = books.sound()["学校情况"]
    strange = [[f"列{place}" for place in range(len(row))] if number == 0 else row for number, row in enumerate(rows)]
    return made(folder, {rng.choice(["Sheet1", "汇总", "封面"]): strange})


@damage
def missing_key_column(rng: random.Random, folder: Path) -> Path:
    place = rng.choice([0, 2])
    return made(folder, {"学校情况": [row[:place] + row[place + 1 :] for row in books.sound()["学校情况"]]})


@damage
def duplicate_headers(rng: random.Random, folder: Path) -> Path:
    sheets = books.sound()
    header = list(books.SCHOOL)
    header[rng.choice([7, 9, 12])] = header[8]
    sheets["学校情况"][0] = header
    return made(folder, sheets)


@damage
def another_kind_of_file(rng: random.Random, folder: Path) -> Path:
    content = rng.choice(
        [
            b"%PDF-1.7\n" + bytes(100),
            b"\x89PNG\r\n\x1a\n" + bytes(100),
            b"<html><body><table><tr><td>1</td></tr></table></body></html>",
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
            books.packed({"word/document.xml": b"<x/>"}),
            books.packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"}),
            books.packed({"xl/workbook.bin": b"x"}),
            b"\x1f\x8b" + bytes(50),
            rng.randbytes(500),
        ]
    )
    return saved(folder, rng.choice(["county.xlsx", "county.xls"]), content)


@damage
def nothing_in_it(rng: random.Random, folder: Path) -> Path:
    content = rng.choice([b"", b" \r\n", bytes(2000), b"\xef\xbb\xbf"])
    return saved(folder, rng.choice(["county.xlsx", "county.csv"]), content)


@damage
def old_junk(rng: random.Random, folder: Path) -> Path:
    sound = books.xls(books.sound())
    content = rng.choice(
        [
            books.compound({"EncryptedPackage": rng.randbytes(100), "EncryptionInfo": b"x"}),
            books.xls(books.sound(), password=True),
            books.compound({"WordDocument": rng.randbytes(100)}),
            sound[: rng.randrange(8, len(sound) - 4096)],
            sound[:512] + rng.randbytes(512) + sound[1024:],
            sound[:8] + rng.randbytes(2000),
        ]
    )
    return saved(folder, "county.xls", content)


@damage
def duplicate_keys(rng: random.Random, folder: Path) -> Path:
    sheets = books.sound()
    sheets["学校情况"].insert(rng.randrange(2, 5), books.school(1, D=rng.choice(["第1小学", "另一所小学"])))
    return made(folder, sheets)


@damage
def unknown_unit(rng: random.Random, folder: Path) -> Path:
    sheets = books.sound()
    header = list(books.SCHOOL)
    place, unit = rng.choice([(10, "美元"), (10, "平方米"), (7, "亩"), (9, "平方英尺"), (11, "万元")])
    header[place] = header[place].partition("(")[0] + f"({unit})*"
    sheets["学校情况"][0] = header
    return made(folder, sheets)


@damage
def out_of_bounds(rng: random.Random, folder: Path) -> Path:
    return with_school(folder, **{rng.choice("HIJKL"): rng.choice([-1, 10**12, -0.5])})


@damage
def broken_codes(rng: random.Random, folder: Path) -> Path:
    codes = ["314200010", "3142000102000000000", 3.142e17, "3.142E+09", "31420001０2x", "代码"]
    return with_school(folder, C=rng.choice(codes))


@damage
def parts_taken_out(rng: random.Random, folder: Path) -> Path:
    book = ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"]
    gone = rng.choice([SHEET, "xl/sharedStrings.xml", *book])

    def edit(parts: dict[str, bytes]) -> None:
        del parts[gone]
        if gone == "[Content_Types].xml":  # readers do without it: take a sheet as well
            parts[SHEET] = b""

    return repacked(folder, edit)


@damage
def strings_not_there(rng: random.Random, folder: Path) -> Path:
    def edit(parts: dict[str, bytes]) -> None:
        parts[SHEET] = re.sub(rb't="s"><v>\d+', b't="s"><v>' + str(rng.randrange(1000, 10**6)).encode(), parts[SHEET])

    return repacked(folder, edit)


@damage
def spanning_everything(rng: random.Random, folder: Path) -> Path:
    def edit(parts: dict[str, bytes]) -> None:
        far = rng.choice([b"XFD1048576", b"ZZ1048576", b"XFD100000"])
        row = b'<row r="' + far.lstrip(b"XFDZ") + b'"><c r="' + far + b'"><v>1</v></c></row></sheetData>'
        parts[SHEET] = parts[SHEET].replace(b"</sheetData>", row)

    return repacked(folder, edit)


@damage
def cells_without_a_place(rng: random.Random, folder: Path) -> Path:
    def edit(parts: dict[str, bytes]) -> None:
        cells = b"<c><v>1</v></c>" * rng.randrange(9_000, 16_000)
        parts[SHEET] = parts[SHEET].replace(b"</sheetData>", b'<row r="1048576">' + cells + b"</row></sheetData>")

    return repacked(folder, edit)


@damage
def broken_markup(rng: random.Random, folder: Path) -> Path:
    name = rng.choice([SHEET, "xl/workbook.xml", "xl/sharedStrings.xml"])

    def edit(parts: dict[str, bytes]) -> None:
        content = parts[name]
        place = rng.randrange(len(content) // 3, 2 * len(content) // 3)
        parts[name] = rng.choice([content[:place], content[:place] + b"<<&>" + content[place:], b"<x" + content[60:]])

    return repacked(folder, edit)


@damage
def blank_keys(rng: random.Random, folder: Path) -> Path:
    return with_school(folder, **{rng.choice("ACE"): rng.choice([None, "", "   ", "　"])})


@damage
def broken_text(rng: random.Random, folder: Path) -> Path:
    text = books.csv_text(books.sound()["学校情况"])
    lines = text.splitlines(keepends=True)
    number = rng.randrange(1, 4)
    choices = [
        "".join([*lines[:number], lines[number].replace("第", '"第', 1), *lines[number + 1 :]]),
        "".join([*lines[:number], lines[number].rstrip() + ",1,2,3\r\n", *lines[number + 1 :]]),
        text.replace("小学", "小\0学", 1),
        text.replace(",", "|"),
        lines[0],
        "".join(lines[1:]),
    ]
    return saved(folder, "学校情况.csv", rng.choice(choices).encode())


@damage
def broken_parquet(rng: random.Random, folder: Path) -> Path:
    buffer = io.BytesIO()
    frame = pl.DataFrame({"year": [2025], "school_code": [["3142000101"]], "campus": [""], "kind": ["211"]})
    frame.write_parquet(buffer)
    content = buffer.getvalue()
    choices = [
        content,
        content[: rng.randrange(8, len(content))],
        b"PAR1" + rng.randbytes(300) + b"PAR1",
        content[:40] + rng.randbytes(60) + content[100:],
    ]
    return saved(folder, "school.parquet", rng.choice(choices))


@damage
def headers_alone(rng: random.Random, folder: Path) -> Path:
    return made(folder, {"学校情况": [["某县学校情况表"], books.SCHOOL] if rng.random() < 0.5 else [books.SCHOOL]})


@damage
def codes_not_on_the_list(rng: random.Random, folder: Path) -> Path:
    bad = rng.choice(["211 初级中学", "999", "大学", "小学x", "2l1"])
    return with_school(folder, **{rng.choice("EFG"): bad})


@damage
def years_that_are_none(rng: random.Random, folder: Path) -> Path:
    return with_school(folder, A=rng.choice(["2025-2027", "今年", 20255, 25, "1025", 2025.5, dt.date(2025, 9, 1)]))


def case(number: int, folder: Path) -> Path:
    rng = random.Random(f"{SEED}-{number}")
    return DAMAGES[number % len(DAMAGES)](rng, folder)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("damaged")


def faults_of(path: Path) -> list[Fault]:
    try:
        return list(read([path], limits=LIMITS).wrong)
    except Refused as refusal:
        return list(refusal.faults)


@pytest.mark.parametrize("number", range(COUNT), ids=lambda n: f"{n}-{DAMAGES[n % len(DAMAGES)].__name__}")
def test_a_damaged_file_is_refused_or_its_faults_are_named(
    number: int, folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = case(number, folder)
    started = time.perf_counter()
    faults = faults_of(path)
    assert time.perf_counter() - started < SECONDS
    assert faults, "nothing was found wrong"
    for fault in faults:
        assert fault.severity == "fault"
        assert fault.file == path.name
        assert fault.expected.zh and fault.expected.en
        assert fault.remedy.zh and fault.remedy.en
        assert "Traceback" not in fault.text()
    assert "Traceback" not in capfd.readouterr().err


def test_every_kind_of_damage_is_tried_several_times() -> None:
    assert len(DAMAGES) * 5 <= COUNT


def test_the_sound_workbook_has_no_faults(folder: Path) -> None:
    assert read([base(folder)]).faults == ()
