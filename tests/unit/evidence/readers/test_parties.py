"""Acts by which states are bound: days and letters as the United Nations write them."""

from pathlib import Path

import pytest

from passerelle.base.errors import RowRefused
from passerelle.evidence.readers._parties import HOW, act, read_act


@pytest.mark.parametrize(
    ("text", "day", "letter"),
    [
        ("17 Feb 2010", "2010-02-17", ""), ("17 Feb 2010 a", "2010-02-17", "a"), ("1 Jan 1951 A", "1951-01-01", "A"),
        ("6 Jun 2001 AA", "2001-06-06", "AA"), ("21 Feb 1963   d", "1963-02-21", "d"), ("3 Mar 2005 c", "2005-03-03", "c"),
        (" 9 September 2020 ", "2020-09-09", ""), ("29 Feb 2012", "2012-02-29", ""),
    ],
)  # fmt: skip
def test_an_act_is_a_day_and_a_letter(text: str, day: str, letter: str) -> None:
    assert read_act(text, file=Path("x.csv"), row=2, column="Ratification") == (day, letter)
    assert letter in HOW


@pytest.mark.parametrize(
    "text", ["", "2010", "17/02/2010", "Feb 17 2010", "17 Feb 10", "17 Fev 2010", "30 Feb 2010", "17 Feb 2010 x", "yes"]
)
def test_what_is_no_act_is_named_with_its_row(text: str) -> None:
    with pytest.raises(RowRefused) as refused:
        read_act(text, file=Path("x.csv"), row=7, column="Ratification")
    assert str(refused.value).startswith(f'x.csv, row 7, column "Ratification": "{text}" is not a date with a letter')


def test_each_treaty_has_a_code_of_its_own() -> None:
    row = act("party", "ALB", "ICRMW", "2007-06-05", "accession", "2015-03", file=Path("x.csv"), row=7)
    assert (row["FILE"], row["FILE_ROW"]) == ("x.csv", 7)
    assert (row["INDICATOR"], row["OBS_VALUE"], row["TIME_PERIOD"]) == ("party_icrmw", 1.0, "2007-06-05")
