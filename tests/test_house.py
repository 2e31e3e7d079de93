"""The house stands: a room imports only from lower floors, never sideways or up."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import junheng

HOME = Path(junheng.__file__).parent
FLOOR = {
    "dictionary": 1,
    "standards": 2,
    "exchange": 2,
    "facts": 2,
    "assess": 3,
    "demo": 3,  # invents records: stands on exchange
    "plan": 4,
    "audit": 4,
    "report": 5,
    "cli": 6,
    "web": 6,
}


def rooms_used(module: Path) -> set[str]:
    """Return the rooms a module imports from, wherever in the file the import stands."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
    return {name.split(".")[1] for name in names if name.startswith("junheng.")} & FLOOR.keys()


def modules() -> list[Path]:
    return sorted(path for path in HOME.rglob("*.py") if path.parent != HOME)


def test_every_room_has_a_floor() -> None:
    rooms = {path.relative_to(HOME).parts[0] for path in modules()}
    assert rooms <= FLOOR.keys()


@pytest.mark.parametrize("module", modules(), ids=lambda path: str(path.relative_to(HOME)))
def test_a_room_imports_only_from_lower_floors(module: Path) -> None:
    room = module.relative_to(HOME).parts[0]
    wrong = {used for used in rooms_used(module) if used != room and FLOOR[used] >= FLOOR[room]}
    assert not wrong


def test_the_check_itself_sees_an_import_in_a_function(tmp_path: Path) -> None:
    module = tmp_path / "m.py"
    module.write_text("def f():\n    from junheng.cli import main\n", "utf-8")
    assert rooms_used(module) == {"cli"}
