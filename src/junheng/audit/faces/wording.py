"""The faces' own words, style and script, from their files."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import jinja2
import msgspec
from markupsafe import Markup

from junheng.audit.against import SURENESS
from junheng.audit.compared import Compared, Held, tally
from junheng.audit.faces.english import english
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
    """Return a finding's working; in English with English units."""
    return finding.zh if language == "zh" else english(finding.en)


def summary(held: Held, language: str) -> str:
    """Return in one sentence how many figures were held against something, and how many agree."""
    own, counted = words(language), tally(held.every)
    source = held.source.in_language(language)
    if not held.every:
        return own["held_none"].format(source=source) + own["held_stop"]
    said = own["held"].format(source=source, compared=counted.compared, agree=counted.agree, differ=counted.differ)
    if counted.unreported:
        said += own["held_unreported"].format(unreported=counted.unreported)
    if counted.unsure:
        said += own["held_unsure"].format(unsure=counted.unsure)
    if counted.left:
        said += own["held_left"].format(left=counted.left)
    return said + own["held_stop"]


def result(one: Compared, language: str) -> str:
    """Return whether a figure agrees, with the reason where there is one."""
    said = words(language)[{True: "agrees", False: "differs", None: "left"}[one.agrees]]
    if one.agrees is False and one.stale is not None:
        said = words(language)["stale"].format(year=one.stale)
    reason = one.reason.in_language(language)
    return f"{said}{words(language)['colon']}{reason}" if reason else said


def sureness(one: Compared, language: str) -> str:
    """Return how surely a figure means what it was matched to."""
    return SURENESS[one.sure].in_language(language)


def known(one: Compared, language: str) -> str:
    """Return the other figure, with its unit."""
    return one.known if language == "zh" else english(one.known)


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
