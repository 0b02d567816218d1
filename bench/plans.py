"""Claims on plans: a plan of 2,000 actions worked out, shown and printed, and a scoreboard over 10,000 plans.

6,000 needs, 20,000 lines of costs with three-point estimates in two currencies, 10,000 draws. The peer draws each line
by itself with numpy, as the usual script for a budget's risk does.
"""

import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from bench.measure import ROOT, quantile

ACTIONS, NEEDS, LINES, DRAWS, PLANS = 2_000, 3, 10, 10_000, 10_000


def large() -> Any:
    """A plan of 2,000 actions in 20 objectives, each action after three earlier ones."""
    from passerelle.plans.records import (
        Action,
        Contingency,
        Cost,
        Department,
        ExchangeRate,
        Fund,
        Inflation,
        Measure,
        Objective,
        Period,
        Plan,
        Range,
        Source,
    )

    lot = random.Random(1)
    categories = ("staff", "training", "equipment", "services", "travel")

    def cost(number: int) -> Cost:
        likely = lot.randint(200, 9_000)
        price = Range(Decimal(round(likely * 0.8)), Decimal(likely), Decimal(round(likely * lot.uniform(1.1, 2))))
        return Cost(f"c{number}", f"Line {number}", lot.choice(categories), Decimal(lot.randint(1, 40)), price,
                    currency=lot.choice(("EUR", "USD")))  # fmt: skip

    def action(number: int) -> Action:
        first = max(0, number - 250)
        needs = tuple({f"a{lot.randrange(first, number)}" for _ in range(NEEDS)}) if number >= NEEDS else ()
        return Action(f"a{number}", f"Action {number}", lead=f"d{number % 12}", days=lot.randint(20, 200), needs=needs,
                      costs=tuple(cost(line) for line in range(LINES)),
                      funds=(Fund("state", Decimal("0.4")), Fund("grant", Decimal("0.25"))))  # fmt: skip

    actions = [action(number) for number in range(ACTIONS)]
    measures = [Measure(f"m{n}", f"Measure {n}", actions=tuple(actions[n * 20 : n * 20 + 20])) for n in range(100)]
    objectives = tuple(Objective(f"o{n}", f"Objective {n}", measures=tuple(measures[n * 5 : n * 5 + 5]))
                       for n in range(20))  # fmt: skip
    return Plan(
        title="A plan of 2,000 actions", period=Period(date(2027, 1, 1), date(2040, 12, 31)), currency="EUR",
        departments=tuple(Department(f"d{n}", f"Department {n}") for n in range(12)),
        inflation=(Inflation("prices", Decimal("0.02"), "An assumption"),), contingency=Contingency(Decimal("0.05")),
        exchange_rates=(ExchangeRate("EUR", "USD", date(2026, 12, 1), Decimal("1.08"), "Invented"),),
        rates_on=date(2026, 12, 2), sources=(Source("state", "State"), Source("grant", "Grant", "grant")),
        objectives=objectives,
    )  # fmt: skip


def _middle(work: Callable[[], Any], times: int = 5) -> float:
    """Seconds of the middle of several calls, after a first."""
    took = []
    for _ in range(times + 1):
        began = time.perf_counter()
        work()
        took.append(time.perf_counter() - began)
    return sorted(took[1:])[times // 2]


def worked_out() -> float:
    """Seconds for timetable, budget and 10,000 draws."""
    from passerelle.plans.budget import budget
    from passerelle.plans.draws import ranges
    from passerelle.plans.schedule import schedule

    plan = large()
    return _middle(lambda: ranges(budget(plan, schedule(plan)), draws=DRAWS))


def line_by_line() -> float:
    """Seconds for the draws alone, each line by itself with numpy and added to its years: the usual script."""
    import numpy as np

    from passerelle.plans.budget import budget

    made = budget(large())
    at = {year: place for place, year in enumerate(made.years)}
    rng = np.random.default_rng(1)
    drawn = np.zeros((len(made.years), DRAWS))
    began = time.perf_counter()
    for line in made.lines:
        price: Any = line.cost.unit_cost
        values = rng.triangular(float(price.low), float(price.likely), float(price.high), DRAWS) / float(price.likely)
        for (year, _), amount in zip(line.terms.shares, line.exact, strict=True):
            drawn[at[year]] += values * float(amount)
    np.quantile(drawn, (0.1, 0.5, 0.9), axis=1)
    return time.perf_counter() - began


def printed(form: str) -> float:
    """Seconds for the PDF or the workbook."""
    from passerelle.output.plans.paper import plan_pdf
    from passerelle.output.plans.workbook import plan_xlsx
    from passerelle.plans.budget import budget
    from passerelle.plans.draws import ranges

    plan = large()
    spread = ranges(budget(plan), draws=1000)
    made = {"pdf": plan_pdf, "xlsx": plan_xlsx}[form]
    return _middle(lambda: made(plan, language="en", day=date(2026, 12, 2), ranges=spread), 1)


def _opened(database: str) -> None:
    os.environ |= {"PASSERELLE_DEBUG": "1", "PASSERELLE_DATABASE": database}
    import django
    from django.core.management import call_command

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "passerelle_web.config.settings")
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)


