"""The view of policy: a table of jobs or graduates, the share of it that passes in each state, and how that moves.

The table is read in memory and let go; nothing of it is kept. Stands on the library's `policy`.
"""

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from passerelle.base.words import percent, say
from passerelle.rules.law import members_on, the_law
from passerelle.rules.places import states_of
from passerelle.rules.policy import FACTORS, Passing, passing
from passerelle.rules.tables import read_people
from passerelle.rules.yaml_given import FileUnsound
from passerelle_web.advice.shown import day_said, place_name
from passerelle_web.advice.views import keeps_nothing, language_here

MOST_BYTES, MOST_ROWS = 5_000_000, 100_000


class TableForm(forms.Form):
    """A table and what is asked of it."""

    table = forms.FileField(
        label=gettext_lazy("Table"),
        help_text=gettext_lazy(
            "CSV of at most 5 MB and 100,000 rows: a row a job or a graduate, columns named as the facts. Leave out "
            "names and whatever tells who somebody is."
        ),
    )
    route = forms.ChoiceField(label=gettext_lazy("Way"))
    day = forms.DateField(label=gettext_lazy("Law of"), widget=forms.DateInput(attrs={"type": "date"}), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = language_here()
        routes = the_law().routes
        route = cast("forms.ChoiceField", self.fields["route"])
        route.choices = [(way.name, say(way.route.title, language)) for way in routes]
        route.initial = "blue_card"

    def clean_table(self) -> Any:
        """Not larger than can be answered while one waits."""
        table = self.cleaned_data["table"]
        if table.size > MOST_BYTES:
            raise forms.ValidationError(
                _("This file is larger than 5 MB. The command `passerelle admission table` takes any size.")
            )
        return table


@dataclass(frozen=True, slots=True)
class Row:
    """A state: the share that passes, the share of which it cannot be said, and the shares as the pay moves."""

    place: str
    share: str
    undecided: str
    width: float
    moved: list[str]


@keeps_nothing
@require_http_methods(["GET", "HEAD", "POST"])
def policy(request: HttpRequest) -> HttpResponse:
    """How many would pass?"""
    form = TableForm(request.POST or None, request.FILES or None, initial={"day": timezone.localdate()})
    found: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            found = _answered(form.cleaned_data)
        except FileUnsound as problem:
            form.add_error("table", str(problem))
    law = the_law()
    context = {
        "form": form,
        "factors": _factors(),
        "columns": _columns(request.POST.get("route") or "blue_card"),
        **found,
        "acts": len(law.acts),
    }
    return render(request, "advice/policy.html", context, status=422 if form.is_bound and form.errors else 200)


def _factors() -> list[str]:
    return [percent(factor, language_here(), 0) for factor in FACTORS]


def _columns(route: str) -> list[tuple[str, str]]:
    """The facts that a way looks at, which the table may have as columns."""
    law = the_law()
    way = law.ways.get(route, law.ways["blue_card"])
    return [
        (name, say(fact.ask, language_here()))
        for name, fact in law.facts.items()
        if name in way.facts and fact.kind != "spans"
    ]


def _answered(told: dict[str, Any]) -> dict[str, Any]:
    law, day = the_law(), told["day"] or timezone.localdate()
    with tempfile.NamedTemporaryFile(suffix=".csv") as file:
        for chunk in told["table"].chunks():
            file.write(chunk)
        file.flush()
        people = _read(Path(file.name), told["table"].name, law)
    way = law.ways[told["route"]]
    found = passing(
        people,
        way,
        law,
        members_on,
        states=sorted(states_of(way.act, day, members_on)),
        day=day,
        name=told["table"].name,
    )
    outside = [one for one in found if one.verdicts.get("not_applicable", 0) == one.rows]
    rows = ngettext("%(n)s row", "%(n)s rows", people.height) % {"n": people.height}
    language = language_here()
    return {
        "rows": sorted((_row(one) for one in found if one not in outside), key=lambda one: one.place),
        "outside": [place_name(one.state, language) for one in outside],
        "title": f"{say(way.route.title, language)}, {rows}, {day_said(day)}",
        "moves": any(one.moved for one in found),
    }


def _read(path: Path, name: str, law: Any) -> Any:
    try:
        people = read_people(path, law)
    except FileUnsound as problem:
        raise FileUnsound(str(problem).replace(str(path), name)) from None
    if people.height > MOST_ROWS:
        raise FileUnsound(
            _("The table has more than 100,000 rows. The command `passerelle admission table` takes any number.")
        )
    if not people.height:
        raise FileUnsound(_("The table has no rows."))
    return people


def _row(one: Passing) -> Row:
    language = language_here()
    moved = [percent(share, language) for _factor, share in one.moved]
    return Row(
        place_name(one.state, language),
        percent(one.share, language),
        percent(one.undecided, language),
        round(one.share * 100, 2),
        moved,
    )
