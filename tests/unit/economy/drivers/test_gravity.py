"""The panel from the shipped evidence, the fitted model that ships, and what it says of a corridor."""

import json
import math
from datetime import date

import numpy as np
import pytest

from passerelle.base.corridors import Corridor
from passerelle.base.errors import ModelError
from passerelle.base.groupings import grouping_of
from passerelle.economy.drivers.explaining import (
    NAMES,
    UNSAID,
    UNSAID_PLACES,
    drivers_of,
    drivers_of_places,
    explained,
    largest_first,
)
from passerelle.economy.drivers.gravity import Gravity, columns_of, fit_gravity, read_gravity, shipped
from passerelle.economy.drivers.panel import BILATERAL, OF_PLACES, Panel, free_movement, gathered
from passerelle.evidence.store import Store, open_store

pytestmark = pytest.mark.slow

LAST = "2015-2020"


@pytest.fixture(scope="module")
def store() -> Store:
    return open_store()


@pytest.fixture(scope="module")
def panel(store: Store) -> Panel:
    return gathered(store, (LAST,))


@pytest.fixture(scope="module")
def model(panel: Panel) -> Gravity:
    return fit_gravity(panel, "pairs")


def row_of(panel: Panel, origin: str, destination: str) -> int:
    i, j = panel.places.index(origin), panel.places.index(destination)
    return int(np.flatnonzero((panel.origin == i) & (panel.destination == j))[0])


def test_every_pair_of_covered_places_has_a_row(panel: Panel) -> None:
    n = len(panel.places)
    assert n == 200 and len(panel.moved) == n * (n - 1)
    assert (panel.origin != panel.destination).all()
    assert np.isfinite(panel.bilateral).all() and (panel.moved >= 0).all()
    assert (panel.moved == 0).mean() > 0.3  # nobody is somebody's estimate, not a gap


def test_drivers_are_those_of_the_start_of_the_period(panel: Panel, store: Store) -> None:
    row = row_of(panel, "BFA", "CIV")
    told = dict(zip(BILATERAL, panel.bilateral[row], strict=True))
    (stock,) = [
        r.value for r in store.of_corridor("BFA", "CIV", ["migrant_stock"]) if r.period == "2015" and r.sex == "_T"
    ]
    assert told["network"] == pytest.approx(math.log1p(stock))
    assert (told["contiguity"], told["free_movement"], told["network_unknown"]) == (1, 1, 0)
    back = dict(zip(BILATERAL, panel.bilateral[row_of(panel, "CIV", "BFA")], strict=True))
    assert back["distance"] == told["distance"]


@pytest.mark.parametrize("pair", [("BFA", "CIV"), ("MAR", "FRA"), ("PHL", "SAU"), ("TON", "MLT")])
def test_a_corridors_drivers_are_those_of_its_row(panel: Panel, store: Store, pair: tuple[str, str]) -> None:
    row = panel.bilateral[row_of(panel, *pair)]
    assert list(drivers_of(store, Corridor(*pair), 2015).values()) == pytest.approx(row.tolist())


@pytest.mark.parametrize("pair", [("BFA", "CIV"), ("SYR", "TUR"), ("VEN", "COL"), ("ERI", "SDN")])
def test_drivers_of_places_are_those_of_their_row(panel: Panel, store: Store, pair: tuple[str, str]) -> None:
    found = drivers_of_places(store, Corridor(*pair), 2015)
    for side, place in zip(("origin", "destination"), pair, strict=True):
        row = dict(zip(OF_PLACES, panel.of_places[0, panel.places.index(place)], strict=True))
        for name, value in row.items():
            if (name, side) == ("displacement", "destination"):
                continue
            if math.isnan(value):
                assert f"{name}_{side}" not in found
            else:
                assert found[f"{name}_{side}"] == pytest.approx(value), (place, name)


def test_free_movement_follows_dated_memberships() -> None:
    places = ("BFA", "CIV", "DEU", "FRA", "POL")
    early, late = free_movement(places, 1990), free_movement(places, 2010)
    at = places.index
    assert early[at("DEU"), at("FRA")] == 1 and early[at("DEU"), at("POL")] == 0
    assert late[at("DEU"), at("POL")] == 1 and late[at("BFA"), at("CIV")] == 1 and late[at("BFA"), at("FRA")] == 0
    assert (np.diag(late) == 0).all() and (late == late.T).all()
    assert "POL" in {p.iso3 for p in grouping_of("EU").members_on(date(2010, 7, 1))}


def test_what_is_not_in_the_evidence_is_refused(store: Store) -> None:
    with pytest.raises(ModelError, match="no period 2020-2025; the estimates have 1990-1995"):
        gathered(store, ("2020-2025",))


def test_the_coefficients_are_those_of_the_literature_in_sign_and_size(model: Gravity) -> None:
    told = dict(zip(model.names, model.coefficients.tolist(), strict=True))
    assert -1.2 < told["distance"] < -0.2
    assert 0.3 < told["network"] < 0.8  # 0.6 to 0.7 in the literature, Beine, Docquier and Ozden (2011)
    assert told["colonial_tie"] > 0 and told["language"] > 0
    assert model.left_out and model.rows + sum(model.left_out.values()) == 200 * 199
    assert 0.5 < model.fit < 1


