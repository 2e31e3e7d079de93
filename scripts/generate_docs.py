"""Writes the parts of the documentation that come from data and code; `--check` says which are not current.

A page is a function that returns its text; PAGES names them all, and a test holds the files to it.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import click

from junheng import assess, dictionary, standards
from junheng.cli.app import junheng
from junheng.dictionary import Checks, CodeList, Dictionary, Field, Table, Title
from junheng.dictionary.model import Derived, Where

DOCS = Path(__file__).resolve().parent.parent / "docs"
MADE = "<!-- Written by scripts/generate_docs.py from the project's data and code: change those, then run it again. -->"

SENSITIVITY: Mapping[str, Title] = {
    "public": Title("公开", "public"),
    "internal": Title("内部", "internal"),
    "personal": Title("个人信息", "personal"),
    "sensitive": Title("敏感个人信息", "sensitive"),
    "minor": Title("未成年人信息", "minors"),
}
TYPES: Mapping[str, Title] = {
    "text": Title("文字", "text"),
    "code": Title("代码", "code"),
    "integer": Title("整数", "integer"),
    "decimal": Title("小数", "decimal"),
    "boolean": Title("是/否", "yes/no"),
    "date": Title("日期", "date"),
    "year": Title("年份", "year"),
}


def both(title: Title) -> str:
    """Return a title in both languages, safe in a table cell."""
    return cell(title.zh if title.zh == title.en else f"{title.zh}<br>{title.en}")


def cell(text: str) -> str:
    """Return text that does not break a Markdown table."""
    return text.replace("|", "\\|").replace("\n", " ")


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield a Markdown table and a blank line."""
    yield f"| {' | '.join(columns)} |"
    yield f"|{'---|' * len(columns)}"
    yield from (f"| {' | '.join(row)} |" for row in rows)
    yield ""


# --- docs/dictionary.md ----------------------------------------------------------------------------------------------


def dictionary_page() -> str:
    """Return the tables, fields, code lists, units and checks of the dictionary."""
    whole = dictionary.load()
    lines = [MADE, "", "# 数据字典 / Dictionary", ""]
    lines += [
        "每张表、每个字段、每份代码表都在这里定义一次；模板、导入检查、公式和本页都由它生成。",
        "",
        "Every table, field and code list is defined once; template, checks, formulas and this page come from it.",
        "",
    ]
    lines += table(
        ["表 / table", "名称 / title", "每行 / a row per", "主键 / key"],
        (
            [f"[`{each.name}`](#{each.name})", both(each.title), each.level, ", ".join(f"`{key}`" for key in each.key)]
            for each in whole
        ),
    )
    for each in whole:
        lines += table_section(each, whole)
    lines += ["## 代码表 / Code lists", ""]
    for name, codes in whole.codes.items():
        lines += codes_section(name, codes)
    lines += units_section(whole)
    lines += derived_section(whole.derived)
    lines += checks_section(whole.checks)
    return "\n".join(lines).rstrip("\n") + "\n"


def table_section(each: Table, whole: Dictionary) -> Iterator[str]:
    """Yield one table of the dictionary with all its fields."""
    yield from (f'<a id="{each.name}"></a>', "", f"## {each.title.zh} / {each.title.en} (`{each.name}`)", "")
    yield from (each.help.zh, "", each.help.en, "")
    columns = ["字段 / field", "名称 / title", "类型 / type", "取值 / values", "必填 / required", "级别 / sensitivity"]
    yield from table(
        [*columns, "申报表 / form", "说明 / help"],
        (
            [
                f"`{field.name}`",
                both(field.title),
                both(TYPES[field.type]),
                cell(values(field, whole)),
                "●" if field.required else "",
                both(SENSITIVITY[field.sensitivity]),
                cell(field.cell or ""),
                both(Title(field.help, field.help_en)) if field.help else "",
            ]
            for field in each.fields.values()
        ),
    )


