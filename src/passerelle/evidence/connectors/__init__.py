"""Connectors: the publishers' public services, fetched politely into files that the readers read.

Nothing here is called unless a person asks for it. Stands on `base`, `readers` and httpx.
"""
