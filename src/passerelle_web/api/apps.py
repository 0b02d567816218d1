"""The room's name for Django: it has one template and no models.

Holds nothing else. The roof of the site.
"""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The API."""

    name = "passerelle_web.api"
    label = "api"
