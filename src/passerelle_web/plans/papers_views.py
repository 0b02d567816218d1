"""Strategy papers: the list, registering one, one held against the checklist, two side by side.

Each gets, calls a query or an action, renders. Stands on `queries`.
"""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from passerelle.base.errors import PasserelleError
from passerelle.base.groupings import named_grouping
from passerelle.base.places import place_of
from passerelle.base.words import say
from passerelle.evidence.corridors import known_place
from passerelle.plans.coherence.against_evidence import beside_figures, figure_names
from passerelle.plans.coherence.beside import side_by_side
from passerelle.plans.coherence.judging import judge
from passerelle.plans.coherence.papers import Paper as PaperRecord
from passerelle.plans.coherence.papers import paper_of_texts
from passerelle.plans.records import Plan as Record
from passerelle_web.evidence.queries import the_store
from passerelle_web.people.acting import acted_for
from passerelle_web.people.steps import go_on
from passerelle_web.plans import papers_actions, queries
from passerelle_web.plans.forms import PaperForm
from passerelle_web.plans.models import Paper
from passerelle_web.plans.views import language, reads_and_posts


def about_text(place: str, grouping: str) -> str:
    """What a paper is about, in the reader's language."""
    if place:
        return place_of(place).name(language())
    found = named_grouping(grouping) if grouping else None
    return say(found.name, language()) if found else ""


@require_safe
def papers(request: HttpRequest) -> HttpResponse:
    """Registered papers by title."""
    rows = [(row, about_text(row.place, row.grouping)) for row in queries.papers()[:500]]
    plans = list(queries.listed(request.user)[:200])
    return render(request, "plans/papers.html", {"rows": rows, "plans": plans})


@login_required
@reads_and_posts
def register(request: HttpRequest) -> HttpResponse:
    """Register a paper with its text."""
    form = PaperForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        file = given.pop("file")
        try:
            made = papers_actions.register_paper(
                **given, pdf=file.read() if file else b"", by=request.user, member=acted_for(request)
            )
        except PasserelleError as refused:
            form.add_error("file" if file else "text", str(refused))
        else:
            return go_on(request, _("The paper is registered, and held against the checklist."), made)
    return render(request, "plans/register_paper.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def paper(request: HttpRequest, key: str) -> HttpResponse:
    """A paper held against the checklist and against the evidence."""
    row = get_object_or_404(Paper, pk=key)
    read = queries.read_paper(row)
    answers = judge(read)
    year = timezone.localdate().year
    gaps = beside_figures(answers, known_place(the_store(), row.place, figure_names()), year) if row.place else None
    context = {
        "paper": row, "read": read, "about": about_text(row.place, row.grouping),
        "answers": [one.as_dict(language()) for one in answers],
        "gaps": gaps.as_dict(language()) if gaps else None,
        "others": [one for one in queries.papers()[:200] if one.pk != row.pk],
        "plans": list(queries.listed(request.user)[:200]),
    }  # fmt: skip
    return render(request, "plans/paper.html", context)


@require_safe
def beside(request: HttpRequest) -> HttpResponse:
    """Two papers, or a paper and a plan, side by side."""
    one, other = (_laid(request, request.GET.get(name, "")) for name in ("one", "other"))
    if one is None or other is None:
        raise Http404
    pairs = [pair.as_dict(language()) for pair in side_by_side(one[0], other[0])]
    for pair in pairs:
        pair["sides"] = [pair["one"], pair["other"]]
    return render(request, "plans/beside.html", {"pairs": pairs, "one": one[1], "other": other[1],
                                                 "differ": sum(pair["differs"] for pair in pairs)})  # fmt: skip


def _laid(request: HttpRequest, key: str) -> tuple[PaperRecord, dict[str, Any]] | None:
    """A paper or a plan by its key, with its title and address."""
    kind, _colon, number = key.partition(":")
    try:
        if kind == "paper":
            row = Paper.objects.get(pk=number)
            return queries.read_paper(row), {"title": row.title, "href": row.get_absolute_url()}
        plan = queries.seen_by(request.user).get(pk=number)
    except Exception:  # no such key, in whatever shape it was written
        return None
    record = queries.current_version(plan).record
    return paper_of_plan(record), {"title": plan.title, "href": plan.get_absolute_url()}


def paper_of_plan(record: Record) -> PaperRecord:
    """A plan's own words as a paper, by the part that they stand in."""
    goals = "\n\n".join(
        f"{one.title}. {one.text}\n\n" + "\n\n".join(f"{m.title}. {m.text}" for m in one.measures)
        for one in record.objectives
    )
    acts = "\n\n".join(f"{action.title}. {action.text}" for action in record.actions())
    judged = "\n\n".join(
        one.name for holder in (*record.objectives, *record.actions()) for one in holder.indicators
    )  # fmt: skip
    money = "\n\n".join(f"{cost.item}: {action.title}" for action in record.actions() for cost in action.costs)
    iso3 = record.where.places[0] if record.where.places else ""
    sections: list[Any] = [
        ("", "Summary", record.summary), ("analysis", "Situation", record.situation),
        ("objectives", "Aims", "\n\n".join(record.aims)), ("objectives", "Objectives and measures", goals),
        ("", "Actions", acts), ("indicators", "Indicators", judged), ("budget", "Budget", money),
        ("", "Monitoring", record.monitoring),
    ]  # fmt: skip
    return paper_of_texts(record.title, iso3, sections, language=record.language)
