"""The program evaluates no text, builds no command line, no SQL and no HTML out of what somebody wrote."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[3] / "src" / "junheng"
BUILT_SQL = {
    "web/operation/backup.py": "names of tables that are constants of the module",
    "web/operation/restored.py": "names of tables from the models, quoted by the database's own rules",
}
"""Modules that put a name into SQL, and whose name it is."""
EVALUATING = {"eval", "exec", "compile", "__import__", "mark_safe"}
PICKLING = {"pickle", "marshal", "shelve", "dill"}


def dangers(source: str, *, built_sql: bool = False) -> list[str]:
    """Return what a module does that it should not."""
    return [danger for node in ast.walk(ast.parse(source)) for danger in _dangers(node, built_sql)]


def _dangers(node: ast.AST, built_sql: bool) -> Iterator[str]:
    if isinstance(node, ast.Import | ast.ImportFrom):
        names = {alias.name for alias in node.names} | {getattr(node, "module", None) or ""}
        yield from sorted(names & (PICKLING | {"RawSQL", "mark_safe"}))
    if not isinstance(node, ast.Call):
        return
    called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
    holder = getattr(getattr(node.func, "value", None), "id", "")
    plain = isinstance(node.func, ast.Name)
    constant = not node.args or isinstance(node.args[0], ast.Constant)
    if plain and called in EVALUATING:
        yield called
    if called == "SafeString" and not constant:
        yield "SafeString of something built"
    if holder == "os" and called in {"system", "popen"}:
        yield f"os.{called}"
    if holder == "subprocess" and (any(each.arg == "shell" for each in node.keywords) or _text(node)):
        yield "a shell"
    if called in {"raw", "extra"} and not plain:
        yield f".{called}()"
    if called in {"execute", "executemany"} and _text(node) and not constant and not built_sql:
        yield "SQL that is built"


def _text(node: ast.Call) -> bool:
    return bool(node.args) and isinstance(node.args[0], ast.Constant | ast.JoinedStr | ast.BinOp)


@pytest.mark.parametrize(
    "source",
    [
        "eval(text)",
        "import pickle",
        "from django.utils.safestring import mark_safe",
        "SafeString(f'<b>{name}</b>')",
        "os.system(command)",
        "subprocess.run('ls')",
        "subprocess.run(command, shell=True)",
        "rows.extra(where=[text])",
        "cursor.execute(f'SELECT {name}')",
        "cursor.execute('SELECT ' + name)",
    ],
)
def test_the_check_itself_sees_a_danger(source: str) -> None:
    assert dangers(source)


def test_no_module_evaluates_text_or_builds_commands_sql_or_html() -> None:
    modules = {path.relative_to(SOURCE).as_posix(): path.read_text("utf-8") for path in SOURCE.rglob("*.py")}
    assert len(modules) > 200
    found = {name: dangers(source, built_sql=name in BUILT_SQL) for name, source in modules.items()}
    assert {name: danger for name, danger in found.items() if danger} == {}
    assert [name for name in BUILT_SQL if not dangers(modules[name])] == []


def test_no_template_takes_escaping_away() -> None:
    templates = list((SOURCE / "web").rglob("*.html"))
    assert len(templates) > 50
    off = re.compile(r"\|\s*safe\b|\bautoescape\b|\|\s*safeseq\b|\bsafe=")
    assert [path.name for path in templates if off.search(path.read_text("utf-8"))] == []


def test_no_script_writes_markup_or_evaluates() -> None:
    scripts = [path for path in (SOURCE / "web").rglob("*.js") if ".min." not in path.name]
    assert len(scripts) > 3
    writing = re.compile(r"\binnerHTML\b|\bouterHTML\b|insertAdjacentHTML|document\.write|\beval\(|new Function\(")
    assert [path.name for path in scripts if writing.search(path.read_text("utf-8"))] == []
