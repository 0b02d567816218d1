"""`passerelle people administrator`: the first person who runs the site.

Covers `passerelle_web.people_command`.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.auth import authenticate

from passerelle_web.people import permissions
from passerelle_web.people.refusals import CannotBeDone
from passerelle_web.people_command import make_administrator
from tests.site.people_makers import PASSWORD, person

pytestmark = pytest.mark.slow


@pytest.mark.django_db
def test_a_person_with_an_account_is_made_one():
    ana = person("Ana")
    assert make_administrator("ANA@village.example", password=None) == "ana@village.example runs this site from now on."
    ana.refresh_from_db()
    assert permissions.is_administrator(ana)


@pytest.mark.django_db
def test_a_new_account_has_its_address_confirmed():
    make_administrator("Root@village.example", password=PASSWORD)
    made = authenticate(email="root@village.example", password=PASSWORD)
    assert permissions.is_administrator(made)
    assert made.emailaddress_set.get().verified


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "password", "said"),
    [
        ("nobody@village.example", None, "No account has the address"),
        ("ana@village.example", PASSWORD, "has an account already"),
        ("root@village.example", "short", "too short"),
    ],
)
def test_refusals_say_what_to_do(address, password, said):
    person("Ana")
    with pytest.raises(CannotBeDone, match=said):
        make_administrator(address, password=password)


def test_the_command_line_makes_the_tables_and_the_person(tmp_path: Path):
    given = {**os.environ, "PASSERELLE_DEBUG": "1", "PASSERELLE_VAR": str(tmp_path), "PASSERELLE_DATABASE": ""}
    command = [Path(sys.executable).parent / "passerelle", "people", "administrator", "root@village.example"]
    refused = subprocess.run(command, env=given, capture_output=True, text=True, timeout=60)
    assert refused.returncode == 2 and "--new" in refused.stderr
    made = subprocess.run(
        [*command, "--new"], env=given, input=f"{PASSWORD}\n", capture_output=True, text=True, timeout=60
    )
    assert (made.returncode, made.stdout) == (0, "")
    assert "runs this site from now on" in made.stderr