def test_errors_by_both_ends_are_the_wider_ones(panel: Panel, model: Gravity) -> None:
    by_pair = fit_gravity(panel, "pairs", cluster="pair")
    np.testing.assert_allclose(by_pair.coefficients, model.coefficients)
    assert (model.errors[[0, 4]] > by_pair.errors[[0, 4]]).all()
    assert model.clusters == (200, 200) or len(model.clusters) == 2


@pytest.mark.parametrize(
    ("asked", "words"), [({"specification": "all"}, '"all"'), ({"specification": "pairs", "cluster": "year"}, '"year"')]
)
def test_other_models_are_refused(panel: Panel, asked: dict[str, str], words: str) -> None:
    with pytest.raises(ModelError, match=words):
        fit_gravity(panel, **asked)  # type: ignore[arg-type]


def test_a_model_is_kept_and_read_without_loss(model: Gravity) -> None:
    again = read_gravity(json.loads(json.dumps(model.as_dict())))
    np.testing.assert_allclose(again.coefficients, model.coefficients, rtol=1e-9)
    np.testing.assert_allclose(again.covariance, model.covariance, rtol=1e-8)
    assert again.names == model.names and again.periods == model.periods
    assert again.as_dict() == model.as_dict()


def test_parts_add_up_to_the_fitted_flow(model: Gravity, store: Store, panel: Panel) -> None:
    found = explained(model, store, Corridor("MAR", "FRA"))
    assert found.fitted == pytest.approx(found.average * math.exp(sum(part.points for part in found.parts)))
    names, columns = columns_of(panel, "pairs")
    row = row_of(panel, "MAR", "FRA")
    eta = columns[row] @ model.coefficients + model.origin_effects[LAST]["MAR"] + model.destination_effects[LAST]["FRA"]
    assert found.fitted == pytest.approx(math.exp(eta), rel=1e-6)
    assert names == model.names
    assert found.moved == panel.moved[row]


def test_each_part_has_its_interval_and_both_ends_have_none(model: Gravity, store: Store) -> None:
    found = explained(model, store, Corridor("BFA", "CIV"))
    for part in found.parts:
        if part.name.startswith("all_of"):
            assert part.low is None and part.value is None
        else:
            assert part.low is not None and part.high is not None and part.low <= part.points <= part.high
    sizes = [abs(part.points) for part in largest_first(found.parts)]
    assert sizes == sorted(sizes, reverse=True)
    assert found.shared and found.unsaid == UNSAID
    assert {part.name for part in found.parts} <= set(NAMES)


def test_the_part_of_people_already_there_takes_in_whether_a_table_is(model: Gravity, store: Store) -> None:
    known = {p.name: p for p in explained(model, store, Corridor("MAR", "FRA")).parts}
    unknown = {p.name: p for p in explained(model, store, Corridor("TON", "MLT")).parts}
    assert "network_unknown" not in known
    beta = dict(zip(model.names, model.coefficients, strict=True))
    mean = dict(zip(model.names, model.average[LAST], strict=True))
    expected = beta["network"] * (0 - mean["network"]) + beta["network_unknown"] * (1 - mean["network_unknown"])
    assert unknown["network"].points == pytest.approx(expected)


def test_what_the_model_does_not_cover_is_said(store: Store, model: Gravity) -> None:
    with pytest.raises(ModelError, match="no period 1980-1985"):
        explained(model, store, Corridor("MAR", "FRA"), "1980-1985")
    with pytest.raises(ModelError, match="VAT as destination is not in the model"):
        explained(model, store, Corridor("ITA", "VAT"))


def test_the_shipped_models_are_those_of_the_shipped_evidence(store: Store) -> None:
    panel = gathered(store)
    for specification in ("pairs", "places"):
        kept, made = shipped(specification), fit_gravity(panel, specification)  # type: ignore[arg-type]
        np.testing.assert_allclose(kept.coefficients, made.coefficients, rtol=1e-6, err_msg="run `make evidence`")
        np.testing.assert_allclose(kept.errors, made.errors, rtol=1e-5)
        assert kept.rows == made.rows and kept.left_out == made.left_out


def test_without_fixed_effects_the_ends_have_drivers_and_the_warning_stands(store: Store) -> None:
    found = explained(shipped("places"), store, Corridor("BFA", "CIV"))
    names = {part.name for part in found.parts}
    assert {"income_origin", "youth_destination", "displacement_origin"} <= names
    assert "displacement_destination" not in names and "all_of_origin" not in names
    assert found.unsaid == (*UNSAID, UNSAID_PLACES)
    assert found.fitted == pytest.approx(found.average * math.exp(sum(part.points for part in found.parts)))
    with pytest.raises(ModelError, match=r"income_destination.*not known"):
        explained(shipped("places"), store, Corridor("COL", "VEN"))
