"""The peer of the reading: the same files read the usual way, with pandas and openpyxl.

It only reads: no checks, no places, no report, no writing; old workbooks (.xls) are left to us. Run as a program with
the folder as its argument.
"""

import sys
import time
from pathlib import Path

import pandas as pd


def main(folder: Path) -> None:
    start = time.perf_counter()
    rows = 0
    for path in sorted(folder.rglob("*")):
        if any(part in path.parts for part in ("polis", "iati", "esco", "ctdc")) or path.name == "README.md":
            continue
        if path.suffix == ".csv":
            skip = 4 if path.name.startswith("API_") else 0
            table = pd.read_csv(path, skiprows=skip, keep_default_na=False, low_memory=False, encoding_errors="replace")
            rows += len(table)
        elif path.suffix == ".txt":
            rows += len(pd.read_csv(path, sep="\t", keep_default_na=False))
        elif path.suffix == ".xlsx":
            rows += sum(len(t) for t in pd.read_excel(path, sheet_name=None, header=None, engine="openpyxl").values())
    print(rows, time.perf_counter() - start)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
