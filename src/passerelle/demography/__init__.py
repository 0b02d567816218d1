"""How many: flows from stocks, populations and their projection.

Stands on `evidence` and `base`; does not know `economy`, `skills` or `rules`.
"""
