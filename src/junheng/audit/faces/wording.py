"""The faces' own words, style and script, from their files."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import jinja2
import msgspec
from markupsafe import Markup

from junheng.audit.findings.kinds import kind_title
from junheng.audit.model import Finding
from junheng.dictionary import Title

LANGUAGES = ("zh", "en")


def asset(name: str) -> str:
    """Return the text of a file beside the page."""
    return (files("junheng.audit.faces") / "assets" / name).read_text("utf-8")


@cache
def _titles() -> Mapping[str, Title]:
    return msgspec.convert(tomllib.loads(asset("words.toml")), dict[str, Title])


def words(language: str) -> Mapping[str, str]:
    """Return the faces' words in one language (zh or en); raises ValueError for another."""
    if language not in LANGUAGES:
        raise ValueError(f"language {language!r}: zh or en")
    return {name: title.in_language(language) for name, title in _titles().items()}


def kind_word(finding: Finding, language: str) -> str:
    """Return what the kind of a finding is called."""
    return kind_title(finding.kind).in_language(language)


def sentence(finding: Finding, language: str) -> str:
    """Return a finding's working."""
    return finding.zh if language == "zh" else finding.en


@cache
def environment() -> jinja2.Environment:
    """Return the environment of the page's template, made once; all data is escaped."""
    made = jinja2.Environment(
        loader=jinja2.FunctionLoader(asset),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    # The page's own style and script are files of the program, not data, and go in as they are.
    made.globals["style"] = Markup(asset("page.css"))
    made.globals["script"] = Markup(asset("page.js"))
    return made
