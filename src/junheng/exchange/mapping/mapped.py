"""One sheet on its way into one table: columns found, rows chosen, cells cleaned, and all of it reported."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation

import msgspec
import polars as pl

from junheng.dictionary import Field, Table, Title, load, toml_lines
from junheng.exchange.mapping.clean import Cleaned, as_text, clean, plain
from junheng.exchange.mapping.model import FieldSpec, Keep, Mapping_, TableSpec
from junheng.exchange.model import Fault
from junheng.exchange.plan import Plan, RawSheet, Source
from junheng.exchange.typed.headline import plain as plain_header
from junheng.exchange.typed.headline import split_unit
from junheng.exchange.words import letter

_SHOWN = 5
"""How many rows or values a summary names as examples."""


@dataclass(slots=True)
class Work:
    """One sheet on its way into one table."""

    sheet: RawSheet
    spec: TableSpec
    mapping: Mapping_
    place: int
    faults: list[Fault] = field(default_factory=list)
    used: set[int] = field(default_factory=set)

    @property
    def table(self) -> Table:
        """Return the dictionary's table that is fed."""
        return load().tables[self.spec.target]

    def plan(self) -> tuple[RawSheet, Plan] | None:
        """Return the cleaned sheet and its plan; None when a column of the key or of a condition is not there."""
        self._header_row()
        columns = self._columns()
        self.used = set(columns.values())
        if any(condition.column not in columns for condition in self.spec.keep):
            return None  # rows that should be left out cannot be told from the others
        keep = self._keep(columns)
        kept = pl.repeat(True, self.sheet.frame.height, eager=True) if keep is None else keep
        self._blank(columns, kept)
        frame = self._translated(self._cleaned(columns, kept), columns, kept)
        sources = {name: source for name in self.spec.fields if (source := self._source(name, columns)) is not None}
        self._required()
        if any(name not in sources and self.table.fields[name].default is None for name in self.table.key):
            return None
        sheet = replace(self.sheet, frame=frame)
        relaxed = frozenset(self.spec.relax)
        if self.spec.once:
            return _once(sheet, sources, kept), Plan(self.spec.target, sources, None, relaxed)
        return sheet, Plan(self.spec.target, sources, keep, relaxed)

    def _header_row(self) -> None:
        wanted = self.spec.header_row
        if wanted is not None and wanted != self.sheet.header_row:
            expected = Title(f"第 {wanted} 行不是表头", f"row {wanted} is not a header row")
            remedy = Title(
                f"读到的表头在第 {self.sheet.header_row} 行，请改 header_row",
                f"the headers were found in row {self.sheet.header_row}: change header_row",
            )
            path = ("table", self.place, "header_row")
            self.faults.append(self.mapping.fault(path, expected, remedy, self.sheet.label))

    def _columns(self) -> dict[str, int]:
        """Return the place of each column the table needs; those not there, or there twice, become faults."""
        exact: dict[str, list[int]] = {}
        alike: dict[str, list[int]] = {}
        for number, header in enumerate(self.sheet.headers):
            exact.setdefault(header.strip(), []).append(number)
            alike.setdefault(same_header(header), []).append(number)
        found: dict[str, int] = {}
        for name in self.spec.columns:
            numbers = exact.get(name.strip()) or alike.get(same_header(name), [])
            if len(numbers) == 1:
                found[name] = numbers[0]
            else:
                self.faults.append(self._column_fault(name, numbers))
        return found

    def _column_fault(self, name: str, numbers: Sequence[int]) -> Fault:
        where = self.sheet.label.rstrip("|")
        if numbers:
            letters = "、".join(letter(number) for number in numbers)
            expected = Title(
                f"{where} 里有 {len(numbers)} 列叫这个名字({letters})", f"{where} has it {len(numbers)} times"
            )
            remedy = Title("请在表里给它们不同的列名", "give these columns different headers in the sheet")
        else:
            expected = Title(f"{where} 里没有这一列", f"{where} has no such column")
            close = difflib.get_close_matches(name, self.sheet.headers, n=3, cutoff=0.5)
            remedy = (
                Title(f"请核对列名，相近的有：{'、'.join(close)}", f"check the header; similar: {', '.join(close)}")
                if close
                else Title("请核对列名，或是否拿错了表", "check the header, or whether it is the right file")
            )
        return self.mapping.fault(self._path_of(name), expected, remedy, name)

    def _path_of(self, column: str) -> toml_lines.Key:
        for name, spec in self.spec.fields.items():
            if column in spec.sources:
                return ("table", self.place, "fields", name)
        number = next(number for number, keep in enumerate(self.spec.keep) if keep.column == column)
        return ("table", self.place, "keep", number, "column")

    def _keep(self, columns: Mapping[str, int]) -> pl.Series | None:
        """Return which rows meet every condition; None when there is none. Each other row is reported once."""
        if not self.spec.keep:
            return None
        left = pl.repeat(True, self.sheet.frame.height, eager=True)
        for condition in self.spec.keep:
            number = columns[condition.column]
            texts = as_text(self.sheet.frame[:, number])
            verdicts = {text: _meets(text, condition) for text in texts.drop_nulls().unique()}
            met = texts.replace_strict(verdicts, default=None, return_dtype=pl.Boolean)
            self._filtered(number, left & (met == False).fill_null(False), condition.words)  # noqa: E712
            blank = Title(
                f"该列空白，无法判断是否属于：{condition.words.zh}", f"blank; cannot tell: {condition.words.en}"
            )
            self._filtered(number, left & met.is_null(), blank)
            left &= met.fill_null(False)
        return left

    def _filtered(self, number: int, mask: pl.Series, reason: Title) -> None:
        if rows := self.sheet.rows.filter(mask).to_list():
            self._note(
                "filtered",
                number,
                Title(
                    f"按映射不读 {len(rows)} 行，原因：{reason.zh}({_rows_zh(rows)})",
                    f"{len(rows)} rows set aside by the mapping: {reason.en} ({_rows_en(rows)})",
                ),
                Title("如应读入，请改映射文件中的 keep", "if they should be read, change keep in the mapping file"),
            )

    def _note(self, kind: str, number: int | None, expected: Title, remedy: Title, row: int | None = None) -> None:
        """Add a doubt about a column of the sheet, or one cell of it."""
        self.faults.append(doubt_at(self.sheet, kind, expected, remedy, number=number, row=row))

    def _blank(self, columns: Mapping[str, int], kept: pl.Series) -> None:
        """Report each blank cell of the fields that the mapping expects and the dictionary does not require."""
        for name, spec in self.spec.fields.items():
            target = self.table.fields[name]
            for number in {columns[source] for source in spec.sources if source in columns}:
                if not spec.expected or target.required:
                    continue
                blank = as_text(self.sheet.frame[:, number]).is_null() & kept
                for row in self.sheet.rows.filter(blank):
                    self._note(
                        "missing",
                        number,
                        Title(f"“{target.zh}”空白，按未知处理", f"{target.en} is blank and taken as unknown"),
                        Title("能补则补", "fill it in if you can"),
                        row,
                    )

    def _cleaned(self, columns: Mapping[str, int], kept: pl.Series) -> pl.DataFrame:
        """Return the frame with its cleaned columns, and report what was changed and what was given up."""
        frame = self.sheet.frame
        done: set[int] = set()
        for spec in self.spec.fields.values():
            for number in (columns[name] for name in spec.sources if name in columns):
                if not spec.clean or number in done:
                    continue
                done.add(number)
                texts = as_text(frame[:, number])
                cleaned = clean(texts, spec.steps)
                found = pl.DataFrame({"row": self.sheet.rows, "text": texts}).filter(kept)
                self._changed(number, found, cleaned, spec)
                self._lost(number, found, cleaned)
                frame = frame.with_columns(cleaned.values.alias(frame.columns[number]))
        return frame

    def _translated(self, frame: pl.DataFrame, columns: Mapping[str, int], kept: pl.Series) -> pl.DataFrame:
        """Make unknown, and report, what a translation into codes does not name: a foreign 5 is not our 5."""
        for name, spec in self.spec.fields.items():
            if not spec.translate or self.table.fields[name].type not in {"code", "boolean"}:
                continue
            for number in (columns[source] for source in spec.sources if source in columns):
                texts = as_text(frame[:, number])
                strange = kept & ~texts.str.strip_chars().is_in(list(_translation(spec.translate))).fill_null(True)
                if not strange.any():
                    continue
                for row, text in pl.DataFrame({"row": self.sheet.rows, "text": texts}).filter(strange).iter_rows():
                    expected = Title(
                        "映射文件的 translate 里没有这个值", "translate in the mapping does not name this value"
                    )
                    remedy = Title(
                        f"请改正，或在 translate 里补上它(现有：{'、'.join(spec.translate)})",
                        f"mend it, or add it to translate (there are: {', '.join(spec.translate)})",
                    )
                    fault = doubt_at(self.sheet, "code", expected, remedy, number=number, row=row)
                    self.faults.append(msgspec.structs.replace(fault, severity="fault", value=text, field=name))
                cells = pl.DataFrame({"text": texts, "strange": strange})
                known = cells.select(pl.when(~pl.col("strange")).then("text")).to_series()
                frame = frame.with_columns(known.alias(frame.columns[number]))
        return frame

    def _changed(self, number: int, found: pl.DataFrame, cleaned: Cleaned, spec: FieldSpec) -> None:
        changed = found.filter(pl.col("text").is_in(list(cleaned.changed)))
        if changed.is_empty():
            return
        shown = [(row, text, cleaned.changed[text]) for row, text in changed.head(_SHOWN).iter_rows()]
        titles = [step.title for step in spec.steps]
        self._note(
            "cleaned",
            number,
            Title(
                f"{changed.height} 个值经清洗改动({'、'.join(title.zh for title in titles)})，如"
                + "，".join(f"第{row}行 {text} → {value}" for row, text, value in shown),
                f"{changed.height} values changed by cleaning ({', '.join(title.en for title in titles)}), such as "
                + ", ".join(f"row {row}: {text} → {value}" for row, text, value in shown),
            ),
            Title(
                "请抽查几行；不对就改映射文件中的 clean",
                "check some rows; if they are wrong, change clean in the mapping",
            ),
        )

    def _lost(self, number: int, found: pl.DataFrame, cleaned: Cleaned) -> None:
        for row, text in found.filter(pl.col("text").is_in(list(cleaned.lost))).iter_rows():
            step = cleaned.lost[text]
            remedy = Title("该格按未知处理；请在原表中改正", "the cell is taken as unknown; mend it in the file")
            fault = doubt_at(self.sheet, "unclear", step.expected, remedy, number=number, row=row)
            self.faults.append(msgspec.structs.replace(fault, severity=step.lost, value=text))

    def _source(self, name: str, columns: Mapping[str, int]) -> Source | None:
        """Return where the field comes from; None when a column is not there or its unit is not clear."""
        spec, target = self.spec.fields[name], self.table.fields[name]
        if spec.constant_text is not None:
            return Source(constant=spec.constant_text)
        if any(column not in columns for column in spec.sources):
            return None
        numbers = tuple(columns[column] for column in spec.sources)
        factors = {self._factor(number, target, spec.unit) for number in numbers}
        if len(factors) > 1:
            expected = Title("相加的几列单位不同", "the columns added up are in different units")
            remedy = Title("请先在表里换成同一单位", "bring them to one unit in the sheet")
            self.faults.append(self.mapping.fault(("table", self.place, "fields", name), expected, remedy, name))
            return None
        return Source(columns=numbers, factor=factors.pop(), translate=_translation(spec.translate))

    def _factor(self, number: int, target: Field, unit: str | None) -> Decimal:
        factor = _factor(target, unit, self.sheet.headers[number])
        if factor is None:
            stored = load().units[target.unit or ""].title
            self._note(
                "unit",
                number,
                Title(
                    f"列名括号里的不是“{target.zh}”的单位，按“{stored.zh}”读取",
                    f"what the header has in brackets is no unit of {target.en}; read in {stored.en}",
                ),
                Title("如是别的单位，请在映射文件里写明 unit", "if it is another unit, name it as unit in the mapping"),
            )
        return factor or Decimal(1)

    def _required(self) -> None:
        left = [f for f in self.table.fields.values() if f.required and f.name not in self.spec.fields]
        if left:
            self._note(
                "unmapped",
                None,
                Title(
                    f"“{self.table.title.zh}”的这些必填项没有对应的列，按未知处理：{'、'.join(f.zh for f in left)}",
                    f"no column for these required fields of {self.table.name}, taken as unknown: "
                    + ", ".join(f.en for f in left),
                ),
                Title("表里若有，请补进映射文件", "if the file has them, add them to the mapping"),
            )


