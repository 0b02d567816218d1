"""The same votes through red-dwarf's whole pipeline, with its defaults. Run by the peers' Python."""

import csv
import sys
import time
import warnings
from typing import Any

from bench.dialogue import LARGE, MIDDLE, NAMES, made
from bench.measure import SHARED

Row = dict[str, Any]


def rows(name: str) -> tuple[list[Row], list[int]]:
    """Votes in red-dwarf's form, the latest alone, and the statements that moderators took out."""
    if name in NAMES:
        with (SHARED / "polis" / name / "votes.csv").open() as file:
            read = [
                {"participant_id": int(row["voter-id"]), "statement_id": int(row["comment-id"]),
                 "vote": int(row["vote"]), "modified": int(row["timestamp"])}
                for row in csv.DictReader(file)
            ]  # fmt: skip
        read.sort(key=lambda row: row["modified"])
        read = list({(row["participant_id"], row["statement_id"]): row for row in read}.values())  # it takes no two
        with (SHARED / "polis" / name / "comments.csv").open() as file:
            return read, [int(row["comment-id"]) for row in csv.DictReader(file) if row["moderated"] == "-1"]
    shape = {str(one[0]): one for one in (LARGE, MIDDLE)}[name]
    return [
        {"participant_id": int(i), "statement_id": int(j), "vote": int(v), "modified": 0}
        for i, j, v in zip(*made(*shape), strict=True)
    ], []


def main(name: str) -> float:
    """Seconds of one run."""
    warnings.simplefilter("ignore")
    from reddwarf.implementations.base import run_pipeline

    votes, hidden = rows(name)
    began = time.perf_counter()
    run_pipeline(votes=votes, mod_out_statement_ids=hidden, random_state=0)
    return time.perf_counter() - began


if __name__ == "__main__":
    sys.stdout.write(f"{main(sys.argv[1])}\n")
