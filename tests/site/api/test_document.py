"""The OpenAPI document and its page: complete, true of every answer, read without scripts.

Covers `passerelle_web.api.root`, `shapes` and `docs`; schemathesis holds answers against the document.
"""

import re
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.utils import timezone
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from passerelle.base.corridors import Corridor
from passerelle.evidence.figures import Figure
from passerelle_web.api.docs import addresses
from passerelle_web.api.middleware import ASKED, HANDED_IN
from passerelle_web.api.problems import TYPES
from passerelle_web.api.root import api
from passerelle_web.dialogues import drafting_actions, paper_actions, silence_actions, table_actions
from passerelle_web.dialogues.commitments import commit
from passerelle_web.dialogues.models import Dialogue, Draft, Session, Silence
from passerelle_web.library.founding import fill
from tests.site.dialogues_makers import delegation, dialogue, draft, proposed, said, session
from tests.site.forum_makers import call, charter, decided, delegate, seated, year
from tests.site.library_makers import kept

pytestmark = pytest.mark.django_db

DOCUMENT = "/api/v1/openapi.json"
WANT_DOCUMENTS = ("/api/v1/documents", "/api/v1/search")
WANT_DIALOGUES = ("/api/v1/dialogues", "/api/v1/conclusions")
KEY = "3f2b1c9e-0d4a-4c55-9a77-2f6f4a1d8e10"  # the example of the document; everything is made under it
CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_headers_conformance,
    response_schema_conformance,
]  # fmt: skip
schema = schemathesis.openapi.from_wsgi(DOCUMENT, WSGIHandler(), base_url="http://localhost")
PLAIN = {"Accept-Encoding": "identity"}  # schemathesis does not unpack
paths = api.get_openapi_schema(path_prefix="/api/v1/")["paths"]


@pytest.fixture(autouse=True)
def one_connection():
    """A request that is no test client's closes the connection of the database, and with it what the test wrote."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def page(client, language="en"):
    return client.get("/api/v1/docs/", headers={"accept-language": language})


def talked(in_path):
    """A dialogue in which all was done that can be, under the example's key; what must be looked up in the path."""
    with monkeypatched_keys():
        where = dialogue("Work in the season")
        ana, anas = delegation(where, "ana")
        meets = session(where)
        said(where, ana, anas, session=meets)
        paper_actions.lay_paper(session=meets, document=kept(title="Wages"), by=None)
        said(where, ana, anas, "So do we.", answers=where.contributions.get())
        asked = table_actions.ask(dialogue=where, text="Who pays?", language="en", by=None)
        table_actions.take_position(question=asked, stance="for", member=anas, language="en", by=ana)
        stock = Figure("stock", 76_000.0, "persons", "2020", "undesa_stock", "2020", status="E", method="census")
        held = table_actions.lay(dialogue=where, corridor=Corridor("SEN", "ESP"), figure=stock, by=None)
        table_actions.give_word(fact=held, says="accept", member=anas, language="en", by=ana)
        text = draft(where)
        mine = proposed(text.paragraphs.last(), ana, anas)
        drafting_actions.attach(draft=text, kind="ad_referendum", member=anas, language="en", by=ana)
        drafting_actions.reject(proposal=mine, reason="Not now.", by=None)
        kept_silent = silence_actions.open_silence(draft=text, deadline=timezone.now() + timedelta(days=3), by=None)
        if in_path in ({}, {"key": KEY}):  # conclusions, and what comes out of them: past its deadline it is adopted
            Silence.objects.filter(pk=kept_silent.pk).update(
                opened_at=timezone.now() - timedelta(days=9), deadline=timezone.now() - timedelta(days=1)
            )
            silence_actions.settle(silence=kept_silent)
            text.refresh_from_db()
            commit(
                draft=text, member=anas, text="We pay.", metric="Fares", baseline="None", owner="Office",
                due=timezone.localdate(), by=ana,
            )  # fmt: skip
    return {"paragraph": text.paragraphs.last().pk} if "paragraph" in in_path else {}


@contextmanager
def monkeypatched_keys():
    """Within it the first of each kind has the example's key."""
    with pytest.MonkeyPatch.context() as patch:
        for model in (Dialogue, Session, Draft, Silence):
            patch.setattr(model._meta.pk, "_get_default", lambda: UUID(KEY), raising=False)
        yield


