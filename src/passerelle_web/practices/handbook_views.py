"""Pages of the handbook: its editions, one of them, its PDF; for the secretariat making one.

Each gets, calls an action or a query, renders. Stands on `handbook_page`.
"""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from passerelle.exchange.practices import grades, principles
from passerelle.output.handbook.content import size_text
from passerelle.output.handbook.paper import handbook_pdf
from passerelle_web.people.permissions import may, require
from passerelle_web.people.steps import carried_out, form_page, go_on
from passerelle_web.practices import handbook_actions, queries, shown
from passerelle_web.practices.forms import EditionForm, TakeInForm
from passerelle_web.practices.handbook_page import handbook_of
from passerelle_web.practices.models import Edition, Entry, Practice
from passerelle_web.practices.views import posted
from passerelle_web.texts.cleaning import rendered

reads_and_posts = require_http_methods(["GET", "HEAD", "POST"])
MOST_OFFERED = 500


def seen_edition(request: HttpRequest, key: object) -> Edition:
    """An edition that this person may read; to others it is not there."""
    found = get_object_or_404(Edition, pk=key)
    if not may(request.user, "practices.see_edition", found):
        raise Http404
    return found


@never_cache
@require_safe
def editions(request: HttpRequest) -> HttpResponse:
    """Every edition, the newest first, and the principles by which they are ordered."""
    makes = may(request.user, "practices.make_handbook")
    language = get_language() or "en"
    context = {
        "editions": list(queries.editions(drafts=makes)), "makes": makes, "source": principles.SOURCE,
        "principles": [(number, principles.principle_of(number, language)) for number in principles.PRINCIPLES],
    }  # fmt: skip
    return render(request, "practices/editions.html", context)


@never_cache
@require_safe
def edition(request: HttpRequest, key: str) -> HttpResponse:
    """An edition whole."""
    found = seen_edition(request, key)
    handbook = handbook_of(found)
    with override(found.language):
        count = size_text(handbook)
    context = {
        "edition": found, "handbook": handbook, "count": count, "grades": shown.grades_explained(),
        "introduction": rendered(found.introduction, language=found.language), "sources": handbook.sources,
        "makes": may(request.user, "practices.make_handbook") and not found.is_published, "scale_source": grades.SOURCE,
    }  # fmt: skip
    return render(request, "practices/edition.html", context)


@require_safe
def pdf(request: HttpRequest, key: str) -> HttpResponse:
    """An edition as tagged PDF."""
    found = seen_edition(request, key)
    answer = HttpResponse(handbook_pdf(handbook_of(found)), content_type="application/pdf")
    name = slugify(found.title)[:60] or "handbook"
    answer["Content-Disposition"] = f'attachment; filename="{name}-{found.number or "draft"}.pdf"'
    return answer


def _form(request: HttpRequest, found: Edition | None = None) -> EditionForm:
    begun = {"language": (get_language() or "en")[:2], "dated": timezone.localdate()}
    if found is not None:
        begun = {name: getattr(found, name) for name in ("title", "language", "dated", "introduction")}
    return EditionForm(settings.LANGUAGES, posted(request), initial=begun)


@never_cache
@login_required
@reads_and_posts
def begin(request: HttpRequest) -> HttpResponse:
    """Begin an edition."""
    require(request.user, "practices.make_handbook")
    form = _form(request)
    made = carried_out(form, lambda given: handbook_actions.begin_edition(by=request.user, **given))
    if made is not None:
        return redirect("practices:choose", made.pk)
    return form_page(
        request, form, title=_("Begin an edition"), button=_("Begin"), back=reverse("practices:editions"),
        intro=_("Title, date and introduction now; then you choose the practices."), back_to=_("Integration handbook"),
    )  # fmt: skip


@never_cache
@login_required
@reads_and_posts
def change(request: HttpRequest, key: str) -> HttpResponse:
    """Change what an edition says of itself."""
    found = seen_edition(request, key)
    require(request.user, "practices.make_handbook")
    form = _form(request, found)
    if carried_out(form, lambda given: handbook_actions.change_edition(edition=found, by=request.user, **given)):
        return go_on(request, _("Saved."), "practices:choose", found.pk)
    return form_page(
        request, form, title=_("Change the edition"), button=_("Save"), back_to=found.title,
        back=reverse("practices:choose", args=[found.pk]),
    )  # fmt: skip


@never_cache
@login_required
@reads_and_posts
def choose(request: HttpRequest, key: str) -> HttpResponse:
    """Choose practices for an edition, each under its principle, in an order."""
    found = seen_edition(request, key)
    require(request.user, "practices.make_handbook")
    if found.is_published:
        return redirect(found)
    offered = list(queries.for_the_handbook(found)[:MOST_OFFERED])
    form = TakeInForm([(str(one.pk), f"{one.title} ({one.member})") for one in offered], posted(request))
    taken = carried_out(form, lambda given: handbook_actions.take_in(
        edition=found, practice=Practice.objects.get(pk=given["practice"]), principle=given["principle"],
        by=request.user,
    ))  # fmt: skip
    if taken is not None:
        return go_on(request, _("It stands in the edition."), "practices:choose", found.pk)
    chapters: dict[int, list[Entry]] = {}
    for entry in queries.entries_of(found):
        chapters.setdefault(entry.principle, []).append(entry)
    language = get_language() or "en"
    context = {
        "edition": found, "form": form if offered else None,
        "chapters": [(number, principles.principle_of(number, language), held) for number, held in chapters.items()],
    }  # fmt: skip
    return render(request, "practices/choose.html", context, status=422 if form.errors else 200)


ACTS = {"leave-out": handbook_actions.leave_out, "up": handbook_actions.move_up}


@login_required
@require_POST
def entry(request: HttpRequest, key: str, number: int, what: str) -> HttpResponse:
    """Leave a practice out of an edition, or move it up under its principle."""
    found = get_object_or_404(Entry.objects.select_related("edition"), pk=number, edition=seen_edition(request, key))
    if what not in ACTS:
        raise Http404
    ACTS[what](entry=found, by=request.user)
    return go_on(request, _("Saved."), "practices:choose", found.edition_id)


@login_required
@require_POST
def publish(request: HttpRequest, key: str) -> HttpResponse:
    """Publish an edition; from then on it stays."""
    found = handbook_actions.publish_edition(edition=seen_edition(request, key), by=request.user)
    return go_on(request, _("The edition is published and stays as it is."), found)
