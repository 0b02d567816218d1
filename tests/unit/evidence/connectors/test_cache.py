"""The cache: bodies whole or not at all, with their papers; what changed on disk is not used."""

import json
from pathlib import Path

import pytest

from passerelle.evidence.connectors.cache import Cache, Papers, checksum, write_whole

URL = "https://example.org/table.csv"


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


def keep(cache: Cache, content: bytes = b"a,b\n1,2\n", url: str = URL) -> Papers:
    beginning = cache.begin(Papers(url, etag='"1"'))
    beginning.write_bytes(content)
    papers = Papers(url, '"1"', "", len(content), checksum(beginning))
    cache.keep(papers)
    return papers


def papers_file(cache: Cache) -> Path:
    return cache.body(URL).with_suffix(".json")


def test_a_kept_body_has_its_papers_and_no_beginning(cache: Cache) -> None:
    papers = keep(cache)
    assert cache.papers(URL) == papers
    assert cache.body(URL).read_bytes() == b"a,b\n1,2\n"
    assert cache.begun(URL) is None and not cache.beginning(URL).exists()
    assert sorted(path.suffix for path in cache.folder.iterdir()) == [".body", ".json"]


def test_addresses_do_not_share_a_body(cache: Cache) -> None:
    keep(cache)
    other = URL + "?year=2020"
    assert cache.papers(other) is None and cache.body(other) != cache.body(URL)


def test_nothing_is_known_of_an_empty_folder(cache: Cache) -> None:
    assert cache.papers(URL) is None and cache.begun(URL) is None
    cache.drop_beginning(URL)


@pytest.mark.parametrize("content", [b"a,b\n9,9\n", b"a,b\n", b""], ids=["changed", "shorter", "empty"])
def test_a_body_that_changed_on_disk_is_not_used(cache: Cache, content: bytes) -> None:
    keep(cache)
    cache.body(URL).write_bytes(content)
    assert cache.papers(URL) is None


def test_a_body_that_is_gone_is_not_used(cache: Cache) -> None:
    keep(cache)
    cache.body(URL).unlink()
    assert cache.papers(URL) is None


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "{}", '{"url": "https://example.org/table.csv", "colour": "red"}', '{"url": "https://other.org"}'],
)
def test_papers_that_cannot_be_read_or_are_anothers_are_none(cache: Cache, text: str) -> None:
    keep(cache)
    papers_file(cache).write_text(text)
    assert cache.papers(URL) is None


@pytest.mark.parametrize(
    ("papers", "goes_on"),
    [
        (Papers(URL, etag='"1"', size=8), True),
        (Papers(URL, modified="Mon, 03 Mar 2025 11:00:00 GMT"), True),
        (Papers(URL, size=8), False),  # nothing would tell whether the rest belongs to it
    ],
)
def test_only_a_beginning_with_a_validator_can_be_gone_on_with(cache: Cache, papers: Papers, goes_on: bool) -> None:
    cache.begin(papers).write_bytes(b"a,b\n")
    assert (cache.begun(URL) == papers) is goes_on


def test_a_new_beginning_forgets_the_old_one(cache: Cache) -> None:
    cache.begin(Papers(URL, etag='"1"')).write_bytes(b"a,b\n")
    path = cache.begin(Papers(URL, etag='"2"'))
    assert path.read_bytes() == b""
    begun = cache.begun(URL)
    assert begun is not None and begun.etag == '"2"'
    cache.drop_beginning(URL)
    assert cache.begun(URL) is None and list(cache.folder.iterdir()) == []


def test_papers_are_plain_json(cache: Cache) -> None:
    papers = keep(cache)
    told = json.loads(papers_file(cache).read_text("utf-8"))
    assert told == {"url": URL, "etag": '"1"', "modified": "", "size": 8, "sha256": papers.sha256}


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "table.csv"
    write_whole(path, b"old")
    with pytest.raises(TypeError):
        write_whole(path, "no bytes")  # type: ignore[arg-type]
    assert path.read_bytes() == b"old" and [entry.name for entry in path.parent.iterdir()] == ["table.csv"]


def test_the_checksum_is_sha_256(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"abc")  # FIPS 180-4, the first example
    assert checksum(path) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
