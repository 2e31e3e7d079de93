"""The known mistakes of other programs: each must not happen here."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from statistics import fmean, pstdev

import pytest
from made_county import facts_of, indicator, judge, junior, primary, resources, school, standard_of

from junheng.assess import Assessment, CountyIndicator, judge_frames


def county(found: Assessment, stage: str, name: str) -> CountyIndicator:
    return next(each for each in found.county if (each.stage, each.indicator) == (stage, name))


def test_the_coefficient_is_not_unweighted() -> None:
    """A school of 2,000 pupils weighs ten times as much as one of 200, in the mean and in the deviation."""
    found = county(judge(primary(1, 2000, backbone_teachers=40), primary(2, 200, backbone_teachers=2)), "primary", "L2")
    assert found.mean == Fraction(4200, 2200)
    variance = Fraction(2000, 2200) * (2 - found.mean) ** 2 + Fraction(200, 2200) * (1 - found.mean) ** 2
    assert found.cv is not None
    assert float(found.cv) == pytest.approx(float(variance) ** 0.5 / float(found.mean), rel=1e-12)
    assert float(found.cv) != pytest.approx(pstdev([2, 1]) / fmean([2, 1]), rel=0.1)


def test_a_mean_of_zero_gives_no_coefficient_and_no_verdict() -> None:
    schools = [primary(1, backbone_teachers=0), primary(2, backbone_teachers=0)]
    found = county(judge(*schools), "primary", "L2")
    assert (found.mean, found.cv, found.verdict) == (0, None, "unknown")
    standard = resources()
    _, frame = judge_frames(facts_of(schools, standard).parts, standard)
    held = next(each for each in frame.iter_rows(named=True) if each["indicator"] == "L2")
    assert (held["mean"], held["cv"], held["verdict"]) == (0.0, None, "unknown")


def test_nothing_is_rounded_before_the_comparison() -> None:
    """0.45004 prints as 0.450 and is above 0.45; 0.45 itself is within."""
    for off, verdict in ((0.45004, "short"), (0.45, "met")):
        away = int(Fraction(str(off)) * 100000)
        schools = [
            junior(1, 10000, teachers_above_degree=100000 + away),
            junior(2, 10000, teachers_above_degree=100000 - away),
        ]
        found = county(judge(*schools), "junior", "L1")
        assert found.cv == Decimal(str(off))
        assert found.verdict == verdict
        standard = resources()
        _, frame = judge_frames(facts_of(schools, standard).parts, standard)
        held = next(each for each in frame.iter_rows(named=True) if each["indicator"] == "L1")
        assert held["verdict"] == verdict


def test_a_value_just_below_its_line_is_not_rounded_up_to_it() -> None:
    """4.199 prints as 4.20."""
    found = judge(primary(1, 20000, teachers_above_degree=839), primary(2, 20000, teachers_above_degree=840))
    cells = [part.indicators["L1"] for part in found.parts]
    assert [cell.verdict for cell in cells] == ["short", "met"]
    assert [cell.shortfall for cell in cells] == [1, 0]


def test_the_coefficient_is_of_teachers_per_pupil_and_not_of_pupils_per_teacher() -> None:
    found = county(judge(primary(1, backbone_teachers=40), primary(2, backbone_teachers=10)), "primary", "L2")
    assert found.cv == Decimal("0.6")
    # Pupils per teacher would be 25 and 100 around 40, weighted by 40 and 10 teachers: 30 / 40.
    inverse = ((40 * (25 - 40) ** 2 + 10 * (100 - 40) ** 2) / 50) ** 0.5 / 40
    assert inverse == 0.75


def test_a_nine_year_school_is_not_counted_whole_in_both_stages() -> None:
    """600 primary and 400 junior pupils weigh 600 and 440: the areas of the two parts add up to the school's."""
    found = judge(school(1, "312", {"primary": 600, "junior": 400}, teaching_area=Decimal(5200)))
    areas = {part.stage: part.indicators["L4"].numerator for part in found.parts}
    assert areas == {"primary": 5200 * Fraction(600, 1040), "junior": 5200 * Fraction(440, 1040)}
    assert sum(area for area in areas.values() if area is not None) == 5200


def test_a_missing_figure_is_not_taken_as_zero() -> None:
    found = judge(primary(1, backbone_teachers=None), primary(2), junior(3))
    cell = found.parts[0].indicators["L2"]
    assert (cell.value, cell.verdict, cell.shortfall) == (None, "unknown", None)
    assert found.parts[0].verdict == "unknown"
    held = county(found, "primary", "L2")
    assert (held.mean, held.cv, held.verdict, held.missing) == (None, None, "unknown", ("2141000001",))
    assert found.verdict == "unknown"
    assert [(each.unit, each.fields) for each in found.unknown if each.where == "part"] == [
        ("2141000001", ("backbone_teachers",))
    ]


def test_a_missing_part_of_a_sum_is_not_taken_as_zero() -> None:
    found = judge(primary(1, arts_teachers=None, pe_teachers=10_000), junior(2))
    assert found.parts[0].indicators["L3"].verdict == "unknown"


def test_unknown_pupils_of_one_stage_make_the_share_of_every_stage_unknown() -> None:
    found = judge(school(1, "341", {"junior": 500, "senior": None}), primary(2))
    part = next(part for part in found.parts if part.stage == "junior")
    assert part.pupils == 500
    assert part.indicators["L1"].verdict == "met"
    assert part.indicators["L4"].verdict == "unknown"
    assert part.indicators["L4"].missing == ("pupils",)


@pytest.mark.parametrize("limits", [{}, {"primary": Decimal("0.5")}])
def test_terms_that_cancel_do_not_leave_a_mean_of_rounding_error(limits: dict[str, Decimal]) -> None:
    """0.10 + 0.20 - 0.30 is 0, not 5.55e-17: there is no coefficient, and no verdict."""
    asked = standard_of(
        indicator(
            "X",
            unit="m2",
            plus=("teaching_area", "sports_ground_area"),
            minus=("indoor_sports_area",),
            cv_limits=limits,
        )
    )
    areas = {
        "teaching_area": Decimal("0.10"),
        "sports_ground_area": Decimal("0.20"),
        "indoor_sports_area": Decimal("0.30"),
    }
    schools = [primary(1, **areas), primary(2, **areas)]
    _, frame = judge_frames(facts_of(schools, asked).parts, asked)
    held = next(each for each in frame.iter_rows(named=True) if each["indicator"] == "X")
    expected = "unknown" if limits else None
    assert (held["mean"], held["cv"], held["verdict"]) == (0.0, None, expected)
    found = judge(*schools, standard=asked).county[0]
    assert (found.mean, found.cv, found.verdict) == (0, None, expected)
