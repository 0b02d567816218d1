"""Our side of the comparison with the usual way: the same files through our readers, checks and reports included.

Run as a program with the folder as its argument. It reads and checks; writing Parquet is measured with the build.
"""

import sys
from pathlib import Path

from passerelle.evidence.build import find_files
from passerelle.evidence.readers.registry import READERS
from passerelle.evidence.report import SourceReport


def main(folder: Path) -> None:
    found, _ = find_files(folder)
    rows = 0
    for reader in READERS:
        if found.get(reader.source):
            rows += reader.read(found[reader.source], SourceReport(reader.source)).height
    print(rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
