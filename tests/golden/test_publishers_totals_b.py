"""The publishers' own figures, from their own files: displacement, borders, skills, Europe, treaties, ISCO."""

from functools import cache

import polars as pl
import pytest

from passerelle.evidence.readers import Reader, esco
from passerelle.evidence.readers.registry import READERS
from passerelle.evidence.report import SourceReport
from tests.makers_b import is_sound, left_out, of, value
from tests.shared import shared, shared_folder

pytestmark = pytest.mark.shared

FOLDERS = {
    "who_physicians": "health_workforce",
    "who_nurses": "health_workforce",
    "iab_brain_drain": "iab_brain_drain",
    "eurostat": "eurostat",
    "frontex": "frontex",
    "us_cbp": "us_cbp",
    "missing_migrants": "iom_missing_migrants",
    "unhcr": "unhcr",
    "idmc": "unhcr",
    "unrwa": "unhcr",
    "mipex": "mipex",
    "treaties": "un_treaties",
}


@cache
def _read(source: str) -> tuple[pl.DataFrame, SourceReport]:
    reader: Reader = next(reader for reader in READERS if reader.source == source)
    folder = shared_folder() / "data" / FOLDERS[source]
    files = sorted({path for pattern in reader.files for path in folder.rglob(pattern)})
    report = SourceReport(source)
    return reader.read(files, report), report


@pytest.fixture
def table(request: pytest.FixtureRequest) -> pl.DataFrame:
    shared(FOLDERS[request.param])
    return _read(request.param)[0]