def same_header(header: str) -> str:
    """Return a header as it is compared: without regard to width, case and spaces."""
    return " ".join(unicodedata.normalize("NFKC", header).split()).casefold()


def _rows_zh(rows: Sequence[int]) -> str:
    return f"第 {'、'.join(map(str, rows[:_SHOWN]))} 行" + ("等" if len(rows) > _SHOWN else "")


def _rows_en(rows: Sequence[int]) -> str:
    return f"rows {', '.join(map(str, rows[:_SHOWN]))}" + (" and so on" if len(rows) > _SHOWN else "")


def doubt_at(
    sheet: RawSheet, kind: str, expected: Title, remedy: Title, *, number: int | None = None, row: int | None = None
) -> Fault:
    """Return a doubt about a sheet, a column of it or a cell."""
    return Fault(
        severity="doubt",
        kind=kind,
        file=sheet.file,
        sheet=sheet.sheet,
        row=row,
        column=None if number is None else letter(number),
        header=None if number is None else sheet.headers[number],
        expected=expected,
        remedy=remedy,
    )


def _meets(text: str, keep: Keep) -> bool | None:
    """Tell whether a text meets a condition; None when a figure is asked for and it is none."""
    text = plain(text)
    if keep.at_least is not None or keep.at_most is not None:
        return _within(text, keep)
    wanted = keep.among if keep.among is not None else () if keep.equals is None else (keep.equals,)
    barred = keep.not_among if keep.not_among is not None else () if keep.differs is None else (keep.differs,)
    if keep.among is not None or keep.equals is not None:
        return text in {plain(str(code)) for code in wanted}
    return text not in {plain(str(code)) for code in barred}


