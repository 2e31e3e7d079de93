"""Lists of the result workbook that go by school: indicators, gaps, sizes, special rooms, what is left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from junheng.assess.model import Assessment, Cell, IndicatorReference, Part
from junheng.dictionary import Title
from junheng.report import figures
from junheng.report.book import Entry, Said, Shown, Tone
from junheng.report.figures import PLACES, State
from junheng.report.result.lists import Heading, ListSheet
from junheng.report.words import ROOMS, bound_text, code_word, indicators_of, records_text, stage_word, unit_word

_BANDS: Mapping[str, Title] = MappingProxyType(
    {
        "0-35": Title("35 人及以下", "up to 35"),
        "36-45": Title("36—45 人", "36 to 45"),
        "46-55": Title("46—55 人", "46 to 55"),
        "56-65": Title("56—65 人(大班额)", "56 to 65 (large)"),
        "66+": Title("66 人及以上(超大班额)", "66 and more (very large)"),
        "unknown": Title("人数未填", "unknown"),
    }
)

NOTE_SIGNS = Title("● 达标　▲ 不达标　◌ 无法判定　◐ 临近标准", "● met  ▲ short  ◌ unknown  ◐ near its line")


def count(value: int | None, blank: str = figures.BLANK) -> Shown:
    """Return a number of persons, classes or rooms."""
    return Shown(None if value is None else Decimal(value), 0, blank=blank)


def shown_cell(cell: Cell, language: str) -> Entry:
    """Return an indicator's value with the sign and shade of its verdict."""
    tone: State | None = "unknown" if cell.value is None else figures.state(cell.verdict, near=cell.near)
    return Shown(cell.value, PLACES["value"], tone, signed=True, blank=_unknown_text(language))


def _unknown_text(language: str) -> str:
    return f"{figures.verdict_sign('unknown')} {figures.verdict_word('unknown', language)}"


def shortfall_places(indicator: IndicatorReference) -> int:
    """Return the decimals a shortfall is printed with: none for whole persons and rooms."""
    return 0 if indicator.whole else figures.unit_places(indicator.unit)


def _missing(shortfall: Fraction | None, indicator: IndicatorReference) -> Shown:
    places = shortfall_places(indicator)
    return Shown(figures.enough(shortfall, places), places, blank=figures.NONE)


def _line_text(indicator: IndicatorReference, language: str) -> str:
    at_most = indicator.better == "less"
    return " ".join(
        f"{stage_word(stage, language)}{bound_text(line, at_most=at_most)}" for stage, line in indicator.lines.items()
    )


# --- 学校指标 ---


def indicators(assessment: Assessment, language: str) -> ListSheet:
    """Return the sheet of school parts by indicators: value, and what is missing to the line in its own unit."""
    headings = [
        Heading(Title("学校", "school"), 30),
        Heading(Title("校区", "campus"), 8),
        Heading(Title("学段", "stage"), 8),
        Heading(Title("学校标识码", "school code"), 13),
        Heading(Title("办学类型", "kind"), 17),
        Heading(Title("城乡分类", "locale"), 11),
        Heading(Title("学生数(人)", "pupils"), 9),
        Heading(Title("班级数(个)", "classes"), 9),
        Heading(Title("结论", "verdict"), 12),
        Heading(Title("达标项数", "indicators met"), 9),
        Heading(Title("不达标项数", "indicators short"), 9),
        Heading(Title("无法判定项数", "indicators unknown"), 9),
    ]
    for one in indicators_of(assessment):
        zh, en = unit_word(one.unit), unit_word(one.unit, "en")
        line = _line_text(one, language)
        over = Title(f"{one.id} {one.title.zh}\n{line}", f"{one.id} {one.title.en}\n{line}")
        headings.append(Heading(Title(f"值({zh})", f"value ({en})"), 13, over))
        headings.append(Heading(Title(f"距标准差({zh})", f"to the line ({en})"), 16, over))
    return ListSheet(
        name=Title("学校指标", "Schools"),
        title=Title("各校资源配置指标", "Indicators of every school"),
        headings=headings,
        rows=[_indicator_row(part, assessment, language) for part in assessment.parts],
        notes=(
            NOTE_SIGNS,
            Title(
                "“距标准差”是全校要增加多少才到标准（教师、教室进到整数，面积、金额进到 2 位小数；0 表示已达标）；"
                "一贯制学校、完全中学增加的用房设备由各学段分摊，几个学段都差时取大者。",
                "“To the line” is what the whole school must add, rounded up; its stages share the rooms and equipment"
                " it adds, so of several stages the largest counts.",
            ),
        ),
    )


