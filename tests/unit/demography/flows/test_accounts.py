"""Accounts: births, deaths, closing, and each refusal from both sides."""

import numpy as np
import pytest

from passerelle.base.errors import ModelError
from passerelle.demography.flows.accounts import accounted
from passerelle.demography.flows.balancing import balanced
from passerelle.demography.flows.stocks import natives_mended, read_stocks, without_vital_events
from tests.unit.demography.flows.worlds import END, PLACES, START, four, four_with_vital, random_world


def test_closed_accounts_have_one_total_by_birthplace_and_their_own_by_place() -> None:
    stocks = random_world(1)
    account = accounted(stocks)
    assert np.allclose(account.start.sum(-1), account.end.sum(-1), rtol=1e-10)
    assert np.allclose(account.start.sum(-2), stocks.start.sum(-2) - stocks.deaths)
    assert np.allclose(account.end.sum(-2), stocks.end.sum(-2) - stocks.births)
    assert not account.told and account.steps < 10


def test_a_similar_table_begun_from_its_factors_gives_the_same() -> None:
    stocks = random_world(1)
    account = accounted(stocks)
    again = accounted(stocks, begins=account.begins)
    assert np.allclose(again.start, account.start) and again.steps <= 1


@pytest.mark.parametrize("world", ["before", "after"])
def test_what_the_world_lacks_is_shared_by_the_natives_of_both_tables(world) -> None:  # type: ignore[no-untyped-def]
    stocks = read_stocks(PLACES, START, END + np.diag([30.0, 0, 0, 0]))  # 30 people from nowhere
    account = accounted(stocks, world=world)
    assert account.start.sum() == pytest.approx(account.end.sum())
    assert account.start.sum() == pytest.approx((START.sum() + END.sum() + 30) / 2)
    assert any("people differ by 30: half of it was taken up by the natives" in said for said in account.told)
    assert not accounted(read_stocks(PLACES, START, END), world=world).told


def test_a_gap_larger_than_all_natives_is_refused() -> None:
    with pytest.raises(ModelError, match="more than there are natives to bear it"):
        accounted(read_stocks(PLACES, START, END + 5000 * (1 - np.eye(4))))


def test_births_come_from_natives_and_from_all_where_those_are_too_few() -> None:
    stocks = read_stocks(PLACES, START, END, [0, 0, 0, 200.0], 0)  # D has 180 natives at the end, 225 inhabitants
    account = accounted(stocks, "open-dr")
    assert any("D has more births than natives" in sentence for sentence in account.told)
    assert (account.end >= -1e-9).all()
    natives = accounted(four_with_vital(), "open-dr")
    assert not natives.told


def test_births_in_proportion_take_from_every_birthplace() -> None:
    stocks = four_with_vital()
    freed = stocks.end.sum(-2) - stocks.births
    for births in ("native", "proportion"):
        account = accounted(stocks, "closed", births=births)
        assert np.allclose(account.end.sum(-2), freed, rtol=1e-3)
    assert not np.allclose(accounted(stocks, births="proportion").end, accounted(stocks).end)


def test_deaths_follow_the_mix_of_birthplaces() -> None:
    stocks = read_stocks(PLACES, START, END, 0, [100.0, 0, 0, 0])
    account = accounted(stocks, "open-dr")
    survivors = START[:, 0] * (1 - 100 / START[:, 0].sum())
    assert np.allclose((account.start + account.left)[:, 0], survivors)


def test_deaths_by_accounting_leave_each_birthplace_its_total() -> None:
    stocks = random_world(2)
    account = accounted(stocks, deaths="accounting")
    # births less deaths by birthplace then explain the change of each, and nothing is left to rescale
    rows = stocks.start.sum(-1) + stocks.births - stocks.end.sum(-1)
    assert np.allclose(account.start.sum(-1), stocks.start.sum(-1) - rows, rtol=1e-6)


