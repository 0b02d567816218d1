"""Where the law can be asked about: states that some act binds on a day, and the routes that concern them.

Stands on `compiling` and `cases`.
"""

import difflib
from collections.abc import Iterable
from datetime import date

from passerelle.rules.cases import Case
from passerelle.rules.compiling import Law, Way
from passerelle.rules.evaluating import Members
from passerelle.rules.records import Act
from passerelle.rules.yaml_given import FileUnsound

UNION, ALL = "EU", "all"


def states_on(law: Law, day: date, members: Members) -> frozenset[str]:
    """Members of the Union, of the other groupings whose rules are here, and states with files of their own."""
    return members(UNION, day).union(
        *(states_of(act, day, members) for act in law.acts.values() if act.bound.grouping != UNION)
    )


def states_of(act: Act, day: date, members: Members) -> frozenset[str]:
    """The states that an act concerns on a day, those of its grouping that it does not bind too."""
    grouping = act.bound.grouping
    return frozenset(act.bound.inside) | (members(grouping, day) if grouping else frozenset())


def concerns(way: Way, states: Iterable[str], day: date, members: Members) -> bool:
    """Does a route concern one of some states? Rules of the Union concern all its members, those not bound too."""
    return not states_of(way.act, day, members).isdisjoint(states)


def ways_of(law: Law, states: Iterable[str], day: date, members: Members, *, rights: bool = False) -> list[str]:
    """The names of the routes, with the rights where they are wanted, that concern some states."""
    held = law.ways.values() if rights else law.routes
    wanted = tuple(states)
    return [way.name for way in held if concerns(way, wanted, day, members)]


def named_ways(
    law: Law, wanted: str, states: Iterable[str], day: date, members: Members, *, where: str = "route"
) -> list[str]:
    """The routes that are meant by a name, or by "all" those that concern one of some states.

    Raises
    ------
    FileUnsound : there is no such route or right; `where` it was named, and near names, are told.
    """
    if wanted.lower() == ALL:
        return ways_of(law, states, day, members)
    if wanted not in law.ways:
        near = difflib.get_close_matches(wanted, law.ways, n=1)
        hint = f' Did you mean "{near[0]}"?' if near else f" Known are {', '.join(law.ways)}."
        raise FileUnsound(f'{where}: there is no route or right "{wanted}".{hint}')
    return [wanted]


def refuse_strangers(case: Case, law: Law, members: Members) -> None:
    """Refuse a case of a state that no act binds.

    Raises
    ------
    FileUnsound : it belongs to no grouping whose rules are here on that day; file and line are told.
    """
    known = states_on(law, case.day, members)
    strange = [state for state in case.states if state not in known]
    if strange:
        union = ", ".join(sorted(members(UNION, case.day)))
        raise FileUnsound(
            f"{case.place('member_state')}: {strange[0]} was no member of the Union on {case.day}, nor of another "
            f"grouping whose rules are here. Members of the Union were {union} (GR is written EL too)."
        )


def refuse_before(case: Case, law: Law, names: Iterable[str]) -> None:
    """Refuse a case of a day on which nothing of what is asked about was in force yet.

    Raises
    ------
    FileUnsound : every act came into force later; file and line are told.
    """
    acts = {law.ways[name].act.celex: law.ways[name].act for name in names}
    if acts and all(case.day < act.in_force for act in acts.values()):
        first = min(acts.values(), key=lambda act: act.in_force)
        raise FileUnsound(
            f"{case.place('application_date')}: on {case.day} nothing of this was in force; {first.celex} "
            f"({first.short}) came into force on {first.in_force}."
        )
