"""What the pages of measures read: templates, suggestions, runs, kept runs, measures.

Writing is in `actions`. Stands on `evidence`.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from passerelle.base.corridors import Corridor
from passerelle.evidence.corridors import KnownCorridor
from passerelle.evidence.indicators.registry import indicator_of
from passerelle.evidence.store import Store
from passerelle.measures.runs import Asked, run
from passerelle.measures.simulation.inputs import CorridorInputs, corridor_inputs
from passerelle.measures.suggesting import Suggested, suggested
from passerelle.measures.templates import Template, all_templates
from passerelle_web.evidence.queries import corridor_known, the_store
from passerelle_web.measures.asking import key_of
from passerelle_web.measures.models import Kept, Measure, Run, State
from passerelle_web.people.models import User
from passerelle_web.theme.context import person_here

MOST_COMPARED = 5


def templates() -> tuple[Template, ...]:
    """All templates, in the catalogue's order."""
    return tuple(all_templates().values())


def template_or_none(code: str) -> Template | None:
    """A template, unless it was taken out of the catalogue."""
    return all_templates().get(code)


def what_could_be_done(corridor: Corridor) -> list[Suggested]:
    """Templates with the figures of the corridor that show a need."""
    return suggested(corridor_known(corridor), date.today().year)  # noqa: DTZ011  the reader's year


@lru_cache(maxsize=64)
def _inputs(store: Store, corridor: Corridor, transit: str) -> CorridorInputs:
    return corridor_inputs(store, corridor, transit=transit)


def inputs(corridor: Corridor, transit: str = "") -> CorridorInputs:
    """What the model knows of a corridor."""
    return _inputs(the_store(), corridor, transit)


def record_of(asked: Asked) -> dict[str, Any]:
    """The record of a run: the one that the site holds, or worked out now and kept nowhere."""
    held = Run.objects.filter(key=key_of(asked), state=State.DONE).first()
    found = held.record if held is not None else None
    return found if found is not None else run(the_store(), asked)


def runs(keys: Iterable[str]) -> list[Run]:
    """Runs by their keys, in the order given; what there is not is left out."""
    wanted, _unread = keys_in(keys)
    found = {str(run.pk): run for run in Run.objects.filter(pk__in=wanted)}
    return [found[key] for key in wanted if key in found]


_KEY = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def keys_in(written: Iterable[str]) -> tuple[list[str], list[str]]:
    """Keys of runs, each once, from what somebody wrote: keys or addresses of pages; and what holds no key."""
    found: list[str] = []
    unread: list[str] = []
    for text in (one for many in written for one in many.split()):
        match = _KEY.search(text.lower())
        if match is None:
            unread.append(text)
        elif match[0] not in found:
            found.append(match[0])
    return found, unread


def kept_runs(person: User | AnonymousUser, corridor: Corridor | None = None) -> list[Kept]:
    """What a person keeps, the newest first; of one corridor if given."""
    if not isinstance(person, User):
        return []
    found = Kept.objects.filter(person=person).select_related("run").defer("run__packed")
    if corridor is not None:
        found = found.filter(run__origin=corridor.origin, run__destination=corridor.destination)
    return list(found[:200])


def measures_of(corridor: Corridor, person: User | AnonymousUser) -> list[Measure]:
    """Measures on a corridor that a person may see: her own, and those made for a member."""
    found = Measure.objects.filter(origin=corridor.origin, destination=corridor.destination)
    mine = found.filter(made_by=person) if isinstance(person, User) else found.none()
    return list(
        (found.exclude(member=None) | mine).distinct().select_related("member", "run").defer("run__packed")[:100]
    )


def runs_before(run: Run) -> int:
    """How many runs wait before this one."""
    return Run.objects.filter(state=State.QUEUED, made_at__lt=run.made_at).count()


def done(found: Sequence[Run]) -> list[Run]:
    """Those that are done."""
    return [run for run in found if run.state == State.DONE]


def known(corridor: Corridor) -> KnownCorridor:
    """What is known of a corridor."""
    return corridor_known(corridor)


def name_of_indicator(name: str) -> str:
    """The name of an indicator in English."""
    return indicator_of(name).name


def tried_on(request: HttpRequest, corridor: Corridor) -> list[dict[str, Any]]:
    """Records of runs that a reader may see in a brief: of measures made for members, and of what she keeps herself."""
    person = person_here(request) or AnonymousUser()
    measures = [measure.run for measure in measures_of(corridor, person) if measure.run is not None]
    found = dict.fromkeys([*measures, *(kept.run for kept in kept_runs(person, corridor))])
    return [record for run in list(found)[:MOST_COMPARED] if (record := run.record) is not None]
