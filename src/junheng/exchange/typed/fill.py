"""One sheet fills one table: its columns converted as planned, its faults named cell by cell."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import polars as pl
from msgspec import structs

from junheng.dictionary import Field, Table, Title
from junheng.exchange.model import Fault
from junheng.exchange.plan import Plan, RawSheet, Source
from junheng.exchange.raw.limits import Limits
from junheng.exchange.typed.convert import CONVERTERS, Converted, as_text, tidy
from junheng.exchange.typed.expect import missing, words
from junheng.exchange.typed.figures import figures
from junheng.exchange.typed.surface import BLANKS
from junheng.exchange.words import doubt, letter, shorten

ORIGIN = "origin"
_TOTALS = r"^(?:[合总小累共]\s*计|填表|制表|填报|审核|负责人|[注备]\s*注?\s*[:：]|说明\s*[:：]|(?i:total)\b)"
_TOTALS_ANYWHERE = (
    r"^(?:(?:全[县区市校乡镇]|本[页表])?[合总小累共]\s*计\s*[:：]?|(?i:(?:grand |sub)?totals?)"
    r"|(?:单位)?(?:填表|制表|填报|审核|负责|统计|校对|复核|经办)\s*(?:人|单位|日期|时间)\s*(?:[(（]\S*[)）])?\s*(?:[:：].*)?)$"
)
"""Behind the first columns only a whole cell counts: a remark may begin with such a word."""

_FRONT = 4
"""How many columns at the left hold the words of a row of totals in most forms."""

_PERCENT = Decimal("0.01")
PERCENT = (
    Title(
        "表头单位是 %，但整列都不大于 1：Excel 里显示为 15% 的单元格存的是 0.15",
        "the header says %, but no value is above 1: a cell shown as 15% is stored as 0.15",
    ),
    Title(
        "存的是比率时把表头单位改为(比率)；确是百分数时把单元格改为常规格式并填 15 这样的数",
        "when ratios are stored, change the header's unit to (比率); else format the cells as General and enter 15",
    ),
)


@dataclass(slots=True)
class Filled:
    """A sheet as rows of its table: the typed frame with `origin`, the faults, which rows were read.

    Of the rows that were not read, `totals` are those of totals and signatures.
    """

    table: str
    frame: pl.DataFrame
    faults: list[Fault]
    read: pl.Series
    totals: pl.Series


def fill(sheet: RawSheet, plan: Plan, table: Table, limits: Limits) -> Filled:
    """Return the rows of `sheet` as rows of `table`, one fault for each cell that does not fit.

    Faulty cells are null. Rows of totals and signatures, and rows outside the plan's `keep`, are left out. A
    blank required cell is a fault in the key and in `kind`, else a doubt (the figure is unknown).
    """
    return _Filling(sheet, plan, table, limits).run()


@dataclass(slots=True)
class _Filling:
    sheet: RawSheet
    plan: Plan
    table: Table
    limits: Limits
    faults: list[Fault] = field(default_factory=list)

    def run(self) -> Filled:
        whole = self.sheet
        read = pl.repeat(True, whole.frame.height, eager=True)
        if self.plan.keep is not None:
            read = read & self.plan.keep.fill_null(False)
        totals = self._totals()
        read = read & ~totals
        if not read.all():
            self.sheet = _only(whole, read)
        columns = [self._field(target).alias(name) for name, target in self.table.fields.items()]
        frame = pl.DataFrame(columns)
        origin = pl.format("{}|{}", pl.lit(self.sheet.label), pl.lit(self.sheet.rows)).alias(ORIGIN)
        frame = (
            frame.with_columns(origin) if frame.height else frame.with_columns(pl.lit(None, pl.String).alias(ORIGIN))
        )
        return Filled(self.table.name, frame, self.faults, read, totals)

    def _totals(self) -> pl.Series:
        """Return which rows are totals or signatures: such a word stands there and the codes of the key are blank.

        A code is a text of the key with a form of its own; tables without one go by all texts of their key.
        """
        nothing = pl.repeat(False, self.sheet.frame.height, eager=True)
        found = nothing
        codes = self._codes()
        for place, column in enumerate(self.sheet.frame.get_columns()):
            if column.dtype == pl.String and (codes or place < _FRONT):
                like = _TOTALS if place < _FRONT else _TOTALS_ANYWHERE
                found = found | column.str.strip_chars(BLANKS).str.contains(like).fill_null(False)
        if not found.any():
            return nothing
        for code in codes:
            texts = as_text(self.sheet.frame.get_column(f"c{code}")).str.strip_chars(BLANKS)
            found = found & (texts.is_null() | (texts == "") | texts.str.contains(_TOTALS))
        for row in self.sheet.rows.filter(found).head(self.limits.listed):
            self.faults.append(
                doubt(
                    "skipped",
                    self.sheet.file,
                    Title(
                        "这一行像合计或落款，没有当作数据读取",
                        "this row looks like a total or a signature and was not read",
                    ),
                    Title("数据行请填写代码；合计行可以删去", "enter the code in rows of data; totals can be removed"),
                    sheet=self.sheet.sheet,
                    row=row,
                )
            )
        return found

    def _codes(self) -> list[int]:
        """Return the columns of the key by which a row of data is known."""
        texts = [field for name in self.table.key if (field := self.table.fields[name]).type == "text"]
        telling = [field for field in texts if field.pattern is not None] or [
            field for field in texts if field.default is None
        ]
        sources = (self.plan.sources.get(field.name) for field in telling)
        return [source.columns[0] for source in sources if source is not None and source.columns]

    def _field(self, target: Field) -> pl.Series:
        source = self.plan.sources.get(target.name)
        height = self.sheet.frame.height
        if source is None:
            return pl.repeat(_default(target), height, dtype=target.dtype, eager=True)
        if source.constant is not None:
            return self._constant(target, source, height)
        values: pl.Series | None = None
        for place in source.columns:
            one = self._column(target, source, place)
            values = one if values is None else (values + one).cast(target.dtype)
        if values is None:
            return pl.repeat(None, height, dtype=target.dtype, eager=True)
        return values if target.default is None else values.fill_null(_default(target))

    def _constant(self, target: Field, source: Source, height: int) -> pl.Series:
        given = pl.Series([source.constant])
        relaxed = target.name in self.plan.relaxed
        done = _converted(given, target, source, relaxed=relaxed)
        for problem in done.problems:
            expected, remedy = words(problem, target, source.factor)
            self.faults.append(
                Fault(
                    severity="doubt" if problem == "rounded" else "fault",
                    kind="mapping",
                    file=self.sheet.file,
                    sheet=self.sheet.sheet,
                    field=target.name,
                    header=target.zh,
                    value=source.constant,
                    expected=expected,
                    remedy=remedy,
                )
            )
        value = None if done.wrong().any() else done.values[0]
        return pl.repeat(value, height, dtype=target.dtype, eager=True)

    def _column(self, target: Field, source: Source, place: int) -> pl.Series:
        found = self.sheet.frame.get_column(f"c{place}")
        done = _converted(found, target, source, relaxed=target.name in self.plan.relaxed)
        for problem, mask in done.problems.items():
            said = words(problem, target, source.factor)
            self._list(self._like(problem, target, place, said, severe=problem != "rounded"), place, mask)
        self._missing(target, place, tidy(found))
        if self._shown_as_percent(found, source):
            self.faults.append(self._like("unit", target, place, PERCENT, severe=True))
            return pl.repeat(None, found.len(), dtype=target.dtype, eager=True)
        wrong = done.wrong() if done.problems else None
        return done.values if wrong is None else done.values.set(wrong, None)

    def _shown_as_percent(self, found: pl.Series, source: Source) -> bool:
        """Tell whether a column headed % holds numbers no larger than 1 only.

        Excel stores what it shows as 15 % as 0.15, and the reader does not see how a cell is shown: taken at its
        word such a column would be a hundred times too small.
        """
        if source.factor != _PERCENT or not found.dtype.is_numeric():
            return False
        figures_only = found.cast(pl.Float64).drop_nulls()
        return bool((figures_only <= 1).all() and (figures_only > 0).any())

    def _missing(self, target: Field, place: int, found: pl.Series) -> None:
        if not target.required or target.default is not None or not found.null_count():
            return
        severe = target.name in self.table.key or target.name == "kind"
        if found.null_count() == found.len() and not severe:
            said = missing(target, severe=False, rows=found.len())
            self.faults.append(self._like("missing", target, place, said, severe=False))
            return
        said = missing(target, severe=severe)
        self._list(self._like("missing", target, place, said, severe=severe), place, found.is_null())

    def _list(self, like: Fault, place: int, mask: pl.Series) -> None:
        """Add a fault for each cell in `mask`, up to the bound; the rest become one that counts them."""
        where = mask.arg_true()
        listed = where.head(self.limits.listed)
        values = as_text(self.sheet.frame.get_column(f"c{place}").gather(listed))
        for row, value in zip(self.sheet.rows.gather(listed), values, strict=True):
            self.faults.append(structs.replace(like, row=row, value=None if value is None else shorten(value)))
        if rest := where.len() - listed.len():
            more = Title(
                f"{like.expected.zh}（本列另有 {rest} 处同样问题未逐一列出）",
                f"{like.expected.en} ({rest} more of the same in this column are not listed)",
            )
            self.faults.append(structs.replace(like, expected=more))

    def _like(self, kind: str, target: Field, place: int, said: tuple[Title, Title], *, severe: bool) -> Fault:
        """Return a fault of a whole column, for its cells to follow."""
        return Fault(
            severity="fault" if severe else "doubt",
            kind=kind,
            file=self.sheet.file,
            sheet=self.sheet.sheet,
            column=letter(place),
            header=self.sheet.headers[place],
            field=target.name,
            expected=said[0],
            remedy=said[1],
        )


def _only(sheet: RawSheet, mask: pl.Series) -> RawSheet:
    return RawSheet(
        sheet.file,
        sheet.sheet,
        sheet.header_row,
        sheet.headers,
        sheet.frame.filter(mask),
        sheet.rows.filter(mask),
        sheet.blank,
    )


def _default(target: Field) -> Any:
    return None if target.default is None else pl.select(pl.lit(target.default).cast(target.dtype)).item()


def _converted(found: pl.Series, target: Field, source: Source, *, relaxed: bool) -> Converted:
    """Return a raw column as values of the field; the plan's translation comes before anything else."""
    column = tidy(found)
    if column.null_count() == column.len():
        return Converted(pl.repeat(None, column.len(), dtype=target.dtype, eager=True))
    if source.translate:
        texts = as_text(column)
        meant = {key.strip(BLANKS): value for key, value in source.translate.items()}
        column = tidy(texts.replace_strict(meant, default=texts, return_dtype=pl.String))
    if target.type in {"integer", "decimal"}:
        return figures(column, target, source.factor)
    return CONVERTERS[target.type](column, target, relaxed)
