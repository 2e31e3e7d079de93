"""Runs every benchmark of this folder, one after the other, and prints their tables.

Exit 1 where one missed its limit.
"""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

if __name__ == "__main__":
    missed = False
    for script in sorted(Path(__file__).parent.glob("bench_*.py")):
        print(f"\n## {script.stem}\n", flush=True)
        try:
            runpy.run_path(str(script), run_name="__main__")
        except SystemExit as ended:
            missed |= bool(ended.code)
    sys.exit(missed)
