"""Small files for the tests of reading: sound ones, and the tools to damage them."""

from __future__ import annotations

import datetime as dt
import io
import struct
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import xlsxwriter


class Formula(NamedTuple):
    """A formula cell and the value stored with it."""

    text: str
    value: Any = 0


Row = Sequence[Any]

SCHOOL = (
    "学年*", "县代码*", "学校标识码*", "学校名称*", "办学类型*", "城乡分类*", "举办者*", "教学及辅助用房面积(平方米)*",
    "其中：室内体育用房面积(平方米)*", "运动场地面积(平方米)*", "教学仪器设备值(万元)*", "网络多媒体教室数(间)*",
    "建成年份",
)  # fmt: skip
PART = (
    "学年*", "学校标识码*", "学段*", "在校学生数(人)*", "班级数(个)*", "教职工数(人)*", "专任教师数(人)*",
    "研究生学历(人)*", "本科学历(人)*", "专科学历(人)*", "县级及以上骨干教师数(人)*", "体育专任教师数(人)*",
    "音乐专任教师数(人)*", "美术专任教师数(人)*", "艺术专任教师数(人)*",
)  # fmt: skip


def school(number: int, **changes: Any) -> list[Any]:
    """Return a sound row of the school sheet; `changes` are by column letter."""
    row = [
        2025, "330101", f"31420001{number:02d}", f"第{number}小学", "211 小学", "121 镇中心区", "7 县级教育部门",
        1500.5 + number, 120, 2000, 35.27 + number, 12, 1998,
    ]  # fmt: skip
    for letter, value in changes.items():
        row[ord(letter) - 65] = value
    return row


def part(number: int, **changes: Any) -> list[Any]:
    """Return a sound row of the school-part sheet."""
    row = [2025, f"31420001{number:02d}", "小学", 400 + number, 10, 30, 28, 2, 20, 5, 3, 2, 1, 1, 0]
    for letter, value in changes.items():
        row[ord(letter) - 65] = value
    return row


def sound() -> dict[str, list[Row]]:
    """Return the sheets of a sound workbook of three schools."""
    return {
        "学校情况": [SCHOOL, *(school(number) for number in (1, 2, 3))],
        "学段数据": [PART, *(part(number) for number in (1, 2, 3))],
    }


def write(
    path: Path, sheets: Mapping[str, Sequence[Row]], after: Callable[[Any, Mapping[str, Any]], None] | None = None
) -> Path:
    """Write a workbook; `after` may add to it before it is closed."""
    with xlsxwriter.Workbook(str(path)) as workbook:
        date = workbook.add_format({"num_format": "yyyy-mm-dd"})
        made = {}
        for name, rows in sheets.items():
            made[name] = sheet = workbook.add_worksheet(name)
            for number, row in enumerate(rows):
                for place, value in enumerate(row):
                    _cell(sheet, number, place, value, date)
        if after is not None:
            after(workbook, made)
    return path


