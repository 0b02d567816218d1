"""The environment: defaults, readings and refusals.

Covers `passerelle_web.config.environment`, the serving command's refusal, and the settings made from it.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from passerelle_web.config.environment import (
    NAMES,
    EnvironmentUnready,
    read_database,
    read_environment,
    read_mail,
)

KEY = "k" * 40
ROOT = Path(__file__).parents[2]


def test_nothing_set_is_a_careful_server():
    here = read_environment({})
    assert not here.debug
    assert here.https
    assert not here.behind_proxy
    assert here.secret_key == ""
    assert here.hosts == ("localhost", "127.0.0.1", "[::1]")
    assert here.database["NAME"] == "var/passerelle.sqlite3"
    assert here.workers == 2
    assert here.evidence is None


def test_debug_makes_a_key_and_speaks_http():
    here = read_environment({"PASSERELLE_DEBUG": "1"})
    assert len(here.secret_key) > 32
    assert not here.https
    here.require_secret()
    assert read_environment({"PASSERELLE_DEBUG": "1"}).secret_key != here.secret_key


def test_a_given_key_stands_in_debug_too():
    assert read_environment({"PASSERELLE_DEBUG": "1", "PASSERELLE_SECRET_KEY": KEY}).secret_key == KEY


@pytest.mark.parametrize(("key", "said"), [("", "is not set"), ("short", "has 5 characters")])
def test_no_key_no_service(key, said):
    with pytest.raises(EnvironmentUnready, match=said):
        read_environment({"PASSERELLE_SECRET_KEY": key}).require_secret()


def test_a_long_key_serves():
    read_environment({"PASSERELLE_SECRET_KEY": KEY}).require_secret()


def test_a_short_key_is_not_repeated():
    with pytest.raises(EnvironmentUnready) as refused:
        read_environment({"PASSERELLE_SECRET_KEY": "hunter2"}).require_secret()
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize("text", ["1", "true", "Yes", " on "])
def test_yes_in_many_ways(text):
    assert read_environment({"PASSERELLE_BEHIND_PROXY": text}).behind_proxy


@pytest.mark.parametrize(
    ("name", "value"),
    [("PASSERELLE_DEBUG", "perhaps"), ("PASSERELLE_WORKERS", "0"), ("PASSERELLE_WORKERS", "two")],
)
def test_unreadable_values_are_named(name, value):
    with pytest.raises(EnvironmentUnready, match=f'{name} is "{value}"'):
        read_environment({name: value})


def test_hosts_and_folders():
    here = read_environment(
        {"PASSERELLE_HOSTS": "a.example, b.example,", "PASSERELLE_VAR": "/srv/p", "PASSERELLE_EVIDENCE": "/e"}
    )
    assert here.hosts == ("a.example", "b.example")
    assert here.database["NAME"] == "/srv/p/passerelle.sqlite3"
    assert here.evidence == Path("/e")


def test_postgresql_address():
    found = read_database("postgresql://ana:p%40ss@db.example:5433/house?sslmode=require")
    assert found["ENGINE"].endswith("postgresql")
    assert (found["USER"], found["PASSWORD"]) == ("ana", "p@ss")
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("db.example", "5433", "house")
    assert found["OPTIONS"] == {"sslmode": "require"}


def test_postgresql_over_a_folder_of_sockets():
    found = read_database("postgresql://passerelle@/postgres?host=/tmp/pg&port=54329")
    assert (found["HOST"], found["PORT"], found["OPTIONS"]) == ("/tmp/pg", "54329", {})


def test_sqlite_addresses():
    assert read_database("sqlite:///var/p.sqlite3")["NAME"] == "var/p.sqlite3"
    assert read_database("sqlite:////srv/p.sqlite3")["NAME"] == "/srv/p.sqlite3"
    assert read_database("sqlite://:memory:")["NAME"] == ":memory:"


@pytest.mark.parametrize("address", ["mysql://u:secret@h/x", "postgresql://u:secret@h", "sqlite://", "secret"])
def test_other_addresses_are_refused_and_not_repeated(address):
    with pytest.raises(EnvironmentUnready) as refused:
        read_database(address)
    assert "PASSERELLE_DATABASE" in str(refused.value)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    ("address", "port", "first", "turns"),
    [
        ("smtp://ana:p%40ss@mail.example", 587, False, True),
        ("smtps://ana:p%40ss@mail.example", 465, True, False),
        ("smtp://ana:p%40ss@mail.example?tls=0", 25, False, False),
        ("smtp://ana:p%40ss@mail.example:2525", 2525, False, True),
    ],
)
def test_mail_addresses(address, port, first, turns):
    found = read_mail(address)
    assert (found["EMAIL_HOST"], found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == (
        "mail.example",
        "ana",
        "p@ss",
    )
    assert (found["EMAIL_PORT"], found["EMAIL_USE_SSL"], found["EMAIL_USE_TLS"]) == (port, first, turns)


@pytest.mark.parametrize("address", ["http://u:secret@h", "smtp://", "secret"])
def test_other_mail_addresses_are_refused_and_not_repeated(address):
    with pytest.raises(EnvironmentUnready, match="PASSERELLE_MAIL") as refused:
        read_mail(address)
    assert "secret" not in str(refused.value)


def test_who_mails_come_from():
    assert read_environment({}).mail is None
    assert read_environment({"PASSERELLE_HOSTS": "p.example.org"}).mail_from == "passerelle@p.example.org"
    assert read_environment({"PASSERELLE_MAIL_FROM": "a@b.example"}).mail_from == "a@b.example"


@pytest.mark.parametrize(
    ("given", "backend", "sends", "confirms"),
    [
        ({}, "dummy", False, "mandatory"),
        ({"PASSERELLE_DEBUG": "1"}, "console", True, "optional"),
        ({"PASSERELLE_MAIL": "smtp://h"}, "smtp", True, "mandatory"),
        ({"PASSERELLE_DEBUG": "1", "PASSERELLE_MAIL": "smtp://h"}, "smtp", True, "mandatory"),
    ],
)
def test_mail_goes_out_where_a_server_is_named_and_to_the_console_in_debug(given, backend, sends, confirms):
    seen = _python(
        "from passerelle_web.config import settings as s;"
        "print(s.EMAIL_BACKEND.split('.')[-2], s.SENDS_MAIL, s.ACCOUNT_EMAIL_VERIFICATION)",
        PASSERELLE_SECRET_KEY=KEY,
        **given,
    )
    assert seen.stdout.split() == [backend, str(sends), confirms], seen.stderr


def test_only_one_module_of_the_site_reads_the_environment():
    readers = [
        path.name
        for path in (ROOT / "src/passerelle_web").rglob("*.py")
        if "os.environ[" in path.read_text("utf-8")
        or "os.environ.get" in path.read_text("utf-8")
        or "getenv" in path.read_text("utf-8")
        or "(os.environ)" in path.read_text("utf-8")
    ]
    assert readers == ["environment.py"]


def test_every_name_that_is_read_is_explained():
    source = (ROOT / "src/passerelle_web/config/environment.py").read_text("utf-8")
    for name in NAMES:
        assert source.count(f'"{name}"') >= 2, f"{name} is explained and never read"


def _python(code: str, **given: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PASSERELLE_")}
    return subprocess.run(
        [sys.executable, "-c", code], env={**clean, **given}, capture_output=True, text=True, timeout=60
    )


@pytest.mark.slow
def test_wsgi_refuses_without_a_key_and_starts_with_one():
    refused = _python("import passerelle_web.config.wsgi")
    assert refused.returncode != 0
    assert "PASSERELLE_SECRET_KEY is not set" in refused.stderr
    started = _python("import passerelle_web.config.wsgi", PASSERELLE_SECRET_KEY=KEY)
    assert started.returncode == 0, started.stderr


def test_settings_outside_debug_are_the_strict_ones():
    seen = _python(
        "from passerelle_web.config import settings as s;"
        "print(s.DEBUG, s.SECURE_SSL_REDIRECT, s.SESSION_COOKIE_SECURE, s.SECURE_HSTS_SECONDS > 3e7,"
        " s.SECURE_PROXY_SSL_HEADER, 'Manifest' in s.STORAGES['staticfiles']['BACKEND'])",
        PASSERELLE_SECRET_KEY=KEY,
        PASSERELLE_BEHIND_PROXY="1",
    )
    assert seen.stdout.split(" ", 4)[:4] == ["False", "True", "True", "True"], seen.stderr
    assert "HTTP_X_FORWARDED_PROTO" in seen.stdout
    assert seen.stdout.strip().endswith("True")


def test_serve_refuses_without_a_key(monkeypatch):
    import typer

    from passerelle_web.serve import serve

    monkeypatch.delenv("PASSERELLE_DEBUG", raising=False)
    monkeypatch.delenv("PASSERELLE_SECRET_KEY", raising=False)
    app = typer.Typer()
    app.command()(serve)
    answer = CliRunner().invoke(app, [])
    assert answer.exit_code == 2
    assert "PASSERELLE_SECRET_KEY" in answer.stderr


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ({}, "https://localhost"),
        ({"PASSERELLE_HOSTS": "forum.example,other.example"}, "https://forum.example"),
        ({"PASSERELLE_HOSTS": "forum.example", "PASSERELLE_HTTPS": "0"}, "http://forum.example"),
        ({"PASSERELLE_DEBUG": "1"}, "http://localhost:8000"),
        ({"PASSERELLE_ADDRESS": "https://forum.example:8443/"}, "https://forum.example:8443"),
    ],
)
def test_links_in_mails_begin_with_the_site_s_address(given, address):
    assert read_environment(given).address == address


@pytest.mark.parametrize("wrong", ["forum.example", "ftp://forum.example", "https://forum.example/below"])
def test_an_address_that_is_none_is_refused(wrong):
    with pytest.raises(EnvironmentUnready, match="PASSERELLE_ADDRESS"):
        read_environment({"PASSERELLE_ADDRESS": wrong})


def test_a_second_factor_is_asked_for_outside_debug_unless_said_otherwise():
    assert read_environment({}).second_factor
    assert not read_environment({"PASSERELLE_DEBUG": "1"}).second_factor
    assert not read_environment({"PASSERELLE_SECOND_FACTOR": "0"}).second_factor
    here = read_environment({"PASSERELLE_ANSWERS_DOMAIN": " Answers.Example "})
    assert (here.answers_domain, here.answers_mailbox) == ("answers.example", None)
