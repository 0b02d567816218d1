"""The World Bank's service: all pages as observations, sums of places listed, its refusals passed on."""

import json
from typing import Any

import polars as pl
import pytest
from tests.makers_b import is_sound, left_out, value
from tests.makers_server import Answer, Service

from passerelle.base.errors import ServiceUnreachable
from passerelle.evidence.connectors.fetching import Fetcher
from passerelle.evidence.connectors.world_bank import fetch_indicator
from passerelle.evidence.observations import SCHEMA
from passerelle.evidence.report import SourceReport

CODE = "SL.UEM.TOTL.ZS"
PATH = f"/country/all/indicator/{CODE}"


def row(iso3: str, year: int, figure: float | None, *, short: str = "ZZ") -> dict[str, Any]:
    """One row as the service writes it."""
    return {
        "indicator": {"id": CODE, "value": "Unemployment"}, "country": {"id": short, "value": "…"},
        "countryiso3code": iso3, "date": str(year), "value": figure, "unit": "", "obs_status": "", "decimal": 1,
    }  # fmt: skip


def page(rows: list[Any] | None, *, of: object = 1, total: object = None, updated: str = "2025-03-24") -> Answer:
    head = {"page": 1, "pages": of, "per_page": 2, "total": len(rows or []) if total is None else total}
    return Answer(json.dumps([head | ({"lastupdated": updated} if updated else {}), rows]).encode())


def fetch(service: Service, fetcher: Fetcher, **also: Any) -> tuple[pl.DataFrame, SourceReport]:
    report = SourceReport("wdi")
    return fetch_indicator(fetcher, CODE, report, base=service.base, **also), report


def test_all_pages_become_observations(service: Service, fetcher: Fetcher) -> None:
    service.plan(
        PATH,
        page([row("GHA", 2023, 3.1), row("NAM", 2023, 19.4)], of=2, total=4),
        page([row("WLD", 2023, 5.0), row("XKX", 2023, 10.9)], of="2", total="4"),
    )
    rows, report = fetch(service, fetcher, per_page=2)
    is_sound(rows, "wdi")
    assert dict(rows.select("REF_AREA", "OBS_VALUE").rows()) == {"GHA": 3.1, "NAM": 19.4, "W0": 5.0, "XKX": 10.9}
    at = {"INDICATOR": "unemployment", "UNIT_MEASURE": "PC", "TIME_PERIOD": "2023", "VINTAGE": "2025-03-24"}
    assert value(rows, REF_AREA="GHA", **at) == 3.1
    assert report.rows_read == 4 and not report.left_out
    assert [request.query["page"] for request in service.asked] == ["1", "2"]
    assert service.asked[0].query["format"] == "json" and service.asked[0].query["per_page"] == "2"


def test_sums_of_places_are_listed_by_whichever_code_they_have(service: Service, fetcher: Fetcher) -> None:
    service.plan(PATH, page([row("SSF", 2023, 6.0), row("", 2023, 7.0, short="XD"), row("GHA", 2023, 3.1)]))
    rows, report = fetch(service, fetcher)
    assert rows["REF_AREA"].to_list() == ["GHA"]
    assert left_out(report, '"SSF" is no place') == 1 and left_out(report, '"XD" is no place') == 1


def test_a_missing_value_is_no_zero(service: Service, fetcher: Fetcher) -> None:
    service.plan(PATH, page([row("GHA", 2023, None), row("GHA", 2022, 0.0)]))
    rows, report = fetch(service, fetcher)
    assert rows.select("TIME_PERIOD", "OBS_VALUE").rows() == [("2022", 0.0)] and report.rows_read == 2


@pytest.mark.parametrize("rows", [None, [], [row("GHA", 2023, None)]], ids=["null", "none", "all missing"])
def test_nothing_known_is_an_empty_table(service: Service, fetcher: Fetcher, rows: list[Any] | None) -> None:
    service.plan(PATH, page(rows))
    assert fetch(service, fetcher)[0].equals(pl.DataFrame(schema=SCHEMA))


def test_places_and_years_may_be_asked_for(service: Service, fetcher: Fetcher) -> None:
    service.plan(f"/country/GHA;NAM/indicator/{CODE}", page([row("GHA", 2020, 3.0)]))
    fetch(service, fetcher, places="GHA;NAM", years=(2015, 2020))
    assert service.asked[0].query["date"] == "2015:2020"


def test_without_a_last_update_the_newest_year_is_the_vintage(service: Service, fetcher: Fetcher) -> None:
    service.plan(PATH, page([row("GHA", 2022, 3.0), row("NAM", 2023, 19.0)], updated=""))
    assert fetch(service, fetcher)[0]["VINTAGE"].unique().to_list() == ["2023"]


@pytest.mark.parametrize(
    "message",
    [[{"id": "120", "key": "Invalid value", "value": "The provided parameter value is not valid"}],
     ["The provided parameter value is not valid"], "The provided parameter value is not valid"],
)  # fmt: skip
def test_the_banks_refusal_is_passed_on(service: Service, fetcher: Fetcher, message: object) -> None:
    service.plan(PATH, Answer(json.dumps([{"message": message}]).encode()))
    with pytest.raises(ServiceUnreachable, match=r"The World Bank refuses .*: The provided parameter value is not"):
        fetch(service, fetcher)


def test_a_table_that_changed_between_two_pages_is_refused(service: Service, fetcher: Fetcher) -> None:
    service.plan(PATH, page([row("GHA", 2023, 3.1)], of=2, total=3), page([row("NAM", 2023, 19.0)], of=2, total=3))
    with pytest.raises(ServiceUnreachable, match=rf"announced 3 rows of {CODE} and sent 2; .* Fetch it again"):
        fetch(service, fetcher)


BAD_ROW = row("GHA", 2023, 3.1)


@pytest.mark.parametrize(
    "body",
    [
        b"<html>", b"", b"{}", b"[]", b"[1, 2]", b'[{"page": 1}, []]', b'[{"pages": "x"}, []]', b'[{"pages": 1}]',
        b'[{"pages": 1}, {"a": 1}]', b'[{"pages": 1}, ["a"]]',
        *(json.dumps([{"pages": 1, "total": 1}, [broken]]).encode() for broken in (
            BAD_ROW | {"value": "many"}, BAD_ROW | {"country": None}, BAD_ROW | {"country": {}},
            {name: text for name, text in BAD_ROW.items() if name != "date"},
        )),
    ],
)  # fmt: skip
def test_an_answer_of_another_kind_is_shown(service: Service, fetcher: Fetcher, body: bytes) -> None:
    service.plan(PATH, Answer(body))
    with pytest.raises(ServiceUnreachable, match=r"did not answer with (JSON|a page of an indicator) but with") as told:
        fetch(service, fetcher)
    assert body.decode()[:40] in str(told.value)


def test_an_indicator_that_is_not_read(service: Service, fetcher: Fetcher) -> None:
    with pytest.raises(ServiceUnreachable, match=r'"SP\.X" is not read; those read are BM\.KLT\.DINV\.CD\.WD'):
        fetch_indicator(fetcher, "SP.X", SourceReport("wdi"), base=service.base)
    assert service.asked == []
