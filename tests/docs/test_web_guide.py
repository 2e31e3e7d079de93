"""The guide to the web: both languages alike, and what it names is there."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest
from django.urls import resolve
from django.utils.translation import override

from junheng.cli.app import junheng
from junheng.web.base.context import MENU
from junheng.web.evidence.kinds import KINDS
from junheng.web.imports import guard
from junheng.web.imports.acts import MOST_FILES
from junheng.web.people import acts, lockout, sessions
from junheng.web.people.models import Role
from junheng.web.site.options import read

DOCS = Path(__file__).resolve().parents[2] / "docs"
GUIDES = {"en": (DOCS / "web.md").read_text("utf-8"), "zh-hans": (DOCS / "web.zh.md").read_text("utf-8")}


def shape(guide: str) -> list[str]:
    """Return the headings, rows of tables, points and blocks of a guide, as their marks alone."""
    return [found[0] for line in guide.splitlines() if (found := re.match(r"#+ |\| |- |\d\. |```", line))]


def test_both_languages_have_the_same_parts() -> None:
    assert shape(GUIDES["en"]) == shape(GUIDES["zh-hans"])
    blocks = [re.findall(r"```sh\n(.*?)```", guide, re.DOTALL) for guide in GUIDES.values()]
    assert blocks[0] == blocks[1] != []


@pytest.mark.parametrize("language", GUIDES)
def test_every_role_and_every_entry_of_the_menu_is_described(language: str) -> None:
    said = GUIDES[language].lower()
    with override(language):
        words = [str(role.label) for role in Role] + [str(entry[3]) for entry in MENU if entry[0] != "judgement"]
        words += ["judgement" if language == "en" else "监测评估"]
    if language == "en":
        rights = {"permissions": "rights", "home": "first page", "my school": "the own school"}
        words = [rights.get(word.lower(), word) for word in words]
    else:
        rights = {"首页": "首页看到"}
        words = [rights.get(word, word) for word in words]
    assert [word for word in words if word.lower() not in said] == []


@pytest.mark.parametrize("guide", GUIDES.values(), ids=list(GUIDES))
def test_addresses_commands_and_links_of_the_guide_are_there(guide: str) -> None:
    addresses = set(re.findall(r"`(/[a-z][\w/.-]*)`", guide)) - {"/var/backups/junheng"}
    addresses |= set(re.findall(r"example\.gov\.cn(/[\w/]+)", guide))
    assert len(addresses) == 6
    for address in addresses:
        assert resolve(address)
    commands = set(re.findall(r"`junheng (\w+)", guide))
    assert commands >= {"serve", "worker", "backup", "drill", "restore", "log"}
    for verb in commands:
        assert junheng.get_command(click.Context(junheng), verb) is not None
    for link in re.findall(r"\]\(([\w.-]+\.md)\)", guide):
        assert (DOCS / link).exists(), link


def test_figures_of_the_guide_are_those_of_the_program() -> None:
    assert (acts.ONE_TIME_DAYS, lockout.LIMIT, lockout.WINDOW.total_seconds() / 60) == (14, 5, 15)
    assert (sessions.LONGEST, read({})["JUNHENG_SESSION_MINUTES"]) == (12 * 3600, "30")
    assert (MOST_FILES, guard.MOST_REMOVED, guard.MOST_CHANGED) == (20, 0.10, 0.50)
    assert read({})["JUNHENG_UPLOAD_MB"] == "50"
    for guide in GUIDES.values():
        for figure in ("14", "12", "20", "50 MB", "500"):
            assert figure in guide
        assert [kind for kind in ("pdf", "docx", "xlsx", "pptx", "ofd") if kind not in guide.lower()] == []
    assert {"pdf", "docx", "xlsx", "pptx", "ofd", "txt"} <= KINDS.keys()


def test_what_the_overviews_link_to_is_there() -> None:
    home = DOCS.parent
    pages = [home / name for name in ("README.md", "README.zh.md", "SECURITY.md", "CONTRIBUTING.md")]
    pages += [*DOCS.glob("*.md"), *DOCS.glob("*/*.md")]
    for page in pages:
        links = re.findall(r"\]\((?!https?:)([^)#\s]+)\)", page.read_text("utf-8"))
        for link in links:
            assert (page.parent / link).resolve().exists(), f"{page.name}: {link}"


def test_both_readmes_show_and_measure_the_same() -> None:
    one, other = ((DOCS.parent / name).read_text("utf-8") for name in ("README.md", "README.zh.md"))
    assert re.findall(r"\(docs/images/[\w.-]+\)", one) == re.findall(r"\(docs/images/[\w.-]+\)", other)
    assert shape(one) == shape(other)
