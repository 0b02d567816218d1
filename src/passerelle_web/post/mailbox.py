"""Taking answers from a mailbox: every message that was not seen, over IMAP, one after the other.

A message is marked as seen and deleted only after it was taken. Stands on `taking`.
"""

import imaplib
from collections import Counter
from collections.abc import Iterator
from typing import Any

from passerelle_web.people.refusals import CannotBeDone
from passerelle_web.post.rules import LARGEST
from passerelle_web.post.taking import take

WAITS = 30  # seconds for an answer of the server


def _open(where: dict[str, Any]) -> imaplib.IMAP4:
    kind = imaplib.IMAP4_SSL if where["secure"] else imaplib.IMAP4
    try:
        server = kind(str(where["host"]), int(where["port"]), timeout=WAITS)
        server.login(str(where["user"]), str(where["password"]))
        server.select(f'"{where["folder"]}"')
    except (OSError, imaplib.IMAP4.error) as broken:
        raise CannotBeDone(f"The mailbox on {where['host']} cannot be opened: {broken}") from None
    return server


def _messages(server: imaplib.IMAP4) -> Iterator[tuple[bytes, bytes]]:
    """Key and content of each message that was not seen. Of a large one not more is fetched than can be refused."""
    _answer, found = server.uid("SEARCH", "UNSEEN")
    for key in (found[0] or b"").split():
        _answer, parts = server.uid("FETCH", key.decode(), f"(BODY.PEEK[]<0.{LARGEST + 1}>)")
        content = next((part[1] for part in parts if isinstance(part, tuple)), None)
        if isinstance(content, bytes):
            yield key, content


def poll(where: dict[str, Any]) -> Counter[str]:
    """Empty the mailbox; how many messages came to what.

    Raises
    ------
    CannotBeDone : the mailbox cannot be opened.
    """
    outcomes: Counter[str] = Counter()
    server = _open(where)
    try:
        for key, content in _messages(server):
            outcomes[take(content).outcome] += 1
            server.uid("STORE", key.decode(), "+FLAGS", r"(\Seen \Deleted)")
        server.expunge()
    finally:
        server.logout()
    return outcomes
