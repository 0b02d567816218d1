"""How a plan goes: reports, lights that the database counts, comments, commitments, outcomes beside predictions.

Covers the actions and queries of `passerelle_web.plans` after adoption.
"""

from datetime import date, timedelta
from decimal import Decimal
from functools import partial

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from passerelle.base.corridors import Corridor
from passerelle.followup.lights import Planned, Progress, light, turns
from passerelle.measures.runs import asked
from passerelle.measures.simulation.sensitivity import sensitivity
from passerelle.measures.templates import template_of
from passerelle.plans.records import Department
from passerelle_web.measures import actions as measure_actions
from passerelle_web.people.delegation_actions import set_function
from passerelle_web.people.models import Role
from passerelle_web.people.refusals import CannotBeDone, NotAllowed
from passerelle_web.plans import following_actions as acts
from passerelle_web.plans import ledger, queries, working
from passerelle_web.plans.following_page import following_page
from passerelle_web.plans.models import ActionLine, Comment, Evidence, Outcome, Pledge, Report, Revision
from tests.site.people_makers import member, person, put
from tests.site.plans_makers import kept, record
from tests.site.test_dialogues_pages import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    return person("Ana")


@pytest.fixture
def millers(ana):
    made = member("Millers")
    put(ana, made)
    return made


@pytest.fixture
def plan(ana, millers):
    return kept(ana, millers)


def told(plan, by, **more):
    shown = [acts.Attached("Book", "https://village.example/book")]
    given = {"action": "wells", "state": "running", "member": None, "evidence": shown, **more}
    return acts.report(plan=plan, by=by, **given)


# Reports ------------------------------------------------------------------------------------------------


def test_a_report_changes_the_light_and_nothing_of_what_was_said(plan, ana):
    day = date(2027, 6, 1)
    assert counts(plan, day)["late"] == 1  # nothing was reported of what began in January
    told(plan, ana, share=Decimal("0.5"), on=date(2027, 5, 20))
    assert counts(plan, day)["on_time"] == 1
    told(plan, ana, state="done", on=date(2027, 5, 30))
    assert counts(plan, day)["done"] == 1
    assert Report.objects.count() == 2


def counts(plan, day):
    return queries.score_rows([plan], day)[0].counts


def test_done_is_the_whole_share(plan, ana):
    assert told(plan, ana, state="done", share=Decimal("0.2")).share == 1


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"action": "towers"}, "no action"),
        ({"state": "dropped", "reason": " "}, "with a reason"),
        ({"spent": Decimal(-1)}, "below nothing"),
        ({"state": "done", "evidence": []}, "Show that it is done"),
        ({"evidence": [acts.Attached("x", name="run.exe", content=b"MZ")]}, "not taken"),
        ({"evidence": [acts.Attached("x", name="big.pdf", content=b"x" * 10_000_001)]}, "larger than 10 MB"),
    ],
)
def test_what_cannot_be_is_refused_whole(plan, ana, given, words):
    with pytest.raises(CannotBeDone, match=words):
        told(plan, ana, **given)
    assert not Report.objects.exists() and not Evidence.objects.exists()


def test_a_report_is_backed_by_files_and_addresses(plan, ana):
    made = told(plan, ana, evidence=[
        acts.Attached("Photo", name="../../well.PNG", content=b"png"), acts.Attached("", "https://village.example/1"),
    ])  # fmt: skip
    photo, page = made.evidence.order_by("pk")
    assert (photo.name, photo.kind, page.title) == ("well.PNG", "image/png", "https://village.example/1")


def test_less_spent_than_before_needs_a_reason(plan, ana):
    told(plan, ana, spent=Decimal(900))
    with pytest.raises(CannotBeDone, match="than was reported before"):
        told(plan, ana, spent=Decimal(100))
    assert told(plan, ana, spent=Decimal(100), reason="Paid back").spent == 100


def test_an_action_is_reported_on_by_the_owner_that_leads_it(ana, millers):
    bo, bakers = person("Bo"), member("Bakers")
    put(bo, bakers)
    led = record(departments=(Department("water", "Water office", "Union of the Millers"),))
    plan = kept(ana, millers, bakers, plan=led)
    with pytest.raises(NotAllowed, match="Union of the Millers leads"):
        told(plan, bo)
    assert told(plan, ana).action == "wells"


def test_what_needs_something_late_is_at_risk_and_says_of_what(plan, ana):
    told(plan, ana, action="pumps", on=date(2028, 1, 10))
    day = date(2028, 1, 20)
    assert counts(plan, day)["at_risk"] == 1 and counts(plan, day)["late"] == 1
    told(plan, ana, state="done", on=date(2028, 1, 15))
    assert counts(plan, day)["at_risk"] == 0


