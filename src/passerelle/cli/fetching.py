"""The command `evidence fetch`: download from the publishers' public services into a folder that a build reads.

Stands on `evidence.connectors` and `writing`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from passerelle.base.errors import EvidenceError
from passerelle.cli.writing import say_aside

KEPT = ".fetched"  # bodies as they came, below the folder; a build passes over what begins with a point
_SERVICES = "worldbank, unhcr, eurostat, oecd, ilo, or the address of an SDMX registry"


def fetch(
    source: Annotated[str, typer.Argument(metavar="SOURCE", help=f"One of {_SERVICES}.")],
    table: Annotated[
        str,
        typer.Argument(metavar="TABLE", help="Indicator of the World Bank, table of UNHCR, or dataflow of a registry."),
    ],
    into: Annotated[Path, typer.Option("--into", help="Folder for the files; a build reads it.")] = Path("downloads"),
    years: Annotated[str | None, typer.Option("--years", help="First and last year: 2015-2024, or one year.")] = None,
    origin: Annotated[
        list[str] | None, typer.Option("--origin", help="UNHCR: where people come from. May be given several times.")
    ] = None,
    destination: Annotated[
        list[str] | None, typer.Option("--destination", help="UNHCR: where they are. May be given several times.")
    ] = None,
    place: Annotated[
        list[str] | None, typer.Option("--place", help="World Bank: a place. May be given several times; all if not.")
    ] = None,
    key: Annotated[str, typer.Option("--key", help="SDMX: codes of the dimensions in order, joined by points.")] = "",
    agency: Annotated[str | None, typer.Option("--agency", help="SDMX: the agency of the dataflow.")] = None,
    rest_2: Annotated[bool, typer.Option("--rest-2", help="SDMX: the registry speaks REST 2 (SDMX 3.0).")] = False,
    service: Annotated[str | None, typer.Option("--service", help="Another address of the service.")] = None,
    proxy: Annotated[
        str | None, typer.Option("--proxy", help="Address of a proxy; none is taken from elsewhere.")
    ] = None,
    pause: Annotated[float, typer.Option("--pause", help="Least seconds between two requests.")] = 1.0,
) -> None:
    """Download a table from a publisher's public service into a folder that `evidence build` reads.

    What came is kept with its checksum: the same command again goes on where it was cut off, and fetches only what
    changed. Exit 1 where the publisher has nothing of what is asked, 2 where the service cannot be reached.

    Examples:  passerelle evidence fetch worldbank NY.GDP.PCAP.CD  ·  passerelle evidence fetch unhcr population --years
    2023-2025 --origin Syria  ·  passerelle evidence fetch eurostat lfsa_ergan --years 2015-2025
    """
    from passerelle.evidence.connectors.fetching import Fetcher, Manners

    into.mkdir(parents=True, exist_ok=True)
    with (
        _bar(f"{source} {table}") as tell,
        Fetcher(into / KEPT, Manners(pause=pause, proxy=proxy), progress=tell) as fetcher,
    ):
        path = _fetched(
            fetcher, source, table, into, years=_years(years), origin=_codes(origin), destination=_codes(destination),
            place=_codes(place), key=key, agency=agency, rest_2=rest_2, service=service,
        )  # fmt: skip
    say_aside(f"{path} written. `passerelle evidence build {into}` compiles it.")
    if not _is_read(path):
        say_aside("No reader knows this table yet: the build will list it and make no figure of it.")


def _fetched(fetcher: Any, source: str, table: str, into: Path, **asked: Any) -> Path:
    """The file of one table of one service."""
    name, years, service = source.lower(), asked["years"], asked["service"]
    today = date.today()  # noqa: DTZ011  the day of asking is the reader's own
    if name in ("worldbank", "wb"):
        from passerelle.evidence.connectors import world_bank

        places = ";".join(asked["place"]) or "all"
        base = service or world_bank.BASE
        return world_bank.fetch_file(fetcher, table, into, as_of=today, places=places, years=years, base=base)
    if name == "unhcr":
        from passerelle.evidence.connectors import unhcr

        return unhcr.fetch_table(
            fetcher, table, into, years=years or (today.year - 2, today.year), origin=",".join(asked["origin"]),
            asylum=",".join(asked["destination"]), as_of=today, base=service or unhcr.BASE,
        )  # fmt: skip
    return _from_registry(fetcher, source, table, into, asked)


def _from_registry(fetcher: Any, source: str, table: str, into: Path, asked: dict[str, Any]) -> Path:
    """The file of one dataflow of an SDMX registry, known by name or by address."""
    from passerelle.evidence.connectors import sdmx

    first, last = asked["years"] or (None, None)
    periods = None if first is None else (str(first), str(last))
    if source.lower() == "eurostat":
        base = asked["service"] or sdmx.EUROSTAT.base
        return sdmx.fetch_eurostat(fetcher, table, into, key=asked["key"], periods=periods, base=base)
    known = {"oecd": sdmx.OECD, "ilo": sdmx.ILO}.get(source.lower())
    address = asked["service"] or (known.base if known else source)
    agency = asked["agency"] or (known.agency if known else None)
    if not address.startswith(("http://", "https://")):
        raise EvidenceError(f'"{source}" is no service that is known: write {_SERVICES}.')
    if agency is None:
        raise EvidenceError(f'The agency of "{table}" is not known: name it with --agency.')
    registry = sdmx.Registry(address, agency, asked["rest_2"])
    return sdmx.fetch_dataflow(fetcher, registry, table, into, key=asked["key"] or "*", periods=periods)


def _codes(texts: list[str] | None) -> list[str]:
    from passerelle.base.names import find_place

    return [find_place(text).iso3 for text in texts or ()]


def _years(text: str | None) -> tuple[int, int] | None:
    """First and last year of a period as a person writes it."""
    from passerelle.base.periods import read_period

    if not text:
        return None
    period = read_period(text)
    if period.kind not in ("year", "span"):
        raise EvidenceError(f'"{text}" is no span of years; write 2015-2024, or one year.')
    return period.first, period.last


def _is_read(path: Path) -> bool:
    from passerelle.evidence.readers.registry import READERS

    return any(path.match(pattern) for reader in READERS for pattern in reader.files)


@contextmanager
def _bar(title: str) -> Iterator[Any]:
    """A progress bar on stderr: answers and bytes that came."""
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn

    answers: dict[str, int] = {}
    columns = (TextColumn("{task.description:32}"), BarColumn(), DownloadColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=None)

        def tell(url: str, here: int, whole: int) -> None:
            answers[url] = here
            total = sum(answers.values()) - here + whole if whole else None
            bar.update(
                task, description=f"{title}, answer {len(answers)}", completed=sum(answers.values()), total=total
            )

        yield tell
