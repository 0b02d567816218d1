"""Reading what a service answered: JSON, or a message that tells what came instead.

Stands on `fetching`.
"""

import json
from typing import Any

from passerelle.base.errors import ServiceUnreachable
from passerelle.evidence.connectors.fetching import Fetched

_SHOWN = 80


def read_json(fetched: Fetched) -> Any:
    """The answer as values.

    Raises
    ------
    ServiceUnreachable : the answer is no JSON; its beginning is shown.
    """
    raw = fetched.path.read_bytes()
    try:
        return json.loads(raw)
    except ValueError:
        raise not_expected(fetched, "JSON") from None


def whole_number(value: Any) -> int | None:
    """A count as a service writes it, 3 or "3"; None where it is none."""
    return int(value) if str(value).isascii() and str(value).isdigit() else None


def not_expected(fetched: Fetched, wanted: str) -> ServiceUnreachable:
    """The error for an answer of another kind, with its beginning."""
    beginning = fetched.path.read_bytes()[:_SHOWN].decode("utf-8", errors="replace").strip()
    return ServiceUnreachable(
        f'{fetched.papers.url} did not answer with {wanted} but with "{beginning}". '
        "The service may be under maintenance, or have changed."
    )
