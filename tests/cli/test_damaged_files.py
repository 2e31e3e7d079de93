"""What a damaged file does to a user: words and status 2, never a traceback, and nothing half-written."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Shell
from test_damaged_workbooks import COUNT, DAMAGES, case


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("damaged")


@pytest.mark.parametrize("number", range(COUNT), ids=lambda n: f"{n}-{DAMAGES[n % len(DAMAGES)].__name__}")
def test_assessing_a_damaged_file_ends_with_status_2_and_writes_nothing(
    number: int, folder: Path, shell: Shell
) -> None:
    path = case(number, folder)
    done = shell("assess", path, "--out", "result")
    assert done.exit_code == 2
    assert path.name in done.stderr
    assert "Traceback" not in done.output
    assert list(Path().iterdir()) == []
