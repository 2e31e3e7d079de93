"""Every act the program writes into the log has a name in words."""

from __future__ import annotations

import ast
from pathlib import Path

import junheng.web
from junheng.web.log import names

HOME = Path(junheng.web.__file__).parent


def written(module: Path) -> set[str]:
    """Return the acts a module hands to `log.chain.record`, as far as they stand there as plain words."""
    tree = ast.parse(module.read_text("utf-8"))
    called = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "junheng.web.log.chain"
        for alias in node.names
        if alias.name == "record"
    }
    acts = [
        node.args[1]
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in called
        and len(node.args) > 1
    ]
    plain = [node for act in acts if not isinstance(act, ast.JoinedStr) for node in ast.walk(act)]
    texts = {node.value for node in plain if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return {text for text in texts if "." in text}


def test_every_act_the_program_writes_has_words() -> None:
    found = {act: str(module.relative_to(HOME)) for module in HOME.rglob("*.py") for act in written(module)}
    assert len(found) > 30
    nameless = {act: module for act, module in found.items() if act not in names.acts()}
    assert nameless == {}, "add them to log/acts.toml"


def test_the_check_sees_an_act_under_another_name(tmp_path: Path) -> None:
    module = tmp_path / "m.py"
    module.write_text("from junheng.web.log.chain import record as log\nlog(a, 'x.y' if b else 'x.z', c, d='no.act')\n")
    assert written(module) == {"x.y", "x.z"}


def test_the_groups_of_the_yearly_pack_name_acts_that_there_are() -> None:
    for group in ("looked", "exported", "imported", "granted", "incidents"):
        assert names.group(group)
