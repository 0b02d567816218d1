"""Pages of practices for reading: the list, one practice, its versions, what differs between two, following.

Each gets, calls a query, renders. Writing is in `writing_views`, reviewing in `reviewing_views`. Stands on `shown`.
"""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from passerelle_web.people.models import User
from passerelle_web.people.permissions import may, read_once
from passerelle_web.people.steps import go_on
from passerelle_web.post.actions import follow as follow_topic
from passerelle_web.post.actions import unfollow as unfollow_topic
from passerelle_web.post.queries import follows
from passerelle_web.practices import filtering, queries, shown
from passerelle_web.practices.comparing import compared
from passerelle_web.practices.models import Practice, State, Version
from passerelle_web.practices.permissions import has_reviewed
from passerelle_web.practices.reviewing_actions import NEEDED, recommending
from passerelle_web.practices.told import ONE, REVIEWS, THEME


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form was sent, be it empty; None where it is only shown."""
    return request.POST if request.method == "POST" else None


def seen(request: HttpRequest, key: object) -> Practice:
    """A practice that this person may read; to others it is not there."""
    found = get_object_or_404(Practice.objects.select_related("member", "measure"), pk=key)
    if not may(request.user, "practices.see", found):
        raise Http404
    return found


def seen_version(request: HttpRequest, key: object, number: int) -> Version:
    """A version of such a practice that this person may read; drafts are their member's."""
    found = queries.version_of(seen(request, key), number)
    if found is None or not may(request.user, "practices.see", found):
        raise Http404
    return found


def is_following(request: HttpRequest, topic: str) -> bool:
    """Does this person follow a topic?"""
    return isinstance(request.user, User) and follows(request.user, topic)


@never_cache
@require_safe
def practices(request: HttpRequest) -> HttpResponse:
    """Published practices, the newest first, with filters that work as links and as a form."""
    filters = filtering.filters_of(request.GET)
    page = Paginator(queries.listed(filters), queries.PER_PAGE).get_page(request.GET.get("page"))
    theme = filtering.topic_of(filters)
    with read_once():
        context = {
            "page": page, "rows": shown.rows(queries.with_standing(page)), "heading": filtering.heading(filters),
            "chosen": filtering.chosen(filters, request.path), "choices": filtering.choices(filters),
            "theme": theme, "follows": bool(theme) and is_following(request, f"{THEME}{theme}"),
            "may_add": may(request.user, "practices.add"), "signed_in": isinstance(request.user, User),
            "query": filtering.address_of(filters), "filters": filters,
        }  # fmt: skip
    return render(request, "practices/practices.html", context)


def about(request: HttpRequest, version: Version, **more: Any) -> dict[str, Any]:
    """What every page of one practice knows."""
    practice, reader = version.practice, request.user
    with read_once():
        allowed = {
            "may_change": may(reader, "practices.change", practice),
            "may_review": may(reader, "practices.review", version) and not has_reviewed.test(reader, version),
            "may_decide": may(reader, "practices.decide", practice) and version.state == State.REVIEW,
            "may_try": may(reader, "practices.try_it", practice), "signed_in": isinstance(reader, User),
        }  # fmt: skip
    return {"practice": practice, "version": version, **allowed, **more}


@never_cache
@require_safe
def practice(request: HttpRequest, key: str) -> HttpResponse:
    """One practice: the sentences that answer, the results, what it takes, who tried it, what peers said."""
    found = seen(request, key)
    return _whole(request, queries.version_of(found, found.published or found.newest))


@never_cache
@require_safe
def version(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """A practice as one of its versions told it."""
    return _whole(request, seen_version(request, key, number))


def _whole(request: HttpRequest, found: Version | None) -> HttpResponse:
    if found is None:
        raise Http404
    practice = found.practice
    reads = may(request.user, "practices.see_reviews", found)
    reports = queries.reports_of(practice)
    counts = queries.reports_counted([practice]).get(practice.pk, {})
    context = about(
        request, found, page=shown.page_of(found, request.user), grades=shown.grades_explained(),
        is_standing=found.number == practice.published, newest=_open_version(request, practice, found),
        reports=shown.report_rows(reports, request.user), tried=shown.counted_said(counts),
        reviews=shown.review_rows(queries.reviews_of(found), request.user) if reads else [], reads_reviews=reads,
        follows=is_following(request, f"{ONE}{practice.pk}"), recommending=recommending(found), needed=NEEDED,
    )  # fmt: skip
    return render(request, "practices/practice.html", context)


def _open_version(request: HttpRequest, practice: Practice, shown_one: Version) -> Version | None:
    """The version that is being written or reviewed, for who may read it."""
    if practice.newest == shown_one.number:
        return None
    found = queries.version_of(practice, practice.newest)
    return found if found is not None and may(request.user, "practices.see", found) else None


@never_cache
@require_safe
def versions(request: HttpRequest, key: str) -> HttpResponse:
    """The versions that this person may read, and what differs between two of them."""
    found = seen(request, key)
    listed = [one for one in queries.versions_of(found) if _may_read(request, found, one)]
    numbers = [one.number for one in listed]
    asked = [request.GET.get(name, "") for name in ("one", "other")]
    pair = [int(text) for text in asked if text.isdigit() and int(text) in numbers]
    if len(pair) < 2:
        pair = sorted(numbers)[-2:]
    held = {one.number: one for one in listed}
    changes = compared(held[pair[0]].record, held[pair[1]].record) if len(pair) == 2 else []
    context = {"practice": found, "versions": listed, "pair": pair, "changes": changes}
    return render(request, "practices/versions.html", context)


def _may_read(request: HttpRequest, practice: Practice, one: Version) -> bool:
    one.practice = practice
    return may(request.user, "practices.see", one)


TOPICS = {"theme": THEME, "practice": ONE, "reviews": REVIEWS}


@login_required
@require_POST
def follow(request: HttpRequest) -> HttpResponse:
    """Follow a theme, a practice, or what awaits review; or follow it no more."""
    assert isinstance(request.user, User)
    what, value = request.POST.get("what", ""), request.POST.get("value", "")[:80]
    if what not in TOPICS:
        raise Http404
    stops = "stop" in request.POST
    act = unfollow_topic if stops else follow_topic
    act(person=request.user, topic=f"{TOPICS[what]}{value}", by=request.user)
    said = (
        _("You do not follow it any more.") if stops else _("You follow it; “What you follow” says how often you hear.")
    )
    return go_on(request, said, request.POST.get("next") if _is_here(request) else "practices:practices")


def _is_here(request: HttpRequest) -> bool:
    """Is the page to go back to one of this site?"""
    given = request.POST.get("next", "")
    return given.startswith("/") and not given.startswith("//") and "\\" not in given