def _within(text: str, keep: Keep) -> bool | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    if not value.is_finite():
        return None
    return (keep.at_least is None or value >= keep.at_least) and (keep.at_most is None or value <= keep.at_most)


def _translation(given: Mapping[str, str]) -> Mapping[str, str]:
    """Return the translation, whole numbers also as the `2.0` that tables kept as fractions carry."""
    return {**{f"{found}.0": meant for found, meant in given.items() if found.isdecimal()}, **given}


def _factor(target: Field, unit: str | None, header: str) -> Decimal | None:
    """Return the exact factor into the stored unit: as the mapping says, else as the header says.

    A header without brackets is in the stored unit; None when what its brackets hold is no unit of the field.
    """
    if target.unit is None:
        return Decimal(1)
    known = load().units[target.unit]
    if unit is not None:
        return known.factor(unit)
    said = split_unit(header)[1]
    spellings = {known.title.zh: Decimal(1), known.title.en: Decimal(1), **known.also}
    return Decimal(1) if said is None else {plain_header(s): f for s, f in spellings.items()}.get(said)


def _once(sheet: RawSheet, sources: Mapping[str, Source], kept: pl.Series) -> RawSheet:
    """Return the sheet with the first of those kept rows that say the same in every column the table uses."""
    names = [sheet.frame.columns[number] for source in sources.values() for number in source.columns]
    row = "row"  # columns of a raw frame are c0, c1, …
    frame = sheet.frame.with_columns(sheet.rows.alias(row)).filter(kept)
    first = (
        frame.unique(subset=list(dict.fromkeys(names)), keep="first", maintain_order=True) if names else frame.head(1)
    )
    return replace(sheet, frame=first.drop(row), rows=first[row])
