"""How the API behaves towards programs: caching, methods, origins, cookies, refusals.

Covers `passerelle_web.api.middleware` and `problems`.
"""

import pytest
from django.test import Client, RequestFactory

from passerelle.base import errors
from passerelle_web.api import middleware, problems
from passerelle_web.evidence import views

V1 = "/api/v1/"
ONE = f"{V1}corridors/MAR/NLD?indicator=stock"


def refusal(client, address, status):
    answer = client.get(V1 + address)
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    told = answer.json()
    assert told["status"] == status
    assert told["type"].removeprefix("/api/v1/docs/#") in problems.TYPES
    assert told["instance"] == V1 + address.partition("?")[0]
    return told


# Caching ----------------------------------------------------------------------------------------------


def test_an_answer_that_is_held_is_not_sent_again(client):
    first = client.get(ONE)
    assert first["Cache-Control"] == "public, max-age=300"
    again = client.get(ONE, headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert again["ETag"] == first["ETag"]
    strong = client.get(ONE, headers={"if-none-match": f'"other", {first["ETag"].removeprefix("W/")}'})
    assert strong.status_code == 304


@pytest.mark.parametrize("held", ['"other"', "*", "nonsense", ""])
def test_another_etag_gets_the_whole_answer(client, held):
    assert client.get(ONE, headers={"if-none-match": held}).status_code == 200


def test_an_etag_is_of_one_address_one_day_and_one_evidence(client, monkeypatch):
    asked = RequestFactory().get(ONE)
    etag = middleware.etag_of(asked)
    assert etag == client.get(ONE)["ETag"]
    assert etag != middleware.etag_of(RequestFactory().get(ONE + "&sex=F"))
    monkeypatch.setattr(middleware, "__version__", "another")
    assert etag != middleware.etag_of(asked)
    monkeypatch.undo()

    class Renewed:
        stamp = "latest-renewed"

    monkeypatch.setattr(middleware, "the_store", Renewed)
    assert etag != middleware.etag_of(asked)


def test_a_refusal_is_not_kept(client):
    answer = client.get(f"{V1}corridors/Marroc/NLD")
    assert answer["Cache-Control"] == "no-store"
    assert "ETag" not in answer


def test_the_answer_does_not_depend_on_the_callers_language(client):
    french = client.get(ONE, headers={"accept-language": "fr"})
    assert french.content == client.get(ONE, headers={"accept-language": "ar"}).content
    assert french["Content-Language"] == "en"
    assert french["Vary"] == "Accept-Encoding"


# Methods and origins ----------------------------------------------------------------------------------


def test_head_has_the_headers_of_get_and_no_body(client):
    head, whole = client.head(ONE), client.get(ONE)
    assert head.status_code == 200
    assert head.content == b""
    assert int(head["Content-Length"]) == len(whole.content)
    assert head["ETag"] == whole["ETag"]
    assert client.head(f"{V1}corridors/Marroc/NLD").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_nothing_is_written(client, method):
    answer = getattr(client, method)(ONE)
    assert answer.status_code == 405
    assert answer["Allow"] == "GET, HEAD, OPTIONS"
    assert answer["Content-Type"] == "application/problem+json"


def test_pages_of_any_origin_may_read(client):
    answer = client.get(ONE, headers={"origin": "https://invented.example"})
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer
    asked = {"origin": "https://invented.example", "access-control-request-method": "GET"}
    before = client.options(ONE, headers=asked)
    assert (before.status_code, before.content) == (204, b"")
    assert before["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "If-None-Match" in before["Access-Control-Allow-Headers"]


def test_refusals_can_be_read_by_any_origin_too(client):
    assert client.get(f"{V1}nothing")["Access-Control-Allow-Origin"] == "*"


def test_pages_are_not_open_to_other_origins(client):
    assert "Access-Control-Allow-Origin" not in client.get("/en/sources/")


@pytest.mark.parametrize("address", [ONE, f"{V1}openapi.json", f"{V1}nothing"])
def test_no_cookie_is_set(client, address):
    assert not client.get(address).cookies


# Refusals ---------------------------------------------------------------------------------------------


def test_an_unsure_place_gets_suggestions(client):
    told = refusal(client, "corridors/Marroc/NLD", 404)
    assert told["suggestions"] == [{"code": "MAR", "name": "Morocco"}]
    assert told["title"] == "Place not found"


def test_an_unknown_indicator_gets_each_suggestion_once(client):
    told = refusal(client, "figures?indicator=stok&origin=MAR", 404)
    names = [entry["code"] for entry in told["suggestions"]]
    assert "stock" in names
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("address", "status", "kind"),
    [
        ("groupings/ATLANTIS", 404, "grouping-unknown"),
        ("sources/village_survey", 404, "source-unknown"),
        ("routes/Atlantis", 404, "place-unknown"),
        ("nothing", 404, "about:blank"),
        ("places/", 404, "about:blank"),
        ("corridors/MAR/MAR", 400, "corridor-error"),
        ("figures?indicator=stock&origin=MAR&period=2020-2010", 400, "period-unreadable"),
        ("figures?indicator=stock&origin=MAR&period=often", 400, "parameter-unreadable"),
        ("corridors/MAR/NLD?vintage=1950", 400, "query-refused"),
        ("groupings/EU?on=2024-02-30", 400, "parameter-unreadable"),
    ],
)
def test_each_refusal_has_its_type(client, address, status, kind):
    assert refusal(client, address, status)["type"].removeprefix("/api/v1/docs/#") == kind


def test_a_misspelt_parameter_is_named_with_those_there_are(client):
    told = refusal(client, "corridors/MAR/NLD?indicatr=stock&lang=fr", 400)
    assert told["detail"] == ('This address has no parameter "indicatr", "lang". It has vintage, indicator, section.')
    assert "It has none" in refusal(client, "sources/wpp?page=1", 400)["detail"]
    # what stands in the path is no parameter of the query
    assert refusal(client, "corridors/MAR/NLD?origin=MEX", 400)["title"] == "Unknown parameter"


@pytest.mark.parametrize("query", ["per_page=0", "per_page=1001", "page=0", "page=x"])
def test_a_page_that_cannot_be_is_refused_by_name(client, query):
    assert f'"{query.partition("=")[0]}"' in refusal(client, f"corridors?{query}", 400)["detail"]


def test_a_fault_of_the_evidence_is_not_told_to_the_public():
    asked = RequestFactory().get(ONE)
    answer = problems.refused(asked, errors.SourceUnreadable("row 4 of /srv/files/secret.xlsx"))
    assert answer.status_code == 500
    assert b"secret" not in answer.content
    assert problems.refused(asked, errors.StoreBusy("busy")).status_code == 503


def test_evidence_that_cannot_be_opened_is_a_problem(client, monkeypatch):
    def broken():
        raise errors.EvidenceError("no compiled evidence in /srv/evidence")

    monkeypatch.setattr(middleware, "the_store", broken)
    answer = client.get(ONE)
    assert (answer.status_code, answer["Content-Type"]) == (500, "application/problem+json")
    assert "/srv" not in answer.text


def test_our_own_fault_is_a_problem_and_shows_nothing(monkeypatch):
    from passerelle_web.api import queries

    def broken(*_arguments):
        raise RuntimeError("the inside of the machine")

    monkeypatch.setattr(queries, "corridor_as_of", broken)
    answer = Client(raise_request_exception=False).get(ONE)
    assert (answer.status_code, answer["Content-Type"]) == (500, "application/problem+json")
    assert "inside of the machine" not in answer.text


def test_a_page_that_fails_stays_a_page(monkeypatch):
    def broken(*_arguments, **_more):
        raise RuntimeError

    monkeypatch.setattr(views, "render", broken)
    answer = Client(raise_request_exception=False).get("/en/")
    assert answer.status_code == 500
    assert answer["Content-Type"].startswith("text/html")
