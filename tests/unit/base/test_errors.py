"""Errors: where something is wrong, as a person finds it, and the exit code of each branch."""

import pytest

from passerelle.base.errors import (
    IndicatorUnknown,
    NothingPublished,
    PasserelleError,
    PlaceUnknown,
    RowRefused,
    RuleError,
    ServiceUnreachable,
    SourceUnreadable,
    spot,
)


@pytest.mark.parametrize(
    ("told", "where"),
    [
        ({}, ""),
        ({"file": "/far/away/stock.csv"}, "stock.csv"),
        (
            {"file": "s.xlsx", "sheet": "Table 1", "row": 12, "column": "1990"},
            's.xlsx, sheet "Table 1", row 12, column "1990"',
        ),
        ({"row": 3, "column": "Mexico", "letter": "BX"}, 'row 3, column BX ("Mexico")'),
        ({"row": 3, "column": "", "letter": "BX"}, "row 3, column BX"),
        ({"column": 4}, 'column "4"'),
    ],
)
def test_a_spot_is_said_as_it_is_found(told: dict[str, object], where: str) -> None:
    assert spot(**told) == where  # type: ignore[arg-type]


def test_a_refusal_says_where_first_and_keeps_the_parts() -> None:
    refused = RowRefused("is no number.", file="a.csv", row=3, column="n", letter="C")
    assert str(refused) == 'a.csv, row 3, column C ("n"): is no number.'
    assert (refused.file, refused.row, refused.column, refused.letter) == ("a.csv", 3, "n", "C")
    assert str(SourceUnreadable("is odd.")) == "is odd."


@pytest.mark.parametrize(
    ("problem", "code"),
    [(PasserelleError("x"), 2), (PlaceUnknown("x"), 1), (NothingPublished("x"), 1), (ServiceUnreachable("x"), 2),
     (IndicatorUnknown("x"), 2), (RuleError("x"), 3)],
)  # fmt: skip
def test_each_branch_ends_with_its_code(problem: PasserelleError, code: int) -> None:
    assert problem.exit_code == code and problem.title


def test_suggestions_are_part_of_the_sentence() -> None:
    assert str(PlaceUnknown("x", ["MAR", "NLD"])) == 'No place is known as "x". Did you mean MAR, NLD?'
    assert "Did you mean stock?" in str(IndicatorUnknown("stok", ["stock"]))
