"""Claims on measures: one corridor that a person waits for, and two hundred that a night runs.

Ten scenarios on four paths beside the base, 10,000 draws, 20 years. The peer is the same model asked draw by draw, as a
spreadsheet or a loop would, timed on few draws and scaled.
"""

import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

from bench.measure import ROOT, quantile

CODES = (
    "transfer-costs", "health-training", "recruitment-restraint", "admission-channel", "free-movement", "recognition",
    "integration-course", "matched-funds", "transfer-costs+recognition", "health-training+transfer-costs",
)  # fmt: skip
SIZES = {"years": 20, "draws": 10_000}


def _ready(count: int) -> tuple[list[Any], list[Any]]:
    """The largest corridors that the model reaches, and the scenarios."""
    from passerelle.base.corridors import Corridor
    from passerelle.base.errors import PasserelleError
    from passerelle.evidence.store import open_store
    from passerelle.measures.runs import asked, scenario_of
    from passerelle.measures.simulation.inputs import corridor_inputs

    store = open_store(())
    inputs = []
    for row in store.largest_corridors(count * 2):
        found = corridor_inputs(store, Corridor(row.origin, row.destination))
        try:
            found.must_have(["nurses_home"])
        except PasserelleError:
            continue
        inputs.append(found)
        if len(inputs) == count:
            break
    scenarios = [scenario_of(asked(code.split("+"), inputs[0].corridor)) for code in CODES]
    return inputs, scenarios


def one() -> float:
    """Seconds for one corridor with all its terms and years, after a first run."""
    from passerelle.measures.simulation.runs import simulated

    inputs, scenarios = _ready(1)
    took = []
    for _ in range(4):
        began = time.perf_counter()
        simulated(inputs[0], scenarios, **SIZES)
        took.append(time.perf_counter() - began)
    return sorted(took[1:])[1]


def many(workers: int, count: int = 200) -> tuple[float, float]:
    """Seconds for many corridors and the memory of the largest process, MiB."""
    from passerelle.measures.simulation.many import over_corridors

    inputs, scenarios = _ready(count)
    began = time.perf_counter()
    found = sum(1 for _ in over_corridors(inputs, scenarios, **SIZES, workers=workers))
    took = time.perf_counter() - began
    if found != count * len(CODES):
        raise SystemExit(f"{found} summaries, {count * len(CODES)} wanted")
    most = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return took, most / 1024


def draw_by_draw(draws: int = 40) -> float:
    """Seconds for one corridor and all scenarios, one draw after another, scaled to 10,000 draws."""
    from passerelle.measures.simulation.assumptions import drawn
    from passerelle.measures.simulation.runs import effects_of

    inputs, scenarios = _ready(1)
    own = {name: given for scenario in scenarios for name, given in scenario.assumptions.items()}
    values = drawn({**inputs[0].assumptions, **own}, 1, draws)
    began = time.perf_counter()
    for k in range(draws):
        single = {name: v if v.shape == (1,) else v[k : k + 1] for name, v in values.items()}
        effects_of(inputs[0], scenarios, single, SIZES["years"], check=False)
    return (time.perf_counter() - began) * SIZES["draws"] / draws


def page(room: str) -> tuple[float, float]:
    """Milliseconds of the page of a stored run: median and 95th percentile of 40 reads through the whole site."""
    import os

    os.environ |= {
        "PASSERELLE_DEBUG": "1",
        "PASSERELLE_VAR": room,
        "PASSERELLE_DATABASE": f"sqlite:///{room}/bench.sqlite3",
    }
    from passerelle_web.serve import open_tables

    open_tables()
    from django.test import Client

    from passerelle.base.corridors import Corridor
    from passerelle.measures.runs import asked
    from passerelle_web.measures import actions, tasks

    run = actions.ask(asked=asked(["transfer-costs"], Corridor("MEX", "USA")))
    tasks.work.call(str(run.pk))
    client, took = Client(), []
    for _ in range(41):
        began = time.perf_counter()
        answer = client.get(run.get_absolute_url(), headers={"host": "localhost"})
        took.append((time.perf_counter() - began) * 1000)
        if answer.status_code != 200:
            raise SystemExit(f"the page of a run answers {answer.status_code}")
    return quantile(took[1:], 0.5), quantile(took[1:], 0.95)


def _apart(*words: str) -> Any:
    """What a call in a process of its own prints, so that its memory is its own."""
    ran = subprocess.run(
        [sys.executable, "-m", "bench.measures", *words], cwd=ROOT, check=True, capture_output=True, text=True
    )
    return eval(ran.stdout.strip().splitlines()[-1], {"__builtins__": {}})


def claims() -> Iterator[tuple[str, str, str, str, bool]]:
    """What was measured, the limit, what was found, the peer, whether it holds."""
    single, peer = _apart("one"), _apart("draw-by-draw")
    yield ("One corridor, 10 scenarios, 10,000 draws, 20 years, all terms and years", "0.5 s", f"{single:.2f} s",
           f"draw by draw: {peer:.0f} s", single < 0.5)  # fmt: skip
    alone, memory = _apart("many", "1")
    yield ("200 corridors × 10 scenarios × 10,000 draws × 20 years, one core", "30 s, 1.5 GiB",
           f"{alone:.1f} s, {memory:.0f} MiB", f"draw by draw: {peer * 200 / 3600:.1f} hours",
           alone < 30 and memory < 1536)  # fmt: skip
    both, _ = _apart("many", "2")
    yield (
        "The same on two cores",
        "1.7 times as fast",
        f"{both:.1f} s: {alone / both:.2f} times",
        "",
        alone / both > 1.7,
    )
    import tempfile

    with tempfile.TemporaryDirectory() as room:
        median, late = _apart("page", room)
    yield (
        "The page of a stored run",
        "200 ms",
        f"{median:.0f} ms, {late:.0f} ms at the 95th percentile",
        "",
        median < 200,
    )


if __name__ == "__main__":
    what, *rest = sys.argv[1:]
    calls = {
        "one": one,
        "many": lambda: many(int(rest[0])),
        "draw-by-draw": draw_by_draw,
        "page": lambda: page(rest[0]),
    }
    sys.stdout.write(repr(calls[what]()) + "\n")
