"""A host: series of one source, refugees naturalised, policies of one edition, its own side; many hosts by name."""

import json

import pytest
from tests.unit.evidence.indicators.makers import added, seen

from passerelle.base.errors import EvidenceError
from passerelle.evidence.integration import hosts, policies, records
from passerelle.evidence.integration.hosts import Host, naturalised
from passerelle.evidence.integration.measures import GROUPS, MEASURES, REFUGEES
from passerelle.evidence.integration.wording import (
    SEX_WORDS,
    figure_name,
    finding,
    interval_text,
    notes_of,
    units_text,
    value_text,
    whom,
)
from passerelle.evidence.store import open_store

FOREIGN = GROUPS["CITIZEN_FOR"]


def sides(period, ours, theirs, **also):
    given = {"age": "Y15T64", "unit": "PC"} | also
    return [seen("employment_rate", period, value, breakdown=who, **given)
            for who, value in (("CITIZEN_FOR", ours), ("CITIZEN_NAT", theirs))]  # fmt: skip


def made(iso3="GHA", *rows, sums=(), policy=(), host=()):
    return Host(iso3, tuple(rows), tuple(sums), tuple(policy), tuple(host))


def test_the_source_that_goes_on_longest_is_the_series_and_is_never_mixed():
    old = sides("2018", 10, 20, source="a") + sides("2019", 11, 20, source="a")
    host = made("GHA", *old, *sides("2019", 50, 60, source="b"), *sides("2021", 51, 60, source="b"))
    assert [(gap.period, gap.migrants.source) for gap in host.series("employment_rate", "CITIZEN_FOR")] == [
        ("2019", "b"), ("2021", "b"),
    ]  # fmt: skip
    assert host.newest("employment_rate", "CITIZEN_FOR").period == "2021"
    assert host.newest("employment_rate", "CITIZEN_FOR", year="2018") is None
    assert host.newest("employment_rate", "CITIZEN_FOR", year="2019").migrants.value == 50
    assert host.years == ["2021", "2019", "2018"] and host.groups == [FOREIGN] and host.is_known


def test_a_series_is_the_same_whether_all_was_computed_before_or_not():
    rows = sides("2019", 11, 20) + sides("2020", 12, 20)
    lazily, after = made("GHA", *rows), made("GHA", *rows)
    assert after.gaps
    assert lazily.series("employment_rate", "CITIZEN_FOR") == after.series("employment_rate", "CITIZEN_FOR")


def test_refugees_naturalised_are_held_against_those_there_the_year_before():
    sums = [added("refugees", "2019", 2000), added("naturalised", "2020", 50), added("refugees", "2020", 9000)]
    (gap,) = naturalised("GHA", sums)
    assert (gap.migrants.value, gap.period, gap.migrants.unit) == (25, "2020", "per 1,000 refugees")
    assert gap.group == REFUGEES and gap.others is None and gap.points is None
    host = made("GHA", sums=sums)
    assert host.is_known and host.newest("refugees_naturalised", "REFUGEES") == gap
    assert host.series("employment_rate", "REFUGEES") == []


@pytest.mark.parametrize(
    "sums",
    [
        [added("naturalised", "2020", 50)],
        [added("refugees", "2019", 99), added("naturalised", "2020", 5)],
        [added("refugees", "2019", 2000), added("naturalised", "2020", 0)],
        [added("refugees", "2019", 2000, vintage="2024"), added("naturalised", "2020", 50)],
        [added("refugees", "2019", 2000, sex="F"), added("naturalised", "2020", 50, sex="F")],
    ],
    ids=["nobody counted before", "too few", "none recorded", "two editions", "one sex alone"],
)
def test_no_rate_of_naturalisation_is_made_of_what_does_not_carry_it(sums):
    assert naturalised("GHA", sums) == [] and not made("GHA", sums=sums).is_known


def scored(code, period, value, vintage="2019"):
    return seen(code, period, value, vintage=vintage, unit="INDEX_0_100", source="mipex")


def test_policies_are_of_the_newest_edition_and_unknown_dimensions_say_what_fills_them():
    rows = [scored("mipex_overall", "2010", 57, "2010"), scored("mipex_overall", "2017", 56),
            scored("mipex_overall", "2019", 58), scored("mipex_education", "2019", 63)]  # fmt: skip
    found = {score.dimension: score for score in made(policy=rows).scores()}
    assert list(found) == list(policies.DIMENSIONS)
    whole = found["mipex"]
    assert (whole.newest.value, whole.newest.period, [one.value for one in whole.earlier]) == (58, "2019", [56])
    assert found["mipex_education"].newest.value == 63
    assert found["mipex_health"].newest.value is None and "own build" in found["mipex_health"].newest.note
    of_2010 = {score.dimension: score.newest.value for score in made(policy=rows).scores("2015")}
    assert of_2010["mipex"] == 57 and of_2010["mipex_education"] is None


