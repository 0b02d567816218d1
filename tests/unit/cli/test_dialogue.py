"""`passerelle dialogue analyse`: what it writes where, and what it refuses."""

import csv
import io
import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from passerelle.base.errors import DialogueError
from passerelle.cli import app
from tests.unit.dialogue.makers import village


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """Votes of two camps, what was said, blocs of each, and groups as somebody else found them."""
    there = tmp_path_factory.mktemp("dialogue")
    votes, camps = village((30, 25), 20)
    rows = [
        (votes.participants[row], votes.statements[column], value)
        for row, column, value in zip(votes.rows, votes.columns, votes.values, strict=True)
    ]
    write(there / "votes.csv", ["voter-id", "comment-id", "vote"], rows)
    mixed = [rows[place] for place in np.random.default_rng(0).permutation(len(rows))]
    write(there / "mixed.csv", ["voter-id", "comment-id", "vote"], mixed)
    said = [(name, f"We should do number {name}", 1) for name in votes.statements]
    write(there / "comments.csv", ["comment-id", "comment-body", "moderated"], said)
    blocs = [(name, "north" if place % 2 else "south") for place, name in enumerate(votes.participants)]
    write(there / "blocs.csv", ["voter-id", "bloc"], blocs)
    groups = list(zip(votes.participants, camps, strict=True))
    write(there / "groups.csv", ["participant", "group-id"], groups)
    return there


def write(path: Path, heads, rows) -> None:
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(heads)
        writer.writerows(rows)


def ran(*words: object):
    return CliRunner().invoke(app, ["dialogue", "analyse", *map(str, words)], catch_exceptions=False)


def test_people_read_what_sets_groups_apart_and_what_is_agreed(folder):
    done = ran(folder / "votes.csv", "--comments", folder / "comments.csv", "--runs", 2)
    assert done.exit_code == 0
    assert "What sets the groups apart" in done.stdout and "What is agreed" in done.stdout
    assert "0: 30 people" in done.stdout and "We should do number 19" in done.stdout
    assert "55 participants, 20 statements" in done.stderr and "55 participants" not in done.stdout


def test_programs_read_json(folder):
    done = ran(folder / "votes.csv", "--format", "json", "--runs", 2, "--random-seed", 3)
    record = json.loads(done.stdout)
    assert [group["size"] for group in record["groups"]] == [30, 25] and record["parameters"]["seed"] == 3


def test_the_result_goes_into_a_file(folder, tmp_path):
    out = tmp_path / "result.json"
    ran(folder / "votes.csv", "--out", out, "--runs", 2)
    assert json.loads(out.read_text())["counts"]["participants"] == 55


def test_rows_in_another_order_give_the_same_file(folder, tmp_path):
    for name in ("votes", "mixed"):
        ran(folder / f"{name}.csv", "--out", tmp_path / f"{name}.json", "--runs", 2)
    assert (tmp_path / "votes.json").read_text() == (tmp_path / "mixed.json").read_text()


def test_tables_read_csv(folder):
    done = ran(folder / "votes.csv", "--comments", folder / "comments.csv", "--format", "csv", "--runs", 0)
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert len(rows) == 20 and rows[19]["text"] == "We should do number 19" and rows[19]["agreed_by"] == "groups"


def test_blocs_come_first(folder):
    done = ran(folder / "votes.csv", "--blocs", folder / "blocs.csv", "--format", "csv", "--runs", 0)
    assert "blocs" in {row["agreed_by"] for row in csv.DictReader(io.StringIO(done.stdout))}


def test_given_groups_are_taken(folder):
    done = ran(folder / "votes.csv", "--groups", folder / "groups.csv", "--format", "json")
    record = json.loads(done.stdout)
    assert [(group["id"], group["size"]) for group in record["groups"]] == [("0", 30), ("1", 25)]


def test_a_file_that_cannot_be_written_is_told_before_the_work(folder, tmp_path):
    with pytest.raises(Exception, match="there is no folder"):
        ran(folder / "none.csv", "--out", tmp_path / "no" / "result.json")


def test_votes_that_cannot_be_read_are_told(folder):
    with pytest.raises(DialogueError, match=r"comments\.csv has neither the columns"):
        ran(folder / "comments.csv")
