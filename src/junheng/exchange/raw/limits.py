"""What a file may be before any parser sees it: its size, its real kind, its bounds."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from junheng.dictionary import Title
from junheng.exchange.model import Refused
from junheng.exchange.words import SAVE_AGAIN, refused

Kind = Literal["xlsx", "xls", "text", "parquet"]

MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds a file is held to; a file beyond one of them is refused with the bound named.

    `file_bytes` on disk; `entries`, `expanded_bytes` and `ratio` (expanded to packed, judged from 16 MiB on) of a
    packed workbook; `sheets` of a workbook; `rows`, `columns` and `cells` (rows × columns spanned) of a sheet;
    `cell_length` in characters; `listed` faults of one kind in one column before the rest are only counted.
    """

    file_bytes: int = 256 * MEBIBYTE
    entries: int = 4_096
    expanded_bytes: int = 1_024 * MEBIBYTE
    ratio: int = 200
    sheets: int = 200
    rows: int = 10_000_000
    columns: int = 2_000
    cells: int = 60_000_000
    cell_length: int = 32_767
    listed: int = 2_000


DEFAULT = Limits()


def content(path: Path, file: str, limits: Limits) -> bytes:
    """Return the bytes of `path`, called `file`; raises `Refused` when it is not there, empty or too large."""
    try:
        size = path.stat().st_size
        if size > limits.file_bytes:
            raise too_large(file, "file_bytes", limits.file_bytes // MEBIBYTE, size // MEBIBYTE, unit=" MB")
        data = path.read_bytes()
    except OSError as error:
        raise refused(
            "unreadable",
            file,
            Title(f"文件打不开（{error.strerror or error}）", f"the file cannot be opened ({error.strerror or error})"),
            Title(
                "请核对路径和权限，并确认没有被别的程序占用",
                "check its path and permissions, and that no other program holds it",
            ),
        ) from error
    if not data.strip(b"\0 \t\r\n"):
        raise refused(
            "unreadable",
            file,
            Title("文件是空的", "the file is empty"),
            Title("请重新导出或传送该文件", "export or send the file again"),
        )
    return data


_NAMES = {
    "file_bytes": Title("文件大小", "file size"),
    "entries": Title("包内文件数", "entries in the package"),
    "expanded_bytes": Title("展开后的大小", "size when unpacked"),
    "ratio": Title("压缩比", "expansion ratio"),
    "sheets": Title("工作表数", "number of sheets"),
    "rows": Title("行数", "number of rows"),
    "columns": Title("列数", "number of columns"),
    "cells": Title("所占区域的格数", "number of cells spanned"),
    "cell_length": Title("单元格字数", "length of a cell"),
}


def too_large(file: str, bound: str, allowed: int, found: int, *, unit: str = "", sheet: str | None = None) -> Refused:
    """Return the refusal of a file that is beyond `bound`, with what is allowed and what was found."""
    name = _NAMES[bound]
    return refused(
        "limit",
        file,
        Title(
            f"{name.zh}最多 {allowed:,}{unit}，实际 {found:,}{unit}",
            f"{name.en} is at most {allowed:,}{unit}, found {found:,}{unit}",
        ),
        Title(
            "请删去无关的工作表、行列和格式后另存，或分成几个文件；没有读入任何数据",
            "remove sheets, rows, columns and formats that do not belong, or split the file; nothing was read",
        ),
        sheet=sheet,
    )


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STRANGERS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"SQLite format 3", "SQLite"),
    (b"{\\rtf", "RTF"),
)
_MARKUP: tuple[tuple[bytes, str], ...] = (
    (b"urn:schemas-microsoft-com:office:spreadsheet", "XML 2003"),
    (b"<html", "HTML"),
    (b"<table", "HTML"),
    (b"<!doctype", "HTML/XML"),
    (b"<?xml", "XML"),
)


def kind_of(data: bytes, file: str) -> Kind:
    """Return what the bytes really are, whatever the name says; raises `Refused` for what is not read here."""
    if data[:4] in {b"PK\x03\x04", b"PK\x05\x06"}:
        return "xlsx"
    if data[:8] == _OLE:
        return "xls"
    if data[:4] == b"PAR1":
        return "parquet"
    head = data[:4096].lower()
    stranger = next((name for magic, name in _STRANGERS if data.startswith(magic)), None)
    if stranger is None and head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        stranger = next((name for mark, name in _MARKUP if mark in head), None)
    if stranger is not None:
        raise refused(
            "kind",
            file,
            Title(
                f"实际是 {stranger} 文件，这里读 .xlsx、.xls、.csv 和 Parquet",
                f"this is a {stranger} file; .xlsx, .xls, .csv and Parquet are read",
            ),
            SAVE_AGAIN,
        )
    return "text"


_SUFFIXES: dict[str, Kind] = {
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".xls": "xls",
    ".csv": "text",
    ".txt": "text",
    ".tsv": "text",
    ".parquet": "parquet",
    ".pq": "parquet",
}
READABLE = frozenset(_SUFFIXES)
"""Endings of the files that are read from a directory."""


def misnamed(path: Path, kind: Kind) -> bool:
    """Tell whether the name's ending promises another kind than the content is."""
    return _SUFFIXES.get(path.suffix.lower(), kind) != kind
