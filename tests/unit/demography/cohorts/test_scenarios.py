"""Scenarios by name from the evidence: what each assumes, holds and refuses."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from passerelle.base.errors import EvidenceError, ModelError
from passerelle.demography.cohorts.inputs import flows_of, gathered
from passerelle.demography.cohorts.leftover import composed
from passerelle.demography.cohorts.migration import Bilateral, Net, Nobody
from passerelle.demography.cohorts.rates import carried_on
from passerelle.demography.cohorts.scenarios import SCENARIOS, Span, published, rates_over, scenario
from passerelle.demography.cohorts.schedules import shares
from passerelle.evidence.store import Store, open_store


@pytest.fixture(scope="module")
def store() -> Store:
    return open_store()


def test_a_span_counts_its_periods() -> None:
    assert (Span().periods, Span().known) == (6, 0)
    assert (Span(1990, 2030).periods, Span(1990, 2030).known) == (8, 6)
    assert (Span(1950, 1980).periods, Span(1950, 1980).known) == (6, 6)
    assert Span(1990).gathered_from == 1990
    assert Span().gathered_from == 2000 and Span(averaged=1).gathered_from == 2005  # the trend looks back as far
    assert Span().held == "2000–2020"


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (2021, 2050, "not at 2021"),
        (2025, 2050, "not at 2025"),
        (1945, 2050, "not at 1945"),
        (2020, 2020, "from 2020 end at 2025, 2030"),
        (2020, 2048, "not at 2048"),
        (2020, 2200, "not at 2200"),
    ],
)
def test_years_that_cannot_be_are_refused(first: int, last: int, said: str) -> None:
    with pytest.raises(ModelError, match=said):
        Span(first, last)


@pytest.mark.parametrize("averaged", [0, 7])
def test_an_average_outside_the_record_of_flows_is_refused(averaged: int) -> None:
    with pytest.raises(ModelError, match=f"not {averaged}"):
        Span(averaged=averaged)


def test_rates_are_the_records_and_then_carried_on(store: Store) -> None:
    history = gathered(store, ("MAR", "NLD"))
    found = rates_over(history, Span(2010, 2030))
    assert found.periods == 4
    assert found.survival[:2] == pytest.approx(history.rates.survival[-2:])
    deaths, children = carried_on(history.deaths, history.children, 2)
    assert 5 * found.fertility[2:].sum(-1) == pytest.approx(children)
    assert (found.sex_ratio[2:] == history.sex_ratio[-1]).all()
    assert deaths.shape[0] == 2


def test_held_rates_are_those_of_the_last_period(store: Store) -> None:
    found = scenario(store, "no-migration", places=("NER",), span=Span(rule="held"))
    assert (found.rates.fertility == found.rates.fertility[0]).all()
    assert "are held" in found.told[0]


def test_nobody_moves(store: Store) -> None:
    found = scenario(store, "no-migration", places=("DEU",))
    assert isinstance(found.migration, Nobody) and found.told[-1].startswith("Nobody moves")
    projected = found.project()
    assert (projected.net == 0).all() and projected.years == (2020, 2025, 2030, 2035, 2040, 2045, 2050)


def test_published_totals_are_the_records_and_then_their_mean(store: Store) -> None:
    found = scenario(store, "published", places=("DEU",), span=Span(2010, 2035)).project()
    history = gathered(store, ("DEU",))
    assert found.net[:2].sum((1, 2)) == pytest.approx(history.net[-2:, 0])
    # gains stay as they were; the old, of whom some leave, grow in number, and so do those who leave
    mean = history.net[-4:, 0].mean()
    assert (found.net[2:].sum((1, 2)) < mean).all()
    assert found.net[2:].sum((1, 2)) == pytest.approx(np.full(3, mean), rel=0.03)


def test_losses_are_shares_of_those_who_can_leave(store: Store) -> None:
    found = scenario(store, "published", places=("LTU",), span=Span(2020, 2050))
    made = found.project()
    net, people = made.net.sum((1, 2)), made.population[:-1].sum((1, 3))[:, 0]
    assert (np.diff(-net) < 0).all(), "fewer people, fewer who leave"
    assert -net / people == pytest.approx(np.full(6, -net[0] / people[0]), rel=0.35)
    held = scenario(store, "published", places=("LTU",), span=Span(2020, 2050))
    counts = replace(held, migration=replace(held.migration, base=None)).project()
    assert counts.population[-1].sum() < made.population[-1].sum()


def test_the_average_may_be_of_the_last_period_alone(store: Store) -> None:
    found = scenario(store, "published", places=("DEU",), span=Span(averaged=1))
    history = gathered(store, ("DEU",))
    assert found.project().net.sum((1, 2)) == pytest.approx(np.full(6, history.net[-1, 0]), rel=0.03)
    assert "The mean of 2015–2020 is held" in " ".join(found.told)


def test_a_projection_inside_the_record_holds_nothing(store: Store) -> None:
    found = scenario(store, "published", places=("DEU",), span=Span(1990, 2020))
    assert found.known == 6 and not any("held" in sentence for sentence in found.told)
    assert found.told[0] == "Rates are WPP 2019's own, by period."
    history = gathered(store, ("DEU",))
    assert found.project().total[-1, 0] == pytest.approx(history.population[-1].sum(), rel=0.002)


def test_the_composition_is_the_places_own_or_a_models(store: Store) -> None:
    own, model = (scenario(store, "published", places=("QAT",), composition=by) for by in ("own", "model"))
    assert isinstance(own.migration, Net) and isinstance(model.migration, Net)
    men = own.migration.counts[-1, 1].sum() / own.migration.counts[-1].sum()
    assert men > 0.65  # those who build in the Gulf are men
    assert model.migration.counts[-1] == pytest.approx(model.migration.counts[-1].sum() * shares()[:, None, :])
    assert own.migration.counts.sum() == pytest.approx(model.migration.counts.sum())
    assert "model schedule" in model.told[-1] and "leave over" in own.told[-1]


def test_published_is_what_composed_gives(store: Store) -> None:
    history = gathered(store, ("MAR", "SYR"))
    found = published(history, Span(1950, 2020), "before")
    assert isinstance(found.migration, Net)
    wanted = composed(history, history.rates, "before", found.migration.exposure)
    assert found.migration.counts[:14] == pytest.approx(wanted)


@pytest.mark.parametrize("name", ["estimated", "abel-cohen"])
def test_flows_hold_all_places_and_nobody_is_lost(store: Store, name: str) -> None:
    found = scenario(store, name, places=("MAR",))
    assert isinstance(found.migration, Bilateral) and len(found.places) == 201
    projected = found.project()
    assert projected.residuals[1].relative < 1e-12 and projected.residuals[0].relative < 1e-12
    assert projected.arrivals is not None and (projected.arrivals >= 0).all()
    assert any("No flow is known of" in sentence for sentence in found.told)


@pytest.mark.parametrize(("first", "period"), [(1990, 0), (2005, 3), (2015, 5)])
@pytest.mark.parametrize("hold", ["rates", "counts"])
def test_rates_of_the_record_give_the_flows_of_the_record(store: Store, first: int, period: int, hold) -> None:  # type: ignore[no-untyped-def]
    """In the first period, which begins with the record's population, as many leave as the estimates say."""
    found = scenario(store, "estimated", span=Span(first, 2030), hold=hold)
    flows = flows_of(store, "passerelle_flows", found.places).table[period].sum(0)
    projected = found.project()
    assert projected.departures is not None
    assert projected.departures[0] == pytest.approx(flows.sum(1))
    assert projected.arrivals[0] == pytest.approx(flows.sum(0))


