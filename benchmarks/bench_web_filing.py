"""Clerks of as many schools filing at once: no error, no acknowledged value lost, how long they wait.

`junheng serve` on the embedded SQLite in a scratch directory; the clerks are a process of their own
(`filing_clerks.py`). Afterwards their own history is held against what the pages show and what the history keeps,
and the log's chain is walked. Exit 1 where anything is lost, an answer is 5xx, or the slowest twentieth of the
saves takes longer than the limit.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import django

HERE = Path(__file__).parent


def main() -> None:
    """Measure and print a table; `--json` prints the figures alone."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clerks", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--pause", type=float, default=5, help="seconds between two saves of one clerk, on average")
    parser.add_argument("--limit", type=float, default=500, help="the most milliseconds at the 95th percentile")
    parser.add_argument("--serve", default="", help="further options of `junheng serve`, as one text")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"JUNHENG_DATA": folder, "JUNHENG_LOG_LEVEL": "WARNING", "JUNHENG_DATABASE_URL": ""}
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "junheng.web.site.settings")
        sys.exit(measure(asked, Path(folder)))


def measure(asked: argparse.Namespace, folder: Path) -> int:
    """Prepare, let the clerks file, check; return the exit status."""
    django.setup()
    site = import_module("filing_site")
    plan = site.prepare(asked.clerks)
    server = subprocess.Popen(
        [sys.executable, "-m", "junheng.cli", "serve", "--data", str(folder), "--port", "0", *asked.serve.split()],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    try:
        plan |= {"address": address_of(server), "seconds": asked.seconds, "pause": asked.pause}
        site.warm(plan)
        done = subprocess.run(
            [sys.executable, str(HERE / "filing_clerks.py")], input=json.dumps(plan), capture_output=True, text=True,
            check=True,
        )  # fmt: skip
        histories = json.loads(done.stdout)
        lost = [*site.unlike_pages(plan, histories), *site.unlike_history(plan, histories)]
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(40)
    found = figures(histories, lost, list(import_module("junheng.web.log.chain").broken()))
    print(json.dumps(found, ensure_ascii=False) if asked.json else told(asked, found))
    return int(bool(found["lost"] or found["errors"] or found["broken"] or found["p95"] > asked.limit))


def address_of(server: subprocess.Popen[str]) -> str:
    """Return where the server says it serves; raises RuntimeError with what it said instead."""
    said = ""
    assert server.stdout is not None
    for line in server.stdout:
        said += line
        if found := re.search(r"http://[\d.:]+/", line):
            return found[0]
    raise RuntimeError(f"the server did not start:\n{said}")


def figures(histories: list[dict[str, Any]], lost: list[str], broken: list[Any]) -> dict[str, Any]:
    """Return what was measured."""

    requests = [request for history in histories for request in history["requests"]]
    kinds = {}
    for kind in ("save", "page", "open"):
        times = [seconds * 1000 for name, seconds, _ in requests if name == kind]
        if len(times) > 1:
            cut = quantiles(times, n=100)
            kinds[kind] = {"requests": len(times), "median": median(times), "p95": cut[94], "p99": cut[98]}
    saves = [seconds * 1000 for name, seconds, _ in requests if name in {"save", "page"}]
    return {
        "requests": len(requests),
        "errors": sum(status == 0 or status >= 500 for _, _, status in requests),
        "refused": sum(400 <= status < 500 for _, _, status in requests),
        "acknowledged": sum(kept for history in histories for _, _, kept in history["values"]),
        "lost": lost,
        "broken": broken,
        "p95": quantiles(saves, n=100)[94],
        "kinds": kinds,
    }


def told(asked: argparse.Namespace, found: dict[str, Any]) -> str:
    """Return the table and the verdict."""
    lines = [
        f"{asked.clerks} clerks, {asked.seconds:.0f} s, a save every {asked.pause:.0f} s each",
        f"{found['requests']} requests, {found['acknowledged']} values acknowledged, lost {len(found['lost'])}",
        f"errors {found['errors']}, refused {found['refused']}, log {'broken' if found['broken'] else 'unbroken'}",
        f"saves p95 {found['p95']:.0f} ms",
        "",
        "| request | count | median ms | p95 | p99 |",
        "|---|---|---|---|---|",
    ]
    for kind, row in found["kinds"].items():
        lines.append(f"| {kind} | {row['requests']} | {row['median']:.0f} | {row['p95']:.0f} | {row['p99']:.0f} |")
    return "\n".join([*lines, *found["lost"][:20]])


if __name__ == "__main__":
    main()