def test_the_hosts_side_is_not_known_and_says_whose_data_would_fill_it():
    told = made().host_side()
    assert {"discrimination_felt", "contact", "health_services"} <= {asked.id for asked, _ in told}
    assert all(figure.value is None and figure.note for _, figure in told)
    known = made(host=[seen("uhc_index", "2021", 52), seen("uhc_index", "2019", 48)]).host_side()
    assert [(asked.id, f.value, f.period) for asked, f in known if f.is_known] == [("health_services", 52, "2021")]


def test_all_figures_of_a_host_hold_what_is_not_known_too():
    figures = made("GHA", *sides("2020", 60, 80)).figures
    known = [figure for figure in figures if figure.is_known]
    assert len(known) == 4 and all(figure.source and figure.unit and figure.period for figure in known)
    missing = {figure.indicator for figure in figures if not figure.is_known}
    assert {"integration_median_income_migrants", "mipex", "integration_host_contact"} <= missing
    assert "integration_employment_rate_migrants" not in missing


def test_hosts_stand_by_name_and_one_measure_of_each():
    found = hosts.beside(
        [made("ZAF", *sides("2020", 60, 80)), made("AUT", *sides("2019", 50, 55)), made("FRA")],
        MEASURES["employment_rate"], FOREIGN,
    )  # fmt: skip
    assert [(iso3, gap.points.value) for iso3, gap in records.by_name(found)] == [("AUT", -5), ("ZAF", -20)]
    assert [iso3 for iso3, _ in records.by_name(found, "fr")] == ["ZAF", "AUT"]  # Afrique du Sud, Autriche
    of_2020 = hosts.beside([made("AUT", *sides("2019", 50, 55))], MEASURES["employment_rate"], FOREIGN, year="2020")
    assert of_2020 == {}


def test_records_are_json_and_null_where_nothing_is_known():
    host = made(
        "GHA", *sides("2020", 60, 80), seen("education_share", "2020", 30, breakdown="CITIZEN_FOR.ED5-8", unit="PC")
    )
    record = records.host_record(host, records.gaps_asked(host, sex="_T"))
    assert json.loads(json.dumps(record, allow_nan=False))["place"] == "GHA"
    first, alone = record["gaps"]
    assert tuple(first) == records.GAP_COLUMNS
    assert (first["gap"], first["gap_unit"], first["ratio"]) == (-20, "percentage points", 0.75)
    assert (first["interval_published"], first["gap_low"]) == (False, None)
    assert alone["measure"] == "tertiary_education" and alone["others"] is None and alone["gap"] is None
    missing = {one["measure"]: one["filled_by"] for one in record["not_known"]}
    assert "income and living conditions" in missing["median_income"] and "employment_rate" not in missing
    assert all(one["value"] is None and one["filled_by"] for one in [*record["policies"], *record["host_side"]])
    assert records.gaps_asked(host, measure="employment_rate", year="2019") == []


def test_words_of_values_names_and_notes():
    rows = sides("2020", 60.31, 80.4, status="U", comment="low reliability; break in the series")
    (gap,) = made("GHA", *rows).gaps
    assert finding(gap, "Ghana") == "Employment rate in Ghana, 2020: foreign citizens 60.3%, nationals 80.4%."
    assert (value_text(gap.points), value_text(gap.points, short=True)) == ("−20.1 points", "−20.1")
    assert value_text(gap.ratio, "fr") == "0,75"
    assert notes_of(gap) == ["too few were asked: low reliability", "break in the series"]
    assert whom(gap.group) == "foreign citizens beside nationals" and whom(REFUGEES) == "refugees"
    assert interval_text(gap.points) == "" and interval_text(None) == ""
    assert interval_text(gap.points.about(low=-22.0, high=-18.0)) == "−22.0 points to −18.0 points"
    assert units_text(MEASURES["median_income"]) == "figures and the gap in EUR a year"
    assert units_text(MEASURES["refugees_naturalised"]) == ""
    assert figure_name("integration_employment_rate_gap") == "Employment rate: the gap"
    assert figure_name("integration_host_contact") == "Contact between migrants and others"
    # an indicator of the same rate keeps its own name
    assert figure_name("employment_rate_gap") == "" and figure_name("integration_weather_gap") == ""
    assert set(SEX_WORDS) == {"_T", "F", "M"}


def test_what_ships_knows_hosts_of_north_and_south_and_refuses_all_vintages():
    found = hosts.all_hosts(open_store())
    assert "DEU" in found and "SEN" in found and found["SEN"].of_refugees and not found["SEN"].groups
    assert hosts.host(open_store(), "DEU").gaps == found["DEU"].gaps
    with pytest.raises(EvidenceError, match="never mixed"):
        hosts.host(open_store(vintage="all"), "DEU")
    with pytest.raises(EvidenceError, match="never mixed"):
        hosts.all_hosts(open_store(vintage="all"))
