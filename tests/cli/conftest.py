from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from junheng import demo
from junheng.cli.app import junheng


class Shell:
    """Runs the command in a folder of its own and gives back status, standard output and standard error."""

    def __init__(self) -> None:
        self.runner = CliRunner()

    def __call__(self, *words: object, language: str | None = None) -> Result:
        env = {"JUNHENG_LANGUAGE": language, "COLUMNS": "200"}
        result = self.runner.invoke(junheng, [str(word) for word in words], env=env)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    monkeypatch.chdir(tmp_path)
    return Shell()


@pytest.fixture(scope="session")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo county's workbook; tests must not change it."""
    home = tmp_path_factory.mktemp("demo")
    demo.write(home)
    return home / "county.xlsx"
