"""Which instruments bind on a day: by ratification or membership, with what is unknown said as such."""

from datetime import date

import pytest

from passerelle.base.corridors import Corridor, Route
from passerelle.evidence.corridors import place_evidence
from passerelle.evidence.store import Observation, Store, open_store
from passerelle.measures.screening import Standing, all_instruments, binding
from passerelle.measures.screening.standings import SAID, UNKNOWN, _by_ratification
from tests.unit.evidence.indicators.makers import place, seen
from tests.unit.measures.screening.makers import TODAY, bound


def standing(stops: tuple[str, ...], iso3: str, instrument: str, on: date = TODAY) -> Standing:
    (found,) = [s for s in bound(*stops, on=on).standings if (s.iso3, s.instrument) == (iso3, instrument)]
    return found


def under(instrument: str, *rows: Observation, on: date = TODAY, iso3: str = "VEN", held: object = None) -> Standing:
    evidence = place(iso3, *rows, **({"held": held} if held else {}))
    return _by_ratification(all_instruments()[instrument], evidence, on)


def test_burkina_faso_to_cote_divoire_is_under_african_and_universal_instruments() -> None:
    found = bound("BFA", "CIV")
    assert {"AFRICAN_CHARTER", "OAU_REFUGEE", "KAMPALA", "ICCPR", "CAT", "CRC", "ICERD"} <= set(found.instruments)
    assert not {"EU_CHARTER", "ECHR", "ECHR_P4", "AMERICAN_CONVENTION"} & set(found.instruments)
    assert found.places_under("ICRMW") == ("BFA",) and found.places_under("AFRICAN_CHARTER") == ("BFA", "CIV")
    assert standing(("BFA", "CIV"), "CIV", "ICRMW").text() == "none recorded by 2022-08"
    assert "EU_CHARTER" not in {s.instrument for s in found.of("CIV")}


def test_morocco_to_germany_is_under_the_instruments_of_both_sides() -> None:
    found = bound("MAR", "DEU")
    assert found.places_under("EU_CHARTER") == ("DEU",) and found.places_under("ECHR_P4") == ("DEU",)
    assert found.places_under("ICRMW") == ("MAR",) and found.places_under("ICCPR") == ("MAR", "DEU")
    assert standing(("MAR", "DEU"), "DEU", "EU_CHARTER").since == "2009-12-01"
    assert "AFRICAN_CHARTER" not in found.instruments
    assert standing(("MAR", "DEU"), "MAR", "AFRICAN_CHARTER").status == "none_recorded"


def test_a_route_is_under_the_instruments_of_every_stop() -> None:
    found = bound("SEN", "MAR", "ESP")
    assert found.places == ("SEN", "MAR", "ESP")
    assert found.places_under("CAT") == ("SEN", "MAR", "ESP") and found.places_under("AFRICAN_CHARTER") == ("SEN",)
    assert [a.number for a in found.articles("collective_expulsion", absolute=True)] == ["19(1)", "22(1)", "4", "12(5)"]


@pytest.mark.parametrize(
    ("iso3", "on", "status", "when"),
    [
        ("HRV", date(2013, 6, 30), "not_yet", "2013-07-01"),
        ("HRV", date(2013, 7, 1), "binds", "2013-07-01"),
        ("DEU", date(2009, 11, 30), "not_yet", "2009-12-01"),
        ("DEU", date(2009, 12, 1), "binds", "2009-12-01"),
        ("GBR", date(2020, 1, 31), "binds", "2009-12-01"),
        ("GBR", date(2020, 2, 1), "ceased", "2020-02-01"),
        ("CHE", TODAY, "outside", ""),
        ("MAR", TODAY, "outside", ""),
    ],
)
def test_the_charter_binds_members_from_their_day_to_their_last(iso3: str, on: date, status: str, when: str) -> None:
    found = standing((iso3, "USA"), iso3, "EU_CHARTER", on)
    assert (found.status, found.until if status == "ceased" else found.since) == (status, when)


@pytest.mark.parametrize(
    ("on", "status"),
    [(date(2022, 9, 15), "binds"), (date(2022, 9, 16), "ceased"), (TODAY, "ceased"), (date(1997, 5, 1), "not_yet")],
)
def test_russia_is_bound_by_the_european_convention_until_september_2022(on: date, status: str) -> None:
    found = standing(("RUS", "USA"), "RUS", "ECHR", on)
    assert found.status == status and found.is_unknown is False
    assert found.until == ("2022-09-16" if status == "ceased" else "")