def test_counts_stay_what_they_are_and_rates_follow_the_people(store: Store) -> None:
    rates, counts = (scenario(store, "estimated", hold=hold).project().departures for hold in ("rates", "counts"))
    at = gathered(store, first=2015).places.index("NER")
    assert counts[:, at] == pytest.approx(np.full(6, counts[0, at]))
    assert rates[5, at] > 1.5 * rates[0, at]  # three times as many people by then


def test_the_mean_of_rates_is_held_after_the_record(store: Store) -> None:
    found = scenario(store, "estimated", span=Span(2005, 2040))
    assert isinstance(found.migration, Bilateral)
    table = found.migration.table
    assert len(table) == 4  # three periods of the record and the mean
    every = scenario(store, "estimated", span=Span(1990, 2020)).migration
    assert isinstance(every, Bilateral)
    assert table[:3] == pytest.approx(every.table[3:6])
    assert table[3] == pytest.approx(every.table[2:6].mean(0))


def test_published_flows_move_both_sexes_alike(store: Store) -> None:
    ours, theirs = (scenario(store, name).migration for name in ("estimated", "abel-cohen"))
    assert isinstance(ours, Bilateral) and isinstance(theirs, Bilateral)
    assert ours.table.shape[1] == 2 and theirs.table.shape[1] == 1
    assert ours.exposure == theirs.exposure == 0.0


def test_few_places_are_projected_as_among_all(store: Store) -> None:
    """Net totals do not join places: a place alone, among a few and among all is the same."""
    alone = scenario(store, "published", places=("BFA",)).project()
    few = scenario(store, "published", places=("CIV", "BFA")).project()
    whole = scenario(store, "published")
    everybody = whole.project()
    assert few.population[:, :, 1] == pytest.approx(alone.population[:, :, 0])
    at = whole.places.index("BFA")
    assert everybody.population[:, :, at] == pytest.approx(alone.population[:, :, 0])


def test_flows_are_not_known_before_1990(store: Store) -> None:
    with pytest.raises(ModelError, match="from 1990 on"):
        scenario(store, "estimated", span=Span(1985, 2020))


