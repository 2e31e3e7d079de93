"""Looks through an old workbook (.xls, a compound file of BIFF records) before a parser sees it."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from junheng.dictionary import Title
from junheng.exchange.model import Fault
from junheng.exchange.raw.zipped import damaged
from junheng.exchange.words import SAVE_AGAIN, doubt, fault, letter, refused, shorten

_FREE = 0xFFFFFFFA
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
_FORMULA, _BOOLERR, _FILEPASS, _BOUNDSHEET, _EOF, _DIMENSIONS, _STRINGS = 0x06, 0x205, 0x2F, 0x85, 0x0A, 0x200, 0xFC
_MANY = 0xBD
_CELLS = frozenset({0x06, 0x406, 0x203, 0x204, 0x205, 0xFD, 0x27E, _MANY, 0xD6, 0x02, 0x03, 0x04, 0x05})
"""Records that hold cells, each beginning with row and column."""

_MOST = 2_000

_Entry = tuple[str, tuple[int, int]]
"""A directory entry: its name, and where its stream begins and how long it is."""


def check_xls(data: bytes, file: str) -> list[Fault]:
    """Return the faults of error cells and the doubts of formulas, each with its cell or its sheet.

    Raises `Refused` when the compound file is damaged, protected by a password, or no workbook.
    """
    try:
        entries = list(_entries(data))
        _check_container(data, entries)
        names = {name.lower() for name, _ in entries}
        if "encryptedpackage" in names:
            raise _protected(file)
        found = list(_records(_workbook(data, entries, file), file))
    except (struct.error, IndexError, ValueError, RecursionError) as error:
        raise damaged(file) from error
    if any(name.startswith(("_vba_project", "macros")) for name in names):
        found.append(
            doubt(
                "macro",
                file,
                Title("文件带有宏，宏不会运行，只读单元格", "the file carries macros; they are not run"),
                SAVE_AGAIN,
            )
        )
    return found


def _workbook(data: bytes, entries: list[_Entry], file: str) -> bytes:
    """Return the stream the parser will read: the first of that name."""
    for wanted in ("Workbook", "Book"):
        for name, place in entries:
            if name == wanted:
                return _stream(data, *place, entries)
    raise refused("kind", file, Title("不是 Excel 工作簿", "this is no Excel workbook"), SAVE_AGAIN)


def _check_container(data: bytes, entries: list[_Entry]) -> None:
    """Raise ValueError when the container claims more than it holds, or its chains run in circles.

    The parser makes room for what is claimed and follows every chain to its end.
    """
    size, *_ = _sizes(data)
    sectors = len(data) // size + 1
    directory, table, small, more = (struct.unpack_from("<I", data, place)[0] for place in (40, 44, 64, 72))
    if max(directory, table, more) > sectors or small > min(sectors, 4_096):
        raise ValueError("more sectors than bytes")
    if any(length > len(data) for _, (_, length) in entries):
        raise ValueError("a stream longer than the file")
    _read(data, entries[0][1][0])
    _read(data, int(struct.unpack_from("<I", data, 60)[0]))


def _protected(file: str) -> Exception:
    return refused(
        "password",
        file,
        Title("文件有密码", "the file is protected by a password"),
        Title("请去掉密码后另存再导入", "take the password off, save it and read that"),
    )


def _sizes(data: bytes) -> tuple[int, int, int]:
    """Return the sizes of a sector and a small sector, and the least size of a stream in ordinary sectors."""
    shift, small = struct.unpack_from("<HH", data, 30)
    if shift not in {9, 12} or small != 6:
        raise ValueError("sector size")
    return 1 << shift, 1 << small, int(struct.unpack_from("<I", data, 56)[0])


def _sector(data: bytes, number: int, size: int) -> bytes:
    found = data[(number + 1) * size : (number + 2) * size]
    if not found:
        raise ValueError("sector beyond the end")
    return found


def _fat(data: bytes) -> list[int]:
    size, *_ = _sizes(data)
    places = [place for place in struct.unpack_from("<109I", data, 76) if place < _FREE]
    following, met = struct.unpack_from("<I", data, 68)[0], 0
    while following < _FREE:
        met += 1
        if met > len(data) // size:
            raise ValueError("a chain without end")
        more = struct.unpack(f"<{size // 4}I", _sector(data, following, size).ljust(size, b"\xff"))
        places += [place for place in more[:-1] if place < _FREE]
        following = more[-1]
    table: list[int] = []
    for place in places[: len(data) // size + 1]:
        table += struct.unpack(f"<{size // 4}I", _sector(data, place, size).ljust(size, b"\xff"))
    return table


def _chain(table: list[int], start: int, most: int) -> Iterator[int]:
    """Yield the sectors of a stream in order; a sound one has no more than `most`, all there are."""
    for _ in range(most + 1):
        if start >= _FREE:
            return
        yield start
        start = table[start]
    raise ValueError("a chain without end")


def _read(data: bytes, start: int) -> bytes:
    size, *_ = _sizes(data)
    return b"".join(_sector(data, place, size) for place in _chain(_fat(data), start, len(data) // size))


def _entries(data: bytes) -> Iterator[_Entry]:
    """Yield each directory entry's name with where its stream begins and how long it is."""
    directory = _read(data, int(struct.unpack_from("<I", data, 48)[0]))
    for place in range(0, len(directory) - 127, 128):
        length = struct.unpack_from("<H", directory, place + 64)[0]
        name = directory[place : place + max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
        yield name.partition("\0")[0], struct.unpack_from("<II", directory, place + 116)


def _stream(data: bytes, start: int, size: int, entries: list[_Entry]) -> bytes:
    _, small, least = _sizes(data)
    if size >= least:
        return _read(data, start)[:size]
    pool = _read(data, entries[0][1][0])
    raw = _read(data, int(struct.unpack_from("<I", data, 60)[0]))
    table = list(struct.unpack(f"<{len(raw) // 4}I", raw[: len(raw) // 4 * 4]))
    return b"".join(pool[place * small : (place + 1) * small] for place in _chain(table, start, len(pool) // small))[
        :size
    ]


def _walk(stream: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """Yield the records from `place` to the end of its part, as the parser will meet them: kind and body."""
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        yield kind, stream[place + 4 : place + 4 + length]
        if kind == _EOF:
            return
        place += 4 + length


def _records(stream: bytes, file: str) -> Iterator[Fault]:
    listed = 0
    for sheet, start in _sheets(stream, file):
        formulas = 0
        for kind, body in _walk(stream, start):
            _check_place(kind, body)
            if kind not in {_FORMULA, _BOOLERR} or len(body) < 8:
                continue
            if (error := _error(kind, body)) is not None:
                listed += 1
                if listed <= _MOST:
                    yield _error_fault(body, error, file, sheet)
            elif kind == _FORMULA:
                formulas += 1
        if formulas:
            yield _computed(formulas, file, sheet)
    if listed > _MOST:
        yield _more(listed - _MOST, file)


def _sheets(stream: bytes, file: str) -> list[tuple[str, int]]:
    """Return the sheets' names and where their records begin."""
    sheets: list[tuple[str, int]] = []
    for kind, body in _walk(stream, 0):
        if kind == _FILEPASS:
            raise _protected(file)
        if kind == _BOUNDSHEET and len(body) > 8:
            sheets.append((_name(body), struct.unpack_from("<I", body)[0]))
        elif kind == _STRINGS and struct.unpack_from("<I", body, 4)[0] > len(stream):
            raise ValueError("more strings than bytes")
    if any(start >= len(stream) for _, start in sheets):
        raise ValueError("a sheet beyond the end")
    return sheets


def _check_place(kind: int, body: bytes) -> None:
    """Raise ValueError for a sheet or cell beyond what an old workbook can have: the parser makes room for all."""
    if kind == _DIMENSIONS and len(body) >= 10:
        top, bottom, left, right = struct.unpack_from("<IIHH" if len(body) >= 14 else "<HHHH", body)
        if top > bottom or bottom > 65_536 or left > right or right > 256:
            raise ValueError("beyond the last row or column")
    elif kind in _CELLS and len(body) >= 4:
        last = body[-2:] if kind == _MANY else body[2:4]
        if max(struct.unpack("<H", last)[0], struct.unpack_from("<H", body, 2)[0]) > 255:
            raise ValueError("beyond the last column")


def _computed(count: int, file: str, sheet: str) -> Fault:
    return doubt(
        "formula",
        file,
        Title(
            f"有 {count} 格是公式，读的是上次保存的结果，可能已过时",
            f"{count} cells are formulas; the result last saved was read and may be stale",
        ),
        Title("请选择性粘贴为“数值”后再导入", "paste the cells as values and read the file again"),
        sheet=sheet,
    )


def _name(body: bytes) -> str:
    length, wide = body[6], body[7] & 1
    return body[8 : 8 + length * (2 if wide else 1)].decode("utf-16-le" if wide else "latin-1", "replace")


def _error(kind: int, body: bytes) -> str | None:
    """Return the error a cell holds: a BOOLERR record's own, or the one a formula came to."""
    if kind == _BOOLERR:
        return _ERRORS.get(body[6], "#N/A") if body[7] else None
    if len(body) >= 14 and body[12:14] == b"\xff\xff" and body[6] == 2:
        return _ERRORS.get(body[8], "#N/A")
    return None


def _error_fault(body: bytes, error: str, file: str, sheet: str) -> Fault:
    row, column = struct.unpack_from("<HH", body)
    return fault(
        "formula",
        file,
        Title("单元格是错误值，不能当作数据", "the cell holds an error value, which is no data"),
        Title("请改正公式，或直接填写数值", "mend the formula or enter the value itself"),
        sheet=sheet,
        row=row + 1,
        column=letter(column),
        value=shorten(error),
    )


def _more(count: int, file: str) -> Fault:
    return fault(
        "formula",
        file,
        Title(f"另有 {count} 个错误值未逐一列出", f"{count} more error cells are not listed"),
        Title("请改正公式后再导入", "mend the formulas and read the file again"),
    )
