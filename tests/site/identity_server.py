"""A small OpenID provider on this machine, for tests: discovery, codes with PKCE, tokens signed with a real key.

It holds to the protocol where the site depends on it: a code is taken once, only with the verifier of its challenge and
the client's secret. What it tells can be bent, as a faulty or hostile provider would.
"""

import base64
import hashlib
import json
import secrets
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "passerelle", "a secret / with signs"


def new_key():
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Provider(ThreadingHTTPServer):
    """The provider and who is signed in to it."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answers)
        self.key, self.signs_with = new_key(), None
        self.claims = {"sub": "7", "email": "ana@ministry.example", "name": "Ana Ananda"}
        self.bent: dict[str, object] = {}
        self.told_besides: dict[str, str] = {}
        self.gives_token = True
        self.codes: dict[str, dict[str, str]] = {}
        self.asked: list[str] = []

    @property
    def issuer(self):
        return f"http://127.0.0.1:{self.server_address[1]}"

    def jwk(self):
        told = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {**told, "kid": "one", "use": "sig", "alg": "RS256"}

    def token(self):
        now = int(time.time())
        told = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 60, **self.claims, **self.bent}
        return jwt.encode(told, self.signs_with or self.key, algorithm="RS256", headers={"kid": "one"})


class Answers(BaseHTTPRequestHandler):
    """The provider's addresses."""

    server: Provider

    def log_message(self, *_given):
        """Say nothing."""

    def _json(self, told, status=200):
        body = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        at = urlsplit(self.path)
        self.server.asked.append(at.path)
        issuer = self.server.issuer
        if at.path == "/.well-known/openid-configuration":
            self._json({
                "issuer": issuer, "authorization_endpoint": f"{issuer}/authorize", "token_endpoint": f"{issuer}/token",
                "jwks_uri": f"{issuer}/keys", "userinfo_endpoint": f"{issuer}/me",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            })  # fmt: skip
        elif at.path == "/keys":
            self._json({"keys": [self.server.jwk()]})
        elif at.path == "/me":
            self._json(
                {**self.server.claims, **self.server.told_besides}
                if self.headers["Authorization"] == "Bearer access"
                else {},
                200,
            )
        elif at.path == "/authorize":
            asked = {name: values[0] for name, values in parse_qs(at.query).items()}
            code = secrets.token_urlsafe(8)
            self.server.codes[code] = asked
            self.send_response(302)
            self.send_header(
                "Location", f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"
            )
            self.end_headers()
        else:
            self._json({}, 404)

    def do_POST(self):
        length = int(self.headers["Content-Length"])
        given = {name: values[0] for name, values in parse_qs(self.rfile.read(length).decode()).items()}
        asked = self.server.codes.pop(given.get("code", ""), None)
        digest = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        fits = asked is not None and (
            given.get("client_secret") == SECRET
            and given.get("redirect_uri") == asked["redirect_uri"]
            and asked.get("code_challenge_method") == "S256"
            and base64.urlsafe_b64encode(digest).decode().rstrip("=") == asked.get("code_challenge")
        )
        if not fits:
            self._json({"error": "invalid_grant"}, 400)
            return
        given = {"access_token": "access", "token_type": "Bearer", "expires_in": 60}
        self._json({**given, "id_token": self.server.token()} if self.server.gives_token else given)


@contextmanager
def provider():
    """A provider that runs as long as the block."""
    server = Provider()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
