"""What every reader of a text table promises, tried over all layouts: columns, numbers, places, years, twins."""

from pathlib import Path

import polars as pl
import pytest
from tests.makers_b import is_sound, left_out
from tests.makers_c import LAYOUTS, SUMMED, Layout, read, reader_of

from passerelle.base.errors import Contradiction, EvidenceError, RowRefused, SourceUnreadable
from passerelle.evidence.observations import KEY
from passerelle.evidence.parquet import settle

FIGURES = [layout for layout in LAYOUTS if layout.figure]
PLACES = [layout for layout in LAYOUTS if layout.place]
YEARS = [layout for layout in LAYOUTS if layout.year]
COLUMNS = [(layout, column) for layout in LAYOUTS for column in layout.needed]


def of_each(layouts: list[Layout] | tuple[Layout, ...]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("layout", layouts, ids=lambda layout: layout.id)


def settled(rows: pl.DataFrame, layout: Layout) -> list[tuple[object, ...]]:
    return settle(rows, layout.source)[0].rows()


@of_each(LAYOUTS)
def test_the_store_is_owed_sound_rows(layout: Layout, tmp_path: Path) -> None:
    rows, report = layout.read(layout.write(tmp_path))
    is_sound(rows, layout.source)
    assert rows.height >= len(layout.rows) and report.rows_read == len(layout.rows)
    assert [check for check in report.checks if check.passed is False] == []


@of_each(LAYOUTS)
def test_the_build_finds_the_file_by_its_name(layout: Layout, tmp_path: Path) -> None:
    patterns = reader_of(layout.source).files
    found = [pattern for pattern in patterns if (tmp_path / layout.file).match(pattern)]
    assert found or layout.source == "transfer_taxes"  # whose table ships in the package


@pytest.mark.parametrize(("layout", "column"), COLUMNS, ids=lambda part: part if isinstance(part, str) else part.id)
def test_a_column_that_is_missing_is_named(layout: Layout, column: str, tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable) as refused:
        layout.read(layout.write(tmp_path, but=[column]))
    said = str(refused.value)
    assert layout.file in said
    assert any(word in said for word in (column, column.split(",")[0], "country of training", "names no dataflow"))


@of_each(LAYOUTS)
def test_columns_may_stand_in_another_order(layout: Layout, tmp_path: Path) -> None:
    expected = settled(layout.read(layout.write(tmp_path))[0], layout)
    header = layout.header[:1] + layout.header[:0:-1]
    rows = tuple(row[:1] + row[:0:-1] for row in layout.rows)
    turned = Layout(layout.source, layout.file, header, rows, layout.needed)
    assert settled(turned.read(turned.write(tmp_path))[0], layout) == expected


@of_each(FIGURES)
@pytest.mark.parametrize(("value", "said"), [(-4, "-4 is below 0"), ("many", '"many" is not a number')])
def test_what_no_count_can_be_is_refused_with_row_and_column(
    layout: Layout, value: object, said: str, tmp_path: Path
) -> None:
    with pytest.raises(RowRefused) as refused:
        layout.read(layout.write(tmp_path, layout.with_last(layout.figure, value)))
    where = f'{layout.file}, row {len(layout.rows) + 1}, column "{layout.figure}": '
    assert str(refused.value).startswith(where + said)


@of_each(FIGURES)
def test_zero_is_a_number(layout: Layout, tmp_path: Path) -> None:
    rows, _ = layout.read(layout.write(tmp_path, layout.with_last(layout.figure, 0)))
    is_sound(rows, layout.source)


@of_each([layout for layout in FIGURES if layout.source != "residents_by_education"])
@pytest.mark.parametrize("mark", ["..", "", "-"])
def test_a_missing_mark_is_no_zero(layout: Layout, mark: str, tmp_path: Path) -> None:
    whole, _ = layout.read(layout.write(tmp_path))
    fewer, _ = layout.read(layout.write(tmp_path, layout.with_last(layout.figure, mark)))
    values = set(map(tuple, whole.select(*KEY, "OBS_VALUE").rows()))
    assert fewer.height < whole.height
    assert set(map(tuple, fewer.select(*KEY, "OBS_VALUE").rows())) <= values


@of_each(PLACES)
@pytest.mark.parametrize("name", ["ZZZ", ""])
def test_what_is_no_place_is_listed_and_left_out(layout: Layout, name: str, tmp_path: Path) -> None:
    alone = settled(layout.read(layout.write(tmp_path, layout.rows[:-1]))[0], layout)
    rows, report = layout.read(layout.write(tmp_path, layout.with_last(layout.place, name)))
    assert settled(rows, layout) == alone
    assert left_out(report, layout.unplaced.replace("ZZZ", name)) == 1


@of_each(YEARS)
@pytest.mark.parametrize("year", ["about 2020", "20", "", "DEU"])
def test_what_is_no_year_is_refused_with_row_and_column(layout: Layout, year: str, tmp_path: Path) -> None:
    with pytest.raises(RowRefused) as refused:
        layout.read(layout.write(tmp_path, layout.with_last(layout.year, year)))
    said = str(refused.value)
    assert f'{layout.file}, row {len(layout.rows) + 1}, column "{layout.year}"' in said and f'"{year}"' in said


@of_each(LAYOUTS)
def test_a_row_that_stands_twice_is_counted_once(layout: Layout, tmp_path: Path) -> None:
    once = settled(layout.read(layout.write(tmp_path))[0], layout)
    twice = settled(layout.read(layout.write(tmp_path, [*layout.rows, layout.rows[0]]))[0], layout)
    assert twice == once


@of_each(FIGURES)
def test_two_rows_that_contradict_each_other_are_refused(layout: Layout, tmp_path: Path) -> None:
    at = layout.header.index(layout.figure)
    last = layout.rows[-1]
    other = (*last[:at], float(last[at]) + 1, *last[at + 1 :])
    rows, _ = layout.read(layout.write(tmp_path, [*layout.rows, other]))
    with pytest.raises(Contradiction, match=f"Source {layout.source} says two things of one figure"):
        settle(rows, layout.source)


@of_each(LAYOUTS)
def test_a_file_that_is_cut_off_is_refused(layout: Layout, tmp_path: Path) -> None:
    path = layout.write(tmp_path)
    text = path.read_text("utf-8").rstrip("\n")
    path.write_text(text[: text.rindex(",")], "utf-8")
    with pytest.raises(EvidenceError, match=rf"{layout.file}, row {len(layout.rows) + 1}: the row has \d+ cells"):
        layout.read(path)


@of_each(LAYOUTS)
def test_a_semicolon_a_byte_mark_and_other_ends_of_line_change_nothing(layout: Layout, tmp_path: Path) -> None:
    path = layout.write(tmp_path)
    expected = settled(layout.read(path)[0], layout)
    lines = pl.read_csv(path, infer_schema=False)
    lines.write_csv(path, separator=";", include_bom=True, line_terminator="\r\n", quote_style="always")
    assert settled(layout.read(path)[0], layout) == expected


@pytest.mark.parametrize("source", sorted({layout.source for layout in LAYOUTS} - {"transfer_taxes"}))
def test_no_files_are_no_rows(source: str) -> None:
    rows, report = read(source)
    assert rows.is_empty() and not report.left_out


CELLS = [(layout, column) for layout in (*LAYOUTS, *SUMMED) for column in layout.needed]


@pytest.mark.parametrize(("layout", "column"), CELLS, ids=lambda part: part if isinstance(part, str) else part.id)
@pytest.mark.parametrize("cell", ["", " ", "?x", "1e400"])
def test_a_cell_that_nobody_can_read_is_refused_or_leaves_sound_rows(
    layout: Layout, column: str, cell: str, tmp_path: Path
) -> None:
    path = layout.write(tmp_path, layout.with_last(column, cell))
    try:
        rows, _ = layout.read(path)
        settled(rows, layout)
    except EvidenceError as refused:
        assert layout.file in str(refused)
        return
    assert not (cell == "1e400" and column == layout.figure)


@pytest.mark.parametrize("layout", [layout for layout in SUMMED if layout.source in ("frontex", "us_cbp")])
def test_a_row_that_stands_twice_is_added_up_once(layout: Layout, tmp_path: Path) -> None:
    once, _ = layout.read(layout.write(tmp_path))
    twice, report = layout.read(layout.write(tmp_path, [*layout.rows, layout.rows[0]]))
    assert settled(twice, layout) == settled(once, layout)
    assert left_out(report, "the same row a second time") == 1


@pytest.mark.parametrize(
    ("source", "column", "cell", "reason"),
    [("abel_cohen", "type", "", "no known type of move"), ("wdi", "indicator", "", "no use here yet"),
     ("ilostat", "indicator", "", 'indicator "" is not read here')],
)  # fmt: skip
def test_a_row_of_no_known_kind_is_listed(source: str, column: str, cell: str, reason: str, tmp_path: Path) -> None:
    layout = next(one for one in (*LAYOUTS, *SUMMED) if one.source == source and column in one.header)
    _, report = layout.read(layout.write(tmp_path, layout.with_last(column, cell)))
    assert left_out(report, reason) == 1


def test_an_unnamed_nationality_is_an_unknown_one(tmp_path: Path) -> None:
    layout = next(one for one in SUMMED if one.source == "missing_migrants")
    rows, _ = layout.read(layout.write(tmp_path, layout.with_last("nat", "")))
    assert rows.filter(pl.col("TIME_PERIOD") == "2016-01-07")["COUNTERPART_AREA"].to_list() == ["_U"]
