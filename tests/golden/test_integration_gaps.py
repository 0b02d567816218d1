"""Gaps of what ships against the publisher's own rows, read anew by the standard library and no reader of ours."""

import csv
from collections.abc import Iterator

import pytest

from passerelle.evidence.integration.hosts import host
from passerelle.evidence.integration.measures import GROUPS, MEASURES
from passerelle.evidence.store import open_store
from tests.shared import shared

RATES = {
    "employment_rate": "eurostat/lfsa_ergan_employment_rates_by_citizenship.csv",
    "unemployment_rate": "eurostat/lfsa_urgan_unemployment_rates_by_citizenship.csv",
}
STATES = {
    "AT": "AUT",
    "BE": "BEL",
    "DE": "DEU",
    "EL": "GRC",
    "ES": "ESP",
    "FR": "FRA",
    "IT": "ITA",
    "NL": "NLD",
    "SE": "SWE",
}
SEX = {"T": "_T", "F": "F", "M": "M"}


def published(measure: str) -> dict[tuple[str, str, str], dict[str, float]]:
    """By state, sex and year the published rate of each group; what has no value is not there."""
    found: dict[tuple[str, str, str], dict[str, float]] = {}
    with shared(RATES[measure]).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["geo"] in STATES and row["OBS_VALUE"]:
                key = STATES[row["geo"]], SEX[row["sex"]], row["TIME_PERIOD"]
                found.setdefault(key, {})[row["citizen"]] = float(row["OBS_VALUE"])
    return found


@pytest.mark.parametrize("measure", RATES)
def test_every_gap_of_a_rate_is_the_difference_of_two_published_rates(measure: str) -> None:
    both = {key: sides for key, sides in published(measure).items() if {"FOR", "NAT"} <= set(sides)}
    ours = {
        (iso3, gap.sex, gap.period): gap
        for iso3 in STATES.values()
        for gap in host(open_store(), iso3).gaps
        if gap.measure.id == measure and gap.group.code == "CITIZEN_FOR" and gap.points is not None
    }
    assert len(both) > 600 and ours.keys() == both.keys()
    for key, sides in both.items():
        points, ratio = ours[key].points, ours[key].ratio
        assert points is not None and points.value == pytest.approx(sides["FOR"] - sides["NAT"], abs=1e-6)
        assert ratio is not None and ratio.value == pytest.approx(sides["FOR"] / sides["NAT"])


def test_the_published_figures_of_germany_in_2023() -> None:
    """65.8 % and 79.7 %: as the publisher's table has them, checked by the README of the shared data."""
    known = host(open_store(), "DEU")
    gap = known.newest("employment_rate", "CITIZEN_FOR", year="2023")
    assert gap is not None and gap.others is not None and gap.points is not None
    assert (gap.migrants.value, gap.others.value, gap.points.value) == (65.8, 79.7, -13.9)
    assert (gap.migrants.source, gap.migrants.vintage) == ("eurostat", "2025")


def incomes() -> Iterator[tuple[str, str, str, float]]:
    path = shared("eurostat/ilc_di15_income_by_citizenship.csv")
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["OBS_VALUE"] and row["unit"] == "Euro" and row["indic_il"] == "Median equivalised net income":
                yield row["geo"], row["citizen"], row["TIME_PERIOD"], float(row["OBS_VALUE"])


def test_incomes_of_third_country_nationals_stand_against_those_of_nationals() -> None:
    third = "Non-EU27 countries (from 2020) nor reporting country"
    told = {(who, year): value for geo, who, year, value in incomes() if geo == "Austria"}
    series = host(open_store(), "AUT").series("median_income", "CITIZEN_NEU27")
    assert len(series) >= 8
    for gap in series:
        assert gap.points is not None
        assert gap.points.value == pytest.approx(told[third, gap.period] - told["Reporting country", gap.period])


def test_refugees_naturalised_in_the_netherlands() -> None:
    """By UNHCR's own table of solutions, and the population of the year before."""
    with shared("unhcr/unhcr_solutions_1959_2025.csv").open(encoding="utf-8", newline="") as file:
        flow = sum(
            float(row["naturalisation"] or 0)
            for row in csv.DictReader(file)
            if row["coa_iso"] == "NLD" and row["year"] == "2021"
        )
    with shared("unhcr/unhcr_population_1951_2025.csv").open(encoding="utf-8", newline="") as file:
        stock = sum(
            float(row["refugees"] or 0)
            for row in csv.DictReader(file)
            if row["coa_iso"] == "NLD" and row["year"] == "2020"
        )
    gap = next(gap for gap in host(open_store(), "NLD").of_refugees if gap.period == "2021")
    assert flow > 10_000 and gap.migrants.value == pytest.approx(1000 * flow / stock)


def test_no_shipped_gap_claims_an_interval_that_eurostat_does_not_publish() -> None:
    gaps = host(open_store(), "DEU").gaps
    assert gaps and not any(gap.has_interval for gap in gaps)
    assert {gap.measure.id for gap in gaps} <= MEASURES.keys()
    assert {gap.group.code for gap in gaps} <= GROUPS.keys()
