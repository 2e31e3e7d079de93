"""What a sentence asserts, as short tuples: kind, parts, total, whether it holds."""

from __future__ import annotations

from junheng.audit.judge import judge
from junheng.audit.layout import lay_out
from junheng.audit.model import Block, Clean, Document
from junheng.audit.quantities import quantities
from junheng.audit.relations.changes import differences, growth
from junheng.audit.relations.changes.left import balances
from junheng.audit.relations.rates import averages, multiples, products
from junheng.audit.relations.shares import shares

FAMILIES = {
    "ratio": shares, "growth": growth, "difference": differences, "average": averages, "product": products,
    "balance": balances, "multiple": multiples,
}  # fmt: skip
Told = tuple[list[float], float, bool]


def asserted(text: str, family: str) -> list[Told]:
    """Return parts, total and verdict of every relation one family reads in a text."""
    clean = Clean(Document("t", text, (Block("paragraph", 0, len(text)),)), text, (0,), (0,))
    found = FAMILIES[family].find(clean, lay_out(text, list(quantities(text))))
    told = []
    for one in found:
        judged = judge(one)
        told.append(
            ([float(part.value) for part in one.parts], float(one.total.value), judged is not None and judged.holds)
        )
    return told
