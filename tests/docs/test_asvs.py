"""The list of OWASP ASVS requirements: complete, and what it names is there."""

from __future__ import annotations

import ast
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core import signing

from junheng.web.api import tokens
from junheng.web.people import lockout, sessions
from junheng.web.people.acts import ONE_TIME_DAYS
from junheng.web.site.options import OPTIONS

HOME = Path(__file__).resolve().parents[2]
PAGE = (HOME / "docs" / "security" / "asvs.md").read_text("utf-8")
SETTINGS = (HOME / "src" / "junheng" / "web" / "site" / "settings.py").read_text("utf-8")
LEVEL_1 = [
    f"{chapter}.{number}"
    for chapter, numbers in {
        1: "2.1 2.2 2.3 2.4 2.5 3.1 3.2 5.1",
        2: "1.1 2.1 2.2 3.1",
        3: "2.1 2.2 3.1 4.1 4.2 5.1 5.2 5.3",
        4: "1.1 4.1",
        5: "2.1 2.2 3.1 3.2",
        6: "1.1 2.1 2.2 2.3 2.4 2.5 2.6 2.7 2.8 3.1 3.2 4.1 4.2",
        7: "2.1 2.2 2.3 2.4 4.1 4.2",
        8: "1.1 2.1 2.2 3.1",
        9: "1.1 1.2 1.3 2.1",
        10: "4.1 4.2 4.3 4.4 4.5",
        11: "3.1 3.2 4.1",
        12: "1.1 2.1 2.2",
        13: "4.1",
        14: "2.1 3.1",
        15: "1.1 2.1 3.1",
    }.items()
    for number in numbers.split()
]
"""The requirements of level 1 of ASVS 5.0.0, by number."""


@dataclass(frozen=True)
class Row:
    """One line of the page."""

    number: str
    asks: str
    state: str
    how: str
    shown: str


ROWS = [
    Row(*(cell.strip() for cell in line.strip().strip("|").split("|")))
    for line in PAGE.splitlines()
    if re.match(r"\| \d+\.\d+\.\d+ \|", line)
]


def named(text: str) -> list[str]:
    """Return what stands in code marks."""
    return re.findall(r"`([^`]+)`", text)


def missing(name: str) -> bool:
    """Tell whether a name of the page is of a kind we can look up, and is not there."""
    if "::" in name:
        path, test = name.split("::")
        return not (HOME / path).exists() or test not in functions(HOME / path)
    if name.startswith("junheng."):
        place = HOME / "src" / Path(*name.split("."))
        return not (place.with_suffix(".py").exists() or (place / "__init__.py").exists())
    if re.fullmatch(r"JUNHENG_\w+", name):
        return name not in {option.name for option in OPTIONS}
    if re.fullmatch(r"[A-Z][A-Z_]+", name):
        return re.search(rf"^{name} ?=|= {name} =", SETTINGS, re.MULTILINE) is None
    return "/" in name and " " not in name and not (HOME / name).exists()


def functions(path: Path) -> set[str]:
    """Return the names of the functions of a module."""
    return {node.name for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.FunctionDef)}


def test_every_requirement_of_level_1_has_one_row_in_order() -> None:
    assert len(LEVEL_1) == 70
    assert [row.number for row in ROWS] == LEVEL_1


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.number)
def test_what_a_row_names_is_there(row: Row) -> None:
    assert row.asks
    assert row.how
    assert [name for name in named(row.how) + named(row.shown) if missing(name)] == []
    assert all("::test_" in name for name in named(row.shown))
    assert row.state in {"met", "n/a", "not met"}
    if row.state == "met":
        assert named(row.shown), "what is met is shown by a test"
    if row.state == "not met":
        assert "It would take" in row.how


@pytest.mark.parametrize(
    "name",
    [
        "tests/docs/test_asvs.py::test_that_is_not_there",
        "tests/docs/test_nothing.py::test_x",
        "junheng.web.people.nobody",
        "JUNHENG_NOTHING",
        "NO_SUCH_SETTING",
        "docs/nothing.md",
    ],
)
def test_the_check_itself_sees_what_is_missing(name: str) -> None:
    assert missing(name)


def test_the_count_at_the_top_is_that_of_the_rows() -> None:
    said = dict(re.findall(r"^\| (met|n/a|not met) \| (\d+) \|$", PAGE, re.MULTILINE))
    assert {state: int(count) for state, count in said.items()} == Counter(row.state for row in ROWS)


SECURITY = (HOME / "SECURITY.md").read_text("utf-8")


def section(title: str) -> str:
    """Return a section of SECURITY.md."""
    return re.split(r"^## ", SECURITY.split(f"## {title}\n")[1], maxsplit=1, flags=re.MULTILINE)[0]


def test_the_defence_against_guessing_is_documented_with_its_figures() -> None:
    said = section("Signing in")
    minutes = int(lockout.WINDOW.total_seconds() // 60)
    hours = sessions.LONGEST // 3600
    for figure in (f"{lockout.LIMIT} wrong", f"{minutes} minutes", f"{ONE_TIME_DAYS} days", f"{hours} hours"):
        assert figure in said, figure
    (at_once, slowly) = re.findall(r'"login(?:_failed)?": "(\d+)/m/ip', SETTINGS)
    assert f"{at_once} " in said
    assert f"{slowly} " in said


def test_time_frames_for_components_are_documented() -> None:
    assert len(re.findall(r"\b\d+ days\b", section("Components"))) >= 3


@pytest.mark.parametrize(("guide", "word"), [("deployment.md", "browsers trust"), ("deployment.zh.md", "浏览器信任")])
def test_the_guides_ask_for_a_certificate_that_is_trusted(guide: str, word: str) -> None:
    assert word in (HOME / "docs" / guide).read_text("utf-8")


def test_keys_of_sessions_and_tokens_are_long_enough(db: None) -> None:
    letters = 36  # Django's session keys are of small letters and figures
    assert letters ** len(SessionStore()._get_new_session_key()) >= 2**128
    source = Path(tokens.__file__).read_text("utf-8")
    (octets,) = re.findall(r"PREFIX \+ token_urlsafe\((\d+)\)", source)
    assert int(octets) * 8 >= 128


def test_signed_texts_are_of_one_algorithm_one_key_and_an_end() -> None:
    assert signing.Signer(key="x").algorithm == "sha256"
    assert "SECRET_KEY = keys.secret_key(" in SETTINGS
    assert "SECRET_KEY_FALLBACKS" not in SETTINGS
    opened = 0
    for path in (HOME / "src" / "junheng" / "web").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "signing.loads":
                opened += 1
                assert {"salt", "max_age"} <= {each.arg for each in node.keywords}, path
    assert opened >= 2


def test_no_module_uses_a_broken_hash() -> None:
    broken = re.compile(r"\bmd5\b|\bsha1\b|\bMD5\b|\bSHA1\b")
    modules = list((HOME / "src").rglob("*.py"))
    assert len(modules) > 200
    assert [path.name for path in modules if broken.search(path.read_text("utf-8"))] == []