def page(room: str) -> tuple[float, float]:
    """Milliseconds of the page of the large plan: median and 95th percentile of 20 reads through the whole site."""
    os.environ["PASSERELLE_VAR"] = room
    _opened(f"sqlite:///{room}/bench.sqlite3")
    from django.test import Client

    from passerelle_web.plans import actions

    made = actions.make_plan(record=large(), by=None, is_demonstration=True)
    client, took = Client(), []
    for _ in range(21):
        began = time.perf_counter()
        answer = client.get(made.get_absolute_url(), headers={"host": "localhost"})
        took.append((time.perf_counter() - began) * 1000)
        if answer.status_code != 200:
            raise SystemExit(f"the page of a plan answers {answer.status_code}")
    return quantile(took[1:], 0.5), quantile(took[1:], 0.95)


def scoreboard(room: str) -> tuple[float, float]:
    """Milliseconds of the scoreboard's page over 10,000 plans of 20 actions on the database that the caller names."""
    os.environ["PASSERELLE_VAR"] = room
    _opened(os.environ["PASSERELLE_DATABASE"])
    from django.db import connection
    from django.test import Client

    from passerelle_web.plans.models import ActionLine, Plan

    lot, today = random.Random(1), date.today()  # noqa: DTZ011
    plans = Plan.objects.bulk_create([
        Plan(title=f"Plan {n:05}", start=today - timedelta(400), end=today + timedelta(800), is_demonstration=True)
        for n in range(PLANS)
    ], batch_size=1000)  # fmt: skip
    for at in range(0, PLANS, 500):
        ActionLine.objects.bulk_create([
            ActionLine(plan=plan, key=f"a{n}", title=f"Action {n}", start=today - timedelta(lot.randint(0, 400)),
                       end=today + timedelta(lot.randint(1, 400)), closed=lot.choice(("", "", "done", "dropped")),
                       risk_from=today + timedelta(lot.randint(-200, 200)),
                       late_from=today + timedelta(lot.randint(-100, 400)))
            for plan in plans[at : at + 500] for n in range(20)
        ], batch_size=2000)  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    client, took = Client(), []
    for n in range(31):
        began = time.perf_counter()
        answer = client.get(f"/en/scoreboard/?page={n % 7 + 1}", headers={"host": "localhost"})
        took.append((time.perf_counter() - began) * 1000)
        if answer.status_code != 200:
            raise SystemExit(f"the scoreboard answers {answer.status_code}")
    return quantile(took[1:], 0.5), quantile(took[1:], 0.95)


def _apart(*words: str, before: tuple[str, ...] = ()) -> Any:
    """What a call in a process of its own prints, on one thread for sums."""
    ran = subprocess.run(
        [*before, sys.executable, "-m", "bench.plans", *words], cwd=ROOT, check=True, capture_output=True, text=True,
        env={**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
    )  # fmt: skip
    return eval(ran.stdout.strip().splitlines()[-1], {"__builtins__": {}})


def claims() -> Iterator[tuple[str, str, str, str, bool]]:
    """What was measured, the limit, what was found, the peer, whether it holds."""
    ours, peer = _apart("worked-out"), _apart("line-by-line")
    what = "A plan of 2,000 actions, 6,000 needs, 20,000 cost lines"
    yield (f"{what}: timetable, budget, 10,000 draws, one core", "1 s", f"{ours:.2f} s",
           f"numpy, line by line, the draws alone: {peer:.1f} s", ours < 1)  # fmt: skip
    for form, limit in (("pdf", 5), ("xlsx", 3)):
        took = _apart(form)
        yield f"The same as {form.upper()}", f"{limit} s", f"{took:.1f} s", "", took < limit
    with tempfile.TemporaryDirectory() as room:
        median, late = _apart("page", room)
        yield ("Its page", "500 ms", f"{median:.0f} ms, {late:.0f} ms at the 95th percentile", "", median < 500)
    with tempfile.TemporaryDirectory() as room:
        median, late = _apart("scoreboard", room, before=("tools/postgres.sh", "run"))
        yield ("The scoreboard over 10,000 plans of 20 actions, PostgreSQL", "300 ms",
               f"{median:.0f} ms, {late:.0f} ms at the 95th percentile", "", median < 300)  # fmt: skip


if __name__ == "__main__":
    word, *rest = sys.argv[1:]
    calls: dict[str, Callable[[], Any]] = {
        "worked-out": worked_out, "line-by-line": line_by_line, "pdf": lambda: printed("pdf"),
        "xlsx": lambda: printed("xlsx"), "page": lambda: page(rest[0]), "scoreboard": lambda: scoreboard(rest[0]),
    }  # fmt: skip
    sys.stdout.write(repr(calls[word]()) + "\n")