def test_only_owners_report_and_only_members_comment(plan, ana):
    bo, cy = person("Bo"), person("Cy")
    put(bo, member("Bakers"))
    with pytest.raises(NotAllowed):
        told(plan, bo)
    made = told(plan, ana)
    with pytest.raises(NotAllowed):  # a draft is not hers to see
        acts.comment(report=made, text="Well done", by=bo, member=None)
    plan.is_demonstration = True
    plan.save()
    made = Report.objects.get()
    acts.comment(report=made, text="Well done", by=bo, member=None)
    with pytest.raises(NotAllowed):
        acts.comment(report=made, text="Me too", by=cy, member=None)
    with pytest.raises(CannotBeDone):
        acts.comment(report=made, text="  ", by=bo, member=None)
    assert Comment.objects.count() == 1


def test_dropped_has_a_reason_whatever_writes_it(plan):
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.create(plan=plan, action="wells", state="dropped", on=date(2027, 1, 1))


def test_spending_is_laid_beside_the_forecast_year_by_year(plan, ana):
    told(plan, ana, spent=Decimal(1500), on=date(2027, 6, 1))
    told(plan, ana, spent=Decimal(4200), on=date(2028, 1, 10))
    page = following_page(plan, queries.current_version(plan), "en")
    assert [(row.year, row.planned, row.spent) for row in page.spending] == [
        (2027, "4,000.00", "1,500.00"), (2028, "0.00", "2,700.00"),
    ]  # fmt: skip


def test_what_nobody_reported_is_not_known_and_never_nothing(plan):
    page = following_page(plan, queries.current_version(plan), "en")
    assert page.spending == [] and page.curves[0].observed == ""


def test_an_indicator_is_beside_its_target(plan, ana):
    told(plan, ana, observed={"Wells with water": "1"}, on=date(2027, 7, 1))
    (row,) = following_page(plan, queries.current_version(plan), "en").curves
    assert (row.target, row.observed) == ("4 (2027-12-31)", "1")


class TheDatabaseCountsAsTheRulesSay(TestCase):
    """A law with the database: the conditions of the scoreboard are the library's turns."""

    @settings(max_examples=40, deadline=None)
    @given(
        start=st.dates(date(2026, 1, 1), date(2027, 12, 31)), days=st.integers(0, 700),
        state=st.sampled_from([None, "not started", "running", "done", "dropped"]),
        share=st.one_of(st.none(), st.floats(0, 1)), told=st.integers(-300, 900), after=st.integers(-400, 1200),
    )  # fmt: skip
    def test_law(self, start, days, state, share, told, after):
        planned = Planned(start, start + timedelta(days=days))
        progress = state and Progress(start + timedelta(days=told), state, share, reason="Because")
        today = start + timedelta(days=after)
        found = turns(planned, progress or None)
        plan = kept(person(f"P{timezone.now().timestamp()}"))
        ActionLine.objects.filter(plan=plan).delete()
        ActionLine.objects.create(
            plan=plan, key="a", title="A", start=planned.start, end=planned.end, closed=found.closed,
            risk_from=found.risk_from, late_from=found.late_from,
        )  # fmt: skip
        held = queries.score_rows([plan], today)[0]
        name = light(planned, progress or None, today).name
        assert {key for key, count in held.counts.items() if count} == {name}


# The scoreboard -----------------------------------------------------------------------------------------


def test_the_scoreboard_counts_in_three_queries_whatever_the_number(ana, millers, django_assert_num_queries):
    for _ in range(5):
        kept(ana, millers)
    plans = list(queries.listed(ana))
    with django_assert_num_queries(1):
        rows = queries.score_rows(plans, date(2026, 1, 1))
    assert len(rows) == 5 and all(row.counts["not_due"] == row.actions == 2 for row in rows)


def test_a_member_has_lines_by_deadline_and_no_total(plan, ana, millers):
    lines = list(queries.lines_of_member(millers, ana))
    assert [line.title for line in lines] == ["Dig wells", "Set pumps"]
    assert not list(queries.lines_of_member(millers, AnonymousUser()))


# Commitments --------------------------------------------------------------------------------------------


def test_a_commitment_is_kept_or_withdrawn_with_a_reason_and_stays(plan, ana, millers):
    made = [acts.pledge(member=millers, text=f"Give {n} sacks", due=None, by=ana, plan=plan) for n in (1, 2)]
    acts.keep_pledge(pledge=made[0], text="Given", by=ana)
    with pytest.raises(CannotBeDone, match="reason"):
        acts.withdraw_pledge(pledge=made[1], reason="", by=ana)
    acts.withdraw_pledge(pledge=made[1], reason="No flour", by=ana)
    for one in made:
        with pytest.raises(CannotBeDone, match="ended already"):
            acts.keep_pledge(pledge=one, text="", by=ana)
    assert Pledge.objects.count() == 2 and len(queries.pledges(ana)) == 2
    assert not queries.pledges(AnonymousUser()).exists()


def test_one_pledges_only_for_a_member_that_one_acts_for(plan, millers):
    bo = person("Bo")
    with pytest.raises(NotAllowed):
        acts.pledge(member=millers, text="All of it", due=None, by=bo)
    made = acts.pledge(member=millers, text="All of it", due=None, by=None)
    with pytest.raises(NotAllowed):
        acts.withdraw_pledge(pledge=made, reason="Mine", by=bo)
    with pytest.raises(CannotBeDone):
        acts.pledge(member=millers, text=" ", due=None, by=None)


