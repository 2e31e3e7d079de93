"""Which stages a school may add to its filing."""

from __future__ import annotations

from junheng.dictionary import Title, load
from junheng.web.base.words import title
from junheng.web.filing.sheet import Sheet


def addable(sheet: Sheet) -> list[tuple[str, str]]:
    """Return (`campus|stage`, words) for each stage that is not there yet."""
    there = {(record.keys["campus"], record.keys["stage"]) for record in sheet.of("part")}
    campuses = [record.keys["campus"] for record in sheet.of("school")]
    return [
        (f"{campus}|{stage}", " · ".join(filter(None, (campus, title(Title(code.zh, code.en))))))
        for campus in campuses
        for stage, code in load().codes["stage"].codes.items()
        if (campus, stage) not in there
    ]
