"""Quotes made by hand: one invented corridor whose numbers can be checked in the head."""

from pathlib import Path
from typing import Any

import polars as pl

from passerelle.economy.remittances.quotes import SCHEMA


def quote(cost: float, **also: Any) -> dict[str, Any]:
    """One service of the corridor Mexico → United States; what is not said qualifies for SmaRT."""
    told = {
        "origin": "MEX", "destination": "USA", "survey": "2020-Q3", "firm": "Village Money", "service": "cash",
        "amount": 200.0, "cost": cost, "fee": None, "margin": None, "transparent": True, "days": 1, "accessible": True,
    }  # fmt: skip
    return told | also


def quotes(*rows: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=SCHEMA)


def csv(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path
