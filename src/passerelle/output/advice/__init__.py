"""The reasoning of an answer on ways in, on paper.

Holds no verdict: what it is given is said already. Stands on `base`.
"""
