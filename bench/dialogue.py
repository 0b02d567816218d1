"""Claims on dialogues: the whole picture of votes, on one core, beside red-dwarf where it ends in time.

The whole picture: components, groups, what sets them apart, consensus; of conversations also reading and bootstrap.
"""

import os
import sys
import time
from collections.abc import Iterator
from typing import Any

import numpy as np

from bench.measure import SHARED, command, median_of, peers

LARGE, MIDDLE = (100_000, 1_000, 36.0), (2_000, 900, 36.0)
NAMES = ("15-per-hour-seattle", "brexit-consensus", "bg2050-volunteers", "canadian-electoral-reform",
         "scoop-hivemind.taxes", "vtaiwan.uberx")  # fmt: skip
ONE_CORE = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "POLARS_MAX_THREADS": "1"}


def made(people: int, statements: int, each: float, seed: int = 1) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rows, columns and values of votes of four camps; each person votes on so many statements in the mean."""
    draw = np.random.default_rng(seed)
    camps, agree = draw.integers(0, 4, people), draw.beta(0.6, 0.6, (4, statements))
    rows = np.repeat(np.arange(people), draw.poisson(each * 1.02, people))
    columns = draw.integers(0, statements, len(rows))
    said = np.where(draw.random(len(rows)) < agree[camps[rows], columns], 1, -1)
    said[draw.random(len(rows)) < 0.15] = 0
    cells = np.unique(rows * statements + columns, return_index=True)[1]
    return rows[cells], columns[cells], said[cells].astype(np.int8)


def _votes(shape: tuple[int, int, float]) -> Any:
    from passerelle.dialogue.votes import assembled

    people, statements, _ = shape
    names = tuple(map(str, range(people))), tuple(map(str, range(statements)))
    return assembled(*names, *made(*shape))


def _whole(shape: tuple[int, int, float]) -> float:
    """Seconds of the whole picture, from votes in memory."""
    from passerelle.dialogue.analysis import Settings, analysed

    rows = made(*shape)
    from passerelle.dialogue.votes import assembled

    names = tuple(map(str, range(shape[0]))), tuple(map(str, range(shape[1])))
    return median_of(lambda: analysed(assembled(*names, *rows), Settings(runs=0)), 3)


def _conversation(name: str) -> float:
    """Seconds of reading a conversation, its whole picture and the bootstrap."""
    from passerelle.dialogue.analysis import analysed
    from passerelle.dialogue.reading import read_statements, read_votes

    folder = SHARED / "polis" / name
    return median_of(lambda: analysed(read_votes(folder / "votes.csv", read_statements(folder / "comments.csv"))), 5)


def _one_vote() -> float:
    """Microseconds of counting one more vote in the tally of the large dialogue."""
    from passerelle.dialogue.tally import Tally

    tally = Tally.of(_votes(LARGE))
    times = 20_000
    began = time.perf_counter()
    for number in range(times):
        tally.cast(number % 1_000, 1 if number % 2 else -1, before=None)
    return (time.perf_counter() - began) / times * 1e6


def claims() -> Iterator[tuple[str, str, str, str, bool]]:
    """What was measured, the limit, what was found, the peer, whether it holds."""
    for shape, limit, most in ((LARGE, 5.0, 600.0), (MIDDLE, 0.2, 600.0)):
        ran = command([sys.executable, "-m", "bench.dialogue", "whole", str(shape[0])], **ONE_CORE)
        ours = _told("whole", shape[0])
        peer = peers("bench.peer_dialogue", str(shape[0]), ONE_CORE)
        said = "red-dwarf: not in 120 s" if peer is None else f"red-dwarf: {peer:.2f} s"
        size = f"{shape[0]:,} participants × {shape[1]:,} statements × {shape[0] * shape[2] / 1e6:.2g} million votes"
        yield (f"{size}, one core",
               f"{limit:g} s, {most:.0f} MiB", f"{ours:.2f} s, {ran.mebibytes:.0f} MiB", said,
               ours < limit and ran.mebibytes < most)  # fmt: skip
    for name in NAMES:
        ours = _told("conversation", name)
        peer = peers("bench.peer_dialogue", name, ONE_CORE)
        said = "red-dwarf: not in 120 s" if peer is None else f"red-dwarf, without reading: {peer:.2f} s"
        yield f"Conversation {name}, reading and bootstrap included", "0.5 s", f"{ours:.2f} s", said, ours < 0.5
    took = _told("one-vote", "")
    yield "One vote more in the tally of the largest", "the same at any size", f"{took:.1f} µs", "", took < 50


def _told(word: str, argument: object) -> float:
    import subprocess

    from bench.measure import ROOT

    ran = subprocess.run(
        [sys.executable, "-m", "bench.dialogue", word, str(argument)], check=True, capture_output=True, text=True,
        cwd=ROOT, env={**os.environ, **ONE_CORE},
    )  # fmt: skip
    return float(ran.stdout.split()[-1])


if __name__ == "__main__":
    word, *rest = sys.argv[1:]
    shapes = {str(shape[0]): shape for shape in (LARGE, MIDDLE)}
    found = (
        _whole(shapes[rest[0]])
        if word == "whole"
        else _conversation(rest[0])
        if word == "conversation"
        else _one_vote()
    )
    sys.stdout.write(f"{found}\n")
