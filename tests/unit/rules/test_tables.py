"""Tables of people: one row is answered as one person is, and what is no table is refused with its line."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from passerelle.rules.answering import answers
from passerelle.rules.cases import read_cases
from passerelle.rules.law import members_on, the_law
from passerelle.rules.tables import asked_of_all, context_of, read_people, reasons, result_of, shares
from passerelle.rules.yaml_given import FileUnsound

HEAD = "id,member_state,region,application_date,salary,salary_period,currency,contract_months,third_country_national"
ROWS = [
    "a,DE,,2026-03-01,50700,year,EUR,12,true", "b,DE,,2025-12-31,48299,year,EUR,12,true", "c,IE,,2026-03-01,90000,year,EUR,12,true",
    "d,EL,,2026-03-01,90000,year,EUR,12,true", "e,BE,BE-VLG,2026-03-01,63586,year,EUR,5,true", "f,PL,,2026-03-01,13355.34,month,PLN,12,true",
    "g,DE,,2026-03-01,,year,EUR,12,true", "h,DE,,2026-03-01,90000,year,EUR,12,false", "i,,,,40000,year,EUR,3,yes",
    "j,NL,,2026-03-01,6000,month,EUR,12,true", "k,BE,,2026-03-01,60000,year,EUR,12,true",
]  # fmt: skip
REST = {
    "regulated_profession": "false", "higher_qualification": "degree", "degree_years": "4", "degree_date": "2012-07-01",
    "insurance": "true", "travel_document": "true", "threat": "false", "isco08": "3112",
}  # fmt: skip


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("people") / "jobs.csv"
    lines = [f"{HEAD},{','.join(REST)}", *(f"{row},{','.join(REST.values())}" for row in ROWS)]
    path.write_text("\n".join(lines) + "\n")
    return path


def result(path: Path) -> pl.DataFrame:
    law = the_law()
    rows = read_people(path, law)
    context = context_of(rows, law, state="DE", day=date(2026, 3, 1), name=path.name)
    return result_of(rows, asked_of_all(law.ways["blue_card"], context, members_on))


def test_verdict_what_decides_and_by_how_much(table: Path) -> None:
    found = {row["id"]: row for row in result(table).iter_rows(named=True)}
    told = {key: (row["verdict"], row["failing"], row["shortfall"]) for key, row in found.items()}
    assert told == {
        "a": ("met", "", None), "b": ("not_met", "bc.salary", 1), "c": ("not_applicable", "not_bound", None),
        "d": ("national_option", "bc.salary", None), "e": ("not_met", "bc.contract", 1), "f": ("met", "", None),
        "g": ("undetermined", "bc.salary", None), "h": ("not_applicable", "bc.third_country", None),
        "i": ("not_met", "bc.contract bc.salary", 3), "j": ("undetermined", "bc.salary", None),
        "k": ("undetermined", "region", None),
    }  # fmt: skip


def test_a_row_is_answered_as_the_same_person(table: Path) -> None:
    law = the_law()
    for row in result(table).iter_rows(named=True):
        facts = {
            name: row[name]
            for name in (*REST, "salary_period", "currency", "contract_months", "third_country_national")
        }
        facts["salary"] = row["salary"] or "unknown"
        said = {"yes": "true"}
        text = (
            f"member_state: {row['member_state'] or 'DE'}\napplication_date: {row['application_date'] or '2026-03-01'}\n"
            f"region: {row['region'] or ''}\nfacts:\n" + "".join(
                f"  {name}: {chr(34) + value + chr(34) if name == 'isco08' else said.get(value, value)}\n" for name, value in facts.items())
        )  # fmt: skip
        one = answers(read_cases(text, "x.yaml", law)[0], law, members_on, ["blue_card"])[0]
        assert (one.verdict, " ".join(one.failing)) == (row["verdict"], row["failing"]), row["id"]


def test_shares_and_reasons_of_all_rows(table: Path) -> None:
    law = the_law()
    rows = read_people(table, law)
    outcome = asked_of_all(law.ways["blue_card"], context_of(rows, law, state="DE", day=date(2026, 3, 1)), members_on)
    assert shares(outcome) == {"not_met": 3, "met": 2, "undetermined": 3, "national_option": 1, "not_applicable": 2}
    told = {name: (places.tolist(), off.tolist()) for name, places, off in reasons(outcome)}
    assert told["bc.contract"] == ([4, 8], [1, 3]) and told["bc.salary"][0] == [1, 8]


@pytest.mark.parametrize(
    ("head", "row", "told"),
    [
        ("salery", "3", 'line 1: there is no fact "salery". Did you mean "salary"?'), ("mine", "3", 'Begin it with "_"'),
        ("salary", "much", 'line 2: a number is needed in the column salary, not "much"'),
        ("insurance", "maybe", 'line 2: true or false is needed in the column insurance, not "maybe"'),
        ("degree_date", "2026-02-30", 'line 2: a day as in 2026-11-27 is needed in the column degree_date'),
    ],
)  # fmt: skip
def test_cells_that_cannot_be(tmp_path: Path, head: str, row: str, told: str) -> None:
    path = tmp_path / "p.csv"
    path.write_text(f"{head}\n{row}\n")
    with pytest.raises(FileUnsound) as problem:
        result(path)
    assert told in str(problem.value)


def test_columns_of_ones_own_stay_and_a_file_that_is_no_table_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_text("_village,salary\nMboro,3\n")
    assert result(path)["_village"].to_list() == ["Mboro"]
    with pytest.raises(FileUnsound, match="no CSV"):
        result(tmp_path / "absent.csv")
