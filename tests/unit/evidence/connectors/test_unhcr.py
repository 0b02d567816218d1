"""UNHCR's service: all pages into one file in the layout that the reader reads; answers of another kind refused."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.makers_b import is_sound, left_out, value
from tests.makers_c import read
from tests.makers_server import Answer, Request, Service, kept

from passerelle.base.errors import NothingPublished, ServiceUnreachable
from passerelle.evidence.connectors.fetching import Fetcher
from passerelle.evidence.connectors.unhcr import TABLES, fetch_table

YEARS = (2022, 2023)


def person(origin: str | None, asylum: str | None, year: int = 2023, **figures: Any) -> dict[str, Any]:
    """One item of the population, as the service writes it: names beside codes, "0" and "-" where there is none."""
    item: dict[str, Any] = dict.fromkeys(TABLES["population"][1], 0)
    item |= {"year": year, "coo_iso": origin, "coa_iso": asylum, "coo_name": "…", "oip": "-", "hst": None}
    return item | figures


def pages(*items: list[dict[str, Any]], last: object = None) -> list[Answer]:
    """The pages of an answer; each tells how many there are."""
    told = len(items) if last is None else last
    return [Answer(json.dumps({"page": at, "maxPages": told, "items": page}).encode())
            for at, page in enumerate(items, start=1)]  # fmt: skip


def fetch(service: Service, fetcher: Fetcher, folder: Path, table: str = "population", **also: Any) -> Path:
    return fetch_table(fetcher, table, folder, years=YEARS, base=service.base, **also)


def test_all_pages_become_one_file_that_the_reader_reads(service: Service, fetcher: Fetcher, tmp_path: Path) -> None:
    first = [person("SYR", "TUR", refugees=3214780), person("-", "AUT", refugees=12)]
    second = [person("SDN", "SDN", idps=9000), person("TIB", "IND", refugees=70000), person("QQQ", "IND", refugees=5)]
    service.plan("/population/", *pages(first, second))
    file = fetch(service, fetcher, tmp_path)
    assert file.name == "unhcr_population_2022_2023.csv"
    assert file.read_text("utf-8").splitlines()[2] == "2023,UNK,AUT,12,0,0,0,0,0,0,,"
    rows, report = read("unhcr", file)
    is_sound(rows, "unhcr")
    assert value(rows, INDICATOR="refugees", COUNTERPART_AREA="SYR", REF_AREA="TUR") == 3214780
    assert value(rows, INDICATOR="refugees", COUNTERPART_AREA="_U", REF_AREA="AUT") == 12
    assert value(rows, INDICATOR="idps", COUNTERPART_AREA="_Z", REF_AREA="SDN") == 9000
    assert left_out(report, '"QQQ" is no place') == 1


def test_each_page_is_asked_for_by_its_number(service: Service, fetcher: Fetcher, tmp_path: Path) -> None:
    service.plan("/population/", *pages([person("SYR", "TUR")], [person("SYR", "LBN")], [person("SYR", "JOR")]))
    fetch(service, fetcher, tmp_path, per_page=1, asylum="TUR,LBN,JOR")
    assert [request.query["page"] for request in service.asked] == ["1", "2", "3"]
    assert service.asked[0].query == {
        "limit": "1", "yearFrom": "2022", "yearTo": "2023", "cf_type": "ISO", "coo_all": "true",
        "coa": "TUR,LBN,JOR", "page": "1",
    }  # fmt: skip


def test_an_origin_may_be_asked_for(service: Service, fetcher: Fetcher, tmp_path: Path) -> None:
    service.plan("/population/", *pages([person("SYR", "TUR")]))
    fetch(service, fetcher, tmp_path, origin="SYR")
    query = service.asked[0].query
    assert query["coo"] == "SYR" and query["coa_all"] == "true" and "coo_all" not in query


@pytest.mark.parametrize(
    ("table", "columns", "indicator"),
    [("asylum-decisions", {"procedure_type": "G", "dec_level": "FI", "dec_pc": "P", "dec_recognized": 7,
                           "dec_total": 7}, "asylum_decisions_recognised"),
     ("solutions", {"resettlement": 7}, "resettled")],
)  # fmt: skip
def test_the_other_tables(
    service: Service, fetcher: Fetcher, tmp_path: Path, table: str, columns: dict[str, Any], indicator: str
) -> None:
    item = dict.fromkeys(TABLES[table][1], 0) | {"year": 2023, "coo_iso": "ERI", "coa_iso": "SWE"} | columns
    service.plan(f"/{table}/", *pages([item]))
    file = fetch(service, fetcher, tmp_path, table)
    assert file.name == f"{TABLES[table][0]}_2022_2023.csv"
    assert value(read("unhcr", file)[0], INDICATOR=indicator, COUNTERPART_AREA="ERI", REF_AREA="SWE") == 7


def test_a_table_without_rows_is_said_and_not_written(service: Service, fetcher: Fetcher, tmp_path: Path) -> None:
    service.plan("/population/", Answer(b'{"maxPages": null, "items": []}'))
    with pytest.raises(NothingPublished, match="no row for these places and years; nothing was written"):
        fetch(service, fetcher, tmp_path)
    assert not list(tmp_path.rglob("unhcr_population*"))


@pytest.mark.parametrize(
    "body",
    [
        b"<html>gateway</html>", b"", b"[]", b'"items"', b"{}", b'{"items": null}', b'{"items": {}}',
        b'{"items": ["a"]}', b'{"items": [null]}', b'{"items": [], "maxPages": "many"}',
        b'{"items": [], "maxPages": [2]}', b'{"items": [',
    ],
)  # fmt: skip
def test_an_answer_of_another_kind_is_shown_and_nothing_is_written(
    service: Service, fetcher: Fetcher, tmp_path: Path, body: bytes
) -> None:
    service.plan("/population/", Answer(body))
    with pytest.raises(ServiceUnreachable, match=r"did not answer with (JSON|a page of items) but with") as refused:
        fetch(service, fetcher, tmp_path)
    assert body.decode() in str(refused.value) and service.base in str(refused.value)
    assert list(tmp_path.glob("*.csv")) == []


@pytest.mark.parametrize("at", [0, 1])
def test_a_column_that_the_service_no_longer_has(service: Service, fetcher: Fetcher, tmp_path: Path, at: int) -> None:
    items = [person("SYR", "TUR"), person("SYR", "LBN")]
    del items[at]["refugees"], items[at]["coa_iso"]
    service.plan("/population/", *pages(items))
    with pytest.raises(ServiceUnreachable, match="table population no longer has coa_iso, refugees; the service"):
        fetch(service, fetcher, tmp_path)


def test_a_second_page_that_fails_leaves_no_file(service: Service, fetcher: Fetcher, tmp_path: Path) -> None:
    def second(request: Request) -> Answer:
        return pages([person("SYR", "TUR")], last=2)[0] if request.query["page"] == "1" else Answer(b"gone", 410)

    service.plan("/population/", second)
    with pytest.raises(ServiceUnreachable, match="answered 410"):
        fetch(service, fetcher, tmp_path)
    assert list(tmp_path.glob("*.csv")) == []


def test_pages_kept_from_before_are_not_sent_again(service: Service, fetcher: Fetcher, tmp_path: Path) -> None:
    service.plan("/population/", kept(pages([person("SYR", "TUR", refugees=5)])[0].body))
    first = fetch(service, fetcher, tmp_path).read_bytes()
    assert fetch(service, fetcher, tmp_path).read_bytes() == first
    assert "if-none-match" in service.asked[1].headers


def test_a_table_that_is_not_read(service: Service, fetcher: Fetcher, tmp_path: Path) -> None:
    with pytest.raises(ServiceUnreachable, match='no table "demographics" that is read; those read are population,'):
        fetch(service, fetcher, tmp_path, "demographics")
    assert service.asked == []
