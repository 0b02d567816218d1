"""Claims on the forum: every page and every search with 20 readers at once, on PostgreSQL, of a forum of full size.

The site is served as in production, by `passerelle serve`; the filled database is kept in bench/.forum between runs.
Readers are of different roles and languages. Each looks at a page for some seconds, two in the mean, before it asks for
the next one; how many pages a second the site can give to readers without any pause is told beside it.
"""

import gzip
import hashlib
import http.client
import itertools
import json
import os
import random
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.measure import BIN, ROOT, quantile

KEPT = ROOT / "bench/.forum"
PORT, READERS = 8768, 20
LOOKED_AT = 2.0  # seconds in the mean that a reader looks at a page
LASTS, WITHOUT_PAUSE = 300.0, 60.0  # seconds of reading
MEDIAN, LATE = 300, 800  # milliseconds
LANGUAGES = ("en", "fr", "es", "ar", "nl")
# Who reads, and how many of each.
ROLES = {"": 8, "delegate": 6, "observer": 2, "secretariat": 2, "administrator": 2}
_MADE_BY = ("forum_filling.py", "forum_votes.py", "forum_words.py", "forum_copy.py")


@dataclass(frozen=True)
class Read:
    """One page read: which, by whom, what it answered, in how many milliseconds."""

    page: str
    role: str
    path: str
    status: int
    took: float


def _environment(room: Path) -> dict[str, str]:
    found = {**os.environ, "PASSERELLE_SECRET_KEY": "an invented key of the load test, that opens nothing at all",
             "PASSERELLE_HTTPS": "0", "PASSERELLE_VAR": str(room / "var"), "PASSERELLE_POSTGRES_ROOM": str(room / "pg"),
             "DJANGO_SETTINGS_MODULE": "passerelle_web.config.settings"}  # fmt: skip
    found.pop("PASSERELLE_DEBUG", None)
    return found


def _room(share: float) -> Path:
    """Where the filled database is kept: another one for another filling."""
    made_by = hashlib.sha256(b"".join((ROOT / "bench" / name).read_bytes() for name in _MADE_BY)).hexdigest()[:12]
    return KEPT / f"{made_by}-{share:g}"


def _told(room: Path, *words: str) -> str:
    """What a call in a process of its own, beside the database, prints last."""
    ran = subprocess.run(
        ["tools/postgres.sh", "run", sys.executable, "-m", *words], cwd=ROOT, check=True, stdout=subprocess.PIPE,
        text=True, env=_environment(room),
    )  # fmt: skip
    return ran.stdout.strip().splitlines()[-1] if ran.stdout.strip() else ""


# In a process beside the database ---------------------------------------------------------------------------


def _signed_in() -> dict[str, str]:
    """A session of a person of each role, which is in a member of the largest dialogue where there is one."""
    from allauth.mfa.models import Authenticator
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from passerelle_web.dialogues.models import Dialogue
    from passerelle_web.people.models import Membership

    largest = Dialogue.objects.order_by("-newest")[0]
    inside = Membership.objects.filter(member__in=largest.parties.values("member"))
    found = {"": ""}
    for role in filter(None, ROLES):
        seat = inside.filter(role=role).first() or Membership.objects.filter(role=role)[0]
        Authenticator.objects.get_or_create(user=seat.person, type="totp", defaults={"data": {"secret": "invented"}})
        session = SessionStore()
        session[SESSION_KEY] = str(seat.person.pk)
        session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
        session[HASH_SESSION_KEY] = seat.person.get_session_auth_hash()
        session.create()
        found[role] = session.session_key
    return found


def _serving() -> None:
    """Serve the site and read it; print what was read."""
    import django

    django.setup()
    from django.core.management import call_command

    from bench.forum_pages import pages, searches

    call_command("migrate", verbosity=0, interactive=False)
    asked, sessions = pages() | searches(), _signed_in()
    with _served():
        allowed = _opened(asked, sessions)
        found = _read_by_all(allowed, sessions, LASTS, LOOKED_AT)
        at_once = _read_by_all(allowed, sessions, WITHOUT_PAUSE, 0)
    rows = [[one.page, one.role, one.path, one.status, round(one.took, 1)] for one in found]
    told = {"reads": rows, "unread": sorted(set(asked) - {page for page, *_ in allowed}),
            "at once": [round(one.took, 1) for one in at_once], "at once in": WITHOUT_PAUSE}  # fmt: skip
    sys.stdout.write(json.dumps(told))


