"""Cleanings a mapping may name: each turns a found text into what was meant, or says that it cannot tell.

A cleaning is a small struct whose fields are its parameters. It works on one text at a time and never guesses:
where the meaning is not certain it answers None, the cell becomes unknown, and the row is reported.
"""

from __future__ import annotations

import datetime as dt
import re
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Annotated, Any, ClassVar

import msgspec
import polars as pl

from junheng.dictionary import Severity, Title


class Cleaning(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="use"):
    """Base of all cleanings. `lost` is the severity of a cell whose value the cleaning gives up."""

    title: ClassVar[Title]
    expected: ClassVar[Title]
    lost: ClassVar[Severity] = "fault"

    @abstractmethod  # held to by the type checker: a struct's metaclass is not ABC's
    def one(self, text: str) -> str | None:
        """Return what `text` (not blank) stands for, None when that is not certain."""


class LostDecimalPoint(Cleaning, frozen=True, kw_only=True, tag="lost_decimal_point"):
    """A figure whose decimal point was lost on the way: -96240167 for -9.6240167.

    `least` and `most` bound what is plausible. A figure within them is left as it is; a whole number outside
    them gets its point back where exactly one place brings it within them. Keep the bounds narrow: where `most`
    is more than ten times `least`, two places can fit, and the value is then given up.
    """

    title: ClassVar[Title] = Title("补回小数点", "decimal point put back")
    expected: ClassVar[Title] = Title(
        "无法唯一确定小数点的位置", "the place of the decimal point cannot be told for certain"
    )

    least: Decimal | int
    most: Decimal | int

    def __post_init__(self) -> None:
        """Refuse bounds that no figure can lie between."""
        bounds = Decimal(self.least), Decimal(self.most)
        if not all(bound.is_finite() for bound in bounds) or bounds[0] > bounds[1]:
            raise ValueError("least is a figure that is not above most")

    def one(self, text: str) -> str | None:
        """Return the figure with its point, None when no place or several places are plausible."""
        text = plain(text)
        try:
            value = Decimal(text)
        except InvalidOperation:
            return None
        if not value.is_finite():
            return None
        if self.least <= value <= self.most:
            return text
        if "." in text or "e" in text.lower():
            return None
        digits = len(value.as_tuple().digits)
        fits = [place for place in range(1, digits + 1) if self.least <= value.scaleb(-place) <= self.most]
        return format(value.scaleb(-fits[0]), "f") if len(fits) == 1 else None


class Round(Cleaning, frozen=True, kw_only=True, tag="round"):
    """A figure given finer than it is kept: rounded half up to `places` decimals (coordinates of nine decimals)."""

    title: ClassVar[Title] = Title("四舍五入", "rounded")
    expected: ClassVar[Title] = Title("不是数字", "not a number")

    places: Annotated[int, msgspec.Meta(ge=0, le=12)]

    def one(self, text: str) -> str | None:
        """Return the figure with at most so many decimals, None when it is none."""
        try:
            value = Decimal(plain(text))
        except InvalidOperation:
            return None
        if not value.is_finite() or value.adjusted() > 20:
            return None
        rounded = value.quantize(Decimal(1).scaleb(-self.places), ROUND_HALF_UP)
        return text if rounded == value else format(rounded, "f")


class Unknown(Cleaning, frozen=True, kw_only=True, tag="unknown"):
    """Values that stand for "not known" in the foreign table (88888, -9, N/A); the cell becomes unknown."""

    title: ClassVar[Title] = Title("表示未知的代号", "a value that stands for not known")
    expected: ClassVar[Title] = Title(
        "该值在原表中表示未知，不是数量", "in this table the value means not known, not an amount"
    )
    lost: ClassVar[Severity] = "doubt"

    values: tuple[str, ...]

    def one(self, text: str) -> str | None:
        """Return the text unless it is one of the values."""
        return None if plain(text) in {plain(value) for value in self.values} else text


class StripPrefix(Cleaning, frozen=True, kw_only=True, tag="strip_prefix"):
    """A fixed beginning that is not part of the value."""

    title: ClassVar[Title] = Title("去掉前缀", "prefix taken off")
    expected: ClassVar[Title] = Title("去掉前缀后为空", "nothing is left without the prefix")

    text: str

    def one(self, text: str) -> str | None:
        """Return the rest behind the prefix, the whole text when it does not begin so."""
        return text.strip().removeprefix(self.text).strip() or None


class StripSuffix(Cleaning, frozen=True, kw_only=True, tag="strip_suffix"):
    """A fixed ending that is not part of the value (59 murid)."""

    title: ClassVar[Title] = Title("去掉后缀", "suffix taken off")
    expected: ClassVar[Title] = Title("去掉后缀后为空", "nothing is left without the suffix")

    text: str

    def one(self, text: str) -> str | None:
        """Return what stands before the suffix, the whole text when it does not end so."""
        return text.strip().removesuffix(self.text).strip() or None


