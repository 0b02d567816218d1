"""`evidence fetch`: recorded answers on the loopback become files that a build reads; refusals are sentences."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from passerelle.base.corridors import Corridor
from passerelle.evidence.corridors import known_corridor, known_place
from passerelle.evidence.store import Store
from tests.makers_server import Answer, Service, kept, serving
from tests.unit.cli.conftest import Run

pytestmark = pytest.mark.slow

CODE = "NY.GDP.PCAP.CD"
RATES = (
    b"DATAFLOW,LAST UPDATE,freq,unit,sex,age,citizen,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG,CONF_STATUS\n"
    b"ESTAT:LFSA_ERGAN(1.0),13/03/26 23:00:00,A,PC,T,Y15-64,NEU27_2020_FOR,DE,2025,65.8,,\n"
    b"ESTAT:LFSA_ERGAN(1.0),13/03/26 23:00:00,A,PC,T,Y15-64,NAT,DE,2025,79.7,,\n"
)


@pytest.fixture
def service() -> Iterator[Service]:
    with serving() as started:
        yield started


def bank(*rows: tuple[str, int, float | None]) -> Answer:
    """A page of the World Bank's service."""
    head = {"page": 1, "pages": 1, "total": len(rows), "lastupdated": "2026-07-01"}
    told = [
        {"indicator": {"id": CODE, "value": "GDP per capita"}, "country": {"id": iso3[:2], "value": f"name of {iso3}"},
         "countryiso3code": iso3, "date": str(year), "value": value}
        for iso3, year, value in rows
    ]  # fmt: skip
    return Answer(json.dumps([head, told]).encode())


def refugees(origin: str, asylum: str, year: int, persons: int) -> dict[str, Any]:
    """One item of UNHCR's service."""
    rest = dict.fromkeys(("returned_refugees", "idps", "returned_idps", "stateless", "ooc", "oip", "hst"), 0)
    return {"year": year, "coo_iso": origin, "coa_iso": asylum, "refugees": persons, "asylum_seekers": 0} | rest


def built(run: Run, tmp_path: Path) -> Store:
    """The store of what was fetched, beside what ships."""
    done = run("evidence", "build", str(tmp_path / "in"), "--out", str(tmp_path / "out"))
    assert done.code == 0, done.err
    return Store([tmp_path / "out"])


def test_an_indicator_of_the_world_bank_becomes_a_file_and_a_figure(run: Run, service: Service, tmp_path: Path) -> None:
    service.plan(
        f"/country/all/indicator/{CODE}", bank(("GHA", 2024, 2405.8), ("NAM", 2024, None), ("WLD", 2024, 13673))
    )
    done = run("evidence", "fetch", "worldbank", CODE, "--into", str(tmp_path / "in"), "--service", service.base)
    assert (done.code, done.out) == (0, "") and "evidence build" in done.err
    (path,) = (tmp_path / "in").glob("*.csv")
    assert path.name == f"API_{CODE}_DS2_en_csv_20260701.csv" and path.name in done.err
    figure = known_place(built(run, tmp_path), "GHA").latest("gdp_per_head")
    assert (figure.value, figure.period, figure.vintage) == (2405.8, "2024", "2026-07-01")


def test_a_part_of_unhcrs_table_leaves_all_other_corridors_as_they_ship(
    run: Run, service: Service, tmp_path: Path
) -> None:
    page = {"page": 1, "maxPages": 1, "items": [refugees("SYR", "TUR", 2026, 2_000_000)]}
    service.plan("/population/", Answer(json.dumps(page).encode()))
    done = run("evidence", "fetch", "unhcr", "population", "--years", "2026", "--origin", "Syria", "--destination", "TUR",
               "--into", str(tmp_path / "in"), "--service", service.base)  # fmt: skip
    assert done.code == 0 and service.asked[0].query["coo"] == "SYR"
    store, shipped = built(run, tmp_path), Store()
    figure = known_corridor(store, Corridor("SYR", "TUR"), ["refugees"]).latest("refugees")
    assert (figure.value, figure.period) == (2_000_000, "2026")
    for corridor in (Corridor("SYR", "DEU"), Corridor("AFG", "IRN")):
        here, there = (known_corridor(one, corridor, ["refugees"]).latest("refugees") for one in (store, shipped))
        assert here.as_dict() == there.as_dict()