def source(name: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("table", [name], indirect=True)


@pytest.mark.parametrize("name", sorted(FOLDERS))
def test_every_source_owes_the_store_the_same(name: str) -> None:
    shared(FOLDERS[name])
    rows, report = _read(name)
    is_sound(rows, name)
    assert report.rows_read > 0
    failed = [check for check in report.checks if check.passed is False]
    assert failed == []


@source("unhcr")
@pytest.mark.parametrize(("indicator", "world"), [("refugees", 31_637_408), ("asylum_seekers", 6_858_500)])
def test_the_world_of_2023(table: pl.DataFrame, indicator: str, world: int) -> None:
    assert of(table, INDICATOR=indicator, TIME_PERIOD="2023")["OBS_VALUE"].sum() == world


@source("unhcr")
def test_syrians_in_turkiye(table: pl.DataFrame) -> None:
    place = {"COUNTERPART_AREA": "SYR", "REF_AREA": "TUR", "TIME_PERIOD": "2023"}
    assert value(table, INDICATOR="refugees", **place) == 3_214_780


@source("unhcr")
def test_displaced_within_a_country_carry_no_origin(table: pl.DataFrame) -> None:
    assert set(of(table, INDICATOR="idps")["COUNTERPART_AREA"]) == {"_Z"}


@source("missing_migrants")
def test_dead_and_missing_of_2016(table: pl.DataFrame) -> None:
    year = of(table, INDICATOR="deaths_missing").filter(pl.col("TIME_PERIOD").str.starts_with("2016"))
    assert year["OBS_VALUE"].sum() == 8_253
    central = year.filter(pl.col("COMP_BREAKDOWN").str.starts_with("CENTRAL_MEDITERRANEAN#"))
    assert central["OBS_VALUE"].sum() == 4_574
    assert year["LATITUDE"].null_count() == 0


@source("frontex")
def test_detections_of_2015(table: pl.DataFrame) -> None:
    year = table.filter(pl.col("TIME_PERIOD").str.starts_with("2015"))
    assert year["OBS_VALUE"].sum() == 1_822_102


@source("us_cbp")
def test_encounters_of_the_fiscal_year_2023(table: pl.DataFrame) -> None:
    year = table.filter(pl.col("TIME_PERIOD").is_between(pl.lit("2022-10"), pl.lit("2023-09")))
    assert year["OBS_VALUE"].sum() == 2_475_669


@source("iab_brain_drain")
def test_born_in_mexico_living_in_the_united_states(table: pl.DataFrame) -> None:
    cell = {"COUNTERPART_AREA": "MEX", "REF_AREA": "USA", "TIME_PERIOD": "2010"}
    assert value(table, INDICATOR="born_abroad_oecd", SEX="_T", **cell) == 11_468_807


@source("who_physicians")
@pytest.mark.parametrize(("place", "year", "expected"), [("DEU", "2021", 4.518), ("GHA", "2020", 0.164)])
def test_physicians(table: pl.DataFrame, place: str, year: str, expected: float) -> None:
    assert value(table, REF_AREA=place, TIME_PERIOD=year) == pytest.approx(expected, abs=0.0005)


@source("who_nurses")
def test_nurses_and_midwives(table: pl.DataFrame) -> None:
    ghana = {"REF_AREA": "GHA", "TIME_PERIOD": "2022"}
    assert value(table, INDICATOR="nurses_midwives_per_10000", **ghana) == 37.89
    assert value(table, INDICATOR="nurses_midwives", REF_AREA="DEU", TIME_PERIOD="2021") == 1_026_000


@source("eurostat")
@pytest.mark.parametrize(("group", "rate"), [("CITIZEN_FOR", 65.8), ("CITIZEN_NAT", 79.7)])
def test_employment_in_germany(table: pl.DataFrame, group: str, rate: float) -> None:
    cell = {"REF_AREA": "DEU", "TIME_PERIOD": "2023", "SEX": "_T", "AGE": "Y15T64"}
    assert value(table, INDICATOR="employment_rate", COMP_BREAKDOWN=group, **cell) == rate


@source("eurostat")
def test_asylum_in_germany_in_2016(table: pl.DataFrame) -> None:
    year = {"REF_AREA": "DEU", "TIME_PERIOD": "2016", "SEX": "_T"}
    assert value(table, INDICATOR="asylum_applicants", COUNTERPART_AREA="SYR", **year) == 268_795
    assert of(table, INDICATOR="asylum_applicants", **year)["OBS_VALUE"].sum() == 745_155


@source("eurostat")
@pytest.mark.parametrize(("place", "permits"), [("POL", 700_264), ("DEU", 632_187)])
def test_first_permits(table: pl.DataFrame, place: str, permits: int) -> None:
    cell = {"INDICATOR": "first_permits", "REF_AREA": place, "TIME_PERIOD": "2022"}
    assert value(table, COMP_BREAKDOWN="REASON_TOTAL", **cell) == permits


@source("eurostat")
def test_permits_by_reason_are_valid_ones_not_first_ones(table: pl.DataFrame) -> None:
    cell = {"REF_AREA": "POL", "TIME_PERIOD": "2022"}
    assert value(table, INDICATOR="valid_permits", COMP_BREAKDOWN="REASON_WORK", **cell) == 547_143
    every = of(table, INDICATOR="valid_permits", **cell)["OBS_VALUE"].sum()
    assert every > value(table, INDICATOR="first_permits", **cell)


@source("eurostat")
def test_shares_of_a_sex_are_not_called_shares_of_the_population(table: pl.DataFrame) -> None:
    assert of(table, INDICATOR="population_share_by_citizenship").is_empty()
    cell = {"REF_AREA": "AUT", "TIME_PERIOD": "2023", "COMP_BREAKDOWN": "CITIZEN_EFTA"}
    sexes = of(table, INDICATOR="sex_share_by_citizenship", **cell)
    assert sexes["OBS_VALUE"].sum() == pytest.approx(100, abs=0.11)


@source("idmc")
def test_the_world_is_a_row_only_until_countries_are_told_apart(table: pl.DataFrame) -> None:
    assert value(table, REF_AREA="W0", TIME_PERIOD="2008") == 26_000_000
    assert of(table, REF_AREA="W0").filter(pl.col("TIME_PERIOD") > "2008").is_empty()
    assert of(table, TIME_PERIOD="2023")["OBS_VALUE"].sum() == 67_332_380


@source("unrwa")
def test_palestine_refugees_in_jordan(table: pl.DataFrame) -> None:
    assert value(table, REF_AREA="JOR", TIME_PERIOD="2023") == 2_392_531


@source("mipex")
@pytest.mark.parametrize(("place", "score"), [("CAN", 72), ("SWE", 83), ("LVA", 31)])
def test_mipex(table: pl.DataFrame, place: str, score: int) -> None:
    assert value(table, REF_AREA=place) == score


@source("treaties")
@pytest.mark.parametrize(
    ("treaty", "vintage", "bound"),
    [("ICRMW", "2022-08", 57), ("ICRMW", "2015-03", 47), ("CEDAW", "2022-08", 187), ("TRAFFICKING_PROTOCOL", "2015-03", 158)],
)  # fmt: skip
def test_states_bound(table: pl.DataFrame, treaty: str, vintage: str, bound: int) -> None:
    # the trafficking protocol has 159 parties with a date, one of them the European Union, which is no place
    assert of(table, INDICATOR=f"party_{treaty.lower()}", VINTAGE=vintage).height == bound


def test_the_european_union_is_listed_not_dropped() -> None:
    shared("un_treaties")
    assert left_out(_read("treaties")[1], '"European Union" is no place') == 3


def test_isco_and_esco() -> None:
    groups = esco.read_isco(shared("esco/ISCOGroups.csv"))
    assert dict(groups["LEVEL"].value_counts().rows()) == {1: 10, 2: 43, 3: 130, 4: 436}
    occupations = esco.read_occupations(shared("esco/occupations.csv"))
    assert occupations.filter(pl.col("CODE") == "2221.3")["NAME"].to_list() == ["specialist nurse"]
    assert occupations.height == 3_007
