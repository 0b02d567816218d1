"""Run every claim and write docs/reference/benchmarks.md. Exit 1 when a claim is not met."""

import os
import platform
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bench.admission import claims as admission_claims
from bench.cohorts import cohorts
from bench.dialogue import claims as dialogue_claims
from bench.flows import flows
from bench.forum import claims as forum_claims
from bench.gravity import gravity
from bench.measure import BIN, ROOT, SHARED, Run, command, quantile, repeated, timed, told
from bench.measures import claims as measure_claims
from bench.plans import claims as plan_claims

TARGET = ROOT / "docs/reference/benchmarks.md"
PORT = 8765


@dataclass(frozen=True)
class Result:
    """One claim: what was measured, the limit, what was found, beside which peer, and whether it holds."""

    what: str
    limit: str
    found: str
    peer: str
    holds: bool


def build() -> Iterator[Result]:
    with tempfile.TemporaryDirectory() as room:
        ours: Run = command([BIN / "passerelle", "evidence", "build", SHARED, "--out", Path(room) / "all"])
    holds = ours.seconds < 60 and ours.mebibytes < 2048
    yield Result("Build of the whole evidence, all sources", "60 s, 2 GiB",
                 f"{ours.seconds:.1f} s, {ours.mebibytes:.0f} MiB", "", holds)  # fmt: skip
    peer = told([sys.executable, "bench/usual_way.py", SHARED])
    mine = told([sys.executable, "-m", "bench.just_reading", SHARED])
    yield Result("Reading the publishers' tables, imports left out", "5 times as fast as the peer",
                 f"{mine:.2f} s: {peer / mine:.1f} times", f"pandas and openpyxl: {peer:.2f} s",
                 peer / mine >= 5)  # fmt: skip


def cold_starts() -> Iterator[Result]:
    run = repeated(lambda: command([BIN / "passerelle", "corridor", "MEX", "USA", "--format", "json"]))
    bare = repeated(lambda: command([sys.executable, "-c", "import pandas"]))
    yield Result("`passerelle corridor` from a cold start", "1.0 s", f"{run.seconds:.2f} s",
                 f"`import pandas` alone: {bare.seconds:.2f} s", run.seconds < 1.0)  # fmt: skip
    with tempfile.TemporaryDirectory() as room:
        out = Path(room) / "brief.pdf"
        run = repeated(lambda: command([BIN / "passerelle", "brief", "MAR", "NLD", "--out", out]))
    yield Result("`passerelle brief` as PDF", "3 s", f"{run.seconds:.2f} s", "", run.seconds < 3.0)


@contextmanager
def site() -> Iterator[str]:
    """The site as a server runs it: gunicorn, two workers, SQLite, no debug."""
    with tempfile.TemporaryDirectory() as room:
        environment = {**os.environ, "PASSERELLE_SECRET_KEY": "x" * 50, "PASSERELLE_HTTPS": "0",
                       "PASSERELLE_VAR": room, "PASSERELLE_WORKERS": "2",
                       "PASSERELLE_DATABASE": f"sqlite:///{room}/site.sqlite3"}  # fmt: skip
        environment.pop("PASSERELLE_DEBUG", None)
        server = subprocess.Popen([str(BIN / "passerelle"), "serve", "--port", str(PORT)], env=environment, cwd=ROOT,
                                  stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)  # fmt: skip
        try:
            address = f"http://127.0.0.1:{PORT}"
            for _ in range(120):
                try:
                    urllib.request.urlopen(f"{address}/en/corridors/MEX/USA/", timeout=30).read()
                    break
                except OSError:
                    time.sleep(0.5)
            yield address
        finally:
            server.terminate()
            server.wait(20)


def pages() -> Iterator[Result]:
    from passerelle.evidence.corridors import largest_corridors
    from passerelle.evidence.store import open_store

    corridors = [(f.origin, f.destination) for f in largest_corridors(open_store(), 4000)]
    random.Random(2026).shuffle(corridors)
    with site() as address:
        for _ in range(6):  # both workers warm
            urllib.request.urlopen(f"{address}/en/corridors/IND/ARE/", timeout=60).read()
        seconds = []
        for origin, destination in corridors[:150]:
            start = time.perf_counter()
            urllib.request.urlopen(f"{address}/en/corridors/{origin}/{destination}/", timeout=60).read()
            seconds.append(time.perf_counter() - start)
    median, late = quantile(seconds, 0.5) * 1000, quantile(seconds, 0.95) * 1000
    yield Result("Corridor page, 150 corridors none of which was read before, SQLite, two workers",
                 "150 ms median, 300 ms at the 95th percentile", f"{median:.0f} ms, {late:.0f} ms", "",
                 median < 150 and late < 300)  # fmt: skip