def test_what_is_no_scenario_is_refused_with_those_there_are(store: Store) -> None:
    with pytest.raises(ModelError, match=", ".join(SCENARIOS)):
        scenario(store, "zero", places=("MAR",))
    with pytest.raises(ModelError, match='"own" or "model", not "theirs"'):
        scenario(store, "published", places=("MAR",), composition="theirs")  # type: ignore[arg-type]
    with pytest.raises(ModelError, match='"rates" or "counts", not "all"'):
        scenario(store, "estimated", hold="all")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "options", "said"),
    [
        ("no-migration", {"hold": "rates"}, "no-migration has no flows"),
        ("no-migration", {"composition": "own"}, "no-migration has no net totals"),
        ("published", {"hold": "counts"}, "published has no flows"),
        ("abel-cohen", {"composition": "model"}, "abel-cohen has no net totals"),
    ],
)
def test_options_that_would_change_nothing_are_refused(store: Store, name, options, said) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ModelError, match=said):
        scenario(store, name, places=("MAR",), **options)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "mine.csv"


def test_a_table_of_net_totals(store: Store, path: Path) -> None:
    path.write_text("place,net\nMAR,-500000\nNLD,150000\n")
    found = scenario(store, str(path))
    assert found.name == "mine.csv" and found.places == ("MAR", "NLD")
    net = found.project().net.sum(1)
    assert net == pytest.approx(np.tile([-500000, 150000], (6, 1)))
    plain = scenario(store, str(path), composition="model")
    assert isinstance(plain.migration, Net)
    assert plain.migration.counts[0, :, 1] == pytest.approx(150000 * shares())


def test_a_table_of_net_totals_by_period_holds_its_last(store: Store, path: Path) -> None:
    path.write_text("place,period,net\nMAR,2020-2025,-100\nMAR,2025-2030,-50\n")
    found = scenario(store, str(path), span=Span(last=2040)).project()
    assert found.net.sum((1, 2)) == pytest.approx([-100, -50, -50, -50])
    with pytest.raises(ModelError, match="begins at 2020, the projection at 2015"):
        scenario(store, str(path), span=Span(2015, 2040))


def test_a_table_of_net_totals_must_have_every_place_asked(store: Store, path: Path) -> None:
    path.write_text("place,net\nMAR,-500000\n")
    with pytest.raises(ModelError, match=r"NLD has no net migration in mine\.csv"):
        scenario(store, str(path), places=("NLD",))


@pytest.mark.parametrize("hold", [None, "rates"])
def test_a_table_of_moves(store: Store, path: Path, hold) -> None:  # type: ignore[no-untyped-def]
    path.write_text("origin,destination,value\nMAR,NLD,20000\nNLD,MAR,5000\n")
    found = scenario(store, str(path), places=("FRA",), hold=hold)
    assert found.places == ("MAR", "NLD", "FRA")
    projected = found.project()
    assert projected.departures is not None and projected.departures[0] == pytest.approx([20000, 5000, 0])
    assert projected.net.sum() == pytest.approx(0, abs=1e-6)
    # counts stay; rates follow those of the ages that move
    assert projected.departures[5, 0] == pytest.approx(20000 if hold is None else 23087, abs=1)
    assert any("2 pairs of mine.csv move" in sentence for sentence in found.told)


def test_those_who_move_by_a_table_of_flows_are_alive_at_the_end(store: Store, path: Path) -> None:
    """As many arrive as are told, and none of them meets the deaths of the destination before the next period."""
    path.write_text("origin,destination,value\nMAR,NLD,200000\n")
    moving, still = (scenario(store, name, places=("MAR", "NLD")) for name in (str(path), "no-migration"))
    with_them, without = moving.project(), still.project()
    arrived = with_them.population[1, :, 1] - without.population[1, :, 1]
    born = with_them.births[0, :, 1] - without.births[0, :, 1]
    died = with_them.deaths[0, :, 1] - without.deaths[0, :, 1]
    assert arrived.sum() - born.sum() + died.sum() == pytest.approx(200000)
    assert 0 < died.sum() < 0.01 * born.sum()  # of the children whom they bear there


def test_options_that_would_change_nothing_of_a_table_are_refused(store: Store, path: Path) -> None:
    path.write_text("place,net\nMAR,-500000\n")
    with pytest.raises(ModelError, match=r"mine\.csv has no flows from place to place to hold as rates"):
        scenario(store, str(path), hold="rates")
    path.write_text("origin,destination,value\nMAR,NLD,20000\n")
    with pytest.raises(ModelError, match=r"mine\.csv has no net totals to compose"):
        scenario(store, str(path), composition="own")


def test_tables_with_faults_and_unknown_places_are_refused(store: Store, path: Path) -> None:
    path.write_text("origin,destination,value\nMAR,MCO,20000\n")
    with pytest.raises(ModelError, match="MCO: WPP 2019 has no population"):
        scenario(store, str(path))
    with pytest.raises(EvidenceError, match=r"none\.csv"):
        scenario(store, "none.csv")
