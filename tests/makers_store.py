"""Small folders of compiled evidence, read before what ships: each takes the place of the shipped table of its source."""

from pathlib import Path

import polars as pl

from passerelle.evidence.build import add
from passerelle.evidence.observations import observations
from passerelle.evidence.report import SourceReport

Cell = tuple[str, str, str, float]


def observed(code: str, *cells: Cell, vintage: str, breakdown: str = "_Z", sex: str = "_T") -> pl.DataFrame:
    """Observations of one code: origin, destination, period, value."""
    return observations(
        pl.DataFrame(
            [
                {"INDICATOR": code, "COUNTERPART_AREA": o, "REF_AREA": d, "TIME_PERIOD": period, "OBS_VALUE": value,
                 "UNIT_MEASURE": "PS", "VINTAGE": vintage, "COMP_BREAKDOWN": breakdown, "SEX": sex}
                for o, d, period, value in cells
            ]
        )
    )  # fmt: skip


def folder_of(out: Path, source: str, *parts: pl.DataFrame) -> Path:
    """A store's folder with one source more; its vintages stand beside one another."""
    for rows in parts:
        add(out, rows, SourceReport(source))
    return out
