"""Fetching over HTTP with manners: cached, resumed, retried, slowed down, limited, checked.

Knows nothing of what is fetched. Reads no environment: a proxy is an argument. Stands on `cache` and httpx.
"""

import email.utils
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx

from passerelle import __version__
from passerelle.base.errors import ServiceUnreachable
from passerelle.evidence.connectors.cache import Cache, Papers, checksum

_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class Manners:
    """How a publisher's service is treated. Times are in seconds, sizes in bytes.

    `pause` is the least time between two requests to a host; `attempts` the most requests for one body;
    `first_wait` the wait after the first failure, doubled after each; `longest_wait` the longest wait that a
    service may ask for; `largest` the most that is fetched.
    """

    agent: str = f"Passerelle/{__version__} (open platform on migration and development)"
    timeout: float = 30.0
    pause: float = 1.0
    attempts: int = 4
    first_wait: float = 1.0
    longest_wait: float = 120.0
    largest: int = 1_000_000_000
    proxy: str | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """A body on disk: `path`, its papers, and whether it is the one kept from before."""

    path: Path
    papers: Papers
    from_cache: bool


class _CutOff(Exception):
    """The body ended too early, or the connection failed; it may be tried again."""


class _Again(Exception):
    """The service asks to come back: `wait` seconds, None where it does not say."""

    def __init__(self, status: int, wait: float | None) -> None:
        super().__init__(f"it answered {status}")
        self.wait = wait


