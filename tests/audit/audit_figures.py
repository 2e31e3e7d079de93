"""Relations and small reports made by hand, for tests of what comes after reading."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from junheng.audit.engine import Audit, audit
from junheng.audit.model import Block, Clean, Document, Hedge, Quantity, QuantityKind, Relation, RelationKind, Term


def quantity(printed: str, kind: QuantityKind = "number", hedge: Hedge = "", unit: str = "", at: int = 0) -> Quantity:
    """Return a quantity as the grammar would read these digits."""
    value = Decimal(printed)
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    return Quantity(at, at + len(printed), value, Decimal((0, (1,), exponent)), unit, unit, kind=kind, hedge=hedge)


def term(printed: str, kind: QuantityKind = "number", hedge: Hedge = "", unit: str = "") -> Term:
    """Return a term of one quantity; decimals were rounded, whole numbers are meant exactly."""
    one = quantity(printed, kind, hedge, unit)
    slack = Fraction(one.step) / 2 if one.step < 1 else Fraction(0)
    return Term(Fraction(one.value), slack, (one,))


def relation(kind: RelationKind, parts: list[str | Term], total: str | Term, rule: str = "made") -> Relation:
    """Return a relation of figures as printed."""
    made = tuple(one if isinstance(one, Term) else term(one) for one in parts)
    share: QuantityKind = "share" if kind in {"ratio", "growth"} else "number"
    whole = total if isinstance(total, Term) else term(total, share)
    return Relation(kind, made, whole, "%" if share == "share" else "所", (), rule)


def document(text: str, name: str = "报告.txt") -> Document:
    """Return a document of paragraphs."""
    blocks, at = [], 0
    for line in text.split("\n"):
        if line:
            blocks.append(Block("paragraph", at, at + len(line)))
        at += len(line) + 1
    return Document(name, text, tuple(blocks))


def plain(text: str) -> Clean:
    """Return a text with nothing to take out."""
    return Clean(document(text), text, (0,), (0,))


def audited(text: str, name: str = "报告.txt") -> Audit:
    """Return the audit of a text."""
    return audit(document(text, name))
