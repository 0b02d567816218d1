"""Measures on a corridor: what could be done, tried in the model, screened, kept, and walked from question to practice.

Thin over `passerelle.measures`. Stands on `evidence`.
"""
