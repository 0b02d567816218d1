"""A publisher's service on the loopback: recorded answers, in order, with the faults that services have.

For tests of the connectors. Nothing here leaves the machine.
"""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked: the path, the query, and the headers by their names in small letters."""

    path: str
    query: dict[str, str]
    headers: dict[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer. `cut` closes the connection after so many bytes of the body; `silent` never answers at all."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: int | None = None
    silent: bool = False


Plan = Answer | Callable[[Request], Answer]


class Service:
    """Answers by path, taken in order; the last of a path is given again and again. It keeps what it was asked."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.asked: list[Request] = []
        self._plans: dict[str, list[Plan]] = {}
        self._lock = threading.Lock()
        self.closing = threading.Event()

    def plan(self, path: str, *answers: Plan) -> str:
        """Say what a path answers, in order; returns its address."""
        self._plans[path] = list(answers)
        return self.base + path

    def answer(self, request: Request) -> Answer:
        with self._lock:
            self.asked.append(request)
            plans = self._plans.get(request.path, [Answer(b"no such path", 404)])
            plan = plans.pop(0) if len(plans) > 1 else plans[0]
        return plan(request) if callable(plan) else plan


def kept(content: bytes, etag: str = '"1"', modified: str = "", cut: int | None = None) -> Plan:
    """A body with its validators, as a good server gives it: 304 where it is unchanged, 206 for the rest of it."""

    def answer(request: Request) -> Answer:
        papers = {name: text for name, text in (("ETag", etag), ("Last-Modified", modified)) if text}
        seen, since = (request.headers.get(name, "") for name in ("if-none-match", "if-modified-since"))
        if (seen and seen == etag) or (not seen and since and since == modified):
            return Answer(b"", 304, papers)
        wanted = request.headers.get("range")
        if wanted and request.headers.get("if-range") in (etag, modified):
            start = int(wanted.removeprefix("bytes=").removesuffix("-"))
            if start >= len(content):
                return Answer(b"", 416, {"Content-Range": f"bytes */{len(content)}"})
            rest = {"Content-Range": f"bytes {start}-{len(content) - 1}/{len(content)}"}
            return Answer(content[start:], 206, papers | rest)
        return Answer(content, 200, papers, cut)

    return answer


class _Handler(BaseHTTPRequestHandler):
    server: Any

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        headers = {name.lower(): text for name, text in self.headers.items()}
        service: Service = self.server.service
        answer = service.answer(Request(address.path, dict(parse_qsl(address.query, keep_blank_values=True)), headers))
        if answer.silent:
            service.closing.wait(10)
            return
        self.send_response(answer.status)
        for name, text in ({"Content-Length": str(len(answer.body))} | dict(answer.headers)).items():
            if text:
                self.send_header(name, text)
        self.end_headers()
        self.wfile.write(answer.body if answer.cut is None else answer.body[: answer.cut])

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: the tests look at what was asked."""


@contextmanager
def serving() -> Iterator[Service]:
    """A service on a free port of the loopback, for as long as the context lasts."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    service = Service(f"http://127.0.0.1:{server.server_address[1]}")
    server.service = service  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        service.closing.set()
        server.shutdown()
        server.server_close()
        thread.join(5)


class Clock:
    """A clock that only sleeping moves; it keeps how long was slept."""

    def __init__(self) -> None:
        self.now, self.slept = 1000.0, list[float]()

    def read(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds
