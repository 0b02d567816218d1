"""How much: remittances and their prices, and why people move.

Stands on `evidence` and `base`; does not know `demography`, `skills` or `rules`.
"""
