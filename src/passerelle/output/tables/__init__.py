"""Figures as files: CSV, Parquet, XLSX, JSON and SDMX-CSV, each with the citations of its sources inside.

Holds the choice of form; columns and papers are in `columns`, each form has its module. Stands on `evidence`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from passerelle.base.errors import PasserelleError
from passerelle.evidence.figures import Figure

# About 90 MB as CSV, the largest form, when every row carries its citation.
MOST_FIGURES = 200_000


class ExportRefused(PasserelleError):
    """No such form, or more figures than one file may hold."""

    title = "Export refused"


@dataclass(frozen=True, slots=True)
class Form:
    """A form of a file: its name, media type and the ending of its file's name."""

    name: str
    media_type: str
    suffix: str


FORMS = {
    form.name: form
    for form in (
        Form("csv", "text/csv; charset=utf-8", ".csv"),
        Form("parquet", "application/vnd.apache.parquet", ".parquet"),
        Form("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx"),
        Form("json", "application/json", ".json"),
        Form("sdmx-csv", "application/vnd.sdmx.data+csv; version=2.0.0", ".sdmx.csv"),
    )
}


def form_of(name: str) -> Form:
    """The form of a name, whatever the case.

    Raises
    ------
    ExportRefused : no such form; those known are listed.
    """
    try:
        return FORMS[name.lower()]
    except KeyError:
        raise ExportRefused(f'"{name}" is no form of an export. Known are {", ".join(FORMS)}.') from None


def export(
    figures: Sequence[Figure], form: str, *, title: str, language: str = "en", day: date, most: int = MOST_FIGURES
) -> bytes:
    """The figures as the bytes of one file, in their order; the same figures on the same day give the same bytes.

    Parameters
    ----------
    form : "csv", "parquet", "xlsx", "json" or "sdmx-csv".
    title : what the file is about; stands where the form has a place for it (XLSX, JSON, Parquet).
    language : in which names of indicators and places, notes and headings are written; codes and the names of
        columns are the same in every language.
    day : when the figures were read from the store.

    A figure that is not known has an empty cell (null in JSON and Parquet), never a zero.

    Raises
    ------
    ExportRefused : no such form, or more than `most` figures.
    """
    chosen = form_of(form)
    if len(figures) > most:
        raise ExportRefused(
            f"{len(figures):,} figures are asked for; one file holds at most {most:,}. "
            "Ask for fewer places, periods or one sex."
        )
    # each form loads its own writer: an answer as JSON need not pay for the workbook's
    if chosen.name == "csv":
        from passerelle.output.tables.flat import to_csv  # noqa: PLC0415

        return to_csv(figures, language)
    if chosen.name == "sdmx-csv":
        from passerelle.output.tables.sdmx import to_sdmx_csv  # noqa: PLC0415

        return to_sdmx_csv(figures)
    if chosen.name == "json":
        from passerelle.output.tables.document import to_json  # noqa: PLC0415

        return to_json(figures, title=title, language=language, day=day)
    if chosen.name == "parquet":
        from passerelle.output.tables.columnar import to_parquet  # noqa: PLC0415

        return to_parquet(figures, title=title, language=language, day=day)
    from passerelle.output.tables.workbook import to_xlsx  # noqa: PLC0415

    return to_xlsx(figures, title=title, language=language, day=day)
