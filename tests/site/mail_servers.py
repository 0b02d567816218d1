"""Mail servers on this machine, for tests: one that takes mail by SMTP and can misbehave, one that gives it by IMAP.

Each speaks as much of its protocol as the standard library asks.
"""

import re
import socketserver
import threading
from contextlib import contextmanager


class Smtp(socketserver.ThreadingTCPServer):
    """Takes mail. `behaviour` is `accept`, or how it goes wrong; `refuses` are addresses that it does not know."""

    daemon_threads, allow_reuse_address = True, True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), SmtpTalk)
        self.behaviour = "accept"
        self.refuses: set[str] = set()
        self.taken: list[bytes] = []
        self.talks = 0
        self.released = threading.Event()


class SmtpTalk(socketserver.StreamRequestHandler):
    """One conversation."""

    server: Smtp

    def say(self, line):
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self):
        self.server.talks += 1
        if self.server.behaviour == "hang":
            self.server.released.wait(5)
            return
        self.say("220 here")
        for raw in self.rfile:
            verb = raw.decode().split(" ", 1)[0].strip().upper()
            if verb == "DATA":
                if not self.data():
                    return
            elif verb == "RCPT" and any(one.encode() in raw for one in self.server.refuses):
                self.say("550 5.1.1 no such person")
            elif verb == "RCPT" and self.server.behaviour == "full":
                self.say("452 4.2.2 mailbox full")
            elif verb == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 fine")

    def data(self):
        if self.server.behaviour == "drop":
            return False
        self.say("354 go on")
        content = b""
        for raw in self.rfile:
            if raw == b".\r\n":
                break
            content += raw[1:] if raw.startswith(b".") else raw
        self.server.taken.append(content)
        if self.server.behaviour == "drop after all":
            return False
        self.say("554 5.7.1 not wanted" if self.server.behaviour == "unwanted" else "250 taken")
        return True


class Imap(socketserver.ThreadingTCPServer):
    """A mailbox with the messages of `messages`, by key; what is deleted leaves it at EXPUNGE."""

    daemon_threads, allow_reuse_address = True, True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), ImapTalk)
        self.messages: dict[int, bytes] = {}
        self.deleted: set[int] = set()


class ImapTalk(socketserver.StreamRequestHandler):
    """One conversation."""

    server: Imap

    def say(self, line):
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self):
        self.say("* OK IMAP4rev1 here")
        for raw in self.rfile:
            tag, _space, rest = raw.decode().strip().partition(" ")
            verb = rest.upper()
            if verb.startswith("CAPABILITY"):
                self.say("* CAPABILITY IMAP4rev1")
            elif verb.startswith("LOGIN") and '"secret"' not in rest:
                self.say(f"{tag} NO wrong password")
                continue
            elif verb.startswith("SELECT"):
                self.say(f"* {len(self.server.messages)} EXISTS")
            elif verb.startswith("UID SEARCH"):
                self.say("* SEARCH " + " ".join(map(str, sorted(set(self.server.messages) - self.server.deleted))))
            elif found := re.match(r"UID FETCH (\d+)", verb):
                content = self.server.messages[int(found[1])]
                self.wfile.write(
                    f"* 1 FETCH (UID {found[1]} BODY[] {{{len(content)}}}\r\n".encode() + content + b")\r\n"
                )
            elif found := re.match(r"UID STORE (\d+)", verb):
                self.server.deleted.add(int(found[1]))
            elif verb.startswith("EXPUNGE"):
                for key in self.server.deleted:
                    self.server.messages.pop(key, None)
            elif verb.startswith("LOGOUT"):
                self.say("* BYE")
            self.say(f"{tag} OK done")


@contextmanager
def running(server):
    """A server that runs as long as the block."""
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