def _cell(sheet: Any, row: int, column: int, value: Any, date: Any) -> None:
    match value:
        case None:
            pass
        case Formula():
            sheet.write_formula(row, column, value.text, None, value.value)
        case bool():
            sheet.write_boolean(row, column, value)
        case int() | float():
            sheet.write_number(row, column, value)
        case dt.date():
            sheet.write_datetime(row, column, value, date)
        case _:
            sheet.write_string(row, column, str(value))


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Return a zip package of `parts`."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def unpacked(path: Path) -> dict[str, bytes]:
    """Return the parts of a workbook's package."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def csv_text(rows: Sequence[Row], delimiter: str = ",", end: str = "\r\n") -> str:
    """Return rows as delimited text."""
    return "".join(delimiter.join("" if value is None else str(value) for value in row) + end for row in rows)


# Old workbooks: BIFF8 records in a compound file of 512-byte sectors.


def _record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _biff_cell(row: int, column: int, value: Any) -> bytes:
    place = struct.pack("<HHH", row, column, 0)
    match value:
        case None:
            return b""
        case Formula(_, str(error)) if error.startswith("#"):
            return _record(0x06, place + bytes([2, 0, 7, 0, 0, 0, 0xFF, 0xFF]) + struct.pack("<HIH", 0, 0, 0))
        case Formula(_, figure):
            return _record(0x06, place + struct.pack("<d", figure) + struct.pack("<HIH", 0, 0, 0))
        case int() | float():
            return _record(0x203, place + struct.pack("<d", value))
        case _:
            text = str(value)
            return _record(0x204, place + struct.pack("<HB", len(text), 1) + text.encode("utf-16-le"))


def xls(sheets: Mapping[str, Sequence[Row]], *, password: bool = False, stream: str = "Workbook") -> bytes:
    """Return an old workbook with the given sheets."""
    bodies = []
    for rows in sheets.values():
        size = struct.pack("<IIHHH", 0, len(rows), 0, max(map(len, rows), default=0), 0)
        cells = b"".join(_biff_cell(r, c, value) for r, row in enumerate(rows) for c, value in enumerate(row))
        bof = _record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
        bodies.append(bof + _record(0x200, size) + cells + _record(0x0A))
    names = [name.encode("utf-16-le") for name in sheets]
    front = _record(0x809, struct.pack("<HHHHII", 0x600, 0x05, 0, 0, 0, 0))
    front += _record(0x2F, bytes(6)) if password else b""
    place = len(front) + sum(4 + 8 + len(name) for name in names) + 4
    for name, body in zip(names, bodies, strict=True):
        front += _record(0x85, struct.pack("<IBBBB", place, 0, 0, len(name) // 2, 1) + name)
        place += len(body)
    return compound({stream: front + _record(0x0A) + b"".join(bodies)})


def compound(streams: Mapping[str, bytes]) -> bytes:
    """Return a compound file with the given streams, each stretched to ordinary sectors."""
    sectors: list[bytes] = []
    chain: dict[int, int] = {}

    def add(content: bytes) -> int:
        content = content.ljust(max(4096, -(-len(content) // 512) * 512), b"\0")
        first = len(sectors) + 1  # the table of sectors comes first
        for place in range(0, len(content), 512):
            sectors.append(content[place : place + 512])
            chain[len(sectors)] = len(sectors) + 1
        chain[len(sectors)] = 0xFFFFFFFE
        return first

    def entry(name: str, kind: int, where: tuple[int, int], *, child: int, right: int) -> bytes:
        raw = name.encode("utf-16-le") + b"\0\0"
        front = raw.ljust(64, b"\0") + struct.pack("<HBB", len(raw), kind, 1)
        return (front + struct.pack("<III", 0xFFFFFFFF, right, child)).ljust(116, b"\0") + struct.pack(
            "<III", *where, 0
        )

    starts = {name: (add(content), max(4096, len(content))) for name, content in streams.items()}
    entries = entry("Root Entry", 5, (0xFFFFFFFE, 0), child=1, right=0xFFFFFFFF)
    for number, (name, where) in enumerate(starts.items(), 1):
        following = number + 1 if number < len(starts) else 0xFFFFFFFF
        entries += entry(name, 2, where, child=0xFFFFFFFF, right=following)
    directory = add(entries.ljust(512, b"\0"))
    table = [0xFFFFFFFD] + [chain[number] for number in range(1, len(sectors) + 1)]
    if len(table) > 128:
        raise ValueError("more sectors than one table holds")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIIII", 0, 1, directory, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0)[: 4 * 9]
    header = header.ljust(76, b"\0") + struct.pack("<109I", 0, *([0xFFFFFFFF] * 108))
    fat = struct.pack(f"<{len(table)}I", *table).ljust(512, b"\xff")
    return header + fat + b"".join(sectors)
