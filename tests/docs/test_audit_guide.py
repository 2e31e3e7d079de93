"""The guide to auditing a report: both languages alike, and what it names is there."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from junheng.audit.findings.kinds import KINDS, kind_title
from junheng.audit.reading import SUFFIXES
from junheng.cli.app import junheng

DOCS = Path(__file__).resolve().parents[2] / "docs"
GUIDES = {"en": (DOCS / "audit.md").read_text("utf-8"), "zh": (DOCS / "audit.zh.md").read_text("utf-8")}


def shape(guide: str) -> list[str]:
    """Return the headings, rows of tables, points and blocks of a guide, as their marks alone."""
    return [found[0] for line in guide.splitlines() if (found := re.match(r"#+ |\| |- |```", line))]


def test_both_languages_have_the_same_parts() -> None:
    assert shape(GUIDES["en"]) == shape(GUIDES["zh"])
    blocks = [re.findall(r"```sh\n(.*?)```", guide, re.DOTALL) for guide in GUIDES.values()]
    assert blocks[0] == blocks[1] != []


@pytest.mark.parametrize("language", GUIDES)
def test_every_option_kind_and_format_is_described(language: str) -> None:
    command = junheng.get_command(click.Context(junheng), "audit")
    assert command is not None
    options = {name for option in command.params for name in option.opts if name.startswith("--")}
    assert [one for one in sorted(options - {"--language"}) if one not in GUIDES[language]] == []
    assert [kind for kind in KINDS if kind_title(kind).in_language(language) not in GUIDES[language]] == []
    assert {f"`{suffix}`" for suffix in (".txt", ".md", ".docx", ".pdf", ".html")} <= set(
        re.findall(r"`\.\w+`", GUIDES[language])
    )
    assert SUFFIXES.keys() >= {".txt", ".md", ".docx", ".pdf", ".html"}
