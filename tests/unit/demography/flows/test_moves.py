"""Moves from two tables, asked directly: with and without a seed, their types, and what is refused."""

import numpy as np
import pytest

from passerelle.base.errors import ModelError
from passerelle.demography.flows.moves import fewest, independent

PLACES = ("MAR", "FRA", "NLD")
START = np.array([[1000.0, 80, 20], [10, 900, 40], [5, 30, 700]])  # [birthplace, residence]
END = np.array([[985.0, 70, 45], [15, 885, 50], [0, 25, 710]])
SEED = np.array([[9.0, 3, 1], [2, 9, 1], [1, 4, 9]])  # the diagonal is passed over


@pytest.mark.parametrize("make", [fewest, independent])
@pytest.mark.parametrize("seed", [None, SEED])
def test_totals_by_type_are_the_sums_of_the_tables_by_type(make, seed) -> None:  # type: ignore[no-untyped-def]
    moves = make(START, END, seed)
    tables = moves.by_type()
    assert moves.type_totals() == pytest.approx([table.sum() for table in tables.values()])
    assert sum(tables.values()) == pytest.approx(moves.table())
    assert moves.type_totals().min() > 0


@pytest.mark.parametrize("make", [fewest, independent])
@pytest.mark.parametrize("seed", [None, SEED])
def test_birthplace_by_birthplace_both_tables_come_back(make, seed) -> None:  # type: ignore[no-untyped-def]
    whole = make(START, END, seed).by_birthplace()
    assert np.einsum("ijk->ki", whole) == pytest.approx(START, rel=1e-8, abs=1e-6)
    assert np.einsum("ijk->kj", whole) == pytest.approx(END, rel=1e-8, abs=1e-6)


def test_who_moves_the_fewest_never_both_leaves_and_enters_a_cell() -> None:
    moves = fewest(START, END)
    assert (np.minimum(moves.out, moves.into) == 0).all()
    assert moves.table().sum() == pytest.approx(np.maximum(START - END, 0).sum())
    assert independent(START, END).table().sum() > moves.table().sum()


@pytest.mark.parametrize("make", [fewest, independent])
def test_tables_of_other_people_are_refused_with_the_place_and_both_totals(make) -> None:  # type: ignore[no-untyped-def]
    more = END + np.array([[0.0, 0, 0], [0, 7, 0], [0, 0, 0]])
    with pytest.raises(ModelError, match=r"born in FRA sum to 950\.000 in the start .* 957\.000 in the end table"):
        make(START, more, places=PLACES)
    with pytest.raises(ModelError, match="born in place 1 sum to"):
        make(START, more)


def test_tables_of_other_people_are_refused_in_any_leading_dimension() -> None:
    years = np.stack([START, START]), np.stack([END, END + np.diag([0.0, 0, 9])])
    with pytest.raises(ModelError, match="born in NLD"):
        fewest(*years, places=PLACES)


def test_totals_by_type_keep_the_leading_dimensions() -> None:
    both = fewest(np.stack([START, 2 * START]), np.stack([END, 2 * END]))
    assert both.type_totals().shape == (3, 2)
    assert both.type_totals()[:, 1] == pytest.approx(2 * both.type_totals()[:, 0])
    assert both.type_totals()[:, 0] == pytest.approx(fewest(START, END).type_totals())


@pytest.mark.parametrize(
    ("seed", "said"),
    [
        (SEED[:2], r"The seed has shape \(2, 3\); the tables want \(3, 3\)"),
        (np.where(SEED == 4, -1, SEED), "The seed holds -1 from NLD to FRA"),
        (np.where(SEED == 3, np.inf, SEED), "The seed holds inf from MAR to FRA"),
        (np.where(SEED == 2, np.nan, SEED), "The seed holds nan from FRA to MAR"),
    ],
)
def test_a_seed_that_cannot_be_a_chance_is_refused(seed: np.ndarray, said: str) -> None:  # type: ignore[type-arg]
    with pytest.raises(ModelError, match=said):
        fewest(START, END, seed, places=PLACES)


def test_a_seed_that_forbids_what_must_happen_is_refused() -> None:
    with pytest.raises(ModelError):
        fewest(START, END, np.zeros((3, 3)), places=PLACES)
