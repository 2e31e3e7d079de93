"""Prints a standard for people, as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from junheng.dictionary import Title
from junheng.standards import model, words
from junheng.standards.names import SECTIONS, names
from junheng.standards.words import joined, percent, plain, stage


def render(standard: model.Standard, language: str = "zh", level: int = 1) -> str:
    """Return everything `standard` asks as Markdown.

    `language` is zh, en or both (Chinese above English in each cell); `level` is the level of the first heading.
    """
    return "\n".join(_Page(language, level).lines(standard)) + "\n"


class _Page:
    def __init__(self, language: str, level: int):
        self.language = language
        self.level = level

    def say(self, text: Title, between: str = "<br>") -> str:
        """Return a text in the page's language, safe in a table cell; equal texts are not said twice."""
        if self.language != "both":
            chosen = text.in_language(self.language)
        else:
            chosen = text.zh if text.zh == text.en else f"{text.zh}{between}{text.en}"
        return chosen.replace("|", "\\|").replace("\n", " ")

    def word(self, zh: str, en: str) -> str:
        return self.say(Title(zh, en), " / ")

    def heading(self, text: Title, below: int = 1) -> list[str]:
        return ["", f"{'#' * (self.level + below)} {self.say(text, ' / ')}", ""]

    def table(self, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
        yield f"| {' | '.join(columns)} |"
        yield f"|{'---|' * len(columns)}"
        yield from (f"| {' | '.join(row)} |" for row in rows)

    def lines(self, standard: model.Standard) -> Iterator[str]:
        yield f"{'#' * self.level} {self.say(standard.title, ' / ')}"
        yield ""
        yield from self.about(standard)
        yield from self.rows(standard)
        yield from self.indicators(standard)
        yield from self.demands(standard)
        for group, title in words.GROUPS.items():
            items = sorted((item for item in standard.item if item.group == group), key=lambda item: item.number)
            if items:
                yield from self.heading(title)
                yield from self.items(items)
        yield from self.switches(standard)

    def about(self, standard: model.Standard) -> Iterator[str]:
        facts: Mapping[Title, str] = {
            Title("编号", "id"): f"`{standard.id}`",
            Title("文号", "document"): standard.document,
            Title("印发", "issued"): str(standard.issued or ""),
            Title("施行", "in force"): str(standard.in_force or ""),
            Title("有效期至", "until"): str(standard.until or ""),
            Title("来源", "source"): standard.source,
            Title("上级标准", "extends"): f"`{standard.extends}`" if standard.extends else "",
            Title("学段", "stages"): self.say(joined(map(stage, standard.stages)), " / "),
            Title("临近提醒", "near"): self.word(
                f"距标准 {percent(standard.near)} 以内", f"within {percent(standard.near)} of a line"
            ),
        }
        yield from (f"- {self.say(name, ' / ')}: {value}" for name, value in facts.items() if value)

    def rows(self, standard: model.Standard) -> Iterator[str]:
        rows, known = standard.rows, names()
        yield from self.heading(Title("评估范围与拆分", "Who is judged, and how shared quantities are split"))
        if rows.exclude_kinds:
            kinds = joined(known.kind_groups[group] for group in rows.exclude_kinds)
            yield f"- {self.word(f'不含：{kinds.zh}', f'left out: {kinds.en}')}"
        if rows.exclude_sponsors:
            sponsors = joined(known.sponsors[code] for code in rows.exclude_sponsors)
            yield f"- {self.word(f'不含举办者：{sponsors.zh}', f'sponsors left out: {sponsors.en}')}"
        if rows.teaching_point_minimum is not None:
            least = rows.teaching_point_minimum
            yield f"- {self.word(f'教学点满 {least} 人计入', f'teaching points count from {least} pupils')}"
        for group, weights in rows.weights.items():
            who = known.kind_groups.get(group, Title("其余多学段学校", "other multi-stage schools"))
            shown = " : ".join(map(plain, weights.values()))
            order = joined(map(stage, weights), " : ", " : ")
            yield f"- {self.word(f'{who.zh}拆分权重 {order.zh} = {shown}', f'{who.en}: {order.en} = {shown}')}"
        yield f"- {self.word('依据', 'clause')}: {rows.clause}"

    def indicators(self, standard: model.Standard) -> Iterator[str]:
        if not standard.indicator:
            return
        known = names()
        yield from self.heading(Title("资源配置指标", "Resource indicators"))
        columns = ["", self.word("指标", "indicator"), self.word("计算", "formula"), self.word("单位", "unit")]
        columns += [self.word("标准", "line"), self.word("差异系数上限", "CV limit"), self.word("依据", "clause")]
        yield from self.table(
            columns,
            (
                (
                    each.id,
                    self.say(each.title),
                    self.say(words.formula(each)),
                    self.say(known.units[each.unit]),
                    self.per_stage(each.lines, "≥" if each.better == "more" else "≤"),
                    self.per_stage(each.cv_limits, "≤"),
                    each.clause,
                )
                for each in standard.indicator
            ),
        )
        exceptions = [(each.id, given) for each in standard.indicator for given in each.exception]
        if exceptions:
            yield ""
        for name, given in exceptions:
            yield f"- {name}: {self.say(words.indicator_exception(given), ' / ')}"

    def per_stage(self, figures: Mapping[str, model.Number], sign: str) -> str:
        """Return figures by stage, such as 小学 ≥ 4.2."""
        return self.say(
            joined(
                (
                    Title(f"{stage(name).zh} {sign} {plain(line)}", f"{stage(name).en} {sign} {plain(line)}")
                    for name, line in figures.items()
                ),
                "，",
            )
        )

    def demands(self, standard: model.Standard) -> Iterator[str]:
        yield from self.heading(Title("达标规则", "When it is met"))
        if school := standard.school:
            rule = Title(
                f"学校达标：至少 {school.at_least} 项达到标准，其余各项不低于标准的 {percent(school.floor)}",
                f"a school is met: {school.at_least} or more at the line, the others at {percent(school.floor)} of it",
            )
            yield f"- {self.say(rule, ' / ')} ({school.clause})"
        county = standard.county
        asked = []
        if county.every_school:
            asked.append(Title("每所学校达标", "every school is met"))
        if county.each_cv:
            asked.append(Title("各差异系数不超过上限", "each coefficient of variation is within its limit"))
        for name, limit in county.composite_limits.items():
            asked.append(
                Title(
                    f"{stage(name).zh}综合差异系数 ≤ {plain(limit)}",
                    f"composite coefficient of {stage(name).en} ≤ {plain(limit)}",
                )
            )
        if asked:
            wanted = joined(asked, "；", "; ")
            yield f"- {self.word(f'县达标：{wanted.zh}', f'the county is met: {wanted.en}')} ({county.clause})"

    def items(self, items: Iterable[model.Item]) -> Iterator[str]:
        columns = ["", "№", self.word("要求", "demand"), self.word("核算", "checked by")]
        columns += [self.word("负责", "section"), self.word("依据", "clause")]
        held = list(items)
        yield from self.table(
            columns,
            (
                (
                    item.id,
                    str(item.number),
                    self.say(item.title),
                    "<br>".join(self.say(words.sentence(check)) for check in item.check),
                    self.say(SECTIONS[item.section]) if item.section else "",
                    item.clause,
                )
                for item in held
            ),
        )
        yield from self.notes(held)

    def notes(self, items: Iterable[model.Item]) -> Iterator[str]:
        """Yield what does not fit in the table: scored items and transitional figures."""
        for item in items:
            for check in item.check:
                if isinstance(check, model.Points):
                    yield ""
                    yield from self.points(check)
                elif isinstance(check, (model.SpecialRooms, model.SchoolSize)) and check.exception:
                    yield ""
                    yield from (
                        f"- {item.id}: {self.say(words.check_exception(given), ' / ')}" for given in check.exception
                    )

    def points(self, check: model.Points) -> Iterator[str]:
        yield from self.table(
            [self.word("项", "item"), self.word("内容", "content"), self.word("满分", "full score")],
            (
                (name, self.say(check.titles.get(name, Title(name, name))), plain(most))
                for name, most in check.most.items()
            ),
        )

    def switches(self, standard: model.Standard) -> Iterator[str]:
        if not standard.switch:
            return
        yield from self.heading(Title("过渡性规定(开关)", "Transitional rules (switches)"))
        columns = [self.word("开关", "switch"), self.word("内容", "rule"), self.word("默认", "default")]
        yield from self.table(
            [*columns, self.word("依据", "clause")],
            (
                (
                    f"`{switch.id}`",
                    self.say(switch.title),
                    self.word("开", "on") if switch.default else self.word("关", "off"),
                    switch.clause,
                )
                for switch in standard.switch
            ),
        )
