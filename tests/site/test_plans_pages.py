"""Every page of plans: what it shows, to whom, in which forms it can be taken along; forms that lose nothing.

Covers the views, forms and rows of `passerelle_web.plans`.
"""

import io
import re

import msgspec
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pypdf import PdfReader

from passerelle.plans.reading import as_yaml, read_plan
from passerelle_web.plans import actions, following_actions, papers_actions, queries
from passerelle_web.plans.models import Evidence, Paper, Plan
from tests.site.people_makers import member, person, put
from tests.site.plans_makers import WELLS, kept, measured, record, screened, with_action
from tests.site.test_pages import words

pytestmark = pytest.mark.django_db
replace = msgspec.structs.replace


@pytest.fixture(autouse=True)
def drawings(settings, tmp_path):
    settings.DRAWINGS = tmp_path


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


@pytest.fixture
def inside(client, ana):
    client.force_login(ana, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def at(name, plan, *more):
    return reverse(f"plans:{name}", args=[plan.pk, *more])


PAGES = ("plan", "timetable", "budget", "following", "versions")


@pytest.mark.parametrize("language", ["en", "nl", "fr", "es", "ar"])
@pytest.mark.parametrize("name", PAGES)
def test_every_part_of_a_plan_has_its_page_in_every_language(inside, plan, name, language):
    answer = inside.get(at(name, plan).replace("/en/", f"/{language}/"))
    assert answer.status_code == 200 and answer.content.count(b"<h1") == 1


@pytest.mark.parametrize("name", PAGES)
def test_a_draft_is_nobody_elses_to_see(client, plan, name):
    assert client.get(at(name, plan)).status_code == 404
    plan.is_demonstration = True
    plan.save()
    page = words(client.get(at(name, plan)))
    assert "Demonstration" in page and "invented" in page


def test_the_page_answers_in_a_sentence_and_says_what_the_gate_holds(inside, plan):
    page = words(inside.get(at("plan", plan)))
    assert "1 objective, 1 measure and 2 actions" in page
    assert "2,000.00 EUR of it, 50%, has no source yet." in page
    assert "1 of 1 measure stands before the rights gate" in page or "It has no screening of rights." in page
    assert "Nothing says by what “Set pumps” is judged." in page


def test_a_large_plan_shows_measures_and_their_actions_on_pages_of_their_own(inside, ana, millers):
    there = record()
    many = tuple(replace(WELLS, key=f"w{n}", title=f"Well {n}") for n in range(160))
    whole = replace(there, objectives=tuple(
        replace(o, measures=tuple(replace(m, actions=many) for m in o.measures)) for o in there.objectives
    ))  # fmt: skip
    plan = kept(ana, millers, plan=whole)
    page = words(inside.get(at("plan", plan)))
    assert "160 actions" in page and "Well 159" not in page
    assert "Well 159" in words(inside.get(at("actions", plan, "water")))


# Editing ------------------------------------------------------------------------------------------------


def test_a_plan_is_made_with_the_phases_of_a_strategy_in_ones_own_language(inside, millers):
    given = {"begin": "national-strategy", "title": "Ours", "owners": [millers.pk], "start": "2027-01-01",
             "end": "2028-12-31", "currency": "xof", "origin": "Burkina", "destination": "Côte d’Ivoire"}  # fmt: skip
    answer = inside.post("/fr/plans/new/", given)
    made = Plan.objects.get()
    assert answer.status_code == 302 and (made.origin, made.destination) == ("BFA", "CIV")
    there = queries.current_version(made).record
    assert there.currency == "XOF" and len(list(there.actions())) == 6 and there.language == "fr"


@pytest.mark.parametrize(
    ("wrong", "words_"),
    [
        ({"end": "2026-01-01"}, "has to come after"), ({"currency": "XYZ"}, "not a currency"),
        ({"origin": "Atlantis"}, "Atlantis"), ({"destination": "BFA"}, "the same place"), ({"title": ""}, "required"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_new_plan_is_said_and_nothing_typed_is_lost(inside, millers, wrong, words_):
    given = {"begin": "empty", "title": "Ours", "start": "2027-01-01", "end": "2028-12-31", "currency": "EUR",
             "origin": "BFA", "destination": "CIV", **wrong}  # fmt: skip
    answer = inside.post("/en/plans/new/", given)
    assert answer.status_code == 422 and words_ in words(answer) and not Plan.objects.exists()
    assert 'value="2027-01-01"' in answer.text


def test_a_plan_comes_from_a_file_or_is_refused_with_the_place(inside, millers):
    good = SimpleUploadedFile("p.yaml", as_yaml(record()).encode())
    assert inside.post("/en/plans/file/", {"file": good}).status_code == 302
    bad = SimpleUploadedFile("p.yaml", as_yaml(record()).replace("quantity: 4", "quantity: many").encode())
    answer = inside.post("/en/plans/file/", {"file": bad})
    assert answer.status_code == 422 and "objectives[1].measures[1].actions[1].costs[1].quantity" in words(answer)
    assert Plan.objects.count() == 1


def fields(page):
    """What a form holds as it is shown, ready to be sent back."""
    from html.parser import HTMLParser

    class Held(HTMLParser):
        def __init__(self):
            super().__init__()
            self.found, self.select, self.area = [], None, None

        def handle_starttag(self, tag, given):
            a = dict(given)
            if tag == "input" and a.get("name") and a.get("type") not in ("file",):
                if a.get("type") in ("checkbox", "radio") and "checked" not in a:
                    return
                self.found.append((a["name"], a.get("value", "on" if a.get("type") == "checkbox" else "")))
            if tag == "select":
                self.select = (a["name"], "multiple" in a)
            if tag == "option" and self.select and "selected" in a:
                self.found.append((self.select[0], a.get("value", "")))
            if tag == "textarea":
                self.area = [a["name"], ""]

        def handle_data(self, data):
            if self.area:
                self.area[1] += data

        def handle_endtag(self, tag):
            if tag == "select":
                self.select = None
            if tag == "textarea" and self.area:
                self.found.append((self.area[0], self.area[1].removeprefix("\n")))
                self.area = None

    held = Held()
    main = re.search(r'<form class="one-form plan-form.*?</form>', page.text, re.S)
    held.feed(main[0])
    sent = {}
    for name, value in held.found:
        sent.setdefault(name, []).append(value)
    return sent


@pytest.mark.parametrize(
    ("name", "more"),
    [("head", ()), ("lists", ()), ("text", ()), ("objective", ("near",)), ("measure", ("water",)),
     ("change-action", ("wells",)), ("change-action", ("pumps",))],
)  # fmt: skip
def test_a_form_that_is_sent_back_as_it_is_changes_nothing(inside, plan, name, more):
    page = inside.get(at(name, plan, *more))
    before = queries.current_version(plan).record
    answer = inside.post(at(name, plan, *more), fields(page))
    assert answer.status_code == 302, words(answer)
    plan.refresh_from_db()
    assert queries.current_version(plan).record == before and plan.current == 1


def test_an_action_is_changed_with_its_rows(inside, plan):
    sent = fields(inside.get(at("change-action", plan, "wells")))
    sent |= {"title": ["Dig deep"], "costs-1-item": ["Rope"], "costs-1-category": ["equipment"],
             "costs-1-quantity": ["10"], "costs-1-unit_cost": ["4:5:9"], "steps-0-title": ["Find water"],
             "funds-0-share": ["25"], "risks-0-text": ["Rock"], "indicators-1-name": ["Nurses"],
             "indicators-1-code": ["nurses_midwives"], "indicators-1-places": ["bfa"]}  # fmt: skip
    assert inside.post(at("change-action", plan, "wells"), sent).status_code == 302
    plan.refresh_from_db()
    wells = next(queries.current_version(plan).record.actions())
    assert (wells.title, wells.costs[1].item, str(wells.costs[1].unit_cost.likely)) == ("Dig deep", "Rope", "5")
    assert (wells.steps[0].title, str(wells.funds[0].share), wells.risks[0].text) == ("Find water", "0.25", "Rock")
    baseline = wells.indicators[1].baseline
    assert baseline is not None and "WHO" in baseline.source and baseline.period  # filled from the evidence


def test_emptied_rows_go_and_further_rows_come_without_losing_what_was_typed(inside, plan):
    sent = fields(inside.get(at("change-action", plan, "wells")))
    more = inside.post(at("change-action", plan, "wells"), sent | {"more": ["costs"], "title": ["Half typed"]})
    assert more.status_code == 200 and "Half typed" in more.text
    assert more.text.count('name="costs-') > inside.get(at("change-action", plan, "wells")).text.count('name="costs-')
    for name in ("item", "quantity", "unit_cost"):
        sent[f"costs-0-{name}"] = [""]
    assert inside.post(at("change-action", plan, "wells"), sent).status_code == 302
    plan.refresh_from_db()
    assert next(queries.current_version(plan).record.actions()).costs == ()


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("costs-0-quantity", "-4", "below zero"), ("costs-0-quantity", "many", "Write a number"),
        ("costs-0-unit_cost", "9:5:1", "are to rise"), ("costs-0-currency", "ABC", "not a currency"),
        ("funds-0-amounts", "2027 = 5", "years with amounts"), ("end", "2026-01-01", "ends before it starts"),
        ("needs-0-action", "pumps", "wait for one another"), ("indicators-0-on", "", "By which day"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_an_action_is_said_beside_its_field(inside, plan, field, value, said):
    sent = fields(inside.get(at("change-action", plan, "wells"))) | {field: [value]}
    answer = inside.post(at("change-action", plan, "wells"), sent)
    assert answer.status_code == 422 and said in words(answer)
    plan.refresh_from_db()
    assert plan.current == 1


def test_two_people_at_once_are_shown_both_and_choose(inside, plan, ana):
    sent = fields(inside.get(at("head", plan))) | {"summary": ["By the second."], "situation": ["Dry."]}
    first = replace(queries.current_version(plan).record, summary="By the first.", monitoring="Each month.")
    actions.change_plan(plan=plan, base=1, record=first, by=ana)
    page = inside.post(at("head", plan), sent)
    assert page.status_code == 409 and {"By the first.", "By the second."} <= set(
        re.findall(r"By the \w+\.", page.text)
    )
    mine = re.search(r'name="mine" value="([^"]+)"', page.text)[1]
    inside.post(at("resolve", plan), {"mine": mine, "c0": "mine"})
    plan.refresh_from_db()
    both = queries.current_version(plan).record
    assert (both.summary, both.situation, both.monitoring) == ("By the second.", "Dry.", "Each month.")


def test_a_forged_choice_is_refused(inside, plan):
    assert inside.post(at("resolve", plan), {"mine": "forged", "c0": "mine"}).status_code == 404


def test_parts_are_added_and_taken_out_and_earlier_versions_keep_them(inside, plan):
    inside.post(at("add-objective", plan), {"title": "Bread", "text": "", "base": "1", "indicators-TOTAL": "0"})
    plan.refresh_from_db()
    key = queries.current_version(plan).record.objectives[1].key
    inside.post(at("add-measure", plan, key), {"title": "Ovens", "base": "2", "origin": "BFA", "destination": "CIV"})
    plan.refresh_from_db()
    assert [one.title for one in queries.current_version(plan).record.measures()] == ["Water near by", "Ovens"]
    assert "Take “Water is near” out" in words(inside.get(at("remove", plan, "objective", "near")))
    inside.post(at("remove", plan, "objective", "near"))
    plan.refresh_from_db()
    assert [one.title for one in queries.current_version(plan).record.objectives] == ["Bread"]
    assert len(list(queries.version(plan, 1).record.actions())) == 2
    page = words(inside.get(at("changes", plan, 1, plan.current)))
    assert "Water is near" in page and "taken out of objectives" in page


def test_costs_come_from_a_workbook_whole_or_not_at_all(inside, plan):
    good = b"action,item,category,quantity,unit_cost\nwells,Rope,equipment,10,5\n"
    assert inside.post(at("costs", plan), {"file": SimpleUploadedFile("c.csv", good)}).status_code == 302
    plan.refresh_from_db()
    assert [cost.item for cost in next(queries.current_version(plan).record.actions()).costs] == ["Digging", "Rope"]
    bad = good + b"wells,Sand,equipment,-1,5\ntowers,Bricks,construction,1,1\n"
    answer = inside.post(at("costs", plan), {"file": SimpleUploadedFile("c.csv", bad)})
    page = words(answer)
    assert answer.status_code == 422 and "row 3" in page.lower() and "row 4" in page.lower()
    plan.refresh_from_db()
    assert plan.current == 2


# From a measure to a plan that is adopted ---------------------------------------------------------------


def test_the_page_of_a_measure_leads_into_a_plan_and_tells_of_it(inside, plan, ana, millers):
    row = measured(ana, millers)
    page = words(inside.get(row.get_absolute_url()))
    assert "Take it into a plan" in page
    choose = inside.get(reverse("measures:plan", args=[row.pk]), follow=True)
    assert "Water for the village" in words(choose)
    inside.post(at("take", plan), {"measures": [row.pk], "objective": "near", "years": "2"})
    assert "It stands in: Water for the village." in words(inside.get(row.get_absolute_url()))


def test_a_plan_is_adopted_on_its_page_once_the_gate_is_open(inside, plan, ana, millers):
    bo = person("Bo")
    put(bo, member("Bakers"))
    refused = inside.post(at("adopt", plan), {"version": "1"}, follow=True)
    assert "It cannot be adopted yet" in words(refused) and "It has no screening of rights." in words(refused)
    assert "Adopt this version" not in words(refused)
    row = actions.link_measure(plan=plan, key="water", by=ana, member=millers)
    screened(row, ana, bo)
    plan.refresh_from_db()
    waits = words(inside.get(at("plan", plan)))
    assert "asks for what no action carries out yet: Look again each year." in waits
    inside.post(at("mitigations", plan, "water"))
    plan.refresh_from_db()
    inside.post(at("adopt", plan), {"version": str(plan.current)})
    page = words(inside.get(at("plan", plan)))
    assert "Every owner has adopted this version." in page and "no stop found" in page


# Reporting ----------------------------------------------------------------------------------------------


def test_a_report_with_a_file_is_kept_and_handed_out_as_it_is(inside, client, plan):
    file = SimpleUploadedFile("well.pdf", b"%PDF-1.4 <script>", content_type="text/html")
    given = {"state": "running", "share": "40", "spent": "1500", "observed-0": "2", "title": "Photo", "file": file}
    assert inside.post(at("report", plan, "wells"), given).status_code == 302
    page = words(inside.get(at("action", plan, "wells")))
    assert "running, 40 %" in page and "spent so far: 1,500.00 EUR" in page and "Photo" in page
    held = Evidence.objects.get()
    answer = inside.get(reverse("plans:evidence", args=[held.pk]))
    assert answer["Content-Type"] == "application/pdf" and answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]
    client.logout()
    assert client.get(reverse("plans:evidence", args=[held.pk])).status_code == 404


def test_a_dropped_action_needs_its_reason_in_the_form(inside, plan):
    answer = inside.post(at("report", plan, "wells"), {"state": "dropped"})
    assert answer.status_code == 422 and "why it is dropped" in words(answer)


def test_commitments_are_made_kept_and_withdrawn_on_pages(inside, plan):
    inside.post(at("pledge", plan), {"text": "Ten sacks of flour", "due": "2027-05-01"})
    page = words(inside.get(at("following", plan)))
    assert "Ten sacks of flour" in page and "by May 1, 2027" in page
    key = plan.pledges.get().pk
    inside.post(reverse("plans:end-pledge", args=[key, "withdraw"]), {"reason": "The mill stands still"})
    assert "The mill stands still" in words(inside.get("/en/commitments/"))
    assert inside.get(reverse("plans:end-pledge", args=[key, "forget"])).status_code == 404


def test_a_peer_comments_on_a_report(inside, plan, ana):
    made = following_actions.report(plan=plan, action="wells", state="running", by=ana, member=None)
    inside.post(reverse("plans:comment", args=[made.pk]), {"text": "How deep is it?"})
    assert "How deep is it?" in words(inside.get(at("action", plan, "wells")))


# Scoreboards and papers ---------------------------------------------------------------------------------


def test_the_scoreboard_is_by_the_alphabet_and_has_no_totals(client, ana, millers):
    for title in ("Zebra", "Apple"):
        kept(ana, millers, plan=record(title=title), is_demonstration=True)
    answer = client.get("/en/scoreboard/")
    page = words(answer)
    assert page.index("Apple") < page.index("Zebra") and "no ranking" in page and "<tfoot" not in answer.text


@pytest.mark.parametrize("code", ["tampere", "the_hague", "priority_actions_2005"])
def test_the_work_programmes_of_the_past_say_what_is_not_checked(client, code):
    page = words(client.get(f"/en/scoreboard/programmes/{code}/"))
    assert "not checked" in page and "deadline" in page
    assert client.get("/en/scoreboard/programmes/nowhere/").status_code == 404


def test_a_route_and_a_member_have_their_own_scoreboards(client, millers):
    assert client.get("/en/scoreboard/routes/central-mediterranean/").status_code == 200
    assert client.get("/en/scoreboard/routes/nowhere/").status_code == 404
    assert "Union of the Millers" in words(client.get(reverse("plans:score-member", args=[millers.slug])))


TEXT = "1. Analysis\n\nMany leave the village: migration is how families live.\n\n2. Objectives\n\nRoads and wells."


def test_a_paper_is_held_against_the_checklist_with_its_passages(inside):
    answer = inside.post("/en/papers/new/", {"title": "Paper", "place": "Senegal", "text": TEXT,
                                             "allocations": "Roads; 12000; EUR"})  # fmt: skip
    assert answer.status_code == 302
    page = words(inside.get(answer["Location"]))
    assert "migration is how families live" in page and "Large by the evidence, and not named" in page
    assert "Remittances received" in page


@pytest.mark.parametrize(
    ("given", "said"),
    [({"text": ""}, "paste its text"), ({"place": ""}, "country or region"), ({"allocations": "a;b"}, "Line 1"),
     ({"place": "Nowhereland"}, "Nowhereland")],
)  # fmt: skip
def test_a_paper_that_lacks_something_is_refused_in_words(inside, given, said):
    answer = inside.post("/en/papers/new/", {"title": "Paper", "place": "SEN", "text": TEXT, **given})
    assert answer.status_code == 422 and said in words(answer) and not Paper.objects.exists()


def test_a_file_that_is_no_pdf_is_refused_in_words(inside):
    file = SimpleUploadedFile("p.pdf", b"not a pdf")
    answer = inside.post("/en/papers/new/", {"title": "Paper", "place": "SEN", "file": file})
    assert answer.status_code == 422 and not Paper.objects.exists()


def test_a_paper_and_a_plan_lie_side_by_side(inside, plan):
    row = papers_actions.register_paper(title="Paper", text=TEXT, place="SEN", by=None)
    page = inside.get("/en/papers/beside/", {"one": f"paper:{row.pk}", "other": f"plan:{plan.pk}"})
    assert page.status_code == 200 and "Water for the village" in words(page)
    for wrong in ("paper:1", "plan:x", "", "else:3"):
        assert inside.get("/en/papers/beside/", {"one": wrong, "other": f"plan:{plan.pk}"}).status_code == 404


# Files --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["pdf", "docx", "xlsx", "csv", "yaml", "json", "ics", "costs"])
def test_a_plan_can_be_taken_along_in_every_form(inside, plan, form):
    answer = inside.get(at("download", plan), {"form": form})
    assert answer.status_code == 200 and answer["Content-Disposition"].startswith("attachment") and answer.content
    if form in ("yaml", "json"):
        back = read_plan(answer.content.decode())
        assert [action.title for action in back.actions()] == ["Dig wells", "Set pumps"]
    if form == "pdf":
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
        assert "Dig wells" in text and "4,000.00" in text


def test_unknown_forms_and_versions_are_not_there(inside, plan):
    assert inside.get(at("download", plan), {"form": "exe"}).status_code == 404
    assert inside.get(at("download", plan), {"version": "9"}).status_code == 404
    assert inside.get(at("version", plan, 9)).status_code == 404


def test_charts_and_the_gantt_are_pictures_of_their_own(inside, plan):
    for chart in ("years", "categories"):
        answer = inside.get(at("chart", plan, chart))
        assert answer.status_code == 200 and answer["Content-Type"].startswith("image/svg+xml")
    assert inside.get(at("chart", plan, "else")).status_code == 404
    assert b"Dig wells" in inside.get(at("gantt", plan)).content


def test_what_an_action_that_slips_moves_is_shown(inside, plan):
    page = words(inside.get(at("timetable", plan), {"slip": "wells", "days": "60"}))
    assert "2 actions move" in page and "60 days later" in page
    assert "from 1 to 3,660" in words(inside.get(at("timetable", plan), {"slip": "wells", "days": "no"}))


def test_a_line_without_a_rate_is_in_no_total_and_the_page_says_so(inside, plan, ana):
    dear = replace(WELLS, costs=(*WELLS.costs, replace(WELLS.costs[0], key="usd", item="Drill", currency="USD")))
    actions.change_plan(plan=plan, base=1, record=with_action(record(), dear), by=ana)
    page = words(inside.get(at("budget", plan)))
    assert "no rate of exchange from USD is known" in page and "4,000.00" in page
