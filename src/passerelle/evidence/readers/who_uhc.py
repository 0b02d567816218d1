"""The index of service coverage (SDG 3.8.1): an export of WHO's Global Health Observatory.

Layout from documentation: the columns of the observatory's exports. Stands on `reading` and `observations`.
"""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from passerelle.base.errors import RowRefused
from passerelle.evidence.observations import SCHEMA
from passerelle.evidence.readers import Reader
from passerelle.evidence.readers._gho import read_export
from passerelle.evidence.report import SourceReport

CODES = {"UHC_INDEX_REPORTED": ("uhc_index", "INDEX_0_100")}


def read(paths: Sequence[Path], report: SourceReport) -> pl.DataFrame:
    """All exports found, one after another.

    Raises
    ------
    RowRefused : an index above 100, as when the file holds shares of another unit.
    """
    parts = [pl.DataFrame(schema=SCHEMA)]
    for path in paths:
        rows = read_export(path, CODES, report)
        above = rows.filter(pl.col("OBS_VALUE") > 100)
        if above.height:
            first = above.row(0, named=True)
            raise RowRefused(
                f"{first['OBS_VALUE']:g} for {first['REF_AREA']} in {first['TIME_PERIOD']} is above 100, "
                "the most this index can be.",
                file=path, column="FactValueNumeric",
            )  # fmt: skip
        parts.append(rows)
    return pl.concat(parts)


READER = Reader("who_uhc", ("who_gho_uhc_index*.csv", "UHC_INDEX_REPORTED*.csv"), read)
