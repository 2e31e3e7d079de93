"""An installation of its own for a test: a data directory with a migrated database, apart from the run's."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def environment(data: Path, **more: str) -> dict[str, str]:
    """Return the environment in which processes work on the installation in `data`, on its own SQLite."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("JUNHENG_", "DJANGO_"))}
    return {**kept, "JUNHENG_DATA": str(data), "DJANGO_SETTINGS_MODULE": "junheng.web.site.settings", **more}


def run(data: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run Python with these arguments on the installation and return what it said."""
    return subprocess.run(
        [sys.executable, *words],
        env=environment(data, **more),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def python(data: Path, code: str, **more: str) -> str:
    """Run code with Django ready in the installation; return what it printed. Raises AssertionError when it fails."""
    done = run(data, "-c", f"import django\ndjango.setup()\n{code}", **more)
    assert done.returncode == 0, done.stderr
    return done.stdout


def junheng(data: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run the command `junheng` on the installation."""
    return run(data, "-m", "junheng.cli", *words, **more)