def _indicator_row(part: Part, assessment: Assessment, language: str) -> list[Entry]:
    blank = figures.blank_word(language)
    row: list[Entry] = [
        part.name,
        part.campus,
        stage_word(part.stage, language),
        part.school,
        code_word("kind", part.kind, language),
        code_word("locale", part.locale, language),
        count(part.pupils, blank),
        count(part.classes, blank),
        Said(part.verdict),
        *(count(each) for each in (part.met, part.short, part.unknown)),
    ]
    for one in indicators_of(assessment):
        cell = part.indicators.get(one.id)
        if cell is None:
            row += [figures.NONE, figures.NONE]
            continue
        missing = _missing(cell.shortfall, one)
        row += [shown_cell(cell, language), missing]
    return row


# --- 差距清单 ---


def gaps(assessment: Assessment, language: str) -> ListSheet:
    """Return the sheet of shortfalls, a row each; schools that are short first, the widest gap first."""
    floor = assessment.standard.floor
    share = figures.plain(floor * 100) if floor is not None else "85"
    return ListSheet(
        name=Title("差距清单", "Gaps"),
        title=Title("差距清单：每所学校每项指标还差多少", "Gaps: what each school is missing"),
        headings=(
            Heading(Title("学校", "school"), 30),
            Heading(Title("校区", "campus"), 8),
            Heading(Title("学段", "stage"), 8),
            Heading(Title("学校结论", "school's verdict"), 12),
            Heading(Title("指标", "indicator"), 8),
            Heading(Title("指标名称", "title"), 36),
            Heading(Title("现值", "value"), 11),
            Heading(Title("标准", "line"), 9),
            Heading(Title("为标准的(%)", "share of the line (%)"), 10),
            Heading(Title("达到标准全校还差", "school must add to the line"), 12),
            Heading(Title(f"达到{share}%全校还差", f"school must add to {share} %"), 12),
            Heading(Title("单位", "unit"), 8),
            Heading(Title("依据条款", "clause"), 34),
            Heading(Title("数据来源", "records"), 34),
        ),
        rows=[
            _gap_row(part, one, cell, language) for part, one, cell in sorted(_short_cells(assessment), key=_urgency)
        ],
        none=Title("没有低于标准的指标", "nothing is below its line"),
    )


def _short_cells(assessment: Assessment) -> Iterator[tuple[Part, IndicatorReference, Cell]]:
    for part in assessment.parts:
        for one in indicators_of(assessment):
            cell = part.indicators.get(one.id)
            if cell is not None and cell.verdict == "short":
                yield part, one, cell


def _share_of_line(cell: Cell) -> Fraction | None:
    return cell.value / cell.line if cell.value is not None and cell.line else None


def _urgency(gap: tuple[Part, IndicatorReference, Cell]) -> tuple[bool, bool, Fraction]:
    part, one, cell = gap
    share = _share_of_line(cell)
    distance = Fraction(0) if share is None else share if one.better == "more" else -share
    return part.verdict != "short", cell.above_floor is True, distance


def _gap_row(part: Part, one: IndicatorReference, cell: Cell, language: str) -> list[Entry]:
    share = _share_of_line(cell)
    tone: Tone = "tolerated" if cell.above_floor else "short"
    return [
        part.name,
        part.campus,
        stage_word(part.stage, language),
        Said(part.verdict),
        one.id,
        one.title.in_language(language),
        Shown(cell.value, PLACES["value"], tone, signed=True),
        bound_text(cell.line, at_most=one.better == "less"),
        Shown(None if share is None else share * 100, PLACES["percent"], blank=figures.NONE),
        _missing(cell.shortfall, one),
        _missing(cell.shortfall_floor, one),
        unit_word(one.unit, language),
        one.clause,
        records_text(part.origin, language),
    ]


# --- 班额与规模, 专用教室, 未纳入 ---


