"""No text of the interface stands in one language alone."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import junheng.web

HOME = Path(junheng.web.__file__).parent
CHINESE = re.compile(r"[\u3400-\u9fff]")
TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.S)
PAIR = re.compile(r"""\{%\s*t\s+(?P<zh>"[^"]*"|'[^']*')\s+(?P<en>"[^"]*"|'[^']*')""")
MARKUP = re.compile(r"<!--.*?-->|<style>.*?</style>|<[^>]*>", re.S)
SPOKEN = re.compile(r"""\b(?:title|placeholder|aria-label|alt|value|content)\s*=\s*(["'])(.*?)\1""", re.S)
SAME_IN_BOTH = frozenset(
    {"English", "Junheng", "TOTP", "SHA", "PNG", "SVG", "CSV", "XLSX", "ZIP", "JSON", "Parquet", "SQLite", "PostgreSQL"}
    | {"API", "Gini", "Theil", "OpenAPI"}
)
BILINGUAL = {"base/templates/base/broken.html"}  # shown when the language cannot be told


def templates() -> list[Path]:
    return sorted(path for path in HOME.rglob("templates/**/*") if path.suffix in {".html", ".txt"})


def modules() -> list[Path]:
    return sorted(path for path in HOME.rglob("*.py") if "migrations" not in path.parts)


def one_sided(source: str) -> Iterator[str]:
    """Yield each text of a template that stands outside `t`, or in it with a language missing or mixed up."""
    for found in PAIR.finditer(source):
        zh, en = found["zh"][1:-1], found["en"][1:-1]
        if CHINESE.search(en) or (re.search(r"[A-Za-z]{3}", en) and zh and not CHINESE.search(zh) and zh != en):
            yield found[0]
    bare = TAG.sub("\x00", source)
    spoken = " ".join(words for _, words in SPOKEN.findall(bare) if CHINESE.search(words))
    text = MARKUP.sub("\x00", bare)
    for piece in re.split(r"[\x00\n]+", text + "\n" + spoken):
        words = set(re.findall(r"(?<![.A-Za-z])[A-Za-z]{3,}", piece)) - SAME_IN_BOTH
        if (CHINESE.search(piece) and piece.strip() != "中文") or (words and "&" not in piece):
            yield piece.strip()


def test_the_check_itself_sees_bare_text_in_both_languages() -> None:
    assert list(one_sided("<p>达标</p>")) == ["达标"]
    assert list(one_sided("<p>met here</p>")) == ["met here"]
    assert list(one_sided('<input placeholder="校名">')) == ["校名"]
    assert list(one_sided('{% t "达标" "达标" %}'))
    assert not list(one_sided('<p>{% t "达标" "met" %} 3 {{ value }}</p><!-- note -->'))


@pytest.mark.parametrize("path", templates(), ids=lambda path: str(path.relative_to(HOME)))
def test_a_template_says_everything_in_two_languages(path: Path) -> None:
    if str(path.relative_to(HOME)) in BILINGUAL:
        assert CHINESE.search(path.read_text("utf-8"))
        return
    assert list(one_sided(path.read_text("utf-8"))) == []


def lonely(tree: ast.AST) -> Iterator[str]:
    """Yield each Chinese text of a module that has no text in Latin letters beside it (in its call, tuple or dict)."""
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    notes = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    accompanied: set[int] = set()
    for node in ast.walk(tree):
        beside = children_in_one_place(node)
        if any(has_latin(each) for each in beside) or is_pair(node) or is_chinese_half(node):
            accompanied |= {id(inner) for each in beside for inner in ast.walk(each)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and CHINESE.search(node.value):
            both = re.search(r"[A-Za-z]{3}", node.value)
            if id(node) not in docstrings | notes | accompanied and not both:
                yield f"line {node.lineno}: {node.value}"


def children_in_one_place(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, ast.Call):
        return [*node.args, *(keyword.value for keyword in node.keywords)]
    if isinstance(node, ast.Tuple | ast.List):
        return list(node.elts)
    if isinstance(node, ast.Dict):
        return list(node.values)
    if isinstance(node, ast.Assign):
        return [node.value]
    return [node.body, node.orelse] if isinstance(node, ast.IfExp) else []


def is_pair(node: ast.AST) -> bool:
    """Tell whether the node is a call of say, bi, pick or Title whose second text is not Chinese (`%`, `{n} s`).

    A pattern that reads Chinese (`re.compile`) is no word of the interface either.
    """
    if not isinstance(node, ast.Call):
        return False
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if name == "compile" or len(node.args) < 2:
        return name == "compile"
    return name in {"say", "bi", "pick", "Title"} and not CHINESE.search(ast.unparse(node.args[1]))


def is_chinese_half(node: ast.AST) -> bool:
    """Tell whether the node sets `zh` or `…_zh`: the half of a pair that is too long for one line."""
    return isinstance(node, ast.Assign) and any(
        isinstance(target, ast.Name) and (target.id == "zh" or target.id.endswith("_zh")) for target in node.targets
    )


def has_latin(node: ast.expr) -> bool:
    """Tell whether the expression is a text with words in Latin letters and none in Chinese."""
    texts = [each.value for each in ast.walk(node) if isinstance(each, ast.Constant) and isinstance(each.value, str)]
    return any(re.search(r"[A-Za-z]{2}", text) for text in texts) and not any(CHINESE.search(text) for text in texts)


def test_the_check_itself_sees_a_lonely_text_in_a_module() -> None:
    assert list(lonely(ast.parse('x = "达标"')))
    assert list(lonely(ast.parse('f("达标")')))
    assert not list(lonely(ast.parse('bi("达标", "met")')))
    assert not list(lonely(ast.parse('X = {"met": ("达标", "met")}')))


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(HOME)))
def test_a_module_says_everything_in_two_languages(path: Path) -> None:
    assert list(lonely(ast.parse(path.read_text("utf-8")))) == []
