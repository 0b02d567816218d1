"""Practices near a measure, a template or a corridor, for the pages of those; and the practice a measure became.

Near in this order: of the same template, of the same theme, on the same corridor, from the same origin or to the same
destination. Within one nearness the newest stands first; nothing is ranked by result. Stands on `queries`.
"""

from collections.abc import Sequence

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, gettext

from passerelle.base.words import say
from passerelle.exchange.practices.grades import title_of
from passerelle.measures.templates import Template
from passerelle.plans.codes import themes
from passerelle_web.evidence.practised import Practised
from passerelle_web.measures.measure_page import Practices
from passerelle_web.measures.models import Measure
from passerelle_web.measures.queries import template_or_none
from passerelle_web.people.models import User
from passerelle_web.people.permissions import may
from passerelle_web.practices.models import Mark, Practice
from passerelle_web.practices.queries import standing
from passerelle_web.practices.running import has_run

MOST = 5
TEMPLATE, THEME, CORRIDOR, END = 1, 2, 3, 4


def themes_of(template: Template | None) -> list[str]:
    """The themes of the seed that a template serves: those of its systems, nearest to its section first."""
    if template is None:
        return []
    found = [code for code, one in themes().items() if set(one.systems) & set(template.mission)]
    return sorted(found, key=lambda code: not code.startswith(f"{template.seed}-"))


def near(
    *, template: str = "", themed: Sequence[str] = (), origin: str = "", destination: str = ""
) -> "QuerySet[Practice]":
    """Published practices near something, the nearest first, each with its `nearness`."""
    of_theme = Mark.objects.filter(practice=OuterRef("pk"), what=Mark.What.THEME, value__in=list(themed))
    steps = [
        (TEMPLATE, Q(template=template) if template else None),
        (THEME, Exists(of_theme) if themed else None),
        (CORRIDOR, Q(origin=origin, destination=destination) if origin else None),
        (END, Q(origin=origin) | Q(destination=destination) if origin else None),
    ]
    whens = [When(condition, then=Value(step)) for step, condition in steps if condition is not None]
    found = standing().annotate(nearness=Case(*whens, default=Value(0), output_field=IntegerField()))
    return found.filter(nearness__gt=0).order_by("nearness", "-published_at", "pk")


def why(nearness: int) -> str:
    """Why a practice stands there."""
    return {
        TEMPLATE: gettext("the same kind of measure"),
        THEME: gettext("the same theme"),
        CORRIDOR: gettext("the same corridor"),
        END: gettext("the same origin or destination"),
    }[nearness]


def _lines(found: "QuerySet[Practice]") -> list[Practised]:
    language = get_language() or "en"
    return [
        Practised(
            one.title, one.get_absolute_url(), one.gist, one.language, why(one.nearness),
            title_of(one.grade, language) if one.grade else "",
        )
        for one in found[:MOST]
    ]  # fmt: skip


def of_measure(measure: Measure, person: User | AnonymousUser) -> Practices:
    """Practices like a measure, and what it became itself."""
    template = template_or_none(measure.template)
    like = near(
        template=measure.template, themed=themes_of(template), origin=measure.origin, destination=measure.destination
    ).exclude(measure=measure)
    own = [one for one in measure.practices.all() if may(person, "practices.see", one)][:3]
    begins = ""
    if not own and may(person, "practices.add") and has_run(measure):
        begins = reverse("practices:begin-from", args=[measure.pk])
    return Practices(
        [(one.title, one.href, one.why) for one in _lines(like)],
        [(str(one), one.get_absolute_url(), one.stands) for one in own], begins,
    )  # fmt: skip


def of_template(template: Template) -> tuple[list[Practised], str]:
    """Practices of a template's kind or theme, and where all of its kind are listed."""
    found = near(template=template.code, themed=themes_of(template))
    return _lines(found), f"{reverse('practices:practices')}?template={template.code}"


def on_corridor(_request: HttpRequest, origin: str, destination: str) -> list[Practised]:
    """Practices on a corridor, or from its origin, or to its destination."""
    return _lines(near(origin=origin, destination=destination))


def of_themes(_request: HttpRequest, themed: Sequence[str]) -> list[Practised]:
    """Practices of one of these themes of the seed."""
    return _lines(near(themed=themed))


def template_said(code: str) -> str:
    """A template by its title; its code where it was taken out of the catalogue."""
    found = template_or_none(code)
    return say(found.title, get_language() or "en") if found is not None else code
