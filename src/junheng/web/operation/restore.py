"""Putting a backup in place, and drilling it: nothing here touches models, since the installation is not there yet.

A restore builds everything beside the data directory, compares and migrates it there, and moves it into place at the
end. What was there before is moved aside, never deleted.
"""

from __future__ import annotations

import datetime as dt
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from junheng.web.operation import archive, fingerprints, inside, postgres
from junheng.web.operation.archive import Manifest, Unusable
from junheng.web.operation.line import Line
from junheng.web.site import options

SQLITE = "junheng.sqlite3"
KEPT = "keys"
"""What may lie in a data directory that counts as empty."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an installation is: its data directory, its database's address (blank: SQLite), its file of keys."""

    data: Path
    url: str = ""
    set_keys: Path | None = None
    """The file of keys the settings name (JUNHENG_FIELD_KEYS); else it is in the data directory."""

    @property
    def field_keys(self) -> Path:
        """The file of keys."""
        return self.set_keys or self.data / fingerprints.FIELD

    @property
    def database(self) -> dict[str, Any]:
        """Django's settings of the database."""
        return options.database(self.url, self.data)


def restore(
    path: Path, place: Place, *, given: Path | None = None, force: bool = False, told: Callable[[Line], None]
) -> tuple[Manifest, str]:
    """Restore the backup into `place`; return its manifest and where what was there before lies now (blank: nothing).

    Keys are those of the place, else those in the file `given`, else those in the backup. `force` allows a place that
    is not empty. Each comparison is told. Raises Unusable; then, as on any error, the place is as it was.
    """
    manifest = archive.check(path)
    _fits(manifest, place)
    filled = not _empty(place)
    if filled and not force:
        raise Unusable(
            f"{_named(place)} 不是空的，没有恢复任何内容。请换一个空的数据目录（或空数据库）；确需替换时先停止服务，"
            "再加 --force：原有内容会移到一旁，不会删除。",
            f"{_named(place)} is not empty, nothing was restored. Name an empty data directory (or database). To"
            " replace it stop the service first, then use --force: what is there is moved aside, not deleted.",
        )
    place.data.parent.mkdir(parents=True, exist_ok=True)
    stamp = f"{dt.datetime.now().astimezone():%Y%m%d-%H%M%S}"
    with tempfile.TemporaryDirectory(prefix=".junheng-restore-", dir=place.data.parent) as folder:
        stage = Path(folder) / "data"
        keys = _staged(path, manifest, stage, _keys(manifest, place.field_keys, given, fixed=True))
        _known(manifest, stage, keys)
        with ExitStack() as undo:
            if manifest.vendor == "postgresql":
                _into_server(stage, manifest, place, f"before_restore_{stamp.replace('-', '_')}", undo)
            _inside("restore", manifest, _environment(stage, place.url, keys), told)
            aside = _swap(stage, place, stamp)
            undo.pop_all()  # it is in place: nothing is to be undone
    return manifest, aside


def drill(path: Path, place: Place, *, given: Path | None = None, told: Callable[[Line], None]) -> bool:
    """Restore the backup into scratch, look at every invariant and throw it away; tell whether all held.

    The place gives the keys (unless some are `given`) and, for a PostgreSQL backup, the server where a scratch
    database is made; it is not touched. Raises Unusable.
    """
    manifest = archive.check(path)
    _fits(manifest, place)
    with ExitStack() as scratch:
        stage = Path(scratch.enter_context(tempfile.TemporaryDirectory(prefix="junheng-drill-"))) / "data"
        keys = _staged(path, manifest, stage, _keys(manifest, place.field_keys, given, fixed=False))
        _known(manifest, stage, keys)
        url = ""
        if manifest.vendor == "postgresql":
            database = scratch.enter_context(postgres.scratch(place.database))
            postgres.restore(stage / manifest.database, database)
            (stage / manifest.database).unlink()
            url = postgres.renamed(place.url, database["NAME"])
        held = True
        for line in inside.call("drill", manifest, _environment(stage, url, keys)):
            told(line)
            held = held and not line.wrong
    return held


def _fits(manifest: Manifest, place: Place) -> None:
    vendor = "postgresql" if place.url else "sqlite"
    if manifest.vendor != vendor:
        raise Unusable(
            f"备份来自 {manifest.vendor}，此处是 {vendor}：不能互相恢复。请"
            + ("设 JUNHENG_DATABASE_URL 指明 PostgreSQL 库。" if vendor == "sqlite" else "去掉 JUNHENG_DATABASE_URL。"),
            f"The backup is of {manifest.vendor}, this place has {vendor}: one cannot be restored into the other. "
            + ("Name the database in JUNHENG_DATABASE_URL." if vendor == "sqlite" else "Unset JUNHENG_DATABASE_URL."),
        )


