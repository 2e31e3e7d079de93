"""A call that is wrong is answered in the language it asks for."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable

import pytest

from junheng.cli import app, main
from junheng.cli.language import asked
from junheng.cli.usage import in_chinese

Said = Callable[..., str]
CHINESE, LATIN = re.compile("[\u4e00-\u9fff]"), re.compile(r"(?i)\b(the|is|no|not|such|error|usage|missing|wrong)\b")


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Said:
    """Return a function: what a call that is wrong is answered with on standard error."""

    def call(*words: str, language: str = "") -> str:
        monkeypatch.setenv("JUNHENG_LANGUAGE", language)
        monkeypatch.setattr(sys, "argv", ["junheng", *words])
        with pytest.raises(SystemExit) as stopped:
            app.run()
        assert stopped.value.code == 2
        told = capsys.readouterr()
        assert told.out == ""
        return told.err

    return call


WRONG = [
    ("audit",),
    ("audit", "a.txt", "--foo"),
    ("audit", "a.txt", "--formats"),
    ("audit", "a.txt", "--html"),
    ("audit", "a.txt", "--json=yes"),
    ("audit", "a.txt", "--against", "absent.txt"),
    ("audit", "a.txt", "--against", "."),
    ("assess", "a.xlsx", "--year", "soon"),
    ("demo", "--out", "x", "--schools", "0"),
    ("demo",),
    ("template", "a", "b", "c"),
    ("standards", "foo"),
    ("adit",),
]


@pytest.mark.parametrize("words", WRONG)
def test_a_wrong_call_is_answered_in_the_language_it_asks_for(said: Said, words: tuple[str, ...]) -> None:
    chinese = said(*words)
    assert chinese.startswith("命令写法有误")
    assert not LATIN.search(re.sub(r"用法：.*", "", chinese)), chinese
    verb, *rest = words
    for told in (
        said(*words, language="en"),
        said("--language=en", *words),
        said(verb, "--language", "en", *rest) if verb in app.VERBS else said("--language", "en", *words),
    ):
        assert told.startswith("The call is wrong")
        assert not CHINESE.search(told)
    assert said("--language", "zh", *words, language="en") == chinese


@pytest.mark.parametrize(
    "words", [("--language", "fr", "audit"), ("audit", "a.txt", "--language"), ("audit", "--language=")]
)
def test_it_is_answered_in_both_where_the_language_is_not_known(said: Said, words: tuple[str, ...]) -> None:
    told = said(*words)
    assert "命令写法有误" in told
    assert "The call is wrong" in told
    assert "错误：" in told
    assert "Error: " in told


def test_the_language_named_last_counts_and_names_of_files_do_not() -> None:
    assert asked(["--language", "en", "audit", "a", "--language", "zh"], {}) == "zh"
    assert asked(["audit", "--", "--language", "en"], {}) == "zh"
    assert asked([], {"JUNHENG_LANGUAGE": "en"}) == "en"
    assert asked([], {"JUNHENG_LANGUAGE": "fr"}) is None


def test_what_is_not_known_in_chinese_is_left_as_it_is() -> None:
    assert in_chinese("Something new.") == "Something new."


def test_what_ends_outside_the_program_is_said_in_one_language(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(**_: object) -> None:
        raise OSError(28, "No space left on device", "result")

    def stopped(**_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(sys, "argv", ["junheng", "--language", "en", "demo"])
    monkeypatch.setattr(app, "junheng", full)
    monkeypatch.setattr(app.junheng, "main", full, raising=False)
    with pytest.raises(SystemExit):
        app.run()
    assert capsys.readouterr().err == "Not done: result: No space left on device. Existing files are untouched.\n"
    monkeypatch.setattr(app.junheng, "main", stopped, raising=False)
    with pytest.raises(SystemExit):
        main()
    assert capsys.readouterr().err == "Interrupted; nothing half-written is left.\n"