def _votes() -> tuple[float, float]:
    """Milliseconds of one vote as the site takes it: in the largest consultation, and in one of the smallest."""
    import django

    django.setup()
    from django.contrib.auth.models import AnonymousUser
    from django.db import transaction

    from passerelle_web.consensus.models import Consultation
    from passerelle_web.consensus.permissions import Opened
    from passerelle_web.consensus.voices import new_visitor
    from passerelle_web.consensus.vote_actions import cast

    found = []
    for one in Consultation.objects.filter(access="link").order_by("-newest")[:2]:
        statements = list(one.statements.filter(state="shown")[:40])
        took = []
        with transaction.atomic():
            for statement in [statements[0], *statements]:
                began = time.perf_counter()
                cast(opened=Opened(one, by_link=True), statement=statement, value=1, by=AnonymousUser(),
                     voice=new_visitor(one))  # fmt: skip
                took.append((time.perf_counter() - began) * 1000)
            transaction.set_rollback(True)
        found.append(quantile(took[1:], 0.5))
    return found[0], found[1]


@contextmanager
def _served() -> Iterator[None]:
    server = subprocess.Popen([str(BIN / "passerelle"), "serve", "--port", str(PORT)], cwd=ROOT,
                              stdout=subprocess.DEVNULL, stderr=sys.stderr)  # fmt: skip
    try:
        for _ in range(240):
            try:
                _get("/en/forum/", "")
                break
            except OSError:
                time.sleep(0.5)
        yield
    finally:
        server.terminate()
        server.wait(30)


def _get(path: str, session: str) -> tuple[int, bytes]:
    """Status and page, over a connection of its own, as gunicorn's plain workers keep none."""
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=120)
    headers = {"Accept-Encoding": "gzip", "Cookie": f"sessionid={session}" if session else ""}
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, gzip.decompress(body) if answer.headers.get("Content-Encoding") == "gzip" else body


Allowed = list[tuple[str, str, str]]


def _opened(asked: dict[str, list[str]], sessions: dict[str, str]) -> Allowed:
    """Page, role and path of what a role may read: everything is read once, which also warms the site."""
    found: Allowed = []
    for page, paths in asked.items():
        for role, session in sessions.items():
            for path in paths:
                status, _body = _get(f"/en{path}", session)
                if status == 200:
                    found.append((page, role, path))
                elif status >= 500:
                    raise SystemExit(f"{path} answers {status} to {role or 'a visitor'}")
                if status in (302, 403, 405):
                    break
    return found


def _read_by_all(allowed: Allowed, sessions: dict[str, str], lasts: float, looked_at: float) -> list[Read]:
    """What 20 readers read in so many seconds, looking at each page for so many in the mean.

    Each begins at another place of what its role may read, which is shuffled, so that together they read all of it.
    """
    roles = [role for role, many in ROLES.items() for _ in range(many)]
    shares: dict[str, Allowed] = {role: [one for one in allowed if one[1] == role] for role in ROLES}
    for share in shares.values():
        random.Random(1).shuffle(share)
    found: list[Read] = []
    until, places = time.perf_counter() + lasts, defaultdict(int)
    threads = []
    for number, role in enumerate(roles):
        share = shares[role]
        start = len(share) * places[role] // ROLES[role]
        places[role] += 1
        given = (number, [*share[start:], *share[:start]], sessions[role], until, looked_at, found)
        threads.append(threading.Thread(target=_reader, args=given))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def _reader(number: int, share: Allowed, session: str, until: float, looked_at: float, found: list[Read]) -> None:
    lot, language = random.Random(number), LANGUAGES[number % len(LANGUAGES)]
    for page, role, path in itertools.cycle(share):
        time.sleep(lot.uniform(0, 2 * looked_at))
        began = time.perf_counter()
        if began > until:
            return
        status, _body = _get(f"/{language}{path}", session)
        found.append(Read(page, role, path, status, (time.perf_counter() - began) * 1000))


