"""Fetching with manners, against a service on the loopback: kept, gone on with, waited for, checked, refused."""

import hashlib
import socket
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from tests.makers_server import Answer, Clock, Request, Service, kept

from passerelle.base.errors import ServiceUnreachable
from passerelle.evidence.connectors.fetching import Fetched, Fetcher, Manners

Make = Callable[..., Fetcher]
BODY = b"origin,destination,persons\nMAR,NLD,174914\n"
NEWER = b"origin,destination,persons\nMAR,NLD,180000\n"
SHA = hashlib.sha256(BODY).hexdigest()
MONDAY = "Mon, 03 Mar 2025 11:00:00 GMT"


def held(fetcher: Fetcher) -> list[str]:
    """What lies in the cache, by its kind."""
    folder = fetcher.cache.folder
    return sorted(path.name.split(".", 1)[1] for path in folder.iterdir()) if folder.exists() else []


def ranges(service: Service) -> list[str | None]:
    return [request.headers.get("range") for request in service.asked]


# --- kept from before ---


def test_a_body_is_fetched_with_its_papers(service: Service, fetcher: Fetcher) -> None:
    url = service.plan("/stock.csv", kept(BODY, modified=MONDAY))
    fetched = fetcher.fetch(url, accept="text/csv")
    assert fetched.path.read_bytes() == BODY and not fetched.from_cache
    papers = fetched.papers
    assert (papers.url, papers.etag, papers.modified) == (url, '"1"', MONDAY)
    assert (papers.size, papers.sha256) == (len(BODY), SHA)
    (asked,) = service.asked
    assert asked.headers["user-agent"].startswith("Passerelle/") and asked.headers["accept"] == "text/csv"
    assert held(fetcher) == ["body", "json"]


@pytest.mark.parametrize(
    ("etag", "modified", "header"),
    [('"1"', "", "if-none-match"), ("", MONDAY, "if-modified-since"), ('W/"1"', "", "if-none-match")],
)
def test_an_unchanged_body_is_not_sent_again(
    service: Service, fetcher: Fetcher, etag: str, modified: str, header: str
) -> None:
    url = service.plan("/stock.csv", kept(BODY, etag, modified))
    first, second = fetcher.fetch(url), fetcher.fetch(url)
    assert second == Fetched(first.path, first.papers, True)
    assert [header in request.headers for request in service.asked] == [False, True]


def test_a_changed_body_takes_the_place_of_the_old_one(service: Service, fetcher: Fetcher) -> None:
    url = service.plan("/stock.csv", kept(BODY), kept(NEWER, '"2"'))
    fetcher.fetch(url)
    fetched = fetcher.fetch(url)
    assert fetched.path.read_bytes() == NEWER and not fetched.from_cache and fetched.papers.etag == '"2"'


def test_a_body_spoilt_on_disk_is_fetched_anew(service: Service, fetcher: Fetcher) -> None:
    url = service.plan("/stock.csv", kept(BODY))
    fetcher.fetch(url).path.write_bytes(b"spoilt")
    assert fetcher.fetch(url).path.read_bytes() == BODY
    assert "if-none-match" not in service.asked[-1].headers


def test_a_body_without_validators_is_fetched_each_time(service: Service, fetcher: Fetcher) -> None:
    url = service.plan("/stock.csv", Answer(BODY))
    assert [fetcher.fetch(url).from_cache for _ in range(2)] == [False, False]


def test_queries_are_addresses_of_their_own(service: Service, fetcher: Fetcher) -> None:
    url = service.plan("/data?format=csv", Answer(BODY)).replace("?format=csv", "")
    service.plan("/data", lambda request: Answer(request.query["year"].encode()))
    bodies = [fetcher.fetch(url + "?format=csv", {"year": year}).path for year in (2019, 2020)]
    assert [path.read_bytes() for path in bodies] == [b"2019", b"2020"]
    assert service.asked[0].query == {"format": "csv", "year": "2019"}


def test_an_empty_body_is_a_body(service: Service, fetcher: Fetcher) -> None:
    fetched = fetcher.fetch(service.plan("/empty", kept(b"")))
    assert fetched.path.read_bytes() == b"" and fetched.papers.size == 0


