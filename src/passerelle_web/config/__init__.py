"""Settings and start-up: the environment, Django's settings, addresses, the WSGI entry.

Holds no pages and no models. The roof of the site.
"""
