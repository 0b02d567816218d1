"""Integration of migrants where they live: both sides of a gap, policies beside them, and what hosts do.

Scores and ranks nobody. Stands on `figures`, `indicators` and `store`.
"""
