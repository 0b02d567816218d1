"""The forum for tests: its first charter, invented members with people who take positions, a year, a call for help."""

from datetime import date, timedelta

from django.utils import timezone

from passerelle_web.forum import (
    assistance_actions,
    charter_queries,
    cycle_actions,
    founding,
    mission_actions,
    steering_actions,
    theme_actions,
)
from passerelle_web.forum.models import CharterVersion, Cycle, Decision, HelpRequest, Holding, Offer, ThemeProposal
from passerelle_web.people import delegation_actions
from passerelle_web.people.models import Kind, Member, Role, User
from tests.site.people_makers import LONG_AGO, member, person, put

LAST_YEAR = date(2025, 3, 1)


def charter() -> CharterVersion:
    """The first draft, founded once."""
    founding.fill()
    found = charter_queries.worked_by()
    assert found is not None
    return found


def delegate(
    name: str, kind: str = Kind.CIVIL_SOCIETY, *, role: str = Role.DELEGATE, **more: object
) -> tuple[User, Member]:
    """A person in a member of her own."""
    who, of = person(name), member(name.title() + "s", kind, **more)
    put(who, of, role)
    return who, of


def head(name: str, kind: str = Kind.CIVIL_SOCIETY, **more: object) -> tuple[User, Member]:
    """A person who speaks for a member of her own."""
    who, of = person(name), member(name.title() + "s", kind, **more)
    delegation_actions.set_function(membership=put(who, of), function="head", since=LONG_AGO, by=None)
    return who, of


def seated(of: Member, since: date = LAST_YEAR, **more: object) -> Holding:
    """A member that holds a seat of the steering group."""
    charter()
    return steering_actions.give_seat(member=of, since=since, by=None, **more)


def steerer(name: str = "stella") -> tuple[User, Member]:
    """Somebody of the steering group: she speaks for a member that holds a seat."""
    who, of = head(name)
    seated(of, timezone.localdate() - timedelta(days=30))
    return who, of


def decided(*present: Member, **more: object) -> Decision:
    """A decision by consensus, of today unless said."""
    given = {
        "title": "Themes are chosen in March", "text": "The group chooses the themes of a year in March.",
        "language": "en", "day": timezone.localdate(), "how": "consensus", "by": None, **more,
    }  # fmt: skip
    if "changes" in more:
        given["papers"] = steering_actions.Papers(changes=str(given.pop("changes")))
    return steering_actions.decide(present=present, **given)


def year(number: int | None = None, **more: object) -> Cycle:
    """A year of the forum, this one unless said."""
    number = number or timezone.localdate().year
    given = {"begins": date(number, 1, 1), "ends": date(number, 12, 31), "by": None, **more}
    return cycle_actions.open_year(year=number, **given)


def theme(held: Cycle, of: Member, title: str = "Fees that migrants pay", **more: object) -> ThemeProposal:
    """A proposed theme."""
    given = {"reason": "They fall on those who earn least.", "theme": "2.5-remittances", "language": "en", "by": None}
    return theme_actions.propose_theme(cycle=held, member=of, title=title, **{**given, **more})


def call(of: Member, title: str = "A register of recruiters", **more: object) -> HelpRequest:
    """A call for help that everybody reads."""
    given = {
        "need": "We want to know who recruits, and license them.", "brings": "Two clerks and a room.",
        "language": "en", "theme": "2.2-brain-drain", "by": None, **more,
    }  # fmt: skip
    return assistance_actions.ask_help(member=of, title=title, **given)


def offered(to: HelpRequest, of: Member, **more: object) -> Offer:
    """An offer that waits."""
    given = {"what": "Two weeks of advice.", "pays": "We pay travel.", "language": "en", "by": None, **more}
    return assistance_actions.offer_help(request=to, member=of, **given)


def accepted(to: HelpRequest, of: Member) -> Offer:
    """An offer that was accepted."""
    return assistance_actions.accept_offer(offer=offered(to, of), by=None)


def agreed(offer: Offer, text: str = "Aim: a register by June.", *, by_asker: User, by_helper: User) -> None:
    """Terms that both members agree to."""
    terms = mission_actions.write_terms(offer=offer, text=text, language="en", member=offer.member, by=by_helper)
    mission_actions.agree_terms(terms=terms, member=offer.request.member, by=by_asker)
