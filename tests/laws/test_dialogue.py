"""What holds for every table of votes."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from passerelle.dialogue.analysis import Settings, analysed
from passerelle.dialogue.blocs import Blocs, shown
from passerelle.dialogue.components import components
from passerelle.dialogue.consensus import consensus, wilson
from passerelle.dialogue.grouping import grouped
from passerelle.dialogue.merging import merged
from passerelle.dialogue.publication import published
from passerelle.dialogue.results import as_record
from passerelle.dialogue.routing import next_statement, priorities
from passerelle.dialogue.statistics import directions, group_counts, hold_together
from passerelle.dialogue.suppression import shown_cells
from passerelle.dialogue.votes import NOBODY, Votes, votes_of
from tests.unit.dialogue.makers import dense

row = st.tuples(st.integers(0, 14), st.integers(0, 9), st.sampled_from([1, 0, -1]))
rows = st.lists(row, min_size=1, max_size=120)


def votes(given_rows: list[tuple[int, int, int]]) -> Votes:
    return votes_of([str(who) for who, _, _ in given_rows], [str(what) for _, what, _ in given_rows],
                    [vote for _, _, vote in given_rows])  # fmt: skip


@given(rows)
def test_one_vote_a_participant_and_statement_the_latest(given_rows):
    last = {(str(who), str(what)): vote for who, what, vote in given_rows}
    found = votes(given_rows)
    cells = {
        (found.participants[i], found.statements[j]): int(value)
        for i, j, value in zip(found.rows, found.columns, found.values, strict=True)
    }
    assert cells == last
    assert found.counts.sum() == len(last)


@given(rows, st.randoms(use_true_random=False))
def test_the_order_of_different_votes_changes_nothing(given_rows, draw):
    one_each = list({(who, what): (who, what, vote) for who, what, vote in given_rows}.values())
    mixed = draw.sample(one_each, len(one_each))
    quick = Settings(runs=0, least_members=2)
    assert as_record(analysed(votes(one_each), quick)) == as_record(analysed(votes(mixed), quick))


@given(rows, st.lists(st.integers(NOBODY, 3), min_size=15, max_size=15))
def test_slow_equals_fast_counting_by_group(given_rows, labels):
    found = votes(given_rows)
    groups = np.array(labels[: found.n])
    table = dense(found)
    fast = group_counts(found, groups, 4).counts
    for g in range(4):
        for at, kind in enumerate((1, -1, 0)):
            np.testing.assert_array_equal(fast[g, :, at], (table[groups == g] == kind).sum(axis=0))


@given(rows)
def test_the_sparse_way_is_the_dense_way(given_rows):
    found = votes(given_rows)
    table = dense(found)
    filled = np.where(np.isnan(table), np.nanmean(table, axis=0), table)
    sizes = np.linalg.svd(filled - filled.mean(axis=0), compute_uv=False) ** 2
    picture = components(found)
    total = sizes.sum()
    expected = np.zeros(2)
    expected[: min(2, len(sizes))] = sizes[:2] / total if total > 1e-9 else 0
    np.testing.assert_allclose(picture.explained, expected, atol=1e-7)
    lengths = np.linalg.norm(picture.loadings, axis=1)
    assert all(abs(length - 1) < 1e-9 or length == 0 for length in lengths)


@given(rows, st.integers(1, 4), st.integers(1, 4))
def test_no_group_is_too_small_and_nobody_is_in_two(given_rows, least, most):
    found_votes = votes(given_rows)
    found = grouped(found_votes, components(found_votes), least=least, most=most)
    assert len(found.sizes) <= most
    if len(found.sizes) > 1:
        assert found.sizes.min() >= least
    assert found.sizes.sum() == (found.labels != NOBODY).sum()
    assert (np.diff(found.sizes) <= 0).all()


@given(rows, st.lists(st.integers(0, 2), min_size=15, max_size=15))
def test_means_lie_between_the_least_and_the_most(given_rows, labels):
    found = votes(given_rows)
    counts = group_counts(found, np.array(labels[: found.n]), 3)
    told = consensus(found, counts)
    assert (told.minimum <= told.geometric + 1e-12).all() and (told.geometric <= counts.agree.max(axis=0) + 1e-12).all()
    assert (told.product <= told.minimum + 1e-12).all()
    np.testing.assert_allclose(told.geometric**3, told.product)
    assert (told.low < told.high).all() and not (told.agreed & told.rejected).any()
    assert (told.claimed | ~(told.agreed | told.rejected)).all()


@given(rows, st.lists(st.integers(0, 1), min_size=15, max_size=15))
def test_agreeing_and_disagreeing_are_mirror_images(given_rows, labels):
    groups = np.array(labels)
    one, other = votes(given_rows), votes([(who, what, -vote) for who, what, vote in given_rows])
    found, mirrored = (directions(group_counts(each, groups[: each.n], 2)) for each in (one, other))
    for name in ("share", "above_half", "ratio", "above_rest"):
        np.testing.assert_allclose(getattr(found[0], name), getattr(mirrored[1], name))


@given(st.lists(st.floats(0, 1), max_size=30), st.floats(0.01, 0.5))
def test_what_holds_is_the_small_end(chances, share):
    table = np.array(chances)
    held = hold_together(table, np.ones(len(table), dtype=bool), share)
    if held.any() and not held.all():
        assert table[held].max() < table[~held].min()
    if held.any():
        assert table[held].max() <= held.sum() / len(table) * share + 1e-12


@given(st.lists(st.integers(0, 12), min_size=1, max_size=8), st.integers(1, 6))
def test_no_bloc_is_shown_that_shows_somebody(sizes, least):
    labels = np.repeat(np.arange(len(sizes)), sizes)
    found = shown(Blocs(tuple(f"bloc {k}" for k in range(len(sizes))), labels), least)
    assert (found.sizes >= least).all()
    assert found.sizes.sum() in (0, len(labels))
    # nor does one follow from the whole less all others: what was pooled are two blocs at least, or is the whole
    if found.pooled and found.names:
        assert len(found.pooled) >= 2 or len(found.names) == 1


counts = st.lists(st.tuples(*[st.integers(0, 60)] * 3), min_size=1, max_size=12)


@given(counts, st.floats(0, 3))
def test_priorities_are_positive_and_new_statements_come_up(told, extremity):
    table = np.array([(0, 0, 0), *told])
    found = priorities(table, np.full(len(table), extremity))
    assert (found > 0).all()
    seen = table.sum(axis=1) >= 40
    assert (found[0] > found[seen]).all()


@given(rows, st.floats(0, 0.999999), st.integers(0, 14))
def test_nobody_is_asked_twice(given_rows, draw, who):
    found = votes(given_rows)
    asked = next_statement(found, priorities(found.counts, np.zeros(found.m)), str(who), draw)
    seen = {str(what) for voter, what, _ in given_rows if voter == who}
    assert asked not in seen and (asked is None) == (seen == set(found.statements))


@given(st.integers(0, 500), st.integers(1, 500))
def test_wilsons_range_holds_the_share(many, more):
    seen = many + more
    low, high = wilson(np.array([float(many)]), np.array([float(seen)]))
    assert 0 <= low[0] <= many / seen <= high[0] <= 1


words = st.lists(st.sampled_from(["we", "they", "share", "costs", "data", ",", "never"]), max_size=12).map(" ".join)


@given(words, words, words)
def test_merging_chooses_no_side_and_invents_no_word(base, ours, theirs):
    found, other = merged(base, ours, theirs), merged(base, theirs, ours)
    assert found == other
    assert merged(base, ours, base).text == ours and merged(base, base, theirs).text == theirs
    if found.is_whole:
        assert set(found.text.split()) <= set(base.split()) | set(ours.split()) | set(theirs.split())
    else:
        assert found.text == ""


@given(
    st.lists(st.lists(st.integers(0, 12), min_size=3, max_size=3), min_size=0, max_size=6),
    st.lists(st.integers(0, 12), min_size=3, max_size=3), st.integers(1, 7),
)  # fmt: skip
def test_no_shown_cells_taken_from_the_total_leave_a_few(cells, rest, least):
    seen = np.array(cells, dtype=np.int64).reshape(len(cells), 3)
    total = seen.sum(axis=0) + rest
    may = shown_cells(seen, total, least)
    assert (seen[may] >= least).all()
    left = total - np.where(may, seen, 0).sum(axis=0)
    any_shown = may.any(axis=0)
    assert ((left == 0) | (left >= least) | ~any_shown).all()
    # the order of groups changes nothing but which of two equally small ones is withheld
    turned = shown_cells(seen[::-1], total, least)
    assert (np.where(turned, seen[::-1], 0).sum(axis=0) == np.where(may, seen, 0).sum(axis=0)).all()


@given(rows, st.lists(st.integers(NOBODY, 3), min_size=15, max_size=15), st.integers(2, 5))
def test_nothing_published_tells_of_a_few(given_rows, labels, least):
    found = votes(given_rows)
    blocs = Blocs(("a", "b", "c", "d"), np.array(labels[: found.n]))
    record = published(analysed(found, Settings(runs=0, least_members=least), blocs=blocs))
    for row in record["statements"]:
        total = None if row["withheld"] else row["agree"] + row["disagree"] + row["pass"]
        assert total is None or total >= least
        for side in ("by_group", "by_bloc"):
            told = [cell["votes"] for cell in row[side] if not cell["withheld"]]
            assert all(many >= least for many in told)
            assert total is not None or not told
            if told:
                assert total - sum(told) == 0 or total - sum(told) >= least
