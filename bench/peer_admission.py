"""The same million jobs asked of openfisca-core or policyengine-core: contract, qualification, threshold by state.

Only the verdict: neither engine knows a missing fact or says which condition fails. Run in the peers' own environment
with the engine's name; it tells seconds last on stdout.
"""

import importlib
import sys
from typing import Any

import numpy as np

from bench.admission_people import ISCO, STATES, people
from bench.measure import median_of

PERIOD = "2026-03"
# least gross pay a year of March 2026, as in the law's files, by state
STANDARD = {"AT": 51492, "DE": 50700, "ES": 39269.92, "FR": 59373, "LU": 63408, "PT": 21030, "RO": 20782, "SK": 23659}
REDUCED = {**STANDARD, "DE": 45934.2, "ES": 31415.94}
INPUTS = ("salary", "contract_months", "degree_years", "experience", "has_degree", "informatics", "listed", "graduate")


def inputs() -> dict[str, Any]:
    """Columns by the name of their variable."""
    held = people()
    codes = np.array(ISCO)
    informatics = np.isin(
        held["isco08"], np.flatnonzero(np.char.startswith(codes, "25") | np.char.startswith(codes, "133"))
    )
    groups = np.isin(held["isco08"], np.flatnonzero(np.char.startswith(codes, "1") | np.char.startswith(codes, "2")))
    return {
        "salary": held["salary"], "contract_months": held["contract_months"], "degree_years": held["degree_years"],
        "experience": held["experience_months_last_7_years"], "has_degree": held["higher_qualification"] == 0,
        "informatics": informatics, "listed": groups & (held["shortage"] == 1),
        "graduate": held["degree_date"] >= np.datetime64("2023-03-01"), "state": np.array(STATES)[held["state"]],
    }  # fmt: skip


def system(engine: str) -> Any:
    """A system of one person with the variables and thresholds of the card."""
    entities = importlib.import_module(f"{engine}.entities")
    periods, variables = importlib.import_module(f"{engine}.periods"), importlib.import_module(f"{engine}.variables")
    systems, parameters = (
        importlib.import_module(f"{engine}.taxbenefitsystems"),
        importlib.import_module(f"{engine}.parameters"),
    )
    person = entities.build_entity(key="person", plural="people", label="a person", is_person=True)
    month = getattr(periods, "MONTH", None) or periods.DateUnit.MONTH
    made = systems.TaxBenefitSystem([person])
    kinds = {name: bool if name in ("has_degree", "informatics", "listed", "graduate") else float for name in INPUTS}

    def variable(name: str, kind: type, **more: Any) -> None:
        told = {"value_type": kind, "entity": person, "definition_period": month, "label": name, **more}
        made.add_variable(type(name, (variables.Variable,), told))

    for name, kind in kinds.items():
        variable(name, kind)
    variable("state", str)
    variable("blue_card", bool, formula=_card)
    values = {
        name: {state: {"values": {"2026-01-01": {"value": pay}}} for state, pay in held.items()}
        for name, held in (("standard", STANDARD), ("reduced", REDUCED))
    }
    made.parameters = parameters.ParameterNode("", data=values)
    return made


def _card(persons: Any, period: Any, parameters: Any) -> Any:
    """The formula, written as these engines have it."""
    ask = {name: persons(name, period) for name in (*INPUTS, "state")}
    held = parameters(period)
    states = ask["state"].astype(str)
    ordinary, lower = held.standard[states], held.reduced[states]
    qualified = (ask["has_degree"] & (ask["degree_years"] >= 3)) | (
        ~ask["has_degree"] & ask["informatics"] & (ask["experience"] >= 36)
    )
    paid = (ask["salary"] >= ordinary) | ((ask["listed"] | ask["graduate"]) & (ask["salary"] >= lower))
    return (ask["contract_months"] >= 6) & qualified & paid


def main(engine: str) -> float:
    """Median seconds of the verdict after one that is not counted, imports and inputs left out."""
    builders = importlib.import_module(f"{engine}.simulations")
    held, made = inputs(), system(engine)
    built = builders.SimulationBuilder().build_default_simulation(made, count=len(held["salary"]))
    for name, column in held.items():
        built.set_input(name, PERIOD, column)

    def ask() -> Any:
        built.delete_arrays("blue_card")
        return built.calculate("blue_card", PERIOD)

    print(f"{int(np.sum(ask()))} of {len(held['salary'])}")
    return median_of(ask, 3)


if __name__ == "__main__":
    print(main(sys.argv[1]))
