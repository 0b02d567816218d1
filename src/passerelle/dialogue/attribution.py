"""Who may be named beside what was said: the rule of a session, and constituencies too small to be named.

Holds no person and no storage. A rule is tightened, never loosened, for what was said under it. Stands on `blocs`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from passerelle.base.errors import DialogueError
from passerelle.dialogue.blocs import LEAST_MEMBERS, Blocs, shown
from passerelle.dialogue.votes import natural_order


class Rule(IntEnum):
    """How far what is said may be attributed, the loosest first."""

    RECORD = 1  # person and member
    MEMBER = 2  # the member, not the person
    CHATHAM = 3  # neither; at most a coarse constituency
    CLOSED = 4  # as under the Chatham House rule, and seen by the parties alone


@dataclass(frozen=True)
class Named:
    """What may stand beside a contribution: any of these may be empty."""

    person: str = ""
    member: str = ""
    constituency: str = ""


def named(rule: Rule, *, person: str, member: str, constituency: str, nameable: frozenset[str]) -> Named:
    """What a rule lets be named.

    Parameters
    ----------
    nameable : the constituencies that may be named, from `nameable_constituencies`.
    """
    if rule == Rule.RECORD:
        return Named(person, member, "")
    if rule == Rule.MEMBER:
        return Named("", member, "")
    return Named("", "", constituency if constituency in nameable else "")


def tightened(before: Rule, after: Rule) -> Rule:
    """The new rule.

    Raises
    ------
    DialogueError : it is looser: what was said in confidence stays so.
    """
    if after < before:
        raise DialogueError("A rule of attribution is tightened, never loosened, for what was said already.")
    return after


def nameable_constituencies(of_members: Mapping[str, str], least: int = LEAST_MEMBERS) -> frozenset[str]:
    """The constituencies that may be named: none of fewer members, nor one that follows from those that are named.

    Parameters
    ----------
    of_members : the constituency of each member that takes part.
    """
    names = tuple(natural_order(set(of_members.values())))
    place = {name: k for k, name in enumerate(names)}
    labels = np.array([place[of_members[member]] for member in sorted(of_members)], dtype=np.int64)
    found = shown(Blocs(names, labels), least)
    return frozenset(found.names) - {"", found.names[-1] if found.pooled and found.names else ""}
