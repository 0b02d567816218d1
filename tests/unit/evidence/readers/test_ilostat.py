"""ILOSTAT's bulk files: earnings, informality, participation; one source a figure, groupings listed."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.makers_b import ILOSTAT, is_sound, left_out, of, value, write_csv
from tests.makers_c import read

from passerelle.base.errors import SourceUnreadable
from passerelle.evidence.readers.ilostat import SERIES
from passerelle.evidence.report import SourceReport

EARNINGS, INFORMAL, MODELLED, SURVEYED = (
    "EAR_4MTH_SEX_ECO_CUR_NB_A", "EMP_NIFL_SEX_RT_A", "EAP_2WAP_SEX_AGE_RT_A", "EAP_DWAP_SEX_AGE_RT_A",
)  # fmt: skip


def row(series: str, figure: Any = 5, **given: Any) -> list[Any]:
    """One row of a bulk file, of what is kept of the indicator's classifications."""
    told = {"ref_area": "GHA", "source": "BA:1", "indicator": series, "sex": "SEX_T", "time": 2022,
            "obs_value": figure} | SERIES[series].keep | given  # fmt: skip
    return [told.get(name, "") for name in ILOSTAT]


def made(folder: Path, *rows: list[Any], name: str = INFORMAL) -> tuple[pl.DataFrame, SourceReport]:
    """A bulk file; of a model with its edition in the name."""
    edition = "_2022-11" if name == MODELLED else ""
    return read("ilostat", write_csv(folder / f"{name}{edition}.csv", ILOSTAT, rows))


@pytest.mark.parametrize(
    ("indicator", "code", "unit", "age", "status"),
    [
        (EARNINGS, "monthly_earnings", "USD", "_T", "A"), ("EAR_4MTH_SEX_CUR_NB_A", "monthly_earnings", "USD", "_T", "A"),
        (INFORMAL, "informality_rate", "PC", "_T", "A"), (SURVEYED, "participation_rate", "PC", "Y_GE15", "A"),
        (MODELLED, "participation_rate", "PC", "Y_GE15", "E"),
    ],
)  # fmt: skip
def test_each_file_gives_its_figure(
    tmp_path: Path, indicator: str, code: str, unit: str, age: str, status: str
) -> None:
    rows, report = made(tmp_path, row(indicator, 321.5), row(indicator, 300, sex="SEX_F"), name=indicator)
    is_sound(rows, "ilostat")
    vintage = "2022-11" if indicator == MODELLED else "2022"
    told = {"INDICATOR": code, "UNIT_MEASURE": unit, "AGE": age, "OBS_STATUS": status, "VINTAGE": vintage}
    assert value(rows, REF_AREA="GHA", SEX="_T", **told) == 321.5 and value(rows, SEX="F", **told) == 300
    assert rows["COMMENT_OBS"].unique().to_list() == ["source BA:1"] and not report.left_out


@pytest.mark.parametrize(
    ("indicator", "given", "reason"),
    [
        (EARNINGS, {"classif1": "ECO_AGGREGATE_AGR"}, "classif1 other than ECO_AGGREGATE_TOTAL"),
        (EARNINGS, {"classif2": "CUR_TYPE_PPP"}, "classif2 other than CUR_TYPE_USD"),
        (MODELLED, {"classif1": "AGE_YTHADULT_Y15-24"}, "classif1 other than AGE_YTHADULT_YGE15"),
        (INFORMAL, {"sex": "SEX_O"}, "sex is not one that is read"),
        (INFORMAL, {"ref_area": "X01"}, "a grouping, not a place"),
        (INFORMAL, {"ref_area": "QQQ"}, '"QQQ" is no place'),
        (INFORMAL, {"indicator": "UNE_2EAP_SEX_AGE_RT_A"}, 'indicator "UNE_2EAP_SEX_AGE_RT_A" is not read here'),
    ],
)  # fmt: skip
def test_parts_groupings_and_others_are_listed(
    tmp_path: Path, indicator: str, given: dict[str, str], reason: str
) -> None:
    rows, report = made(tmp_path, row(indicator), row(indicator, 9, **given), name=indicator)
    assert rows["OBS_VALUE"].to_list() == [5] and left_out(report, reason) == 1