# --- gone on with ---


def test_a_body_that_was_cut_off_is_gone_on_with(service: Service, fetcher: Fetcher, clock: Clock) -> None:
    url = service.plan("/stock.csv", kept(BODY, cut=12), kept(BODY))
    fetched = fetcher.fetch(url, sha256=SHA)
    assert fetched.path.read_bytes() == BODY and fetched.papers.sha256 == SHA
    assert ranges(service) == [None, "bytes=12-"] and service.asked[1].headers["if-range"] == '"1"'
    assert clock.slept == [1.0]
    assert held(fetcher) == ["body", "json"]


def test_the_next_run_goes_on_where_this_one_stopped(service: Service, make: Make) -> None:
    url = service.plan("/stock.csv", kept(BODY, "", MONDAY, cut=20), kept(BODY, "", MONDAY))
    stopped = make(attempts=1)
    with pytest.raises(ServiceUnreachable, match="could not be reached in 1 attempts"):
        stopped.fetch(url)
    assert held(stopped) == ["part", "part.json"]
    assert make().fetch(url).path.read_bytes() == BODY
    assert ranges(service) == [None, "bytes=20-"] and service.asked[1].headers["if-range"] == MONDAY


def test_the_old_body_stays_until_the_new_one_is_whole(service: Service, make: Make) -> None:
    url = service.plan("/stock.csv", kept(BODY), kept(NEWER, '"2"', cut=9), kept(NEWER, '"2"'))
    once = make(attempts=1)
    old = once.fetch(url).path
    with pytest.raises(ServiceUnreachable):
        once.fetch(url)
    assert old.read_bytes() == BODY
    assert once.fetch(url).path.read_bytes() == NEWER


def test_without_a_validator_a_body_begins_anew(service: Service, fetcher: Fetcher) -> None:
    url = service.plan("/stock.csv", Answer(BODY, cut=12), Answer(BODY))
    assert fetcher.fetch(url).path.read_bytes() == BODY
    assert ranges(service) == [None, None]


def other_part(start: int, etag: str | None = '"1"') -> Callable[[Request], Answer]:
    """A service that answers with a part, whatever was asked."""

    def answer(_: Request) -> Answer:
        told = {"Content-Range": f"bytes {start}-{len(NEWER) - 1}/{len(NEWER)}"} | ({"ETag": etag} if etag else {})
        return Answer(NEWER[start:], 206, told)

    return answer


@pytest.mark.parametrize(
    ("second", "attempts"),
    [
        (kept(NEWER, '"2"'), 2),  # as the standard has it: the whole new body
        (other_part(12, '"2"'), 3),  # the rest of the new body behind the beginning of the old one
        (other_part(5), 3),
        (Answer(b"", 416), 3),
    ],
    ids=["whole", "rest of another", "other part", "no such part"],
)
def test_parts_of_two_editions_are_never_joined(
    service: Service, fetcher: Fetcher, second: Answer, attempts: int
) -> None:
    url = service.plan("/stock.csv", kept(BODY, cut=12), second, kept(NEWER, '"2"'))
    assert fetcher.fetch(url).path.read_bytes() == NEWER
    assert len(service.asked) == attempts and ranges(service)[1] == "bytes=12-"
    assert ranges(service)[2:] == [None] * (attempts - 2)


# --- checked ---


def test_another_checksum_than_announced_is_refused_and_nothing_is_kept(service: Service, fetcher: Fetcher) -> None:
    url = service.plan("/stock.csv", kept(NEWER))
    with pytest.raises(ServiceUnreachable, match=rf"not {SHA[:12]}… as announced; it was not kept") as refused:
        fetcher.fetch(url, sha256=SHA)
    assert url in str(refused.value) and held(fetcher) == []
    assert len(service.asked) == 1  # the same body again would not help


def test_a_checksum_may_be_written_in_capitals(service: Service, fetcher: Fetcher) -> None:
    url = service.plan("/stock.csv", kept(BODY))
    assert fetcher.fetch(url, sha256=SHA.upper()).papers.sha256 == SHA
    assert fetcher.fetch(url, sha256=SHA).from_cache


