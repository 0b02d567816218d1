"""Treaties: the United Nations' two layouts, the Council of Europe's chart, NORMLEX. Absence is never a row."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.makers_b import is_sound, left_out, of, value, write_csv
from tests.makers_c import COE, MEMBERS, NORMLEX, UNTC, read
from tests.shared import shared

from passerelle.base.errors import RowRefused, SourceUnreadable
from passerelle.evidence.cards import card_of
from passerelle.evidence.readers import coe_treaties, treaties
from passerelle.evidence.report import SourceReport

TRAFFICKING = "untc_18-12-a_trafficking_2015-03.csv"


def untc(
    folder: Path, *rows: Sequence[Any], name: str = TRAFFICKING, header: Sequence[str] = UNTC
) -> tuple[pl.DataFrame, SourceReport]:
    return read("treaties", write_csv(folder / name, header, rows))


def members(
    folder: Path, *rows: Sequence[Any], name: str = "icmw_ratification_un_members_2022.csv"
) -> tuple[pl.DataFrame, SourceReport]:
    return read("treaties", write_csv(folder / name, MEMBERS, rows))


# --- the depositary's table ---


@pytest.mark.parametrize(
    ("cell", "comment"),
    [("21 Aug 2002", "ratification"), ("21 Aug 2002 A", "acceptance"), ("21 Aug 2002 AA", "approval"),
     ("21 Aug 2002 a", "accession"), ("21 Aug 2002 c", "formal confirmation"), ("21 Aug 2002 d", "succession")],
)  # fmt: skip
def test_how_a_state_came_to_be_bound(tmp_path: Path, cell: str, comment: str) -> None:
    rows, report = untc(tmp_path, ("Albania", "", cell))
    is_sound(rows, "treaties")
    (row,) = rows.to_dicts()
    assert (row["INDICATOR"], row["REF_AREA"], row["OBS_VALUE"]) == ("party_trafficking_protocol", "ALB", 1)
    assert (row["TIME_PERIOD"], row["COMMENT_OBS"], row["VINTAGE"]) == ("2002-08-21", comment, "2015-03")
    assert report.checks[0].found == 1


def test_signing_binds_nobody(tmp_path: Path) -> None:
    rows, _ = untc(tmp_path, ("Albania", "12 Dec 2000", ""), ("Serbia", "12 Mar 2001 d", ""))
    assert rows.select("INDICATOR", "COMMENT_OBS").rows() == [
        ("signed_trafficking_protocol", "signature"), ("signed_trafficking_protocol", "succession to signature"),
    ]  # fmt: skip


def test_the_european_union_is_no_place_and_a_state_without_an_act_no_row(tmp_path: Path) -> None:
    rows, report = untc(tmp_path, ("European Union", "", "6 Sep 2006 AA"), ("Albania", "", ""))
    assert rows.is_empty() and left_out(report, '"European Union" is no place') == 1


@pytest.mark.parametrize("title", ["Accession(a), Succession(d)", "Accession(a), Succession(d), Ratification"])
def test_the_column_that_binds_is_found_by_the_acts_in_its_title(tmp_path: Path, title: str) -> None:
    rows, _ = untc(
        tmp_path, ("Algeria", "8 Nov 1967 a"), name="untc_5-5_protocol_2015-03.csv", header=("Participant", title)
    )
    assert value(rows, INDICATOR="party_refugee_protocol", REF_AREA="DZA", TIME_PERIOD="1967-11-08") == 1


@pytest.mark.parametrize(("chapter", "treaty"), treaties.CHAPTERS.items())
def test_the_name_of_the_file_tells_the_treaty_and_the_card_knows_it(tmp_path: Path, chapter: str, treaty: str) -> None:
    rows, _ = untc(tmp_path, ("Mali", "1 Feb 2001", "2 Feb 2002"), name=f"untc_{chapter}_some_words_2015-03.csv")
    assert (
        set(rows["INDICATOR"])
        == {f"party_{treaty.lower()}", f"signed_{treaty.lower()}"}
        <= set(card_of("treaties").observes)
    )


@pytest.mark.parametrize("name", ["untc_4-1_genocide_2015-03.csv", "untc_5-2_refugees.csv"])
def test_a_name_that_tells_no_treaty_or_no_month_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(SourceUnreadable, match="does not tell which treaty; write untc_CHAPTER-NUMBER_name_YEAR-MONTH"):
        untc(tmp_path, ("Mali", "", "2 Feb 2002"), name=name)


@pytest.mark.parametrize(
    ("row", "column"), [(("Mali", "", "2 Feb"), UNTC[2]), (("Mali", "2 Smarch 2002", ""), "Signature")]
)
def test_a_day_that_is_none_is_refused_with_row_and_column(tmp_path: Path, row: tuple[str, ...], column: str) -> None:
    with pytest.raises(RowRefused) as refused:
        untc(tmp_path, ("Albania", "", "21 Aug 2002"), row)
    assert f'{TRAFFICKING}, row 3, column "{column}"' in str(refused.value)


# --- the table of all members ---


def test_parties_signatories_and_the_others(tmp_path: Path) -> None:
    rows, report = members(
        tmp_path, ("NA", "Namibia", 1, 2010, 0, 0, "state party", ""), ("TG", "Togo", 0, "", 1, 0, "signatory", ""),
        ("AF", "Afghanistan", 0, "", 0, 1, "no action", ""), ("TP", "Timor-Leste", 1, 2004, 0, 0, "state party", ""),
    )  # fmt: skip
    is_sound(rows, "treaties")
    assert value(rows, INDICATOR="party_icrmw", REF_AREA="NAM", TIME_PERIOD="2010", VINTAGE="2022-08") == 1
    assert of(rows, INDICATOR="signed_icrmw")["REF_AREA"].to_list() == ["TGO"]
    assert of(rows, INDICATOR="signed_icrmw")["COMMENT_OBS"].to_list() == [
        "signed by 2022-08; the table does not say when"
    ]
    assert "AFG" not in set(rows["REF_AREA"]) and value(rows, REF_AREA="TLS") == 1
    assert [(check.expected, check.found, check.passed) for check in report.checks] == [(2, 2, True)]


def test_parties_are_counted_against_the_tables_own_status(tmp_path: Path) -> None:
    _, report = members(tmp_path, ("ML", "Mali", 0, "", 0, 1, "state party", ""))
    assert [(check.expected, check.found, check.passed) for check in report.checks] == [(1, 0, False)]


def test_a_table_of_no_acts_has_no_rows(tmp_path: Path) -> None:
    assert members(tmp_path, ("AF", "Afghanistan", 0, "", 0, 1, "no action", ""))[0].is_empty()


@pytest.mark.parametrize("year", ["", "201", "soon"])
def test_a_party_without_the_year_of_its_act_is_refused(tmp_path: Path, year: str) -> None:
    with pytest.raises(RowRefused, match=rf'row 2, .*a state party has "{year}" where the year of its act is expected'):
        members(tmp_path, ("ML", "Mali", 1, year, 0, 0, "state party", ""))


def test_a_treaty_of_members_that_is_not_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match=r"does not tell which treaty; write TREATY_.* with one of icmw, cedaw"):
        members(
            tmp_path, ("ML", "Mali", 1, 2003, 0, 0, "state party", ""), name="crpd_ratification_un_members_2022.csv"
        )


# --- the Council of Europe's chart ---


def coe(folder: Path, *rows: Sequence[Any], name: str = "coe_197_2025-11.csv") -> tuple[pl.DataFrame, SourceReport]:
    return read("coe_treaties", write_csv(folder / name, COE, rows))


def test_signature_ratification_and_entry_into_force(tmp_path: Path) -> None:
    rows, report = coe(
        tmp_path, ("Albania", "22/12/2005", "06/02/2007", "01/02/2008", ""), ("Belarus", "", "26/11/2013 a", "01/03/2014", ""),
        ("Israel", "", "28/05/2025a", "", ""), ("Türkiye", "19/03/2009", "", "", ""), ("Monaco", "30/11/2015 s", "", "", ""),
        ("European Union", "", "01/10/2023", "", ""), ("Ireland", "", "", "", ""),
    )  # fmt: skip
    is_sound(rows, "coe_treaties")
    bound = of(rows, INDICATOR="party_coe_trafficking").select("REF_AREA", "TIME_PERIOD", "COMMENT_OBS").rows()
    assert bound == [
        ("ALB", "2007-02-06", "ratification"), ("BLR", "2013-11-26", "accession"),
        ("ISR", "2025-05-28", "accession, not yet in force"),
    ]  # fmt: skip
    signed = dict(of(rows, INDICATOR="signed_coe_trafficking").select("REF_AREA", "COMMENT_OBS").rows())
    assert signed == {"ALB": "signature", "TUR": "signature", "MCO": "signature without reservation as to ratification"}
    assert left_out(report, '"European Union" is no place') == 1 and rows["VINTAGE"].unique().to_list() == ["2025-11"]


@pytest.mark.parametrize(("number", "treaty"), coe_treaties.TREATIES.items())
def test_each_treaty_of_the_council_has_its_code_on_the_card(tmp_path: Path, number: str, treaty: str) -> None:
    rows, _ = coe(tmp_path, ("Albania", "", "06/02/2007", "", ""), name=f"coe_{number}_2025-11.csv")
    assert rows["INDICATOR"].to_list() == [f"party_{treaty.lower()}"]
    assert rows["INDICATOR"][0] in card_of("coe_treaties").observes


@pytest.mark.parametrize("day", ["2007-02-06", "31/02/2007", "6/2/2007", "06/02/2007 x", "yes"])
@pytest.mark.parametrize("column", ["Signature", "Ratification"])
def test_a_day_of_the_chart_that_is_none_is_refused(tmp_path: Path, day: str, column: str) -> None:
    row = ("Albania", day, "", "", "") if column == "Signature" else ("Albania", "", day, "", "")
    with pytest.raises(RowRefused, match=f'row 2, column "{column}": "{day}" is not a day as in 17/12/2015'):
        coe(tmp_path, row)


@pytest.mark.parametrize("name", ["coe_999_2025-11.csv", "coe_197_2025.csv"])
def test_a_chart_of_an_unknown_treaty_or_month_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(SourceUnreadable, match=r"write coe_197_2025-11\.csv with one of 005, 093"):
        coe(tmp_path, ("Albania", "", "06/02/2007", "", ""), name=name)


# --- NORMLEX ---


def normlex(
    folder: Path, *rows: Sequence[Any], name: str = "normlex_c097_2025-11.csv"
) -> tuple[pl.DataFrame, SourceReport]:
    return read("ilo_normlex", write_csv(folder / name, NORMLEX, rows))


@pytest.mark.parametrize(
    ("status", "note", "comment"),
    [
        ("In Force", "", "ratification, in force"), ("in force ", "", "ratification, in force"),
        ("Not in force", "The Convention will enter into force for Albania on 02 Mar 2026.", "ratification, not in force"),
        ("Not in force", "Automatic Denunciation on 16 Feb 1999 by convention C138", None),
        ("Denounced on 02 Mar 2015", "", None), ("In Force", "Denounced on 02 Mar 2015", None), ("Abrogated", "", None),
        ("", "", None),
    ],
)  # fmt: skip
def test_who_is_bound_and_who_no_longer(tmp_path: Path, status: str, note: str, comment: str | None) -> None:
    rows, report = normlex(tmp_path, ("Albania", "02 Mar 2005", status, note))
    assert rows.select("INDICATOR", "TIME_PERIOD", "COMMENT_OBS").rows() == (
        [("party_ilo_c097", "2005-03-02", comment)] if comment else []
    )
    assert left_out(report, "no longer bound, or of no known status") == (comment is None)


def test_a_table_without_notes_is_read(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "normlex_p029_2025-11.csv", NORMLEX[:3], [("Mali", "12 Apr 2016", "In Force")])
    assert read("ilo_normlex", path)[0]["INDICATOR"].to_list() == ["party_ilo_p029"]


@pytest.mark.parametrize("day", ["", "2005", "30 Feb 2005"])
def test_a_ratification_without_its_day_is_refused(tmp_path: Path, day: str) -> None:
    with pytest.raises(RowRefused, match=rf'row 2, column "Date": "{day}" is not a date'):
        normlex(tmp_path, ("Albania", day, "In Force", ""))


def test_a_name_that_tells_no_convention_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match=r"write normlex_c029_2025-11\.csv"):
        normlex(tmp_path, ("Albania", "02 Mar 2005", "In Force", ""), name="normlex_c97_2025-11.csv")


@pytest.mark.shared
def test_every_participant_of_the_publishers_tables_is_placed_but_the_european_union() -> None:
    folder = shared("un_treaties")
    paths = sorted([*folder.glob("untc_[0-9]*.csv"), *folder.glob("*_un_members_*.csv")])
    rows, report = read("treaties", *paths)
    is_sound(rows, "treaties")
    assert {entry.reason for entry in report.left_out} == {'"European Union" is no place'}
