"""The build: all or nothing, resumable, the same bytes for the same input, older vintages kept."""

import errno
import fcntl
import json
from pathlib import Path

import polars as pl
import pytest
from tests.makers import csv_file

from passerelle.base.errors import Contradiction, EvidenceError, RowRefused, SourceUnreadable, StoreBusy
from passerelle.evidence import build as building
from passerelle.evidence.build import add, build
from passerelle.evidence.observations import SCHEMA, observations
from passerelle.evidence.parquet import settle
from passerelle.evidence.readers import Reader, undesa_stock
from passerelle.evidence.report import SourceReport


def rows(*values: tuple[str, str, str, float], vintage: str = "2020") -> pl.DataFrame:
    """Stocks: origin, destination, year, value."""
    return observations(
        pl.DataFrame(
            [
                {"INDICATOR": "migrant_stock", "COUNTERPART_AREA": o, "REF_AREA": d, "TIME_PERIOD": year,
                 "OBS_VALUE": value, "UNIT_MEASURE": "PS", "VINTAGE": vintage}
                for o, d, year, value in values
            ]
        )
    )  # fmt: skip


class Counting:
    """A reader of one source that counts how often it reads, and may fail."""

    def __init__(self, source: str, made: pl.DataFrame | Exception) -> None:
        self.made, self.times = made, 0
        self.reader = Reader(source, (f"{source}*.csv",), self.read)

    def read(self, paths, report) -> pl.DataFrame:
        self.times += 1
        report.read(1)
        if isinstance(self.made, Exception):
            raise self.made
        return self.made


GOOD = rows(("MEX", "USA", "2020", 5.0), ("NAM", "ZAF", "2020", 7.0))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    held = tmp_path / "files"
    held.mkdir()
    (held / "undesa_stock.csv").write_text("a")
    (held / "frontex.csv").write_text("b")
    return held


def stored(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(out.iterdir()) if path.is_file()}