def test_deaths_by_accounting_are_refused_where_a_birthplace_grew_by_more_than_its_births() -> None:
    with pytest.raises(ModelError, match="Use deaths in proportion"):
        accounted(read_stocks(PLACES, START, END + np.diag([90.0, 0, 0, 0]), 1, 1), deaths="accounting")


def test_natives_below_zero_become_zero_and_the_place_keeps_its_people() -> None:
    start = START.copy()
    start[2, 2] = -20
    stocks = read_stocks(PLACES, start, END)
    mended, said = natives_mended(stocks)
    assert mended.start[2, 2] == 0 and mended.start[:, 2].sum() == pytest.approx(60)
    assert "-20 natives in C" in said[0] and len(said) == 1
    account = accounted(stocks)
    assert account.zeroed == 1 and said[0] in account.told
    assert stocks.start[2, 2] == -20  # what was given stays


def test_a_place_with_fewer_people_than_none_is_refused() -> None:
    start = START.copy()
    start[2, 2] = -500
    with pytest.raises(ModelError, match="inhabitants of C sum to"):
        natives_mended(read_stocks(PLACES, start, END))


def isolated() -> tuple[np.ndarray, np.ndarray]:
    start = np.array([[1000.0, 55, 80, 0], [100, 555, 40, 0], [10, 50, 800, 0], [0, 0, 0, 200]])
    end = np.array([[1010.0, 55, 85, 0], [120, 550, 45, 0], [10, 55, 790, 0], [0, 0, 0, 215]])
    return start, end


def test_a_place_whose_people_never_move_is_refused_with_both_totals() -> None:
    """Margins that disagree are no flows; the usual program makes a world of one person of them."""
    stocks = read_stocks(PLACES, *isolated(), [80, 20, 40, 60], [70, 30, 50, 10])
    with pytest.raises(ModelError, match=r"Margins disagree for D: those born there number .*, those living there"):
        accounted(stocks)


def test_or_left_out_when_asked_with_a_sentence() -> None:
    stocks = read_stocks(PLACES, *isolated(), [80, 20, 40, 60], [70, 30, 50, 10])
    account = accounted(stocks, isolated="leave")
    assert np.allclose(account.start.sum(-1), account.end.sum(-1))
    assert account.start[3].sum() == 0
    assert any(sentence.startswith("D has no foreign-born") for sentence in account.told)


def test_open_accounts_put_the_difference_with_the_rest_of_the_world() -> None:
    stocks = four_with_vital()
    account = accounted(stocks, "open-dr")
    assert np.allclose(account.start.sum(-1), account.end.sum(-1))
    assert (account.start >= 0).all() and (account.end >= 0).all()


def test_nobody_to_follow_is_refused() -> None:
    start, end = START.copy(), END.copy()
    end[3] = 0  # nobody born in D is left at the end, though nobody died
    stocks = read_stocks(PLACES, start, end)
    with pytest.raises(ModelError, match=r"born in D would come from or go to"):
        accounted(stocks, "open")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda s, e: (("A", "A", "C", "D"), s, e, 0, 0), "A stands more than once"),
        (lambda s, e: (PLACES, s[:3], e, 0, 0), "4 places want 4 rows"),
        (lambda s, e: (PLACES, s * np.nan, e, 0, 0), "no number for those born in A who live in A"),
        (lambda s, e: (PLACES, s, -e, 0, 0), "holds -100 for those born in A who live in B"),
        (lambda s, e: (PLACES, s, e, [1, 2, -3, 4], 0), "births of C are -3"),
        (lambda s, e: (PLACES, s, e, 0, [1, np.inf, 3, 4]), "deaths of B are inf"),
        (lambda s, e: (PLACES, s, e, 0, [1, 2, 3, 9000]), "D has 9,000 deaths among 245"),
        (lambda s, e: (PLACES, s, e, [1, 2, 3], 0), r"births have shape \(3,\); 4 places want one count each"),
        (lambda s, e: (PLACES, [["x"] * 4] * 4, e, 0, 0), "cells of the start table are no numbers"),
        (lambda s, e: (PLACES, np.stack([s] * 2), np.stack([e] * 3), 0, 0), r"start \(2,\), end \(3,\)"),
        (lambda s, e: ((), np.zeros((0, 0)), np.zeros((0, 0)), 0, 0), "no place"),
    ],
)
def test_tables_that_cannot_be_true_are_refused_by_name(change, said) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ModelError, match=said):
        read_stocks(*change(START.copy(), END.copy()))