@pytest.mark.parametrize(
    ("on", "status"),
    [(date(2013, 9, 9), "binds"), (date(2013, 9, 10), "ceased"), (date(2019, 7, 30), "ceased"), (TODAY, "disputed")],
)
def test_venezuelas_return_is_disputed_and_unknown(on: date, status: str) -> None:
    found = standing(("VEN", "USA"), "VEN", "AMERICAN_CONVENTION", on)
    assert found.status == status and found.is_unknown == (status == "disputed")


def test_who_returned_for_certain_is_bound_anew() -> None:
    rows = [seen("party_echr", "1953", 1), seen("left_echr", "1970-06-13", 1), seen("party_echr", "1974-11-28", 1)]
    assert under("ECHR", *rows, on=date(1972, 1, 1)).status == "ceased"
    back = under("ECHR", *rows)
    assert (back.status, back.since) == ("binds", "1974-11-28")


def test_of_the_year_alone_the_day_is_unknown_within_it() -> None:
    row = seen("party_icrmw", "2010", 1)
    told = {year: under("ICRMW", row, on=date(year, 6, 1)) for year in (2009, 2010, 2011)}
    assert [s.status for s in told.values()] == ["not_yet", "that_year", "binds"]
    assert told[2010].is_unknown and told[2010].text() == "in the course of 2010: the day is not known"


def test_of_a_day_it_binds_from_that_day() -> None:
    row = seen("party_icrmw", "2010-05-02", 1)
    assert under("ICRMW", row, on=date(2010, 5, 1)).status == "not_yet"
    assert under("ICRMW", row, on=date(2010, 5, 2)).status == "binds"


def test_nobody_is_bound_before_the_instrument_came_into_force() -> None:
    for period in ("1966-12-19", "1969"):
        early = under("ICCPR", seen("party_iccpr", period, 1), on=date(1976, 3, 22))
        assert (early.status, early.since) == ("not_yet", "1976-03-23")
        assert under("ICCPR", seen("party_iccpr", period, 1), on=date(1976, 3, 23)).binds
    assert under("ICCPR", seen("party_iccpr", "1976", 1), on=date(1976, 6, 1)).status == "that_year"


def test_absence_is_unknown_with_the_date_of_the_table_and_outside_its_region_not_told() -> None:
    here = place_evidence(open_store(), "DEU").held
    assert under("ICRMW", iso3="DEU", held=here).text() == "none recorded by 2022-08"
    assert under("ICRMW", iso3="DEU").text() == "not known: no table of this instrument is held"
    assert under("AFRICAN_CHARTER", iso3="DEU", held=here).status == "outside"
    assert under("AFRICAN_CHARTER", iso3="MAR", held=here).is_unknown


def test_nothing_says_that_a_state_is_not_bound_where_nothing_is_recorded() -> None:
    said = " ".join(SAID[status] for status in UNKNOWN)
    assert "not bound" not in said and "not ratified" not in said


def test_every_standing_has_its_papers() -> None:
    for iso3 in ("MAR", "DEU"):
        for found in bound("MAR", "DEU").of(iso3):
            told = found.as_dict()
            assert told["said"] and told["title"] and told["name"]
            assert not found.binds or (found.source and found.since and told["cited"])


def test_the_papers_of_a_membership_are_those_of_the_grouping() -> None:
    told = standing(("MAR", "DEU"), "DEU", "EU_CHARTER").as_dict()
    assert told["cited"] == told["source"] and "Treaties of accession" in told["cited"]


def test_as_a_dict_it_holds_all_that_an_annex_prints() -> None:
    told = bound("MAR", "DEU").as_dict("nl")
    assert told["on"] == "2026-11-27" and told["places"] == ["MAR", "DEU"]
    assert [s["name"] for s in told["standings"]][:1] == ["Marokko"]
    assert set(told["scopes"]) == {"EU_CHARTER", "REFUGEE_PROTOCOL"}
    assert all(s["status"] != "outside" for s in told["standings"])
    assert {s["status"] for s in told["standings"]} == {"binds", "none_recorded"}


def test_a_store_as_of_a_vintage_knows_what_was_published_then() -> None:
    then = Store(vintage="2015-03")
    found = binding(then, Corridor("MAR", "DEU"), date(2015, 6, 1))
    statuses = {s.instrument: s.status for s in found.of("DEU")}
    assert statuses["ICCPR"] == "no_table" and statuses["REFUGEE_CONVENTION"] == "binds"
    assert binding(then, Route(("MAR", "ESP", "DEU")), date(2015, 6, 1)).places == ("MAR", "ESP", "DEU")
