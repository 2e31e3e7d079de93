"""The history of one figure in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from junheng.dictionary import load
from junheng.web.base.words import bi
from junheng.web.filing import values
from junheng.web.filing.models import FiledValue, ValueChange

ASPECTS = {
    "value": bi("数值", "value"),
    "explanation": bi("说明", "explanation"),
    "remark": bi("意见", "remark"),
    "record": bi("整行", "row"),
}
SOURCES = {
    "page": bi("页面", "page"),
    "list": bi("清单", "list"),
    "workbook": bi("工作簿", "workbook"),
    "api": bi("接口", "API"),
}
RECORD = {"added": bi("有", "there"), "removed": bi("无", "not there")}


@dataclass(frozen=True, slots=True)
class Line:
    """One change in words."""

    at: datetime
    by: str
    aspect: str
    before: str
    after: str
    source: str


def history(value: FiledValue, *, remarks: bool = True) -> list[Line]:
    """Return the changes of a figure and of its record, newest first; the bureau's remarks where they may be seen."""
    rows = ValueChange.objects.filter(
        filing_id=value.filing_id, table=value.table, key=value.key, field__in=[value.field, ""]
    )
    return [_line(value, one) for one in rows if remarks or one.aspect != "remark"]


def _line(value: FiledValue, one: ValueChange) -> Line:
    field = load().tables[value.table].fields[value.field]

    def words(text: str | None) -> str:
        if one.aspect == "value":
            return values.shown(field, text)
        return str(RECORD.get(text or "", "")) if one.aspect == "record" else text or ""

    aspect, source = str(ASPECTS[one.aspect]), str(SOURCES.get(one.source, one.source))
    return Line(one.at, one.by_name, aspect, words(one.before), words(one.after), source)
