"""What is done with a dialogue itself: open it, change it, join, withdraw, appoint, hold sessions.

What is said in it is in `speaking_actions`. Stands on `permissions`.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from passerelle.base.corridors import find_corridor, named_routes
from passerelle.base.groupings import grouping_of
from passerelle.dialogue.attribution import Rule, tightened
from passerelle.plans.codes import themes
from passerelle_web.dialogues.constituencies import constituency_of
from passerelle_web.dialogues.hearing import follow
from passerelle_web.dialogues.models import AgendaItem, Dialogue, Office, Party, Profile, Session
from passerelle_web.dialogues.models.meeting import Scope
from passerelle_web.dialogues.permissions import permit  # noqa: F401  registers who may
from passerelle_web.dialogues.told import find_anew, find_dialogue
from passerelle_web.people.actions import record
from passerelle_web.people.models import Kind, Member, User
from passerelle_web.people.permissions import acts_for, require
from passerelle_web.people.queries import people_of, person_of
from passerelle_web.people.refusals import CannotBeDone
from passerelle_web.people.trail_words import tell

tell(**{
    "dialogue.opened": gettext_lazy("Dialogue opened"),
    "dialogue.changed": gettext_lazy("Dialogue changed"),
    "dialogue.stage_set": gettext_lazy("Stage of a dialogue set"),
    "dialogue.joined": gettext_lazy("Joined a dialogue"),
    "dialogue.left": gettext_lazy("Withdrew from a dialogue"),
    "office.given": gettext_lazy("Office in a dialogue given"),
    "office.ended": gettext_lazy("Office in a dialogue ended"),
    "session.set": gettext_lazy("Session set"),
    "session.changed": gettext_lazy("Session changed"),
    "session.tightened": gettext_lazy("Attribution of a session tightened"),
    "session.agenda_set": gettext_lazy("Agenda written"),
    "session.minutes_written": gettext_lazy("Minutes written"),
})  # fmt: skip


def write(thing: models.Model) -> None:
    """Save, telling in words which rule of the database stands against it.

    Raises
    ------
    CannotBeDone : with the words of the constraint.
    """
    try:
        thing.full_clean()
        with transaction.atomic():
            thing.save()
    except ValidationError as refused:
        raise CannotBeDone(" ".join(refused.messages)) from None
    except IntegrityError:  # another request was quicker by a moment
        raise CannotBeDone(_("Somebody else has just done this. Look at the page again.")) from None


def _placed(scope: str, origin: str, destination: str, route: str, region: str) -> dict[str, str]:
    """The places of a scope by their codes, all others empty."""
    found = {"scope": scope, "origin": "", "destination": "", "route": "", "region": ""}
    if scope == Scope.CORRIDOR:
        corridor = find_corridor(origin, destination)
        found |= {"origin": corridor.origin, "destination": corridor.destination}
    elif scope == Scope.ROUTE:
        if route not in named_routes():
            raise CannotBeDone(_("No route is known by this name."))
        found["route"] = route
    elif scope == Scope.REGION:
        found["region"] = grouping_of(region).code
    return found


@transaction.atomic
def open_dialogue(
    *, title: str, theme: str, scope: str, begins: date, by: User | None, purpose: str = "", language: str = "en",
    origin: str = "", destination: str = "", route: str = "", region: str = "", ends: date | None = None,
    rule: int = Rule.MEMBER, constituency: str = "kind", is_public: bool = True, is_demonstration: bool = False,
) -> Dialogue:  # fmt: skip
    """Open a dialogue, in preparation and without parties.

    Raises
    ------
    NotAllowed : `by` lacks dialogues.add_dialogue.
    CannotBeDone : its places or days do not hold, or the theme is unknown.
    CorridorError, GroupingUnknown, PlaceUnknown : no such corridor or region.
    """
    require(by, "dialogues.add_dialogue")
    if theme not in themes():
        raise CannotBeDone(_("Choose one of the themes of the list."))
    made = Dialogue(
        title=title.strip(), theme=theme, purpose=purpose.strip(), language=language, begins=begins, ends=ends,
        rule=rule, constituency=constituency, is_public=is_public, is_demonstration=is_demonstration,
        **_placed(scope, origin, destination, route, region),
    )  # fmt: skip
    write(made)
    find_dialogue(made)
    record("dialogue.opened", made, by=by, theme=theme, scope=scope, rule=int(rule))
    return made


CHANGEABLE = {"title", "purpose", "language", "theme", "begins", "ends", "rule", "is_public"}


@transaction.atomic
def change_dialogue(*, dialogue: Dialogue, by: User | None, **changes: Any) -> Dialogue:
    """Change what a dialogue says of itself. Its rule is that of sessions to come; what was said keeps its own.

    What it is about and its constituencies stay: both decide what may be inferred of who spoke.
    """
    require(by, "dialogues.run", dialogue)
    strange = set(changes) - CHANGEABLE
    if strange:
        raise TypeError(f"a dialogue's {', '.join(sorted(strange))} cannot be changed")
    changed = {name: value for name, value in changes.items() if value != getattr(dialogue, name)}
    for name, value in changed.items():
        setattr(dialogue, name, value)
    if changed:
        write(dialogue)
        find_anew(dialogue) if "is_public" in changed else find_dialogue(dialogue)
        record("dialogue.changed", dialogue, by=by, what=sorted(changed))
    return dialogue


@transaction.atomic
def set_stage(*, dialogue: Dialogue, stage: str, by: User | None) -> Dialogue:
    """Say how far a dialogue is; it may go back, as dialogues do."""
    require(by, "dialogues.run", dialogue)
    before, dialogue.stage = dialogue.stage, stage
    if before != stage:
        write(dialogue)
        record("dialogue.stage_set", dialogue, by=by, before=before, after=stage)
    return dialogue


@transaction.atomic
def join(
    *, dialogue: Dialogue, member: Member, by: User | None, profile: str = Profile.NONE, since: date | None = None
) -> Party:
    """Take part in a dialogue, by a member's own people, or invited by who runs it.

    Raises
    ------
    NotAllowed : `by` neither acts for the member nor runs the dialogue.
    CannotBeDone : it takes part already, or is no member on that day.
    """
    if not (by is not None and acts_for(by, member) and dialogue.is_public):
        require(by, "dialogues.run", dialogue)
    since = since or timezone.localdate()
    if not member.holds_on(since):
        raise CannotBeDone(_("It is no member of the forum on that day."))
    if profile != Profile.NONE and member.kind != Kind.STATE:
        profile = Profile.NONE
    party = Party(
        dialogue=dialogue, member=member, profile=profile, since=since,
        constituency=constituency_of(dialogue.constituency, member, profile),
    )  # fmt: skip
    write(party)
    for one in people_of(member):
        follow(dialogue, one.person)
    record("dialogue.joined", dialogue, by=by, member=member.pk, since=str(since))
    return party


@transaction.atomic
def leave(*, party: Party, by: User | None, on: date | None = None, reason: str = "") -> Party:
    """Withdraw from a dialogue: `on` is the first day without. What was said stays."""
    require(by, "dialogues.leave", party)
    if party.until is not None:
        raise CannotBeDone(_("This party has withdrawn already."))
    party.until = max(on or timezone.localdate(), party.since)
    write(party)
    record("dialogue.left", party.dialogue, by=by, member=party.member_id, on=str(party.until), reason=reason.strip())
    return party


@transaction.atomic
def appoint(*, dialogue: Dialogue, email: str, role: str, by: User | None, since: date | None = None) -> Office:
    """Give a person an office in a dialogue.

    Raises
    ------
    CannotBeDone : no account has the address, or she has the office.
    """
    require(by, "dialogues.run", dialogue)
    person = person_of(email)
    if person is None:
        raise CannotBeDone(_("No account has this address. The person has to make one first."))
    office = Office(dialogue=dialogue, person=person, role=role, since=since or timezone.localdate())
    write(office)
    follow(dialogue, person)
    record("office.given", office, by=by, person=person.pk, role=role)
    return office


@transaction.atomic
def end_office(*, office: Office, by: User | None, on: date | None = None) -> Office:
    """End an office: `on` is the first day without. She may lay it down herself."""
    if by is None or by.pk != office.person_id:
        require(by, "dialogues.run", office.dialogue)
    if office.until is not None:
        raise CannotBeDone(_("This office has ended already."))
    office.until = max(on or timezone.localdate(), office.since)
    write(office)
    record("office.ended", office, by=by, person=office.person_id, role=office.role)
    return office


@transaction.atomic
def set_session(
    *, dialogue: Dialogue, title: str, starts_at: datetime, by: User | None, ends_at: datetime | None = None,
    rule: int | None = None, is_written: bool = False, zone: str = "UTC", where: str = "", link: str = "",
) -> Session:  # fmt: skip
    """Set a meeting, or a round of written exchange, under a rule; the dialogue's own if none is given."""
    require(by, "dialogues.run", dialogue)
    session = Session(
        dialogue=dialogue, title=title.strip(), starts_at=starts_at, ends_at=ends_at, is_written=is_written,
        rule=dialogue.rule if rule is None else rule, zone=zone, where=where.strip(), link=link.strip(),
    )  # fmt: skip
    write(session)
    record("session.set", session, by=by, rule=int(session.rule))
    return session


