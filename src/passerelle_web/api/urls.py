"""The addresses of the API, under /api/v1/ and without a language.

Holds addresses only. The roof of the site.
"""

from django.urls import path

from passerelle_web.api.docs import page
from passerelle_web.api.root import api

urlpatterns = [path("docs/", page, name="api-docs"), path("", api.urls)]