@pytest.mark.parametrize(("flag", "status"), [("", "A"), ("B", "B"), ("U", "U"), ("I", "I")])
def test_flags_become_statuses_and_kosovo_a_place(tmp_path: Path, flag: str, status: str) -> None:
    rows, _ = made(tmp_path, row(INFORMAL, ref_area="KOS", obs_status=flag))
    assert rows.select("REF_AREA", "OBS_STATUS").rows() == [("XKX", status)]


def test_a_break_in_a_model_stays_a_break(tmp_path: Path) -> None:
    assert made(tmp_path, row(MODELLED, obs_status="B"), name=MODELLED)[0]["OBS_STATUS"].to_list() == ["B"]


def test_years_to_come_of_a_model_are_forecasts_and_no_edition(tmp_path: Path) -> None:
    path = write_csv(
        tmp_path / f"{MODELLED}.csv", ILOSTAT, [row(MODELLED, 60, time=year) for year in (2025, 2026, 2027)]
    )
    rows, report = read("ilostat", path)
    assert rows.select("TIME_PERIOD", "OBS_STATUS", "VINTAGE").rows() == [
        ("2025", "E", "2025"), ("2026", "F", "2025"), ("2027", "F", "2025"),
    ]  # fmt: skip
    (told,) = report.remarks
    assert "does not tell the edition" in told and f"{MODELLED}_2025-11.csv" in told


def test_the_name_of_a_file_may_tell_the_models_edition(tmp_path: Path) -> None:
    rows, report = made(tmp_path, *(row(MODELLED, 60, time=year) for year in (2022, 2023)), name=MODELLED)
    assert rows["OBS_STATUS"].to_list() == ["E", "F"] and set(rows["VINTAGE"]) == {"2022-11"} and not report.remarks


def test_a_survey_beside_a_model_is_one_edition_with_it(tmp_path: Path) -> None:
    model = write_csv(tmp_path / f"{MODELLED}_2024-11.csv", ILOSTAT, [row(MODELLED, 60, time=2020)])
    survey = write_csv(tmp_path / f"{SURVEYED}.csv", ILOSTAT, [row(SURVEYED, 64, time=2021)])
    rows, _ = read("ilostat", model, survey)
    assert rows.select("TIME_PERIOD", "VINTAGE").rows() == [("2020", "2024-11"), ("2021", "2024-11")]


@pytest.mark.parametrize(
    ("sources", "kept"),
    [(("HA:2", "BA:9"), "BA:9"), (("BB:2", "AA:3"), "AA:3"), (("BA:2", "BA:1"), "BA:1"), (("", "BA:1"), "BA:1")],
)
def test_a_labour_force_survey_comes_before_other_sources(tmp_path: Path, sources: tuple[str, str], kept: str) -> None:
    rows, report = made(tmp_path, *(row(INFORMAL, at, source=source) for at, source in enumerate(sources)))
    assert rows["COMMENT_OBS"].to_list() == [f"source {kept}"]
    assert left_out(report, "a second source for the same place, year and sex") == 1


def test_the_same_figure_in_a_second_file_is_listed(tmp_path: Path) -> None:
    model = write_csv(tmp_path / f"{MODELLED}.csv", ILOSTAT, [row(MODELLED, 60)])
    survey = write_csv(tmp_path / f"{SURVEYED}.csv", ILOSTAT, [row(SURVEYED, 64), row(SURVEYED, 65, time=2021)])
    rows, report = read("ilostat", model, survey)
    assert dict(of(rows, INDICATOR="participation_rate").select("TIME_PERIOD", "OBS_VALUE").rows()) == {
        "2022": 60,
        "2021": 65,
    }
    assert left_out(report, "the same figure in a second file") == 1


