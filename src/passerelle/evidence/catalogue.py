"""What a store holds, by source, indicator and vintage: the small file beside the Parquet files.

Kept apart from building, so that reading figures need not load what reads publishers' files. Stands on `base`.
"""

import json
from collections.abc import Container, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CATALOGUE = "catalogue.json"
REPORT = "report.json"


@dataclass(frozen=True, slots=True)
class Holding:
    """One vintage of one indicator in one source: its units, number of rows, first and last period."""

    source: str
    indicator: str
    vintage: str
    units: tuple[str, ...]
    rows: int
    first: str
    last: str


def read_catalogue(folder: Path) -> dict[str, Any]:
    """The catalogue as written by a build, by source; empty where there is none."""
    path = folder / CATALOGUE
    return dict(json.loads(path.read_text("utf-8"))) if path.exists() else {}


def holdings(folder: Path) -> list[Holding]:
    """Everything a folder holds, in the order of sources, indicators and vintages."""
    return [
        Holding(
            source, held["INDICATOR"], held["VINTAGE"], tuple(held["units"]), held["rows"], held["first"],
            held["last"],
        )
        for source, entry in read_catalogue(folder).items()
        for held in entry["holds"]
    ]  # fmt: skip


Chosen = tuple[str, str, str]


def choose(held: Iterable[Holding], vintage: str, in_parts: Container[str] = ()) -> list[Chosen]:
    """The (source, indicator, vintage) that "latest", "all" or "as of" a vintage means.

    "latest" takes the newest of each source and indicator; a vintage such as "2019" the newest not after it,
    and nothing where there is none so old; "all" takes every one. Of a source that is given out in parts every
    vintage that is not too late is taken: which cell of the table is read from which, the store tells.
    """
    if vintage == "all":
        return sorted({(h.source, h.indicator, h.vintage) for h in held})
    found: dict[tuple[str, str], set[str]] = {}
    for h in held:
        # "2017" as a limit lets in "2017-06": a vintage is not after a limit that begins it
        late = vintage != "latest" and h.vintage > vintage and not h.vintage.startswith(vintage)
        if not late:
            found.setdefault((h.source, h.indicator), set()).add(h.vintage)
    return sorted(
        (source, indicator, chosen)
        for (source, indicator), vintages in found.items()
        for chosen in (vintages if source in in_parts else {max(vintages)})
    )