class Fetcher:
    """Fetches addresses into a folder. Use it as a context, or call `close`.

    Parameters
    ----------
    folder : where bodies are kept.
    manners : see `Manners`.
    progress : called with an address, the bytes of it that are here, and how many it has, 0 where it does not say.
    sleep, clock : for tests that must not wait.
    """

    def __init__(
        self,
        folder: Path,
        manners: Manners | None = None,
        *,
        progress: Callable[[str, int, int], None] | None = None,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.manners = manners or Manners()
        self.cache = Cache(folder)
        self._sleep, self._clock = sleep, clock
        self._progress = progress or (lambda url, here, whole: None)
        self._last: dict[str, float] = {}
        try:
            self._client = httpx.Client(
                timeout=self.manners.timeout,
                follow_redirects=True,
                trust_env=False,
                proxy=self.manners.proxy,
                # a body as it is on the wire, so that its length and its parts can be told
                headers={"User-Agent": self.manners.agent, "Accept-Encoding": "identity"},
            )
        except (ValueError, httpx.InvalidURL) as problem:
            raise ServiceUnreachable(f'"{self.manners.proxy}" is no address of a proxy: {problem}.') from None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def fetch(
        self,
        url: str,
        params: Mapping[str, str | int] | None = None,
        *,
        accept: str = "*/*",
        sha256: str | None = None,
    ) -> Fetched:
        """Fetch one address, or say that the body kept from before still holds.

        Parameters
        ----------
        sha256 : the checksum that the publisher gives; another body is refused.

        Raises
        ------
        ServiceUnreachable : no answer in time, a fault, a refusal, too large, or not the body expected. Nothing
            half is left in the place of a body.
        """
        try:
            whole = str(httpx.URL(url).copy_merge_params(params or {}))
        except httpx.InvalidURL as problem:
            raise ServiceUnreachable(f'"{url}" is no address: {problem}.') from None
        wait, reason = self.manners.first_wait, "no request was made"
        for attempt in range(1, self.manners.attempts + 1):
            try:
                return self._once(whole, accept, sha256)
            except _Again as asked:
                reason, pause = str(asked), asked.wait if asked.wait is not None else wait
                if pause > self.manners.longest_wait:
                    raise ServiceUnreachable(
                        f"{_host(whole)} asks to come back in {pause:.0f} seconds; "
                        f"at most {self.manners.longest_wait:.0f} are waited. Try again later."
                    ) from None
            except _CutOff as problem:
                reason, pause = str(problem), wait
            if attempt < self.manners.attempts:
                self._sleep(pause)
                wait *= 2
        raise ServiceUnreachable(
            f"{_host(whole)} could not be reached in {self.manners.attempts} attempts: {reason}. "
            f"Try again later, or download the file by hand from {whole}."
        )

    def _once(self, url: str, accept: str, sha256: str | None) -> Fetched:
        kept, begun = self.cache.papers(url), self.cache.begun(url)
        headers = {"Accept": accept}
        if begun is not None:
            headers["Range"] = f"bytes={self.cache.beginning(url).stat().st_size}-"
            headers["If-Range"] = begun.etag or begun.modified
        elif kept is not None:
            headers |= {"If-None-Match": kept.etag} if kept.etag else {}
            headers |= {"If-Modified-Since": kept.modified} if kept.modified else {}
        self._be_polite(url)
        try:
            with self._client.stream("GET", url, headers=headers) as response:
                if response.status_code == httpx.codes.NOT_MODIFIED and kept is not None:
                    self._progress(url, kept.size, kept.size)
                    return self._checked(Fetched(self.cache.body(url), kept, True), sha256)
                self._refuse(url, response)
                papers = self._receive(url, response, begun)
        except httpx.TimeoutException:
            raise _CutOff(f"no answer within {self.manners.timeout:g} seconds") from None
        except httpx.UnsupportedProtocol as problem:
            raise ServiceUnreachable(f'"{url}" is no address that can be fetched: {problem}') from None
        except httpx.TransportError as problem:
            raise _CutOff(str(problem) or type(problem).__name__) from None
        except httpx.TooManyRedirects:
            raise ServiceUnreachable(f"{_host(url)} sends {url} in circles. The address may have changed.") from None
        return self._finish(papers, sha256)

    def _be_polite(self, url: str) -> None:
        host = _host(url)
        if host in self._last:
            remaining = self._last[host] + self.manners.pause - self._clock()
            if remaining > 0:
                self._sleep(remaining)
        self._last[host] = self._clock()

    def _refuse(self, url: str, response: httpx.Response) -> None:
        code = response.status_code
        if code in _AGAIN:
            raise _Again(code, _retry_after(response.headers.get("Retry-After")))
        if code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
            self.cache.drop_beginning(url)
            raise _CutOff("the part kept from before no longer fits")
        if code not in (httpx.codes.OK, httpx.codes.PARTIAL_CONTENT):
            raise ServiceUnreachable(
                f"{_host(url)} answered {code} {response.reason_phrase} to {url}. "
                "The address or the query may have changed."
            )

    def _receive(self, url: str, response: httpx.Response, begun: Papers | None) -> Papers:
        """Write the body, or the rest of it, to the beginning; tell what it should be."""
        start = self.cache.beginning(url).stat().st_size if begun is not None else 0
        goes_on = begun is not None and _is_rest(response, begun, start)
        if response.status_code == httpx.codes.PARTIAL_CONTENT and not goes_on:
            self.cache.drop_beginning(url)
            raise _CutOff("it sent another part than the one asked for")
        length = int(response.headers.get("Content-Length") or 0)
        if goes_on and begun is not None:
            papers, path, size = begun, self.cache.beginning(url), start
        else:
            papers = Papers(url, response.headers.get("ETag", ""), response.headers.get("Last-Modified", ""), length)
            path, size = self.cache.begin(papers), 0
        with path.open("ab" if goes_on else "wb") as stream:
            for block in response.iter_raw():
                size += len(block)
                if size > self.manners.largest:
                    self.cache.drop_beginning(url)
                    raise ServiceUnreachable(
                        f"{url} is larger than {self.manners.largest / 1e6:.0f} MB; ask for fewer years or places."
                    )
                stream.write(block)
                self._progress(url, size, papers.size)
        if papers.size and size != papers.size:
            raise _CutOff(f"the answer has {size} bytes instead of {papers.size}")
        return replace(papers, size=size)

    def _finish(self, papers: Papers, sha256: str | None) -> Fetched:
        found = checksum(self.cache.beginning(papers.url))
        if sha256 is not None and found != sha256.lower():
            self.cache.drop_beginning(papers.url)
            raise _wrong(papers.url, sha256, found)
        papers = replace(papers, sha256=found)
        return Fetched(self.cache.keep(papers), papers, False)

    def _checked(self, fetched: Fetched, sha256: str | None) -> Fetched:
        if sha256 is not None and fetched.papers.sha256 != sha256.lower():
            raise _wrong(fetched.papers.url, sha256, fetched.papers.sha256)
        return fetched


def _is_rest(response: httpx.Response, begun: Papers, start: int) -> bool:
    """Is this the rest of the body that was begun? Some services send a part of a newer one, whatever is asked."""
    told = response.headers
    return (
        response.status_code == httpx.codes.PARTIAL_CONTENT
        and told.get("Content-Range", "").startswith(f"bytes {start}-")
        and told.get("ETag", begun.etag) == begun.etag
        and told.get("Last-Modified", begun.modified) == begun.modified
    )


def _host(url: str) -> str:
    return httpx.URL(url).host


def _wrong(url: str, expected: str, found: str) -> ServiceUnreachable:
    return ServiceUnreachable(
        f"{url} has the checksum {found[:12]}…, not {expected[:12]}… as announced; it was not kept. "
        "The publisher may have a new edition: check the announcement."
    )


def _retry_after(text: str | None) -> float | None:
    """Seconds, or the seconds until a date; None where the header is lacking or unreadable."""
    if not text:
        return None
    if text.strip().isdigit():
        return float(text)
    try:
        moment = email.utils.parsedate_to_datetime(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())
