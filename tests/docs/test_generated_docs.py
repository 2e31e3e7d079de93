"""Pages that are generated are current, and the script says so when they are not."""

from __future__ import annotations

import importlib.util
import json
import re
import tomllib
from importlib import resources
from pathlib import Path
from types import ModuleType

import click
import jsonschema
import pytest

from junheng import dictionary, standards
from junheng.cli.app import VERBS, junheng
from junheng.web.site.options import OPTIONS

HOME = Path(__file__).resolve().parents[2]


def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate_docs", HOME / "scripts" / "generate_docs.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


PAGES = sorted(script().PAGES)


@pytest.mark.parametrize("name", PAGES)
def test_a_generated_page_is_current(name: str) -> None:
    assert name not in script().outdated(HOME / "docs"), "run scripts/generate_docs.py"


def test_the_check_fails_on_a_page_that_is_missing_or_changed_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    generate = script()
    assert generate.main(["--check", "--docs", str(tmp_path)]) == 1
    assert list(tmp_path.iterdir()) == []

    assert generate.main(["--docs", str(tmp_path)]) == 0
    assert generate.main(["--check", "--docs", str(tmp_path)]) == 0

    changed = tmp_path / PAGES[0]
    changed.write_text(changed.read_text("utf-8") + "more\n", "utf-8")
    capsys.readouterr()
    assert generate.main(["--check", "--docs", str(tmp_path)]) == 1
    assert PAGES[0] in capsys.readouterr().err


def test_the_dictionary_page_names_every_field_code_and_unit() -> None:
    page = (HOME / "docs" / "dictionary.md").read_text("utf-8")
    whole = dictionary.load()
    fields = {f"| `{field.name}` | {field.zh}" for table in whole for field in table.fields.values()}
    codes = {f"| `{code}` | {entry.zh}" for listed in whole.codes.values() for code, entry in listed.codes.items()}
    units = {f"| `{name}` | {unit.title.zh}" for name, unit in whole.units.items()}
    assert [row for row in fields | codes | units if row not in page] == []


def test_the_standards_page_names_every_indicator_item_and_switch() -> None:
    page = (HOME / "docs" / "standards.md").read_text("utf-8")
    for standard in standards.listing():
        assert standard.id in page
        for demand in (*standard.indicator, *standard.item, *standard.switch):
            assert demand.title.zh in page
            assert demand.title.en in page
            assert demand.clause in page


def test_the_commands_page_shows_every_verb_with_its_options() -> None:
    page = (HOME / "docs" / "commands.md").read_text("utf-8")
    for verb in VERBS:
        assert f"# junheng {verb}\n" in page
    assert "--standard" in page
    assert "# junheng standards check\n" in page


def test_every_verb_says_in_both_languages_what_it_does() -> None:
    for verb in VERBS:
        command = junheng.get_command(click.Context(junheng), verb)
        assert command is not None
        for words in (VERBS[verb][0], command.help or ""):
            assert re.search(r"[\u4e00-\u9fff]", words), verb
            assert re.search(r"[a-z]{3} [a-z]", words), verb
        assert len(VERBS[verb][0]) <= 80


def test_the_settings_page_names_every_setting() -> None:
    page = (HOME / "docs" / "settings.md").read_text("utf-8")
    assert [option.name for option in OPTIONS if f"| `{option.name}` |" not in page] == []


ROLES = ("leader", "officer", "clerk", "principal", "inspector", "viewer", "system", "security", "audit")


def test_the_permissions_page_names_every_act_with_its_roles() -> None:
    rules = tomllib.loads(resources.files("junheng.web.people").joinpath("policy.toml").read_text("utf-8"))
    rows = {
        found[1]: [cell.strip() for cell in line.split("|")[2:-1]]
        for line in (HOME / "docs" / "permissions.md").read_text("utf-8").splitlines()
        if (found := re.match(r"\| [^|]+<br>`([a-z]+\.[a-z]+)` \|", line))
    }
    assert rows.keys() == rules["acts"].keys()
    for act, cells in rows.items():
        rule = rules["acts"][act]
        named = ROLES if rule.get("everyone") else {role.partition(":")[0] for role in rule["roles"]}
        assert {role for role, cell in zip(ROLES, cells, strict=True) if cell} == set(named), act
        officer = cells[ROLES.index("officer")]
        assert ("本股" in officer) == bool(rule.get("own_section")), act
        assert ("督导室" in officer) == ("officer:inspection" in rule.get("roles", ())), act


def test_the_schema_page_is_a_schema() -> None:
    schema = json.loads((HOME / "docs" / "assessment.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)


def test_table_rows_have_as_many_cells_as_their_header() -> None:
    for name in ("dictionary.md", "standards.md", "permissions.md"):
        width = 0
        for line in (HOME / "docs" / name).read_text("utf-8").splitlines():
            if not line.startswith("|"):
                width = 0
                continue
            cells = line.replace("\\|", "").count("|")
            assert width in (0, cells), line
            width = cells
