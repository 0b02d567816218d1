"""Measures on the site: what could be done, trying, runs in the queue, keeping, comparing, the measure and its stages.

Covers `passerelle_web.measures`; the model's numbers are the library's matter.
"""

import json
from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError, transaction
from django.test import TestCase, override_settings
from django.utils import timezone

from passerelle.base.corridors import Corridor
from passerelle.base.errors import ModelError
from passerelle.measures.runs import asked, made_again
from passerelle.measures.simulation.sensitivity import sensitivity
from passerelle_web.measures import actions, queries, tasks, views
from passerelle_web.measures.asking import request_of
from passerelle_web.measures.models import Kept, Measure, Run, State
from passerelle_web.people.refusals import NotAllowed
from tests.site.people_makers import member, person, put
from tests.site.test_pages import words

pytestmark = pytest.mark.django_db
AT_ONCE = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
TRY = "/en/corridors/MEX/USA/measures/transfer-costs/"


@pytest.fixture(autouse=True)
def at_once(settings, tmp_path):
    """Runs are done when they are asked for, and drawings go where the test ends."""
    settings.TASKS = AT_ONCE
    settings.DRAWINGS = tmp_path


@pytest.fixture
def few(monkeypatch):
    """Runs of few draws: pages show the same, sooner."""
    monkeypatch.setattr("passerelle_web.measures.forms.asked", lambda *a, **k: asked(*a, **k, draws=200))
    monkeypatch.setattr("passerelle.measures.runs.sensitivity", partial(sensitivity, samples=16))


def question(*codes: str, origin: str = "MEX", destination: str = "USA", **settings):
    return asked(
        codes or ("transfer-costs",),
        Corridor(origin, destination),
        {n: (v, v, v) for n, v in settings.items()},
        draws=200,
    )


@pytest.fixture(scope="module")
def done_once(standing) -> Run:
    with (
        pytest.MonkeyPatch.context() as patch,
        override_settings(TASKS=AT_ONCE),
        TestCase.captureOnCommitCallbacks(execute=True),
    ):
        patch.setattr("passerelle.measures.runs.sensitivity", partial(sensitivity, samples=16))
        return actions.ask(asked=question())


@pytest.fixture
def done(few, done_once) -> Run:
    run = Run.objects.get(pk=done_once.pk)
    assert run.state == State.DONE, run.fault
    return run


# Lists -----------------------------------------------------------------------------------------------------


def test_the_catalogue_names_every_template_and_whether_it_is_simulated(client):
    page = words(client.get("/en/measures/"))
    for template in queries.templates():
        assert template.title in page
    assert "Judged by indicators and rights, not simulated." in page


def test_every_template_has_its_page(client):
    for template in queries.templates():
        answer = client.get(f"/en/measures/{template.code}/")
        assert answer.status_code == 200 and template.question in words(answer)


def test_costs_stand_in_their_own_unit_with_their_range(client):
    page = words(client.get("/en/measures/health-training/"))
    assert "Training on the away track: about 19 months of pay each (11 to 30), assumption" in page
    assert "international USD each" not in page


def test_a_measure_without_equations_shows_what_was_chosen_and_assumed_too(client):
    assert "What the parties choose, and what is assumed" in words(client.get("/en/measures/administration/"))


def test_a_template_that_there_is_not_is_refused_with_near_names(client):
    answer = client.get("/en/measures/transfer-cost/")
    assert answer.status_code in (400, 404) and "transfer-costs" in words(answer)


def test_what_could_be_done_names_the_figures_that_say_so(client):
    page = words(client.get("/en/corridors/MEX/USA/measures/"))
    assert "What could be done" in page and "nothing is ranked" in page
    assert "too old to suggest anything" in page  # the price of 2020


def test_coercive_measures_are_never_among_the_suggested(client):
    shown = queries.what_could_be_done(Corridor("MAR", "ESP"))
    assert all(not one.template.coercive for one in shown)
    page = words(client.get("/en/corridors/MAR/ESP/measures/"))
    assert page.index("never suggested") > page.index("other measures")


