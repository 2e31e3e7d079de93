"""The readings of the second reading, in the order they are asked.

A reading sees what those before it have taken (`Read`), and takes no figure once more in the same part: so what hardly
ever errs comes first, and what needs to know the lists comes behind them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from junheng.audit.model import Relation
from junheng.audit.relations.evident.abreast.beside import columns_abreast, joined_columns
from junheng.audit.relations.evident.abreast.boxed import boxed
from junheng.audit.relations.evident.abreast.by_rows import by_rows
from junheng.audit.relations.evident.abreast.columns import named_columns
from junheng.audit.relations.evident.abreast.increases import increases
from junheng.audit.relations.evident.abreast.matrix import matrix
from junheng.audit.relations.evident.abreast.percents import percents
from junheng.audit.relations.evident.evidence import Read
from junheng.audit.relations.evident.figures import Figures
from junheng.audit.relations.evident.listed.alike import alike
from junheng.audit.relations.evident.listed.announced import announced
from junheng.audit.relations.evident.listed.clause_by_clause import clause_by_clause
from junheng.audit.relations.evident.listed.counted_otherwise import counted_otherwise
from junheng.audit.relations.evident.listed.cut_again import cut_again
from junheng.audit.relations.evident.listed.in_shares import in_shares
from junheng.audit.relations.evident.listed.lined import lined
from junheng.audit.relations.evident.listed.lists import Lists
from junheng.audit.relations.evident.listed.long_wholes import long_wholes
from junheng.audit.relations.evident.listed.numbered import numbered
from junheng.audit.relations.evident.listed.pairs import pairs
from junheng.audit.relations.evident.listed.plainly import plainly
from junheng.audit.relations.evident.listed.spanned import spanned_wholes
from junheng.audit.relations.evident.told_apart.accounted import accounted
from junheng.audit.relations.evident.told_apart.besides import besides
from junheng.audit.relations.evident.told_apart.both_named import both_named
from junheng.audit.relations.evident.told_apart.both_terms import both_terms
from junheng.audit.relations.evident.told_apart.chained import chained
from junheng.audit.relations.evident.told_apart.gathered import gathered, of_the_rest, of_totals
from junheng.audit.relations.evident.told_apart.glued import glued
from junheng.audit.relations.evident.told_apart.graded import graded
from junheng.audit.relations.evident.told_apart.of_kinds import of_kinds
from junheng.audit.relations.evident.told_apart.of_products import of_products
from junheng.audit.relations.evident.told_apart.outcomes import outcomes
from junheng.audit.relations.evident.told_apart.polled import polled
from junheng.audit.relations.evident.told_apart.recuts import recuts
from junheng.audit.relations.evident.told_apart.renamed import renamed
from junheng.audit.relations.evident.told_apart.second_cuts import second_cuts
from junheng.audit.relations.evident.told_apart.sections import sections
from junheng.audit.relations.evident.told_apart.together import by_name, together
from junheng.audit.relations.evident.told_apart.totalled import totalled
from junheng.audit.relations.evident.told_apart.upwards import upwards
from junheng.audit.relations.evident.worked_out.available import available
from junheng.audit.relations.evident.worked_out.one_by_one import one_by_one
from junheng.audit.relations.evident.worked_out.remainders import remainders

Reading = Callable[[Figures, Read], Iterator[Relation]]


def lists(near: Figures, read: Read) -> Iterator[Relation]:
    """Yield the lists, run by run: each is taken before the next is looked at."""
    runs = Lists(near, read)
    for item in near.items:
        yield from runs.take(item)
    yield from runs.end()


def taken(read: Read, found: Iterator[Relation]) -> Iterator[Relation]:
    """Yield what a reading found, each taken in before it goes on: it sees its own."""
    for made in found:
        read.take(made)
        yield made


IN_ORDER: tuple[Reading, ...] = (
    # Words say what is a whole: totals of rows, headings of sections, what is announced. Then runs of figures.
    totalled, by_name, sections, announced, outcomes, recuts, chained, second_cuts, lists,
    # Two sides of a whole, wholes by their very names, figures that bear one name.
    pairs, spanned_wholes, alike,
    # Totals of what was read by now: of products, of sections, of totals, of what lists left over.
    of_products, gathered, of_totals, of_the_rest,
    # What stands one to a number or in a column beside a list: the list shows what is complete.
    numbered, by_rows, matrix, joined_columns, columns_abreast, named_columns,
    # Wider nets for what no list took: one of each clause, with shares, by signs, long figures, other units.
    clause_by_clause, in_shares, graded, long_wholes, counted_otherwise,
    # What is told together of the figures before it, by its words alone.
    together, upwards,
    # Lists right behind their whole by kinds that exclude each other, one to a line, of both terms, of what changed.
    plainly, cut_again, lined, available, both_terms, accounted, polled, renamed, glued, besides, both_named, of_kinds,
    # Beside sums: increases of parts, shares that make up all, a bracket behind a figure.
    increases, percents, boxed,
    # What single figures were worked out from: shares, growth, averages; it needs to know all lists.
    one_by_one,
    # What is left of the wholes that shares are told of.
    remainders,
)  # fmt: skip
"""Each yields what it finds in the order of the text; what it yields is taken in at once."""
