"""Checks across fields, tables and years (the dictionary's checks.toml), after the tables are read.

Only what is proven is reported: a blank part of a sum counts as nothing, a blank total proves nothing, and
figures of a child table are compared only where all of them are known.
"""

from junheng.exchange.checks.run import run

__all__ = ["run"]
