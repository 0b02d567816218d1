"""How times, changes and spans of years are written."""

import pytest

from passerelle.base.places import LANGUAGES
from passerelle.evidence.corridors import years_of
from passerelle.evidence.figures import Figure, unknown
from passerelle.evidence.wording import change_text, moment_text, when_text


def figure(name: str = "stock", value: float = 10.0, period: str = "2020", unit: str = "persons") -> Figure:
    return Figure(name, value, unit, period, "undesa_stock", "2020")


def test_an_old_figure_reads_last_known_inside_a_sentence() -> None:
    assert when_text(figure("price_200", period="2020-Q3"), 2026) == "(last known, 2020 Q3)"
    assert when_text(figure("price_200", period="2020-Q3"), 2022) == "in 2020 Q3"
    assert when_text(figure("price_200", period="2020-Q3"), None) == "in 2020 Q3"
    assert when_text(unknown("stock", "persons", "A table."), 2026) == ""


@pytest.mark.parametrize(
    ("period", "said"),
    [("2020", "in 2020"), ("2015-2020", "in 2015–2020"), ("2015-04", "in 2015-04"), ("2026-01-01", "on 2026-01-01")],
)
def test_every_kind_of_period_has_its_word(period: str, said: str) -> None:
    assert moment_text(period) == said


def test_the_end_of_a_year_is_said_of_years_alone() -> None:
    assert moment_text("2020", at_end=True) == "at the end of 2020"
    assert moment_text("2020-06", at_end=True) == "in 2020-06"


@pytest.mark.parametrize("language", LANGUAGES)
def test_times_are_said_in_every_language(language: str) -> None:
    said = [moment_text(period, language) for period in ("2020", "2015-2020", "2020-Q3", "2015-04", "2026-01-01")]
    assert all("{" not in text and text[0] not in "0123456789" for text in said)


def test_what_would_be_written_as_no_change_is_unchanged() -> None:
    before, now = figure("share_of_emigrants", 0.5, "2015", "1"), figure("share_of_emigrants", 0.5003, "2020", "1")
    assert change_text(now, before) == "unchanged since 2015"
    assert change_text(now.about(value=0.51), before) == "+1.0 points since 2015"
    assert change_text(figure(value=10_001), figure(value=10_000, period="2015")) == "unchanged since 2015"
    assert change_text(figure(value=9_900), figure(value=10_000, period="2015")) == "−1.0% since 2015"


def test_no_percentage_is_said_of_what_may_be_below_zero_or_of_a_few_people() -> None:
    was, now = figure("political_stability_origin", -0.27, "2021", "index"), -0.32
    assert change_text(was.about(value=now, period="2022"), was) == "−0.05 since 2021"
    assert change_text(was.about(value=-0.2701, period="2022"), was) == "unchanged since 2021"
    two, loss = figure("refugees", 2.0, "2017"), figure("net_migration_origin", -30_000.0, "2022")
    assert change_text(two.about(value=3.0, period="2023"), two) == "+1 since 2017"
    assert change_text(two.about(value=20.0, period="2023"), two.about(value=10.0)) == "+100.0% since 2017"
    assert change_text(loss.about(value=-40_000.0, period="2023"), loss) == "−10,000 since 2022"
    assert change_text(figure("remittances_bilateral", 5.0, unit="USD"), figure("remittances_bilateral", 0.0)) == ""


def test_a_change_from_or_to_a_share_of_few_cases_is_not_told() -> None:
    few, many = figure("asylum_recognition", 0.0, "2019", "1"), figure("asylum_recognition", 1.0, "2021", "1")
    assert change_text(many, few) == "+100.0 points since 2019"
    assert change_text(many, few.about(status="U")) == ""
    assert change_text(many.about(status="U"), few) == ""


def test_years_are_those_of_the_figures_given_and_spans_count_whole() -> None:
    flow = figure("flow", period="2015-2020")
    treaty, lacking = figure("party_icrmw_origin", 1.0, "1956-11-07", "1"), unknown("stock", "persons", "A table.")
    assert years_of([figure(period="2019"), flow, treaty, lacking]) == (2015, 2020)
    assert years_of([treaty, lacking]) is None