def explorer() -> Iterator[Result]:
    import duckdb
    import pandas as pd

    from passerelle.evidence.queries import explored, observations_table, vintages_table
    from passerelle.evidence.store import Store, shipped_folder

    with tempfile.TemporaryDirectory() as room:
        folder = Path(room) / "large"
        shutil.copytree(shipped_folder(), folder)
        big = folder / "undesa_stock.parquet"
        held = duckdb.sql(f"SELECT count(*) FROM read_parquet('{folder}/*.parquet')").fetchone()[0]
        more = 5_000_000 - held
        size = duckdb.sql(f"SELECT count(*) FROM '{big}'").fetchone()[0]
        duckdb.sql(
            f"COPY (SELECT * REPLACE (CASE WHEN k = 0 THEN VINTAGE ELSE '19' || lpad(k::VARCHAR, 2, '0') END "
            f"AS VINTAGE) FROM '{big}', range({more // size + 2}) t(k) ORDER BY COUNTERPART_AREA, REF_AREA, INDICATOR) "
            f"TO '{folder}/new.parquet' (FORMAT parquet)"
        )
        (folder / "new.parquet").replace(big)
        store = Store([folder], native=Path(room) / "native")
        total = store.cursor().execute("SELECT count(*) FROM observations").fetchone()[0]
        expression = explored(observations_table(), vintages_table(), indicator="migrant_stock", sex="_T",
                              destinations=["DEU", "FRA", "NLD"], periods=("2000", "2020")).limit(100)  # fmt: skip
        seconds = timed(lambda: store.ask(expression), 15)
        table = pd.read_parquet(big)
        usual = timed(lambda: table[(table.INDICATOR == "migrant_stock") & (table.SEX == "_T")
                                    & table.REF_AREA.isin(["DEU", "FRA", "NLD"])
                                    & table.TIME_PERIOD.between("2000", "2020")].head(100), 3)  # fmt: skip
    found = quantile(seconds, 0.5) * 1000
    yield Result(f"Explorer query over {total / 1e6:.1f} million observations", "300 ms", f"{found:.0f} ms",
                 f"pandas, table already in memory: {quantile(usual, 0.5) * 1000:.0f} ms", found < 300)  # fmt: skip


def newcomers() -> Iterator[Result]:
    """`make run` in a fresh clone with an empty home, until the first page answers; then again."""
    with tempfile.TemporaryDirectory() as room:
        clone = Path(room) / "clone"
        subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)
        first = _until_served(clone, Path(room))
        again = _until_served(clone, Path(room))
    yield Result("First `make run` in a fresh clone, warm package cache", "120 s", f"{first:.0f} s", "", first < 120)
    yield Result("Later `make run`", "5 s", f"{again:.1f} s", "", again < 5)


def _until_served(clone: Path, home: Path) -> float:
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PASSERELLE_", "VIRTUAL_ENV"))}
    start = time.perf_counter()
    server = subprocess.Popen(["make", "run", f"PORT={PORT + 1}"], cwd=clone, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL, env=environment, start_new_session=True)  # fmt: skip
    try:
        while time.perf_counter() - start < 300:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{PORT + 1}/en/", timeout=10).read()
                return time.perf_counter() - start
            except OSError:
                time.sleep(0.1)
        return float("inf")
    finally:
        os.killpg(server.pid, 15)
        server.wait(20)


def measures() -> Iterator[Result]:
    yield from (Result(*claim) for claim in measure_claims())


def plans() -> Iterator[Result]:
    yield from (Result(*claim) for claim in plan_claims())


def dialogue() -> Iterator[Result]:
    yield from (Result(*claim) for claim in dialogue_claims())


def forum() -> Iterator[Result]:
    yield from (Result(*claim) for claim in forum_claims())


def admission() -> Iterator[Result]:
    yield from (Result(*claim) for claim in admission_claims())


PARTS = {"build": build, "cold": cold_starts, "flows": flows, "gravity": gravity, "cohorts": cohorts,
         "measures": measures, "plans": plans, "dialogue": dialogue, "admission": admission, "forum": forum,
         "pages": pages, "explorer": explorer, "newcomers": newcomers}  # fmt: skip


TITLES = {
    "build": "Evidence: build", "cold": "Command line: cold starts", "flows": "Flows", "gravity": "Drivers: gravity",
    "cohorts": "Population", "measures": "Measures", "plans": "Plans", "dialogue": "Dialogue: consensus",
    "admission": "Ways in", "pages": "Site: pages of corridors", "explorer": "Site: the explorer",
    "newcomers": "First start",
}  # fmt: skip
HEAD = "| what | limit | found | peer in the same run |\n|---|---|---|---|\n"
PREFACE = (
    "# Benchmarks\n\nEvery claim of speed and memory, measured by `make bench`, each part beside its named peers in "
    "one run.\nMedians of several runs on a shared machine; the day stands with each part, as a part can be measured "
    "anew alone\n(`python -m bench PART`).\n"
)


def main(wanted: list[str]) -> int:
    """Measure the parts that are wanted, or all, and write what was found of each."""
    unknown = sorted(set(wanted) - set(PARTS))
    if unknown:
        print(f"There is no part {', '.join(unknown)}. Parts are {', '.join(PARTS)}.", file=sys.stderr)
        return 2
    every = True
    for name, part in PARTS.items():
        if wanted and name not in wanted:
            continue
        results = []
        for result in part():
            print(f"{'ok  ' if result.holds else 'MISS'} {result.what}: {result.found} ({result.limit})", flush=True)
            results.append(result)
        TARGET.write_text(with_part(TARGET.read_text("utf-8"), name, results), "utf-8")
        every = every and all(result.holds for result in results)
    return 0 if every else 1


def with_part(page: str, name: str, results: list[Result]) -> str:
    """The page with what was found of one part, in the order of the parts; other parts stay as they were measured."""
    held = dict(re.findall(r"^## ([^\n]+)\n\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL))
    held[TITLES[name]] = _section(results)
    return PREFACE + "".join(f"\n## {title}\n\n{held[title].strip()}\n" for title in TITLES.values() if title in held)


def _section(results: list[Result]) -> str:
    rows = "\n".join(
        f"| {r.what} | {r.limit} | {r.found}{'' if r.holds else ' (not met)'} | {r.peer or 'none'} |" for r in results
    )
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    return f"Measured on {date.today().isoformat()}: {machine}.\n\n{HEAD}{rows}\n"  # noqa: DTZ011  the day here


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
