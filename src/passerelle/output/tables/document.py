"""JSON: the figures as the command line and the API write them, and their sources in full.

One UTF-8 document. Stands on `columns`.
"""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from passerelle.evidence.figures import Figure
from passerelle.output.tables.columns import all_papers, estimates_note


def placed(figure: Figure) -> dict[str, Any]:
    """A figure with its places, origin before destination."""
    return {"origin": figure.origin, "destination": figure.destination} | figure.as_dict()


def to_json(figures: Sequence[Figure], *, title: str, language: str, day: date) -> bytes:
    """The figures as JSON: `{"title", "read", "note", "figures": […], "sources": […]}`."""
    told = {
        "title": title,
        "read": day.isoformat(),
        "note": estimates_note(figures, language),
        "figures": [placed(figure) for figure in figures],
        "sources": [papers.as_dict() for papers in all_papers(figures)],
    }
    return (json.dumps(told, ensure_ascii=False, allow_nan=False) + "\n").encode("utf-8")