def values(field: Field, whole: Dictionary) -> str:
    """Return what a field may hold: unit, bounds, code list, pattern."""
    said = []
    if field.codes is not None:
        said.append(f"[{whole.codes[field.codes].title.zh}](#codes-{field.codes})")
    if field.unit is not None:
        unit = whole.units[field.unit].title
        said.append(unit.zh if field.shown is None else f"{unit.zh}(表中用{field.shown})")
    if field.min is not None or field.max is not None:
        said.append(f"{'' if field.min is None else field.min}…{'' if field.max is None else field.max}")
    if field.type == "decimal":
        said.append(f"{field.scale} 位小数 / decimals")
    if field.pattern is not None:
        said.append(f"`{field.pattern}`")
    if field.shared:
        said.append("分学段拆分 / split by stage")
    return "，".join(said)


def codes_section(name: str, codes: CodeList) -> Iterator[str]:
    """Yield one code list."""
    yield from (f'<a id="codes-{name}"></a>', "", f"### {codes.title.zh} / {codes.title.en} (`{name}`)", "")
    yield from (f"来源 / source: {codes.source}", "")
    yield from table(
        ["代码 / code", "名称 / title", "归类 / group"],
        ([f"`{code}`", both(Title(entry.zh, entry.en)), entry.group or ""] for code, entry in codes.codes.items()),
    )


def units_section(whole: Dictionary) -> Iterator[str]:
    """Yield the units and the exact factors of other spellings."""
    yield from ("## 计量单位 / Units", "")
    yield from table(
        ["单位 / unit", "名称 / title", "也可写作(系数) / also (factor)"],
        (
            [f"`{name}`", both(unit.title), cell("，".join(f"{word} × {factor}" for word, factor in unit.also.items()))]
            for name, unit in whole.units.items()
        ),
    )


def derived_section(derived: Derived) -> Iterator[str]:
    """Yield how figures follow from other figures and from lists of records."""
    yield from ("## 推算 / Derived figures", "")
    rows = [
        [f"`{rule.table}.{rule.field}`", rule.stage, " + ".join(f"`{term}`" for term in rule.terms)]
        for rule in derived.sum_of
    ]
    for rule in derived.tally:
        what = f"sum(`{rule.sum}`)" if rule.sum else "count"
        if rule.distinct:
            what = f"distinct({', '.join(f'`{name}`' for name in rule.distinct)})"
        where = "; ".join(map(condition, rule.where))
        rows.append(
            [f"`{rule.table}.{rule.field}`", "", cell(f"`{rule.list}`: {what}" + (f", {where}" if where else ""))]
        )
    yield from table(["字段 / field", "学段 / stage", "来自 / from"], rows)


def condition(where: Where) -> str:
    """Return a condition on a record as the dictionary writes it."""
    signs = {"∈": where.among, "∉": where.other_than}
    said = [f"`{where.field}` {sign} {{{', '.join(names)}}}" for sign, names in signs.items() if names is not None]
    bounds = {
        f"`{where.field}` ≥": where.at_least,
        f"age(`{where.field}`) ≥": where.age_at_least,
        f"age(`{where.field}`) ≤": where.age_at_most,
    }
    said += [f"{name} {bound}" for name, bound in bounds.items() if bound is not None]
    if where.equals is not None:
        said.append(f"`{where.field}` = {str(where.equals).lower()}")
    return " and ".join(said)


