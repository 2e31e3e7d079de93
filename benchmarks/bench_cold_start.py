"""`junheng assess` on the demo county from a cold start: the whole command, as a new process each time."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 5


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        junheng = [sys.executable, "-m", "junheng.cli"]
        subprocess.run([*junheng, "demo", "--out", str(home)], check=True, stdout=subprocess.DEVNULL)
        call = [*junheng, "assess", str(home / "county.xlsx"), "--out", str(home / "result")]
        with_persons = [*call[:-2], str(home / "persons.xlsx"), *call[-2:]]
        print("| command | median s | min | max |")
        print("|---|---|---|---|")
        for name, command in {
            "`junheng --help`": [*junheng, "--help"],
            "`junheng assess county.xlsx`": call,
            "`junheng assess county.xlsx persons.xlsx`": with_persons,
        }.items():
            seconds = [_timed(command) for _ in range(RUNS + 1)][1:]
            print(
                f"| {name} | {statistics.median(seconds):.2f} | {min(seconds):.2f} | {max(seconds):.2f} |", flush=True
            )
        size = (home / "result" / "assessment.html").stat().st_size
        print(f"\nassessment.html: {size / 1e6:.2f} MB")


def _timed(command: list[str]) -> float:
    start = time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    if done.returncode > 1:
        raise SystemExit(f"{command} ended with {done.returncode}")
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
