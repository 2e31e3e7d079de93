"""What a figure of a county's records is called, and what one of its readings counts."""

from __future__ import annotations

from collections.abc import Sequence

from junheng.audit.against.names import SAID, Group, Key, Measure, names
from junheng.dictionary import Title, load


def figure_title(key: Key, measure: Measure | None) -> Title:
    """Return what a figure is called; `measure` is None where it counts schools."""
    told = names()
    groups: list[Group] = [told.groups[name] for name in key.groups]
    before = [
        *([told.places[key.place].title] if key.place else []),
        *([told.owners[key.owner].title] if key.owner else []),
        *([told.boarding.title] if key.boarding else []),
        *(one.title for one in groups[:1]),
    ]
    zh, en = "".join(one.zh for one in before), " ".join(one.en for one in before)
    for one in groups[1:]:
        zh, en = f"{zh}和{one.title.zh}", f"{en} and {one.title.en}"
    if measure is None:
        whole = not groups or groups[-1].title.zh.endswith(("阶段", "中小学"))
        counted = en if en.endswith(("points", "kindergartens")) else f"{en} schools".strip()
        return Title(f"{zh}{'学校' if whole else ''}数", counted)
    name = _named(measure)
    form = told.forms.get(key.form)
    if form is not None:
        name = Title(form.title.zh + name.zh, f"{name.en} {form.title.en}")
    if key.variation:
        name = Title(name.zh + "差异系数", f"{name.en}, coefficient of variation")
    if name.zh.startswith(zh):
        return name
    return Title(zh + name.zh, f"{en} {name.en}".strip())


def reading_title(also: Sequence[str], how: str) -> Title:
    """Return the words for a count of schools with kinds of school that some reports count with them."""
    said = SAID.reading
    told = [names().groups[one].title if one in names().groups else Title(one, one) for one in also]
    parts = []
    if told:
        zh, en = "、".join(one.zh for one in told), ", ".join(one.en for one in told)
        parts.append(Title(said["with"].zh.format(kinds=zh), said["with"].en.format(kinds=en)))
    parts += [said[how]] if how else []
    return Title("，".join(one.zh for one in parts), ", ".join(one.en for one in parts))


def _named(measure: Measure) -> Title:
    if measure.title is not None:
        return measure.title
    tables = ("county",) if measure.table == "county" else ("part", "school")
    for table in tables:
        one = load().tables[table].fields.get(measure.plus[0])
        if one is not None:
            return Title(one.title.zh.removeprefix("其中："), one.title.en)
    return Title(measure.words[0], measure.plus[0])
