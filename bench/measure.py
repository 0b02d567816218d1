"""Measuring: wall time and peak memory of whole commands, medians of repeated calls. Knows no claim."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
SHARED = Path(os.environ.get("PASSERELLE_SHARED", ROOT.parent / "shared")) / "data"
BIN = Path(sys.executable).parent


@dataclass(frozen=True)
class Run:
    """One run of a command: seconds and the peak memory of its largest process in MiB."""

    seconds: float
    mebibytes: float


def command(words: Sequence[str | Path], *, timeout: float = 120, **environment: str) -> Run:
    """Run a command once; it must end with exit 0."""
    script = (
        "import resource, subprocess, sys, time; t = time.perf_counter();"
        "r = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE);"
        "d = time.perf_counter() - t;"
        "sys.stderr.buffer.write(r.stderr) if r.returncode else None;"
        "print(d, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024); sys.exit(r.returncode)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script, *map(str, words)],
        check=True, capture_output=True, text=True, timeout=timeout, cwd=ROOT, env={**os.environ, **environment},
    )  # fmt: skip
    seconds, peak = ran.stdout.split()
    return Run(float(seconds), float(peak))


def repeated(call: Callable[[], Run], times: int = 5) -> Run:
    """The median of several runs after one that is not counted."""
    call()
    runs = [call() for _ in range(times)]
    return Run(statistics.median(r.seconds for r in runs), max(r.mebibytes for r in runs))


def timed(call: Callable[[], object], times: int) -> list[float]:
    """Seconds of each of several calls in this process, after one that is not counted."""
    call()
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        call()
        seconds.append(time.perf_counter() - start)
    return seconds


def median_of(call: Callable[[], object], times: int = 5) -> float:
    """The median of `timed`."""
    return statistics.median(timed(call, times))


def quantile(values: Sequence[float], share: float) -> float:
    """The value that a share of the values does not pass."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def told(words: Sequence[str | Path], times: int = 3) -> float:
    """The median of the seconds that a program tells last on stdout, its imports left out."""
    seconds = []
    for _ in range(times + 1):
        ran = subprocess.run(list(map(str, words)), check=True, capture_output=True, text=True, cwd=ROOT, timeout=120)
        seconds.append(float(ran.stdout.split()[-1]))
    return statistics.median(seconds[1:])


def peers(module: str, name: str, environment: dict[str, str]) -> float | None:
    """Seconds that a peer tells last on stdout, run in the peers' own environment, two minutes at most; None without.

    `make bench` makes that environment from bench/requirements.txt.
    """
    python = ROOT / "bench/.peers/bin/python"
    if not python.exists():
        return None
    try:
        ran = subprocess.run([python, "-W", "ignore", "-m", module, name], check=True, capture_output=True, text=True,
                             cwd=ROOT, timeout=120, env={**os.environ, **environment})  # fmt: skip
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as problem:
        print(f"{module} {name}: {problem}", file=sys.stderr)
        return None
    return float(ran.stdout.split()[-1])
