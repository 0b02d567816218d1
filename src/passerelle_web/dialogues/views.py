"""Pages of dialogues for reading: the list, one dialogue, one session, the calendar.

Each gets, calls a query, renders. Running a dialogue is in `running_views`, speaking in `exchange_views`. Stands on
`shown`.
"""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from passerelle.base.words import say
from passerelle.dialogue.attribution import Rule
from passerelle.plans.codes import themes
from passerelle_web.dialogues import calendars, queries, shown
from passerelle_web.dialogues.commitments import commitments_of
from passerelle_web.dialogues.models import Dialogue, Session, Stage
from passerelle_web.dialogues.models.meeting import RULES
from passerelle_web.dialogues.papers_page import papers_of
from passerelle_web.dialogues.permissions import SPEAK, STATE, WORK, asked_once
from passerelle_web.people.acting import acted_for
from passerelle_web.people.models import User
from passerelle_web.people.permissions import may
from passerelle_web.texts.cleaning import rendered
from passerelle_web.texts.queries import said_of

# Further parts of a dialogue, which rooms above add: what each is called, and the name of its address.
_FURTHER: list[tuple[str | Promise, str]] = []


def tell_part(called: str | Promise, address: str) -> None:
    """Let a room above stand among the parts of every dialogue."""
    if (called, address) not in _FURTHER:
        _FURTHER.append((called, address))


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form was sent, be it empty; None where it is only shown."""
    return request.POST if request.method == "POST" else None


def seen(request: HttpRequest, key: object) -> Dialogue:
    """A dialogue that this person may read; to others it is not there."""
    found = get_object_or_404(Dialogue, pk=key)
    if not may(request.user, "dialogues.see", found):
        raise Http404
    return found


def seen_session(request: HttpRequest, key: object, session: object) -> Session:
    """A session of such a dialogue."""
    dialogue = seen(request, key)
    found = get_object_or_404(Session.objects.select_related("dialogue"), pk=session, dialogue=dialogue)
    if not may(request.user, "dialogues.see", found):
        raise Http404
    return found


def theme_name(code: str) -> str:
    """A theme of the seed in the reader's language."""
    known = themes().get(code)
    return say(known.title, get_language() or "en") if known else code


def about(request: HttpRequest, dialogue: Dialogue, **more: Any) -> dict[str, Any]:
    """What every page of a dialogue knows."""
    with asked_once():
        allowed = {
            "is_inside": may(request.user, "dialogues.see_inside", dialogue),
            "runs": may(request.user, "dialogues.run", dialogue),
            "keeps_order": may(request.user, "dialogues.keep_order", dialogue),
            "speaks": may(request.user, "dialogues.speak", dialogue),
        }
    rule = RULES[Rule(dialogue.rule)]
    further = [(called, reverse(address, args=[dialogue.pk])) for called, address in _FURTHER]
    return {
        "further": further,
        "dialogue": dialogue,
        "theme": theme_name(dialogue.theme),
        "rule": rule,
        # asked of the database by the pages that look at it alone
        "mandate": SimpleLazyObject(lambda: _mandates(request, dialogue) if allowed["speaks"] else {}),
        **allowed,
        **more,
    }


def _mandates(request: HttpRequest, dialogue: Dialogue) -> dict[str, Any]:
    """What she may do for her parties, and those of them for which others speak."""
    mine, works, states = queries.mandates_of(request.user, dialogue, SPEAK, WORK, STATE).values()
    unheard = [(one, one in works) for one in mine if one not in states]
    return {"states": bool(states), "works": bool(works), "unheard": unheard}


@require_safe
def dialogues(request: HttpRequest) -> HttpResponse:
    """Dialogues that a reader may read, with filters that work as links."""
    asked = {name: request.GET.get(name, "") for name in ("theme", "stage", "place")}
    mine = "mine" in request.GET
    page = Paginator(queries.listed(request.user, mine=mine, **asked), queries.PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "page": page,
        "rows": [(one, theme_name(one.theme)) for one in page],
        "themes": [(code, theme_name(code)) for code in themes()],
        "stages": Stage.choices,
        "asked": asked | {"mine": mine},
        "may_open": may(request.user, "dialogues.add_dialogue"),
        "signed_in": isinstance(request.user, User),
    }
    return render(request, "dialogues/dialogues.html", context)


@require_safe
def dialogue(request: HttpRequest, key: str) -> HttpResponse:
    """One dialogue: what it is about, who takes part, when, what was said last, what one can do."""
    found = seen(request, key)
    closed = may(request.user, "dialogues.see_inside", found)
    newest = queries.newest(found, closed=closed)
    parties = queries.parties_of(found)
    said = said_of("dialogues.dialogue", [(found.pk, found)], request.user)
    context = about(
        request, found, at="dialogue", stages=Stage.choices, parties=parties, former=queries.former_parties_of(found),
        may_leave={one.pk for one in parties if may(request.user, "dialogues.leave", one)},
        offices=queries.offices_of(found), sessions=list(queries.sessions_of(found, closed=closed)),
        pledges=commitments_of(found, request.user), acting=acted_for(request),
        newest=shown.shown_all(found, newest, request.user), purpose=said[(str(found.pk), "purpose")],
        may_join=bool(queries.members_to_bring(request.user, found)) and found.is_public,
    )  # fmt: skip
    return render(request, "dialogues/dialogue.html", context)


@require_safe
def session(request: HttpRequest, key: str, session: str) -> HttpResponse:
    """One session: when, where, under which rule, its agenda and minutes, what was said in it."""
    found = seen_session(request, key, session)
    rows = Paginator(queries.threads_of(found.dialogue, session=found), queries.PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = about(
        request, found.dialogue, at="dialogue", session=found, papers=papers_of(found, request.user),
        session_rule=RULES[Rule(found.rule)], minutes=rendered(found.minutes, language=found.minutes_language),
        page=rows, threads=shown.shown_all(found.dialogue, list(rows), request.user),
    )  # fmt: skip
    return render(request, "dialogues/session.html", context)


@require_safe
def calendar(request: HttpRequest, key: str) -> HttpResponse:
    """Its sessions as iCalendar."""
    found = seen(request, key)
    inside = may(request.user, "dialogues.see_inside", found)
    text = calendars.calendar_of(found, address=request.build_absolute_uri(found.get_absolute_url()), inside=inside)
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="dialogue-{found.pk}.ics"'
    return answer
