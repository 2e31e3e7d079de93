"""Every check of the dictionary, one after the other."""

from __future__ import annotations

from itertools import groupby

from junheng.dictionary import Tables, load
from junheng.exchange.checks import parents, sums, years
from junheng.exchange.checks.stages import unlike
from junheng.exchange.model import Fault
from junheng.exchange.raw.limits import DEFAULT, Limits


def run(tables: Tables, limits: Limits = DEFAULT) -> list[Fault]:
    """Return what contradicts itself in `tables` (frames with `origin`, file|sheet|row), table by table.

    A fault stands at the cell of the figure that the others are held against; its column letter is not known
    here, `field` and `header` (the dictionary's title) name it. Schools without a stage are listed up to
    `limits.listed` and then counted.
    """
    dictionary = load()
    given = {name: frame for name, frame in tables.items() if frame.height}
    faults: list[Fault] = []
    for name, group in groupby(dictionary.checks.at_most, key=lambda check: check.table):
        if name in given:
            faults += sums.all_at_most(list(group), dictionary, given[name])
    for children in dictionary.checks.children:
        if children.child in given and children.parent in given:
            faults += sums.children(children, dictionary, given[children.child], given[children.parent])
    faults += parents.absent(dictionary, given)
    for parent in dictionary.checks.parent:
        if parent.child in given and parent.parent in given:
            faults += parents.orphans(parent, dictionary, given[parent.child], given[parent.parent])
    if "school" in given and "part" in given:
        faults += unlike(dictionary, given["school"], given["part"], limits.listed)
    for name, frame in given.items():
        faults += years.jumps(dictionary, dictionary.tables[name], frame)
    return faults
