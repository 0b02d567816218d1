"""Ages: the groups, their codes as the evidence writes them, and ages as people write them."""

import pytest

from passerelle.base.errors import ModelError
from passerelle.demography.cohorts.ages import (
    AGE_CODES,
    DEATH_CODES,
    FERTILE_CODES,
    GROUPS,
    OLD,
    WORKING,
    YOUNG,
    age_label,
    groups_of,
)


def test_groups_are_those_of_the_evidence() -> None:
    assert GROUPS == 21 and len(AGE_CODES) == 21 and len(DEATH_CODES) == 22
    assert AGE_CODES[0] == "Y0T4" and AGE_CODES[-2:] == ("Y95T99", "Y_GE100")
    assert DEATH_CODES[:3] == ("Y0", "Y1T4", "Y5T9")
    assert FERTILE_CODES == ("Y15T19", "Y20T24", "Y25T29", "Y30T34", "Y35T39", "Y40T44", "Y45T49")


def test_the_young_the_working_and_the_old_are_everybody_once() -> None:
    found = [group for ages in (YOUNG, WORKING, OLD) for group in AGE_CODES[ages]]
    assert found == list(AGE_CODES)
    assert AGE_CODES[WORKING][0] == "Y15T19" and AGE_CODES[WORKING][-1] == "Y60T64"


def test_labels_are_for_people() -> None:
    assert [age_label(code) for code in ("Y0T4", "Y95T99", "Y_GE100")] == ["0–4", "95–99", "100+"]


@pytest.mark.parametrize(
    ("text", "first", "after"),
    [
        ("15-19", 3, 4),
        ("Y15T19", 3, 4),
        ("15–24", 3, 5),
        ("15 to 64", 3, 13),
        ("65+", 13, 21),
        ("Y_GE65", 13, 21),
        ("Y_GE15", 3, 21),
        ("0-4", 0, 1),
        ("100+", 20, 21),
        ("", 0, 21),
        ("_T", 0, 21),
    ],
)
def test_ages_are_read_as_they_are_written(text: str, first: int, after: int) -> None:
    assert groups_of(text) == slice(first, after)


@pytest.mark.parametrize("text", ["15-18", "16-20", "18+", "20-15", "95-110"])
def test_ages_that_cut_a_group_are_refused(text: str) -> None:
    with pytest.raises(ModelError, match="cuts a five-year group"):
        groups_of(text)


@pytest.mark.parametrize("text", ["adults", "15", "15-", "-4"])
def test_what_is_no_age_is_refused_with_the_way_to_write_it(text: str) -> None:
    with pytest.raises(ModelError, match=r"is not an age\. Write five-year groups such as 15-19"):
        groups_of(text)
