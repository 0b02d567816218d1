"""Our side of the comparison with the usual way: the same files opened by `passerelle.evidence.reading`.

As strings, every column checked to be there, encodings and delimiters found out; what readers then make of them is
measured with the build. Run as a program with the folder as its argument.
"""

import sys
from pathlib import Path

from passerelle.evidence.reading import read_csv, read_sheet, sheet_names


def main(folder: Path) -> None:
    rows = 0
    for path in sorted(folder.rglob("*")):
        if any(part in path.parts for part in ("polis", "iati", "esco", "ctdc")) or path.name == "README.md":
            continue
        if path.suffix in (".csv", ".txt"):
            header = 5 if path.name.startswith("API_") else 1
            rows += read_csv(path, (), header_row=header).height
        elif path.suffix == ".xlsx":
            rows += sum(read_sheet(path, name).height for name in sheet_names(path))
    print(rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
