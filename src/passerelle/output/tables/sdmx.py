"""SDMX-CSV 2.0: SDMX's names, one structure, action "information", citations as attributes.

Dimensions are INDICATOR, COUNTERPART_AREA (origin), REF_AREA (destination), SEX, AGE, METHOD, VINTAGE and
TIME_PERIOD; OBS_VALUE is the measure; the rest are attributes. Stands on `columns`.

Source: SDMX Technical Working Group, SDMX-CSV field guide 2.0.0.
"""

import csv
import io
from collections.abc import Sequence

from passerelle.base.periods import read_period
from passerelle.evidence.figures import UNITS, Figure
from passerelle.output.tables.columns import citation_of, licence_of, plain_number, safe_text

STRUCTURE = ("dataflow", "PASSERELLE:FIGURES(1.0)", "I")
DIMENSIONS = ("INDICATOR", "COUNTERPART_AREA", "REF_AREA", "SEX", "AGE", "METHOD", "VINTAGE", "TIME_PERIOD")
ATTRIBUTES = (
    "UNIT_MEASURE", "OBS_STATUS", "LOWER", "UPPER", "PERIOD_TEXT", "COMMENT_OBS", "SOURCE", "CITATION", "LICENCE",
)  # fmt: skip
HEADER = ("STRUCTURE", "STRUCTURE_ID", "ACTION", *DIMENSIONS, "OBS_VALUE", *ATTRIBUTES)
_NOT_APPLICABLE = "_Z"
_CODES = {words: code for code, words in UNITS.items()}


def sdmx_period(period: str) -> str:
    """A period as SDMX writes it; a span of years becomes a time range.

    >>> sdmx_period("2015-2020"), sdmx_period("2020-Q3")
    ('2015-01-01/P5Y', '2020-Q3')
    """
    read = read_period(period)
    if read.kind != "span":
        return read.text
    # our publishers' spans run from one point of a year to the same point of another; PERIOD_TEXT keeps theirs
    return f"{read.first}-01-01/P{max(read.last - read.first, 1)}Y"


def _row(figure: Figure) -> list[str]:
    dimensions = [
        figure.indicator, figure.origin or _NOT_APPLICABLE, figure.destination or _NOT_APPLICABLE, figure.sex,
        figure.age, figure.method or _NOT_APPLICABLE, figure.vintage or _NOT_APPLICABLE,
    ]  # fmt: skip
    attributes = [
        _CODES.get(figure.unit, figure.unit), figure.status, plain_number(figure.low), plain_number(figure.high),
        figure.period, safe_text(figure.note), figure.source, safe_text(citation_of(figure)),
        safe_text(licence_of(figure)),
    ]  # fmt: skip
    # without a period the row speaks of the series: SDMX-CSV 2.0 attaches its attributes to the partial key
    period = sdmx_period(figure.period) if figure.period else ""
    return [*STRUCTURE, *map(safe_text, dimensions), period, plain_number(figure.value), *attributes]


def to_sdmx_csv(figures: Sequence[Figure]) -> bytes:
    """The figures as SDMX-CSV 2.0. What is not known is a row of its series without period and value."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows(_row(figure) for figure in figures)
    return out.getvalue().encode("utf-8")