class CollapseSpaces(Cleaning, frozen=True, kw_only=True, tag="collapse_spaces"):
    """Runs of white space become one space; those at the ends go."""

    title: ClassVar[Title] = Title("合并空格", "spaces collapsed")
    expected: ClassVar[Title] = Title("只有空格", "nothing but spaces")

    def one(self, text: str) -> str | None:
        """Return the text with single spaces."""
        return " ".join(text.split()) or None


class Upper(Cleaning, frozen=True, kw_only=True, tag="upper"):
    """Letters become capitals, for codes typed in both ways."""

    title: ClassVar[Title] = Title("转为大写", "put in capitals")
    expected: ClassVar[Title] = Title("不是文字", "not a text")

    def one(self, text: str) -> str | None:
        """Return the text in capitals."""
        return text.upper()


_CENSUS_DATE = re.compile(r"(\d{1,2})([A-Z]{3})(\d{4})(?::\d{2}:\d{2}:\d{2}(?:\.\d+)?)?")
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")


class CensusDate(Cleaning, frozen=True, kw_only=True, tag="census_date"):
    """Dates as statistical packages write them: 03FEB2025:00:00:00 becomes 2025-02-03."""

    title: ClassVar[Title] = Title(
        "统计软件日期转为年-月-日", "date of a statistical package written as year-month-day"
    )
    expected: ClassVar[Title] = Title(
        "不是 03FEB2025 或 03FEB2025:00:00:00 这样的日期", "not a date such as 03FEB2025 or 03FEB2025:00:00:00"
    )

    def one(self, text: str) -> str | None:
        """Return the date as year-month-day, None when it is none."""
        found = _CENSUS_DATE.fullmatch(text.strip().upper())
        if found is None or found[2] not in _MONTHS:
            return None
        try:
            return dt.date(int(found[3]), _MONTHS.index(found[2]) + 1, int(found[1])).isoformat()
        except ValueError:
            return None


Step = LostDecimalPoint | Round | Unknown | StripPrefix | StripSuffix | CollapseSpaces | Upper | CensusDate
REGISTERED: Mapping[str, type[Cleaning]] = {
    str(kind.__struct_config__.tag): kind
    for kind in (LostDecimalPoint, Round, Unknown, StripPrefix, StripSuffix, CollapseSpaces, Upper, CensusDate)
}


def step(raw: Any) -> Step:
    """Return the cleaning that a mapping names: its bare name, or a table of `use` and its parameters.

    Raises `msgspec.ValidationError` for a cleaning or parameter that is not there, or a parameter left out.
    """
    cleaning: Step = msgspec.convert({"use": raw} if isinstance(raw, str) else raw, Step)
    return cleaning


def plain(text: str) -> str:
    """Return a text stripped, whole numbers without the `.0` that some tables carry (2.0 is 2)."""
    text = text.strip()
    whole, point, zeros = text.partition(".")
    return whole if point and zeros and not zeros.strip("0") and whole.lstrip("+-").isdigit() else text


def as_text(found: pl.Series) -> pl.Series:
    """Return a raw column as text: whole numbers without a decimal point, blank texts as null."""
    column = pl.col("found")
    text = column.cast(pl.String)
    if found.dtype.is_float():
        whole = column.cast(pl.Int64, strict=False)
        text = pl.when(whole.cast(pl.Float64) == column).then(whole.cast(pl.String)).otherwise(text)
    frame = found.to_frame("found").select(text=text)
    return frame.select(pl.when(pl.col("text").str.strip_chars() != "").then("text")).to_series().alias(found.name)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A column after its cleanings: `values` as text; `lost` has the found texts given up, and by which step."""

    values: pl.Series
    changed: Mapping[str, str]
    lost: Mapping[str, Cleaning]


def clean(found: pl.Series, steps: Sequence[Cleaning]) -> Cleaned:
    """Apply `steps` in order to the texts of `found`; each distinct text is looked at once."""
    changed: dict[str, str] = {}
    lost: dict[str, Cleaning] = {}
    for text in found.drop_nulls().unique(maintain_order=True):
        value = text
        for cleaning in steps:
            result = cleaning.one(value)
            if result is None:
                lost[text] = cleaning
                break
            value = result
        else:
            if value != text:
                changed[text] = value
    replaced: dict[str, str | None] = {**changed, **dict.fromkeys(lost)}
    values = found.replace_strict(replaced, default=found, return_dtype=pl.String) if replaced else found
    return Cleaned(values, changed, lost)
