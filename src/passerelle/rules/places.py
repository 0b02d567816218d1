"""Where the law can be asked about: states that some act binds on a day, and the routes that concern them.

Stands on `compiling` and `cases`.
"""

from collections.abc import Iterable
from datetime import date

from passerelle.rules.cases import Case
from passerelle.rules.compiling import Law, Way
from passerelle.rules.evaluating import Members
from passerelle.rules.records import Act
from passerelle.rules.yaml_given import FileUnsound

UNION = "EU"


def states_on(law: Law, day: date, members: Members) -> frozenset[str]:
    """Members of the Union, of the other groupings whose rules are here, and states with files of their own."""
    return members(UNION, day).union(
        *(_of(act, day, members) for act in law.acts.values() if act.bound.grouping != UNION)
    )


def _of(act: Act, day: date, members: Members) -> frozenset[str]:
    grouping = act.bound.grouping
    return frozenset(act.bound.inside) | (members(grouping, day) if grouping else frozenset())


def concerns(way: Way, states: Iterable[str], day: date, members: Members) -> bool:
    """Does a route concern one of some states? Rules of the Union concern all its members, those not bound too."""
    return not _of(way.act, day, members).isdisjoint(states)


def ways_of(law: Law, states: Iterable[str], day: date, members: Members, *, rights: bool = False) -> list[str]:
    """The names of the routes, with the rights where they are wanted, that concern some states."""
    held = law.ways.values() if rights else law.routes
    wanted = tuple(states)
    return [way.name for way in held if concerns(way, wanted, day, members)]


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
