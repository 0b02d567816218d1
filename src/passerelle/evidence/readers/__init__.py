"""One reader a source: the publisher's real layout in, observations out, a report beside them.

A reader knows its publisher's files and nothing of the store. To add a source, write its card, its reader
and a line in `registry`. Stands on `base`, `observations`, `cards`, `reading` and `report`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from passerelle.evidence.report import SourceReport


@dataclass(frozen=True, slots=True)
class Reader:
    """How one source is read.

    `files` are glob patterns of file names, found at any depth below the folder; `read` gets the files found
    (sorted by name) and the report, and returns a table with the columns of `observations.OBSERVATION`.
    """

    source: str
    files: tuple[str, ...]
    read: Callable[[Sequence[Path], SourceReport], pl.DataFrame]
