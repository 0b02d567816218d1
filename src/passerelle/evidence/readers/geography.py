"""Our own geography: distances, borders, official languages and colonial ties by pair of places.

Reads the package's reference files, not a publisher's folder; see `tools/geography.py`. Stands on `reading`.
"""

from collections.abc import Iterator, Sequence
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np
import polars as pl

from passerelle.base.errors import RowRefused
from passerelle.base.places import all_places
from passerelle.evidence.readers import Reader
from passerelle.evidence.readers._common import rows, together
from passerelle.evidence.reading import numbers, read_csv
from passerelle.evidence.report import SourceReport

EARTH_KM = 6371.0088  # mean radius, IUGG
VINTAGE = "2026"
NATURAL_EARTH_YEAR = "2018"  # of version 4.1.0
LANGUAGES_YEAR = "2026"  # of CLDR as in Babel 2.18
TIES_YEAR = "2026"


def distances(lat: np.ndarray, lon: np.ndarray) -> np.ndarray:
    """Great-circle distances between all pairs of points.

    Parameters
    ----------
    lat, lon : arrays, shape (places,), degrees north and east

    Returns
    -------
    array, shape (places, places), km

    Source: the haversine formula, stable for short distances; Sinnott (1984), Sky and Telescope 68.
    """
    north, east = np.radians(lat), np.radians(lon)
    rise = np.sin((north[:, None] - north[None, :]) / 2) ** 2
    run = np.sin((east[:, None] - east[None, :]) / 2) ** 2
    half = rise + np.cos(north)[:, None] * np.cos(north)[None, :] * run
    apart: np.ndarray = 2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1)))
    return apart


def _pairs(found: dict[tuple[str, str], str | None], year: str) -> pl.DataFrame:
    """A flag that is true, one row a pair, the earlier code first."""
    ordered = sorted(found.items())
    return pl.DataFrame(
        {
            "COUNTERPART_AREA": [pair[0] for pair, _ in ordered],
            "REF_AREA": [pair[1] for pair, _ in ordered],
            "COMMENT_OBS": pl.Series([note for _, note in ordered], dtype=pl.String),
        }
    ).with_columns(OBS_VALUE=pl.lit(1.0), TIME_PERIOD=pl.lit(year))


def _known(table: pl.DataFrame, column: str, path: Path) -> None:
    strange = table.filter(~pl.col(column).is_in(list(all_places())))
    if strange.height:
        raise RowRefused(f'"{strange[column][0]}" is no place.', file=path, column=column)


def _distance_rows(table: pl.DataFrame) -> pl.DataFrame:
    codes = table["iso3"].to_list()
    apart = distances(table["lat"].to_numpy(), table["lon"].to_numpy())
    first, second = np.triu_indices(len(codes), k=1)
    whole = pl.DataFrame(
        {
            "COUNTERPART_AREA": [codes[i] for i in first],
            "REF_AREA": [codes[j] for j in second],
            "OBS_VALUE": np.round(apart[first, second]),
        }
    ).with_columns(TIME_PERIOD=pl.lit(NATURAL_EARTH_YEAR))
    # the Channel Islands hold Guernsey and Jersey: between a whole and its part there is no distance
    parts = [
        (pl.col("COUNTERPART_AREA") == part) & (pl.col("REF_AREA") == place.iso3)
        for place in all_places().values()
        if place.kind == "user-assigned"
        for part in place.successors
    ]
    return whole.filter(~pl.any_horizontal(parts))


def _borders(table: pl.DataFrame, path: Path) -> dict[tuple[str, str], str | None]:
    beside = {place: set((others or "").split()) for place, others in table.select("iso3", "neighbours").iter_rows()}
    for place, others in beside.items():
        for other in others:
            if place not in beside.get(other, set()):
                raise RowRefused(f'"{place}" borders "{other}", but not the other way round.', file=path)
    return {(place, other): None for place, others in beside.items() for other in others if place < other}


def _shared_languages(table: pl.DataFrame) -> dict[tuple[str, str], str | None]:
    spoken = sorted((place, set(codes.split())) for place, codes in table.select("iso3", "languages").iter_rows())
    found: dict[tuple[str, str], str | None] = {}
    for at, (place, codes) in enumerate(spoken):
        for other, others in spoken[at + 1 :]:
            if codes & others:
                found[place, other] = " ".join(sorted(codes & others))
    return found


def _ties(table: pl.DataFrame) -> dict[tuple[str, str], str | None]:
    found: dict[tuple[str, str], str | None] = {}
    for ruler, ruled, since, until, reference in table.iter_rows():
        pair = (min(ruler, ruled), max(ruler, ruled))
        said = f"{ruler} in {ruled} {since}-{until or 'today'} ({reference})"
        found[pair] = f"{found[pair]}; {said}" if pair in found else said
    return found


def _reference(name: str) -> Iterator[Path]:
    with as_file(files("passerelle.evidence").joinpath(f"reference/{name}")) as path:
        yield path


def read(paths: Sequence[Path], report: SourceReport) -> pl.DataFrame:
    """Kilometres for every pair once, and flags where they hold; the earlier alpha-3 code stands first."""
    del paths  # the files are the package's own
    parts = []
    for path in _reference("geography.csv"):
        table = read_csv(path, ("iso3", "lat", "lon", "neighbours"))
        report.read(table.height)
        table = numbers(table, ("lat", "lon"), file=path).sort("iso3")
        _known(table, "iso3", path)
        parts.append(rows(_distance_rows(table), INDICATOR="distance_km", UNIT_MEASURE="KM", VINTAGE=VINTAGE))
        borders = _pairs(_borders(table, path), NATURAL_EARTH_YEAR)
        parts.append(rows(borders, INDICATOR="contiguity", UNIT_MEASURE="1", VINTAGE=VINTAGE))
    for path in _reference("languages.csv"):
        table = read_csv(path, ("iso3", "languages"))
        report.read(table.height)
        _known(table, "iso3", path)
        shared = _pairs(_shared_languages(table), LANGUAGES_YEAR)
        parts.append(rows(shared, INDICATOR="official_language_shared", UNIT_MEASURE="1", VINTAGE=VINTAGE))
    for path in _reference("colonial_ties.csv"):
        table = read_csv(path, ("coloniser", "colony", "since", "until", "reference"), only=True)
        report.read(table.height)
        for column in ("coloniser", "colony"):
            _known(table, column, path)
        ties = _pairs(_ties(table), TIES_YEAR)
        parts.append(rows(ties, INDICATOR="colonial_tie", UNIT_MEASURE="1", VINTAGE=VINTAGE))
    return together(parts)


READER = Reader("geography", (), read)