def test_a_commitment_is_made_and_ended_by_who_speaks_for_the_member(plan, ana, millers):
    head, watching = person("Head"), person("Watching")
    put(watching, millers, Role.OBSERVER)
    first = acts.pledge(member=millers, text="Give a sack", due=None, by=ana, plan=plan)
    assert queries.ended_by(ana, [first]) == {first.pk} and not queries.ended_by(watching, [first])
    with pytest.raises(NotAllowed, match="only who speaks"):
        acts.pledge(member=millers, text="Give all", due=None, by=watching)
    set_function(membership=put(head, millers), function="head", since=timezone.localdate(), by=None)
    for act in (acts.keep_pledge, acts.withdraw_pledge):
        with pytest.raises(NotAllowed, match="Only who speaks"):
            act(pledge=first, by=ana, **{"text" if act is acts.keep_pledge else "reason": "x"})
    assert told(plan, ana), "work on the plan stays hers"
    shown = {who.name: signed_in(who).get(reverse("plans:following", args=[plan.pk])).text for who in (ana, head)}
    for address in (reverse("plans:pledge", args=[plan.pk]), reverse("plans:end-pledge", args=[first.pk, "keep"])):
        assert address in shown["Head"] and address not in shown["Ana"]
        assert signed_in(ana).get(address).status_code == 403
    assert acts.keep_pledge(pledge=first, text="Given", by=head) and not queries.ended_by(head, [Pledge.objects.get()])


# The ledger of predictions ------------------------------------------------------------------------------


@pytest.fixture
def run(settings, monkeypatch, django_capture_on_commit_callbacks):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    monkeypatch.setattr("passerelle.measures.runs.sensitivity", partial(sensitivity, samples=16))
    with django_capture_on_commit_callbacks(execute=True):
        made = measure_actions.ask(asked=asked(["transfer-costs"], Corridor("MEX", "USA"), {}, draws=200))
    made.refresh_from_db()
    return made


def test_an_outcome_stands_beside_the_range_of_its_year(run, ana, millers):
    said = ledger.predicted(run, "cash-origin", 2)
    made = acts.enter_outcome(
        run=run, quantity="cash-origin", year=2, value=said.p50, on=date(2028, 1, 1), source="Village book", by=ana
    )
    assert (made.p5, made.p95, made.template) == (said.p5, said.p95, "transfer-costs")
    (held,) = ledger.how_it_held("transfer-costs")
    assert (held.outcomes, held.inside, held.verdict) == (1, 1, "too few")
    with pytest.raises(CannotBeDone, match="stands already"):
        acts.enter_outcome(run=run, quantity="cash-origin", year=2, value=1.0, on=date(2028, 1, 1), source="x", by=ana)


@pytest.mark.parametrize(
    ("given", "words"),
    [({"quantity": "rain"}, "says nothing"), ({"year": 99}, "says nothing"), ({"source": " "}, "source")],
)
def test_an_outcome_without_a_range_or_a_source_is_refused(run, ana, millers, given, words):
    whole = {"quantity": "cash-origin", "year": 1, "value": 1.0, "on": date(2028, 1, 1), "source": "Book", **given}
    with pytest.raises(CannotBeDone, match=words):
        acts.enter_outcome(run=run, by=ana, **whole)


def test_outcomes_beyond_the_ranges_propose_others_that_a_person_decides_on(run, ana, millers):
    for year in range(1, 7):
        said = ledger.predicted(run, "cash-origin", year)
        Outcome.objects.create(
            run=run, template="transfer-costs", quantity="cash-origin", unit="intl USD", year=year, p5=said.p5,
            p50=said.p50, p95=said.p95, value=said.p95 + (said.p95 - said.p50), on=date(2028, 1, 1), source="Book",
        )  # fmt: skip
    found = ledger.proposed(template_of("transfer-costs"))["cash-origin"]
    assert found.shift > 1 and found.outcomes == 6 and found.changes
    row = Revision.objects.create(
        template="transfer-costs", parameter="x", old=[0, 1, 2], new=[1, 2, 3], why="6", proposed_on=date(2028, 1, 1)
    )
    with pytest.raises(NotAllowed):
        acts.decide_revision(revision=row, approve=True, by=ana)
    root = person("Root", staff=True)
    acts.decide_revision(revision=row, approve=True, by=root)
    with pytest.raises(CannotBeDone, match="decided on already"):
        acts.decide_revision(revision=row, approve=False, by=root)
    row.refresh_from_db()
    assert (row.is_approved, row.decided_by) == (True, root)


def test_invented_outcomes_judge_nothing(run, ana):
    acts.enter_outcome(run=run, quantity="cash-origin", year=1, value=0.0, on=date(2028, 1, 1), source="Invented",
                       by=None, is_demonstration=True)  # fmt: skip
    assert ledger.how_it_held("transfer-costs") == ()
    assert working.total([]) == 0