def test_a_table_of_eurostat_fills_what_ships_beside_it(run: Run, service: Service, tmp_path: Path) -> None:
    service.plan("/data/lfsa_ergan/A.PC", kept(RATES))
    done = run("evidence", "fetch", "eurostat", "lfsa_ergan", "--key", "A.PC", "--years", "2020-2025",
               "--into", str(tmp_path / "in"), "--service", service.base)  # fmt: skip
    assert done.code == 0
    assert service.asked[0].query["startPeriod"] == "2020"
    store = built(run, tmp_path)
    assert known_place(store, "DEU").latest("employment_rate_gap_tcn").value == pytest.approx(-13.9)
    assert known_place(store, "FRA").latest("employment_rate_gap").is_known, "France is as it ships"


def test_the_same_command_again_fetches_only_what_changed(run: Run, service: Service, tmp_path: Path) -> None:
    service.plan("/data/lfsa_ergan", kept(RATES))
    words = ("evidence", "fetch", "eurostat", "lfsa_ergan", "--into", str(tmp_path / "in"), "--service", service.base)
    assert run(*words).code == run(*words).code == 0
    assert service.asked[1].headers["if-none-match"] == '"1"'
    assert (tmp_path / "in/lfsa_ergan.csv").read_bytes() == RATES


def test_what_was_cut_off_is_gone_on_with(run: Run, service: Service, tmp_path: Path) -> None:
    service.plan("/data/lfsa_ergan", kept(RATES, cut=40), kept(RATES))
    done = run("evidence", "fetch", "eurostat", "lfsa_ergan", "--into", str(tmp_path / "in"), "--service", service.base)
    assert done.code == 0 and (tmp_path / "in/lfsa_ergan.csv").read_bytes() == RATES
    assert service.asked[1].headers["range"] == "bytes=40-"


def test_any_registry_by_its_address(run: Run, service: Service, tmp_path: Path) -> None:
    service.plan("/data/XYZ,DF_OWN,latest/all", kept(RATES.replace(b"LFSA_ERGAN", b"DF_OWN")))
    done = run("evidence", "fetch", service.base, "DF_OWN", "--agency", "XYZ", "--into", str(tmp_path / "in"))
    assert done.code == 0 and (tmp_path / "in/df_own.csv").exists()
    assert "No reader knows this table yet" in done.err


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("nobody", "x"), 2, '"nobody" is no service that is known: write worldbank, unhcr'),
        (("http://127.0.0.1:9", "DF"), 2, "name it with --agency"),
        (("worldbank", "SP.X"), 2, '"SP.X" is not read; those read are'),
        (("unhcr", "camps"), 2, 'UNHCR has no table "camps"'),
        (("unhcr", "population", "--origin", "Marroc"), 1, "Did you mean Morocco"),
        (("unhcr", "population", "--years", "2020-Q1"), 2, "is no span of years"),
        (("unhcr", "population", "--years", "soon"), 2, "is not a period"),
        (("worldbank", CODE, "--proxy", "nowhere"), 2, '"nowhere" is no address of a proxy'),
    ],
)
def test_refusals_are_sentences(run: Run, tmp_path: Path, words: tuple[str, ...], code: int, said: str) -> None:
    done = run("evidence", "fetch", *words, "--into", str(tmp_path))
    assert done.code == code and said in done.err and "Traceback" not in done.err and not done.out


def test_nothing_published_is_a_negative_answer(run: Run, service: Service, tmp_path: Path) -> None:
    service.plan(f"/country/GHA/indicator/{CODE}", bank(("GHA", 2024, None)))
    done = run(
        "evidence", "fetch", "worldbank", CODE, "--place", "Ghana", "--into", str(tmp_path), "--service", service.base
    )
    assert done.code == 1 and "no value of NY.GDP.PCAP.CD" in done.err and not list(tmp_path.glob("*.csv"))


def test_a_service_that_answers_with_a_fault_is_named(run: Run, service: Service, tmp_path: Path) -> None:
    service.plan("/data/lfsa_ergan", Answer(b"gone", 404))
    done = run("evidence", "fetch", "eurostat", "lfsa_ergan", "--into", str(tmp_path), "--service", service.base)
    assert done.code == 2 and "127.0.0.1 answered 404" in done.err
