"""Pages for who tells a practice: begin, the five steps, what lacks, submit, take back, further versions, withdraw.

Each gets, calls an action, renders; what was typed is never lost. Stands on `steps`.
"""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from passerelle.exchange.practices.records import Practice as Record
from passerelle_web.measures.models import Measure
from passerelle_web.people.acting import acted_for
from passerelle_web.people.models import Member, User
from passerelle_web.people.permissions import may, require
from passerelle_web.people.steps import carried_out, form_page, go_on
from passerelle_web.practices import from_measure, queries, shown, steps, writing_actions
from passerelle_web.practices.forms import MemberForm, ReasonForm, StepForm
from passerelle_web.practices.models import Practice, State, Version
from passerelle_web.practices.views import posted, seen

reads_and_posts = require_http_methods(["GET", "HEAD", "POST"])


def _language() -> str:
    return get_language() or "en"


@never_cache
@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The practices of one's members, whatever their state."""
    assert isinstance(request.user, User)
    found = queries.of_ones_members(request.user)
    page = Paginator(found, queries.PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page, "states": dict(State.choices), "may_add": may(request.user, "practices.add"),
        "rows": [(one, State(one.state).label if one.state else "") for one in page],
    }  # fmt: skip
    return render(request, "practices/mine.html", context)


def _member_chosen(request: HttpRequest, form: MemberForm, members: list[Member]) -> Member:
    chosen = str(form.cleaned_data["member"])
    return next(one for one in members if str(one.pk) == chosen)


def _member_form(request: HttpRequest) -> tuple[MemberForm, list[Member]]:
    members = queries.members_written_for(request.user)
    acting = acted_for(request)
    return MemberForm(members, posted(request), initial={"member": acting.pk if acting else None}), members


@never_cache
@login_required
@reads_and_posts
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a practice for a member."""
    require(request.user, "practices.add")
    form, members = _member_form(request)
    record = Record(language=_language())
    made = carried_out(
        form,
        lambda _given: writing_actions.begin(
            member=_member_chosen(request, form, members), by=request.user, record=record
        ),
    )
    if made is not None:
        return redirect("practices:step", made.pk, steps.STEPS[0].slug)
    return form_page(
        request, form, title=_("Tell a practice"), button=_("Begin"), back=reverse("practices:practices"),
        intro=_("Five short steps. Each is saved by itself, so that you can stop and go on later, or hand it to a "
                "colleague. Two other members review it before it is published."),
        back_to=_("Practices"),
    )  # fmt: skip


@never_cache
@login_required
@reads_and_posts
def begin_from(request: HttpRequest, measure: str) -> HttpResponse:
    """Begin a practice from a measure that has run, filled from its record."""
    require(request.user, "practices.add")
    assert isinstance(request.user, User)
    found = get_object_or_404(Measure.objects.select_related("run"), pk=measure)
    if not may(request.user, "measures.see_measure", found):
        raise Http404
    form, members = _member_form(request)
    made = carried_out(form, lambda _given: from_measure.begin_from(
        measure=found, member=_member_chosen(request, form, members), by=request.user, language=_language()
    ))  # fmt: skip
    if made is not None:
        said = _("The draft is filled. Each field says where it comes from; what failed is yours to tell.")
        return go_on(request, said, "practices:step", made.pk, steps.STEPS[0].slug)
    return form_page(
        request, form, title=_("Tell “{title}” as a practice").format(title=found.title), button=_("Begin"),
        intro=_("Evidence, run, screening, plan, spending, reports and commitments fill the draft, in this language. "
                "You change what you like."),
        back=found.get_absolute_url(), back_to=found.title,
    )  # fmt: skip


def written(request: HttpRequest, key: str) -> tuple[Practice, Version]:
    """A practice of one's own with the version that is being written."""
    found = seen(request, key)
    require(request.user, "practices.change", found)
    version = queries.version_of(found, found.newest)
    if version is None or version.state != State.DRAFT:
        raise Http404
    return found, version


@never_cache
@login_required
@reads_and_posts
def step(request: HttpRequest, key: str, slug: str) -> HttpResponse:
    """One step of writing. Saving a draft asks for nothing but that what is typed is what it says."""
    practice, version = written(request, key)
    found = steps.step_of(slug)
    if found is None:
        raise Http404
    form = steps.form_of(version, found, posted(request))
    theirs = _meanwhile(form, version, found)
    saved = None if theirs else carried_out(form, lambda _given: _save(request, practice, form))
    if saved is not None:
        return _onwards(request, practice, found)
    context = {
        "practice": practice, "version": version, "step": found, "steps": steps.STEPS, "form": form, "theirs": theirs,
        "whence": [(_label(form, name), told) for name, told in steps.sources_told(version.record, found).items()],
        "grades": shown.grades_explained() if slug == "results" else [], "next": steps.after(found),
    }  # fmt: skip
    return render(request, "practices/step.html", context, status=422 if form.errors else 200)


