"""The site as tests see it: a key of their own, plain HTTP, plain names of static files.

Holds settings that a server would take from its environment. Everything else is as in production.
"""

import tempfile

from django.conf import settings
from django.test.utils import override_settings

STORAGES = {
    **settings.STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
override_settings(
    SECRET_KEY="for tests only, " + "x" * 40,
    SECURE_SSL_REDIRECT=False,
    STORAGES=STORAGES,
    EVIDENCE_FOLDERS=(),
    EVIDENCE_NATIVE=None,
    STATIC_ROOT=tempfile.mkdtemp(prefix="passerelle-static-"),
    PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
).enable()
