"""Words and figures of the findings, Chinese and English.

Figures are rounded half up here and nowhere before; a rounded figure never contradicts its line: decimals are
added until it stands on the same side as the exact one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import cache

from junheng.dictionary import Title, load

BLANK = Title("未填", "blank")
NOTHING = Title("", "")
UNDECIDED = Title("无法判定", "it cannot be judged")
CONTRADICTS = Title("数据互相矛盾，请核对", "the figures contradict each other, please check them")
NAMED = 5
"""How many schools a sentence names before it says how many there are."""

_MOST_DECIMALS = 12


def title(zh: str, en: str) -> Title:
    """Return one text in both languages."""
    return Title(zh, en)


def joined(texts: Iterable[Title], zh: str = "、", en: str = ", ") -> Title:
    """Join texts language by language."""
    held = tuple(texts)
    return Title(zh.join(text.zh for text in held), en.join(text.en for text in held))


def sentence(*clauses: Title) -> Title:
    """Join clauses into one sentence with its full stop; empty ones are left out."""
    whole = joined((clause for clause in clauses if clause.zh), "；", "; ")
    return Title(f"{whole.zh}。", f"{whole.en[:1].upper()}{whole.en[1:]}.")


def rounded(value: Fraction, places: int) -> str:
    """Return `value` rounded half up (away from zero) to `places` decimals."""
    scaled = abs(value) * 10**places
    digits = str((2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)).rjust(places + 1, "0")
    shown = f"{digits[: len(digits) - places]}.{digits[len(digits) - places :]}" if places else digits
    return f"-{shown}" if value < 0 and any(digit != "0" for digit in digits) else shown


def _sign(value: Fraction) -> int:
    return (value > 0) - (value < 0)


def _beside(value: Fraction, line: Fraction | None, places: int) -> str:
    """Round to `places` decimals, or to more where fewer would put the figure on the wrong side of `line`."""
    if line is None:
        return rounded(value, places)
    for more in range(places, _MOST_DECIMALS + 1):
        shown = rounded(value, more)
        if _sign(Fraction(shown) - line) == _sign(value - line):
            return shown
    return f"{value.numerator}/{value.denominator}"


def figure(value: Fraction | None, line: Fraction | None = None, places: int = 2) -> Title:
    """Return a figure: whole ones without decimals, others with `places`, unknown ones as blank."""
    if value is None:
        return BLANK
    shown = str(value.numerator) if value.denominator == 1 else _beside(value, line, places)
    return Title(shown, shown)


def counted(value: Fraction | None, zh: str, en: str = "") -> Title:
    """Return a figure with its measure word or unit, an unknown one as blank."""
    shown = figure(value)
    return BLANK if value is None else Title(f"{shown.zh} {zh}", f"{shown.en} {en}".rstrip())


def percent(value: Fraction | None, line: Fraction | None = None) -> Title:
    """Return a share in per cent with one decimal (more beside a line it would otherwise seem to cross)."""
    if value is None:
        return BLANK
    shown = _beside(value * 100, None if line is None else line * 100, 1)
    return Title(f"{shown}%", f"{shown} %")


def plain(value: Fraction) -> Title:
    """Return a line or limit as it is written, without idle decimals."""
    shown = rounded(value, 6)
    shown = shown.rstrip("0").rstrip(".") if "." in shown else shown
    return Title(shown, shown)


def percent_line(line: Fraction) -> Title:
    """Return a line in per cent as it is written, without idle decimals."""
    shown = plain(line * 100).zh
    return Title(f"{shown}%", f"{shown} %")


# Columns of the facts that are derived and therefore stand in no table of the dictionary.
_DERIVED = {
    "classes_compulsory": Title("义务教育阶段班级数", "classes of the compulsory stages"),
    "class_rows": Title("班级表", "class table"),
    "pupils_compulsory": Title("义务教育阶段学生数", "pupils of the compulsory stages"),
    "largest_class": Title("最大班额", "largest class"),
    "school_pupils": Title("全校义务教育学生数", "pupils of the school's compulsory stages"),
    "migrant_share": Title("随迁子女占比", "share of migrant children"),
    "kind_group": Title("办学类型", "kind of school"),
    "locale_group": Title("城乡分类", "locale"),
    "sponsor_group": Title("举办者", "sponsor"),
    "parents": Title("家长有效问卷数", "valid questionnaires of parents"),
    "rooms": Title("用房表", "room table"),
    "satisfaction": Title("满意度调查表", "satisfaction table"),
    "schools": Title("学校表", "school table"),
}


@cache
def name_of(field: str) -> Title:
    """Return the official name of a field of the facts, the field's own name when the dictionary has none.

    `score:ITEM` stands for the score of one item of the government's work, `respondent:GROUP` for the survey of one
    group.
    """
    if field.startswith("score:"):
        item = field.removeprefix("score:")
        return Title(f"{item} 得分", f"score of {item}")
    if field.startswith("respondent:"):
        group = code_name("respondent", field.removeprefix("respondent:"))
        return Title(f"满意度调查（{group.zh}）", f"survey of {group.en}")
    for table in load():
        if field in table.fields:
            named = table.fields[field].title
            return Title(named.zh.removeprefix("其中："), named.en.removeprefix("of which ").removeprefix("of them "))
    return _DERIVED.get(field, Title(field, field))


@cache
def unit_of(field: str) -> Title:
    """Return the unit a field is stored in, empty when it has none."""
    dictionary = load()
    for table in dictionary:
        if field in table.fields and table.fields[field].unit is not None:
            unit = dictionary.units[str(table.fields[field].unit)].title
            return NOTHING if unit.zh in {"比率", "个", "级"} else unit
    return NOTHING


def code_name(codes: str, code: str | None) -> Title:
    """Return the name of a code, blank when it is unknown, the code itself when the list does not hold it."""
    if code is None:
        return BLANK
    entry = load().codes[codes].codes.get(code)
    return Title(code, code) if entry is None else Title(entry.zh, entry.en)


def names(fields: Iterable[str]) -> Title:
    """Return the names of several fields."""
    return joined(name_of(field) for field in fields)


def some(held: Sequence[Title], measure: str = "所") -> Title:
    """Name the first few of `held` and say how many there are in all when there are more."""
    first = joined(held[:NAMED])
    if len(held) <= NAMED:
        return first
    return Title(f"{first.zh}等 {len(held)} {measure}", f"{first.en} and {len(held) - NAMED} more")