def test_a_classification_that_is_lacking_is_named(tmp_path: Path) -> None:
    header = [name for name in ILOSTAT if name != "classif2"]
    lines = [[cell for name, cell in zip(ILOSTAT, row(EARNINGS), strict=True) if name != "classif2"]]
    with pytest.raises(SourceUnreadable, match='row 1: column "classif2" is missing'):
        read("ilostat", write_csv(tmp_path / f"{EARNINGS}.csv", header, lines))


BORN, CITIZENS = "UNE_DEAP_SEX_AGE_CBR_RT_A", "EMP_DWAP_SEX_AGE_CCT_RT_A"


def people(series: str, who: str, figure: float, age: str = "AGE_YTHADULT_YGE15", **given: Any) -> list[Any]:
    return row(series, figure, **({"ref_area": "CIV", "classif1": age, "classif2": who} | given))


@pytest.mark.parametrize(
    ("series", "code", "sides"),
    [(BORN, "unemployment_rate", {"CBR_BIR_FOREIGN": "BORN_FOR", "CBR_BIR_NATIVE": "BORN_NAT"}),
     (CITIZENS, "employment_rate", {"CCT_CIT_NONCIT": "CITIZEN_FOR", "CCT_CIT_CITIZEN": "CITIZEN_NAT"})],
)  # fmt: skip
def test_both_sides_of_work_are_read_and_totals_are_listed(
    tmp_path: Path, series: str, code: str, sides: dict[str, str]
) -> None:
    total = f"{next(iter(sides)).rpartition('_')[0]}_TOTAL"
    lines = [people(series, who, at) for at, who in enumerate((*sides, total), start=5)]
    rows, report = made(tmp_path, *lines, name=series)
    is_sound(rows, "ilostat")
    for at, group in enumerate(sides.values(), start=5):
        assert value(rows, INDICATOR=code, REF_AREA="CIV", COMP_BREAKDOWN=group, AGE="Y_GE15", UNIT_MEASURE="PC") == at
    assert [(entry.reason, entry.rows) for entry in report.left_out] == [
        ("a total, or people of whom it is not known", 1)
    ]


@pytest.mark.parametrize("age", ["AGE_AGGREGATE_YGE15", "AGE_AGGREGATE_TOTAL"])
def test_the_age_of_15_and_over_is_read_under_the_name_that_a_release_has(tmp_path: Path, age: str) -> None:
    rows, _ = made(tmp_path, people(BORN, "CBR_BIR_NATIVE", 7, age), people(BORN, "CBR_BIR_NATIVE", 9, "AGE_AGGREGATE_Y15-24"),
                   name=BORN)  # fmt: skip
    assert rows.select("OBS_VALUE", "AGE").rows() == [(7, "Y_GE15")]


def test_both_sides_of_a_year_are_of_one_survey(tmp_path: Path) -> None:
    lines = [people(BORN, who, value_, source=source) for source, value_ in (("BA:9", 6), ("AA:1", 3))
             for who in ("CBR_BIR_NATIVE", "CBR_BIR_FOREIGN")]  # fmt: skip
    rows, _ = made(tmp_path, *lines, name=BORN)
    assert rows["COMMENT_OBS"].to_list() == ["source BA:9", "source BA:9"] and rows["OBS_VALUE"].to_list() == [6, 6]


def test_a_file_without_the_sides_is_refused(tmp_path: Path) -> None:
    columns = [name for name in ILOSTAT if name != "classif2"]
    whole = dict(zip(ILOSTAT, people(BORN, "CBR_BIR_NATIVE", 7), strict=True))
    path = write_csv(tmp_path / f"{BORN}.csv", columns, [[whole[name] for name in columns]])
    with pytest.raises(SourceUnreadable, match="classif2"):
        read("ilostat", path)
