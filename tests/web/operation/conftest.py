"""An installation with a small county, its snapshot and a file of evidence; and a backup of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from scratch_installation import junheng, python, run

FILL = """
import hashlib
from few_tables import tables
from junheng.web.evidence import store
from junheng.web.evidence.models import File
from junheng.web.log.actor import Actor
from junheng.web.people.models import User
from junheng.web.registry.acts import Edit, write
from junheng.web.registry.load import county_of, load
from junheng.web.snapshots.acts import freeze
actor = Actor(None, "test", "command")
load(actor, tables())
county = county_of(tables())
code = tables()["school"]["school_code"].min()
write(actor, county.code, [Edit("school", {"year": 2025, "school_code": code, "computers": 7})], source="form")
freeze(actor, county.code, 2025)
stored, sha256, size = store.keep([b"evidence of something"])
File.objects.create(
    county=county, year=2025, title="t", name="t.txt", kind="txt", size=size, sha256=sha256, stored=stored, by_name="x"
)
User.objects.create(username="somebody")
"""


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data directory; tests must not change it."""
    if "JUNHENG_DATABASE_URL" in os.environ:
        pytest.skip("the run on SQLite does this; PostgreSQL has tests of its own")
    return filled(tmp_path_factory.mktemp("installation"))


def filled(home: Path, **more: str) -> Path:
    """Make an installation under `home`, on its own SQLite or what `more` says, and return its data directory."""
    data = home / "data"
    done = run(data, "-m", "junheng.web", "migrate", "--skip-checks", "-v0", **more)
    assert done.returncode == 0, done.stderr
    (home / "few_tables.py").write_text(
        "from junheng import demo\ndef tables(): return demo.county(schools=3, seed=7, persons=True)\n"
    )
    python(data, FILL, PYTHONPATH=str(home), **more)
    return data


@pytest.fixture(scope="session")
def saved(installation: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of it, without keys; tests must not change it."""
    out = tmp_path_factory.mktemp("backups") / "backup.tar"
    done = junheng(installation, "backup", str(out))
    assert done.returncode == 0, done.stderr
    return out
