"""The templates of the pages and what they share: style, script and the rule that all data is escaped."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import jinja2
from markupsafe import Markup

LANGUAGES = ("zh", "en")


def asset(name: str) -> str:
    """Return the text of a template, style or script of the pages."""
    return (files("junheng.report.page") / "assets" / name).read_text("utf-8")


@cache
def environment() -> jinja2.Environment:
    """Return the environment of the pages' templates, made once."""
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


def known_language(language: str) -> str:
    """Return `language`; raises ValueError for one the pages are not written in."""
    if language not in LANGUAGES:
        raise ValueError(f"language {language!r}: zh or en")
    return language
