"""Write `src/passerelle/rules/law/compiled.json`: what the files of the law say, so that a cold start reads no YAML.

Run by `make law` after a change of these files; it counts only while they are the same to the letter, and a test holds
the two against each other.
"""

import sys

from passerelle.rules.law import COPY, copy_text, own_files, own_folder

if __name__ == "__main__":
    own_folder().joinpath(COPY).write_text(copy_text(own_files()), "utf-8")  # type: ignore[attr-defined]
    print(f"{COPY} written", file=sys.stderr)
