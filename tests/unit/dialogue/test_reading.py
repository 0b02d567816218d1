"""Files of votes, statements and groups: what is read, and where what cannot be read is wrong."""

from pathlib import Path

import numpy as np
import pytest

from passerelle.base.errors import DialogueError
from passerelle.dialogue.reading import BLOC, read_groups, read_statements, read_votes
from tests.unit.dialogue.makers import dense


@pytest.fixture
def file(tmp_path: Path):
    def written(text: str, name: str = "votes.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode())
        return path

    return written


def test_columns_are_found_by_name_and_others_ignored(file):
    votes = read_votes(file("datetime,vote,comment-id,voter-id\nMon,1,7,a\nTue,-1,7,b\nWed,0,9,a\n"))
    assert votes.participants == ("a", "b") and votes.statements == ("7", "9")
    np.testing.assert_array_equal(dense(votes), [[1, 0], [-1, np.nan]])


def test_the_latest_vote_counts_wherever_its_row_stands(file):
    votes = read_votes(file("timestamp,voter-id,comment-id,vote\n30,a,7,-1\n10,a,7,1\n20,a,7,0\n"))
    assert votes.values.tolist() == [-1]


def test_of_one_time_the_later_row_counts(file):
    votes = read_votes(file("timestamp,voter-id,comment-id,vote\n10,a,7,1\n10,a,7,0\n"))
    assert votes.values.tolist() == [0]


def test_without_times_the_later_row_counts(file):
    assert read_votes(file("voter-id,comment-id,vote\na,7,1\na,7,-1\n")).values.tolist() == [-1]


def test_times_may_be_dates(file):
    rows = "timestamp,voter-id,comment-id,vote\n2026-11-27T10:00:00Z,a,7,1\n2026-11-26T10:00:00Z,a,7,-1\n"
    assert read_votes(file(rows)).values.tolist() == [1]


def test_the_wide_form_says_the_same(file):
    long = read_votes(file("voter-id,comment-id,vote\n1,7,1\n2,7,-1\n1,9,0\n"))
    wide = read_votes(file("participant,xid,group-id,n-votes,7,9\n1,,0,2,1,0\n2,,1,1,-1,\n", "wide.csv"))
    assert wide.participants == long.participants and wide.statements == long.statements
    np.testing.assert_array_equal(dense(wide), dense(long))
    assert wide.fingerprint == long.fingerprint


def test_a_mark_of_byte_order_and_spaces_do_no_harm(file):
    votes = read_votes(file("\ufeffvoter-id, comment-id,vote\n a ,7, 1\na,9,-1\n"))
    assert votes.participants == ("a",) and votes.values.tolist() == [1, -1]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("voter-id,comment-id\na,7\n", "neither the columns voter-id, comment-id and vote nor a column participant"),
        ("", "found: none"),
        ("voter-id,comment-id,vote\n", "holds no vote"),
        ("voter-id,comment-id,vote\na,7,1\nb,7,yes\n", "row 3: “yes” as vote; 1 agrees, -1 disagrees, 0 passes"),
        ("voter-id,comment-id,vote\na,7,2\nb,7,3\n", "row 2: “2” as vote.* So are 1 more"),
        ("voter-id,comment-id,vote\na,7,\n", "row 2: nothing as vote"),
        ("voter-id,comment-id,vote\n,7,1\n", "row 2: nothing as voter-id"),
        ("timestamp,voter-id,comment-id,vote\nlater,a,7,1\n", "row 2: “later” as timestamp"),
        ("participant,7\n1,2\n", "line 2, statement 7: “2” as vote"),
        ("participant,7\n,1\n", "line 2: a row without a participant"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(file, text, told):
    with pytest.raises(DialogueError, match=told):
        read_votes(file(text))


def test_a_file_that_is_not_there_or_no_text_is_told(file, tmp_path):
    with pytest.raises(DialogueError, match=r"none\.csv cannot be read"):
        read_votes(tmp_path / "none.csv")
    (tmp_path / "picture.csv").write_bytes(b"\x89PNG\xff\xfe,vote")
    with pytest.raises(DialogueError, match=r"picture\.csv"):
        read_votes(tmp_path / "picture.csv")


COMMENTS = (
    "comment-id,moderated,is-meta,group-informed-consensus,comment-body\n7,1,false,0.5,Let us talk\n9,-1,true,,Gone\n"
)


def test_statements_bring_what_moderators_decided(file):
    found = read_statements(file(COMMENTS))
    assert found["7"].text == "Let us talk" and not found["7"].hidden and found["7"].exported == 0.5
    assert found["9"].hidden and found["9"].meta and found["9"].exported is None


def test_statements_that_nobody_voted_on_stand_in_the_table(file):
    known = read_statements(file(COMMENTS, "comments.csv"))
    votes = read_votes(file("voter-id,comment-id,vote\na,7,1\n"), known)
    assert votes.statements == ("7", "9") and votes.hidden.tolist() == [False, True]


def test_a_text_may_hold_line_ends_and_commas(file):
    found = read_statements(file('comment-id,comment-body\n7,"one,\ntwo"\n'))
    assert found["7"].text == "one,\ntwo"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("comment-body\nx\n", "no column comment-id; found: comment-body"),
        ("comment-id\n  \n\n,\n", None),
        ("comment-id,x\n,1\n", "line 2"),
    ],
)
def test_statements_without_identifiers_are_refused(file, text, told):
    if told is None:
        assert read_statements(file(text)) == {}
    else:
        with pytest.raises(DialogueError, match=told):
            read_statements(file(text))


@pytest.fixture
def votes(file):
    return read_votes(file("voter-id,comment-id,vote\n1,7,1\n2,7,1\n3,7,1\n"))


@pytest.mark.parametrize("head", ["participant,group-id", "voter-id,group-id"])
def test_groups_are_read_for_those_who_voted(file, votes, head):
    names, labels = read_groups(file(f"{head}\n1,north\n3,south\n9,nobody knows\n", "groups.csv"), votes)
    assert names == ("north", "south") and labels.tolist() == [0, -1, 1]


def test_blocs_stand_in_their_own_column_and_an_empty_one_is_none(file, votes):
    names, labels = read_groups(file("voter-id,bloc\n1,isles\n2,\n3,isles\n", "blocs.csv"), votes, BLOC)
    assert names == ("isles",) and labels.tolist() == [0, -1, 0]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("voter-id\n1\n", "needs a column participant .or voter-id. and a column group-id"),
        ("voter-id,group-id\n1,a\n1,b\n", "line 3: 1 is in a and in b; one is needed"),
    ],
)
def test_groups_that_are_unclear_are_refused(file, votes, text, told):
    with pytest.raises(DialogueError, match=told):
        read_groups(file(text, "groups.csv"), votes)
