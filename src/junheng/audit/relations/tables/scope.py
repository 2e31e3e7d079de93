"""Totals of tables that are of more, or of less, than the rows above them, as the words around the table say.

部分乡镇在校学生情况 … 注：合计为全县数，含未列出的九个乡镇; 合计一行包括附设幼儿园4个班. It is no sum of the rows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from junheng.audit.model import Block
from junheng.audit.relations.tables.grid import DATA

_BEFORE, _BEHIND = 80, 200
_TITLE = re.compile("|".join(map(re.escape, DATA["scope"]["some"])))
_REMARK = re.compile(
    "[合总小共]计(?:一行|一栏|一列|行|栏|列|数|中)?[^。；;\n]{0,8}(?:"
    + "|".join(map(re.escape, DATA["scope"]["other"]))
    + ")|"
    + "|".join(DATA["scope"]["left_out"])
)


def of_another_scope(text: str, blocks: Sequence[Block]) -> bool:
    """Whether words right before or behind a table say that its rows are not all that its total is of."""
    start, end = min(block.start for block in blocks), max(block.end for block in blocks)
    title = text[max(0, start - _BEFORE) : start].rstrip("\n").rpartition("\n")[2]
    return _TITLE.search(title) is not None or _REMARK.search(text, end, end + _BEHIND) is not None
