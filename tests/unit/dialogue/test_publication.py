"""What may be shown of a result: nobody's group, no small cell, and no number from which one could be worked out."""

import numpy as np
import pytest

from passerelle.dialogue.analysis import Settings, analysed
from passerelle.dialogue.blocs import Blocs
from passerelle.dialogue.publication import counted, published, widest
from passerelle.dialogue.votes import votes_of
from tests.unit.dialogue.makers import of_rows, village

VOTES, CAMPS = village((40, 30), 20, cast=0.4)
BLOCS = Blocs(("north", "south", "east"), np.where(np.arange(70) < 7, 2, np.arange(70) % 2))
FOUND = analysed(VOTES, Settings(runs=3), blocs=BLOCS)
SHOWN = published(FOUND)


def cells(record=SHOWN):
    for row in record["statements"]:
        for side in ("by_group", "by_bloc"):
            yield from ((row, side, cell) for cell in row[side])


def test_nobody_is_named_with_a_group():
    assert all("members" not in group and group["size"] >= 5 for group in SHOWN["groups"])


def test_a_withheld_cell_is_its_name_and_nothing_else():
    withheld = [cell for _, _, cell in cells() if cell["withheld"]]
    assert withheld and all(set(cell) == {"group", "withheld"} for cell in withheld)
    assert all(cell["votes"] >= 5 for _, _, cell in cells() if not cell["withheld"])


def test_no_row_leaves_a_few_when_what_is_shown_is_taken_from_it():
    for row in SHOWN["statements"]:
        if row["withheld"]:
            assert row["agree"] is None and all(cell["withheld"] for cell in row["by_group"] + row["by_bloc"])
            continue
        total = row["agree"] + row["disagree"] + row["pass"]
        for side in ("by_group", "by_bloc"):
            left = total - sum(cell["votes"] for cell in row[side] if not cell["withheld"])
            assert left == 0 or left >= 5


@pytest.mark.parametrize(("side", "over"), [("by_group", "consensus"), ("by_bloc", "consensus_of_blocs")])
def test_numbers_over_all_groups_are_withheld_with_a_cell_of_theirs(side, over):
    # the mean of all and every share but one give the one
    hidden = [row for row in SHOWN["statements"] if any(cell["withheld"] for cell in row[side])]
    whole = [row for row in SHOWN["statements"] if not any(cell["withheld"] for cell in row[side])]
    assert hidden and whole
    for row in hidden:
        assert all(row[over][name] is None for name in ("geometric", "product", "minimum", "low", "high", "apart"))
        assert all("agreeing" not in cell for cell in row[side])
        assert isinstance(row[over]["claimed"], bool)
    assert all(row[over]["geometric"] > 0 and "agreeing" in row[side][0] for row in whole)


def test_what_sets_a_group_apart_is_told_against_the_total_less_the_group():
    votes, camps = village((30, 25), 12, cast=0.9)
    whole = published(analysed(votes, Settings(runs=0), given=Blocs(("a", "b"), camps)))
    rows = {row["id"]: row for row in whole["statements"]}
    told = [(group, one) for group in whole["groups"] for one in group["representative"]]
    assert told
    for group, one in told:
        row = rows[one["statement"]]
        mine = next(cell for cell in row["by_group"] if cell["group"] == group["id"])
        everybody = row["agree"] + row["disagree"] + row["pass"]
        assert (one["votes"], one["votes_of_others"]) == (mine["votes"], everybody - mine["votes"])
        assert one["share"] == mine[one["direction"]] / mine["votes"]


def test_a_withheld_cell_sets_no_group_apart():
    for g, group in enumerate(SHOWN["groups"]):
        for one in group["representative"]:
            row = next(row for row in SHOWN["statements"] if row["id"] == one["statement"])
            assert not row["by_group"][g]["withheld"]


def test_without_blocs_there_is_nothing_of_them():
    alone = published(analysed(VOTES, Settings(runs=0)))
    assert alone["blocs"] == [] and all(row["by_bloc"] == [] for row in alone["statements"])


def test_the_widest_difference_is_between_shown_cells():
    row = {"by_group": [
        {"group": 0, "votes": 10, "agree": 9, "withheld": False}, {"group": 1, "votes": 8, "agree": 2, "withheld": False},
        {"group": 2, "withheld": True},
    ]}  # fmt: skip
    told = widest(row, "by_group")
    assert (told["high"]["group"], told["low"]["group"], round(told["apart"], 6)) == (0, 1, 0.65)
    assert widest({"by_group": row["by_group"][1:]}, "by_group") is None


def test_delegations_are_counted_by_bloc_and_never_by_one():
    voters = [str(n) for n in range(14)]
    votes = votes_of(voters, ["1"] * 14, [1] * 8 + [-1] * 6)
    blocs = Blocs(("large", "small"), np.array([0] * 11 + [1] * 3))
    told = counted(votes, blocs, 5)
    # three alone are pooled with the next smallest, which is then the whole
    assert told["voters"] == 14 and [one["size"] for one in told["blocs"]] == [14]
    assert told["statements"][0]["agree"] == 8 and told["statements"][0]["by_bloc"][0]["votes"] == 14
    few = counted(of_rows(*((f"v{n}", "1", 1) for n in range(4))), Blocs((), np.full(4, -1)), 5)
    assert few["statements"] == [{"id": "1", "withheld": True, "by_bloc": []}]
