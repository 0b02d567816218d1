"""What people hear of the forum by mail: decisions, years, the assistance desk, one request that they follow.

News names members, never persons, and what is for some is asked anew for each of them. Stands on `models`.
"""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from passerelle_web.forum.models import Application, Cycle, Deadline, Decision, HelpRequest, ThemeProposal, Withdrawal
from passerelle_web.people.models import User
from passerelle_web.people.permissions import may
from passerelle_web.post import actions as post
from passerelle_web.post import news, topics
from passerelle_web.post.topics import Topic
from passerelle_web.texts.cleaning import plain

DECISIONS, YEARS, DESK, JOINING = "forum.decisions", "forum.years", "forum.assistance", "forum.joining"
PREFIX = "forum.help:"
LONGEST = 300  # letters of a text in a mail
_TOPICS: dict[str, tuple[str | Promise, str]] = {
    DECISIONS: (gettext_lazy("Decisions of the steering group"), "forum:decisions"),
    YEARS: (gettext_lazy("The forum’s year"), "forum:years"),
    DESK: (gettext_lazy("Calls for help with capacity"), "forum:assistance"),
    JOINING: (gettext_lazy("Joining and leaving the forum"), "forum:joining"),
}
FOLLOWED = tuple(_TOPICS)


def topic_of(request: HelpRequest) -> str:
    """The topic under which one request is followed."""
    return f"{PREFIX}{request.pk}"


def follow(topic: str, person: User) -> None:
    """Let a person hear of what concerns her, unless she chose not to."""
    post.follow(person=person, topic=topic, by=None)


def _named(_person: User, topic: str) -> Topic | None:
    known = _TOPICS.get(topic)
    return Topic(str(known[0]), reverse(known[1])) if known is not None else None


def _request_named(person: User, topic: str) -> Topic | None:
    request = request_of_topic(topic)
    if request is None or not may(person, "forum.see_help", request):
        return None
    return Topic(request.title, request.get_absolute_url())


def request_of_topic(topic: str) -> HelpRequest | None:
    """The request of a topic."""
    try:
        return HelpRequest.objects.filter(pk=topic.removeprefix(PREFIX)).first()
    except (ValueError, ValidationError):
        return None


def _short(text: str) -> str:
    words = plain(text)
    return words if len(words) <= LONGEST else f"{words[:LONGEST].rstrip()} …"


# Decisions and years -----------------------------------------------------------------------------------


def tell_decision(decision: Decision) -> None:
    """Tell a decision to who follows and may read it."""
    news.tell(
        topic=DECISIONS, kind="decision",
        said=lambda: _("Decision {sign}: {title}").format(sign=decision.sign, title=decision.title),
        address=decision.get_absolute_url, reach=("forum.see_decision", decision),
    )  # fmt: skip


def _tell_year(cycle: Cycle, kind: str, said: news.Words) -> None:
    news.tell(topic=YEARS, kind=kind, said=said, address=cycle.get_absolute_url, reach="forum.read")


def tell_chair(cycle: Cycle) -> None:
    """Tell who chairs a year."""
    name = cycle.chair.name if cycle.chair else ""
    _tell_year(cycle, "chair", lambda: _("{member} chairs the year {year}").format(member=name, year=cycle.year))


def tell_deadline(deadline: Deadline) -> None:
    """Tell a deadline."""
    day = deadline.day.isoformat()
    _tell_year(deadline.cycle, "deadline", lambda: _("By {day}: {what}").format(day=day, what=deadline.title))


def tell_theme(proposal: ThemeProposal) -> None:
    """Tell that a theme was proposed, or what became of it."""
    words = {
        "proposed": gettext_lazy("{member} proposes the theme “{title}” for {year}"),
        "chosen": gettext_lazy("“{title}” is a theme of {year}"),
        "not_chosen": gettext_lazy("“{title}” was not chosen for {year}"),
    }[proposal.state]
    told = {"member": proposal.member.name, "title": proposal.title, "year": proposal.cycle.year}
    news.tell(
        topic=YEARS, kind="theme", said=lambda: str(words).format(**told), address=proposal.get_absolute_url,
        reach="forum.read",
    )  # fmt: skip


def tell_closed(cycle: Cycle) -> None:
    """Tell that a year is closed."""
    _tell_year(cycle, "closed", lambda: _("The year {year} is closed. Its page stands.").format(year=cycle.year))


# Joining -----------------------------------------------------------------------------------------------


def tell_application(application: Application) -> None:
    """Tell who may answer that an organisation asks to take part."""
    news.tell(
        topic=JOINING, kind="application",
        said=lambda: _("{name} asks to take part in the forum").format(name=application.name),
        address=application.get_absolute_url, reach=("forum.see_application", application),
    )  # fmt: skip


def answer_application(application: Application) -> None:
    """Write the answer to who asked."""
    person = application.person
    if person is None:
        return
    with translation.override(person.language):
        accepted = application.state == Application.State.ACCEPTED
        subject = (
            _("{name} takes part in the forum") if accepted else _("{name}: the answer to your application")
        ).format(name=application.name)
        body = "\n\n".join(
            part for part in (subject, application.answer, settings.SITE_ADDRESS + application.get_absolute_url())
            if part
        )  # fmt: skip
        post.send(
            to=person, kind="application", subject=subject, body=f"{body}\n",
            about=("forum.application", str(application.pk)), once=f"application:{application.pk}",
        )  # fmt: skip


def tell_withdrawal(withdrawal: Withdrawal) -> None:
    """Tell that a member leaves, and from which day on."""
    told = {"member": withdrawal.member.name, "day": withdrawal.on.isoformat()}
    news.tell(
        topic=JOINING, kind="withdrawal",
        said=lambda: _("{member} withdraws from the forum, from {day} on").format(**told),
        address=lambda: reverse("forum:joining"), reach="forum.read",
    )  # fmt: skip


# The desk ----------------------------------------------------------------------------------------------


def tell_request(request: HelpRequest) -> None:
    """Tell a call for help to who follows the desk and may read it."""
    told = {"member": request.member.name, "title": request.title}
    news.tell(
        topic=DESK, kind="request", said=lambda: _("{member} asks for help: {title}").format(**told),
        address=request.get_absolute_url, reach=("forum.see_help", request),
    )  # fmt: skip


_STEPS = {
    "offered": gettext_lazy("Help was offered"),
    "accepted": gettext_lazy("An offer of help was accepted"),
    "withdrawn": gettext_lazy("An offer of help was withdrawn"),
    "terms": gettext_lazy("Terms of reference were written"),
    "agreed": gettext_lazy("Both members agree to the terms of reference"),
    "mission": gettext_lazy("A mission was set"),
    "reported": gettext_lazy("There is a report on a mission"),
    "concluded": gettext_lazy("The result of the help was written"),
    "closed": gettext_lazy("The request for help was closed"),
}


def tell_step(request: HelpRequest, step: str) -> None:
    """Tell who follows a request that it went a step on; who offered is on its page, for who may read it there."""
    news.tell(
        topic=topic_of(request), kind=step, said=_STEPS[step], address=request.get_absolute_url,
        reach=("forum.see_help", request),
    )  # fmt: skip


def listen() -> None:
    """Register with the room of mail."""
    for topic in FOLLOWED:
        topics.register(topic, _named)
    topics.register(PREFIX, _request_named)
