"""The home of the forum, its charter, and following it by mail.

Each gets, calls a query or an action, renders. Stands on `stepping`.
"""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from passerelle.dialogue.attribution import Rule
from passerelle_web.dialogues.models.meeting import RULES
from passerelle_web.forum import (
    assistance_queries,
    charter_actions,
    charter_page,
    charter_queries,
    cycle_queries,
    steering_queries,
    told,
)
from passerelle_web.forum.cycle_queries import open_dialogues
from passerelle_web.forum.models import CharterVersion
from passerelle_web.forum.steering_forms import CharterForm
from passerelle_web.forum.stepping import person_of, posted, reads_and_posts, shown, step
from passerelle_web.people.permissions import may, require
from passerelle_web.people.steps import go_on
from passerelle_web.post import actions as post
from passerelle_web.post.topics import topic_for
from passerelle_web.texts.queries import said_of

NEWEST = 5


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What the forum is, its year, what was decided last, open dialogues, calls for help, how to join."""
    year = cycle_queries.this_year()
    dialogues = cycle_queries.dialogues_of(year, request.user) if year else []
    return shown(
        request, "home", "home", year=year, charter=charter_queries.in_force(),
        themes=cycle_queries.chosen_themes(year) if year else [],
        meetings=cycle_queries.sessions_of(dialogues, coming=True)[:NEWEST],
        deadlines=year.deadlines.all() if year else [],
        decisions=steering_queries.newest_decisions(NEWEST),
        dialogues=open_dialogues(request.user)[:NEWEST],
        calls=assistance_queries.calls(request.user, NEWEST), may_open_year=may(request.user, "forum.run_year"),
    )  # fmt: skip


def _version(number: int) -> CharterVersion:
    found = charter_queries.version(number)
    if found is None:
        raise Http404
    return found


@require_safe
def charter(request: HttpRequest) -> HttpResponse:
    """The charter by which the forum works: the version in force, else the newest draft."""
    return _charter_page(request, charter_queries.worked_by())


@require_safe
def charter_version(request: HttpRequest, number: int) -> HttpResponse:
    """One version of the charter."""
    return _charter_page(request, _version(number))


def _charter_page(request: HttpRequest, version: CharterVersion | None) -> HttpResponse:
    articles = charter_queries.articles_of(version) if version else []
    said = said_of(told.ARTICLE, [(one.pk, one) for one in articles], request.user)
    beside = request.GET.get("beside", get_language() or "")
    rows = charter_page.rows_of(articles, said, beside)
    return shown(
        request, "charter", "charter", version=version, versions=charter_queries.versions(), rows=rows,
        in_force=charter_queries.in_force(), adoption=charter_queries.adoption_of(version) if version else None,
        rule=RULES[Rule(version.attribution)] if version else "", may_write=may(request.user, "forum.write_charter"),
        languages=charter_page.languages_of(said), beside=beside if any(row.translation for row in rows) else "",
        translates=may(request.user, "forum.translate"),
    )  # fmt: skip


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Two versions of the charter, article by article and word by word."""
    versions = charter_queries.versions()
    asked = [int(text) if text.isdecimal() else 0 for text in (request.GET.get(name, "") for name in ("first", "last"))]
    by_number = {one.number: one for one in versions}
    last = by_number.get(asked[1]) or (versions[0] if versions else None)
    first = by_number.get(asked[0]) or (by_number.get(last.number - 1) if last else None)
    rows = (
        charter_queries.compared(charter_queries.articles_of(first), charter_queries.articles_of(last))
        if first and last
        else []
    )
    return shown(request, "compare", "charter", versions=versions, first=first, last=last, rows=rows)


@login_required
@reads_and_posts
def draft_charter(request: HttpRequest) -> HttpResponse:
    """Draft a further version."""
    require(request.user, "forum.write_charter")
    before = charter_queries.versions()
    form = CharterForm(before[0] if before else None, posted(request))

    def act(_given: dict[str, Any]) -> CharterVersion:
        return charter_actions.draft_charter(
            articles=form.worded(), shares=form.shares(), by=request.user, **form.figures()
        )

    return step(
        request, form, act, _("The version is drafted. It is in force once a decision adopts it."), "",
        title=_("Draft a further version of the charter"), button=_("Draft it"), back=reverse("forum:charter"),
        back_to=_("Charter"),
        intro=_("Every version stays and can be compared. Leave heading and text of an article empty to leave it out."),
    )  # fmt: skip


@login_required
@require_POST
def follow(request: HttpRequest) -> HttpResponse:
    """Follow decisions, the year, the desk, joining, or one request by mail."""
    topic = request.POST.get("topic", "")
    found = topic_for(person_of(request), topic) if topic.startswith("forum.") else None
    if found is None:
        raise Http404
    post.follow(person=person_of(request), topic=topic, by=person_of(request))
    return go_on(request, _("You hear of it by mail, as often as you chose."), found.address)