def test_a_corridor_in_any_spelling_leads_on_from_a_template(client):
    answer = client.get("/en/measures/transfer-costs/go/", {"origin": "Mexico", "destination": "United States"})
    assert answer.status_code == 302 and answer["Location"] == TRY
    assert (
        client.get("/en/measures/transfer-costs/go/", {"origin": "Mexico", "destination": "Nowhere"}).status_code == 404
    )


def test_the_corridor_s_page_leads_to_what_could_be_done(client):
    assert b"/en/corridors/MEX/USA/measures/" in client.get("/en/corridors/MEX/USA/").content


# Trying ----------------------------------------------------------------------------------------------------


def sent(client, **changes):
    form = client.get(TRY).context["form"]
    data = {name: field.initial if field.initial is not None else "" for name, field in form.fields.items()}
    return client.post(TRY, {**data, **changes})


def test_the_form_shows_choices_with_their_ends_and_what_is_assumed(client):
    page = client.get(TRY).content.decode()
    assert 'name="transfer-costs.target_price"' in page and 'max="15' in page
    assert "What is assumed about this measure" in page


def test_a_run_is_asked_for_and_shown(client, few, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        answer = sent(client)
    assert answer.status_code == 302
    page = words(client.get(answer["Location"]))
    assert "Three parties" in page and "Mexico" in page and "nine of ten draws lie between" in page
    assert "Simulated: the difference to the course without the measure, no forecast." in page


def test_a_title_that_says_its_unit_does_not_say_it_twice(client):
    form = client.get("/en/corridors/MAR/DEU/measures/health-training/").context["form"]
    assert form.fields["health-training.duration"].label == "Years of training"
    assert form.fields["health-training.seats"].label.endswith("persons a year")


def test_what_is_chosen_reaches_the_model(client, few, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        sent(client, **{"transfer-costs.target_price": "1", "years": "5", "discount": "2", "seed": "7"})
    run = Run.objects.get()
    assert run.request["settings"] == {"transfer-costs.target_price": [1.0, 1.0, 1.0]}
    assert (run.request["years"], run.request["discount"], run.request["seed"]) == (5, 0.02, 7)
    assert run.record["parameters"]["target_price"] == 1.0


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"transfer-costs.target_price": "40"}, "less than or equal to 15"),
        ({"years": "0"}, "greater than or equal to 1"),
        ({"years": "99"}, "less than or equal to 40"),
        ({"transit": "Nowhereland"}, "No place is known as"),
        ({"transfer-costs.yearly_work": "5:3:4"}, "are to rise"),
        ({"transfer-costs.yearly_work": "much"}, "wants a number"),
    ],
)
def test_what_cannot_be_is_said_at_the_field_and_nothing_typed_is_lost(client, changes, said):
    answer = sent(client, **changes)
    assert answer.status_code == 422 and said in words(answer)
    name, value = next(iter(changes.items()))
    assert f'value="{value}"' in answer.content.decode(), name
    assert not Run.objects.exists()


def test_a_place_of_transit_at_an_end_is_refused(client):
    answer = sent(client, transit="Mexico")
    assert answer.status_code in (400, 422)


def test_a_corridor_without_what_the_measure_needs_asks_for_it(client):
    """No publisher has the income of South Sudan: the form has a field, and refuses without it."""
    at = "/en/corridors/SSD/FIN/measures/transfer-costs/"
    form = client.get(at)
    assert form.context["form"].lacking == ["income_origin"]
    assert "What nobody knows of this corridor" in words(form)
    data = {
        name: field.initial if field.initial is not None else "" for name, field in form.context["form"].fields.items()
    }
    answer = client.post(at, data)
    assert answer.status_code == 422 and "This field is required." in words(answer) and not Run.objects.exists()


def test_a_place_without_people_by_age_is_told_before_anything_is_typed(client):
    page = client.get("/en/corridors/AND/ESP/measures/transfer-costs/")
    assert "Andorra: WPP 2019 has no population by age" in words(page)
    assert "Run the model" not in words(page) and "Make it a measure of this corridor" in words(page)
    assert "template=transfer-costs&amp;origin=AND&amp;destination=ESP" in page.content.decode()


