"""Any SDMX registry, REST 1 (SDMX 2.1) or REST 2 (SDMX 3.0), through pysdmx; Eurostat's is one of them.

Queries are pysdmx's, fetching is ours; what comes is SDMX-CSV. Stands on `fetching` and pysdmx.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pysdmx.api.qb.data import DataContext, DataQuery
from pysdmx.api.qb.util import ApiVersion

from passerelle.base.errors import ServiceUnreachable
from passerelle.evidence.connectors.answers import not_expected
from passerelle.evidence.connectors.cache import write_whole
from passerelle.evidence.connectors.fetching import Fetched, Fetcher

CSV_1: Final = "application/vnd.sdmx.data+csv;version=1.0.0"
CSV_2: Final = "application/vnd.sdmx.data+csv;version=2.0.0"
_HEADS = (b"DATAFLOW", b"STRUCTURE")


@dataclass(frozen=True, slots=True)
class Registry:
    """A service: its address, the agency of its dataflows, and whether it speaks REST 2 (SDMX 3.0)."""

    base: str
    agency: str
    rest_2: bool = False


EUROSTAT: Final = Registry("https://ec.europa.eu/eurostat/api/dissemination/sdmx/2.1", "ESTAT")
OECD: Final = Registry("https://sdmx.oecd.org/public/rest", "OECD.ELS.HD")
ILO: Final = Registry("https://sdmx.ilo.org/rest", "ILO")


def address(registry: Registry, dataflow: str, key: str = "*", *, version: str = "latest") -> str:
    """The address of a query, as the standard writes it.

    Parameters
    ----------
    key : codes of the dimensions in their order, joined by "."; "*" for all.
    """
    query = DataQuery(DataContext.DATAFLOW, registry.agency, dataflow, version, key)
    rest = ApiVersion.V2_0_0 if registry.rest_2 else ApiVersion.V1_5_0
    path: str = query.get_url(rest, omit_defaults=False).split("?", 1)[0]
    return registry.base.rstrip("/") + path


def _is_csv(fetched: Fetched) -> bool:
    with fetched.path.open("rb") as stream:
        return stream.read(16).lstrip(b"\xef\xbb\xbf").lstrip(b'"').startswith(_HEADS)


def fetch_dataflow(
    fetcher: Fetcher,
    registry: Registry,
    dataflow: str,
    folder: Path,
    *,
    key: str = "*",
    version: str = "latest",
    periods: tuple[str, str] | None = None,
) -> Path:
    """Fetch a dataflow in SDMX-CSV and write it to a folder, named by the dataflow.

    Parameters
    ----------
    periods : first and last, as 2015 or 2015-Q1.

    Returns
    -------
    the file, as lfsa_ergan.csv, which the readers of SDMX-CSV take.

    Raises
    ------
    ServiceUnreachable : no answer, or an answer that is no SDMX-CSV (such as the announcement that a large query
        will be answered later; ask for less then).
    """
    path = folder / f"{_file_name(dataflow)}.csv"
    query: dict[str, str | int] = {}
    if periods is not None and registry.rest_2:
        query["c[TIME_PERIOD]"] = f"ge:{periods[0]}+le:{periods[1]}"
    elif periods is not None:
        query |= {"startPeriod": periods[0], "endPeriod": periods[1]}
    accept = CSV_2 if registry.rest_2 else CSV_1
    fetched = fetcher.fetch(address(registry, dataflow, key, version=version), query, accept=accept)
    return _kept(fetched, path)


def fetch_eurostat(
    fetcher: Fetcher,
    dataflow: str,
    folder: Path,
    *,
    key: str = "",
    periods: tuple[str, str] | None = None,
    base: str = EUROSTAT.base,
) -> Path:
    """Fetch one of Eurostat's tables; as `fetch_dataflow`, with Eurostat's own way to ask for CSV.

    Raises
    ------
    ServiceUnreachable : as `fetch_dataflow`.
    """
    path = folder / f"{_file_name(dataflow)}.csv"
    query: dict[str, str | int] = {"format": "SDMX-CSV"}
    if periods is not None:
        query |= {"startPeriod": periods[0], "endPeriod": periods[1]}
    url = f"{base.rstrip('/')}/data/{dataflow}" + (f"/{key}" if key else "")
    return _kept(fetcher.fetch(url, query), path)


def _file_name(dataflow: str) -> str:
    name = dataflow.lower().replace("@", "_").replace("$", "_")
    if not name.replace("_", "").replace("-", "").isalnum():
        raise ServiceUnreachable(f'"{dataflow}" is no dataflow; write its code, as LFSA_ERGAN.')
    return name


def _kept(fetched: Fetched, path: Path) -> Path:
    if not _is_csv(fetched):
        raise not_expected(fetched, "SDMX-CSV")
    write_whole(path, fetched.path.read_bytes())
    return path
