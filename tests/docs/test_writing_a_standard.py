"""The worked examples of the guide load, and the guide names every key a standard can have."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from junheng.standards import check, load, model

DOCS = Path(__file__).resolve().parents[2] / "docs"
GUIDES = ("writing-a-standard.md", "writing-a-standard.zh.md")
EXAMPLE = re.compile(r"```toml\n# file: (\S+)\n(.*?)```", re.DOTALL)


def examples(guide: str, home: Path) -> list[Path]:
    files = []
    for name, text in EXAMPLE.findall((DOCS / guide).read_text("utf-8")):
        (home / name).write_text(text, "utf-8")
        files.append(home / name)
    return files


@pytest.mark.parametrize("guide", GUIDES)
def test_the_examples_of_the_guide_are_sound(guide: str, tmp_path: Path) -> None:
    files = examples(guide, tmp_path)
    assert files
    assert [problem for file in files for problem in check(file)] == []


@pytest.mark.parametrize("guide", GUIDES)
def test_the_province_of_the_guide_differs_from_its_parent_where_it_says(guide: str, tmp_path: Path) -> None:
    files = {file.name: file for file in examples(guide, tmp_path)}
    province, parent = load(files["my-province.toml"]), load("cn.quality.2017")
    lines = {each.id: each.lines for each in province.indicator}
    assert lines["L6"] == {"primary": 2200, "junior": 2500}
    assert {each.id for each in parent.item} - {each.id for each in province.item} == {"Q5"}
    assert {each.id for each in province.item} - {each.id for each in parent.item} == {"R2"}
    assert [each.id for each in province.switch if each.default] == ["visiting-teachers"]


def test_the_ministry_of_the_guide_is_read_as_written(tmp_path: Path) -> None:
    files = {file.name: file for file in examples("writing-a-standard.md", tmp_path)}
    country = load(files["my-country.toml"])
    assert country.stages == ("primary",)
    assert [(each.id, each.lines["primary"]) for each in country.indicator] == [("T1", 4), ("T2", 5)]
    assert country.school is not None
    assert country.school.floor == Decimal("0.9")


def test_a_citys_file_beside_the_provinces_can_extend_it(tmp_path: Path) -> None:
    examples("writing-a-standard.md", tmp_path)
    city = tmp_path / "my-city.toml"
    city.write_text('id = "my.city"\nextends = "my-province.toml"\n[school]\nat_least = 7\n', "utf-8")
    standard = load(city)
    assert standard.school is not None
    assert standard.school.at_least == 7
    assert next(each for each in standard.indicator if each.id == "L6").lines["primary"] == 2200


def every_key() -> set[str]:
    keys = set()
    for kind in vars(model).values():
        if isinstance(kind, type) and issubclass(kind, model.Spec) and kind is not model.Spec:
            keys |= set(kind.__struct_fields__)
            tag = kind.__struct_config__.tag
            keys |= {tag} if isinstance(tag, str) else set()
    return keys


def test_the_guide_names_every_key_and_every_function() -> None:
    guide = (DOCS / "writing-a-standard.md").read_text("utf-8")
    assert len(every_key()) > 50
    assert {key for key in every_key() if f"`{key}`" not in guide} - {"rows", "county", "school"} == set()
