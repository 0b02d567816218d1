"""Plans for tests of the site: an invented village that digs wells and trains nurses."""

from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from passerelle.base.corridors import Corridor
from passerelle.measures import screening as library
from passerelle.plans.records import (
    Action,
    Cost,
    Department,
    Fund,
    Indicator,
    Objective,
    Period,
    Plan,
    Range,
    Source,
    Target,
    Where,
)  # fmt: skip
from passerelle.plans.records import Corridor as Ends
from passerelle.plans.records import Measure as Planned
from passerelle_web.measures import actions as measure_actions
from passerelle_web.measures import screening_actions
from passerelle_web.measures.models import Measure, Screening
from passerelle_web.people.models import Member, User
from passerelle_web.plans import actions
from passerelle_web.plans.models import Plan as Row

WELLS = Action(
    key="wells", title="Dig wells", lead="water", start=date(2027, 1, 1), end=date(2027, 12, 31),
    costs=(Cost(key="digging", item="Digging", category="construction", quantity=Decimal(4),
                unit_cost=Range(Decimal(900), Decimal(1000), Decimal(1500))),),
    funds=(Fund(source="village", share=Decimal("0.5")),),
    indicators=(Indicator(name="Wells with water", unit="wells", target=Target(Decimal(4), date(2027, 12, 31))),),
)  # fmt: skip
PUMPS = Action(key="pumps", title="Set pumps", lead="water", days=90, needs=("wells",))


def record(**changes: Any) -> Plan:
    """A plan of one measure with two actions, in euros."""
    measure = Planned(key="water", title="Water near by", corridor=Ends("BFA", "CIV"), actions=(WELLS, PUMPS))
    whole = Plan(
        title="Water for the village", period=Period(date(2027, 1, 1), date(2028, 12, 31)), currency="EUR",
        where=Where(places=("BFA", "CIV")), departments=(Department("water", "Water office"),),
        sources=(Source("village", "Purse of the village"),),
        objectives=(Objective("near", "Water is near", measures=(measure,)),),
    )  # fmt: skip
    return msgspec.structs.replace(whole, **changes)


def with_action(plan: Plan, action: Action) -> Plan:
    """The plan with an action in place of that of its key."""
    replace = msgspec.structs.replace
    return replace(plan, objectives=tuple(
        replace(o, measures=tuple(
            replace(m, actions=tuple(action if a.key == action.key else a for a in m.actions)) for m in o.measures
        )) for o in plan.objectives
    ))  # fmt: skip


def kept(by: User, *owners: Member, plan: Plan | None = None, **more: Any) -> Row:
    """A plan on the site."""
    return actions.make_plan(record=plan or record(), by=by, owners=owners, **more)


def measured(by: User, member: Member, template: str = "seasonal", **more: Any) -> Measure:
    """A measure of the site that is none of a run."""
    return measure_actions.add_measure(
        template=template, title=more.pop("title", "Seasonal work"), corridor=Corridor("BFA", "CIV"), by=by,
        member=member, **more,
    )  # fmt: skip


def form(measure: Measure, *, answer: str = "yes", mitigation: str = "Look again each year") -> library.Screening:
    """A screening in which every question has the same answer, with all that it needs."""
    other = library.Alternative("Nothing", "Then nobody gains.")
    answers = tuple(
        library.Answer(code, answer, "Because.", evidence=("Act 1",), alternatives=(other,))
        for code in library.all_questions()
    )
    return library.Screening(
        library.Measure(measure.template, measure.origin, measure.destination, features={"all": "all of it"}),
        (library.Touched("work", "all", "limits"),), answers, (library.Mitigation(mitigation, "proportionate"),),
    )  # fmt: skip


def screened(measure: Measure, first: User, second: User, **more: Any) -> Screening:
    """A screening by two persons that finds no stop, unless asked for another."""
    made = screening_actions.screen_measure(
        measure=measure, screening=form(measure, **more), department=None, by=first, member=measure.member
    )
    return screening_actions.confirm(screening=made, by=second)
