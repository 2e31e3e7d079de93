"""Raw reading: a file of any readable kind becomes `RawSheet`s, before any meaning is given to its columns."""

from __future__ import annotations

from pathlib import Path

from junheng.dictionary import Title
from junheng.exchange.model import Fault
from junheng.exchange.raw.excel import read_workbook
from junheng.exchange.raw.limits import content, kind_of, misnamed
from junheng.exchange.raw.parquet import read_parquet
from junheng.exchange.raw.sheet import Asked, Found
from junheng.exchange.raw.text import read_text
from junheng.exchange.words import doubt


def sheets(path: Path, name: str, asked: Asked) -> Found:
    """Read every sheet of `path`, called `name` in faults and origins.

    Raises `Refused` when it is no readable file or beyond a limit. The header is in the row that is asked for;
    else it is found by the headers known.
    """
    data = content(path, name, asked.limits)
    kind = kind_of(data, name)
    if kind == "parquet":
        found = read_parquet(data, name, asked.limits)
    elif kind == "text":
        found = read_text(data, name, asked)
    else:
        found = read_workbook(data, name, asked, old=kind == "xls")
    if misnamed(path, kind):
        found.faults.insert(0, _misnamed(name, kind))
    return found


def _misnamed(file: str, kind: str) -> Fault:
    words = {"xlsx": ".xlsx", "xls": ".xls", "text": ".csv", "parquet": ".parquet"}[kind]
    return doubt(
        "kind",
        file,
        Title(f"内容实际是 {words}，已按内容读取", f"the content is {words} and was read as such"),
        Title(f"请把扩展名改为 {words}", f"give the file the ending {words}"),
    )
