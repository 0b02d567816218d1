"""ESCO and ISCO-08: the classification of occupations. It holds no observations.

Codes are text: "0110" is not 110. Stands on `reading`.
"""

from pathlib import Path

import polars as pl

from passerelle.base.errors import SourceUnreadable
from passerelle.evidence.reading import read_csv

# Files that hold no figures and that a build names as what they are; the hierarchies and skills go with them.
CLASSIFICATIONS = (
    "ISCOGroups*.csv", "occupations*.csv", "skillGroups*.csv", "skills*.csv", "skill_skill_relations*.csv",
)  # fmt: skip
ISCO_LEVELS = {1: "major group", 2: "sub-major group", 3: "minor group", 4: "unit group"}
_ISCO_CODE = r"^\d{1,4}$"
_ESCO_CODE = r"^\d{4}(\.\d+)+$"


def _codes_are_codes(table: pl.DataFrame, pattern: str, path: Path, example: str) -> None:
    odd = table.with_row_index("row", 2).filter(~pl.col("CODE").fill_null("").str.contains(pattern))
    if odd.height:
        raise SourceUnreadable(
            f'"{odd["CODE"][0] or ""}" is no code such as "{example}".', file=path, row=odd["row"][0], column="CODE"
        )


def read_isco(path: Path) -> pl.DataFrame:
    """Read the groups of ISCO-08.

    Returns
    -------
    table with CODE (text, leading zeros kept), LEVEL (1 major to 4 unit group), PARENT (code, "" for a major
    group) and NAME (English), sorted by CODE.

    Raises
    ------
    SourceUnreadable : a code that is none, or a group whose parent is not in the file.
    """
    table = read_csv(path, ("CODE", "PREFERREDLABEL"), only=True)
    _codes_are_codes(table, _ISCO_CODE, path, "2221")
    groups = table.select(
        "CODE",
        pl.col("CODE").str.len_chars().cast(pl.Int8).alias("LEVEL"),
        pl.col("CODE").str.head(pl.col("CODE").str.len_chars() - 1).alias("PARENT"),
        pl.col("PREFERREDLABEL").str.strip_chars().alias("NAME"),
    )
    orphans = groups.filter((pl.col("LEVEL") > 1) & ~pl.col("PARENT").is_in(groups["CODE"].to_list()))
    if orphans.height:
        raise SourceUnreadable(
            f'group "{orphans["CODE"][0]}" has no parent "{orphans["PARENT"][0]}"; the file is not whole.',
            file=path, column="CODE",
        )  # fmt: skip
    return groups.sort("CODE")


def read_occupations(path: Path) -> pl.DataFrame:
    """Read ESCO's occupations.

    Returns
    -------
    table with CODE (as in "2221.3"), LEVEL (5 and more: one for each point behind the unit group), PARENT
    (the code without its last part) and NAME (English), sorted by CODE.

    Raises
    ------
    SourceUnreadable : a code that is none.
    """
    table = read_csv(path, ("CODE", "PREFERREDLABEL"), only=True)
    _codes_are_codes(table, _ESCO_CODE, path, "2221.3")
    return table.select(
        "CODE",
        (pl.col("CODE").str.count_matches(".", literal=True) + 4).cast(pl.Int8).alias("LEVEL"),
        pl.col("CODE").str.replace(r"\.\d+$", "").alias("PARENT"),
        pl.col("PREFERREDLABEL").str.strip_chars().alias("NAME"),
    ).sort("CODE")
