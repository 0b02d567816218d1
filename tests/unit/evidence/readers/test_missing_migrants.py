"""Incidents stay apart, on the map, and say no more than needed."""

from pathlib import Path

import polars as pl
import pytest
from tests.makers_b import is_sound, left_out, of, write_csv

from passerelle.base.errors import RowRefused
from passerelle.evidence.readers.missing_migrants import FILE, READER
from passerelle.evidence.report import SourceReport

HEADER = ("date", "month", "type", "route", "geo", "dead", "cause", "surv", "nat", "location", "lon", "lat")


def _line(**given: object) -> tuple[object, ...]:
    usual = {
        "date": "2016-03-20", "month": "2016-03", "type": "Incident", "route": "Central Mediterranean Route",
        "geo": "LBY", "dead": "3.0", "cause": "Drowning", "surv": "", "nat": "UNK",
        "location": "off the coast, near the village", "lon": "12.123456", "lat": "33.987654",
    }  # fmt: skip
    return tuple((usual | given)[name] for name in HEADER)


def _read(folder: Path, *rows: tuple[object, ...]) -> tuple[pl.DataFrame, SourceReport]:
    report = SourceReport("missing_migrants")
    return READER.read([write_csv(folder / FILE, HEADER, rows)], report), report


def test_incidents_alike_on_one_day_stay_apart(tmp_path: Path) -> None:
    rows, report = _read(tmp_path, _line(), _line(), _line(date="2016-03-21"))
    is_sound(rows, "missing_migrants")
    assert rows["COMP_BREAKDOWN"].to_list() == [
        "CENTRAL_MEDITERRANEAN#1", "CENTRAL_MEDITERRANEAN#2", "CENTRAL_MEDITERRANEAN#1",
    ]  # fmt: skip
    assert rows["OBS_VALUE"].sum() == 9
    assert report.checks[0].passed


@pytest.mark.parametrize(
    ("nat", "origin", "said"),
    [
        ("ERI", "ERI", None),
        ("UNK", "_U", None),
        ("UNK,UNK", "_U", None),
        ("ERI,SOM", "_X", "nationalities ERI, SOM"),
        ("EGY,UNK", "_X", "nationalities EGY, UNK"),
    ],
)
def test_origin_is_a_single_known_nationality(tmp_path: Path, nat: str, origin: str, said: str | None) -> None:
    rows, _ = _read(tmp_path, _line(nat=nat))
    assert rows["COUNTERPART_AREA"].to_list() == [origin]
    comment = rows["COMMENT_OBS"][0]
    assert comment.startswith("drowning")
    assert (said in comment) if said else ("nationalities" not in comment)


def test_a_point_but_no_words_on_the_place(tmp_path: Path) -> None:
    rows, _ = _read(tmp_path, _line())
    assert (rows["LATITUDE"][0], rows["LONGITUDE"][0]) == (33.9877, 12.1235)
    assert "village" not in str(rows.row(0))


def test_survivors_where_known_and_none_below_zero(tmp_path: Path) -> None:
    rows, report = _read(tmp_path, _line(surv="12.0"), _line(surv="-1.0"), _line())
    assert of(rows, INDICATOR="survivors")["OBS_VALUE"].to_list() == [12]
    assert of(rows, INDICATOR="deaths_missing").height == 3
    assert left_out(report, "survivors below zero") == 1


def test_dead_below_zero_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RowRefused, match='row 2, column "dead"'):
        _read(tmp_path, _line(dead="-3"))


def test_the_kind_of_incident_is_said_where_it_is_unusual(tmp_path: Path) -> None:
    rows, _ = _read(tmp_path, _line(type="Cumulative Incident"))
    assert rows["COMMENT_OBS"].to_list() == ["drowning; cumulative incident"]