def _empty(place: Place) -> bool:
    names = {each.name for each in place.data.iterdir()} if place.data.is_dir() else set()
    return names <= {KEPT} and (not place.url or postgres.empty(place.database))


def _named(place: Place) -> str:
    return f"{place.data}" if not place.url else f"{place.data} / {place.database['NAME']}"


def _keys(manifest: Manifest, place: Path, given: Path | None, *, fixed: bool) -> list[str] | None:
    """Return the keys to use, None for those in the backup. `fixed`: keys that are in place already must fit."""
    there = fingerprints.read(place)
    if given is not None and not (fixed and there):
        fingerprints.demand(fingerprints.read(given), manifest.keys.field, given)
        return fingerprints.read(given)
    if manifest.keys.included and not there:
        return None
    fingerprints.demand(there, manifest.keys.field, place)
    return there


def _staged(path: Path, manifest: Manifest, stage: Path, keys: list[str] | None) -> Path:
    """Unpack into `stage`, with the keys where an installation has them; return their file. Raises Unusable."""
    stage.mkdir(mode=0o700)
    archive.unpack(path, manifest, stage)
    (stage / "keys.txt").unlink(missing_ok=True)
    file = stage / fingerprints.FIELD
    if keys is not None:
        file.parent.mkdir(exist_ok=True, mode=0o700)
        file.touch(0o600)
        file.write_text("\n".join(keys) + "\n", "ascii")
    fingerprints.demand(fingerprints.read(file), manifest.keys.field, file)
    if manifest.vendor == "sqlite":
        (stage / manifest.database).rename(stage / SQLITE)
    return file


def _known(manifest: Manifest, stage: Path, keys: Path) -> None:
    """Refuse a backup a newer program made, before anything is changed."""
    environment = _environment(stage.parent / "known", "", keys)
    for line in inside.call("known", manifest, environment):
        if line.wrong:
            names = "、".join(zh for zh, _ in line.faults)
            raise Unusable(
                f"备份由更新的版本（{manifest.version}）制作：{names}。没有恢复任何内容。请先升级程序。",
                f"A newer version ({manifest.version}) made the backup:"
                f" {', '.join(en for _, en in line.faults)}. Nothing was restored. Upgrade the program first.",
            )


def _into_server(stage: Path, manifest: Manifest, place: Place, aside: str, undo: ExitStack) -> None:
    filled = not postgres.empty(place.database)
    if filled:
        postgres.put_aside(place.database, aside)
    undo.callback(postgres.put_back, place.database, aside if filled else None)
    postgres.restore(stage / manifest.database, place.database)
    (stage / manifest.database).unlink()


def _inside(
    mode: inside.Mode, manifest: Manifest, environment: Mapping[str, str], told: Callable[[Line], None]
) -> None:
    wrong = 0
    for line in inside.call(mode, manifest, environment):
        told(line)
        wrong += line.wrong
    if wrong:
        raise Unusable(
            "恢复出的内容与备份清单不符，没有放到位；原有内容未受影响。请改用另一份备份。",
            "What was restored does not agree with the manifest, so it was not put in place; what was there is"
            " untouched. Use another backup.",
        )


def _swap(stage: Path, place: Place, stamp: str) -> str:
    """Move what is in the data directory aside and the restored in its place; return where the old lies."""
    place.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    old = [each for each in place.data.iterdir() if each.name != KEPT]
    aside = place.data.with_name(f"{place.data.name}.before-restore-{stamp}")
    if old:
        aside.mkdir(mode=0o700)
    moved: list[tuple[Path, Path]] = []
    try:
        for source, target in [*((each, aside / each.name) for each in old), *_new(stage, place)]:
            os.rename(source, target)  # noqa: PTH104 (within one file system: never half-done)
            moved.append((source, target))
    except OSError:
        for source, target in reversed(moved):
            os.rename(target, source)  # noqa: PTH104
        raise
    return str(aside) if old else ""


def _new(stage: Path, place: Place) -> Iterator[tuple[Path, Path]]:
    """Yield what goes where; keys that are there already stay, the file of keys goes where the settings look for it."""
    for each in stage.iterdir():
        if each.name != KEPT:
            yield each, place.data / each.name
    (place.data / KEPT).mkdir(exist_ok=True, mode=0o700)
    for key in (stage / KEPT).iterdir():
        target = place.field_keys if key.name == fingerprints.FIELD.name else place.data / KEPT / key.name
        if not target.exists():
            yield key, target


def _environment(data: Path, url: str, keys: Path) -> dict[str, str]:
    return {
        "JUNHENG_DATA": str(data),
        "JUNHENG_DATABASE_URL": url,
        "JUNHENG_FIELD_KEYS": str(keys),
        "JUNHENG_PRODUCTION": "",
        "DJANGO_SETTINGS_MODULE": "junheng.web.site.settings",
    }