@schema.exclude(path_regex="brief$").exclude(method="POST").parametrize()
@settings(max_examples=6, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_whatever_is_asked_the_answer_is_as_the_document_says(case):
    case.validate_response(case.call(headers=PLAIN), checks=CHECKS)


@pytest.mark.parametrize(
    ("path", "in_path", "query"),
    [
        ("/api/v1/corridors", {}, {"per_page": 20}),
        ("/api/v1/corridors/{origin}/{destination}", {"origin": "SYR", "destination": "TUR"}, {}),
        ("/api/v1/corridors/{origin}/{destination}", {"origin": "TUV", "destination": "VAT"}, {"vintage": "2018"}),
        ("/api/v1/corridors/{origin}/{destination}/brief", {"origin": "BFA", "destination": "CIV"}, {"format": "md"}),
        ("/api/v1/figures", {}, {"indicator": "flow", "origin": "BFA", "destination": "CIV"}),
        ("/api/v1/figures", {}, {"indicator": "refugees", "destination": "UGA", "format": "csv"}),
        ("/api/v1/figures", {}, {"indicator": "smart", "origin": "MAR", "destination": "FRA"}),
        ("/api/v1/corridors/{origin}/{destination}/measures", {"origin": "MEX", "destination": "USA"}, {}),
        ("/api/v1/measures", {}, {}),
        ("/api/v1/measures/{code}", {"code": "seasonal"}, {}),
        ("/api/v1/places", {}, {"per_page": 1000}),
        ("/api/v1/places/find", {}, {"q": "Korea"}),
        ("/api/v1/places/{code}", {"code": "XKX"}, {}),
        ("/api/v1/groupings", {}, {}),
        ("/api/v1/groupings/{code}", {"code": "AES"}, {"on": "2024-07-06"}),
        ("/api/v1/routes", {}, {}),
        ("/api/v1/routes/{code}", {"code": "western-balkans"}, {}),
        ("/api/v1/indicators", {}, {"per_page": 1000}),
        ("/api/v1/sources", {}, {}),
        ("/api/v1/sources/{source}", {"source": "mipex"}, {}),
        ("/api/v1/sources/{source}", {"source": "unhcr"}, {}),
        ("/api/v1/integration", {}, {"per_page": 5}),
        ("/api/v1/integration/{place}", {"place": "DEU"}, {"year": "2023"}),
        ("/api/v1/integration/{place}/figures", {"place": "SEN"}, {"format": "csv"}),
        ("/api/v1/plans", {}, {}),
        ("/api/v1/plans/{key}", {"key": "example"}, {}),
        ("/api/v1/plans/{key}/schedule", {"key": "example"}, {}),
        ("/api/v1/plans/{key}/budget", {"key": "example"}, {}),
        ("/api/v1/work-programmes", {}, {}),
        ("/api/v1/forum/charter", {}, {}),
        ("/api/v1/forum/charter/{number}", {"number": 1}, {}),
        ("/api/v1/forum/decisions", {}, {}),
        ("/api/v1/forum/years", {}, {}),
        ("/api/v1/forum/years/{year}", {"year": 2026}, {}),
        ("/api/v1/forum/assistance", {}, {}),
        ("/api/v1/search", {}, {"q": "migration", "per_page": 5}),
        ("/api/v1/documents", {}, {"theme": "2.2-brain-drain"}),
        ("/api/v1/documents/{key}", {"key": "com-2006-409"}, {}),
        ("/api/v1/dialogues", {}, {"scope": "corridor"}),
        ("/api/v1/dialogues/{key}", {"key": KEY}, {}),
        ("/api/v1/dialogues/{key}/sessions", {"key": KEY}, {}),
        ("/api/v1/dialogues/{key}/sessions/{session}", {"key": KEY, "session": KEY}, {}),
        ("/api/v1/dialogues/{key}/sessions/{session}/documents", {"key": KEY, "session": KEY}, {}),
        ("/api/v1/dialogues/{key}/commitments", {"key": KEY}, {}),
        ("/api/v1/dialogues/{key}/contributions", {"key": KEY}, {}),
        ("/api/v1/dialogues/{key}/contributions/{number}", {"key": KEY, "number": 1}, {}),
        ("/api/v1/dialogues/{key}/positions", {"key": KEY}, {}),
        ("/api/v1/dialogues/{key}/facts", {"key": KEY}, {}),
        ("/api/v1/dialogues/{key}/texts", {"key": KEY}, {}),
        ("/api/v1/dialogues/{key}/texts/{text}", {"key": KEY, "text": KEY}, {}),
        ("/api/v1/dialogues/{key}/texts/{text}/paragraphs/{paragraph}", {"key": KEY, "text": KEY, "paragraph": 1}, {}),
        ("/api/v1/dialogues/{key}/silence/{silence}", {"key": KEY, "silence": KEY}, {}),
        ("/api/v1/conclusions", {}, {}),
        ("/api/v1/practices", {}, {"theme": "2.3-integration", "grade": 3}),
        ("/api/v1/practices/{key}", {"key": "example"}, {}),
    ],
)
def test_real_answers_are_as_the_document_says(path, in_path, query):
    if path.startswith(WANT_DOCUMENTS):
        fill()
    if path.startswith("/api/v1/forum"):
        call(delegate("ana", "state", place="SEN")[1])
        year(2026)
        decided(seated(delegate("ben")[1]).member)
    if path.startswith(WANT_DIALOGUES):
        in_path = in_path | talked(in_path)
    case = schema[path]["GET"].Case(path_parameters=in_path, query=query)
    answer = case.call(headers=PLAIN)
    assert answer.status_code == 200
    case.validate_response(answer, checks=CHECKS)


def test_the_document_knows_get_alone_but_for_what_people_do_and_hand_in():
    assert len(paths) == 78
    written = {path for path, methods in paths.items() if set(methods) != {"get"}}
    of_people = {"/api/v1/consultations/{key}/votes", "/api/v1/consultations/{key}/statements"}
    handed_in = {"/api/v1/documents", "/api/v1/practices", "/api/v1/practices/{key}/tried"}
    one = "/api/v1/dialogues/{key}"
    spoken = {f"{one}/{path}" for path in (
        "contributions", "contributions/{number}/hide", "contributions/{number}/report", "questions/{question}/positions", "facts/{fact}/words",
        "texts/{text}/proposals", "texts/{text}/proposals/{proposal}/withdraw", "texts/{text}/notes",
        "texts/{text}/notes/{note}/withdraw", "texts/{text}/commitments", "sessions/{session}/documents",
        "sessions/{session}/documents/{paper}/take", "commitments/{commitment}/keep", "commitments/{commitment}/withdraw",
        "silence/{silence}/receipts", "silence/{silence}/break",
    )}  # fmt: skip
    asked = {"/api/v1/admission/check"}
    assert written == handed_in | of_people | spoken | asked
    assert all(ASKED.fullmatch(path) and {"200", "400"} <= set(paths[path]["post"]["responses"]) for path in asked)
    for path in handed_in | spoken:
        assert HANDED_IN.fullmatch(addressed(path)) and "post" in paths[path]
        assert {"201", "400", "401", "403", "409"} <= set(paths[path]["post"]["responses"])
    assert not any(HANDED_IN.fullmatch(addressed(path)) for path in set(paths) - handed_in - spoken)


def addressed(path):
    """A path with keys of the form that each place has."""
    numbers = re.sub(r"\{(number|question|fact|note|paragraph|paper|commitment)\}", "1", path)
    return re.sub(r"\{\w+\}", "0" * 36, numbers)


@pytest.mark.parametrize(("path", "method"), [(path, method) for path, methods in paths.items() for method in methods])
def test_every_address_is_described_with_examples_and_refusals(path, method):
    told = paths[path][method]
    assert told["summary"]
    assert told["description"]
    of_people = path.startswith("/api/v1/consultations")
    handed_in = HANDED_IN.fullmatch(addressed(path)) and method == "post"
    asked = bool(ASKED.fullmatch(path))
    refusals = {"400", "403", "404", "409", "429"} if of_people else {"400", "404", "503"}
    refusals |= set() if of_people or asked else {"304"}
    if not handed_in:  # what that answers stands in the test above
        assert {"200"} | refusals <= set(told["responses"])
        assert ("ETag" in told["responses"]["200"]["headers"]) != (of_people or asked)
    for parameter in told.get("parameters", []):
        assert parameter.get("description") or parameter["schema"].get("description"), parameter["name"]
    for parameter in told.get("parameters", []):
        if parameter["in"] == "path" or parameter.get("required"):
            assert parameter.get("example") or parameter["schema"].get("example"), parameter["name"]


def test_figures_are_offered_in_every_form():
    content = paths["/api/v1/figures"]["get"]["responses"]["200"]["content"]
    assert {"application/json", "text/csv; charset=utf-8", "application/vnd.apache.parquet"} <= set(content)
    assert len(content) == 5


def test_the_page_lists_every_address_and_every_type_of_problem(client):
    text = page(client).text
    assert all(f"{method.upper()} {path}" in text for path, methods in paths.items() for method in methods)
    assert all(f'id="{slug}"' in text for slug in TYPES)
    assert text.count("<h1") == 1


def test_the_page_runs_nothing_and_loads_nothing_from_elsewhere(client):
    answer = page(client)
    assert "<script" not in answer.text
    assert "style=" not in answer.text
    assert not re.search(r'(src|<link[^>]*href)="(https?:)?//', answer.text)
    assert "unsafe" not in answer["Content-Security-Policy"]


def test_the_page_is_in_the_readers_language_and_its_document_in_english(client):
    arabic = page(client, "ar")
    assert 'lang="ar" dir="rtl"' in arabic.text
    assert '<div lang="en" dir="ltr">' in arabic.text
    assert "Accept-Language" in arabic["Vary"]


@pytest.mark.parametrize(
    "address", [one for _, listed in addresses() for one in listed if one.example], ids=lambda one: one.slug
)
def test_the_examples_on_the_page_answer(client, address):
    if address.path.startswith(WANT_DOCUMENTS):
        fill()
    if address.path.startswith("/api/v1/forum"):
        charter()
        year(2026)
    assert client.get(address.example).status_code == 200
