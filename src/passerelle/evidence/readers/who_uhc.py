"""The index of service coverage (SDG 3.8.1): an export of WHO's Global Health Observatory.

Layout from documentation: the columns of the observatory's exports. Stands on `reading` and `observations`.
"""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from passerelle.evidence.readers import Reader
from passerelle.evidence.readers._common import together
from passerelle.evidence.readers._gho import read_export
from passerelle.evidence.report import SourceReport

CODES = {"UHC_INDEX_REPORTED": ("uhc_index", "INDEX_0_100")}


def read(paths: Sequence[Path], report: SourceReport) -> pl.DataFrame:
    """All exports found, one after another.

    Raises
    ------
    RowRefused : an index above 100, as when the file holds shares of another unit.
    """
    return together(read_export(p, CODES, report, highest=100) for p in paths)


READER = Reader("who_uhc", ("who_gho_uhc_index*.csv", "UHC_INDEX_REPORTED*.csv"), read)
