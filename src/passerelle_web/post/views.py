"""Pages of mail: what one follows and how often, hearing no more without signing in, the outbox for administrators.

Each gets, calls an action or a query, renders. Stands on `people`.
"""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from passerelle_web.people.permissions import require
from passerelle_web.people.steps import carried_out, form_page, go_on
from passerelle_web.post import actions, digests, queries
from passerelle_web.post.addresses import read_no_more
from passerelle_web.post.forms import FollowingForm, HabitForm
from passerelle_web.post.models import Following, Letter, State
from passerelle_web.post.topics import topic_for

reads_and_posts = require_http_methods(["GET", "HEAD", "POST"])
A_PAGE = 50


@never_cache
@login_required
@reads_and_posts
def following(request: HttpRequest) -> HttpResponse:
    """What I follow, how often I hear of it, and what the next mail would say."""
    habit = actions.habit_of(request.user)
    form = HabitForm(habit, request.POST or None)
    if carried_out(form, lambda given: actions.choose(person=request.user, by=request.user, **given)):
        return go_on(request, _("Your choice is saved."), "post:following")
    context = {
        "form": form,
        "followed": queries.followed_by(request.user),
        "preview": digests.preview(request.user),
        "habit": habit,
    }
    return render(request, "post/following.html", context, status=422 if form.errors else 200)


@login_required
@reads_and_posts
def one_topic(request: HttpRequest, key: int) -> HttpResponse:
    """How often I hear of one topic."""
    held = get_object_or_404(Following, pk=key, person=request.user)
    form = FollowingForm(held, request.POST or None)
    done = carried_out(
        form,
        lambda given: actions.follow(person=request.user, topic=held.topic, by=request.user, **given),
    )
    if done:
        return go_on(request, _("Your choice is saved."), "post:following")
    topic = topic_for(request.user, held.topic)
    title = topic.title if topic else _("A topic that you followed")
    back = {"back": reverse("post:following"), "back_to": _("What you follow")}
    return form_page(request, form, title=title, button=_("Save"), **back)


@login_required
@require_POST
def stop(request: HttpRequest, key: int) -> HttpResponse:
    """Follow a topic no more."""
    held = get_object_or_404(Following, pk=key, person=request.user)
    actions.unfollow(person=request.user, topic=held.topic, by=request.user)
    return go_on(request, _("You do not follow it any more."), "post:following")


@never_cache
@csrf_exempt
@reads_and_posts
def no_more(request: HttpRequest, token: str) -> HttpResponse:
    """From the link in a mail, without signing in. Programs send a POST at once (RFC 8058); people press a button."""
    read = read_no_more(token)
    if read is None:
        return render(request, "post/no_more_unknown.html", status=404)
    person, topic = read
    named = topic_for(person, topic) if topic else None
    if request.method == "POST":
        actions.hear_no_more(person=person, topic=topic)
    context = {"topic": named, "is_all": not topic, "is_done": request.method == "POST"}
    return render(request, "post/no_more.html", context)


@never_cache
@login_required
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """What waits, what failed and why."""
    require(request.user, "post.see_outbox")
    state = request.GET.get("state", "")
    state = state if state in State.values else ""
    page = Paginator(queries.outbox(state=state), A_PAGE).get_page(request.GET.get("page"))
    counts = queries.counts()
    states = [(value, label, counts[value]) for value, label in State.choices]
    return render(request, "post/outbox.html", {"page": page, "state": state, "states": states, "counts": counts})


@login_required
@require_POST
def again(request: HttpRequest, key: str) -> HttpResponse:
    """Send a letter again."""
    letter = get_object_or_404(Letter, pk=key)
    actions.send_again(letter=letter, by=request.user)
    return go_on(request, _("The letter is on its way again."), "post:outbox")