OF_A_SESSION = {"title", "starts_at", "ends_at", "zone", "where", "link"}


@transaction.atomic
def change_session(*, session: Session, by: User | None, **changes: Any) -> Session:
    """Move or rename a session. Its rule is `tighten`'s."""
    require(by, "dialogues.run", session)
    strange = set(changes) - OF_A_SESSION
    if strange:
        raise TypeError(f"a session's {', '.join(sorted(strange))} cannot be changed")
    for name, value in changes.items():
        setattr(session, name, value)
    write(session)
    record("session.changed", session, by=by, what=sorted(changes))
    return session


def tightened_rule(before: int, after: int) -> Rule:
    """The rule after; refused where it is looser."""
    try:
        return tightened(Rule(before), Rule(after))
    except ValueError:
        raise CannotBeDone(_("No such rule of attribution.")) from None


@transaction.atomic
def set_agenda(*, session: Session, points: Sequence[tuple[str, str]], by: User | None) -> list[AgendaItem]:
    """Write the agenda anew: titles with who introduces each; empty titles are left out."""
    require(by, "dialogues.run", session)
    session.agenda.all().delete()
    kept = [(title.strip(), speaker.strip()) for title, speaker in points if title.strip()]
    made = AgendaItem.objects.bulk_create([
        AgendaItem(session=session, place=place, title=title, speaker=speaker)
        for place, (title, speaker) in enumerate(kept, 1)
    ])  # fmt: skip
    record("session.agenda_set", session, by=by, points=len(made))
    return made


@transaction.atomic
def write_minutes(*, session: Session, text: str, language: str, by: User | None) -> Session:
    """Write the minutes of a session; the trail keeps what stood there before.

    Raises
    ------
    CannotBeDone : the minutes of a session under the Chatham House rule name a party.
    """
    require(by, "dialogues.run", session)
    if session.rule >= Rule.CHATHAM:
        _refuse_names(session, text)
    before, session.minutes, session.minutes_language = session.minutes, text.strip(), language
    write(session)
    record("session.minutes_written", session, by=by, before=before)
    return session


def _refuse_names(session: Session, text: str) -> None:
    told = text.casefold()
    parties = session.dialogue.parties.select_related("member")
    found = [one.member.name for one in parties if one.member.name.casefold() in told]
    if found:
        raise CannotBeDone(
            _("These minutes name {name}. Under this session’s rule nobody is named; write what was said, not by whom.")
            .format(name=found[0])
        )  # fmt: skip