# What it comes to -------------------------------------------------------------------------------------------


def measured(share: float = 1.0) -> dict[str, Any]:
    """Fill the database where it is not kept yet, serve it and read it."""
    room = _room(share)
    if not (room / "filled").exists():
        room.mkdir(parents=True, exist_ok=True)
        _told(room, "bench.forum_filling", str(share))
        (room / "filled").touch()
    return dict(json.loads(_told(room, "bench.forum", "serve")))


def by_page(reads: list[list[Any]]) -> dict[str, tuple[float, float, int]]:
    """Median, 95th percentile and number of each page."""
    held: dict[str, list[float]] = defaultdict(list)
    for page, _role, _path, _status, took in reads:
        held[page].append(took)
    return {page: (quantile(found, 0.5), quantile(found, 0.95), len(found)) for page, found in held.items()}


def claims(share: float = 1.0) -> Iterator[tuple[str, str, str, str, bool]]:
    """What was measured, the limit, what was found, the peer, whether it holds."""
    told = measured(share)
    every = [row[4] for row in told["reads"]]
    limit = f"{MEDIAN} ms median, {LATE} ms at the 95th percentile"
    median, late = quantile(every, 0.5), quantile(every, 0.95)
    many = (f"{len(every):,} reads of {len(by_page(told['reads']))} pages and kinds of searches, 20 readers at once, "
            f"each {LOOKED_AT:g} s on a page")  # fmt: skip
    crowd = quantile(told["at once"], 0.5), quantile(told["at once"], 0.95)
    yield (f"The forum in full size, PostgreSQL: {many}", limit,
           f"{median:.0f} ms, {late:.0f} ms (without any pause {crowd[0]:.0f} ms, {crowd[1]:.0f} ms, "
           f"{len(told['at once']) / told['at once in']:.0f} pages a second)", "",
           median < MEDIAN and late < LATE)  # fmt: skip
    slowest = sorted(by_page(told["reads"]).items(), key=lambda one: -one[1][1])
    over = [page for page, (middle, end, _n) in slowest if middle >= MEDIAN or end >= LATE]
    page, (middle, end, _n) = slowest[0]
    yield ("Of these the slowest page or search", limit,
           f"{page}: {middle:.0f} ms, {end:.0f} ms" + (f"; {len(over)} over the limit" if over else ""), "",
           not over)  # fmt: skip
    large, small = json.loads(_told(_room(share), "bench.forum", "votes"))
    yield ("One vote as the site takes it, in the consultation of 3.6 million votes", "twice that of a small one",
           f"{large:.1f} ms; in one of 28,000 votes {small:.1f} ms", "", large < 2 * small)  # fmt: skip


def _print(share: float) -> None:
    """Every page with its times, the slowest last."""
    told = measured(share)
    for page, (middle, late, many) in sorted(by_page(told["reads"]).items(), key=lambda one: one[1][0]):
        print(f"{middle:7.0f} {late:7.0f} {many:4}  {page}")
    every = [row[4] for row in told["reads"]]
    print(f"{quantile(every, 0.5):7.0f} {quantile(every, 0.95):7.0f} {len(every):4}  all")
    crowd = told["at once"]
    print(f"{quantile(crowd, 0.5):7.0f} {quantile(crowd, 0.95):7.0f} {len(crowd):4}  without any pause, "
          f"{len(crowd) / told['at once in']:.0f} a second")  # fmt: skip
    print("not read by anybody:", ", ".join(told["unread"]))


if __name__ == "__main__":
    if sys.argv[1] == "serve":
        _serving()
    elif sys.argv[1] == "votes":
        sys.stdout.write(json.dumps(_votes()))
    else:
        _print(float(sys.argv[1]))
