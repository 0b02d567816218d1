"""The WSGI entry for any server of Python sites. Refuses to start without a secret outside debug.

Holds nothing else. The roof of the site.
"""

import os

from django.core.wsgi import get_wsgi_application

from passerelle_web.config.environment import current_environment

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "passerelle_web.config.settings")
current_environment().require_secret()
application = get_wsgi_application()
