"""Indicators of rights and risks, with numbers checked by hand."""

import pytest
from tests.unit.evidence.indicators.makers import added, corridor, place, seen

from passerelle.evidence.cards import all_cards
from passerelle.evidence.figures import Figure
from passerelle.evidence.indicators.basis import Held, PlaceEvidence
from passerelle.evidence.indicators.registry import all_indicators, figures_of_corridor, figures_of_place
from passerelle.evidence.indicators.rights import TREATIES


def of(name: str, evidence: PlaceEvidence) -> list[Figure]:
    return figures_of_place(all_indicators()[name], evidence)


@pytest.mark.parametrize("code", list(TREATIES))
def test_a_party_is_bound_since_the_day_of_its_first_act(code: str) -> None:
    rows = [
        seen(f"party_{code.lower()}", day, 1, unit="1", comment="accession") for day in ("2007-05-02", "1999-01-31")
    ]
    (figure,) = of(f"party_{code.lower()}", place("GHA", *rows))
    assert (figure.value, figure.period, figure.unit, figure.note) == (1, "1999-01-31", "1", "accession")


def test_the_most_exact_of_the_first_year_stands() -> None:
    rows = [seen("party_iccpr", when, 1, unit="1") for when in ("2000", "2000-09-07", "2001-01-01")]
    assert [figure.period for figure in of("party_iccpr", place("GHA", *rows))] == ["2000-09-07"]
    rows = [seen("party_iccpr", when, 1, unit="1") for when in ("1999", "2000-09-07")]
    assert [figure.period for figure in of("party_iccpr", place("GHA", *rows))] == ["1999"]


def test_a_state_that_left_is_no_longer_bound_from_a_day() -> None:
    rows = [seen("party_echr", "1998", 1, unit="1"), seen("left_echr", "2022-09-16", 1, unit="1", comment="ceased")]
    figures = of("party_echr", place("RUS", *rows))
    assert [(f.value, f.period) for f in figures] == [(1, "1998"), (0, "2022-09-16")] and figures[1].note == "ceased"


def test_absence_is_said_with_the_date_of_the_table_never_as_a_refusal() -> None:
    held = Held({"party_echr": "2025-11"})
    (figure,) = of("party_echr", place("GHA", held=held))
    assert not figure.is_known and figure.note == "none recorded by 2025-11"
    (figure,) = of("party_echr", place("GHA"))
    assert "depositary’s table" in figure.note and "not ratified" not in figure.note


def test_every_treaty_that_a_reader_reads_is_an_indicator() -> None:
    read = {code for card in all_cards().values() for code in card.observes if code.startswith("party_")}
    assert read == {f"party_{code.lower()}" for code in TREATIES}


def month(period: str, value: float, **also: object):
    return seen("detections", period, value, unit="CROSSINGS", breakdown="ROUTE.LAND", **also)


def test_detections_are_sums_of_a_year_over_routes_and_months() -> None:
    rows = [month("2023-01", 5), month("2023-12", 7), month("2023-12", 2), month("2024-03", 4)]
    figures = of("detections", place("SYR", *rows, held=Held(ends={"detections": "2024-03"})))
    assert [(f.period, f.value, f.status, f.note) for f in figures] == [
        ("2023", 14, "A", ""), ("2024", 4, "P", "until 2024-03 only"),
    ]  # fmt: skip
    assert {f.unit for f in figures} == {"crossings"}


def test_a_table_that_ends_with_december_ends_whole() -> None:
    figures = of("detections", place("SYR", month("2023-12", 7), held=Held(ends={"detections": "2023-12"})))
    assert [f.status for f in figures] == ["A"]


def test_encounters_at_one_border_are_of_the_corridor() -> None:
    rows = [seen("border_encounters", f"2024-0{at}", 10, unit="ENCOUNTERS", breakdown=kind)
            for at, kind in ((1, "TITLE_8.USBP.FMUA"), (2, "TITLE_8.OFO.SINGLE_ADULTS"))]  # fmt: skip
    (figure,) = figures_of_corridor("border_encounters", corridor(*rows))
    assert (figure.value, figure.period, figure.unit) == (20, "2024", "encounters")


def test_deaths_of_nationals_say_that_many_are_not_known_and_deaths_here_are_of_all() -> None:
    gone, here = added("deaths_missing", "2016-03-02", 3), added("deaths_missing", "2016-11-30", 4)
    (figure,) = of("deaths_of_nationals", place("GHA", out=[gone]))
    assert figure.value == 3 and figure.note == "those whose nationality is known; many are not"
    (figure,) = of("deaths_here", place("LBY", into=[gone, here]))
    assert (figure.value, figure.period, figure.note) == (7, "2016", "")


def test_deaths_of_a_year_that_is_not_over_say_both_things() -> None:
    held = Held(ends={"deaths_missing": "2025-04-30"})
    (figure,) = of("deaths_of_nationals", place("GHA", out=[added("deaths_missing", "2025-02-01", 3)], held=held))
    assert figure.status == "P" and figure.note == "those whose nationality is known; many are not; until 2025-04 only"


@pytest.mark.parametrize(
    ("name", "breakdown"),
    [
        ("refused_entry", "TOTAL.TOTAL"),
        ("found_irregularly_present", "TOTAL.TOTAL"),
        ("return_orders", "_Z"),
        ("returns", "_Z"),
    ],
)
def test_borders_and_returns_as_published(name: str, breakdown: str) -> None:
    other = seen(name, "2024", 5, breakdown="LAND.NO_VISA")
    (figure,) = of(name, place("DEU", seen(name, "2024", 120, breakdown=breakdown), other))
    assert figure.value == 120


def test_visas_are_those_issued_in_the_country_of_the_consulate() -> None:
    (figure,) = figures_of_corridor(
        "visas_issued", corridor(seen("visas_issued", "2024", 9100, unit="VISAS", breakdown="UNIFORM_C"))
    )
    assert (figure.value, figure.unit) == (9100, "visas")


@pytest.mark.parametrize("area", ["", "_labour_market", "_family_reunion", "_education", "_health", "_political_participation",
                                  "_permanent_residence", "_nationality", "_anti_discrimination"])  # fmt: skip
def test_integration_policy_overall_and_by_area(area: str) -> None:
    code = f"mipex{area or '_overall'}"
    (figure,) = of(f"mipex{area}", place("SWE", seen(code, "2019", 86, unit="INDEX_0_100")))
    assert (figure.value, figure.unit, figure.period) == (86, "index", "2019")
    assert "never used to rank" in all_indicators()[f"mipex{area}"].formula
