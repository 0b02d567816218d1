"""How words are kept and found, one module a database: the same functions, the same answers.

Nothing else of the room knows which database there is. Stands on `models`.
"""

from types import ModuleType

from django.db import connection

from passerelle_web.library.engines import postgresql, sqlite


def engine() -> ModuleType:
    """The module of the database that the site runs on."""
    return postgresql if connection.vendor == "postgresql" else sqlite
