"""What the environment says: the only module that reads it. Every name starts with PASSERELLE_.

Holds names, defaults and refusals; Django's settings are made from it in `settings`. No Django here.
"""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from passerelle_web.config.identity import IdentityProvider, ProviderUnreadable, read_providers

LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")
SHORTEST_KEY = 32
_YES, _NO = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}

# What each name means and what holds when it is not set: printed by the manual, checked by a test.
NAMES = {
    "PASSERELLE_DEBUG": "1 shows faults in full and serves over plain HTTP; never on a server (default 0)",
    "PASSERELLE_SECRET_KEY": f"signs sessions; {SHORTEST_KEY} characters or more; required outside debug",
    "PASSERELLE_DATABASE": "sqlite:///path or postgresql://user:password@host:port/name "
    "(default sqlite:///var/passerelle.sqlite3)",
    "PASSERELLE_HOSTS": "names under which the site is reached, with commas between (default localhost)",
    "PASSERELLE_HTTPS": "0 when nothing speaks HTTPS, as on an inner network (default 1, in debug 0)",
    "PASSERELLE_BEHIND_PROXY": "1 when a proxy ends HTTPS and sets X-Forwarded-Proto (default 0)",
    "PASSERELLE_VAR": "folder for what the site writes: SQLite file, documents handed in, collected static files "
    "(default var)",
    "PASSERELLE_EVIDENCE": "folder of your own build of the evidence (default: what ships)",
    "PASSERELLE_WORKERS": "gunicorn's processes (default 2)",
    "PASSERELLE_MAIL": "smtp://user:password@host:port (STARTTLS; ?tls=0 without) or smtps://…; without it nobody can "
    "sign up, but in debug mails go to the console and addresses are not confirmed",
    "PASSERELLE_MAIL_FROM": "address that mails come from (default passerelle@ and the first of PASSERELLE_HOSTS)",
    "PASSERELLE_ADDRESS": "address under which people reach the site, for links in mails, such as "
    "https://forum.example.org (default https:// and the first of PASSERELLE_HOSTS, in debug http://localhost:8000)",
    "PASSERELLE_SECOND_FACTOR": "0 when the secretariat and administrators may do without a second factor "
    "(default 1, in debug 0)",
    "PASSERELLE_OPENID": "identity providers of organisations, with spaces between, each "
    "key=https://client:secret@issuer/path?name=…&member=…&role=…&domains=… (default none)",
    "PASSERELLE_ANSWERS_DOMAIN": "domain of the addresses reply+…@ to which mails are answered; its mail server hands "
    "messages to `passerelle post take` (default none: mails are not answered)",
    "PASSERELLE_ANSWERS_MAILBOX": "imaps://user:password@host:port/INBOX, the mailbox that `passerelle post poll` "
    "empties, where no mail server hands messages over (default none)",
}


class EnvironmentUnready(Exception):
    """A name of the environment is lacking or cannot be read. The message says which and what to write."""


@dataclass(frozen=True, slots=True)
class Environment:
    """The environment, read and checked. `secret_key` is "" where it lacks: see `require_secret`."""

    debug: bool
    secret_key: str
    database: dict[str, object]
    hosts: tuple[str, ...]
    https: bool
    behind_proxy: bool
    var: Path
    evidence: Path | None
    workers: int
    mail: dict[str, object] | None
    mail_from: str
    address: str
    second_factor: bool
    providers: tuple[IdentityProvider, ...]
    answers_domain: str
    answers_mailbox: dict[str, object] | None

    def require_secret(self) -> None:
        """Refuse to serve without a secret of our own.

        Raises
        ------
        EnvironmentUnready : no key, or one that is too short to be one.
        """
        if len(self.secret_key) < SHORTEST_KEY:
            found = f"has {len(self.secret_key)} characters" if self.secret_key else "is not set"
            raise EnvironmentUnready(
                f"PASSERELLE_SECRET_KEY {found}; outside debug it needs {SHORTEST_KEY} or more. Make one:\n"
                '  python -c "import secrets; print(secrets.token_urlsafe(50))"\n'
                "and keep it. To try Passerelle on this machine only, set PASSERELLE_DEBUG=1."
            )


def _flag(given: Mapping[str, str], name: str, default: bool) -> bool:
    text = given.get(name)
    if text is None:
        return default
    if text.strip().lower() in _YES | _NO:
        return text.strip().lower() in _YES
    raise EnvironmentUnready(f'{name} is "{text}"; write 1 or 0.')


def _count(given: Mapping[str, str], name: str, default: int) -> int:
    text = given.get(name, str(default)).strip()
    if not text.isdigit() or int(text) < 1:
        raise EnvironmentUnready(f'{name} is "{text}"; write a whole number, 1 or more.')
    return int(text)


def read_database(address: str) -> dict[str, object]:
    """Django's database setting from an address.

    `sqlite:///relative/path` and `sqlite:////absolute/path`, `sqlite://:memory:`; `postgresql://` as libpq
    writes it, a folder of sockets as `?host=/folder`.

    Raises
    ------
    EnvironmentUnready : neither of the two, or a PostgreSQL address without a name.
    """
    if address == "sqlite://:memory:":
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}
    parts = urlsplit(address)
    if parts.scheme == "sqlite" and len(parts.path) > 1:
        # one slash belongs to the address; what follows is the path
        options = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": "PRAGMA journal_mode=WAL"}
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path[1:]),
            "OPTIONS": options,
        }
    if parts.scheme in ("postgresql", "postgres") and len(parts.path) > 1:
        extra = dict(parse_qsl(parts.query))
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path[1:]),
            "USER": unquote(parts.username or extra.pop("user", "")),
            "PASSWORD": unquote(parts.password or extra.pop("password", "")),
            "HOST": parts.hostname or extra.pop("host", ""),
            "PORT": str(parts.port or extra.pop("port", "")),
            "CONN_MAX_AGE": 60,
            "OPTIONS": extra,
        }
    # the address may hold a password: it is not repeated
    raise EnvironmentUnready(
        f'PASSERELLE_DATABASE starts with "{parts.scheme or "nothing"}:"; write sqlite:///path '
        "or postgresql://user:password@host:port/name."
    )


