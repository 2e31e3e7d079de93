"""The archive's tree: the standard's items in their order, what each asks for, what is there, what is missing."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files as resources

from junheng.dictionary import Title
from junheng.standards import Standard
from junheng.web.evidence.models import File, Link
from junheng.web.evidence.things import item_thing
from junheng.web.registry.models import School

GROUPS = {
    "precondition": Title("申报条件", "Preconditions"),
    "resources": Title("资源配置", "Resources"),
    "guarantee": Title("政府保障程度", "Government guarantee"),
    "quality": Title("教育质量", "Education quality"),
    "recognition": Title("社会认可度", "Recognition"),
    "veto": Title("一票否决事项", "Vetoes"),
    "work": Title("推进工作", "Government work"),
}
"""Groups in the order of the archive."""
ANY = Title("佐证材料", "evidence")


@dataclass(frozen=True, slots=True)
class Wanted:
    """One material an item asks for; of each school where `school`."""

    id: str
    title: Title
    school: bool = False
    persons: str = ""
    """Whose personal data it holds: a table of persons, or blank."""


@dataclass(slots=True)
class Slot:
    """A wanted material with what is there; `schools` names those that lack it, where each school has its own.

    `hidden` counts files that are there and not shown to this person (they hold personal data).
    """

    wanted: Wanted
    files: list[File] = field(default_factory=list)
    schools: list[tuple[str, str]] = field(default_factory=list)
    hidden: int = 0

    @property
    def missing(self) -> bool:
        """Tell whether anything is missing."""
        return bool(self.schools) if self.wanted.school else not (self.files or self.hidden)


@dataclass(slots=True)
class Node:
    """One item of the standard (or indicator) in the tree."""

    id: str
    number: int
    title: Title
    clause: str
    section: str
    slots: list[Slot]
    others: list[File] = field(default_factory=list)

    @property
    def files(self) -> list[File]:
        """Return every file under the node, each once."""
        found = [file for slot in self.slots for file in slot.files] + self.others
        return list({file.pk: file for file in found}.values())

    @property
    def missing(self) -> int:
        """Return how many wanted materials are missing."""
        return sum(slot.missing for slot in self.slots)


@dataclass(frozen=True, slots=True)
class Group:
    """A group of items."""

    id: str
    title: Title
    nodes: Sequence[Node]


@lru_cache(maxsize=16)
def wanted(standard: str) -> Mapping[str, tuple[Wanted, ...]]:
    """Return the materials each item of the standard asks for; empty for a standard without such a list."""
    path = resources("junheng.web.evidence").joinpath("wanted", f"{standard}.toml")
    if not path.is_file():
        return {}
    read = tomllib.loads(path.read_text("utf-8"))
    return {
        item: tuple(
            Wanted(name, Title(each["zh"], each["en"]), each.get("school", False), each.get("persons", ""))
            for name, each in materials.items()
        )
        for item, materials in read.items()
        if item != "source"
    }


def tree(
    county: str, year: int, standard: Standard, visible: Iterable[File], schools: frozenset[str] | None = None
) -> list[Group]:
    """Return the archive of a county and school year after the standard's items.

    `visible` are the files the person may see; `schools` limits what is asked of schools to some (None: all that the
    registry has in the year, or the newest before).
    """
    there = {file.pk: file for file in visible}
    links: dict[str, list[Link]] = defaultdict(list)
    rows = Link.objects.filter(file__county_id=county, file__year=year, file__removed_at=None)
    for link in rows.select_related("file").order_by("file_id"):
        if link.file_id in there or schools is None:
            links[link.thing].append(link)
    names = school_names(county, year)
    asked = {code: name for code, name in names.items() if schools is None or code in schools}
    own_only = schools is not None
    groups: dict[str, list[Node]] = {group: [] for group in GROUPS}
    for number, indicator in enumerate(standard.indicator, 1):
        node = Node(indicator.id, number, indicator.title, indicator.clause, "", [])
        own = _asked(wanted(standard.id).get(indicator.id, ()), own_only=own_only)
        groups["resources"].append(_node(node, own, standard.id, links, there, asked))
    for item in standard.item:
        own = _asked(wanted(standard.id).get(item.id) or (Wanted("", ANY),), own_only=own_only)
        node = Node(item.id, item.number, item.title, item.clause, item.section or "", [])
        groups.setdefault(item.group, []).append(_node(node, own, standard.id, links, there, asked))
    return [Group(id_, GROUPS.get(id_, Title(id_, id_)), nodes) for id_, nodes in groups.items() if nodes]


def school_names(county: str, year: int) -> dict[str, str]:
    """Return name by code of the county's schools in the year, of the newest year before it where there are none."""
    rows = School.objects.filter(county_id=county, year__lte=year)
    newest = rows.order_by("-year").values_list("year", flat=True).first()
    found = rows.filter(year=newest, campus="").order_by("school_code").values_list("school_code", "school_name")
    return {code: name or code for code, name in found}


def counts(county: str, year: int, standard: Standard) -> dict[str, tuple[int, int]]:
    """Return, by item, how many files there are and how many wanted materials are missing: two or three queries."""
    files = File.objects.filter(county_id=county, year=year, removed_at=None)
    return {
        node.id: (len(node.files), node.missing)
        for group in tree(county, year, standard, files)
        for node in group.nodes
    }


def _asked(materials: Sequence[Wanted], *, own_only: bool) -> Sequence[Wanted]:
    """Return what is asked: to somebody of a school, only what schools bring (they do not see the county's files)."""
    return [each for each in materials if each.school] if own_only else materials


def _node(
    node: Node,
    asked: Sequence[Wanted],
    standard: str,
    links: Mapping[str, Sequence[Link]],
    files: Mapping[int, File],
    schools: Mapping[str, str],
) -> Node:
    slots = {each.id: Slot(each) for each in asked}
    held: dict[str, set[str]] = defaultdict(set)
    for link in links.get(item_thing(standard, node.id), ()):
        slot = slots.get(link.wanted)
        if link.file_id in files:
            (slot.files if slot else node.others).append(files[link.file_id])
        elif slot:
            slot.hidden += 1
            held[slot.wanted.id].add(link.file.school_code)
    for slot in slots.values():
        if slot.wanted.school:
            have = {file.school_code for file in slot.files} | held[slot.wanted.id]
            slot.schools = [(code, name) for code, name in schools.items() if code not in have]
    node.slots = list(slots.values())
    return node
