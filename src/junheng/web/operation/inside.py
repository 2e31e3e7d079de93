"""Works inside an installation that is not this process's own: one just restored, named by the environment.

    python -m junheng.web.operation.inside known|restore|drill  < manifest.json

Each line of standard output is a `Line`. `known` says which migrations of the manifest this program does not have;
`restore` compares the rows with the manifest and migrates; `drill` then looks at every invariant.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from typing import Literal

import msgspec

from junheng.web.operation.archive import Manifest, Unusable
from junheng.web.operation.line import Line

Mode = Literal["known", "restore", "drill"]


def call(mode: Mode, manifest: Manifest, environment: Mapping[str, str]) -> Iterator[Line]:
    """Run this module in a process of its own on the installation of `environment`; yield its lines as they come.

    Raises Unusable when it breaks off.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", "junheng.web.operation.inside", mode],
        env={**os.environ, **environment},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    with process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.write(msgspec.json.encode(manifest))
        process.stdin.close()
        for line in process.stdout:
            yield msgspec.json.decode(line, type=Line)
        said = process.stderr.read().decode("utf-8", "replace").strip().splitlines()
    if process.returncode:
        last = said[-1] if said else "?"
        raise Unusable(f"恢复后的系统没有运行起来：{last}", f"The restored installation did not run: {last}")


def main(mode: str) -> None:
    """Do what `mode` says and print the lines."""
    import django  # noqa: PLC0415 (made ready here only)

    django.setup()
    from junheng.web.operation import restored  # noqa: PLC0415 (stands on models)

    manifest = msgspec.json.decode(sys.stdin.buffer.read(), type=Manifest)
    for line in restored.MODES[mode](manifest):
        sys.stdout.buffer.write(msgspec.json.encode(line) + b"\n")
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(sys.argv[1])
