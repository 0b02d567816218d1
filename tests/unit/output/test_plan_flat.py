import csv
import io
from collections import Counter
from decimal import Decimal
from pathlib import Path

import msgspec

from passerelle.base.words import say
from passerelle.output.plans.flat import COLUMNS, budget_csv
from passerelle.plans.budget import Budget, budget
from passerelle.plans.reading import read_plan

EXAMPLE = read_plan((Path(__file__).parents[3] / "examples/plan.yaml").read_text("utf-8"))


def rows(made: Budget, language: str = "en") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(budget_csv(made, language=language), newline="")))


def test_rows_add_up_to_every_total() -> None:
    made = budget(EXAMPLE)
    sums: Counter[tuple[str, int]] = Counter()
    by_action: Counter[str] = Counter()
    for row in rows(made):
        cents = int(Decimal(row["amount"]).scaleb(made.digits))
        sums[row["kind"], int(row["year"])] += cents
        by_action[row["action"]] += cents
    for at, year in enumerate(made.years):
        assert sums["costs", year] == made.costs[at] and sums["contingency", year] == made.contingency[at]
    assert by_action == {key: cents.sum() for key, cents in made.by_action.items()}


def test_there_is_a_row_a_line_year_and_kind_and_none_of_a_total() -> None:
    made = budget(EXAMPLE)
    found = rows(made)
    assert tuple(found[0]) == COLUMNS
    assert len(found) == 2 * sum(len(line.cents) for line in made.lines)
    assert len({(row["action"], row["line"], row["year"], row["kind"]) for row in found}) == len(found)


def test_exact_amounts_are_exact() -> None:
    made = budget(EXAMPLE)
    exact = [Decimal(row["exact"]) for row in rows(made) if row["kind"] == "costs"]
    assert exact == [amount for line in made.lines for amount in line.exact]


def test_an_invented_plan_says_so_in_every_row() -> None:
    made = budget(EXAMPLE)
    assert {row["demonstration"] for row in rows(made, "fr")} == {say("demonstration: invented", "fr")}
    real = msgspec.structs.replace(EXAMPLE, demonstration=False)
    assert {row["demonstration"] for row in rows(budget(real))} == {""}


def test_a_title_is_never_a_formula() -> None:
    made = budget(msgspec.structs.replace(EXAMPLE, title="=1+1"))
    assert {row["plan"] for row in rows(made)} == {"'=1+1"}
