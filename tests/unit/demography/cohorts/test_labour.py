"""Participation from tables and from the evidence; where it is not known it stays so."""

from pathlib import Path

import numpy as np
import pytest

from passerelle.base.errors import ModelError, SourceUnreadable
from passerelle.demography.cohorts.labour import (
    known_participation,
    labour_force,
    not_known,
    of_one_rate,
    read_participation,
)
from passerelle.evidence.build import build
from passerelle.evidence.store import Store, open_store

PLACES = ("MAR", "NLD")
WHOLE = "place,sex,age,rate\nMAR,F,15-24,20\nMAR,F,25-64,25\nMAR,F,65+,5\nMAR,M,15-64,80\nMAR,M,65+,30\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "p.csv"


def test_rates_by_age_and_sex_are_read(path: Path) -> None:
    path.write_text(WHOLE)
    found = read_participation(path, PLACES)
    assert found.rates[0, 0, 3:6].tolist() == [0.2, 0.2, 0.25]
    assert found.rates[1, 0, 12] == 0.8 and found.rates[1, 0, 13] == 0.3
    assert (found.rates[:, 0, :3] == 0).all()  # children are no part of it unless a table says so
    assert found.told == ("by age", "not known")
    assert not_known(found) == ["NLD"] and of_one_rate(found) == []


def test_a_labour_force_is_people_times_their_participation(path: Path) -> None:
    path.write_text(WHOLE)
    people = np.full((2, 2, 21), 10.0)
    force = labour_force(people, read_participation(path, PLACES))
    women = 10 * (2 * 0.2 + 8 * 0.25 + 8 * 0.05)
    assert force[0] == pytest.approx(women + 10 * (10 * 0.8 + 8 * 0.3))
    assert np.isnan(force[1])


def test_one_rate_for_all_adults_is_told(path: Path) -> None:
    path.write_text("place,sex,age,rate\nNLD,F,15+,60\nNLD,M,Y_GE15,70\n")
    found = read_participation(path, PLACES)
    assert found.told == ("not known", "15+") and of_one_rate(found) == ["NLD"]


def test_children_count_where_a_table_says_so(path: Path) -> None:
    path.write_text("place,sex,age,rate\nNLD,F,10-14,4\nNLD,F,15+,60\nNLD,M,15+,70\n")
    found = read_participation(path, PLACES)
    assert found.rates[0, 1, 2] == 0.04 and found.rates[1, 1, 2] == 0


def test_rows_of_other_places_and_empty_rates_are_passed_over(path: Path) -> None:
    path.write_text("place,sex,age,rate\nFRA,F,15+,60\nNLD,F,15+,\n")
    assert read_participation(path, PLACES).told == ("not known", "not known")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("MAR,W,15-24,20", '"W" is not a sex; write F or M'),
        ("MAR,F,15-24,120", "120 is no per cent"),
        ("MAR,F,adult,20", '"adult" is not an age'),
        ("MAR,F,15-20,20", "cuts a five-year group"),
        ("MAR,F,15-24,-3", "-3"),
        ("MAR,F,15-24,many", '"many"'),
    ],
)
def test_faults_are_told_with_their_row(path: Path, row: str, said: str) -> None:
    path.write_text(f"place,sex,age,rate\n{row}\n")
    with pytest.raises(SourceUnreadable, match=said) as told:
        read_participation(path, PLACES)
    assert "row 2" in str(told.value)


def test_an_age_given_twice_is_refused(path: Path) -> None:
    path.write_text(WHOLE + "MAR,M,60-64,50\n")
    with pytest.raises(SourceUnreadable, match="MAR has 60-64 for sex M twice"):
        read_participation(path, PLACES)


def test_a_place_known_for_some_ages_only_is_refused_with_the_age(path: Path) -> None:
    path.write_text(WHOLE.replace("MAR,F,65+,5\n", ""))
    with pytest.raises(ModelError, match=r"MAR: p\.csv has participation of some ages and none of Y65T69, sex F"):
        read_participation(path, PLACES)


def test_columns_that_lack_are_named(path: Path) -> None:
    path.write_text("place,sex,rate\nMAR,F,20\n")
    with pytest.raises(SourceUnreadable, match="age"):
        read_participation(path, PLACES)


def test_the_evidence_that_ships_knows_none() -> None:
    found = known_participation(open_store(), PLACES)
    assert found.told == ("not known", "not known") and np.isnan(found.rates).all()
    assert np.isnan(labour_force(np.ones((2, 2, 21)), found)).all()


ILO = """ref_area,source,indicator,sex,classif1,time,obs_value,obs_status
MAR,BA:1,EAP_2WAP_SEX_AGE_RT_A,SEX_F,AGE_YTHADULT_YGE15,2018,22.0,
MAR,BA:1,EAP_2WAP_SEX_AGE_RT_A,SEX_F,AGE_YTHADULT_YGE15,2019,21.5,
MAR,BA:1,EAP_2WAP_SEX_AGE_RT_A,SEX_M,AGE_YTHADULT_YGE15,2019,71.0,
NLD,BA:1,EAP_2WAP_SEX_AGE_RT_A,SEX_F,AGE_YTHADULT_YGE15,2019,60.0,
"""


@pytest.fixture
def store(tmp_path: Path) -> Store:
    given = tmp_path / "given"
    given.mkdir()
    (given / "EAP_2WAP_SEX_AGE_RT_A.csv").write_text(ILO)
    build(given, tmp_path / "made")
    return Store((tmp_path / "made",))


def test_the_newest_rates_of_a_folder_of_evidence_are_used(store: Store) -> None:
    found = known_participation(store, PLACES)
    assert found.rates[0, 0, 3] == pytest.approx(0.215) and found.rates[1, 0, 20] == pytest.approx(0.71)
    assert found.told == ("15+", "not known")  # one sex alone is not enough
