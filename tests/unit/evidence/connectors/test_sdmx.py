"""SDMX registries: the addresses of the standard, SDMX-CSV into files that the readers take, refusals."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.makers_b import value
from tests.makers_c import read
from tests.makers_server import Answer, Service, kept

from passerelle.base.errors import ServiceUnreachable
from passerelle.evidence.connectors import sdmx
from passerelle.evidence.connectors.fetching import Fetcher
from passerelle.evidence.connectors.sdmx import Registry, address, fetch_dataflow, fetch_eurostat

# as Eurostat's service answers for one country and year
RATES = (
    b"DATAFLOW,LAST UPDATE,freq,unit,sex,age,citizen,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG,CONF_STATUS\n"
    b"ESTAT:LFSA_ERGAN(1.0),13/03/25 23:00:00,A,PC,T,Y15-64,FOR,DE,2023,65.8,,\n"
    b"ESTAT:LFSA_ERGAN(1.0),13/03/25 23:00:00,A,PC,T,Y15-64,NAT,DE,2023,79.7,,\n"
)
DOCTORS = (
    b"STRUCTURE,STRUCTURE_ID,ACTION,REF_AREA,MEASURE,UNIT_MEASURE,ORIGIN,TIME_PERIOD,OBS_VALUE,OBS_STATUS\n"
    b"DATAFLOW,OECD.ELS.HD:DSD_HEALTH_WFMI@DF_HEALTH_WFMI(1.0),I,DEU,FTPHYS,PS,SYR,2022,700,A\n"
)
LATER = b"<?xml version='1.0'?><env:Envelope><status>SUBMITTED</status></env:Envelope>"


@pytest.mark.parametrize(
    ("registry", "key", "expected"),
    [
        (sdmx.OECD, "*", "https://sdmx.oecd.org/public/rest/data/OECD.ELS.HD,DF,latest/all"),
        (sdmx.ILO, "GHA..SEX_T", "https://sdmx.ilo.org/rest/data/ILO,DF,latest/GHA..SEX_T"),
        (Registry("https://r.example/", "A", rest_2=True), "*", "https://r.example/data/dataflow/A/DF/latest/*"),
        (Registry("https://r.example", "A", rest_2=True), "A.B", "https://r.example/data/dataflow/A/DF/latest/A.B"),
    ],
)
def test_a_query_is_written_as_the_standard_has_it(registry: Registry, key: str, expected: str) -> None:
    assert address(registry, "DF", key).startswith(expected)


def test_a_version_may_be_asked_for() -> None:
    assert "OECD.ELS.HD,DF,1.1/" in address(sdmx.OECD, "DF", version="1.1")


@pytest.mark.parametrize(
    ("rest_2", "path", "accept", "query"),
    [
        (False, "/data/OECD,DSD@DF,latest/all", sdmx.CSV_1, {"startPeriod": "2015", "endPeriod": "2022"}),
        (True, "/data/dataflow/OECD/DSD@DF/latest/*", sdmx.CSV_2, {"c[TIME_PERIOD]": "ge:2015+le:2022"}),
    ],
)
def test_both_generations_of_registries_are_asked_their_way(
    service: Service, fetcher: Fetcher, tmp_path: Path, rest_2: bool, path: str, accept: str, query: dict[str, str]
) -> None:
    service.plan(path, kept(DOCTORS))
    registry = Registry(service.base, "OECD", rest_2)
    file = fetch_dataflow(fetcher, registry, "DSD@DF", tmp_path, periods=("2015", "2022"))
    assert file == tmp_path / "dsd_df.csv" and file.read_bytes() == DOCTORS
    (asked,) = service.asked
    assert asked.path == path and asked.headers["accept"] == accept
    assert asked.query == query


def test_what_is_fetched_is_read_by_the_reader_of_its_source(
    service: Service, fetcher: Fetcher, tmp_path: Path
) -> None:
    service.plan("/data/OECD.ELS.HD,DSD_HEALTH_WFMI@DF_HEALTH_WFMI,latest/all", kept(DOCTORS))
    registry = Registry(service.base, "OECD.ELS.HD")
    file = fetch_dataflow(fetcher, registry, "DSD_HEALTH_WFMI@DF_HEALTH_WFMI", tmp_path)
    rows, _ = read("health_workers_abroad", file)
    assert value(rows, COUNTERPART_AREA="SYR", REF_AREA="DEU", COMP_BREAKDOWN="DOCTORS") == 700
    service.plan("/data/LFSA_ERGAN/A.PC.T.Y15-64..DE", kept(RATES))
    file = fetch_eurostat(fetcher, "LFSA_ERGAN", tmp_path, key="A.PC.T.Y15-64..DE", base=service.base)
    rows, report = read("eurostat", file)
    assert value(rows, INDICATOR="employment_rate", COMP_BREAKDOWN="CITIZEN_FOR", VINTAGE="2025-03-13") == 65.8
    assert not report.left_out


def test_eurostat_is_asked_for_csv_and_years(service: Service, fetcher: Fetcher, tmp_path: Path) -> None:
    service.plan("/data/lfsa_ergan", kept(RATES))
    file = fetch_eurostat(fetcher, "lfsa_ergan", tmp_path, periods=("2015", "2023"), base=service.base + "/")
    assert file.name == "lfsa_ergan.csv"
    assert service.asked[0].query == {"format": "SDMX-CSV", "startPeriod": "2015", "endPeriod": "2023"}


def test_a_second_fetch_writes_the_same_file_from_the_cache(service: Service, fetcher: Fetcher, tmp_path: Path) -> None:
    service.plan("/data/LFSA_ERGAN", kept(RATES))
    first = fetch_eurostat(fetcher, "LFSA_ERGAN", tmp_path, base=service.base)
    first.unlink()
    assert fetch_eurostat(fetcher, "LFSA_ERGAN", tmp_path, base=service.base).read_bytes() == RATES
    assert service.asked[1].headers["if-none-match"] == '"1"'


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf", b'"', b'\xef\xbb\xbf"'], ids=["bare", "mark", "quote", "both"])
def test_csv_is_known_by_its_first_column(service: Service, fetcher: Fetcher, tmp_path: Path, start: bytes) -> None:
    service.plan("/data/LFSA_ERGAN", kept(start + RATES))
    assert fetch_eurostat(fetcher, "LFSA_ERGAN", tmp_path, base=service.base).exists()


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (LATER, "<?xml version='1.0'?><env:Envelope>"),
        (b"<html>Under maintenance</html>", "Under maintenance"),
        (b'{"error": "no such key"}', "no such key"),
        (b"", '""'),
        (b"\xff\xfe\x00", "but with"),
    ],
    ids=["answered later", "page", "json", "nothing", "bytes"],
)
def test_an_answer_that_is_no_csv_is_shown_and_the_file_stays(
    service: Service, fetcher: Fetcher, tmp_path: Path, body: bytes, shown: str
) -> None:
    service.plan("/data/LFSA_ERGAN", kept(RATES), kept(body, '"2"'))
    file = fetch_eurostat(fetcher, "LFSA_ERGAN", tmp_path, base=service.base)
    with pytest.raises(ServiceUnreachable) as refused:
        fetch_eurostat(fetcher, "LFSA_ERGAN", tmp_path, base=service.base)
    said = str(refused.value)
    assert "did not answer with SDMX-CSV but with" in said and shown in said and service.base in said
    assert file.read_bytes() == RATES and [path.name for path in tmp_path.glob("*.csv")] == ["lfsa_ergan.csv"]


def eurostat(fetcher: Fetcher, dataflow: str, folder: Path, base: str) -> Path:
    return fetch_eurostat(fetcher, dataflow, folder, base=base)


def registry(fetcher: Fetcher, dataflow: str, folder: Path, base: str) -> Path:
    return fetch_dataflow(fetcher, Registry(base, "A"), dataflow, folder)


@pytest.mark.parametrize("fetch", [eurostat, registry])
@pytest.mark.parametrize("dataflow", ["", "../secret", "lfsa ergan", "lfsa?x=1", "@"])
def test_what_is_no_dataflow_is_not_asked_for(
    service: Service, fetcher: Fetcher, tmp_path: Path, fetch: Callable[..., Path], dataflow: str
) -> None:
    with pytest.raises(ServiceUnreachable, match="is no dataflow; write its code, as LFSA_ERGAN"):
        fetch(fetcher, dataflow, tmp_path, service.base)
    assert service.asked == []


def test_a_dataflow_that_the_service_lacks(service: Service, fetcher: Fetcher, tmp_path: Path) -> None:
    service.plan("/data/LFSA_X", Answer(b"<not found>", 404))
    with pytest.raises(ServiceUnreachable, match="answered 404 Not Found to"):
        fetch_eurostat(fetcher, "LFSA_X", tmp_path, base=service.base)
    assert list(tmp_path.glob("*.csv")) == []