def test_leading_dimensions_of_births_alone_repeat_the_tables() -> None:
    stocks = read_stocks(PLACES, START, END, np.ones((3, 4)), 0)
    assert stocks.shape == (3,) and stocks.start.shape == (3, 4, 4) and stocks.deaths.shape == (3, 4)


def test_what_is_said_of_one_of_several_tables_names_it() -> None:
    start = np.stack([START, START])
    start[1, 2, 2] = -20
    births = [[0, 0, 0, 0.0], [0, 0, 0, 200.0]]
    stocks = read_stocks(PLACES, start, END, births, 0, labels=["women", "men"])
    told = accounted(stocks, "open-dr").told
    assert told[0].startswith("men: The start table held -20 natives in C")
    assert told[1].startswith("men: D has more births than natives")
    assert not any(sentence.startswith("women") for sentence in told)
    with pytest.raises(ModelError, match="1 labels for 2 pairs of tables"):
        read_stocks(PLACES, start, END, labels=["women"])


def test_births_beyond_the_people_are_refused() -> None:
    with pytest.raises(ModelError, match="D has 300 births and only 225 inhabitants"):
        accounted(read_stocks(PLACES, START, END, [0, 0, 0, 300], 0), "open-dr")


def test_deaths_where_nobody_lives_are_refused() -> None:
    start = START.copy()
    start[:, 3] = 0
    with pytest.raises(ModelError, match=r"D has .*deaths"):
        read_stocks(PLACES, start, END, 0, [0, 0, 0, 5])


def test_without_vital_events() -> None:
    bare = without_vital_events(four_with_vital())
    assert bare.births.sum() == 0 == bare.deaths.sum()
    assert np.array_equal(four().start, START)


def test_balancing_by_newton_equals_proportional_fitting() -> None:
    random = np.random.default_rng(12)
    table = random.gamma(0.5, 50, (30, 30)) + np.diag(random.uniform(1e5, 1e6, 30))
    wanted = table * random.uniform(0.8, 1.25, (30, 30))
    rows, columns = wanted.sum(1), wanted.sum(0)
    result = balanced(table, rows, columns)
    assert np.abs(result.table.sum(1) / rows - 1).max() < 1e-10
    assert np.abs(result.table.sum(0) / columns - 1).max() < 1e-10
    # the interactions are the table's own
    cross = result.table[0, 0] * result.table[1, 1] / (result.table[0, 1] * result.table[1, 0])
    assert cross == pytest.approx(table[0, 0] * table[1, 1] / (table[0, 1] * table[1, 0]), rel=1e-6)


def test_balancing_refuses_totals_that_differ_and_passes_empty_lines() -> None:
    with pytest.raises(ModelError, match=r"rows sum to 3.000, the columns to 4.000"):
        balanced(np.ones((2, 2)), np.array([1.0, 2]), np.array([2.0, 2]))
    result = balanced(np.ones((3, 3)), np.array([1.0, 0, 2]), np.array([2.0, 1, 0]))
    assert result.table[1].sum() == 0 == result.table[:, 2].sum()
    assert np.allclose(result.table.sum(1), [1, 0, 2])


def test_balancing_what_zeros_forbid_is_refused() -> None:
    """Row 1 can only fill column 1, and would have to hold more than that."""
    table = np.array([[1.0, 1, 1], [0, 1, 0], [1, 1, 1]])
    with pytest.raises(ModelError, match=r"did not settle|disagree"):
        balanced(table, np.array([1.0, 8, 1]), np.array([4.0, 2, 4]))
