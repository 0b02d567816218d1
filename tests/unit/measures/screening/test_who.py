"""The safeguards of WHO: two versions that are never mixed, distances, unknown where a figure lacks, never a ban."""

from pathlib import Path

import pytest

from passerelle.evidence.figures import Figure, unknown
from passerelle.evidence.store import open_store
from passerelle.measures.screening import WhoGate, who_gate
from passerelle.measures.screening.who import SAID, CriteriaUnknown, Criterion

UHC = "uhc_index"


def criterion(code: str, value: float | None, threshold: float, *, old: bool = False) -> Criterion:
    figure = unknown(code, "index", "lacking") if value is None else Figure(code, value, "1", "2022", "who_uhc", "2025")
    return Criterion(code, threshold, figure, old)


def gate(density: float | None, index: float | None, version: str = "2023", *, old: bool = False) -> WhoGate:
    median, below = {"2020": (48.6, 50.0), "2023": (49.0, 55.0)}[version]
    return WhoGate("GHA", version, (criterion("density", density, median, old=old), criterion(UHC, index, below)))


@pytest.mark.parametrize(
    ("density", "index", "version", "standing"),
    [
        (40, 45, "2020", "meets"), (40, 45, "2023", "meets"),
        (40, 52, "2020", "does_not_meet"), (40, 52, "2023", "meets"),
        (48.8, 45, "2020", "does_not_meet"), (48.8, 45, "2023", "meets"),
        (49, 45, "2023", "does_not_meet"), (40, 55, "2023", "does_not_meet"),
        (60, None, "2023", "does_not_meet"), (None, 60, "2023", "does_not_meet"),
        (40, None, "2023", "unknown"), (None, 40, "2023", "unknown"), (None, None, "2020", "unknown"),
    ],
)  # fmt: skip
def test_both_criteria_of_one_version(density: float | None, index: float | None, version: str, standing: str) -> None:
    found = gate(density, index, version)
    assert found.standing == standing and found.needs_safeguards == (standing != "does_not_meet")


def test_a_figure_that_is_too_old_settles_nothing() -> None:
    assert gate(60, 40, old=True).standing == "unknown" and gate(40, 60, old=True).standing == "does_not_meet"
    assert (
        criterion("density", 60, 49, old=True).distance == 11 and criterion("density", 60, 49, old=True).is_met is None
    )


def test_the_distance_to_each_threshold_is_below_zero_where_it_is_met() -> None:
    density, index = gate(40, 60).criteria
    assert (density.distance, density.is_met) == (-9, True) and (index.distance, index.is_met) == (5, False)
    assert criterion(UHC, None, 55).distance is None


def test_by_the_evidence_that_ships_the_index_lacks_and_the_standing_is_unknown() -> None:
    found = who_gate(open_store(), "GHA", criteria_version="2023", year=2024)
    density, index = found.criteria
    assert found.standing == "unknown" and density.is_met is True and index.figure.value is None
    assert density.figure.source == "who_nurses + who_physicians" and density.threshold == 49
    germany = who_gate(open_store(), "DEU", criteria_version="2020", year=2024)
    assert germany.standing == "does_not_meet" and (germany.criteria[0].distance or 0) > 100


def test_with_an_index_of_ones_own_it_is_known(tmp_path: Path) -> None:
    from passerelle.evidence.build import build
    from passerelle.evidence.store import Store, shipped_folder
    from tests.makers_documented import DOCUMENTED

    (tmp_path / "files").mkdir()
    DOCUMENTED["who_uhc"](tmp_path / "files")
    build(tmp_path / "files", tmp_path / "out", base=shipped_folder())
    store = Store([tmp_path / "out"])
    assert who_gate(store, "GHA", criteria_version="2023", year=2024).standing == "meets"
    assert who_gate(store, "GHA", criteria_version="2020", year=2024).standing == "does_not_meet"
    assert who_gate(store, "GHA", criteria_version="2023", year=2040).standing == "unknown"


def test_another_version_is_refused_and_there_is_no_default() -> None:
    with pytest.raises(CriteriaUnknown, match='no criteria of "2022"; WHO has those of 2020 and 2023'):
        who_gate(open_store(), "GHA", criteria_version="2022", year=2026)
    with pytest.raises(TypeError):
        who_gate(open_store(), "GHA", year=2026)  # type: ignore[call-arg]


def test_the_wording_discourages_recruitment_without_safeguards_and_is_never_a_ban() -> None:
    said = gate(40, 40).sentence()
    assert said.startswith("Ghana meets both criteria of 2023: WHO discourages active recruitment")
    assert "without safeguards" in said and "Nobody is forbidden to move" in said
    assert not [form for form in SAID.values() if "ban" in form.split() or "banned" in form]
    assert "as if it did" in gate(None, 40).sentence()


@pytest.mark.parametrize("language", ["nl", "fr", "es", "ar"])
def test_it_is_said_in_every_language_with_the_figures_papers(language: str) -> None:
    for found in (gate(40, 40), gate(60, 40), gate(None, 40)):
        told = found.as_dict(language)
        assert told["sentence"] != found.sentence() and "2023" in told["sentence"]
        assert [c["criterion"] for c in told["criteria"]] == ["density", UHC]
    assert gate(40, 40).as_dict()["criteria"][0]["figure"]["period"] == "2022"
