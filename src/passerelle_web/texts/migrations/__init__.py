"""The steps of this room's tables, each with a spoken name.

Holds migrations only. Stands on `people`.
"""
