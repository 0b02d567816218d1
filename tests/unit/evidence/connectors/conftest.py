"""A service on the loopback and a fetcher that never truly waits."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.makers_server import Clock, Service, serving

from passerelle.evidence.connectors.fetching import Fetcher, Manners

Make = Callable[..., Fetcher]


@pytest.fixture
def service() -> Iterator[Service]:
    with serving() as started:
        yield started


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def make(tmp_path: Path, clock: Clock) -> Iterator[Make]:
    """A fetcher over one folder, with other manners where told; several stand for several runs."""
    made: list[Fetcher] = []

    def fetcher(**manners: object) -> Fetcher:
        usual: dict[str, object] = {"timeout": 5.0, "pause": 0.0, "attempts": 3}
        polite = Manners(**(usual | manners))  # type: ignore[arg-type]
        made.append(Fetcher(tmp_path / "cache", polite, sleep=clock.sleep, clock=clock.read))
        return made[-1]

    yield fetcher
    for one in made:
        one.close()


@pytest.fixture
def fetcher(make: Make) -> Fetcher:
    return make()
