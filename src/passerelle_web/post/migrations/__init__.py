"""The history of this room's tables.

Holds nothing itself. Stands on `people`.
"""
