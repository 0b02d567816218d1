"""Indicators: figures computed from observations, each with its formula, sources and traps.

One module a section of the corridor page; `registry` lists them all. Stands on `store` and `figures`.
"""
