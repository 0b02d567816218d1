"""The small file beside the tables, and what a build has to say."""

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from passerelle.evidence.catalogue import CATALOGUE, Holding, choose, holdings, read_catalogue
from passerelle.evidence.report import EXAMPLES, SourceReport


def held(*entries: tuple[str, str, str]) -> list[Holding]:
    return [Holding(source, code, vintage, ("PS",), 1, "2000", "2020") for source, code, vintage in entries]


def test_a_folder_without_a_catalogue_holds_nothing(tmp_path: Path) -> None:
    assert read_catalogue(tmp_path) == {} and holdings(tmp_path) == []


def test_holdings_are_what_the_catalogue_lists(tmp_path: Path) -> None:
    entry = {"INDICATOR": "stock", "VINTAGE": "2020", "units": ["PS"], "rows": 3, "first": "1990", "last": "2020"}
    (tmp_path / CATALOGUE).write_text(json.dumps({"a": {"sha256": "…", "holds": [entry]}}), "utf-8")
    assert holdings(tmp_path) == [Holding("a", "stock", "2020", ("PS",), 3, "1990", "2020")]


PARTS = held(("a", "rate", "2024"), ("a", "rate", "2026-01"), ("b", "stock", "2017"), ("b", "stock", "2020"))


@pytest.mark.parametrize(
    ("vintage", "expected"),
    [("latest", ["2024", "2026-01", "2020"]), ("2025", ["2024", "2020"]), ("2026", ["2024", "2026-01", "2020"]),
     ("2018", ["2017"]), ("2000", []), ("all", ["2024", "2026-01", "2017", "2020"])],
)  # fmt: skip
def test_of_a_source_in_parts_every_vintage_in_time_is_taken(vintage: str, expected: list[str]) -> None:
    assert [chosen for _, _, chosen in choose(PARTS, vintage, {"a"})] == expected


def test_a_limit_lets_in_the_months_and_days_that_it_begins() -> None:
    days = held(("a", "x", "2017-06-01"), ("a", "x", "2017-12"), ("a", "x", "2018"))
    assert choose(days, "2017") == [("a", "x", "2017-12")]
    assert choose(days, "2017-06") == [("a", "x", "2017-06-01")]


def test_rows_left_out_are_gathered_by_file_and_reason_with_a_few_examples() -> None:
    report = SourceReport("a")
    for at in range(EXAMPLES + 5):
        report.leave_out("f.csv", "no place has this code", f'"Q{at}"', 2)
    report.leave_out("g.csv", "no place has this code")
    report.leave_out("f.csv", "a sum of countries")
    first = report.left_out[0]
    assert (first.rows, len(first.examples)) == (2 * (EXAMPLES + 5), EXAMPLES)
    assert [(entry.file, entry.rows) for entry in report.left_out[1:]] == [("g.csv", 1), ("f.csv", 1)]
    assert [entry.names_no_place for entry in report.left_out] == [True, True, False]


@pytest.mark.parametrize(
    ("expected", "found", "within", "passed"),
    [
        (10, 10, 0, True),
        (10, 11, 0, False),
        (10, 10.9, 1, True),
        (10, 9.1, 1, True),
        ("a", "a", 0, True),
        (10, None, 5, False),
    ],
)
def test_a_check_allows_what_it_allows_on_either_side(
    expected: object, found: object, within: float, passed: bool
) -> None:
    report = SourceReport("a")
    assert report.check("x", expected, found, within=within) is passed  # type: ignore[arg-type]
    assert report.checks[0].passed is passed


def test_what_is_told_fails_nothing_and_what_is_remarked_stands_once() -> None:
    report = SourceReport("a")
    report.tell("difference", 5, 6, "rounding")
    report.remark("odd")
    report.remark("odd")
    report.read(3)
    report.read(4)
    assert report.checks[0].passed is None and report.remarks == ["odd"] and report.rows_read == 7
    assert report.as_dict() == asdict(report) and json.dumps(report.as_dict())
