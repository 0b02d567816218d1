"""Settings under which tests see the site: a key of their own, plain HTTP, plain names of static files.

Shared by the rings that load the site. Everything else is as in production.
"""

import tempfile

from django.conf import settings
from django.test.utils import override_settings


def as_tests_see_it() -> None:
    """Override what a server would take from its environment, for the whole run."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    folder = tempfile.mkdtemp(prefix="passerelle-tests-")
    override_settings(
        SECRET_KEY="for tests only, " + "x" * 40,
        SECURE_SSL_REDIRECT=False,
        STORAGES={**settings.STORAGES, "staticfiles": plain},
        EVIDENCE_FOLDERS=(),
        EVIDENCE_NATIVE=None,
        DRAWINGS=folder,
        DOCUMENTS=folder,
        STATIC_ROOT=folder,
        SENDS_MAIL=True,
        SECOND_FACTOR_REQUIRED=False,
        SITE_ADDRESS="http://testserver",
        EXPORTS=folder,
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    ).enable()
