"""Beside the evidence: a gap where a figure is large, new and unnamed; old ones as last known; what lacks is told."""

import pytest

from passerelle.evidence.corridors import KnownPlace, is_old
from passerelle.evidence.figures import Figure, unknown
from passerelle.evidence.indicators.registry import all_indicators
from passerelle.evidence.store import open_store
from passerelle.measures.templates import all_templates
from passerelle.plans.coherence.against_evidence import (
    Beside,
    Large,
    against_evidence,
    all_large,
    beside_figures,
    figure_names,
    texts,
)
from passerelle.plans.coherence.checklist import all_items
from passerelle.plans.coherence.judging import judge
from passerelle.plans.coherence.papers import paper_of_text
from passerelle.plans.coherence.refusals import PaperError

SILENT = "Roads are bad in the north of the country, and the schools are far from most of the villages."
YEAR = 2026


def known(**figures: tuple[float, str] | None) -> KnownPlace:
    """A village with the figures given; all others are not known."""
    made = {}
    for name in figure_names():
        given = figures.get(name)
        if given is None:
            made[name] = [unknown(name, "1", "A table that nobody has.")]
        else:
            made[name] = [Figure(name, given[0], "1", given[1], "wdi", "2024")]
    return KnownPlace(made, iso3="MLI")


def beside(text: str = SILENT, **figures: tuple[float, str] | None) -> Beside:
    return beside_figures(judge(paper_of_text("T", text, language="en")), known(**figures), YEAR)


def test_a_large_figure_that_is_not_named_is_a_gap_with_its_papers() -> None:
    (gap,) = beside(remittances_received_share_gdp=(0.095, "2024")).gaps
    assert gap.topic.code == "remittances" and gap.figure.value == 0.095
    said = gap.text(YEAR)
    assert said.startswith(
        "What emigrants send is more than 3 % of the country's income. Remittances received, share of GDP"
    )
    assert "9.5%" in said and "2024" in said and said.endswith(").")


@pytest.mark.parametrize(("value", "gaps"), [(0.03, 0), (0.0301, 1), (0.0, 0)])
def test_both_sides_of_a_threshold_above(value: float, gaps: int) -> None:
    assert len(beside(remittances_received_share_gdp=(value, "2024")).gaps) == gaps


@pytest.mark.parametrize(("value", "gaps"), [(49.0, 0), (48.9, 1)])
def test_both_sides_of_a_threshold_below(value: float, gaps: int) -> None:
    found = beside(health_workers=(value, "2024"))
    assert [gap.large.topic for gap in found.gaps] == ["skilled_emigration"] * gaps


def test_what_the_paper_names_is_no_gap_even_in_passing() -> None:
    assert not beside("Remittances rose.", remittances_received_share_gdp=(0.2, "2024")).gaps


def test_a_figure_older_than_its_maximum_age_is_last_known_and_no_gap() -> None:
    found = beside(remittances_received_share_gdp=(0.2, "2022"))
    assert not found.gaps
    (old,) = found.last_known
    assert "last known, 2022" in old.text(YEAR)
    assert beside(remittances_received_share_gdp=(0.2, "2023")).gaps, "three years old is not too old"


def test_a_figure_that_is_missing_is_told_once_with_its_topics_and_is_no_zero() -> None:
    found = beside(remittances_received_share_gdp=(0.2, "2024"))
    lacking = {lack.indicator: lack for lack in found.lacking}
    assert "remittances_received_share_gdp" not in lacking
    assert set(lacking["immigrants_share"].topics) == {"integration", "rights"}
    assert lacking["immigrants_share"].text() == ("Immigrants in the population is not known: A table that nobody has.")


def test_what_is_named_lacks_nothing() -> None:
    found = beside("Remittances rose.")
    assert "remittances_received_share_gdp" not in {lack.indicator for lack in found.lacking}


def test_a_real_country_from_what_ships() -> None:
    found = against_evidence(paper_of_text("T", SILENT, iso3="SEN"), open_store(()), 2026)
    assert {"remittances", "diaspora"} <= {gap.large.topic for gap in found.gaps}
    for gap in found.gaps:
        assert not is_old(gap.figure, 2026) and gap.text(2026, "nl")
    assert all(is_old(gap.figure, 2026) for gap in found.last_known)
    assert all(lack.figure.value is None and lack.text() for lack in found.lacking)


def test_of_a_grouping_s_paper_one_asks_country_by_country() -> None:
    paper = paper_of_text("T", SILENT, grouping="ECOWAS")
    with pytest.raises(PaperError, match="about no single country"):
        against_evidence(paper, open_store(()), 2026)
    assert against_evidence(paper, open_store(()), 2026, iso3="SEN").iso3 == "SEN"


def test_as_plain_values() -> None:
    plain = beside(remittances_received_share_gdp=(0.2, "2024"), idps=(2e5, "2010")).as_dict()
    assert plain["place"] == "MLI" and plain["gaps"][0]["item"] == "remittances"
    assert plain["gaps"][0]["threshold"].startswith("The threshold of the measures")
    assert plain["last_known"][0]["indicator"] == "idps" and plain["lacking"]


def test_every_threshold_is_of_an_item_and_an_indicator_and_has_one_side_and_a_reason() -> None:
    for large in all_large():
        assert large.topic in all_items() and not all_items()[large.topic].section
        assert all_indicators()[large.indicator].scope == "place"
        assert (large.above is None) != (large.below is None)
        assert large.says.endswith(".") and large.reason.endswith((".", ")."))
        assert {large.says, large.reason} <= set(texts())


def test_a_threshold_is_that_of_the_measures_where_they_have_one() -> None:
    needs = {
        (need.indicator.removesuffix("_origin"), need.above, need.below)
        for template in all_templates().values()
        for need in template.needs
    }
    shared = {name for name, _, _ in needs} & set(figure_names())
    assert "remittances_received_share_gdp" in shared and "health_workers" in shared
    for large in all_large():
        if large.indicator in shared:
            assert (large.indicator, large.above, large.below) in needs


def test_without_either_side_nothing_is_large() -> None:
    assert not Large("remittances", "x", None, None, "s", "r").holds_for(1.0)