def sizes(assessment: Assessment, language: str) -> tuple[ListSheet, ListSheet]:
    """Return the sheets of classes and schools above their limit, and of classes by band."""
    oversize = ListSheet(
        name=Title("班额与规模", "Sizes"),
        title=Title("超过上限的班级与学校", "Classes and schools above their limit"),
        headings=(
            Heading(Title("类别", "kind"), 8),
            Heading(Title("学校", "school"), 28),
            Heading(Title("学段", "stage"), 10),
            Heading(Title("班级", "class"), 20),
            Heading(Title("班额", "size"), 26),
            Heading(Title("学生数(人)", "pupils"), 11),
            Heading(Title("上限(人)", "limit"), 11),
            Heading(Title("超出(人)", "above it"), 11),
        ),
        rows=[
            [
                {"class": Title("班级", "class"), "school": Title("学校", "school")}[one.kind].in_language(language),
                one.name,
                stage_word(one.stage, language),
                one.label,
                _band_word(one.band, language),
                Shown(Decimal(one.pupils), 0, "short", signed=True),
                count(one.limit),
                count(one.pupils - one.limit),
            ]
            for one in sorted(assessment.oversize, key=lambda one: (one.kind != "school", one.limit - one.pupils))
        ],
        none=Title("没有超过上限的班级和学校", "no class or school is above its limit"),
    )
    bands = ListSheet(
        name=Title("班额分布", "Class bands"),
        title=Title("班额分布", "Classes by size"),
        headings=(
            Heading(Title("学段", "stage"), 12),
            Heading(Title("班额", "size"), 28),
            Heading(Title("班级数(个)", "classes"), 12),
            Heading(Title("学生数(人)", "pupils"), 12),
            Heading(Title("占本学段班级(%)", "share of the stage (%)"), 14),
        ),
        rows=list(_band_rows(assessment, language)),
    )
    return oversize, bands


def _band_word(band: str | None, language: str) -> str:
    return "" if band is None else _BANDS[band].in_language(language) if band in _BANDS else band


def _band_rows(assessment: Assessment, language: str) -> Iterator[list[Entry]]:
    totals: dict[str, int] = {}
    for one in assessment.class_bands:
        totals[one.stage] = totals.get(one.stage, 0) + one.classes
    for one in assessment.class_bands:
        share = Fraction(100 * one.classes, totals[one.stage]) if totals[one.stage] else None
        yield [
            stage_word(one.stage, language),
            _band_word(one.band, language),
            count(one.classes),
            count(one.pupils, figures.blank_word(language)),
            Shown(share, PLACES["percent"], blank=figures.NONE),
        ]


def rooms(assessment: Assessment, language: str) -> ListSheet:
    """Return the sheet of special rooms needed, there and missing."""
    unknown = _unknown_text(language)
    return ListSheet(
        name=Title("专用教室", "Special rooms"),
        title=Title("音乐、美术专用教室", "Music and art rooms"),
        headings=(
            Heading(Title("学校", "school"), 28),
            Heading(Title("专用教室", "room"), 16),
            Heading(Title("班级数(个)", "classes"), 11),
            Heading(Title("应有(间)", "needed"), 11),
            Heading(Title("达标间数(间)", "there, large enough"), 12),
            Heading(Title("面积不足(间)", "too small"), 12),
            Heading(Title("还差(间)", "missing"), 12),
        ),
        rows=[
            [
                one.name,
                ROOMS[one.room].in_language(language),
                count(one.classes, figures.blank_word(language)),
                count(one.needed, unknown),
                count(one.there, unknown),
                count(one.too_small),
                Shown(
                    None if one.missing is None else Decimal(one.missing),
                    0,
                    "unknown" if one.missing is None else "short" if one.missing else "met",
                    signed=True,
                    blank=unknown,
                ),
            ]
            for one in sorted(assessment.rooms, key=lambda one: -(one.missing or 0))
        ],
        none=Title("本标准不要求专用教室", "the standard asks for no special rooms"),
    )


def excluded(assessment: Assessment, language: str) -> ListSheet:
    """Return the sheet of school parts that are not judged, and why."""
    return ListSheet(
        name=Title("未纳入", "Left out"),
        title=Title("未纳入评估的学校(学段)", "School parts left out"),
        headings=(
            Heading(Title("学校", "school"), 30),
            Heading(Title("学段", "stage"), 10),
            Heading(Title("办学类型", "kind"), 16),
            Heading(Title("学生数(人)", "pupils"), 11),
            Heading(Title("原因", "reason"), 60),
        ),
        rows=[
            [
                one.name,
                stage_word(one.stage, language),
                code_word("kind", one.kind, language),
                count(one.pupils, figures.blank_word(language)),
                one.text.in_language(language),
            ]
            for one in assessment.excluded
        ],
        none=Title("全部纳入", "none is left out"),
    )
