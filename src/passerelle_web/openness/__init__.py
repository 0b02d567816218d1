"""Openness: Atom feeds of what is public, and all that is public as open data under a stated licence.

Holds no tables of its own. Stands on every room whose public rows it hands out.
"""
