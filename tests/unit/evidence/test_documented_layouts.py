"""Sources that the shipped evidence lacks: a file in the documented layout makes the figure known, with its papers.

Without the file the indicator says what would fill it. All through the real build and the real store.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from tests.makers_documented import DOCUMENTED, documented_folder

from passerelle.base.corridors import Corridor
from passerelle.base.errors import EvidenceError
from passerelle.evidence.build import BuildResult, build
from passerelle.evidence.cards import all_cards, card_of
from passerelle.evidence.corridors import KnownCorridor, known_corridor, source_pairs
from passerelle.evidence.figures import Figure
from passerelle.evidence.indicators.registry import needed_codes
from passerelle.evidence.store import Store, shipped_folder

FROM_DOCUMENTATION = (
    "coe_treaties", "health_workers_abroad", "ilo_normlex", "ilostat", "income_groups", "residents_by_education",
    "rpw_services", "schengen_visas", "unesco_treaties", "who_uhc",
)  # fmt: skip


@dataclass(frozen=True)
class Filled:
    """One figure of a corridor: what the file makes of it, and words of what is said without the file."""

    corridor: tuple[str, str]
    name: str
    value: float
    unit: str
    period: str
    source: str
    vintage: str
    without: str

    @property
    def id(self) -> str:
        return self.name


GHANA, MEXICO, BRITAIN, AMERICA = ("GHA", "DEU"), ("MEX", "USA"), ("GHA", "GBR"), ("GHA", "USA")
SERVICES = ("rpw_services", "2024-Q2", "service-level dataset of Remittance Prices Worldwide: add its workbook")
LFS = ("eurostat", "2025-03-03", "table with citizens of non-EU countries apart: add it to your own build")
EUROSTAT = ("eurostat", "2025-03-03", "add it to your own build")
DEPOSITARY = "depositary’s table of this instrument: add it to your own build"
SAFEGUARDS = ("who_uhc + who_nurses + who_physicians", "2025-05 + 2024-05 + 2021", "without it the status is not known")
MIPEX = ("mipex", "2019", "read by your own build only")
ENTRY = ("emigrants_by_entry + residents_by_education", "2025-11 + 2.2", "no publisher’s file of such counts is known")
ILO = ("ilostat", "2023", "ILOSTAT")
FILLED = (
    Filled(MEXICO, "price_500", 3.64, "%", "2024-Q2", *SERVICES),
    Filled(MEXICO, "smart", 4.0, "%", "2024-Q2", *SERVICES),
    Filled(MEXICO, "price_above_5", -1.0, "percentage points", "2024-Q2", *SERVICES),
    Filled(MEXICO, "services_quoted", 5, "services", "2024-Q2", *SERVICES),
    Filled(MEXICO, "price_competition", 0.28, "1", "2024-Q2", *SERVICES),
    Filled(GHANA, "tertiary_emigration_rate_origin", 0.1, "1", "2010", "iab_brain_drain + residents_by_education",
           "2013 + 2.2", "IAB’s workbook by education"),
    Filled(GHANA, "tertiary_emigration_rate_12_origin", 90 / 990, "1", "2010", *ENTRY),
    Filled(GHANA, "tertiary_emigration_rate_18_origin", 81 / 981, "1", "2010", *ENTRY),
    Filled(GHANA, "tertiary_emigration_rate_22_origin", 60 / 960, "1", "2010", *ENTRY),
    Filled(AMERICA, "born_abroad_oecd", 120, "persons", "2010", "iab_brain_drain", "2013", "IAB brain-drain workbook"),
    Filled(GHANA, "uhc_index_origin", 52, "index", "2021", "who_uhc", "2025-05", "WHO’s table of the index"),
    Filled(GHANA, "safeguards_2020_origin", 0, "1", "2021", *SAFEGUARDS),
    Filled(GHANA, "safeguards_2023_origin", 1, "1", "2021", *SAFEGUARDS),
    Filled(GHANA, "safeguards_2023_destination", 0, "1", "2021", *SAFEGUARDS),
    Filled(BRITAIN, "doctors_abroad", 2100, "persons", "2023", "health_workers_abroad", "2023", "OECD’s table of foreign"),
    Filled(BRITAIN, "nurses_abroad", 9300, "persons", "2023", "health_workers_abroad", "2023", "OECD’s table of foreign"),
    Filled(GHANA, "employment_rate_gap_tcn_destination", -17.5, "percentage points", "2025", *LFS),
    Filled(GHANA, "unemployment_rate_gap_tcn_destination", 7.0, "percentage points", "2025", *LFS),
    Filled(GHANA, "vacancy_rate_destination", 2.8, "%", "2025-Q3", *EUROSTAT),
    Filled(GHANA, "return_orders_destination", 30000, "persons", "2024", *EUROSTAT),
    Filled(GHANA, "returns_destination", 12000, "persons", "2024", *EUROSTAT),
    Filled(GHANA, "mipex_destination", 58, "index", "2019", *MIPEX),
    Filled(GHANA, "mipex_labour_market_destination", 61, "index", "2019", *MIPEX),
    Filled(GHANA, "mipex_family_reunion_destination", 62, "index", "2019", *MIPEX),
    Filled(GHANA, "mipex_education_destination", 63, "index", "2019", *MIPEX),
    Filled(GHANA, "mipex_health_destination", 64, "index", "2019", *MIPEX),
    Filled(GHANA, "mipex_political_participation_destination", 65, "index", "2019", *MIPEX),
    Filled(GHANA, "mipex_permanent_residence_destination", 66, "index", "2019", *MIPEX),
    Filled(GHANA, "mipex_nationality_destination", 67, "index", "2019", *MIPEX),
    Filled(GHANA, "mipex_anti_discrimination_destination", 68, "index", "2019", *MIPEX),
    Filled(GHANA, "party_unesco_2005_destination", 1, "1", "2007-03-12", "unesco_treaties", "2025-11", DEPOSITARY),
    Filled(GHANA, "party_coe_trafficking_destination", 1, "1", "2012-12-19", "coe_treaties", "2025-11", DEPOSITARY),
    Filled(GHANA, "party_ilo_c189_destination", 1, "1", "2013-09-20", "ilo_normlex", "2025-11", DEPOSITARY),
    Filled(GHANA, "income_group_origin", 2, "1", "2022", "income_groups", "2022", "add its table to your own build"),
    Filled(GHANA, "income_group_destination", 4, "1", "2022", "income_groups", "2022", "add its table to your own build"),
    Filled(GHANA, "monthly_earnings_origin", 310.5, "USD", "2023", *ILO),
    Filled(GHANA, "informality_rate_origin", 78.4, "%", "2023", *ILO),
    Filled(GHANA, "participation_rate_origin", 69.2, "%", "2027", "ilostat", "2025-11", "ILOSTAT"),
    Filled(GHANA, "visas_issued", 9100, "visas", "2024", "schengen_visas", "2024", "Commission’s statistics for consulates"),
)  # fmt: skip


@dataclass(frozen=True)
class Built:
    folder: Path
    out: Path
    result: BuildResult


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    root = tmp_path_factory.mktemp("documented")
    folder = documented_folder(root / "files")
    return Built(folder, root / "out", build(folder, root / "out", base=shipped_folder()))


@pytest.fixture(scope="module")
def filled(built: Built) -> Store:
    return Store([built.out])


@pytest.fixture(scope="module")
def shipped() -> Store:
    return Store()


@cache
def known(store: Store, corridor: tuple[str, str]) -> KnownCorridor:
    return known_corridor(store, Corridor(*corridor))


def figure(store: Store, wanted: Filled) -> Figure:
    return known(store, wanted.corridor).latest(wanted.name)


def bytes_of(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(out.iterdir()) if path.is_file()}


@pytest.mark.parametrize("wanted", FILLED, ids=lambda wanted: wanted.id)
def test_without_the_file_the_figure_is_not_known_and_says_what_would_fill_it(shipped: Store, wanted: Filled) -> None:
    found = figure(shipped, wanted)
    assert found.value is None and not found.is_known
    assert wanted.without in found.note and not found.period and not found.source


@pytest.mark.parametrize("wanted", FILLED, ids=lambda wanted: wanted.id)
def test_with_the_file_it_is_known_with_its_papers(filled: Store, wanted: Filled) -> None:
    found = figure(filled, wanted)
    assert found.value == pytest.approx(wanted.value)
    assert (found.unit, found.period) == (wanted.unit, wanted.period)
    assert (found.source, found.vintage) == (wanted.source, wanted.vintage)
    assert len(source_pairs(found)) == len(wanted.source.split(" + "))
    assert (found.origin, found.destination) == wanted.corridor
    assert all(card_of(source).citation for source in found.source.split(" + "))


def test_the_build_knows_every_file_and_leaves_out_no_row_of_theirs(built: Built) -> None:
    assert built.result.unread == [] and built.result.failed == {}
    listed = {entry.reason for report in built.result.reports.values() for entry in report.left_out}
    assert listed == {"a sheet that is no destination", "thresholds and notes"}
    assert not [c for report in built.result.reports.values() for c in report.checks if c.passed is False]


@pytest.mark.parametrize("name", DOCUMENTED)
def test_each_file_alone_makes_its_source(name: str, tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    DOCUMENTED[name](tmp_path / "files")
    result = build(tmp_path / "files", tmp_path / "out")
    own = {"education": {"iab_brain_drain", "residents_by_education"}}.get(name, {name})
    assert set(result.written) - {"geography", "transfer_taxes", "treaty_table"} == own  # these ship in the package
    assert all(result.reports[source].observations > 0 for source in own)


def test_the_same_files_give_the_same_bytes(built: Built, tmp_path: Path) -> None:
    build(documented_folder(tmp_path / "files"), tmp_path / "out", base=shipped_folder())
    assert bytes_of(tmp_path / "out") == bytes_of(built.out)


def test_a_register_without_an_act_says_none_recorded_by_its_month(filled: Store, shipped: Store) -> None:
    names = [
        "party_coe_trafficking_origin",
        "party_ilo_c189_origin",
        "party_icrmw_destination",
    ]
    corridor = Corridor("GHA", "DEU")
    with_files, without = (known_corridor(store, corridor, names) for store in (filled, shipped))
    assert {with_files.latest(name).note for name in names} == {"none recorded by 2025-11"}
    assert without.latest("party_icrmw_destination").note == "none recorded by 2022-08"
    assert all(with_files.latest(name).value is None for name in names)


def test_the_depositarys_day_stands_before_the_year_of_our_own_table(filled: Store, shipped: Store) -> None:
    day, year = (known(store, GHANA).latest("party_iccpr_origin") for store in (filled, shipped))
    assert (day.value, day.period, day.source) == (1, "2000-09-07", "treaties")
    assert (year.value, year.period, year.source) == (1, "2000", "treaty_table")


def test_a_newer_table_stands_beside_the_shipped_one(built: Built, filled: Store) -> None:
    name = "party_icrmw_origin"
    newest = known(filled, GHANA).latest(name)
    then = known(Store([built.out], vintage="2022-08"), GHANA).latest(name)
    assert (newest.vintage, then.vintage) == ("2025-11", "2022-08") and newest.value == then.value == 1


def test_the_two_versions_of_the_safeguards_criteria_are_not_mixed(filled: Store) -> None:
    # an index of 52 lies below the threshold of 2023 (55) and not below that of 2020 (50)
    told = {version: known(filled, GHANA).latest(f"safeguards_{version}_origin") for version in ("2020", "2023")}
    assert [figure.value for figure in told.values()] == [0, 1]
    assert all(version in figure.note for version, figure in told.items())


def test_a_broken_file_leaves_the_store_as_it_was(built: Built, tmp_path: Path) -> None:
    folder, out = documented_folder(tmp_path / "files"), tmp_path / "out"
    build(folder, out)
    before = bytes_of(out)
    broken = folder / "schengen_visas/Visa statistics for consulates in 2024_en.xlsx"
    broken.write_bytes(broken.read_bytes()[:-40])
    (folder / "ilo_normlex/normlex_c189_2025-11.csv").write_text("Country,Date\nGermany,20 Sep 2013\n")
    with pytest.raises(
        EvidenceError, match=r"2 of \d+ sources could not be compiled; the store is as it was"
    ) as refused:
        build(folder, out)
    said = str(refused.value)
    assert broken.name in said and 'normlex_c189_2025-11.csv, row 1: column "Status" is missing' in said
    assert bytes_of(out) == before


def test_what_may_not_be_redistributed_is_left_for_the_users_own_build(built: Built, tmp_path: Path) -> None:
    result = build(built.folder, tmp_path / "out", for_shipping=True)
    assert set(result.not_shipped) == {
        "coe_treaties", "emigrants_by_entry", "health_workers_abroad", "iab_brain_drain", "ilo_normlex", "ilostat",
        "income_groups", "mipex", "residents_by_education", "schengen_visas", "unesco_treaties", "who_uhc",
    }  # fmt: skip
    assert all(card_of(source).why_not_shipped for source in result.not_shipped)


@pytest.mark.parametrize("source", FROM_DOCUMENTATION)
def test_the_card_says_that_the_layout_is_from_documentation(source: str) -> None:
    assert card_of(source).layout == "layout from documentation"


def test_every_code_that_an_indicator_needs_is_observed_by_some_source() -> None:
    observed = {code for card in all_cards().values() for code in card.observes}
    assert not set(needed_codes()) - observed
