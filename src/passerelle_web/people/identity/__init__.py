"""Signing in through organisations' own identity providers.

Holds nothing itself; allauth finds the addresses in `urls` beside the provider. Ground of the site.
"""
