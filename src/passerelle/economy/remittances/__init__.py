"""Remittances: what sending costs, what a cut would save, how much is sent from where, and how volumes answer prices.

Places of a corridor are the migrants': money runs from destination to origin. Stands on `evidence`.
"""
