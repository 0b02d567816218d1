"""Dialogues for tests: invented members along the Western Mediterranean route."""

from datetime import date, timedelta

from django.utils import timezone

from passerelle.dialogue.attribution import Rule
from passerelle_web.dialogues import drafting_actions, meeting_actions, speaking_actions
from passerelle_web.dialogues.models import Contribution, Dialogue, Draft, Paragraph, Party, Proposal, Session
from passerelle_web.people.models import Kind, Member, Role, User
from tests.site.people_makers import LONG_AGO, member, person, put

NEXT_YEAR = date.today() + timedelta(days=365)  # noqa: DTZ011  a day far enough whatever the zone


def dialogue(title: str = "Work in the season", **more: object) -> Dialogue:
    """A dialogue between Senegal and Spain that everybody reads, since long ago."""
    given = {
        "theme": "2.2-circular-migration", "scope": "corridor", "origin": "SEN", "destination": "ESP", "begins": LONG_AGO,
        "ends": NEXT_YEAR, "by": None, **more,
    }  # fmt: skip
    return meeting_actions.open_dialogue(title=title, **given)


def party(where: Dialogue, who: Member, **more: object) -> Party:
    """A member that takes part since long ago."""
    return meeting_actions.join(dialogue=where, member=who, by=None, **{"since": LONG_AGO, **more})


def delegation(
    where: Dialogue, name: str, *, kind: str = Kind.CIVIL_SOCIETY, role: str = Role.DELEGATE, **more: object
) -> tuple[User, Member]:
    """A person in a member that takes part."""
    who, of = person(name), member(name.title() + "s", kind, **more)
    put(who, of, role)
    party(where, of)
    return who, of


def states(where: Dialogue, *places: str, **more: object) -> list[Member]:
    """States that take part, without people."""
    found = [member(place, Kind.STATE, place=place) for place in places]
    for one in found:
        party(where, one, **more)
    return found


def session(talk: Dialogue, rule: int = Rule.MEMBER, **more: object) -> Session:
    """A session that is on."""
    given = {"title": f"Under rule {int(rule)}", "starts_at": timezone.now() - timedelta(hours=1), "by": None, **more}
    return meeting_actions.set_session(dialogue=talk, rule=rule, **given)


def said(
    where: Dialogue, who: User, of: Member, text: str = "Seasonal work should be safe.", **more: object
) -> Contribution:
    """A contribution."""
    return speaking_actions.speak(dialogue=where, text=text, language="en", member=of, by=who, **more)


TEXT = "# Seasonal work\n\nThe parties will share data each year.\n\nRecruitment is free for those who go."


def draft(talk: Dialogue, text: str = TEXT, **more: object) -> Draft:
    """Draft conclusions: a heading and two paragraphs."""
    given = {"title": "Conclusions", "language": "en", "by": None, **more}
    return drafting_actions.begin_draft(dialogue=talk, text=text, **given)


def proposed(
    paragraph: Paragraph, who: User, of: Member, text: str = "The parties will share data.", **more: object
) -> Proposal:
    """A proposal of another wording."""
    given = {"change": "replace", "reason": "It is clearer.", "language": "en", **more}
    return drafting_actions.propose(paragraph=paragraph, text=text, member=of, by=who, **given)
