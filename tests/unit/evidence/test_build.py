"""The build: all or nothing, resumable, the same bytes for the same input, older vintages kept."""

import errno
import fcntl
from pathlib import Path

import polars as pl
import pytest

from passerelle.base.errors import Contradiction, EvidenceError, SourceUnreadable, StoreBusy
from passerelle.evidence import build as building
from passerelle.evidence.build import build
from passerelle.evidence.observations import observations
from passerelle.evidence.readers import Reader


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
    with pytest.raises(EvidenceError, match=r"MEX USA .*2020.* = 5\.0 and .*MEX USA .* = 6\.0"):
        build(folder, tmp_path / "out", readers=[Counting("undesa_stock", two).reader])
    assert issubclass(Contradiction, EvidenceError)


def test_an_area_that_is_no_place_is_refused(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(EvidenceError, match='"EUROPE" stands in REF_AREA but is no place'):
        build(folder, tmp_path / "out", readers=[Counting("undesa_stock", rows(("MEX", "EUROPE", "2020", 1.0))).reader])


def test_a_table_without_a_card_is_refused(folder: Path, tmp_path: Path) -> None:
    (folder / "nobody.csv").write_text("x")
    with pytest.raises(EvidenceError, match='"nobody" has no card'):
        build(folder, tmp_path / "out", readers=[Counting("nobody", GOOD).reader])


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


def test_what_may_not_ship_is_left_out(folder: Path, tmp_path: Path) -> None:
    (folder / "geodist.csv").write_text("x")
    readers = [Counting("undesa_stock", GOOD).reader, Counting("geodist", GOOD).reader]
    result = build(folder, tmp_path / "out", readers=readers, for_shipping=True)
    assert result.not_shipped == ["geodist"] and not (tmp_path / "out/geodist.parquet").exists()


def test_files_that_no_reader_knows_are_listed(folder: Path, tmp_path: Path) -> None:
    result = build(folder, tmp_path / "out", readers=[Counting("undesa_stock", GOOD).reader])
    assert result.unread == ["frontex.csv"] and result.as_dict()["files_that_no_reader_knows"] == ["frontex.csv"]


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