def test_a_body_kept_from_before_is_held_against_the_announcement_too(service: Service, fetcher: Fetcher) -> None:
    url = service.plan("/stock.csv", kept(NEWER))
    fetcher.fetch(url)
    with pytest.raises(ServiceUnreachable, match="as announced"):
        fetcher.fetch(url, sha256=SHA)


@pytest.mark.parametrize(("largest", "fits"), [(len(BODY), True), (len(BODY) - 1, False)])
def test_more_than_the_most_is_not_fetched(service: Service, make: Make, largest: int, fits: bool) -> None:
    url, fetcher = service.plan("/stock.csv", kept(BODY)), make(largest=largest)
    if fits:
        assert fetcher.fetch(url).papers.size == largest
        return
    with pytest.raises(ServiceUnreachable, match="is larger than 0 MB; ask for fewer years or places"):
        fetcher.fetch(url)
    assert held(fetcher) == []


# --- waited for ---


def test_a_service_that_does_not_answer_in_time(service: Service, make: Make, clock: Clock) -> None:
    url = service.plan("/slow", Answer(silent=True))
    with pytest.raises(ServiceUnreachable) as refused:
        make(timeout=0.05, attempts=2).fetch(url)
    said = str(refused.value)
    assert said.startswith("127.0.0.1 could not be reached in 2 attempts: no answer within 0.05 seconds.")
    assert f"download the file by hand from {url}" in said
    assert len(service.asked) == 2 and clock.slept == [1.0]


def test_a_service_that_answers_the_second_time(service: Service, make: Make) -> None:
    url = service.plan("/slow", Answer(silent=True), kept(BODY))
    assert make(timeout=0.2).fetch(url).path.read_bytes() == BODY


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504])
def test_a_passing_fault_is_tried_again_with_longer_waits(
    service: Service, make: Make, clock: Clock, status: int
) -> None:
    url = service.plan("/stock.csv", *[Answer(b"busy", status)] * 3, kept(BODY))
    assert make(attempts=4).fetch(url).path.read_bytes() == BODY
    assert clock.slept == [1.0, 2.0, 4.0]


def test_a_fault_that_does_not_pass_is_told(service: Service, make: Make) -> None:
    url = service.plan("/stock.csv", Answer(b"busy", 503))
    with pytest.raises(ServiceUnreachable, match="in 3 attempts: it answered 503"):
        make().fetch(url)
    assert len(service.asked) == 3


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 413, 501])
def test_a_refusal_is_not_tried_again(service: Service, fetcher: Fetcher, status: int) -> None:
    url = service.plan("/stock.csv", Answer(b"no", status))
    with pytest.raises(ServiceUnreachable, match=rf"127\.0\.0\.1 answered {status} .+ to {url}\. The address or the"):
        fetcher.fetch(url)
    assert len(service.asked) == 1 and held(fetcher) == []


@pytest.mark.parametrize(
    ("header", "slept"),
    [("7", 7.0), ("0", 0.0), ("", 1.0), ("soon", 1.0), ("-3", 1.0), ("Mon, 03 Mar 2025 11:00:00 GMT", 0.0)],
)
def test_a_service_may_say_when_to_come_back(
    service: Service, fetcher: Fetcher, clock: Clock, header: str, slept: float
) -> None:
    url = service.plan("/stock.csv", Answer(b"busy", 429, {"Retry-After": header}), kept(BODY))
    assert fetcher.fetch(url).path.read_bytes() == BODY
    assert clock.slept == [slept]


@pytest.mark.parametrize("zone", ["GMT", "-0000"])
def test_a_date_to_come_back_at_is_waited_for(service: Service, fetcher: Fetcher, clock: Clock, zone: str) -> None:
    then = format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True).replace("GMT", zone)
    url = service.plan("/stock.csv", Answer(b"busy", 503, {"Retry-After": then}), kept(BODY))
    fetcher.fetch(url)
    (slept,) = clock.slept
    assert 0 < slept <= 60