def test_a_source_that_fails_leaves_the_store_as_it_was(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(folder, out, readers=[Counting("undesa_stock", GOOD).reader])
    before = stored(out)
    bad = Counting("frontex", SourceUnreadable("is cut off.", file="frontex.csv", row=3))
    changed = Counting("undesa_stock", rows(("MEX", "USA", "2020", 6.0)))
    (folder / "undesa_stock.csv").write_text("changed")
    with pytest.raises(
        EvidenceError, match=r"1 of 2 sources.*as it was(.|\n)*frontex: frontex\.csv, row 3: is cut off"
    ):
        build(folder, out, readers=[changed.reader, bad.reader])
    assert stored(out) == before


def test_a_build_goes_on_where_it_stopped(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    good, bad = Counting("undesa_stock", GOOD), Counting("frontex", OSError(errno.ENOSPC, "No space left on device"))
    with pytest.raises(EvidenceError, match="No space left on device"):
        build(folder, out, readers=[good.reader, bad.reader])
    bad.made = rows(("SYR", "GRC", "2015", 1.0))
    result = build(folder, out, readers=[good.reader, bad.reader])
    assert (good.times, bad.times) == (1, 2) and result.written == ["frontex", "undesa_stock"]
    assert not (out / ".building").exists()


def test_the_same_input_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        build(folder, tmp_path / name, readers=[Counting("undesa_stock", GOOD).reader])
    assert stored(tmp_path / "one") == stored(tmp_path / "two")
    again = build(folder, tmp_path / "one", readers=[Counting("undesa_stock", GOOD.reverse()).reader])
    assert again.unchanged == ["undesa_stock"] and again.written == []


def test_older_vintages_stay_beside_new_ones_unless_asked_otherwise(folder: Path, tmp_path: Path) -> None:
    out, old = tmp_path / "out", rows(("MEX", "USA", "2017", 4.0), vintage="2017")
    build(folder, out, readers=[Counting("undesa_stock", old).reader])
    build(folder, out, readers=[Counting("undesa_stock", GOOD).reader])
    assert set(pl.read_parquet(out / "undesa_stock.parquet")["VINTAGE"]) == {"2017", "2020"}
    build(folder, out, readers=[Counting("undesa_stock", GOOD).reader], anew=True)
    assert set(pl.read_parquet(out / "undesa_stock.parquet")["VINTAGE"]) == {"2020"}


def test_exact_duplicates_fold_and_are_counted(folder: Path, tmp_path: Path) -> None:
    result = build(folder, tmp_path / "out", readers=[Counting("undesa_stock", pl.concat([GOOD, GOOD])).reader])
    assert result.reports["undesa_stock"].duplicates_folded == 2 and result.reports["undesa_stock"].observations == 2


def test_a_contradiction_names_both_rows(folder: Path, tmp_path: Path) -> None:
    two = rows(("MEX", "USA", "2020", 5.0), ("MEX", "USA", "2020", 6.0))
    with pytest.raises(EvidenceError, match=r"MEX USA .*2020.*: 5\.0 and 6\.0\. Nothing was written"):
        build(folder, tmp_path / "out", readers=[Counting("undesa_stock", two).reader])
    assert issubclass(Contradiction, EvidenceError)


def test_a_contradiction_names_file_and_row(tmp_path: Path) -> None:
    header = ("orig", "dest", "year", "female", "male", "total", "type_b", "type_c", "type_r", "type_i")
    lines = [("MAR", "NLD", 2020, 1, 2, 3, 1, 0, 0, 0), ("MEX", "USA", 2020, 1, 1, 2, 1, 0, 0, 0),
             ("MAR", "NLD", 2020, 1, 4, 5, 1, 0, 0, 0)]  # fmt: skip
    (tmp_path / "files").mkdir()
    csv_file(tmp_path / "files" / undesa_stock.LONG, header, lines)
    with pytest.raises(EvidenceError) as refused:
        build(tmp_path / "files", tmp_path / "out", readers=[undesa_stock.READER])
    said = str(refused.value)
    assert f"2.0 ({undesa_stock.LONG}, row 2) and 4.0 ({undesa_stock.LONG}, row 4)" in said
    assert "MAR NLD M" in said


@pytest.mark.parametrize(
    ("period", "said"),
    [("soon", '"soon" is not a period'), ("2020Q3", '"2020Q3" is written 2020-Q3 here'), ("2020-2015", "ends before")],
)
def test_a_period_that_is_none_stops_at_the_door(folder: Path, tmp_path: Path, period: str, said: str) -> None:
    odd = rows(("MEX", "USA", "2020", 1.0), ("MEX", "USA", period, 1.0))
    with pytest.raises(EvidenceError, match=rf"undesa_stock: TIME_PERIOD: .*{said}"):
        build(folder, tmp_path / "out", readers=[Counting("undesa_stock", odd).reader])


def test_a_period_that_is_none_names_its_row() -> None:
    odd = rows(("MEX", "USA", "soon", 1.0)).with_columns(FILE=pl.lit("a.csv"), FILE_ROW=pl.lit(7, dtype=pl.UInt32))
    with pytest.raises(RowRefused, match=r'made: a\.csv, row 7: TIME_PERIOD: "soon" is not a period'):
        settle(odd, "made")


def test_a_file_of_which_nothing_is_a_figure_is_refused(folder: Path, tmp_path: Path) -> None:
    def read(paths: object, report: SourceReport) -> pl.DataFrame:
        report.read(2)
        report.leave_out("undesa_stock.csv", "no place is known by this name", rows=2)
        return pl.DataFrame(schema=SCHEMA)

    with pytest.raises(
        EvidenceError, match=r"2 rows were read and none became a figure .no place is known by this name"
    ):
        build(folder, tmp_path / "out", readers=[Reader("undesa_stock", ("undesa_stock*.csv",), read)])


def test_figures_read_now_are_told_from_those_kept(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(folder, out, readers=[Counting("undesa_stock", rows(("MEX", "USA", "2017", 4.0), vintage="2017")).reader])
    result = build(folder, out, readers=[Counting("undesa_stock", GOOD).reader])
    report = result.reports["undesa_stock"]
    assert (report.observations, report.kept) == (3, 1)


def test_of_a_table_in_parts_a_newer_part_takes_no_other_away(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (folder / "unhcr.csv").write_text("c")
    build(folder, out, readers=[Counting("unhcr", GOOD).reader])
    result = build(folder, out, readers=[Counting("unhcr", rows(("MEX", "USA", "2020", 9.0))).reader])
    held = pl.read_parquet(out / "unhcr.parquet")
    assert held.select("COUNTERPART_AREA", "OBS_VALUE").rows() == [("MEX", 9.0), ("NAM", 7.0)]
    assert result.reports["unhcr"].kept == 1


def test_an_area_that_is_no_place_is_refused(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(EvidenceError, match='"EUROPE" stands in REF_AREA but is no place'):
        build(folder, tmp_path / "out", readers=[Counting("undesa_stock", rows(("MEX", "EUROPE", "2020", 1.0))).reader])


def test_a_table_without_a_card_is_refused(folder: Path, tmp_path: Path) -> None:
    (folder / "nobody.csv").write_text("x")
    with pytest.raises(EvidenceError, match='"nobody" has no card'):
        build(folder, tmp_path / "out", readers=[Counting("nobody", GOOD).reader])


def test_the_report_keeps_what_it_says_of_sources_that_the_folder_holds_from_before(
    folder: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    build(folder, out, readers=[Counting("undesa_stock", GOOD).reader, Counting("frontex", GOOD).reader])
    add(out, rows(("MEX", "USA", "2020", 1.0)), SourceReport("passerelle_flows", remarks=["made"]))
    result = build(folder, out, readers=[Counting("undesa_stock", GOOD).reader])
    assert set(result.reports) == {"undesa_stock"}
    told = json.loads((out / "report.json").read_text("utf-8"))["sources"]
    assert [one["source"] for one in told] == ["frontex", "passerelle_flows", "undesa_stock"]
    assert next(one for one in told if one["source"] == "passerelle_flows")["remarks"] == ["made"]


def test_two_builds_at_once(folder: Path, tmp_path: Path) -> None:
    room = tmp_path / "out/.building"
    room.mkdir(parents=True)
    with (room / "lock").open("a+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(StoreBusy, match="Another build is writing"):
            build(folder, tmp_path / "out", readers=[Counting("undesa_stock", GOOD).reader])


def test_a_place_where_nothing_can_be_written(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(EvidenceError, match="cannot be written"):
        build(folder, tmp_path / "file/out", readers=[Counting("undesa_stock", GOOD).reader])


def test_a_disk_that_is_full(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(building, "write", full)
    with pytest.raises(EvidenceError, match="No space left on device"):
        build(folder, tmp_path / "out", readers=[Counting("undesa_stock", GOOD).reader])
    assert stored(tmp_path / "out") == {}


def test_a_disk_that_fills_while_the_build_ends(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    build(folder, out, readers=[Counting("undesa_stock", GOOD).reader])
    before = stored(out)
    write_text = Path.write_text

    def full(path: Path, *told: object) -> int:
        if path.name == "catalogue.json":
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        return write_text(path, *told)  # type: ignore[arg-type]

    monkeypatch.setattr(Path, "write_text", full)
    changed = Counting("undesa_stock", rows(("MEX", "USA", "2020", 6.0)))
    (folder / "undesa_stock.csv").write_text("changed")
    with pytest.raises(EvidenceError, match=r'"catalogue\.json" in .*No space left on device; the store is as it was'):
        build(folder, out, readers=[changed.reader])
    assert stored(out) == before
    monkeypatch.undo()
    again = build(folder, out, readers=[changed.reader])
    assert again.written == ["undesa_stock"] and changed.times == 1


def test_files_are_put_in_place_all_or_none(tmp_path: Path) -> None:
    room, out = tmp_path / "room", tmp_path / "out"
    room.mkdir()
    (out / "b.parquet/in the way").mkdir(parents=True)
    (out / "a.parquet").write_text("old")
    for name in ("a.parquet", "b.parquet", "new.parquet"):
        (room / name).write_text("fresh")
    with pytest.raises(OSError):
        building._replace_all([room / name for name in ("new.parquet", "a.parquet", "b.parquet")], out)
    assert (out / "a.parquet").read_text() == "old" and not (out / "new.parquet").exists()


def test_a_file_that_cannot_be_read_is_named(folder: Path, tmp_path: Path) -> None:
    denied = PermissionError(errno.EACCES, "Permission denied", str(folder / "undesa_stock.csv"))
    with pytest.raises(EvidenceError, match=r"undesa_stock: undesa_stock\.csv: cannot be .*Permission denied"):
        build(folder, tmp_path / "out", readers=[Counting("undesa_stock", denied).reader])


def test_what_may_not_ship_is_left_out(folder: Path, tmp_path: Path) -> None:
    (folder / "geodist.csv").write_text("x")
    readers = [Counting("undesa_stock", GOOD).reader, Counting("geodist", GOOD).reader]
    result = build(folder, tmp_path / "out", readers=readers, for_shipping=True)
    assert result.not_shipped == ["geodist"] and not (tmp_path / "out/geodist.parquet").exists()


def test_files_that_no_reader_knows_are_listed(folder: Path, tmp_path: Path) -> None:
    result = build(folder, tmp_path / "out", readers=[Counting("undesa_stock", GOOD).reader])
    assert result.unread == ["frontex.csv"] and result.as_dict()["files_that_no_reader_knows"] == ["frontex.csv"]


def test_classifications_are_told_from_files_that_nobody_knows(folder: Path, tmp_path: Path) -> None:
    for name in ("ISCOGroups_en.csv", "occupations_hierarchy.csv", "skill_skill_relations.csv"):
        (folder / name).write_text("x")
    result = build(folder, tmp_path / "out", readers=[Counting("undesa_stock", GOOD).reader])
    assert result.unread == ["frontex.csv"]
    assert result.as_dict()["classifications_without_figures"] == [
        "ISCOGroups_en.csv", "occupations_hierarchy.csv", "skill_skill_relations.csv",
    ]  # fmt: skip


def test_a_folder_without_any_known_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match="holds no file that a reader knows"):
        build(tmp_path, tmp_path / "out")
    with pytest.raises(SourceUnreadable, match="is not a folder"):
        build(tmp_path / "none", tmp_path / "out")


def test_progress_is_told(folder: Path, tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    build(folder, tmp_path / "out", readers=[Counting("undesa_stock", GOOD).reader],
          progress=lambda *step: told.append(step))  # fmt: skip
    assert told == [("undesa_stock", 1, 1)]
