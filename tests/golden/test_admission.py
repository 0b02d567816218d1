"""The table of thresholds of the facts file, row by row as the YAML has it, and the shared worked cases."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import yaml

from passerelle.rules.cases import read_cases
from passerelle.rules.law import members_on, the_law
from passerelle.rules.personas import deviations
from passerelle.rules.records import Value
from tests.shared import shared_folder

LAW = the_law()


def design(name: str) -> Path:
    path = shared_folder() / "design/admission" / name
    if not path.exists():
        pytest.skip(f"the shared file design/admission/{name} is not here (PASSERELLE_SHARED)")
    return path


def rows() -> Iterator[list[str]]:
    """The cells of the table of section 14."""
    section = design("facts.md").read_text("utf-8").partition("\n## 14.")[2].partition("\n## 15.")[0]
    for line in section.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and cells[0] not in ("State", "---"):
            yield cells


def amounts(text: str) -> list[float]:
    """Amounts of a cell, as in "8 493.79 or 8 494.22"; what stands in words or after a sign is none."""
    found = re.findall(r"\d{1,3}(?: \d{3})+(?:\.\d+)?|\d{4,}(?:\.\d+)?|\d+\.\d{2}", text)
    return [float(one.replace(" ", "")) for one in found]


def held(parameter: str, state: str, region: str = "") -> list[Value]:
    return [one for one in LAW.values if (one.parameter, one.state, one.region) == (parameter, state, region)]


def written(parameter: str, state: str, region: str) -> set[float]:
    found = {one.value for one in held(parameter, state, region)} | {one.high for one in held(parameter, state, region)}
    found |= {one.value * one.months for one in held(parameter, state, region) if one.value and one.per == "month"}
    return {round(value, 2) for value in found if value is not None}


@pytest.mark.parametrize(("column", "parameter"), [(2, "salary_standard"), (3, "salary_reduced")])
def test_every_threshold_of_the_facts_is_in_the_law(column: int, parameter: str) -> None:
    lacking, many = [], 0
    for cells in rows():
        for place in re.findall(r"[A-Z]{2}(?:-[A-Z]{3})?", cells[0]):
            state, _, region = place.partition("-")
            own = written(parameter, state, f"{state}-{region}" if region else "")
            text = cells[column].partition(" = ")[0]
            several = len(re.findall(r"[A-Z]{2}(?:-[A-Z]{3})?", cells[0])) > 1
            for amount in amounts(text):
                many += 1
                if amount not in own and not several:
                    lacking.append((cells[0], cells[1], amount))
    assert lacking == [] and many > 15
    if parameter == "salary_standard":
        assert [one.value for state in ("BG", "PT", "RO", "SK") for one in held(parameter, state)] == [
            9933,
            21030,
            20782,
            23659,
        ]


def test_the_days_of_the_facts_are_those_of_the_law() -> None:
    lacking = []
    for cells in rows():
        state, _, region = cells[0].split()[0].partition("-")
        for told in re.findall(r"\d{4}-\d{2}-\d{2}", cells[1]):
            day = date.fromisoformat(told)
            own = {one.valid_from for one in held("salary_standard", state, f"{state}-{region}" if region else "")}
            if day not in own:
                lacking.append((cells[0], told))
    assert lacking == []


def test_what_was_known_later_is_known_later() -> None:
    (poland,) = [one for one in held("salary_standard", "PL") if one.valid_from == date(2026, 1, 1)]
    assert poland.known_from == date(2026, 2, 9) and poland.currency == "PLN" and poland.per == "month"


def test_shared_worked_cases_come_out_as_expected() -> None:
    held = read_cases(design("personas.yaml").read_text("utf-8"), "personas.yaml", LAW)
    assert list(deviations(held, LAW, members_on)) == [] and len(held) >= 25


def test_every_name_of_the_vocabulary_is_built() -> None:
    names = yaml.safe_load(design("vocabulary.yaml").read_text("utf-8"))
    conditions = {one.condition.id for way in LAW.ways.values() for one in way.all_asked} | {"not_bound"}
    keys = {key for way in LAW.ways.values() for key in way.values}
    assert set(names["routes"]) <= {way.name for way in LAW.routes}
    assert set(names["rights"]) <= {way.name for way in LAW.rights}
    assert set(names["conditions"]) <= conditions and set(names["facts"]) <= set(LAW.facts)
    assert set(names["given_parameters"]) <= set(LAW.parameters)
    assert set(names["values"]) <= keys