def _save(request: HttpRequest, practice: Practice, form: StepForm) -> Version:
    changes = form.changes()
    said = changes.pop("said", None)
    assert isinstance(request.user, User)
    return writing_actions.save(practice=practice, changes=changes, said=said, by=request.user)


def _label(form: StepForm, name: str) -> str:
    known = {"results": _("Results"), "sources": _("Sources"), "contacts": _("Contacts")}
    return str(known.get(name) or (form.fields[name].label if name in form.fields else name))


def _meanwhile(form: StepForm, version: Version, found: steps.Step) -> list[tuple[str, str]]:
    """What somebody else saved in this step since it was opened: label and text. Saving once more takes one's own."""
    now = steps.stamp(version.record, found)
    if not form.is_bound or form.data.get("seen", "") in ("", now):
        return []
    form.data = form.data.copy()
    form.data["seen"] = now
    form.add_error(None, _("Somebody else has saved this step since you opened it. What you typed is still here; what "
                           "they wrote stands below. Save again to keep yours."))  # fmt: skip
    held = steps.initial_of(version.record, found)
    return [(str(form.fields[name].label), str(held[name])) for name in form.fields if held.get(name)]


def _onwards(request: HttpRequest, practice: Practice, found: steps.Step) -> HttpResponse:
    """To the step that follows, to more rows of this one, or to what lacks."""
    if "more" in request.POST:
        return go_on(request, _("Saved."), "practices:step", practice.pk, found.slug)
    following = steps.after(found)
    if following is None or "stop" in request.POST:
        return go_on(request, _("Saved."), "practices:check", practice.pk)
    return go_on(request, _("Saved."), "practices:step", practice.pk, following.slug)


@never_cache
@login_required
@reads_and_posts
def check(request: HttpRequest, key: str) -> HttpResponse:
    """What lacks before others can review it; submitted, it goes to them."""
    practice, version = written(request, key)
    lacking = steps.lacking(version.record)
    if request.method == "POST" and not lacking:
        writing_actions.submit(practice=practice, by=request.user)
        return go_on(
            request, _("Submitted. Other members review it now; you find what they say on its page."), practice
        )
    page = shown.page_of(version, request.user)
    context = {"practice": practice, "version": version, "lacking": lacking, "steps": steps.STEPS, "page": page}
    return render(request, "practices/check.html", context, status=422 if request.method == "POST" else 200)


@never_cache
@login_required
@reads_and_posts
def take_back(request: HttpRequest, key: str) -> HttpResponse:
    """Take a version back from review, to write on."""
    practice = seen(request, key)
    require(request.user, "practices.change", practice)
    form = ReasonForm(posted(request))
    done = carried_out(form, lambda given: writing_actions.take_back(practice=practice, by=request.user, **given))
    if done:
        return go_on(request, _("Taken back. You write on a further version."), "practices:check", practice.pk)
    return form_page(
        request, form, title=_("Take it back from review"), button=_("Take it back from review"),
        intro=_("The version stays, with the reviews that it has, and a further one begins from it."),
        back=practice.get_absolute_url(), back_to=str(practice),
    )  # fmt: skip


@login_required
@require_POST
def begin_version(request: HttpRequest, key: str) -> HttpResponse:
    """Begin a further version; the one that stands keeps standing until the new one is published."""
    practice = seen(request, key)
    writing_actions.begin_version(practice=practice, by=request.user)
    return redirect("practices:step", practice.pk, steps.STEPS[0].slug)


@never_cache
@login_required
@reads_and_posts
def withdraw(request: HttpRequest, key: str) -> HttpResponse:
    """Withdraw a practice with a reason."""
    practice = seen(request, key)
    require(request.user, "practices.change", practice)
    form = ReasonForm(posted(request))
    done = carried_out(form, lambda given: writing_actions.withdraw(practice=practice, by=request.user, **given))
    if done:
        return go_on(request, _("It is withdrawn; the reason stands above it."), practice)
    return form_page(
        request, form, title=_("Withdraw “{title}”").format(title=practice), button=_("Withdraw it"),
        intro=_("It is found no more. What was published stays readable for who has its address, under your reason, "
                "and in editions of the handbook that hold it."),
        back=practice.get_absolute_url(), back_to=str(practice),
    )  # fmt: skip
