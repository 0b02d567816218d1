"""What a practice lacks before others can review it, and what cannot be.

Holds no words: each lack is named by its field. Stands on `records`.
"""

import re
from collections.abc import Iterator

from passerelle.exchange.practices.records import Practice

NEEDED = ("title", "gist", "problem", "done", "actors", "for_whom", "transfer", "failed", "rights")
_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.\w+")


def lacks(practice: Practice) -> list[str]:
    """The fields without which a practice is not submitted, in their order; none where it is complete.

    What it cost may stay unknown: many practices were never costed, and a reader is told so.
    """
    return list(_lacks(practice))


def _lacks(practice: Practice) -> Iterator[str]:
    yield from (name for name in NEEDED if not str(getattr(practice, name)).strip())
    if not practice.themes:
        yield "themes"
    if not (practice.all_places or practice.route or practice.region):
        yield "places"
    if not practice.since:
        yield "since"
    if not practice.results:
        yield "results"
    if any(not one.source.strip() for one in practice.results):
        yield "result_sources"
    if not practice.contacts:
        yield "contacts"
    if not practice.sources:
        yield "sources"
    yield from clashes(practice)


def clashes(practice: Practice) -> Iterator[str]:
    """The fields whose values cannot stand together, also in a draft."""
    if bool(practice.origin) != bool(practice.destination) or (
        practice.origin and practice.origin == practice.destination
    ):
        yield "corridor"
    if practice.since and practice.until and practice.until < practice.since[: len(practice.until)]:
        yield "until"
    if practice.cost is not None and not practice.currency:
        yield "currency"
    if any(names_a_person(one.organisation) for one in practice.contacts):
        yield "contact_person"


def names_a_person(text: str) -> bool:
    """Does a contact hold an e-mail address, which is a person's more often than not?"""
    return bool(_ADDRESS.search(text))
