"""The operator on citizenship: is somebody a citizen of a member of a grouping, on the day that is asked about?

Memberships with their dates are `base.groupings`'; what a grouping's protocols grant is in `law`. Stands on
`expressions` and `base.groupings`.
"""

from functools import cache
from typing import Any

import numpy as np

from passerelle.base.groupings import GroupingUnknown, grouping_of
from passerelle.rules import columns
from passerelle.rules.columns import Context
from passerelle.rules.expressions import OPERATORS, LawUnsound, Node, Vocabulary, as_kind, fields_of, looks_at
from passerelle.rules.logic import MET, UNKNOWN, Truths


@cache
def codes_on(grouping: str, day: Any) -> frozenset[str]:
    """The members of a grouping on a day, by both codes of ISO 3166-1."""
    members = grouping_of(grouping).members_on(day)
    return frozenset(code for one in members for code in (one.iso2, one.iso3) if code)


def _citizen_of(given: Any, names: Vocabulary) -> Node:
    """Is a citizenship that of a member of a grouping on the day?"""
    held = fields_of(given, ["of", "grouping"])
    node, grouping = as_kind("word", held["of"], names), str(held["grouping"])
    try:
        grouping_of(grouping)
    except GroupingUnknown as problem:
        raise LawUnsound(str(problem)) from None

    def run(context: Context) -> Truths:
        words, days = node.run(context), context.day
        if days.size == 1:
            return columns.is_one_of(words, lambda word: word.upper() in codes_on(grouping, days[0].item()))
        codes, every = np.broadcast_arrays(words.codes, days)
        found = np.full(codes.shape, UNKNOWN)
        for day in np.unique(every):
            here = (every == day) & (codes >= 0)
            members = codes_on(grouping, day.item())
            says = np.array([word.upper() in members for word in words.known] or [False], np.uint8) * MET
            found[here] = says[codes[here]]
        return found

    return Node("truth", run, **looks_at(node))


OPERATORS["citizen_of"] = _citizen_of
