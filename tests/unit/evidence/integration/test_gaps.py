"""Both sides, the gap and the ratio: computed by hand; nothing across sources, editions, years, ages or sexes."""

import pytest
from tests.unit.evidence.indicators.makers import seen

from passerelle.evidence.integration.gaps import WIDEST, gaps_of
from passerelle.evidence.integration.measures import (
    CODES,
    GROUPS,
    MEASURES,
    ChoiceRefused,
    group_of,
    measure_of,
    sex_of,
)

FOR, NAT = "CITIZEN_FOR", "CITIZEN_NAT"


def rate(who, value, period="2020", code="employment_rate", **also):
    return seen(code, period, value, **({"breakdown": who, "age": "Y15T64", "unit": "PC"} | also))


def only(rows):
    (gap,) = gaps_of(rows)
    return gap


def test_a_gap_is_migrants_less_others_and_their_ratio():
    gap = only([rate(FOR, 60.3), rate(NAT, 80.4)])
    assert (gap.migrants.value, gap.others.value, gap.points.value) == (60.3, 80.4, -20.1)
    assert gap.ratio.value == pytest.approx(0.75)
    assert (gap.points.unit, gap.ratio.unit, gap.period, gap.sex) == ("percentage points", "1", "2020", "_T")
    assert gap.points.method == "foreign citizens − nationals"
    assert [figure.indicator for figure in gap.figures] == [
        f"integration_employment_rate_{part}" for part in ("migrants", "others", "gap", "ratio")
    ]
    assert {figure.destination for figure in gap.figures} == {"GHA"}


@pytest.mark.parametrize(
    "other",
    [{"source": "another"}, {"vintage": "2025"}, {"period": "2019"}, {"age": "Y20T64"}, {"sex": "F"}],
    ids=lambda other: next(iter(other)),
)
def test_sides_that_differ_in_anything_but_who_they_are_make_no_gap(other):
    gap = only([rate(FOR, 60), rate(NAT, 80, **other)])
    assert gap.others is None and gap.points is None and gap.ratio is None
    assert gap.migrants.value == 60 and not gap.has_interval


def test_of_several_ages_one_is_read_and_both_sides_are_of_it():
    rows = [rate(FOR, 50, age="Y_GE15"), rate(NAT, 55, age="Y_GE15"), rate(FOR, 60), rate(NAT, 80)]
    assert [(gap.migrants.age, gap.points.value) for gap in gaps_of(rows)] == [("Y15T64", -20)]
    assert [gap.migrants.age for gap in gaps_of(rows[:2])] == ["Y_GE15"]


def test_two_sources_stay_two_series():
    rows = [rate(who, value, source=source) for source, value in (("one", 60), ("two", 50)) for who in (FOR, NAT)]
    assert [(gap.migrants.source, gap.points.value) for gap in gaps_of(rows)] == [("one", 0), ("two", 0)]


def test_every_group_is_held_against_its_own_others():
    rows = [rate("CITIZEN_NEU27", 50), rate(NAT, 80), rate("BORN_FOR", 61), rate("BORN_NAT", 79)]
    told = {gap.group.code: gap.points.value for gap in gaps_of(rows)}
    assert told == {"CITIZEN_NEU27": -30, "BORN_FOR": -18}


def test_published_intervals_give_the_farthest_ends_and_none_is_made_up():
    sure = only([rate(FOR, 60, low=58, high=62), rate(NAT, 80, low=79, high=81)])
    assert (sure.points.low, sure.points.high, sure.points.note) == (-23, -17, WIDEST)
    assert (sure.ratio.low, sure.ratio.high) == (pytest.approx(58 / 81), pytest.approx(62 / 79))
    half = only([rate(FOR, 60, low=58, high=62), rate(NAT, 80)])
    assert half.points.low is None and half.ratio.low is None and not half.has_interval


def test_a_side_of_low_reliability_marks_the_gap_and_its_figures():
    gap = only([rate(FOR, 60, status="U", comment="low reliability"), rate(NAT, 80)])
    assert gap.is_unsure and gap.points.status == "U" and gap.ratio.status == "U"
    assert not only([rate(FOR, 60, status="B"), rate(NAT, 80)]).is_unsure


def test_nothing_is_divided_by_zero():
    gap = only([rate(FOR, 2, code="unemployment_rate"), rate(NAT, 0, code="unemployment_rate")])
    assert gap.points.value == 2 and gap.ratio is None


def test_an_activity_rate_follows_from_both_others_where_none_is_published():
    rows = [rate(who, value, code=code) for code, sides in (
        ("employment_rate", {FOR: 60, NAT: 76}), ("unemployment_rate", {FOR: 20, NAT: 5}),
    ) for who, value in sides.items()]  # fmt: skip
    gap = next(gap for gap in gaps_of(rows) if gap.measure.id == "activity_rate")
    assert (gap.migrants.value, gap.others.value, gap.points.value) == (75, 80, -5)
    assert gap.migrants.method == "foreign citizens; employment rate / (1 − unemployment rate)"
    published = [*rows, rate(FOR, 74, code="activity_rate"), rate(NAT, 81, code="activity_rate")]
    gap = next(gap for gap in gaps_of(published) if gap.measure.id == "activity_rate")
    assert (gap.migrants.value, gap.points.value) == (74, -7)


def test_an_income_has_its_gap_in_its_own_unit():
    also = {"code": "income_median", "age": "Y_GE18", "unit": "EUR"}
    gap = only([rate(FOR, 15000, **also), rate(NAT, 20000, **also)])
    assert (gap.points.value, gap.points.unit, gap.ratio.value) == (-5000, "EUR", 0.75)


def test_a_part_of_a_table_is_one_measure():
    rows = [rate(f"{FOR}.ED5-8", 30, code="education_share"), rate(f"{FOR}.ED0-2", 40, code="education_share")]
    assert {gap.measure.id: gap.migrants.value for gap in gaps_of(rows)} == {
        "tertiary_education": 30, "low_education": 40,
    }  # fmt: skip


def test_series_come_in_time():
    rows = [rate(who, value, period) for period, value in (("2021", 3), ("2019", 1), ("2020", 2)) for who in (FOR, NAT)]
    assert [gap.period for gap in gaps_of(rows)] == ["2019", "2020", "2021"]


def test_no_place_no_group_no_gap():
    assert gaps_of([]) == [] and gaps_of([rate("CITIZEN_TOTAL", 70), rate(NAT, 80)]) == []


def test_every_measure_says_what_would_fill_it_and_what_it_is_of():
    assert all(one.fills and one.of and one.name for one in MEASURES.values())
    assert all(group.others for group in GROUPS.values())
    assert "naturalised" not in CODES and "employment_rate" in CODES


@pytest.mark.parametrize(
    ("read", "text", "known"),
    [(measure_of, "happiness", "employment_rate"), (group_of, "TOURISTS", "CITIZEN_FOR"), (sex_of, "X", "F, M")],
)
def test_a_choice_that_is_none_lists_those_there_are(read, text, known):
    with pytest.raises(ChoiceRefused, match=known) as refused:
        read(text)
    assert text in str(refused.value)


def test_choices_are_read_as_they_are_typed():
    assert group_of("citizen_for").code == FOR and sex_of("Female") == "F" and sex_of("both") == "_T"
    assert measure_of("median_income").unit == "EUR"
