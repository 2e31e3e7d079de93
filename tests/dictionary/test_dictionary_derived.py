"""Figures that follow from others: the rules in derived.toml."""

from __future__ import annotations

import msgspec

from junheng.dictionary import Derived, SumOf, Tally, Where, load


def problems(derived: Derived) -> list[str]:
    return msgspec.structs.replace(load(), derived=derived).problems()


def test_the_rules_name_fields_that_are_there():
    assert load().derived.sum_of
    assert load().derived.tally
    assert problems(load().derived) == []


def test_a_rule_that_names_no_field_is_a_problem():
    total = SumOf(table="part", field="teachers_above_degree", stage="primary", terms=("professors",), source="-")
    tally = Tally(table="part", field="girls", list="pupil", where=(Where(field="gender", among=("2",)),))

    assert problems(Derived(sum_of=(total,))) == ["derived part.teachers_above_degree: no field part.professors"]
    assert problems(Derived(tally=(tally,))) == ["derived part.girls: no field pupil.gender"]


def test_codes_that_rules_count_are_in_the_code_lists():
    for rule in load().derived.tally:
        for condition in (*rule.where, *([rule.needs] if rule.needs else [])):
            field = load().field(rule.list, condition.field)
            wanted = {*(condition.among or ()), *(condition.other_than or ())}
            assert wanted <= set(load().codes[field.codes].codes if field.codes else ())


def test_each_list_is_tallied_into_one_table_and_each_figure_once():
    rules = load().derived.tally
    targets = {(rule.list, rule.table) for rule in rules}
    assert len(targets) == len({name for name, _ in targets})
    assert len({(rule.list, rule.field) for rule in rules}) == len(rules)
