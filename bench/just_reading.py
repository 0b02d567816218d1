"""Our side of the comparison with the usual way: the same files opened by `passerelle.evidence.reading`.

As strings, every column checked to be there, encodings and delimiters found out; what readers then make of them is
measured with the build. Run as a program with the folder as its argument.
"""

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from passerelle.evidence.reading import read_csv, read_sheet, sheet_names


def rows_of(path: Path) -> int:
    if path.suffix == ".xlsx":
        return sum(read_sheet(path, name).height for name in sheet_names(path))
    return read_csv(path, (), header_row=5 if path.name.startswith("API_") else 1).height


def main(folder: Path) -> None:
    start = time.perf_counter()
    left_out = ("polis", "iati", "esco", "ctdc")
    paths = [
        path
        for path in sorted(folder.rglob("*"), key=lambda path: (path.suffix != ".xlsx", -path.stat().st_size))
        if path.suffix in (".csv", ".txt", ".xlsx") and not any(part in path.parts for part in left_out)
    ]
    # two at a time, as the build does
    with ThreadPoolExecutor(2) as pool:
        rows = sum(pool.map(rows_of, paths))
    print(rows, time.perf_counter() - start)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