def test_a_package_shows_both_measures_with_their_own_fields(client):
    others = [t.code for t in queries.templates() if t.is_simulated][:2]
    page = client.get(f"/en/corridors/MEX/USA/measures/{'+'.join(others)}/")
    assert page.status_code == 200
    assert {t.code for t in page.context["form"].templates} == set(others)


def test_a_measure_that_is_not_simulated_leads_to_its_page(client):
    answer = client.get("/en/corridors/MAR/ESP/measures/readmission/")
    assert answer["Location"] == "/en/measures/readmission/?origin=MAR&destination=ESP"
    page = client.get(answer["Location"])
    assert "Make it a measure of this corridor" in words(page) and "Morocco" in words(page)
    assert "Run the model" not in words(page)
    go = client.get("/en/measures/readmission/go/", {"origin": "Morocco", "destination": "Spain"})
    assert go["Location"] == answer["Location"]
    assert client.get("/en/corridors/MAR/ESP/measures/transfer-costs+readmission/").status_code == 400


# The queue -------------------------------------------------------------------------------------------------


def waiting(**fields) -> Run:
    request = request_of(question())
    return Run.objects.create(**{"key": "k", "request": request, "origin": "MEX", "destination": "USA", **fields})


def test_the_same_question_is_one_run(done, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        again = actions.ask(asked=question())
    assert again == done and Run.objects.count() == 1


def test_two_who_ask_at_once_get_one_run():
    waiting(state=State.QUEUED)
    with pytest.raises(IntegrityError), transaction.atomic():
        waiting(state=State.QUEUED)


def test_a_run_that_failed_can_be_asked_for_again():
    failed, again = waiting(state=State.FAILED), waiting(state=State.QUEUED)
    assert set(Run.objects.filter(key=failed.key)) == {failed, again}


def test_a_run_that_waits_says_how_many_are_before_it_and_looks_again(client):
    waiting(key="a", made_at=timezone.now() - timedelta(minutes=1))
    run = waiting(key="b")
    answer = client.get(run.get_absolute_url())
    assert answer["Refresh"] == "2" and "1 run waits before yours." in words(answer)


def test_a_run_that_waits_can_be_cancelled(client):
    run = waiting()
    assert client.post(f"{run.get_absolute_url()}cancel/").status_code == 403
    assert "Cancel" not in words(client.get(run.get_absolute_url()))
    run.refresh_from_db()
    assert run.is_open
    mark = views._mark(run)
    assert mark in client.get(run.get_absolute_url(), {"mine": mark}).content.decode()
    assert client.post(f"{run.get_absolute_url()}cancel/", {"mine": mark}).status_code == 302
    run.refresh_from_db()
    assert run.state == State.CANCELLED
    answer = client.get(run.get_absolute_url())
    assert "was cancelled" in words(answer) and "Refresh" not in answer
    tasks.work.call(str(run.pk))
    run.refresh_from_db()
    assert run.state == State.CANCELLED and run.packed is None


def test_a_run_at_work_stops_at_its_next_look_when_it_is_cancelled():
    run = waiting(state=State.RUNNING)
    watch = tasks.Watch(run)
    watch(0.3)
    run.refresh_from_db()
    assert run.progress == 0.3
    actions.cancel(run=run)
    watch.next = 0.0
    with pytest.raises(tasks.Cancelled):
        watch(0.5)


def test_two_workers_never_do_the_same_run(monkeypatch):
    run = waiting(state=State.RUNNING)
    monkeypatch.setattr(tasks, "run", lambda *a: pytest.fail("a second worker took the run"))
    tasks.work.call(str(run.pk))


def test_a_run_whose_worker_was_stopped_goes_back_to_the_queue(few, client):
    run = waiting(state=State.RUNNING, seen_at=timezone.now() - timedelta(minutes=5))
    page = client.get(run.get_absolute_url())
    run.refresh_from_db()
    assert run.state == State.DONE and "Three parties" in words(page)


def test_a_run_at_work_is_left_alone():
    run = waiting(state=State.RUNNING)
    assert actions.revive(run=run).state == State.RUNNING


def test_what_the_model_refuses_in_its_turn_is_told(client, monkeypatch):
    run = waiting()

    def refuse(*_):
        raise ModelError("There are not so many people.")

    monkeypatch.setattr(tasks, "run", refuse)
    tasks.work.call(str(run.pk))
    page = words(client.get(run.get_absolute_url()))
    assert "There are not so many people." in page and "Change the question" in page


def test_a_fault_of_the_model_is_no_fault_of_the_question(client, monkeypatch):
    run = waiting()
    monkeypatch.setattr(tasks, "run", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        tasks.work.call(str(run.pk))
    assert "a fault of its own" in words(client.get(run.get_absolute_url()))


def test_what_the_model_would_refuse_never_waits():
    before = Run.objects.count()
    with pytest.raises(ModelError, match="between 0 and 15"):
        actions.ask(asked=question(target_price=40.0))
    assert Run.objects.count() == before


# A run that is done ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("account", ["welfare", "cash"])
def test_both_accounts_are_told_and_say_what_they_add_up_to(client, done, account):
    page = words(client.get(done.get_absolute_url(), {"account": account}))
    assert ("does not add up" in page) == (account == "welfare")
    assert ("add up to what is made less what is used up" in page) == (account == "cash")


def test_no_chance_that_all_gain_is_shown_where_assumptions_carry_the_answer(client, done):
    page = words(client.get(done.get_absolute_url()))
    withheld = done.record["triple_win_probability"] is None
    assert ("so no chance that all gain is shown" in page) == withheld
    assert ("All parties gain, in welfare, in" in page) != withheld


@pytest.mark.parametrize(
    "chart", ["parties", "years", "terms-migrants", "terms-origin", "terms-destination", "weights"]
)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_charts_of_a_run_are_drawn(client, done, chart, language):
    answer = client.get(f"/{language}/runs/{done.pk}/charts/{chart}.svg")
    assert answer.status_code == 200 and answer.content.startswith(b"<svg")


def test_charts_that_there_are_not_are_404(client, done):
    assert client.get(f"/en/runs/{done.pk}/charts/pie.svg").status_code == 404
    assert client.get(f"/en/runs/{done.pk}/charts/terms-transit.svg").status_code == 404
    assert client.get(f"/en/runs/{waiting(key='x').pk}/charts/parties.svg").status_code == 404


@pytest.mark.parametrize(
    ("form", "begins"), [("json", b"{"), ("csv", b"\xef\xbb\xbfmeasure,"), ("xlsx", b"PK"), ("pdf", b"%PDF")]
)
def test_a_run_is_taken_along(client, done, form, begins):
    answer = client.get(f"/en/runs/{done.pk}/download/", {"form": form})
    assert answer.status_code == 200 and answer.content.startswith(begins)
    assert f"transfer-costs-MEX-USA.{form}" in answer["Content-Disposition"]


def test_a_form_that_there_is_not_is_refused(client, done):
    assert client.get(f"/en/runs/{done.pk}/download/", {"form": "doc"}).status_code == 400
    assert client.get(f"/en/runs/{waiting(key='x').pk}/download/").status_code == 404


def test_the_file_of_a_run_gives_its_numbers_again(client, done):
    record = json.loads(client.get(f"/en/runs/{done.pk}/download/", {"form": "json"}).content)
    assert made_again(record)["accounts"] == record["accounts"]


def test_a_run_whose_template_was_taken_out_is_still_shown(client, done, monkeypatch):
    monkeypatch.setattr(queries, "all_templates", dict)
    answer = client.get(done.get_absolute_url())
    assert answer.status_code == 200 and "transfer-costs" in words(answer)


def test_an_earlier_run_fills_the_form(client, done):
    form = client.get(TRY, {"from": str(done.pk)}).context["form"]
    assert form["years"].value() == done.request["years"]


# Keeping, comparing ----------------------------------------------------------------------------------------


def test_keeping_needs_an_account(client, done):
    assert "/account/login/" in client.post(f"{done.get_absolute_url()}keep/", {"name": "x"})["Location"]
    assert not Kept.objects.exists()


def test_a_run_is_kept_renamed_listed_and_forgotten(client, done):
    client.force_login(person())
    for name in ("Ours", "Ours, second"):
        client.post(f"{done.get_absolute_url()}keep/", {"name": name})
    assert [kept.name for kept in Kept.objects.all()] == ["Ours, second"]
    assert "Ours, second" in words(client.get("/en/runs/kept/"))
    assert "Ours, second" in words(client.get("/en/corridors/MEX/USA/measures/"))
    client.post(f"{done.get_absolute_url()}forget/")
    assert not Kept.objects.exists()


def test_nobody_forgets_what_another_keeps(done):
    kept = actions.keep(run=done, name="hers", by=person())
    with pytest.raises(NotAllowed):
        actions.forget(kept=kept, by=person("Ben"))


def test_runs_are_laid_beside_one_another_without_total_or_rank(client, done, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        other = actions.ask(asked=question(target_price=1.0))
    page = words(client.get("/en/runs/compare/", {"run": [str(done.pk), str(other.pk)]}))
    assert page.count("MEX → USA") >= 2 and "No total, and no rank" in page


def test_runs_that_do_not_compare_say_so(client, done, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        other = actions.ask(asked=question(origin="ZWE", destination="ZAF"))
    page = words(client.get("/en/runs/compare/", {"run": [str(done.pk), str(other.pk)]}))
    assert "of different corridors" in page


@pytest.mark.parametrize("keys", [[], ["nonsense"], ["00000000-0000-0000-0000-000000000000"], ["' OR 1=1"]])
def test_runs_that_there_are_not_are_left_out(client, keys):
    assert "Choose runs to lay beside one another" in words(client.get("/en/runs/compare/", {"run": keys}))


def test_a_run_is_added_by_the_address_of_its_page_and_nothing_is_dropped_in_silence(client, done):
    given = {"run": [f"https://example.org{done.get_absolute_url()}?account=cash {done.pk}", "nonsense",
                     "00000000-0000-0000-0000-000000000000"]}  # fmt: skip
    page = words(client.get("/en/runs/compare/", given))
    assert "Lower the cost" in page or done.templates[0] not in page
    assert "1 run is not done yet, or is not here." in page and "No address of a run: nonsense." in page


def test_a_sixth_run_is_said_to_be_left_out(client, done):
    for seed in range(2, 7):
        Run.objects.create(key=f"k{seed}", request=done.request, origin="MEX", destination="USA", state=State.DONE,
                           packed=done.packed)  # fmt: skip
    page = words(client.get("/en/runs/compare/", {"run": [str(run.pk) for run in Run.objects.all()]}))
    assert "1 more was left out" in page


def test_charts_beside_one_another_have_one_scale(client, done, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        other = actions.ask(asked=question(origin="ZWE", destination="ZAF"))
    both = {"beside": [str(done.pk), str(other.pk)]}
    alone, together = (client.get(f"{other.get_absolute_url()}charts/parties.svg", given) for given in ({}, both))
    assert alone.status_code == together.status_code == 200 and alone.content != together.content
    page = client.get("/en/runs/compare/", {"run": both["beside"]}).content.decode()
    assert f"parties.svg?beside={done.pk}&amp;beside={other.pk}" in page


# A measure and its stages ----------------------------------------------------------------------------------


def test_a_measure_is_made_of_a_run_and_walks_its_stages(client, done):
    client.force_login(person())
    answer = client.post("/en/options/new/", {"run": str(done.pk), "title": "Cheaper transfers", "question": ""})
    made = Measure.objects.get()
    assert answer["Location"] == made.get_absolute_url() and made.parameters == done.record["parameters"]
    page = words(client.get(made.get_absolute_url()))
    for stage in ("Question", "Evidence", "Rights screening", "Simulated", "Planned", "Reviewed", "Practice"):
        assert stage in page
    assert "Now: Question." in page


def test_a_measure_without_equations_has_no_effect_to_invent(client):
    client.force_login(person())
    client.post(
        "/en/options/new/", {"template": "readmission", "origin": "MAR", "destination": "ESP", "title": "Readmission"}
    )
    page = words(client.get(Measure.objects.get().get_absolute_url()))
    assert "Judged by indicators and rights; no gain is computed." in page


def test_a_question_moves_the_measure_on(client, done):
    client.force_login(person())
    client.post("/en/options/new/", {"run": str(done.pk), "title": "T", "question": ""})
    made = Measure.objects.get()
    client.post(f"{made.get_absolute_url()}change/", {"title": "T", "question": "What would 3 % give?"})
    page = words(client.get(made.get_absolute_url()))
    assert "What would 3 % give?" in page and "Now: Question." not in page


def test_a_measure_of_nobody_s_member_is_seen_by_its_maker_alone(client, done):
    made = actions.add_measure(template="transfer-costs", title="Mine", corridor=done.corridor, by=person(), run=done)
    assert client.get(made.get_absolute_url()).status_code == 404
    client.force_login(person("Ben"))
    assert client.get(made.get_absolute_url()).status_code == 404
    client.force_login(made.made_by)
    assert client.get(made.get_absolute_url()).status_code == 200


def test_members_agree_to_try_it_and_take_that_back(client, done):
    delegate, state = person("Dee"), member("Mexico", "state", place="MEX")
    put(delegate, state)
    made = actions.add_measure(
        template="transfer-costs", title="Ours", corridor=done.corridor, by=delegate, run=done, member=state
    )
    assert "Nobody has said so yet" in words(client.get(made.get_absolute_url()))
    client.force_login(delegate)
    client.post(f"{made.get_absolute_url()}agree/", {"what": "agree"})
    assert made.agreements.get().member == state
    client.post(f"{made.get_absolute_url()}agree/", {"what": "withdraw"})
    assert not made.agreements.exists()


def test_nobody_agrees_for_a_member_that_she_is_not_in(done):
    state = member("Mexico", "state", place="MEX")
    made = actions.add_measure(template="transfer-costs", title="T", corridor=done.corridor, by=person(), run=done)
    with pytest.raises(NotAllowed):
        actions.agree(measure=made, member=state, by=person("Ben"))


def test_only_its_people_change_a_measure(done):
    made = actions.add_measure(template="transfer-costs", title="T", corridor=done.corridor, by=person(), run=done)
    with pytest.raises(NotAllowed):
        actions.change_measure(measure=made, by=person("Ben"), title="X", question="", run=None)


def test_a_measure_outlives_its_template(client, done, monkeypatch):
    maker = person()
    made = actions.add_measure(template="gone", title="Old", corridor=done.corridor, by=maker, run=None)
    client.force_login(maker)
    page = words(client.get(made.get_absolute_url()))
    assert "taken out of the catalogue" in page


# The brief -------------------------------------------------------------------------------------------------


def test_the_brief_tells_of_options_that_members_tried(client, done):
    at = "/en/corridors/MEX/USA/brief/"
    assert "Options tried" not in words(client.get(at))
    delegate, state = person("Dee"), member("Mexico", "state", place="MEX")
    put(delegate, state)
    actions.add_measure(
        template="transfer-costs", title="T", corridor=done.corridor, by=delegate, run=done, member=state
    )
    page = words(client.get(at))
    assert "Options tried" in page and "no forecast" in page


def test_the_brief_tells_of_what_the_reader_keeps_herself_and_of_nobody_else_s(client, done):
    at = "/en/corridors/MEX/USA/brief/"
    who = person()
    actions.keep(run=done, name="mine", by=who)
    assert "Options tried" not in words(client.get(at))
    client.force_login(who)
    assert "Options tried" in words(client.get(at))
