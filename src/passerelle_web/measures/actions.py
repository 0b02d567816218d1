"""What is done with runs and measures: ask, cancel, keep, forget, make, change, agree.

Reading is in `queries`, screening in `screening_actions`. Stands on `people`.
"""

from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from passerelle.base.corridors import Corridor
from passerelle.measures.runs import Asked, inputs_of, scenario_of
from passerelle_web.evidence.queries import the_store
from passerelle_web.measures.asking import key_of_request, request_of
from passerelle_web.measures.models import OPEN, Agreement, Kept, Measure, Run, State
from passerelle_web.measures.permissions import permit  # noqa: F401  registers who may
from passerelle_web.measures.tasks import work
from passerelle_web.people.actions import record
from passerelle_web.people.models import Member, User
from passerelle_web.people.permissions import require

SILENT = timedelta(seconds=60)  # a run that nobody saw to for so long lost its worker


def ask(*, asked: Asked) -> Run:
    """Put a run in the queue; the same question to the same evidence is the run that there is already.

    Raises
    ------
    ModelError : what the model would refuse, before it waits for its turn.
    """
    inputs_of(the_store(), asked)
    scenario_of(asked)
    request = request_of(asked)
    key = key_of_request(request)
    held = Run.objects.filter(key=key, state__in=(*OPEN, State.DONE)).first()
    if held is None:
        try:
            with transaction.atomic():
                held = Run.objects.create(
                    key=key, request=request, origin=asked.corridor.origin, destination=asked.corridor.destination
                )
                transaction.on_commit(lambda: work.enqueue(str(held.pk)))
        except IntegrityError:  # somebody asked the same in the same moment
            held = Run.objects.get(key=key, state__in=(*OPEN, State.DONE))
    return held


def revive(*, run: Run) -> Run:
    """Put a run back in the queue whose worker was stopped in the middle of it."""
    stale = Run.objects.filter(pk=run.pk, state=State.RUNNING, seen_at__lt=timezone.now() - SILENT)
    if stale.update(state=State.QUEUED, progress=0.0, seen_at=timezone.now()):
        work.enqueue(str(run.pk))
    run.refresh_from_db()
    return run


def cancel(*, run: Run) -> Run:
    """End a run that waits or works; the worker stops at its next look."""
    Run.objects.filter(pk=run.pk, state__in=OPEN).update(state=State.CANCELLED, seen_at=timezone.now())
    run.refresh_from_db()
    return run


@transaction.atomic
def keep(*, run: Run, name: str, by: User) -> Kept:
    """Keep a run under a name, or rename what is kept."""
    require(by, "measures.keep_run")
    kept, _made = Kept.objects.update_or_create(person=by, run=run, defaults={"name": name.strip() or str(run)})
    record("run.kept", run, by=by)
    return kept


@transaction.atomic
def forget(*, kept: Kept, by: User) -> None:
    """Keep a run no longer."""
    require(by, "measures.forget_run", kept)
    record("run.forgotten", kept.run, by=by)
    kept.delete()


@transaction.atomic
def add_measure(
    *, template: str, title: str, corridor: Corridor, by: User, question: str = "", run: Run | None = None,
    member: Member | None = None, transit: str = "", route: str = "",
) -> Measure:  # fmt: skip
    """Make a measure on a corridor, from a run or without one (a template without equations)."""
    require(by, "measures.add_measure")
    if member is not None:
        require(by, "measures.agree", member)
    made = Measure.objects.create(
        template=template, title=title, origin=corridor.origin, destination=corridor.destination, transit=transit,
        route=route, question=question, run=run, parameters=_parameters(run), made_by=by, member=member,
    )  # fmt: skip
    record("measure.made", made, by=by)
    return made


def _parameters(run: Run | None) -> dict[str, Any]:
    found = run.record if run is not None else None
    return dict(found["parameters"]) if found else {}


@transaction.atomic
def change_measure(*, measure: Measure, by: User, title: str, question: str, run: Run | None) -> Measure:
    """Give a measure another title, question or run; a screening of other parameters is then out of date."""
    require(by, "measures.change_measure", measure)
    measure.title, measure.question, measure.run = title, question, run
    measure.parameters = _parameters(run) if run is not None else measure.parameters
    measure.changed_at = timezone.now()
    measure.save()
    record("measure.changed", measure, by=by)
    return measure


@transaction.atomic
def agree(*, measure: Measure, member: Member, by: User) -> Agreement:
    """Say for a member that it agrees to try the measure."""
    require(by, "measures.agree", member)
    made, _new = Agreement.objects.get_or_create(
        measure=measure, member=member, defaults={"by": by, "on": timezone.localdate()}
    )
    record("measure.agreed", measure, by=by, member=member.pk)
    return made


@transaction.atomic
def withdraw(*, measure: Measure, member: Member, by: User) -> None:
    """Take a member's agreement back."""
    require(by, "measures.agree", member)
    Agreement.objects.filter(measure=measure, member=member).delete()
    record("measure.withdrawn", measure, by=by, member=member.pk)
