"""The whole at once, and the file that anybody can recompute."""

import json

import numpy as np
import pytest

from passerelle.dialogue.analysis import BLOCS, GROUPS, MAJORITY, Settings, analysed
from passerelle.dialogue.blocs import Blocs
from passerelle.dialogue.results import as_record
from passerelle.dialogue.votes import NOBODY
from tests.unit.dialogue.makers import of_rows, village

VOTES, CAMPS = village((40, 40), 24)
QUICK = Settings(runs=3)


@pytest.fixture(scope="module")
def found():
    return analysed(VOTES, QUICK, blocs=Blocs(("east", "west"), (np.arange(VOTES.n) % 2).astype(np.int64)))


@pytest.fixture(scope="module")
def record(found):
    return as_record(found)


def test_all_parts_are_there(record):
    assert set(record) == {
        "counts", "components", "groups", "blocs", "statements", "stability", "parameters", "inputs_sha256",
    }  # fmt: skip
    assert record["counts"] == {"participants": 80, "statements": 24, "votes": VOTES.total}
    assert [len(loading) for loading in record["components"]["loadings"]] == [24, 24]


def test_it_is_json_without_what_json_has_not(record):
    assert json.loads(json.dumps(record, allow_nan=False)) == record


def test_groups_name_their_members(record):
    assert [group["id"] for group in record["groups"]] == [0, 1]
    for group in record["groups"]:
        assert group["size"] == len(group["members"]) == 40
        assert {one["direction"] for one in group["representative"]} <= {"agree", "disagree", "pass"}
    members = [name for group in record["groups"] for name in group["members"]]
    assert sorted(members) == sorted(VOTES.participants)


def test_each_statement_has_its_counts_its_groups_and_its_blocs(record):
    for statement, counts in zip(record["statements"], VOTES.counts.tolist(), strict=True):
        assert [statement["agree"], statement["disagree"], statement["pass"]] == counts
        for name in ("by_group", "by_bloc"):
            assert sum(one["votes"] for one in statement[name]) == sum(counts)
        assert statement["priority"] > 0
        assert {"geometric", "product", "minimum", "low", "high", "claimed"} <= set(statement["consensus"])


def test_what_all_camps_agree_on_is_agreed_by_blocs_first(found, record):
    last = VOTES.statements.index("23")
    assert found.agreed_by(last) == BLOCS and found.accepted(last) is True
    assert record["statements"][last]["agreed_by"] == "blocs" and record["statements"][last]["accepted"] is True


def test_without_blocs_it_is_agreed_by_groups():
    last = VOTES.statements.index("23")
    assert analysed(VOTES, QUICK).agreed_by(last) == GROUPS


def test_what_divides_the_camps_is_agreed_by_nobody(found):
    divided = [j for j in range(VOTES.m) if found.groups.consensus.apart[j] > 0.7]
    assert divided and {found.agreed_by(j) for j in divided} == {""} and {found.accepted(j) for j in divided} == {None}


def test_a_large_camp_alone_is_the_majority():
    votes, _ = village((70, 20), 24)
    told = analysed(votes, QUICK)
    kinds = {told.agreed_by(j) for j in range(votes.m)}
    assert MAJORITY in kinds
    divided = next(j for j in range(votes.m) if told.agreed_by(j) == MAJORITY)
    assert told.accepted(divided) == (votes.counts[divided, 0] > votes.counts[divided, 1])


def test_given_groups_are_taken_as_they_are():
    labels = np.full(VOTES.n, NOBODY)
    labels[:2], labels[2:50] = 0, 1
    record = as_record(analysed(VOTES, QUICK, given=Blocs(("few", "many"), labels)))
    assert [(group["id"], group["size"]) for group in record["groups"]] == [("few", 2), ("many", 48)]
    assert record["stability"] is None and record["parameters"]["groups_tried"] == []
    assert set(record["inputs_sha256"]) == {"votes", "groups"} and record["parameters"]["groups_given"] is True


def test_small_blocs_are_pooled_in_the_file():
    labels = np.zeros(VOTES.n, dtype=np.int64)
    labels[:3], labels[3:6] = 1, 2
    record = as_record(analysed(VOTES, QUICK, blocs=Blocs(("main", "isles", "lakes"), labels)))
    assert [bloc["id"] for bloc in record["blocs"]] == ["main", "smaller blocs"]
    assert record["blocs"][-1]["pooled"] == ["isles", "lakes"] and record["blocs"][-1]["size"] == 6


def test_how_firm_it_is_stands_in_the_file(record):
    together = np.array(record["stability"]["together"])
    assert record["stability"]["runs"] == 3 and together.shape == (2, 2) and np.diag(together).min() > 0.9


def test_parameters_and_fingerprints_let_anybody_recompute(found, record):
    again = as_record(analysed(VOTES, QUICK, blocs=found.declared))
    assert again == record
    assert record["parameters"]["seed"] == 0 and record["inputs_sha256"]["votes"] == VOTES.fingerprint
    assert [one["groups"] for one in record["parameters"]["groups_tried"]] == [1, 2, 3, 4, 5, 6]


def test_progress_is_told_to_its_end():
    told: list[float] = []
    analysed(VOTES, QUICK, done=told.append)
    assert told == sorted(told) and told[-1] == 1.0


@pytest.mark.parametrize(
    "votes", [of_rows(("1", "a", 1)), of_rows(("1", "a", 0), ("2", "a", 0)), of_rows(("1", "a", 1), hidden=["a"])]
)
def test_hardly_any_votes_give_a_result_that_claims_nothing(votes):
    record = as_record(analysed(votes, QUICK))
    json.dumps(record, allow_nan=False)
    (statement,) = record["statements"]
    assert statement["agreed_by"] is None and record["stability"] is None
    assert 0 < statement["consensus"]["geometric"] < 1
