"""Floor 2: from records to facts, a row per school part.

`junheng.facts.persons`, which reads lists of persons on several engines, is imported by those who need it.
"""

from junheng.facts.amend import Ground, amend, ground
from junheng.facts.derive import derive, derive_parts
from junheng.facts.model import DIMENSIONS, Facts, Note, Rules
from junheng.facts.snapshot import snapshot_id

__all__ = [
    "DIMENSIONS",
    "Facts",
    "Ground",
    "Note",
    "Rules",
    "amend",
    "derive",
    "derive_parts",
    "ground",
    "snapshot_id",
]
