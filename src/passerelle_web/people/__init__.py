"""Accounts and the trail of who did what: the ground of the site.

Holds people who sign in and the events they leave. Members, roles and consents come on top. Lowest floor.
"""
