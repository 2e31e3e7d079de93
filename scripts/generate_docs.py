"""Writes the parts of the documentation that come from data and code; `--check` says which are not current.

A page is a function that returns its text; PAGES names them all, and a test holds the files to it.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click
from django.apps import apps
from django.utils.translation import override

from junheng import assess, dictionary, standards
from junheng.audit import told
from junheng.cli.app import junheng
from junheng.dictionary import Checks, CodeList, Dictionary, Field, Table, Title
from junheng.dictionary.model import Derived, Where
from junheng.web.commands.setup import ready
from junheng.web.site.options import OPTIONS

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


# --- docs/commands.md and the schemas of what is printed ------------------------------------------------------------


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
    # click keeps the help option of a command's first call; one called before under other settings would print those.
    command._help_option = None
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


def audit_schema_page() -> str:
    """Return the JSON Schema of `junheng audit --json`."""
    return json.dumps(told.json_schema(), ensure_ascii=False, indent=2) + "\n"


# --- docs/settings.md ------------------------------------------------------------------------------------------------


def settings_page() -> str:
    """Return every setting of the web's installation."""
    lines = [MADE, "", "# 设置 / Settings", ""]
    lines += [
        "网站的设置都是环境变量；`junheng serve --production` 拒绝不安全的设置。怎样部署见 [部署](deployment.zh.md)。",
        "",
        "Settings of the web are environment variables; `junheng serve --production` refuses unsafe ones.",
        "",
        "How to deploy: [deployment](deployment.md).",
        "",
    ]
    lines += table(
        ["变量 / variable", "默认 / default", "说明 / meaning"],
        (
            [f"`{option.name}`", f"`{option.default}`" if option.default else "", both(Title(option.zh, option.en))]
            for option in OPTIONS
        ),
    )
    return "\n".join(lines)


# --- docs/permissions.md ---------------------------------------------------------------------------------------------


def permissions_page() -> str:
    """Return who may do what: every act of the policy against every role."""
    if not apps.ready:
        with TemporaryDirectory() as scratch:  # nothing is asked of its database
            ready(Path(scratch))
    from junheng.web.people import models, policy  # noqa: PLC0415 (needs Django ready)

    roles = {role.value: named(role) for role in models.Role}
    sections = {section.value: named(section) for section in models.Section}
    lines = [MADE, "", "# 权限 / Permissions", ""]
    lines += [
        "谁可以做什么，由 `src/junheng/web/people/policy.toml` 规定；页面、接口、任务都问同一处，未列出的一律拒绝。",
        "",
        "`src/junheng/web/people/policy.toml` says who may do what, to pages, interface and jobs; the rest is refused.",
        "",
        "●：可以。写有股室的：只限该股室。“本股”：只限本股室负责的表（见下）。",
        "",
        "●: may. A section: its officers alone. Own: on the tables of the own section alone (below).",
        "",
        "范围：局长、股长为本县；填报员、校长、责任督学为本校；市、省查看员为辖区各县，只见汇总；",
        "三类管理员为全系统，不见任何县的数据。",
        "",
        "Where: leaders and officers in their county; clerks, principals and inspectors in their school(s); viewers in",
        "the counties of their area, aggregates only; administrators in the installation, without any county's data.",
        "",
    ]
    lines += table(
        ["操作 / act", *(both(title) for title in roles.values())],
        (
            [f"{both(rule.words)}<br>`{act}`", *(allowed(rule, role, sections) for role in roles)]
            for act, rule in policy.rules().items()
        ),
    )
    tables = dictionary.load().tables
    lines += ["## 股室负责的表 / Tables of a section", ""]
    lines += table(
        ["股室 / section", "表 / tables"],
        (
            [both(title), "，".join(f"{tables[name].title.zh} `{name}`" for name in sorted(policy.tables_of(section)))]
            for section, title in sections.items()
        ),
    )
    lines += ["## 人员信息 / Persons", ""]
    lines += [
        "人员信息只对负责的股室和本校填报员、校长显示；身份证件号对所有人遮盖，只能精确查找。",
        "",
        "Persons are shown to the sections that answer for them and to the own school; identity numbers to nobody.",
        "",
    ]
    lines += table(
        ["表 / table", "股室 / sections"],
        (
            [f"{both(tables[name].title)}<br>`{name}`", "，".join(sections[each].zh for each in sorted(found))]
            for name in tables
            if (found := policy.person_sections(name)) is not None
        ),
    )
    return "\n".join(lines).rstrip("\n") + "\n"


def named(choice: Any) -> Title:
    """Return the name of a role or section in both languages."""
    words = []
    for language in ("zh-hans", "en"):
        with override(language):
            words.append(str(choice.label))
    return Title(*words)


def allowed(rule: Any, role: str, sections: Mapping[str, Title]) -> str:
    """Return how a role may do an act: not at all, in all sections, in the own or in one."""
    if rule.everyone or role in rule.roles:
        return "本股<br>own" if rule.own_section and role == "officer" else "●"
    only = [sections[each.split(":")[1]] for each in sorted(rule.roles) if each.startswith(f"{role}:")]
    return both(Title("、".join(each.zh for each in only), ", ".join(each.en for each in only))) if only else ""


PAGES: Mapping[str, Callable[[], str]] = {
    "dictionary.md": dictionary_page,
    "standards.md": standards_page,
    "commands.md": commands_page,
    "settings.md": settings_page,
    "permissions.md": permissions_page,
    "assessment.schema.json": schema_page,
    "audit.schema.json": audit_schema_page,
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
