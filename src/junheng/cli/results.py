"""The files an assessment leaves: a set per county that appears together, and an index over several."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from junheng.assess import Assessment, to_json
from junheng.cli.output import Output
from junheng.exchange import write_together, write_whole
from junheng.facts import Facts
from junheng.report import overview, page, write_forms, write_result

PAGE = "assessment.html"
_UNSAFE = re.compile(r"[^\w.\-]+")


def write_results(output: Output, found: Sequence[Assessment], facts: Facts, target: Path) -> None:
    """Write each county's files to `target`, or to a folder of its own under it when there are several."""
    if len(found) == 1:
        _county(found[0], facts, target, output.language)
        return
    folders = folder_names([each.county_code for each in found])
    for each in output.progress(found, output.word("写出结果", "writing results")):
        _county(each, facts, target / folders[each.county_code], output.language)
    links = {code: f"{name}/{PAGE}" for code, name in folders.items()}
    with write_whole(target / "index.html") as path:
        path.write_text(overview(found, output.language, links), "utf-8")


def folder_names(codes: Sequence[str]) -> dict[str, str]:
    """Return a plain folder name for each county code: codes of foreign tables may hold slashes or dots."""
    names: dict[str, str] = {}
    for code in codes:
        plain = _UNSAFE.sub("_", code).strip("._") or "county"
        taken = set(names.values())
        number = 1
        name = plain
        while name in taken:
            number += 1
            name = f"{plain}-{number}"
        names[code] = name
    return names


def _county(assessment: Assessment, facts: Facts, target: Path, language: str) -> None:
    with write_together(target) as stage:
        write_result(assessment, stage / "assessment.xlsx", language)
        write_forms(assessment, facts, stage / "forms.xlsx")
        (stage / PAGE).write_text(page(assessment, facts, language), "utf-8")
        (stage / "assessment.json").write_bytes(to_json(assessment))
