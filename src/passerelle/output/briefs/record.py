"""The record of a brief: its figures as JSON, kept by the user so that the next brief can say what changed.

Nothing of it stays on a server. Stands on `evidence`.
"""

import json
from datetime import date
from pathlib import Path
from typing import Any

from passerelle.base.corridors import Corridor
from passerelle.base.errors import EvidenceError
from passerelle.evidence.corridors import KnownCorridor

LARGEST_RECORD = 5_000_000  # bytes; a record has about a hundred thousand
Key = tuple[str, str, str, str]


def record_of(known: KnownCorridor, today: date) -> bytes:
    """The newest figures of a corridor as JSON, with the day on which they were read."""
    told = {
        "origin": known.corridor.origin,
        "destination": known.corridor.destination,
        "day": today.isoformat(),
        "figures": [figure.as_dict() for figure in known.newest],
    }
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def read_record(path: Path, corridor: Corridor) -> dict[Key, dict[str, Any]]:
    """The figures of an earlier record, by indicator, sex, age and method.

    Raises
    ------
    EvidenceError : no such file, no record, or the record of another corridor.
    """
    try:
        if path.stat().st_size > LARGEST_RECORD:
            raise EvidenceError(f'"{path.name}" is too large to be the record of a brief.')
        return parse_record(path.read_bytes(), corridor, path.name)
    except OSError as problem:
        raise EvidenceError(f'"{path}" cannot be read: {problem.strerror}.') from problem


def parse_record(raw: bytes, corridor: Corridor, name: str) -> dict[Key, dict[str, Any]]:
    """As `read_record`, from the bytes of a file called `name`."""
    try:
        told = json.loads(raw.decode("utf-8-sig"))
        pair = (told["origin"], told["destination"])
        figures = {_key(figure): figure for figure in told["figures"]}
    except (ValueError, KeyError, TypeError) as problem:
        raise EvidenceError(
            f'"{name}" is not the record of a brief. Give the .json that was written with it.'
        ) from problem
    if pair != (corridor.origin, corridor.destination):
        raise EvidenceError(f'"{name}" is about {pair[0]} → {pair[1]}, not about {corridor}.')
    return figures


def _key(figure: dict[str, Any]) -> Key:
    if not isinstance(figure["value"], int | float | None):
        raise TypeError("a value is a number or null")
    return (figure["indicator"], figure["sex"], figure["age"], figure["method"])
