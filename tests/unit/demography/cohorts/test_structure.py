"""Dependants, working age and pyramids of populations made by hand."""

import numpy as np
import pytest

from passerelle.demography.cohorts.ages import OLD, WORKING, YOUNG
from passerelle.demography.cohorts.structure import (
    aged,
    dependency,
    prospective_old_age,
    pyramid,
    working_age_change,
)


def made(young: float, working: float, old: float, n: int = 1) -> np.ndarray:
    """Both sexes together have so many in each broad group, spread evenly over its groups and sexes."""
    people = np.zeros((2, n, 21))
    people[..., YOUNG], people[..., WORKING], people[..., OLD] = young / 6, working / 20, old / 16
    return people


def test_persons_of_broad_groups() -> None:
    people = made(300, 600, 100)
    assert [aged(people, ages)[0] for ages in (YOUNG, WORKING, OLD)] == pytest.approx([300, 600, 100])


def test_dependants_for_each_hundred_of_working_age() -> None:
    found = dependency(made(300, 600, 90))
    assert found.youth[0] == pytest.approx(50) and found.old_age[0] == pytest.approx(15)
    assert found.total == pytest.approx(found.youth + found.old_age)


def test_without_anybody_of_working_age_a_ratio_is_not_known() -> None:
    found = dependency(made(300, 0, 90))
    assert np.isnan(found.youth[0]) and np.isnan(found.old_age[0]) and np.isnan(found.total[0])


def test_leading_dimensions_and_places_come_through() -> None:
    people = np.stack([made(100, 200, 50, n=4), made(100, 400, 50, n=4)])
    assert dependency(people).youth.shape == (2, 4)
    assert dependency(people).youth[:, 0] == pytest.approx([50, 25])


def test_change_of_working_age_since_the_first_year() -> None:
    population = np.stack([made(1, 200, 1), made(1, 250, 1), made(1, 100, 1)])
    assert working_age_change(population)[:, 0] == pytest.approx([0, 25, -50])


def test_nobody_of_working_age_at_first_leaves_the_change_unknown() -> None:
    population = np.stack([made(1, 0, 1), made(1, 250, 1)])
    assert np.isnan(working_age_change(population)).all()


def test_those_past_the_age_with_fifteen_years_left_are_old() -> None:
    people = np.ones((2, 1, 21))
    found = prospective_old_age(people, np.array([[70.0], [65.0]]))
    old = 7 + 8  # groups from 70, from 65
    assert found[0] == pytest.approx(100 * old / (2 * 17 - old))


def test_an_age_inside_a_group_cuts_it() -> None:
    people = np.ones((2, 1, 21))
    whole = prospective_old_age(people, np.full((2, 1), 70.0))
    part = prospective_old_age(people, np.full((2, 1), 72.0))
    old = 2 * (6 + 3 / 5)
    assert part[0] == pytest.approx(100 * old / (34 - old)) and part[0] < whole[0]


def test_the_oldest_group_is_always_old() -> None:
    people = np.zeros((2, 1, 21))
    people[..., 20] = 3
    people[..., 8] = 10
    assert prospective_old_age(people, np.full((2, 1), 100.0))[0] == pytest.approx(30)


def test_a_pyramid_names_its_ages_and_sexes() -> None:
    people = np.arange(2 * 2 * 21, dtype=float).reshape(2, 2, 21)
    rows = pyramid(people, 1)
    assert len(rows) == 21 and rows[0] == ("Y0T4", 21.0, 63.0) and rows[-1] == ("Y_GE100", 41.0, 83.0)
