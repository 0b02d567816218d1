"""Ways in on one core: a million jobs on a route, one person in all states, a cold command; beside two engines.

`claims` yields the results; run as a program it measures in this process and writes seconds as JSON. `bench/
peer_admission.py` measures openfisca-core and policyengine-core on the same people.
"""

import dataclasses
import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from bench.admission_people import ISCO, MANY, STATES, people
from bench.measure import BIN, ROOT, command, median_of, peers, repeated

if TYPE_CHECKING:
    from passerelle.rules.cases import Case
    from passerelle.rules.columns import Context
    from passerelle.rules.compiling import Law

ONE_CORE = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
ENGINES = ("openfisca_core", "policyengine_core")
CASE = """member_state: DE
application_date: 2026-03-01
facts: {third_country_national: true, salary: 46000, salary_period: year, contract_months: 24, degree_years: 3,
  regulated_profession: false, higher_qualification: degree, degree_date: 2016-06-30, isco08: "2512",
  insurance: true, travel_document: true, threat: false}
"""


def claims() -> Iterator[tuple[str, str, str, str, bool]]:
    """What was measured, the limit, what was found, beside which peer, and whether it holds."""
    ran = subprocess.run([sys.executable, "-m", "bench.admission"], check=True, capture_output=True, text=True,
                         cwd=ROOT, timeout=300, env={**os.environ, **ONE_CORE})  # fmt: skip
    found = json.loads(ran.stdout)
    told = "; ".join(_told(engine) for engine in ENGINES)
    yield (f"{MANY:,} jobs in eight states, Blue Card, verdict, one core", "0.3 s, with the reasons",
           f"{found['verdict']:.3f} s", told, found["verdict"] < 0.3)  # fmt: skip
    whole = found["whole"]
    yield ("The same with the state of each condition, who fails it and by how much", "0.3 s, 300 MiB",
           f"{whole:.3f} s, {found['mebibytes']:.0f} MiB", "no engine of the two gives reasons",
           whole < 0.3 and found["mebibytes"] < 300)  # fmt: skip
    yield (f"One person, {found['routes']} routes, 27 states, verdict and what fails", "20 ms",
           f"{found['person'] * 1000:.0f} ms", "", found["person"] < 0.02)  # fmt: skip
    yield ("The same with every reason read", "no limit", f"{found['read'] * 1000:.0f} ms", "", True)
    yield ("What to ask next, one person and all routes of one state", "60 ms", f"{found['ask'] * 1000:.0f} ms", "",
           found["ask"] < 0.06)  # fmt: skip
    with tempfile.TemporaryDirectory() as room:
        path = Path(room) / "case.yaml"
        path.write_text(CASE, "utf-8")
        words = [BIN / "passerelle", "admission", "check", path, "--route", "blue_card", "--format", "json"]
        run = repeated(lambda: command(words))
    yield "`passerelle admission check` from a cold start", "0.5 s", f"{run.seconds:.2f} s", "", run.seconds < 0.5


def _told(engine: str) -> str:
    seconds = peers("bench.peer_admission", engine, ONE_CORE)
    name = engine.replace("_", "-")
    return f"{name} could not be installed" if seconds is None else f"{name}, verdict alone: {seconds:.2f} s"


def context_of(held: dict[str, Any]) -> "Context":
    """The invented jobs as columns."""
    from passerelle.rules import columns
    from passerelle.rules.columns import Context, Words

    yes, no = np.ones(1, np.uint8), np.zeros(1, np.uint8)
    numbers = ("salary", "contract_months", "degree_years", "experience_months_last_7_years")
    facts: dict[str, Any] = {name: columns.exact(held[name]) for name in numbers}
    facts |= {
        "degree_date": held["degree_date"].astype("datetime64[D]"), "isco08": Words(held["isco08"], ISCO),
        "higher_qualification": Words(held["higher_qualification"], ("degree", "experience")),
        "salary_period": columns.words(["year"]), "third_country_national": yes, "regulated_profession": no,
        "insurance": yes, "travel_document": yes, "threat": no, "experience_level_comparable": yes,
    }  # fmt: skip
    day = np.array(["2026-03-01"], "datetime64[D]")
    given: dict[str, Any] = {"shortage_list_contains_isco": held["shortage"]}
    return Context(facts, day, day, Words(held["state"], STATES), columns.words([None]), given)


def measured() -> dict[str, Any]:
    """Seconds of each claim in this process."""
    from passerelle.rules.answering import answers
    from passerelle.rules.cases import read_cases
    from passerelle.rules.following import ask_next
    from passerelle.rules.law import members_on, the_law
    from passerelle.rules.places import ways_of

    law = the_law()
    found = _of_many(law)
    one: Case = read_cases(CASE, "case.yaml", law)[0]
    everywhere = dataclasses.replace(one, states=tuple(sorted(members_on("EU", one.day))))
    names = ways_of(law, everywhere.states, one.day, members_on)
    ways = [law.ways[name] for name in names]
    found["routes"] = len(names)
    found["person"] = median_of(lambda: answers(everywhere, law, members_on, names), 15)
    found["read"] = median_of(lambda: [held.conditions for held in answers(everywhere, law, members_on, names)], 7)
    found["ask"] = median_of(lambda: ask_next(one, ways, law, members_on), 7)
    return found


def _of_many(law: "Law") -> dict[str, Any]:
    from passerelle.rules.law import members_on
    from passerelle.rules.tables import asked_of_all, reasons

    held, way = people(), law.ways["blue_card"]
    found: dict[str, Any] = {"verdict": median_of(lambda: asked_of_all(way, context_of(held), members_on))}
    found["whole"] = median_of(lambda: list(reasons(asked_of_all(way, context_of(held), members_on))))
    found["mebibytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return found


if __name__ == "__main__":
    print(json.dumps(measured()))