def read_mail(address: str) -> dict[str, object]:
    """Django's settings of mail from an address.

    `smtp://user:password@host:port` starts in plain words and turns to TLS (port 587), `smtps://` speaks TLS from the
    first (465); `?tls=0` is for a server on this machine or an inner network (25).

    Raises
    ------
    EnvironmentUnready : neither of the two, or no host.
    """
    parts = urlsplit(address)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        # the address may hold a password: it is not repeated
        raise EnvironmentUnready(
            f'PASSERELLE_MAIL starts with "{parts.scheme or "nothing"}:"; write smtp://user:password@host:port '
            "or smtps://user:password@host:port."
        )
    from_the_first = parts.scheme == "smtps"
    turns = not from_the_first and _flag(dict(parse_qsl(parts.query)), "tls", True)
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if from_the_first else 587 if turns else 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": from_the_first,
        "EMAIL_USE_TLS": turns,
        "EMAIL_TIMEOUT": 20,
    }


def read_mailbox(address: str) -> dict[str, object]:
    """Where answers are polled from: `imaps://user:password@host:port/INBOX`, or `imap://` on this machine.

    Raises
    ------
    EnvironmentUnready : neither of the two, or host or user lack.
    """
    parts = urlsplit(address)
    if parts.scheme not in ("imap", "imaps") or not parts.hostname or not parts.username:
        # the address may hold a password: it is not repeated
        raise EnvironmentUnready(
            f'PASSERELLE_ANSWERS_MAILBOX starts with "{parts.scheme or "nothing"}:"; write '
            "imaps://user:password@host:port/INBOX."
        )
    secure = parts.scheme == "imaps"
    return {
        "secure": secure,
        "host": parts.hostname,
        "port": parts.port or (993 if secure else 143),
        "user": unquote(parts.username),
        "password": unquote(parts.password or ""),
        "folder": unquote(parts.path.lstrip("/")) or "INBOX",
    }


def _providers(text: str) -> tuple[IdentityProvider, ...]:
    try:
        return read_providers(text)
    except ProviderUnreadable as refused:
        raise EnvironmentUnready(f"PASSERELLE_OPENID: {refused}.") from None


def _address(given: Mapping[str, str], hosts: tuple[str, ...], https: bool, debug: bool) -> str:
    """Where people reach the site, without a slash at the end."""
    text = given.get("PASSERELLE_ADDRESS", "").strip().rstrip("/")
    if not text:
        return "http://localhost:8000" if debug else f"http{'s' if https else ''}://{(hosts or LOCAL_HOSTS)[0]}"
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path:
        raise EnvironmentUnready(f'PASSERELLE_ADDRESS is "{text}"; write such as https://forum.example.org.')
    return text


def read_environment(given: Mapping[str, str]) -> Environment:
    """Read the names of `NAMES`.

    Raises
    ------
    EnvironmentUnready : a value cannot be read.
    """
    debug = _flag(given, "PASSERELLE_DEBUG", False)
    var = Path(given.get("PASSERELLE_VAR", "var"))
    hosts = tuple(host.strip() for host in given.get("PASSERELLE_HOSTS", "").split(",") if host.strip())
    key = given.get("PASSERELLE_SECRET_KEY", "")
    evidence = given.get("PASSERELLE_EVIDENCE", "")
    mail = given.get("PASSERELLE_MAIL", "").strip()
    mailbox = given.get("PASSERELLE_ANSWERS_MAILBOX", "").strip()
    https = _flag(given, "PASSERELLE_HTTPS", not debug)
    return Environment(
        debug=debug,
        # in debug a key that dies with the process: nobody can take it for a real one
        secret_key=key or (secrets.token_urlsafe(50) if debug else ""),
        database=read_database(given.get("PASSERELLE_DATABASE") or f"sqlite:///{var}/passerelle.sqlite3"),
        hosts=hosts or LOCAL_HOSTS,
        https=https,
        behind_proxy=_flag(given, "PASSERELLE_BEHIND_PROXY", False),
        var=var,
        evidence=Path(evidence) if evidence else None,
        workers=_count(given, "PASSERELLE_WORKERS", 2),
        mail=read_mail(mail) if mail else None,
        mail_from=given.get("PASSERELLE_MAIL_FROM", "").strip() or f"passerelle@{(hosts or LOCAL_HOSTS)[0]}",
        address=_address(given, hosts, https, debug),
        second_factor=_flag(given, "PASSERELLE_SECOND_FACTOR", not debug),
        providers=_providers(given.get("PASSERELLE_OPENID", "")),
        answers_domain=given.get("PASSERELLE_ANSWERS_DOMAIN", "").strip().lower(),
        answers_mailbox=read_mailbox(mailbox) if mailbox else None,
    )


def current_environment() -> Environment:
    """The environment of this process."""
    return read_environment(os.environ)