def test_who_asks_for_too_long_a_wait_is_left_alone(service: Service, make: Make, clock: Clock) -> None:
    url = service.plan("/stock.csv", Answer(b"busy", 503, {"Retry-After": "3600"}))
    with pytest.raises(ServiceUnreachable, match="asks to come back in 3600 seconds; at most 120 are waited"):
        make().fetch(url)
    assert clock.slept == [] and len(service.asked) == 1


# --- polite ---


def test_a_host_is_left_in_peace_between_requests(service: Service, make: Make, clock: Clock) -> None:
    fetcher = make(pause=1.5)
    urls = [service.plan(f"/{name}", kept(BODY)) for name in "abc"]
    fetcher.fetch(urls[0])
    clock.now += 0.5
    fetcher.fetch(urls[1])
    clock.now += 2
    fetcher.fetch(urls[2])
    assert clock.slept == [1.0]


def test_another_host_is_not_waited_for(service: Service, make: Make, clock: Clock) -> None:
    fetcher = make(pause=60)
    url = service.plan("/a", kept(BODY))
    fetcher.fetch(url)
    fetcher.fetch(url.replace("127.0.0.1", "localhost"))
    assert clock.slept == []
    fetcher.fetch(url)
    assert clock.slept == [60.0]


def test_trying_again_keeps_the_pause_too(service: Service, make: Make, clock: Clock) -> None:
    url = service.plan("/a", Answer(b"busy", 503), kept(BODY))
    make(pause=5, first_wait=2).fetch(url)
    assert clock.slept == [2, 3]


def test_the_environments_proxy_is_not_asked_and_a_given_one_is(
    service: Service, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    url = service.plan("/a", kept(BODY))
    assert make().fetch(url).path.read_bytes() == BODY
    through = make(proxy=service.base).fetch("http://statistics.invalid/a")
    assert through.path.read_bytes() == BODY
    assert service.asked[-1].headers["host"] == "statistics.invalid"


# --- addresses ---


def test_a_moved_address_is_followed(service: Service, fetcher: Fetcher) -> None:
    service.plan("/new", kept(BODY))
    url = service.plan("/old", Answer(b"", 301, {"Location": "/new"}))
    fetched = fetcher.fetch(url)
    assert fetched.path.read_bytes() == BODY and fetched.papers.url == url


def test_an_address_that_runs_in_circles_is_refused(service: Service, fetcher: Fetcher) -> None:
    service.plan("/b", Answer(b"", 302, {"Location": "/a"}))
    url = service.plan("/a", Answer(b"", 302, {"Location": "/b"}))
    with pytest.raises(ServiceUnreachable, match=r"127\.0\.0\.1 sends .*/a in circles"):
        fetcher.fetch(url)


@pytest.mark.parametrize(
    "url", ["http://a:port/", "ftp://example.org/a.csv", "example.org/a.csv", "", "file:///etc/hosts"]
)
def test_what_is_no_address_is_refused_at_once(fetcher: Fetcher, clock: Clock, url: str) -> None:
    with pytest.raises(ServiceUnreachable, match="is no address"):
        fetcher.fetch(url)
    assert clock.slept == [] and held(fetcher) == []


def test_a_host_that_is_not_there_is_named(make: Make, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, not listening: nobody answers there
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/a.csv"
        with pytest.raises(ServiceUnreachable, match=r"^127\.0\.0\.1 could not be reached in 2 attempts: .+ by hand"):
            make(attempts=2).fetch(url)
    assert not (tmp_path / "cache").exists()


def test_an_answer_that_is_no_http_is_told(service: Service, make: Make) -> None:
    url = service.plan("/a", Answer(BODY, 200, {"Content-Length": "many"}))
    with pytest.raises(ServiceUnreachable, match="in 1 attempts"):
        make(attempts=1).fetch(url)


def test_a_fetcher_is_closed_at_the_end_of_its_context(tmp_path: Path, service: Service) -> None:
    with Fetcher(tmp_path, Manners(pause=0)) as fetcher:
        fetcher.fetch(service.plan("/a", kept(BODY)))
    with pytest.raises(RuntimeError, match="closed"):
        fetcher.fetch(service.base + "/b")