def checks_section(checks: Checks) -> Iterator[str]:
    """Yield the checks across fields and tables."""
    yield from ("## 校验 / Checks", "")
    severity = {"fault": "错误 / fault", "doubt": "疑问 / doubt"}
    columns = ["校验 / check", "表 / table", "应当 / must hold", "级别 / severity"]
    rows = [
        [f"`{each.id}`", each.table, f"{' + '.join(each.parts)} ≤ {each.whole}", severity[each.severity]]
        for each in checks.at_most
    ]
    for child in checks.children:
        what = f"sum({child.sum})" if child.sum else "count"
        said = f"{what} = {child.parent}.{child.equals}"
        rows.append([f"`{child.id}`", child.child, said, severity[child.severity]])
    for parent in checks.parent:
        said = f"{', '.join(parent.on)} → {parent.parent}"
        rows.append([f"`{parent.id}`", parent.child, said, severity[parent.severity]])
    yield from table(columns, rows)
    share = f"{checks.jump.share * 100:f}".rstrip("0").rstrip(".")
    yield f"与上年相比变动超过 {share}% 的稳定指标列为疑问。A steady figure that moves more than {share} % is a doubt."
    yield ""
    factor = checks.jump.factor
    yield f"变动达到 {factor} 倍的，提示单位可能填错。One that moves by a factor of {factor} may be in a wrong unit."
    yield ""
    stranger, missing = severity[checks.stages.stranger], severity[checks.stages.missing]
    yield f"学校有其办学类型以外的学段数据：{stranger}；缺其办学类型应有的义务教育学段数据：{missing}。"
    yield "A school's stages are those of its kind; a compulsory stage that is missing is named."


# --- docs/standards.md -----------------------------------------------------------------------------------------------


def standards_page() -> str:
    """Return every shipped standard, printed in both languages."""
    shipped = standards.listing()
    lines = [MADE, "", "# 标准 / Standards", ""]
    lines += [
        "标准是数据，不是程序：每条要求注明依据。写自己的标准见 [writing-a-standard.zh.md](writing-a-standard.zh.md)。",
        "",
        "Standards are data, not code; demands name their clause. See [writing-a-standard.md](writing-a-standard.md).",
        "",
    ]
    lines += table(
        ["编号 / id", "名称 / title", "文号 / document"],
        ([f"`{each.id}`", both(each.title), cell(each.document)] for each in shipped),
    )
    return "\n".join(lines) + "\n" + "\n".join(standards.render(each, "both", level=2) for each in shipped)


# --- docs/commands.md and docs/assessment.schema.json -----------------------------------------------------------------


def commands_page() -> str:
    """Return the help of the command and of each of its verbs, as they print it."""
    lines = [MADE, "", "# 命令 / Commands", ""]
    for words, command, context in verbs(junheng, None, ()):
        lines += [f"{'#' * (len(words) + 1)} {' '.join(words)}", "", "```text"]
        lines += [line.rstrip() for line in command.get_help(context).splitlines()]
        lines += ["```", ""]
    return "\n".join(lines)


def verbs(
    command: click.Command, parent: click.Context | None, before: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], click.Command, click.Context]]:
    """Yield a command and those below it, each with its words and a context of fixed width."""
    words = (*before, command.name or "")
    width = {"terminal_width": 100, "max_content_width": 100}
    context = click.Context(command, info_name=command.name, parent=parent, **{**command.context_settings, **width})
    yield words, command, context
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            if below is not None:
                yield from verbs(below, context, words)


def schema_page() -> str:
    """Return the JSON Schema of an assessment."""
    return json.dumps(assess.json_schema(), ensure_ascii=False, indent=2) + "\n"


PAGES: Mapping[str, Callable[[], str]] = {
    "dictionary.md": dictionary_page,
    "standards.md": standards_page,
    "commands.md": commands_page,
    "assessment.schema.json": schema_page,
}
"""File in docs/ → the function that returns its text."""


def outdated(docs: Path) -> list[str]:
    """Return the names of the pages in `docs` that are missing or not current."""
    return [name for name, page in PAGES.items() if _text(docs / name) != page()]


def _text(file: Path) -> str | None:
    return file.read_text("utf-8") if file.exists() else None


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the pages, or with `--check` only say which are not current (exit status 1)."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 when a page is not current")
    parser.add_argument("--docs", type=Path, default=DOCS, help="the folder (default: docs beside this script's)")
    given = parser.parse_args(arguments)
    late = outdated(given.docs)
    for name in late:
        if given.check:
            print(f"{given.docs / name} is not current: run scripts/generate_docs.py", file=sys.stderr)
        else:
            (given.docs / name).write_text(PAGES[name](), "utf-8")
            print(f"written: {given.docs / name}")
    return 1 if late and given.check else 0


if __name__ == "__main__":
    sys.exit(main())
