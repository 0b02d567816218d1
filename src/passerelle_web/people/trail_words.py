"""How the trail reads: a sentence for each verb, a row for each event.

Other rooms add the words of their own verbs with `tell`. Holds no reading; that is `queries`. Ground of the site.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from passerelle_web.people.models import Event, Function, Role, User
from passerelle_web.people.queries import people_named

VERBS: dict[str, str | Promise] = {
    "person.added": gettext_lazy("Account made"),
    "person.signed_up": gettext_lazy("Signed up"),
    "person.changed": gettext_lazy("Name or language changed"),
    "person.password_changed": gettext_lazy("Password changed"),
    "person.password_reset": gettext_lazy("New password by a link"),
    "person.address_confirmed": gettext_lazy("E-mail address confirmed"),
    "person.address_changed": gettext_lazy("E-mail address changed"),
    "person.let_go": gettext_lazy("Account ended"),
    "person.forgotten": gettext_lazy("Account deleted"),
    "person.made_administrator": gettext_lazy("Made to run this site"),
    "person.acts_for": gettext_lazy("Chosen to act for"),
    "member.founded": gettext_lazy("Member entered"),
    "member.changed": gettext_lazy("Member changed"),
    "member.department_added": gettext_lazy("Department added"),
    "membership.added": gettext_lazy("Person added to a member"),
    "membership.ended": gettext_lazy("Membership ended"),
    "member.taken_away": gettext_lazy("Member’s data taken away"),
    "function.given": gettext_lazy("Function in a delegation given"),
    "function.ended": gettext_lazy("Function in a delegation ended"),
    "function.handed_over": gettext_lazy("Function in a delegation handed over"),
    "invitation.sent": gettext_lazy("Invitation sent"),
    "invitation.sent_again": gettext_lazy("Invitation sent again"),
    "invitation.taken_back": gettext_lazy("Invitation taken back"),
    "invitation.used": gettext_lazy("Invitation followed"),
    "invitation.function_taken": gettext_lazy("Function of an invitation was taken by then"),
    "joint.begun": gettext_lazy("Joint statement begun"),
    "joint.asked": gettext_lazy("Member asked to join a statement"),
    "joint.agreed": gettext_lazy("Joint statement agreed to"),
    "joint.declined": gettext_lazy("Joint statement declined"),
    "joint.withdrawn": gettext_lazy("Agreement to a joint statement withdrawn"),
    "joint.reworded": gettext_lazy("Joint statement reworded"),
    "joint.delivered": gettext_lazy("Joint statement delivered"),
    "joint.given_up": gettext_lazy("Joint statement given up"),
    "person.second_factor_added": gettext_lazy("Second factor added"),
    "person.second_factor_removed": gettext_lazy("Second factor removed"),
    "person.recovery_codes_renewed": gettext_lazy("Recovery codes renewed"),
    "person.provider_connected": gettext_lazy("Identity provider connected"),
    "person.provider_disconnected": gettext_lazy("Identity provider disconnected"),
}


def tell(**words: str | Promise) -> None:
    """Add the words of a room's verbs: `tell(**{"plan.adopted": gettext_lazy("Plan adopted")})`."""
    VERBS.update(words)


@dataclass(frozen=True, slots=True)
class TrailRow:
    """An event as a line of a table."""

    at: datetime
    what: str
    subject: str
    who: str


def _called(person: User | None) -> str:
    if person is None:
        return _("the site itself")
    return _("former participant") if person.is_gone else str(person)


def _subject(event: Event, people: dict[str, User]) -> str:
    if event.subject_kind == "people.user":
        return _called(people[event.subject_key]) if event.subject_key in people else ""
    function = event.details.get("function")
    if event.verb.startswith("function.") and function in Function.values:
        told = {"function": Function(function).label, "member": event.subject_name}
        return _("%(function)s of %(member)s") % told
    role = event.details.get("role")
    if event.verb.startswith(("membership.", "invitation.")) and role in Role.values:
        return _("%(role)s in %(member)s") % {"role": Role(role).label, "member": event.subject_name}
    return event.subject_name


def trail_rows(events: Iterable[Event]) -> list[TrailRow]:
    """Events as lines, in their order."""
    listed = list(events)
    people = people_named(listed)
    return [
        TrailRow(event.at, str(VERBS.get(event.verb, event.verb)), _subject(event, people), _called(event.by))
        for event in listed
    ]
